"""Markdown cells: cut at their headings, turned into HTML and Typst, their references to charts and tables numbered."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import nh3
import pypandoc

from marketshare.errors import StudyError

__all__ = ["HEADING", "UnknownReferenceError", "convert", "markdown_blocks"]

HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_BETWEEN = "MARKETSHAREBETWEENCELLS"
_FORMAT = "gfm-raw_html-tex_math_dollars-yaml_metadata_block"
_REFERENCE = re.compile(r"\[([^\]]*)\]\(#((?:figure|table)-[\w-]+)\)")


class UnknownReferenceError(StudyError):
    """A Markdown cell refers to a chart or a table that no notebook of the report shows."""


def markdown_blocks(name: str, source: str) -> Iterator[dict[str, Any]]:
    """Headings apart from the rest, so that contents, links and levels are the report's own."""
    text: list[str] = []
    fenced = False
    for line in source.splitlines():
        fenced = fenced != line.lstrip().startswith(("```", "~~~"))
        heading = None if fenced else HEADING.fullmatch(line)
        if heading is None:
            text.append(line)
            continue
        if "".join(text).strip():
            yield {"kind": "markdown", "text": "\n".join(text), "notebook": name}
        text = []
        slug = re.sub(r"\W+", "-", heading[2].lower()).strip("-")
        yield {"kind": "heading", "level": len(heading[1]), "text": heading[2], "id": f"{name}--{slug}"}
    if "".join(text).strip():
        yield {"kind": "markdown", "text": "\n".join(text), "notebook": name}


def convert(blocks: Sequence[dict[str, Any]], places: Mapping[str, str]) -> None:
    """Give each Markdown block its HTML and its Typst, all in one run of pandoc each.

    A link to ``#figure-NAME`` or ``#table-NAME`` is shown under the number that it has in this report.

    Args:
        blocks: Markdown blocks; changed in place.
        places: What a chart or table is called in this report (``Figure 5``), by the target of its links.

    Raises:
        UnknownReferenceError: links to what is not in the report, all of them.
    """
    if not blocks:
        return
    known = ", ".join(sorted(places)) or "none"
    unknown = [
        f"notebooks/{block['notebook']}.ipynb: [{words}](#{target}) leads nowhere; known are {known}"
        for block in blocks
        for words, target in _REFERENCE.findall(block["text"])
        if target not in places
    ]
    if unknown:
        raise UnknownReferenceError("\n".join(unknown))
    joined = f"\n\n{_BETWEEN}\n\n".join(
        _REFERENCE.sub(lambda match: f"[{places[match[2]]}](#{match[2]})", block["text"]) for block in blocks
    )
    html = pypandoc.convert_text(joined, "html5", format=_FORMAT, extra_args=["--wrap=none"])
    typst = pypandoc.convert_text(joined, "typst", format=_FORMAT, extra_args=["--wrap=none"])
    for block, as_html, as_typst in zip(blocks, html.split(f"<p>{_BETWEEN}</p>"), typst.split(_BETWEEN), strict=True):
        block["html"], block["typst"] = nh3.clean(as_html.strip()), as_typst.strip()

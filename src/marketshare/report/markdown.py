"""Markdown cells: cut at their headings, turned into HTML and Typst, their references to charts and tables numbered."""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pypandoc

from marketshare.errors import StudyError
from marketshare.font import drawable
from marketshare.report.foreign import cleaned
from marketshare.report.tree import Node, Retold
from marketshare.unseen import visible

__all__ = ["UnknownReferenceError", "convert", "markdown_blocks"]

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_FORMAT = "gfm-tex_math_dollars-tex_math_gfm-yaml_metadata_block-footnotes-alerts-emoji"


class UnknownReferenceError(StudyError):
    """A Markdown cell refers to a chart or a table that no notebook of the report shows."""


def markdown_blocks(name: str, source: str) -> Iterator[dict[str, Any]]:
    """Headings apart from the rest, so that contents, links and levels are the report's own."""
    text: list[str] = []
    fenced = False
    for line in source.splitlines():
        fenced = fenced != line.lstrip().startswith(("```", "~~~"))
        heading = None if fenced else _HEADING.fullmatch(line)
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

    A link to ``#figure-NAME`` or ``#table-NAME`` is shown under the number that it has in this report. Raw HTML,
    formulas, pictures and links to elsewhere are shown as text: see `Retold`.

    Args:
        blocks: Markdown blocks; changed in place.
        places: What a chart or table is called in this report (``Figure 5``), by the target of its links.

    Raises:
        UnknownReferenceError: links to what is not in the report, all of them.
    """
    if not blocks:
        return
    between = "between" + hashlib.sha256("".join(block["text"] for block in blocks).encode()).hexdigest()
    tree = _parsed([block["text"] for block in blocks], between)
    clean, for_pdf = Retold(places, visible), Retold(places, drawable)
    known = ", ".join(sorted(places)) or "none"
    unknown: list[str] = []
    html: list[Node] = []
    typst: list[Node] = []
    for block, nodes in zip(blocks, _cut(tree["blocks"], between), strict=True):
        told = clean.blocks(nodes)
        html += [*told, _marker(between)]
        typst += [*for_pdf.blocks(told), _marker(between)]
        place = f"notebooks/{block['notebook']}.ipynb"
        unknown += [f"{place}: [{words}]({to}) leads nowhere; known are {known}" for words, to in clean.unknown]
        clean.unknown.clear()
    if unknown:
        raise UnknownReferenceError("\n".join(unknown))
    as_html = _written({**tree, "blocks": html}, "html5").split(f"<p>{between}</p>")
    as_typst = _written({**tree, "blocks": typst}, "typst").split(between)
    for block, of_html, of_typst in zip(blocks, as_html[:-1], as_typst[:-1], strict=True):
        block["html"], block["typst"] = cleaned(of_html.strip()), of_typst.strip()


def _parsed(texts: Sequence[str], between: str) -> Node:
    """Pandoc's tree of texts that cannot reach into each other: each is a file, as is what stands between them."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, text in enumerate(texts):
            for name, content in ((f"{number:06}-{between}.md", text), (f"{number:06}-end.md", between)):
                (Path(folder) / name).write_text(f"{visible(content)}\n", "utf-8")
                names.append(name)
        given = pypandoc.convert_file(names, "json", format=_FORMAT, extra_args=["--file-scope"], cworkdir=folder)
    plain = re.sub(rf'"#[^"]*?{between}md__', '"#', given)  # links lead from file to file otherwise
    tree: Node = json.loads(plain)
    return tree


def _cut(nodes: list[Node], between: str) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in nodes:
        if node == _marker(between):
            parts.append([])
        else:
            parts[-1].append(node)
    return parts[:-1]


def _marker(between: str) -> Node:
    return {"t": "Para", "c": [{"t": "Str", "c": between}]}


def _written(tree: Node, form: str) -> str:
    return str(pypandoc.convert_text(json.dumps(tree), form, format="json", extra_args=["--wrap=none"]))

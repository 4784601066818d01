"""Markdown cells: cut at their headings, turned into HTML and Typst, their references to charts and tables numbered."""

import hashlib
import html
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pypandoc

from marketshare.errors import StudyError
from marketshare.font import drawable
from marketshare.report.foreign import cleaned, text_of
from marketshare.report.tree import ForTypst, Node, Retold
from marketshare.unseen import visible

__all__ = ["UnknownReferenceError", "convert", "markdown_blocks"]

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_FORMULA = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|~~~.*?~~~)"
    r"|(?<![\\$])\$\$(?!\$)(?:\\.|(?!\n[ \t]*\n)[^$\\])+\$\$"
    r"|(?<![\\$])\$(?![\s$`])(?:\\.|(?!\n[ \t]*\n)[^$\\])*?(?<!\s)\$(?![\d$])"
    r"|(?<![\\$])\$[ \t](?:\\.|[^$\\\n])+[ \t]\$(?!\d)"
    r"|\\begin\{(?P<name>[A-Za-z]+\*?)\}.{0,5000}?\\end\{(?P=name)\}"
    r"|\\\\\(.{1,5000}?\\\\\)|\\\\\[.{1,5000}?\\\\\]",
    re.DOTALL,
)
"""Formulas as Jupyter knows them: between dollars or their like; what is in code is none."""

_FORMAT = "gfm-tex_math_dollars-tex_math_gfm-yaml_metadata_block-footnotes-alerts-emoji"


class UnknownReferenceError(StudyError):
    """A Markdown cell refers to a chart or a table that no notebook of the report shows."""


def markdown_blocks(
    name: str, source: str, attachments: Mapping[str, Mapping[str, str]] | None = None
) -> Iterator[dict[str, Any]]:
    """Headings apart from the rest, so that contents, links and levels are the report's own.

    Args:
        name: The notebook.
        source: Markdown of a cell.
        attachments: Pictures that are kept in the cell: by their names, Base64 by media type.
    """
    text: list[str] = []
    kept = {"notebook": name, "attachments": attachments or {}}
    fenced = False
    for line in source.splitlines():
        fenced = fenced != line.lstrip().startswith(("```", "~~~"))
        heading = None if fenced else _HEADING.fullmatch(line)
        if heading is None:
            text.append(line)
            continue
        if "".join(text).strip():
            yield {"kind": "markdown", "text": "\n".join(text), **kept}
        text = []
        slug = re.sub(r"\W+", "-", heading[2].lower()).strip("-")
        yield {"kind": "heading", "level": len(heading[1]), "text": heading[2], "id": slug}
    if "".join(text).strip():
        yield {"kind": "markdown", "text": "\n".join(text), **kept}


def convert(blocks: Sequence[dict[str, Any]], places: Mapping[str, str], *, whole: bool = True) -> None:
    """Give each block of Markdown its HTML and its Typst, and each of HTML its Typst, in few runs of pandoc.

    A link to ``#figure-NAME`` or ``#table-NAME`` is shown under the number that it has in this report. Raw HTML,
    formulas, pictures that are not in the notebook and links to elsewhere are shown as text: see `Retold`.

    Args:
        blocks: Markdown and clean HTML; changed in place.
        places: What a chart or table is called in this report (``Figure 5``), by the target of its links.
        whole: False for a part of a report, whose links may lead to what is not in it; they are then shown as text.

    Raises:
        UnknownReferenceError: links to what is not in the whole report, all of them.
    """
    if not blocks:
        return
    sources = {kind: [block for block in blocks if block["kind"] == kind] for kind in ("markdown", "html")}
    texts = [block["text"] for block in sources["markdown"]] + [block["html"] for block in sources["html"]]
    between = "between" + hashlib.sha256("".join(texts).encode()).hexdigest()
    trees = _parsed_markdown([block["text"] for block in sources["markdown"]], between)
    trees += _parsed_html([visible(block["html"]) for block in sources["html"]], between)
    clean, for_pdf = Retold(places, visible), ForTypst(places, drawable)
    known = ", ".join(sorted(places)) or "none"
    unknown: list[str] = []
    page: list[Node] = []
    typst: list[Node] = []
    for block, tree in zip([*sources["markdown"], *sources["html"]], trees, strict=True):
        clean.attachments = block.get("attachments", {})
        told = clean.blocks(tree["blocks"])
        page += [*told, _marker(between)]
        typst += [*for_pdf.blocks(told), _marker(between)]
        block["pictures"], for_pdf.pictures = for_pdf.pictures, {}
        if block["kind"] == "markdown":
            place = f"notebooks/{block['notebook']}.ipynb"
            unknown += [f"{place}: [{words}]({to}) leads nowhere; known are {known}" for words, to in clean.unknown]
        clean.unknown.clear()
    if unknown and whole:
        raise UnknownReferenceError("\n".join(unknown))
    as_html = _written({**trees[0], "blocks": page}, "html5").split(f"<p>{between}</p>")
    as_typst = _written({**trees[0], "blocks": typst}, "typst").split(between)
    for block, of_html, of_typst in zip([*sources["markdown"], *sources["html"]], as_html, as_typst, strict=False):
        block["typst"] = of_typst.strip()
        if block["kind"] == "markdown":
            block["html"] = cleaned(of_html.strip())


def _parsed_markdown(texts: Sequence[str], between: str) -> list[Node]:
    """Pandoc's trees of Markdown; formulas, which no reader of Markdown may touch, stand aside meanwhile."""
    formulas: list[str] = []

    def aside(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        formulas.append(match[0])
        return f"{between}formula{len(formulas) - 1}end"

    def back(content: Any) -> Any:
        if isinstance(content, str):
            return re.sub(rf"{between}formula(\d+)end", lambda match: formulas[int(match[1])], content)
        if isinstance(content, list):
            return [back(part) for part in content]
        return {key: back(part) for key, part in content.items()} if isinstance(content, dict) else content

    trees = _parsed([_FORMULA.sub(aside, visible(text)) for text in texts], between, _FORMAT, between)
    return [back(tree) for tree in trees] if formulas else trees


def _parsed_html(texts: Sequence[str], between: str) -> list[Node]:
    """Pandoc's trees of HTML; what it cannot read, as lists without items, is told as text."""
    try:
        return _parsed(texts, between, "html", f"<p>{between}</p>")
    except RuntimeError:
        if len(texts) > 1:
            return [tree for text in texts for tree in _parsed_html([text], between)]
        return _parsed([f"<pre>{html.escape(text_of(texts[0]))}</pre>"], between, "html", f"<p>{between}</p>")


def _parsed(texts: Sequence[str], between: str, form: str, marker: str) -> list[Node]:
    """Pandoc's trees of texts that cannot reach into each other: each is a file, as is what stands between them."""
    if not texts:
        return []
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, text in enumerate(texts):
            for name, content in ((f"{number:06}-{between}.md", text), (f"{number:06}-end.md", marker)):
                (Path(folder) / name).write_text(f"{content}\n", "utf-8")
                names.append(name)
        given = pypandoc.convert_file(names, "json", format=form, extra_args=["--file-scope"], cworkdir=folder)
    plain = re.sub(rf'"#[^"]*?{between}md__', '"#', given)  # links lead from file to file otherwise
    tree = json.loads(plain)
    return [{**tree, "blocks": nodes} for nodes in _cut(tree["blocks"], between)]


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

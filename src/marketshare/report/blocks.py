"""The blocks of one executed notebook: its cells and outputs as data, with nothing in them that could run."""

import base64
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from nbformat import NotebookNode

from marketshare.payload import MIME, PNG, SVG, payload_fault, plain_text
from marketshare.report.foreign import cleaned
from marketshare.report.markdown import markdown_blocks
from marketshare.stored_form import WIDGET
from marketshare.unseen import visible

__all__ = ["Block", "blocks_of", "rewritten", "title_of"]

Block = dict[str, Any]

_NOT_TEXT = {"svg", "png", "uri", "csv", "html", "typst"}
"""What holds a picture, a file, or markup that was made of clean text."""


def title_of(notebook: NotebookNode, name: str) -> str:
    """The first heading of a notebook, or its name."""
    headings = (
        block["text"]
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for block in markdown_blocks(name, cell.source)
        if block["kind"] == "heading"
    )
    return visible(next(headings, name))


def blocks_of(name: str, notebook: NotebookNode) -> Iterator[Block]:
    """What a notebook shows, in order; characters that nobody sees are written as their code points."""
    return (rewritten(block, visible) for block in _blocks(name, notebook))


def rewritten(content: Any, change: Callable[[str], str]) -> Any:
    """A copy of plain data with all its text changed; what is no text for a reader stays as it is."""
    if isinstance(content, dict):
        return {key: value if key in _NOT_TEXT else rewritten(value, change) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [rewritten(value, change) for value in content]
    return change(content) if isinstance(content, str) else content


def _blocks(name: str, notebook: NotebookNode) -> Iterator[Block]:
    slugs: Counter[str] = Counter()
    level = 1
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for block in markdown_blocks(name, cell.source):
                if block["kind"] == "heading" and not slugs:
                    slugs[block["id"]] += 1  # the section's own title
                    continue
                if block["kind"] == "heading":  # no level is skipped: a PDF for everybody must not
                    level = block["level"] = max(2, min(block["level"], level + 1))
                    slugs[block["id"]] += 1
                    block["id"] += f"-{slugs[block['id']]}" if slugs[block["id"]] > 1 else ""
                yield block
        elif cell.cell_type == "code":
            yield {"kind": "code", "source": cell.source}
            for output in cell.outputs:
                yield from _output_blocks(output)


def _output_blocks(output: NotebookNode) -> Iterator[Block]:
    data = output.get("data", {})
    if MIME in data and (fault := payload_fault(data)):
        said = "This output says that it was made by marketshare.show, and it was not"
        yield {"kind": "text", "text": f"{said} ({fault}):\n{data.get('text/plain', '')}"}
    elif MIME in data:
        yield _shown(data)
    elif WIDGET in data:
        return  # needs a kernel; a chart beside it shows the same in a report
    elif output.output_type == "stream":
        yield {"kind": "text", "text": output.text}
    elif output.output_type == "error":
        yield {"kind": "text", "text": f"{output.ename}: {output.evalue}"}
    elif "image/png" in data:
        yield {"kind": "image", "png": data["image/png"].replace("\n", ""), "alt": str(data.get("text/plain", ""))}
    elif "text/html" in data:
        yield {"kind": "html", "html": cleaned(data["text/html"]), "text": str(data.get("text/plain", ""))}
    elif "text/plain" in data:
        yield {"kind": "text", "text": data["text/plain"]}


def _shown(data: NotebookNode) -> Block:
    """A block of `show`, with its picture and, for a chart, the words that stand for it."""
    block: Block = dict(data[MIME]["block"].items())
    if block["kind"] == "chart":
        block["alt"] = plain_text(block)
        block["shows"] = [entry["id"] for entry in data[MIME]["numbers"]]
        block["svg"] = data.get(SVG, "")
        block["png"] = data[PNG].replace("\n", "")
        vector = base64.b64encode(block["svg"].encode()).decode()
        block["uri"] = f"data:image/svg+xml;base64,{vector}" if vector else f"data:image/png;base64,{block['png']}"
    return block

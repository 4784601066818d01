"""The blocks of one executed notebook: its cells and outputs as data, with nothing in them that could run."""

import base64
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from nbformat import NotebookNode

from marketshare.captions import without_captions
from marketshare.notebooks import is_skipped
from marketshare.payload import MIME, PNG, SVG, payload_fault, plain_text
from marketshare.report.markdown import markdown_blocks
from marketshare.report.outputs import foreign_blocks, merged, omission, text_blocks
from marketshare.unseen import visible

__all__ = ["Block", "blocks_of", "not_run", "output_blocks", "rewritten", "title_of"]

Block = dict[str, Any]

_NOT_TEXT = {"svg", "png", "uri", "csv", "html", "typst", "pictures", "attachments"}
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


def blocks_of(name: str, notebook: NotebookNode, anchor: str) -> Iterator[Block]:
    """What a notebook shows, in order, each with the number of its cell; of what was not run, 0.

    Characters that nobody sees are written as their code points.

    Args:
        name: The notebook.
        notebook: As it was executed.
        anchor: What the addresses of its headings begin with.
    """
    return ({**rewritten(block, visible), "cell": cell} for cell, block in _blocks(name, notebook, anchor))


def not_run(notebook: NotebookNode) -> str:
    """What is to be said of a notebook whose outputs are missing, since it was not run, or not to its end."""
    code = [
        cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip() and not is_skipped(cell)
    ]
    waiting = sum(not cell.outputs and cell.execution_count is None for cell in code)
    if not waiting:
        return ""
    return f"This notebook was not run, or not to its end: {waiting} of its {len(code)} code cells have no outputs."


def rewritten(content: Any, change: Callable[[str], str]) -> Any:
    """A copy of plain data with all its text changed; what is no text for a reader stays as it is."""
    if isinstance(content, dict):
        return {key: value if key in _NOT_TEXT else rewritten(value, change) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [rewritten(value, change) for value in content]
    return change(content) if isinstance(content, str) else content


def _blocks(name: str, notebook: NotebookNode, anchor: str) -> Iterator[tuple[int, Block]]:
    slugs: Counter[str] = Counter()
    level = 1
    if words := not_run(notebook):
        yield 0, omission(words)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown":
            for block in markdown_blocks(name, cell.source, cell.get("attachments", {})):
                if block["kind"] == "heading" and not slugs:
                    slugs[block["id"]] += 1  # the section's own title
                    continue
                if block["kind"] == "heading":  # no level is skipped: a PDF for everybody must not
                    level = block["level"] = max(2, min(block["level"], level + 1))
                    block["id"] = f"{anchor}--{block['id']}"
                    slugs[block["id"]] += 1
                    block["id"] += f"-{slugs[block['id']]}" if slugs[block["id"]] > 1 else ""
                yield number, block
        else:
            blocks = _code_blocks(name, cell) if cell.cell_type == "code" else text_blocks(cell.source)
            yield from ((number, block) for block in blocks)


def _code_blocks(name: str, cell: NotebookNode) -> Iterator[Block]:
    if not cell.get("transient", {}).get("remove_source"):  # set where nbconvert is asked for no input
        yield {"kind": "code", "source": cell.source}
    if is_skipped(cell):
        yield omission("A cell was left out here: its tag skip-execution says that it is not to be run.")
        return
    for output in merged(without_captions(cell.outputs)):
        yield from output_blocks(name, output)


def output_blocks(name: str, output: NotebookNode) -> Iterator[Block]:
    """What one output of a notebook shows."""
    data = output.get("data", {})
    if MIME in data and (fault := payload_fault(data)):
        said = "This output says that it was made by marketshare.show, and it was not"
        yield from text_blocks(f"{said} ({fault}):\n{data.get('text/plain', '')}")
    elif MIME in data:
        yield _shown(data)
    else:
        yield from foreign_blocks(name, output)


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

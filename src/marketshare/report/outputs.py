"""Outputs that `show` did not make: shown as far as a page and a PDF can, else their place says what is missing.

Nothing in them is linked or checked, and they say so.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from marketshare.report.embedded import PICTURES, NotShownError, data_address
from marketshare.report.foreign import cleaned
from marketshare.stored_form import WIDGET

__all__ = ["foreign_blocks", "merged", "omission", "text_blocks"]

Block = dict[str, Any]

LONGEST_TEXT, MOST_LINES = 20_000, 200
"""Characters and lines of one output that are shown: some three pages."""

LONGEST_HTML = 1_000_000
"""Characters of the longest HTML of one output that is shown."""

_LOST = re.compile(
    r"<(script|iframe|svg|canvas|video|audio|object|embed|math|form|input|button|select|textarea|link)\b", re.I
)
"""What shows something, or makes it, and is not let through."""

_PICTURE = re.compile(r"<img\b", re.I)
_TAG = re.compile(r"<[^>]*>")
_WORDS = {
    WIDGET: "a control, which works only where the notebook runs",
    "application/javascript": "a script",
    "application/pdf": "a PDF",
}


def merged(outputs: list[NotebookNode]) -> Iterator[NotebookNode]:
    """The outputs of a cell, what it printed in one piece instead of as many as there were writes."""

    def kind(output: NotebookNode) -> object:
        return output.name if output.output_type == "stream" else id(output)

    for _, group in groupby(outputs, key=kind):
        first, *others = group
        yield NotebookNode({**first, "text": "".join(o.text for o in (first, *others))}) if others else first


def omission(words: str) -> Block:
    """What stands in the place of something that is not shown."""
    return {"kind": "omission", "text": words}


def foreign_blocks(name: str, output: NotebookNode) -> Iterator[Block]:
    """An output as blocks.

    Args:
        name: The notebook that it is of.
        output: Any output but one of `show`.
    """
    if output.output_type == "stream":
        yield from text_blocks(_overwritten(output.text))
        return
    if output.output_type == "error":
        yield from text_blocks(f"{output.ename}: {output.evalue}")
        return
    data = output.get("data", {})
    missing = {}
    for kind, told in _RICH.items():
        if kind in data:
            try:
                yield from told(name, kind, output)
            except NotShownError as error:
                missing[kind] = f"{kind}, which {error}"
            else:
                return
    others = {kind: _WORDS.get(kind, kind) for kind in sorted(data) if kind not in {*_RICH, "text/plain"}}
    if "text/plain" in data and WIDGET not in data:
        yield from text_blocks(str(data["text/plain"]))
    if missing or others:
        yield omission(f"Left out here: {'; '.join([*missing.values(), *others.values()])}.")


def text_blocks(words: str) -> Iterator[Block]:
    """Text as it was printed; of a long one, the beginning."""
    plain = strip_ansi(words)
    shown = "\n".join(plain.split("\n", MOST_LINES)[:MOST_LINES])[:LONGEST_TEXT]
    yield {"kind": "text", "text": shown, "foreign": True}
    more = len(plain.rstrip("\n")) - len(shown.rstrip("\n"))
    if more:
        yield omission(f"Left out here: {more:,} of {len(plain):,} characters.")


def _overwritten(text: str) -> str:
    """What is left to see of lines that were printed over each other, as progress bars are."""
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))


def _html(_: str, kind: str, output: NotebookNode) -> Iterator[Block]:
    source = str(output.data[kind])
    if len(source) > LONGEST_HTML:
        raise NotShownError(f"has {len(source):,} characters, expected at most {LONGEST_HTML:,}")
    shown = cleaned(source)
    pictures = len(_PICTURE.findall(source)) - len(re.findall(r"<img [^>]*src=", shown))
    if not _TAG.sub("", shown).strip() and "src=" not in shown:
        raise NotShownError("holds nothing but what would run, load or be styled")
    yield {"kind": "html", "html": shown, "foreign": True}
    lost = sorted({match.lower() for match in _LOST.findall(source)})
    lost += [f"{pictures} picture{'s' * (pictures > 1)} that would be loaded from elsewhere"] * (pictures > 0)
    if lost:
        yield omission(f"Left out here, of the output above: {', '.join(lost)}.")


def _picture(_: str, kind: str, output: NotebookNode) -> Iterator[Block]:
    metadata = output.get("metadata", {})
    alt = metadata.get(kind, {}).get("alt") if isinstance(metadata.get(kind), Mapping) else None
    words = str(alt or output.data.get("text/plain") or f"A picture ({PICTURES[kind]})")
    yield {"kind": "image", "uri": data_address(kind, output.data[kind]), "alt": words, "foreign": True}


def _markdown(name: str, kind: str, output: NotebookNode) -> Iterator[Block]:
    source = str(output.data[kind])
    if len(source) > LONGEST_TEXT:
        raise NotShownError(f"has {len(source):,} characters, expected at most {LONGEST_TEXT:,}")
    yield {"kind": "markdown", "text": source, "notebook": name, "foreign": True}


def _latex(_: str, kind: str, output: NotebookNode) -> Iterator[Block]:
    yield from text_blocks(str(output.data[kind]))


def _json(_: str, kind: str, output: NotebookNode) -> Iterator[Block]:
    yield from text_blocks(json.dumps(output.data[kind], ensure_ascii=False, indent=2))


_RICH: dict[str, Callable[[str, str, NotebookNode], Iterator[Block]]] = {
    "text/html": _html,
    **dict.fromkeys(PICTURES, _picture),
    "text/markdown": _markdown,
    "text/latex": _latex,
    "application/json": _json,
}
"""How each representation of an output is told, the best first."""

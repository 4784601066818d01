"""One output of a notebook: what is seen, and beside it the block as data and a record of every number in it."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from string import Formatter
from typing import Any, TypeVar

from IPython.display import display

from marketshare.captions import anchor, assumed, caption
from marketshare.errors import DisplayError
from marketshare.payload import MIME, PNG, payload_fault, plain_text
from marketshare.quantity import Passage, Quantity
from marketshare.quantity.arguments import refuse_plain, shown
from marketshare.quantity.quantity import MARK
from marketshare.register import records

__all__ = [
    "MIME",
    "Block",
    "Segment",
    "assumed",
    "cell",
    "each_of",
    "marked",
    "number",
    "output",
    "resolved",
    "segments",
    "stands",
    "tooltip",
]

Segment = dict[str, str]
"""A piece of text; with ``number``, the id of the number that it prints."""

Block = dict[str, Any]

Shown = TypeVar("Shown")

_ALLOWED_DIGITS = re.compile(r"\b(?:19|20)\d\d\b|\b[QH][1-4]\b")


def output(block: Block, quantities: Iterable[Quantity], image: dict[str, str] | None = None) -> None:
    """Display a block with the records of its numbers: as HTML, or as the picture that there is, its caption below.

    Raises:
        DisplayError: a name that no file can have; a block that nobody could read back.
    """
    quantities = list(quantities)
    seen = image or {"text/html": _as_html(block, {q.id: q for q in quantities}) + assumed(assumptions(quantities))}
    payload = {"block": block, "numbers": records(quantities)}
    bundle = {"text/plain": plain_text(block), MIME: payload, **seen}
    if fault := payload_fault(bundle):
        raise DisplayError(f"{block['kind']} {fault}")
    display(bundle, raw=True)
    if image:
        display(caption(payload, image[PNG]), raw=True)


def resolved(field: str, fields: Mapping[str, Any]) -> Quantity | str:
    """What a field of a text stands for: ``share``, or ``cloud[tencent-cloud]`` and ``cloud.rest`` of a market.

    Raises:
        DisplayError: nothing; or neither a quantity nor words that were passed under that name.
    """
    first = re.split(r"[.\[]", field, maxsplit=1)[0]
    if not first.isidentifier():
        raise DisplayError(f"{{{field}}}: expected the name of a number in braces, such as {{share}}")
    if first not in fields:
        given = f"; given are {', '.join(fields)}" if fields else ""
        raise DisplayError(f"{{{field}}} stands for nothing; pass {first}=…{given}")
    try:
        content, _ = Formatter().get_field(field, (), fields)
    except (LookupError, AttributeError) as error:
        raise DisplayError(f"{{{field}}} stands for nothing: {error.args[0]}") from error
    if field == first and isinstance(content, str):
        return content
    refuse_plain(content, f"{{{field}}}")
    quantity: Quantity = content
    return quantity


def segments(text: str, fields: Mapping[str, Any]) -> list[Segment]:
    """Text with fields as segments.

    Raises:
        DisplayError: a digit typed into the text that is no year or quarter; an unknown field or aspect.
    """
    pieces: list[Segment] = []
    try:
        parts = list(Formatter().parse(text))
    except TypeError as error:
        raise DisplayError(f"expected text, found {shown(text)}") from error
    except ValueError as error:
        raise DisplayError(f"{text!r}: {error}; a brace that is no field is written twice") from error
    for literal, field, aspect, conversion in parts:
        typed = re.search(r"\d", _ALLOWED_DIGITS.sub("", literal))
        if typed:
            raise DisplayError(f"a number typed into prose: {literal!r}; pass a quantity and name it in braces")
        if literal:
            pieces.append({"text": literal})
        if field is not None:
            if conversion:
                written = f"{field}!{conversion}"
                raise DisplayError(f"{{{written}}}: expected the name of a number in braces, such as {{share}}")
            content = resolved(field, fields)
            pieces.append({"text": content} if isinstance(content, str) else number(content, aspect or ""))
    return pieces


def number(quantity: Quantity, aspect: str = "") -> Segment:
    """A number as a segment: its value, its ``bounds``, or the words that its note has ``printed``.

    Raises:
        DisplayError: another aspect; the printed words of something computed.
    """
    if aspect == "printed":
        if not isinstance(quantity.origin, Passage):
            raise DisplayError(f"{quantity.id} is computed; only a figure is printed in a note")
        words = quantity.marked(quantity.origin.printed)
    elif aspect == "bounds":
        words = quantity.bounds_text
    elif aspect == "":
        words = quantity.text
    else:
        raise DisplayError(f"{aspect!r} is no aspect of a number; use bounds or printed")
    segment = {"text": words, "number": quantity.id}
    return {**segment, "hypothetical": "yes"} if quantity.hypothetical else segment


def each_of(kind: type[Shown], given: Iterable[Shown], name: str, expected: str) -> list[Shown]:
    """What is to be shown, a row each, as a list.

    Raises:
        DisplayError: something that is not of that kind; the place, what was found, and what would be taken.
    """
    if not isinstance(given, Iterable):
        raise DisplayError(f"{name}: expected several, {expected}, found {shown(given)}")
    listed = list(given)
    for place, each in enumerate(listed):
        if not isinstance(each, kind):
            raise DisplayError(f"{name}[{place}]: expected {expected}, found {shown(each)}")
    return listed


def cell(content: Any) -> list[Segment]:
    """A cell of a table: a number, text, or a dash for what is missing."""
    if isinstance(content, Quantity):
        return [number(content)]
    missing = content is None or content != content  # nan is the one thing that is not itself  # noqa: PLR0124
    return [{"text": "–" if missing else str(content)}]


def marked(words: str, follow_from: Iterable[Quantity]) -> str:
    """Words that are no number, such as a verdict, with the mark of a what-if if they follow from one."""
    return words + MARK if any(quantity.hypothetical for quantity in follow_from) else words


def assumptions(quantities: Iterable[Quantity]) -> list[str]:
    """Labels of the figures that a what-if assumes, and that quantities rest on."""
    return [figure.label for quantity in quantities for figure in quantity.assumptions]


def tooltip(quantity: Quantity) -> str:
    """What hovering a number tells: the sentence of a figure; of anything else the formula, and what it rests on.

    That is each printed figure at the bottom of the derivation, a line each, with its sentence.
    """
    origin = quantity.origin
    if isinstance(origin, Passage):
        return quantity.label if quantity.hypothetical else f"{stands([origin])[0]}: {origin.quote}"
    found = [(figure, figure.origin) for figure in quantity.figures if isinstance(figure.origin, Passage)]
    lines = [
        f"{figure.label}: {figure.text}; {where}: {of.quote}"
        for (figure, of), where in zip(found, stands([of for _, of in found]), strict=True)
    ]
    return "\n".join([f"{origin.formula}; {origin.call}", *lines])


def stands(passages: Sequence[Passage]) -> list[str]:
    """Where each of several figures stands: its line, and its note unless that is the one which the others correct."""
    noted = {_corrected(of).source for of in passages}
    return [f"line {of.line}" if noted == {of.source} else f"{of.source}, line {of.line}" for of in passages]


def _corrected(passage: Passage) -> Passage:
    """What the first of a chain of corrections corrects; the passage itself, if it is none."""
    while passage.corrects and isinstance(passage.corrects.origin, Passage):
        passage = passage.corrects.origin
    return passage


def _as_html(block: Block, quantities: dict[str, Quantity]) -> str:
    """What JupyterLab shows; the report is rendered from the block itself."""

    def inline(pieces: list[Segment]) -> str:
        return "".join(one(piece) for piece in pieces)

    def one(segment: Segment) -> str:
        text = html.escape(segment["text"])
        if "number" not in segment:
            return text
        hint = html.escape(tooltip(quantities[segment["number"]]), quote=True)
        return f'<span class="number" data-id="{html.escape(segment["number"])}" title="{hint}"><b>{text}</b></span>'

    if block["kind"] == "prose":
        return "".join(f"<p>{inline(paragraph)}</p>" for paragraph in block["paragraphs"])
    left = 'style="text-align:left"'  # JupyterLab sets cells to the right, which is for columns of bare numbers
    head = "".join(f'<th scope="col" {left}>{html.escape(column)}</th>' for column in block["columns"])
    cells = [[inline(cell) for cell in row] for row in block["rows"]]
    rows = "".join(
        f'<tr><th scope="row" {left}>{first}</th>{"".join(f"<td {left}>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in cells
    )
    caption = f"<caption>{inline(block['caption'])}</caption>"
    return f'<table id="{anchor(block)}">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'

"""What a notebook displays: prose with numbers in it, tables, charts.

Each output carries, beside what is seen, ``application/vnd.marketshare+json``: the block as data, and a record of every
number in it. nbval compares it, and the exporters and ``explain`` need no kernel to read it.
"""

import base64
import html
import os
import re
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any, Literal

import pandas as pd
from IPython.display import display
from matplotlib.axes import Axes

from marketshare.charts import plotted, render
from marketshare.quantity import Derivation, Passage, Quantity
from marketshare.register import records

__all__ = ["CHART_FORMAT_VARIABLE", "MIME", "chart", "figures", "numbers", "say", "table", "tooltip"]

MIME = "application/vnd.marketshare+json"
CHART_FORMAT_VARIABLE = "MARKETSHARE_CHART_FORMAT"
"""Environment variable: ``svg`` while a report is built, which adds vector graphics to the PNG that is stored."""

Segment = dict[str, str]
Aspect = Literal["", "bounds", "printed"]

_ALLOWED_DIGITS = re.compile(r"\b(?:19|20)\d\d\b|\b[QH][1-4]\b")


def say(*paragraphs: str, answer: bool = False, **numbers: Quantity | str) -> None:
    """Display prose; its numbers come from quantities, never from the keyboard.

    Args:
        paragraphs: Text with fields: ``{share}`` is the value, or the bounds if that is all there is;
            ``{share:bounds}`` always the bounds; ``{share:printed}`` the figure as its note prints it.
        answer: True for the answer that opens a notebook.
        numbers: What the fields stand for: quantities, or words that were computed from some.

    Raises:
        ValueError: a digit typed into the prose that is no year or quarter; an unknown field or aspect.
    """
    block = {
        "kind": "prose",
        "style": "answer" if answer else "text",
        "paragraphs": [_segments(paragraph, numbers) for paragraph in paragraphs],
    }
    _display(block, [number for number in numbers.values() if isinstance(number, Quantity)])


def table(frame: pd.DataFrame, *, name: str, caption: str) -> None:
    """Display a table; its index heads the rows, and its cells may be quantities.

    Args:
        frame: Cells are quantities or text; a missing cell is shown as a dash.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.
    """
    head = frame.index.name or ""
    block = {
        "kind": "table",
        "name": name,
        "caption": _segments(caption, {}),
        "columns": [str(head), *map(str, frame.columns)],
        "rows": [[_cell(label), *map(_cell, row)] for label, row in zip(frame.index, frame.to_numpy(), strict=True)],
    }
    _display(block, [cell for row in frame.to_numpy() for cell in row if isinstance(cell, Quantity)])


def numbers(quantities: Mapping[str, Quantity], *, name: str, caption: str) -> None:
    """Display numbers as a table: value, bounds and formula, a row each.

    Args:
        quantities: By row label.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.
    """
    rows = [
        [
            [{"text": label}],
            [_number(q, "")] if q.value is not None else _cell(None),
            [_number(q, "bounds")],
            [{"text": q.origin.formula if isinstance(q.origin, Derivation) else "as printed"}],
        ]
        for label, q in quantities.items()
    ]
    columns = ["Number", "Value", "Bounds", "Formula"]
    block = {"kind": "table", "name": name, "caption": _segments(caption, {}), "columns": columns, "rows": rows}
    _display(block, quantities.values())


def figures(*quantities: Quantity, name: str, caption: str) -> None:
    """Display figures with the sentences that print them: value, bounds, line and quote.

    Args:
        quantities: Figures of a note.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.

    Raises:
        ValueError: a quantity that was computed, so that no sentence prints it.
    """
    rows = []
    for quantity in quantities:
        passage = quantity.origin
        if not isinstance(passage, Passage):
            raise ValueError(f"{quantity.id} is computed; only a figure stands in a note")
        said = [[{"text": passage.line}], [{"text": passage.quote}]]
        rows.append([[{"text": quantity.label}], [_number(quantity, "")], [_number(quantity, "bounds")], *said])
    columns = ["Figure", "Value", "Bounds", "Line", "What the note says"]
    block = {"kind": "table", "name": name, "caption": _segments(caption, {}), "columns": columns, "rows": rows}
    _display(block, quantities)


def chart(ax: Axes, *, name: str, caption: str) -> None:
    """Display a chart: a picture, and the numbers that it plots as text.

    Args:
        ax: Axes that functions of ``marketshare.charts`` have drawn on.
        name: Name in the report, kebab-case.
        caption: What the chart shows, one sentence.

    Raises:
        ValueError: nothing was drawn on it by ``marketshare.charts``.
    """
    numbers = plotted(ax)
    if not numbers:
        raise ValueError(f"chart {name}: no numbers were drawn on these axes; use the functions of marketshare.charts")
    block = {
        "kind": "chart",
        "name": name,
        "caption": _segments(caption, {}),
        "columns": ["Number", "Value", "Bounds"],
        "rows": [[[{"text": q.label}], [_number(q, "")], [_number(q, "bounds")]] for q in numbers],
    }
    image = {"image/png": base64.b64encode(render(ax, "png")).decode()}
    if os.environ.get(CHART_FORMAT_VARIABLE) == "svg":
        image["image/svg+xml"] = render(ax, "svg").decode()
    _display(block, numbers, image)


def tooltip(quantity: Quantity) -> str:
    """What hovering a number tells: the sentence of a figure, the formula of anything else."""
    origin = quantity.origin
    if isinstance(origin, Passage):
        return f"line {origin.line}: {origin.quote}"
    return f"{origin.formula}; {origin.call}"


def _display(block: dict[str, Any], numbers: Iterable[Quantity], image: dict[str, str] | None = None) -> None:
    numbers = list(numbers)
    bundle: dict[str, Any] = {"text/plain": _as_text(block), MIME: {"block": block, "numbers": records(numbers)}}
    display({**bundle, **(image or {"text/html": _as_html(block, {q.id: q for q in numbers})})}, raw=True)


def _segments(text: str, numbers: dict[str, Quantity | str]) -> list[Segment]:
    segments: list[Segment] = []
    for literal, field, aspect, _ in Formatter().parse(text):
        typed = re.search(r"\d", _ALLOWED_DIGITS.sub("", literal))
        if typed:
            raise ValueError(f"a number typed into prose: {literal!r}; pass a quantity and name it in braces")
        if literal:
            segments.append({"text": literal})
        if field is not None:
            if field not in numbers:
                raise ValueError(f"{{{field}}} stands for nothing; pass {field}=…")
            number = numbers[field]
            segments.append({"text": number} if isinstance(number, str) else _number(number, aspect or ""))
    return segments


def _number(quantity: Quantity, aspect: str) -> Segment:
    if aspect == "printed":
        if not isinstance(quantity.origin, Passage):
            raise ValueError(f"{quantity.id} is computed; only a figure is printed in a note")
        words = quantity.origin.printed
    elif aspect == "bounds":
        words = quantity.bounds_text
    elif aspect == "":
        words = quantity.text
    else:
        raise ValueError(f"{aspect!r} is no aspect of a number; use bounds or printed")
    return {"text": words, "number": quantity.id}


def _cell(content: Any) -> list[Segment]:
    if isinstance(content, Quantity):
        return [_number(content, "")]
    return [{"text": "–" if content is None or pd.isna(content) else str(content)}]


def _as_text(block: dict[str, Any]) -> str:
    def plain(segments: list[Segment]) -> str:
        return "".join(segment["text"] for segment in segments)

    if block["kind"] == "prose":
        return "\n".join(map(plain, block["paragraphs"]))
    lines = [" | ".join(block["columns"]), *(" | ".join(map(plain, row)) for row in block["rows"])]
    return "\n".join([plain(block["caption"]), *lines])


def _as_html(block: dict[str, Any], numbers: dict[str, Quantity]) -> str:
    """What JupyterLab shows; the report is rendered from the block itself."""

    def inline(segments: list[Segment]) -> str:
        return "".join(one(segment) for segment in segments)

    def one(segment: Segment) -> str:
        text = html.escape(segment["text"])
        if "number" not in segment:
            return text
        hint = html.escape(tooltip(numbers[segment["number"]]), quote=True)
        return f'<span class="number" data-id="{segment["number"]}" title="{hint}"><b>{text}</b></span>'

    if block["kind"] == "prose":
        return "".join(f"<p>{inline(paragraph)}</p>" for paragraph in block["paragraphs"])
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in block["columns"])
    rows = "".join(
        f'<tr><th scope="row">{inline(first)}</th>{"".join(f"<td>{inline(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in block["rows"]
    )
    caption = f"<caption>{inline(block['caption'])}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

"""Tables: of anything, of numbers with their bounds, of figures with their sentences, of readings."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from marketshare.errors import DisplayError
from marketshare.ledger.notes import LINE_BREAK
from marketshare.quantity import Derivation, Passage, Quantity
from marketshare.quantity.arguments import refuse_plain, shown
from marketshare.show.outputs import Segment, cell, marked, number, output, segments, stands
from marketshare.studies import Study

if TYPE_CHECKING:
    import pandas as pd  # which a notebook without such a table need not wait for

__all__ = ["figures", "numbers", "quoted", "readings", "show_rows", "table"]


def table(frame: "pd.DataFrame", *, name: str, caption: str) -> None:
    """Display a table; its index heads the rows, and its cells may be quantities.

    Args:
        frame: Cells are quantities or text; a missing cell is shown as a dash.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.

    Raises:
        DisplayError: something that is no table.
    """
    if not hasattr(frame, "to_numpy") or not hasattr(frame, "columns"):
        raise DisplayError(f"frame: expected a table of pandas, found {shown(frame)}")
    columns = [str(frame.index.name or ""), *map(str, frame.columns)]
    rows = [[cell(label), *map(cell, row)] for label, row in zip(frame.index, frame.to_numpy(), strict=True)]
    quantities = [content for row in frame.to_numpy() for content in row if isinstance(content, Quantity)]
    show_rows(name, caption, columns, rows, quantities)


def numbers(quantities: Mapping[str, Quantity], *, name: str, caption: str) -> None:
    """Display numbers as a table: value, bounds and formula, a row each.

    Args:
        quantities: By row label; the line breaks that one has for a chart are spaces here.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.

    Raises:
        DisplayError: something that is no quantity.
    """
    refuse_plain(quantities, "quantities", by=("label",))
    rows = [
        [
            [{"text": str(label).replace("\n", " ")}],
            [number(q)] if q.value is not None else cell(None),
            [number(q, "bounds")],
            [{"text": q.origin.formula if isinstance(q.origin, Derivation) else "as printed"}],
        ]
        for label, q in quantities.items()
    ]
    columns = ["Number", "Value", "Bounds", "Formula"]
    show_rows(name, caption, columns, rows, quantities.values())


def figures(
    *quantities: Quantity | Mapping[Any, Quantity], name: str, caption: str = "The figures and their sentences."
) -> None:
    """Display figures with the sentences that print them: value, bounds, line and quote.

    Args:
        quantities: Figures of a note, also several by name, such as a market.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.

    Raises:
        DisplayError: a quantity that was computed, so that no sentence prints it.
    """
    listed = [each for given in quantities for each in (given.values() if isinstance(given, Mapping) else (given,))]
    refuse_plain(tuple(listed), "quantities")
    if computed := next((q for q in listed if not isinstance(q.origin, Passage)), None):
        raise DisplayError(f"{computed.id} is computed; only a figure stands in a note")
    passages = [quantity.origin for quantity in listed if isinstance(quantity.origin, Passage)]
    rows = []
    for quantity, passage, where in zip(listed, passages, stands(passages), strict=True):
        said = [[{"text": where.removeprefix("line ")}], quoted(passage.quote, passage.gloss)]
        rows.append([[{"text": quantity.label}], [number(quantity)], [number(quantity, "bounds")], *said])
    columns = ["Figure", "Value", "Bounds", "Line", "What the note says"]
    show_rows(name, caption, columns, rows, listed)


def readings(study: Study, *figure_ids: str, name: str, caption: str) -> None:
    """Display the ways to understand ambiguous figures: a row each, with what the words say under it.

    Args:
        study: Where the figures are.
        figure_ids: Ids of ambiguous figures.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.

    Raises:
        DisplayError: something that is no study.
        UnknownIdError: an id of no figure, or of one that is not ambiguous.
    """
    if not isinstance(study, Study):
        raise DisplayError(f"study: expected the study in which the figures are, found {shown(study)}")
    given = [(key, reading, quantity) for key in figure_ids for reading, quantity in study.readings(key).items()]
    rows = [
        [
            [{"text": reading}],
            [{"text": marked(study.printed(key), [quantity])}],
            [number(quantity)],
            [number(quantity, "bounds")],
            [{"text": study.meaning(key, reading)}],
        ]
        for key, reading, quantity in given
    ]
    columns = ["Reading", "Printed", "Number", "Bounds", "What the words say"]
    show_rows(name, caption, columns, rows, [quantity for _, _, quantity in given])


def show_rows(
    name: str,
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[list[Segment]]],
    quantities: Iterable[Quantity],
) -> None:
    """Display rows of segments as a table; the first cell heads its row."""
    block = {"kind": "table", "name": name, "caption": segments(caption, {}), "columns": columns, "rows": rows}
    output(block, quantities)


def quoted(quote: str, gloss: str) -> list[Segment]:
    """The words of a note, and in brackets what they are in English, where that is given."""
    words = quote.replace(LINE_BREAK, " ")
    return [{"text": f"{words} ({gloss})" if gloss else words}]

"""Figures: one number printed in a note, checked against the note."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from marketshare.interval import Interval
from marketshare.ledger.notes import LINE_BREAK, Note
from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Row
from marketshare.quantity import Passage, Quantity
from marketshare.wording import Phrase, WordingError, read

__all__ = ["Figure", "figure", "misquotes"]

ANYTHING = Interval(-math.inf, math.inf)


@dataclass(frozen=True)
class Figure:
    """One row of a figure file.

    Attributes:
        quantity: Its value and bounds, in the unit of its measure; it can be anything if the text is damaged.
        file: The file that holds it.
        row: Physical line in that file.
        cells: All columns as they stand.
    """

    quantity: Quantity
    file: str
    row: int
    cells: dict[str, str]

    @property
    def id(self) -> str:
        """Its address."""
        return self.cells["id"]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def misquotes(file: str, row: Row, note: Note) -> Iterator[Problem]:
    """Where a row's line, quote or printed figure is not what the note has."""
    text = note.passage(row["line"])
    if text is None:
        last = len(note.lines)
        yield Problem(file, row.line, "line", f"{row['line']}: {note.file} has lines 1 to {last}")
        return
    quote, printed = row["quote"], row["printed"]
    if text.count(quote) != 1:
        yield Problem(file, row.line, "quote", _quote_fault(quote, row["line"], text, note))
    if quote.count(printed) != 1:
        times = "is not in" if printed not in quote else f"occurs {quote.count(printed)} times in"
        yield Problem(file, row.line, "printed", f"{printed!r} {times} the quote {quote!r}; expected exactly once")
    for other in filter(None, row["also_on"].split(";")):
        if printed not in (note.passage(other) or ""):
            yield Problem(file, row.line, "also_on", f"{printed!r} is not on line {other} of {note.file}")


def _quote_fault(quote: str, line: str, text: str, note: Note) -> str:
    if quote in text:
        return f"{quote!r} occurs {text.count(quote)} times on line {line}; expected once: quote more of the sentence"
    elsewhere = [str(number) for number, other in enumerate(note.lines, 1) if quote in other]
    if elsewhere:
        return f"{quote!r} is not on line {line} but on line {', '.join(elsewhere)} of {note.file}"
    if quote.replace(" ", "") in text.replace(" ", "").replace(LINE_BREAK, ""):
        return f"{quote!r} is on line {line} of {note.file} only with other spaces; copy it character by character"
    return f"{quote!r} is not on line {line} of {note.file}; copy it from there character by character"


def figure(file: str, row: Row, *, unit: str, label: str) -> tuple[Figure | None, list[Problem]]:
    """A row as a figure: its number is read again from `printed`, and compared with `value`."""
    if row["status"] == "unreadable":
        found = [Problem(file, row.line, "value", f"{row['value']}; an unreadable figure has no value")]
        return _figure(file, row, unit, label, None, ANYTHING), found if row["value"] else []
    try:
        phrase = read(row["printed"], unit)
    except WordingError as error:
        hint = f"is the unit of measure {row['measure']!r} ({unit}) right? A damaged text has status unreadable"
        return None, [Problem(file, row.line, "printed", f"{error}; {hint}")]
    bounds, problems = _overridden(file, row, phrase.bounds)
    problems += _value_fault(file, row, phrase, unit)
    value = None if phrase.value is None else float(phrase.value)
    if value is not None and not bounds.low <= value <= bounds.high:
        problems.append(Problem(file, row.line, "bounds", f"{bounds} does not hold the value {row['value']}"))
    return _figure(file, row, unit, label, value, bounds), problems


def _figure(file: str, row: Row, unit: str, label: str, value: float | None, bounds: Interval) -> Figure:
    passage = Passage(
        source=row["source"],
        line=row["line"],
        quote=row["quote"],
        printed=row["printed"],
        primary_source=row["primary_source"],
        entity=row["entity"],
        measure=row["measure"],
    )
    decimals = len(row["value"].partition(".")[2])
    return Figure(Quantity(row["id"], label, unit, value, bounds, passage, decimals), file, row.line, row.cells)


def _overridden(file: str, row: Row, bounds: Interval) -> tuple[Interval, list[Problem]]:
    """The bounds of the words, or those of the column `bounds`, which need a reason."""
    if not row["bounds"]:
        return bounds, []
    try:
        bounds = Interval.written(row["bounds"])
    except ValueError as error:
        return bounds, [Problem(file, row.line, "bounds", str(error))]
    missing = Problem(file, row.line, "note", "blank; bounds that override the words need their reason here")
    return bounds, [] if row["note"] else [missing]


def _value_fault(file: str, row: Row, phrase: Phrase, unit: str) -> list[Problem]:
    said = "no single number" if phrase.value is None else f"{phrase.value:f}"
    expected = None if phrase.value is None else float(phrase.value)
    try:
        found = float(row["value"]) if row["value"] else None
    except ValueError:
        return []  # the schema has named it
    if found == expected:
        return []
    shown = row["value"] or "blank"
    return [Problem(file, row.line, "value", f"{shown}, but {row['printed']!r} in {unit} says {said}")]

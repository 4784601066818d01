"""Figures: one number printed in a note, checked against the note."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from marketshare.interval import Interval
from marketshare.ledger.cells import shown
from marketshare.ledger.differences import alike, differences
from marketshare.ledger.glosses import misglosses
from marketshare.ledger.notes import Note
from marketshare.ledger.problems import Problem
from marketshare.ledger.quotes import LINES, misplaced
from marketshare.ledger.tables import Row
from marketshare.quantity import Passage, Quantity
from marketshare.wording import Phrase, WordingError, read

__all__ = ["Figure", "figure", "misquotes"]


@dataclass(frozen=True)
class Figure:
    """One row of a figure file.

    Attributes:
        quantity: Its value and bounds, in the unit of its measure; it can be anything if the text is damaged.
        file: The file that holds it.
        row: Physical line in that file.
        cells: All columns as they stand, or as a what-if has them.
        printed_in_note: What the note prints, whatever a what-if says.
        kind: Of what its measure is: level, change or growth.
        locale: How its note writes numbers.
    """

    quantity: Quantity
    file: str
    row: int
    cells: dict[str, str]
    printed_in_note: str
    kind: str = ""
    locale: str = ""

    @property
    def id(self) -> str:
        """Its address."""
        return self.cells["id"]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def coloured(self, colour: str) -> "Figure":
        """The same figure, whose entity has a colour in charts."""
        assert isinstance(self.quantity.origin, Passage)  # a figure's origin
        return replace(self, quantity=replace(self.quantity, origin=replace(self.quantity.origin, colour=colour)))


def misquotes(file: str, row: Row, note: Note) -> Iterator[Problem]:
    """Where a figure's line, quote or printed words are not what the note has."""
    yield from misplaced(file, row, note)
    quote, printed = row["quote"], row["printed"]
    if quote.count(printed) != 1:
        times = "is not in" if printed not in quote else f"occurs {quote.count(printed)} times in"
        near = alike(printed, quote) if printed not in quote else None
        said = differences(printed, near) if near else ""
        hint = f": write {near}, as it stands there" + (f" ({said})" if said else "") if near else ""
        message = f"{shown(printed)} {times} the quote {shown(quote)}; expected exactly once{hint}"
        yield Problem(file, row.line, "printed", message)
    others = row["also_on"].split(";")
    for other in others if all(LINES.fullmatch(other) for other in others) else ():
        if printed not in (note.passage(other) or ""):
            yield Problem(file, row.line, "also_on", f"{printed!r} is not on line {other} of {note.file}")


def figure(
    file: str, row: Row, *, unit: str, label: str, kind: str = "", locale: str = ""
) -> tuple[Figure | None, list[Problem]]:
    """A row as a figure: its number is read again from `printed`, and compared with `value`."""
    if row["status"] == "unreadable":
        unread = _figure(file, row, unit, label, None, Interval.unbounded())
        return unread, _valued(file, row, "an unreadable figure has no value")
    try:
        phrase = read(row["printed"], unit, kind=kind, locale=locale)
    except WordingError as error:
        hint = f"is the unit of measure {row['measure']!r} ({unit}) right? A damaged text has status unreadable"
        return None, [Problem(file, row.line, "printed", f"{error}; {hint}")]
    if row["status"] == "ambiguous":
        problems = _valued(file, row, "an ambiguous figure has a value only under a reading, in data/readings.csv")
        return _figure(file, row, unit, label, None, Interval.unbounded()), problems
    bounds, problems = _overridden(file, row, phrase.bounds)
    problems += _value_fault(file, row, phrase, unit)
    value = None if phrase.value is None else float(phrase.value)
    problems += misglosses(file, row, value)
    if row["bounds"] and value is not None and not bounds.low <= value <= bounds.high:
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
        gloss=row["gloss"],
        market=row["market"],
        period=row["period"],
    )
    decimals = len(row["value"].partition(".")[2]) if row["value"] else None
    return Figure(
        Quantity(row["id"], label, unit, value, bounds, passage, decimals), file, row.line, row.cells, row["printed"]
    )


def _valued(file: str, row: Row, reason: str) -> list[Problem]:
    return [
        Problem(file, row.line, column, f"{row[column]}; {reason}") for column in ("value", "bounds") if row[column]
    ]


def _overridden(file: str, row: Row, bounds: Interval) -> tuple[Interval, list[Problem]]:
    """The bounds of the words, or those of the column `bounds`, which need a reason."""
    if not row["bounds"]:
        return bounds, []
    if not re.fullmatch(r"[\[(]\s*\S+\s*,\s*\S+\s*[\])]", row["bounds"]):
        return bounds, []  # malformed, as its schema says
    try:
        bounds = Interval.written(row["bounds"])
    except ValueError as error:
        return bounds, [Problem(file, row.line, "bounds", str(error))]
    missing = Problem(file, row.line, "note", "blank; bounds that override the words need their reason here")
    return bounds, [] if row["note"] else [missing]


def _value_fault(file: str, row: Row, phrase: Phrase, unit: str) -> list[Problem]:
    said = "no single number" if phrase.value is None else f"{phrase.value:f}"
    expected = None if phrase.value is None else float(phrase.value)
    if row["value"] and not re.fullmatch(r"-?[0-9]{1,60}(\.[0-9]{1,60})?", row["value"]):
        return []  # malformed, as its schema says
    found = float(row["value"]) if row["value"] else None
    if found == expected:
        return []
    shown = row["value"] or "blank"
    return [Problem(file, row.line, "value", f"{shown}, but {row['printed']!r} in {unit} says {said}")]

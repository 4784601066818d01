"""Readings: the ways to understand an ambiguous figure, each a quantity of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from marketshare.interval import Interval
from marketshare.ledger.figures import Figure
from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Row, Table
from marketshare.quantity import Quantity
from marketshare.wording import WordingError, read

__all__ = ["Reading", "readings"]

PLAIN = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,60})?")

MOVES = {("ratio", "by"): 1, ("percent", "level"): -100, ("year", "points"): -1}
"""What the name of a reading does to the printed number: "by 32 times" is a ratio of 33, "to the level of 195 %" is a
growth of 95 %, five years counted as points are four intervals. Every other name leaves the number as it is."""


@dataclass(frozen=True)
class Reading:
    """One way to understand an ambiguous figure.

    Attributes:
        name: ``to``, ``by``, ``yearly``, …
        meaning: What the words say under it.
        quantity: The number under it; its id is the figure's, two hyphens, and the reading's name.
    """

    name: str
    meaning: str
    quantity: Quantity


def readings(table: Table | None, figures: dict[str, Figure]) -> tuple[dict[str, dict[str, Reading]], list[Problem]]:
    """The readings of every ambiguous figure, by figure and name, and what is wrong with them.

    A reading's number is computed again from the printed one and from what its name says.
    """
    found: dict[str, dict[str, Reading]] = {key: {} for key, f in figures.items() if f["status"] == "ambiguous"}
    problems: list[Problem] = []
    for row in table.rows if table else ():
        assert table is not None  # it has a row
        figure = figures.get(row["figure"])
        if figure is None or row["figure"] not in found:
            said = "no figure has this id" if figure is None else "this figure is not ambiguous"
            message = f"{row['figure']!r}: {said}; readings belong to figures of status ambiguous"
            problems.append(Problem(table.file, row.line, "figure", message))
            continue
        reading = _reading(table.file, row, figure, problems)
        if reading is not None:
            found[row["figure"]][row["reading"]] = reading
    rows = Counter(row["figure"] for row in table.rows) if table else Counter[str]()
    problems += _too_few(found, figures, rows)
    return found, problems


def _reading(file: str, row: Row, figure: Figure, problems: list[Problem]) -> Reading | None:
    unit = figure.quantity.unit
    try:
        phrase = read(figure["printed"], unit, kind=figure.kind, locale=figure.locale)
    except WordingError:
        return None  # the figure's own row has named it
    move = MOVES.get((unit, row["reading"]), 0)
    value = None if phrase.value is None else float(phrase.value) + move
    bounds = Interval(
        phrase.bounds.low + move, phrase.bounds.high + move, phrase.bounds.low_closed, phrase.bounds.high_closed
    )
    expected = "blank" if value is None else f"{value:g}"
    words = f"{figure['printed']!r} read as {row['reading']!r}"
    if row["value"] and not PLAIN.fullmatch(row["value"]):
        return None  # malformed, as its schema says
    if (float(row["value"]) if row["value"] else None) != value:
        message = f"{row['value'] or 'blank'}, but {words} is {expected}"
        problems.append(Problem(file, row.line, "value", message))
    stated = "" if value is not None else f"[{bounds.low:g}, {bounds.high:g}]"
    if row["bounds"] != stated:
        message = f"{row['bounds'] or 'blank'}, but {words} needs {stated or 'blank'}"
        problems.append(Problem(file, row.line, "bounds", message))
    quantity = replace(
        figure.quantity,
        id=f"{figure.id}--{row['reading']}",
        label=f"{figure.quantity.label}, read as {row['reading']}",
        value=value,
        bounds=bounds,
        decimals=len(row["value"].partition(".")[2]) if row["value"] else None,
    )
    return Reading(row["reading"], row["meaning"], quantity)


def _too_few(found: dict[str, dict[str, Reading]], figures: dict[str, Figure], rows: Counter[str]) -> Iterator[Problem]:
    for key in found:
        if rows[key] < 2:  # a row that cannot be read is named itself
            message = (
                f"ambiguous, but data/readings.csv has {rows[key]} reading of it; give two or more, or make it stated"
            )
            yield Problem(figures[key].file, figures[key].row, "status", message)

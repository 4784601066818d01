"""Ledger: a study's data, checked against its schema and against its notes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marketshare.font import missing_characters
from marketshare.ledger.figures import Figure, figure, misquotes
from marketshare.ledger.notes import LINE_BREAK, Note, read_notes
from marketshare.ledger.problems import DataError, Problem
from marketshare.ledger.tables import Row, Table, read_package

__all__ = ["Ledger", "read_ledger"]

REQUIRED = ("entities", "markets", "measures", "sources")
WHOLES = {"market-share": "market", "revenue-share": "parent"}
"""Measures whose values are parts of 100, and what the whole is: a market, or the parent of the entity."""


@dataclass(frozen=True)
class Ledger:
    """A study's data; every figure in it has been found in its note and read again.

    Attributes:
        root: Folder that holds ``data`` and ``seeds``.
        figures: By id, sorted.
        entities: Rows of ``entities.csv`` by id; likewise `markets`, `measures`, `rules`.
        notes: By id.
    """

    root: Path
    figures: dict[str, Figure]
    entities: dict[str, Row]
    markets: dict[str, Row]
    measures: dict[str, Row]
    rules: dict[str, Row]
    notes: dict[str, Note]


def read_ledger(root: Path) -> Ledger:
    """Read and check the data of the study at `root`.

    Raises:
        DataError: everything that is wrong, at once.
    """
    tables, problems = read_package(root)
    absent = [name for name in REQUIRED if name not in tables]
    if absent:
        expected = f"no resource named {', '.join(absent)}; every study needs them"
        raise DataError([*problems, Problem("data/datapackage.json", 0, "", expected)])
    keyed = {name: {row["id"]: row for row in table.rows} for name, table in tables.items() if not table.holds_figures}
    notes, note_problems = read_notes(root, tables["sources"])
    problems += note_problems
    figures: dict[str, Figure] = {}
    for table in tables.values():
        for row in table.rows if table.holds_figures else ():
            found = _figure(table, row, keyed, notes, problems)
            if found is None:
                continue
            if found.id in figures:
                first = figures[found.id]
                message = f"{found.id!r} stands already in {first.file}:{first.row}; ids are unique over all files"
                if first.file != found.file:
                    problems.append(Problem(table.file, row.line, "id", message))
            figures.setdefault(found.id, found)
    problems += _above_the_whole(figures, keyed["entities"])
    problems += _unknown_corrections(figures)
    problems += _undrawable(tables, notes)
    if problems:
        raise DataError(problems)
    return Ledger(
        root,
        dict(sorted(figures.items())),
        keyed["entities"],
        keyed["markets"],
        keyed["measures"],
        keyed.get("rules", {}),
        notes,
    )


def _figure(
    table: Table, row: Row, keyed: dict[str, dict[str, Row]], notes: dict[str, Note], problems: list[Problem]
) -> Figure | None:
    note = notes.get(row["source"])
    if note is not None and row["line"].partition("-")[0].isdigit():
        problems += misquotes(table.file, row, note)
    measure, entity = keyed["measures"].get(row["measure"]), keyed["entities"].get(row["entity"])
    if measure is None or entity is None:
        return None  # named already, as an unknown key
    market = keyed["markets"].get(row["market"])
    parts = [entity["name_en"], measure["name_en"] + (f" in {market['name_en']}" if market else ""), row["period"]]
    found, faults = figure(table.file, row, unit=measure["unit"], label=", ".join(filter(None, parts)))
    problems += faults
    return found


def _above_the_whole(figures: dict[str, Figure], entities: dict[str, Row]) -> Iterator[Problem]:
    """Shares of one whole and period whose lowest values already sum to more than 100."""
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for found in figures.values():
        kind = WHOLES.get(found["measure"])
        if kind and found["entity"] in entities:
            whole = found["market"] if kind == "market" else entities[found["entity"]]["parent"]
            groups[found["measure"], whole, found["period"]].append(found)
    for (measure, whole, period), members in groups.items():
        sums_of_others = {entities[found["entity"]]["parent"] for found in members}
        parts = [found for found in members if found["entity"] not in sums_of_others]
        least = sum(found.quantity.bounds.low for found in parts)
        if least > 100:
            names = ", ".join(found.id for found in parts)
            where = f"{measure} of {whole}" + (f" in {period}" if period else "")
            message = (
                f"{where}: {names} sum to at least {least:.6g}, above 100; is one of them of another market or period?"
            )
            yield Problem(parts[-1].file, parts[-1].row, "value", message)


def _unknown_corrections(figures: dict[str, Figure]) -> Iterator[Problem]:
    for found in figures.values():
        if found["supersedes"] and found["supersedes"] not in figures:
            yield Problem(found.file, found.row, "supersedes", f"no figure has the id {found['supersedes']!r}")


def _undrawable(tables: dict[str, Table], notes: dict[str, Note]) -> Iterator[Problem]:
    """Characters that the bundled font lacks: a chart or the PDF would show a box for them."""
    hint = "the bundled font lacks it, so charts and PDF would show a box; see src/marketshare/fonts/README.md"
    every = "".join("".join(note.lines) for note in notes.values())
    every += "".join(cell for table in tables.values() for row in table.rows for cell in row.cells.values())
    lacking = set(missing_characters(every)) - {LINE_BREAK}
    if not lacking:
        return
    for note in notes.values():
        for number, line in enumerate(note.lines, 1):
            for char in sorted(lacking & set(line)):
                yield Problem(note.file, number, "", f"{char!r} (U+{ord(char):04X}): {hint}")
    for table in tables.values():
        for row in table.rows:
            for column, cell in row.cells.items():
                for char in sorted(lacking & set(cell)):
                    yield Problem(table.file, row.line, column, f"{char!r} (U+{ord(char):04X}): {hint}")

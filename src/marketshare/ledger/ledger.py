"""Ledger: a study's data, checked against its schema and against its notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from marketshare.font import missing_characters
from marketshare.ledger.beside import left_out
from marketshare.ledger.colours import colours, faulty_colours, same_colours
from marketshare.ledger.contents import of_data
from marketshare.ledger.corrections import corrected, faulty_corrections, linked
from marketshare.ledger.coverage import Tally, coverage
from marketshare.ledger.figures import Figure, figure, misquotes
from marketshare.ledger.glosses import invented_numbers
from marketshare.ledger.keys import circles, repeated_keys, unknown_keys
from marketshare.ledger.legal_rules import Rule, faulty_rules, rules
from marketshare.ledger.notes import LINE_BREAK, Note, read_notes
from marketshare.ledger.package import PACKAGE, study_title
from marketshare.ledger.problems import DataError, Problem, first_of_each_cell
from marketshare.ledger.quotes import misplaced
from marketshare.ledger.readings import Reading, readings, settled
from marketshare.ledger.tables import Row, Table, read_tables
from marketshare.ledger.wholes import above_the_whole, misunderstood_rest, parts_in_another_unit
from marketshare.merge_leftovers import unfinished_merges
from marketshare.quantity import UNITS

__all__ = ["Ledger", "read_ledger"]

MARKET_SHARE = "market-share"
"""The measure that, like every rank, is of a market."""

REQUIRED = ("entities", "markets", "measures", "sources")


@dataclass(frozen=True)
class Ledger:
    """A study's data; every figure in it has been found in its note and read again.

    Attributes:
        root: Folder that holds ``data`` and ``seeds``.
        figures: By id, sorted.
        entities: Rows of ``entities.csv`` by id; likewise `markets`, `measures`.
        rules: By key, each with its conditions.
        notes: By id.
        readings: By ambiguous figure and name of the reading; a figure that was ambiguous has one, ``stated``.
        claims: Rows of ``claims.csv`` by id.
        tally: How many number-like texts the notes have, and what they are.
        tensions: Rows of ``tensions.csv``: claims that pull against each other.
        contents: SHA-256 of every file of data and notes, by path, before any of it was read.
    """

    root: Path
    figures: dict[str, Figure]
    entities: dict[str, Row]
    markets: dict[str, Row]
    measures: dict[str, Row]
    rules: dict[str, Rule]
    notes: dict[str, Note]
    readings: dict[str, dict[str, Reading]]
    claims: dict[str, Row]
    tally: Tally
    tensions: tuple[Row, ...] = ()
    contents: dict[str, str] = field(default_factory=dict, repr=False)


def read_ledger(root: Path) -> Ledger:
    """Read and check the data of the study at `root`.

    What only follows from another problem is not reported: coverage, readings and corrections are checked once every
    figure could be read.

    Raises:
        DataError: everything that is wrong, at once; where a merge left marks, in data or in any other file of the
            study, only those.
    """
    _refuse_unfinished_merges(root)
    before = of_data(root)
    tables, problems = read_tables(root)
    absent = [name for name in REQUIRED if name not in tables]
    if absent and not any(problem.file == "data/datapackage.json" for problem in problems):
        expected = f"no resource named {', '.join(absent)}; every study needs them"
        problems.append(Problem("data/datapackage.json", 0, "", expected))
    if absent:
        raise DataError(first_of_each_cell(problems))
    for table in tables.values():
        problems += [*repeated_keys(table), *unknown_keys(table, tables), *circles(table)]
    keyed = {
        name: {row["id"]: row for row in table.rows}
        for name, table in tables.items()
        if not table.holds_figures and "id" in table.columns
    }
    notes, note_problems = read_notes(root, tables["sources"])
    problems += note_problems
    figures = _figures(tables, keyed, notes, problems)
    problems += [*faulty_colours(tables["entities"]), *same_colours(figures.values(), keyed["entities"])]
    problems += parts_in_another_unit(tables["measures"])
    problems += above_the_whole(figures, keyed["entities"])
    problems += [*_undrawable(root, tables, notes), *faulty_rules(tables.get("rules"))]
    if "claims" in tables:
        problems += _misquoted_claims(tables["claims"], notes)
    if _blind(problems, tables, notes):
        raise DataError(first_of_each_cell(problems))
    if not (faulty := list(faulty_corrections(figures))):
        figures = linked(figures)
    given, reading_problems = readings(tables.get("readings"), figures)
    tally, uncovered = coverage(notes.values(), figures.values(), tables.get("set_aside"))
    problems += [*reading_problems, *uncovered, *faulty]
    if problems:
        raise DataError(first_of_each_cell(problems))
    for old, new in corrected(figures):
        if old in given and figures[new]["status"] == "stated":
            given[new] = settled(figures[new])
    return Ledger(
        root,
        dict(sorted(figures.items())),
        keyed["entities"],
        keyed["markets"],
        keyed["measures"],
        rules(tables.get("rules")),
        notes,
        given,
        keyed.get("claims", {}),
        tally,
        tables["tensions"].rows if "tensions" in tables else (),
        before,
    )


def _refuse_unfinished_merges(root: Path) -> None:
    if marks := unfinished_merges(root):
        raise DataError(Problem(mark.file, mark.line, "", mark.words) for mark in marks)


def _figures(
    tables: dict[str, Table], keyed: dict[str, dict[str, Row]], notes: dict[str, Note], problems: list[Problem]
) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    holding = [table for table in tables.values() if table.holds_figures]
    coloured = colours(keyed["entities"], (row for table in holding for row in table.rows))
    for table in holding:
        for row in table.rows:
            found = _figure(table, row, keyed, notes, problems)
            if found is None:
                continue
            found = found.coloured(coloured[row["entity"]])
            first = figures.setdefault(found.id, found)
            if first.file != found.file:
                message = f"{found.id!r} stands already in {first.file}:{first.row}; ids are unique over all files"
                problems.append(Problem(table.file, row.line, "id", message))
    return figures


def _blind(problems: list[Problem], tables: dict[str, Table], notes: dict[str, Note]) -> bool:
    """True if a row that accounts for text may be missing only because it, or its note, could not be read."""
    accounting = {
        table.file for table in tables.values() if table.holds_figures or table.name in {"set_aside", *REQUIRED}
    }
    accounting |= {note.file for note in notes.values()} | {"data/datapackage.json", "data/figures.schema.json"}
    return any(problem.file in accounting for problem in problems)


def _misquoted_claims(claims: Table, notes: dict[str, Note]) -> Iterator[Problem]:
    for row in claims.rows:
        if row["source"] in notes:
            yield from misplaced(claims.file, row, notes[row["source"]])
        yield from invented_numbers(claims.file, row)


def _figure(
    table: Table, row: Row, keyed: dict[str, dict[str, Row]], notes: dict[str, Note], problems: list[Problem]
) -> Figure | None:
    note = notes.get(row["source"])
    if note is not None:
        problems += misquotes(table.file, row, note)
    measure, entity = keyed["measures"].get(row["measure"]), keyed["entities"].get(row["entity"])
    if measure is None or entity is None or measure["unit"] not in UNITS:
        return None  # named already, as an unknown key or unit
    if not row["market"] and (row["measure"] == MARKET_SHARE or measure["unit"] == "rank"):
        message = f"blank; a {row['measure']} is of a market: name the one that it is of (data/markets.csv)"
        problems.append(Problem(table.file, row.line, "market", message))
    problems += [
        Problem(table.file, row.line, "entity", message) for message in misunderstood_rest(row, entity, measure["unit"])
    ]
    market = keyed["markets"].get(row["market"])
    parts = [entity["name_en"], measure["name_en"] + (f" in {market['name_en']}" if market else ""), row["period"]]
    label, locale = ", ".join(filter(None, parts)), note.locale if note else ""
    found, faults = figure(table.file, row, unit=measure["unit"], label=label, kind=measure["kind"], locale=locale)
    problems += faults
    if found is not None and note is not None and row["status"] != "unreadable":
        problems += left_out(table.file, row, note, measure["unit"])
    return None if found is None else replace(found, kind=measure["kind"], locale=locale)


def _undrawable(root: Path, tables: dict[str, Table], notes: dict[str, Note]) -> Iterator[Problem]:
    """Characters that the bundled font lacks: a chart or the PDF would show a box for them."""
    hint = "the bundled font lacks it, so charts and PDF would show a box; see src/marketshare/fonts/README.md"
    title = study_title(root, " ")  # without one, the name of a folder
    every = title + "".join("".join(note.lines) for note in notes.values())
    every += "".join(cell for table in tables.values() for row in table.rows for cell in row.cells.values())
    lacking = set(missing_characters(every)) - {LINE_BREAK}
    if not lacking:
        return
    for char in sorted(lacking & set(title)):
        yield Problem(PACKAGE, 0, "title", f"{char!r} (U+{ord(char):04X}): {hint}")
    for note in notes.values():
        for number, line in enumerate(note.lines, 1):
            for char in sorted(lacking & set(line)):
                yield Problem(note.file, number, "", f"{char!r} (U+{ord(char):04X}): {hint}")
    for table in tables.values():
        for row in table.rows:
            for column, cell in row.cells.items():
                for char in sorted(lacking & set(cell)):
                    yield Problem(table.file, row.line, column, f"{char!r} (U+{ord(char):04X}): {hint}")

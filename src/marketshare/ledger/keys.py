"""Keys: what identifies a row, and rows that name each other."""

from collections.abc import Iterator, Mapping

from marketshare.errors import did_you_mean
from marketshare.ledger.cells import shown
from marketshare.ledger.problems import Problem
from marketshare.ledger.repairs import repairs, spreadsheet_error
from marketshare.ledger.tables import Table

__all__ = ["circles", "repeated_keys", "rounds", "unknown_keys"]

MOST_HINTS = 50
"""Unknown keys of a column for which the nearest known one is searched; that takes its time."""


def repeated_keys(table: Table) -> Iterator[Problem]:
    """Rows with the same key, where the key has several columns."""
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows if len(table.key) > 1 else ():
        key = tuple(row[column] for column in table.key)
        if key in seen:
            yield Problem(table.file, row.line, table.key[-1], f"{', '.join(key)} stands already in row {seen[key]}")
        seen.setdefault(key, row.line)


def unknown_keys(table: Table, tables: dict[str, Table]) -> Iterator[Problem]:
    """Cells that should be a key of another table, and are not."""
    for key in table.foreign_keys:
        (column,), (target_column,) = key["fields"], key["reference"]["fields"]
        target = tables.get(key["reference"]["resource"] or table.name)
        if target is None or not target.whole or target_column not in target.columns:
            continue  # the target's own problem is named; what follows from it is none
        known = {row[target_column] for row in target.rows}
        hints: dict[str, str] = {}
        for row in table.rows:
            if row[column] and row[column] not in known:
                fix = hints.get(row[column])
                if fix is None:
                    fix = _fix(row[column], known, target.file, search=len(hints) < MOST_HINTS)
                    hints[row[column]] = fix
                yield Problem(table.file, row.line, column, f"{shown(row[column])} {fix}")


def _fix(cell: str, known: set[str], file: str, *, search: bool) -> str:
    if cell.startswith("=") or spreadsheet_error(cell):
        return "is a formula or an error of a spreadsheet; write the id itself"
    for meant, why in repairs(cell, {}):
        if meant in known:
            return f"{why}: write {meant}"
    hint = did_you_mean(cell, sorted(known), most=1) if len(cell) < 100 and search else ""
    return f"is not in {file}; add it to {file}, or use one of its ids{hint}"


def circles(table: Table) -> Iterator[Problem]:
    """Rows that are a part of themselves: by the column that names another row of the same table."""
    for key in table.foreign_keys:
        if key["reference"]["resource"] or key["reference"]["fields"] != list(table.key):
            continue
        column = key["fields"][0]
        above = {row[table.key[0]]: row[column] for row in table.rows}
        lines = {row[table.key[0]]: row.line for row in table.rows}
        for circle in rounds(above):
            message = f"{' → '.join([*circle, circle[0]])}: nothing is a part of itself; blank one of these cells"
            yield Problem(table.file, lines[circle[0]], column, message)


def rounds(following: Mapping[str, str]) -> Iterator[list[str]]:
    """Ways that lead back to where they began, where each thing leads to one other at most; each way once."""
    done: set[str] = set()
    for start in following:
        way: list[str] = []
        at = start
        while at in following and at not in done:
            done.add(at)
            way.append(at)
            at = following[at]
        if at in way:
            yield way[way.index(at) :]

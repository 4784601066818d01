"""Rows: a CSV file cut into cells under the columns that its schema names."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from marketshare.ledger.problems import Problem

__all__ = ["MOST_ROWS", "Row", "rows"]

MOST_ROWS = 10_000
"""Rows of the longest CSV file that is read; figures are curated by hand, and more of them are something else."""

LONGEST_CELL = 5_000
"""Characters of the longest cell: a long paragraph of a note."""

SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class Row:
    """One row of a table: its physical line in the file, and its cells by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def rows(text: str, file: str, columns: list[str]) -> tuple[tuple[Row, ...], list[Problem]]:
    """The rows of a CSV text that have a cell for each column, and what is wrong with the others.

    Args:
        text: The file, with line feeds.
        file: How problems name it.
        columns: What its first row must say.
    """
    if (lines := text.count("\n")) > MOST_ROWS:
        message = f"{lines:,} rows, expected at most {MOST_ROWS:,}; is it the right file? If so, split it by topic"
        return (), [Problem(file, 0, "", message)]
    cut, problems = _cut(text, file)
    if not cut:
        expected = f"the file is empty; expected the columns {','.join(columns)}"
        return (), problems or [Problem(file, 1, "", expected)]
    (_, header), *body = cut
    if header != columns:
        return (), [Problem(file, 1, "", _header_fault(header, columns))]
    problems += _blank_rows(body, file)
    found = []
    for line, cells in body:
        if not any(map(str.strip, cells)):
            continue
        if (longest := max(map(len, cells))) > LONGEST_CELL:
            message = f"a cell of {longest:,} characters, expected at most {LONGEST_CELL:,}"
            problems.append(Problem(file, line, "", f"{message}; is a quotation mark missing?"))
        elif cells == header:
            problems.append(Problem(file, line, "", "the first row stands here again; delete it"))
        elif len(cells) == len(columns):
            found.append(Row(line, dict(zip(columns, cells, strict=True))))
        else:
            message = f"{len(cells)} cells, expected {len(columns)}; {_fix(cells, columns)}"
            problems.append(Problem(file, line, "", message))
    return tuple(found), problems


def _fix(cells: list[str], columns: list[str]) -> str:
    """What is probably wrong with a row that has not the cells that it should have."""
    if len(set(cells) & set(columns)) > len(columns) // 2:
        return "a first row with other columns: a merge kept those of both sides; take it out, mend the rows below it"
    if len(cells) == 2 * len(columns) - 1:  # the last cell of one row and the first of the next are one
        return "two rows on one line: the line end between them is missing"
    if len(cells) > len(columns):
        return "a cell with a comma needs quotation marks"
    few = set("".join(cells)) & set(SEPARATORS) and len(cells) < len(columns) // 2
    return "cells are separated by commas" if few else "a cell is missing"


def _cut(text: str, file: str) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    problems: list[Problem] = []
    cut: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    last = 0
    try:
        for cells in reader:
            if reader.line_num > last + 1:
                problems.append(Problem(file, last + 1, "", "the row goes over several lines; write one row a line"))
            cut.append((last + 1, cells))
            last = reader.line_num
    except csv.Error as error:
        words = f"a cell of more than {csv.field_size_limit():,} characters" if "field limit" in str(error) else error
        return [], [Problem(file, last + 1, "", f"not CSV: {words}; is a quotation mark missing?")]
    return cut, problems


def _blank_rows(body: list[tuple[int, list[str]]], file: str) -> Iterator[Problem]:
    """Rows without a word: Excel writes ``,,,,`` for rows that were cleared. Those that follow each other are one."""
    blank = [(line, cells) for line, cells in body if not any(map(str.strip, cells))]
    runs: list[list[tuple[int, list[str]]]] = []
    for line, cells in blank:
        if runs and runs[-1][-1][0] == line - 1:
            runs[-1].append((line, cells))
        else:
            runs.append([(line, cells)])
    for run in runs:
        what = "blank" if all(not cells for _, cells in run) else "blank but for commas"
        first, last = run[0][0], run[-1][0]
        words = f"the row is {what}; delete it" if len(run) == 1 else f"rows {first} to {last} are {what}; delete them"
        yield Problem(file, first, "", words)


def _header_fault(header: list[str], columns: list[str]) -> str:
    expected = f"expected {','.join(columns)}"
    if not any(header):
        return f"the first row is blank; {expected}"
    for sign, name in SEPARATORS.items():
        if len(header) <= 2 and sum(cell.count(sign) for cell in header) >= len(columns) // 2:
            return f"cells separated by {name}; save it with commas (CSV UTF-8, comma delimited); {expected}"
    if header[0].startswith("sep="):
        return f"the row sep= is for Excel alone; delete it; {expected}"
    missing = [column for column in columns if column not in header]
    added = [column for column in header if column not in columns]
    alike = {
        cell: column for cell in added for column in missing if _letters(cell) == _letters(column)
    }  # a capital, a space, a byte order mark
    faults = [f"{cell!r} for {column!r}: rename it" for cell, column in alike.items()]
    if left := [column for column in missing if column not in alike.values()]:
        faults.append(f"missing {_listed(left)}: restore {_them(left)}")
    if left := [column for column in added if column and column not in alike]:
        faults.append(f"unknown {_listed(left)}: delete {_them(left)}, or describe {_them(left)} in the schema")
    if "" in header:
        faults.append("without a name: delete them")
    if left := sorted({column for column in header if column in columns and header.count(column) > 1}):
        faults.append(f"repeated {_listed(left)}: delete what is there twice")
    return f"columns {'; '.join(faults) or 'in another order: move them back'}; {expected}"


def _letters(cell: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", cell)).casefold()


def _listed(names: list[str]) -> str:
    return ", ".join(repr(name[:40]) for name in names)


def _them(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"

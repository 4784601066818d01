"""CSV files of a data package, read against their schema."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marketshare.ledger.problems import Problem

__all__ = ["Row", "Table", "read_package", "read_text"]

FIGURES_SCHEMA = "figures.schema.json"


@dataclass(frozen=True)
class Row:
    """One row of a table: its physical line in the file, and its cells by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True)
class Table:
    """A table of the data package.

    Attributes:
        name: Name of the resource.
        file: Path from the root of the study, as problems name it.
        rows: Its rows, as far as they could be read.
        holds_figures: True if it has the columns of a figure file.
        fields: What its schema says of each column.
        foreign_keys: Which columns are keys of other tables.
        key: Columns that together identify a row.
        whole: False if some of it could not be read at all.
    """

    name: str
    file: str
    rows: tuple[Row, ...]
    holds_figures: bool
    fields: tuple[dict[str, Any], ...] = field(repr=False, default=())
    foreign_keys: tuple[dict[str, Any], ...] = field(repr=False, default=())
    key: tuple[str, ...] = ("id",)
    whole: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of its columns, in order."""
        return tuple(spec["name"] for spec in self.fields)


def read_text(
    path: Path, file: str, *, listed_in: str = "data/datapackage.json", save_as: str = "CSV UTF-8"
) -> str | Problem:
    """A UTF-8 file, or the problem that it has. A byte order mark and Windows line ends are accepted.

    Args:
        path: The file.
        file: How problems name it.
        listed_in: The file that says it should be there.
        save_as: What a program that writes such files calls the right encoding.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Problem(file, 0, "", f"the file does not exist; restore it, or take it out of {listed_in}")
    except OSError as error:
        return Problem(file, 0, "", f"cannot be read: {error.strerror or error}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return Problem(file, row, "", f"not UTF-8{_likely_encoding(raw, save_as)}; save it as {save_as}")
    return text.replace("\r\n", "\n")


def _likely_encoding(raw: bytes, save_as: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return " but UTF-16" + (" (Excel's Unicode text)" if "CSV" in save_as else "")
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return " but probably GB18030" + (" (Excel's plain CSV on a Chinese system)" if "CSV" in save_as else "")


def read_package(root: Path) -> tuple[dict[str, Table], list[Problem]]:
    """All tables that ``data/datapackage.json`` describes, by name, and what is wrong with them by their schema."""
    problems: list[Problem] = []
    package = _read_json(root, "data/datapackage.json", problems)
    tables: dict[str, Table] = {}
    for number, resource in enumerate(package.get("resources", []), 1):
        lacking = [key for key in ("name", "path", "schema") if key not in resource]
        if lacking:
            message = f"resource {number} ({resource.get('name') or resource.get('path')}) has no {', '.join(lacking)}"
            problems.append(Problem("data/datapackage.json", 0, "", message))
            continue
        schema = resource["schema"]
        holds_figures = schema == FIGURES_SCHEMA
        if isinstance(schema, str):
            schema = _read_json(root, f"data/{schema}", problems)
        if schema:
            file = f"data/{resource['path']}"
            table = _read_table(root, resource["name"], file, schema, problems, holds_figures=holds_figures)
            tables[table.name] = table
    for table in tables.values():
        problems += _unknown_keys(table, tables)
    return tables, problems


def _read_json(root: Path, file: str, problems: list[Problem]) -> dict[str, Any]:
    text = read_text(root / file, file)
    if isinstance(text, Problem):
        problems.append(text)
        return {}
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        problems.append(Problem(file, error.lineno, "", f"not JSON: {error.msg} at column {error.colno}"))
        return {}
    return content if isinstance(content, dict) else {}


def _read_table(
    root: Path, name: str, file: str, schema: dict[str, Any], problems: list[Problem], *, holds_figures: bool
) -> Table:
    fields = tuple(schema["fields"])
    rows: tuple[Row, ...] = ()
    before = len(problems)
    text = read_text(root / file, file)
    if isinstance(text, Problem):
        problems.append(text)
    else:
        rows, found = _parse(text, file, [field["name"] for field in fields])
        problems += found
    whole = len(problems) == before
    foreign_keys, key = tuple(schema.get("foreignKeys", ())), tuple(schema["primaryKey"])
    table = Table(name, file, rows, holds_figures, fields, foreign_keys, key, whole)
    problems += _broken_constraints(table)
    problems += _repeated_keys(table)
    return table


def _parse(text: str, file: str, columns: list[str]) -> tuple[tuple[Row, ...], list[Problem]]:
    problems: list[Problem] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    last = 0
    try:
        for cells in reader:
            if reader.line_num > last + 1:
                problems.append(Problem(file, last + 1, "", "the row goes over several lines; write one row a line"))
            lines.append((last + 1, cells))
            last = reader.line_num
    except csv.Error as error:
        return (), [Problem(file, last + 1, "", f"not CSV: {error}; is a quotation mark missing?")]
    if not lines:
        return (), [Problem(file, 1, "", f"the file is empty; expected the columns {','.join(columns)}")]
    (_, header), *body = lines
    if header != columns:
        return (), [Problem(file, 1, "", _header_fault(header, columns))]
    rows = []
    for line, cells in body:
        if len(cells) != len(columns):
            fix = "a cell with a comma needs quotation marks" if len(cells) > len(columns) else "a cell is missing"
            message = f"{len(cells)} cells, expected {len(columns)}; {fix}" if cells else "the row is blank; delete it"
            problems.append(Problem(file, line, "", message))
        else:
            rows.append(Row(line, dict(zip(columns, cells, strict=True))))
    return tuple(rows), problems


def _header_fault(header: list[str], columns: list[str]) -> str:
    missing = [column for column in columns if column not in header]
    added = [column for column in header if column not in columns]
    repeated = sorted({column for column in header if header.count(column) > 1})
    faults = [
        f"{word} {', '.join(map(repr, names))}"
        for word, names in (("missing", missing), ("unknown", added), ("repeated", repeated))
        if names
    ]
    found = "columns " + "; ".join(faults) if faults else "columns in another order"
    if len(header) == 1 and re.search(r"[;\t]", header[0]):
        found = "cells separated by semicolon or tab"
    return f"{found}; expected {','.join(columns)}"


def _broken_constraints(table: Table) -> Iterator[Problem]:
    for spec in table.fields:
        column, constraints = spec["name"], spec.get("constraints", {})
        seen: dict[str, int] = {}
        for row in table.rows:
            cell = row[column]
            if not cell:
                if constraints.get("required"):
                    yield Problem(table.file, row.line, column, f"blank; expected: {spec['description']}")
                continue
            if fault := _fault(cell, spec, constraints):
                yield Problem(table.file, row.line, column, f"{fault}; expected: {spec['description']}")
            if constraints.get("unique") and cell in seen:
                yield Problem(
                    table.file, row.line, column, f"{cell!r} stands already in row {seen[cell]}; ids are unique"
                )
            seen.setdefault(cell, row.line)


def _repeated_keys(table: Table) -> Iterator[Problem]:
    """Rows with the same key, where the key has several columns."""
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows if len(table.key) > 1 else ():
        key = tuple(row[column] for column in table.key)
        if key in seen:
            yield Problem(table.file, row.line, table.key[-1], f"{', '.join(key)} stands already in row {seen[key]}")
        seen.setdefault(key, row.line)


def _fault(cell: str, spec: dict[str, Any], constraints: dict[str, Any]) -> str:
    if "enum" in constraints and cell not in constraints["enum"]:
        return f"{cell!r} is none of {', '.join(constraints['enum'])}"
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], cell):
        return f"{cell!r} is malformed"
    if cell != cell.strip():
        return f"{cell!r} has white space at an end"
    kind = spec.get("type")
    if kind in {"number", "integer"} and not re.fullmatch(r"-?\d+(\.\d+)?" if kind == "number" else r"-?\d+", cell):
        return f"{cell!r} is not a plain {kind} (digits, no separators, no exponent)"
    if kind == "integer" and int(cell) < constraints.get("minimum", int(cell)):
        return f"{cell!r} is below {constraints['minimum']}"
    if kind == "date":
        try:
            dt.date.fromisoformat(cell)
        except ValueError:
            return f"{cell!r} is not a date (2019-06-30)"
    return ""


def _unknown_keys(table: Table, tables: dict[str, Table]) -> Iterator[Problem]:
    for key in table.foreign_keys:
        (column,), (target_column,) = key["fields"], key["reference"]["fields"]
        target = tables.get(key["reference"]["resource"] or table.name)
        if target is None or not target.whole:
            continue  # the target's own problem is named; what follows from it is none
        known = {row[target_column] for row in target.rows}
        for row in table.rows:
            if row[column] and row[column] not in known:
                fix = f"; add it to {target.file}, or use one of its ids"
                yield Problem(table.file, row.line, column, f"{row[column]!r} is not in {target.file}{fix}")

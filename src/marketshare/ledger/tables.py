"""Tables: the CSV files of a data package, read against their schema."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marketshare.ledger.cells import fault, shown
from marketshare.ledger.package import Resource, resources
from marketshare.ledger.problems import Problem
from marketshare.ledger.rows import Row, rows
from marketshare.ledger.texts import is_inside, leads_away, read_text

__all__ = ["Row", "Table", "read_tables"]


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


def read_tables(root: Path) -> tuple[dict[str, Table], list[Problem]]:
    """All tables that ``data/datapackage.json`` describes, by name, and what is wrong with them by their schema."""
    described, problems = resources(root)
    tables = {resource.name: _table(root, resource, problems) for resource in described}
    for table in tables.values():
        problems += _broken_constraints(table)
    return tables, problems


def _table(root: Path, resource: Resource, problems: list[Problem]) -> Table:
    schema, file = resource.schema, resource.file
    fields = tuple(schema["fields"])
    found: tuple[Row, ...] = ()
    before = len(problems)
    text = read_text(root / file, file) if is_inside(root / file, root) else leads_away(root / file, file)
    if isinstance(text, Problem):
        problems.append(text)
    else:
        found, faults = rows(text, file, [spec["name"] for spec in fields])
        problems += faults
    whole = len(problems) == before
    foreign_keys, key = tuple(schema.get("foreignKeys", ())), tuple(schema["primaryKey"])
    return Table(resource.name, file, found, resource.holds_figures, fields, foreign_keys, key, whole)


def _broken_constraints(table: Table) -> Iterator[Problem]:
    for spec in table.fields:
        column, constraints = spec["name"], spec.get("constraints", {})
        expected = f"; expected: {spec['description']}" if spec.get("description") else ""
        seen: dict[str, int] = {}
        for row in table.rows:
            cell = row[column]
            if not cell:
                if constraints.get("required"):
                    yield Problem(table.file, row.line, column, f"blank{expected}")
                continue
            if wrong := fault(cell, spec):
                yield Problem(table.file, row.line, column, f"{wrong}{expected}")
            if constraints.get("unique") and cell in seen:
                yield Problem(
                    table.file, row.line, column, f"{shown(cell)} stands already in row {seen[cell]}; ids are unique"
                )
            seen.setdefault(cell, row.line)

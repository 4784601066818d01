"""The baseline: numbers, verdicts and charts as they were accepted last."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from marketshare.changes.accepted_pictures import COLUMNS as CHARTS
from marketshare.changes.accepted_pictures import accepted_pictures, digest_of
from marketshare.errors import StudyError
from marketshare.interval import Interval
from marketshare.merge_leftovers import merge_mark
from marketshare.payload import name_fault
from marketshare.register import COLUMNS
from marketshare.spreadsheet import unguarded
from marketshare.untrusted_files import NotReadError, bytes_of

__all__ = ["FOLDER", "Accepted", "Baseline", "read_baseline"]

FOLDER = Path("reports") / "baseline"
FIX = "restore it as it was accepted, for instance from version control"
LARGEST = 20_000_000
"""Bytes of the largest file of a baseline that is read."""


@dataclass(frozen=True)
class Accepted:
    """A number as it was accepted: a row of the register.

    Attributes:
        cells: Its cells by column.
        value: Its value; None where it had bounds only.
        bounds: Its bounds.
    """

    cells: Mapping[str, str]
    value: float | None
    bounds: Interval


@dataclass(frozen=True)
class Baseline:
    """What was accepted last.

    Attributes:
        numbers: Rows of the register by id.
        claims: Rows of the claims by id.
        charts: PNG pictures by name, as far as they are still to be had.
        drawn: SHA-256 of every picture by name.
    """

    numbers: Mapping[str, Accepted]
    claims: Mapping[str, Mapping[str, str]]
    charts: Mapping[str, bytes]
    drawn: Mapping[str, str]


def read_baseline(root: Path) -> Baseline | None:
    """The baseline of the study at `root`; None if nothing was accepted yet.

    Raises:
        StudyError: a file of it is missing, or is not what `refresh` writes.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        return None
    rows = _rows(folder / "numbers.csv", COLUMNS)
    numbers = {row["id"]: _accepted(row, place) for place, row in enumerate(rows, 2)}
    claims = {row["id"]: row for row in _rows(folder / "claims.csv", ("id", "verdict", "because"))}
    drawn = _digests(folder)
    return Baseline(numbers, claims, accepted_pictures(root, drawn), drawn)


def _digests(folder: Path) -> dict[str, str]:
    """SHA-256 of each accepted picture; earlier versions of the library kept the pictures themselves."""
    table = folder / "charts.csv"
    if table.exists():
        return {row["name"]: row["sha256"] for row in _rows(table, CHARTS, "name")}
    kept = (path for path in sorted((folder / "figures").glob("*.png")) if not name_fault(path.stem))
    return {path.stem: digest_of(_content(path, f"figures/{path.name}")) for path in kept}


def _rows(path: Path, columns: tuple[str, ...], key: str = "id") -> list[dict[str, str]]:
    name = f"{FOLDER.as_posix()}/{path.name}"
    try:
        content = _content(path, path.name).decode()
        if mark := merge_mark(content, name):
            raise StudyError(f"{name}:{mark.line}: {mark.words}")
        rows = [_plain(row) for row in csv.DictReader(io.StringIO(content, newline=""), strict=True)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise StudyError(f"{name}: not a CSV file in UTF-8 ({error}); {FIX}") from error
    for number, row in enumerate(rows, 2):
        if any(row.get(column) is None for column in columns):
            raise StudyError(f"{name}:{number}: expected the columns {','.join(columns)}; {FIX}")
    first: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        if first.setdefault(row[key], number) != number:
            raise StudyError(f"{name}:{number}: {row[key]} stands on line {first[row[key]]} already; {FIX}")
    return rows


def _content(path: Path, name: str) -> bytes:
    try:
        return bytes_of(path, LARGEST)
    except FileNotFoundError as error:
        raise StudyError(f"{FOLDER.as_posix()}/{name}: the file does not exist; {FIX}") from error
    except NotReadError as error:
        raise StudyError(f"{FOLDER.as_posix()}/{name}: {error}") from error


def _plain(row: dict[str, str]) -> dict[str, str]:
    """A row without the apostrophes that keep a spreadsheet from computing."""
    return {column: unguarded(cell) if isinstance(cell, str) else cell for column, cell in row.items()}


def _accepted(row: dict[str, str], place: int) -> Accepted:
    try:
        bounds = Interval(float(row["low"]), float(row["high"]), row["ends"][:1] == "[", row["ends"][1:] == "]")
        return Accepted(row, float(row["value"]) if row["value"] else None, bounds)
    except ValueError as error:
        raise StudyError(f"{FOLDER.as_posix()}/numbers.csv:{place}: {row['id']}: {error}; {FIX}") from error

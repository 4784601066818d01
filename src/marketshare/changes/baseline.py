"""The baseline: numbers, verdicts, charts and all that is stated, as they were accepted last, and from what."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from marketshare.changes.accepted_pictures import accepted_pictures, is_committed
from marketshare.changes.inputs import COLUMNS as GIVEN
from marketshare.changes.inputs import LIBRARY, Input
from marketshare.changes.plotted import COLUMNS as DRAWN
from marketshare.changes.plotted import digest_of, drawn_from
from marketshare.changes.statements import COLUMNS as STATED
from marketshare.changes.statements import Statement
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
        drawn: By name of a chart, the digests of its picture and of what it was drawn from.
        statements: Everything that the report stated, in its order.
        inputs: Rows, cells and the version of the library that it was made from.
    """

    numbers: Mapping[str, Accepted]
    claims: Mapping[str, Mapping[str, str]]
    charts: Mapping[str, bytes]
    drawn: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    inputs: tuple[Input, ...] = ()

    @property
    def version(self) -> str:
        """The version of the library that accepted it; blank if it does not say so."""
        return next((given.content for given in self.inputs if given.file == LIBRARY), "")

    def renamed(self, names: Mapping[str, str]) -> "Baseline":
        """The same with other names of its notebooks, given by those that it has."""
        files = {f"notebooks/{old}.ipynb": f"notebooks/{new}.ipynb" for old, new in names.items()}
        statements = (replace(one, place=names.get(one.place, one.place)) for one in self.statements)
        inputs = (replace(given, file=files.get(given.file, given.file)) for given in self.inputs)
        return replace(self, statements=tuple(statements), inputs=tuple(inputs))

    def half_merged(self, chart: str) -> bool:
        """True if a picture is not the one that was accepted with the numbers that are stated beside it."""
        return bool(self.inputs) and self.drawn[chart][1] != drawn_from(chart, self.statements)


def read_baseline(root: Path) -> Baseline | None:
    """The baseline of the study at `root`; None if nothing was accepted yet.

    One that an earlier version accepted, which kept numbers, verdicts and charts alone, states nothing: all statements
    are new then, and need a reason.

    Raises:
        StudyError: a file of it is missing, or is not what `refresh` writes; or all of it is, and git has it.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        if is_committed(root, FOLDER.as_posix()):
            raise StudyError(f"{FOLDER.as_posix()}/: the folder does not exist, though git has it; {FIX}")
        return None
    rows = _keyed(folder / "numbers.csv", COLUMNS)
    numbers = {row["id"]: _accepted(row, place) for place, row in enumerate(rows, 2)}
    claims = {row["id"]: row for row in _keyed(folder / "claims.csv", ("id", "verdict", "because"))}
    drawn = _drawn(folder)
    charts = accepted_pictures(root, {name: sha256 for name, (sha256, _) in drawn.items()})
    stated, given = folder / "statements.csv", folder / "inputs.csv"
    if not (stated.exists() or given.exists()):
        return Baseline(numbers, claims, charts, drawn)
    statements = (Statement(row["place"], row["name"], row["kind"], row["text"]) for row in _rows(stated, STATED))
    inputs = (
        Input(row["file"], row["key"], row["content"], row["corrects"]) for row in _keyed(given, GIVEN, ("file", "key"))
    )
    return Baseline(numbers, claims, charts, drawn, tuple(statements), tuple(inputs))


def _drawn(folder: Path) -> dict[str, tuple[str, str]]:
    """The digests of each accepted picture; earlier versions of the library kept the pictures themselves."""
    table = folder / "charts.csv"
    if table.exists() or (folder / "inputs.csv").exists():
        return {row["name"]: (row["sha256"], row["plotted"]) for row in _keyed(table, DRAWN, ("name",))}
    kept = (path for path in sorted((folder / "figures").glob("*.png")) if not name_fault(path.stem))
    return {path.stem: (digest_of(_content(path, f"figures/{path.name}")), "") for path in kept}


def _keyed(path: Path, columns: tuple[str, ...], key: tuple[str, ...] = ("id",)) -> list[dict[str, str]]:
    """Rows of which no two have one key."""
    rows = _rows(path, columns)
    first: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, 2):
        held = tuple(row[column] for column in key)
        if first.setdefault(held, number) != number:
            place = f"{FOLDER.as_posix()}/{path.name}:{number}"
            raise StudyError(f"{place}: {' '.join(held)} stands on line {first[held]} already; {FIX}")
    return rows


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
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

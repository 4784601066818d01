"""CSV files as they are written: the quote is ``"``, cells are text, and the first line names the columns."""

import csv
import gzip
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from marketshare.errors import did_you_mean
from marketshare.metrics import ShareError
from marketshare.panel import sql
from marketshare.panel.parts import Parts
from marketshare.panel.same_columns import folder_columns, refuse_other_columns, refuse_same_names
from marketshare.panel.sentences import REFUSAL

__all__ = ["TYPES", "csv_query"]

TYPES = ("text", "number", "integer", "date")
"""What a column of a CSV file may be declared to hold."""

_SEPARATORS = ",;\t|"
_CHECKED = {
    "number": (r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", "DOUBLE", "no number"),
    "integer": (r"[+-]?\d+", "BIGINT", "no whole number of 64 bits"),
    "date": (r"\d{4}-\d{2}-\d{2}", "DATE", "no date such as 2018-06-30"),
}
"""What DuckDB would round or cut: what must be written, what it becomes, and what is said of everything else."""
_OTHERS = {
    b"PAR1": "Parquet",
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "a ZIP archive, as Excel's .xlsx is",
    b"(\xb5/\xfd": "zstd",
}
"""What files of other kinds begin with."""
_START = 100_000
"""Bytes in which a header ends."""


@dataclass(frozen=True)
class _Header:
    names: tuple[str, ...]
    separator: str
    has_rows: bool


def csv_query(parts: Parts, types: Mapping[str, str]) -> str:
    """The query that reads CSV files as parts of one table, by the names in their headers.

    Args:
        parts: The files.
        types: What columns hold, of `TYPES`; the others hold text, as it is written.

    Raises:
        ShareError: a file without header or rows; a header in which a name is missing or there twice; parts with
            different columns; a type that is not known, or of a column that is not there.
    """
    headers = {file: _header(file) for file in parts.files if file.stat().st_size or len(parts.files) == 1}
    if not any(header.has_rows for header in headers.values()):
        raise ShareError(f"{parts.files[0]}: expected rows, found only a header")
    first = next(iter(headers))
    columns = headers[first].names
    for file, header in headers.items():
        refuse_other_columns(file, header.names, first, columns)
    folders = folder_columns(parts, columns)
    _refuse_types(types, [*columns, *folders], first)
    alike: dict[_Header, list[Path]] = {}
    for file, header in headers.items():
        alike.setdefault(_Header(header.names, header.separator, has_rows=True), []).append(file)
    place = os.path.commonpath(parts.files)
    read = {name for name in columns if types.get(name) == "number"}  # by DuckDB, which tells the line
    left = {name: kind for name, kind in types.items() if name not in read}
    wanted = ", ".join(_column(name, left.get(name), place) for name in (*columns, *folders))
    queries = (_scan(header, files, types, hive=bool(folders)) for header, files in alike.items())
    return f"SELECT {wanted} FROM ({' UNION ALL BY NAME '.join(queries)})"


def _scan(header: _Header, files: Sequence[Path], types: Mapping[str, str], *, hive: bool) -> str:
    doubles = {name for name, kind in types.items() if kind == "number"}
    kinds = ", ".join(f"{sql.text(name)}: '{'DOUBLE' if name in doubles else 'VARCHAR'}'" for name in header.names)
    options = (
        "auto_detect = false, header = true, quote = '\"', escape = '\"', "
        f"delim = {sql.text(header.separator)}, columns = {{{kinds}}}, hive_partitioning = {hive}, "
        "hive_types_autocast = false"
    )
    return f"SELECT * FROM read_csv({sql.paths(files)}, {options})"


def _column(name: str, kind: str | None, place: str) -> str:
    column = sql.name(name)
    if kind not in _CHECKED:
        return column
    pattern, becomes, words = _CHECKED[kind]
    cast = f"TRY_CAST({column} AS {becomes})"
    fits = f"regexp_full_match({column}, {sql.text(pattern)}) AND {cast} IS NOT NULL"
    before, after = sql.text(f"{REFUSAL}{place}: {name}: '"), sql.text(f"' is {words}")
    refusal = f"error({before} || {column} || {after})"
    return f"CASE WHEN {fits} THEN {cast} WHEN {column} IS NOT NULL THEN {refusal} END AS {column}"


def _header(file: Path) -> _Header:
    """Names and separator, from the first line."""
    try:
        with gzip.open(file) if file.name.casefold().endswith(".gz") else file.open("rb") as binary:
            start = binary.read(_START)
    except (EOFError, gzip.BadGzipFile) as error:
        raise ShareError(f"{file}: is no gzip file ({error})") from error
    if kind := next((kind for begins, kind in _OTHERS.items() if start.startswith(begins)), None):
        raise ShareError(f"{file}: is {kind}, by how it begins; give its name that ending, or save it as CSV")
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start[:4]:
        words = "is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8), or convert it: iconv -f UTF-16 -t UTF-8"
        raise ShareError(f"{file}: {words}")
    if len(start) == _START and not (b"\n" in start or b"\r" in start):
        raise ShareError(f"{file}: line 1: expected the names of columns, found {_START:,} bytes without a line end")
    text = start.decode("utf-8-sig", errors="surrogateescape")
    separators = "\t" if ".tsv" in file.name.casefold() else _SEPARATORS
    try:
        tried = {each: next(csv.reader(io.StringIO(text, newline=""), delimiter=each), []) for each in separators}
        separator = max(tried, key=lambda each: len(tried[each]))
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        names = _names(next(rows, []), file)
        return _Header(names, separator, any(rows))
    except csv.Error as error:
        raise ShareError(f"{file}: line 1: expected the names of columns ({error})") from error


def _names(cells: Sequence[str], file: Path) -> tuple[str, ...]:
    """Names of columns, those without a name by their place, as `DataFrame.to_csv` leaves that of the index."""
    if not any(cells):
        raise ShareError(f"{file}: line 1: expected the names of columns, found nothing")
    if any("\udc80" <= char <= "\udcff" for cell in cells for char in cell):
        raise ShareError(f"{file}: line 1: is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)")
    names = tuple(cell or f"column{place}" for place, cell in enumerate(cells))
    refuse_same_names(names, f"{file}: line 1")
    return names


def _refuse_types(types: Mapping[str, str], names: Sequence[str], file: Path) -> None:
    for name, kind in types.items():
        if kind not in TYPES:
            raise ShareError(f"types: {name!r} is {kind!r}; expected {', '.join(TYPES[:-1])} or {TYPES[-1]}")
        if name not in names:
            hint = did_you_mean(name, names, instead=f"there are {', '.join(names)}", quoted=True)
            raise ShareError(f"{file}: there is no column {name!r}{hint}")

"""Tables in files, larger than memory."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from marketshare.metrics import ShareError
from marketshare.panel import sql
from marketshare.panel.connections import MEMORY, connection
from marketshare.panel.csv_files import csv_query
from marketshare.panel.parts import Parts, parts_of
from marketshare.panel.same_columns import folder_columns, refuse_other_columns, refuse_same_names
from marketshare.stops import uninterrupted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["read"]

_WIDER = (
    ("TINYINT", "SMALLINT", "INTEGER", "BIGINT"),
    ("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    ("FLOAT", "DOUBLE"),
)
"""Types of which the widest holds what the others do."""
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_DIGITS = 38


def read(
    path: str | Path,
    *,
    types: Mapping[str, str] | None = None,
    memory: str = MEMORY,
    on: "DuckDBPyConnection | None" = None,
) -> "DuckDBPyRelation":
    """A table in a file, as a DuckDB relation: rows are read when a result is, and what memory cannot hold is spilled.

    Nothing is guessed: a CSV file is UTF-8, its first line names its columns, its quote is ``"``, and its cells are
    text as written, unless `types` says otherwise. Columns in names of folders, ``period=2018-06/``, are text too.

    Args:
        path: A Parquet or CSV file, or a folder whose files are parts of one table. Files and folders whose names begin
            with a dot or an underscore are left out.
        types: What columns of CSV hold: ``number`` (a double), ``integer``, ``date`` (such as 2018-06-30) or ``text``.
            The column of amounts needs one.
        memory: How much memory DuckDB may take before it writes to the folder for temporary files. Where a result is
            about as large as that, it may still run out (`duckdb.OutOfMemoryException`); twice as much helps.
        on: A DuckDB connection of your own, to join the table with others; its settings are left alone.

    Returns:
        A DuckDB relation, lazy, which `shares`, `concentration`, `hhi_bounds` and `movement` take.

    Raises:
        FileNotFoundError: there is no such file.
        ShareError: the file is neither Parquet nor CSV, by its name or by what is in it; a folder of a table format
            (Delta, Iceberg, Hudi); parts with other columns, or with types that cannot be one without loss; two columns
            of one name; a type that is not known; `memory` is no size.

    Example:
        ``read("sales.csv", types={"sales": "number"})``
    """
    with uninterrupted():
        import duckdb  # noqa: PLC0415  (heavy, and only those who read files need it)

    place = Path(path)
    parts = parts_of(place)
    source = on or connection(memory)
    try:
        if parts.format == "CSV":
            return source.sql(csv_query(parts, types or {}))
        if types:
            raise ShareError(f"{place}: types: {', '.join(types)}; Parquet says itself what its columns hold")
        return source.sql(_parquet_query(parts, source))
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise ShareError(f"{place}: not a {parts.format} table ({str(error).splitlines()[0]})") from error


def _parquet_query(parts: Parts, source: "DuckDBPyConnection") -> str:
    """The query that reads Parquet files as parts of one table, by the names of columns."""
    schemas = {file: _schema(file, source) for file in parts.files}
    first, *_ = parts.files
    wanted = schemas[first]
    for file, schema in schemas.items():
        refuse_other_columns(file, list(schema), first, list(wanted))
    for name in wanted:
        _refuse_other_types(name, {file: schema[name] for file, schema in schemas.items()})
    folders = folder_columns(parts, list(wanted))
    widen = any(schema != wanted for schema in schemas.values())
    options = f"union_by_name = {widen}, hive_partitioning = {bool(folders)}, hive_types_autocast = false"
    columns = ", ".join(map(sql.name, (*wanted, *folders)))
    return f"SELECT {columns} FROM read_parquet({sql.paths(parts.files)}, {options})"


def _schema(file: Path, source: "DuckDBPyConnection") -> dict[str, str]:
    """Names and types of the columns of a Parquet file."""
    with uninterrupted():
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        names = pq.read_schema(file).names
    except pa.ArrowException as error:
        raise ShareError(f"{file}: not a Parquet table ({str(error).splitlines()[0]})") from error
    refuse_same_names(names, str(file))
    types = source.sql(f"SELECT * FROM read_parquet({sql.paths([file])}, hive_partitioning = false)").types
    return dict(zip(names, map(str, types), strict=True))


def _refuse_other_types(name: str, types: Mapping[Path, str]) -> None:
    """Refuse types of a column that no type holds without loss; those that one does, DuckDB makes that one."""
    first, *others = types
    for file in others:
        if not _one_holds({types[first], types[file]}):
            words = f"holds {types[file]}, and in {first} {types[first]}; write all parts with one type"
            raise ShareError(f"{file}: the column {name!r} {words}")


def _one_holds(types: set[str]) -> bool:
    if len(types) == 1 or any(types <= set(wider) for wider in _WIDER):
        return True
    decimals = [_DECIMAL.fullmatch(each) for each in types]
    if not all(decimals):
        return False
    places = [(int(found[1]) - int(found[2]), int(found[2])) for found in decimals if found]
    return max(whole for whole, _ in places) + max(part for _, part in places) <= _DIGITS

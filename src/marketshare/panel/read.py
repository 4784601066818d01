"""Tables in files, larger than memory."""

import os
import re
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from marketshare.metrics import ShareError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["MEMORY", "connection", "read"]

MEMORY = "1800MB"
"""What DuckDB may take by default: with what it takes beside that, a process stays below 2 GB."""

_CONNECTIONS = count(1)
_SIZE = re.compile(r"0*[1-9]\d*(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)
_PARQUET, _CSV = (".parquet", ".pq"), (".csv", ".csv.gz", ".tsv", ".tsv.gz")


def read(path: str | Path, *, memory: str = MEMORY, on: "DuckDBPyConnection | None" = None) -> "DuckDBPyRelation":
    """A table in a file, as a DuckDB relation: rows are read when a result is, and what memory cannot hold is spilled.

    Args:
        path: A Parquet or CSV file, or a folder whose files are parts of one table.
        memory: How much memory DuckDB may take before it writes to the folder for temporary files. Where a result is
            about as large as that, it may still run out (`duckdb.OutOfMemoryException`); twice as much helps.
        on: A DuckDB connection of your own, to join the table with others; its settings are left alone.

    Returns:
        A DuckDB relation, lazy, which `shares`, `concentration`, `hhi_bounds` and `movement` take.

    Raises:
        FileNotFoundError: there is no such file.
        ShareError: the file is neither Parquet nor CSV, by its name or by what is in it; `memory` is no size.
    """
    import duckdb  # noqa: PLC0415  (heavy, and only those who read files need it)

    place = Path(path)
    if not place.exists():
        raise FileNotFoundError(f"{place}: no such file or folder")
    parts = sorted(part for part in place.rglob("*") if _format(part)) if place.is_dir() else [place]
    formats = {_format(part) for part in parts}
    if len(formats) != 1 or None in formats:
        found = "files of both kinds" if len(formats) > 1 else "no such file" if place.is_dir() else repr(place.suffix)
        raise ShareError(f"{place}: expected Parquet ({', '.join(_PARQUET)}) or CSV ({', '.join(_CSV)}), found {found}")
    source, names = on or connection(memory), [str(part) for part in parts]
    try:
        return source.read_parquet(names) if formats == {"Parquet"} else source.read_csv(cast("Any", names))
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise ShareError(f"{place}: not a {formats.pop()} table ({str(error).splitlines()[0]})") from error


def connection(memory: str = MEMORY) -> "DuckDBPyConnection":
    """A DuckDB connection in which large group-bys stay within memory: rows in any order, spilled when need be."""
    import duckdb  # noqa: PLC0415

    if not _SIZE.fullmatch(memory):  # DuckDB takes -1 for no limit, and 0 for none at all
        raise ShareError(f"memory: {memory!r}; expected a size such as 4GB")
    # a folder of its own, which DuckDB makes and removes: it calls the files in it alike in every process
    spill = Path(tempfile.gettempdir()) / f"marketshare-spill-{os.getpid()}-{next(_CONNECTIONS)}"
    made = duckdb.connect(
        config={"memory_limit": memory, "preserve_insertion_order": "false", "temp_directory": str(spill)}
    )
    return made.execute("SET enable_progress_bar = true").execute("SET enable_progress_bar_print = false")


def _format(path: Path) -> str | None:
    name = path.name.casefold()
    return "Parquet" if name.endswith(_PARQUET) else "CSV" if name.endswith(_CSV) else None

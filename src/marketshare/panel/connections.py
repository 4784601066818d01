"""DuckDB as panels use it: large group-bys stay within memory, and what does not fit goes to a folder of its own."""

import atexit
import re
import tempfile
from contextlib import ExitStack
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from marketshare.metrics import ShareError
from marketshare.panel.scratch import scratch
from marketshare.stops import uninterrupted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["MEMORY", "connection"]

MEMORY = "1800MB"
"""What DuckDB may take by default for files: with what it takes beside that, a process stays below 2 GB."""

_SIZE = re.compile(r"0*[1-9]\d*(\.\d+)? ?[KMGT]i?B", re.IGNORECASE)
_CONNECTIONS = count(1)


def connection(memory: str | None = MEMORY) -> "DuckDBPyConnection":
    """A DuckDB connection that keeps rows in any order and spills what memory cannot hold.

    Args:
        memory: How much it may take before it spills; None for as much as DuckDB takes by itself.

    Raises:
        ShareError: `memory` is no size.
    """
    with uninterrupted():
        import duckdb  # noqa: PLC0415  (heavy)

    if memory is not None and not _SIZE.fullmatch(memory):  # DuckDB takes -1 for no limit, and 0 for none at all
        raise ShareError(f"memory: {memory!r}; expected a size such as 4GB")
    # a folder each, which DuckDB makes and removes: it calls the files in it alike for every connection
    spill = _spill(tempfile.gettempdir()) / str(next(_CONNECTIONS))
    limit = {} if memory is None else {"memory_limit": memory}
    made = duckdb.connect(config={**limit, "preserve_insertion_order": "false", "temp_directory": str(spill)})
    return made.execute("SET enable_progress_bar = true").execute("SET enable_progress_bar_print = false")


@cache
def _spill(parent: str) -> Path:
    """The folder of this process, until it ends."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(scratch("marketshare-spill-", Path(parent)))

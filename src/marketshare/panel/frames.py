"""From whatever table there is to Narwhals, lazily, and back to the same kind."""

from collections.abc import Callable, Sequence
from typing import Any

import narwhals.stable.v2 as nw
from narwhals.exceptions import DuplicateError

from marketshare.metrics import ShareError

__all__ = ["Closing", "Frame", "opened"]

Frame = nw.LazyFrame[Any]
Closing = Callable[[Frame, Sequence[str]], Any]
"""Gives a result back as the kind of table that came in; what is computed at once is sorted by those columns."""


def opened(table: Any) -> tuple[Frame, Closing]:
    """A table as a lazy frame of its own engine, and the way back.

    A lazy table (Polars LazyFrame, DuckDB relation, Spark DataFrame) stays lazy. A PyArrow table goes through DuckDB,
    because its own group-by lacks windows.

    Raises:
        ShareError: it is no table that Narwhals knows; two of its columns have one name.
    """
    try:
        frame = nw.from_native(table)
        columns = frame.collect_schema()
    except TypeError as error:
        kind = type(table).__name__
        raise ShareError(f"frame: {kind} is no table; expected pandas, Polars, DuckDB, PyArrow or Spark") from error
    except DuplicateError as error:
        raise ShareError(f"frame: {' '.join(str(error).split())}") from error
    if not columns:
        raise ShareError("frame: it has no columns")
    if isinstance(frame, nw.LazyFrame):
        return frame, lambda result, _: result.to_native()
    kind = frame.implementation

    def collected(result: Frame, order: Sequence[str]) -> Any:
        return result.collect(kind).sort(*order, nulls_last=True).to_native()

    return frame.lazy("duckdb" if kind.is_pyarrow() else None), collected

"""From whatever table there is to Narwhals, lazily, and back to the same kind.

Columns have names of their own inside, given by position, so that no name of the user's means something to an engine:
an empty one, ``*``, one with a dot, one that differs from another by case only.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals.stable.v2 as nw
from narwhals.stable.v2 import dependencies

from marketshare.metrics import ShareError
from marketshare.panel import sql
from marketshare.panel.sentences import csv_sentence
from marketshare.stops import uninterrupted

__all__ = ["Frame", "Opened", "collected", "kind_of", "names_of", "opened", "taken"]

Frame = nw.LazyFrame[Any]
Closing = Callable[[Frame, Sequence[str], Mapping[str, str], Mapping[str, str]], Any]


@dataclass(frozen=True)
class Opened:
    """Columns as a lazy frame in which keys sort by name, and the way back.

    Attributes:
        rows: The columns, under the names inside.
        close: Gives a result back as the kind of table that came in. It takes the result, the columns by which to sort
            what is computed at once, the key whose values stand in each column of keys, and the user's names.
        codes: By key, the `keys.Codes` of its numbers; empty where keys stand as they are.
    """

    rows: Frame
    close: Closing
    codes: Mapping[str, Any] = field(default_factory=dict)


def kind_of(table: Any) -> str:
    """``pandas``, ``polars``, ``pyarrow``, ``duckdb`` or ``spark``.

    Raises:
        ShareError: it is none of them.
    """
    kinds = {
        "pandas": dependencies.is_pandas_dataframe(table),
        "polars": dependencies.is_polars_dataframe(table) or dependencies.is_polars_lazyframe(table),
        "pyarrow": dependencies.is_pyarrow_table(table),
        "duckdb": dependencies.is_duckdb_relation(table),
        "spark": dependencies.is_pyspark_dataframe(table) or dependencies.is_pyspark_connect_dataframe(table),
    }
    for kind, fits in kinds.items():
        if fits:
            return kind
    words = "is no table; expected pandas, Polars, DuckDB, PyArrow or Spark"
    raise ShareError(f"frame: {type(table).__name__} {words}")


def names_of(table: Any) -> list[Any]:
    """What the columns of a table are called, by position.

    Raises:
        ShareError: it is no table; it has no columns.
    """
    kind = kind_of(table)
    names = nw.from_native(table).collect_schema().names() if kind == "polars" else table.columns
    names = list(table.column_names if kind == "pyarrow" else names)
    if not names:
        raise ShareError("frame: it has no columns")
    return names


def taken(table: Any, positions: Mapping[str, int]) -> Any:
    """Columns of a table by position, under other names, as the same kind of table."""
    kind, inside, places = kind_of(table), list(positions), list(positions.values())
    if kind == "pandas":
        return table.iloc[:, places].set_axis(inside, axis=1)
    if kind == "pyarrow":
        return table.select(places).rename_columns(inside)
    if kind == "polars":
        frame: Any = nw.from_native(table)
        return frame.select(nw.nth(place).alias(name) for name, place in positions.items()).to_native()
    if kind == "duckdb":
        return table.project(", ".join(f"{sql.name(table.columns[at])} AS {name}" for name, at in positions.items()))
    numbered = table.toDF(*(f"_{place}" for place in range(len(table.columns))))
    return numbered.selectExpr(*(f"_{place} AS {name}" for name, place in positions.items()))


def opened(table: Any, keys: Sequence[str], value: str) -> Opened:
    """A table of `taken` columns as a lazy frame, and the way back.

    A lazy table (Polars LazyFrame, DuckDB relation, Spark DataFrame) stays lazy. pandas and PyArrow are computed by
    DuckDB, with numbers for keys. Elsewhere categories become text, because they would sort by their own order. Whole
    numbers become wide enough for their sums.

    Args:
        table: Columns named as inside.
        keys: Those that are keys or firms.
        value: The column of numbers.

    Raises:
        TypeError: a column holds no keys, or no numbers; its name is the first argument.
    """
    ways = {"polars": _polars, "duckdb": _duckdb, "spark": _spark}
    return ways.get(kind_of(table), _numbered)(table, keys, value)


def collected(frame: Frame) -> dict[str, Any]:
    """The only row of a result.

    Raises:
        ShareError: a line of a CSV file cannot be read.
    """
    try:
        (found,) = frame.collect().rows(named=True)
    except Exception as error:
        if words := csv_sentence(error):
            raise ShareError(words) from error
        raise
    return dict(found)


def _numbered(table: Any, keys: Sequence[str], value: str) -> Opened:
    with uninterrupted():
        import pandas as pd  # noqa: PLC0415  (heavy, and not every engine needs them)
        import pyarrow as pa  # noqa: PLC0415

    from marketshare.panel.connections import connection  # noqa: PLC0415
    from marketshare.panel.keys import coded, numbers_of  # noqa: PLC0415

    codes, columns = {}, {}
    for name in (*keys, value):
        try:
            if name == value:
                columns[name] = numbers_of(table[name])
            else:
                columns[name], codes[name] = coded(table[name])
        except TypeError as error:
            raise TypeError(name) from error
    relation = connection(memory=None).from_arrow(pa.table(columns))

    def close(result: Frame, order: Sequence[str], keys: Mapping[str, str], names: Mapping[str, str]) -> Any:
        found = result.to_native().to_arrow_table().sort_by([(column, "ascending") for column in order])
        back = {column: codes[key].column(found[column]) for column, key in keys.items()}
        if kind_of(table) == "pyarrow":
            columns = {names.get(name, name): back.get(name, found[name]) for name in found.column_names}
            return pa.table(columns)
        plain = found.drop_columns(list(back)).to_pandas()
        parts = [back[name] if name in back else plain[name] for name in found.column_names]
        return pd.concat(parts, axis=1).set_axis([names.get(name, name) for name in found.column_names], axis=1)

    return Opened(nw.from_native(relation), close, codes)


def _polars(table: Any, keys: Sequence[str], value: str) -> Opened:
    frame: Any = nw.from_native(table)
    schema = frame.collect_schema()
    categories = {key: schema[key] for key in keys if schema[key] in (nw.Categorical, nw.Enum)}
    amount = nw.col(value).cast(nw.Int128) if schema[value].is_integer() else nw.col(value)  # Int64 wraps at 2^63
    rows = frame.lazy().with_columns(amount, *(nw.col(key).cast(nw.String) for key in categories))

    def close(result: Frame, order: Sequence[str], keys: Mapping[str, str], names: Mapping[str, str]) -> Any:
        found: Any = result
        if isinstance(frame, nw.DataFrame):
            found = result.collect("polars").sort(*order, nulls_last=True)
        kinds = {column: categories[key] for column, key in keys.items() if key in categories}
        columns = {name: nw.col(name) for name in found.collect_schema().names()}
        given = (column.cast(kinds[name]) if name in kinds else column for name, column in columns.items())
        return found.select(given).rename({name: names[name] for name in columns if name in names}).to_native()

    return Opened(rows, close)


def _duckdb(table: Any, keys: Sequence[str], _: str) -> Opened:
    types = dict(zip(table.columns, map(str, table.types), strict=True))
    categories = {key: types[key] for key in keys if types[key].startswith("ENUM")}
    as_text = (f"CAST({name} AS VARCHAR) AS {name}" if name in categories else name for name in types)

    def close(result: Frame, _: Sequence[str], keys: Mapping[str, str], names: Mapping[str, str]) -> Any:
        kinds = {column: categories[key] for column, key in keys.items() if key in categories}
        columns = {name: sql.name(names.get(name, name)) for name in result.collect_schema().names()}
        terms = (f"CAST({name} AS {kinds[name]})" if name in kinds else sql.name(name) for name in columns)
        return result.to_native().project(", ".join(map("{} AS {}".format, terms, columns.values())))

    return Opened(nw.from_native(table.project(", ".join(as_text))), close)


def _spark(table: Any, _: Sequence[str], value: str) -> Opened:
    schema: Any = nw.from_native(table).collect_schema()
    wide = f"CAST({value} AS DECIMAL(20, 0)) AS {value}"  # a sum of longs ends at 2^63
    terms = (wide if name == value and schema[value].is_integer() else name for name in schema.names())

    def close(result: Frame, _: Sequence[str], _keys: Mapping[str, str], names: Mapping[str, str]) -> Any:
        return result.to_native().toDF(*(names.get(name, name) for name in result.collect_schema().names()))

    return Opened(nw.from_native(table.selectExpr(*terms)), close)

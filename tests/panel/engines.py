"""The engines that a panel may live on: how each makes a table, and how its rows are read."""

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

from marketshare import metrics, panel

ENGINES = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "polars-lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": lambda columns: duckdb.connect().from_arrow(pa.table(columns)),
}
"""How each engine makes a table of columns."""


def rows_of(table):
    """Rows of a result of any engine, as dicts, with None where nothing is known."""
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    if isinstance(table, pl.DataFrame):
        return table.to_dicts()
    if isinstance(table, duckdb.DuckDBPyRelation):
        table = table.to_arrow_table()
    if isinstance(table, pa.Table):
        return table.to_pylist()
    if isinstance(table, pd.DataFrame):
        records = table.to_dict("records")
        return [{name: None if pd.isna(value) else value for name, value in row.items()} for row in records]
    return [row.asDict() for row in table.collect()]


def by_key(table, *keys):
    """Rows of a result by their keys, of which none occurs twice."""
    rows = rows_of(table)
    found = {tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]: row for row in rows}
    assert len(found) == len(rows)
    return found


def printed(amount):
    """An amount of nine digits: two that differ do so by more than rounding, by which a panel lets them tie."""
    return float(f"{amount:.9g}")


def columns_of(markets):
    """Columns of a panel from amounts by market: {"a": {"x": [30, 10], "y": [60]}}, several rows a firm."""
    rows = [
        (market, firm, float(amount))
        for market, firms in markets.items()
        for firm, amounts in firms.items()
        for amount in (amounts if isinstance(amounts, list) else [amounts])
    ]
    return dict(zip(("market", "firm", "sales"), map(list, zip(*rows, strict=True)), strict=True))


def index_of_metrics(name, amounts, k):
    """What the function of `metrics` says of one market, None where it refuses."""
    if name == "leader":
        return min(firm for firm, amount in amounts.items() if amount == max(amounts.values()))
    shares = metrics.shares_of(list(amounts.values()))
    try:
        return getattr(metrics, name)(shares, **({"k": k} if name == "concentration_ratio" else {}))
    except metrics.ShareError:
        return None


def differences(result, markets, k):
    """Every index of a panel that is not what the function of `metrics` says of that market."""
    found = by_key(result, "market")
    assert set(found) == set(markets)
    expected = {
        market: {name: index_of_metrics(name, firms, k) for name in panel.METRICS} for market, firms in markets.items()
    }
    return [
        f"{name} of {market}: {found[market][name]}, not {value}"
        for market, indices in expected.items()
        for name, value in indices.items()
        if not same(found[market][name], value)
    ]


def same(found, expected, relative=1e-11, absolute=1e-11):
    """True for equal text, for None twice, and for numbers that differ by rounding in binary only."""
    if not isinstance(expected, float | int) or found is None:
        return found == expected
    return abs(found - expected) <= max(relative * abs(expected), absolute)

"""The engines that a panel may live on."""

import os
import shutil
from importlib.util import find_spec

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

ENGINES = {
    "pandas": pd.DataFrame,
    "polars": pl.DataFrame,
    "polars-lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": lambda columns: duckdb.connect().from_arrow(pa.table(columns)),
}
"""How each engine makes a table of columns."""


def rows_of(table):
    """Rows of a result of any engine, as dicts, None where nothing is known."""
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    if isinstance(table, pl.DataFrame):
        return table.to_dicts()
    if isinstance(table, pd.DataFrame):
        return [
            {name: None if pd.isna(value) else value for name, value in row.items()} for row in table.to_dict("records")
        ]
    if isinstance(table, duckdb.DuckDBPyRelation):
        table = table.to_arrow_table()
    if isinstance(table, pa.Table):
        return table.to_pylist()
    return [row.asDict() for row in table.collect()]


def by_key(table, *keys):
    """Rows of a result by their keys."""
    rows = rows_of(table)
    found = {tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]: row for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture(params=list(ENGINES))
def table(request):
    """A function that makes a table of columns on one of the engines."""
    return ENGINES[request.param]


def spark_is_here():
    return shutil.which("java") is not None and find_spec("pyspark") is not None


@pytest.fixture(scope="session")
def spark():
    """A Spark session on two threads; without Java and pyspark the test is skipped, but in CI it fails."""
    if not spark_is_here():
        words = "needs Java 17 and the extra marketshare[spark]"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(words)
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master("local[2]").appName("marketshare")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()

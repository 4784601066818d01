"""Panels on a Spark cluster of two executors, each a process of its own, from a table written in parts."""

import os
import re
import sys
from pathlib import Path

import pytest

from marketshare import panel

pytestmark = pytest.mark.soak

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

KEYS = {"by": ["market", "period"], "firm": "firm", "value": "sales"}
ROWS, PARTS, MARKETS = 2_000_000, 8, 40


@pytest.fixture(scope="module")
def cluster(needs_spark):  # noqa: ARG001  (asked for what it does)
    import pyspark
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.log.level": "ERROR",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("marketshare soak")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    """A folder with the parts of one table: rows of each firm and market are in all of them."""
    from panel_rows import write_panel

    folder = tmp_path_factory.mktemp("sales")
    for part in range(PARTS):
        write_panel(folder / f"part-{part}.parquet", ROWS // PARTS, markets=MARKETS, firms=50, seed=part)
    return folder


@pytest.fixture(scope="module")
def result(cluster, parts):
    return panel.concentration(cluster.read.parquet(str(parts)), **KEYS)


def test_two_executors_take_part(cluster, result):
    result.count()
    executors = cluster._jsc.sc().statusTracker().getExecutorInfos()
    assert len(list(executors)) == 3  # the driver is listed with them


def test_the_numbers_are_those_of_the_embedded_engine(result, parts):
    found = {(row["market"], row["period"]): row.asDict() for row in result.collect()}
    embedded = panel.concentration(panel.read(parts), **KEYS)
    expected = [dict(zip(embedded.columns, row, strict=True)) for row in embedded.fetchall()]
    assert len(found) == len(expected) == MARKETS * 24
    for row in expected:
        other = found[row["market"], row["period"]]
        assert other["leader"] == row["leader"]
        wrong = {
            name: (other[name], row[name])
            for name in panel.METRICS
            if name != "leader" and other[name] != pytest.approx(row[name], rel=1e-12, abs=1e-13)
        }
        assert wrong == {}


def test_rows_are_moved_twice_and_never_collected(result):
    plan = result._jdf.queryExecution().executedPlan().toString()
    assert len(re.findall(r"\bExchange\b", plan)) == 2  # to sum the rows of each firm, and the firms of each market
    assert not re.search(r"Collect|SinglePartition|Broadcast|Python", plan)


def test_sums_that_need_no_places_move_one_row_a_market_from_each_part(cluster, parts):
    result = panel.concentration(cluster.read.parquet(str(parts)), **KEYS, metrics=["hhi", "entropy"], validate=False)
    plan = result._jdf.queryExecution().executedPlan().toString()
    assert "Window" not in plan
    assert "partial_sum(_squares" in plan.split("Exchange")[1]

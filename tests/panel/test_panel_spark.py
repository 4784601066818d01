"""Panels on Spark: the numbers of `metrics`, and a plan that moves no more rows than its group-bys need."""

import random
import re

import pyarrow as pa
import pytest
from engines import by_key, columns_of, differences, rows_of

from marketshare import panel

KEYS = {"by": "market", "firm": "firm", "value": "sales"}


def plan_of(result):
    return result._jdf.queryExecution().executedPlan().toString()


def exchanges(result):
    """How often rows are moved between machines; what was moved once and is read again does not count."""
    return sum("Exchange" in step and "ReusedExchange" not in step for step in plan_of(result).splitlines())


@pytest.fixture(scope="module")
def sales():
    chance = random.Random(10)
    return {
        f"market-{number}": {"firm-x": 1.0}
        | {f"firm-{i}": chance.choice([0.0, 5.0, chance.lognormvariate(8, 2)]) for i in range(12)}
        for number in range(40)
    } | {"alone": {"one": 7.0}, "alone-of-two": {"one": 7.0, "two": 0.0}}


@pytest.fixture(scope="module")
def table(spark, sales):
    return spark.createDataFrame(pa.table(columns_of(sales)))


def test_every_index_is_what_the_function_of_metrics_says(table, sales):
    assert differences(panel.concentration(table, **KEYS, k=3, validate=False), sales, 3) == []


def test_an_unsound_group_is_null_with_its_reason(spark):
    bad = {"market": ["a", "b", "b"], "firm": [None, "x", "y"], "sales": [1.0, 0.0, 0.0]}
    result = panel.concentration(spark.createDataFrame(pa.table(bad)), **KEYS, metrics=["hhi"], validate=False)
    assert by_key(result, "market") == {
        "a": {"market": "a", "hhi": None, "reason": "firm missing"},
        "b": {"market": "b", "hhi": None, "reason": "the total is 0"},
    }


@pytest.fixture(scope="module")
def moved(spark):
    columns = {
        "market": ["a"] * 6,
        "period": ["2016", "2016", "2016", "2018", "2018", "2018"],
        "firm": ["x", "y", "z", "x", "y", "w"],
        "sales": [65.0, 25.0, 10.0, 130.0, 30.0, 40.0],
    }
    return panel.movement(spark.createDataFrame(pa.table(columns)), **KEYS, period="period", validate=False)


def test_movement_by_hand(moved):
    (row,) = rows_of(moved)
    assert (row["instability"], row["rank_changes"], row["growth"]) == (pytest.approx(40), 1, pytest.approx(100))


def test_rows_are_moved_once_for_firms_and_once_for_markets(table):
    assert exchanges(panel.concentration(table, **KEYS, validate=False)) == 2
    assert exchanges(panel.shares(table, **KEYS, validate=False)) == 2


def test_for_movement_firms_are_moved_once_and_markets_once_for_each_of_the_two_periods_compared(moved):
    assert exchanges(moved) == 3


def test_nothing_is_sorted_where_no_index_needs_places(table):
    result = panel.concentration(table, **KEYS, metrics=["hhi", "entropy"], validate=False)
    assert "Window" not in plan_of(result)


def test_nothing_is_collected_or_gathered_into_one_place(table, moved):
    for result in (panel.concentration(table, **KEYS, validate=False), moved):
        assert not re.search(r"Collect|SinglePartition|Broadcast|Python", plan_of(result))

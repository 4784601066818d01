"""Panels on Spark: the numbers of `metrics`, and a plan that moves no more rows than its group-bys need."""

import random
import re

import pyarrow as pa
import pytest
from engines import by_key, columns_of, differences, rows_of

from marketshare import panel
from marketshare.metrics import ShareError

pytestmark = pytest.mark.soak  # by make test-spark: what starts Java takes a fifth of all other tests

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


# what Spark has in common with the other engines


@pytest.fixture(scope="module")
def tenths():
    """Two firms with the same rows in another order; .1 + .2 + .3 is not .3 + .2 + .1 in doubles."""
    return {"market": ["a"] * 6, "firm": ["y", "y", "y", "x", "x", "x"], "sales": [0.1, 0.2, 0.3, 0.3, 0.2, 0.1]}


@pytest.mark.parametrize("kind", ["double", "decimal(12,2)"])
def test_totals_that_differ_by_rounding_alone_tie(spark, tenths, kind):
    table = spark.createDataFrame(pa.table(tenths)).selectExpr("market", "firm", f"CAST(sales AS {kind}) AS sales")
    table = table.repartition(3)
    assert {row["rank"] for row in rows_of(panel.shares(table, **KEYS))} == {1}
    (row,) = rows_of(panel.concentration(table, **KEYS, metrics=["leader", "lead"]))
    assert row == {"market": "a", "leader": "x", "lead": 0}


def test_a_monopoly_is_exact(spark):
    columns = {"market": list("abcdef"), "firm": ["x"] * 6, "sales": [0.1, 1 / 3, 7e-9, 123.456, 9.99e12, 0.7]}
    rows = rows_of(panel.concentration(spark.createDataFrame(pa.table(columns)), **KEYS, metrics=["hhi", "entropy"]))
    assert {(row["hhi"], row["entropy"]) for row in rows} == {(10_000, 0)}


def test_whole_numbers_are_summed_beyond_64_bits(spark):
    columns = {"market": ["a"] * 3, "firm": ["x", "x", "y"], "sales": [2**62, 2**62, 2**53 + 1]}
    found = by_key(panel.shares(spark.createDataFrame(pa.table(columns)), **KEYS), "firm")
    assert {firm: row["sales"] for firm, row in found.items()} == {"x": 2.0**63, "y": 2.0**53}


def test_a_column_with_a_dot_is_not_the_field_of_a_struct(spark, tmp_path):
    table = spark.sql("SELECT 'a' AS market, firm, eur AS `sales.eur`, named_struct('eur', 1) AS sales "
                      "FROM VALUES ('x', 60), ('y', 40) AS t(firm, eur)")  # fmt: skip
    result = panel.shares(table, by="market", firm="firm", value="sales.eur")
    assert {row["firm"]: row["share"] for row in rows_of(result)} == {"x": 60, "y": 40}
    assert result.columns == ["market", "firm", "sales.eur", "share", "rank"]
    result.write.parquet(str(tmp_path / "shares"))


@pytest.mark.parametrize("name", ["*", "", "a`b", "sales.eur"])
def test_a_column_may_be_called_anything(spark, name):
    table = spark.createDataFrame([("a", "x", 5)], [name, "firm", "sales"])
    assert rows_of(panel.shares(table, by=name, firm="firm", value="sales"))[0][name] == "a"


@pytest.mark.parametrize("name", ["HHI", "Reason"])
def test_a_key_that_differs_from_a_result_by_case_is_refused(spark, name):
    table = spark.createDataFrame([("a", "x", 5)], [name, "firm", "sales"])
    with pytest.raises(ShareError, match=f"by: a column of the result is called '{name.lower()}' too"):
        panel.concentration(table, by=name, firm="firm", value="sales")

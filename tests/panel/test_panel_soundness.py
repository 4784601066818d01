"""What is refused before any long work, and what comes out as null with a reason."""

import datetime as dt
import math

import pandas as pd
import polars as pl
import pytest
from engines import ENGINES, by_key, columns_of, rows_of

from marketshare import Market, panel
from marketshare.metrics import ShareError

KEYS = {"by": "market", "firm": "firm", "value": "sales"}
GOOD = columns_of({"a": {"x": 30, "y": 70}})
BAD = {
    "market": ["a", "a", "b", "b", "b", "c", "c", "d", None, "e", "e", "f"],
    "firm": ["x", None, "x", "y", "z", "x", "y", "x", "x", "x", "y", "x"],
    "sales": [1.0, 2.0, -1.0, -2.0, 9.0, None, 3.0, math.inf, 3.0, 0.0, 0.0, 8.0],
}
REASONS = {
    "a": "firm missing",
    "b": "negative value",
    "c": "value missing",
    "d": "value not finite",
    None: "key missing",
    "e": "the total is 0",
    "f": None,
}
FUNCTIONS = {
    "shares": panel.shares,
    "concentration": panel.concentration,
    "movement": lambda table, **keys: panel.movement(table, **keys, period="period"),
}


def test_all_that_is_unsound_is_told_at_once_with_counts_and_a_sample(table):
    with pytest.raises(ShareError) as error:
        panel.concentration(table(BAD), **KEYS)
    assert str(error.value).splitlines() == [
        "sales:",
        "  negative value: 2 rows in 1 group, for instance market b",
        "  value not finite: 1 row in 1 group, for instance market d",
        "  value missing: 1 row in 1 group, for instance market c",
        "  firm missing: 1 row in 1 group, for instance market a",
        "  key missing: 1 row in 1 group, for instance market missing",
        "  the total is 0: 1 group, for instance market e",
        "validate=False gives those groups as null, with the reason",
    ]


def test_without_validation_an_unsound_market_is_null_with_its_reason(table):
    found = by_key(panel.concentration(table(BAD), **KEYS, metrics=["hhi", "leader"], validate=False), "market")
    assert {market: row["reason"] for market, row in found.items()} == REASONS
    assert {market for market, row in found.items() if row["hhi"] is not None} == {"f"}
    assert {market for market, row in found.items() if row["leader"] is not None} == {"f"}


def test_without_validation_no_firm_is_dropped_and_unsound_ones_have_no_share(table):
    found = by_key(panel.shares(table(BAD), **KEYS, validate=False), "market", "firm")
    assert set(found) == set(zip(BAD["market"], BAD["firm"], strict=True))
    assert {key: row["reason"] for key, row in found.items()} == {key: REASONS[key[0]] for key in found}
    assert {key for key, row in found.items() if row["share"] is not None or row["rank"] is not None} == {("f", "x")}
    assert found["b", "z"]["sales"] == 9
    assert found["b", "x"]["sales"] is None


@pytest.mark.parametrize("engine", ["polars", "polars-lazy", "pyarrow", "duckdb"])
def test_nan_is_not_finite_where_the_engine_tells_it_from_missing(engine):
    table = ENGINES[engine]({"market": ["a"], "firm": ["x"], "sales": [math.nan]})
    with pytest.raises(ShareError, match="sales: value not finite: 1 row in 1 group, for instance market a"):
        panel.concentration(table, **KEYS)


def test_nan_is_missing_in_pandas():
    with pytest.raises(ShareError, match="sales: value missing: 1 row in 1 group"):
        panel.concentration(pd.DataFrame({"market": ["a"], "firm": ["x"], "sales": [math.nan]}), **KEYS)


@pytest.mark.filterwarnings("ignore:overflow")  # of pandas, which goes on
def test_a_total_beyond_a_double_is_told(table):
    columns = {"market": ["a", "a"], "firm": ["x", "y"], "sales": [1.7e308, 1.7e308]}
    with pytest.raises(ShareError, match="the total is beyond what a double holds: 1 group"):
        panel.shares(table(columns), **KEYS)


def test_a_table_without_rows_is_refused(table):
    with pytest.raises(ShareError, match="frame: it has no rows"):
        panel.shares(table({"market": pd.Series([], dtype=str), "firm": pd.Series([], dtype=str),
                            "sales": pd.Series([], dtype=float)}), **KEYS)  # fmt: skip


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"by": ["market", "perod"]}, "by: there is no column 'perod'; did you mean 'period'"),
        ({"by": []}, r"by: \[\] names no column; name those that tell one market"),
        ({"by": None}, "by: None names no column; name those that tell one market"),
        ({"by": ["market", "market"]}, "by: the column 'market' is named twice"),
        ({"firm": "firms"}, "firm: there is no column 'firms'; did you mean 'firm'"),
        ({"firm": "market"}, "firm: the column 'market' is named twice"),
        ({"value": "turnover"}, "value: there is no column 'turnover'; there are market, period, firm"),
        ({"value": "market"}, "value: the column 'market' is named twice"),
        ({"value": "text"}, "value: the column 'text' holds String, not numbers"),
        ({"value": "truth"}, "value: the column 'truth' holds Boolean, not numbers"),
    ],
)
def test_a_column_that_is_not_there_or_cannot_be_is_named(function, changes, words):
    columns = {"market": ["a"], "period": [1], "firm": ["x"], "sales": [1.0], "text": ["1"], "truth": [True]}
    with pytest.raises(ShareError, match=words):
        FUNCTIONS[function](pl.LazyFrame(columns), **(KEYS | changes))


def test_a_key_of_mixed_types_is_refused():
    table = pd.DataFrame({"market": ["1", 1], "firm": ["x", "y"], "sales": [1.0, 2.0]})
    with pytest.raises(ShareError, match="by: the column 'market' mixes int and str; make it one of them"):
        panel.shares(table, **KEYS)


def test_firms_of_mixed_types_are_refused():
    table = pd.DataFrame({"market": ["a", "a"], "firm": ["x", 7], "sales": [1.0, 2.0]})
    with pytest.raises(ShareError, match="firm: the column 'firm' mixes int and str"):
        panel.concentration(table, **KEYS)


def test_a_list_is_no_key():
    table = pl.DataFrame({"market": [["a"]], "firm": ["x"], "sales": [1.0]})
    with pytest.raises(ShareError, match="by: the column 'market' holds List"):
        panel.shares(table, **KEYS)


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(ShareError, match="value: two columns of the table are called 'sales'; rename one of them"):
        panel.shares(pd.DataFrame([["a", "x", 1.0, 2.0]], columns=["market", "firm", "sales", "sales"]), **KEYS)


def test_a_key_with_the_name_of_a_result_is_refused():
    table = pd.DataFrame({"rank": ["a"], "firm": ["x"], "sales": [1.0]})
    with pytest.raises(ShareError, match="by: a column of the result is called 'rank' too"):
        panel.shares(table, by="rank", firm="firm", value="sales")


def test_what_is_no_table_is_refused():
    with pytest.raises(ShareError, match="frame: dict is no table; expected pandas, Polars, DuckDB, PyArrow or Spark"):
        panel.shares(GOOD, **KEYS)


def test_a_period_without_an_order_is_refused():
    table = pl.DataFrame({**GOOD, "period": ["1", "2"]}).with_columns(pl.col("period").cast(pl.Categorical))
    with pytest.raises(ShareError, match="period: the column 'period' holds Categorical, which has no order in time"):
        panel.movement(table, **KEYS, period="period")


def test_a_lazy_table_is_refused_when_called_not_when_collected():
    with pytest.raises(ShareError, match="negative value"):
        panel.concentration(pl.LazyFrame({"market": ["a"], "firm": ["x"], "sales": [-1.0]}), **KEYS)


def test_dates_and_whole_numbers_are_keys(table):
    columns = {"market": [1, 2], "day": [dt.date(2018, 1, 1)] * 2, "firm": [7, 8], "sales": [1, 2]}
    found = by_key(panel.shares(table(columns), by=["market", "day"], firm="firm", value="sales"), "market", "firm")
    assert set(found) == {(1, 7), (2, 8)}


PART = {"market": ["cloud", "cloud"], "period": [1, 1], "firm": ["alibaba", "tencent"], "share_pct": [42.9, 11.8]}


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_shares_of_a_part_of_a_market_are_not_rescaled_to_all_of_it(table, function):
    with pytest.raises(ShareError, match=r"do not sum to 100.*hhi_bounds.*market cloud"):
        function(table(PART), by="market", firm="firm", value="share_pct")


def test_without_validation_a_part_of_a_market_is_null_with_its_reason(table):
    found = rows_of(panel.concentration(table(PART), by="market", firm="firm", value="share_pct", validate=False))
    assert found[0]["hhi"] is None
    assert "not rescaled" in found[0]["reason"]


@pytest.mark.parametrize(("name", "shares"), [("market share", [60, 40]), ("share_pct", [0.6, 0.4]), ("sales", [4, 6])])
def test_shares_of_a_whole_market_are_taken_and_so_are_sales(name, shares):
    table = pd.DataFrame({"market": ["a", "a"], "firm": ["x", "y"], name: shares})
    assert panel.concentration(table, by="market", firm="firm", value=name)["hhi"][0] == pytest.approx(5200)


def test_a_market_is_no_table():
    with pytest.raises(ShareError, match="a Market is no table of amounts"):
        panel.concentration(Market({"a": 42.9, "b": 11.8}), by="market", firm="firm", value="share")

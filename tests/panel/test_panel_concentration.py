"""Concentration of each market: by hand, and equal to the functions of `metrics` on every engine."""

import pytest
from engines import ENGINES, by_key, columns_of, differences, printed, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare import panel
from marketshare.metrics import ShareError

KEYS = {"by": "market", "firm": "firm", "value": "sales"}

amounts = st.one_of(st.just(0.0), st.floats(1e-3, 1e9).map(printed), st.integers(1, 9).map(float))
firms = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), amounts, min_size=1, max_size=12)
markets = st.dictionaries(st.sampled_from("abcdefgh"), firms.filter(lambda each: sum(each.values()) > 0), min_size=4)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=3)
@given(markets=markets, k=st.integers(1, 6))
def test_every_index_is_what_the_function_of_metrics_says(engine, markets, k):
    table = ENGINES[engine](columns_of(markets))
    assert differences(panel.concentration(table, **KEYS, k=k), markets, k) == []


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=2)
@given(markets=markets)
def test_without_validation_sound_markets_are_the_same(engine, markets):
    table = ENGINES[engine](columns_of(markets))
    result = panel.concentration(table, **KEYS, validate=False)
    assert differences(result, markets, 4) == []
    assert {row["reason"] for row in rows_of(result)} == {None}


def test_the_indices_of_a_market_by_hand(table):
    (row,) = rows_of(panel.concentration(table(columns_of({"a": {"x": 30, "y": 30, "z": 20, "w": 20}})), **KEYS, k=3))
    assert row == {
        "market": "a",
        "concentration_ratio": pytest.approx(80),
        "hhi": pytest.approx(2600),
        "hhi_normalised": pytest.approx((0.26 - 0.25) / 0.75),
        "effective_firms": pytest.approx(1 / 0.26),
        "entropy": pytest.approx(1.3662, abs=5e-5),
        "relative_entropy": pytest.approx(0.9855, abs=5e-5),
        "hall_tideman": pytest.approx(1 / (2 * (0.3 + 2 * 0.3 + 3 * 0.2 + 4 * 0.2) - 1)),
        "gini": pytest.approx(0.1),
        "dominance": pytest.approx((2 * 0.09**2 + 2 * 0.04**2) / 0.26**2),
        "stenbacka_threshold": pytest.approx(50),
        "lead": pytest.approx(0),
        "leader": "x",
    }


def test_rows_of_one_firm_are_summed(table):
    result = panel.concentration(table(columns_of({"a": {"x": [10, 20], "y": [30, 0]}})), **KEYS, metrics=["hhi"])
    assert rows_of(result) == [{"market": "a", "hhi": pytest.approx(5000)}]


def test_several_columns_make_a_group(table):
    columns = {"market": ["a", "a", "b"], "period": [1, 2, 1], "firm": ["x", "x", "x"], "sales": [1, 2, 3]}
    result = panel.concentration(table(columns), by=["market", "period"], firm="firm", value="sales", metrics=["hhi"])
    assert set(by_key(result, "market", "period")) == {("a", 1), ("a", 2), ("b", 1)}


def test_of_equal_leaders_the_first_by_name_is_told(table):
    result = panel.concentration(table(columns_of({"a": {"z": 5, "b": 5, "c": 1}})), **KEYS, metrics=["leader"])
    assert rows_of(result) == [{"market": "a", "leader": "b"}]


def test_what_is_undefined_for_one_firm_is_null(table):
    metrics = ["hhi", "hhi_normalised", "relative_entropy", "lead"]
    result = panel.concentration(table(columns_of({"a": {"x": 5}})), **KEYS, metrics=metrics)
    (row,) = rows_of(result)
    assert row == {
        "market": "a",
        "hhi": pytest.approx(10_000),
        "hhi_normalised": None,
        "relative_entropy": None,
        "lead": None,
    }


def test_columns_come_in_the_order_asked_for(table):
    result = panel.concentration(table(columns_of({"a": {"x": 5, "y": 1}})), **KEYS, metrics=["lead", "hhi"])
    assert list(rows_of(result)[0]) == ["market", "lead", "hhi"]


def test_whole_numbers_do_not_overflow(table):
    columns = {"market": ["a", "a"], "firm": ["x", "y"], "sales": [10**12, 10**12]}
    (row,) = rows_of(panel.concentration(table(columns), **KEYS))
    assert (row["hhi"], row["dominance"]) == (pytest.approx(5000), pytest.approx(0.5))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"metrics": ["hhi", "ginny"]}, "metrics: 'ginny' is unknown; did you mean 'gini'"),
        ({"metrics": "hhi"}, r"metrics: 'hhi' is text; give a list, \['hhi'\]"),
        ({"metrics": []}, "metrics: none asked for; there are concentration_ratio, hhi"),
        ({"metrics": ["hhi", "hhi"]}, "metrics: 'hhi' stands there twice"),
        ({"k": 0}, "k: 0 is not a number of firms"),
        ({"k": 1.5}, "k: 1.5 is not a number of firms"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(arguments, words):
    with pytest.raises(ShareError, match=words):
        panel.concentration(ENGINES["pandas"](columns_of({"a": {"x": 5}})), **KEYS, **arguments)

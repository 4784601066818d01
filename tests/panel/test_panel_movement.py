"""Movement from period to period: by hand, and equal to the functions of `metrics` on every engine."""

import re
from itertools import pairwise

import pandas as pd
import pytest
from engines import ENGINES, by_key, printed, rows_of, same
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare import metrics, panel
from marketshare.metrics import ShareError

KEYS = {"by": "market", "firm": "firm", "value": "sales", "period": "period"}
BY_HAND = {
    "market": ["a"] * 6,
    "period": ["2016", "2016", "2016", "2018", "2018", "2018"],
    "firm": ["x", "y", "z", "x", "y", "w"],
    "sales": [65.0, 25.0, 10.0, 130.0, 30.0, 40.0],
}

amounts = st.one_of(st.just(0.0), st.floats(1e-2, 1e6).map(printed), st.integers(1, 5).map(float))
period = st.dictionaries(st.sampled_from("abcdef"), amounts, min_size=1).filter(lambda each: sum(each.values()) > 0)
market = st.dictionaries(st.sampled_from(["2016", "2017", "2018", "2019"]), period, min_size=2)
markets = st.dictionaries(st.sampled_from("abcdef"), market, min_size=3)


def columns_of(markets):
    rows = [
        (name, period, firm, amount)
        for name, periods in markets.items()
        for period, firms in periods.items()
        for firm, amount in firms.items()
    ]
    return dict(zip(("market", "period", "firm", "sales"), map(list, zip(*rows, strict=True)), strict=True))


def pairs_of(markets):
    """Each market's consecutive periods: its key, and amounts before and after of every firm of either."""
    for name, periods in markets.items():
        known = sorted(periods)
        for before, after in pairwise(known):
            firms = sorted({*periods[before], *periods[after]})
            amounts = [pd.Series({firm: periods[when].get(firm, 0.0) for firm in firms}) for when in (before, after)]
            yield (name, before, after), *amounts


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=2)
@given(markets=markets)
def test_a_market_moves_as_the_functions_of_metrics_say(engine, markets):
    found = by_key(panel.movement(ENGINES[engine](columns_of(markets)), **KEYS), "market", "period_before", "period")
    pairs = {key: amounts for key, *amounts in pairs_of(markets)}
    assert set(found) == set(pairs)
    for key, (old, new) in pairs.items():
        before, after = metrics.shares_of(old), metrics.shares_of(new)
        moved = metrics.entry_exit(before, after)
        changes = metrics.rank_changes(before, after).dropna()
        expected = {
            "instability": metrics.instability(before, after),
            "turnover": metrics.turnover(before, after),
            "entries": len(moved.entrants),
            "exits": len(moved.exits),
            "entry_share": moved.entry_share,
            "exit_share": moved.exit_share,
            "rank_changes": sum(change != 0 for change in changes),
            "growth": metrics.contribution_to_growth(old, new).sum(),
        }
        wrong = {
            name: found[key][name] for name, value in expected.items() if not same(found[key][name], value, 1e-9, 1e-9)
        }
        assert wrong == {}, expected


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=2)
@given(markets=markets)
def test_firms_move_as_the_functions_of_metrics_say(engine, markets):
    result = panel.movement(ENGINES[engine](columns_of(markets)), **KEYS, each="firm")
    found = by_key(result, "market", "period_before", "period", "firm")
    expected = {}
    for key, old, new in pairs_of(markets):
        before, after = metrics.shares_of(old), metrics.shares_of(new)
        changes = metrics.rank_changes(before, after)
        added = metrics.contribution_to_growth(old, new)
        for firm in old.index:
            change = None if pd.isna(changes[firm]) else changes[firm]
            expected[(*key, firm)] = (before[firm], after[firm], change, added[firm])
    assert set(found) == set(expected)
    for key, values in expected.items():
        names = ("share_before", "share", "rank_change", "contribution_to_growth")
        assert all(same(found[key][name], value, 1e-9, 1e-9) for name, value in zip(names, values, strict=True)), key


def test_a_market_by_hand(table):
    (row,) = rows_of(panel.movement(table(BY_HAND), **KEYS))
    assert row == {
        "market": "a",
        "period_before": "2016",
        "period": "2018",
        "instability": pytest.approx(40),
        "turnover": pytest.approx(20),
        "entries": 1,
        "exits": 1,
        "entry_share": pytest.approx(20),
        "exit_share": pytest.approx(10),
        "rank_changes": 1,
        "growth": pytest.approx(100),
    }


def test_firms_by_hand(table):
    found = by_key(panel.movement(table(BY_HAND), **KEYS, each="firm"), "firm")
    told = {
        firm: (row["rank_before"], row["rank"], row["rank_change"], round(row["contribution_to_growth"], 9))
        for firm, row in found.items()
    }
    assert told == {"x": (1, 1, 0, 65), "y": (2, 3, -1, 5), "z": (3, None, None, -10), "w": (None, 2, None, 40)}


def test_the_first_period_of_a_market_has_no_movement(table):
    columns = {"market": ["a", "b", "b"], "period": [1, 1, 2], "firm": ["x"] * 3, "sales": [1.0, 1.0, 1.0]}
    assert set(by_key(panel.movement(table(columns), **KEYS), "market")) == {"b"}


def test_a_period_that_a_market_skips_is_shown_by_the_one_before(table):
    columns = {"market": ["a", "a", "b"], "period": [1, 3, 2], "firm": ["x"] * 3, "sales": [1.0, 1.0, 1.0]}
    (row,) = rows_of(panel.movement(table(columns), **KEYS))
    assert (row["market"], row["period_before"], row["period"]) == ("a", 1, 3)


@pytest.mark.parametrize("each", ["market", "firm"])
def test_without_validation_both_movements_of_an_unsound_period_are_null(table, each):
    columns = {"market": ["a"] * 4, "period": [1, 2, 3, 4], "firm": ["x"] * 4, "sales": [1.0, -1.0, 1.0, 1.0]}
    found = by_key(panel.movement(table(columns), **KEYS, each=each, validate=False), "period")
    assert {period: row["reason"] for period, row in found.items()} == {
        2: "negative value",
        3: "negative value",
        4: None,
    }
    result = "instability" if each == "market" else "share"
    assert {period for period, row in found.items() if row[result] is not None} == {4}


def test_without_validation_a_missing_period_is_told_and_not_dropped(table):
    columns = {"market": ["a"] * 3, "period": ["1", "2", None], "firm": ["x"] * 3, "sales": [1.0, 1.0, 1.0]}
    found = by_key(panel.movement(table(columns), **KEYS, validate=False), "period")
    assert {period: row["reason"] for period, row in found.items()} == {"2": None, None: "key missing"}


@pytest.mark.parametrize(
    "periods",
    [
        ["9", "10"],
        ["2018-9", "2018-10"],
        ["2018-W9", "2018-W10"],
        ["2018年9月", "2018年10月"],
        ["Q4 2017", "Q1 2018"],
        ["02/01/2017", "01/01/2018"],
        ["Jan 2018", "Feb 2018"],
        ["2018-Jan", "2018-Feb"],
        ["before", "after"],
        ["2018-Q1", "2018-02"],
    ],
    ids=lambda periods: periods[0],
)
def test_text_that_need_not_sort_in_time_is_no_period(table, periods):
    columns = {"market": ["a", "a"], "period": periods, "firm": ["x", "x"], "sales": [1, 2]}
    first, second = map(repr, sorted(periods))
    words = f"period: the column 'period' holds {first} and {second}, text that need not sort in time; write all"
    with pytest.raises(ShareError, match=re.escape(words)):
        panel.movement(table(columns), **KEYS)


@pytest.mark.parametrize(
    "periods", [["2017-Q4", "2018-Q1"], ["FY2017", "FY2018"], ["2018年09月", "2018年10月"], ["20180930", "20181001"]]
)
def test_text_of_one_form_with_the_year_first_sorts_in_time(table, periods):
    columns = {"market": ["a", "a"], "period": periods, "firm": ["x", "x"], "sales": [1, 2]}
    (row,) = rows_of(panel.movement(table(columns), **KEYS))
    assert (row["period_before"], row["period"], row["growth"]) == (*periods, 100)


def test_another_kind_of_row_is_refused():
    with pytest.raises(ShareError, match="each: 'group'; expected 'market' or 'firm'"):
        panel.movement(pd.DataFrame(BY_HAND), **KEYS, each="group")

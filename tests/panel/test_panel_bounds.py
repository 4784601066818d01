"""Bounds of the HHI of tables of partial shares: by hand, and equal to `metrics.hhi_bounds` on every engine."""

import pytest
from engines import ENGINES, by_key, rows_of, same
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare import metrics, panel
from marketshare.metrics import ShareError

KEYS = {"by": "market", "firm": "firm", "share": "share"}

shares = st.lists(st.integers(0, 600).map(lambda tenths: tenths / 10), min_size=1, max_size=6).filter(
    lambda each: 1 < sum(each) <= 100
)


def columns_of(markets):
    rows = [(market, f"firm-{n}", share) for market, named in markets.items() for n, share in enumerate(named)]
    return dict(zip(("market", "firm", "share"), map(list, zip(*rows, strict=True)), strict=True))


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=4)
@given(
    markets=st.dictionaries(st.sampled_from("abcdef"), shares, min_size=3),
    unnamed=st.sampled_from(["smaller", "any"]),
    count=st.sampled_from([None, None, 0, 1, 4, 50]),
)
def test_bounds_are_those_of_metrics_and_what_is_refused_there_is_null(engine, markets, unnamed, count):
    table = ENGINES[engine](columns_of(markets))
    found = by_key(panel.hhi_bounds(table, **KEYS, unnamed=unnamed, count=count, validate=False), "market")
    for market, named in markets.items():
        row = found[market]
        try:
            bounds = metrics.hhi_bounds(named, unnamed=unnamed, count=count)
        except ShareError:
            assert row["reason"] is not None
            assert (row["hhi_low"], row["hhi_high"], row["ends"]) == (None, None, None)
            continue
        assert row["reason"] is None
        assert same(row["hhi_low"], bounds.low, 1e-9)
        assert same(row["hhi_high"], bounds.high, 1e-9)
        assert row["ends"] == f"{'[' if bounds.low_closed else '('}{']' if bounds.high_closed else ')'}"


def test_two_markets_by_hand(table):
    columns = columns_of({"a": [50, 30], "b": [60, 40]})
    assert by_key(panel.hhi_bounds(table(columns), **KEYS, unnamed="smaller"), "market") == {
        "a": {"market": "a", "hhi_low": 3400, "hhi_high": 3800, "ends": "(]"},
        "b": {"market": "b", "hhi_low": 5200, "hhi_high": 5200, "ends": "[]"},
    }


def test_rows_of_one_firm_are_summed(table):
    columns = {"market": ["a"] * 3, "firm": ["x", "x", "y"], "share": [20, 30, 50]}
    (row,) = rows_of(panel.hhi_bounds(table(columns), **KEYS, unnamed="any"))
    assert (row["hhi_low"], row["hhi_high"]) == (5000, 5000)


@pytest.mark.parametrize(
    ("named", "arguments", "words"),
    [
        ([60, 50], {"unnamed": "any"}, "share: the shares sum to more than 100: 1 group, for instance market a"),
        ([0.4, 0.3], {"unnamed": "any"}, "share: the shares sum to at most 1 and look like fractions"),
        ([60, 30], {"unnamed": "any", "count": 0}, "share: the shares sum to less than 100, and no firm is unnamed"),
        (
            [60, 0],
            {"unnamed": "smaller"},
            "the unnamed firms, none larger than the smallest named, cannot hold the rest",
        ),
        (
            [60, 10],
            {"unnamed": "smaller", "count": 2},
            "the unnamed firms, none larger than the smallest named, cannot",
        ),
        ([60, -10], {"unnamed": "any"}, "share: negative value: 1 group, for instance market a"),
        ([60, None], {"unnamed": "any"}, "share: value missing: 1 group, for instance market a"),
    ],
)
def test_what_no_market_fits_is_refused(table, named, arguments, words):
    with pytest.raises(ShareError, match=words):
        panel.hhi_bounds(table(columns_of({"a": named})), **KEYS, **arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"unnamed": "larger"}, "unnamed: 'larger'; expected 'smaller'"),
        ({"unnamed": "any", "count": -1}, "count: -1 must be at least 0"),
        ({"unnamed": "any", "share": "percent"}, "share: there is no column 'percent'"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(arguments, words):
    with pytest.raises(ShareError, match=words):
        panel.hhi_bounds(ENGINES["pandas"](columns_of({"a": [50]})), **(KEYS | arguments))

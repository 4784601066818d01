"""Growth that shares imply."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    cagr,
    growth_of_ratio,
    implied_earlier_share,
    implied_market_growth,
    ratio_of_growth,
)
from marketshare.quantity import declared

SHARE = st.floats(0.1, 100)
GROWTH = st.floats(-99, 1000)


def test_tencent_cloud_s_gain_of_share_at_its_own_growth_leaves_the_market_unchanged():
    """7.3 to 11.8 at 100·(11.8/7.3 − 1) = 61.6438 %: G = 0."""
    growth = 100 * (11.8 / 7.3 - 1)
    assert growth == pytest.approx(61.6438, abs=5e-5)
    assert implied_market_growth(growth, 7.3, 11.8) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("ratio", "market"),
    [
        pytest.param(2.95 * 4.85, 197.5, id="A-successive-yearly-rates"),
        pytest.param(4.85, 73.2, id="B-both-against-2016"),
        pytest.param(1.95 * 3.85, 115.5, id="C-levels-successively"),
    ],
)
def test_the_three_readings_of_tencent_cloud_s_growth_imply_three_markets(ratio, market):
    """Two years, from a share of 7.3 to one of 11.8."""
    over_two_years = implied_market_growth(growth_of_ratio(ratio), 7.3, 11.8)
    assert cagr(1, ratio_of_growth(over_two_years), 2) == pytest.approx(market, abs=0.05)


@pytest.mark.parametrize(
    ("function", "arguments", "percent"),
    [
        (implied_market_growth, (100, 10, 20), 0),
        (implied_market_growth, (50, 20, 20), 50),
        (implied_market_growth, (0, 20, 10), 100),
    ],
)
def test_implied_growth_by_hand(function, arguments, percent):
    assert function(*arguments) == pytest.approx(percent, abs=1e-9)


def test_a_share_before_a_loss_of_nearly_everything_keeps_its_digits():
    """-100 + 2^-46, the next number above -100, leaves 2^-46 of a hundred."""
    assert implied_earlier_share(40, math.nextafter(-100, 0), 0, 1) == pytest.approx(40 * 100 * 2**46, rel=1e-12)


@given(GROWTH, SHARE, SHARE)
def test_a_firm_gains_share_exactly_when_it_outgrows_the_market(growth, start, end):
    market = implied_market_growth(growth, start, end)
    assert (growth > market + 1e-9) is (end > start * (1 + 1e-12)) or math.isclose(start, end, rel_tol=1e-9)


def test_rounded_shares_bound_the_implied_growth():
    bounds = declared(implied_market_growth).bounds(
        Interval.exactly(100), Interval(7.25, 7.35), Interval(11.75, 11.85, True, False)
    )
    assert bounds.low == pytest.approx(100 * (2 * 7.25 / 11.85 - 1))
    assert bounds.high == pytest.approx(100 * (2 * 7.35 / 11.75 - 1))
    assert bounds.ends == "(]"


def test_a_growth_of_more_than_a_hundred_percent_bounds_from_below():
    bounds = declared(implied_market_growth).bounds(
        Interval.at_least(100, closed=False), Interval.exactly(20), Interval.exactly(10)
    )
    assert bounds == Interval.at_least(300, closed=False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-100, 10, 20), "growth: -100 leaves nothing"),
        ((math.inf, 10, 20), "growth: inf is not a finite number"),
        (("5", 10, 20), "growth: '5' is not a number"),
        ((5, 0, 20), "share_start: 0 is no share to compare with"),
        ((5, 10, 0), "share_end: 0 is no share to compare with"),
        ((5, 101, 20), "share_start: 101 is not a share"),
        ((5, 10, math.nan), "share_end: missing"),
    ],
)
def test_growth_needs_a_rate_and_two_shares(arguments, message):
    with pytest.raises(ShareError, match=message):
        implied_market_growth(*arguments)

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    concentration_ratio,
    concentration_ratio_bounds,
    fewest_unnamed_firms,
    hhi,
    hhi_bounds,
)
from marketshare.quantity import declared

# Market X and Y: documentation of the Python package concstats; D: Dörsam 2004, in the R package REAT.
X = [35, 40, 5, 10, 6, 4]
Y = [40, 20, 25, 10, 5]
D = [20, 50, 20, 10]

CLOUD, CLOUD_ROUNDED = [42.9, 11.8], [(42.85, 42.95), (11.75, 11.85)]
PAYMENTS, PAYMENTS_ROUNDED = [49.9, 40.7], [(49.85, 49.95), (40.65, 40.75)]


@st.composite
def full_markets(draw):
    """Shares in whole percents that sum to 100."""
    cuts = draw(st.lists(st.integers(0, 100), min_size=1, max_size=7).map(sorted))
    return [end - start for start, end in zip([0, *cuts], [*cuts, 100], strict=True)]


def ends(bounds):
    return (bounds.low, bounds.high)


# hhi


@pytest.mark.parametrize(
    ("shares", "points"),
    [
        pytest.param([30, 30, 20, 20], 2600, id="us-merger-guidelines"),
        pytest.param(X, 3002, id="concstats-x"),
        pytest.param(Y, 2750, id="concstats-y"),
        pytest.param(D, 3400, id="reat-doersam"),
        pytest.param([100], 10_000, id="monopoly"),
        pytest.param([100, 0, 0], 10_000, id="firms-without-sales-do-not-count"),
        pytest.param([50, 50], 5000, id="duopoly"),
    ],
)
def test_hhi_is_the_sum_of_squared_shares(shares, points):
    assert hhi(shares) == pytest.approx(points, abs=1e-9)


@pytest.mark.parametrize("firms", [1, 2, 3, 7, 30])
def test_equal_shares_have_an_hhi_of_ten_thousand_over_their_number(firms):
    assert hhi([100 / firms] * firms) == pytest.approx(10_000 / firms, rel=1e-9)


@given(full_markets())
def test_hhi_lies_between_that_of_equal_shares_and_that_of_a_monopoly(shares):
    assert 10_000 / len(shares) - 1e-9 <= hhi(shares) <= 10_000


@given(full_markets())
def test_a_merger_of_two_firms_raises_hhi_by_twice_the_product_of_their_shares(shares):
    first, second, *others = shares
    assert hhi([first + second, *others]) - hhi(shares) == pytest.approx(2 * first * second, abs=1e-9)


@pytest.mark.parametrize(("share", "points"), [(20, 800), (15, 450)])
def test_a_merger_of_two_firms_of_twenty_raises_hhi_by_800_and_of_two_of_fifteen_by_450(share, points):
    others = [100 - 2 * share]
    assert hhi([2 * share, *others]) - hhi([share, share, *others]) == pytest.approx(points, abs=1e-9)


@given(full_markets(), st.data())
def test_hhi_does_not_depend_on_the_order_of_shares(shares, data):
    assert hhi(data.draw(st.permutations(shares))) == pytest.approx(hhi(shares), abs=1e-9)


def test_hhi_takes_a_series():
    assert hhi(pd.Series({"a": 60, "b": 40})) == 5200


@pytest.mark.parametrize(("shares", "missing"), [([42.9, 11.8], "45.3"), ([50, 30, 19.9], "0.1")])
def test_hhi_of_an_incomplete_market_is_refused_and_sent_to_its_bounds(shares, missing):
    with pytest.raises(ShareError, match=rf"so {missing} of the market is not reported; hhi_bounds gives"):
        hhi(shares)


def test_bounds_of_hhi_for_a_rounded_full_market_are_those_with_no_unnamed_firm():
    bounds = declared(hhi).bounds([(49.95, 50.05), (29.95, 30.05), (19.95, 20.05)])
    assert ends(bounds) == pytest.approx((3797.005, 3803.005), abs=1e-6)


# hhi_bounds


@pytest.mark.parametrize(
    ("shares", "known", "low", "high"),
    [
        pytest.param(PAYMENTS, {}, 4146.50, 4234.86, id="payments-as-printed"),
        pytest.param(PAYMENTS_ROUNDED, {}, 4137.445, 4242.055, id="payments-rounded"),
        pytest.param(PAYMENTS_ROUNDED, {"total": (90.55, 90.65)}, 4141.5125, 4238.915, id="payments-stated-total"),
        pytest.param(CLOUD, {}, 1979.65, 2495.38, id="cloud-as-printed"),
        pytest.param(CLOUD_ROUNDED, {}, 1974.185, 2499.515, id="cloud-rounded"),
        pytest.param([50, 30], {}, 3400, 3800, id="one-left"),
        pytest.param([50, 20], {}, 2900, 3400, id="two-left"),
        pytest.param([10], {}, 100, 1000, id="ten-alike"),
    ],
)
def test_hhi_is_bounded_if_no_unnamed_firm_is_larger_than_the_smallest_named_one(shares, known, low, high):
    """
    As printed: K to K + k c² + r², with K = 4,146.50, r = 9.4 and K = 1,979.65, k = 3, c = 11.8, r = 9.9.
    Rounded: payments 49.85² + 40.65² to 49.95² + 40.75² + 9.30²; cloud 42.85² + 11.75² to 42.95² + 4 · 11.85² + 9.65².
    Stated total: 49.85² + 40.70² to 49.95² + 40.70² + 9.35².
    """
    bounds = hhi_bounds(shares, unnamed="smaller", **known)
    assert ends(bounds) == pytest.approx((low, high), abs=1e-6)
    assert bounds.ends == "(]"


@pytest.mark.parametrize(
    ("shares", "low", "high"),
    [
        pytest.param(CLOUD, 1979.65, 4031.74, id="cloud"),
        pytest.param([50, 30], 3400, 3800, id="one-left"),
        pytest.param([10], 100, 8200, id="one-may-hold-ninety"),
        pytest.param([(10, 20)], 100, 8200, id="the-lowest-share-leaves-the-most"),
        pytest.param([(40, 70)], 1600, 5800, id="the-highest-share-is-the-most"),
    ],
)
def test_hhi_is_bounded_by_one_firm_with_all_the_rest_if_nothing_is_known_of_unnamed_ones(shares, low, high):
    """42.9² + 11.8² + 45.3² = 4,031.74; 10² + 90² = 8,200; 70² + 30² = 5,800, above 40² + 60² = 5,200."""
    bounds = hhi_bounds(shares, unnamed="any")
    assert ends(bounds) == pytest.approx((low, high), abs=1e-6)
    assert bounds.ends == "(]"


def test_the_truth_of_a_rounded_full_market_lies_beyond_its_corners():
    """(50, 30, 20) ± .05: corners reach 3,800.01; (50.05, 30.00, 19.95) has 2,505.0025 + 900 + 398.0025."""
    bounds = hhi_bounds([(49.95, 50.05), (29.95, 30.05), (19.95, 20.05)], unnamed="smaller", count=0)
    assert bounds.high == pytest.approx(3803.005, abs=1e-6)
    assert bounds.low == pytest.approx(49.95**2 + 30.00**2 + 20.05**2, abs=1e-6)
    assert bounds.ends == "[]"


def test_the_lowest_hhi_of_a_known_number_of_firms_lies_beyond_the_corners():
    """(40, 20) ± .5 with two unnamed: corners give 2,780.50; 39.5 and three times 60.5/3 give 1,560.25 + 60.5²/3."""
    bounds = hhi_bounds([(39.5, 40.5), (19.5, 20.5)], unnamed="smaller", count=2)
    assert bounds.low == pytest.approx(1560.25 + 60.5**2 / 3, abs=1e-6)
    assert bounds.low == pytest.approx(2780.33, abs=0.005)
    assert bounds.high == pytest.approx(40.5**2 + 2 * 20.5**2 + 18.5**2, abs=1e-6)
    assert bounds.ends == "[]"


@pytest.mark.parametrize(
    ("shares", "known", "low", "high"),
    [
        pytest.param([40, 20], {"unnamed": "smaller", "count": 2}, 2800, 2800, id="two-of-twenty-each"),
        pytest.param([40, 20], {"unnamed": "any", "count": 2}, 2800, 3600, id="two-of-any-size"),
        pytest.param([40, 20], {"unnamed": "any", "count": 1}, 3600, 3600, id="one"),
        pytest.param([40, 20], {"unnamed": "smaller", "count": 4}, 2400, 2800, id="four"),
        pytest.param([60, 40], {"unnamed": "any", "count": 3}, 5200, 5200, id="unnamed-ones-without-sales"),
        pytest.param([60, 40], {"unnamed": "smaller"}, 5200, 5200, id="full"),
    ],
)
def test_a_known_number_of_unnamed_firms_shares_the_rest_equally_at_the_least(shares, known, low, high):
    bounds = hhi_bounds(shares, **known)
    assert ends(bounds) == pytest.approx((low, high), abs=1e-6)
    assert bounds.ends == "[]"


@given(full_markets())
def test_bounds_of_a_full_market_are_its_hhi(shares):
    assert hhi_bounds(shares, unnamed="any") == Interval.exactly(hhi(shares))


def test_bounds_take_a_series():
    assert hhi_bounds(pd.Series({"a": 50, "b": 30}), unnamed="smaller") == Interval(3400, 3800, False, True)


def test_a_share_of_more_than_fifty_is_taken_as_at_most_a_hundred():
    bounds = hhi_bounds([Interval.at_least(50, closed=False)], unnamed="any")
    assert ends(bounds) == (2500, 10_000)
    assert not bounds.low_closed


def test_a_high_end_that_a_monopoly_reaches_is_closed_though_the_low_end_of_the_share_is_open():
    """More than 50 may be 100."""
    assert 10_000 in hhi_bounds([Interval.at_least(50, closed=False)], unnamed="any")


def test_a_low_end_that_equal_shares_reach_is_closed_though_another_end_is_open():
    """Above 40 and at most 50, beside one other firm: 50 and 50 is possible, 40 and 60 is not."""
    bounds = hhi_bounds([Interval(40, 50, False, True)], unnamed="any", count=1)
    assert ends(bounds) == pytest.approx((5000, 5200), abs=1e-9)
    assert bounds.ends == "[)"


def test_a_high_end_that_a_stated_total_excludes_is_open():
    """50 and 30 to 45 with a total below 90: 50² + 40² + 10² is approached."""
    bounds = hhi_bounds([50, (30, 45)], unnamed="smaller", total=Interval(80, 90, True, False))
    assert bounds.high == pytest.approx(4200, abs=1e-9)
    assert not bounds.high_closed


# concentration_ratio


@pytest.mark.parametrize(("k", "percent"), [(1, 40), (3, 85), (5, 96), (6, 100), (7, 100)], ids=str)
def test_concentration_ratio_is_the_joint_share_of_the_k_largest(k, percent):
    """Market X of concstats, which prints CR1, CR3 and CR5; more firms than there are hold everything."""
    assert concentration_ratio(X, k) == pytest.approx(percent, abs=1e-9)


@pytest.mark.parametrize(("k", "percent"), [(1, 42.9), (2, 54.7)])
def test_concentration_ratio_of_named_firms_needs_no_full_market(k, percent):
    assert concentration_ratio([11.8, 42.9], k) == pytest.approx(percent, abs=1e-9)


@given(full_markets(), st.integers(1, 8), st.data())
def test_concentration_ratio_does_not_depend_on_the_order_of_shares(shares, k, data):
    assert concentration_ratio(data.draw(st.permutations(shares)), k) == concentration_ratio(shares, k)


@given(full_markets(), st.integers(1, 7))
def test_one_more_firm_never_lowers_the_concentration_ratio(shares, k):
    assert concentration_ratio(shares, k) <= concentration_ratio(shares, k + 1)


@pytest.mark.parametrize("k", [0, -1, 1.5, True, None, "2"])
@pytest.mark.parametrize(
    "function",
    [concentration_ratio, lambda shares, k: concentration_ratio_bounds(shares, k, unnamed="any")],
    ids=["value", "bounds"],
)
def test_a_number_of_firms_below_one_or_broken_is_refused(function, k):
    with pytest.raises(ShareError, match=rf"k: {k!r} is not a number of firms; expected 1 or more"):
        function([50, 30], k)


def test_more_firms_than_are_named_in_an_incomplete_market_are_refused_and_sent_to_the_bounds():
    with pytest.raises(ShareError, match=r"k: 3 firms asked for, 2 reported, .*concentration_ratio_bounds gives"):
        concentration_ratio([42.9, 11.8], 3)


# concentration_ratio_bounds


@pytest.mark.parametrize(
    ("shares", "k", "known", "low", "high", "closed"),
    [
        pytest.param(CLOUD_ROUNDED, 3, {"unnamed": "smaller"}, 54.6, 66.65, "(]", id="cloud-three"),
        pytest.param(CLOUD, 3, {"unnamed": "smaller"}, 54.7, 66.5, "(]", id="cloud-three-as-printed"),
        pytest.param(CLOUD, 6, {"unnamed": "smaller"}, 54.7, 100, "(]", id="cloud-six"),
        pytest.param(CLOUD, 5, {"unnamed": "smaller"}, 54.7, 90.1, "(]", id="cloud-five"),
        pytest.param(CLOUD, 3, {"unnamed": "any"}, 54.7, 100, "(]", id="cloud-three-any"),
        pytest.param(CLOUD, 2, {"unnamed": "smaller"}, 54.7, 54.7, "[]", id="named-firms-are-exact"),
        pytest.param([50, 30], 3, {"unnamed": "smaller", "count": 2}, 90, 100, "[]", id="two-of-ten-at-least"),
        pytest.param([50, 30], 3, {"unnamed": "smaller", "count": 1}, 100, 100, "[]", id="one-of-twenty"),
        pytest.param([60, 40], 5, {"unnamed": "any"}, 100, 100, "[]", id="full"),
        pytest.param(
            PAYMENTS_ROUNDED, 3, {"unnamed": "smaller", "total": (90.55, 90.65)}, 90.55, 100, "(]", id="stated-total"
        ),
    ],
)
def test_concentration_ratio_is_bounded_by_what_unnamed_firms_may_add(shares, k, known, low, high, closed):
    bounds = concentration_ratio_bounds(shares, k, **known)
    assert ends(bounds) == pytest.approx((low, high), abs=1e-9)
    assert bounds.ends == closed


@pytest.mark.parametrize(
    ("shares", "k", "unnamed", "market"),
    [
        pytest.param([(49.85, 49.95), (40.65, 40.75)], 2, "smaller", [49.85, 40.65, 9.5], id="payments"),
        pytest.param([(42.85, 42.95), (11.75, 11.85)], 1, "smaller", [42.85, 11.75, *[11.35] * 4], id="cloud"),
        pytest.param([30], 1, "any", [30, 30, 30, 10], id="none-above-thirty"),
    ],
)
def test_the_lowest_ratio_of_no_more_firms_than_named_is_reached_by_a_market(shares, k, unnamed, market):
    assert math.fsum(market) == pytest.approx(100, abs=1e-9)
    bounds = concentration_ratio_bounds(shares, k, unnamed=unnamed)
    assert bounds.low == pytest.approx(concentration_ratio(market, k), abs=1e-9)
    assert bounds.low_closed


@pytest.mark.parametrize("k", [1, 2, 3])
@given(full_markets())
def test_bounds_of_a_full_market_are_its_concentration_ratio(k, shares):
    assert concentration_ratio_bounds(shares, k, unnamed="any") == Interval.exactly(concentration_ratio(shares, k))


@pytest.mark.parametrize(
    "function",
    [hhi_bounds, lambda shares, **known: concentration_ratio_bounds(shares, 1, **known)],
    ids=["hhi", "concentration_ratio"],
)
@pytest.mark.parametrize(
    ("shares", "known", "message"),
    [
        (
            [50, 30],
            {"unnamed": "any", "count": 0},
            "leaves at least 20 of the market to nobody; where it is only not reported, hhi_bounds",
        ),
        ([42.9, 11.8], {"unnamed": "smaller", "count": 3}, r"3 unnamed firms of at most 11\.8 each can have"),
        ([42.9, 0], {"unnamed": "smaller"}, r"sum to at most 42\.9"),
        ([49.9, 40.7], {"unnamed": "any", "total": 91}, "does not fit the stated total"),
    ],
)
def test_bounds_of_a_market_that_cannot_be_are_refused(function, shares, known, message):
    with pytest.raises(ShareError, match=message):
        function(shares, **known)


# fewest_unnamed_firms


@pytest.mark.parametrize(
    ("shares", "firms"),
    [
        pytest.param(CLOUD, 4, id="cloud"),
        pytest.param(PAYMENTS, 1, id="payments"),
        pytest.param([50, 20], 2, id="three-halves-need-two"),
        pytest.param([40, 20], 2, id="two-exactly"),
        pytest.param([99.3, 0.1], 6, id="six-tenths-exactly"),
        pytest.param([60, 40], 0, id="full"),
        pytest.param([100, 0], 0, id="full-with-a-firm-without-sales"),
    ],
)
def test_at_least_so_many_unnamed_firms_hold_the_rest(shares, firms):
    assert fewest_unnamed_firms(shares) == firms


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6).filter(lambda tenths: 20 < sum(tenths) <= 1000))
def test_the_fewest_unnamed_firms_are_the_whole_quotient_rounded_up(tenths):
    """In whole tenths of a percent, where nothing is lost to binary fractions."""
    assert fewest_unnamed_firms([share / 10 for share in tenths]) == -((sum(tenths) - 1000) // min(tenths))


def test_a_rest_of_exactly_one_small_share_is_one_firm():
    """100 − 99.99 − 0.005 = 0.005."""
    assert fewest_unnamed_firms([99.99, 0.005]) == 1


def test_a_rest_beside_a_named_firm_of_zero_is_refused():
    with pytest.raises(ShareError, match="at least 40 of the market, and no firm smaller than a named one of 0"):
        fewest_unnamed_firms([60, 0])

import math
import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    completions,
    concentration_ratio,
    concentration_ratio_bounds,
    fewest_unnamed_firms,
    hhi,
    hhi_bounds,
    lead,
    relative_change,
    relative_share,
    residual,
    share_change,
    shares_of,
)
from marketshare.quantity import declared

ALIBABA, TENCENT = Interval(42.85, 42.95), Interval(11.75, 11.85)

OF_NUMBERS = {
    "residual": residual,
    "lead": lead,
    "hhi": hhi,
    "fewest_unnamed_firms": fewest_unnamed_firms,
    "concentration_ratio": lambda shares: concentration_ratio(shares, 1),
    "relative_share": lambda shares: relative_share(shares, 0),
}
OF_INTERVALS = {
    "hhi_bounds": lambda shares: hhi_bounds(shares, unnamed="any"),
    "concentration_ratio_bounds": lambda shares: concentration_ratio_bounds(shares, 1, unnamed="any"),
    "completions": lambda shares: completions(shares, unnamed="any"),
}


def functions(*groups):
    return [pytest.param(function, id=name) for group in groups for name, function in group.items()]


def bounds_of(function):
    return declared(function).bounds


@st.composite
def share_lists(draw, least=2):
    """Shares in tenths of a percent that sum to at most 100."""
    tenths = draw(st.lists(st.integers(0, 400), min_size=least, max_size=7).filter(lambda x: 10 < sum(x) <= 1000))
    return [number / 10 for number in tenths]


@st.composite
def closed_boxes(draw):
    """Intervals of shares whose high ends sum to less than 100, so that each can be anywhere in its own."""
    boxes = draw(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 4)), min_size=2, max_size=4))
    return [Interval(low, low + width) for low, width in boxes]


def searched(index, boxes, tries=200):
    """Lowest and highest result at random shares, about half of which are ends."""
    chance = random.Random(20190815)
    results = [
        index([chance.choice([box.low, box.high, chance.uniform(box.low, box.high)]) for box in boxes])
        for _ in range(tries)
    ]
    return min(results), max(results)


# share_change


@pytest.mark.parametrize(("start", "end", "points"), [(20, 25, 5), (5, 3, -2), (0, 100, 100), (100, 0, -100)])
def test_a_change_in_points_is_end_minus_start(start, end, points):
    """Farris et al., Marketing Metrics, prints 20 to 25 and 5 to 3."""
    assert share_change(start, end) == pytest.approx(points, abs=1e-12)


def test_the_whole_has_exactly_100():
    amount = 687194767.8974546  # of which 100 · x / x is above 100 in binary
    assert shares_of([amount]) == [100]


def test_tencent_cloud_gained_four_and_a_half_points_from_2016_to_2018():
    assert share_change(7.3, 11.8) == pytest.approx(4.5, abs=1e-12)


@pytest.mark.parametrize("argument", ["start", "end"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "None is not a number"),
        (math.nan, "missing"),
        ("20", "'20' is not a number"),
        (-0.1, "-0.1 is not a share"),
        (100.1, "100.1 is not a share"),
        (math.inf, "inf is not a share"),
    ],
)
def test_a_change_in_points_needs_two_shares(argument, value, message):
    with pytest.raises(ShareError, match=f"{argument}: {message}"):
        share_change(**{"start": 20, "end": 25, argument: value})


# relative_change


@pytest.mark.parametrize(("start", "end", "percent"), [(20, 25, 25), (5, 3, -40), (8, 0, -100), (4, 12, 200)])
def test_a_relative_change_is_measured_in_percent_of_the_start(start, end, percent):
    """Farris et al., Marketing Metrics, prints 20 to 25 and 5 to 3."""
    assert relative_change(start, end) == pytest.approx(percent, abs=1e-12)


def test_tencent_cloud_s_share_rose_by_six_tenths_of_itself():
    """4.5/7.3 = 0.616438."""
    assert relative_change(7.3, 11.8) == pytest.approx(61.6438, abs=5e-5)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (None, 5, "start: None is not a number"),
        (5, math.nan, "end: missing"),
        (-5, 5, "start: -5 must be above 0"),
        (5, -5, "end: -5 must be at least 0"),
        (0, 5, "start: 0 must be above 0"),
        (math.inf, 5, "start: inf is not a finite number"),
    ],
)
def test_a_relative_change_needs_a_positive_start_and_an_end_that_is_not_negative(start, end, message):
    with pytest.raises(ShareError, match=message):
        relative_change(start, end)


# relative_share


@pytest.mark.parametrize(
    ("shares", "firm", "ratio"),
    [
        pytest.param([20, 40], 0, 0.5, id="published-follower"),
        pytest.param([30, 20], 0, 1.5, id="published-leader"),
        pytest.param([20, 10, 40], 0, 0.5, id="the-largest-competitor-counts"),
        pytest.param([30, 30, 5], 1, 1, id="a-tie-is-one"),
        pytest.param([0, 40], 0, 0, id="nothing"),
    ],
)
def test_relative_share_is_own_share_over_the_largest_competitor_s(shares, firm, ratio):
    """Boston Consulting Group prints 20 against 40, and a leader's 30 against 20."""
    assert relative_share(shares, firm) == pytest.approx(ratio, abs=1e-12)


def test_a_firm_can_be_named_in_a_series():
    assert relative_share(pd.Series({"Tencent": 20, "Alibaba": 40}), "Tencent") == 0.5


@given(share_lists())
def test_relative_share_is_above_one_only_for_a_sole_leader(shares):
    for firm, own in enumerate(shares):
        rivals = shares[:firm] + shares[firm + 1 :]
        if max(rivals) > 0:
            assert (relative_share(shares, firm) > 1) is (own > max(rivals))


def test_bounds_of_relative_share_set_own_end_against_the_opposite_end_of_the_largest_competitor():
    """42.85/11.85 = 3.616034 and 42.95/11.75 = 3.655319."""
    bounds = bounds_of(relative_share)([TENCENT, ALIBABA], 1)
    assert (bounds.low, bounds.high) == pytest.approx((3.616034, 3.655319), abs=1e-6)
    assert bounds.ends == "[]"


@given(closed_boxes())
def test_a_random_search_finds_nothing_outside_the_bounds_of_relative_share_and_comes_close_to_both(boxes):
    bounds = bounds_of(relative_share)(boxes, 0)
    low, high = searched(lambda shares: relative_share(shares, 0), boxes)
    assert bounds.low - 1e-12 <= low <= bounds.low + 0.25 * (bounds.high - bounds.low) + 1e-12
    assert bounds.high + 1e-12 >= high >= bounds.high - 0.25 * (bounds.high - bounds.low) - 1e-12


def test_a_competitor_that_may_have_nothing_leaves_relative_share_without_a_high_end():
    bounds = bounds_of(relative_share)([(20, 30), (0, 10)], 0)
    assert (bounds.low, bounds.high) == (2, math.inf)


def test_bounds_of_relative_share_respect_that_shares_sum_to_at_most_a_hundred():
    """Against 30, a firm above 50 has at most 70: between 50/30 and 70/30."""
    bounds = bounds_of(relative_share)([Interval.at_least(50, closed=False), 30], 0)
    assert (bounds.low, bounds.high) == pytest.approx((5 / 3, 7 / 3), abs=1e-9)


def test_a_small_competitor_with_an_open_bound_does_not_disturb_an_exact_relative_share():
    """20 against 40 is 0.5, wherever the third firm is between 5 and 10."""
    bounds = bounds_of(relative_share)([20, 40, Interval(5, 10, False, True)], 0)
    assert bounds == Interval.exactly(0.5)


def test_a_largest_competitor_of_zero_is_refused():
    with pytest.raises(ShareError, match="largest competitor has a share of 0"):
        relative_share([20, 0], 0)


def test_a_largest_competitor_that_can_only_be_zero_is_refused_in_bounds_too():
    with pytest.raises(ShareError, match="competitor"):
        bounds_of(relative_share)([(10, 20), 0], 0)


@pytest.mark.parametrize("function", [relative_share, bounds_of(relative_share)], ids=["value", "bounds"])
class TestRelativeShareRefuses:
    def test_a_firm_without_competitors(self, function):
        with pytest.raises(ShareError, match="at least one competitor"):
            function([20], 0)

    @pytest.mark.parametrize("firm", [2, -1, "Tencent", None, True])
    def test_a_firm_that_is_no_position(self, function, firm):
        with pytest.raises(ShareError, match=r"firm: .* is not a position from 0 to 1"):
            function([20, 40], firm)


def test_a_name_that_is_not_in_the_series_is_refused():
    with pytest.raises(ShareError, match="firm: 'Huawei' is not among Tencent, Alibaba"):
        relative_share(pd.Series({"Tencent": 20, "Alibaba": 40}), "Huawei")


# lead


@pytest.mark.parametrize(
    ("shares", "points"), [([25, 60, 10], 35), ([40, 40], 0), ([42.9, 11.8], 31.1), ([100, 0], 100), ([10, 20, 5], 10)]
)
def test_the_lead_is_the_distance_between_the_two_largest(shares, points):
    assert lead(shares) == pytest.approx(points, abs=1e-12)


@given(share_lists(), st.data())
def test_the_lead_does_not_depend_on_the_order_of_shares(shares, data):
    assert lead(data.draw(st.permutations(shares))) == lead(shares)


@pytest.mark.parametrize(
    ("shares", "low", "high"),
    [
        pytest.param([ALIBABA, TENCENT], 31.0, 31.2, id="apart"),
        pytest.param([(48, 50), (49, 51)], 0, 3, id="overlap"),
        pytest.param([(30, 40), (20, 30)], 0, 20, id="touch"),
        pytest.param([60, 25, 10], 35, 35, id="exact"),
        pytest.param([(40, 42), 30, (20, 35)], 10, 12, id="third-may-be-second"),
        pytest.param([(10, 45), 30, 20], 0, 15, id="may-lead-or-not"),
    ],
)
def test_bounds_of_the_lead_run_from_the_closest_to_the_farthest_two_largest(shares, low, high):
    bounds = bounds_of(lead)(shares)
    assert (bounds.low, bounds.high) == pytest.approx((low, high), abs=1e-9)
    assert bounds.ends == "[]"


@given(closed_boxes())
def test_a_random_search_finds_nothing_outside_the_bounds_of_the_lead_and_comes_close_to_both(boxes):
    bounds = bounds_of(lead)(boxes)
    low, high = searched(lead, boxes)
    assert bounds.low - 1e-12 <= low <= bounds.low + 0.25 * (bounds.high - bounds.low) + 1e-12
    assert bounds.high + 1e-12 >= high >= bounds.high - 0.25 * (bounds.high - bounds.low) - 1e-12


def test_bounds_of_the_lead_respect_that_shares_sum_to_at_most_a_hundred():
    """Beside 30, a firm above 50 has at most 70 and leads by at most 40."""
    bounds = bounds_of(lead)([Interval.at_least(50, closed=False), 30])
    assert (bounds.low, bounds.high) == pytest.approx((20, 40), abs=1e-9)


def test_an_end_of_the_lead_that_is_reached_is_closed_whatever_is_open_further_down():
    """(50.05, 29.95, 0) has a lead of 20.1, and a third firm of less than 5 may have 0."""
    bounds = bounds_of(lead)([(49.95, 50.05), (29.95, 30.05), Interval(0, 5, True, False)])
    assert bounds.high == pytest.approx(20.1, abs=1e-9)
    assert bounds.ends == "[]"


def test_a_tie_within_overlapping_intervals_closes_the_low_end_though_theirs_are_open():
    """Both may be 49.5; 50 and 49 are excluded, so a lead of 50 − 48 or 51 − 48 is only approached."""
    bounds = bounds_of(lead)([Interval(48, 50, False, False), Interval(49, 51, False, False)])
    assert bounds == Interval(0, 3, True, False)


def test_a_tie_that_open_ends_exclude_leaves_the_low_end_open():
    """The first is above 40, the second at most 40."""
    bounds = bounds_of(lead)([Interval(40, 50, False, True), (30, 40)])
    assert (bounds.low, bounds.high) == (0, 20)
    assert not bounds.low_closed


@pytest.mark.parametrize("function", [lead, bounds_of(lead)], ids=["value", "bounds"])
def test_a_lead_of_one_firm_is_refused(function):
    with pytest.raises(ShareError, match="a lead needs two firms"):
        function([60])


# what every list of shares must be


@pytest.mark.parametrize("function", functions(OF_NUMBERS, OF_INTERVALS))
@pytest.mark.parametrize(
    ("shares", "message"),
    [
        pytest.param([], "shares: no shares at all", id="none"),
        pytest.param([40, None], r"shares\[1\]: None is not a number", id="none-value"),
        pytest.param([40, math.nan], r"shares\[1\]: missing \(nan\)", id="nan"),
        pytest.param([40, "20"], r"shares\[1\]: '20' is not a number", id="text"),
        pytest.param([40, True], r"shares\[1\]: True is not a number", id="boolean"),
        pytest.param([40, -1], r"shares\[1\]: -1 is not a share", id="negative"),
        pytest.param([101, 0], r"shares\[0\]: 101 is not a share", id="above-100"),
        pytest.param([40, math.inf], r"shares\[1\]: inf is not a share", id="infinite"),
        pytest.param([60, 40.1], r"sum to .*100\.1, above 100", id="sum-above-100"),
        pytest.param([0.6, 0.4], "look like fractions", id="fractions"),
    ],
)
def test_every_function_of_shares_refuses_what_is_no_list_of_shares(function, shares, message):
    with pytest.raises(ShareError, match=message):
        function(shares)


@pytest.mark.parametrize("function", functions(OF_NUMBERS, OF_INTERVALS))
def test_every_function_of_shares_refuses_a_single_number(function):
    with pytest.raises(ShareError, match="shares: expected a sequence of shares, found 60"):
        function(60)


@pytest.mark.parametrize("function", functions(OF_INTERVALS))
@pytest.mark.parametrize(
    ("shares", "message"),
    [
        pytest.param([(40, 41), (101, 102)], r"shares\[1\] low: 101 is not a share", id="low-above-100"),
        pytest.param([(40, 101)], r"shares\[0\] high: 101 is not a share", id="high-above-100"),
        pytest.param([(-1, 40)], r"shares\[0\] low: -1 is not a share", id="low-negative"),
        pytest.param([(None, 40)], r"shares\[0\] low: None is not a number", id="low-missing"),
        pytest.param([(41, 40)], r"shares\[0\]: low 41 is above high 40", id="upside-down"),
        pytest.param([(10, 20, 30)], r"expected a number or a pair \(low, high\)", id="triple"),
        pytest.param([(60, 70), (41, 50)], "sum to at least 101, above 100", id="lows-above-100"),
        pytest.param([(0.1, 0.6), (0.2, 0.4)], "look like fractions", id="fractions"),
    ],
)
def test_every_function_of_intervals_refuses_what_are_no_intervals_of_shares(function, shares, message):
    with pytest.raises(ShareError, match=message):
        function(shares)


def test_a_refusal_names_the_firm_of_a_series():
    with pytest.raises(ShareError, match=r"shares\[Tencent\]: missing"):
        lead(pd.Series({"Alibaba": 42.9, "Tencent": math.nan}))


@pytest.mark.parametrize("function", functions(OF_NUMBERS, OF_INTERVALS))
def test_shares_in_decimals_that_sum_to_a_hundred_are_taken_whatever_their_binary_fractions_sum_to(function):
    """As binary fractions these six sum to a little more than 100."""
    function([4.4, 0.1, 17.6, 5.2, 7.3, 65.4])


@pytest.mark.parametrize("function", functions(OF_INTERVALS))
def test_a_share_printed_as_zero_may_lie_anywhere_from_nothing_to_half_its_last_place(function):
    assert function([(40, 41), Interval(-0.05, 0.05)])

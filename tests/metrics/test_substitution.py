"""Parity, logistic substitution, and when the rates cannot last."""

import math
import random
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    LogisticFit,
    ShareError,
    cagr,
    logistic_fit,
    substitution_rate,
    takeover_time,
    years_to_full,
    years_to_parity,
)
from marketshare.quantity import declared

ALIBABA, TENCENT = 42.9, 11.8
READINGS = {"A": 2.95 * 4.85, "B": 4.85, "C": 1.95 * 3.85}
"""Ratio of Tencent Cloud over two years, by reading."""
MARKETS = {"A": 197.5, "B": 73.2, "C": 115.5}

GROWTH = st.floats(-60, 300)


def own_rate(reading):
    return cagr(1, READINGS[reading], 2)


# years to parity


def test_forty_and_ten_growing_by_twenty_and_fifty_percent_meet_after_six_years():
    """ln 4 / ln 1.25 = 6.21."""
    assert years_to_parity(40, 10, 20, 50) == pytest.approx(6.21, abs=0.005)


@pytest.mark.parametrize(("reading", "years"), [("A", 2.0), ("C", 4.1)])
def test_at_two_readings_tencent_cloud_draws_level_in_a_few_years(reading, years):
    """Alibaba Cloud at its own five-year average, 100 % a year."""
    found = years_to_parity(ALIBABA, TENCENT, 100, own_rate(reading), MARKETS[reading])
    assert found == pytest.approx(years, abs=0.05)


def test_at_the_third_reading_the_two_would_pass_the_whole_market_first():
    """The formula gives 13.4 years, and the shares would pass 100 % together after 3.6."""
    assert years_to_parity(ALIBABA, TENCENT, 100, own_rate("B")) == pytest.approx(13.4, abs=0.05)
    assert years_to_full(ALIBABA, TENCENT, 100, own_rate("B"), MARKETS["B"]) == pytest.approx(3.6, abs=0.05)
    with pytest.raises(ShareError, match=r"not reachable at these rates: .* after 3.6 years, before the 13.4 years"):
        years_to_parity(ALIBABA, TENCENT, 100, own_rate("B"), MARKETS["B"])


@pytest.mark.parametrize(
    ("arguments", "years"),
    [
        pytest.param((40, 10, 0, 100), 2, id="doubles-twice"),
        pytest.param((40, 40, 0, 100), 0, id="level"),
        pytest.param((10, 40, 0, 100), 0, id="ahead"),
        pytest.param((10, 40, 100, 0), 0, id="ahead-though-slower"),
        pytest.param((40, 10, 50, 50), math.inf, id="as-fast"),
        pytest.param((40, 10, 50, 20), math.inf, id="slower"),
        pytest.param((40, 10, -50, 0), 2, id="the-leader-halves-twice"),
        # (1 + 4e-16)^t = 4, and ln(1 + 4e-16) is 4e-16: t = ln 4 / 4e-16, for growth that a double just tells apart
        pytest.param((40, 10, 0, 4e-14), math.log(4) / 4e-16, id="faster-by-next-to-nothing"),
        pytest.param((20, 1, 300, 300 + 2**-44), math.log(20) * 400 * 2**44, id="faster-by-the-last-digit"),
        pytest.param((40, 10, 0, 5e-324), math.inf, id="faster-by-less-than-can-be-told"),
        pytest.param((40, 10, 0, 5e-324, 50), math.inf, id="faster-by-less-than-can-be-told-in-a-market"),
        pytest.param((50, 1e-310, 0, 900), math.log10(50) + 310, id="a-challenger-of-next-to-nothing"),
        pytest.param((40, 10, 0, 1e-310, 0), math.inf, id="faster-by-so-little-that-the-years-have-no-end"),
        pytest.param((40, 10, 0, 100, 60), 2, id="reachable"),
        pytest.param((60, 40, 50, 20, 100), math.inf, id="never-but-not-for-want-of-room"),
    ],
)
def test_years_by_hand(arguments, years):
    assert years_to_parity(*arguments) == pytest.approx(years)


# the next number above 13 is 13 + 2^-49: two rates a digit apart, ln(1 + 2^-49 / 113) or 2^-49 / 113 a year
DIGIT = 2**-49
RATE = DIGIT / 113


def test_parity_is_reachable_in_a_market_that_grows_a_digit_less():
    """The leader loses a digit a year on market and challenger alike, so that they meet at the challenger's 20 %."""
    years = math.log(70 / 20) / RATE
    assert years_to_parity(70, 20, 13, 13 + DIGIT, 13 + DIGIT) == pytest.approx(years)


@pytest.mark.parametrize(
    ("growth", "market", "years"),
    [
        pytest.param(13 + DIGIT, 13, math.log(2) / RATE, id="by-a-digit"),
        # ln(1 + x) is x less half a billionth of it
        pytest.param(20 + 2**-23, 20, math.log(2) * 120 * 2**23, id="by-a-ten-millionth"),
    ],
)
def test_two_that_outgrow_their_market_by_next_to_nothing_double_in_the_end(growth, market, years):
    assert years_to_full(25, 25, growth, growth, market) == pytest.approx(years, rel=1e-9)


@given(st.floats(1, 50), st.floats(0.01, 0.99), GROWTH, st.floats(0.5, 100))
def test_both_have_the_same_after_that_many_years(leader, part, leader_growth, faster):
    challenger, challenger_growth = leader * part, leader_growth + faster
    years = years_to_parity(leader, challenger, leader_growth, challenger_growth)
    ratio = math.log(leader / challenger) + years * (
        math.log1p(leader_growth / 100) - math.log1p(challenger_growth / 100)
    )
    assert ratio == pytest.approx(0, abs=1e-9)


@given(st.floats(20, 60), st.floats(1, 19), st.tuples(GROWTH, GROWTH, GROWTH))
def test_parity_is_refused_exactly_if_the_whole_market_comes_first(leader, challenger, growths):
    years = years_to_parity(leader, challenger, *growths[:2])
    full = years_to_full(leader, challenger, *growths)
    assume(math.isinf(years) or abs(years - full) > 1e-6)
    if math.isinf(years) or years < full:
        assert years_to_parity(leader, challenger, *growths) == years
    else:
        with pytest.raises(ShareError, match="not reachable"):
            years_to_parity(leader, challenger, *growths)


def box_around(value, width):
    return Interval(value - width, value + width)


@given(
    st.floats(25, 60), st.floats(2, 20), st.floats(-20, 40), st.floats(45, 120), st.floats(0, 150), st.floats(0.05, 3)
)
def test_bounds_hold_every_reachable_parity_and_are_reached(leader, challenger, slow, fast, market, width):
    boxes = [box_around(value, width / 2) for value in (leader, challenger, slow, fast, market)]
    chance = random.Random(1)
    found, unreachable = [], 0
    for _ in range(60):
        point = [chance.choice([box.low, box.high, chance.uniform(box.low, box.high)]) for box in boxes]
        try:
            found.append(years_to_parity(*point))
        except ShareError:
            unreachable += 1
    bounded = declared(years_to_parity).bounds
    assume(found)  # a market of no reachable parity is tested by hand
    bounds = bounded(*boxes)
    assert bounds.low - 1e-9 <= min(found)
    assert max(found) <= bounds.high + 1e-9
    if unreachable:
        assert math.isinf(bounds.high)
    elif math.isfinite(bounds.high):
        ends = (boxes[0].low, boxes[1].high, boxes[2].low, boxes[3].high), (
            boxes[0].high, boxes[1].low, boxes[2].high, boxes[3].low,
        )  # fmt: skip
        assert (bounds.low, bounds.high) == pytest.approx(tuple(years_to_parity(*end) for end in ends))


def test_bounds_without_a_market_check_nothing_and_keep_open_ends():
    bounds = declared(years_to_parity).bounds(
        Interval(40, 40), Interval(10, 20, True, False), Interval(0, 0), Interval(100, 100)
    )
    assert (bounds.low, bounds.high) == (1, 2)
    assert bounds.ends == "(]"


def test_bounds_of_a_parity_that_no_rate_allows_are_refused():
    boxes = [box_around(value, 0.05) for value in (ALIBABA, TENCENT, 100, own_rate("B"), MARKETS["B"])]
    with pytest.raises(ShareError, match="not reachable at these rates"):
        declared(years_to_parity).bounds(*boxes)


@pytest.mark.parametrize(
    ("arguments", "years"),
    [
        ((25, 25, 100, 100, 0), 1),
        ((25, 25, 0, 0, -50), 1),
        ((25, 25, 50, 20, 50), math.inf),
        ((60, 40, 0, 0, 10), 0),
        ((1e-310, 1e-310, 900, 0, 0), 312),
    ],
)
def test_years_until_two_have_everything_by_hand(arguments, years):
    assert years_to_full(*arguments) == pytest.approx(years)


@given(st.floats(5, 45), st.floats(5, 45), GROWTH, GROWTH, GROWTH)
def test_the_two_have_everything_after_that_many_years(leader, challenger, leader_growth, challenger_growth, market):
    years = years_to_full(leader, challenger, leader_growth, challenger_growth, market)
    assume(math.isfinite(years) and years < 1e4)
    first, second = (
        share * math.exp(years * (math.log1p(growth / 100) - math.log1p(market / 100)))
        for share, growth in ((leader, leader_growth), (challenger, challenger_growth))
    )
    assert first + second == pytest.approx(100, rel=1e-6)


@pytest.mark.parametrize("function", [years_to_parity, years_to_full])
@pytest.mark.parametrize(
    ("position", "value", "message"),
    [
        (0, 0, "leader_share: 0 never catches up"),
        (1, 0, "challenger_share: 0 never catches up"),
        (0, 101, "leader_share: 101 is not a share"),
        (1, math.nan, "challenger_share: missing"),
        (1, 61, "challenger_share: the two shares sum to 101, above 100"),
        (2, -100, "leader_growth: -100 leaves nothing"),
        (3, math.inf, "challenger_growth: inf is not a finite number"),
        (4, -101, "market_growth: -101 leaves nothing"),
        (4, "3", "market_growth: '3' is not a number"),
    ],
)
def test_shares_and_rates_that_are_none_are_refused(function, position, value, message):
    arguments = [40, 10, 20, 50, 60]
    arguments[position] = value
    with pytest.raises(ShareError, match=message):
        function(*arguments)


# logistic substitution


def test_ten_to_ninety_percent_takes_ln_81_over_the_rate():
    """Fisher and Pry 1971: 4.394449 / a."""
    assert takeover_time(1) == pytest.approx(4.394449, abs=5e-7)
    assert takeover_time(0.5) == pytest.approx(8.788898, abs=1e-6)


@given(st.floats(0.05, 3), st.floats(-20, 20), st.integers(3, 9))
def test_points_on_a_logistic_curve_give_it_back(rate, midpoint, number):
    times = [midpoint + (k - number / 2) / rate for k in range(number)]
    shares = [100 / (1 + math.exp(-rate * (time - midpoint))) for time in times]
    fit = logistic_fit(times, shares)
    assert (fit.rate, fit.midpoint) == pytest.approx((rate, midpoint), rel=1e-6, abs=1e-6)
    assert fit.r_squared == pytest.approx(1)
    assert fit.points == number
    assert fit.share(times[0]) == pytest.approx(shares[0], rel=1e-6)


def test_a_fit_by_hand_is_the_least_squares_line_of_the_log_odds():
    """Log odds −1, 0, 4 at 0, 1, 2: slope 2.5, mean 1 at 1; of a variance of 14, 12.5 are on the line."""
    shares = [100 / (1 + math.exp(-odds)) for odds in (-1, 0, 4)]
    fit = logistic_fit(np.array([0, 1, 2]), shares)
    assert (fit.rate, fit.midpoint, fit.r_squared) == pytest.approx((2.5, 1 - 1 / 2.5, 12.5 / 14))


@given(st.floats(5, 95), GROWTH, GROWTH)
def test_two_firms_with_constant_growth_follow_the_curve_exactly(share, growth, other_growth):
    """Fisher–Pry: f = s1/(s1 + s2), a = ln((1 + g1)/(1 + g2))."""
    rate = substitution_rate(growth, other_growth)
    assume(abs(rate) > 1e-3)
    times = [0, 1, 2, 3]
    first = [share * (1 + growth / 100) ** time for time in times]
    second = [(100 - share) * (1 + other_growth / 100) ** time for time in times]
    shares = [100 * a / (a + b) for a, b in zip(first, second, strict=True)]
    assume(all(0.01 < each < 99.99 for each in shares))
    fit = logistic_fit(times, shares)
    assert fit.rate == pytest.approx(rate, rel=1e-6)
    assert fit.r_squared == pytest.approx(1)


@pytest.mark.parametrize(
    ("rate", "time", "share"),
    [
        pytest.param(0.5, 0, 0, id="long-before"),
        pytest.param(0.5, 4030, 100, id="long-after"),
        pytest.param(-0.5, 4030, 0, id="long-gone"),
        pytest.param(math.log(3), 2016, 75, id="a-year-after-the-midpoint"),
        pytest.param(math.log(1.5), 2016, 60, id="a-year-after-it-slowly"),
        pytest.param(math.log(3), 2014, 25, id="a-year-before-it"),
        pytest.param(math.log(3), 2015, 50, id="at-the-midpoint"),
    ],
)
def test_a_curve_has_a_share_at_every_time(rate, time, share):
    assert LogisticFit(rate, 2015, 1, 3).share(time) == pytest.approx(share)


def test_a_share_that_falls_has_a_negative_rate():
    assert logistic_fit([0, 1, 2], [80, 50, 20]).rate < 0
    assert substitution_rate(0, 100) == pytest.approx(-math.log(2))


@pytest.mark.parametrize(
    ("growth", "other", "rate"),
    [
        pytest.param(13 + DIGIT, 13, RATE, id="a-digit-faster"),
        pytest.param(13, 13 + DIGIT, -RATE, id="a-digit-slower"),
        pytest.param(math.nextafter(-100, 0), 0, -46 * math.log(2) - math.log(100), id="nearly-nothing-left"),
        pytest.param(20, 20, 0, id="level"),
    ],
)
def test_rates_of_substitution_keep_their_digits(growth, other, rate):
    assert substitution_rate(growth, other) == pytest.approx(rate, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: logistic_fit([0, 1], [10, 20]), "times: 2 points; a curve through fewer than three"),
        (lambda: logistic_fit([0, 1, 2], [10, 20]), "shares: 2 shares for 3 times"),
        (lambda: logistic_fit([0, 1, 1], [10, 20, 30]), "two points at one time"),
        (lambda: logistic_fit([0, 1, 2], [0, 20, 30]), r"shares\[0\]: 0 is never reached"),
        (lambda: logistic_fit([0, 1, 2], [10, 20, 100]), r"shares\[2\]: 100 is never reached"),
        (lambda: logistic_fit([0, 1, 2], [10, math.nan, 30]), r"shares\[1\]: missing"),
        (lambda: logistic_fit([0, None, 2], [10, 20, 30]), r"times\[1\]: None is not a number"),
        (lambda: logistic_fit([0, 1, 2], [20, 20, 20]), "no trend in them"),
        # up and down alike: what binary fractions leave of the slope is no trend
        (lambda: logistic_fit([0.1, 0.2, 0.3], [20, 80, 20]), "no trend in them"),
        (lambda: logistic_fit([9.1, 9.2, 9.299999999999999, 9.4, 9.5], [14.9] * 5), "no trend in them"),
        (lambda: logistic_fit([0, 1, 2], [0.01, 0.01, 0.010000000000001]), "no trend in them"),
        (lambda: logistic_fit([], []), "times: no times at all"),
        (lambda: takeover_time(0), "rate: 0 must be above 0"),
        (lambda: takeover_time(-1), "rate: -1 must be above 0"),
        (lambda: takeover_time(math.inf), "rate: inf is not a finite number"),
        (lambda: substitution_rate(-100, 0), "growth: -100 leaves nothing"),
        (lambda: substitution_rate(0, math.nan), "other_growth: missing"),
    ],
)
def test_what_is_no_evidence_of_substitution_is_refused(call, message):
    with pytest.raises(ShareError, match=message):
        call()


# bounds over what two firms can have together


def of(*boxes, function=years_to_parity):
    return declared(function).bounds(*map(written, boxes))


def written(box):
    return Interval.written(box) if isinstance(box, str) else Interval.exactly(box)


@pytest.mark.parametrize(
    ("boxes", "low", "high", "ends"),
    [
        # 60 against 40 at the earliest, 65 against 35 at the latest: more than 100 they cannot have
        pytest.param(("[60, 80]", "[35, 70]", 0, 10), math.log(1.5) / math.log(1.1), math.log(65 / 35) / math.log(1.1),
                     "[]", id="shares-of-100"),
        pytest.param(("(60, 80]", "[35, 70]", 0, 10), math.log(1.5) / math.log(1.1), math.log(65 / 35) / math.log(1.1),
                     "(]", id="an-open-leader-leaves-less"),
        pytest.param(("[60, 80]", "(35, 70]", 0, 10), math.log(1.5) / math.log(1.1), math.log(65 / 35) / math.log(1.1),
                     "[)", id="an-open-challenger-leaves-less"),
        pytest.param(("[60, 65]", "[35, 70]", 0, 10), math.log(1.5) / math.log(1.1), math.log(65 / 35) / math.log(1.1),
                     "[]", id="an-end-that-fits-exactly"),
        pytest.param(("[40, 60)", "[20, 40]", 0, "[100, 300]"), 0, math.log2(3), "[)", id="level-already"),
        pytest.param(("(40, 60]", "[20, 40]", 0, 100), 0, math.log2(3), "(]", id="level-is-approached"),
        pytest.param(("[10, 20]", "[20, 30]", 0, "[-50, 0]"), 0, 0, "[]", id="never-behind"),
        pytest.param((40, "[0, 10]", 0, 100), 2, math.inf, "[)", id="from-next-to-nothing"),
        pytest.param((40, 10, "[0, 100]", 100), 2, math.inf, "[)", id="perhaps-not-faster"),
        pytest.param((40, 10, "(-100, 0]", 100), 0, 2, "(]", id="a-leader-of-next-to-nothing"),
        # 80 halves a year against a market that stays: at 50 after log2(1.6) years, when 20 has to have grown by 2.5
        pytest.param((80, 20, -50, "[0, 900]", 0), math.log2(1.6), math.inf, "[)", id="not-before-the-leader-has-50"),
        pytest.param((80, 20, -50, "[0, 900]", "[-10, 0)"), math.log2(1.6), math.inf, "()", id="in-a-slower-market"),
    ],
)  # fmt: skip
def test_years_to_parity_of_what_two_firms_can_have(boxes, low, high, ends):
    found = of(*boxes)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.ends == ends


def test_two_shares_that_leave_each_other_no_room_are_refused():
    for function in (years_to_parity, years_to_full):
        with pytest.raises(ShareError, match="challenger_share: the two shares sum to at least 110, above 100"):
            of("[60, 80]", "(50, 80]", 0, 10, 0, function=function)
        with pytest.raises(ShareError, match="the two shares sum to more than 100, above 100"):
            of("[60, 80]", "(40, 80]", 0, 10, 0, function=function)
        with pytest.raises(ShareError, match="the two shares sum to more than 100, above 100"):
            of(100, "[0, 10]", 0, 10, 0, function=function)  # 0 is no share that catches up


def test_shares_between_that_pass_100_though_none_at_the_ends_does():
    """Rates of -5 and 10: a = ln 1.1 / (ln 1.1 + ln 1/.95) = .65, and 65 beside 35 meet at 65^.65 · 35^.35 = 52.3."""
    assert 90**0.65 * 10**0.35 < 85**0.65 * 15**0.35 < 50 < 65**0.65 * 35**0.35
    assert math.isfinite(of("[85, 90]", "[10, 15]", -5, 10, 0).high)
    assert of("[50, 90]", "[10, 50]", -5, 10, 0) == Interval.at_least(0)


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        (("[50, 60]", "[40, 60]", 0, 0, 0), "[0, inf)"),  # together 100 already, or for ever less
        (("[25, 50]", "[25, 50]", 100, 100, 0), "[0, 1]"),
        (("[25, 50)", "[25, 50]", 100, 100, 0), "(0, 1]"),  # they double in a year, from just below 100
        (("[25, 50]", "[25, 50]", "[100, 300)", 100, 0), "[0, 1]"),
        ((25, 25, "[100, 300)", "[100, 300]", 0), "(0.5, 1]"),  # fourfold a year
        ((25, 25, 100, 100, "(-50, 0]"), "(0.5, 1]"),
        # 50 halves and 50 grows by half: .5^t + 1.5^t is 2 at once, and then after 1.6
        ((50, 50, "[-50, 0]", 50, 0), 0),
    ],
)
def test_years_until_two_have_everything_of_what_they_can_have(boxes, expected):
    found = of(*boxes, function=years_to_full)
    wanted = written(expected)
    assert (found.low, found.high) == (pytest.approx(wanted.low), pytest.approx(wanted.high))
    assert found.ends == wanted.ends


def test_two_that_never_quite_have_everything_may_have_it_after_a_loss():
    """From just below 50 and 50: .5^t + 1.5^t = 2 at t = 1.45, where 1.5^t is 1.8 and .5^t is .37."""
    found = of("[40, 50)", 50, -50, 50, 0, function=years_to_full)
    assert 0.5**found.low + 1.5**found.low == pytest.approx(2)
    assert found.low > 1
    assert found.ends == "(]"
    with pytest.raises(ShareError, match="never"):
        of("[40, 50)", 50, -50, 0, 0, function=years_to_full)


NUMBERS = [-50, -10, 0, 20, 40]


@given(st.data())
def test_every_reachable_parity_of_a_grid_is_within_the_bounds_and_every_corner_of_it_is_met(data):
    def box(*values):
        return Interval(*sorted(data.draw(st.tuples(st.sampled_from(values), st.sampled_from(values)))))

    shares = box(30, 50, 60, 80), box(10, 20, 40, 50)
    growths = box(*NUMBERS), box(*NUMBERS, 100), box(*NUMBERS)
    grids = [sorted({each.low, (each.low + each.high) / 2, each.high}) for each in (*shares, *growths)]
    points = [point for point in product(*grids) if point[0] + point[1] <= 100]
    found, unreachable = [], False
    for point in points:
        try:
            found.append(years_to_parity(*point))
        except ShareError:
            unreachable = True
    assume(found and min(found) < math.inf)
    bounds = declared(years_to_parity).bounds(*shares, *growths)
    assert bounds.low <= min(found) + 1e-9
    assert bounds.high >= (math.inf if unreachable else max(found) - 1e-9)
    everything = declared(years_to_full).bounds
    full = [years_to_full(*point) for point in points]
    if min(full) < math.inf:
        assert everything(*shares, *growths).low <= min(full) + 1e-9
        assert everything(*shares, *growths).high >= max(full) - 1e-9


def test_rates_far_apart_have_a_rate_of_substitution_all_the_same():
    """ln(10^306 / 10^−4) = 310 ln 10, though the quotient is beyond the largest number."""
    assert substitution_rate(1e308, -99.99) == pytest.approx(310 * math.log(10), rel=1e-12)
    assert substitution_rate(-99.99, 1e308) == pytest.approx(-310 * math.log(10), rel=1e-12)


def test_times_and_shares_are_matched_by_name():
    """Read in the order of the shares alone, the curve would fall."""
    times, shares = {"a": 0, "b": 1, "c": 2}, {"c": 80, "b": 50, "a": 20}
    for form in (dict, pd.Series):
        assert logistic_fit(form(times), form(shares)) == logistic_fit([0, 1, 2], [20, 50, 80])
    assert logistic_fit([0, 1, 2], pd.Series([20, 50, 80], index=list("abc"))).midpoint == pytest.approx(1)
    with pytest.raises(ShareError, match="shares: nothing is said of b"):
        logistic_fit(times, {"a": 20, "c": 80, "d": 50})

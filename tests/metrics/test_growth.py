import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.metrics import ShareError, cagr, cagr_of_ratio, growth_of_ratio, ratio_of_growth, value_ratio

POSITIVE = st.floats(0.1, 1e4)


@pytest.mark.parametrize(("start", "end", "ratio"), [(4, 10, 2.5), (10, 4, 0.4), (5, 5, 1), (5, 0, 0)])
def test_a_ratio_is_end_over_start(start, end, ratio):
    assert value_ratio(start, end) == pytest.approx(ratio, rel=1e-12)


@pytest.mark.parametrize(("growth", "ratio"), [(600, 7), (100, 2), (0, 1), (-40, 0.6), (-100, 0)])
def test_growth_and_ratio_are_two_words_for_one_change(growth, ratio):
    """增长600% is a ratio of 7, 翻一番 one of 2."""
    assert ratio_of_growth(growth) == pytest.approx(ratio, abs=1e-12)
    assert growth_of_ratio(ratio) == pytest.approx(growth, abs=1e-12)


def test_the_ratio_of_growth_a_digit_above_minus_100_keeps_its_digits():
    """The next number above -100 is -100 + 2^-46."""
    assert ratio_of_growth(math.nextafter(-100, 0)) == 2**-46 / 100


@given(st.floats(-100, 1e6))
def test_the_growth_of_the_ratio_of_a_growth_is_that_growth(growth):
    assert growth_of_ratio(ratio_of_growth(growth)) == pytest.approx(growth, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("start", "end", "years", "rate"),
    [
        pytest.param(100, 121, 2, 10, id="microsoft-rri"),
        pytest.param(1, 32, 5, 100, id="to-32-times-in-five-years"),
        pytest.param(100, 64, 2, -20, id="shrinks"),
        pytest.param(7, 7, 3, 0, id="unchanged"),
        pytest.param(100, 110, 1, 10, id="one-year"),
        pytest.param(100, 110, 0.5, 21, id="half-a-year"),
    ],
)
def test_a_constant_yearly_rate_leads_from_start_to_end(start, end, years, rate):
    assert cagr(start, end, years) == pytest.approx(rate, abs=1e-9)


def test_ten_to_eleven_thousand_in_96_periods_is_the_rate_that_microsoft_prints():
    """Microsoft, RRI function: RRI(96, 10000, 11000) is 0.0009933, to seven places."""
    assert cagr(10_000, 11_000, 96) == pytest.approx(0.09933, abs=0.000005)


def test_growing_by_32_times_in_five_years_is_1012_permille_a_year():
    """33^(1/5) lies between 2.012 and 2.0125: 2.012^5 is 32.972, 2.0125^5 is 33.013."""
    assert 101.2 < cagr(1, 33, 5) < 101.25


@given(POSITIVE, POSITIVE, st.integers(1, 30))
def test_the_rate_applied_for_all_years_arrives_at_the_end(start, end, years):
    value = start
    for _ in range(years):
        value *= 1 + cagr(start, end, years) / 100
    assert value == pytest.approx(end, rel=1e-9)


@given(POSITIVE, POSITIVE, st.floats(0.5, 50), st.floats(0.01, 100))
def test_the_rate_does_not_depend_on_the_unit(start, end, years, factor):
    assert cagr(start * factor, end * factor, years) == pytest.approx(cagr(start, end, years), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: value_ratio(None, 1), "start: None is not a number"),
        (lambda: value_ratio(1, math.nan), "end: missing"),
        (lambda: value_ratio(math.inf, 1), "start: inf is not a finite number"),
        (lambda: value_ratio(1, math.inf), "end: inf is not a finite number"),
        (lambda: value_ratio(-1, 1), "start: -1 must be above 0"),
        (lambda: value_ratio(1, -1), "end: -1 must be at least 0"),
        (lambda: value_ratio(0, 1), "start: 0 must be above 0"),
        (lambda: ratio_of_growth(None), "growth: None is not a number"),
        (lambda: ratio_of_growth(math.nan), "growth: missing"),
        (lambda: ratio_of_growth(math.inf), "growth: inf is not a finite number"),
        (lambda: ratio_of_growth(-100.1), "growth: -100.1 must be at least -100"),
        (lambda: growth_of_ratio("7"), "ratio: '7' is not a number"),
        (lambda: growth_of_ratio(math.nan), "ratio: missing"),
        (lambda: growth_of_ratio(math.inf), "ratio: inf is not a finite number"),
        (lambda: growth_of_ratio(-0.1), "ratio: -0.1 must be at least 0"),
    ],
)
def test_a_value_without_a_ratio_is_refused_by_name(call, message):
    with pytest.raises(ShareError, match=message):
        call()


@pytest.mark.parametrize("rate", [lambda: cagr(1, 10, 1 / 365), lambda: cagr_of_ratio(10, 1 / 365)])
def test_a_tenfold_day_has_no_rate_a_year(rate):
    """10^365 is no number that a double holds."""
    with pytest.raises(ShareError, match=r"10 times in 0\.00273973 years is a rate beyond the largest number"):
        rate()


@pytest.mark.parametrize("argument", ["start", "end", "years"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "None is not a number"),
        (math.nan, "missing"),
        (math.inf, "inf is not a finite number"),
        (0, "0 must be above 0"),
        (-2, "-2 must be above 0"),
    ],
)
def test_a_growth_rate_needs_three_finite_positive_numbers(argument, value, message):
    numbers = {"start": 100, "end": 121, "years": 2, argument: value}
    with pytest.raises(ShareError, match=f"{argument}: {message}"):
        cagr(**numbers)

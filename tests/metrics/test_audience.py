"""Penetration, the components of share, development indices and stickiness."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    brand_development_index,
    category_development_index,
    heavy_usage_index,
    part_of,
    penetration,
    penetration_share,
    share_from_components,
    share_of_requirements,
    stickiness,
)
from marketshare.quantity import declared

OF_A_WHOLE = [penetration, penetration_share, share_of_requirements, stickiness]


@pytest.mark.parametrize(
    ("result", "printed"),
    [
        pytest.param(penetration(500, 10_000), 5, id="penetration"),
        pytest.param(penetration_share(500, 2_000), 25, id="penetration-share"),
        pytest.param(heavy_usage_index(6, 4), 1.5, id="heavy-usage"),
        pytest.param(round(brand_development_index(1.17, 0.387)), 302, id="brand-development"),
        pytest.param(round(category_development_index(0.72, 0.387)), 186, id="category-development"),
        pytest.param(stickiness(15_000, 50_000), 30, id="stickiness"),
    ],
)
def test_a_number_is_the_one_that_farris_and_others_print(result, printed):
    """Farris et al., Marketing Metrics; stickiness as product analysts print it."""
    assert result == pytest.approx(printed)


@pytest.mark.parametrize(
    ("result", "by_hand"),
    [
        (share_of_requirements(30, 120), 25),
        (share_from_components(50, 40, 1.5), 30),
        (share_from_components(100, 100, 1), 100),
        (brand_development_index(10, 10), 100),
        (category_development_index(0, 10), 0),
        (penetration(0, 10), 0),
        (heavy_usage_index(0, 4), 0),
    ],
)
def test_a_number_is_the_one_done_by_hand(result, by_hand):
    assert result == pytest.approx(by_hand)


@pytest.mark.parametrize("function", [*OF_A_WHOLE, part_of])
def test_everything_is_a_hundred_percent_of_itself_whatever_its_last_digit(function):
    """100 · 0.69 / 0.69 is in binary a digit more."""
    assert function(0.69, 0.69) == 100


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 50), st.integers(1, 50), st.integers(0, 50))
def test_share_is_penetration_share_times_share_of_requirements_times_heavy_usage(
    brand_buyers, more_buyers, bought, elsewhere, by_others
):
    """Brand buyers buy the brand and elsewhere; the category's other buyers buy something as well."""
    category_buyers = brand_buyers + more_buyers
    category = bought + elsewhere + by_others
    share = share_from_components(
        penetration_share(brand_buyers, category_buyers),
        share_of_requirements(bought, bought + elsewhere),
        heavy_usage_index((bought + elsewhere) / brand_buyers, category / category_buyers),
    )
    assert share == pytest.approx(100 * bought / category)


@pytest.mark.parametrize("function", OF_A_WHOLE)
def test_a_part_known_by_its_rounding_is_bounded_and_never_above_the_whole(function):
    names = list(declared(function).takes)
    near = declared(function).bounds(**dict(zip(names, (Interval(95, 105), Interval(100, 110)), strict=True)))
    assert (near.low, near.high) == pytest.approx((100 * 95 / 110, 100))
    assert near.ends == "[]"
    low = declared(function).bounds(**dict(zip(names, (Interval(0, 5, True, False), Interval(50, 50)), strict=True)))
    assert low == Interval(0, 10, True, False)


def test_components_known_by_their_rounding_are_bounded():
    bounds = declared(share_from_components).bounds(
        penetration_share=Interval(49, 51), share_of_requirements=Interval(39, 41), heavy_usage_index=Interval(1.4, 1.6)
    )
    assert (bounds.low, bounds.high) == pytest.approx((49 * 39 * 1.4 / 100, 51 * 41 * 1.6 / 100))


@pytest.mark.parametrize("function", [brand_development_index, category_development_index])
def test_a_segment_known_by_its_rounding_is_bounded(function):
    bounds = declared(function).bounds(sales_share=Interval(10, 20), population_share=Interval(0, 10))
    assert (bounds.low, bounds.high) == (100, math.inf)


@pytest.mark.parametrize("function", OF_A_WHOLE)
@pytest.mark.parametrize(
    ("part", "whole", "message"),
    [
        (3, 2, ": 3 is more than .*, 2, of which it is a part"),
        (1, 0, ": 0 must be above 0"),
        (-1, 2, ": -1 must be at least 0"),
        (math.nan, 2, ": missing"),
        (1, math.inf, ": inf is not a finite number"),
        ("1", 2, ": '1' is not a number"),
        (True, 2, ": True is not a number"),
    ],
)
def test_a_part_of_a_whole_that_it_does_not_fit_is_refused(function, part, whole, message):
    with pytest.raises(ShareError, match=message):
        function(part, whole)


@pytest.mark.parametrize("function", OF_A_WHOLE)
@pytest.mark.parametrize(
    ("part", "whole", "message"),
    [
        (Interval(3, 4), Interval(1, 2), r"\[3, 4\] is more than \w+, \[1, 2\], of which it is a part"),
        (Interval(2, 2), Interval(1, 2, True, False), r"\[2, 2\] is more than \w+, \[1, 2\), of which it is a part"),
        (Interval(0, 1), Interval(0, 0), ": 0 has no parts"),
        (Interval(-1, 1), Interval(1, 2), ": -1 must be at least 0"),
    ],
)
def test_intervals_of_a_part_and_a_whole_that_do_not_fit_are_refused(function, part, whole, message):
    with pytest.raises(ShareError, match=message):
        declared(function).bounds(**dict(zip(declared(function).takes, (part, whole), strict=True)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: heavy_usage_index(1, 0), "category_buyer_usage: 0 must be above 0"),
        (lambda: heavy_usage_index(-1, 1), "brand_buyer_usage: -1 must be at least 0"),
        (lambda: share_from_components(101, 50, 1), "penetration_share: 101 is not a share"),
        (lambda: share_from_components(50, None, 1), "share_of_requirements: None is not a number"),
        (lambda: share_from_components(50, 50, -1), "heavy_usage_index: -1 must be at least 0"),
        (lambda: share_from_components(80, 90, 2), "makes a share of 144, above 100"),
        (lambda: brand_development_index(10, 0), "population_share: 0 has nobody"),
        (lambda: category_development_index(101, 5), "sales_share: 101 is not a share"),
        (
            lambda: declared(brand_development_index).bounds(Interval(1, 2), Interval(0, 0)),
            "population_share: 0 has nobody",
        ),
        (
            lambda: declared(share_from_components).bounds(
                penetration_share=Interval(80, 90),
                share_of_requirements=Interval(90, 95),
                heavy_usage_index=Interval(2, 2),
            ),
            "outside",
        ),
    ],
)
def test_what_makes_no_share_or_index_is_refused(call, message):
    with pytest.raises(ShareError, match=message):
        call()

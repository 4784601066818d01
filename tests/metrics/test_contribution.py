"""What each part adds to the growth of the whole."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    ShiftShare,
    contribution_to_growth,
    shift_share,
)
from marketshare.quantity import declared


def test_china_s_growth_of_2010_is_the_sum_of_three_contributions():
    """National Bureau of Statistics: consumption 3.8, investment 5.6, net exports 0.9, together 10.3."""
    before = [47.4, 46.2, 6.4]
    after = [47.4 + 3.8, 46.2 + 5.6, 6.4 + 0.9]
    assert contribution_to_growth(before, after) == pytest.approx([3.8, 5.6, 0.9])
    assert math.fsum(contribution_to_growth(before, after)) == pytest.approx(10.3)


def test_contributions_by_hand_are_share_times_growth():
    """60 % growing by 10 % and 40 % growing by 10 %."""
    assert contribution_to_growth([60, 40], [66, 44]) == [6, 4]
    assert contribution_to_growth([60, 40], [66, 44], firm=1) == 4


@given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)), min_size=1, max_size=8))
def test_contributions_sum_to_the_growth_of_the_whole(pairs):
    before, after = [a + 1 for a, _ in pairs], [b for _, b in pairs]
    growth = 100 * (math.fsum(after) / math.fsum(before) - 1)
    assert math.fsum(contribution_to_growth(before, after)) == pytest.approx(growth, rel=1e-9, abs=1e-9)


def test_contributions_of_series_are_matched_by_name_and_an_absent_part_has_nothing():
    found = contribution_to_growth(pd.Series({"a": 60, "b": 40}), pd.Series({"b": 50, "c": 10, "a": 60}))
    assert found.to_dict() == {"a": 0, "b": 10, "c": 10}
    assert contribution_to_growth({"a": 60, "b": 40}, {"a": 30}, firm="b") == -40


@given(st.data())
def test_bounds_of_a_contribution_hold_and_are_reached_at_corners(data):
    box = st.tuples(st.floats(1, 50), st.floats(0, 20)).map(lambda pair: Interval(pair[0], sum(pair)))
    before, after = (data.draw(st.lists(box, min_size=3, max_size=3)) for _ in range(2))
    bounds = declared(contribution_to_growth).bounds(before, after, 0)
    corners = [
        contribution_to_growth([a, rest, 0], [b, 0, 0], 0)
        for a in (before[0].low, before[0].high)
        for b in (after[0].low, after[0].high)
        for rest in (before[1].low + before[2].low, before[1].high + before[2].high)
    ]
    assert bounds.low == pytest.approx(min(corners), abs=1e-9)
    assert bounds.high == pytest.approx(max(corners), abs=1e-9)
    inside = [[data.draw(st.floats(b.low, b.high)) for b in boxes] for boxes in (before, after)]
    assert bounds.low - 1e-9 <= contribution_to_growth(*inside, 0) <= bounds.high + 1e-9


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: contribution_to_growth([0, 0], [1, 1]), "before: the values sum to 0"),
        (lambda: contribution_to_growth([1, -1], [1, 1]), r"before\[1\]: -1 must be at least 0"),
        (lambda: contribution_to_growth([1, 1], [1, math.nan]), r"after\[1\]: missing"),
        (lambda: contribution_to_growth([1, 1], [1]), "after: 2 in before and 1 in after"),
        (lambda: contribution_to_growth([1, 1], [1, 1], firm=2), "firm: 2 is not a position"),
    ],
)
def test_a_contribution_that_cannot_be_is_refused(call, message):
    with pytest.raises(ShareError, match=message):
        call()


# shift-share


def test_farhauer_and_kroell_s_region_gained_by_growth_and_mix_and_lost_by_competition():
    """Their data, the values derived: 27 + 1 − 3 = 25."""
    parts = shift_share([90, 20, 10, 60], [100, 40, 10, 55], [400, 150, 150, 400], [440, 210, 135, 480])
    assert parts.reference_growth == pytest.approx(27)
    assert parts.mix == pytest.approx(1)
    assert parts.competitive == pytest.approx(-3)
    assert parts.total == 25


@given(st.lists(st.tuples(*[st.floats(1, 1e4)] * 4), min_size=1, max_size=6))
def test_the_three_parts_sum_to_the_change(rows):
    parts = shift_share(*(list(column) for column in zip(*rows, strict=True)))
    assert parts.reference_growth + parts.mix + parts.competitive == pytest.approx(parts.total, abs=1e-6)


@given(st.lists(st.tuples(st.floats(1, 100), st.floats(1, 100)), min_size=1, max_size=5))
def test_the_reference_itself_has_neither_mix_nor_competition(rows):
    before, after = (list(column) for column in zip(*rows, strict=True))
    parts = shift_share(before, after, before, after)
    assert (parts.mix, parts.competitive) == pytest.approx((0, 0), abs=1e-9)


def test_industries_are_matched_by_name_and_arrays_by_position():
    industries = ["a", "b", "c", "d"]
    lists = ([90, 20, 10, 60], [100, 40, 10, 55], [400, 150, 150, 400], [440, 210, 135, 480])
    series = [pd.Series(values, index=industries) for values in lists]
    assert shift_share(series[0][::-1], *series[1:]) == shift_share(*map(np.array, lists))
    assert isinstance(shift_share(*lists), ShiftShare)


@pytest.mark.parametrize(
    ("lists", "message"),
    [
        (([1], [1], [0], [1]), r"reference_before\[0\]: 0 must be above 0"),
        (([1], [1], [1], [1, 2]), "1 in before and 1 in after and 1 in reference_before and 2 in reference_after"),
        (([1], [None], [1], [1]), r"after\[0\]: None is not a number"),
        (({"a": 1}, {"a": 1}, {"a": 1}, {"b": 1}), "before: nothing is said of b"),
        (([], [], [], []), "before: no numbers at all"),
    ],
)
def test_industries_that_cannot_be_compared_are_refused(lists, message):
    with pytest.raises(ShareError, match=message):
        shift_share(*lists)

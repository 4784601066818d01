"""Ranks from partial shares, against every market on a grid."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import ShareError, rank_bounds, rank_change_bounds, rank_changes

UNITS = 120
"""A market in units; intervals begin and end at multiples of STEP, so that "a little more" is a unit."""
STEP = 12


def ends(bounds):
    return (bounds.low, bounds.high)


# the note


def test_the_note_s_second_cloud_firm_may_be_fifth_if_nothing_is_known_of_the_others():
    """Cloud 2018: 45.3 is left, enough for three firms above 11.8, or for one above 42.9."""
    assert list(map(ends, rank_bounds([42.9, 11.8], unnamed="any"))) == [(1, 2), (2, 5)]


def test_if_the_named_are_the_largest_their_ranks_are_certain():
    assert list(map(ends, rank_bounds([42.9, 11.8], unnamed="smaller"))) == [(1, 1), (2, 2)]


def test_rounding_makes_no_difference_to_the_ranks_of_the_note():
    boxes = [(42.85, 42.95), (11.75, 11.85)]
    assert list(map(ends, rank_bounds(boxes, unnamed="any"))) == [(1, 2), (2, 5)]


# by hand


@pytest.mark.parametrize(
    ("shares", "known", "expected"),
    [
        pytest.param([50, 30, 20], {"unnamed": "any", "count": 0}, [(1, 1), (2, 2), (3, 3)], id="full"),
        pytest.param([40, 40, 20], {"unnamed": "any", "count": 0}, [(1, 1), (1, 1), (3, 3)], id="tie"),
        pytest.param([20], {"unnamed": "any"}, [(1, 4)], id="four-of-twenty-are-a-tie"),
        pytest.param([19], {"unnamed": "any"}, [(1, 5)], id="four-of-more-than-nineteen"),
        pytest.param([49.99999998], {"unnamed": "any"}, [(1, 2)], id="one-of-a-little-more-than-half"),
        pytest.param(
            [Interval(29, 30, True, False), 29.99999995], {"unnamed": "any"}, [(1, 3), (1, 3)], id="open-but-beyond"
        ),
        pytest.param(
            [19.99999999], {"unnamed": "any", "count": 4}, [(2, 5)], id="four-of-no-more-do-not-fill-the-rest"
        ),
        pytest.param([20], {"unnamed": "any", "count": 2}, [(2, 3)], id="two-must-hold-eighty"),
        pytest.param([20], {"unnamed": "any", "count": 4}, [(1, 4)], id="four-may-tie"),
        pytest.param([20], {"unnamed": "smaller", "count": 4}, [(1, 1)], id="four-of-at-most-twenty"),
        pytest.param([(0, 10), 40], {"unnamed": "any"}, [(2, math.inf), (1, 2)], id="may-have-nothing"),
        pytest.param([(20, 30), (25, 35)], {"unnamed": "smaller"}, [(1, 2), (1, 2)], id="overlap"),
        pytest.param([(20, 25), (25, 35)], {"unnamed": "smaller"}, [(1, 2), (1, 1)], id="touch"),
        pytest.param(
            [Interval(20, 25, True, False), (25, 35)], {"unnamed": "smaller"}, [(2, 2), (1, 1)], id="open-at-the-touch"
        ),
        pytest.param(
            [(20, 25), Interval(25, 35, False, True)], {"unnamed": "smaller"}, [(2, 2), (1, 1)], id="open-on-both-sides"
        ),
        pytest.param([Interval(40, 50, True, False)], {"unnamed": "any", "count": 1}, [(2, 2)], id="one-has-over-50"),
        pytest.param([60, 0], {"unnamed": "any"}, [(1, 1), (3, math.inf)], id="someone-has-the-forty"),
        pytest.param(
            [(0, 10), (40, 50), 0, 44], {"unnamed": "smaller"}, [(3, 3), (1, 1), (4, 4), (2, 2)], id="none-below-0"
        ),  # so that the second has 46 at least
        pytest.param([(0, 10), 90], {"unnamed": "smaller"}, [(2, 2), (1, 1)], id="no-firm-below-nothing"),
        pytest.param([0, 0], {"unnamed": "any", "count": 3}, [(2, 4), (2, 4)], id="up-to-three-have-all"),
        pytest.param(
            [(10, 20), (10, 80), (10, 20)], {"unnamed": "any", "count": 0}, [(2, 3), (1, 1), (2, 3)], id="must-be-large"
        ),
    ],
)
def test_ranks_by_hand(shares, known, expected):
    assert list(map(ends, rank_bounds(shares, **known))) == expected


def test_names_are_kept_and_one_firm_can_be_asked_for():
    named = rank_bounds(pd.Series({"Alibaba": 42.9, "Tencent": 11.8}), unnamed="any")
    assert ends(named["Tencent"]) == (2, 5)
    assert ends(rank_bounds({"Alibaba": 42.9, "Tencent": 11.8}, unnamed="any", firm="Alibaba")) == (1, 2)
    assert ends(rank_bounds(np.array([42.9, 11.8]), unnamed="any", firm=np.int64(1))) == (2, 5)


# every market on a grid


def unnamed_above(share, rest, smallest, unnamed, count):
    """Fewest and most unnamed firms above a share, of those that hold the rest; None if they cannot hold it."""
    cap = smallest if unnamed == "smaller" else rest
    if rest == 0:
        return 0, 0
    if cap == 0 or count == 0 or (count is not None and rest > cap * count):
        return None
    most = 0 if cap <= share else rest // (share + 1)
    if count is None:
        return 0, most
    fewest = 0 if rest <= min(share, cap) * count else 1
    return fewest, min(most, count)


def grid_ranks(boxes, firm, unnamed, count):
    """Best and worst rank over all markets in whole units."""
    best, worst = math.inf, 0
    for named in product(*(range(low, high + 1) for low, high in boxes)):
        rest = UNITS - sum(named)
        if rest < 0:
            continue
        above = unnamed_above(named[firm], rest, min(named), unnamed, count)
        if above is None:
            continue
        ahead = 1 + sum(share > named[firm] for share in named)
        best, worst = min(best, ahead + above[0]), max(worst, ahead + above[1])
    return best, worst


def grid_boxes():
    """Two or three intervals in whole steps."""
    box = st.tuples(st.integers(1, 6), st.integers(0, 2)).map(lambda pair: (pair[0] * STEP, (sum(pair)) * STEP))
    return st.lists(box, min_size=1, max_size=3)


@given(grid_boxes(), st.sampled_from(["smaller", "any"]), st.sampled_from([None, 0, 1, 2]))
def test_ranks_are_those_of_the_best_and_the_worst_market_on_a_grid(boxes, unnamed, count):
    percent = [(100 * low / UNITS, 100 * high / UNITS) for low, high in boxes]
    found = [grid_ranks(boxes, firm, unnamed, count) for firm in range(len(boxes))]
    if found[0][1] == 0:
        with pytest.raises(ShareError):
            rank_bounds(percent, unnamed=unnamed, count=count)
        return
    for firm, (best, worst) in enumerate(found):
        bounds = rank_bounds(percent, unnamed=unnamed, count=count, firm=firm)
        assert bounds.low == best
        if unnamed == "smaller" and count:
            assert bounds.high >= worst  # the lowest share may lie between two units
        else:
            assert bounds.high == worst


# changes


def test_a_climb_is_positive_and_ties_share_the_better_rank():
    assert rank_changes([50, 30, 20], [30, 50, 20]) == [-1, 1, 0]
    assert rank_changes([40, 40, 20], [30, 40, 30]) == [-1, 0, 1]


def test_an_entrant_has_no_change_of_rank():
    changes = rank_changes(pd.Series({"a": 60, "b": 40}), pd.Series({"b": 70, "c": 30}))
    assert list(changes.index) == ["a", "b", "c"]
    assert changes["b"] == 1
    assert changes[["a", "c"]].isna().all()
    assert rank_changes([60, 40, 0], [0, 70, 30]) == [None, 1, None]


def test_a_single_firm_can_be_asked_for():
    assert rank_changes([50, 30, 20], [30, 50, 20], firm=1) == 1
    assert rank_changes({"a": 60, "b": 40}, {"a": 40, "b": 60}, firm="b") == 1


def test_a_small_residual_cannot_change_a_rank():
    assert rank_changes([50, 30], [30, 45]) == [-1, 1]


@pytest.mark.parametrize(
    ("before", "after", "firm", "message"),
    [
        ([50, 30, 5], [50, 30, 20], None, "before: 15 of the market is not reported, .* rank_change_bounds gives"),
        ([60, 19.99999998], [60, 40], None, "before: 20.00000002 of the market is not reported"),
        ([50, 30, 20], [50, 30, 5], None, "after: 15 of the market is not reported, .* rank_change_bounds gives"),
        ([50, 50], [100], None, "after: 2 in before and 1 in after"),
        ([60, 40, 0], [60, 0, 40], 2, "firm: 2 has no share in before"),
        ([60, 40, 0], [60, 0, 40], 1, "firm: 1 has no share in after"),
        ([60, 40], [60, 40], 2, "firm: 2 is not a position from 0 to 1"),
    ],
)
def test_a_change_of_rank_that_is_not_certain_is_refused(before, after, firm, message):
    with pytest.raises(ShareError, match=message):
        rank_changes(before, after, firm)


def test_bounds_of_a_change_set_the_best_old_rank_against_the_worst_new_one():
    """Alibaba 1 to 2, then 1 to 2; Tencent 2 to 5 before, 1 to 2 after."""
    bounds = rank_change_bounds({"Alibaba": 42.9, "Tencent": 11.8}, {"Tencent": 42.9}, "Tencent", unnamed="any")
    assert ends(bounds) == (0, 4)
    certain = rank_change_bounds([42.9, 11.8], [11.8, 42.9], 0, unnamed="smaller")
    assert ends(certain) == (-1, -1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rank_bounds([42.9, 11.8], unnamed="any", firm=2), "firm: 2 is not a position"),
        (lambda: rank_bounds([42.9, 11.8], unnamed="all"), "unnamed: 'all'; expected 'smaller'"),
        (lambda: rank_bounds([42.9, 11.8], unnamed="smaller", count=3), "3 unnamed firms of at most 11.8 each"),
        (lambda: rank_bounds([], unnamed="any"), "no shares at all"),
        (
            lambda: rank_bounds([Interval(50, 60, False, True), (50, 60)], unnamed="any"),
            "shares: they sum to more than 100",
        ),
        (lambda: rank_change_bounds({"a": 50}, {"b": 50}, "a", unnamed="any"), "firm: 'a' is not among b"),
    ],
)
def test_ranks_of_no_market_are_refused(call, message):
    with pytest.raises(ShareError, match=message):
        call()

"""Instability, turnover, entry and exit, against every pair of markets on a grid."""

import random
from itertools import product

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    entry_exit,
    entry_share,
    entry_share_bounds,
    exit_share,
    exit_share_bounds,
    instability,
    instability_bounds,
    turnover,
    turnover_bounds,
)
from marketshare.quantity import declared

UNITS = 20


def ends(bounds):
    return (bounds.low, bounds.high)


def percent(boxes):
    return [(5 * low, 5 * high) for low, high in boxes]


# values


def test_hymer_and_pashigian_s_example():
    """Hymer and Pashigian 1962; Pedersen halves it: (65, 25, 10) to (65, 15, 20)."""
    assert instability([65, 25, 10], [65, 15, 20]) == 20
    assert turnover([65, 25, 10], [65, 15, 20]) == 10


@pytest.mark.parametrize(
    ("before", "after", "points"),
    [
        pytest.param([60, 40], [60, 40], 0, id="nothing-moved"),
        pytest.param([100, 0], [0, 100], 200, id="everything-moved"),
        pytest.param([60, 40, 0], [50, 30, 20], 40, id="an-entrant"),
    ],
)
def test_instability_by_hand(before, after, points):
    assert instability(before, after) == points
    assert turnover(before, after) == points / 2


def test_series_are_matched_by_name_over_the_union():
    before, after = pd.Series({"a": 60, "b": 40}), pd.Series({"c": 30, "a": 70})
    assert instability(before, after) == 10 + 40 + 30
    assert instability(before, after.to_dict()) == 80


@given(st.permutations([0, 1, 2, 3]))
@settings(max_examples=24)
def test_the_order_of_firms_is_irrelevant_as_long_as_it_is_the_same(order):
    before, after = [50, 30, 20, 0], [10, 40, 20, 30]
    assert instability([before[i] for i in order], [after[i] for i in order]) == instability(before, after)


# bounds over intervals


def grid(boxes, *, full):
    for named in product(*(range(low, high + 1) for low, high in boxes)):
        if sum(named) == UNITS or (not full and sum(named) <= UNITS):
            yield named


def unit_boxes(least):
    box = st.tuples(st.integers(0, 9), st.integers(0, 4)).map(lambda pair: (pair[0], sum(pair)))
    return st.lists(box, min_size=least, max_size=3)


@st.composite
def boxes_around_a_full_market(draw, firms):
    cuts = draw(st.lists(st.integers(0, UNITS), min_size=firms - 1, max_size=firms - 1).map(sorted))
    truth = [end - start for start, end in zip([0, *cuts], [*cuts, UNITS], strict=True)]
    around = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=firms, max_size=firms))
    return [(max(0, t - down), min(UNITS, t + up)) for t, (down, up) in zip(truth, around, strict=True)]


@given(st.integers(2, 4), st.data())
def test_bounds_of_two_full_markets_are_those_of_all_pairs_on_a_grid(firms, data):
    """The ends of the intervals are whole units, and so are the extreme markets (a network flow)."""
    before, after = (data.draw(boxes_around_a_full_market(firms)) for _ in range(2))
    firsts, seconds = list(grid(before, full=True)), list(grid(after, full=True))
    found = [5 * sum(abs(b - a) for a, b in zip(*pair, strict=True)) for pair in product(firsts, seconds)]
    bounds = declared(instability).bounds(percent(before), percent(after))
    assert ends(bounds) == pytest.approx((min(found), max(found)), abs=1e-9)
    assert bounds.ends == "[]"
    halved = declared(turnover).bounds(percent(before), percent(after))
    assert ends(halved) == pytest.approx((min(found) / 2, max(found) / 2), abs=1e-9)


@given(st.data())
def test_bounds_of_two_partial_markets_are_those_of_all_pairs_on_a_grid(data):
    """The rest keeps its proportions at the least, and is wholly replaced at the most."""
    before = data.draw(unit_boxes(1))
    after = data.draw(st.lists(unit_boxes(1).map(lambda b: b[0]), min_size=len(before), max_size=len(before)))
    assume(any(high for _, high in before) and any(high for _, high in after))
    firsts, seconds = list(grid(before, full=False)), list(grid(after, full=False))
    assume(firsts and seconds)
    least, most = [], []
    for first, second in product(firsts, seconds):
        named = sum(abs(b - a) for a, b in zip(first, second, strict=True))
        rests = UNITS - sum(first), UNITS - sum(second)
        least.append(5 * (named + abs(rests[1] - rests[0])))
        most.append(5 * (named + sum(rests)))
    bounds = instability_bounds(percent(before), percent(after))
    assert ends(bounds) == pytest.approx((min(least), max(most)), abs=1e-9)
    assert ends(turnover_bounds(percent(before), percent(after))) == pytest.approx((min(least) / 2, max(most) / 2))


def test_a_lumped_residual_makes_instability_a_lower_bound():
    """60 and 20 to 50 and 30, the rest 20 before and after: 20, and up to 40 more within the rest."""
    assert ends(instability_bounds([60, 20], [50, 30])) == (20, 60)
    assert ends(instability_bounds([60, 40], [50, 30])) == (40, 40)


def test_a_firm_absent_from_one_series_may_be_in_the_rest_there():
    """b had up to 40 before, or nothing; the rest is then 0 or 40."""
    bounds = instability_bounds({"a": 60}, {"a": 60, "b": 40})
    assert ends(bounds) == (0, 80)
    assert ends(instability_bounds({"a": 100}, {"a": 60, "b": 40})) == (80, 80)


def test_rounding_widens_instability():
    """(50, 30, 20) ± .05 on both dates: nothing moved, or at most .1 twice."""
    boxes = [(49.95, 50.05), (29.95, 30.05), (19.95, 20.05)]
    bounds = declared(instability).bounds(boxes, boxes)
    assert ends(bounds) == pytest.approx((0, 0.2), abs=1e-9)


def test_an_end_is_open_if_an_open_share_alone_reaches_it():
    first = [Interval(50, 60, True, False), Interval(40, 50, False, True)]
    bounds = declared(instability).bounds(first, [(30, 30), (70, 70)])
    assert ends(bounds) == pytest.approx((40, 60), abs=1e-9)
    assert bounds.ends == "[)"


def test_forty_firms_rounded_alike_are_not_too_many():
    chance = random.Random(5)
    weights = [[chance.uniform(1, 2) for _ in range(40)] for _ in range(2)]
    shares = [[100 * weight / sum(each) for weight in each] for each in weights]
    boxes = [[(share - 0.5, share + 0.5) for share in each] for each in shares]
    bounds = declared(instability).bounds(*boxes)
    assert bounds.low <= instability(*shares) <= bounds.high


def test_firms_of_forty_different_roundings_are_too_many():
    boxes = [(2, 2 + number / 100) for number in range(1, 41)]
    with pytest.raises(ShareError, match="40 different roundings of 40 shares are too many"):
        instability_bounds(boxes, boxes)


# entry and exit


def test_who_entered_and_who_left_by_position_and_by_name():
    moved = entry_exit([60, 40, 0], [70, 0, 30])
    assert (moved.entrants, moved.exits, moved.entry_share, moved.exit_share) == ((2,), (1,), 30, 40)
    named = entry_exit(pd.Series({"a": 60, "b": 40}), pd.Series({"a": 70, "c": 30}))
    assert (named.entrants, named.exits) == (("c",), ("b",))
    assert (entry_share([60, 40, 0], [70, 0, 30]), exit_share([60, 40, 0], [70, 0, 30])) == (30, 40)


@pytest.mark.parametrize(
    ("before", "after", "entry", "exits"),
    [
        pytest.param([60, 20], [50, 30], (0, 20), (0, 20), id="the-rest-may-be-new-or-gone"),
        pytest.param([60, 40], [50, 30], (20, 20), (0, 0), id="no-rest-before"),
        pytest.param([60, 20], [50, 50], (0, 0), (20, 20), id="no-rest-after"),
        pytest.param({"a": 60}, {"a": 50, "b": 30}, (0, 50), (0, 40), id="b-may-have-been-in-the-rest"),
        pytest.param({"a": 100}, {"a": 50, "b": 30}, (50, 50), (0, 0), id="b-is-new"),
        pytest.param({"a": 60, "b": 40}, {"a": 50}, (0, 50), (0, 40), id="b-may-be-in-the-rest"),
        pytest.param([(50, 60), 0], [(50, 60), (30, 40)], (30, 50), (0, 50), id="named-with-nothing"),
    ],
)
def test_entry_and_exit_by_hand(before, after, entry, exits):
    assert ends(entry_share_bounds(before, after)) == entry
    assert ends(exit_share_bounds(before, after)) == exits


@given(st.lists(st.integers(0, 6), min_size=2, max_size=6), st.data())
def test_bounds_hold_the_entry_and_exit_of_the_market_that_was_reported(weights, data):
    """Some firms are named on each date, the others are lumped."""
    others = data.draw(st.lists(st.integers(0, 6), min_size=len(weights), max_size=len(weights)))
    assume(sum(weights) and sum(others))
    full = [{f"f{i}": 100 * w / sum(each) for i, w in enumerate(each)} for each in (weights, others)]
    named = [{name: share for name, share in each.items() if share > 0 and data.draw(st.booleans())} for each in full]
    assume(all(named) and all(sum(each.values()) > 1 for each in named))
    for bounded, exact, moved in (
        (entry_share_bounds, entry_share, instability_bounds),
        (exit_share_bounds, exit_share, instability_bounds),
    ):
        bounds = bounded(*named)
        assert bounds.low - 1e-9 <= exact(*full) <= bounds.high + 1e-9
        changed = moved(*named)
        assert changed.low - 1e-9 <= instability(*full) <= changed.high + 1e-9


# refusals


@pytest.mark.parametrize("function", [instability_bounds, entry_share_bounds, exit_share_bounds])
def test_fractions_are_refused_though_a_firm_is_absent(function):
    with pytest.raises(ShareError, match=r"after: they sum to 0\.9; they look like fractions"):
        function({"a": 60, "b": 30}, {"a": 0.6, "c": 0.3})


@pytest.mark.parametrize(
    ("function", "instead"),
    [
        (instability, "instability_bounds"),
        (turnover, "instability_bounds"),
        (entry_exit, "_share_bounds"),
        (entry_share, "_share_bounds"),
        (exit_share, "_share_bounds"),
    ],
)
def test_an_incomplete_market_is_refused_and_sent_to_the_bounds(function, instead):
    with pytest.raises(ShareError, match=rf"before: they sum to 80, so 20 of the market is .*{instead} gives"):
        function([60, 20], [60, 40])
    with pytest.raises(ShareError, match=rf"after: they sum to 80, so 20 of the market is .*{instead} gives"):
        function([60, 40], [60, 20])


@pytest.mark.parametrize("function", [instability, instability_bounds, entry_share, entry_share_bounds])
def test_lists_that_do_not_match_are_refused(function):
    with pytest.raises(ShareError, match=r"after: 2 in before and 3 in after; .* same firms in the same order"):
        function([60, 40], [60, 20, 20])
    with pytest.raises(ShareError, match="after: has no firm names, but the other list does"):
        function(pd.Series({"a": 60, "b": 40}), [60, 40])
    with pytest.raises(ShareError, match="firms: a stands there more than once"):
        function(pd.Series([60, 40], index=["a", "a"]), pd.Series({"a": 100}))


def test_rounded_markets_that_cannot_be_full_are_sent_to_the_bounds():
    with pytest.raises(ShareError, match=r"before: they sum to at most 70, .*instability_bounds gives"):
        declared(instability).bounds([(60, 70)], [(100, 100)])

"""Diversification and its division into related and unrelated."""

import math
from itertools import product

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    entropy,
    hhi_bounds,
    palepu_entropy,
    related_entropy,
    unrelated_entropy,
)
from marketshare.quantity import declared


@st.composite
def mixes(draw):
    """Shares that sum to 100 and a group for each."""
    weights = draw(st.lists(st.integers(1, 50), min_size=1, max_size=7))
    shares = [100 * weight / sum(weights) for weight in weights]
    return shares, [draw(st.sampled_from("abc")) for _ in shares]


def test_palepu_s_table():
    """Palepu 1985: (100) has 0, 0, 0; (70, 20 | 10) has .80, .48, .32, rounded by differences."""
    alone = palepu_entropy([[100]])
    assert (alone.total, alone.related, alone.unrelated) == (0, 0, 0)
    found = palepu_entropy([[70, 20], [10]])
    assert (found.total, found.related, found.unrelated) == pytest.approx((0.80, 0.48, 0.32), abs=0.01)
    assert (found.total, found.related, found.unrelated) == pytest.approx((0.8018, 0.4767, 0.3251), abs=5e-5)


@pytest.mark.parametrize(
    ("groups", "related", "unrelated"),
    [
        pytest.param([[50], [50]], 0, math.log(2), id="each-alone"),
        pytest.param([[50, 50]], math.log(2), 0, id="all-together"),
        pytest.param([[25, 25], [50]], 0.5 * math.log(2), math.log(2), id="half-of-it-halved"),
        pytest.param([[100, 0], [0]], 0, 0, id="parts-of-nothing"),
    ],
)
def test_entropy_within_and_between_groups_by_hand(groups, related, unrelated):
    found = palepu_entropy(groups)
    assert (found.related, found.unrelated) == pytest.approx((related, unrelated), abs=1e-12)


@given(mixes())
def test_total_entropy_is_related_and_unrelated_together(mix):
    shares, groups = mix
    by_group = {name: [s for s, g in zip(shares, groups, strict=True) if g == name] for name in set(groups)}
    found = palepu_entropy(by_group)
    assert found.related + found.unrelated == pytest.approx(found.total, abs=1e-12)
    assert found.total == pytest.approx(entropy(shares), abs=1e-12)
    assert related_entropy(shares, groups) == pytest.approx(found.related, abs=1e-12)
    assert unrelated_entropy(shares, " ".join(groups)) == pytest.approx(found.unrelated, abs=1e-12)
    assert min(found.related, found.unrelated) >= 0


def test_groups_may_be_a_series():
    assert unrelated_entropy(pd.Series([50, 50]), pd.Series(["a", "b"])) == pytest.approx(math.log(2))


def test_the_note_s_revenue_mix_is_bounded_through_the_hhi():
    """54, 18 and 26 leave 2: 1 − H is between .6076 (one more line of 2) and .608 (many)."""
    bounds = hhi_bounds([54, 18, 26], unnamed="smaller")
    assert 1 - bounds.high / 10_000 == pytest.approx(1 - (2916 + 324 + 676 + 4) / 10_000)


@given(mixes(), st.randoms(use_true_random=False))
def test_bounds_of_rounded_mixes_hold_the_mix_that_was_rounded(mix, chance):
    shares, groups = mix
    boxes = [Interval(max(0, s - chance.uniform(0, 2)), min(100, s + chance.uniform(0, 2))) for s in shares]
    for function in (related_entropy, unrelated_entropy):
        bounds = declared(function).bounds(boxes, groups)
        assert bounds.low - 1e-9 <= function(shares, groups) <= bounds.high + 1e-9


def test_unrelated_entropy_of_rounded_parts_is_that_of_groups_between_the_sums_of_their_ends():
    """Groups of 49 to 51 each: least at (49, 51), most at (50, 50)."""
    boxes = [Interval(24.5, 25.5)] * 4
    bounds = declared(unrelated_entropy).bounds(boxes, "a a b b")
    assert bounds.high == pytest.approx(math.log(2))
    assert bounds.low == pytest.approx(entropy([49, 51]))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: palepu_entropy([[70, 20], [5]]), "groups: they sum to 95, so 5 of the market"),
        (lambda: palepu_entropy([]), "groups: no groups at all"),
        (lambda: palepu_entropy([[100], []]), r"groups\[1\]: no shares at all"),
        (lambda: palepu_entropy({"games": [101]}), r"groups\[games, 0\]: 101 is not a share"),
        (lambda: related_entropy([50, 50], "a"), "groups: 1 labels for 2 shares"),
        (lambda: unrelated_entropy([50, 40], "a b"), "so 10 of the market is not reported; entropy_bounds gives"),
    ],
)
def test_a_mix_that_is_none_is_refused(call, message):
    with pytest.raises(ShareError, match=message):
        call()


# entropy within groups, of rounded parts


def half(share):
    """−s ln s − (1 − s) ln (1 − s)."""
    return -share * math.log(share) - (1 - share) * math.log(1 - share)


THIRTY_TO_FIFTY, OPEN = Interval(30, 50), Interval(20, 30, False, False)


@pytest.mark.parametrize(
    ("shares", "groups", "low", "high", "ends"),
    [
        pytest.param([THIRTY_TO_FIFTY] * 2 + [20], "a a b", 0.8 * half(3 / 8), 0.8 * math.log(2), "[]", id="a-pair"),
        pytest.param(
            [Interval(30, 50, True, False)] * 2 + [20], "a a b", 0.8 * half(3 / 8), 0.8 * math.log(2), "(]", id="apart"
        ),
        pytest.param(
            [THIRTY_TO_FIFTY, Interval(30, 50, True, False), 20], "a a b", 0.8 * half(3 / 8), 0.8 * math.log(2), "[]",
            id="one-of-two-can-be-the-larger",
        ),
        # 20, 20 and 60; 40, 40 and 20
        pytest.param([(20, 40), (20, 40), (20, 60)], "a a b", 0.4 * math.log(2), 0.8 * math.log(2), "[]", id="between"),
        pytest.param([(20, 40), (60, 80)], "a b", 0, 0, "[]", id="each-by-itself"),
        # whatever the two groups have: all equal within them; 20 and 30 in each are approached
        pytest.param([OPEN] * 4, "a a b b", half(0.4), math.log(2), "(]", id="two-alike"),
        pytest.param([OPEN, OPEN, (40, 60)], "a a b", 0.4 * math.log(2), 0.6 * math.log(2), "()", id="as-much"),
        pytest.param([(0, 30), (70, 100), 0], "a a a", 0, half(0.3), "[]", id="nothing-beside-all"),
        pytest.param([Interval(0, 30, False, True), (70, 100)], "a a", 0, half(0.3), "(]", id="next-to-nothing"),
    ],
)  # fmt: skip
def test_related_entropy_of_rounded_parts_by_hand(shares, groups, low, high, ends):
    found = declared(related_entropy).bounds(shares, groups)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))
    assert found.ends == ends


def test_the_greatest_related_entropy_lies_between_ends():
    """10 and x, and 20 and y, have 100: x and y are the same part of their groups, so that they are as 1 to 2."""
    found = declared(related_entropy).bounds([10, (0, 100), 20, (0, 100)], "a a b b")
    shares = [10, 70 / 3, 20, 140 / 3]
    assert found.high == pytest.approx(related_entropy(shares, "a a b b"), abs=1e-12)
    assert related_entropy([10, 30, 20, 40], "a a b b") < found.high
    assert related_entropy([10, 20, 20, 50], "a a b b") < found.high


@given(st.data())
def test_no_whole_on_a_grid_has_a_related_entropy_outside_its_bounds_and_corners_reach_the_least(data):
    size = data.draw(st.integers(2, 3))
    pairs = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(sorted)
    boxes = [tuple(10 * end for end in data.draw(pairs)) for _ in range(size)]
    groups = [data.draw(st.sampled_from("ab")) for _ in boxes]
    grid = product(*(range(low, high + 1, 10) for low, high in boxes))
    found = [related_entropy(shares, groups) for shares in grid if sum(shares) == 100]
    assume(found)
    bounds = declared(related_entropy).bounds(boxes, groups)
    assert bounds.low == pytest.approx(min(found), abs=1e-9)
    assert bounds.high >= max(found) - 1e-9

"""Diversification and its division into related and unrelated."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    diversification,
    entropy,
    hhi,
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
@settings(max_examples=100)
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


@given(mixes())
@settings(max_examples=50)
def test_diversification_is_what_the_hhi_leaves_of_one(mix):
    shares, _ = mix
    assert diversification(shares) == pytest.approx(1 - hhi(shares) / 10_000, abs=1e-12)


def test_the_note_s_revenue_mix_is_bounded_through_the_hhi():
    """54, 18 and 26 leave 2: 1 − H is between .6076 (one more line of 2) and .608 (many)."""
    bounds = hhi_bounds([54, 18, 26], unnamed="smaller")
    assert 1 - bounds.high / 10_000 == pytest.approx(1 - (2916 + 324 + 676 + 4) / 10_000)
    with pytest.raises(ShareError, match="so 2 of the market is not reported; hhi_bounds gives"):
        diversification([54, 18, 26])


@given(mixes(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_bounds_of_rounded_mixes_hold_the_mix_that_was_rounded(mix, chance):
    shares, groups = mix
    boxes = [Interval(max(0, s - chance.uniform(0, 2)), min(100, s + chance.uniform(0, 2))) for s in shares]
    for function in (related_entropy, unrelated_entropy):
        bounds = declared(function).bounds(boxes, groups)
        assert bounds.low - 1e-9 <= function(shares, groups) <= bounds.high + 1e-9
    bounds = declared(diversification).bounds(boxes)
    assert bounds.low - 1e-9 <= diversification(shares) <= bounds.high + 1e-9


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
        (lambda: diversification([]), "no shares at all"),
    ],
)
def test_a_mix_that_is_none_is_refused(call, message):
    with pytest.raises(ShareError, match=message):
        call()

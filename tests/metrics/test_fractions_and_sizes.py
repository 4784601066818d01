"""Numbers as they are written, fractions in place of percent, and amounts of any size."""

import math
import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from marketshare.interval import Interval
from marketshare.metrics import (
    ShareError,
    cagr,
    cagr_of_ratio,
    concentration_ratio,
    contribution_to_growth,
    growth_of_ratio,
    heavy_usage_index,
    hhi,
    hhi_bounds,
    implied_earlier_share,
    instability,
    joint_share,
    merger_delta,
    multiple_of_growths,
    per,
    related_entropy,
    relative_change,
    share_change,
    share_from_components,
    shares_of,
    shift_share,
    takeover_time,
    value_ratio,
)
from marketshare.quantity import Passage, Quantity, derive

# as written


@pytest.mark.parametrize(
    "column",
    [
        lambda shares: np.array(shares, dtype=np.float32),
        lambda shares: np.array(shares, dtype=np.float16),
        lambda shares: [np.float32(share) for share in shares],
        lambda shares: pd.Series(shares, dtype="float32"),
        lambda shares: pl.Series(shares, dtype=pl.Float32),
        lambda shares: pa.array(shares, pa.float32()),
    ],
    ids=["array", "half-precision", "list", "pandas", "polars", "arrow"],
)
def test_a_number_of_few_bits_is_the_decimal_that_it_is_written_as(column):
    """Two hundred full markets of one-decimal shares; as bits of 32, nine in ten of them do not sum to 100."""
    chance = random.Random(1)
    for _ in range(200):
        cuts = sorted(chance.sample(range(1, 1000), 6))
        shares = [(b - a) / 10 for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]
        assert hhi(column(shares)) == hhi(shares)


@pytest.mark.parametrize("k", [np.int64(2), np.uint8(2), np.array(2)])
def test_any_whole_number_counts_firms(k):
    assert concentration_ratio([50, 30, 20], k) == 80
    assert hhi_bounds([60, 30], unnamed="any", count=k) == hhi_bounds([60, 30], unnamed="any", count=2)


def test_a_pair_is_an_interval_and_a_list_in_a_list_is_none():
    assert hhi_bounds([(50, 60)], unnamed="smaller") == hhi_bounds([Interval(50, 60)], unnamed="smaller")
    with pytest.raises(ShareError, match=r"shares\[0\]: \[50, 60\] is a list inside a list; an interval is a tuple"):
        hhi_bounds([[50, 60]], unnamed="smaller")


# fractions

FRACTIONS = [[0.6, 0.4], [0.33, 0.33, 0.33], [0.4, 0.35, 0.26], [0.5, 0.6], [1 / 3, 1 / 3, 1 / 3], [(0.55, 0.65), 0.4]]


@pytest.mark.parametrize("shares", FRACTIONS, ids=str)
@pytest.mark.parametrize(
    "function",
    [
        lambda shares: hhi_bounds(shares, unnamed="any"),
        lambda shares: hhi([share if isinstance(share, float) else 0.6 for share in shares]),
        lambda shares: joint_share([share if isinstance(share, float) else 0.6 for share in shares]),
        lambda shares: related_entropy([share if isinstance(share, float) else 0.6 for share in shares], "a b c"),
        lambda shares: instability(
            [share if isinstance(share, float) else 0.6 for share in shares], [50] * len(shares)
        ),
    ],
    ids=["hhi_bounds", "hhi", "joint_share", "related_entropy", "instability"],
)
def test_shares_that_sum_to_one_as_they_are_rounded_look_like_fractions(function, shares):
    with pytest.raises(ShareError, match="they look like fractions, shares are percent"):
        function(shares)


@pytest.mark.parametrize("shares", [[0.6, 0.6], [1, 1], [0.9, 1.1], [1.5], [0.2, 0.4, 0.5, 0.6]], ids=str)
def test_small_shares_that_do_not_sum_to_one_are_percent(shares):
    assert joint_share(shares) == pytest.approx(sum(shares))
    assert hhi_bounds(shares, unnamed="any").low < 10


def test_single_numbers_are_never_guessed_at():
    assert share_change(0.4, 0.6) == pytest.approx(0.2)
    assert merger_delta(0.6, 0.4) == pytest.approx(0.48)
    assert shares_of([0.6, 0.4]) == [60, 40]


def test_quantities_have_a_unit_and_are_never_guessed_at():
    """0.6 % and 0.4 %: squares of .36 and .16, and the rest in one hand or in many."""
    passage = Passage("note", "1", "0.6%", "0.6%", "", "", "share")
    shares = [Quantity(str(v), "Share", "percent", v, Interval.exactly(v), passage) for v in (0.6, 0.4)]
    bounds = derive(hhi_bounds, id="r", label="R", shares=shares, unnamed="any").bounds
    assert (bounds.low, bounds.high) == pytest.approx((0.52, 0.52 + 99**2))
    assert derive(joint_share, id="r", label="R", shares=shares).value == 1
    with pytest.raises(ShareError, match="fractions"):
        joint_share([0.6, 0.4])


# size


@pytest.mark.parametrize("scale", [1e-300, 1e-3, 1, 1e6, 1e290, 1e306, 2.5e307])
def test_shares_are_the_same_whatever_the_unit_of_the_amounts(scale):
    assert shares_of([2 * scale, 4 * scale, 1 * scale]) == pytest.approx([200 / 7, 400 / 7, 100 / 7])
    assert contribution_to_growth([1 * scale, 3 * scale], [2 * scale, 3 * scale]) == pytest.approx([25, 0])


def test_as_many_amounts_as_large_as_can_be_have_shares():
    assert shares_of([1.7e308] * 4) == [25, 25, 25, 25]


@pytest.mark.parametrize("number", [10**308, Decimal("1e308"), Fraction(10**308), np.float64(1e308)])
def test_large_numbers_of_any_type_are_numbers(number):
    assert shares_of([number, number]) == [50, 50]
    assert relative_change(number, number) == 0


TOO_LARGE = [
    lambda: joint_share([1.7e308, 1.7e308]),
    lambda: value_ratio(1e-300, 1e300),
    lambda: per(1e300, 1e-300),
    lambda: heavy_usage_index(1e300, 1e-300),
    lambda: relative_change(1e-300, 1e300),
    lambda: growth_of_ratio(1e308),
    lambda: multiple_of_growths([1e200, 1e200]),
    lambda: implied_earlier_share(50, 0, 1e300, 5),
    lambda: takeover_time(5e-324),
    lambda: cagr(1e-300, 1e300, 1),
    lambda: shift_share([1e308, 1e308], [1, 1], [1e-10, 1e-10], [1e308, 1e308]),
    lambda: shares_of([10**400, 1]),
    lambda: contribution_to_growth([1e-300, 0], [1e300, 0]),
]


@pytest.mark.parametrize("call", TOO_LARGE)
def test_what_leads_beyond_the_largest_number_is_refused(call):
    with pytest.raises(ShareError, match="too large"):
        call()


def test_a_ratio_so_small_that_it_is_lost_has_no_rate():
    """10^-600 over 600 years is a loss of nine tenths a year, and no loss of everything."""
    with pytest.raises(ShareError, match=r"end: 1e-300 over 1e\+300 is too small a ratio"):
        cagr(1e300, 1e-300, 600)


# open at nothing


def known(value, bounds, unit="ratio"):
    passage = Passage("note", "1", "…", "…", "", "", "measure")
    return Quantity(f"{unit}-{value}", "Known", unit, value, bounds, passage)


UP_TO_2 = known(1, Interval(0, 2, False, True))
SIX = known(6, Interval.exactly(6))


@pytest.mark.parametrize(
    ("function", "arguments", "bounds"),
    [
        (value_ratio, {"start": UP_TO_2, "end": SIX}, Interval.at_least(3)),
        (per, {"amount_of": SIX, "base": UP_TO_2}, Interval.at_least(3)),
        (heavy_usage_index, {"brand_buyer_usage": SIX, "category_buyer_usage": UP_TO_2}, Interval.at_least(3)),
        (relative_change, {"start": UP_TO_2, "end": SIX}, Interval.at_least(200)),
        (relative_change, {"start": SIX, "end": UP_TO_2}, Interval(-100, -200 / 3, False, True)),
        (takeover_time, {"rate": UP_TO_2}, Interval.at_least(math.log(81) / 2)),
        (cagr_of_ratio, {"ratio": UP_TO_2, "years": 1}, Interval(-100, 100, False, True)),
        (cagr_of_ratio, {"ratio": UP_TO_2, "years": known(1, Interval(0, 2, False, True), "year")},
         Interval(-100, math.inf, False, False)),
        (cagr_of_ratio, {"ratio": known(4, Interval.exactly(4)), "years": known(1, Interval(0, 2, False), "year")},
         Interval.at_least(100)),
        (cagr_of_ratio, {"ratio": known(1, Interval.exactly(1)), "years": known(1, Interval(0, 2, False), "year")},
         Interval.exactly(0)),
        (value_ratio, {"start": UP_TO_2, "end": known(0, Interval.exactly(0))}, Interval.exactly(0)),
    ],
)  # fmt: skip
def test_a_number_above_nothing_may_be_as_small_as_it_likes(function, arguments, bounds):
    found = derive(function, id="r", label="R", **arguments).bounds
    assert (found.low, found.high) == pytest.approx((bounds.low, bounds.high))
    assert found.ends == bounds.ends


@pytest.mark.parametrize("function", [value_ratio, relative_change])
def test_a_start_that_may_be_nothing_itself_is_refused(function):
    start = known(1, Interval(0, 2))
    with pytest.raises(ShareError, match="start: 0 must be above 0"):
        derive(function, id="r", label="R", start=start, end=SIX)


def test_a_share_without_an_upper_end_leaves_the_sum_without_one():
    shares = [known(0, Interval.exactly(0), "percent"), known(60, Interval.at_least(50), "percent")]
    assert derive(joint_share, id="r", label="R", shares=shares).bounds == Interval.at_least(50)


def test_a_brand_that_nobody_buys_has_no_share_however_heavy_its_users():
    factors = {
        "penetration_share": known(0, Interval.exactly(0), "percent"),
        "share_of_requirements": known(50, Interval.exactly(50), "percent"),
        "heavy_usage_index": known(9, Interval.at_least(5, closed=False)),
    }
    assert derive(share_from_components, id="r", label="R", **factors).bounds == Interval.exactly(0)


@pytest.mark.parametrize(
    ("before", "after", "reached"),
    [
        (Interval(0, 60, True, False), Interval.exactly(0), True),
        (Interval(0, 60, False, False), Interval.exactly(0), False),
        (Interval(10, 20), Interval(5, 10), True),
        (Interval(10, 20, False, True), Interval(5, 10), False),
    ],
)
def test_a_firm_that_cannot_grow_adds_nothing_at_best_and_only_if_it_may_stay_as_it_was(before, after, reached):
    others = Interval.at_least(0)
    found = derive(
        contribution_to_growth,
        id="r",
        label="R",
        before=[known(1, before, "count"), known(2, others, "count")],
        after=[known(3, after, "count"), known(4, others, "count")],
        firm=0,
    ).bounds
    assert (found.high, found.high_closed) == (0, reached)


def test_growth_of_nothing_is_nothing_however_much_follows():
    growths = [known(-100, Interval.exactly(-100), "percent"), known(5, Interval.at_least(5, closed=False), "percent")]
    assert derive(multiple_of_growths, id="r", label="R", growths=growths).bounds == Interval.exactly(0)

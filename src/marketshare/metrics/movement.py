"""Movement between two dates: how much of the market changed hands."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import FULL, ShareError, full_market
from marketshare.metrics.dates import two_dates
from marketshare.metrics.extremes import transformed
from marketshare.metrics.feasible import FeasibleMarket, MarketSet
from marketshare.metrics.firms import matched
from marketshare.metrics.lifted import between
from marketshare.quantity import metric

__all__ = ["instability", "instability_bounds", "turnover", "turnover_bounds"]

_LAST_DIGITS = 10**11
_MOST_CHOICES = 500_000


def full_instability_bounds(before: Iterable[Any], after: Iterable[Any]) -> Interval:
    """Sharp interval of `instability` of full markets whose shares are intervals."""
    return _moved(*two_dates((before, after), instead="instability_bounds"))


@metric(
    unit="percentage_point",
    formula="Σ |share after − share before|",
    takes={"before": "percent", "after": "percent"},
    bounds=full_instability_bounds,
    range=Interval(0, 200),
    dates=("before", "after"),
)
def instability(before: Iterable[Any], after: Iterable[Any]) -> float:
    r"""Hymer-Pashigian instability: by how much all shares changed together, in percentage points.

    .. math:: \sum_i |S_{i,1} - S_{i,0}|

    Args:
        before: All shares at the first date, percent. Series are matched by name, plain lists by position; a firm that
            is absent from one Series has 0 there.
        after: All shares at the second date, percent.

    Returns:
        Percentage points, 0 (no share changed) to 200 (no firm is the same).

    Raises:
        ShareError: as for every list of shares; lists of different lengths; an incomplete market: a lumped residual
            hides movement, and `instability_bounds` says what is known.

    Source:
        Hymer and Pashigian 1962: (65, 25, 10) to (65, 15, 20) is 20.

    Example:
        >>> instability([65, 25, 10], [65, 15, 20])
        20.0
    """
    _, (first, second) = matched(before, after, names=("before", "after"))
    shares = [
        full_market(values, instead="instability_bounds", name=name)
        for values, name in ((first, "before"), (second, "after"))
    ]
    return math.fsum(map(sums.distance, *shares))


@metric(
    unit="percentage_point",
    formula="½ Σ |share after − share before|",
    takes={"before": "percent", "after": "percent"},
    bounds=lambda before, after: transformed(full_instability_bounds(before, after), lambda points: points / 2),
    range=Interval(0, 100),
    dates=("before", "after"),
)
def turnover(before: Iterable[Any], after: Iterable[Any]) -> float:
    r"""Turnover (Pedersen): the part of the market that changed hands, half the instability.

    .. math:: \tfrac12 \sum_i |S_{i,1} - S_{i,0}|

    Args:
        before: All shares at the first date, percent. Series are matched by name, plain lists by position; a firm that
            is absent from one Series has 0 there.
        after: All shares at the second date, percent.

    Returns:
        Percentage points, 0 (no share changed) to 100 (no firm is the same).

    Raises:
        ShareError: as for every list of shares; lists of different lengths; an incomplete market: a lumped residual
            hides movement, and `turnover_bounds` says what is known.

    Source:
        Pedersen 1979: (65, 25, 10) to (65, 15, 20) is 10.

    Example:
        >>> turnover([65, 25, 10], [65, 15, 20])
        10.0
    """
    return sums.turnover(instability(before, after))


@metric(
    unit="percentage_point",
    formula="Σ |share after − share before|, the rest unchanged or wholly replaced",
    takes={"before": "percent", "after": "percent"},
    bounds="itself",
    dates=("before", "after"),
)
def instability_bounds(before: Iterable[Any], after: Iterable[Any]) -> Interval:
    r"""Sharp bounds of the instability of partly reported markets, in percentage points.

    .. math:: \sum_i |S_{i,1} - S_{i,0}|

    The rest is lumped: at least its change counts, if its firms kept their proportions; at most both rests count in
    full, if none of its firms is the same.

    Args:
        before: Named shares at the first date, percent: numbers (exact) or (low, high) pairs. Series are matched by
            name, plain lists by position.
        after: Named shares at the second date. A firm that is absent from one Series may have anything there, up to the
            rest of the market.

    Returns:
        Percentage points, within 0 and 200; for named shares that are exact, the sum of their changes plus that of the
        rest, up to that sum plus both rests.

    Raises:
        ShareError: as for every list of shares; lists of different lengths; too many different roundings to go through.

    Source:
        Own derivation (linear programming duality for the low end, corners for the high end).

    Example:
        >>> instability_bounds([60, 20], [50, 30])
        [20, 60]
    """
    return _moved(*two_dates((before, after), instead=None))


@metric(
    unit="percentage_point",
    formula="½ Σ |share after − share before|, the rest unchanged or wholly replaced",
    takes={"before": "percent", "after": "percent"},
    bounds="itself",
    dates=("before", "after"),
)
def turnover_bounds(before: Iterable[Any], after: Iterable[Any]) -> Interval:
    """Sharp bounds of the turnover of partly reported markets, in percentage points: half those of the instability.

    Args:
        before: Named shares at the first date, percent: numbers (exact) or (low, high) pairs. Series are matched by
            name, plain lists by position.
        after: Named shares at the second date, in the same way.

    Returns:
        Percentage points, within 0 and 100.

    Raises:
        ShareError: as for every list of shares; lists of different lengths; too many different roundings to go through.

    Example:
        >>> turnover_bounds([60, 20], [50, 30])
        [10, 30]
    """
    return transformed(instability_bounds(before, after), lambda points: points / 2)


def _moved(before: FeasibleMarket, after: FeasibleMarket) -> Interval:
    def ends(old: MarketSet, new: MarketSet) -> tuple[Fraction, Fraction]:
        whole = old.whole * new.whole
        named = list(zip(_scaled(old, new.whole), _scaled(new, old.whole), strict=True))
        least, most = named, named
        if old.rest:  # it keeps its firms, or none of them
            anything, nothing = (0, whole), (0, 0)
            least, most = [*named, (anything, anything)], [*named, (anything, nothing), (nothing, anything)]
        return _percent(_least(least, whole), whole), _percent(_most(most, whole), whole)

    return between(ends, before, after)


def _percent(part: int, whole: int) -> Fraction:
    return Fraction(int(FULL) * part, whole)


_Ends = tuple[int, int]
"""Lowest and highest share of a firm."""

_Pairs = Sequence[tuple[_Ends, _Ends]]
"""What each firm can have before and after, in parts of one size."""


def _scaled(market: MarketSet, by: int) -> list[_Ends]:
    return [(low * by, min(high, market.whole) * by) for low, high in zip(market.lows, market.highs, strict=True)]


def _least(pairs: _Pairs, whole: int) -> int:
    """The least sum of |b − a| over full markets: the largest of five lower bounds, one of which is always reached.

    They are the vertices of the dual of the linear program min Σ|b − a|, Σa = Σb = whole.
    """
    return 2 * max(
        0,
        sum(max(a[0], b[0]) for a, b in pairs) - whole,
        whole - sum(min(a[1], b[1]) for a, b in pairs),
        sum(max(0, b[0] - a[1]) for a, b in pairs),
        sum(max(0, a[0] - b[1]) for a, b in pairs),
    )


def _most(pairs: _Pairs, whole: int) -> int:
    """The largest sum of |b − a| over full markets: twice what the winners can gain, over every choice of winners.

    Who can only win, does; of firms known to the same precision, those that win are the ones with the largest gain.
    """
    sure = _together([pair for pair in pairs if pair[1][0] >= pair[0][1]])
    either = [(a, b) for a, b in pairs if b[0] < a[1] and b[1] > a[0]]
    slack_before, slack_after = (whole - sum(pair[date][0] for pair in pairs) for date in (0, 1))
    width_before = sum(a[1] - a[0] for a, _ in pairs)
    best = 0
    for chosen in product(*_winners(either)):
        low_before, wide_before, low_after, wide_after = map(sum, zip(sure, *chosen, strict=True))
        forced = max(0, slack_before - width_before + wide_before)
        best = max(best, low_after + min(wide_after, slack_after) - low_before - forced)
    return 2 * best


_Sums = tuple[int, ...]
"""What some firms have together: lowest and width before, lowest and width after."""


def _together(pairs: _Pairs) -> _Sums:
    low = [sum(pair[date][0] for pair in pairs) for date in (0, 1)]
    high = [sum(pair[date][1] for pair in pairs) for date in (0, 1)]
    return low[0], high[0] - low[0], low[1], high[1] - low[1]


def _winners(pairs: _Pairs) -> list[list[_Sums]]:
    """Of each class of firms that are known to the same precision: none, the one of the largest gain, two, and so on.

    Shares that were computed differ in precision by their last binary digits; they are of one class if there would be
    too many otherwise.
    """
    ranked = sorted(pairs, key=lambda pair: pair[0][0] - pair[1][0])
    for noise in (1, 1 + max((b[1] for _, b in pairs), default=0) // _LAST_DIGITS):
        alike: dict[tuple[int, ...], list[tuple[_Ends, _Ends]]] = defaultdict(list)
        for pair in ranked:
            alike[tuple(round(Fraction(ends[1] - ends[0], noise)) for ends in pair)].append(pair)
        if math.prod(len(each) + 1 for each in alike.values()) <= _MOST_CHOICES:
            return [[_together(each[:number]) for number in range(len(each) + 1)] for each in alike.values()]
    raise ShareError(f"before: {len(alike)} different roundings of {len(pairs)} shares are too many to go through")

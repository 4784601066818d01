"""Bounds of any index that only rises or only falls with concentration, at the two extreme completions."""

import math
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import refuse_uncounted, share_boxes
from marketshare.metrics.completion import Ending, least_of, most_of
from marketshare.metrics.feasible import FeasibleMarket, feasible_market
from marketshare.metrics.groups import Group, concentration_ratio_of

__all__ = [
    "concentration_ratio_over",
    "counted_market_bounds",
    "full_market_bounds",
    "index_bounds",
    "number_of_firms",
    "transformed",
]

_SAME = 1e-15
"""By how much one index of two markets may differ by rounding of its last binary digits, relative to it."""

Index = Callable[[tuple[Group, ...], float], float]
"""An index of groups of equal firms, and of what is left in negligible pieces."""

Decided = Callable[[Ending], Hashable]
"""What an index depends on, exact; None if it is only approached."""


def index_bounds(
    index: Index,
    market: FeasibleMarket,
    *,
    falls: bool = False,
    decided_by: Decided = lambda ending: ending.shares,
) -> Interval:
    """Interval of an index over the markets that a report allows.

    Args:
        index: An index that never falls with concentration, as `marketshare.metrics.groups` has them.
        market: The markets.
        falls: True if the index never rises with concentration instead.
        decided_by: What the index depends on: all shares, unless it takes more than one market of equal size to change
            it. An end is reached if a market within the open ends has the same there.
    """
    least = [(least_of(part.closed), {decided_by(least_of(part.inside))}) for part in market.parts]
    most = []
    for part in market.parts:
        reached = {decided_by(ending) for ending in most_of(part.inside)}
        most += [(ending, reached) for ending in most_of(part.closed)]

    def end(found: list[tuple[Ending, set[Hashable]]], best: Callable[[Iterable[float]], float]) -> tuple[float, bool]:
        full = [ending.in_percent(market, attained=True) for ending, _ in found]
        values = [index(each.groups, each.atomistic) for each in full]
        value = best(values)
        return value, any(
            decided_by(ending) in reached - {None}
            for (ending, reached), own in zip(found, values, strict=True)
            if own == value or abs(own - value) <= _SAME * abs(value)
        )

    ends = [end(least, max if falls else min), end(most, min if falls else max)]
    if len({decided_by(ending) for ending, _ in (*least, *most)} - {None}) == 1 and all(hit for _, hit in ends):
        return Interval.exactly(ends[1][0])  # in the last binary digit, groups of firms may differ from single ones
    (low, low_closed), (high, high_closed) = reversed(ends) if falls else ends
    return Interval.of_ends(low, high, low_closed, high_closed)


def concentration_ratio_over(market: FeasibleMarket, k: int) -> Interval:
    """Interval of what the k largest firms have together, percent, over the markets that a report allows."""
    return index_bounds(partial(concentration_ratio_of, k=k), market, decided_by=lambda ending: ending.joint(k))


def number_of_firms(market: FeasibleMarket) -> Interval:
    """How many firms have a share: the fewest in the most concentrated market, the most in the least concentrated."""
    fewest = min(_firms(ending) for part in market.parts for ending in most_of(part.inside))
    return Interval(fewest, max(_firms(least_of(part.inside)) for part in market.parts))


def full_market_bounds(
    index: Callable[[list[float]], float],
    shares: Iterable[Any],
    *,
    falls: bool = False,
) -> Interval:
    """Sharp bounds of an index of a full market whose shares are intervals.

    Args:
        index: An index that never falls with concentration for a given number of firms.
        shares: All shares of one market, percent: numbers or (low, high) pairs that allow a sum of 100.
        falls: True if the index never rises with concentration instead.

    Raises:
        ShareError: 100 is not among the possible sums.
    """
    market = feasible_market(shares, unnamed="any", count=0)
    return index_bounds(lambda groups, _: index([share for share, _ in groups]), market, falls=falls)


def counted_market_bounds(
    index: Callable[[list[float], int], float], shares: Iterable[Any], *, falls: bool = False
) -> Interval:
    """Sharp bounds of an index of a full market that depends on how many firms have a share.

    Args:
        index: An index of shares and of how many of them are above 0. A share above 0 may come as near to 0 as it
            likes, and still counts where the bounds are approached.
        shares: All shares of one market, percent: numbers or (low, high) pairs that allow a sum of 100.
        falls: True if the index never rises with concentration, instead of never falling.

    Raises:
        ShareError: 100 is not among the possible sums; a firm of which it is not known whether it has a share.
    """
    boxes = share_boxes(shares)
    refuse_uncounted(boxes)
    number = sum(box.high > 0 for box in boxes)
    return full_market_bounds(lambda named: index(named, number), boxes, falls=falls)


def transformed(bounds: Interval, function: Callable[[float], float], *, falls: bool = False) -> Interval:
    """The interval of a monotone function of a number of which an interval is known."""
    ends = [(function(bounds.low), bounds.low_closed), (function(bounds.high), bounds.high_closed)]
    (low, low_closed), (high, high_closed) = reversed(ends) if falls else ends
    return Interval.of_ends(low, high, low_closed, high_closed)


def _firms(ending: Ending) -> float:
    shares = ending.shares
    return math.inf if shares is None else float(sum(number for _, number in shares))

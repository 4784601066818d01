"""Bounds of any index that only rises or only falls with concentration, at the two extreme completions."""

import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, NamedTuple

from marketshare.interval import LAST_DIGITS, Interval
from marketshare.metrics.checks import ShareError, refuse_uncounted, share_boxes
from marketshare.metrics.completion import Completion, Unnamed, least_concentrated, most_concentrated

__all__ = ["counted_market_bounds", "full_market_bounds", "index_bounds", "transformed"]


class _End(NamedTuple):
    """An end of an interval, and whether a completion reaches it."""

    value: float
    reached: bool


def full_market_bounds(
    index: Callable[[list[float]], float], shares: Iterable[Any], *, falls: bool = False
) -> Interval:
    """Sharp bounds of an index of a full market whose shares are intervals.

    Args:
        index: An index that never falls with concentration for a given number of firms.
        shares: All shares of one market, percent: numbers or (low, high) pairs that allow a sum of 100.
        falls: True if the index never rises with concentration instead.

    Raises:
        ShareError: 100 is not among the possible sums.
    """
    return index_bounds(lambda market: index(list(market.named)), shares, "any", 0, None, falls=falls)


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
    return Interval.exactly(high) if low >= high else Interval(low, high, low_closed, high_closed)


def index_bounds(
    index: Callable[[Completion], float],
    shares: Iterable[Any],
    unnamed: Unnamed,
    count: int | None,
    total: Any,
    *,
    falls: bool = False,
    reached: Callable[[Completion], bool] | None = None,
) -> Interval:
    """Interval of an index from the two extreme completions; an end is closed if a completion reaches it.

    An open end may exclude the completion that was tried, and still allow another of the same value: one in which
    another of two alike firms is the largest, or in which the share concerned does not count. So an end is closed, too,
    if it stays where it is, and is reached, when the open ends of the shares move inwards by a little.
    """
    boxes = share_boxes(shares)

    def ends(boxes: list[Interval]) -> tuple[_End, _End]:
        found = _ends(index, boxes, unnamed, count, total, falls=falls, reached=reached)
        return found[::-1] if falls else found

    low, high = ends(boxes)
    if math.isfinite(high.value) and high.value - low.value <= abs(high.value) * LAST_DIGITS:
        return Interval.exactly(high.value)
    if not (low.reached and high.reached) and any(box.ends != "[]" for box in boxes):
        with suppress(ShareError):  # no shares fit inside the open ends, or they are too many to go through
            low, high = (
                _or_inside(*pair) for pair in zip((low, high), ends([box.inner() for box in boxes]), strict=True)
            )
    return Interval(low.value, high.value, low.reached, high.reached)


def _ends(
    index: Callable[[Completion], float],
    boxes: list[Interval],
    unnamed: Unnamed,
    count: int | None,
    total: Any,
    *,
    falls: bool,
    reached: Callable[[Completion], bool] | None,
) -> tuple[_End, _End]:
    """The index at the least and at the most concentrated completion."""
    is_reached = reached or (lambda market: market.attained)
    least = least_concentrated(boxes, unnamed=unnamed, count=count, total=total)
    worst = min if falls else max
    found = [
        _End(index(market), is_reached(market))
        for market in most_concentrated(boxes, unnamed=unnamed, count=count, total=total)
    ]
    end = worst(value for value, _ in found)
    at_most = any(hit for value, hit in found if _same(value, end))
    return _End(index(least), is_reached(least)), _End(end, at_most)


def _or_inside(end: _End, inside: _End) -> _End:
    return _End(end.value, end.reached or (inside.reached and _same(inside.value, end.value)))


def _same(value: float, end: float) -> bool:
    return value == end or abs(value - end) <= LAST_DIGITS * abs(end)

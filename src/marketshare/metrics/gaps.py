"""Distances between neighbours of a full market: where their squares sum to the least, and to the most."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import islice, pairwise
from operator import ge, itemgetter, le
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError, refuse_uncounted, share_boxes
from marketshare.metrics.exact import Number
from marketshare.metrics.feasible import MarketSet, feasible_market
from marketshare.metrics.lifted import between
from marketshare.metrics.quadratic import Row, least_square

__all__ = ["kwoka_bounds"]

_MOST_ORDERS, _MOST_STATES = 2_000, 20_000


def kwoka_bounds(shares: Any, to_zero: bool = False) -> Interval:
    """Sharp interval of `kwoka`: the least and the most that squared distances of a full market sum to.

    Raises:
        ShareError: no full market fits; a firm of which it is not known whether it has a share; shares that overlap in
            so many ways, or are rounded in so many, that they are too many to go through.
    """
    boxes = share_boxes(shares)
    refuse_uncounted(boxes)
    market = feasible_market(boxes, unnamed="any", count=0)
    if len(boxes) - sum(box.high == 0 for box in boxes) < 2 and not to_zero:
        raise ShareError("shares: one firm has everything and no neighbour; to_zero=True measures its distance to 0")
    return between(lambda each: _ends(each, to_zero), market)


def _ends(market: MarketSet, to_zero: bool) -> tuple[Fraction, Fraction]:
    orders = list(_orders(market))
    last = [0] if to_zero else []
    least = min(_sum_of_squares([*_closest(order, market.whole, to_zero), *last]) for order in orders)
    return least / market.whole**2, max(_farthest(order, market.whole, to_zero) for order in orders) / market.whole**2


_Ranked = Sequence[tuple[int, int]]
"""Lowest and highest share of the largest firm, of the second, and so on: neither rises along it."""


def _orders(market: MarketSet) -> Iterator[_Ranked]:
    """What the largest firm can have, the second, and so on, for each order that firms with a share can be in.

    Of two firms one of which has the higher low and high end, that one is taken as the larger: two in the wrong order
    can exchange their shares. Only firms one of which lies within the other are in either order.
    """
    boxes = sorted(((low, high) for low, high in zip(market.lows, market.highs, strict=True) if high), reverse=True)

    def extended(placed: list[tuple[int, int]], left: list[tuple[int, int]]) -> Iterator[_Ranked]:
        if not left:
            yield placed
        for place, (low, high) in enumerate(left):
            rest = left[:place] + left[place + 1 :]
            if any(other_low >= low and other_high >= high for other_low, other_high in left[:place]):
                continue
            least = max([low, *(other for other, _ in rest)])
            most = min(high, placed[-1][1]) if placed else high
            if least <= most:
                yield from extended([*placed, (least, most)], rest)

    for found, order in enumerate(extended([], boxes)):
        if found == _MOST_ORDERS:
            raise ShareError(f"shares: {len(boxes)} shares overlap in too many ways to go through")
        if sum(low for low, _ in order) <= market.whole <= sum(high for _, high in order):
            yield order


def _sum_of_squares(ranked: Sequence[Number]) -> Fraction:
    return Fraction(sum((share - smaller) ** 2 for share, smaller in pairwise(ranked)))


def _closest(order: _Ranked, whole: int, to_zero: bool) -> list[Fraction]:
    """Shares of which neighbours are as close as can be, as squares count them; in order they are the closest."""
    size = len(order)
    form = [[0] * size for _ in order]
    for first in range(size - 1):
        for place in (first, first + 1):
            form[place][place] += 1
        form[first][first + 1] = form[first + 1][first] = -1
    form[-1][-1] += to_zero
    unit = [[int(place == other) for other in range(size)] for place in range(size)]
    rows: list[Row] = [(row, low) for row, (low, _) in zip(unit, order, strict=True)]
    rows += [([-entry for entry in row], -high) for row, (_, high) in zip(unit, order, strict=True)]
    return least_square(form, ([1] * size, whole), rows)


def _farthest(order: _Ranked, whole: int, to_zero: bool) -> Fraction:
    """The most that squared distances sum to: at a corner, where all firms but some level ones are at an end.

    What the firms above those add hangs only on the lowest of them and on their sum; so do the firms below.
    """
    size = len(order)
    above = _corners(order, whole, None, le)
    below = [
        sorted((total, share, squares) for (share, total), squares in states.items())
        for states in _corners(order[::-1], whole, 0 if to_zero else None, ge)[::-1]
    ]
    best = Fraction(0)
    for first in range(size):
        for after in range(first + 1, size + 1):
            number, lowest, highest = after - first, order[first][0], order[after - 1][1]
            most = 0
            for (upper, larger), squares in above[first].items():
                left = whole - larger
                start = bisect_left(below[after], left - number * highest, key=itemgetter(0))
                for smaller, lower, more in islice(below[after], start, None):
                    level = left - smaller  # of all that are level, together
                    if level < number * lowest:
                        break
                    if number * (lower or 0) <= level and (upper is None or level <= number * upper):
                        ends = [number * end - level for end in (upper, lower) if end is not None]
                        most = max(most, number**2 * (squares + more) + sum(end**2 for end in ends))
            best = max(best, Fraction(most, number**2))
    return best


_Corners = dict[tuple[int | None, int], int]
"""The most that squared distances sum to, by the share of the last firm and the sum of all."""


def _corners(boxes: _Ranked, whole: int, start: int | None, keeps: Callable[[int, int], bool]) -> list[_Corners]:
    """The first firms at their ends: none, one, two, and so on, each in order beside the one before."""
    values = sorted({end for box in boxes for end in box})
    found: list[_Corners] = [{(start, 0): 0}]
    for place, (low, high) in enumerate(boxes):
        least = sum(box[0] for box in boxes[place + 1 :])
        states: _Corners = {}
        for (neighbour, total), squares in found[-1].items():
            for value in values:
                fits = low <= value <= high and total + value + least <= whole
                if fits and (neighbour is None or keeps(value, neighbour)):
                    key = (value, total + value)
                    gap = 0 if neighbour is None else neighbour - value
                    states[key] = max(states.get(key, 0), squares + gap**2)
        if len(states) > _MOST_STATES:
            raise ShareError(f"shares: the roundings of {len(boxes)} shares are too many to go through")
        found.append(states)
    return found

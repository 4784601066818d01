"""Completions of a partly reported market: the most and the least concentrated one.

Every index that rises with concentration (Schur-convex: HHI, concentration ratios, minus entropy) has its bounds at
these two, so the algorithm stands here once.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, amount, share_boxes

__all__ = ["Completion", "Unnamed", "least_concentrated", "most_concentrated"]

Unnamed = Literal["smaller", "any"]
"""What is known of unnamed firms: none is larger than the smallest named one, or nothing."""

_TINY = FULL * ROUNDING_ERROR
_MOST_CANDIDATES = 500_000


@dataclass(frozen=True)
class Completion:
    """A full market: the named firms, groups of equal unnamed ones, and a rest in negligible pieces.

    Attributes:
        named: Shares of the named firms, percent, in the order given.
        unnamed: Pairs of a share and how many unnamed firms have it.
        atomistic: What is left for firms so small that they do not count, percent. It is approached, not reached.
        attained: False if the inputs exclude this very market (an open end, or an atomistic rest).
    """

    named: tuple[float, ...]
    unnamed: tuple[tuple[float, int], ...] = ()
    atomistic: float = 0.0
    attained: bool = True


@dataclass(frozen=True)
class _Market:
    boxes: list[Interval]
    unnamed: Unnamed
    count: int | None
    total_low: float
    total_high: float

    @property
    def lows(self) -> list[float]:
        return [box.low for box in self.boxes]

    @property
    def highs(self) -> list[float]:
        return [box.high for box in self.boxes]

    @property
    def closed(self) -> bool:
        return all(box.ends == "[]" for box in self.boxes)


def most_concentrated(
    shares: Iterable[Any], *, unnamed: Unnamed, count: int | None = None, total: Any = None
) -> Iterator[Completion]:
    """Completions among which every index that rises with concentration has its maximum.

    One, unless the rounding of the shares leaves a choice: then the corners of what is possible, all but one share at
    an end. Shares that are rounded alike are filled from the largest down, which is enough.

    Args:
        shares: Numbers (exact) or (low, high) pairs, percent, shape (m,).
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        total: A stated sum of the named shares, a number or (low, high).

    Raises:
        ShareError: as for every list of shares; no market fits; too many different roundings to go through.
    """
    market = _market(shares, unnamed, count, total)
    for named in _most_concentrated_named(market):
        rest = FULL - math.fsum(named)
        yield Completion(tuple(named), _largest_pieces(rest, min(named), market), attained=market.closed)


def least_concentrated(
    shares: Iterable[Any], *, unnamed: Unnamed, count: int | None = None, total: Any = None
) -> Completion:
    """The completion at which every index that rises with concentration has its minimum.

    With an unknown number of unnamed firms: named shares at their lowest, the rest in negligible pieces. With a known
    number: all shares as equal as their bounds allow (water-filling), which is an interior point, not a corner.

    Args and Raises: as `most_concentrated`.
    """
    market = _market(shares, unnamed, count, total)
    if market.count is None:
        named_sum = max(math.fsum(market.lows), market.total_low)
        named = _levelled(market.lows, market.highs, named_sum)
        rest = max(0.0, FULL - math.fsum(named))
        rest = 0.0 if rest <= _TINY else rest
        return Completion(tuple(named), atomistic=rest, attained=market.closed and rest == 0)
    cap = min(market.highs) if market.unnamed == "smaller" else FULL
    size = market.count
    levelled = _levelled(market.lows + [0.0] * size, market.highs + [cap] * size, FULL)
    groups = ((levelled[-1], size),) if size else ()
    return Completion(tuple(levelled[: len(market.boxes)]), groups, attained=market.closed)


def _market(shares: Iterable[Any], unnamed: Unnamed, count: int | None, total: Any) -> _Market:
    boxes = share_boxes(shares)
    if unnamed not in ("smaller", "any"):
        raise ShareError(f"unnamed: {unnamed!r}; expected 'smaller' (than the smallest named firm) or 'any'")
    if count is not None and (isinstance(count, bool) or count != int(amount(count, "count", at_least=0))):
        raise ShareError(f"count: {count!r} is not a number of firms")
    (stated,) = (Interval(0.0, FULL),) if total is None else share_boxes([total], "total")
    market = _Market(boxes, unnamed, count, stated.low, min(FULL, stated.high))
    _refuse_infeasible(market)
    return market


def _refuse_infeasible(market: _Market) -> None:
    low, high = math.fsum(market.lows), math.fsum(market.highs)
    smallest = min(market.highs)
    if low > market.total_high + _TINY or high < market.total_low - _TINY:
        raise ShareError(f"shares: their sum, {low:.12g} to {high:.12g}, does not fit the stated total")
    most = FULL if market.unnamed == "any" or market.count is None else high + (market.count * smallest)
    if market.count == 0 or (market.unnamed == "smaller" and smallest == 0):
        most = high
    if most < FULL - _TINY:
        left = (
            "no unnamed firm" if not market.count else f"{market.count} unnamed firms of at most {smallest:.12g} each"
        )
        raise ShareError(f"shares: they sum to at most {high:.12g}, and {left} cannot make that 100")
    if (market.total_low > 0 or market.total_high < FULL) and market.count is not None:
        raise ShareError("total: a stated total cannot be combined with a count of unnamed firms")
    if market.unnamed == "smaller" and high > market.total_high + _TINY and FULL - market.total_high > min(market.lows):
        raise ShareError("total: bounds under a stated total need a residual smaller than each named share")


def _most_concentrated_named(market: _Market) -> Iterator[list[float]]:
    if market.count == 0:
        yield from _corners(market.boxes, FULL, FULL)
    elif market.unnamed == "any":
        yield from _corners(market.boxes, market.total_low, market.total_high)
    elif math.fsum(market.highs) <= market.total_high:
        yield market.highs
    else:
        yield from _corners(market.boxes, market.total_high, market.total_high)


def _largest_pieces(rest: float, smallest_named: float, market: _Market) -> tuple[tuple[float, int], ...]:
    """The rest of the market in as few unnamed firms as its rules allow."""
    if rest <= _TINY:
        return ()
    if market.unnamed == "any":
        return ((rest, 1),)
    full = math.floor(rest / smallest_named * (1 + ROUNDING_ERROR))
    remainder = rest - full * smallest_named
    pieces = ((smallest_named, full), (remainder, 1 if remainder > _TINY else 0))
    return tuple((share, number) for share, number in pieces if number)


def _corners(boxes: Sequence[Interval], total_low: float, total_high: float) -> Iterator[list[float]]:
    """Corners of {low <= S <= high, total_low <= sum S <= total_high} that can be the most concentrated."""
    for corner, next_up in _fillings(boxes):
        total = math.fsum(corner)
        if total_low - _TINY <= total <= total_high + _TINY:
            yield corner
        for position in next_up:
            for plane in {total_low, total_high}:
                if total < plane < total + boxes[position].high - boxes[position].low:
                    yield [*corner[:position], corner[position] + plane - total, *corner[position + 1 :]]


def _fillings(boxes: Sequence[Interval]) -> Iterator[tuple[list[float], list[int]]]:
    """Shares at their ends, among those rounded alike the largest first; and who would be raised next."""
    alike: dict[float, list[int]] = defaultdict(list)
    for position in sorted(range(len(boxes)), key=lambda position: -boxes[position].low):
        alike[round(boxes[position].high - boxes[position].low, 9)].append(position)
    if math.prod(len(positions) + 1 for positions in alike.values()) > _MOST_CANDIDATES:
        raise ShareError(f"shares: {len(alike)} different roundings of {len(boxes)} shares are too many to go through")
    for filled in product(*(range(len(positions) + 1) for positions in alike.values())):
        corner, next_up = [box.low for box in boxes], []
        for number, positions in zip(filled, alike.values(), strict=True):
            for position in positions[:number]:
                corner[position] = boxes[position].high
            next_up += positions[number : number + 1]
        yield corner, next_up


def _levelled(lows: Sequence[float], highs: Sequence[float], total: float) -> list[float]:
    """Shares within their bounds that sum to `total` and are as equal as possible: clip(level, low, high)."""

    def at(level: float) -> list[float]:
        return [min(max(level, low), high) for low, high in zip(lows, highs, strict=True)]

    steps = sorted({*lows, *highs})
    below = steps[0]
    for step in steps:
        if math.fsum(at(step)) >= total - _TINY:
            break
        below = step
    low_sum, high_sum = math.fsum(at(below)), math.fsum(at(step))
    if high_sum - low_sum <= _TINY:
        return at(step if high_sum >= total else below)
    return at(below + (step - below) * (total - low_sum) / (high_sum - low_sum))

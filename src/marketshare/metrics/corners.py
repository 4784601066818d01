"""Points of a box of shares: its corners under a given sum, and the point where all are as equal as can be."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, product

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError

__all__ = ["TINY", "corners", "fillings", "levelled"]

TINY = FULL * ROUNDING_ERROR


_MOST_CANDIDATES = 500_000


def levelled(lows: Sequence[float], highs: Sequence[float], numbers: Sequence[int], total: float) -> list[float]:
    """Shares within their bounds that sum to `total` and are as equal as possible: clip(level, low, high).

    Args:
        lows: Lowest share of each group.
        highs: Highest share of each group.
        numbers: How many firms each group has.
        total: What all shares are to sum to, within what the bounds allow.
    """

    def at(level: float) -> list[float]:
        return [min(max(level, low), high) for low, high in zip(lows, highs, strict=True)]

    def sum_at(level: float) -> float:
        return math.fsum(number * share for number, share in zip(numbers, at(level), strict=True))

    steps = sorted({*lows, *highs})
    index = min(bisect_left(steps, total, key=sum_at), len(steps) - 1)
    above, below = steps[index], steps[max(index - 1, 0)]
    low_sum, high_sum = sum_at(below), sum_at(above)
    if high_sum == low_sum:
        return at(above)
    return at(below + (above - below) * (total - low_sum) / (high_sum - low_sum))


def fillings(classes: Sequence[Sequence[int]], of: str) -> Iterator[tuple[int, ...]]:
    """How many of each class are at their high end, in every combination.

    Raises:
        ShareError: more combinations than can be gone through.
    """
    if math.prod(len(positions) + 1 for positions in classes) > _MOST_CANDIDATES:
        number = sum(map(len, classes))
        raise ShareError(f"{of}: {len(classes)} different roundings of {number} shares are too many to go through")
    return product(*(range(len(positions) + 1) for positions in classes))


def corners(boxes: Sequence[Interval], total_low: float, total_high: float) -> Iterator[list[float]]:
    """Corners of {low <= S <= high, total_low <= sum S <= total_high} that can be the most concentrated.

    At a corner all shares but one are at an end. Of two firms rounded alike the larger one is raised first: moving
    what is left from the smaller to the larger keeps the sum and makes the market more concentrated.
    """
    alike: dict[float, list[int]] = defaultdict(list)
    for position in sorted(range(len(boxes)), key=lambda position: -boxes[position].low):
        if not boxes[position].is_exact:
            alike[round(boxes[position].high - boxes[position].low, 9)].append(position)
    classes = list(alike.values())
    lows = [box.low for box in boxes]
    raised = [
        [0.0, *accumulate(boxes[position].high - boxes[position].low for position in positions)]
        for positions in classes
    ]
    for filled in fillings(classes, "shares"):
        total = math.fsum([*lows, *(sums[number] for sums, number in zip(raised, filled, strict=True))])
        if not total_low - _room(classes, boxes) <= total <= total_high + TINY:
            continue
        corner, next_up = _raised(lows, boxes, classes, filled)
        if total >= total_low - TINY:
            yield corner
        for position in next_up:
            for plane in {total_low, total_high}:
                if total < plane < total + boxes[position].high - boxes[position].low:
                    yield [*corner[:position], corner[position] + plane - total, *corner[position + 1 :]]


def _room(classes: Sequence[Sequence[int]], boxes: Sequence[Interval]) -> float:
    """The most that one more share can be raised by."""
    return TINY + max((boxes[positions[0]].high - boxes[positions[0]].low for positions in classes), default=0.0)


def _raised(
    lows: Sequence[float], boxes: Sequence[Interval], classes: Sequence[Sequence[int]], filled: Sequence[int]
) -> tuple[list[float], list[int]]:
    """Shares at their ends, the first ones of each class raised; and who would be raised next."""
    corner = list(lows)
    next_up: list[int] = []
    for number, positions in zip(filled, classes, strict=True):
        for position in positions[:number]:
            corner[position] = boxes[position].high
        next_up += positions[number : number + 1]
    return corner, next_up

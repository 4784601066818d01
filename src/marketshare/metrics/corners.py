"""Corners of a set of markets: those that can be the most concentrated, all firms but one at an end."""

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, product
from typing import NamedTuple

from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError
from marketshare.metrics.exact import Number

__all__ = ["TINY", "Box", "corners", "fillings"]

TINY = FULL * ROUNDING_ERROR

_MOST_CANDIDATES = 500_000
_MOST_STEPS = 20_000


class Box(NamedTuple):
    """Firms of which the same is known.

    Attributes:
        low: Lowest share, in grains.
        high: Highest share.
        number: How many firms there are; None for any number.
        kind: Firms of different kinds are not weighed against each other, since what each kind sums to is known.
    """

    low: Number
    high: Number
    number: int | None = 1
    kind: int = 0


class _Choice(NamedTuple):
    """How far a search has come: what is chosen of the first boxes, in descending order."""

    position: int
    need: Number
    passed_over: tuple[Number, Number]
    widest: Number
    raised: tuple[int, ...]


def corners(boxes: Sequence[Box], total: Number) -> Iterator[list[list[tuple[Number, int]]]]:
    """Corners of {low <= S <= high, sum S = total} among which every index that rises with concentration is highest.

    At a corner all firms but one are at an end. Of two firms of which one is ahead at both ends, that one is raised
    first: if the other has the larger share the two can be exchanged, and then moving a share from the smaller to the
    larger makes the market more concentrated. So only a firm whose ends enclose those of another leaves a choice.

    Args:
        boxes: What is known of each firm.
        total: What all firms have together.

    Returns:
        For each corner, what the firms of each box have: pairs of a share and how many of them have it.

    Raises:
        ShareError: more choices than can be gone through.
    """
    order = sorted(range(len(boxes)), key=lambda position: boxes[position][:2], reverse=True)
    ranked = [boxes[position] for position in order]
    start = total - sum(box.low * (box.number or 0) for box in boxes)
    for raised, partial, extra in _fillings(ranked, start):
        found: list[list[tuple[Number, int]]] = [[] for _ in boxes]
        for place, position in enumerate(order):
            low, high, number, _ = boxes[position]
            up, part = raised[place], int(place == partial)
            rest = 0 if number is None else number - up - part
            groups = [(high, up), (low + extra, part), (low, rest)]
            found[position] = [group for group in groups if group[1]]
        yield found


def _fillings(boxes: Sequence[Box], need: Number) -> Iterator[tuple[tuple[int, ...], int | None, Number]]:
    """How many of each box are raised to their high end, which one is raised by a part, and by how much."""
    capacity, tallest = _room(boxes, need)
    steps, found = 0, [_Choice(0, need, (-1, -1), 0, ())] if need >= 0 else []
    while found:
        steps += 1
        if steps > _MOST_STEPS:
            raise ShareError(
                f"shares: {len(boxes)} firms are known so differently that the ways to fill the market are too many to "
                f"go through; give them to the same precision"
            )
        choice = found.pop()
        place = choice.position
        if all(tallest[kind][place] <= passed for kind, passed in enumerate(choice.passed_over)):
            for end in _ends(boxes, choice):
                steps += 1
                yield end
            continue
        low, high, number, kind = boxes[place]
        width, barred = high - low, high <= choice.passed_over[kind]
        most = 0 if barred or not width else choice.need // width
        most = most if number is None else min(most, number)
        widest = choice.widest if barred else max(choice.widest, width)
        short = choice.need - capacity[place + 1] - widest  # what this box must be raised by at least
        least = max(0, -(-short // width)) if width else 0
        for up in range(least, most + 1):
            passed = list(choice.passed_over)
            left_over = width > 0 and (number is None or up < number)
            if left_over:
                passed[kind] = max(passed[kind], high)
            found.append(
                _Choice(
                    place + 1,
                    choice.need - up * width,
                    (passed[0], passed[1]),
                    widest if left_over else choice.widest,
                    (*choice.raised, up),
                )
            )


def _room(boxes: Sequence[Box], need: Number) -> tuple[list[Number], list[list[Number]]]:
    """By how much the boxes from each place on can be raised, and how high the highest of each kind is."""
    widths = [
        (box.high - box.low) * (need // max(1, box.high - box.low) + 1 if box.number is None else box.number)
        for box in boxes
    ]
    capacity: list[Number] = [*accumulate(reversed(widths), initial=0)][::-1]
    tallest: list[list[Number]] = [[-1], [-1]]
    for kind, highest in enumerate(tallest):
        for box in reversed(boxes):
            highest.append(max(highest[-1], box.high) if box.kind == kind else highest[-1])
        highest.reverse()
    return capacity, tallest


def _ends(boxes: Sequence[Box], choice: _Choice) -> Iterator[tuple[tuple[int, ...], int | None, Number]]:
    """Corners at which what is still needed goes to one firm that no other one left behind is ahead of."""
    raised = (*choice.raised, *[0] * (len(boxes) - choice.position))
    if choice.need == 0:
        yield raised, None, 0
        return
    ahead: list[Number] = [-1, -1]
    for place, (low, high, number, kind) in enumerate(boxes):
        if low < high > ahead[kind] and (number is None or raised[place] < number):
            ahead[kind] = high
            if high - low > choice.need:
                yield raised, place, choice.need


def fillings(classes: Sequence[Sequence[int]], of: str) -> Iterator[tuple[int, ...]]:
    """How many of each class are at their high end, in every combination.

    Raises:
        ShareError: more combinations than can be gone through.
    """
    if math.prod(len(positions) + 1 for positions in classes) > _MOST_CANDIDATES:
        number = sum(map(len, classes))
        raise ShareError(f"{of}: {len(classes)} different roundings of {number} shares are too many to go through")
    return product(*(range(len(positions) + 1) for positions in classes))

"""Corners of a market whose named firms have a stated sum, if the unnamed ones, with the rest, are none larger.

An unnamed firm cannot exchange its share with a named one here, since that would change the sum. So the smallest named
share, which caps the unnamed ones, is a variable of its own: at a corner it is at an end of a share, or the rest is a
multiple of it, or it is what the other firms, each at an end, leave to those that have no more than it.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from marketshare.metrics.checks import ShareError
from marketshare.metrics.corners import Box, corners
from marketshare.metrics.exact import Number

__all__ = ["capped_corners"]

_MOST_SETS = 5_000

Capped = tuple[list[list[tuple[Number, int]]], tuple[tuple[Number, int], ...]]
"""Shares of the named firms as `corners` gives them, and of the unnamed ones with how many have it."""


def capped_corners(boxes: Sequence[Box], total: int, rest: int, count: int | None) -> Iterator[Capped]:
    """Corners among which every index that rises with concentration is highest.

    Args:
        boxes: What is known of each named firm.
        total: What the named firms have together.
        rest: What the unnamed firms have together, above 0.
        count: How many unnamed firms there are at most; None for any number.

    Raises:
        ShareError: more choices than can be gone through.
    """
    for cap in sorted(_caps(boxes, total, rest, count)):
        full, left = int(rest // cap), rest % cap
        if count is not None and full + bool(left) > count:
            continue
        unnamed = tuple(group for group in ((cap, full), (left, 1)) if group[0] and group[1])
        for corner in corners(_above(boxes, cap), total):
            yield corner, unnamed


def _caps(boxes: Sequence[Box], total: int, rest: int, count: int | None) -> set[Number]:
    most = min(box.high for box in boxes)
    least = max(Fraction(min(box.low for box in boxes)), Fraction(rest, count) if count else Fraction(1))
    fewest, pieces = -(-rest // most), int(rest // least)
    if pieces - fewest > _MOST_SETS:
        raise ShareError(
            "total: a named firm may have so little that the ways to divide the rest among smaller ones are too many "
            "to go through"
        )
    ends: set[Number] = {end for box in boxes for end in (box.low, box.high)} | {least}
    ends |= {Fraction(rest, number) for number in range(max(1, fewest), pieces + 1)}
    steps = sorted(end for end in ends if least <= end <= most)
    return {*steps, *(cap for pair in pairwise(steps) for cap in _levels(boxes, total, *pair))}


def _levels(boxes: Sequence[Box], total: int, below: Number, above: Number) -> Iterator[Number]:
    """Caps between two others at which each firm is at its high end, at its low end, or at the cap."""
    for raised in _raised(_above(boxes, below)):
        left = [box for position, box in enumerate(boxes) if position not in raised]
        at_cap = sum(box.low <= below for box in left)
        given = sum(boxes[position].high for position in raised) + sum(box.low for box in left if box.low > below)
        if at_cap and below < (cap := Fraction(total - given, at_cap)) < above:
            yield cap


def _raised(boxes: Sequence[Box]) -> Iterator[frozenset[int]]:
    """Every set of firms at their high ends that leaves out none which is ahead at both ends of one within it."""
    order = sorted(range(len(boxes)), key=lambda position: boxes[position][:2], reverse=True)
    found: list[tuple[frozenset[int], Number]] = [(frozenset(), -1)]
    for position in order:
        low, high = boxes[position][:2]
        apart = [] if low == high else [(raised, max(passed, high)) for raised, passed in found]
        found = [(raised | {position}, passed) for raised, passed in found if high > passed] + (
            apart or [(raised, passed) for raised, passed in found if high <= passed]
        )
        if len(found) > _MOST_SETS:
            raise ShareError(f"total: {len(boxes)} firms are known so differently that it leaves too many choices")
    return iter({raised for raised, _ in found})


def _above(boxes: Sequence[Box], cap: Number) -> list[Box]:
    return [Box(max(low, cap), high) for low, high, _, _ in boxes]

"""Corners of a set of markets: those that can be the most concentrated, all firms but one at an end."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from marketshare.metrics.checks import ShareError
from marketshare.metrics.exact import Number

__all__ = ["Box", "corners"]

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
    """How far a search has come: what is chosen of the first boxes.

    Attributes:
        place: How many boxes are decided, in an order in which none is ahead of an earlier one.
        need: What is still to be distributed.
        passed: The highest low end among firms left behind, by kind: who is not above it stays behind, too.
        widest: By how much one of these firms can be raised at most.
        raised: A box of which firms are at their high end, how many, and the same of those before it.
        left: A box of which a firm left behind may be raised by a part, and those before it.
    """

    place: int
    need: Number
    passed: tuple[Number, Number] = (-1, -1)
    widest: Number = 0
    raised: tuple[int, int, Any] | None = None
    left: tuple[int, Any] | None = None


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
    order = sorted(range(len(boxes)), key=lambda position: (boxes[position].high, boxes[position].low), reverse=True)
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


_Filling = tuple[list[int], int | None, Number]
"""How many of each box are raised to their high end, of which box one is raised by a part, and by how much."""


def _fillings(boxes: Sequence[Box], need: Number) -> Iterator[_Filling]:
    capacity, tallest = _room(boxes, need)
    steps, found = 0, [_Choice(0, need)] if need >= 0 else []
    while found:
        choice = found.pop()
        place, passed = choice.place, choice.passed
        while any(lows[place] > over for lows, over in zip(tallest, passed, strict=True)):
            box = boxes[place]
            if box.low < box.high and box.low > passed[box.kind]:
                found += _choices(choice._replace(place=place), box, capacity[place + 1])
                break
            place += 1
        else:
            for filling in _ends(boxes, choice):
                steps += 1
                yield filling
        steps += 1
        if steps > _MOST_STEPS:
            raise ShareError(
                f"shares: {len(boxes)} firms are known so differently that the ways to fill the market are too many to "
                f"go through; give them to the same precision"
            )


def _choices(choice: _Choice, box: Box, capacity: Number) -> Iterator[_Choice]:
    """How many of a box may be raised, given what all later ones can take."""
    low, high, number, kind = box
    place, need, passed, widest, raised, left = choice
    width = high - low
    most = need // width if number is None else min(need // width, number)
    short = need - capacity - max(widest, width)  # what this box must be raised by at least
    for up in range(int(max(0, -(-short // width))), int(most) + 1):
        rest = choice._replace(place=place + 1, need=need - up * width, raised=(place, up, raised) if up else raised)
        if number is None or up < number:
            over = max(passed[kind], low)
            rest = rest._replace(
                passed=(passed[0], over) if kind else (over, passed[1]), widest=max(widest, width), left=(place, left)
            )
        yield rest


def _room(boxes: Sequence[Box], need: Number) -> tuple[list[Number], list[list[Number]]]:
    """By how much the boxes from each place on can be raised, and the highest low end of those of each kind."""
    capacity: list[Number] = [0]
    tallest: list[list[Number]] = [[-1], [-1]]
    for low, high, number, kind in reversed(boxes):
        width = high - low
        capacity.append(capacity[-1] + width * (need // max(1, width) + 1 if number is None else number))
        for of, lows in enumerate(tallest):
            lows.append(max(lows[-1], low) if of == kind and width else lows[-1])
    return capacity[::-1], [lows[::-1] for lows in tallest]


def _ends(boxes: Sequence[Box], choice: _Choice) -> Iterator[_Filling]:
    """Corners at which what is still needed goes to one of the firms left behind."""
    raised = [0] * len(boxes)
    each: Any = choice.raised
    while each:
        place, up, each = each
        raised[place] = up
    if choice.need == 0:
        yield raised, None, 0
        return
    each = choice.left
    while each:
        place, each = each
        low, high, _, kind = boxes[place]
        if high - low > choice.need and not any(
            _better(box, up, low, high, low + choice.need)
            for box, up in zip(boxes, raised, strict=True)
            if box.kind == kind
        ):
            yield raised, place, choice.need


def _better(box: Box, up: int, low: Number, high: Number, share: Number) -> bool:
    """True if a firm of a box and one with a share between two ends can exchange so that the larger has more."""
    raised = up and min(high, box.high + share - box.low) > max(box.high, share)
    behind = box.number is None or up < box.number
    return bool(raised) or (behind and min(box.high, box.low + share - low) > max(box.low, share))

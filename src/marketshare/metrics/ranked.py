"""Ranked ends: between what the i-th largest share lies."""

from collections.abc import Iterable, Sequence
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import refuse_uncounted
from marketshare.metrics.feasible import feasible_market

__all__ = ["counted", "ranked_ends"]


def counted(shares: Iterable[Any], *, full: bool = True) -> list[Interval]:
    """Shares of the firms that have one.

    Args:
        shares: Numbers (exact) or (low, high) pairs, percent.
        full: True if they must be able to sum to 100.

    Raises:
        ShareError: as for every list of shares; a firm of which it is not known whether it has a share; shares that
            cannot be those of a full market.
    """
    boxes = feasible_market(shares, unnamed="any", count=0 if full else None).boxes
    refuse_uncounted(boxes)
    return [box for box in boxes if box.high > 0]


def ranked_ends(boxes: Sequence[Interval], then: Sequence[float] = ()) -> tuple[list[float], list[float]]:
    """The i-th largest share lies between the i-th largest low end and the i-th largest high end."""
    lows, highs = (sorted(ends, reverse=True) for ends in zip(*((box.low, box.high) for box in boxes), strict=True))
    return [*lows, *then], [*highs, *then]

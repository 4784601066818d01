"""Bounds of functions of intervals: at two corners if they are monotone, and which ends belong to them."""

import math
from collections.abc import Callable, Mapping
from functools import partial
from itertools import product
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import ROUNDING_ERROR, ShareError, share_box
from marketshare.metrics.exact import Number, interval_between
from marketshare.metrics.feasible import FeasibleMarket
from marketshare.quantity.monotone import end_at_corner

__all__ = ["between", "corner_bounds", "refuse_endless", "share_boxes_of"]


def corner_bounds(
    function: Callable[..., float],
    *,
    rising: Mapping[str, Interval],
    falling: Mapping[str, Interval],
    within: Interval | None = None,
    **plain: Any,
) -> Interval:
    """Interval of a function of intervals, from the two corners at which it is lowest and highest.

    Args:
        function: Rises in each argument of `rising`, falls in each of `falling`.
        rising: Intervals by argument.
        falling: Intervals by argument.
        within: What the function can be at all: where a corner passes it, other inputs rule that corner out.
        plain: Arguments that are no intervals.

    Raises:
        ShareError: no input leads to a possible result; every input leads to an infinite one.
    """
    at_corner = partial(function, **plain)
    low, low_closed = end_at_corner(at_corner, rising, falling, lowest=True)
    high, high_closed = end_at_corner(at_corner, rising, falling, lowest=False)
    if within is not None:
        if low > within.high * (1 + ROUNDING_ERROR) or high < within.low:
            given = " and ".join(f"{name} {box}" for name, box in [*rising.items(), *falling.items()])
            raise ShareError(f"{given}: the result would be {low:.6g} to {high:.6g}, outside {within}")
        low, low_closed = (within.low, True) if math.isnan(low) or low < within.low else (low, low_closed)
        high, high_closed = (within.high, True) if math.isnan(high) or high > within.high else (high, high_closed)
    refuse_endless(low)
    return Interval.of_ends(low, high, low_closed, high_closed)


def between(ends: Callable[..., tuple[Number | float, Number | float]], *markets: FeasibleMarket) -> Interval:
    """Interval between two ends that follow from sets of markets, each end closed if a market inside them reaches it.

    Args:
        ends: Gives the least and the greatest value over sets of markets whose ends belong to them, exactly.
        markets: What the reports of one market, or of one at several dates, allow.

    Raises:
        ShareError: every market leads to an infinite result.
    """
    choices = list(product(*(market.parts for market in markets)))
    closed, inside = (
        list(zip(*(ends(*(getattr(part, side) for part in parts)) for parts in choices), strict=True))
        for side in ("closed", "inside")
    )
    refuse_endless(min(closed[0]))
    return interval_between((min(closed[0]), max(closed[1])), (min(inside[0]), max(inside[1])))


def share_boxes_of(**given: Any) -> dict[str, Interval]:
    """Several single shares as intervals from 0 to 100, by argument."""
    return {name: share_box(value, name) for name, value in given.items()}


def refuse_endless(low: Number | float) -> None:
    """Refuse what is infinite at its lowest."""
    if low == math.inf:
        raise ShareError("never: the result is infinite at every value that the inputs allow, so that it has no bounds")

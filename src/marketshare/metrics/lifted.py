"""Bounds of functions of intervals: at two corners if they are monotone, and which ends belong to them."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from marketshare.interval import LAST_DIGITS, Interval
from marketshare.metrics.checks import ROUNDING_ERROR, ShareError, share_box
from marketshare.quantity.metric import taking_limits

__all__ = ["corner_bounds", "refuse_endless", "share_boxes_of", "with_ends"]

_NOTICED = 1e-9


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
    low, low_closed = _end(at_corner, rising, falling, lowest=True)
    high, high_closed = _end(at_corner, rising, falling, lowest=False)
    if within is not None:
        if low > within.high * (1 + ROUNDING_ERROR) or high < within.low:
            given = " and ".join(f"{name} {box}" for name, box in [*rising.items(), *falling.items()])
            raise ShareError(f"{given}: the result would be {low:.6g} to {high:.6g}, outside {within}")
        low, low_closed = (within.low, True) if math.isnan(low) or low < within.low else (low, low_closed)
        high, high_closed = (within.high, True) if math.isnan(high) or high > within.high else (high, high_closed)
    refuse_endless(low)
    if low >= high:
        return Interval.exactly(high)
    return Interval(low, high, low_closed, high_closed)


def with_ends(ends: Callable[[list[Interval]], tuple[float, float]], boxes: Sequence[Interval]) -> Interval:
    """Interval between two ends that are computed from intervals, each end closed if it is reached.

    An end is reached if it stays where it is when the open ends of the inputs move inwards by a little.

    Args:
        ends: Gives the low and the high end; it looks at where intervals begin and end only.
        boxes: The inputs.

    Raises:
        ShareError: every input leads to an infinite result.
    """
    low, high = ends(list(boxes))
    refuse_endless(low)
    if math.isfinite(high) and high - low <= 1e-12 * abs(high):
        return Interval.exactly(high)
    if all(box.ends == "[]" for box in boxes):
        return Interval(low, high)
    inner_low, inner_high = ends([box.inner() for box in boxes])
    return Interval(low, high, inner_low <= low + _NOTICED * abs(low), inner_high >= high - _NOTICED * abs(high))


def share_boxes_of(**given: Any) -> dict[str, Interval]:
    """Several single shares as intervals from 0 to 100, by argument."""
    return {name: share_box(value, name) for name, value in given.items()}


def _end(
    function: Callable[..., float], rising: Mapping[str, Interval], falling: Mapping[str, Interval], *, lowest: bool
) -> tuple[float, bool]:
    """The result at the corner where it is lowest (or highest), and whether the inputs reach it."""
    end = _at_corner(function, rising, falling, lowest=lowest)
    inside = _at_corner(function, _inner(rising), _inner(falling), lowest=lowest)
    # one argument may make an open end of another irrelevant: no buyers are no penetration of any population
    return end, math.isclose(inside, end, rel_tol=LAST_DIGITS)


def _at_corner(
    function: Callable[..., float], rising: Mapping[str, Interval], falling: Mapping[str, Interval], *, lowest: bool
) -> float:
    corner = {name: box.low if lowest else box.high for name, box in rising.items()}
    corner |= {name: box.high if lowest else box.low for name, box in falling.items()}
    with taking_limits():
        return function(**corner)


def _inner(boxes: Mapping[str, Interval]) -> dict[str, Interval]:
    return {name: box.inner() for name, box in boxes.items()}


def refuse_endless(low: float) -> None:
    """Refuse what is infinite at its lowest."""
    if low == math.inf:
        raise ShareError("never: the result is infinite at every value that the inputs allow, so that it has no bounds")

"""Exact numbers: what a printed decimal says, not what binary floating point makes of it."""

import math
import sys
from collections.abc import Sequence
from fractions import Fraction

from marketshare.interval import Interval

__all__ = ["Number", "as_float", "interval_between", "levelled", "printed"]

Number = int | Fraction
"""A number without rounding error."""


def printed(value: float) -> Fraction:
    """The decimal that a number is printed as: 0.1 is a tenth, though no binary fraction is.

    Args:
        value: A finite number, of Python or numpy; of one in single precision the decimal in single precision.

    Example:
        >>> printed(33.3) * 3 + printed(0.1)
        Fraction(100, 1)
    """
    return Fraction(str(value))


def as_float(number: int) -> float:
    """A number of firms as a float; infinite beyond the largest one."""
    return float(number) if number <= sys.float_info.max else math.inf


def levelled(
    lows: Sequence[Number], highs: Sequence[Number], numbers: Sequence[int], total: Number
) -> tuple[Number, ...]:
    """Shares within their bounds that sum to `total` and are as equal as possible: clip(level, low, high).

    Of all such shares these are the least concentrated in every respect: no index that rises with concentration is
    lower elsewhere.

    Args:
        lows: Lowest share of each group.
        highs: Highest share of each group.
        numbers: How many firms each group has, 1 or more.
        total: What all shares are to sum to, within what the bounds allow.

    Returns:
        The share of a firm of each group, exact.

    Example:
        >>> levelled([50, 0], [60, 50], [1, 2], 80)
        (50, 15)
    """

    def at(level: Number) -> tuple[Number, ...]:
        return tuple(min(max(level, low), high) for low, high in zip(lows, highs, strict=True))

    def sum_at(level: Number) -> Number:
        return sum(number * share for number, share in zip(numbers, at(level), strict=True))

    below, above = 0, len(steps := sorted({*lows, *highs})) - 1
    while below < above:  # the first step at which the sum is reached
        middle = (below + above) // 2
        below, above = (below, middle) if sum_at(steps[middle]) >= total else (middle + 1, above)
    step = steps[above]
    excess = sum_at(step) - total
    if excess <= 0:
        return at(step)
    previous = steps[above - 1]
    rising = sum(
        number for number, low, high in zip(numbers, lows, highs, strict=True) if low <= previous and high >= step
    )
    level = step - Fraction(excess, rising)
    return at(level.numerator if level.denominator == 1 else level)


def interval_between(
    closed: tuple[Number | float, Number | float], inside: tuple[Number | float, Number | float], per: int = 1
) -> Interval:
    """The interval between two exact ends; an end is reached if it is the same a grain inside the open ends.

    Args:
        closed: The lowest and the highest value over what the inputs allow with all their ends. ``inf`` is infinite.
        inside: The same a grain inside those ends that do not belong to the inputs.
        per: What a value is divided by, such as how many grains a percent has.

    Example:
        >>> interval_between((50, 60), (50, Fraction(599, 10)))
        [50, 60)
    """
    low, high = (math.inf if end == math.inf else float(Fraction(end) / per) for end in closed)
    return Interval.of_ends(low, high, closed[0] == inside[0], closed[1] == inside[1])

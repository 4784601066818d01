"""What every metric refuses: one exception, naming argument, position and value."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from marketshare.interval import Interval
from marketshare.quantity.arguments import entries, is_truth_value, known_of, number_of
from marketshare.quantity.declaration import Limit
from marketshare.quantity.errors import ShareError
from marketshare.quantity.fractions import refuse_fractions

__all__ = [
    "COUNTABLE",
    "FULL",
    "ROUNDING_ERROR",
    "ShareError",
    "added",
    "amount",
    "amount_list",
    "entries",
    "exact_only",
    "finite",
    "full_market",
    "growth_rate",
    "is_full",
    "refuse_uncounted",
    "share_box",
    "share_boxes",
    "share_list",
    "share_of_market",
    "whole_number",
    "within_reach",
]

_LARGEST_EXPONENT = 1000
"""Of two; a hundred times the sum of a hundred thousand amounts below it is a number."""

COUNTABLE = 2**53
"""Beyond it, one more makes no difference to a float."""

FULL = 100.0
ROUNDING_ERROR = 1e-9
"""What sums of printed decimals may be off by in binary floating point, relative to 100."""


def amount(value: Any, name: str, *, positive: bool = False, at_least: float | None = None) -> float:
    """One finite number; the end of a range that it only approaches (a `Limit`) may be infinite, or 0.

    Raises:
        ShareError: it is none, or outside the range asked for.
    """
    number = number_of(value, name)
    if math.isinf(number) and not isinstance(value, Limit):
        raise ShareError(f"{name}: {number} is not a finite number")
    if positive and number <= 0 and not (number == 0 and isinstance(value, Limit)):
        raise ShareError(f"{name}: {number:g} must be above 0")
    if at_least is not None and number < at_least:
        raise ShareError(f"{name}: {number:g} must be at least {at_least:g}")
    return number


def growth_rate(value: Any, name: str) -> float:
    """A growth rate, percent, that leaves something.

    Raises:
        ShareError: it is none, or -100 or less.
    """
    growth = amount(value, name)
    if growth <= -100 and not (growth == -100 and isinstance(value, Limit)):
        raise ShareError(f"{name}: {growth:g} leaves nothing; growth is percent, above -100")
    return growth


def amount_list(values: Iterable[Any], name: str, *, positive: bool = False) -> list[float]:
    """Amounts of one unit, 0 or more (or above 0).

    Raises:
        ShareError: none at all; one that is missing, infinite or negative.
    """
    return [
        amount(value, f"{name}[{position}]", positive=positive, at_least=0)
        for position, value in entries(values, name, of="numbers")
    ]


def added(values: Sequence[float], name: str) -> float:
    """The sum of numbers, if it is a number.

    Raises:
        ShareError: it is too large for one.
    """
    try:
        return math.fsum(values)
    except OverflowError:
        raise ShareError(f"{name}: they sum to a number too large to compute with") from None


def finite(result: float, name: str) -> float:
    """A result, if it is a number.

    Raises:
        ShareError: it is too large for one, as a sum or a product of huge numbers may be.
    """
    if not math.isfinite(result):
        raise ShareError(f"{name}: leads to a number too large to compute with")
    return result


def within_reach(amounts: Sequence[float]) -> list[float]:
    """Amounts in a unit so large that sums and hundredfolds of them are numbers; only what is huge changes its unit.

    The unit is a power of two, so that no digit is lost.
    """
    exponent = math.frexp(max(amounts, default=0.0))[1] - _LARGEST_EXPONENT
    return [math.ldexp(each, -exponent) for each in amounts] if exponent > 0 else list(amounts)


def whole_number(value: Any, name: str, *, at_least: int, of: str = "firms") -> int:
    """A number of things.

    Raises:
        ShareError: it is no whole number, or too small.
    """
    number = 0.5 if is_truth_value(value) else amount(value, name, at_least=at_least)
    if number != int(number):
        raise ShareError(f"{name}: {value!r} is not a number of {of}")
    if number > COUNTABLE:
        raise ShareError(f"{name}: {number:g} are too many to count")
    return int(number)


def share_of_market(value: Any, name: str) -> float:
    """One share, percent.

    Raises:
        ShareError: it is not a number from 0 to 100.
    """
    number = number_of(value, name)
    if not 0 <= number <= FULL:
        raise ShareError(f"{name}: {number:g} is not a share; shares are percent, 0 to 100")
    return number


def share_list(shares: Iterable[Any], name: str = "shares") -> list[float]:
    """Shares of one market at one time, percent.

    Raises:
        ShareError: none at all; one that is missing, negative or above 100; a sum above 100; fractions.
    """
    values = [share_of_market(value, f"{name}[{position}]") for position, value in entries(shares, name)]
    total = math.fsum(values)
    if total > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"{name}: they sum to {total:.12g}, above 100")
    if known_of(shares) is None:  # a market has looked at its own
        refuse_fractions([Interval.exactly(value) for value in values], name)
    return values


def share_boxes(shares: Iterable[Any], name: str = "shares") -> list[Interval]:
    """Shares as intervals: a number is exact, a tuple is (low, high), an Interval is its part from 0 to 100.

    Raises:
        ShareError: none at all; an end that is not a share; low above high; lows that sum to more than 100; fractions.
    """
    boxes = [share_box(value, f"{name}[{position}]") for position, value in entries(shares, name)]
    least = math.fsum(box.low for box in boxes)
    if least > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"{name}: they sum to at least {least:.12g}, above 100")
    if known_of(shares) is None:
        refuse_fractions(boxes, name)
    return boxes


def share_box(value: Any, name: str) -> Interval:
    """One share as an interval; what is known of a share never reaches below 0 or above 100.

    Raises:
        ShareError: an end that is not a share; low above high; an interval that holds no share.
    """
    if isinstance(value, Interval):
        low, low_closed = (0.0, True) if value.low < 0 else (value.low, value.low_closed)
        high, high_closed = (FULL, True) if value.high > FULL else (value.high, value.high_closed)
        if low > high or (low == high and not (low_closed and high_closed)):
            raise ShareError(f"{name}: {value} holds no share; shares are percent, 0 to 100")
        return Interval(low, high, low_closed, high_closed)
    if isinstance(value, list):
        raise ShareError(
            f"{name}: {value!r} is a list inside a list; an interval is a tuple (low, high) or an Interval"
        )
    if isinstance(value, tuple):
        if len(value) != 2:
            raise ShareError(f"{name}: expected a number or a pair (low, high), found {value!r}")
        low, high = (share_of_market(end, f"{name} {which}") for end, which in zip(value, ("low", "high"), strict=True))
        if low > high:
            raise ShareError(f"{name}: low {low:g} is above high {high:g}")
        return Interval(low, high)
    return Interval.exactly(share_of_market(value, name))


def is_full(shares: Iterable[float]) -> bool:
    """True if shares sum to 100, within what binary fractions are off by."""
    return abs(math.fsum(shares) - FULL) <= FULL * ROUNDING_ERROR


def full_market(shares: Iterable[Any], *, instead: str, name: str = "shares") -> list[float]:
    """Shares that sum to 100.

    Raises:
        ShareError: as `share_list`, or an incomplete market; the message names the function that bounds it.
    """
    values = share_list(shares, name)
    if not is_full(values):
        total = math.fsum(values)
        raise ShareError(
            f"{name}: they sum to {total:.12g}, so {FULL - total:.12g} of the market is not reported; "
            f"{instead} gives what can be said without it"
        )
    return values


def exact_only(boxes: Iterable[Interval], *, of: str) -> list[float]:
    """The numbers that intervals without width stand for.

    Raises:
        ShareError: an interval with width, for an index of which no bounds are offered.
    """
    values = []
    for position, box in enumerate(boxes):
        if not box.is_exact:
            raise ShareError(
                f"shares[{position}]: {box} is not one number, and {of} has no bounds: it does not rise or fall with "
                f"concentration; take it at the printed shares, or look at hhi_bounds"
            )
        values.append(box.low)
    return values


def refuse_uncounted(boxes: Sequence[Interval]) -> None:
    """Refuse a share that may be 0 or not, where the number of firms counts."""
    for position, box in enumerate(boxes):
        if box.low == 0 and box.high > 0 and box.low_closed:
            raise ShareError(f"shares[{position}]: {box} leaves open whether this firm counts; give 0, or more than 0")

"""What every metric refuses: one exception, naming argument, position and value."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from marketshare.interval import Interval
from marketshare.quantity.metric import infinite_allowed

__all__ = [
    "FULL",
    "ROUNDING_ERROR",
    "ShareError",
    "amount",
    "amount_list",
    "entries",
    "exact_only",
    "full_market",
    "growth_rate",
    "is_full",
    "refuse_no_base",
    "refuse_no_number_of_firms",
    "refuse_no_order",
    "refuse_uncounted",
    "share_box",
    "share_boxes",
    "share_list",
    "share_of_market",
    "whole_number",
]

FULL = 100.0
ROUNDING_ERROR = 1e-9
"""What sums of printed decimals may be off by in binary floating point, relative to 100."""


class ShareError(ValueError):
    """A number that a metric cannot take; the message names argument, position and value."""


def amount(value: Any, name: str, *, positive: bool = False, at_least: float | None = None) -> float:
    """One finite number; an infinite one only while bounds are being taken as limits.

    Raises:
        ShareError: it is none, or outside the range asked for.
    """
    number = _number(value, name)
    if math.isinf(number) and not infinite_allowed():
        raise ShareError(f"{name}: {number} is not a finite number")
    if positive and number <= 0:
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
    if growth <= -100:
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


def whole_number(value: Any, name: str, *, at_least: int, of: str = "firms") -> int:
    """A number of things.

    Raises:
        ShareError: it is no whole number, or too small.
    """
    if _is_bool(value) or amount(value, name, at_least=at_least) != int(value):
        raise ShareError(f"{name}: {value!r} is not a number of {of}")
    return int(value)


def share_of_market(value: Any, name: str) -> float:
    """One share, percent.

    Raises:
        ShareError: it is not a number from 0 to 100.
    """
    number = _number(value, name)
    if not 0 <= number <= FULL:
        raise ShareError(f"{name}: {number:g} is not a share; shares are percent, 0 to 100")
    return number


def share_list(shares: Iterable[Any], name: str = "shares") -> list[float]:
    """Shares of one market at one time, percent.

    Raises:
        ShareError: none at all; one that is missing, negative or above 100; a sum above 100; a sum of at most 1, which
            looks like fractions.
    """
    values = [share_of_market(value, f"{name}[{position}]") for position, value in entries(shares, name)]
    total = math.fsum(values)
    if total > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"{name}: they sum to {total:.12g}, above 100")
    _refuse_fractions(total, name)
    return values


def share_boxes(shares: Iterable[Any], name: str = "shares") -> list[Interval]:
    """Shares as intervals: a number is exact, a pair is (low, high), an Interval is its part from 0 to 100.

    Raises:
        ShareError: none at all; an end that is not a share; low above high; lows that sum to more than 100; highs that
            sum to at most 1, which looks like fractions.
    """
    boxes = [share_box(value, f"{name}[{position}]") for position, value in entries(shares, name)]
    least = math.fsum(box.low for box in boxes)
    if least > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"{name}: they sum to at least {least:.12g}, above 100")
    _refuse_fractions(math.fsum(box.high for box in boxes), name)
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
    if isinstance(value, tuple | list):
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


def exact_only(boxes: Iterable[Interval], *, of: str, name: str = "shares") -> list[float]:
    """The numbers that intervals without width stand for.

    Raises:
        ShareError: an interval with width, for an index of which no bounds are offered.
    """
    values = []
    for position, box in enumerate(boxes):
        if not box.is_exact:
            raise ShareError(
                f"{name}[{position}]: {box} is not one number, and {of} has no bounds: it does not rise or fall with "
                f"concentration; take it at the printed shares, or look at hhi_bounds"
            )
        values.append(box.low)
    return values


def refuse_uncounted(boxes: Sequence[Interval]) -> None:
    """Refuse a share that may be 0 or not, where the number of firms counts."""
    for position, box in enumerate(boxes):
        if box.low == 0 and box.high > 0 and box.low_closed:
            raise ShareError(f"shares[{position}]: {box} leaves open whether this firm counts; give 0, or more than 0")


def refuse_no_number_of_firms(k: Any) -> None:
    """Refuse what is not a number of firms, 1 or more."""
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise ShareError(f"k: {k!r} is not a number of firms; expected 1 or more")


def refuse_no_order(order: Any) -> None:
    """Refuse what is not an order of a Hill number; infinity is one."""
    if order != math.inf or isinstance(order, str):
        amount(order, "order", at_least=0)


def refuse_no_base(base: Any) -> None:
    """Refuse what is not a base of logarithms."""
    if amount(base, "base") <= 1:
        raise ShareError(f"base: {base!r} must be above 1")


def entries(values: Iterable[Any], name: str, of: str = "shares") -> list[tuple[object, Any]]:
    """Pairs of a position (or the firm's name, in a pandas Series or a mapping) and a value.

    Raises:
        ShareError: no sequence, or an empty one; a set, which would drop equal values.
    """
    if isinstance(values, str | bytes | set | frozenset) or not isinstance(values, Iterable):
        raise ShareError(f"{name}: expected a sequence of {of}, found {values!r}")
    if getattr(values, "ndim", 1) != 1:
        raise ShareError(f"{name}: expected one list, found a table of {getattr(values, 'shape', '')}")
    pairs = list(values.items()) if hasattr(values, "items") else list(enumerate(values))
    if not pairs:
        raise ShareError(f"{name}: no {of} at all")
    return pairs


def _number(value: Any, name: str) -> float:
    if isinstance(value, str | bytes) or _is_bool(value) or value is None or getattr(value, "ndim", 0) > 0:
        raise ShareError(f"{name}: {value!r} is not a number")
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ShareError(f"{name}: {value!r} is not a number") from error
    if math.isnan(number):
        raise ShareError(f"{name}: missing (nan); a missing share is not zero, leave it to the residual")
    return number


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ == "bool"  # numpy's own truth values are called bool too


def _refuse_fractions(total: float, name: str) -> None:
    if 0 < total <= 1:
        raise ShareError(f"{name}: they sum to {total:g}; they look like fractions, shares are percent (0 to 100)")

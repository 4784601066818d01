"""What every metric refuses: one exception, naming argument, position and value."""

import math
from collections.abc import Iterable
from typing import Any

from marketshare.interval import Interval
from marketshare.quantity.metric import infinite_allowed

__all__ = ["FULL", "ShareError", "amount", "full_market", "is_full", "share_boxes", "share_list", "share_of_market"]

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
    values = [share_of_market(value, f"{name}[{position}]") for position, value in _entries(shares, name)]
    total = math.fsum(values)
    if total > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"{name}: they sum to {total:.12g}, above 100")
    _refuse_fractions(total, name)
    return values


def share_boxes(shares: Iterable[Any], name: str = "shares") -> list[Interval]:
    """Shares as intervals: a number is exact, a pair is (low, high), an Interval is itself, capped at 100.

    Raises:
        ShareError: none at all; an end that is not a share; low above high; lows that sum to more than 100; highs that
            sum to at most 1, which looks like fractions.
    """
    boxes = [_box(value, f"{name}[{position}]") for position, value in _entries(shares, name)]
    least = math.fsum(box.low for box in boxes)
    if least > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"{name}: they sum to at least {least:.12g}, above 100")
    _refuse_fractions(math.fsum(box.high for box in boxes), name)
    return boxes


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


def _entries(shares: Iterable[Any], name: str) -> list[tuple[object, Any]]:
    """Pairs of a position (or the firm's name, in a pandas Series) and a value."""
    if isinstance(shares, str) or not isinstance(shares, Iterable):
        raise ShareError(f"{name}: expected a sequence of shares, found {shares!r}")
    pairs = list(shares.items()) if hasattr(shares, "items") else list(enumerate(shares))
    if not pairs:
        raise ShareError(f"{name}: no shares at all")
    return pairs


def _number(value: Any, name: str) -> float:
    if isinstance(value, str | bool) or value is None:
        raise ShareError(f"{name}: {value!r} is not a number")
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise ShareError(f"{name}: {value!r} is not a number") from error
    if math.isnan(number):
        raise ShareError(f"{name}: missing (nan); a missing share is not zero, leave it to the residual")
    return number


def _box(value: Any, name: str) -> Interval:
    if isinstance(value, Interval):
        high, high_closed = (FULL, True) if value.high > FULL else (value.high, value.high_closed)
        share_of_market(value.low, f"{name} low")
        return Interval(value.low, high, value.low_closed, high_closed)
    if isinstance(value, tuple | list):
        if len(value) != 2:
            raise ShareError(f"{name}: expected a number or a pair (low, high), found {value!r}")
        low, high = (share_of_market(end, f"{name} {which}") for end, which in zip(value, ("low", "high"), strict=True))
        if low > high:
            raise ShareError(f"{name}: low {low:g} is above high {high:g}")
        return Interval(low, high)
    return Interval.exactly(share_of_market(value, name))


def _refuse_fractions(total: float, name: str) -> None:
    if 0 < total <= 1:
        raise ShareError(f"{name}: they sum to {total:g}; they look like fractions, shares are percent (0 to 100)")

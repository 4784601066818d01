"""Fractions where percent are expected: what a list of shares looks like that sums to 1."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal

from marketshare.interval import LAST_DIGITS, Interval
from marketshare.quantity.errors import ShareError

__all__ = ["known_units", "refuse_fractions"]

_KNOWN_UNITS: ContextVar[bool] = ContextVar("known_units", default=False)


@contextmanager
def known_units() -> Iterator[None]:
    """Within it, the numbers that metrics are given are those of quantities, whose unit is known."""
    token = _KNOWN_UNITS.set(True)
    try:
        yield
    finally:
        _KNOWN_UNITS.reset(token)


def refuse_fractions(boxes: Sequence[Interval], name: str) -> None:
    """Refuse shares of a market that look like fractions: none above 1, and 1 or less is what they may sum to.

    Fractions that were rounded to some places may sum to a little more than 1. Quantities have a unit, so that nothing
    is guessed of theirs.
    """
    if _KNOWN_UNITS.get() or any(box.high > 1 for box in boxes) or all(box.high == 0 for box in boxes):
        return
    high = math.fsum(box.high for box in boxes)
    places = max(_places(box.low) for box in boxes if box.is_exact) if any(box.is_exact for box in boxes) else 0
    rounding = 0.5 * 10**-places if places else 0.0
    low = math.fsum(max(0.0, box.low - rounding) if box.is_exact else box.low for box in boxes)
    if high <= 1 or 0 < low <= 1 + LAST_DIGITS:
        raise ShareError(f"{name}: they sum to {high:g}; they look like fractions, shares are percent (0 to 100)")


def _places(number: float) -> int:
    """Decimal places of a number as it is written."""
    exponent = Decimal(repr(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0

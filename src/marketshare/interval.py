"""Interval: what is known of a number when the number itself is not."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from marketshare.errors import CallerError

__all__ = ["LAST_DIGITS", "Interval", "IntervalError"]

LAST_DIGITS = 1e-12
"""What sums and products of a few decimals may be off by in binary floating point, relative to them or to 1."""

_EXPECTED = "expected for instance [31.5, 33.5] or (2.5e8, inf)"
_END = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]{1,9})?|inf)")
_WRITTEN = re.compile(r"([\[(])\s*([^,\s]+)\s*,\s*([^,\s]+)\s*([\])])")


class IntervalError(CallerError, ValueError):
    """Ends that make no interval, or intervals that cannot be told apart."""


@dataclass(frozen=True)
class Interval:
    """All numbers from `low` to `high`; each end belongs to it or not.

    An infinite end is never closed. A single number is the interval closed on both sides with equal ends.

    Raises:
        IntervalError: an end is nan; `low` is above `high`; equal ends of which one is open.

    Example:
        >>> Interval(42.85, 42.95)
        [42.85, 42.95]
        >>> Interval.at_least(2.5e8, closed=False)
        (250000000, ∞)
        >>> 100 in Interval(99.9, 100)
        True
        >>> low, high = Interval(1974.185, 2499.515)
        >>> f"{Interval(1974.185, 2499.515):.0f}", Interval(1974.185, 2499.515) > 1800
        ('[1974, 2500]', True)
    """

    low: float
    high: float
    low_closed: bool = True
    high_closed: bool = True

    def __post_init__(self) -> None:
        try:
            missing = math.isnan(self.low) or math.isnan(self.high)
        except TypeError:
            missing = True
        if missing:
            raise IntervalError(f"an interval needs two numbers, found {self.low!r} and {self.high!r}")
        if math.isinf(self.low):
            object.__setattr__(self, "low_closed", False)
        if math.isinf(self.high):
            object.__setattr__(self, "high_closed", False)
        if self.low > self.high:
            raise IntervalError(f"the low end {self.low} is above the high end {self.high}")
        if self.low == self.high and not (self.low_closed and self.high_closed):
            raise IntervalError(f"an interval from {self.low} to {self.high} without its ends is empty")

    @classmethod
    def unbounded(cls) -> "Interval":
        """All numbers: nothing is known."""
        return cls(-math.inf, math.inf)

    @classmethod
    def exactly(cls, value: float) -> "Interval":
        """The interval that holds one number."""
        return cls(value, value)

    @classmethod
    def of_ends(cls, low: float, high: float, low_closed: bool, high_closed: bool) -> "Interval":
        """Between two ends that were computed apart: one number where rounding made them meet, or pass each other."""
        return cls.exactly(high) if low >= high else cls(low, high, low_closed, high_closed)

    @classmethod
    def at_least(cls, low: float, *, closed: bool = True) -> "Interval":
        """Everything from `low` up; `closed=False` is "more than"."""
        return cls(low, math.inf, closed, False)

    @classmethod
    def at_most(cls, high: float, *, closed: bool = True, low: float = -math.inf) -> "Interval":
        """Everything from `low` (closed) to `high`; `closed=False` is "less than"."""
        return cls(low, high, True, closed)

    @classmethod
    def written(cls, text: str) -> "Interval":
        """Read the notation of the data files, ``[31.5, 33.5]`` or ``(2.5e8, inf)``.

        Raises:
            IntervalError: the text is not of that form.
        """
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise IntervalError(f"not an interval: {text!r}; {_EXPECTED}")
        left, low, high, right = match.groups()
        if not (_END.fullmatch(low) and _END.fullmatch(high)):
            raise IntervalError(f"not an interval: {text!r}; {_EXPECTED}")
        ends = float(low), float(high)
        if any(math.isinf(end) and "inf" not in said for end, said in zip(ends, (low, high), strict=True)):
            raise IntervalError(f"an end beyond all measure in {text!r}; {_EXPECTED}")
        return cls(*ends, left == "[", right == "]")

    @property
    def ends(self) -> str:
        """Which ends belong to it: ``[]``, ``(]``, ``[)`` or ``()``."""
        return ("[" if self.low_closed else "(") + ("]" if self.high_closed else ")")

    @property
    def is_exact(self) -> bool:
        """True for a single number."""
        return self.low == self.high

    @property
    def is_one_sided(self) -> bool:
        """True if an end is infinite."""
        return math.isinf(self.low) or math.isinf(self.high)

    def __contains__(self, value: float) -> bool:
        above = value >= self.low if self.low_closed else value > self.low
        below = value <= self.high if self.high_closed else value < self.high
        return above and below

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.high))

    def __lt__(self, other: "Interval | float") -> bool:
        """Less whatever the numbers are: refused where some are and others are not, since either answer would mislead.

        Raises:
            IntervalError: the two have numbers in between each other.
        """
        box = other if isinstance(other, Interval) else Interval.exactly(other)
        if self.high < box.low or (self.high == box.low and not (self.high_closed and box.low_closed)):
            return True
        if self.low >= box.high:
            return False
        raise IntervalError(f"{self} may be below {other}, or not; compare its low or its high end")

    def __gt__(self, other: "Interval | float") -> bool:
        return (other if isinstance(other, Interval) else Interval.exactly(other)) < self

    def __le__(self, other: "Interval | float") -> bool:
        return not self > other

    def __ge__(self, other: "Interval | float") -> bool:
        return not self < other

    def meets(self, other: "Interval") -> bool:
        """True if some number lies in both.

        Example:
            >>> Interval(1, 2).meets(Interval(2, 3))
            True
            >>> Interval(1, 2).meets(Interval.at_least(2, closed=False))
            False
        """
        low, low_closed = max((self.low, not self.low_closed), (other.low, not other.low_closed))
        high, high_closed = min((self.high, self.high_closed), (other.high, other.high_closed))
        return low < high or (low == high and not low_closed and high_closed)

    def settled(self, *marks: float) -> "Interval":
        """The interval with its ends on the marks that only the last binary digits keep them from.

        Example:
            >>> 0.3 in Interval(0, 0.1 * 3).settled(0.3), Interval(0.1 * 3, 1).meets(Interval(0, 0.3))
            (True, False)
            >>> Interval(0.1 * 3, 1).settled(0.3).meets(Interval(0, 0.3))
            True
        """

        def on_mark(end: float) -> float:
            near = (mark for mark in marks if math.isclose(end, mark, rel_tol=LAST_DIGITS, abs_tol=LAST_DIGITS))
            return next(near, end)

        low, high = on_mark(self.low), on_mark(self.high)
        return Interval.exactly(low) if low == high else Interval(low, high, self.low_closed, self.high_closed)

    def __format__(self, form: str) -> str:
        """Both ends in one form of a number: ``.1f``, or none for all digits."""

        def end(value: float) -> str:
            text = format(value, form or (".12g" if abs(value) < 1e12 else ".6g"))
            return text.replace("inf", "∞").replace("-", "−")

        return f"{self.ends[0]}{end(self.low)}, {end(self.high)}{self.ends[1]}"

    def __str__(self) -> str:
        return format(self, "")

    __repr__ = __str__

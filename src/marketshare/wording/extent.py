"""Extent: how far a number reaches, exact decimals before they become a phrase."""

from dataclasses import dataclass, replace
from decimal import Decimal

from marketshare.wording.errors import WordingError

__all__ = ["Extent", "between", "exactly"]

INFINITE = Decimal("Infinity")


@dataclass(frozen=True)
class Extent:
    """A number without its bound words, then with them.

    Attributes:
        value: The number; None where there are only words (十几个) or a range.
        low: Lower end.
        high: Upper end.
        low_closed: Whether the lower end belongs to it.
        high_closed: Whether the upper end belongs to it.
        round_low: How far down "about" reaches; None if the words bound the number by themselves.
        round_high: How far up "about" reaches.
    """

    value: Decimal | None
    low: Decimal
    high: Decimal
    low_closed: bool = True
    high_closed: bool = True
    round_low: Decimal | None = None
    round_high: Decimal | None = None

    def moved(self, factor: int | Decimal, shift: int = 0) -> "Extent":
        """The extent of `factor` times the number plus `shift`; a negative factor turns it round."""

        def at(end: Decimal | None) -> Decimal | None:
            return None if end is None else end * factor + shift

        low, high = self.low * factor + shift, self.high * factor + shift
        if factor > 0:
            return Extent(
                at(self.value), low, high, self.low_closed, self.high_closed, at(self.round_low), at(self.round_high)
            )
        return Extent(
            at(self.value), high, low, self.high_closed, self.low_closed, at(self.round_high), at(self.round_low)
        )

    def bounded(self, bound: str, printed: str, *, signed: bool) -> "Extent":
        """The extent under a bound word, which replaces rounding on its side.

        Args:
            bound: ``more``, ``at least``, ``less``, ``at most``, ``nearly``, ``about``, or nothing.
            printed: For the message.
            signed: Whether the number could be negative. One that is positive in words stays so: 不足5亿 isn't below 0.

        Raises:
            WordingError: the words bound the number already; "less than" or "nearly" of nothing.
        """
        if not bound:
            return self
        if self.value is None or self.round_low is None or self.round_high is None:
            raise WordingError(f"two bounds in one phrase: {printed!r}")
        value, round_low, round_high = self.value, self.round_low, self.round_high
        floor = Decimal(0)
        if value < 0 or (value == 0 and bound in {"less", "nearly"}):
            if not signed or bound == "nearly":
                raise WordingError(f"nothing lies there: {printed!r}")
            floor = -INFINITE
        ends = {
            "more": (value, INFINITE),
            "at least": (value, INFINITE),
            "less": (floor, value),
            "at most": (floor, value),
            "nearly": (round_low, value),
            "about": (round_low, round_high),
        }
        low, high = ends[bound]
        return replace(
            self, low=low, high=high, low_closed=bound != "more", high_closed=bound not in {"less", "nearly"}
        )


def exactly(value: Decimal) -> Extent:
    """One number, known exactly."""
    return Extent(value, value, value, round_low=value, round_high=value)


def between(low: Decimal, high: Decimal, value: Decimal | None = None, *, ends: str = "[]") -> Extent:
    """From `low` to `high`, bounds that no other word may change; `ends` says which of them belong to it."""
    return Extent(value, low, high, ends[0] == "[", ends[1] == "]")

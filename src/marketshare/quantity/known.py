"""What is known of one market, as numbers: the form in which every metric takes a `Market`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from marketshare.interval import Interval

__all__ = ["Known", "Unnamed", "known_of"]

Unnamed = Literal["smaller", "any"]
"""What is known of unnamed firms: none is larger than the smallest named one, or nothing."""


@dataclass(frozen=True)
class Known(Mapping[str, float | Interval]):
    """Shares of the named firms by name, percent: a number where one is known, else an interval; and the rest.

    Attributes:
        boxes: What each named firm can have.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are at most; None for any number.
        total: What the named firms have together, as stated.
        ranks: Stated ranks by firm.
    """

    boxes: Mapping[str, Interval]
    unnamed: Unnamed = "any"
    count: int | None = None
    total: Interval | None = None
    ranks: Mapping[str, Interval] = field(default_factory=dict)

    def __getitem__(self, firm: str) -> float | Interval:
        box = self.boxes[firm]
        return box.low if box.is_exact else box

    def __iter__(self) -> Iterator[str]:
        return iter(self.boxes)

    def __len__(self) -> int:
        return len(self.boxes)


def known_of(shares: Any) -> Known | None:
    """What a market, or an object that stands for one, says of itself; None for plain lists of shares."""
    found = shares if isinstance(shares, Known) else getattr(shares, "known", None)
    return found if isinstance(found, Known) else None

"""What is known of one market, as numbers: the form in which every metric takes a `Market`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from marketshare.interval import Interval
from marketshare.quantity.errors import ShareError
from marketshare.quantity.numbers import shown

__all__ = ["Known", "Unnamed", "known_of", "rest_of"]

Unnamed = Literal["smaller", "any"]
"""What is known of unnamed firms: none is larger than the smallest named one, or nothing."""


@dataclass(frozen=True)
class Known(Mapping[str, float | Interval]):
    """Shares of the named firms by name, percent: a number where one is known, else an interval; and the rest.

    Attributes:
        boxes: What each named firm can have.
        unnamed, count, total, ranks: What is known of the rest, as `feasible_market` takes it.
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


def rest_of(
    shares: Any,
    unnamed: Unnamed | None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> tuple[Unnamed, int | None, Any, Mapping[Any, Any] | None]:
    """What is known of the rest: as the arguments have it, else as a `Market` does.

    Raises:
        ShareError: plain shares of which nobody says what is known of the unnamed firms.
    """
    if (known := known_of(shares)) is not None:
        ranks = known.ranks if ranks is None and unnamed is None else ranks
        unnamed = known.unnamed if unnamed is None else unnamed
        count = known.count if count is None else count
        total = known.total if total is None else total
    if not isinstance(unnamed, str) or unnamed not in ("smaller", "any"):
        found = "missing" if unnamed is None else shown(unnamed)
        raise ShareError(f"unnamed: {found}; expected 'smaller' (than the smallest named firm) or 'any'")
    return unnamed, count, total, ranks

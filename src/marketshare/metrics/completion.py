"""Completions of a partly reported market: the most and the least concentrated one.

Every index that rises with concentration (Schur-convex: HHI, concentration ratios, minus entropy) has its bounds at
these two, so the algorithm stands here once.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import FULL, ShareError, share_box, share_boxes, whole_number
from marketshare.metrics.corners import TINY, corners, levelled
from marketshare.metrics.groups import Group
from marketshare.quantity.numbers import shown

__all__ = [
    "TINY",
    "Completion",
    "Completions",
    "Unnamed",
    "completions",
    "least_concentrated",
    "most_concentrated",
    "refuse_negligible",
]

Unnamed = Literal["smaller", "any"]
"""What is known of unnamed firms: none is larger than the smallest named one, or nothing."""

_COUNTABLE = 2.0**53


@dataclass(frozen=True)
class Completion:
    """A full market: the named firms, groups of equal unnamed ones, and a rest in negligible pieces.

    Attributes:
        named: Shares of the named firms, percent, in the order given.
        unnamed: Pairs of a share and how many unnamed firms have it.
        atomistic: What is left for firms so small that they do not count, percent. It is approached, not reached.
        attained: False if the inputs exclude this very market (an open end, or an atomistic rest).
    """

    named: tuple[float, ...]
    unnamed: tuple[Group, ...] = ()
    atomistic: float = 0.0
    attained: bool = True

    @property
    def groups(self) -> tuple[Group, ...]:
        """All firms that count, as pairs of a share and how many have it."""
        return (*((share, 1) for share in self.named), *self.unnamed)


@dataclass(frozen=True)
class Completions:
    """The two ends of what a partly reported market can be.

    Attributes:
        most: The most concentrated completion; several, of which none is more concentrated than the other in every
            respect, only if shares are known to different precision.
        least: The least concentrated completion.
    """

    most: tuple[Completion, ...]
    least: Completion


@dataclass(frozen=True)
class _Market:
    boxes: list[Interval]
    unnamed: Unnamed
    count: int | None
    total: Interval

    @property
    def lows(self) -> list[float]:
        return [box.low for box in self.boxes]

    @property
    def highs(self) -> list[float]:
        return [box.high for box in self.boxes]

    def allows(self, named: Sequence[float]) -> bool:
        """True if no open end, of a share or of the total, excludes these shares."""
        total = math.fsum(named)
        at_open_end = (abs(total - self.total.low) <= TINY and not self.total.low_closed) or (
            abs(total - self.total.high) <= TINY and not self.total.high_closed
        )
        return not at_open_end and all(share in box for share, box in zip(named, self.boxes, strict=True))


def completions(shares: Iterable[Any], *, unnamed: Unnamed, count: int | None = None, total: Any = None) -> Completions:
    """The most and the least concentrated market that a list of named shares allows.

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        total: A stated sum of the named shares, a number or (low, high).

    Returns:
        Two ends: `most`, nearly always one completion, and `least`. Every index that rises with concentration is
        highest at one of the first and lowest at the second.

    Raises:
        ShareError: as for every list of shares; no market fits; too many different roundings to go through.

    Source:
        Own derivation (majorization); see Marshall, Olkin, Arnold, Inequalities, ch. 3.

    Example:
        >>> ends = completions([50, 20], unnamed="smaller")
        >>> ends.most[0].unnamed, ends.least.atomistic
        (((20.0, 1), (10.0, 1)), 30.0)
    """
    market = _market(shares, unnamed, count, total)
    candidates = list(_most(market))
    if len(candidates) == 1:
        return Completions(tuple(candidates), _least(market))
    best: list[tuple[list[float], Completion]] = []
    for candidate in candidates:  # several only where each rest is one firm, or none
        sums = list(accumulate(sorted((share for share, _ in candidate.groups), reverse=True)))
        if any(_at_least(known, sums) for known, _ in best):
            continue
        best = [(known, kept) for known, kept in best if not _at_least(sums, known)] + [(sums, candidate)]
    return Completions(tuple(candidate for _, candidate in best), _least(market))


def most_concentrated(
    shares: Iterable[Any], *, unnamed: Unnamed, count: int | None = None, total: Any = None
) -> Iterator[Completion]:
    """Completions among which every index that rises with concentration has its maximum.

    One, unless the rounding of the shares leaves a choice: then the corners of what is possible, all but one share at
    an end. Shares that are rounded alike are filled from the largest down, which is enough.

    Args:
        shares: Numbers (exact) or (low, high) pairs, percent, shape (m,).
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        total: A stated sum of the named shares, a number or (low, high).

    Returns:
        Candidates, some of which may be less concentrated than others; `completions` keeps only those that matter.

    Raises:
        ShareError: as for every list of shares; no market fits; too many different roundings to go through.
    """
    yield from _most(_market(shares, unnamed, count, total))


def least_concentrated(
    shares: Iterable[Any], *, unnamed: Unnamed, count: int | None = None, total: Any = None
) -> Completion:
    """The completion at which every index that rises with concentration has its minimum.

    With an unknown number of unnamed firms: named shares at their lowest, the rest in negligible pieces. With a known
    number: all shares as equal as their bounds allow (water-filling), which is an interior point, not a corner.

    Args:
        shares: Numbers (exact) or (low, high) pairs, percent, shape (m,).
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        total: A stated sum of the named shares, a number or (low, high).

    Returns:
        One completion; its `attained` is False if it is only approached.

    Raises:
        ShareError: as for every list of shares; no market fits.
    """
    return _least(_market(shares, unnamed, count, total))


def _market(shares: Iterable[Any], unnamed: Unnamed, count: int | None, total: Any) -> _Market:
    boxes = share_boxes(shares)
    if not isinstance(unnamed, str) or unnamed not in ("smaller", "any"):
        raise ShareError(f"unnamed: {shown(unnamed)}; expected 'smaller' (than the smallest named firm) or 'any'")
    firms = None if count is None else whole_number(count, "count", at_least=0)
    (stated,) = (Interval(0.0, FULL),) if total is None else [share_box(total, "total")]
    market = _Market(boxes, unnamed, firms, stated)
    _refuse_infeasible(market)
    return market


def _refuse_infeasible(market: _Market) -> None:
    low, high = math.fsum(market.lows), math.fsum(market.highs)
    smallest, total = min(market.highs), market.total
    if low > total.high + TINY or high < total.low - TINY:
        raise ShareError(f"shares: their sum, {low:.12g} to {high:.12g}, does not fit the stated total")
    most = FULL if market.unnamed == "any" or market.count is None else high + (market.count * smallest)
    if market.count == 0 or (market.unnamed == "smaller" and smallest == 0):
        most = high
    if most < FULL - TINY:
        left = (
            "no unnamed firm" if not market.count else f"{market.count} unnamed firms of at most {smallest:.12g} each"
        )
        raise ShareError(f"shares: they sum to at most {high:.12g}, and {left} cannot make that 100")
    if (total.low > 0 or total.high < FULL) and market.count is not None:
        raise ShareError("total: a stated total cannot be combined with a count of unnamed firms")
    if market.unnamed == "smaller" and high > total.high + TINY and FULL - total.high > min(market.lows):
        raise ShareError("total: bounds under a stated total need a residual smaller than each named share")


def _most(market: _Market) -> Iterator[Completion]:
    for named in _most_concentrated_named(market):
        rest = FULL - math.fsum(named)
        yield Completion(tuple(named), _largest_pieces(rest, min(named), market), attained=market.allows(named))


def _least(market: _Market) -> Completion:
    ones = [1] * len(market.boxes)
    if market.count is None:
        named_sum = max(math.fsum(market.lows), market.total.low)
        named = levelled(market.lows, market.highs, ones, named_sum)
        rest = max(0.0, FULL - math.fsum(named))
        rest = 0.0 if rest <= TINY else rest
        return Completion(tuple(named), atomistic=rest, attained=market.allows(named) and rest == 0)
    cap = min(market.highs) if market.unnamed == "smaller" else FULL
    size = market.count
    *named, share = levelled([*market.lows, 0.0], [*market.highs, cap], [*ones, size], FULL)
    return Completion(tuple(named), ((share, size),) if size else (), attained=market.allows(named))


def _most_concentrated_named(market: _Market) -> Iterator[list[float]]:
    total = market.total
    if market.count == 0:
        yield from corners(market.boxes, FULL, FULL)
    elif market.unnamed == "any":
        yield from corners(market.boxes, total.low, total.high)
    elif math.fsum(market.highs) <= total.high:
        yield market.highs
    else:
        yield from corners(market.boxes, total.high, total.high)


def _largest_pieces(rest: float, smallest_named: float, market: _Market) -> tuple[Group, ...]:
    """The rest of the market in as few unnamed firms as its rules allow."""
    if rest <= TINY:
        return ()
    if market.unnamed == "any":
        return ((rest, 1),)
    refuse_negligible(smallest_named, rest)
    full = int(sums.pieces(rest, smallest_named))
    remainder = rest - full * smallest_named
    pieces = ((smallest_named, full), (remainder, 1 if remainder > TINY else 0))
    return tuple((share, number) for share, number in pieces if number)


def refuse_negligible(smallest_named: float, rest: float) -> None:
    """Refuse a smallest named firm so small that the rest would take more firms than a double can count."""
    if rest > _COUNTABLE * smallest_named:
        raise ShareError(f"shares: a named firm has {smallest_named:g}, so no smaller firm can hold the residual")


def _at_least(sums: Sequence[float], others: Sequence[float]) -> bool:
    """True if the k largest firms together have at least as much as in the other market, for every k."""
    length = max(len(sums), len(others))
    own, other = ([*each, *[each[-1]] * (length - len(each))] for each in (sums, others))
    return all(mine >= theirs - TINY for mine, theirs in zip(own, other, strict=True))

"""Completions of a partly reported market: the most and the least concentrated one.

Every index that rises with concentration (Schur-convex: HHI, concentration ratios, minus entropy) has its bounds at
these two, so the algorithm stands here once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any

from marketshare.metrics.capped import capped_corners
from marketshare.metrics.corners import Box, corners
from marketshare.metrics.exact import Number, levelled
from marketshare.metrics.feasible import FeasibleMarket, MarketSet, Unnamed, unordered_market
from marketshare.metrics.groups import Group

__all__ = [
    "Completion",
    "Completions",
    "Ending",
    "completions",
    "least_of",
    "most_of",
]

Shares = tuple[tuple[Number, int], ...]
"""Pairs of a share and how many firms have it, the largest first, without those that have nothing."""


@dataclass(frozen=True)
class Completion:
    """A full market: the named firms, groups of equal unnamed ones, and a rest in negligible pieces.

    Attributes:
        named: Shares of the named firms, percent, in the order given.
        unnamed: Pairs of a share and how many unnamed firms have it.
        atomistic: What is left for firms so small that they do not count, percent. It is approached, not reached.
        attained: False if no market that the inputs allow has these shares (an open end, or an atomistic rest).
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
class Ending:
    """A completion in grains, exact.

    Attributes:
        named: Shares of the named firms.
        unnamed: Pairs of a share and how many unnamed firms have it.
        atomistic: What is left in negligible pieces.
    """

    named: tuple[Number, ...]
    unnamed: tuple[tuple[Number, int], ...] = ()
    atomistic: Number = 0

    @property
    def shares(self) -> Shares | None:
        """What decides every symmetric index; None if an atomistic rest is only approached."""
        if self.atomistic:
            return None
        number = Counter(self.named)
        for share, firms in self.unnamed:
            number[share] += firms
        del number[0]
        return tuple(sorted(number.items(), reverse=True))

    @property
    def largest_together(self) -> list[Number]:
        """What the k largest firms have together, for k = 1, 2, … as far as each has one share."""
        each = (*((share, 1) for share in self.named), *self.unnamed)
        return list(accumulate(sorted((share for share, _ in each), reverse=True)))

    def joint(self, k: int) -> Number | None:
        """What the k largest firms have together; None if a firm of an atomistic rest is among them."""
        left, total = k, Fraction(0)
        for share, number in sorted((*((share, 1) for share in self.named), *self.unnamed), reverse=True):
            taken = min(left, number) if share else 0
            left, total = left - taken, total + taken * share
        return None if left and self.atomistic else total

    def in_percent(self, market: FeasibleMarket, *, attained: bool) -> Completion:
        """The completion in percent."""
        unnamed = tuple((market.percent(share), number) for share, number in self.unnamed)
        named = tuple(market.percent(share) for share in self.named)
        return Completion(named, unnamed, market.percent(self.atomistic), attained)


def completions(
    shares: Iterable[Any], *, unnamed: Unnamed | None = None, count: int | None = None, total: Any = None
) -> Completions:
    """The most and the least concentrated market that a list of named shares allows.

    Where the rounding of the shares leaves a choice, the most concentrated ones are the corners of what is possible,
    all but one share at an end; of two firms of which one is ahead at both ends that one is filled first. The least
    concentrated has, with an unknown number of unnamed firms, the named shares at their lowest and the rest in
    negligible pieces; with a known number, all shares as equal as their bounds allow, which is no corner.

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        unnamed, count, total: What is known of the rest, as for `feasible_market`; a `Market` knows it.

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
    market, _ = unordered_market(shares, unnamed=unnamed, count=count, total=total)
    candidates = list(_most(market))
    best: list[tuple[list[Number], Completion]] = []
    for ending, candidate in candidates if len(candidates) > 1 else []:
        sums = ending.largest_together  # several only where each rest is one firm, or none
        if any(_at_least(known, sums) for known, _ in best):
            continue
        best = [(known, kept) for known, kept in best if not _at_least(sums, known)] + [(sums, candidate)]
    most = [candidate for _, candidate in best or candidates]
    return Completions(tuple(most), _least(market))


def most_of(market: MarketSet) -> Iterator[Ending]:
    """Completions among which every index that rises with concentration is highest: corners of a closed set."""
    if not market.total_counts:
        boxes = [Box(low, high) for low, high in zip(market.lows, market.highs, strict=True)]
        boxes += [Box(0, high, number) for high, number in market.rest]
        for corner in corners(boxes, market.whole):
            yield _ending(corner, len(market.lows))
        return
    named = [Box(low, high) for low, high in zip(market.lows, market.highs, strict=True)]
    if market.entangled:
        ((_, number),) = market.rest
        for corner, rest in capped_corners(named, market.named_most, market.whole - market.named_most, number):
            yield Ending(_ending(corner, len(named)).named, rest)
        return
    unnamed = [Box(0, high, number, kind=1) for high, number in market.rest]
    for corner in corners([*named, *unnamed], market.whole):
        ending = _ending(corner, len(named))
        if market.total[0] <= sum(ending.named) <= market.total[1]:
            yield ending
    for total in {max(market.total[0], sum(market.lows)), market.named_most}:
        for some in corners(named, total):
            for others in corners(unnamed, market.whole - total):
                yield _ending([*some, *others], len(named))


def least_of(market: MarketSet) -> Ending:
    """The completion at which every index that rises with concentration is lowest in a closed set."""
    ones = [1] * len(market.lows)
    lowest = max(sum(market.lows), market.total[0])
    if market.unlimited:
        return Ending(levelled(market.lows, market.highs, ones, lowest), (), market.whole - lowest)
    caps, numbers = [high for high, _ in market.rest], [number or 0 for _, number in market.rest]
    none = [0] * len(caps)
    every = levelled([*market.lows, *none], [*market.highs, *caps], [*ones, *numbers], market.whole)
    named, unnamed = every[: len(ones)], every[len(ones) :]
    total = min(max(sum(named), lowest), market.named_most)
    if total != sum(named):
        unnamed = levelled(none, caps, numbers, market.whole - total)
        floor = max(unnamed) if market.entangled else 0  # no named firm is smaller
        named = levelled([max(low, floor) for low in market.lows], market.highs, ones, total)
    return Ending(named, tuple(zip(unnamed, numbers, strict=True)))


def _ending(corner: list[list[tuple[Number, int]]], named: int) -> Ending:
    return Ending(
        tuple(share for groups in corner[:named] for share, _ in groups),
        tuple(group for groups in corner[named:] for group in groups if group[0]),
    )


def _most(market: FeasibleMarket) -> Iterator[tuple[Ending, Completion]]:
    (part,) = market.parts
    inside = {ending.shares for ending in most_of(part.inside)}
    for ending in most_of(part.closed):
        yield ending, ending.in_percent(market, attained=ending.shares in inside)


def _least(market: FeasibleMarket) -> Completion:
    (part,) = market.parts
    ending = least_of(part.closed)
    attained = ending.shares is not None and ending.shares == least_of(part.inside).shares
    return ending.in_percent(market, attained=attained)


def _at_least(sums: list[Number], others: list[Number]) -> bool:
    """True if the k largest firms together have at least as much as in the other market, for every k."""
    length = max(len(sums), len(others))
    own, other = ([*each, *[each[-1]] * (length - len(each))] for each in (sums, others))
    return all(mine >= theirs for mine, theirs in zip(own, other, strict=True))

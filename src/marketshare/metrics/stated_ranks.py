"""Stated ranks: which orders of the firms they leave open, and what each order says of a firm's share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from marketshare.metrics.checks import ShareError

__all__ = ["Order", "Step", "orders"]

_MOST_ORDERS = 500


class Step(NamedTuple):
    """A firm of stated rank.

    Attributes:
        firm: Its position.
        below: Named firms that are no larger.
        unnamed: How many unnamed firms may be larger.
    """

    firm: int
    below: frozenset[int]
    unnamed: int


@dataclass(frozen=True)
class Order:
    """What is known of the order of firms: firms of stated rank, the largest first."""

    steps: tuple[Step, ...]

    def tightened(self, lows: Sequence[int], highs: Sequence[int]) -> tuple[list[int], list[int]]:
        """Ends of each share: none lower than those of a firm below it, none higher than those of a firm above it."""
        low, high = list(lows), list(highs)
        for firm, below, _ in reversed(self.steps):
            low[firm] = max(low[firm], *(low[other] for other in below), 0)
        for firm, below, _ in self.steps:
            for other in below:
                high[other] = min(high[other], high[firm])
        return low, high

    def unnamed(self, count: int | None) -> list[tuple[list[int], int | None]]:
        """Unnamed firms: the firms of stated rank that some of them are not larger than, and how many these are."""
        groups: list[tuple[list[int], int | None]] = []
        above: list[int] = []
        before = 0
        for firm, _, ahead in self.steps:
            groups.append((above, ahead - before))
            above, before = [*above, firm], ahead
        return [*groups, (above, None if count is None else count - before)]


def orders(ranks: Mapping[int, int], lows: Sequence[int], highs: Sequence[int], count: int | None) -> Iterator[Order]:
    """Orders of the firms that stated ranks leave open; every market that fits the ranks has one of them.

    For a firm of rank k at most k − 1 firms are larger. Firms of stated rank stand in some order, each with as many
    firms before it as its rank and those after it allow. Who these are is a choice, unless the shares decide it.

    Args:
        ranks: Rank by position of the firm; no rank twice.
        lows: Lowest shares.
        highs: Highest shares.
        count: How many unnamed firms there are that may be larger than a named one; None for any number.

    Raises:
        ShareError: more orders than can be gone through.
    """
    found = 0
    for line in _lines(ranks, ()):
        for order in _filled(line, (), frozenset(), 0, lows, highs, count):
            found += 1
            if found > _MOST_ORDERS:
                raise ShareError(
                    f"ranks: they leave too many orders of the {len(lows)} firms to go through; state those of the "
                    f"larger firms too"
                )
            yield order


_Line = tuple[tuple[int, int], ...]
"""Firms of stated rank in order, each with the place at which it stands at the latest."""


def _lines(ranks: Mapping[int, int], after: _Line) -> Iterator[_Line]:
    left = [firm for firm in ranks if firm not in dict(after)]
    if not left:
        yield after
    for firm in left:
        place = min(ranks[firm], after[0][1] - 1) if after else ranks[firm]
        if place >= len(left):
            yield from _lines(ranks, ((firm, place), *after))


def _filled(
    line: _Line,
    steps: tuple[Step, ...],
    before: frozenset[int],
    hidden: int,
    lows: Sequence[int],
    highs: Sequence[int],
    count: int | None,
) -> Iterator[Order]:
    """Ways to fill the places before each firm of stated rank."""
    if len(steps) == len(line):
        yield Order(steps)
        return
    firm, place = line[len(steps)]
    free = place - 1 - len(before) - hidden
    others = frozenset(range(len(lows))) - before - dict(line).keys()
    surely = {other for other in others if lows[other] > highs[firm]}
    maybe = sorted(other for other in others - surely if highs[other] > lows[firm])
    room = free - len(surely)
    last = len(steps) + 1 == len(line)
    for named in range(min(room, len(maybe)) + 1):
        left = room - named if count is None else min(room - named, count - hidden)
        for unnamed in [left] if last else range(left + 1):  # a place left empty may be of use to a later firm
            for chosen in combinations(maybe, named):
                ahead = before | surely | set(chosen)
                below = frozenset(range(len(lows))) - ahead - {firm}
                step = Step(firm, below, hidden + unnamed)
                yield from _filled(line, (*steps, step), ahead | {firm}, hidden + unnamed, lows, highs, count)

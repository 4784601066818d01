"""Entry and exit: who is new in a market, who is gone, and what they hold."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ShareError, full_market
from marketshare.metrics.dates import DATES, two_dates
from marketshare.metrics.feasible import MarketSet
from marketshare.metrics.firms import matched
from marketshare.metrics.lifted import between
from marketshare.quantity import metric

__all__ = ["EntryExit", "entry_exit", "entry_share", "entry_share_bounds", "exit_share", "exit_share_bounds"]

_MOST_ABSENT = 12


@dataclass(frozen=True)
class EntryExit:
    """Who entered and who left between two dates.

    Attributes:
        entrants: Firms with a share after, but none before: names, or positions in plain lists.
        exits: Firms with a share before, but none after.
        entry_share: What the entrants hold after, percent.
        exit_share: What those that left held before, percent.
    """

    entrants: tuple[Any, ...]
    exits: tuple[Any, ...]
    entry_share: float
    exit_share: float


def entry_exit(before: Iterable[Any], after: Iterable[Any]) -> EntryExit:
    """Who entered a market and who left it, and what they hold.

    Args:
        before: All shares at the first date, percent. Series are matched by name, plain lists by position; 0, or
            absence from a Series, is not being in the market.
        after: All shares at the second date, percent.

    Returns:
        Names (or positions) of entrants and exits, and two percentages, which are numbers of their own as `entry_share`
        and `exit_share`.

    Raises:
        ShareError: as for every list of shares; lists of different lengths; an incomplete market, in whose residual a
            firm may have been: `entry_share_bounds` and `exit_share_bounds` say what is known.

    Example:
        >>> entry_exit([60, 40, 0], [70, 0, 30]).entrants
        (2,)
    """
    names, (first, second) = matched(before, after, names=DATES)
    old = full_market(first, instead="exit_share_bounds", name="before")
    new = full_market(second, instead="entry_share_bounds", name="after")
    firms: Sequence[Any] = range(len(old)) if names is None else names
    return EntryExit(
        tuple(firm for firm, a, b in zip(firms, old, new, strict=True) if a == 0 < b),
        tuple(firm for firm, a, b in zip(firms, old, new, strict=True) if b == 0 < a),
        _newcomers(old, new),
        _newcomers(new, old),
    )


@metric(
    unit="percent",
    formula="Σ share after, of firms without a share before",
    takes={"before": "percent", "after": "percent"},
    bounds=lambda before, after: _bounds(before, after, DATES, instead="entry_share_bounds"),
    range=Interval(0, 100),
    dates=("before", "after"),
)
def entry_share(before: Iterable[Any], after: Iterable[Any]) -> float:
    """What the firms that entered between two dates hold, percent of the market after.

    Args:
        before: All shares at the first date, percent. Series are matched by name, plain lists by position.
        after: All shares at the second date, percent.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: as for every list of shares; lists of different lengths; an incomplete market, for which
            `entry_share_bounds` says what is known.

    Example:
        >>> entry_share([60, 40, 0], [70, 0, 30])
        30.0
    """
    return entry_exit(before, after).entry_share


@metric(
    unit="percent",
    formula="Σ share before, of firms without a share after",
    takes={"before": "percent", "after": "percent"},
    bounds=lambda before, after: _bounds(after, before, DATES[::-1], instead="exit_share_bounds"),
    range=Interval(0, 100),
    dates=("before", "after"),
)
def exit_share(before: Iterable[Any], after: Iterable[Any]) -> float:
    """What the firms that left between two dates held, percent of the market before.

    Args:
        before: All shares at the first date, percent. Series are matched by name, plain lists by position.
        after: All shares at the second date, percent.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: as for every list of shares; lists of different lengths; an incomplete market, for which
            `exit_share_bounds` says what is known.

    Example:
        >>> exit_share([60, 40, 0], [70, 0, 30])
        40.0
    """
    return entry_exit(before, after).exit_share


@metric(
    unit="percent",
    formula="Σ share after, of firms that had, or may have had, no share before",
    takes={"before": "percent", "after": "percent"},
    bounds="itself",
    dates=("before", "after"),
)
def entry_share_bounds(before: Iterable[Any], after: Iterable[Any]) -> Interval:
    """Sharp bounds of what entrants hold, of partly reported markets, percent of the market after.

    Args:
        before: Named shares at the first date, percent: numbers (exact) or (low, high) pairs. Series are matched by
            name, plain lists by position.
        after: Named shares at the second date. A firm that is absent from one Series may be in the rest there.

    Returns:
        Percent, 0 to 100. A firm that was not named may have been in the residual, and the residual may be all new.

    Raises:
        ShareError: as for every list of shares; lists of different lengths.

    Example:
        >>> entry_share_bounds([60, 20], [50, 30])
        [0, 20]
    """
    return _bounds(before, after, DATES, instead=None)


@metric(
    unit="percent",
    formula="Σ share before, of firms that have, or may have, no share after",
    takes={"before": "percent", "after": "percent"},
    bounds="itself",
    dates=("before", "after"),
)
def exit_share_bounds(before: Iterable[Any], after: Iterable[Any]) -> Interval:
    """Sharp bounds of what those that left held, of partly reported markets, percent of the market before.

    Args:
        before: Named shares at the first date, percent: numbers (exact) or (low, high) pairs. Series are matched by
            name, plain lists by position.
        after: Named shares at the second date. A firm that is absent from one Series may be in the rest there.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: as for every list of shares; lists of different lengths.

    Example:
        >>> exit_share_bounds([60, 20], [50, 30])
        [0, 20]
    """
    return _bounds(after, before, DATES[::-1], instead=None)


def _newcomers(old: Sequence[float], new: Sequence[float]) -> float:
    return math.fsum(b for a, b in zip(old, new, strict=True) if a == 0)


def _bounds(old: Iterable[Any], new: Iterable[Any], dates: Sequence[str], *, instead: str | None) -> Interval:
    """Interval of what newcomers hold, over all full markets or, of partly reported ones, over all that they allow."""
    before, after = two_dates((old, new), names=dates, instead=instead)
    (start,) = before.parts
    # a firm is in a market with any share above 0, so that where 0 does not belong to its ends it was there
    absent = [low == 0 for low in start.inside.lows]

    def ends(_: MarketSet, later: MarketSet) -> tuple[Fraction, Fraction]:
        found = [_held(new_ones, start.inside, later) for new_ones in _newcomer_sets(start.inside, absent)]
        return min(low for low, _ in found), max(high for _, high in found)

    return between(ends, before, after)


def _newcomer_sets(before: MarketSet, absent: Sequence[bool]) -> Iterator[set[int]]:
    """Which firms can all have been absent before, with no other: the least and the largest such sets."""
    surely = {firm for firm, high in enumerate(before.highs) if high == 0}
    possibly = [firm for firm, nothing in enumerate(absent) if nothing and firm not in surely]
    room = before.whole - sum(before.lows)
    if room >= len(possibly):  # all of them may have had a little
        yield surely
    if not room:
        yield {*surely, *possibly}
        return
    needed = (
        0 if before.rest else before.whole - sum(high for firm, high in enumerate(before.highs) if not absent[firm])
    )
    if needed <= 0:
        yield {*surely, *possibly}
        return
    if len(possibly) > _MOST_ABSENT:
        raise ShareError(f"before: {len(possibly)} firms that may have been absent are too many to go through")
    for number in range(1, len(possibly) + 1):
        for there in combinations(possibly, number):
            if sum(before.highs[firm] for firm in there) >= needed:
                yield {*surely, *possibly} - {*there}


def _held(newcomers: set[int], before: MarketSet, after: MarketSet) -> tuple[Fraction, Fraction]:
    """The least and the most that newcomers hold; unnamed firms are all old if there can have been any before."""
    firms = range(len(after.lows))
    stayed = [firm for firm in firms if firm not in newcomers]
    least, most = sum(after.lows[firm] for firm in newcomers), sum(after.highs[firm] for firm in newcomers)
    left = after.whole - sum(after.lows[firm] for firm in stayed)
    if sum(before.lows) == before.whole or not after.rest:
        least = max(least, after.whole - sum(after.highs[firm] for firm in stayed))
    most = left if after.rest else min(most, left)
    return Fraction(int(FULL) * least, after.whole), Fraction(int(FULL) * most, after.whole)

"""Ranks in a market of which only some shares are known, and how they change."""

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ShareError, is_full, share_boxes, share_list
from marketshare.metrics.exact import as_float, printed
from marketshare.metrics.feasible import FeasibleMarket, MarketSet, Unnamed, unordered_market
from marketshare.metrics.firms import held, like, matched, position_of
from marketshare.quantity import metric
from marketshare.quantity.arguments import rest_of

__all__ = ["rank_bounds", "rank_change_bounds", "rank_changes"]


@metric(
    unit="rank",
    formula="1 + number of firms with a strictly larger share, at best and at worst",
    takes={"shares": "percent", "ranks": "rank"},
    bounds="itself",
    sharp=lambda **given: not given.get("ranks"),
)
def rank_bounds(
    shares: Iterable[Any],
    *,
    unnamed: Unnamed | None = None,
    count: int | None = None,
    ranks: Mapping[Any, Any] | None = None,
    firm: Any = None,
) -> Any:
    """Bounds of the ranks of named firms, 1 and the number of firms with a strictly larger share; sharp but for ranks.

    Stated ranks of other firms are left aside, unless they leave no unnamed firm larger than a named one: then the
    bounds are safe, and may be wider than need be.

    At worst, a firm has as little as it can, and others are raised above it, the cheapest first. At best, it has as
    much as it can, and as few others are above it as the rest of the market allows.

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        unnamed, count, ranks: What is known of the rest, as for `feasible_market`; a `Market` knows it. A firm has no
            worse rank than the one that is stated of it.
        firm: Position, or name in a Series, of the one firm whose rank is wanted; None for all.

    Returns:
        Rank, 1 the largest: an interval for each firm, as a list, or as a Series with its names; a single one for one
        `firm`. Firms that tie share the better rank. A firm that may have 0 may have any number of others before it.

    Raises:
        ShareError: as for every list of shares; no market fits; no such firm.

    Source:
        Own derivation.

    Example:
        >>> rank_bounds([42.9, 11.8], unnamed="any")
        [[1, 2], [2, 5]]
    """
    shares = held(shares)
    market, _ = unordered_market(shares, unnamed=unnamed, count=count, ranks=ranks)
    *_, stated = rest_of(shares, unnamed, count, None, ranks)
    worst = {position_of(shares, each): rank for each, rank in (stated or {}).items()}
    found = [_no_worse(_rank(market, position), worst.get(position)) for position in range(len(market.boxes))]
    return like(shares, found) if firm is None else found[position_of(shares, firm)]


def rank_changes_bounds(before: Sequence[Any], after: Sequence[Any], firm: int | None = None) -> Interval:
    """Interval of one firm's rank change, if no unnamed firm is larger than a named one."""
    if firm is None:
        raise ShareError("firm: name the firm whose change of rank is wanted; a derived number is a single one")
    ranks = []
    for values, name in ((before, "before"), (after, "after")):
        boxes = share_boxes(values, name)
        own = position_of(values, firm, name)
        if boxes[own].high == 0:
            raise _no_rank(firm, name)
        present = [box for box in boxes if box.high > 0]
        position = sum(box.high > 0 for box in boxes[:own])
        ranks.append(rank_bounds(present, unnamed="smaller", firm=position))
    return Interval(ranks[0].low - ranks[1].high, ranks[0].high - ranks[1].low)


@metric(
    unit="rank",
    formula="rank before − rank after",
    takes={"before": "percent", "after": "percent"},
    bounds=rank_changes_bounds,
    dates=("before", "after"),
)
def rank_changes(before: Iterable[Any], after: Iterable[Any], firm: Any = None) -> Any:
    """Places that firms gained or lost between two dates; a climb is positive.

    Args:
        before: Shares at the first date, percent. Series are matched by name, plain lists by position.
        after: Shares at the second date, percent. Both may leave a residual if it is no larger than each named share.
        firm: Position, or name in a Series, of the one firm whose change is wanted; None for all.

    Returns:
        Rank before minus rank after: a number for each firm, as a list, or as a Series with the names of both; None for
        a firm without a share at one of the dates. A single number for one `firm`. Firms that tie share the better
        rank.

    Raises:
        ShareError: as for every list of shares; lists of different lengths; a residual so large that an unnamed firm
            may rank above a named one, for which `rank_change_bounds` says what is known; a `firm` that entered or
            left.

    Example:
        >>> rank_changes([50, 30, 20], [30, 50, 20])
        [-1, 1, 0]
    """
    names, (first, second) = matched(before, after, names=("before", "after"))
    old, new = _ranks(first, "before"), _ranks(second, "after")
    changes = [None if a is None or b is None else a - b for a, b in zip(old, new, strict=True)]
    if firm is None:
        return like(before, changes, names)
    position = position_of(first, firm)
    if changes[position] is None:
        raise _no_rank(firm, "before" if old[position] is None else "after")
    return changes[position]


@metric(
    unit="rank",
    formula="rank before − rank after, at best and at worst",
    takes={"before": "percent", "after": "percent"},
    bounds="itself",
    dates=("before", "after"),
)
def rank_change_bounds(
    before: Iterable[Any], after: Iterable[Any], firm: Any, *, unnamed: Unnamed | None = None, count: int | None = None
) -> Interval:
    """Sharp bounds of the places that one firm gained or lost, between two partly reported dates.

    Args:
        before: Named shares at the first date, percent: numbers (exact) or (low, high) pairs.
        after: Named shares at the second date; not necessarily of the same firms, if both are Series.
        firm: Position, or name in a Series, of a firm that is named at both dates.
        unnamed, count: What is known of the rest at each date, as for `feasible_market`; a `Market` knows it.

    Returns:
        Rank before minus rank after: a climb is positive.

    Raises:
        ShareError: as for every list of shares; no market fits; no such firm at one of the dates.

    Example:
        >>> rank_change_bounds([42.9, 11.8], [11.8, 42.9], 0, unnamed="any")
        [−4, 0]
    """
    if firm is None:
        raise ShareError("firm: None; name the firm whose change of rank is wanted")
    before, after = held(before), held(after)
    for values, name in ((before, "before"), (after, "after")):
        share_boxes(values, name)
    old = rank_bounds(before, unnamed=unnamed, count=count, firm=firm)
    new = rank_bounds(after, unnamed=unnamed, count=count, firm=firm)
    return Interval(old.low - new.high, old.high - new.low)


def _rank(market: FeasibleMarket, firm: int) -> Interval:
    (part,) = market.parts
    return Interval(_best(part.inside, firm), _worst(part.inside, firm, from_nothing=part.closed.lows[firm] == 0))


def _no_worse(rank: Interval, stated: Any) -> Interval:
    worst = math.inf if stated is None else stated.high if isinstance(stated, Interval) else float(stated)
    return rank if worst >= rank.high else Interval(rank.low, max(rank.low, worst))


def _worst(allowed: MarketSet, firm: int, *, from_nothing: bool) -> float:
    share, others = _lowest(allowed, firm), _others(allowed, firm)
    more = share + 1  # strictly larger by a grain
    costs = sorted(max(Fraction(0), more - low) for low, high in others if high >= more)
    budget = allowed.whole - share - sum(low for low, _ in others)
    named = sum(spent <= budget for spent in accumulate(costs))
    if allowed.ordered is not None or not allowed.rest:
        return 1.0 + named
    if from_nothing and allowed.unlimited and budget:
        return math.inf  # any number of others may have a little more than nothing
    affordable = int((budget - sum(costs[:named])) // more)  # an unnamed firm takes all of it, a named one less
    ((_, number),) = allowed.rest
    return 1.0 + named + as_float(affordable if number is None else min(affordable, number))


def _best(allowed: MarketSet, firm: int) -> float:
    others = _others(allowed, firm)
    share = min(allowed.highs[firm], allowed.whole - sum(low for low, _ in others))
    ahead = sum(low > share for low, _ in others)
    held = share + sum(high if low > share else min(high, share) for low, high in others)
    held += sum(_held(allowed.whole, min(high, share), number) for high, number in allowed.rest)
    # what does not fit below this firm must be above it, in as few firms as possible
    gains = sorted((high - share for low, high in others if low <= share < high), reverse=True)
    if allowed.ordered is None and allowed.rest:
        gains.insert(0, allowed.whole)
    missing = allowed.whole - held
    return 1.0 + ahead + (0 if missing <= 0 else 1 + sum(gained < missing for gained in accumulate(gains)))


def _lowest(allowed: MarketSet, firm: int) -> Fraction:
    """The lowest share at which the others can make up the rest of the market."""
    low, others = allowed.lows[firm], _others(allowed, firm)
    missing = allowed.whole - sum(high for _, high in others)
    if missing <= low or (allowed.rest and allowed.ordered is None):
        return Fraction(low)
    if allowed.unlimited:
        return Fraction(max(low, 1))  # beside a firm of nothing there is no smaller one
    number = sum(number or 0 for _, number in allowed.rest)
    smallest = min((high for _, high in others), default=allowed.whole)
    alike = Fraction(missing, number + 1)  # as large as each unnamed firm, unless a named one keeps those smaller
    return max(Fraction(low), alike if alike <= smallest else Fraction(missing - number * smallest))


def _others(allowed: MarketSet, firm: int) -> list[tuple[int, int]]:
    ends = zip(allowed.lows, allowed.highs, strict=True)
    return [pair for position, pair in enumerate(ends) if position != firm]


def _held(whole: int, share: int, number: int | None) -> int:
    """What unnamed firms of at most a share hold together."""
    return (whole if share else 0) if number is None else number * share


def _ranks(shares: Iterable[float], name: str) -> list[int | None]:
    values = share_list(shares, name)
    smallest = min((share for share in values if share > 0), default=0.0)
    rest = int(FULL) - sum(map(printed, values))
    if not is_full(values) and rest > printed(smallest):
        raise ShareError(
            f"{name}: {float(rest):.12g} of the market is not reported, and a firm with that share would rank above "
            f"one with {smallest:g}; rank_change_bounds gives what can be said without it"
        )
    return [None if share == 0 else 1 + sum(other > share for other in values) for share in values]


def _no_rank(firm: Any, name: str) -> ShareError:
    return ShareError(f"firm: {firm!r} has no share in {name}, so no rank; it entered or left")

"""Ranks in a market of which only some shares are known, and how they change."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from marketshare.interval import LAST_DIGITS, Interval
from marketshare.metrics.checks import FULL, ShareError, is_full, share_boxes, share_list, whole_number
from marketshare.metrics.completion import least_concentrated
from marketshare.metrics.corners import TINY
from marketshare.metrics.feasible import Unnamed
from marketshare.metrics.firms import like, matched, position_of
from marketshare.quantity import metric

__all__ = ["rank_bounds", "rank_change_bounds", "rank_changes"]

_LEVEL = FULL * LAST_DIGITS
"""Shares that differ by less are level: a larger difference is no rounding error, and decides a rank."""


@metric(
    unit="rank",
    formula="1 + number of firms with a strictly larger share, at best and at worst",
    takes={"shares": "percent"},
    bounds="itself",
)
def rank_bounds(shares: Iterable[Any], *, unnamed: Unnamed, count: int | None = None, firm: Any = None) -> Any:
    """Sharp bounds of the ranks of named firms: 1 and the number of firms with a strictly larger share.

    At worst, a firm has as little as it can, and others are raised above it, the cheapest first. At best, it has as
    much as it can, and as few others are above it as the rest of the market allows.

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
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
    boxes = share_boxes(shares)
    least_concentrated(boxes, unnamed=unnamed, count=count)  # refuses what no market fits
    number = None if count is None else whole_number(count, "count", at_least=0)
    if firm is not None:
        return _rank(boxes, position_of(shares, firm), unnamed, number)
    return like(shares, [_rank(boxes, position, unnamed, number) for position in range(len(boxes))])


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
)
def rank_change_bounds(
    before: Iterable[Any], after: Iterable[Any], firm: Any, *, unnamed: Unnamed, count: int | None = None
) -> Interval:
    """Sharp bounds of the places that one firm gained or lost, between two partly reported dates.

    Args:
        before: Named shares at the first date, percent: numbers (exact) or (low, high) pairs.
        after: Named shares at the second date; not necessarily of the same firms, if both are Series.
        firm: Position, or name in a Series, of a firm that is named at both dates.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are at each date; None if unknown.

    Returns:
        Rank before minus rank after: a climb is positive.

    Raises:
        ShareError: as for every list of shares; no market fits; no such firm at one of the dates.

    Example:
        >>> rank_change_bounds([42.9, 11.8], [11.8, 42.9], 0, unnamed="any")
        [−4, 0]
    """
    old = rank_bounds(before, unnamed=unnamed, count=count, firm=firm)
    new = rank_bounds(after, unnamed=unnamed, count=count, firm=firm)
    return Interval(old.low - new.high, old.high - new.low)


def _rank(boxes: Sequence[Interval], firm: int, unnamed: Unnamed, count: int | None) -> Interval:
    own, others = boxes[firm], [box for position, box in enumerate(boxes) if position != firm]
    return Interval(_best(own, others, unnamed, count), _worst(own, others, unnamed, count))


def _worst(own: Interval, others: Sequence[Interval], unnamed: Unnamed, count: int | None) -> float:
    share = _lowest(own, others, unnamed, count)
    ahead = sum(box.low > share for box in others)
    costs = [share - box.low for box in others if box.low <= share < box.high]
    budget = FULL - share - math.fsum(box.low for box in others)
    if unnamed == "any" and count != 0:
        if share <= TINY < budget and count is None:
            return math.inf  # any number of others may have a little more than nothing
        affordable = math.floor(budget / share) + 1 if share > TINY else count or 0
        costs += [share] * (affordable if count is None else min(affordable, count))
    spent = 0.0
    for cost in sorted(costs):
        spent += cost
        if spent >= budget - _LEVEL:  # strictly larger takes a little more than the cost
            break
        ahead += 1
    return 1 + ahead


def _best(own: Interval, others: Sequence[Interval], unnamed: Unnamed, count: int | None) -> int:
    room = FULL - math.fsum(box.low for box in others)
    share = min(own.high, room)
    excluded = (own.high <= room and not own.high_closed) or (
        room <= own.high and not all(box.low_closed for box in others)
    )

    def must_be_ahead(box: Interval) -> bool:
        return box.low > share + _LEVEL or (abs(box.low - share) <= _LEVEL and (excluded or not box.low_closed))

    ahead = [box for box in others if must_be_ahead(box)]
    behind = [box for box in others if not must_be_ahead(box)]
    if count is None:
        return 1 + len(ahead)  # whatever is left may be in small pieces
    cap = min([share, *(box.high for box in others)]) if unnamed == "smaller" else share
    left = FULL - share - math.fsum(box.high for box in ahead)
    left -= math.fsum(min(box.high, share) for box in behind) + count * cap
    # what does not fit below this firm must be above it, in as few firms as possible
    extra = sorted((box.high - share for box in behind if box.high > share), reverse=True)
    if unnamed == "any":
        extra = [FULL] * count + extra
    for room_above in extra:
        if left <= _LEVEL:
            break
        left -= room_above
        ahead.append(own)
    return 1 + len(ahead)


def _lowest(own: Interval, others: Sequence[Interval], unnamed: Unnamed, count: int | None) -> float:
    """The lowest share at which the others can make up the rest of the market."""
    if count is None or (unnamed == "any" and count):
        return own.low
    missing = FULL - math.fsum(box.high for box in others)
    smallest = min((box.high for box in others), default=FULL)
    alike = missing / (count + 1)  # as large as each unnamed firm, unless a named one keeps those smaller
    needed = alike if alike <= smallest else missing - count * smallest
    return min(own.high, max(own.low, needed))


def _ranks(shares: Iterable[float], name: str) -> list[int | None]:
    values = share_list(shares, name)
    smallest = min((share for share in values if share > 0), default=0.0)
    rest = FULL - math.fsum(values)
    if not is_full(values) and rest > smallest + _LEVEL:
        raise ShareError(
            f"{name}: {rest:.12g} of the market is not reported, and a firm with that share would rank above one with "
            f"{smallest:g}; rank_change_bounds gives what can be said without it"
        )
    return [None if share == 0 else 1 + sum(other > share for other in values) for share in values]


def _no_rank(firm: Any, name: str) -> ShareError:
    return ShareError(f"firm: {firm!r} has no share in {name}, so no rank; it entered or left")

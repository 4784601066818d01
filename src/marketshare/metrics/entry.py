"""Entry and exit: who is new in a market, who is gone, and what they hold."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, full_market
from marketshare.metrics.corners import TINY
from marketshare.metrics.firms import boxes_of, matched
from marketshare.metrics.lifted import with_ends
from marketshare.quantity import metric

__all__ = ["EntryExit", "entry_exit", "entry_share", "entry_share_bounds", "exit_share", "exit_share_bounds"]

DATES = ("before", "after")


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
    bounds=lambda before, after: _bounds(before, after, DATES, may_be_partial=False),
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
    bounds=lambda before, after: _bounds(after, before, DATES[::-1], may_be_partial=False),
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
    return _bounds(before, after, DATES, may_be_partial=True)


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
    return _bounds(after, before, DATES[::-1], may_be_partial=True)


def _newcomers(old: Sequence[float], new: Sequence[float]) -> float:
    return math.fsum(b for a, b in zip(old, new, strict=True) if a == 0)


def _bounds(old: Iterable[Any], new: Iterable[Any], dates: Sequence[str], *, may_be_partial: bool) -> Interval:
    """Interval of what newcomers hold: firms that surely, and firms that possibly, had nothing before."""
    absent = Interval(0.0, FULL) if may_be_partial else Interval.exactly(0.0)
    _, (first, second) = matched(old, new, names=dates, absent=absent)
    before, was_absent = boxes_of(first, dates[0], absent)
    after, is_absent = boxes_of(second, dates[1], absent)
    gone = any(is_absent)

    def ends(boxes: list[Interval]) -> tuple[float, float]:
        old_boxes, new_boxes = boxes[: len(before)], boxes[len(before) :]
        named = (box.low for box, missing in zip(old_boxes, was_absent, strict=True) if not missing)
        was_full = not may_be_partial or FULL - math.fsum(named) <= TINY
        surely = [box.high == 0 or (was_full and missing) for box, missing in zip(old_boxes, was_absent, strict=True)]
        possibly = [box.low == 0 and box.low_closed for box in old_boxes]
        stayed = math.fsum(box.low for box, is_new in zip(new_boxes, possibly, strict=True) if not is_new)
        most_stayed = math.fsum(box.high for box, is_new in zip(new_boxes, surely, strict=True) if not is_new)
        low = math.fsum(box.low for box, is_new in zip(new_boxes, surely, strict=True) if is_new)
        if was_full and not (may_be_partial and gone):
            low = max(low, FULL - most_stayed)
        high = FULL - stayed
        if not may_be_partial:
            high = min(high, math.fsum(box.high for box, is_new in zip(new_boxes, possibly, strict=True) if is_new))
        return max(0.0, low), max(0.0, high)

    return with_ends(ends, [*before, *after])

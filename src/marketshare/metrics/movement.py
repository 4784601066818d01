"""Movement between two dates: how much of the market changed hands."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import FULL, ShareError, full_market, share_boxes
from marketshare.metrics.corners import TINY, fillings
from marketshare.metrics.extremes import transformed
from marketshare.metrics.firms import boxes_of, matched
from marketshare.metrics.lifted import with_ends
from marketshare.quantity import metric

__all__ = ["instability", "instability_bounds", "turnover", "turnover_bounds"]

ANYTHING = Interval(0.0, FULL)
NOTHING = Interval.exactly(0.0)

Pairs = Sequence[tuple[Interval, Interval]]
"""A firm's share before and after, as intervals."""


def full_instability_bounds(before: Iterable[Any], after: Iterable[Any]) -> Interval:
    """Sharp interval of `instability` of full markets whose shares are intervals."""
    _, (first, second) = matched(before, after, names=("before", "after"))
    boxes = (share_boxes(first, "before"), share_boxes(second, "after"))
    for found, name in zip(boxes, ("before", "after"), strict=True):
        high = math.fsum(box.high for box in found)
        if high < FULL - TINY:
            raise ShareError(
                f"{name}: they sum to at most {high:.12g}; instability_bounds gives what can be said without the rest"
            )
    return _interval(*boxes, lambda pairs: (_least(pairs), _most(pairs)))


@metric(
    unit="percentage_point",
    formula="Σ |share after − share before|",
    takes={"before": "percent", "after": "percent"},
    bounds=full_instability_bounds,
    range=Interval(0, 200),
    dates=("before", "after"),
)
def instability(before: Iterable[Any], after: Iterable[Any]) -> float:
    r"""Hymer-Pashigian instability: by how much all shares changed together, in percentage points.

    .. math:: \sum_i |S_{i,1} - S_{i,0}|

    Args:
        before: All shares at the first date, percent. Series are matched by name, plain lists by position; a firm that
            is absent from one Series has 0 there.
        after: All shares at the second date, percent.

    Returns:
        Percentage points, 0 (no share changed) to 200 (no firm is the same).

    Raises:
        ShareError: as for every list of shares; lists of different lengths; an incomplete market: a lumped residual
            hides movement, and `instability_bounds` says what is known.

    Source:
        Hymer and Pashigian 1962: (65, 25, 10) to (65, 15, 20) is 20.

    Example:
        >>> instability([65, 25, 10], [65, 15, 20])
        20.0
    """
    _, (first, second) = matched(before, after, names=("before", "after"))
    shares = [
        full_market(values, instead="instability_bounds", name=name)
        for values, name in ((first, "before"), (second, "after"))
    ]
    return math.fsum(map(sums.distance, *shares))


@metric(
    unit="percentage_point",
    formula="½ Σ |share after − share before|",
    takes={"before": "percent", "after": "percent"},
    bounds=lambda before, after: transformed(full_instability_bounds(before, after), lambda points: points / 2),
    range=Interval(0, 100),
    dates=("before", "after"),
)
def turnover(before: Iterable[Any], after: Iterable[Any]) -> float:
    r"""Turnover (Pedersen): the part of the market that changed hands, half the instability.

    .. math:: \tfrac12 \sum_i |S_{i,1} - S_{i,0}|

    Args:
        before: All shares at the first date, percent. Series are matched by name, plain lists by position; a firm that
            is absent from one Series has 0 there.
        after: All shares at the second date, percent.

    Returns:
        Percentage points, 0 (no share changed) to 100 (no firm is the same).

    Raises:
        ShareError: as for every list of shares; lists of different lengths; an incomplete market: a lumped residual
            hides movement, and `turnover_bounds` says what is known.

    Source:
        Pedersen 1979: (65, 25, 10) to (65, 15, 20) is 10.

    Example:
        >>> turnover([65, 25, 10], [65, 15, 20])
        10.0
    """
    return sums.turnover(instability(before, after))


@metric(
    unit="percentage_point",
    formula="Σ |share after − share before|, the rest unchanged or wholly replaced",
    takes={"before": "percent", "after": "percent"},
    bounds="itself",
    dates=("before", "after"),
)
def instability_bounds(before: Iterable[Any], after: Iterable[Any]) -> Interval:
    r"""Sharp bounds of the instability of partly reported markets, in percentage points.

    .. math:: \sum_i |S_{i,1} - S_{i,0}|

    The rest is lumped: at least its change counts, if its firms kept their proportions; at most both rests count in
    full, if none of its firms is the same.

    Args:
        before: Named shares at the first date, percent: numbers (exact) or (low, high) pairs. Series are matched by
            name, plain lists by position.
        after: Named shares at the second date. A firm that is absent from one Series may have anything there, up to the
            rest of the market.

    Returns:
        Percentage points, within 0 and 200; for named shares that are exact, the sum of their changes plus that of the
        rest, up to that sum plus both rests.

    Raises:
        ShareError: as for every list of shares; lists of different lengths; too many different roundings to go through.

    Source:
        Own derivation (linear programming duality for the low end, corners for the high end).

    Example:
        >>> instability_bounds([60, 20], [50, 30])
        [20, 60]
    """
    _, (first, second) = matched(before, after, names=("before", "after"), absent=ANYTHING)
    return _interval(
        boxes_of(first, "before", ANYTHING)[0],
        boxes_of(second, "after", ANYTHING)[0],
        lambda named: (
            _least([*named, (ANYTHING, ANYTHING)]),
            _most([*named, (ANYTHING, NOTHING), (NOTHING, ANYTHING)]),
        ),
    )


@metric(
    unit="percentage_point",
    formula="½ Σ |share after − share before|, the rest unchanged or wholly replaced",
    takes={"before": "percent", "after": "percent"},
    bounds="itself",
    dates=("before", "after"),
)
def turnover_bounds(before: Iterable[Any], after: Iterable[Any]) -> Interval:
    """Sharp bounds of the turnover of partly reported markets, in percentage points: half those of the instability.

    Args:
        before: Named shares at the first date, percent: numbers (exact) or (low, high) pairs. Series are matched by
            name, plain lists by position.
        after: Named shares at the second date, in the same way.

    Returns:
        Percentage points, within 0 and 100.

    Raises:
        ShareError: as for every list of shares; lists of different lengths; too many different roundings to go through.

    Example:
        >>> turnover_bounds([60, 20], [50, 30])
        [10, 30]
    """
    return transformed(instability_bounds(before, after), lambda points: points / 2)


def _least(pairs: Pairs) -> float:
    """The least sum of |b − a| over full markets: the largest of four lower bounds, one of which is always reached.

    They are the vertices of the dual of the linear program min Σ|b − a|, Σa = Σb = 100.
    """
    return max(
        0.0,
        2 * math.fsum([*(max(a.low, b.low) for a, b in pairs), -FULL]),
        2 * math.fsum([FULL, *(-min(a.high, b.high) for a, b in pairs)]),
        2 * math.fsum(max(0.0, b.low - a.high) for a, b in pairs),
        2 * math.fsum(max(0.0, a.low - b.high) for a, b in pairs),
    )


def _most(pairs: Pairs) -> float:
    """The largest sum of |b − a| over full markets: twice what the winners can gain, over every choice of winners.

    Who can only win, does; of firms known to the same precision, those that win are the ones with the largest gain.
    """
    slack_before, slack_after = (FULL - math.fsum(pair[date].low for pair in pairs) for date in (0, 1))
    sure = [(a, b) for a, b in pairs if b.low >= a.high]
    open_ended = [(a, b) for a, b in pairs if b.low < a.high and b.high > a.low]
    losers = [(a, b) for a, b in pairs if b.high <= a.low and not b.low >= a.high]
    alike: dict[tuple[float, float], list[int]] = defaultdict(list)
    for position in sorted(
        range(len(open_ended)), key=lambda i: open_ended[i][0].low - open_ended[i][1].low
    ):  # largest gain first
        widths = tuple(round(box.high - box.low, 9) for box in open_ended[position])
        alike[widths[0], widths[1]].append(position)
    classes = list(alike.values())
    best = 0.0
    for chosen in fillings(classes, "before"):
        winners = [*sure, *(open_ended[i] for number, each in zip(chosen, classes, strict=True) for i in each[:number])]
        others = [
            *losers,
            *(open_ended[i] for number, each in zip(chosen, classes, strict=True) for i in each[number:]),
        ]
        after = math.fsum(b.low for _, b in winners) + min(math.fsum(b.high - b.low for _, b in winners), slack_after)
        forced = slack_before - math.fsum(a.high - a.low for a, _ in others)
        before = math.fsum(a.low for a, _ in winners) + max(0.0, forced)
        best = max(best, after - before)
    return 2 * best


def _interval(before: list[Interval], after: list[Interval], ends: Callable[[Pairs], tuple[float, float]]) -> Interval:
    def of_both(boxes: list[Interval]) -> tuple[float, float]:
        low, high = ends(list(zip(boxes[: len(before)], boxes[len(before) :], strict=True)))
        return min(low, 2 * FULL), min(high, 2 * FULL)

    return with_ends(of_both, [*before, *after])

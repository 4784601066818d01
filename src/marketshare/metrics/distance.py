"""Distances between the firms of a market: relative share, lead, and gap to the leader."""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from marketshare.interval import LAST_DIGITS, Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import FULL, ShareError, finite, share_boxes, share_list
from marketshare.metrics.firms import held, like, position_of
from marketshare.quantity import metric

__all__ = ["gap_to_leader", "lead", "relative_share"]


def relative_share_bounds(shares: Sequence[Any], firm: int) -> Interval:
    """Interval of `relative_share` when each share is an interval: own end over the competitors' opposite ends."""
    boxes = share_boxes(shares)
    own = position_of(shares, firm)
    rivals = [position for position in range(len(boxes)) if position != own]
    _need_a_rival(rivals)
    slack = FULL - math.fsum(box.low for box in boxes)
    largest_low = max(boxes[rival].low for rival in rivals)
    tops = [_raised(boxes, rival, slack) for rival in rivals]
    largest_high = max(top for top, _ in tops)
    if largest_high == 0:
        raise _no_rival_sales()
    low_closed = boxes[own].low_closed and (boxes[own].low == 0 or (largest_high, True) in tops)
    top, high_closed = _raised(boxes, own, slack)
    high_closed = high_closed and all(boxes[rival].low_closed for rival in rivals if boxes[rival].low == largest_low)
    low = boxes[own].low / largest_high
    high = top / largest_low if largest_low else math.inf
    return Interval.exactly(high) if low >= high else Interval(low, high, low_closed, high_closed)


@metric(
    unit="ratio",
    formula="own share / largest competitor's share",
    takes={"shares": "percent"},
    bounds=relative_share_bounds,
)
def relative_share(shares: Sequence[float], firm: Any) -> float:
    r"""Relative market share (BCG): own share over that of the largest competitor.

    .. math:: S_i / \max_{j \ne i} S_j

    Args:
        shares: Shares of one market at one time, percent, shape (n,), n >= 2. They need not sum to 100, as long as the
            largest competitor is among them.
        firm: Position of the firm; its name, if `shares` is a pandas Series.

    Returns:
        A ratio, 0 and up; above 1 only for the sole leader.

    Raises:
        ShareError: as for every list of shares; no competitor; the largest competitor has 0; no such firm.

    Source:
        Boston Consulting Group; 20 against 40 is 0.5, a leader's 30 against 20 is 1.5.

    Example:
        >>> relative_share([20, 40], 0)
        0.5
    """
    shares = held(shares)
    values = share_list(shares)
    own = position_of(shares, firm)
    rivals = values[:own] + values[own + 1 :]
    _need_a_rival(rivals)
    if max(rivals) == 0:
        raise _no_rival_sales()
    return finite(values[own] / max(rivals), "shares")


def lead_bounds(shares: Iterable[Any]) -> Interval:
    """Interval of `lead` when each share is an interval and all of them sum to at most 100.

    Lowest: the firm with the largest low end, against the highest that any other can then have; 0 if they can meet.
    Highest: one firm as high as the others' low ends let it be.
    """
    boxes = share_boxes(shares)
    _need_two(boxes)
    slack = FULL - math.fsum(box.low for box in boxes)
    first = max(range(len(boxes)), key=lambda i: boxes[i].low)
    tops = [_raised(boxes, i, slack) for i in range(len(boxes))]
    second = max(top for i, (top, _) in enumerate(tops) if i != first)
    low = _ahead(boxes[first].low, second)
    low_closed = boxes[first].low_closed and (second, True) in [top for i, top in enumerate(tops) if i != first]
    if low == 0:
        low_closed = any(_tie(boxes, *pair) for pair in combinations(range(len(boxes)), 2))
    leads = []
    for i, (top, hit) in enumerate(tops):
        rival = max(box.low for j, box in enumerate(boxes) if j != i)
        held = all(box.low_closed for j, box in enumerate(boxes) if j != i and box.low == rival)
        leads.append((top - rival, hit and held))
    high = max(points for points, _ in leads)
    high_closed = (high, True) in leads
    return Interval(low, high, low_closed, high_closed) if low < high else Interval.exactly(low)


@metric(
    unit="percentage_point", formula="largest share − second largest", takes={"shares": "percent"}, bounds=lead_bounds
)
def lead(shares: Iterable[float]) -> float:
    r"""Lead of the largest firm over the second, in percentage points.

    .. math:: S_{(1)} - S_{(2)}

    Args:
        shares: Shares of one market at one time, percent, shape (n,), n >= 2, any order. They need not sum to 100: a
            residual does not change the lead, as long as the two largest firms are among those named.

    Returns:
        Percentage points, 0 (tie) to 100.

    Raises:
        ShareError: as for every list of shares; fewer than two firms.

    Example:
        >>> lead([25, 60, 10])
        35.0
    """
    values = share_list(shares)
    _need_two(values)
    largest, second = sorted(values, reverse=True)[:2]
    return sums.lead(largest, second, FULL)


def gap_to_leader_bounds(shares: Sequence[Any], firm: int | None = None) -> Interval:
    """Interval of one firm's gap when each share is an interval and all of them sum to at most 100."""
    if firm is None:
        raise ShareError("firm: name the firm whose gap is wanted; a derived number is a single one")
    boxes = share_boxes(shares)
    own = position_of(shares, firm)
    slack = FULL - math.fsum(box.low for box in boxes)
    rivals = [position for position in range(len(boxes)) if position != own]
    if not rivals:
        return Interval.exactly(0.0)
    top, top_hit = _raised(boxes, own, slack)
    rival_low = max(boxes[rival].low for rival in rivals)
    low = _ahead(rival_low, top)
    held = all(boxes[rival].low_closed for rival in rivals if boxes[rival].low == rival_low)
    tops = [_raised(boxes, rival, slack) for rival in rivals]
    rival_high = max(raised for raised, _ in tops)
    high = _ahead(rival_high, boxes[own].low)
    high_closed = boxes[own].low_closed and (rival_high, True) in tops
    return Interval(low, high, rival_low < top or (held and top_hit), high_closed) if low < high else Interval(low, low)


@metric(
    unit="percentage_point",
    formula="largest share − share",
    takes={"shares": "percent"},
    bounds=gap_to_leader_bounds,
    range=Interval(0, 100),
)
def gap_to_leader(shares: Iterable[Any], firm: Any = None) -> Any:
    r"""How far each firm is behind the largest, in percentage points.

    .. math:: S_{(1)} - S_i

    Args:
        shares: Shares of one market at one time, percent, shape (n,), any order. They need not sum to 100, as long as
            the largest firm is among those named.
        firm: Position, or name in a Series, of the one firm whose gap is wanted; None for all.

    Returns:
        Percentage points: one number for each firm, as a list, or as a Series with its names; a single number for one
        `firm`. The leader has 0.

    Raises:
        ShareError: as for every list of shares; no such firm.

    Example:
        >>> gap_to_leader([25, 60, 10])
        [35.0, 0.0, 50.0]
    """
    shares = held(shares)
    values = share_list(shares)
    gaps = [max(values) - value for value in values]
    return like(shares, gaps) if firm is None else gaps[position_of(shares, firm)]


def _raised(boxes: Sequence[Interval], position: int, slack: float) -> tuple[float, bool]:
    """The highest share of a firm while the others are at their low ends, and whether it can have it."""
    box = boxes[position]
    room = box.low + max(0.0, slack)
    if box.high < room:
        return box.high, box.high_closed
    at_lows = all(other.low_closed for i, other in enumerate(boxes) if i != position)
    return room, at_lows and (box.high > room or box.high_closed)


def _ahead(share: float, other: float) -> float:
    """By how many points one share is above another; 0 if it is not, or by last binary digits only."""
    points = share - other
    return points if points > FULL * LAST_DIGITS else 0.0


def _tie(boxes: Sequence[Interval], one: int, other: int) -> bool:
    """True if two firms can have the same share, and no other firm a larger one."""
    least = max(box.low for box in boxes)
    above = Interval.at_least(least, closed=all(box.low_closed for box in boxes if box.low == least))
    rest = [box for position, box in enumerate(boxes) if position not in {one, other}]
    half = Interval.at_most((FULL - math.fsum(box.low for box in rest)) / 2, closed=all(box.low_closed for box in rest))
    ends = [Interval.at_most(box.high, closed=box.high_closed) for box in (boxes[one], boxes[other])]
    return all(above.meets(below.settled(least)) for below in (half, *ends))


def _need_two(values: Sequence[object]) -> None:
    if len(values) < 2:
        raise ShareError("shares: a lead needs two firms, found one")


def _need_a_rival(rivals: Sequence[object]) -> None:
    if not rivals:
        raise ShareError("shares: relative share needs at least one competitor, found none")


def _no_rival_sales() -> ShareError:
    return ShareError("shares: the largest competitor has a share of 0, nothing to compare with")

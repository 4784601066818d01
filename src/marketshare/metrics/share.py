"""Shares of one firm: how they change, and how they compare with the others."""

from collections.abc import Iterable, Sequence
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError, amount, share_boxes, share_list, share_of_market
from marketshare.quantity import metric

__all__ = ["lead", "relative_change", "relative_share", "share_change"]


@metric(
    unit="percentage_point",
    formula="end − start",
    takes={"start": "percent", "end": "percent"},
    rises=("end",),
    falls=("start",),
)
def share_change(start: float, end: float) -> float:
    r"""Change of a share, in percentage points.

    .. math:: S_1 - S_0

    Args:
        start: Share at the start, percent, 0 to 100.
        end: Share at the end, percent, 0 to 100.

    Returns:
        Percentage points, -100 to 100.

    Raises:
        ShareError: a share that is missing, negative or above 100.

    Source:
        Farris et al., Marketing Metrics: 20 to 25 is five points.

    Example:
        >>> share_change(20, 25)
        5.0
    """
    return share_of_market(end, "end") - share_of_market(start, "start")


@metric(
    unit="percent",
    formula="100 · (end / start − 1)",
    takes={"start": "same", "end": "same"},
    rises=("end",),
    falls=("start",),
    range=Interval.at_least(-100),
)
def relative_change(start: float, end: float) -> float:
    r"""Change relative to the start, percent.

    .. math:: 100 (V_1 / V_0 - 1)

    Args:
        start: Value at the start, above 0, any unit.
        end: Value at the end, 0 or more, the same unit.

    Returns:
        Percent, -100 and up.

    Raises:
        ShareError: a value that is missing or negative; a start of 0, from which no relative change exists.

    Source:
        Farris et al., Marketing Metrics: 20 to 25 is +25 %, 5 to 3 is -40 %.

    Example:
        >>> relative_change(20, 25)
        25.0
    """
    before = amount(start, "start", positive=True)
    return 100 * (amount(end, "end", at_least=0) - before) / before if before != float("inf") else -100.0


def relative_share_bounds(shares: Sequence[Any], firm: int) -> Interval:
    """Interval of `relative_share` when each share is an interval: own end over the competitors' opposite ends."""
    boxes = share_boxes(shares)
    own = boxes[_position(shares, firm)]
    rivals = [box for position, box in enumerate(boxes) if position != _position(shares, firm)]
    if not rivals:
        raise ShareError("shares: relative share needs at least one competitor, found none")
    rival_high, rival_low = max(box.high for box in rivals), max(box.low for box in rivals)
    closed = all(box.ends == "[]" for box in boxes)
    high = own.high / rival_low if rival_low else float("inf")
    return Interval(own.low / rival_high, high, closed, closed)


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
    values = share_list(shares)
    own = _position(shares, firm)
    rivals = values[:own] + values[own + 1 :]
    if not rivals:
        raise ShareError("shares: relative share needs at least one competitor, found none")
    if max(rivals) == 0:
        raise ShareError("shares: the largest competitor has a share of 0, nothing to compare with")
    return values[own] / max(rivals)


def lead_bounds(shares: Iterable[Any]) -> Interval:
    """Interval of `lead` when each share is an interval.

    Lowest: the firm with the largest low end against the largest high end of the others, never below 0 (a tie).
    Highest: one firm at its high end, all others at their low ends.
    """
    boxes = share_boxes(shares)
    _need_two(boxes)
    first = max(range(len(boxes)), key=lambda i: boxes[i].low)
    low = max(0.0, boxes[first].low - max(box.high for i, box in enumerate(boxes) if i != first))
    high = max(box.high - max(other.low for j, other in enumerate(boxes) if j != i) for i, box in enumerate(boxes))
    closed = all(box.ends == "[]" for box in boxes)
    return Interval(low, high, closed or low == 0, closed) if low < high else Interval.exactly(low)


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
    return largest - second


def _need_two(values: Sequence[object]) -> None:
    if len(values) < 2:
        raise ShareError("shares: a lead needs two firms, found one")


def _position(shares: Any, firm: Any) -> int:
    """Position of `firm` in `shares`: an index, or a name of a pandas Series."""
    names = list(getattr(shares, "index", None)) if hasattr(shares, "items") else None  # type: ignore[arg-type]
    if names is not None:
        if firm in names:
            return names.index(firm)
        raise ShareError(f"firm: {firm!r} is not among {', '.join(map(str, names))}")
    if isinstance(firm, int) and not isinstance(firm, bool) and 0 <= firm < len(shares):
        return firm
    raise ShareError(f"firm: {firm!r} is not a position from 0 to {len(shares) - 1}")

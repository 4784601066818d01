"""Shares of one firm: how they come from amounts, and how they change."""

import math
from collections.abc import Iterable
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import (
    FULL,
    ShareError,
    amount,
    amount_list,
    entries,
    finite,
    share_of_market,
    within_reach,
)
from marketshare.metrics.firms import held, like, position_of
from marketshare.metrics.lifted import corner_bounds, share_boxes_of
from marketshare.quantity import metric

__all__ = ["relative_change", "share_change", "shares_of"]

_HUGE = 1e306
"""A hundred times as much is still a number."""


def shares_of_bounds(values: Iterable[Interval], firm: Any) -> Interval:
    """Interval of one firm's share when each amount is an interval: own end against the others' opposite ends.

    Against others of nothing it is 100 whatever the firm has, and a firm of nothing has 0 whatever the others have.
    """
    position = position_of(values, firm, "values")
    boxes = [box for _, box in entries(values, "values", of="numbers")]
    for each, box in enumerate(boxes):
        amount(box.low, f"values[{each}]", at_least=0)
    own, others = boxes[position], boxes[:position] + boxes[position + 1 :]
    least, most = (math.fsum(ends) for ends in ([box.low for box in others], [box.high for box in others]))
    if own.high + most == 0:
        raise _nothing()
    if own.high == 0 or most == 0:
        return Interval.exactly(FULL if own.high else 0.0)
    low, high = 0.0, FULL
    low_closed, high_closed = own.low_closed, all(box.low_closed for box in others)
    if own.low > 0:
        low = 0.0 if math.isinf(most) else _percent(own.low, own.low + most)
        low_closed = low_closed and all(box.high_closed for box in others)
    if least > 0:
        high = FULL if math.isinf(own.high) else _percent(own.high, own.high + least)
        high_closed = high_closed and own.high_closed
    return Interval.of_ends(low, high, low_closed, high_closed)


@metric(
    unit="percent",
    formula="100 · value / Σ values",
    takes={"values": "same"},
    bounds=shares_of_bounds,
    range=Interval(0, 100),
)
def shares_of(values: Iterable[Any], firm: Any = None) -> Any:
    r"""Shares that amounts make of their sum, percent.

    .. math:: S_i = 100\,V_i / \sum_j V_j

    Args:
        values: Sales, users or any amounts of one unit, 0 or more, shape (n,): all firms of the market, since what is
            missing would change every share.
        firm: Position, or name in a Series, of the one firm whose share is wanted; None for all.

    Returns:
        Percent: one number for each firm, as a list, or as a Series with its names; a single number for one `firm`.

    Raises:
        ShareError: no values; one that is missing, infinite or negative; a sum of 0; no such firm.

    Example:
        >>> shares_of([30, 50, 20])
        [30.0, 50.0, 20.0]
    """
    values = held(values)
    amounts = within_reach(amount_list(values, "values"))
    total = math.fsum(amounts)
    if total == 0:
        raise _nothing()
    shares = [_percent(value, total) for value in amounts]
    return like(values, shares) if firm is None else shares[position_of(values, firm, "values")]


def _share_change_bounds(start: Interval, end: Interval) -> Interval:
    boxes = share_boxes_of(start=start, end=end)
    return corner_bounds(share_change, rising={"end": boxes["end"]}, falling={"start": boxes["start"]})


@metric(
    unit="percentage_point",
    formula="end − start",
    takes={"start": "percent", "end": "percent"},
    rises=("end",),
    falls=("start",),
    bounds=_share_change_bounds,
    range=Interval(-100, 100),
    dates=("start", "end"),
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
    dates=("start", "end"),
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
    before, after = amount(start, "start", positive=True), amount(end, "end", at_least=0)
    if math.isinf(before):
        return math.nan if math.isinf(after) else -100.0
    if math.isinf(after) or before == 0:
        return math.inf if after else -100.0
    change = after - before
    return finite(100 * change / before if abs(change) < _HUGE else 100 * (change / before), "end")


def _percent(part: float, whole: float) -> float:
    return sums.share(part, whole) if whole else 0.0


def _nothing() -> ShareError:
    return ShareError("values: they sum to 0, and a share of nothing is undefined")

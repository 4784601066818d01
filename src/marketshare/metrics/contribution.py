"""Contributions: what each firm, or each part of a firm's surroundings, adds to growth."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import ShareError, added, amount, amount_list, entries, finite, within_reach
from marketshare.metrics.firms import like, matched, position_of
from marketshare.metrics.lifted import corner_bounds
from marketshare.quantity import metric

__all__ = ["ShiftShare", "contribution_to_growth", "shift_share"]


@dataclass(frozen=True)
class ShiftShare:
    """Parts of a change, each in the unit of the values.

    Attributes:
        reference_growth: What growth at the rate of the whole reference would have given.
        mix: What came from having more of the industries that grew fast there.
        competitive: What came from growing faster than the same industries there.
        total: The whole change, which is their sum.
    """

    reference_growth: float
    mix: float
    competitive: float
    total: float


def contribution_bounds(before: Iterable[Interval], after: Iterable[Interval], firm: Any) -> Interval:
    """Sharp interval of one contribution: the others' amounts count through their sum before only."""
    _, lists = matched(before, after, names=("before", "after"), absent=Interval.exactly(0.0))
    own = position_of(lists[0], firm, "before")
    first, second = ([box for _, box in entries(boxes, "before")] for boxes in lists)
    for name, boxes in (("before", first), ("after", second)):
        for position, box in enumerate(boxes):
            amount(box.low, f"{name}[{position}]", at_least=0)
    others = [box for position, box in enumerate(first) if position != own]
    closed = [all(box.low_closed for box in others), all(box.high_closed for box in others)]
    low, high = math.fsum(box.low for box in others), math.fsum(box.high for box in others)
    rest = Interval(low, high, low == high or closed[0], low == high or closed[1])
    if first[own].high + high == 0:
        raise _nothing_before()
    if first[own] == second[own] and first[own].is_exact:
        return Interval.exactly(0)

    def side(*, loss: bool) -> Interval:
        return corner_bounds(
            _points,
            rising={"after": second[own], **({"rest": rest} if loss else {})},
            falling={"before": first[own], **({} if loss else {"rest": rest})},
        )

    # the others' amounts work one way on a firm that loses and the other way on one that gains, if it can do so at all
    low_side = side(loss=second[own].low < first[own].high)
    high_side = side(loss=second[own].high <= first[own].low)
    if low_side.low >= high_side.high:
        return Interval.exactly(high_side.high)
    unchanged = first[own].meets(second[own])  # and only so it adds nothing, whatever others have
    return Interval(
        low_side.low,
        high_side.high,
        low_side.low_closed if low_side.low else unchanged,
        high_side.high_closed if high_side.high else unchanged,
    )


@metric(
    unit="percentage_point",
    formula="100 · (value after − value before) / Σ values before",
    takes={"before": "same", "after": "same"},
    bounds=contribution_bounds,
    range=Interval.at_least(-100),
    dates=("before", "after"),
)
def contribution_to_growth(before: Iterable[Any], after: Iterable[Any], firm: Any = None) -> Any:
    r"""What each firm adds to the growth of the whole, in percentage points.

    .. math:: c_i = s_{i,0}\,g_i, \quad \sum_i c_i = G

    Args:
        before: Values at the start, any one unit, 0 or more: all parts of the whole. Series are matched by name, plain
            lists by position; a part that is absent from one Series has 0 there.
        after: Values at the end, the same unit.
        firm: Position, or name in a Series, of the one part whose contribution is wanted; None for all.

    Returns:
        Percentage points, which sum to the growth of the whole: a number for each part, as a list, or as a Series with
        the names of both; a single number for one `firm`.

    Raises:
        ShareError: a value that is missing, infinite or negative; lists of different lengths; a sum of 0 before.

    Source:
        National Bureau of Statistics of China: in 2010 consumption, investment and net exports added 3.8, 5.6 and 0.9
        points to growth of 10.3 %.

    Example:
        >>> contribution_to_growth([60, 40], [66, 44])
        [6.0, 4.0]
    """
    names, (first, second) = matched(before, after, names=("before", "after"))
    old, new = amount_list(first, "before"), amount_list(second, "after")
    both = within_reach([*old, *new])
    old, new = both[: len(old)], both[len(old) :]
    whole = math.fsum(old)
    if whole == 0:
        raise _nothing_before()
    points = [finite(sums.contribution(a, b, whole), "before") for a, b in zip(old, new, strict=True)]
    if firm is None:
        return like(before, points, names)
    return points[position_of(first, firm)]


def shift_share(
    before: Iterable[Any], after: Iterable[Any], reference_before: Iterable[Any], reference_after: Iterable[Any]
) -> ShiftShare:
    r"""Shift-share analysis (Dunn): how much of a change the whole, the mix and the competitor explain.

    .. math:: \sum_i (V_{i,1} - V_{i,0}) = e\,G + \sum_i e_i (g_i - G) + \sum_i e_i (r_i - g_i)

    Args:
        before: The firm's (or region's) values by industry at the start, any one unit, 0 or more.
        after: Its values at the end, in the same industries.
        reference_before: Values of the whole it is compared with, by industry, above 0.
        reference_after: Those at the end. Series are matched by name, plain lists by position.

    Returns:
        Four numbers in the unit of the values: reference growth, mix, competitive, and their sum, the total. Being in
        the unit of the values, they are no percentages; divide by the sum before for points of growth.

    Raises:
        ShareError: a value that is missing, infinite, negative, or too large to compute with; a reference industry of
            0 before; lists of different lengths, or Series of different names.

    Source:
        Dunn 1960; data of Farhauer and Kröll: (400, 150, 150, 400) to (440, 210, 135, 480) in the nation, (90, 20, 10,
        60) to (100, 40, 10, 55) in the region.

    Example:
        >>> shift_share([50, 50], [60, 50], [100, 100], [120, 100])
        ShiftShare(reference_growth=10.0, mix=0.0, competitive=0.0, total=10.0)
    """
    arguments = ("before", "after", "reference_before", "reference_after")
    _, lists = matched(before, after, reference_before, reference_after, names=arguments, absent=...)
    old, new, reference_old, reference_new = (
        amount_list(values, name, positive=name == "reference_before")
        for values, name in zip(lists, arguments, strict=True)
    )
    # each part is a sum of terms of its own, so that no large sum hides a small one
    whole_old, whole_new = added(reference_old, "reference_before"), added(reference_new, "reference_after")
    growth = finite((whole_new - whole_old) / whole_old, "reference_after")
    by_industry = [finite((b - a) / a, "reference_after") for a, b in zip(reference_old, reference_new, strict=True)]
    reference = [own * growth for own in old]
    mix = [own * (rate - growth) for own, rate in zip(old, by_industry, strict=True)]
    competitive = [b - a - a * rate for a, b, rate in zip(old, new, by_industry, strict=True)]
    for term in (*reference, *mix, *competitive):
        finite(term, "before")
    parts = (added(terms, "before") for terms in (reference, mix, competitive))
    return ShiftShare(*parts, *[added(new, "after") - added(old, "before")])


def _points(after: float, before: float, rest: float) -> float:
    if math.isinf(before) or math.isinf(rest):
        return -100.0 if math.isinf(before) and not math.isinf(rest) and not math.isinf(after) else 0.0
    if before + rest == 0:  # approached: a firm that has ever less without others either gains or loses everything
        return math.inf if after else -100.0
    return 100 * (after - before) / (before + rest)


def _nothing_before() -> ShareError:
    return ShareError("before: the values sum to 0, and growth from nothing has no rate")

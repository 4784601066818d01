"""Mergers: the market after one, and by how much it raises the HHI."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, share_box, share_list, share_of_market
from marketshare.metrics.exact import levelled, printed
from marketshare.metrics.firms import like, names_of, position_of
from marketshare.quantity import metric

__all__ = ["merged", "merger_delta"]


def merger_delta_bounds(a: Any, b: Any, *more: Any) -> Interval:
    """Interval of `merger_delta` when each share is an interval and all of them sum to at most 100.

    Lowest at the low ends; highest at the high ends or, where those pass 100, at shares that sum to 100 and are as
    equal as they can be.
    """
    boxes = [share_box(value, name) for value, name in _named(a, b, more)]
    lows, highs = [box.low for box in boxes], [box.high for box in boxes]
    if math.fsum(lows) > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"a: the merging shares sum to at least {math.fsum(lows):.12g}, above 100")
    top = highs
    if math.fsum(highs) > FULL:
        least, most = ([printed(end) for end in each] for each in (lows, highs))
        top = [float(share) for share in levelled(least, most, [1] * len(boxes), int(FULL))]
    low, high = _delta(lows), _delta(top)
    closed = all(share in box for share, box in zip(top, boxes, strict=True))
    at_zero = sum(box.low == 0 and box.low_closed for box in boxes)
    # a merger with firms of nothing changes nothing, whatever the one other firm has
    low_closed = at_zero >= len(boxes) - 1 if low == 0 else all(box.low_closed for box in boxes)
    return Interval(low, high, low_closed, closed) if low < high else Interval.exactly(high)


@metric(
    unit="hhi_point",
    formula="2 · a · b",
    takes={"a": "percent", "b": "percent"},
    rises=("a", "b"),
    bounds=merger_delta_bounds,
    range=Interval(0, 10_000),
)
def merger_delta(a: float, b: float, *more: float) -> float:
    r"""By how much a merger raises the HHI, points.

    .. math:: 2 S_a S_b, \quad (\sum S)^2 - \sum S^2

    Args:
        a: Share of the first merging firm, percent.
        b: Share of the second.
        more: Shares of further firms that merge with them. The rest of the market makes no difference.

    Returns:
        Points, 0 to 10,000: twice the product of each two shares.

    Raises:
        ShareError: a share that is missing, negative or above 100; a sum above 100.

    Source:
        US Department of Justice and FTC, Horizontal Merger Guidelines: 20 and 20 raise it by 800, 15 and 15 by 450.

    Example:
        >>> merger_delta(20, 20)
        800.0
    """
    values = [share_of_market(value, name) for value, name in _named(a, b, more)]
    if math.fsum(values) > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"a: the merging shares sum to {math.fsum(values):.12g}, above 100")
    return _delta(values)


def merged(shares: Iterable[Any], firms: Sequence[Any]) -> Any:
    """Shares after some firms have become one.

    Args:
        shares: Shares of one market at one time, percent, shape (n,); they may leave a residual.
        firms: The merging firms, two or more: positions, or names in a Series.

    Returns:
        Percent: shares of the n − k + 1 firms; the merged one stands where the first of them in `shares` stood. A
        Series keeps its names, and the merged firm is called ``"a + b"``.

    Raises:
        ShareError: as for every list of shares; fewer than two firms; one named twice; no such firm.

    Example:
        >>> merged([20, 50, 30], [0, 2])
        [50.0, 50.0]
    """
    values = share_list(shares)
    if isinstance(firms, str) or not hasattr(firms, "__len__") or len(firms) < 2:
        raise ShareError(f"firms: a merger needs two firms, found {firms!r}")
    positions = [position_of(shares, firm) for firm in firms]
    if len(set(positions)) < len(positions):
        raise ShareError(f"firms: {', '.join(map(str, firms))} names one firm twice")
    first, gone = min(positions), set(positions) - {min(positions)}
    joint = min(FULL, math.fsum(values[position] for position in positions))
    kept = [position for position in range(len(values)) if position not in gone]
    after = [joint if position == first else values[position] for position in kept]
    names = names_of(shares)
    if names is None:
        return after
    name = " + ".join(str(names[position]) for position in positions)
    return like(shares, after, [name if position == first else names[position] for position in kept])


def _named(a: Any, b: Any, more: tuple[Any, ...]) -> list[tuple[Any, str]]:
    return [(a, "a"), (b, "b"), *((value, f"more[{position}]") for position, value in enumerate(more))]


def _delta(shares: Sequence[float]) -> float:
    pairs = [2 * share * other for position, share in enumerate(shares) for other in shares[position + 1 :]]
    return math.fsum(pairs)

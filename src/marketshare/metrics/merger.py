"""Mergers: the market after one, and by how much it raises the HHI."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.after_merger import hhi_after
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, share_box, share_list, share_of_market
from marketshare.metrics.feasible import Unnamed, feasible_market, unordered_market
from marketshare.metrics.firms import held, like, names_of
from marketshare.metrics.firms_together import delta_over, merging_positions
from marketshare.quantity import metric

__all__ = ["merged", "merger_delta", "post_merger_hhi_bounds"]


def merger_delta_bounds(a: Any, b: Any, *more: Any) -> Interval:
    """Sharp interval of `merger_delta` when each share is an interval and all of them sum to at most 100."""
    boxes = [share_box(value, name) for value, name in _named(a, b, more)]
    try:
        market = feasible_market(boxes, unnamed="any")
    except ShareError as error:
        raise ShareError(f"a: the merging {str(error).replace(': they', '', 1)}") from None
    return delta_over(market, range(len(boxes)), unnamed="any")


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
    shares = held(shares)
    values = share_list(shares)
    positions = merging_positions(shares, firms, "firms")
    first, gone = min(positions), set(positions) - {min(positions)}
    joint = min(FULL, math.fsum(values[position] for position in positions))
    kept = [position for position in range(len(values)) if position not in gone]
    after = [joint if position == first else values[position] for position in kept]
    names = names_of(shares)
    if names is None:
        return after
    name = " + ".join(str(names[position]) for position in positions)
    return like(shares, after, [name if position == first else names[position] for position in kept])


@metric(
    unit="hhi_point",
    formula="Σ share² with a + b as one, over the markets that fit",
    takes={"shares": "percent", "total": "percent", "ranks": "rank"},
    bounds="itself",
    sharp=lambda **given: not given.get("ranks"),
)
def post_merger_hhi_bounds(
    shares: Iterable[Any],
    first: int,
    second: int,
    *,
    unnamed: Unnamed | None = None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> Interval:
    """Bounds of the HHI after a merger of two named firms, points; sharp unless ranks are stated.

    Stated ranks count only where they leave no unnamed firm larger than a named one.

    Args:
        shares: Named shares before the merger, percent: numbers (exact) or (low, high) pairs.
        first: Position of one merging firm, or its name in a Series.
        second: Position of the other.
        unnamed, count, total, ranks: What is known of the rest before the merger, as for `feasible_market`; a `Market`
            knows it.

    Returns:
        The interval; an end that is only approached is open.

    Raises:
        ShareError: as for every list of shares; no market fits; no such firm.

    Example:
        >>> post_merger_hhi_bounds([50, 30], 0, 1, unnamed="smaller")
        (6400, 6800]
    """
    shares = held(shares)
    market, unnamed = unordered_market(shares, unnamed=unnamed, count=count, total=total, ranks=ranks)
    return hhi_after(market, merging_positions(shares, (first, second)), unnamed=unnamed)


def _named(a: Any, b: Any, more: tuple[Any, ...]) -> list[tuple[Any, str]]:
    return [(a, "a"), (b, "b"), *((value, f"more[{position}]") for position, value in enumerate(more))]


def _delta(shares: Sequence[float]) -> float:
    pairs = [2 * share * other for position, share in enumerate(shares) for other in shares[position + 1 :]]
    return math.fsum(pairs)

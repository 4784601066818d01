"""Concentration of a market: how much of it the large firms have."""

import math
from collections.abc import Iterable
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.bounds import concentration_ratio_bounds, hhi_bounds
from marketshare.metrics.checks import (
    FULL,
    ShareError,
    full_market,
    is_full,
    share_boxes,
    share_list,
)
from marketshare.metrics.corners import Box, corners
from marketshare.metrics.exact import Number, as_float
from marketshare.metrics.extremes import counted_market_bounds
from marketshare.metrics.feasible import MarketSet, feasible_market
from marketshare.metrics.groups import concentration_ratio_of, hhi_of
from marketshare.metrics.parameters import firms_asked_for
from marketshare.quantity import metric

__all__ = ["concentration_ratio", "fewest_unnamed_firms", "hhi", "hhi_normalised"]


@metric(
    unit="hhi_point",
    formula="Σ share²",
    takes={"shares": "percent"},
    bounds=lambda shares: hhi_bounds(shares, unnamed="any", count=0),
    largest="whole",
)
def hhi(shares: Iterable[float]) -> float:
    r"""Herfindahl-Hirschman index of a fully reported market, points.

    .. math:: \sum_i S_i^2

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100.

    Returns:
        Points, 10,000/n (equal shares) to 10,000 (monopoly).

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `hhi_bounds` says what is known.

    Source:
        US Department of Justice and FTC, Horizontal Merger Guidelines: (30, 30, 20, 20) has 2,600.

    Example:
        >>> hhi([30, 30, 20, 20])
        2600.0
    """
    return hhi_of([(share, 1) for share in full_market(shares, instead="hhi_bounds")])


@metric(
    unit="ratio",
    formula="(HHI / 10,000 − 1/n) / (1 − 1/n), n the number of firms with a share",
    takes={"shares": "percent"},
    bounds=lambda shares: counted_market_bounds(_normalised, shares),
    range=Interval(0, 1),
    largest="whole",
)
def hhi_normalised(shares: Iterable[float]) -> float:
    r"""Herfindahl-Hirschman index between equal shares (0) and monopoly (1), whatever the number of firms.

    .. math:: (H - 1/n) / (1 - 1/n), \quad H = \sum_i s_i^2

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100. n counts the
            firms with a share above 0.

    Returns:
        0 to 1.

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `hhi_bounds` says what is known; only
            one firm with a share, which leaves 0/0.

    Source:
        R package concstats prints 0.16024 for (35, 40, 5, 10, 6, 4).

    Example:
        >>> hhi_normalised([75, 25])
        0.25
    """
    values = full_market(shares, instead="hhi_bounds")
    return _normalised(values, sum(share > 0 for share in values))


def concentration_ratio_of_named(shares: Iterable[Any], k: int) -> Interval:
    """Interval of `concentration_ratio`: what the k largest named firms have, whatever there is beside them."""
    k = firms_asked_for(k)
    boxes = share_boxes(shares)
    if k > len(boxes):
        return concentration_ratio_bounds(boxes, k, unnamed="any", count=0)

    def ends(allowed: MarketSet) -> tuple[Number, Number]:
        highest: list[tuple[Number, ...]] = [allowed.highs]
        if sum(allowed.highs) > allowed.whole:
            named = [Box(low, high) for low, high in zip(allowed.lows, allowed.highs, strict=True)]
            highest = [tuple(share for ((share, _),) in corner) for corner in corners(named, allowed.whole)]
        low, *highs = (sum(sorted(named, reverse=True)[:k]) for named in (allowed.lows, *highest))
        return low, max(highs)

    return feasible_market(boxes, unnamed="any").between(ends)


@metric(
    unit="percent",
    formula="sum of the k largest shares",
    takes={"shares": "percent"},
    rises=("shares",),
    bounds=concentration_ratio_of_named,
    range=Interval(0, 100),
    largest="k",
)
def concentration_ratio(shares: Iterable[float], k: int) -> float:
    r"""Concentration ratio: the joint share of the k largest firms, percent.

    .. math:: \sum_{i=1}^{k} S_{(i)}

    Args:
        shares: Shares of one market at one time, percent, shape (n,), any order. They may leave a residual if the k
            largest firms are among them.
        k: How many firms, 1 or more. More than there are takes all, if they are the whole market.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: as for every list of shares; k below 1; k above the number of named firms in an incomplete market,
            for which `concentration_ratio_bounds` says what is known.

    Source:
        R package concstats prints 40, 85 and 96 for k = 1, 3, 5 of (35, 40, 5, 10, 6, 4).

    Example:
        >>> concentration_ratio([35, 40, 5, 10, 6, 4], 3)
        85.0
    """
    values = share_list(shares)
    k = firms_asked_for(k)
    if k > len(values) and not is_full(values):
        raise ShareError(
            f"k: {k} firms asked for, {len(values)} reported, and they do not sum to 100; "
            f"concentration_ratio_bounds gives what can be said"
        )
    return concentration_ratio_of([(share, 1) for share in values], k=k)


def fewest_unnamed_firms_bounds(shares: Iterable[Any]) -> Interval:
    """Interval of `fewest_unnamed_firms`: at the high ends of the shares, and at their low ends."""
    (part,) = feasible_market(shares, unnamed="smaller").parts
    inside = part.inside
    if not inside.rest:
        return Interval.exactly(0.0)
    smallest = min(inside.lows) if min(part.closed.lows) else 0  # from 0 up there is no least share
    fewest = _pieces(inside.whole - inside.named_most, min(inside.highs))
    return Interval(fewest, max(fewest, _pieces(inside.whole - sum(inside.lows), smallest)))


@metric(
    unit="count",
    formula="(100 − Σ share) / smallest share, rounded up",
    takes={"shares": "percent"},
    falls=("shares",),
    bounds=fewest_unnamed_firms_bounds,
    range=Interval.at_least(0),
    largest="all",
)
def fewest_unnamed_firms(shares: Iterable[float]) -> float:
    r"""The least number of unnamed firms, if none of them is larger than the smallest named one.

    .. math:: \lceil (100 - \sum S_i) / \min S_i \rceil

    Args:
        shares: Named shares, percent, shape (m,), the largest firms of the market.

    Returns:
        A number of firms, 0 for a fully reported market.

    Raises:
        ShareError: as for every list of shares; a named share of 0 beside a residual.

    Example:
        >>> fewest_unnamed_firms([50, 20])
        2.0
    """
    return fewest_unnamed_firms_bounds(share_list(shares)).low


def _normalised(shares: list[float], number: int) -> float:
    if number < 2:
        raise ShareError("shares: one firm has everything; the normalised index needs two with a share")
    squares = math.fsum((share / FULL) ** 2 for share in shares)
    return sums.hhi_normalised(squares, total=1.0, active=number)


def _pieces(rest: int, size: int) -> float:
    """How many firms of at most a size hold the rest."""
    if rest <= 0:
        return 0.0
    return as_float(-(-rest // size)) if size else math.inf

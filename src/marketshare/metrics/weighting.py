"""Indices that weigh each share: by its rank, or by the leader's share."""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.bounds import hall_tideman_bounds
from marketshare.metrics.checks import (
    FULL,
    full_market,
)
from marketshare.metrics.exact import Number
from marketshare.metrics.feasible import MarketSet, feasible_market
from marketshare.metrics.groups import hall_tideman_of
from marketshare.metrics.lifted import between
from marketshare.metrics.ranked import counted, ranked_ends
from marketshare.quantity import metric

__all__ = ["grs", "hall_tideman"]


@metric(
    unit="ratio",
    formula="1 / (2 Σ rank · share / 100 − 1)",
    takes={"shares": "percent"},
    bounds=lambda shares: hall_tideman_bounds(shares, unnamed="any", count=0),
    range=Interval(0, 1),
)
def hall_tideman(shares: Iterable[float]) -> float:
    r"""Hall-Tideman index, which is the Rosenbluth index: each firm counts by its rank.

    .. math:: 1 / (2 \sum_i i\,s_{(i)} - 1)

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100. Firms without a
            share make no difference.

    Returns:
        1/n (equal shares) to 1 (monopoly). It equals 1/(n (1 − Gini)).

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `hall_tideman_bounds` says what is
            known.

    Source:
        Hall and Tideman 1967; Rosenbluth 1955. R package ineq prints 0.1859051 for its ten incomes.

    Example:
        >>> hall_tideman([50, 50])
        0.5
    """
    return hall_tideman_of([(share, 1) for share in full_market(shares, instead="hall_tideman_bounds")])


def grs_bounds(shares: Iterable[Any]) -> Interval:
    """Safe interval of `grs`, not sharp: it rises in each share, and the bounds leave their sum aside."""

    def ends(market: MarketSet) -> tuple[Number, Number]:
        least, most = ([Fraction(share, market.whole) for share in each] for each in ranked_ends(market))
        weight = Fraction(3, 10)
        return sum(_grs_parts(least, weight)), min(1, sum(_grs_parts(most, weight)))

    return between(ends, feasible_market(counted(shares), unnamed="any", count=0))


@metric(
    unit="ratio",
    formula="Σ s · (n² · s1 + 0.3 · s²) / (n² + 0.3 · n · s1 · s), s = share / 100, s1 the largest, n firms",
    takes={"shares": "percent"},
    bounds=grs_bounds,
    sharp=False,
    range=Interval(0, 1),
)
def grs(shares: Iterable[float]) -> float:
    r"""Ginevičius index (GRS), which weighs each share by the leader's.

    .. math:: \sum_i \frac{s_i (n^2 s_{(1)} + 0.3 s_i^2)}{n^2 + 0.3\,n\,s_{(1)} s_i}

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100. n counts the
            firms with a share above 0.

    Returns:
        1/n (equal shares) to 1 (monopoly).

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `hhi_bounds` says what is known of its
            concentration.

    Source:
        Ginevičius and Čirba 2009. R package concstats prints 0.3984364 for (40, 20, 25, 10, 5).

    Example:
        >>> round(grs([50, 50]), 12)
        0.5
    """
    values = full_market(shares, instead="hhi_bounds")
    return math.fsum(_grs_parts([share / FULL for share in values if share > 0], 0.3))


def _grs_parts(shares: Sequence[Any], weight: Any) -> list[Any]:
    """What each firm adds: exact for exact shares and weight."""
    number, largest = len(shares), max(shares)
    return [
        share * (number**2 * largest + weight * share**2) / (number**2 + weight * number * largest * share)
        for share in shares
    ]

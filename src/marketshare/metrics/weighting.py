"""Indices that weigh each share: by its rank, or by the leader's share."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.bounds import hall_tideman_bounds
from marketshare.metrics.checks import FULL, full_market, refuse_uncounted
from marketshare.metrics.exact import Number
from marketshare.metrics.feasible import MarketSet, feasible_market
from marketshare.metrics.groups import hall_tideman_of
from marketshare.quantity import metric

__all__ = ["grs", "hall_tideman"]


@metric(
    unit="ratio",
    formula="1 / (2 Σ rank · share / 100 − 1)",
    takes={"shares": "percent"},
    bounds=lambda shares: hall_tideman_bounds(shares, unnamed="any", count=0),
    range=Interval(0, 1),
    largest="whole",
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
    market = feasible_market(shares, unnamed="any", count=0)
    refuse_uncounted(market.boxes)

    def ends(allowed: MarketSet) -> tuple[Number, Number]:
        lows, highs = (
            [Fraction(end, allowed.whole) for end, box in zip(each, market.boxes, strict=True) if box.high > 0]
            for each in (allowed.lows, allowed.highs)
        )
        return _grs(lows), min(Fraction(1), _grs(highs))

    return market.between(ends, per=1)


@metric(
    unit="ratio",
    formula="Σ s · (n² · s1 + 0.3 · s²) / (n² + 0.3 · n · s1 · s), s = share / 100, s1 the largest, n firms",
    takes={"shares": "percent"},
    bounds=grs_bounds,
    sharp=False,
    range=Interval(0, 1),
    largest="whole",
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
    return float(_grs([share / FULL for share in full_market(shares, instead="hhi_bounds") if share > 0]))


def _grs(shares: Sequence[Any]) -> Any:
    number, largest = len(shares), max(shares)
    return sum(
        share * (10 * number**2 * largest + 3 * share**2) / (10 * number**2 + 3 * number * largest * share)
        for share in shares
    )

"""Sharp bounds of indices of a partly reported market, from its two extreme completions."""

import math
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.extremes import concentration_ratio_over, index_bounds, number_of_firms
from marketshare.metrics.feasible import Unnamed, feasible_market
from marketshare.metrics.groups import effective_firms_of, entropy_of, hall_tideman_of, hhi_of
from marketshare.metrics.parameters import firms_asked_for, hill_order, log_base
from marketshare.quantity import metric

__all__ = [
    "concentration_ratio_bounds",
    "effective_firms_bounds",
    "entropy_bounds",
    "hall_tideman_bounds",
    "hhi_bounds",
]


@metric(
    unit="hhi_point",
    formula="Σ share², over the least and the most concentrated completion",
    takes={"shares": "percent", "total": "percent", "ranks": "rank"},
    bounds="itself",
)
def hhi_bounds(
    shares: Iterable[Any],
    *,
    unnamed: Unnamed | None = None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> Interval:
    r"""Sharp bounds of the Herfindahl-Hirschman index of a partly reported market, points.

    .. math:: \sum_i S_i^2

    With an unknown number of unnamed firms it is lowest where the rest of the market is atomistic, and highest where it
    is in as few hands as possible: for exact shares K to K + k c² + r², K the sum of the squares of the named shares,
    c the smallest of them, k c + r the rest.

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        unnamed, count, total, ranks: What is known of the rest, as for `feasible_market`; a `Market` knows it.

    Returns:
        The interval; an end that is only approached is open.

    Raises:
        ShareError: as for every list of shares; no market fits.

    Source:
        Own derivation (majorization); see Marshall, Olkin, Arnold, Inequalities, ch. 3.

    Example:
        >>> hhi_bounds([50, 30], unnamed="smaller")
        (3400, 3800]
    """
    market = feasible_market(shares, unnamed=unnamed, count=count, total=total, ranks=ranks)
    return index_bounds(hhi_of, market)


@metric(
    unit="percent",
    formula="sum of the k largest shares, over the least and the most concentrated completion",
    takes={"shares": "percent", "total": "percent", "ranks": "rank"},
    bounds="itself",
)
def concentration_ratio_bounds(
    shares: Iterable[Any],
    k: int,
    *,
    unnamed: Unnamed | None = None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> Interval:
    r"""Sharp bounds of the concentration ratio of a partly reported market, percent.

    .. math:: \sum_{i=1}^{k} S_{(i)}

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        k: How many firms, 1 or more.
        unnamed, count, total, ranks: What is known of the rest, as for `feasible_market`; a `Market` knows it.

    Returns:
        The interval; an end that is only approached is open. The low end of no more firms than are named is reached
        although the rest of the market is in small pieces: how small does not matter.

    Raises:
        ShareError: as for every list of shares; k below 1; no market fits.

    Example:
        >>> concentration_ratio_bounds([50, 30], 3, unnamed="smaller")
        (80, 100]
    """
    k = firms_asked_for(k)
    market = feasible_market(shares, unnamed=unnamed, count=count, total=total, ranks=ranks)
    return concentration_ratio_over(market, k)


@metric(
    unit="ratio",
    formula="(Σ (share / 100)^order)^(1 / (1 − order)), over the most and the least concentrated completion",
    takes={"shares": "percent", "total": "percent", "ranks": "rank"},
    bounds="itself",
)
def effective_firms_bounds(
    shares: Iterable[Any],
    order: float = 2,
    *,
    unnamed: Unnamed | None = None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> Interval:
    r"""Sharp bounds of the effective number of firms (Hill number) of a partly reported market.

    .. math:: (\sum_i s_i^a)^{1/(1-a)}

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        order: The order a, 0 or more: the higher, the more the large firms count. ``inf`` is 1 / largest share.
        unnamed, count, total, ranks: What is known of the rest, as for `feasible_market`; a `Market` knows it.

    Returns:
        The interval, from 1 up. For orders up to 1 it has no high end if the number of unnamed firms is unknown: the
        rest may be in ever smaller pieces.

    Raises:
        ShareError: as for every list of shares; an order that is negative; no market fits.

    Example:
        >>> effective_firms_bounds([50, 30], unnamed="smaller", count=1)
        [2.63157894737, 2.63157894737]
    """
    order = hill_order(order)
    market = feasible_market(shares, unnamed=unnamed, count=count, total=total, ranks=ranks)
    if order == 0:
        return number_of_firms(market)
    effective = partial(effective_firms_of, order=order)
    if math.isinf(order):
        return index_bounds(effective, market, falls=True, decided_by=lambda ending: ending.joint(1))
    return index_bounds(effective, market, falls=True)


@metric(
    unit="ratio",
    formula="−Σ (share / 100) · log(share / 100), over the most and the least concentrated completion",
    takes={"shares": "percent", "total": "percent", "ranks": "rank"},
    bounds="itself",
)
def entropy_bounds(
    shares: Iterable[Any],
    base: float = math.e,
    *,
    unnamed: Unnamed | None = None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> Interval:
    r"""Sharp bounds of the entropy of a partly reported market.

    .. math:: -\sum_i s_i \log s_i

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        base: Base of the logarithm, above 1; 2 gives bits.
        unnamed, count, total, ranks: What is known of the rest, as for `feasible_market`; a `Market` knows it.

    Returns:
        The interval, from 0 (monopoly) up. It has no high end if the number of unnamed firms is unknown: the rest may
        be in ever smaller pieces.

    Raises:
        ShareError: as for every list of shares; a base of 1 or less; no market fits.

    Example:
        >>> entropy_bounds([50, 25], base=2, unnamed="smaller", count=1)
        [1.5, 1.5]
    """
    base = log_base(base)
    market = feasible_market(shares, unnamed=unnamed, count=count, total=total, ranks=ranks)
    return index_bounds(partial(entropy_of, base=base), market, falls=True)


@metric(
    unit="ratio",
    formula="1 / (2 Σ rank · share / 100 − 1), over the least and the most concentrated completion",
    takes={"shares": "percent", "total": "percent", "ranks": "rank"},
    bounds="itself",
)
def hall_tideman_bounds(
    shares: Iterable[Any],
    *,
    unnamed: Unnamed | None = None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> Interval:
    r"""Sharp bounds of the Hall-Tideman index of a partly reported market.

    .. math:: 1 / (2 \sum_i i\,s_{(i)} - 1)

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        unnamed, count, total, ranks: What is known of the rest, as for `feasible_market`; a `Market` knows it.

    Returns:
        The interval, within 0 and 1. It approaches 0 if the number of unnamed firms is unknown: every firm counts by
        its rank, however small.

    Raises:
        ShareError: as for every list of shares; no market fits.

    Example:
        >>> hall_tideman_bounds([50, 50], unnamed="smaller")
        [0.5, 0.5]
    """
    market = feasible_market(shares, unnamed=unnamed, count=count, total=total, ranks=ranks)
    return index_bounds(hall_tideman_of, market)

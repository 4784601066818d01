"""The Hill family: how many equal firms a market amounts to, and indices that are one line on it."""

import math
from collections.abc import Iterable
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.bounds import effective_firms_bounds, entropy_bounds, hhi_bounds
from marketshare.metrics.checks import ShareError, full_market
from marketshare.metrics.extremes import counted_market_bounds, transformed
from marketshare.metrics.groups import effective_firms_of, entropy_of, logs_of
from marketshare.metrics.parameters import hill_order, log_base
from marketshare.quantity import metric

__all__ = ["effective_firms", "entropy", "hannah_kay", "relative_entropy", "renyi", "simpson"]


@metric(
    unit="ratio",
    formula="(Σ (share / 100)^order)^(1 / (1 − order))",
    takes={"shares": "percent"},
    bounds=lambda shares, order=2: effective_firms_bounds(shares, order, unnamed="any", count=0),
    range=Interval.at_least(1),
    largest="whole",
)
def effective_firms(shares: Iterable[float], order: float = 2) -> float:
    r"""Effective number of firms (Hill number): how many equal firms would be as concentrated.

    .. math:: (\sum_i s_i^a)^{1/(1-a)}

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100.
        order: The order a, 0 or more: 0 counts the firms with a share, 1 is exp(entropy), 2 is 1/H, ``inf`` is
            1 / largest share. The higher, the more the large firms count.

    Returns:
        A number of firms, 1 (monopoly) to n (equal shares), not whole; it falls with the order.

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `effective_firms_bounds` says what is
            known; a negative order.

    Source:
        Hill 1973; Adelman 1969. R package concstats prints 3.331113 for (35, 40, 5, 10, 6, 4), order 2.

    Example:
        >>> round(effective_firms([50, 25, 25], order=2), 6)
        2.666667
    """
    order = hill_order(order)
    return effective_firms_of(
        [(share, 1) for share in full_market(shares, instead="effective_firms_bounds")], order=order
    )


@metric(
    unit="ratio",
    formula="(Σ (share / 100)^order)^(1 / (order − 1))",
    takes={"shares": "percent"},
    bounds=lambda shares, order: transformed(
        effective_firms_bounds(shares, order, unnamed="any", count=0), lambda firms: 1 / firms, falls=True
    ),
    range=Interval(0, 1),
    largest="whole",
)
def hannah_kay(shares: Iterable[float], order: float) -> float:
    r"""Hannah-Kay index: one over the effective number of firms.

    .. math:: (\sum_i s_i^a)^{1/(a-1)}

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100.
        order: The order a, 0 or more, as for `effective_firms`.

    Returns:
        1/n (equal shares) to 1 (monopoly); H for order 2.

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `effective_firms_bounds` says what is
            known; a negative order.

    Source:
        Hannah and Kay 1977: ten equal firms have 0.1 for every order.

    Example:
        >>> round(hannah_kay([10] * 10, order=3), 6)
        0.1
    """
    return 1 / effective_firms(shares, order)


@metric(
    unit="ratio",
    formula="−Σ (share / 100) · log(share / 100)",
    takes={"shares": "percent"},
    bounds=lambda shares, base=math.e: entropy_bounds(shares, base, unnamed="any", count=0),
    range=Interval.at_least(0),
    largest="whole",
)
def entropy(shares: Iterable[float], base: float = math.e) -> float:
    r"""Shannon entropy of a fully reported market.

    .. math:: -\sum_i s_i \log s_i, \quad 0 \log 0 = 0

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100.
        base: Base of the logarithm, above 1; 2 gives bits.

    Returns:
        0 (monopoly) to log n (equal shares): high means little concentration.

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `entropy_bounds` says what is known; a
            base of 1 or less.

    Source:
        Shannon 1948. R package concstats prints 2.036449 bits for (35, 40, 5, 10, 6, 4).

    Example:
        >>> entropy([50, 25, 25], base=2)
        1.5
    """
    base = log_base(base)
    return entropy_of([(share, 1) for share in full_market(shares, instead="entropy_bounds")], base=base)


@metric(
    unit="ratio",
    formula="log of (Σ (share / 100)^order)^(1 / (1 − order))",
    takes={"shares": "percent"},
    bounds=lambda shares, order: transformed(effective_firms_bounds(shares, order, unnamed="any", count=0), math.log),
    range=Interval.at_least(0),
    largest="whole",
)
def renyi(shares: Iterable[float], order: float) -> float:
    r"""Rényi entropy: the natural logarithm of the effective number of firms.

    .. math:: \ln (\sum_i s_i^a) / (1-a)

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100.
        order: The order a, 0 or more, as for `effective_firms`; 1 is the entropy.

    Returns:
        0 (monopoly) to ln n (equal shares).

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `effective_firms_bounds` says what is
            known; a negative order.

    Source:
        Rényi 1961: (25, 50, 25) has 0.9808293 for order 2.

    Example:
        >>> round(renyi([25, 50, 25], order=2), 7)
        0.9808293
    """
    return math.log(effective_firms(shares, order))


def simpson_bounds(shares: Iterable[Any]) -> Interval:
    """Interval of 1 − H of a full market whose shares are intervals."""
    return transformed(hhi_bounds(shares, unnamed="any", count=0), lambda points: 1 - points / 10_000, falls=True)


@metric(
    unit="ratio",
    formula="1 − Σ (share / 100)²",
    takes={"shares": "percent"},
    bounds=simpson_bounds,
    range=Interval(0, 1),
    largest="whole",
)
def simpson(shares: Iterable[float]) -> float:
    r"""Gini-Simpson index: the chance that two customers, drawn at random, have different firms.

    .. math:: 1 - \sum_i s_i^2

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100.

    Returns:
        0 (monopoly) to 1 − 1/n (equal shares). (Some call H itself, or 1/H, by this name.)

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `hhi_bounds` says what is known: this
            is 1 − HHI / 10,000.

    Source:
        Simpson 1949.

    Example:
        >>> simpson([50, 50])
        0.5
    """
    return 1 - math.fsum((share / 100) ** 2 for share in full_market(shares, instead="hhi_bounds"))


@metric(
    unit="ratio",
    formula="entropy / ln n, n the number of firms with a share",
    takes={"shares": "percent"},
    bounds=lambda shares: counted_market_bounds(_relative, shares, falls=True),
    range=Interval(0, 1),
    largest="whole",
)
def relative_entropy(shares: Iterable[float]) -> float:
    r"""Entropy over that of as many equal firms.

    .. math:: -\sum_i s_i \ln s_i / \ln n

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100. n counts the
            firms with a share above 0.

    Returns:
        0 to 1; 1 is equal shares. (Some libraries return 1 minus this.)

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `entropy_bounds` says what is known;
            only one firm with a share, which leaves 0/0.

    Source:
        R package concstats prints 0.787806 for (35, 40, 5, 10, 6, 4).

    Example:
        >>> relative_entropy([25, 25, 25, 25])
        1.0
    """
    values = full_market(shares, instead="entropy_bounds")
    return _relative(values, sum(share > 0 for share in values))


def _relative(shares: list[float], number: int) -> float:
    if number < 2:
        raise ShareError("shares: one firm has everything; relative entropy needs two with a share")
    return sums.relative_entropy(logs_of([(share, 1) for share in shares]), total=1.0, active=number)

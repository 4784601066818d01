"""The mix of a whole: its stated parts, what they leave, and how varied they are."""

import math
from collections.abc import Iterable
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, share_list
from marketshare.metrics.diversity import simpson, simpson_bounds
from marketshare.metrics.feasible import feasible_market
from marketshare.quantity import metric

__all__ = ["diversification", "residual"]


def residual_bounds(shares: Iterable[Any]) -> Interval:
    """Sharp interval of `residual`: parts that would pass 100 together leave nothing."""
    return feasible_market(shares, unnamed="any").between(
        lambda allowed: (allowed.whole - allowed.named_most, allowed.whole - sum(allowed.lows))
    )


@metric(
    unit="percent",
    formula="100 − Σ share",
    takes={"shares": "percent"},
    falls=("shares",),
    bounds=residual_bounds,
    range=Interval(0, 100),
)
def residual(shares: Iterable[float]) -> float:
    r"""What the stated parts leave of the whole, percent.

    .. math:: 100 - \sum_i S_i

    Args:
        shares: Stated parts, percent, shape (n,), any order.

    Returns:
        Percent, 0 to 100. It is not a firm: nothing says how many share it.

    Raises:
        ShareError: as for every list of shares.

    Example:
        >>> residual([54, 18, 26])
        2.0
    """
    return max(0.0, FULL - math.fsum(share_list(shares)))


@metric(
    unit="ratio",
    formula="1 − Σ (share / 100)²",
    takes={"shares": "percent"},
    bounds=simpson_bounds,
    range=Interval(0, 1),
    largest="whole",
)
def diversification(shares: Iterable[float]) -> float:
    r"""Berry's index of diversification of a mix.

    .. math:: 1 - \sum_i s_i^2

    Args:
        shares: All parts of one whole, percent, shape (n,), any order; they sum to 100.

    Returns:
        0 (one part) to 1 − 1/n (equal parts).

    Raises:
        ShareError: as for every list of shares; parts that do not sum to 100: `hhi_bounds` says what is known, of
            which this is 1 − HHI / 10,000.

    Source:
        Berry 1971.

    Example:
        >>> diversification([50, 50])
        0.5
    """
    return simpson(shares)

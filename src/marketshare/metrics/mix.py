"""The mix of a whole: its stated parts, what they leave."""

import math
from collections.abc import Iterable
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, share_list
from marketshare.metrics.feasible import feasible_market
from marketshare.quantity import metric

__all__ = ["residual"]


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

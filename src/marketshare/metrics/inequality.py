"""Inequality among the firms of a market: how far shares are from equal ones, for a given number of firms."""

import math
from collections.abc import Iterable

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import ShareError, full_market
from marketshare.metrics.extremes import full_market_bounds
from marketshare.metrics.groups import ranked_of
from marketshare.metrics.parameters import refuse_no_choice
from marketshare.quantity import metric

__all__ = ["gini", "theil"]

_UNKNOWN_NUMBER = "it needs every firm, and completions"
"""Inequality depends on the number of firms, so that unnamed ones leave it open."""


@metric(
    unit="ratio",
    formula="Σ (2 rank − n − 1) · share / (100 n), rank 1 the smallest; corrected: times n / (n − 1)",
    takes={"shares": "percent"},
    bounds=lambda shares, corrected=False: full_market_bounds(lambda named: _gini(named, corrected), shares),
    range=Interval(0, 1),
    largest="whole",
)
def gini(shares: Iterable[float], corrected: bool = False) -> float:
    r"""Gini coefficient of the shares of a market.

    .. math:: 2 \sum_i i\,s_{[i]} / n - (n+1)/n, \quad s_{[1]} \le s_{[2]} \le \dots

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100. Firms with a
            share of 0 count, and change it.
        corrected: True for n / (n − 1) times as much, which a monopolist among n firms brings to 1.

    Returns:
        0 (equal shares) to 1 − 1/n, or to 1 if corrected.

    Raises:
        ShareError: as for every list of shares; an incomplete market: inequality depends on the number of firms;
            corrected, with one firm.

    Source:
        Dörsam 2004 in R package REAT: (20, 50, 20, 10) has 0.3, corrected 0.4. R package ineq prints 0.4620911 for its
        ten incomes.

    Example:
        >>> round(gini([20, 50, 20, 10]), 6)
        0.3
    """
    refuse_no_choice(corrected, "corrected")
    return _gini(full_market(shares, instead=_UNKNOWN_NUMBER), corrected)


@metric(
    unit="ratio",
    formula="Σ share / 100 · ln(n · share / 100)",
    takes={"shares": "percent"},
    bounds=lambda shares: full_market_bounds(_theil, shares),
    range=Interval.at_least(0),
    largest="whole",
)
def theil(shares: Iterable[float]) -> float:
    r"""Theil index T (not L) of the shares of a market: ln n minus the entropy.

    .. math:: \sum_i s_i \ln(n s_i)

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100. Firms with a
            share of 0 count in n.

    Returns:
        0 (equal shares) to ln n (monopoly).

    Raises:
        ShareError: as for every list of shares; an incomplete market: inequality depends on the number of firms.

    Source:
        Theil 1967.

    Example:
        >>> theil([50, 50])
        0.0
    """
    return _theil(full_market(shares, instead=_UNKNOWN_NUMBER))


def _gini(shares: list[float], corrected: bool) -> float:
    number = len(shares)
    if corrected and number < 2:
        raise ShareError("shares: one firm only; the corrected coefficient needs two")
    plain = sums.gini(ranked_of([(share, 1) for share in shares]), total=1.0, firms=number)
    return plain * number / (number - 1) if corrected else plain


def _theil(shares: list[float]) -> float:
    parts = [share / 100 * math.log(len(shares) * share / 100) for share in shares if share > 0]
    return max(0.0, math.fsum(parts))

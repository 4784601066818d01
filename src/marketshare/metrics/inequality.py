"""Inequality among the firms of a market: how far shares are from equal ones, for a given number of firms."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import ShareError, amount, full_market
from marketshare.metrics.completion import Ending
from marketshare.metrics.exact import Number
from marketshare.metrics.extremes import full_market_bounds
from marketshare.metrics.groups import NEAR_ONE, ranked_of
from marketshare.metrics.parameters import refuse_no_choice
from marketshare.quantity import metric

__all__ = ["Lorenz", "atkinson", "gini", "hoover", "lorenz", "theil"]

_UNKNOWN_NUMBER = "it needs every firm, and completions"
"""Inequality depends on the number of firms, so that unnamed ones leave it open."""


@dataclass(frozen=True)
class Lorenz:
    """A Lorenz curve.

    Attributes:
        firms: Percent of the firms, from the smallest up, 0 to 100.
        shares: Percent of the market that they have together, 0 to 100.
    """

    firms: tuple[float, ...]
    shares: tuple[float, ...]


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


@metric(
    unit="ratio",
    formula="1 − (mean of (n · share / 100)^(1 − ε))^(1 / (1 − ε)), ε = 1: of the geometric mean",
    takes={"shares": "percent"},
    bounds=lambda shares, epsilon: full_market_bounds(
        lambda named: _atkinson(named, epsilon),
        shares,
        decided_by=lambda full: "complete" if epsilon >= 1 and min(full.named) == 0 else full.shares,
    ),
    range=Interval(0, 1),
    largest="whole",
)
def atkinson(shares: Iterable[float], epsilon: float) -> float:
    r"""Atkinson index of the shares of a market.

    .. math:: 1 - (\tfrac1n \sum_i (n s_i)^{1-\epsilon})^{1/(1-\epsilon)}

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100. Firms with a
            share of 0 count; from epsilon 1 on, one of them brings the index to 1.
        epsilon: Aversion to inequality, above 0; 1 takes the geometric mean.

    Returns:
        0 (equal shares) to 1.

    Raises:
        ShareError: as for every list of shares; an incomplete market: inequality depends on the number of firms; an
            epsilon of 0 or less.

    Source:
        Atkinson 1970.

    Example:
        >>> round(atkinson([80, 20], epsilon=1), 6)
        0.2
    """
    aversion = amount(epsilon, "epsilon", positive=True)
    return _atkinson(full_market(shares, instead=_UNKNOWN_NUMBER), aversion)


@metric(
    unit="ratio",
    formula="½ Σ |share / 100 − 1/n|",
    takes={"shares": "percent"},
    bounds=lambda shares: full_market_bounds(_hoover, shares, decided_by=_excess),
    range=Interval(0, 1),
    largest="whole",
)
def hoover(shares: Iterable[float]) -> float:
    r"""Hoover index: the part of the market that would have to move for shares to be equal.

    .. math:: \tfrac12 \sum_i |s_i - 1/n|

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100. Firms with a
            share of 0 count in n.

    Returns:
        0 (equal shares) to 1 − 1/n (monopoly).

    Raises:
        ShareError: as for every list of shares; an incomplete market: inequality depends on the number of firms.

    Source:
        Hoover 1936.

    Example:
        >>> hoover([75, 25])
        0.25
    """
    return _hoover(full_market(shares, instead=_UNKNOWN_NUMBER))


def lorenz(shares: Iterable[float]) -> Lorenz:
    r"""Lorenz curve: what the smallest firms have together, from none of them to all.

    Its area gives the Gini coefficient, which is the number to derive from quantities.

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100.

    Returns:
        Points of the curve, percent: `firms` and `shares`, each of n + 1 numbers from 0 to 100.

    Raises:
        ShareError: as for every list of shares; an incomplete market: inequality depends on the number of firms.

    Source:
        Lorenz 1905.

    Example:
        >>> lorenz([20, 50, 20, 10]).shares
        (0.0, 10.0, 30.0, 50.0, 100.0)
    """
    values = sorted(full_market(shares, instead=_UNKNOWN_NUMBER))
    sums = accumulate(values, initial=0.0)
    return Lorenz(tuple(100 * number / len(values) for number in range(len(values) + 1)), tuple(sums))


def _gini(shares: list[float], corrected: bool) -> float:
    number = len(shares)
    if corrected and number < 2:
        raise ShareError("shares: one firm only; the corrected coefficient needs two")
    plain = sums.gini(ranked_of([(share, 1) for share in shares]), total=1.0, firms=number)
    return plain * number / (number - 1) if corrected else plain


def _theil(shares: list[float]) -> float:
    parts = [share / 100 * math.log(len(shares) * share / 100) for share in shares if share > 0]
    return max(0.0, math.fsum(parts))


def _atkinson(shares: list[float], epsilon: float) -> float:
    number = len(shares)
    if epsilon >= 1 and min(shares) == 0:
        return 1.0
    relative = [number * share / 100 for share in shares]
    if epsilon == 1:
        return max(0.0, -math.expm1(math.fsum(map(math.log, relative)) / number))
    power = 1 - epsilon
    if abs(power) < NEAR_ONE:
        excess = math.fsum(math.expm1(power * math.log(share)) if share else -1 for share in relative) / number
        return max(0.0, -math.expm1(math.log1p(excess) / power))
    # in multiples of the share that dominates the sum, so that no power overflows
    scale = max(relative) if epsilon < 1 else min(relative)
    mean = math.fsum(math.pow(share / scale, power) for share in relative) / number
    return max(0.0, -math.expm1(math.log(scale) + math.log(mean) / power))


def _excess(full: Ending) -> Number:
    """What firms have beyond an equal share, together, exact; Hoover's index does not ask who has it."""
    equal = Fraction(sum(full.named), len(full.named))
    return sum(max(Fraction(0), share - equal) for share in full.named)


def _hoover(shares: list[float]) -> float:
    return math.fsum(abs(share - 100 / len(shares)) for share in shares) / 200

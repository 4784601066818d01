"""Indices of groups of equal firms: the formulas that a full market and the completions of a partial one share.

Each takes the groups that count, and what is left in negligible pieces, percent: 0 in a full market.
"""

import math
from collections.abc import Iterable

from marketshare.metrics import sums
from marketshare.quantity.errors import ShareError

__all__ = [
    "NEAR_ONE",
    "Group",
    "concentration_ratio_of",
    "effective_firms_of",
    "entropy_of",
    "hall_tideman_of",
    "hhi_of",
    "logs_of",
    "ranked_of",
]

Group = tuple[float, int]
"""A share, percent, and how many firms have it."""

NEAR_ONE = 1e-3
"""Orders this near to 1 need sums of small differences, as 1 / (1 − order) would magnify every rounding error."""


def hhi_of(groups: Iterable[Group], atomistic: float = 0.0) -> float:  # noqa: ARG001  (negligible pieces add nothing)
    """Sum of squared shares, points."""
    return sums.hhi(squares=math.fsum(number * share**2 for share, number in groups), total=100.0)


def concentration_ratio_of(groups: Iterable[Group], atomistic: float = 0.0, *, k: int) -> float:  # noqa: ARG001  (as above)
    """Joint share of the k largest firms, percent."""
    left, parts = k, []
    for share, number in sorted(groups, reverse=True):
        taken = min(left, number)
        parts.append(taken * share)
        left -= taken
    return sums.concentration_ratio(top=math.fsum(parts), total=100.0)


def entropy_of(groups: Iterable[Group], atomistic: float = 0.0, *, base: float = math.e) -> float:
    """Shannon entropy; infinite where some of the market is in negligible pieces."""
    return math.inf if atomistic else sums.entropy(logs_of(groups), total=1.0) / math.log(base)


def logs_of(groups: Iterable[Group]) -> float:
    """Σ s ln s, s = share / 100; a share of 0 adds nothing."""
    return math.fsum(number * (share / 100) * math.log(share / 100) for share, number in groups if share > 0)


def effective_firms_of(groups: Iterable[Group], atomistic: float = 0.0, *, order: float) -> float:
    """Hill number: how many equal firms would be as concentrated; orders 0, 1 and infinity are limits.

    Infinite if no firm has a share, or if some of the market is in negligible pieces that count in this order.

    Args:
        groups: The firms that have a share.
        atomistic: What is left in negligible pieces, percent.
        order: The order, 0 or more.

    Raises:
        ShareError: a number too large to compute with, as an order a little above 1 makes of an atomistic rest.
    """
    if atomistic and order <= 1:
        return math.inf
    positive = [(share / 100, number) for share, number in groups if share > 0]
    if not positive:
        return math.inf
    if order == 0:
        return float(sum(number for _, number in positive))
    largest = max(share for share, _ in positive)
    if math.isinf(order):
        return 1 / largest
    if order == 1:
        return math.exp(entropy_of([(100 * share, number) for share, number in positive]))
    if abs(order - 1) < NEAR_ONE:  # the power 1/(1 − order) would magnify every rounding error
        excess = math.fsum(number * share * math.expm1((order - 1) * math.log(share)) for share, number in positive)
        return _exp(math.log1p(excess - atomistic / 100) / (1 - order))
    if order == 2:
        return sums.effective_firms(math.fsum(number * share**2 for share, number in positive), total=1.0)
    # in multiples of the largest share, so that no power of a small one is lost
    sum_of_powers = math.fsum(number * math.pow(share / largest, order) for share, number in positive)
    return _exp(math.log(largest) * (order / (1 - order)) + math.log(sum_of_powers) / (1 - order))


def _exp(exponent: float) -> float:
    try:
        return math.exp(exponent)
    except OverflowError:
        raise ShareError("order: so near to 1 it leads to a number too large to compute with") from None


def hall_tideman_of(groups: Iterable[Group], atomistic: float = 0.0) -> float:
    """Hall-Tideman index, each firm counting by its rank, however small: 0 where some are negligible."""
    return 0.0 if atomistic else sums.hall_tideman(ranked_of(groups), total=1.0)


def ranked_of(groups: Iterable[Group]) -> float:
    """Σ rank · share / 100, the largest firm having rank 1."""
    ranked, before = [], 0
    for share, number in sorted(groups, reverse=True):
        ranked.append((share / 100) * (number * before + number * (number + 1) / 2))
        before += number
    return math.fsum(ranked)

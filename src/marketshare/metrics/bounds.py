"""Sharp bounds of indices of a partly reported market, from its two extreme completions."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import (
    FULL,
    share_boxes,
)
from marketshare.metrics.completion import Completion, Unnamed
from marketshare.metrics.extremes import index_bounds, transformed
from marketshare.metrics.groups import effective_firms_of, entropy_of, hall_tideman_of, hhi_of, joint_share
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
    takes={"shares": "percent", "total": "percent"},
    bounds="itself",
)
def hhi_bounds(shares: Iterable[Any], *, unnamed: Unnamed, count: int | None = None, total: Any = None) -> Interval:
    r"""Sharp bounds of the Herfindahl-Hirschman index of a partly reported market, points.

    .. math:: \sum_i S_i^2

    With an unknown number of unnamed firms it is lowest where the rest of the market is atomistic, and highest where it
    is in as few hands as possible: for exact shares K to K + k c² + r², K the sum of the squares of the named shares,
    c the smallest of them, k c + r the rest.

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        total: A stated sum of the named shares, a number or (low, high).

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
    return index_bounds(lambda market: hhi_of(market.groups), shares, unnamed, count, total)


@metric(
    unit="percent",
    formula="sum of the k largest shares, over the least and the most concentrated completion",
    takes={"shares": "percent", "total": "percent"},
    bounds="itself",
)
def concentration_ratio_bounds(
    shares: Iterable[Any], k: int, *, unnamed: Unnamed, count: int | None = None, total: Any = None
) -> Interval:
    r"""Sharp bounds of the concentration ratio of a partly reported market, percent.

    .. math:: \sum_{i=1}^{k} S_{(i)}

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        k: How many firms, 1 or more.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        total: A stated sum of the named shares, a number or (low, high).

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
    boxes = share_boxes(shares)
    return index_bounds(
        lambda market: joint_share(market.groups, k),
        boxes,
        unnamed,
        count,
        total,
        reached=lambda market: _ratio_reached(market, boxes, k),
    )


@metric(
    unit="ratio",
    formula="(Σ (share / 100)^order)^(1 / (1 − order)), over the most and the least concentrated completion",
    takes={"shares": "percent", "total": "percent"},
    bounds="itself",
)
def effective_firms_bounds(
    shares: Iterable[Any], order: float = 2, *, unnamed: Unnamed, count: int | None = None, total: Any = None
) -> Interval:
    r"""Sharp bounds of the effective number of firms (Hill number) of a partly reported market.

    .. math:: (\sum_i s_i^a)^{1/(1-a)}

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        order: The order a, 0 or more: the higher, the more the large firms count. ``inf`` is 1 / largest share.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        total: A stated sum of the named shares, a number or (low, high).

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

    def effective(market: Completion) -> float:
        return math.inf if market.atomistic and order <= 1 else effective_firms_of(market.groups, order)

    if math.isinf(order):
        ratio = concentration_ratio_bounds(shares, 1, unnamed=unnamed, count=count, total=total)
        return transformed(ratio, lambda percent: FULL / percent if percent else math.inf, falls=True)
    reached = (lambda market: not market.atomistic) if order == 0 else None
    return index_bounds(effective, shares, unnamed, count, total, falls=True, reached=reached)


@metric(
    unit="ratio",
    formula="−Σ (share / 100) · log(share / 100), over the most and the least concentrated completion",
    takes={"shares": "percent", "total": "percent"},
    bounds="itself",
)
def entropy_bounds(
    shares: Iterable[Any], base: float = math.e, *, unnamed: Unnamed, count: int | None = None, total: Any = None
) -> Interval:
    r"""Sharp bounds of the entropy of a partly reported market.

    .. math:: -\sum_i s_i \log s_i

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        base: Base of the logarithm, above 1; 2 gives bits.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        total: A stated sum of the named shares, a number or (low, high).

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

    def entropy(market: Completion) -> float:
        return math.inf if market.atomistic else entropy_of(market.groups) / math.log(base)

    return index_bounds(entropy, shares, unnamed, count, total, falls=True)


@metric(
    unit="ratio",
    formula="1 / (2 Σ rank · share / 100 − 1), over the least and the most concentrated completion",
    takes={"shares": "percent", "total": "percent"},
    bounds="itself",
)
def hall_tideman_bounds(
    shares: Iterable[Any], *, unnamed: Unnamed, count: int | None = None, total: Any = None
) -> Interval:
    r"""Sharp bounds of the Hall-Tideman index of a partly reported market.

    .. math:: 1 / (2 \sum_i i\,s_{(i)} - 1)

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        total: A stated sum of the named shares, a number or (low, high).

    Returns:
        The interval, within 0 and 1. It approaches 0 if the number of unnamed firms is unknown: every firm counts by
        its rank, however small.

    Raises:
        ShareError: as for every list of shares; no market fits.

    Example:
        >>> hall_tideman_bounds([50, 50], unnamed="smaller")
        [0.5, 0.5]
    """

    def index(market: Completion) -> float:
        return 0.0 if market.atomistic else hall_tideman_of(market.groups)

    return index_bounds(index, shares, unnamed, count, total)


def _ratio_reached(market: Completion, boxes: Sequence[Interval], k: int) -> bool:
    """True if the k largest firms can have together what they have here, whatever the smaller ones do."""
    if market.attained:
        return True
    ranked = sorted(zip(market.named, boxes, strict=True), key=lambda pair: -pair[0])
    if market.atomistic and (k > len(ranked) or ranked[k - 1][0] == 0):
        return False  # the rest adds to the ratio as soon as it is in pieces of any size
    unnamed = sum(number for share, number in market.unnamed if not ranked or share > ranked[-1][0])
    return all(share in box for share, box in ranked[: max(0, k - unnamed)])

"""Indices of dominance: how far the largest firm stands out."""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import (
    FULL,
    ShareError,
    amount,
    exact_only,
    finite,
    full_market,
    is_full,
    share_boxes,
    share_list,
)
from marketshare.metrics.extremes import transformed
from marketshare.metrics.feasible import MarketSet, feasible_market
from marketshare.metrics.gaps import kwoka_bounds
from marketshare.metrics.lifted import between
from marketshare.metrics.parameters import refuse_no_choice
from marketshare.metrics.ranked import highest
from marketshare.quantity import metric

__all__ = ["dominance", "kwoka", "stenbacka_threshold"]


@metric(
    unit="ratio",
    formula="Σ (share² / Σ share²)²",
    takes={"shares": "percent"},
    bounds=lambda shares: Interval.exactly(_dominance(exact_only(share_boxes(shares), of="the dominance index"))),
    range=Interval(0, 1),
    largest="whole",
)
def dominance(shares: Iterable[float]) -> float:
    r"""Dominance index (García Alba): concentration of the shares that firms have in the HHI.

    .. math:: \sum_i (s_i^2 / H)^2, \quad H = \sum_i s_i^2

    It may fall when small firms merge, since then the leader dominates less. So it neither rises nor falls with
    concentration, and no bounds are offered.

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100.

    Returns:
        1/n (equal shares) to 1 (monopoly).

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which there is no bound of this index, but
            `hhi_bounds`.

    Source:
        García Alba 1994. R package concstats prints 0.4519308 for (35, 40, 5, 10, 6, 4).

    Example:
        >>> dominance([50, 50])
        0.5
    """
    return _dominance(full_market(shares, instead="this index has no bounds, but hhi_bounds"))


def _dominance(shares: list[float]) -> float:
    squares = math.fsum(share**2 for share in shares)
    return sums.dominance(squares, fourths=math.fsum(share**4 for share in shares))


@metric(
    unit="ratio",
    formula="Σ (share − next smaller share)² / 10,000",
    takes={"shares": "percent"},
    bounds=kwoka_bounds,
    range=Interval(0, 1),
    largest="whole",
)
def kwoka(shares: Iterable[float], to_zero: bool = False) -> float:
    r"""Kwoka's dominance index: squared distances between each firm and the next smaller one.

    .. math:: \sum_{i<n} (s_{(i)} - s_{(i+1)})^2

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100. n counts the
            firms with a share above 0.
        to_zero: True adds the distance of the smallest firm to 0, which makes a monopoly 1.

    Returns:
        0 (equal shares, unless `to_zero`) to 1.

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `hhi_bounds` says what is known of its
            concentration; a single firm, unless `to_zero`.

    Source:
        Kwoka 1977, as cited by later texts: the definition is not verified against the paper.

    Example:
        >>> kwoka([60, 30, 10])
        0.13
    """
    refuse_no_choice(to_zero, "to_zero")
    values = [share for share in full_market(shares, instead="hhi_bounds") if share > 0]
    ranked = sorted(values, reverse=True) + ([0.0] if to_zero else [])
    _need_two(ranked)
    return math.fsum(((share - smaller) / FULL) ** 2 for share, smaller in pairwise(ranked))


def stenbacka_threshold_bounds(shares: Sequence[Any], gamma: float = 1) -> Interval:
    """Sharp interval of `stenbacka_threshold`: the two largest firms as close, and as far apart, as can be."""

    def ends(market: MarketSet) -> tuple[Fraction, Fraction]:
        firms = range(len(market.lows))
        rivals = [max((market.lows[other] for other in firms if other != firm), default=0) for firm in firms]
        farthest = max(highest(market, firm) ** 2 - rivals[firm] ** 2 for firm in firms)
        first = max(firms, key=lambda firm: market.lows[firm])
        second = max((highest(market, firm) for firm in firms if firm != first), default=0)
        nearest = market.lows[first] ** 2 - min(market.lows[first], second) ** 2
        return -Fraction(farthest, market.whole**2), -Fraction(nearest, market.whole**2)

    amount(gamma, "gamma", at_least=0)
    boxes = share_boxes(shares)
    _need_second(len(boxes), [box.low for box in boxes])
    if gamma == 0:
        return Interval.exactly(_threshold(0, 0, gamma))
    distances = between(ends, feasible_market(boxes, unnamed="any"))
    return transformed(distances, lambda squares: FULL / 2 * (1 + gamma * squares))


@metric(
    unit="percent",
    formula="50 · (1 − γ · (largest share² − second largest share²) / 10,000)",
    takes={"shares": "percent"},
    bounds=stenbacka_threshold_bounds,
    range=Interval.at_most(50),
    largest=2,
)
def stenbacka_threshold(shares: Iterable[float], gamma: float = 1) -> float:
    r"""Share from which the largest firm is dominant, given how far it is ahead of the second.

    .. math:: 50 (1 - \gamma (s_{(1)}^2 - s_{(2)}^2))

    Args:
        shares: Shares of one market at one time, percent, shape (n,), any order. They may leave a residual if the two
            largest firms are among them.
        gamma: How much the distance counts, 0 or more; 1 unless the market's barriers to entry say otherwise.

    Returns:
        Percent, 50 at most: the firm is dominant if its share reaches it (or exceeds it: that is not verified).

    Raises:
        ShareError: as for every list of shares; one firm that is not the whole market; a negative gamma.

    Source:
        Melnik, Shy and Stenbacka 2008. R package concstats prints 48.125 for (35, 40, 5, 10, 6, 4).

    Example:
        >>> stenbacka_threshold([60, 40])
        40.0
    """
    values = sorted(share_list(shares), reverse=True)
    weight = amount(gamma, "gamma", at_least=0)
    _need_second(len(values), values)
    return finite(_threshold(values[0], values[1] if len(values) > 1 else 0.0, weight), "gamma")


def _threshold(first: float, second: float, gamma: float) -> float:
    return sums.stenbacka_threshold(first, second, FULL, gamma)


def _need_two(shares: Sequence[object]) -> None:
    if len(shares) < 2:
        raise ShareError("shares: one firm has everything and no neighbour; to_zero=True measures its distance to 0")


def _need_second(number: int, shares: Sequence[float]) -> None:
    if number < 2 and not is_full(shares):
        raise ShareError("shares: one firm that is not the whole market; the threshold needs the second largest")

"""Linda index: how unequal the largest firms are among themselves."""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import (
    ShareError,
    finite,
    share_list,
    whole_number,
)
from marketshare.metrics.feasible import MarketSet, feasible_market
from marketshare.metrics.lifted import between
from marketshare.metrics.ranked import counted, highest, ranked_ends
from marketshare.quantity import metric

__all__ = ["linda"]


def linda_bounds(shares: Iterable[Any], m: int) -> Interval:
    """Interval of `linda`, sharp for m = 2; for more firms safe only, as each quotient is bounded by itself."""

    def ends(market: MarketSet) -> tuple[Fraction, Fraction | float]:
        if members == 2:
            return _two_apart(market)
        lows, highs = ranked_ends(market)
        least, most = Fraction(0), Fraction(0)
        for i in range(1, members):
            least += max(Fraction(1), Fraction(sum(lows[:i]) * (members - i), i * sum(highs[i:members])))
            rest = i * sum(lows[i:members])
            if rest == 0:
                return least, math.inf  # the last ones may have next to nothing
            most += Fraction(sum(highs[:i]) * (members - i), rest)
        scale = members * (members - 1)
        return least / scale, most / scale

    boxes = counted(shares)
    members = _members(m, len(boxes))
    return between(ends, feasible_market(boxes, unnamed="any"))


def _two_apart(market: MarketSet) -> tuple[Fraction, Fraction | float]:
    """Half of how many times the second the largest firm has: at least as much, and at most with all others lowest."""
    firms = range(len(market.lows))
    first = max(firms, key=lambda firm: market.lows[firm])
    second = max(highest(market, firm) for firm in firms if firm != first)
    rivals = [max(market.lows[other] for other in firms if other != firm) for firm in firms]
    most = max(
        (Fraction(highest(market, firm), 2 * rival) if rival else math.inf)
        for firm, rival in zip(firms, rivals, strict=True)
    )
    return max(Fraction(1, 2), Fraction(market.lows[first], 2 * second)), most


@metric(
    unit="ratio",
    formula="1 / (m (m − 1)) · Σ (mean of the i largest / mean of the next up to m), i from 1 to m − 1",
    takes={"shares": "percent"},
    bounds=linda_bounds,
    sharp=lambda shares, m: m == 2,  # noqa: ARG005  (called by name)
    range=Interval.at_least(0),
    largest="m",
)
def linda(shares: Iterable[float], m: int) -> float:
    r"""Linda index of the m largest firms: how unequal they are among themselves.

    .. math:: \frac{1}{m(m-1)} \sum_{i<m} \frac{A_i / i}{(A_m - A_i)/(m - i)}, \quad A_i = \sum_{j \le i} S_{(j)}

    Args:
        shares: Shares of one market at one time, percent, shape (n,), any order. They may leave a residual if the m
            largest firms are among them.
        m: How many firms, 2 or more.

    Returns:
        1/m (equal shares) and up, without limit.

    Raises:
        ShareError: as for every list of shares; m below 2, or above the number of firms with a share.

    Source:
        Linda 1976.

    Example:
        >>> linda([60, 30], 2)
        1.0
    """
    ranked = sorted((share for share in share_list(shares) if share > 0), reverse=True)
    return finite(_linda(ranked, _members(m, len(ranked))), "shares")


def _linda(ranked: Sequence[float], m: int) -> float:
    sums = list(accumulate(ranked[:m]))
    quotients = [(sums[i - 1] / i) / (math.fsum(ranked[i:m]) / (m - i)) for i in range(1, m)]
    return math.fsum(quotients) / (m * (m - 1))


def _members(m: Any, firms: int) -> int:
    number = whole_number(m, "m", at_least=2)
    if number > firms:
        raise ShareError(f"m: {number} firms asked for, {firms} have a share")
    return number

"""Concentration of a fully reported market, and sharp bounds of a partly reported one."""

import math
from collections.abc import Callable, Iterable
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ShareError, full_market, is_full, share_list
from marketshare.metrics.completions import Completion, Unnamed, least_concentrated, most_concentrated
from marketshare.quantity import metric

__all__ = [
    "concentration_ratio",
    "concentration_ratio_bounds",
    "fewest_unnamed_firms",
    "hhi",
    "hhi_bounds",
]


def _index_bounds(
    index: Callable[[Completion], float], shares: Iterable[Any], *, unnamed: Unnamed, count: int | None, total: Any
) -> Interval:
    """Interval of an index that rises with concentration, from the two extreme completions."""
    shares = list(shares.values) if hasattr(shares, "values") and not callable(shares.values) else list(shares)
    least = least_concentrated(shares, unnamed=unnamed, count=count, total=total)
    most = [(index(market), market) for market in most_concentrated(shares, unnamed=unnamed, count=count, total=total)]
    high, market = max(most, key=lambda pair: pair[0])
    low = index(least)
    if high - low <= abs(high) * 1e-12:
        return Interval.exactly(high)
    return Interval(low, high, least.attained, market.attained)


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
    return _index_bounds(
        lambda market: (
            math.fsum(share**2 for share in market.named)
            + math.fsum(number * share**2 for share, number in market.unnamed)
        ),
        shares,
        unnamed=unnamed,
        count=count,
        total=total,
    )


@metric(
    unit="hhi_point",
    formula="Σ share²",
    takes={"shares": "percent"},
    bounds=lambda shares: hhi_bounds(shares, unnamed="any", count=0),
)
def hhi(shares: Iterable[float]) -> float:
    r"""Herfindahl-Hirschman index of a fully reported market, points.

    .. math:: \sum_i S_i^2

    Args:
        shares: All shares of one market at one time, percent, shape (n,), any order; they sum to 100.

    Returns:
        Points, 10,000/n (equal shares) to 10,000 (monopoly).

    Raises:
        ShareError: as for every list of shares; an incomplete market, for which `hhi_bounds` says what is known.

    Source:
        US Department of Justice and FTC, Horizontal Merger Guidelines: (30, 30, 20, 20) has 2,600.

    Example:
        >>> hhi([30, 30, 20, 20])
        2600.0
    """
    return math.fsum(share**2 for share in full_market(shares, instead="hhi_bounds"))


@metric(unit="percent", formula="sum of the k largest shares", takes={"shares": "percent"}, rises=("shares",))
def concentration_ratio(shares: Iterable[float], k: int) -> float:
    r"""Concentration ratio: the joint share of the k largest firms, percent.

    .. math:: \sum_{i=1}^{k} S_{(i)}

    Args:
        shares: Shares of one market at one time, percent, shape (n,), any order. They may leave a residual if the k
            largest firms are among them.
        k: How many firms, 1 or more. More than there are takes all, if they are the whole market.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: as for every list of shares; k below 1; k above the number of named firms in an incomplete market,
            for which `concentration_ratio_bounds` says what is known.

    Example:
        >>> concentration_ratio([35, 40, 5, 10, 6, 4], 3)
        85.0
    """
    values = share_list(shares)
    _check_k(k)
    if k > len(values) and not is_full(values):
        raise ShareError(
            f"k: {k} firms asked for, {len(values)} reported, and they do not sum to 100; "
            f"concentration_ratio_bounds gives what can be said"
        )
    return math.fsum(sorted(values, reverse=True)[:k])


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
        The interval; an end that is only approached is open.

    Raises:
        ShareError: as for every list of shares; k below 1; no market fits.

    Example:
        >>> concentration_ratio_bounds([50, 30], 3, unnamed="smaller")
        (80, 100]
    """
    _check_k(k)

    def index(market: Completion) -> float:
        groups = sorted([(share, 1) for share in market.named] + list(market.unnamed), reverse=True)
        left, parts = k, []
        for share, number in groups:
            taken = min(left, number)
            parts.append(taken * share)
            left -= taken
        return min(FULL, math.fsum(parts))

    return _index_bounds(index, shares, unnamed=unnamed, count=count, total=total)


@metric(
    unit="count", formula="(100 − Σ share) / smallest share, rounded up", takes={"shares": "percent"}, falls=("shares",)
)
def fewest_unnamed_firms(shares: Iterable[float]) -> float:
    r"""The least number of unnamed firms, if none of them is larger than the smallest named one.

    .. math:: \lceil (100 - \sum S_i) / \min S_i \rceil

    Args:
        shares: Named shares, percent, shape (m,), the largest firms of the market.

    Returns:
        A number of firms, 0 for a fully reported market.

    Raises:
        ShareError: as for every list of shares; a named share of 0 beside a residual.

    Example:
        >>> fewest_unnamed_firms([50, 20])
        2.0
    """
    values = share_list(shares)
    if is_full(values):
        return 0.0
    if min(values) == 0:
        raise ShareError("shares: a named firm has 0, so no smaller firm can hold the residual")
    rest = FULL - math.fsum(values)
    return float(math.ceil(rest / min(values) * (1 - 1e-12)))


def _check_k(k: int) -> None:
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise ShareError(f"k: {k!r} is not a number of firms; expected 1 or more")

"""Distances between the firms of a market: relative share, lead, and gap to the leader."""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics import sums
from marketshare.metrics.checks import FULL, ShareError, finite, share_list
from marketshare.metrics.exact import Number
from marketshare.metrics.feasible import MarketSet, feasible_market
from marketshare.metrics.firms import held, like, position_of
from marketshare.quantity import metric

__all__ = ["gap_to_leader", "lead", "relative_share"]


def relative_share_bounds(shares: Sequence[Any], firm: int) -> Interval:
    """Interval of `relative_share` when each share is an interval: own end over the competitors' opposite ends."""
    market = feasible_market(shares, unnamed="any")
    own = position_of(shares, firm)
    _need_a_rival(market.boxes)

    def ends(allowed: MarketSet) -> tuple[Number | float, Number | float]:
        tops = _tops(allowed)
        rival_high, rival_low = _largest(tops, but=own), _largest(allowed.lows, but=own)
        if rival_high == 0:
            raise _no_rival_sales()
        high = Fraction(tops[own], rival_low) if rival_low else math.inf
        return Fraction(allowed.lows[own], rival_high), high if tops[own] else 0

    return market.between(ends, per=1)


@metric(
    unit="ratio",
    formula="own share / largest competitor's share",
    takes={"shares": "percent"},
    bounds=relative_share_bounds,
    largest=2,
)
def relative_share(shares: Sequence[float], firm: Any) -> float:
    r"""Relative market share (BCG): own share over that of the largest competitor.

    .. math:: S_i / \max_{j \ne i} S_j

    Args:
        shares: Shares of one market at one time, percent, shape (n,), n >= 2. They need not sum to 100, as long as the
            largest competitor is among them.
        firm: Position of the firm; its name, if `shares` is a pandas Series.

    Returns:
        A ratio, 0 and up; above 1 only for the sole leader.

    Raises:
        ShareError: as for every list of shares; no competitor; the largest competitor has 0; no such firm.

    Source:
        Boston Consulting Group; 20 against 40 is 0.5, a leader's 30 against 20 is 1.5.

    Example:
        >>> relative_share([20, 40], 0)
        0.5
    """
    shares = held(shares)
    values = share_list(shares)
    own = position_of(shares, firm)
    _need_a_rival(values)
    rivals = values[:own] + values[own + 1 :]
    if max(rivals) == 0:
        raise _no_rival_sales()
    return finite(values[own] / max(rivals), "shares")


def lead_bounds(shares: Iterable[Any]) -> Interval:
    """Interval of `lead` when each share is an interval and all of them sum to at most 100.

    Lowest: the firm with the largest low end, against the highest that any other can then have; 0 if they can meet.
    Highest: one firm as high as the others' low ends let it be.
    """
    market = feasible_market(shares, unnamed="any")
    _need_two(market.boxes)

    def ends(allowed: MarketSet) -> tuple[Number, Number]:
        tops, lows = _tops(allowed), allowed.lows
        first = max(range(len(lows)), key=lambda position: lows[position])
        least = lows[first] - _largest(tops, but=first)
        return max(0, least), max(top - _largest(lows, but=position) for position, top in enumerate(tops))

    return market.between(ends)


@metric(
    unit="percentage_point",
    formula="largest share − second largest",
    takes={"shares": "percent"},
    bounds=lead_bounds,
    largest=2,
)
def lead(shares: Iterable[float]) -> float:
    r"""Lead of the largest firm over the second, in percentage points.

    .. math:: S_{(1)} - S_{(2)}

    Args:
        shares: Shares of one market at one time, percent, shape (n,), n >= 2, any order. They need not sum to 100: a
            residual does not change the lead, as long as the two largest firms are among those named.

    Returns:
        Percentage points, 0 (tie) to 100.

    Raises:
        ShareError: as for every list of shares; fewer than two firms.

    Example:
        >>> lead([25, 60, 10])
        35.0
    """
    values = share_list(shares)
    _need_two(values)
    largest, second = sorted(values, reverse=True)[:2]
    return sums.lead(largest, second, FULL)


def gap_to_leader_bounds(shares: Sequence[Any], firm: int | None = None) -> Interval:
    """Interval of one firm's gap when each share is an interval and all of them sum to at most 100."""
    if firm is None:
        raise ShareError("firm: name the firm whose gap is wanted; a derived number is a single one")
    market = feasible_market(shares, unnamed="any")
    own = position_of(shares, firm)

    def ends(allowed: MarketSet) -> tuple[Number, Number]:
        tops, lows = _tops(allowed), allowed.lows
        return max(0, _largest(lows, but=own) - tops[own]), max(0, _largest(tops, but=own) - lows[own])

    return market.between(ends)


@metric(
    unit="percentage_point",
    formula="largest share − share",
    takes={"shares": "percent"},
    bounds=gap_to_leader_bounds,
    range=Interval(0, 100),
    largest=1,
)
def gap_to_leader(shares: Iterable[Any], firm: Any = None) -> Any:
    r"""How far each firm is behind the largest, in percentage points.

    .. math:: S_{(1)} - S_i

    Args:
        shares: Shares of one market at one time, percent, shape (n,), any order. They need not sum to 100, as long as
            the largest firm is among those named.
        firm: Position, or name in a Series, of the one firm whose gap is wanted; None for all.

    Returns:
        Percentage points: one number for each firm, as a list, or as a Series with its names; a single number for one
        `firm`. The leader has 0.

    Raises:
        ShareError: as for every list of shares; no such firm.

    Example:
        >>> gap_to_leader([25, 60, 10])
        [35.0, 0.0, 50.0]
    """
    shares = held(shares)
    values = share_list(shares)
    gaps = [max(values) - value for value in values]
    return like(shares, gaps) if firm is None else gaps[position_of(shares, firm)]


def _tops(allowed: MarketSet) -> list[int]:
    """The highest share of each firm while the others are at their low ends."""
    slack = allowed.whole - sum(allowed.lows)
    return [min(high, low + slack) for low, high in zip(allowed.lows, allowed.highs, strict=True)]


def _largest(shares: Sequence[int], *, but: int) -> int:
    return max((share for position, share in enumerate(shares) if position != but), default=0)


def _need_two(values: Sequence[object]) -> None:
    if len(values) < 2:
        raise ShareError("shares: a lead needs two firms, found one")


def _need_a_rival(values: Sequence[object]) -> None:
    if len(values) < 2:
        raise ShareError("shares: relative share needs at least one competitor, found none")


def _no_rival_sales() -> ShareError:
    return ShareError("shares: the largest competitor has a share of 0, nothing to compare with")

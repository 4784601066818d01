"""Parity: when a challenger has as much as the leader, if both keep growing as they do."""

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, growth_rate, share_of_market
from marketshare.metrics.lifted import corner_bounds, share_boxes_of, with_ends
from marketshare.metrics.ratio import log_ratio
from marketshare.quantity import metric

__all__ = ["years_to_full", "years_to_parity"]


def years_to_parity_bounds(
    leader_share: Interval,
    challenger_share: Interval,
    leader_growth: Interval,
    challenger_growth: Interval,
    market_growth: Interval | float | None = None,
) -> Interval:
    """Sharp interval of `years_to_parity`, which is ∞ where the shares would pass 100 % together before.

    Both the time and the share at parity are monotone in each argument, so that their ends lie at corners.
    """
    shares = share_boxes_of(leader_share=leader_share, challenger_share=challenger_share)
    growths = [leader_growth, challenger_growth]
    if market_growth is not None:
        growths.append(market_growth if isinstance(market_growth, Interval) else Interval.exactly(market_growth))

    def ends(boxes: list[Interval]) -> tuple[float, float]:
        corners = product(*({box.low, box.high} for box in boxes))
        years = [_parity(*corner, None) if len(corner) == 4 else _parity(*corner) for corner in corners]
        reached = [value for value, reachable in years if reachable]
        if not reached:
            raise _not_reachable(min(value for value, _ in years))
        return min(value for value, _ in years), max(reached) if len(reached) == len(years) else math.inf

    _refuse_nothing_left(growths)
    return with_ends(ends, [*shares.values(), *growths])


@metric(
    unit="year",
    formula="ln(leader share / challenger share) / ln((100 + challenger growth) / (100 + leader growth))",
    takes={
        "leader_share": "percent",
        "challenger_share": "percent",
        "leader_growth": "percent",
        "challenger_growth": "percent",
        "market_growth": "percent",
    },
    bounds=years_to_parity_bounds,
    range=Interval.at_least(0),
)
def years_to_parity(
    leader_share: float,
    challenger_share: float,
    leader_growth: float,
    challenger_growth: float,
    market_growth: float | None = None,
) -> float:
    r"""Years until a challenger has as much as the leader, if both keep growing at constant rates.

    .. math:: t^* = \frac{\ln(S_L / S_C)}{\ln((1+g_C)/(1+g_L))}

    Args:
        leader_share: The leader's share now, percent, above 0.
        challenger_share: The challenger's share now, percent, above 0.
        leader_growth: The leader's growth a year, percent, above -100.
        challenger_growth: The challenger's growth a year, percent, above -100.
        market_growth: Growth of their market a year, percent, above -100; None leaves unchecked whether the two shares
            stay below 100 together until then.

    Returns:
        Years, 0 and up: 0 if the challenger is already level or ahead, infinite if it is not the faster one. Over
        intervals, times at which the shares would have passed 100 % count as infinite; if there are no others, it is
        refused.

    Raises:
        ShareError: a share that is missing, 0 or above 100; two shares above 100 together; growth that is missing,
            infinite, or -100 or less; parity that is not reachable at these rates, since the two shares would pass
            100 % together before.

    Source:
        Own derivation from Fisher and Pry 1971.

    Example:
        >>> round(years_to_parity(40, 10, 20, 50), 2)
        6.21
    """
    arguments = _checked(leader_share, challenger_share, leader_growth, challenger_growth)
    market = None if market_growth is None else growth_rate(market_growth, "market_growth")
    years, reachable = _parity(*arguments, market)
    if not reachable and market is not None:
        raise _not_reachable(years, _full(*arguments, market))
    return years


def _years_to_full_bounds(
    leader_share: Interval,
    challenger_share: Interval,
    leader_growth: Interval,
    challenger_growth: Interval,
    market_growth: Interval,
) -> Interval:
    _refuse_nothing_left([leader_growth, challenger_growth, market_growth])
    return corner_bounds(
        _full,
        rising={"market": market_growth},
        falling={
            "leader": share_boxes_of(leader_share=leader_share)["leader_share"],
            "challenger": share_boxes_of(challenger_share=challenger_share)["challenger_share"],
            "leader_growth": leader_growth,
            "challenger_growth": challenger_growth,
        },
    )


@metric(
    unit="year",
    formula="t at which leader share · (leader / market)^t + challenger share · (challenger / market)^t is 100",
    takes={
        "leader_share": "percent",
        "challenger_share": "percent",
        "leader_growth": "percent",
        "challenger_growth": "percent",
        "market_growth": "percent",
    },
    rises=("market_growth",),
    falls=("leader_share", "challenger_share", "leader_growth", "challenger_growth"),
    bounds=_years_to_full_bounds,
    range=Interval.at_least(0),
)
def years_to_full(
    leader_share: float,
    challenger_share: float,
    leader_growth: float,
    challenger_growth: float,
    market_growth: float,
) -> float:
    r"""Years until two firms would have the whole market: how long their growth rates can last at most.

    .. math:: S_L \Big(\frac{1+g_L}{1+G}\Big)^t + S_C \Big(\frac{1+g_C}{1+G}\Big)^t = 100

    Args:
        leader_share: The first firm's share now, percent, above 0.
        challenger_share: The second firm's share now, percent, above 0.
        leader_growth: The first firm's growth a year, percent, above -100.
        challenger_growth: The second firm's growth a year, percent, above -100.
        market_growth: Growth of their market a year, percent, above -100.

    Returns:
        Years, 0 and up: the first time at which the two have 100 % together; infinite if they never have. Over
        intervals, never at all is refused.

    Raises:
        ShareError: a share that is missing, 0 or above 100; two shares above 100 together; growth that is missing,
            infinite, or -100 or less.

    Example:
        >>> round(years_to_full(25, 25, 100, 100, 0), 6)
        1.0
    """
    arguments = _checked(leader_share, challenger_share, leader_growth, challenger_growth)
    return _full(*arguments, growth_rate(market_growth, "market_growth"))


def _refuse_nothing_left(growths: Sequence[Interval]) -> None:
    for box, name in zip(growths, ("leader_growth", "challenger_growth", "market_growth"), strict=False):
        growth_rate(box.low, name)


def _checked(
    leader_share: float, challenger_share: float, leader_growth: float, challenger_growth: float
) -> tuple[float, float, float, float]:
    leader, challenger = _share(leader_share, "leader_share"), _share(challenger_share, "challenger_share")
    if leader + challenger > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"challenger_share: the two shares sum to {leader + challenger:.12g}, above 100")
    return (
        leader,
        challenger,
        growth_rate(leader_growth, "leader_growth"),
        growth_rate(challenger_growth, "challenger_growth"),
    )


def _parity(
    leader: float, challenger: float, leader_growth: float, challenger_growth: float, market: float | None
) -> tuple[float, bool]:
    """Years to parity, and whether the two shares stay within 100 % until then."""
    if challenger >= leader:
        return 0.0, True
    if challenger_growth <= leader_growth or challenger == 0:
        return math.inf, True
    if math.isinf(challenger_growth):
        return 0.0, True
    faster = log_ratio(challenger_growth, leader_growth)
    years = _log_times(leader, challenger) / faster if faster else math.inf
    if market is None or math.isinf(years):
        return years, True
    at_parity = math.log(leader) + years * log_ratio(leader_growth, market)
    return years, at_parity <= math.log(FULL / 2) + ROUNDING_ERROR


def _log_times(share: float, other: float) -> float:
    """ln(share / other), also where there is no number as large as the quotient."""
    times = share / other
    return math.log(times) if math.isfinite(times) else math.log(share) - math.log(other)


def _full(leader: float, challenger: float, leader_growth: float, challenger_growth: float, market: float) -> float:
    """First time at which the two shares are 100 together; their sum is convex, so one crossing upwards at most."""
    if leader + challenger >= FULL:
        return 0.0
    rates = [log_ratio(growth, market) for growth in (leader_growth, challenger_growth)]
    # by the logarithm of a share, since a very small one is far from 100 by more than the largest number
    parts = [(math.log(share), rate) for share, rate in zip((leader, challenger), rates, strict=True) if share > 0]
    if all(rate <= 0 for _, rate in parts):
        return math.inf
    low, high = 0.0, min((math.log(FULL) - log) / rate for log, rate in parts if rate > 0)
    while high - low > 1e-13 * high:
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        passed = math.fsum(math.exp(log + rate * middle) for log, rate in parts) >= FULL
        low, high = (low, middle) if passed else (middle, high)
    return high


def _share(value: Any, name: str) -> float:
    share = share_of_market(value, name)
    if share == 0:
        raise ShareError(f"{name}: 0 never catches up, nor is caught up with")
    return share


def _not_reachable(years: float, full: float | None = None) -> ShareError:
    before = "" if full is None else f", after {full:.3g} years"
    return ShareError(
        f"market_growth: parity is not reachable at these rates: the two shares would pass 100 % together{before}, "
        f"before the {years:.3g} years of the formula"
    )

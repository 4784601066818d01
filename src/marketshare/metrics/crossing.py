"""When two growing shares meet, and when they have everything: at one set of numbers."""

import math
from typing import Any

from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, share_of_market
from marketshare.metrics.ratio import log_ratio

__all__ = ["HALF", "full_after", "gain_rate", "not_reachable", "parity_after", "parity_at", "racing_share"]

HALF = math.log(FULL / 2)


def parity_after(
    leader: float, challenger: float, leader_growth: float, challenger_growth: float, market: float | None
) -> tuple[float, bool]:
    """Years to parity, and whether the two shares stay within 100 % until then."""
    if challenger >= leader:
        return 0.0, True
    if challenger_growth <= leader_growth:
        return math.inf, True
    years = parity_at(leader, challenger, leader_growth, challenger_growth)
    if market is None or math.isinf(years):
        return years, True
    at_parity = math.log(leader) + years * log_ratio(leader_growth, market)
    return years, at_parity <= HALF + ROUNDING_ERROR


def _log_times(share: float, other: float) -> float:
    """ln(share / other), also where there is no number as large as the quotient."""
    times = share / other
    return math.log(times) if math.isfinite(times) else math.log(share) - math.log(other)


def full_after(
    leader: float,
    challenger: float,
    leader_growth: float,
    challenger_growth: float,
    market: float,
    *,
    already: bool = True,
) -> float:
    """First time at which the two shares are 100 together; their sum is convex, so one crossing upwards at most.

    Not `already`, shares of 100 together stand for those that come near it, but do not have it to begin with.
    """
    rates = [gain_rate(growth, market) for growth in (leader_growth, challenger_growth)]
    if leader + challenger >= FULL and (already or leader * rates[0] + challenger * rates[1] >= 0):
        return 0.0
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


def parity_at(leader: float, challenger: float, leader_growth: float, challenger_growth: float) -> float:
    """Years to parity at a corner, or their limit, where the challenger is behind and the faster one."""
    faster = gain_rate(challenger_growth, leader_growth)
    return _log_times(leader, challenger) / faster if faster else math.inf


def gain_rate(growth: float, other: float) -> float:
    """ln((100 + growth) / (100 + other)), and its limits."""
    if growth == other:
        return 0.0
    if growth == -FULL or math.isinf(other):
        return -math.inf
    return math.inf if other == -FULL or math.isinf(growth) else log_ratio(growth, other)


def racing_share(value: Any, name: str) -> float:
    """A share above 0, percent.

    Raises:
        ShareError: it is none.
    """
    share = share_of_market(value, name)
    if share == 0:
        raise ShareError(f"{name}: 0 never catches up, nor is caught up with")
    return share


def not_reachable(years: float, full: float | None = None) -> ShareError:
    """The refusal of a parity before which the two would have more than there is."""
    before = "" if full is None else f", after {full:.3g} years"
    return ShareError(
        f"market_growth: parity is not reachable at these rates: the two shares would pass 100 % together{before}, "
        f"before the {years:.3g} years of the formula"
    )

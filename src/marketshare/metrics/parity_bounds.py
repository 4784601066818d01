"""Bounds of the times at which two growing shares meet, or have everything: over what two firms can have together."""

import math
from itertools import product

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, growth_rate
from marketshare.metrics.crossing import HALF, full_after, gain_rate, not_reachable, parity_at, racing_share
from marketshare.metrics.lifted import refuse_endless, share_boxes_of

__all__ = ["years_to_full_bounds", "years_to_parity_bounds"]

_TINY = FULL * ROUNDING_ERROR


def years_to_parity_bounds(
    leader_share: Interval,
    challenger_share: Interval,
    leader_growth: Interval,
    challenger_growth: Interval,
    market_growth: Interval | float | None = None,
) -> Interval:
    """Sharp interval of `years_to_parity`, which is ∞ where the shares would pass 100 % together before.

    The least time has the leader at its lowest and the challenger at its highest that leave the other its own, and the
    greatest the other way round. Where the least time is not reachable, the least reachable one has both at 50 %.
    """
    leader, challenger = _together(share_boxes_of(leader_share=leader_share, challenger_share=challenger_share))
    slow, fast = _growth(leader_growth, "leader_growth"), _growth(challenger_growth, "challenger_growth")
    low, low_closed, high, high_closed = 0.0, True, math.inf, False
    ahead = Interval.at_least(leader.low, closed=leader.low_closed).meets(challenger)
    if not ahead and fast.high <= slow.low:
        refuse_endless(math.inf)
    if leader.high <= challenger.low:
        return Interval.exactly(0.0)
    if not ahead:
        low = parity_at(leader.low, challenger.high, slow.low, fast.high)
        low_closed = leader.low_closed and challenger.high_closed and slow.low_closed and fast.high_closed
    if slow.high < fast.low and challenger.low > 0:
        high = parity_at(leader.high, challenger.low, slow.high, fast.low)
        high_closed = leader.high_closed and challenger.low_closed and slow.high_closed and fast.low_closed
    if market_growth is not None:
        market = market_growth if isinstance(market_growth, Interval) else Interval.exactly(market_growth)
        market = _growth(market, "market_growth")
        if not ahead:
            low, low_closed = _least_reachable(low, low_closed, leader, challenger, slow, fast, market)
        if math.isfinite(high) and _largest_at_parity(leader, challenger, slow, fast, market.low) > HALF:
            high, high_closed = math.inf, False
    return Interval.of_ends(low, high, low_closed, high_closed)


def years_to_full_bounds(
    leader_share: Interval,
    challenger_share: Interval,
    leader_growth: Interval,
    challenger_growth: Interval,
    market_growth: Interval,
) -> Interval:
    """Sharp interval of `years_to_full`, which is 0 where the two can have everything already.

    Raises:
        ShareError: shares above 100 together, or of 0; growth that leaves nothing; never at any value.
    """
    given = share_boxes_of(leader_share=leader_share, challenger_share=challenger_share)
    leader, challenger = _together(given)
    slow, fast = _growth(leader_growth, "leader_growth"), _growth(challenger_growth, "challenger_growth")
    market = _growth(market_growth, "market_growth")
    most = math.fsum(box.high for box in given.values())
    boxes = (leader, challenger, slow, fast)
    low, low_closed = 0.0, True
    if most < FULL - _TINY or (most <= FULL + _TINY and not (leader.high_closed and challenger.high_closed)):
        low = full_after(leader.high, challenger.high, slow.high, fast.high, market.low, already=False)
        low_closed = all(box.high_closed for box in boxes) and market.low_closed
    refuse_endless(low)
    high = full_after(leader.low, challenger.low, slow.low, fast.low, market.high)
    high_closed = all(box.low_closed for box in boxes) and market.high_closed
    return Interval.of_ends(low, high, low_closed, high_closed)


def _together(given: dict[str, Interval]) -> tuple[Interval, Interval]:
    """What two firms can have of one market: shares above 0, of which each leaves the other its own.

    Raises:
        ShareError: they have more than 100 together, or one has 0.
    """
    for name, box in given.items():
        racing_share(box.high, name)
    first, second = given.values()
    least = first.low + second.low
    reached = all(box.low_closed and box.low > 0 for box in (first, second))
    if least > FULL + _TINY or (least >= FULL - _TINY and not reached):
        more = "at least" if least > FULL + _TINY else "more than"
        raise ShareError(f"challenger_share: the two shares sum to {more} {least:.12g}, above 100")
    return _beside(first, second), _beside(second, first)


def _beside(box: Interval, other: Interval) -> Interval:
    """A share above 0 that leaves another firm its lowest."""
    room = max(FULL - other.low, box.low)
    high, high_closed = box.high, box.high_closed
    if box.high > room - _TINY:
        high, high_closed = (room, other.low_closed and (box.high > room + _TINY or box.high_closed))
    return Interval(box.low, high, box.low_closed and box.low > 0, high_closed or box.low == high)


def _growth(box: Interval, name: str) -> Interval:
    """Growth that leaves something: above -100, however little."""
    if box.low != -FULL or box.low_closed:
        growth_rate(box.low, name)
    return box


def _least_reachable(
    low: float,
    low_closed: bool,
    leader: Interval,
    challenger: Interval,
    slow: Interval,
    fast: Interval,
    market: Interval,
) -> tuple[float, bool]:
    """The least time at which the two do not pass 100 together before, and whether it is reached.

    A leader that loses share is at 50 % some time later than the fastest challenger would reach it; one that a slower
    challenger reaches then is the first that is reachable.
    """
    falling = gain_rate(slow.low, market.high)
    if math.isinf(falling) or math.log(leader.low) + low * falling <= HALF + ROUNDING_ERROR:
        return low, low_closed
    years = (math.log(leader.low) - HALF) / -falling if falling < 0 else math.inf
    slowest = -math.inf if challenger.low == 0 else math.log(challenger.low) + years * gain_rate(fast.low, market.high)
    if math.isinf(years) or slowest > HALF + ROUNDING_ERROR:
        raise not_reachable(low)
    exactly_then = slowest < HALF - ROUNDING_ERROR or (challenger.low_closed and fast.low_closed)
    return years, leader.low_closed and slow.low_closed and market.high_closed and exactly_then


def _largest_at_parity(leader: Interval, challenger: Interval, slow: Interval, fast: Interval, market: float) -> float:
    """Logarithm of the largest share that the two can have at parity, where the challenger is the faster one anyhow.

    At given rates it is a·ln(leader) + b·ln(challenger), with a + b = 1: largest at a corner of what two firms can
    have, or, where they have everything, at a leader of 100·a.
    """
    largest = -math.inf
    corners = {(leader.low, challenger.low), (leader.low, challenger.high), (leader.high, challenger.low)}
    if leader.high + challenger.high <= FULL + _TINY:
        corners |= {(leader.high, challenger.high)}
    else:
        corners |= {(leader.high, FULL - leader.high), (FULL - challenger.high, challenger.high)}
    for own, other in product({slow.low, slow.high}, {fast.low, fast.high}):
        faster, rising = gain_rate(other, own), gain_rate(other, market)
        within = set(corners)
        if math.isfinite(faster) and math.isfinite(rising):
            edge = FULL * rising / faster
            if FULL - challenger.high <= edge <= leader.high:
                within |= {(edge, FULL - edge)}
        for first, second in within:
            if first > second > 0:
                years, rate = math.log(first / second) / faster, gain_rate(own, market)
                at_parity = math.log(first) + years * rate
                if math.isinf(rate):  # a leader that loses nearly everything is level with the challenger at once
                    at_parity = math.log(second) + (years * rising if years else 0.0)
                largest = max(largest, at_parity)
    return largest if largest > HALF + ROUNDING_ERROR else -math.inf

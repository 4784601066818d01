"""The market after a merger: its HHI, and what its largest firms have together."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from marketshare.interval import Interval
from marketshare.metrics.exact import Number
from marketshare.metrics.extremes import concentration_ratio_over, index_bounds
from marketshare.metrics.feasible import FeasibleMarket, MarketSet, Unnamed
from marketshare.metrics.firms_together import merged_market, together
from marketshare.metrics.groups import hhi_of
from marketshare.metrics.lifted import between
from marketshare.metrics.quadratic import Row, least_square

__all__ = ["hhi_after", "joint_after"]

_PERCENT, _POINTS = 100, 10_000
_TRACE = Fraction(1, 10**30)


def hhi_after(market: FeasibleMarket, firms: Sequence[int], *, unnamed: Unnamed) -> Interval:
    """Sharp interval of the HHI after a merger of named firms, points."""
    bounds = index_bounds(hhi_of, merged_market(market, firms))
    return _raised(bounds, market, unnamed, lambda each: _least_hhi(each, firms))


def joint_after(market: FeasibleMarket, firms: Sequence[int], k: int, *, unnamed: Unnamed) -> Interval:
    """Sharp interval of what the k largest firms have together after a merger of named firms, percent."""
    bounds = concentration_ratio_over(merged_market(market, firms), k)
    bounds = _raised(bounds, market, unnamed, lambda each: _least_joint(each, firms, k))
    own = together(market, firms, unnamed=unnamed)  # which is reached no less often
    if bounds.low < bounds.high and own.low == bounds.low and not own.low_closed:
        return Interval(bounds.low, bounds.high, False, bounds.high_closed)
    return bounds


def _raised(
    bounds: Interval, market: FeasibleMarket, unnamed: Unnamed, least: Callable[[MarketSet], Fraction]
) -> Interval:
    """Bounds of a merged market, with the low end that unnamed firms have who are not larger than the merging ones."""
    if unnamed == "any" or not market.count or not all(part.inside.rest for part in market.parts):
        return bounds
    low = between(lambda each: (least(each), math.inf), market)
    if low.low >= bounds.high:
        return Interval.exactly(bounds.high)
    return Interval(low.low, bounds.high, low.low_closed, bounds.high_closed)


def _limits(market: MarketSet, firms: Sequence[int], size: int) -> tuple[list[Number], list[Row]]:
    """What is known of the merged share, the other named ones, and that of each unnamed firm: the first variables.

    Each of the merging firms has as much as an unnamed one, so that the merged share is at least the sum of the larger
    of that and its lowest.

    Returns:
        How many firms each variable stands for, and bounds of all variables.
    """
    ((cap, number),) = market.rest
    others = [at for at in range(len(market.lows)) if at not in firms]
    last = len(others) + 1

    def row(**of: Number) -> list[Number]:
        return [of.get(f"x{at}", 0) for at in range(size)]

    rows: list[Row] = [(row(x0=-1), -sum(market.highs[firm] for firm in firms))]
    for at, other in enumerate(others, start=1):
        rows += [(row(**{f"x{at}": 1}), market.lows[other]), (row(**{f"x{at}": -1}), -market.highs[other])]
    rows += [(row(**{f"x{last}": 1}), 0), (row(**{f"x{last}": -1}), -cap)]
    lows = sorted((market.lows[firm] for firm in firms), reverse=True)
    for raised in range(len(lows) + 1):
        rows.append((row(**{"x0": 1, f"x{last}": -raised}), sum(lows[: len(lows) - raised])))
    return [*[1] * last, number or 0, *[0] * (size - last - 1)], rows


def _least_hhi(market: MarketSet, firms: Sequence[int]) -> Fraction:
    """The least HHI after the merger, points, where a known number of unnamed firms are smaller than all named ones."""
    size = len(market.lows) - len(firms) + 2
    weights, rows = _limits(market, firms, size)
    form = [[weight * (place == at) for at in range(size)] for place, weight in enumerate(weights)]
    point = least_square(form, (weights, market.whole), rows)
    squares = sum((weight * share**2 for weight, share in zip(weights, point, strict=True)), Fraction(0))
    return _POINTS * squares / market.whole**2


def _least_joint(market: MarketSet, firms: Sequence[int], k: int) -> Fraction:
    """The least that the k largest have after the merger, percent, in the same case.

    That is k·t + Σ max(share − t, 0) at the t of 0 or more where it is least: a sum of variables. Its square is, beside
    a trace of all other squares that makes the point a single one.
    """
    groups = len(market.lows) - len(firms) + 2
    size = 2 * groups + 1
    weights, rows = _limits(market, firms, size)
    rows.append(([int(at == groups) for at in range(size)], 0))
    for at in range(groups):
        above = [0] * size
        above[groups + 1 + at] = 1
        rows.append((list(above), 0))
        above[at], above[groups] = -1, 1
        rows.append((above, 0))
    joint = [*[0] * groups, k, *weights[:groups]]
    form = [[a * b + _TRACE * (place == at) for at, b in enumerate(joint)] for place, a in enumerate(joint)]
    point = least_square(form, (weights, market.whole), rows)
    return _PERCENT * sum((a * x for a, x in zip(joint, point, strict=True)), Fraction(0)) / market.whole

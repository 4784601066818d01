"""Some firms of a market together: what they can have, what their merger adds, and the market after it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError
from marketshare.metrics.exact import Number, levelled
from marketshare.metrics.feasible import FeasibleMarket, MarketSet, Part, Unnamed
from marketshare.metrics.firms import position_of
from marketshare.metrics.lifted import between
from marketshare.quantity.arguments import entries, shown

__all__ = [
    "delta_over",
    "group_with",
    "grouped_market",
    "merged_market",
    "merging_positions",
    "together",
]

_PERCENT, _POINTS = 100, 10_000


def together(market: FeasibleMarket, firms: Sequence[int], *, unnamed: Unnamed) -> Interval:
    """Sharp interval of what some named firms have together, percent."""
    return between(
        lambda each: _percent(each, _least(each, firms, unnamed), _most(each, firms)),
        _with_rest(market, firms, unnamed),
    )


def group_with(market: FeasibleMarket, firm: int, k: int, *, unnamed: Unnamed) -> Interval:
    """Interval of what a firm and the k − 1 largest others have together, percent; its low end is safe.

    The high end is that of the group that can have most; the low end that of the named group that has most at least.
    """
    others = [other for other in range(len(market.boxes)) if other != firm]

    def ends(each: MarketSet) -> tuple[Number, Number]:
        named = [[firm, *group] for number in range(min(k, len(others) + 1)) for group in combinations(others, number)]
        least = max(_least(each, group, unnamed) for group in named)
        most = max(_most(each, group, besides=k - len(group)) for group in named)
        return _percent(each, least, most)

    return between(ends, market)


def delta_over(market: FeasibleMarket, firms: Sequence[int], *, unnamed: Unnamed) -> Interval:
    """Sharp interval of what a merger of named firms adds to the HHI, points.

    Highest where they have as much as they can, as alike as can be; lowest at a corner of what they can have, since its
    root is a concave function of their shares.
    """

    def ends(each: MarketSet) -> tuple[Number, Number]:
        lows, highs = ([side[firm] for firm in firms] for side in (each.lows, each.highs))
        top = levelled(lows, highs, [1] * len(firms), _most(each, firms))
        unlike = min(_added(point) for point in _corners(each, firms, unnamed))
        return Fraction(_POINTS * unlike, each.whole**2), Fraction(_POINTS * _added(top), each.whole**2)

    beside = _with_rest(market, firms, unnamed)
    return between(ends, replace(beside, parts=(*beside.parts, *_without_rest(market))))


def grouped_market(market: FeasibleMarket, groups: Sequence[Sequence[int]]) -> FeasibleMarket:
    """The market in which the firms of each group are one, in the order of the groups."""

    def joint(each: MarketSet) -> MarketSet:
        lows, highs = (tuple(sum(side[at] for at in group) for group in groups) for side in (each.lows, each.highs))
        return replace(each, lows=lows, highs=highs, ordered=None)

    return replace(market, parts=tuple(Part(joint(part.closed), joint(part.inside)) for part in market.parts))


def merged_market(market: FeasibleMarket, firms: Sequence[int]) -> FeasibleMarket:
    """The market after a merger of named firms, which stand before the others.

    That unnamed firms were smaller than each of those that merge is kept as a limit of theirs, but no longer as an
    order; where a few unnamed firms have to be large this allows more than there was.
    """
    return grouped_market(market, [firms, *([at] for at in range(len(market.boxes)) if at not in firms)])


def merging_positions(shares: Iterable[Any], firms: Sequence[Any], name: str = "merging") -> list[int]:
    """Positions of firms that merge.

    Raises:
        ShareError: fewer than two firms; one named twice; no such firm.
    """
    joining = [] if isinstance(firms, str) else [firm for _, firm in entries(firms, name, of="firms")]
    if len(joining) < 2:
        raise ShareError(f"{name}: a merger needs two firms, found {shown(firms)}")
    positions = [position_of(shares, firm) for firm in joining]
    if len(set(positions)) < len(positions):
        found = ", ".join(map(str, joining))
        raise ShareError(f"{name}: a merger needs two different firms, found {found}, which names one firm twice")
    return positions


def _percent(market: MarketSet, least: Number, most: Number) -> tuple[Number, Number]:
    return Fraction(_PERCENT * least, market.whole), Fraction(_PERCENT * most, market.whole)


def _most(market: MarketSet, firms: Sequence[int], *, besides: int = 0) -> int:
    """The most that named firms, and some unnamed ones, have together: the others have as little as they can."""
    rest = sorted(high for high, number in market.rest for _ in range(besides if number is None else number))
    own = sum(market.highs[firm] for firm in firms) + sum(rest[::-1][:besides])
    return min(own, market.whole - sum(low for at, low in enumerate(market.lows) if at not in firms))


def _least(market: MarketSet, firms: Sequence[int], unnamed: Unnamed) -> Number:
    """The least that named firms have together: the others have as much as they can."""
    lows, highs = ([side[firm] for firm in firms] for side in (market.lows, market.highs))
    left = market.whole - sum(high for at, high in enumerate(market.highs) if at not in firms)
    if sum(lows) >= left or market.unlimited:
        return sum(lows)
    if unnamed == "any" or not market.rest:
        return max(sum(lows), left - market.rest_most)
    ((cap, number),) = market.rest  # unnamed firms are not larger than these, so that these have to be large with them
    return sum(levelled([*lows, 0], [*highs, cap], [*[1] * len(firms), number or 0], left)[: len(firms)])


def _with_rest(market: FeasibleMarket, firms: Sequence[int], unnamed: Unnamed) -> FeasibleMarket:
    """The market in which firms have a little where there must be unnamed ones that are no larger than they are."""

    def inside(each: MarketSet) -> MarketSet:
        left = each.whole - sum(high for at, high in enumerate(each.highs) if at not in firms)
        if unnamed == "any" or not each.rest or sum(each.lows[firm] for firm in firms) >= left:
            return each
        return replace(each, lows=tuple(max(low, 1) if at in firms else low for at, low in enumerate(each.lows)))

    return replace(market, parts=tuple(Part(part.closed, inside(part.inside)) for part in market.parts))


def _without_rest(market: FeasibleMarket) -> Iterator[Part]:
    """The markets in which no unnamed firm has anything, so that a named one may have nothing."""
    for part in market.parts:
        closed, inside = replace(part.closed, rest=()), replace(part.inside, rest=())
        if part.inside.rest and sum(inside.lows) <= inside.whole <= sum(inside.highs):
            yield Part(closed, inside)


def _added(shares: Sequence[Number]) -> Number:
    return sum(shares) ** 2 - sum(share**2 for share in shares)


def _corners(market: MarketSet, firms: Sequence[int], unnamed: Unnamed) -> Iterator[list[Number]]:
    """Corners of what firms can have at least: all at an end but one.

    Beside a known number of unnamed firms that are no larger, a firm may be level with those instead.
    """
    lows, highs = ([side[firm] for firm in firms] for side in (market.lows, market.highs))
    boxes: list[tuple[Number, Number]] = list(zip(lows, highs, strict=True))
    left = market.whole - sum(high for at, high in enumerate(market.highs) if at not in firms)
    level = unnamed == "smaller" and bool(market.rest) and not market.unlimited and sum(lows) < left
    if not level:
        total = _least(market, firms, unnamed)
        for free in range(len(boxes)):
            for ends in product(*map(set, [*boxes[:free], *boxes[free + 1 :]])):
                share = total - sum(ends)
                if lows[free] <= share <= highs[free]:
                    yield [*ends[:free], share, *ends[free:]]
        return
    ((cap, number),) = market.rest
    levels: set[Number] = {cap, *(end for box in boxes for end in box if end <= cap)}
    for chosen in product(*([*box, None] for box in boxes)):  # None is level with the unnamed firms
        at_ends = sum(end or 0 for end in chosen)
        levels.add(Fraction(left - at_ends, (number or 0) + chosen.count(None)))
    for height in levels:
        for free in range(len(boxes)):
            for ends in product(*({*box, height} for box in [*boxes[:free], *boxes[free + 1 :]])):
                share = left - (number or 0) * height - sum(ends)
                point = [*ends[:free], share, *ends[free:]]
                if 0 <= height <= min(cap, *point) and all(
                    low <= each <= high for each, (low, high) in zip(point, boxes, strict=True)
                ):
                    yield point

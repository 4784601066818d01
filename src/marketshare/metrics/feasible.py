"""The set of markets that a partial report allows: what fits it, exactly, and what only comes as near as one likes.

A named firm has a share between two ends, each of which belongs to it or not; unnamed firms have what is left; all of
them have 100. Ends are taken as the decimals that they are printed as. An open end is moved inwards by a grain, which
is so small that no choice between two markets hangs on it: then the set is closed, and

- no market fits the report if none fits within the grains;
- a bound is the extreme over the closed set, and it is reached if the extreme within the grains is the same.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from marketshare.interval import Interval
from marketshare.metrics.checks import COUNTABLE, FULL, ROUNDING_ERROR, ShareError, share_box, share_boxes, whole_number
from marketshare.metrics.exact import Number, interval_between, printed
from marketshare.metrics.firms import position_of
from marketshare.metrics.stated_ranks import Order, orders
from marketshare.quantity.arguments import Unnamed, refuse_quantity, rest_of, shown

__all__ = ["FeasibleMarket", "MarketSet", "Part", "Unnamed", "feasible_market", "unordered_market"]

_FEW_FIRMS = "raise count, or leave it out"
_NOT_REPORTED = (
    'where it is only not reported, hhi_bounds(shares, unnamed="smaller"), or the bounds of another index, say what is '
    "known without it"
)


@dataclass(frozen=True)
class MarketSet:
    """Full markets between ends that belong to them, in whole grains.

    Which unnamed firm is larger than which named one does not matter to a symmetric index: two firms in the wrong order
    can exchange their shares. So what is known of the order of firms is a limit of each of them.

    Attributes:
        lows: Lowest shares of the named firms.
        highs: Highest shares of the named firms.
        rest: Unnamed firms: the highest share, and how many at most; None for any number. Each may have nothing.
        whole: What all have together.
        total: What the named firms have together, lowest and highest.
        ordered: The lowest share of the named firms that unnamed ones are not larger than; None if there are none.
        capped: True if unnamed firms are larger than no named one.
    """

    lows: tuple[int, ...]
    highs: tuple[int, ...]
    rest: tuple[tuple[int, int | None], ...]
    whole: int
    total: tuple[int, int]
    ordered: int | None = None
    capped: bool = False

    @property
    def unlimited(self) -> bool:
        """True if any number of unnamed firms may share the rest."""
        return any(number is None for _, number in self.rest)

    @property
    def named_most(self) -> int:
        """What the named firms have together at most."""
        return min(sum(self.highs), self.total[1])

    @property
    def rest_most(self) -> int:
        """What the unnamed firms have together at most."""
        return self.whole if self.unlimited else sum(high * (number or 0) for high, number in self.rest)

    @property
    def total_counts(self) -> bool:
        """True if the stated total excludes shares that would fit otherwise."""
        return sum(self.lows) < self.total[0] or self.total[1] < min(sum(self.highs), self.whole)

    @property
    def entangled(self) -> bool:
        """True if an exchange of two firms, one of them unnamed, could break the stated total.

        It cannot if the total has no effect, or no named share is smaller than what is left at the highest total.
        """
        binds = self.total[1] < min(sum(self.highs), self.whole)
        return binds and self.ordered is not None and self.whole - self.total[1] > self.ordered

    @property
    def _rest_is_held(self) -> bool:
        if self.named_most + self.rest_most < self.whole:
            return False
        if not (self.entangled and self.capped):
            return True
        ((_, number),) = self.rest
        least = 1 if number is None else Fraction(self.whole - self.named_most, number)
        return sum(max(low, least) for low in self.lows) <= self.named_most

    @property
    def problem(self) -> str | None:
        """What no market fits: ``order``, ``sum``, ``total``, or ``rest``; None if there are markets."""
        if any(low > high for low, high in zip(self.lows, self.highs, strict=True)):
            return "order"
        if sum(self.lows) > self.whole:
            return "sum"
        if max(sum(self.lows), self.total[0]) > self.named_most or self.total[0] > self.whole:
            return "total"
        return None if self._rest_is_held else "rest"


Ends = Callable[[MarketSet], tuple[Number | float, Number | float]]
"""The lowest and the highest value of a number in a closed set of markets."""


@dataclass(frozen=True)
class Part:
    """A set of markets with its ends, and a grain inside those that do not belong to it."""

    closed: MarketSet
    inside: MarketSet


@dataclass(frozen=True)
class FeasibleMarket:
    """All full markets that a report of some shares allows.

    Attributes:
        boxes: Shares of the named firms, percent, in the order given.
        count: How many unnamed firms there are at most; None for any number.
        grains: How many grains a percent has.
        parts: Its markets; several parts only if stated ranks leave open which firms are the larger ones.
    """

    boxes: tuple[Interval, ...]
    count: int | None
    grains: int
    parts: tuple[Part, ...]

    @property
    def capped(self) -> bool:
        """True if no unnamed firm is larger than a named one, whichever market it is."""
        return all(not part.closed.rest or part.closed.capped for part in self.parts)

    def percent(self, share: Any) -> float:
        """A number of grains in percent."""
        return float(share / self.grains) if isinstance(share, int) else float(Fraction(share) / self.grains)

    def between(self, ends: Ends, *, per: int | None = None) -> Interval:
        """The interval of a number that several shares decide.

        Args:
            ends: The lowest and the highest value in a closed set of markets, exact; ``inf`` is infinite.
            per: What it is divided by; as many grains as a percent has, unless given.
        """
        (part,) = self.parts
        return interval_between(ends(part.closed), ends(part.inside), self.grains if per is None else per)


def feasible_market(
    shares: Iterable[Any],
    *,
    unnamed: Unnamed | None = None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> FeasibleMarket:
    """The markets that a list of named shares allows.

    What metrics call `unnamed`, `count`, `total` and `ranks` is told here for all of them.

    Args:
        shares: Named shares, percent, shape (m,): numbers (exact) or (low, high) pairs. Shares that miss 100 together
            by what binary fractions are off by are the whole market. A `Market` says the rest by itself, unless an
            argument says otherwise; an `unnamed` that is given stands in place of its stated ranks, too.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one, so that beside a named share of 0
            there is none; ``"any"``: nothing is known. Plain shares need it.
        count: How many unnamed firms there are at most, since each may have nothing; None for any number.
        total: A stated sum of the named shares, a number or (low, high).
        ranks: Stated ranks by firm (position, or name in a Series or mapping), 1 the largest: at most rank − 1 firms
            are larger than that firm, named or not. Of an interval, such as that of "one of the first three", the high
            end counts.

    Raises:
        ShareError: as for every list of shares; no market fits; a stated total that hangs together with the order of
            firms; two firms of one rank; ranks that leave too many choices to go through.
    """
    boxes = share_boxes(shares)
    unnamed, count, total, ranks = rest_of(shares, unnamed, count, total, ranks)
    number = None if count is None else whole_number(count, "count", at_least=0)
    stated = Interval(0.0, FULL) if total is None else share_box(total, "total")
    ranks = {} if ranks is None else ranks
    places = _places(shares, ranks)
    closed, grains = _in_grains(boxes, stated, number)
    market = FeasibleMarket(tuple(boxes), number, grains, ())
    plain = Order(())
    closed = _settled(closed, unnamed, number, grains)
    inside = _inside(closed, boxes, stated)
    base = Part(_market_set(closed, unnamed, number, plain), _market_set(inside, unnamed, number, plain))
    _refuse(base.closed, market, "at most", "at least")
    _refuse(base.inside, market, "less than", "more than")
    if not places:
        parts = [base]
    else:
        found = (
            Part(_market_set(closed, unnamed, number, order), _market_set(inside, unnamed, number, order))
            for order in orders(places, closed.lows, closed.highs, number if unnamed == "any" else 0)
        )
        parts = [part for part in found if part.inside.problem is None]
        if not parts:
            raise ShareError(f"ranks: no market fits the stated ranks, {_listed(ranks)}, beside these shares")
    for part in parts:
        _refuse_entangled(part)
    return FeasibleMarket(market.boxes, number, grains, tuple(parts))


def unordered_market(
    shares: Iterable[Any],
    *,
    unnamed: Unnamed | None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> tuple[FeasibleMarket, Unnamed]:
    """The markets that fit, the order of named firms left aside, and what that makes of the unnamed firms.

    Stated ranks that leave no unnamed firm larger than a named one say that all are smaller; others say nothing here,
    so that bounds are safe.

    Raises:
        ShareError: as `feasible_market`.
    """
    unnamed, count, total, ranks = rest_of(shares, unnamed, count, total, ranks)
    if ranks is not None and feasible_market(shares, unnamed=unnamed, count=count, total=total, ranks=ranks).capped:
        unnamed = "smaller"
    return feasible_market(shares, unnamed=unnamed, count=count, total=total, ranks={}), unnamed


class _Ends(NamedTuple):
    """Low ends, high ends, total and whole, in grains."""

    lows: list[int]
    highs: list[int]
    total: tuple[int, int]
    whole: int


def _in_grains(boxes: Sequence[Interval], stated: Interval, count: int | None) -> tuple[_Ends, int]:
    """The ends in grains, and how many of them a percent has.

    All ends are multiples of 1 / d. Whatever is compared is a sum of them, divided by a number of firms at the most, or
    such a sum less as many grains as there are firms: of the smallest size, 1 / d, the whole has 100 · d.
    """
    ends = [(printed(box.low), printed(box.high)) for box in (*boxes, stated)]
    d = math.lcm(*(end.denominator for pair in ends for end in pair))
    grains = d * 10**15 * d**2 * (len(boxes) + (count or 0) + 2) ** 3
    lows, highs = ([end.numerator * (grains // end.denominator) for end in each] for each in zip(*ends, strict=True))
    return _Ends(lows[:-1], highs[:-1], (lows[-1], highs[-1]), int(FULL) * grains), grains


def _settled(ends: _Ends, unnamed: Unnamed, count: int | None, grains: int) -> _Ends:
    """The whole, and the stated total, as the shares sum to where only last binary digits keep them from it."""
    noise = int(FULL) * grains // round(1 / ROUNDING_ERROR)

    def nearby(wanted: int, stated: int) -> int:
        return wanted if abs(wanted - stated) <= noise else stated

    least, most = sum(ends.lows), sum(ends.highs)
    capacity = most + _market_set(ends, unnamed, count, Order(())).rest_most
    whole = nearby(min(capacity, ends.whole), ends.whole)
    if least > whole or ends.lows == ends.highs:
        whole = nearby(least, whole)
    low, high = ends.total
    return ends._replace(whole=whole, total=(nearby(min(low, most, whole), low), nearby(max(high, least), high)))


def _inside(ends: _Ends, boxes: Sequence[Interval], stated: Interval) -> _Ends:
    """A grain inside the open ends."""
    low, high = ends.total
    return _Ends(
        [end + (not box.low_closed) for end, box in zip(ends.lows, boxes, strict=True)],
        [end - (not box.high_closed) for end, box in zip(ends.highs, boxes, strict=True)],
        (low + (not stated.low_closed), high - (not stated.high_closed)),
        ends.whole,
    )


def _market_set(ends: _Ends, unnamed: Unnamed, count: int | None, order: Order) -> MarketSet:
    lows, highs, total, whole = ends
    lows, highs = order.tightened(lows, highs)
    every = list(range(len(lows)))
    groups = [(every, count)] if unnamed == "smaller" else order.unnamed(count)
    capped = [(firms, min([highs[firm] for firm in firms], default=whole), number) for firms, number in groups]
    capped = [
        ([*firms, *(each for each in every if firms and each not in firms and lows[each] >= cap)], cap, number)
        for firms, cap, number in capped
    ]  # whoever surely has more than these firms is not exceeded, either
    rest = [(firms, high, number) for firms, high, number in capped if high > 0 and number != 0]
    return MarketSet(
        tuple(lows),
        tuple(highs),
        tuple((high, number) for _, high, number in rest),
        whole,
        (total[0], min(total[1], whole)),
        min((lows[firm] for firms, _, _ in rest for firm in firms), default=None),
        len(rest) == 1 and set(rest[0][0]) == set(every),
    )


def _refuse(market: MarketSet, of: FeasibleMarket, at_most: str, at_least: str) -> None:
    def percent(share: int) -> str:
        return f"{of.percent(share):.12g}"

    low, high, smallest = sum(market.lows), sum(market.highs), min(market.highs)
    if market.problem == "sum":
        above = "" if at_least == "more than" and percent(low) == "100" else ", above 100"
        raise ShareError(f"shares: they sum to {at_least} {percent(low)}{above}")
    if market.problem == "total":
        ends = f"{percent(market.total[0])} to {percent(market.total[1])}"
        raise ShareError(
            f"shares: their sum, {percent(low)} to {percent(high)}, does not fit the stated total, {ends}; correct one"
        )
    if market.problem == "rest":
        left = f"{at_least} {round(of.percent(market.whole - market.named_most), 12):.12g}"
        said = f"shares: they sum to {at_most} {percent(market.named_most)}, which leaves {left} of the market"
        if market.unlimited or (smallest == 0 and of.count != 0):
            raise ShareError(f"{said}, and no firm smaller than a named one of 0 can have it; leave that firm out")
        if market.rest:
            firms = f"{of.count} unnamed firm{'s' * (of.count != 1)}"
            raise ShareError(f"{said}, more than {firms} of at most {percent(smallest)} each can have; {_FEW_FIRMS}")
        raise ShareError(f"{said} to nobody; {_NOT_REPORTED}")
    if market.unlimited and market.whole - market.named_most > COUNTABLE * market.rest[-1][0]:
        raise ShareError(f"shares: a named firm has {percent(smallest)}, so no smaller firm can hold the residual")


def _refuse_entangled(part: Part) -> None:
    for market in (part.closed, part.inside):
        if market.entangled and not market.capped:
            raise ShareError(
                "total: stated ranks beside a total below what the shares can sum to have bounds only if every named "
                "firm is ranked, the largest firms first"
            )


def _places(shares: Iterable[Any], ranks: Mapping[Any, int]) -> dict[int, int]:
    refuse_quantity(ranks, "ranks")
    if not hasattr(ranks, "items"):
        raise ShareError(f"ranks: expected a mapping from firm to rank, such as {{0: 1}}, found {shown(ranks)}")
    places = {
        position_of(shares, firm): whole_number(
            rank.high if isinstance(rank, Interval) else rank, f"ranks[{firm}]", at_least=1, of="firms up to this one"
        )
        for firm, rank in ranks.items()
    }
    twice = [rank for rank in places.values() if list(places.values()).count(rank) > 1]
    if twice:
        raise ShareError(f"ranks: {_listed(ranks)}: two firms of rank {twice[0]}; a tie has no bounds here")
    return places


def _listed(ranks: Mapping[Any, int]) -> str:
    places = [(firm, rank.high if isinstance(rank, Interval) else rank) for firm, rank in ranks.items()]
    return ", ".join(f"{firm} {rank:g}" if isinstance(rank, float) else f"{firm} {rank}" for firm, rank in places)

r"""Entropy within groups of a whole: where it is greatest, and where it is least.

.. math:: R = \sum_g P_g \ln P_g - \sum_i s_i \ln s_i

It is concave. Where it is greatest each share is its group's over one number μ for all groups, if its ends let it be;
where it is least all shares but one are at an end.
"""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from marketshare.metrics.checks import ShareError
from marketshare.metrics.exact import Number
from marketshare.metrics.feasible import MarketSet, Part

__all__ = ["greatest_within", "least_within"]

Groups = Sequence[Sequence[int]]
"""Positions of the parts of each group."""

_MOST_SUMS = 20_000
_SAME = 1e-12


def greatest_within(part: Part, groups: Groups) -> tuple[float, bool]:
    """The greatest entropy within groups, and whether it is reached."""
    closed, inside = _greatest(part.closed, groups), _greatest(part.inside, groups)
    if closed.turn is None or inside.turn is None:
        reached = closed.turn is inside.turn and closed.fixed == inside.fixed
    else:  # the greatest point inside is a greatest one of all
        sums = [sum(inside.shares[at] for at in group) for group in groups]
        reached = inside.shares == _spread(part.closed, groups, sums, closed.turn)
    return _entropy(closed.shares, groups, part.closed.whole), reached


def least_within(part: Part, groups: Groups) -> tuple[float, bool]:
    """The least entropy within groups, and whether it is reached.

    Raises:
        ShareError: too many different roundings to go through.
    """
    whole = part.closed.whole
    least = min(_entropy(_point(part.closed, corner), groups, whole) for corner in _corners(part.closed, groups))
    for corner in _corners(part.inside, groups):
        there, inside = _point(part.closed, corner), _point(part.inside, corner)
        if _entropy(there, groups, whole) <= least + _SAME and _stays(there, inside, groups):
            return least, True
    return least, False


def _entropy(shares: Sequence[float | Number], groups: Groups, whole: int) -> float:
    parts = [[float(shares[at] / Fraction(whole)) for at in group] for group in groups]
    return math.fsum(_log(math.fsum(each)) - math.fsum(map(_log, each)) for each in parts)


def _log(part: float) -> float:
    return part * math.log(part) if part > 0 else 0.0


# the greatest


class _Greatest(NamedTuple):
    """A greatest point of a closed set: its shares, its μ where that is exact, and else which shares are at an end."""

    shares: list[float | Number]
    turn: Fraction | None
    fixed: list[list[int | None]]


def _greatest(market: MarketSet, groups: Groups) -> _Greatest:
    """What the groups hold falls as μ rises; between two of its turns the same shares are at an end."""
    boxes = [[(market.lows[at], market.highs[at]) for at in group] for group in groups]
    if sum(market.lows) == market.whole:
        return _Greatest(list(market.lows), None, [list(market.lows)])
    turns = sorted({turn for each in boxes for turn in _turns(each)})
    place, held = 0, [_held(each, turns[0]) for each in boxes]
    while sum(least for least, _, _ in held) > market.whole and place + 1 < len(turns):
        place += 1
        held = [_held(each, turns[place]) for each in boxes]
    least, most = sum(low for low, _, _ in held), sum(high for _, high, _ in held)
    if least <= market.whole <= most:
        left, sums = market.whole - least, []
        for low, high, _ in held:
            taken = min(left, high - low)
            left -= taken
            sums.append(low + taken)
        return _Greatest(_spread(market, groups, sums, turns[place]), turns[place], [])
    last = least > market.whole  # the solution is beyond all turns
    start, end = (turns[place], 2 * turns[place] + 1) if last else (turns[place - 1], turns[place])
    fixed = [_held(each, (start + end) / 2)[2] for each in boxes]

    def sums_at(level: float) -> list[float]:
        return [sum(share or 0 for share in shares) / (1 - shares.count(None) / level) for shares in fixed]

    below, above = float(start), float(end)
    while math.fsum(sums_at(above)) > market.whole:
        above *= 2
    while (middle := (below + above) / 2) not in {below, above}:
        below, above = (middle, above) if math.fsum(sums_at(middle)) > market.whole else (below, middle)
    return _Greatest(_spread(market, groups, sums_at(above), above), None, fixed)


def _turns(boxes: Sequence[tuple[int, int]]) -> Iterator[Fraction]:
    """What a group has over a level, at each level at which a share of it reaches an end."""
    for level in {end for box in boxes for end in box if end}:
        yield Fraction(sum(min(max(level, low), high) for low, high in boxes), level)


def _held(boxes: Sequence[tuple[int, int]], turn: Fraction) -> tuple[Number, Number, list[int | None]]:
    """The least and the most that a group has at μ, and which of its shares are at an end, and which at its level."""
    levels = sorted({0, *(end for box in boxes for end in box)})
    for below, above in pairwise([*levels, math.inf]):
        fixed = [low if low > below else high if high <= below else None for low, high in boxes]
        held, free = sum(end for end in fixed if end is not None), fixed.count(None)
        if held == 0 and free == turn:
            return free * int(below), free * int(above), fixed
        if above == math.inf or held + free * above < turn * above:  # else its level is higher than that at μ
            every = held + Fraction(free * held) / (turn - free)
            return every, every, fixed
    raise AssertionError("above the highest end all shares are at an end")


def _spread(
    market: MarketSet, groups: Groups, sums: Sequence[float | Number], turn: float | Number
) -> list[float | Number]:
    shares: list[float | Number] = [0] * len(market.lows)
    for group, held in zip(groups, sums, strict=True):
        for at in group:
            shares[at] = min(max(held / turn, market.lows[at]), market.highs[at])
    return shares


# the least


_Corner = tuple[bool | None, ...]
"""For each part whether it is at its high end; None for the one that has what is left."""

_Sums = dict[int, tuple[float, _Corner]]
"""What some parts have together at ends: the least that they add, and where they are then."""


def _corners(market: MarketSet, groups: Groups) -> Iterator[_Corner]:
    """Corners of which one is the least: for each sum of other groups, and of its own, the least that has it."""
    order = [at for group in groups for at in group]
    back = [order.index(at) for at in range(len(order))]
    of_groups = [_together(_ends(market, group), market.whole) for group in groups]
    for place, group in enumerate(groups):
        before, after = of_groups[:place], of_groups[place + 1 :]
        others: _Sums = {0: (0.0, ())}
        for each in [*before, *after]:
            others = _added(others, _closed(each, market.whole), market.whole)
        split = sum(len(groups[at]) for at in range(place))
        for position, free in enumerate(group):
            rest = [at for at in group if at != free]
            own = _together(_ends(market, rest), market.whole)
            for total, (_, ends) in others.items():
                for held, (_, inner) in own.items():
                    if market.lows[free] <= market.whole - total - held <= market.highs[free]:
                        corner = (*ends[:split], *inner[:position], None, *inner[position:], *ends[split:])
                        yield tuple(corner[at] for at in back)


def _ends(market: MarketSet, parts: Sequence[int]) -> list[tuple[int, int]]:
    return [(market.lows[at], market.highs[at]) for at in parts]


def _together(boxes: Sequence[tuple[int, int]], whole: int) -> _Sums:
    """Parts of one group at their ends: the least that −s ln s add up to for each sum."""
    found: _Sums = {0: (0.0, ())}
    for low, high in boxes:
        own: _Sums = {end: (-_log(end / whole), (end == high,)) for end in {low, high}}
        found = _added(found, own, whole)
    return found


def _closed(sums: _Sums, whole: int) -> _Sums:
    """The same with what their group adds for its sum."""
    return {total: (added + _log(total / whole), ends) for total, (added, ends) in sums.items()}


def _added(sums: _Sums, others: _Sums, whole: int) -> _Sums:
    found: _Sums = {}
    for total, (value, ends) in sums.items():
        for more, (added, further) in others.items():
            both = total + more
            if both <= whole and (both not in found or value + added < found[both][0]):
                found[both] = (value + added, (*ends, *further))
    if len(found) > _MOST_SUMS:
        raise ShareError(
            f"shares: {len(next(iter(found.values()))[1])} of different roundings are too many to go through"
        )
    return found


def _point(market: MarketSet, corner: _Corner) -> list[float | Number]:
    ends = zip(corner, market.lows, market.highs, strict=True)
    shares = [0 if high is None else most if high else low for high, low, most in ends]
    shares[corner.index(None)] = market.whole - sum(shares)
    return list(shares)


def _stays(there: Sequence[float | Number], inside: Sequence[float | Number], groups: Groups) -> bool:
    """True if a small step from one point to another leaves the entropy where it is.

    Since it is concave, it does so exactly if it does at first: Σ step · ln(P / s) is 0.
    """
    slopes = []
    for group in groups:
        held = sum(there[at] for at in group)
        steps = [(inside[at] - there[at], there[at]) for at in group if inside[at] != there[at]]
        if any(share == 0 for _, share in steps):
            if held or len(steps) > 1:
                return False  # next to nothing beside others adds more than in proportion
            continue
        slopes += [float(step) * math.log(float(held / Fraction(share))) for step, share in steps]
    return abs(math.fsum(slopes)) <= 1e-9 * max(map(abs, slopes), default=0.0)

"""Sharp bounds of movement between two dates, full or partly reported, from the definitions."""

from itertools import combinations, product

from polytope import Polytope
from true_indices import Ends, union
from true_market import combined, linear

__all__ = ["entry_share", "exit_share", "instability"]


def _entrants(boxes_before, boxes_after, full):
    """For each way to have firms without a share before, the ends of what these and new unnamed firms have after."""
    before, after = combined(boxes_before, slack=1), combined(boxes_after, slack=1)
    named, size = len(boxes_before), before.size
    rest = linear(size, {named: 1})
    if full:
        before, after = before.level(rest), after.level(rest)
    if before.is_empty or after.is_empty:
        return
    for count in range(named + 1):
        for absent in combinations(range(named), count):
            shape = before
            for at in range(named):
                row = linear(size, {at: 1})
                shape = shape.level(row) if at in absent else shape.cut(row, strict=True)
            of_named, of_all = dict.fromkeys(absent, 1), dict.fromkeys((*absent, named), 1)
            # somebody unnamed before may be any of the unnamed after
            if not shape.cut(rest, strict=True).is_empty:
                yield (*after.ends(linear(size, of_named))[0], *after.ends(linear(size, of_all))[1])
            # nobody unnamed before: whoever is unnamed after is new
            if not shape.level(rest).is_empty:
                (low, reached), top = after.ends(linear(size, of_all))
                yield (low, reached, *top)


def entry_share(before, after, *, full):
    """What the firms that had nothing before have after; None if no two markets fit."""
    found = [Ends(*ends) for ends in _entrants(before, after, full)]
    return union(found) if found else None


def exit_share(before, after, *, full):
    """What the firms that have nothing after had before."""
    return entry_share(after, before, full=full)


def _pair(one, other):
    """The polytope of pairs of points of two polytopes."""
    size = one.size + other.size
    vertices, bits = [], len(one.constraints)
    for (p, p_mask), (q, q_mask) in product(one.vertices, other.vertices):
        joined = [x * q[-1] for x in p[:-1]] + [x * p[-1] for x in q[:-1]] + [p[-1] * q[-1]]
        vertices.append((tuple(joined), p_mask | q_mask << bits))
    first = [(*row[:-1], *(0,) * other.size, row[-1]) for row in one.constraints]
    second = [(*(0,) * one.size, *row) for row in other.constraints]
    strict = [(*row[:-1], *(0,) * other.size, row[-1]) for row in one.strict]
    strict += [(*(0,) * one.size, *row) for row in other.strict]
    return Polytope(size, vertices, first + second, tuple(strict))


def instability(boxes_before, boxes_after, *, full):
    """The sum of all changes; both rests may be the same firms, in proportion, or wholly different ones."""
    before, after = combined(boxes_before, slack=1), combined(boxes_after, slack=1)
    named, size = len(boxes_before), before.size
    if full:
        row = linear(size, {named: 1})
        before, after = before.level(row), after.level(row)
    if before.is_empty or after.is_empty:
        return None
    highs = []
    for signs in product((1, -1), repeat=named):
        up = dict(enumerate(signs)) | {named: 1}
        down = {at: -sign for at, sign in enumerate(signs)} | {named: 1}
        (high, reached), (other, other_reached) = after.ends(linear(size, up))[1], before.ends(linear(size, down))[1]
        highs.append((high + other, reached and other_reached))
    top = max(high for high, _ in highs)
    pairs = _pair(before, after)
    lows = []
    for signs in product((1, -1), repeat=size):
        cell, total = pairs, {}
        for at, sign in enumerate(signs):
            change = {at: -sign, size + at: sign}
            cell = cell.cut(linear(2 * size, change))
            total |= change
        if cell.vertices:
            lows.append(cell.ends(linear(2 * size, total))[0])
    bottom = min(low for low, _ in lows)
    return Ends(
        bottom,
        any(reached for low, reached in lows if low == bottom),
        top,
        any(reached for high, reached in highs if high == top),
    )

"""Sharp bounds of what compares named firms of one market, from the definitions."""

import math
from fractions import Fraction
from itertools import combinations, pairwise, permutations

from polytope import fractions, least_norm
from true_indices import Ends, union
from true_market import combined, linear

__all__ = [
    "as_ends",
    "concentration_ratio_of_named",
    "fewest_unnamed_firms",
    "gap_to_leader",
    "kwoka",
    "lead",
    "linda_of_two",
    "merger_delta",
    "relative_share",
    "residual",
    "share",
    "stenbacka_threshold",
]


def as_ends(found):
    (low, low_reached), (high, high_reached) = found
    return Ends(low, low_reached, math.inf if high is None else high, high_reached)


def _led_by(shape, first, named, second=None):
    """The part in which one named firm is the largest, and another the largest of the others."""
    for other in range(named):
        if other != first:
            below = first if second is None or other == second else second
            shape = shape.cut(linear(shape.size, {below: 1, other: -1}))
    return shape


def _cells(boxes):
    """Parts of a market of named firms and a residual in which first and second are known."""
    whole = combined(boxes, slack=1)
    for first, second in permutations(range(len(boxes)), 2):
        cell = _led_by(whole, first, len(boxes), second)
        if not cell.is_empty:
            yield cell, first, second


def _united(cells):
    cells = [cell for cell in cells if cell is not None]
    return union(cells) if cells else None


def lead(boxes):
    """S1 − S2; None if no market fits."""
    return _united(as_ends(c.ends(linear(c.size, {one: 1, two: -1}))) for c, one, two in _cells(boxes))


def gap_to_leader(boxes, firm):
    """S1 − Si."""
    whole = combined(boxes, slack=1)
    cells = [(_led_by(whole, first, len(boxes)), first) for first in range(len(boxes))]
    return _united(
        as_ends(c.ends(linear(c.size, {first: 1, firm: -1}) if first != firm else linear(c.size, {})))
        for c, first in cells
        if not c.is_empty
    )


def relative_share(boxes, firm):
    """Si over the largest other, which is above 0."""
    whole = combined(boxes, slack=1)
    found = []
    for largest in range(len(boxes)):
        if largest != firm:
            cell = whole.cut(linear(whole.size, {largest: 1}), strict=True)
            for other in range(len(boxes)):
                if other not in {largest, firm}:
                    cell = cell.cut(linear(whole.size, {largest: 1, other: -1}))
            if not cell.is_empty:
                found.append(as_ends(cell.ends(linear(whole.size, {firm: 1}), linear(whole.size, {largest: 1}))))
    return _united(found)


def linda_of_two(boxes):
    """S1 / (2 S2), S2 above 0."""
    found = []
    for whole, first, second in _cells(boxes):
        cell = whole.cut(linear(whole.size, {second: 1}), strict=True)
        if not cell.is_empty:
            found.append(as_ends(cell.ends(linear(cell.size, {first: 1}), linear(cell.size, {second: 2}))))
    return _united(found)


def residual(boxes):
    """100 − ΣS."""
    whole = combined(boxes, slack=1)
    return None if whole.is_empty else as_ends(whole.ends(linear(whole.size, {len(boxes): 1})))


def fewest_unnamed_firms(boxes):
    """The residual over the smallest named share, rounded up; 0 without a residual."""
    found = []
    if not combined(boxes, slack=0).is_empty:
        found.append(Ends(0, True, 0, True))
    whole = combined(boxes, slack=1)
    rest = linear(whole.size, {len(boxes): 1})
    whole = whole.cut(rest, strict=True)
    for smallest in range(len(boxes)):
        cell = whole.cut(linear(whole.size, {smallest: 1}), strict=True)
        for other in range(len(boxes)):
            if other != smallest:
                cell = cell.cut(linear(whole.size, {other: 1, smallest: -1}))
        if not cell.is_empty:
            (low, reached), (high, _) = cell.ends(rest, linear(whole.size, {smallest: 1}))
            low = math.ceil(low) + (low.denominator == 1 and not reached)
            high = math.inf if high is None else math.ceil(high)
            found.append(Ends(low, True, high, high < math.inf))
    return _united(found)


def _quadratic(shape, one, two, of):
    """Ends of a quadratic form of two coordinates that has no extremes inside: on the segments between vertices."""
    corners = {tuple(fractions(vertex)[at] for at in (one, two)) for vertex in shape.points}
    points = set(corners)
    for (a, b), (c, d) in combinations(corners, 2):
        start, middle, end = of(a, b), of((a + c) / 2, (b + d) / 2), of(c, d)
        bend = 2 * start - 4 * middle + 2 * end
        if not bend and start == end:  # level from end to end, of which an end may be missing
            points.add(((a + c) / 2, (b + d) / 2))
        if bend:
            at = (3 * start - 4 * middle + end) / (2 * bend)
            if 0 < at < 1:
                points.add((a + at * (c - a), b + at * (d - b)))
    values = [(of(*point), point) for point in points]

    def reached(value):
        for found, point in values:
            if found == value:
                level = shape.level(linear(shape.size, {one: 1}, -point[0]))
                if not level.level(linear(shape.size, {two: 1}, -point[1])).is_empty:
                    return True
        return False

    low, high = min(values)[0], max(values)[0]
    return Ends(low, reached(low), high, reached(high))


def stenbacka_threshold(boxes, gamma=1):
    """50 (1 − γ (s1² − s2²))."""

    def of(one, two):
        return 50 * (1 - Fraction(gamma) * (one * one - two * two) / 10000)

    return _united(_quadratic(cell, first, second, of) for cell, first, second in _cells(boxes))


def merger_delta(parts, one=0, two=1):
    """2ab of two firms of a market that is a union of parts."""
    return _united(_quadratic(part, one, two, lambda a, b: 2 * a * b) for part in parts if not part.is_empty)


def share(parts, firms):
    """What some firms have together."""
    return _united(
        as_ends(part.ends(linear(part.size, dict.fromkeys(firms, 1)))) for part in parts if not part.is_empty
    )


def concentration_ratio_of_named(boxes, k):
    """The sum of the k largest named shares, whatever there is beside them."""
    whole = combined(boxes, slack=1)
    if whole.is_empty:
        return None
    rows = [
        linear(whole.size, dict.fromkeys(chosen, 1)) for chosen in combinations(range(len(boxes)), min(k, len(boxes)))
    ]
    highs = [whole.ends(row)[1] for row in rows]
    high = max(high for high, _ in highs)
    columns = list(zip(*map(fractions, whole.points), strict=True))[:-1]
    least = sum(sorted(map(min, columns), reverse=True)[:k])  # all at their low ends, if these are a market
    level = whole
    for row in rows:
        level = level.cut(linear(whole.size, {at: -c for at, c in enumerate(row[:-1])}, least))
    return Ends(least, not level.is_empty, high, any(reached for value, reached in highs if value == high))


def kwoka(boxes, *, to_zero=False):
    """Squared distances of neighbours by size among the firms of a full market that have a share."""
    found = []
    whole = combined(boxes, slack=0)
    able = [at for at, box in enumerate(boxes) if box.low == 0 and box.low_closed]
    for zeros in range(len(able) + 1):
        for none in combinations(able, zeros):
            positive = [at for at in range(len(boxes)) if at not in none]
            shape = whole
            for at in none:
                shape = shape.level(linear(whole.size, {at: 1}))
            for at in positive:
                shape = shape.cut(linear(whole.size, {at: 1}), strict=True)
            if len(positive) > 1 or (positive and to_zero):
                found += [_ordered_kwoka(shape, order, to_zero) for order in permutations(positive)]
    return _united(found)


def _ordered_kwoka(shape, order, to_zero):
    rows = []
    for high, low in pairwise(order):
        row = linear(shape.size, {high: 1, low: -1})
        rows.append(row)
        shape = shape.cut(row)
    if to_zero:
        rows.append(linear(shape.size, {order[-1]: 1}))
    if shape.is_empty:
        return None
    gaps = {v: tuple(Fraction(shape.value(row, v), 100 * v[-1]) for row in rows) for v in shape.points}
    norms = {vertex: sum(gap * gap for gap in each) for vertex, each in gaps.items()}
    high = max(norms.values())
    nearest = least_norm(list(gaps.values()))
    level = shape
    for row, gap in zip(rows, nearest, strict=True):
        level = level.level(linear(shape.size, dict(enumerate(row[:-1])), row[-1] - 100 * gap))
    reached = any(shape.strictly(vertex) for vertex, norm in norms.items() if norm == high)
    return Ends(sum(gap * gap for gap in nearest), not level.is_empty, high, reached)

"""Sharp bounds of entropy between and within groups of a full market, from the definitions."""

import math

from polytope import fractions
from true_indices import Concentration, Ends
from true_market import Market, Undecided, combined

__all__ = ["related_entropy", "unrelated_entropy"]


def unrelated_entropy(boxes, groups):
    """Entropy of the sums of groups."""
    market = Market(tuple(boxes), "any", 0)
    return None if market.is_empty else Concentration(market, groups).entropy()


def related_entropy(boxes, groups):
    """Entropy of all parts, less that of the sums of groups, of which there are two at most.

    Returns:
        Its ends, and for each whether it is known that it is reached, or not.
    """
    if len(groups) > 2:
        raise Undecided("more than two groups")
    whole = combined(boxes, slack=0)
    if whole.is_empty:
        return None, (True, True)
    closed = all(box.low_closed and box.high_closed for box in boxes)
    low, reached = _lowest_related(whole, groups)
    if closed:
        reached = True
    return Ends(low, bool(reached), _highest_related(whole, groups), closed), (reached is not None, closed)


def _related(shares, groups):
    parts = ((shares[at], sum(shares[j] for j in group)) for group in groups for at in group)
    return math.fsum(-share / 100 * math.log(share / total) for share, total in parts if share > 0)


def _lowest_related(whole, groups):
    """The lowest value, at a vertex since the index is concave; and whether a market has it, None if that is open."""
    values = [(_related([float(x) for x in fractions(vertex)], groups), vertex) for vertex in whole.points]
    low = min(value for value, _ in values)
    lowest = [vertex for value, vertex in values if value <= low + 1e-12]
    if any(map(whole.strictly, lowest)):
        return low, True
    if len(lowest) == 1:
        return low, False
    middle = [float(x) for x in fractions(whole.barycentre(lowest))]
    return low, False if len(lowest) == 2 and _related(middle, groups) > low + 1e-12 else None


def _highest_related(whole, groups):
    """The highest value: groups as equal within as they can be, and the best of all sums that they can have."""
    columns = list(zip(*(fractions(vertex) for vertex in whole.points), strict=True))
    sides = [[(float(min(columns[at])), float(max(columns[at]))) for at in group] for group in groups]

    def within(total):
        shares = [0.0] * whole.size
        for group, side, goal in zip(groups, sides, [total, 100 - total], strict=False):
            for at, share in zip(group, _levelled(side, goal), strict=True):
                shares[at] = share
        return _related(shares, groups)

    sums = [sum(fractions(vertex)[at] for at in groups[0]) for vertex in whole.points]
    below, above = float(min(sums)), float(max(sums))
    ratio = (math.sqrt(5) - 1) / 2
    for _ in range(55):
        left, right = above - ratio * (above - below), below + ratio * (above - below)
        below, above = (below, right) if within(left) > within(right) else (left, above)
    return within((below + above) / 2)


def _levelled(sides, goal):
    """Numbers between their ends that sum to a goal and are as equal as they can be."""
    marks = sorted({end for side in sides for end in side})
    for below, above in zip(marks, [*marks[1:], math.inf], strict=True):
        free = [side for side in sides if side[0] <= below < side[1]]
        fixed = math.fsum(min(max(below, low), high) for low, high in sides)
        if not free or fixed + len(free) * (above - below) >= goal:
            level = below + (max(goal - fixed, 0.0) / len(free) if free else 0.0)
            if free or fixed >= goal:
                return [min(max(level, low), high) for low, high in sides]
    return [high for _, high in sides]

"""Sharp bounds of ranks in a partly reported market, from their definition."""

import math
from fractions import Fraction
from itertools import combinations

from true_indices import Ends
from true_market import Undecided, linear

__all__ = ["rank_ends"]


def _possible(part, size, larger, not_larger):
    """Whether some market of a part has the first of each pair above the second, and no first above the second."""
    for one, other in not_larger:
        part = part.cut(linear(size, {other: 1, one: -1}))
    for one, other in larger:
        part = part.cut(linear(size, {one: 1, other: -1}), strict=True)
        if not part.vertices:
            return False
    return not part.is_empty


def rank_ends(market, firm):
    """Lowest and highest rank: 1 and the number of firms with a larger share."""
    if market.ranks and market.count is None and market.unnamed == "any":
        raise Undecided("ranks among any number of unnamed firms")
    others = [at for at in range(market.named) if at != firm]
    best, worst = math.inf, 0
    chain = 0 if market.count is None else market.count
    for part in market.with_unnamed(chain):
        first, last = _ranks_with(part, market, firm, others, chain)
        best, worst = min(best, first), max(worst, last)
    for part in market.in_small_pieces:
        first, last = _ranks_in_pieces(part, market, firm, others)
        best, worst = min(best, first), max(worst, last)
    return Ends(best, True, worst, worst < math.inf)


def _ranks_with(part, market, firm, others, chain):
    size = part.size
    places = [(named, unnamed) for named in range(len(others) + 1) for unnamed in range(chain + 1)]
    if market.unnamed == "smaller":
        places = [place for place in places if not place[1]]
    best = worst = None
    for named, unnamed in sorted(places, key=sum):
        for larger in combinations(others, named):
            rest = [(at, firm) for at in others if at not in larger]
            rest += [(at, firm) for at in range(market.named + unnamed, size)][:1]
            if _possible(part, size, [], rest):
                best = 1 + named + unnamed
                break
        if best:
            break
    for named, unnamed in sorted(places, key=sum, reverse=True):
        for larger in combinations(others, named):
            above = [(at, firm) for at in larger]
            above += [(market.named + unnamed - 1, firm)] if unnamed else []
            if _possible(part, size, above, []):
                worst = 1 + named + unnamed
                break
        if worst:
            break
    return best, worst


def _ranks_in_pieces(part, market, firm, others):
    """With a rest of any number of pieces, of which none need be larger than a firm that has something."""
    size, rest = part.size, market.named
    positive = part.cut(linear(size, {firm: 1}), strict=True)
    best, worst = math.inf, 0
    for count in range(len(others) + 1):
        for larger in combinations(others, count):
            smaller = [(at, firm) for at in others if at not in larger]
            if not positive.is_empty and _possible(positive, size, [], smaller):
                best = min(best, 1 + count)
            elif market.unnamed == "any" and _possible(part, size, [], smaller):
                best = min(best, 2 + count)  # the firm has 0, and somebody has the rest
            shape = part
            for at in larger:
                shape = shape.cut(linear(size, {at: 1, firm: -1}), strict=True)
            if shape.is_empty:
                continue
            if market.unnamed == "smaller":
                worst = max(worst, 1 + count)
                continue
            if any(not vertex[firm] for vertex in shape.points):
                worst = math.inf
                continue
            most = max(Fraction(vertex[rest], vertex[firm]) for vertex in shape.points)
            worst = max(worst, 1 + count + max(math.ceil(most) - 1, 0))
    return best, worst

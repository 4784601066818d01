"""Sharp bounds of symmetric indices of a partly reported market, from their definitions."""

import math
from collections import defaultdict
from decimal import Decimal, getcontext
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from polytope import fractions, least_norm, scaled
from true_market import Undecided, linear

__all__ = ["Concentration", "Ends", "union"]

getcontext().prec = 60
SAME = Decimal(10) ** -45


class Ends(tuple):
    """Low end, whether it is reached, high end, whether it is reached; infinite ends are floats."""

    __slots__ = ()

    def __new__(cls, low, low_reached, high, high_reached):
        return super().__new__(cls, (low, bool(low_reached), high, bool(high_reached)))


def decimal(number):
    return Decimal(number.numerator) / Decimal(number.denominator)


def union(ends):
    """The ends of a union."""
    ends = list(ends)
    low, high = min(end[0] for end in ends), max(end[2] for end in ends)
    return Ends(
        low,
        any(reached for value, reached, _, _ in ends if value == low),
        high,
        any(reached for _, _, value, reached in ends if value == high),
    )


# indices: of shares in percent, exact, with or without a rest in ever smaller pieces


def hhi(shares, rest):  # noqa: ARG001
    return sum(share * share for share in shares)


def hall_tideman(shares, rest):
    if rest:
        return Fraction(0)
    ordered = sorted(shares, reverse=True)
    return 1 / (2 * sum(rank * share for rank, share in enumerate(ordered, 1)) / Fraction(100) - 1)


def entropy(shares, rest):
    """In natural logarithms."""
    if rest:
        return math.inf
    parts = [decimal(share / 100) for share in shares if share]
    return -sum(part * part.ln() for part in parts)


def entropy_nearly(shares, rest):
    return (
        math.inf if rest else -math.fsum(share / 100 * math.log(share / 100) for share in map(float, shares) if share)
    )


def hill(order):
    power = Fraction(str(order))
    exponent = decimal(power)

    def exact(shares, rest):
        if order == 1:
            return math.inf if rest else entropy(shares, rest).exp()
        if rest and order < 1:
            return math.inf
        total = sum((decimal(share / 100).ln() * exponent).exp() for share in shares if share)
        return (total.ln() / (1 - exponent)).exp() if total else math.inf

    def nearly(shares, rest):
        if rest and order <= 1:
            return math.inf
        if order == 1:
            return math.exp(entropy_nearly(shares, rest))
        total = math.fsum((share / 100) ** order for share in map(float, shares) if share)
        return total ** (1 / (1 - order)) if total else math.inf

    return exact, nearly


class Concentration:
    """Bounds of indices of one market; with `groups`, of the sums of named firms that belong together."""

    def __init__(self, market, groups=None):
        self.market = market
        self.groups = [[at] for at in range(market.named)] if groups is None else groups

    @classmethod
    def after_merger(cls, market, merging):
        """Of the market in which some named firms are one."""
        return cls(market, [[at] for at in range(market.named) if at not in merging] + [list(merging)])

    @property
    def grouped(self):
        return self.groups != [[at] for at in range(self.market.named)]

    def after(self, vertex, rest):
        """Shares of a vertex, over its divisor; the rest in small pieces is left out."""
        unnamed = vertex[self.market.named + rest : -1]
        return (*(sum(vertex[at] for at in group) for group in self.groups), *unnamed, vertex[-1])

    def rows(self, size, rest):
        """Each share as a linear function of the point."""
        rows = [linear(size, dict.fromkeys(group, 1)) for group in self.groups]
        return rows + [linear(size, {at: 1}) for at in range(self.market.named + rest, size)]

    @cached_property
    def concentrated(self):
        """Shares of the vertices, and whether some market has them."""
        found = []
        for part in self.market.in_large_pieces:
            groups = defaultdict(list)
            for vertex in part.points:
                groups[fractions(self.after(vertex, 0))].append(vertex)
            found += [(image, part, group) for image, group in groups.items()]
        return found

    @cached_property
    def levelled(self):
        """For each part its least concentrated shares, with or without a rest, and whether some market has them."""
        parts = [(part, 0) for part in self.market.in_any_pieces]
        parts += [(part, 1) for part in self.market.in_small_pieces]
        return [self._least(part, rest) for part, rest in parts]

    def _least(self, part, rest):
        images = [self.after(vertex, rest) for vertex in part.points]
        least = self._guess(part, rest) if not self.grouped else None
        if least is None or not self._below(least, images):
            least = least_norm([fractions(image) for image in images])
            if not self._below(least, images):
                raise Undecided("no market is less concentrated than every other")
        left = 100 - sum(least) if rest else 0
        return least, left > 0, part, rest

    def _guess(self, part, rest):
        """Shares as equal as the ends of the coordinates let them be; only a guess, which has to be proved."""
        named = self.market.named
        size = part.size - rest
        columns = [[fractions(v)[at if at < named else at + rest] for v in part.points] for at in range(size)]
        if rest:
            least = tuple(map(min, columns))
            return least if sum(least) <= 100 and self._inside(part, (*least, 100 - sum(least))) else None
        low, high = list(map(min, columns)), list(map(max, columns))
        marks = sorted({*low, *high})
        for below, above in zip(marks, [*marks[1:], marks[-1]], strict=True):
            fixed = sum(min(max(below, a), b) for a, b in zip(low, high, strict=True))
            free = sum(1 for a, b in zip(low, high, strict=True) if a <= below < b)
            level = below + Fraction(100 - fixed) / free if free and fixed <= 100 else below
            if fixed == 100 or (free and below <= level <= above):
                level = below if fixed == 100 else level
                guess = tuple(min(max(level, a), b) for a, b in zip(low, high, strict=True))
                return guess if self._inside(part, guess) else None
        return None

    @staticmethod
    def _inside(part, shares):
        point = scaled(shares)
        return all(part.value(row, point) >= 0 for row in part.constraints) and sum(shares) == 100

    @staticmethod
    def _below(least, images):
        """Whether shares are majorized by every vertex, and so by every point: at each level, what lies above it."""
        for level in set(least):
            above = [at for at, share in enumerate(least) if share >= level]
            mine = sum(least[at] for at in above)
            if any(sum(image[at] for at in above) * mine.denominator < mine.numerator * image[-1] for image in images):
                return False
        return True

    def _level_reached(self, least, left, part, rest):
        if left:
            return False
        if not self.grouped:
            point = scaled((*least, Fraction(0)) if rest else least)
            return part.strictly(point)
        for row, share in zip(self.rows(part.size, rest), least, strict=True):
            part = part.level(linear(part.size, dict(enumerate(row[:-1])), -share))
        return not part.is_empty

    def bounds(self, exact, nearly=None, *, rises):
        """Ends of an index that rises, or falls, strictly with concentration."""
        nearly = nearly or exact
        top = self._best(
            [(shares, False, (part, group)) for shares, part, group in self.concentrated], exact, nearly, rises
        )
        bottom = self._best([(s, left, (s, left, p, r)) for s, left, p, r in self.levelled], exact, nearly, not rises)
        most = top[0], any(part.reached(group) for part, group in top[1]) or self._between(top[1], exact, top[0])
        least = bottom[0], any(self._level_reached(*where) for where in bottom[1])
        return Ends(*least, *most) if rises else Ends(*most, *least)

    @staticmethod
    def _best(candidates, exact, nearly, largest):
        """The best value, and all that have it; 50 digits decide between those that are nearly equal."""
        values = [(nearly(shares, rest), shares, rest, where) for shares, rest, where in candidates]
        best = (max if largest else min)(value for value, *_ in values)
        if best in (math.inf, 0):
            ties = [where for value, *_, where in values if value == best]
            return (best if best else Decimal(0)), ties
        close = (
            [entry for entry in values if abs(entry[0] - best) <= abs(best) * Fraction(1, 10**9)]
            if isinstance(best, Fraction)
            else [entry for entry in values if math.isclose(entry[0], best, rel_tol=1e-9, abs_tol=1e-12)]
        )
        sure = {}
        for _, shares, rest, where in close:
            key = (tuple(sorted(share for share in shares if share)), rest)
            if key not in sure:
                sure[key] = (exact(shares, rest), [])
            sure[key][1].append(where)
        best = (max if largest else min)(value for value, _ in sure.values())
        ties = [
            where
            for value, places in sure.values()
            if value == best or (isinstance(value, Decimal) and abs(value - best) <= SAME)
            for where in places
        ]
        return best, ties

    def _between(self, places, exact, value):
        """Whether a point between two vertices has the extreme value, and is a market: of indices linear in between."""
        if exact is not hall_tideman:
            return False
        for (part, one), (other_part, other) in combinations(places, 2):
            if part is other_part:
                middle = part.barycentre([one[0], other[0]])
                if part.strictly(middle) and hall_tideman(fractions(self.after(middle, 0)), False) == value:
                    return True
        return False

    def hhi(self):
        return self.bounds(hhi, rises=True)

    def hall_tideman(self):
        return self.bounds(hall_tideman, rises=True)

    def entropy(self, base=None):
        ends = self.bounds(entropy, entropy_nearly, rises=False)
        if base is None:
            return ends
        scale = Decimal(str(base)).ln()
        return Ends(ends[0] / scale, ends[1], ends[2] if ends[2] == math.inf else ends[2] / scale, ends[3])

    def hill(self, order):
        if order == 0:
            return self.firms()
        if order == math.inf:
            low, low_reached, high, high_reached = self.concentration_ratio(1)
            return Ends(100 / high, high_reached, 100 / low if low else math.inf, low_reached)
        return self.bounds(*hill(order), rises=False)

    def firms(self):
        """Ends of the number of firms with a share."""
        counts = set()
        for part in (
            self.market.in_large_pieces
            if self.market.count is not None
            else [
                *self.market.in_large_pieces,
                *self.market.in_any_pieces,
            ]
        ):
            supports = {tuple(at for at in range(part.size) if vertex[at]) for vertex in part.points}
            zeros = {frozenset(range(part.size)) - set(support) for support in supports}
            named = [at for at in range(self.market.named) if any(at in zero for zero in zeros)]
            for size in range(len(named) + 1):
                for none in combinations(named, size):
                    for last in range(self.market.named, part.size + 1):
                        face = [v for v in part.points if not any(v[at] for at in (*none, *range(last, part.size)))]
                        if face:
                            middle = part.barycentre(face)
                            if part.strictly(middle):
                                counts.add(sum(1 for share in middle[:-1] if share))
        if self.market.in_small_pieces:
            return Ends(min(counts), True, math.inf, False)
        return Ends(min(counts), True, max(counts), True)

    def concentration_ratio(self, k):
        return Ends(*self._lowest_ratio(k), *self._highest_ratio(k))

    def _largest(self, size, rest, k):
        """Linear functions of which the ratio is the largest."""
        rows = self.rows(size, rest)
        chain = size - rest - self.market.named
        first = len(rows) - chain
        for unnamed in range(min(k, chain) + 1):
            for named in combinations(range(first), min(k - unnamed, first)):
                chosen = [*named, *range(first, first + unnamed)]
                yield tuple(map(sum, zip(*(rows[at] for at in chosen), strict=True))) if chosen else (0,) * (size + 1)

    def _highest_ratio(self, k):
        faces = []
        for part in self.market.in_large_pieces:
            for row in self._largest(part.size, 0, k):
                (_, _), (high, reached) = part.ends(row)
                faces.append((high, reached))
        best = max(high for high, _ in faces)
        return best, any(reached for high, reached in faces if high == best)

    def _lowest_ratio(self, k):
        values = [
            (sum(sorted(least, reverse=True)[:k], Fraction(0)), part, rest) for least, _, part, rest in self.levelled
        ]
        low = min(value for value, _, _ in values)
        return low, any(self._ratio_reached(part, rest, k, low) for value, part, rest in values if value == low)

    def _ratio_reached(self, part, rest, k, low):
        for row in self._largest(part.size, rest, k):
            part = part.cut(linear(part.size, {at: -c for at, c in enumerate(row[:-1])}, low))
        if part.is_empty:
            return False
        if not rest:
            return True
        # with something left over for unnamed firms, they must have no place among the k largest
        shares = self.after(part.barycentre(), 1)[:-1]
        return k <= sum(1 for share in shares if share)

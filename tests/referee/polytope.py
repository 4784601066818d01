"""Polytopes in a simplex by their vertices, exactly: cut by half-spaces, some of which keep their border out.

A point is a tuple of integers, the last of which divides the others, so that nothing is rounded. A set of markets is a
polytope without some of its faces. It is empty if and only if the mean of its vertices is not in it, since that mean
has slack wherever any point has. The same holds for each face: so the barycentre decides what is attained.
"""

from fractions import Fraction
from math import gcd

__all__ = ["Polytope", "fractions", "least_norm", "scaled"]


def scaled(numbers):
    """Rational numbers as integers over one divisor, in lowest terms."""
    divisor = 1
    for number in numbers:
        divisor = divisor * number.denominator // gcd(divisor, number.denominator)
    return (*(int(number * divisor) for number in numbers), divisor)


def fractions(point):
    """The coordinates of a point."""
    return tuple(Fraction(number, point[-1]) for number in point[:-1])


def _lowest(point):
    common = gcd(*point)
    return tuple(number // common for number in point) if common > 1 else tuple(point)


class Polytope:
    """The points of a simplex that meet all `constraints`, and strictly those in `strict`.

    Attributes:
        size: Number of coordinates.
        vertices: Its corners, closed, each with the bits of the constraints that hold there with equality.
        constraints: All half-spaces c · (point, 1) >= 0, as integers.
        strict: Those of them that must hold strictly.
    """

    __slots__ = ("constraints", "size", "strict", "vertices")

    def __init__(self, size, vertices, constraints, strict=()):
        self.size, self.vertices, self.constraints, self.strict = size, vertices, constraints, strict

    @classmethod
    def simplex(cls, named, chain=0, total=100):
        """Coordinates of 0 and more that sum to `total`; those in the chain at the end never rise along it."""
        size = named + chain
        vertices, constraints = [], []
        for position in range(named):
            vertices.append((*(total if at == position else 0 for at in range(size)), 1))
            constraints.append(tuple(int(at == position) for at in range(size + 1)))
        for length in range(1, chain + 1):
            vertices.append((0,) * named + (total,) * length + (0,) * (chain - length) + (length,))
            last = named + length - 1
            constraint = [0] * (size + 1)
            constraint[last] = 1
            if length < chain:
                constraint[last + 1] = -1
            constraints.append(tuple(constraint))
        masks = [sum(1 << at for at in range(size) if at != vertex) for vertex in range(size)]
        return cls(size, [(_lowest(v), m) for v, m in zip(vertices, masks, strict=True)], constraints)

    def value(self, constraint, point):
        return sum(c * x for c, x in zip(constraint, point, strict=True) if c)

    def cut(self, constraint, *, strict=False):
        """The part in which c · (point, 1) >= 0, or > 0."""
        bit = 1 << len(self.constraints)
        values = [sum(map(int.__mul__, constraint, vertex)) for vertex, _ in self.vertices]
        kept = [
            (vertex, mask if value else mask | bit)
            for (vertex, mask), value in zip(self.vertices, values, strict=True)
            if value >= 0
        ]
        below = [
            (vertex, mask, value) for (vertex, mask), value in zip(self.vertices, values, strict=True) if value < 0
        ]
        if below:
            above = [
                (vertex, mask, value) for (vertex, mask), value in zip(self.vertices, values, strict=True) if value > 0
            ]
            masks = [mask for _, mask in self.vertices]
            for high, high_mask, up in above:
                for low, low_mask, down in below:
                    shared = high_mask & low_mask
                    if sum(1 for mask in masks if mask & shared == shared) == 2:
                        between = [up * a - down * b for a, b in zip(low, high, strict=True)]
                        kept.append((_lowest(between), shared | bit))
        return Polytope(
            self.size, kept, [*self.constraints, constraint], (*self.strict, constraint) if strict else self.strict
        )

    def level(self, constraint):
        """The part in which c · (point, 1) = 0."""
        return self.cut(constraint).cut(tuple(-c for c in constraint))

    def barycentre(self, vertices=None):
        """The mean of some vertices, or of all."""
        points = [fractions(vertex) for vertex in (self.points if vertices is None else vertices)]
        return scaled([sum(column) / len(points) for column in zip(*points, strict=True)])

    @property
    def points(self):
        """Its vertices."""
        return [vertex for vertex, _ in self.vertices]

    def holds(self, point):
        """Whether a point lies in it, with its missing faces."""
        return all(self.value(c, point) >= 0 for c in self.constraints) and self.strictly(point)

    def strictly(self, point):
        """Whether a point of the closed polytope lies on no missing face."""
        return all(self.value(c, point) > 0 for c in self.strict)

    @property
    def is_empty(self):
        """True if no point meets all constraints."""
        return not self.vertices or not self.strictly(self.barycentre())

    def reached(self, vertices):
        """Whether the face that is spanned by these vertices has a point that is not missing."""
        vertices = list(vertices)
        return any(map(self.strictly, vertices)) or (len(vertices) > 1 and self.strictly(self.barycentre(vertices)))

    def ends(self, numerator, denominator=None):
        """Lowest and highest value of a linear function, or of the quotient of two, and whether they are reached.

        Both are coefficients with a constant at the end. A denominator may be 0 at the border and nowhere else; the
        quotient is then unbounded, None, unless the numerator vanishes with it everywhere.
        """
        values = {}
        unbounded = False
        for vertex in self.points:
            above = self.value(numerator, vertex)
            below = self.value(denominator, vertex) if denominator else vertex[-1]
            if below == 0:
                unbounded = unbounded or above > 0
                continue
            values.setdefault(Fraction(above, below), []).append(vertex)
        zero = [
            v for v in self.points if denominator and not self.value(denominator, v) and not self.value(numerator, v)
        ]
        if not values:
            return None
        low, high = min(values), max(values)
        top = (None, False) if unbounded else (high, self.reached(values[high] + zero))
        return (low, self.reached(values[low] + zero)), top


def _affine_least(points):
    """Weights, summing to 1, of the point nearest to 0 in the affine hull of points; None if they are dependent."""
    size = len(points)
    rows = [
        [sum(a * b for a, b in zip(p, q, strict=True)) for q in points] + [Fraction(1), Fraction(0)] for p in points
    ]
    rows.append([Fraction(1)] * size + [Fraction(0), Fraction(1)])
    for column in range(size + 1):
        pivot = next((at for at in range(column, size + 1) if rows[at][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [entry / head for entry in rows[column]]
        for at in range(size + 1):
            factor = rows[at][column]
            if at != column and factor:
                rows[at] = [a - factor * b for a, b in zip(rows[at], rows[column], strict=True)]
    return [row[-1] for row in rows[:size]]


def least_norm(points):
    """The point nearest to 0 in the hull of points, exactly (Wolfe 1976)."""
    points = list(dict.fromkeys(points))
    product = lambda p, q: sum(a * b for a, b in zip(p, q, strict=True))  # noqa: E731
    chosen = [min(points, key=lambda p: product(p, p))]
    weights = [Fraction(1)]
    here = chosen[0]
    while True:
        nearest = min(points, key=lambda p: product(here, p))
        if product(here, nearest) >= product(here, here):
            return here
        chosen.append(nearest)
        weights.append(Fraction(0))
        while True:
            wanted = _affine_least(chosen)
            if all(weight > 0 for weight in wanted):
                weights = wanted
                break
            step = min(w / (w - new) for w, new in zip(weights, wanted, strict=True) if new <= 0)
            weights = [w + step * (new - w) for w, new in zip(weights, wanted, strict=True)]
            kept = [at for at, weight in enumerate(weights) if weight > 0]
            chosen, weights = [chosen[at] for at in kept], [weights[at] for at in kept]
        here = tuple(
            sum(weight * point[at] for weight, point in zip(weights, chosen, strict=True)) for at in range(len(here))
        )

"""A partly reported market from its definition: named shares, unnamed firms, a stated sum, stated ranks.

Shares are percent and sum to 100. `count` is the most unnamed firms that there can be, since one may hold 0; None is
any number. Under "smaller" none of them is larger than the smallest named firm. A firm of stated rank k has at most
k − 1 firms, named or not, that are larger.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import ceil

from polytope import Polytope, scaled

__all__ = ["Box", "Market", "Undecided", "combined", "linear"]

MOST_UNNAMED = 14


class Undecided(Exception):  # noqa: N818
    """The referee does not judge this case; it is counted as such."""


@dataclass(frozen=True)
class Box:
    """Numbers from `low` to `high`, exact; None is without an end above."""

    low: Fraction
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    def cuts(self, size, positions):
        """Half-spaces that keep a sum of coordinates in the box, and whether strictly."""
        if self.low > 0 or not self.low_closed:
            yield linear(size, dict.fromkeys(positions, 1), -self.low), not self.low_closed
        if self.high is not None and (self.high < 100 or not self.high_closed):
            yield linear(size, dict.fromkeys(positions, -1), self.high), not self.high_closed


def linear(size, coefficients, constant=0):
    """Coefficients of a linear function of a point, in integers, the constant last."""
    row = [Fraction(0)] * (size + 1)
    for position, coefficient in coefficients.items():
        row[position] += coefficient
    row[-1] += Fraction(constant)
    return scaled(row)[:-1]


def combined(boxes, *, slack, chain=0, total=None):
    """All shares in boxes that sum to 100; with `slack`, the last coordinate before the chain is what they leave."""
    named = len(boxes)
    shape = Polytope.simplex(named + slack, chain)
    for position, box in enumerate(boxes):
        for row, strict in box.cuts(shape.size, [position]):
            shape = shape.cut(row, strict=strict)
    if total is not None:
        for row, strict in total.cuts(shape.size, range(named)):
            shape = shape.cut(row, strict=strict)
    return shape


@dataclass(frozen=True)
class Market:
    """What is known of a market."""

    boxes: tuple[Box, ...]
    unnamed: str = "any"
    count: int | None = None
    total: Box | None = None
    ranks: dict[int, int] = field(default_factory=dict, hash=False)

    @property
    def named(self):
        return len(self.boxes)

    def choices(self, chain, *, of_unnamed):
        """Who may be larger than each ranked firm: for each, named positions and how many unnamed firms."""
        options = []
        for position, rank in self.ranks.items():
            others = [at for at in range(self.named) if at != position]
            options.append(
                [
                    (position, larger, unnamed)
                    for unnamed in range(min(rank - 1, chain if of_unnamed else 0) + 1)
                    for larger in combinations(others, min(rank - 1 - unnamed, len(others)))
                ]
            )
        return product(*options)

    def _ordered(self, shape, choice, chain_from):
        for position, larger, unnamed in choice:
            for other in range(self.named):
                if other != position and other not in larger:
                    shape = shape.cut(linear(shape.size, {position: 1, other: -1}))
            if chain_from is not None and chain_from + unnamed < shape.size:
                shape = shape.cut(linear(shape.size, {position: 1, chain_from + unnamed: -1}))
        return shape

    def with_unnamed(self, chain):
        """The markets in which at most `chain` unnamed firms hold something, as a union of polytopes."""
        whole = combined(self.boxes, slack=0, chain=chain, total=self.total)
        if self.unnamed == "smaller" and chain:
            for position in range(self.named):
                whole = whole.cut(linear(whole.size, {position: 1, self.named: -1}))
        parts = [self._ordered(whole, choice, self.named) for choice in self.choices(chain, of_unnamed=True)]
        return [part for part in parts if not part.is_empty]

    @cached_property
    def in_small_pieces(self):
        """The named shares, and the rest above 0, of markets whose unnamed firms are as many and small as one likes."""
        if self.count is not None:
            return []
        whole = combined(self.boxes, slack=1, total=self.total)
        size = whole.size
        whole = whole.cut(linear(size, {self.named: 1}), strict=True)
        positive = range(self.named) if self.unnamed == "smaller" else self.ranks
        for position in positive:
            whole = whole.cut(linear(size, {position: 1}), strict=True)
        parts = [self._ordered(whole, choice, None) for choice in self.choices(0, of_unnamed=False)]
        return [part for part in parts if not part.is_empty]

    @cached_property
    def most_pieces(self):
        """With how many unnamed firms the most concentrated markets can be had.

        Of two unnamed firms below their cap the larger can take from the smaller, so that at most one is between 0 and
        the cap. A smallest named firm below its high end can take from an unnamed one: so the cap is the least high
        end, unless a stated sum or rank stands against that.
        """
        if self.count is not None:
            return self.count
        if self.unnamed == "any" and not self.ranks:
            return 1
        if self.total is None and not self.ranks:
            cap = min(Fraction(100) if box.high is None else box.high for box in self.boxes)
        else:
            capping = range(self.named) if self.unnamed == "smaller" else self.ranks
            cap = min(self.boxes[position].low for position in capping)
            if cap == 0 and self.in_small_pieces:
                raise Undecided("caps that may be 0")
        extra = max([rank - 1 for rank in self.ranks.values()], default=0)
        pieces = 0 if cap == 0 else ceil(100 / cap) + 1 + extra
        if pieces > MOST_UNNAMED:
            raise Undecided("too many unnamed firms")
        return pieces

    @cached_property
    def in_large_pieces(self):
        """Parts among whose vertices is the most concentrated market."""
        return self.with_unnamed(self.most_pieces)

    @cached_property
    def in_any_pieces(self):
        """Parts of which one has the least concentrated market, if it is not in small pieces."""
        return self.with_unnamed(0) if self.count is None else self.in_large_pieces

    @property
    def is_empty(self):
        """True if no market fits."""
        if self.count is not None:
            return not self.in_large_pieces
        if self.unnamed == "any" and any(not self.boxes[position].low for position in self.ranks):
            raise Undecided("a ranked firm that may have 0")
        return not (self.with_unnamed(0) or self.in_small_pieces)

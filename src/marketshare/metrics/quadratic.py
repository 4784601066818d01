"""Where a sum of squares is least under linear bounds: exact, by an active set of them."""

from collections.abc import Sequence
from fractions import Fraction

from marketshare.metrics.checks import ShareError
from marketshare.metrics.exact import Number

__all__ = ["Row", "least_square"]

Row = tuple[Sequence[Number], Number]
"""Coefficients of a linear function, and the least value that it may have."""


def least_square(form: Sequence[Sequence[Number]], whole: Row, bounds: Sequence[Row]) -> list[Fraction]:
    r"""The point x at which x'Qx is least, of those with w·x = W and r·x >= R for every bound.

    The dual method: from the least point of all, one bound that is not kept after the other is taken in, and those that
    no longer hold it back are let go. With exact numbers it ends.

    Args:
        form: Q, symmetric, shape (n, n), positive in every direction that w·x = W leaves.
        whole: w and W.
        bounds: Each r and R.

    Raises:
        ShareError: no point keeps all bounds.

    Source:
        Goldfarb and Idnani 1983.

    Example:
        >>> least_square([[1, 0], [0, 1]], ([1, 1], 10), [([1, 0], 6)])
        [Fraction(6, 1), Fraction(4, 1)]
    """
    size = len(form)
    bordered = [[*row, -weight] for row, weight in zip(form, whole[0], strict=True)] + [[*whole[0], 0]]
    *point, pull = _solved(bordered, [0] * size + [whole[1]])
    active: list[int] = []
    pulls = [pull]
    while True:
        short = [(_dot(row, point) - least, number) for number, (row, least) in enumerate(bounds)]
        lacking, taken = min(short, default=(Fraction(0), -1))
        if lacking >= 0:
            return point
        own = Fraction(0)
        while True:
            rows = [whole[0], *(bounds[number][0] for number in active)]
            matrix = [[*row, *(-kept[place] for kept in rows)] for place, row in enumerate(form)]
            matrix += [[*kept, *[0] * len(rows)] for kept in rows]
            solution = _solved(matrix, [*bounds[taken][0], *[0] * len(rows)])
            step, changes = solution[:size], solution[size:]
            gain = _dot(bounds[taken][0], step)
            held = [(-pulls[place] / change, place) for place, change in enumerate(changes) if place and change < 0]
            released = min(held, default=None)
            if not gain and released is None:
                raise ShareError("shares: no market fits all of their bounds")
            reached = gain and (released is None or -lacking / gain <= released[0])
            length = -lacking / gain if reached or released is None else released[0]
            point = [x + length * z for x, z in zip(point, step, strict=True)]
            pulls = [pull + length * change for pull, change in zip(pulls, changes, strict=True)]
            own += length
            lacking += length * gain
            if reached or released is None:
                active.append(taken)
                pulls.append(own)
                break
            del active[released[1] - 1], pulls[released[1]]


def _dot(row: Sequence[Number], point: Sequence[Fraction]) -> Fraction:
    return sum((a * x for a, x in zip(row, point, strict=True) if a), Fraction(0))


def _solved(matrix: list[list[Number]], right: Sequence[Number]) -> list[Fraction]:
    """Solution of a system of linear equations that has one."""
    rows = [[*map(Fraction, row), Fraction(value)] for row, value in zip(matrix, right, strict=True)]
    for column in range(len(rows)):
        pivot = next(place for place in range(column, len(rows)) if rows[place][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column]
        for place, row in enumerate(rows):
            if place != column and row[column]:
                factor = row[column] / head[column]
                rows[place] = [a - factor * b if b else a for a, b in zip(row, head, strict=True)]
    return [row[-1] / row[column] for column, row in enumerate(rows)]

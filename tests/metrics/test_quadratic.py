"""Where a sum of squares is least under linear bounds."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketshare.metrics import ShareError
from marketshare.metrics.quadratic import least_square

UNIT = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    ("bounds", "point"),
    [
        pytest.param([], [10, 10, 10], id="alike"),
        pytest.param([([1, 0, 0], 16)], [16, 7, 7], id="one-held-up"),
        pytest.param([([1, 0, 0], 16), ([0, -1, 0], -5)], [16, 5, 9], id="one-held-down"),
        pytest.param([([1, -1, 0], 3)], [Fraction(23, 2), Fraction(17, 2), 10], id="a-distance"),
        pytest.param([([1, 0, 0], 16), ([1, 0, 0], 16), ([2, 0, 0], 32)], [16, 7, 7], id="the-same-bound-three-times"),
        pytest.param([([1, 0, 0], 10), ([0, 1, 0], 10), ([0, 0, 1], 10)], [10, 10, 10], id="no-room"),
        pytest.param([([1, 1, 0], 25), ([1, 0, 0], 15)], [15, 10, 5], id="one-that-is-let-go-is-not-missed"),
    ],
)
def test_the_least_point_by_hand(bounds, point):
    assert least_square(UNIT, ([1, 1, 1], 30), bounds) == point


def test_bounds_that_no_point_keeps_are_refused():
    with pytest.raises(ShareError, match="no market fits all of their bounds"):
        least_square(UNIT, ([1, 1, 1], 30), [([1, 0, 0], 20), ([0, 1, 0], 20), ([0, 0, 1], 0)])


ROWS = st.tuples(st.lists(st.integers(-2, 2), min_size=3, max_size=3), st.integers(-6, 6))


@given(st.lists(ROWS, max_size=5))
def test_no_point_of_a_grid_that_keeps_the_bounds_has_less(rows):
    grid = [(x, y, 12 - x - y) for x, y in product(range(-12, 25, 2), repeat=2)]
    kept = [point for point in grid if all(sum(map(int.__mul__, row, point)) >= least for row, least in rows)]
    assume(kept)
    point = least_square(UNIT, ([1, 1, 1], 12), rows)
    assert sum(point) == 12
    assert all(sum(a * x for a, x in zip(row, point, strict=True)) >= least for row, least in rows)
    assert sum(x * x for x in point) <= min(sum(x * x for x in each) for each in kept)

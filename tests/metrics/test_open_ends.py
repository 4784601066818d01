"""Which ends of an interval are reached, against every corner with open ends moved inwards by a little."""

import random
from itertools import product

import pytest

from marketshare.interval import Interval
from marketshare.metrics import (
    cagr_of_ratio,
    contribution_to_growth,
    gap_to_leader,
    implied_market_growth,
    lead,
    penetration,
    relative_share,
    share_change,
    share_from_components,
    shares_of,
)
from marketshare.quantity import declared

LITTLE = 1e-4


def bounds(function, **given):
    return declared(function).bounds(**given)


def exact(*values):
    return [Interval.exactly(value) for value in values]


def box(low, high, ends="[]"):
    return Interval(low, high, ends[0] == "[", ends[1] == "]")


def random_box(chance, lows, step, widths):
    low = chance.choice(lows)
    high = low + step * chance.choice(widths)
    return box(low, high, chance.choice(["[]", "(]", "[)", "()"])) if low < high else box(low, high)


def taken(interval):
    """Ends of an interval; one that does not belong to it moves inwards by a little."""
    low = interval.low + (0 if interval.low_closed else LITTLE)
    return {low, interval.high - (0 if interval.high_closed else LITTLE)}


def assert_ends(found, values, about):
    """An end is where the values end, and closed exactly if one of them is there."""
    for end, closed, extreme in (
        (found.low, found.low_closed, min(values)),
        (found.high, found.high_closed, max(values)),
    ):
        scale = max(1.0, abs(end))
        assert abs(extreme - end) < 1000 * LITTLE * scale, (about, found, extreme)
        assert (abs(extreme - end) < 1e-9 * scale) == closed, (about, found, extreme)


# functions of boxes, monotone in each argument: all corners


AMOUNTS = ([0, 10, 20, 40], 10, [0, 1, 2])
SHARES = ([5, 10, 20, 40], 5, [0, 1, 2])
GROWTHS = ([-50, 0, 20, 100], 20, [0, 1, 3])
CORNERS = [
    (share_change, {"start": SHARES, "end": SHARES}),
    (cagr_of_ratio, {"ratio": ([0.25, 0.5, 1, 2], 0.5, [0, 1, 2]), "years": ([1, 2, 3], 1, [0, 1])}),
    (implied_market_growth, {"firm_growth": GROWTHS, "share_start": SHARES, "share_end": SHARES}),
    (penetration, {"buyers": SHARES, "population": ([100, 200], 50, [0, 1, 2])}),
    (
        share_from_components,
        {"penetration_share": SHARES, "share_of_requirements": SHARES, "heavy_usage_index": ([0.5, 1], 0.5, [0, 1])},
    ),
]


@pytest.mark.parametrize(("function", "arguments"), CORNERS, ids=[function.__name__ for function, _ in CORNERS])
def test_an_end_is_closed_exactly_if_a_corner_reaches_it(function, arguments):
    chance = random.Random(7)
    for _ in range(300):
        boxes = {name: random_box(chance, *grid) for name, grid in arguments.items()}
        corners = product(*(taken(box) for box in boxes.values()))
        values = [function(**dict(zip(boxes, corner, strict=True))) for corner in corners]
        assert_ends(bounds(function, **boxes), values, boxes)


@pytest.mark.parametrize("function", [shares_of, contribution_to_growth])
def test_an_end_of_one_firm_among_three_is_closed_exactly_if_a_corner_reaches_it(function):
    chance = random.Random(11)
    names = ("values",) if function is shares_of else ("before", "after")
    for _ in range(200):
        boxes = [random_box(chance, *AMOUNTS) for _ in range(3 * len(names))]
        if any(sum(box.low for box in boxes[start : start + 3]) == 0 for start in (0, 3)[: len(names)]):
            continue
        lists = {name: boxes[3 * place : 3 * place + 3] for place, name in enumerate(names)}
        values = []
        for corner in product(*map(taken, boxes)):
            given = {name: list(corner[3 * place : 3 * place + 3]) for place, name in enumerate(names)}
            values.append(function(**given, firm=1))
        assert_ends(bounds(function, **lists, firm=1), values, lists)


# functions of shares that sum to 100 at most: all corners of that


HALF_STEPS = [2.5 * step for step in range(41)]


def markets(boxes):
    """Shares at ends and at steps between them, one of them perhaps what is left of 100."""
    steps = [taken(box) | {x for x in HALF_STEPS if x in box} for box in boxes]
    for corner in product(*steps):
        if sum(corner) <= 100 + 1e-9:
            yield list(corner)
        for place, box in enumerate(boxes):
            left = 100 - (sum(corner) - corner[place])
            if left in box and left < corner[place]:
                yield [*corner[:place], left, *corner[place + 1 :]]


@pytest.mark.parametrize("grid", [SHARES, ([20, 25, 30, 40], 5, [0, 1, 2])], ids=["with-a-rest", "nearly-full"])
@pytest.mark.parametrize(("function", "firm"), [(lead, None), (gap_to_leader, 1), (relative_share, 1)])
def test_an_end_of_a_distance_is_closed_exactly_if_a_market_reaches_it(function, firm, grid):
    chance = random.Random(13)
    plain = {} if firm is None else {"firm": firm}
    for _ in range(150):
        boxes = [random_box(chance, *grid) for _ in range(3)]
        found = [function(shares, **plain) for shares in markets(boxes)]
        if found:
            assert_ends(bounds(function, shares=boxes, **plain), found, boxes)

"""The referee itself: published numbers, values by hand, and every market of a grid."""

import itertools
import math
import random
from fractions import Fraction

import pytest
from market_cases import answer
from named_cases import grs, linda
from random_markets import boxes_of, market_of
from true_distances import (
    fewest_unnamed_firms,
    gap_to_leader,
    kwoka,
    lead,
    linda_of_two,
    merger_delta,
    relative_share,
    residual,
    share,
    stenbacka_threshold,
)
from true_groups import related_entropy, unrelated_entropy
from true_growth import implied_growth, part_of, shares_of, years_to_parity
from true_indices import Concentration
from true_market import Box, Market
from true_movement import entry_share, exit_share, instability
from true_ranks import rank_ends

X, Y = (35, 40, 5, 10, 6, 4), (40, 20, 25, 10, 5)
INCOMES = (541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261)


def told(ends):
    """Ends as in mathematics, (low, high]."""
    low, low_reached, high, high_reached = ends
    return f"{'[' if low_reached else '('}{float(low):.9g}, {float(high):.9g}{']' if high_reached else ')'}"


def full(*shares):
    return Concentration(market_of(*shares, count=0))


def of(*shares, **known):
    return Concentration(market_of(*shares, **known))


def only(ends):
    """The number that both ends are."""
    low, low_reached, high, high_reached = ends
    assert low_reached
    assert high_reached
    assert float(low) == pytest.approx(float(high), rel=1e-12)
    return float(low)


def parts_of(market):
    return [*market.in_small_pieces, *market.with_unnamed(1 if market.count is None else market.count)]


# published numbers, and values by hand


@pytest.mark.parametrize(
    ("ends", "value"),
    [
        (full(30, 30, 20, 20).hhi(), 2600),
        (full(*X).hhi(), 3002),
        (full(*Y).hhi(), 2750),
        (full(20, 50, 20, 10).hhi(), 3400),
        (full(*X).concentration_ratio(1), 40),
        (full(*X).concentration_ratio(3), 85),
        (full(*X).concentration_ratio(5), 96),
        (full(*X).hill(2), 3.331113),
        (full(*X).hill(0.5), 4.879005),
        (full(*X).hill(1), 4.102345),
        (full(*X).hill(3), 3.038966),
        (full(*X).hill(0), 6),
        (full(*X).hill(math.inf), 2.5),
        (full(*X).entropy(2), 2.036449),
        (full(*X).hall_tideman(), 0.3067485),
        (stenbacka_threshold(boxes_of(*X)), 48.125),
        (linda_of_two(boxes_of(15.7, 14.5, 11.9, 9.3)), 0.541379),
        (lead(boxes_of(25, 60, 10)), 35),
        (gap_to_leader(boxes_of(25, 60, 10), 2), 50),
        (relative_share(boxes_of(20, 40), 0), 0.5),
        (relative_share(boxes_of(30, 20), 0), 1.5),
        (residual(boxes_of(54, 18, 26)), 2),
        (fewest_unnamed_firms(boxes_of(42.9, 11.8)), 4),
        (merger_delta(parts_of(market_of(20, 20))), 800),
        (merger_delta(parts_of(market_of(15, 15))), 450),
        (instability(boxes_of(65, 25, 10), boxes_of(65, 15, 20), full=True), 20),
        (entry_share(boxes_of(60, 40, 0), boxes_of(70, 0, 30), full=True), 30),
        (exit_share(boxes_of(60, 40, 0), boxes_of(70, 0, 30), full=True), 40),
        (shares_of(boxes_of(30, 50, 20), 1), 50),
        (part_of(*boxes_of(3, 4)), 75),
        (implied_growth(*boxes_of(100, 10, 20)), 0),
        (implied_growth(*boxes_of(0, 20, 10)), 100),
        (kwoka(boxes_of(60, 30, 10)), 0.13),
        (unrelated_entropy(boxes_of(70, 20, 10), [[0, 1], [2]]), 0.3251),
        (related_entropy(boxes_of(70, 20, 10), [[0, 1], [2]])[0], 0.4767),
        (full(70, 20, 10).entropy(), 0.8018),
    ],
)
def test_exact_shares_have_the_published_value(ends, value):
    assert only(ends) == pytest.approx(value, abs=6e-5 if value < 1 and len(str(value)) == 6 else 6e-7)


def test_incomes_have_the_hall_tideman_index_that_ineq_prints():
    total = sum(INCOMES)
    boxes = tuple(Box(Fraction(100 * each, total), Fraction(100 * each, total)) for each in INCOMES)
    assert only(Concentration(Market(boxes, "any", 0)).hall_tideman()) == pytest.approx(0.1859051, abs=5e-8)


def test_six_shares_have_the_kwoka_index_computed_by_hand():
    assert only(kwoka(boxes_of(35, 40, 15, 10))) == pytest.approx(0.05**2 + 0.2**2 + 0.05**2)
    assert only(kwoka(boxes_of(35, 40, 15, 10), to_zero=True)) == pytest.approx(0.05**2 + 0.2**2 + 0.05**2 + 0.1**2)


def test_grs_and_linda_have_their_published_values():
    assert float(grs([Fraction(share) for share in Y])) == pytest.approx(0.3984364, abs=5e-8)
    shares = [Fraction(text) for text in ("15.7", "14.5", "11.9", "9.3", "8.8", "8.8")]
    assert [round(float(linda(shares, m)), 6) for m in (2, 3, 4)] == [0.541379, 0.409717, 0.354401]


def test_parity_of_40_and_10_that_grow_20_and_50_percent_takes_6_years_and_a_fifth():
    assert only(years_to_parity(*boxes_of(40, 10, 20, 50))) == pytest.approx(math.log(4) / math.log(1.25), rel=1e-12)


@pytest.mark.parametrize(
    ("ends", "right"),
    [
        (of(42.9, 11.8, unnamed="smaller").hhi(), "(1979.65, 2495.38]"),
        (of(42.9, 11.8, ranks={1: 2}).hhi(), "(1979.65, 2495.38]"),
        (of("[42.85,42.95)", "[11.75,11.85)", unnamed="smaller").hhi(), "(1974.185, 2499.515)"),
        (of(49.9, 40.7, unnamed="smaller").hhi(), "(4146.5, 4234.86]"),
        (of("[49.85,49.95)", "[40.65,40.75)", unnamed="smaller").hhi(), "(4137.445, 4242.055)"),
        (
            of("[49.85,49.95)", "[40.65,40.75)", unnamed="smaller", total="[90.55,90.65)").hhi(),
            "(4141.5125, 4238.915)",
        ),
        (of("[49.95,50.05]", "[29.95,30.05]", "[19.95,20.05]", count=0).hhi(), "[3797.005, 3803.005]"),
        (of("[39.5,40.5]", "[19.5,20.5]", unnamed="smaller", count=2).hhi(), "[2780.33333, 2823]"),
        (of(50, 30, unnamed="smaller").hhi(), "(3400, 3800]"),
        (of(50, 30, unnamed="smaller", count=1).hill(2), "[2.63157895, 2.63157895]"),
        (of(42.9, 11.8, unnamed="smaller").concentration_ratio(3), "(54.7, 66.5]"),
        (rank_ends(market_of(42.9, 11.8), 0), "[1, 2]"),
        (rank_ends(market_of(42.9, 11.8), 1), "[2, 5]"),
        (entry_share(boxes_of(60, 20), boxes_of(50, 30), full=False), "[0, 20]"),
        (instability(boxes_of(60, 20), boxes_of(50, 30), full=False), "[20, 60]"),
        # open ends, zeros and infeasible markets
        (of(60, "(30,40]", "(0,10]", count=0).hill(0), "[3, 3]"),
        (of("(10,20)", unnamed="smaller").hill(0), "[6, inf)"),
        (of("[55,70]", "[33,34]", 0, unnamed="smaller").hhi(), "[5512, 5578]"),
        (of("[55,70]", "[33,34]", 0, unnamed="smaller").entropy(), "[0.634178636, 0.641035478]"),
        (of("[55,70]", "[33,34]", 0, unnamed="smaller").concentration_ratio(2), "[100, 100]"),
        (of("[55,70]", "[33,34]", 0, unnamed="smaller").hill(0), "[2, 2]"),
        (rank_ends(market_of("[0,10]", "[40,50]", 0, 44, unnamed="smaller"), 1), "[1, 1]"),
        (of("(52,54)", "[8,10]", count=2).concentration_ratio(1), "(52, 54)"),
        (of("[33.1,33.2)", "[10.6,10.7]", "[22.5,22.6]", "[33.6,33.7]", count=0).hhi(), "[2849.82, 2856.54)"),
        (of("[20,25)", count=3).hill(0.01), "[1.99554555, 4)"),
        (of("[20,25)", count=3).hill(0.1), "[1.95623264, 4)"),
        (implied_growth(*boxes_of(0, "[0,60)", 30)), "(-100, 100)"),
        (rank_ends(market_of("[40,50)", count=1), 0), "[2, 2]"),
        (rank_ends(market_of(60, 0), 1), "[3, inf)"),
        (shares_of(boxes_of("[5,inf)", "[0,10]"), 0), "[33.3333333, 100]"),
        (shares_of(boxes_of("[0,2]"), 0), "[100, 100]"),
        (years_to_parity(*boxes_of("[60,80]", "[35,70]", 0, 10)), "[4.25416371, 6.4949957]"),
        (Concentration.after_merger(market_of("[10,40]", "[10,40]", 40), (0, 1)).hhi(), "(2000, 5200]"),
        # ranks: a firm of rank 3 that is not the smallest named one caps nobody below it
        (of(50, 10, 5, ranks={1: 2}).hhi(), "(2625, 2950]"),
        (of(50, 10, 5, ranks={1: 3}).hhi(), "(2625, 3850]"),
        (of(50, 20, unnamed="any", count=1, ranks={0: 1}).hhi(), "[3800, 3800]"),
    ],
)
def test_bounds_have_the_values_known_by_hand(ends, right):
    assert told(ends) == right


APART = "[52.5,60)", "(30,40]"  # at most 60 and 40 together, of which the 60 is missing
ABOVE = "(50,60]", "[50,60]"  # more than 100 together


@pytest.mark.parametrize(
    "market",
    [
        market_of(*APART, count=0),
        market_of(*ABOVE),
        market_of(*ABOVE, unnamed="smaller"),
        market_of(40, 30, total="[71,72]"),
        market_of(40, 30, unnamed="smaller", count=0),
        market_of(40, 20, unnamed="smaller", count=1),
        market_of(40, 0, unnamed="smaller"),
        market_of("[30,40)", "(10,20)", unnamed="smaller", count=2),
        market_of(40, 30, ranks={1: 1}),
        market_of(30, count=1, ranks={0: 1}),
    ],
)
def test_no_market_fits(market):
    assert market.is_empty


@pytest.mark.parametrize(
    "answered",
    [
        lead(boxes_of(*ABOVE)),
        gap_to_leader(boxes_of(*ABOVE), 0),
        relative_share(boxes_of(*ABOVE), 0),
        stenbacka_threshold(boxes_of(*ABOVE)),
        residual(boxes_of(*ABOVE)),
        fewest_unnamed_firms(boxes_of(*ABOVE)),
        linda_of_two(boxes_of(*ABOVE)),
        kwoka(boxes_of(*APART)),
        instability(boxes_of(*APART), boxes_of(50, 50), full=True),
        entry_share(boxes_of(*APART), boxes_of(50, 50), full=True),
        part_of(*boxes_of(2, "[1,2)")),
        shares_of(boxes_of(0, 0), 0),
        years_to_parity(*boxes_of("[60,80]", "(50,80]", 0, 10)),
    ],
)
def test_there_is_no_answer_where_no_market_fits(answered):
    assert answered is None


@pytest.mark.parametrize(
    ("ends", "operator", "threshold", "right"),
    [
        (share(parts_of(market_of("[10,50]", 70)), [0]), ">=", 40, "false"),
        (share(parts_of(market_of("[10,40]", "[10,40]", 40)), [0, 1]), ">", 60, "false"),
        (merger_delta(parts_of(market_of("[10,40]", "[10,40]", 70))), ">", 500, "false"),
        (of("[45,50)", "[8,10]").concentration_ratio(1), ">=", 50, "false"),
        (of("(50,54]", "[8,10]", count=3).concentration_ratio(1), ">", 50, "true"),
        (of("[45,50]", "[8,10]").concentration_ratio(1), ">=", 50, "undetermined"),
    ],
)
def test_a_rule_has_the_answer_known_by_hand(ends, operator, threshold, right):
    assert answer(ends, operator, threshold) == right


# every market of a grid, and of many unnamed firms


def grid_box(chance, step=10):
    low = step * chance.randint(0, 6)
    high = low + step * chance.choice([0, 1, 2, 3])
    if low == high:
        return Box(Fraction(low), Fraction(high))
    return Box(Fraction(low), Fraction(high), chance.random() < 0.7, chance.random() < 0.7)


def held(box, share):
    return (share >= box.low if box.low_closed else share > box.low) and (
        share <= box.high if box.high_closed else share < box.high
    )


def grid_markets(market, step):
    """All markets whose shares are multiples of a step, straight from the definition."""
    units = 100 // step
    for marks in itertools.product(range(units + 1), repeat=market.named):
        named = [step * mark for mark in marks]
        if sum(named) > 100 or not all(map(held, market.boxes, named)):
            continue
        for rest in itertools.product(range(units + 1), repeat=market.count):
            unnamed = [step * mark for mark in rest]
            if sum(named) + sum(unnamed) != 100:
                continue
            if market.unnamed == "smaller" and unnamed and max(unnamed) > min(named):
                continue
            everyone = [*named, *unnamed]
            if all(sum(each > named[firm] for each in everyone) < rank for firm, rank in market.ranks.items()):
                yield named, unnamed


def within(value, ends):
    low, low_reached, high, high_reached = ends
    slack = 1e-12 * float(value)
    above = value >= float(low) - slack if low_reached else value > float(low)
    below = value <= float(high) + slack if high_reached else value < float(high)
    return above and below


@pytest.mark.parametrize("seed", range(40))
def test_every_market_of_a_grid_lies_within_the_ends_and_none_is_found_where_none_fits(seed):
    chance = random.Random(seed)
    ranks = {0: chance.randint(1, 3)} if chance.random() < 0.4 else {}
    boxes = tuple(grid_box(chance) for _ in range(chance.choice([1, 2, 2, 3])))
    market = Market(boxes, chance.choice(["smaller", "any"]), chance.choice([0, 1, 2]), None, ranks)
    found = list(grid_markets(market, 5))
    if market.is_empty:
        assert not found
        return
    ends = Concentration(market)
    by_index = {
        "hhi": (ends.hhi(), lambda shares: sum(share * share for share in shares)),
        "cr1": (ends.concentration_ratio(1), max),
        "cr2": (ends.concentration_ratio(2), lambda shares: sum(sorted(shares)[-2:])),
        "order 0": (ends.hill(0), lambda shares: sum(share > 0 for share in shares)),
        "order 2": (ends.hill(2), lambda shares: 10000 / sum(share * share for share in shares)),
    }
    for named, unnamed in found:
        for bounds, value in by_index.values():
            assert within(value([*named, *unnamed]), bounds)
    for firm in range(market.named):
        bounds = rank_ends(market, firm)
        assert all(
            within(1 + sum(share > named[firm] for share in [*named, *unnamed]), bounds) for named, unnamed in found
        )


@pytest.mark.parametrize("seed", range(40))
def test_a_market_of_the_grid_is_at_each_end_of_a_market_whose_corners_lie_on_it(seed):
    chance = random.Random(seed)
    boxes = tuple(
        Box(Fraction(low), Fraction(low + 10 * chance.randint(0, 3)))
        for low in (10 * chance.randint(1, 5) for _ in range(2))
    )
    market = Market(boxes, chance.choice(["smaller", "any"]), 1)
    found = [[*named, *unnamed] for named, unnamed in grid_markets(market, 5)]
    assert market.is_empty == (not found)
    if found:
        ends = Concentration(market)
        for k in (1, 2):
            assert ends.concentration_ratio(k)[2] == max(sum(sorted(shares)[-k:]) for shares in found)
        assert ends.hhi()[2] == max(sum(share * share for share in shares) for shares in found)
        assert ends.hhi()[0] <= min(sum(share * share for share in shares) for shares in found)


@pytest.mark.parametrize("unnamed", ["smaller", "any"])
def test_any_number_of_unnamed_firms_is_what_more_and_more_of_them_come_to(unnamed):
    shares = "[40,42)", "[18,22]"
    whole = of(*shares, unnamed=unnamed)
    counted = [of(*shares, unnamed=unnamed, count=count) for count in (3, 6, 12)]
    lows = [float(each.hhi()[0]) for each in counted]
    assert lows == sorted(lows, reverse=True)
    assert lows[-1] > whole.hhi()[0] == 40**2 + 18**2
    assert {each.hhi()[2:] for each in counted} == {whole.hhi()[2:]}
    assert [each.hill(0)[2] for each in counted] == [5, 8, 14]
    assert whole.hill(0)[2] == math.inf

"""No market that the referee itself finds lies outside the ends that it gives."""

import math
import random
from fractions import Fraction

import pytest
from movement_cases import amount, growth
from named_cases import linda
from polytope import fractions
from random_markets import around, boxes, inside, market
from true_distances import (
    fewest_unnamed_firms,
    gap_to_leader,
    kwoka,
    lead,
    linda_of_two,
    merger_delta,
    relative_share,
    stenbacka_threshold,
)
from true_groups import related_entropy, unrelated_entropy
from true_growth import implied_earlier_share, implied_growth, part_of, shares_of, years_to_parity
from true_indices import Concentration
from true_market import Undecided, combined
from true_movement import entry_share, exit_share, instability


def squares(shares):
    return sum(share * share for share in shares)


def kwoka_of(shares, *, to_zero):
    ordered = sorted((share / 100 for share in shares if share), reverse=True)
    return squares(a - b for a, b in zip(ordered, [*ordered[1:], 0 if to_zero else ordered[-1]], strict=True))


def entropy_of(shares):
    return -math.fsum(float(share) / 100 * math.log(share / 100) for share in shares if share)


def within(value, ends):
    low, low_reached, high, high_reached = ends
    if isinstance(value, Fraction) and not any(isinstance(end, float) for end in (low, high)):
        return (low <= value if low_reached else low < value) and (value <= high if high_reached else value < high)
    return float(low) - 1e-9 <= float(value) <= float(high) + 1e-9


NAMED = {
    "lead": (lead, lambda s: sorted(s)[-1] - sorted(s)[-2]),
    "gap_to_leader": (lambda b: gap_to_leader(b, 0), lambda s: max(s) - s[0]),
    "relative_share": (lambda b: relative_share(b, 0), lambda s: s[0] / max(s[1:]) if max(s[1:]) else None),
    "linda": (linda_of_two, lambda s: linda(s, 2) if sorted(s)[-2] else None),
    "stenbacka_threshold": (
        stenbacka_threshold,
        lambda s: 50 * (1 - (sorted(s)[-1] ** 2 - sorted(s)[-2] ** 2) / 10000),
    ),
    "fewest_unnamed_firms": (
        fewest_unnamed_firms,
        lambda s: Fraction(math.ceil((100 - sum(s)) / min(s))) if min(s) else None,
    ),
}


@pytest.mark.parametrize("function", NAMED)
def test_named_firms_lie_within_the_ends(function):
    chance, tried = random.Random(function), 0
    ends_of, value_of = NAMED[function]
    for _ in range(40):
        named = boxes(chance, chance.choice([2, 3, 3]), full=False)
        whole = combined(named, slack=1)
        if whole.is_empty:
            continue
        ends = ends_of(named)
        for part, point in inside(chance, [whole]):
            value = value_of(fractions(point)[:-1])
            if part.strictly(point) and value is not None:
                assert within(value, ends)
                tried += 1
    assert tried > 200


FULL = {
    "kwoka": (lambda b, _: kwoka(b), lambda s, _: kwoka_of(s, to_zero=False) if max(s) < 100 else None),
    "kwoka to zero": (lambda b, _: kwoka(b, to_zero=True), lambda s, _: kwoka_of(s, to_zero=True)),
    "related_entropy": (
        lambda b, groups: related_entropy(b, groups)[0],
        lambda s, groups: entropy_of(s) - entropy_of([sum(s[at] for at in group) for group in groups]),
    ),
    "unrelated_entropy": (
        unrelated_entropy,
        lambda s, groups: entropy_of([sum(s[at] for at in group) for group in groups]),
    ),
}


@pytest.mark.parametrize("function", FULL)
def test_full_markets_lie_within_the_ends(function):
    chance, tried = random.Random(function), 0
    ends_of, value_of = FULL[function]
    for _ in range(40):
        named = boxes(chance, chance.choice([2, 3, 4]), full=True)
        whole = combined(named, slack=0)
        if whole.is_empty:
            continue
        groups = chance.choice([[[0], list(range(1, len(named)))], [[0, 1], list(range(2, len(named)))]])
        groups = [group for group in groups if group]
        ends = ends_of(named, groups)
        for part, point in inside(chance, [whole]):
            value = value_of(fractions(point), groups)
            if part.strictly(point) and value is not None:
                assert within(value, ends)
                tried += 1
    assert tried > 200


def test_markets_after_a_merger_lie_within_the_ends():
    chance, tried = random.Random(3), 0
    while tried < 300:
        known = market(chance)
        if known.named < 2:
            continue
        try:
            if known.is_empty:
                continue
            after = Concentration.after_merger(known, (0, 1))
            of_hhi, of_two, of_delta = after.hhi(), after.concentration_ratio(2), merger_delta(known.in_large_pieces)
        except Undecided:
            continue
        for part, point in inside(chance, known.in_large_pieces, 4):
            if not part.strictly(point):
                continue
            shares = fractions(point)
            merged = [shares[0] + shares[1], *shares[2:]]
            assert within(squares(merged), of_hhi)
            assert within(sum(sorted(merged)[-2:]), of_two)
            assert within(2 * shares[0] * shares[1], of_delta)
            tried += 1


@pytest.mark.parametrize("full", [True, False])
def test_two_dates_lie_within_the_ends(full):
    chance, tried = random.Random(4), 0
    while tried < 300:
        size = chance.choice([1, 2])
        dates = [boxes(chance, size, full=full) for _ in range(2)]
        shapes = [combined(date, slack=0 if full else 1) for date in dates]
        if any(shape.is_empty for shape in shapes):
            continue
        moved = instability(*dates, full=full)
        entered, left = entry_share(*dates, full=full), exit_share(*dates, full=full)
        for first, second in zip(inside(chance, shapes[:1], 6), inside(chance, shapes[1:], 6), strict=True):
            if not all(part.strictly(point) for part, point in (first, second)):
                continue
            before, after = fractions(first[1]), fractions(second[1])
            named = sum(abs(b - a) for a, b in zip(before[:size], after[:size], strict=True))
            rests = (100 - sum(before[:size]), 100 - sum(after[:size]))
            for rest in (abs(rests[0] - rests[1]), sum(rests)):
                assert within(named + rest, moved)
            for (old, now), ends, (gone, fresh) in (
                ((before, after), entered, rests),
                ((after, before), left, rests[::-1]),
            ):
                came = sum(b for a, b in zip(old[:size], now[:size], strict=True) if not a)
                assert within(came + fresh, ends)
                if gone or not fresh:
                    assert within(came, ends)
            tried += 1


def inside_box(chance, box):
    """A number in a box, at an end of it or near one."""
    high = box.low + 100 if box.high is None else box.high
    weight = chance.choice([Fraction(0), Fraction(1), Fraction(1, 1000), Fraction(999, 1000), Fraction(1, 3)])
    number = box.low + weight * (high - box.low)
    closed = (number > box.low or box.low_closed) and (number < high or box.high_closed)
    return number if closed else (box.low + high) / 2


def parity_of(leader, challenger, leader_growth, challenger_growth):
    if not (leader > 0 and challenger > 0 and leader + challenger <= 100) or -100 in {leader_growth, challenger_growth}:
        return None
    rate = (100 + challenger_growth) / (100 + leader_growth)
    if leader <= challenger:
        return 0.0
    return math.log(leader / challenger) / math.log(rate) if rate > 1 else None


def earlier_of(share, firm_growth, market_growth):
    return share * (100 + market_growth) / (100 + firm_growth) if firm_growth > -100 else None


def growth_of(growth, above, below):
    if growth <= -100 or not above or not below:
        return None
    return (100 + growth) * above / below - 100


def share_box(chance):
    return around(chance, Fraction(chance.choice([0, 5, 20, 60, 100])), Fraction(10))


GROWTH = {
    "shares_of": (
        lambda chance: [amount(chance, unbounded=True) for _ in range(3)],
        lambda *boxes: shares_of(boxes, 0),
        lambda *values: 100 * values[0] / sum(values) if sum(values) else None,
    ),
    "part_of": (
        lambda chance: [amount(chance), amount(chance)],
        part_of,
        lambda part, whole: 100 * part / whole if whole and part <= whole else None,
    ),
    "implied_growth": (lambda c: [growth(c), share_box(c), share_box(c)], implied_growth, growth_of),
    "implied_earlier_share": (
        lambda chance: [share_box(chance), growth(chance), growth(chance)],
        lambda *boxes: implied_earlier_share(*boxes, 1),
        earlier_of,
    ),
    "years_to_parity": (
        lambda chance: [*boxes(chance, 2, full=False), growth(chance), growth(chance)],
        years_to_parity,
        parity_of,
    ),
}


@pytest.mark.parametrize("function", GROWTH)
def test_amounts_and_growth_lie_within_the_ends(function):
    chance, tried = random.Random(function), 0
    drawn, ends_of, value_of = GROWTH[function]
    while tried < 300:
        given = drawn(chance)
        try:
            ends = ends_of(*given)
        except Undecided:
            continue
        for _ in range(8):
            value = value_of(*(inside_box(chance, box) for box in given))
            if value is not None:
                assert ends is not None
                assert within(value, ends)
                tried += 1

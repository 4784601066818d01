"""What is asked of two dates, of amounts and of growth."""

import math
from fractions import Fraction

from random_markets import around, boxes, case, listed, said, written
from true_growth import implied_earlier_share, implied_growth, part_of, shares_of, years_to_parity
from true_indices import Ends
from true_market import Box, Market, linear
from true_movement import entry_share, exit_share, instability
from true_ranks import rank_ends
from verdicts import Case

__all__ = ["of_amounts", "of_two_dates"]

# two dates


def of_two_dates(chance):
    """Movement between two full or partly reported dates."""
    full = chance.random() < 0.5
    size = chance.choice([1, 2, 2, 3])
    before, after = boxes(chance, size, full=full), boxes(chance, size, full=full)
    words = f"before={listed(before)}, after={listed(after)}"
    moved = f"{listed(before)}, {listed(after)}"
    if size > 2 and chance.random() < 0.7:
        pass
    elif full:
        yield case("instability", f'derived("instability", {words})', lambda: instability(before, after, full=True))
        yield case("turnover", f'derived("turnover", {words})', lambda: _halved(instability(before, after, full=True)))
    else:
        right = instability(before, after, full=False)
        yield Case("instability_bounds", f"instability_bounds({moved})", right)
        yield Case("turnover_bounds", f"turnover_bounds({moved})", _halved(right))
    if full:
        yield case("entry_share", f'derived("entry_share", {words})', lambda: entry_share(before, after, full=True))
        yield case("exit_share", f'derived("exit_share", {words})', lambda: exit_share(before, after, full=True))
    else:
        yield case("entry_share_bounds", f"entry_share_bounds({moved})", lambda: entry_share(before, after, full=False))
        yield case("exit_share_bounds", f"exit_share_bounds({moved})", lambda: exit_share(before, after, full=False))
    unnamed, count, firm = chance.choice(["smaller", "any"]), chance.choice([None, 0, 1, 2]), chance.randrange(size)
    first, second = Market(before, unnamed, count), Market(after, unnamed, count)

    def climbed(first=first, second=second):
        if first.is_empty or second.is_empty:
            return None
        old, new = rank_ends(first, firm), rank_ends(second, firm)
        low, high = old[0] - new[2], old[2] - new[0]
        return Ends(low, low > -math.inf, high, high < math.inf)

    yield case("rank_change_bounds", f"rank_change_bounds({moved}, {firm}, {said(first)})", climbed)
    first, second = Market(before), Market(after)
    if all(of.boxes[firm].low and not any(map(outranked, of.in_small_pieces)) for of in (first, second)):
        yield case("rank_changes", f'derived("rank_changes", {words}, firm={firm})', lambda: climbed(first, second))


def outranked(part):
    """Whether what is left may be more than some named firm has, so that an unnamed one may rank above it."""
    rest = part.size - 1
    rows = (linear(part.size, {rest: 1, at: -1}) for at in range(rest))
    return any(part.value(row, vertex) > 0 for row in rows for vertex in part.points)


def _halved(ends):
    return ends and Ends(ends[0] / 2, ends[1], ends[2] / 2, ends[3])


# amounts and growth


def amount(chance, *, unbounded=False):
    box = around(chance, Fraction(chance.randint(0, 30)), Fraction(chance.choice([1, 2, 5])), limit=None)
    if unbounded and chance.random() < 0.2:
        return Box(box.low, None, box.low_closed, False)
    return box


def growth(chance):
    low = Fraction(chance.choice([-100, -50, -20, 0, 0, 10, 25, 50, 100]))
    if chance.random() < 0.5:
        return Box(low, low)
    # growth of −100 % leaves nothing: only an open end may be there
    return Box(low, low + chance.choice([5, 10, 50]), low > -100 and chance.random() < 0.6, chance.random() < 0.6)


def of_amounts(chance):
    """Shares of amounts, parts of amounts, growth and parity."""
    values = tuple(amount(chance, unbounded=True) for _ in range(chance.choice([1, 2, 2, 3])))
    firm = chance.randrange(len(values))
    yield case(
        "shares_of", f'derived("shares_of", values={listed(values)}, firm={firm})', lambda: shares_of(values, firm)
    )
    part, whole = amount(chance), amount(chance)
    yield case(
        "part_of", f'derived("part_of", part={written(part)}, whole={written(whole)})', lambda: part_of(part, whole)
    )
    start, end = (around(chance, Fraction(chance.choice([0, 5, 20, 60, 100])), Fraction(10)) for _ in range(2))
    rate = growth(chance)
    yield case(
        "implied_market_growth",
        f'derived("implied_market_growth", firm_growth={written(rate)}, share_start={written(start)}, '
        f"share_end={written(end)})",
        lambda: implied_growth(rate, start, end),
    )
    other, years = growth(chance), chance.randint(1, 3)
    yield case(
        "implied_earlier_share",
        f'derived("implied_earlier_share", share_end={written(end)}, firm_growth={written(rate)}, '
        f"market_growth={written(other)}, years={years})",
        lambda: implied_earlier_share(end, rate, other, years),
    )
    leader, challenger = boxes(chance, 2, full=chance.random() < 0.5)
    yield case(
        "years_to_parity",
        f'derived("years_to_parity", leader_share={written(leader)}, challenger_share={written(challenger)}, '
        f"leader_growth={written(rate)}, challenger_growth={written(other)})",
        lambda: years_to_parity(leader, challenger, rate, other),
    )

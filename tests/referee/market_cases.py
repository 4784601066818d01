"""What is asked of a partly reported market: bounds of indices and ranks, mergers and rules."""

import math
from fractions import Fraction

from polytope import fractions
from random_markets import case, inside, known, listed, market, number, said, takes_ranks, written
from true_distances import merger_delta, share
from true_indices import Concentration
from true_market import Box, Undecided
from true_ranks import rank_ends
from verdicts import Case

__all__ = ["answer", "of_index", "of_partial_market"]

ORDERS = (0, 0.01, 0.1, 0.5, 1, 1.5, 2, 3, math.inf)


def of_index(chance):
    """The HHI alone."""
    known_of = market(chance)
    words = f"hhi_bounds({listed(known_of.boxes)}, {said(known_of)})"
    yield case("hhi_bounds", words, known(known_of, Concentration(known_of).hhi))


def of_partial_market(chance):
    """All that is asked of one partly reported market."""
    known_of = market(chance)
    shares, words, of = listed(known_of.boxes), said(known_of), Concentration(known_of)
    yield case("hhi_bounds", f"hhi_bounds({shares}, {words})", known(known_of, of.hhi))
    k = chance.randint(1, 5)
    yield case(
        "concentration_ratio_bounds",
        f"concentration_ratio_bounds({shares}, {k}, {words})",
        known(known_of, lambda: of.concentration_ratio(k)),
    )
    base = chance.choice([None, None, 2])
    extra = "" if base is None else f"base={base}, "
    yield case("entropy_bounds", f"entropy_bounds({shares}, {extra}{words})", known(known_of, lambda: of.entropy(base)))
    for order in chance.sample(ORDERS, 2):
        yield case(
            "effective_firms_bounds",
            f"effective_firms_bounds({shares}, {order}, {words})",
            known(known_of, lambda order=order: of.hill(order)),
        )
    yield case("hall_tideman_bounds", f"hall_tideman_bounds({shares}, {words})", known(known_of, of.hall_tideman))
    if known_of.total is not None:
        return
    firm = chance.randrange(known_of.named)
    if not known_of.ranks or takes_ranks("rank_bounds"):
        yield case(
            "rank_bounds",
            f"rank_bounds({shares}, {words}, firm={firm})",
            known(known_of, lambda: rank_ends(known_of, firm)),
            sharp=not known_of.ranks,
        )
    if known_of.named > 1 and not known_of.ranks:
        yield from of_merger(chance, known_of)
    if not known_of.ranks:
        yield from of_rules(chance, known_of, firm)


def of_merger(chance, known_of):
    first, second = chance.sample(range(known_of.named), 2)
    after = Concentration.after_merger(known_of, (first, second))
    yield case(
        "post_merger_hhi_bounds",
        f"post_merger_hhi_bounds({listed(known_of.boxes)}, {first}, {second}, {said(known_of)})",
        known(known_of, after.hhi),
    )


def answer(ends, operator, threshold):
    """Whether all numbers between ends meet a threshold, or none."""
    low, low_reached, high, high_reached = ends
    all_above = low > threshold or (low == threshold and (operator != ">" or not low_reached))
    all_below = high < threshold or (high == threshold and (operator == ">" or not high_reached))
    words = ("false", "true") if operator == "<" else ("true", "false")
    return words[0] if all_above else words[1] if all_below else "undetermined"


def threshold_near(chance, ends):
    """A printed decimal, of those that an end is on if it is on one."""
    exact = [
        end for end in (ends[0], ends[2]) if not isinstance(end, float) and (1000 * Fraction(end)).denominator == 1
    ]
    if exact and chance.random() < 0.7:
        return Fraction(chance.choice(exact))
    finite = [float(end) for end in (ends[0], ends[2]) if math.isfinite(end)]
    return Fraction(round(chance.uniform(min(finite) - 1, max(finite) + 1)))


def of_rules(chance, known_of, firm):
    """One condition of a rule, before or after a merger."""
    merging = tuple(chance.sample(range(known_of.named), 2)) if known_of.named > 1 and chance.random() < 0.5 else ()
    measures = ["market-share", "concentration-ratio", "hhi"] + (["merger-delta"] if merging else [])
    measure, firms = chance.choice(measures), chance.randint(1, 3)
    of = Concentration.after_merger(known_of, merging) if merging else Concentration(known_of)
    operator = chance.choice([">=", ">", "<"])
    try:
        empty = known_of.is_empty
        if empty:
            threshold, right = 50, None
        else:
            parts = [*known_of.in_any_pieces, *known_of.in_small_pieces]
            if measure == "market-share":
                parts = parts if known_of.count is not None else [*parts, *known_of.with_unnamed(1)]
                ends = share(parts, merging or [firm])
            elif measure == "merger-delta":
                parts = parts if known_of.count is not None else [*parts, *known_of.with_unnamed(1)]
                ends = merger_delta(parts, *merging)
            elif measure == "hhi":
                ends = of.hhi()
            else:
                ends = of.concentration_ratio(firms)
            threshold = threshold_near(chance, ends)
            right = answer(ends, operator, threshold)
    except Undecided:
        return
    condition = (
        f'SimpleNamespace(measure="{measure}", firms={firms}, operator="{operator}", threshold={number(threshold)})'
    )
    whose = f", merging={merging}" if merging else f", firm={firm}" if measure == "market-share" else ""
    call = f"rule_evaluation({condition}, {listed(known_of.boxes)}, {said(known_of)}{whose}).answer"
    yield Case(f"rule_evaluation {measure}", call, right)
    if right is not None and len(merging) == 2:
        yield from of_two_conditions(chance, known_of, merging)
    if right is not None and all(math.isfinite(float(end)) for end in (ends[0], ends[2])):
        box = Box(Fraction(float(ends[0])), Fraction(float(ends[2])), ends[1], ends[3])
        if box.low < box.high and Fraction(float(ends[0])) == ends[0] and Fraction(float(ends[2])) == ends[2]:
            yield Case("compare", f'compare({written(box)}, "{operator}", {number(threshold)})', right)


def of_two_conditions(chance, known_of, merging):
    """An HHI after the merger together with its rise: a rule that asks for both."""
    try:
        parts = known_of.in_large_pieces
        of = Concentration.after_merger(known_of, merging)
        level = of.hhi()
        rise = merger_delta(parts if known_of.count is not None else [*known_of.in_small_pieces, *parts], *merging)
    except Undecided:
        return
    limits = [threshold_near(chance, ends) for ends in (level, rise)]
    answers = [answer(ends, ">", limit) for ends, limit in zip((level, rise), limits, strict=True)]
    right = "undetermined"
    if "false" in answers or set(answers) == {"true"}:
        right = "false" if "false" in answers else "true"
    elif not any(
        sum(s * s for s in fractions(of.after(market, 0))) > limits[0]
        and 2 * math.prod(fractions(market)[at] for at in merging) > limits[1]
        for _, market in inside(chance, parts)
    ):
        return  # both may hold, but perhaps not together
    conditions = ", ".join(
        f'SimpleNamespace(measure="{measure}", firms=1, operator=">", threshold={number(limit)})'
        for measure, limit in zip(("hhi", "merger-delta"), limits, strict=True)
    )
    call = f"rule_evaluation([{conditions}], {listed(known_of.boxes)}, {said(known_of)}, merging={merging}).answer"
    yield Case("rule_evaluation of two conditions", call, right)

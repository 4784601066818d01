"""What is asked, through derive, of a full market of rounded shares, or of named firms alone."""

import math
from fractions import Fraction

from polytope import fractions
from random_markets import boxes, case, inside, known, listed, written
from true_distances import (
    concentration_ratio_of_named,
    fewest_unnamed_firms,
    gap_to_leader,
    kwoka,
    lead,
    linda_of_two,
    merger_delta,
    relative_share,
    residual,
    stenbacka_threshold,
)
from true_groups import related_entropy, unrelated_entropy
from true_indices import Concentration, Ends
from true_market import Market, Undecided, combined
from verdicts import Case

__all__ = ["grs", "linda", "of_full_market", "of_named_firms"]


def turned(ends, change):
    """Ends of a number that falls where another rises."""
    low, low_reached, high, high_reached = ends
    return Ends(change(high), high_reached, change(low), low_reached)


def risen(ends, change):
    """Ends of a number that rises where another does."""
    low, low_reached, high, high_reached = ends
    return Ends(change(low), low_reached, change(high), high_reached)


def of_full_market(chance):
    """Indices of a full market of rounded shares."""
    named = boxes(chance, chance.choice([1, 2, 3, 3, 4]), full=True)
    known_of, shares = Market(named, "any", 0), listed(named)
    of, size = Concentration(known_of), len(named)
    may_be_zero = any(box.low == 0 for box in named)

    def positive(ends):
        if may_be_zero:
            raise Undecided("how many firms have a share")
        return ends()

    def normalised(h):
        return (h / 10000 - Fraction(1, size)) / (1 - Fraction(1, size))

    order = chance.choice([0.5, 2, 3])
    questions = [
        ("hhi", "", of.hhi),
        ("effective_firms", f", order={order}", lambda: of.hill(order)),
        ("hannah_kay", f", order={order}", lambda: turned(of.hill(order), lambda n: 1 / n)),
        ("entropy", "", of.entropy),
        ("renyi", f", order={order}", lambda: risen(of.hill(order), math.log)),
        ("simpson", "", lambda: turned(of.hhi(), lambda h: 1 - h / 10000)),
        ("hall_tideman", "", of.hall_tideman),
        ("gini", "", lambda: risen(of.hall_tideman(), lambda t: 1 - 1 / (size * t))),
        ("theil", "", lambda: turned(of.entropy(), lambda e: math.log(size) - float(e))),
    ]
    if size > 1:
        questions += [
            ("hhi_normalised", "", lambda: positive(lambda: risen(of.hhi(), normalised))),
            (
                "relative_entropy",
                "",
                lambda: positive(lambda: risen(of.entropy(), lambda e: float(e) / math.log(size))),
            ),
        ]
    for function, extra, right in chance.sample(questions, 4):
        yield case(function, f'derived("{function}", shares={shares}{extra})', known(known_of, right))
    if size > 1:
        to_zero = chance.random() < 0.3
        yield case(
            "kwoka",
            f'derived("kwoka", shares={shares}, to_zero={to_zero})',
            lambda: kwoka(named, to_zero=to_zero),
        )
        yield from of_groups(chance, named, shares)
    if not may_be_zero:
        yield from of_safe_bounds(chance, known_of, shares)


def of_safe_bounds(chance, known_of, shares):
    """Bounds that need only hold every value."""
    yield safe_case("grs", f'derived("grs", shares={shares})', known_of.in_any_pieces, grs, chance)
    if known_of.named > 2:
        whole = combined(known_of.boxes, slack=1)
        yield safe_case(
            "linda of three",
            f'derived("linda", shares={shares}, m=3)',
            [whole],
            lambda shares: linda(shares[:-1], 3),
            chance,
        )


def safe_case(function, call, parts, value, chance):
    """A case of bounds that need only hold every value: those of some markets."""
    parts = [part for part in parts if not part.is_empty]
    values = [value(fractions(market)) for _, market in inside(chance, parts)]
    right = Ends(min(values), True, max(values), True) if values else None
    return Case(function, call, right, sure=(False, False), sharp=False)


def grs(shares):
    """Σ s (n² s1 + 0.3 s²) / (n² + 0.3 n s1 s)."""
    shares = [share / 100 for share in shares if share]
    size, first = len(shares), max(shares)
    weight = Fraction(3, 10)
    return sum(s * (size**2 * first + weight * s * s) / (size**2 + weight * size * first * s) for s in shares)


def linda(shares, m):
    """1 / (m (m − 1)) Σ (A_i / i) / ((A_m − A_i) / (m − i)), A_i the sum of the i largest."""
    ordered = sorted(shares, reverse=True)
    sums = [sum(ordered[:i]) for i in range(m + 1)]
    return sum(sums[i] / i / ((sums[m] - sums[i]) / (m - i)) for i in range(1, m)) / (m * (m - 1))


def of_groups(chance, named, shares):
    labels = [chance.choice("ab") for _ in named]
    groups = [[at for at, label in enumerate(labels) if label == group] for group in sorted(set(labels))]
    words = f'groups="{" ".join(labels)}"'
    yield case(
        "unrelated_entropy",
        f'derived("unrelated_entropy", shares={shares}, {words})',
        lambda: unrelated_entropy(named, groups),
    )
    ends, sure = related_entropy(named, groups)
    call = f'derived("related_entropy", shares={shares}, {words})'
    yield Case("related_entropy", call, ends, sure=sure)


def of_named_firms(chance):
    """What compares named firms of a market of which the rest may be missing."""
    size = chance.choice([2, 2, 3, 3, 4])
    named = boxes(chance, size, full=False)
    shares, firm = listed(named), chance.randrange(size)
    k = chance.randint(1, size)
    for function, extra, right in (
        ("lead", "", lambda: lead(named)),
        ("gap_to_leader", f", firm={firm}", lambda: gap_to_leader(named, firm)),
        ("relative_share", f", firm={firm}", lambda: relative_share(named, firm)),
        ("stenbacka_threshold", "", lambda: stenbacka_threshold(named)),
        ("residual", "", lambda: residual(named)),
        ("fewest_unnamed_firms", "", lambda: fewest_unnamed_firms(named)),
        ("linda of two", ", m=2", lambda: linda_of_two(named)),
        ("concentration_ratio", f", k={k}", lambda: concentration_ratio_of_named(named, k)),
    ):
        if function == "concentration_ratio" and any(box.low == 0 for box in named):
            continue  # if the largest named firms may have 0, they are not the largest
        yield case(function, f'derived("{function.split()[0]}", shares={shares}{extra})', right)
    pair = named[:2]
    whole = Market(pair, "any", None)
    yield case(
        "merger_delta",
        f'derived("merger_delta", a={written(pair[0])}, b={written(pair[1])})',
        known(whole, lambda: merger_delta([*whole.in_small_pieces, *whole.with_unnamed(0)])),
    )

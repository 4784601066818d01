"""Relative error of at most 1e-12, against exact rational arithmetic, for 3,000 firms from 1e-9 to 90 %."""

import math
import random
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import pytest

from marketshare.metrics import (
    concentration_ratio,
    contribution_to_growth,
    dominance,
    effective_firms,
    entropy,
    gini,
    grs,
    hall_tideman,
    hhi,
    hhi_bounds,
    hhi_normalised,
    instability,
    kwoka,
    linda,
    merger_delta,
    renyi,
    shares_of,
    simpson,
    stenbacka_threshold,
    theil,
)

FIRMS = 3_000
PRECISE = 1e-12
DIGITS = 50


def market(seed):
    """One firm with 90 %, thousands from a billionth of a percent up, and one with what is left."""
    chance = random.Random(seed)
    small = [10 ** chance.uniform(-9, -2) for _ in range(FIRMS - 3)]
    shares = [90.0, 1e-9, *small]
    shares.append(float(100 - sum(map(Fraction, shares))))
    chance.shuffle(shares)
    assert min(shares) == 1e-9
    assert shares.count(90.0) == 1
    return shares


SHARES, LATER = market(1), market(2)
EXACT = [Fraction(share) / 100 for share in SHARES]
RANKED = sorted(EXACT, reverse=True)
SQUARES = sum(share**2 for share in EXACT)


def close(result, exact):
    return abs(Fraction(result) - exact) <= Fraction(PRECISE) * abs(exact)


def close_decimal(result, exact):
    return abs(Decimal(result) - exact) <= Decimal(PRECISE) * abs(exact)


def decimals():
    return [Decimal(share) / 100 for share in SHARES]


@pytest.mark.parametrize(
    ("result", "exact"),
    [
        pytest.param(lambda: hhi(SHARES), lambda: SQUARES * 10_000, id="hhi"),
        pytest.param(
            lambda: hhi_normalised(SHARES),
            lambda: (SQUARES - Fraction(1, FIRMS)) / (1 - Fraction(1, FIRMS)),
            id="hhi_normalised",
        ),
        pytest.param(lambda: simpson(SHARES), lambda: 1 - SQUARES, id="simpson"),
        pytest.param(lambda: effective_firms(SHARES, 2), lambda: 1 / SQUARES, id="effective_firms-2"),
        pytest.param(lambda: effective_firms(SHARES, math.inf), lambda: Fraction(10, 9), id="effective_firms-inf"),
        pytest.param(
            lambda: concentration_ratio(SHARES, 5000), lambda: 100 * sum(RANKED[:5000]), id="concentration_ratio-5000"
        ),
        pytest.param(
            lambda: hall_tideman(SHARES),
            lambda: 1 / (2 * sum(rank * share for rank, share in enumerate(RANKED, 1)) - 1),
            id="hall_tideman",
        ),
        pytest.param(
            lambda: gini(SHARES),
            lambda: (
                2 * sum(rank * share for rank, share in enumerate(reversed(RANKED), 1)) / FIRMS
                - Fraction(FIRMS + 1, FIRMS) * sum(EXACT)
            ),
            id="gini",
        ),
        pytest.param(lambda: dominance(SHARES), lambda: sum(share**4 for share in EXACT) / SQUARES**2, id="dominance"),
        pytest.param(lambda: kwoka(SHARES), lambda: sum((a - b) ** 2 for a, b in pairwise(RANKED)), id="kwoka"),
        pytest.param(
            lambda: stenbacka_threshold(SHARES),
            lambda: 50 * (1 - RANKED[0] ** 2 + RANKED[1] ** 2),
            id="stenbacka_threshold",
        ),
        pytest.param(
            lambda: linda(SHARES, 20),
            lambda: sum((sum(RANKED[:i]) / i) / (sum(RANKED[i:20]) / (20 - i)) for i in range(1, 20)) / (20 * 19),
            id="linda-20",
        ),
        pytest.param(
            lambda: instability(SHARES, LATER),
            lambda: sum(abs(Fraction(b) - Fraction(a)) for a, b in zip(SHARES, LATER, strict=True)),
            id="instability",
        ),
        pytest.param(lambda: merger_delta(90, 1e-9), lambda: 180 * Fraction(1e-9), id="merger_delta"),
        pytest.param(
            lambda: shares_of(SHARES, 0), lambda: 100 * Fraction(SHARES[0]) / sum(map(Fraction, SHARES)), id="shares_of"
        ),
        pytest.param(
            lambda: contribution_to_growth(SHARES, LATER, 0),
            lambda: 100 * (Fraction(LATER[0]) - Fraction(SHARES[0])) / sum(map(Fraction, SHARES)),
            id="contribution_to_growth",
        ),
    ],
)
def test_a_rational_index_is_exact_to_twelve_digits(result, exact):
    assert close(result(), exact())


def test_bounds_of_a_large_partial_market_are_exact_to_twelve_digits():
    named = sorted(SHARES, reverse=True)[:5000]
    bounds = hhi_bounds(named, unnamed="any")
    squares = sum(Fraction(share) ** 2 for share in named)
    rest = 100 - sum(map(Fraction, named))
    assert close(bounds.low, squares)
    assert close(bounds.high, squares + rest**2)


def test_the_largest_order_counts_equal_firms():
    assert effective_firms([1] * 100, 1e308) == pytest.approx(100)


@pytest.mark.parametrize(
    ("result", "exact"),
    [
        pytest.param(lambda: entropy(SHARES), lambda: -sum(s * s.ln() for s in decimals()), id="entropy"),
        pytest.param(lambda: theil(SHARES), lambda: sum(s * (FIRMS * s).ln() for s in decimals()), id="theil"),
        pytest.param(
            lambda: effective_firms(SHARES, 1), lambda: Decimal.exp(-sum(s * s.ln() for s in decimals())), id="hill-1"
        ),
        pytest.param(
            lambda: effective_firms(SHARES, 0.5), lambda: sum(s.sqrt() for s in decimals()) ** 2, id="hill-half"
        ),
        pytest.param(
            lambda: effective_firms(SHARES, 3),
            lambda: Decimal.exp(sum(s**3 for s in decimals()).ln() / -2),
            id="hill-3",
        ),
        pytest.param(lambda: renyi(SHARES, 0.5), lambda: 2 * sum(s.sqrt() for s in decimals()).ln(), id="renyi-half"),
        pytest.param(
            lambda: grs(SHARES),
            lambda: sum(
                s
                * (FIRMS**2 * Decimal("0.9") + Decimal("0.3") * s**2)
                / (FIRMS**2 + Decimal("0.3") * FIRMS * Decimal("0.9") * s)
                for s in decimals()
            ),
            id="grs",
        ),
    ],
)
def test_an_index_with_roots_or_logarithms_agrees_with_fifty_digits(result, exact):
    """Irrational, or with 3,000 denominators: decimal arithmetic of fifty digits stands for the exact value."""
    with localcontext(prec=DIGITS):
        assert close_decimal(result(), exact())

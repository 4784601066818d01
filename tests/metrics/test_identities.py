"""Identities between indices, and what a transfer or a merger does to each."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare.metrics import (
    concentration_ratio,
    dominance,
    effective_firms,
    entropy,
    gini,
    grs,
    hall_tideman,
    hannah_kay,
    hhi,
    hhi_normalised,
    kwoka,
    lead,
    merged,
    merger_delta,
    relative_entropy,
    renyi,
    shares_of,
    simpson,
    stenbacka_threshold,
    theil,
)

RISES_WITH_CONCENTRATION = {
    "hhi": hhi,
    "cr1": lambda s: concentration_ratio(s, 1),
    "cr3": lambda s: concentration_ratio(s, 3),
    "hannah_kay": lambda s: hannah_kay(s, 0.5),
    "hannah_kay-4": lambda s: hannah_kay(s, 4),
    "hall_tideman": hall_tideman,
    "gini": gini,
    "theil": theil,
    "hhi_normalised": hhi_normalised,
}
FALLS_WITH_CONCENTRATION = {
    "effective_firms": effective_firms,
    "entropy": entropy,
    "relative_entropy": relative_entropy,
    "renyi": lambda s: renyi(s, 0.5),
    "simpson": simpson,
}
COUNT_FIRMS_GIVEN = {"gini", "theil", "hhi_normalised", "relative_entropy"}


@st.composite
def markets(draw, least=2, most=9):
    """Shares of positive amounts."""
    return shares_of(draw(st.lists(st.integers(1, 1000), min_size=least, max_size=most)))


# identities


@given(markets())
def test_hall_tideman_is_one_over_n_times_what_gini_leaves(shares):
    assert hall_tideman(shares) == pytest.approx(1 / (len(shares) * (1 - gini(shares))), rel=1e-9)


@given(markets())
def test_hhi_is_that_of_equal_shares_and_n_times_their_variance(shares):
    number = len(shares)
    variance = math.fsum((share - 100 / number) ** 2 for share in shares) / number
    assert hhi(shares) == pytest.approx(10_000 / number + number * variance, rel=1e-9)


@given(markets())
def test_the_hill_family_is_one_family(shares):
    squares = hhi(shares) / 10_000
    assert effective_firms(shares) == pytest.approx(1 / squares, rel=1e-12)
    assert hannah_kay(shares, 2) == pytest.approx(squares, rel=1e-12)
    assert simpson(shares) == pytest.approx(1 - squares, abs=1e-12)
    assert renyi(shares, 1) == pytest.approx(entropy(shares), rel=1e-12, abs=1e-15)
    assert effective_firms(shares, 1) == pytest.approx(math.exp(entropy(shares)), rel=1e-12)
    assert effective_firms(shares, math.inf) == pytest.approx(100 / max(shares), rel=1e-12)
    assert effective_firms(shares, 0) == len(shares)
    assert renyi(shares, 3) == pytest.approx(-math.log(hannah_kay(shares, 3)), rel=1e-12, abs=1e-15)


@given(markets())
def test_theil_is_what_entropy_lacks_of_that_of_equal_shares(shares):
    number = len(shares)
    assert theil(shares) == pytest.approx(math.log(number) - entropy(shares), abs=1e-12)
    assert relative_entropy(shares) == pytest.approx(entropy(shares) / math.log(number), rel=1e-12)
    assert hhi_normalised(shares) == pytest.approx((hhi(shares) / 10_000 - 1 / number) / (1 - 1 / number), abs=1e-12)


@given(markets())
def test_dominance_is_the_hhi_of_what_firms_have_in_the_hhi(shares):
    squares = [share**2 for share in shares]
    assert dominance(shares) == pytest.approx(hhi(shares_of(squares)) / 10_000, rel=1e-9)


@given(markets())
def test_the_threshold_of_a_duopoly_falls_with_the_lead(shares):
    """s1 + s2 = 1 leaves ½(1 − (s1 − s2))."""
    first, second = shares_of(shares[:2])
    assert stenbacka_threshold([first, second]) == pytest.approx(50 - lead([first, second]) / 2, abs=1e-9)


@given(markets())
def test_kwoka_to_zero_adds_the_square_of_the_smallest_share(shares):
    assert kwoka(shares, to_zero=True) == pytest.approx(kwoka(shares) + (min(shares) / 100) ** 2, abs=1e-12)


@given(markets(), st.sampled_from([2, 3, 4]))
def test_markets_that_are_copies_of_one_another_have_that_many_times_the_effective_firms(shares, copies):
    copied = [share / copies for share in shares for _ in range(copies)]
    for order in (0.5, 1, 2, 5):
        assert effective_firms(copied, order) == pytest.approx(copies * effective_firms(shares, order), rel=1e-9)
    for index in (gini, theil):
        assert index(copied) == pytest.approx(index(shares), abs=1e-9)


# invariances


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=8), st.floats(1e-6, 1e6))
def test_the_unit_of_amounts_is_irrelevant(amounts, unit):
    assert shares_of([amount * unit for amount in amounts]) == pytest.approx(shares_of(amounts), rel=1e-12)


# direction


@pytest.mark.parametrize("name", [*RISES_WITH_CONCENTRATION, *FALLS_WITH_CONCENTRATION])
@given(markets(), st.data())
@settings(max_examples=30)
def test_a_transfer_from_a_smaller_to_a_larger_firm_raises_concentration(name, shares, data):
    first, second = data.draw(st.lists(st.integers(0, len(shares) - 1), min_size=2, max_size=2, unique=True))
    small, large = sorted((first, second), key=lambda firm: shares[firm])
    moved = shares[small] * data.draw(st.floats(0, 0.99))
    after = list(shares)
    after[small], after[large] = shares[small] - moved, shares[large] + moved
    slack = 1e-9
    if name in RISES_WITH_CONCENTRATION:
        assert RISES_WITH_CONCENTRATION[name](after) >= RISES_WITH_CONCENTRATION[name](shares) - slack
    else:
        assert FALLS_WITH_CONCENTRATION[name](after) <= FALLS_WITH_CONCENTRATION[name](shares) + slack


@pytest.mark.parametrize("name", sorted({*RISES_WITH_CONCENTRATION, *FALLS_WITH_CONCENTRATION} - COUNT_FIRMS_GIVEN))
@given(markets(least=3), st.data())
@settings(max_examples=30)
def test_a_merger_raises_concentration(name, shares, data):
    """Where the number of firms counts in, it need not: fewer firms may be more alike."""
    pair = data.draw(st.lists(st.integers(0, len(shares) - 1), min_size=2, max_size=2, unique=True))
    after = merged(shares, pair)
    if name in RISES_WITH_CONCENTRATION:
        assert RISES_WITH_CONCENTRATION[name](after) >= RISES_WITH_CONCENTRATION[name](shares) - 1e-9
    else:
        assert FALLS_WITH_CONCENTRATION[name](after) <= FALLS_WITH_CONCENTRATION[name](shares) + 1e-9


@given(markets(least=3), st.data())
def test_a_merger_adds_twice_the_product(shares, data):
    pair = data.draw(st.lists(st.integers(0, len(shares) - 1), min_size=2, max_size=2, unique=True))
    a, b = (shares[firm] for firm in pair)
    assert hhi(merged(shares, pair)) - hhi(shares) == pytest.approx(2 * a * b, abs=1e-8)
    assert merger_delta(a, b) == pytest.approx(2 * a * b, rel=1e-12)


def test_grs_and_kwoka_are_within_their_range_for_any_market():
    chance = random.Random(11)
    for _ in range(300):
        shares = shares_of([chance.paretovariate(1) for _ in range(chance.randint(2, 12))])
        assert 1 / len(shares) - 1e-9 <= grs(shares) <= 1
        assert 0 <= kwoka(shares) <= kwoka(shares, to_zero=True) <= 1

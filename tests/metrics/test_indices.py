"""Indices of a full market, by hand, published and derived."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare.metrics import (
    ShareError,
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
    linda,
    merged,
    merger_delta,
    relative_entropy,
    renyi,
    shares_of,
    simpson,
    stenbacka_threshold,
    sums,
    theil,
)

X = [35, 40, 5, 10, 6, 4]
Y = [40, 20, 25, 10, 5]
D = [20, 50, 20, 10]
INCOMES = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
LINDA = [15.7, 14.5, 11.9, 9.3, 8.8, 8.8]

ANY_ORDER = [0, 0.3, 0.5, 1, 1.0001, 2, 3, 7.5, 50, math.inf]

OF_FULL_MARKETS = {
    "hhi": hhi,
    "hhi_normalised": hhi_normalised,
    "effective_firms": effective_firms,
    "hannah_kay": lambda shares: hannah_kay(shares, 3),
    "entropy": entropy,
    "relative_entropy": relative_entropy,
    "renyi": lambda shares: renyi(shares, 0.5),
    "simpson": simpson,
    "hall_tideman": hall_tideman,
    "dominance": dominance,
    "kwoka": kwoka,
    "grs": grs,
    "gini": gini,
    "theil": theil,
}
OF_LARGE_FIRMS = {
    "stenbacka_threshold": stenbacka_threshold,
    "linda": lambda shares: linda(shares, 2),
}


def functions(*groups):
    return [pytest.param(function, id=name) for group in groups for name, function in group.items()]


@st.composite
def full_markets(draw, least=2):
    """Shares in tenths of a percent, each above 0, that sum to 100."""
    cuts = draw(st.lists(st.integers(1, 999), min_size=least - 1, max_size=7, unique=True).map(sorted))
    return [(end - start) / 10 for start, end in zip([0, *cuts], [*cuts, 1000], strict=True)]


# printed by somebody else


@pytest.mark.parametrize(
    ("result", "printed", "places"),
    [
        pytest.param(hhi_normalised(X), 0.16024, 5, id="concstats-normalised-hhi"),
        pytest.param(hhi_normalised(D), 0.12, 9, id="doersam-normalised-hhi"),
        pytest.param(effective_firms(X), 3.331113, 6, id="concstats-effective-firms"),
        pytest.param(effective_firms(D), 2.94, 2, id="doersam-effective-firms"),
        pytest.param(hannah_kay([10] * 10, 0.5), 0.1, 9, id="hannah-and-kay-equal-shares-half"),
        pytest.param(hannah_kay([10] * 10, 1), 0.1, 9, id="hannah-and-kay-equal-shares-one"),
        pytest.param(hannah_kay([10] * 10, 3), 0.1, 9, id="hannah-and-kay-equal-shares-three"),
        pytest.param(relative_entropy(X), 0.787806, 6, id="concstats-relative-entropy-x"),
        pytest.param(entropy(X, 2), 2.036449, 6, id="concstats-bits"),
        pytest.param(relative_entropy(Y), 0.879203, 6, id="concstats-relative-entropy-y"),
        pytest.param(renyi([25, 50, 25], 2), 0.9808293, 7, id="renyi"),
        pytest.param(hall_tideman(shares_of(INCOMES)), 0.1859051, 7, id="ineq-rosenbluth"),
        pytest.param(dominance(X), 0.4519308, 7, id="concstats-dominance-x"),
        pytest.param(dominance(Y), 0.4127273, 7, id="concstats-dominance-y"),
        pytest.param(stenbacka_threshold(X), 48.125, 9, id="concstats-stenbacka"),
        pytest.param(grs(Y), 0.3984364, 7, id="concstats-grs-y"),
        pytest.param(grs([40, 30, 20, 10]), 0.398, 3, id="ginevicius-grs"),
        pytest.param(gini(D), 0.3, 9, id="doersam-gini"),
        pytest.param(gini(D, corrected=True), 0.4, 9, id="doersam-gini-corrected"),
        pytest.param(gini(shares_of(INCOMES)), 0.4620911, 7, id="ineq-gini"),
        pytest.param(gini(shares_of(INCOMES), corrected=True), 0.5134346, 7, id="ineq-gini-corrected-second-hand"),
        pytest.param(theil(shares_of(INCOMES)), 0.3623412, 7, id="ineq-theil-second-hand"),
        pytest.param(merger_delta(20, 20), 800, 9, id="merger-guidelines-20"),
        pytest.param(merger_delta(15, 15), 450, 9, id="merger-guidelines-15"),
    ],
)
def test_a_number_is_the_one_that_somebody_else_printed(result, printed, places):
    """R packages concstats, REAT (Dörsam 2004) and ineq; Hannah and Kay 1977; Ginevičius; the US guidelines."""
    assert result == pytest.approx(printed, abs=0.6 * 10**-places)


# derived from the definition


@pytest.mark.parametrize(
    ("result", "derived"),
    [
        pytest.param(effective_firms(X, 0.5), 4.879005, id="hill-half"),
        pytest.param(effective_firms(X, 1), 4.102345, id="hill-one"),
        pytest.param(effective_firms(X, 3), 3.038966, id="hill-three"),
        pytest.param(hall_tideman(X), 0.3067485, id="hall-tideman"),
        pytest.param(kwoka(X), 0.0668, id="kwoka"),
        pytest.param(kwoka(X, to_zero=True), 0.0684, id="kwoka-to-zero"),
        pytest.param(linda(LINDA, 2), 0.541379, id="linda-2"),
        pytest.param(linda(LINDA, 3), 0.409717, id="linda-3"),
        pytest.param(linda(LINDA, 4), 0.354401, id="linda-4"),
        pytest.param(grs(X), 0.398511, id="grs"),
    ],
)
def test_a_number_is_the_one_that_the_definition_gives(result, derived):
    assert result == pytest.approx(derived, abs=6e-7)


# by hand


@pytest.mark.parametrize(
    ("result", "by_hand"),
    [
        pytest.param(effective_firms([50, 25, 25], 0), 3, id="firms"),
        pytest.param(effective_firms([50, 25, 25], math.inf), 2, id="largest-only"),
        pytest.param(effective_firms([50, 25, 25], 2), 8 / 3, id="inverse-of-three-eighths"),
        pytest.param(effective_firms([50, 25, 25], 1), 2**1.5, id="two-to-the-bits"),
        pytest.param(effective_firms([64, 36], 0.5), 1.96, id="half-eight-tenths-and-six-tenths"),
        pytest.param(hannah_kay([50, 50], 3), 0.5, id="hannah-kay"),
        pytest.param(entropy([50, 25, 25], 2), 1.5, id="bits"),
        pytest.param(entropy([25] * 4), 2 * math.log(2), id="nats"),
        pytest.param(relative_entropy([25] * 4), 1, id="equal"),
        pytest.param(simpson([60, 40]), 0.48, id="simpson"),
        pytest.param(hall_tideman([75, 25]), 2 / 3, id="hall-tideman"),
        pytest.param(dominance([75, 25]), (81 + 1) / 100, id="dominance"),
        pytest.param(kwoka([60, 30, 10]), 0.13, id="kwoka"),
        pytest.param(kwoka([100], to_zero=True), 1, id="kwoka-monopoly"),
        pytest.param(stenbacka_threshold([60, 40]), 40, id="stenbacka"),
        pytest.param(stenbacka_threshold([60, 40], gamma=0), 50, id="stenbacka-without-distance"),
        pytest.param(stenbacka_threshold([100]), 0, id="stenbacka-monopoly"),
        pytest.param(linda([60, 30], 2), 1, id="linda-two"),
        pytest.param(linda([60, 30, 10], 3), (3 + 4.5) / 6, id="linda-three"),
        pytest.param(grs([100]), 1, id="grs-monopoly"),
        pytest.param(gini([75, 25]), 0.25, id="gini"),
        pytest.param(gini([100, 0]), 0.5, id="gini-a-firm-without-share-counts"),
        pytest.param(gini([100, 0], corrected=True), 1, id="gini-corrected"),
        pytest.param(theil([100, 0]), math.log(2), id="theil"),
        pytest.param(merger_delta(10, 20, 30), 2 * (200 + 300 + 600), id="three-merge"),
    ],
)
def test_a_number_is_the_one_done_by_hand(result, by_hand):
    assert result == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize("firms", [2, 3, 7, 40])
def test_equal_shares_are_the_low_end_of_every_index(firms):
    equal = [100 / firms] * firms
    for order in ANY_ORDER:
        assert effective_firms(equal, order) == pytest.approx(firms, rel=1e-9)
    for index in (hall_tideman, dominance, grs):
        assert index(equal) == pytest.approx(1 / firms, rel=1e-9)
    for index in (hhi_normalised, gini, theil, kwoka):
        assert index(equal) == pytest.approx(0, abs=1e-12)
    assert relative_entropy(equal) == pytest.approx(1, rel=1e-12)
    assert linda(equal, firms) == pytest.approx(1 / firms, rel=1e-9)


def test_a_monopoly_is_the_high_end_of_every_index():
    assert [effective_firms([100], order) for order in ANY_ORDER] == [1] * len(ANY_ORDER)
    assert [index([100]) for index in (hall_tideman, dominance, grs)] == [1, 1, 1]
    assert [index([100]) for index in (entropy, simpson, gini, theil)] == [0, 0, 0, 0]


@pytest.mark.parametrize("function", functions(OF_FULL_MARKETS, OF_LARGE_FIRMS))
@given(shares=full_markets(), data=st.data())
@settings(max_examples=25)
def test_the_order_of_shares_is_irrelevant(function, shares, data):
    assert function(data.draw(st.permutations(shares))) == pytest.approx(function(shares), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("function", functions(OF_FULL_MARKETS, OF_LARGE_FIRMS))
def test_arrays_series_and_mappings_are_taken(function):
    expected = function([50, 30, 20])
    for shares in (
        np.array([50, 30, 20]),
        pd.Series({"a": 50.0, "b": 30.0, "c": 20.0}),
        {"a": 50, "b": 30, "c": 20},
        (50, 30, 20),
        iter([50, 30, 20]),
    ):
        assert function(shares) == expected


@given(full_markets(), st.sampled_from(ANY_ORDER), st.sampled_from(ANY_ORDER))
def test_the_effective_number_of_firms_falls_with_the_order(shares, one, other):
    low, high = sorted((one, other))
    assert effective_firms(shares, high) <= effective_firms(shares, low) * (1 + 1e-12)
    assert 1 - 1e-12 <= effective_firms(shares, high) <= len(shares) * (1 + 1e-12)


@given(full_markets())
def test_orders_close_to_one_pass_into_the_exponential_of_entropy(shares):
    """The formula itself would divide by 1 − order."""
    for order in (1 - 1e-12, 1 + 1e-12, 1 - 1e-9, 1 + 1e-9):
        assert effective_firms(shares, order) == pytest.approx(math.exp(entropy(shares)), rel=1e-7)


@given(full_markets(), st.sampled_from([0.9995, 1.0005]))
def test_near_one_the_effective_number_is_that_of_the_definition(shares, order):
    defined = math.fsum((share / 100) ** order for share in shares) ** (1 / (1 - order))
    assert effective_firms(shares, order) == pytest.approx(defined, rel=1e-9)


def test_high_orders_lose_nothing_to_underflow():
    assert effective_firms([0.1] * 1000, 200) == pytest.approx(1000, rel=1e-9)


def test_zero_share_firms_count_where_the_table_says_so():
    assert hhi_normalised([60, 40, 0]) == hhi_normalised([60, 40])
    assert relative_entropy([60, 40, 0]) == relative_entropy([60, 40])
    assert kwoka([60, 40, 0]) == kwoka([60, 40])
    assert grs([60, 40, 0]) == grs([60, 40])
    assert hall_tideman([60, 40, 0]) == hall_tideman([60, 40])
    for index in (gini, theil):
        assert index([60, 40, 0]) > index([60, 40])


def test_dominance_may_fall_when_small_firms_merge():
    """Squares 36, 4, 4 give (36² + 4² + 4²)/44² = 1328/1936; 36 and 16 give 1552/2704."""
    assert dominance([60, 20, 20]) == pytest.approx(1328 / 1936)
    assert dominance([60, 40]) == pytest.approx(1552 / 2704)


# mergers


def test_the_merged_firm_stands_where_its_first_part_stood():
    assert merged([20, 50, 30], [2, 0]) == [50, 50]
    assert merged([10, 20, 30, 40], [1, 3, 2]) == [10, 90]
    assert merged([42.9, 11.8], [0, 1]) == pytest.approx([54.7])


def test_a_firm_of_all_is_a_monopoly_whatever_its_last_digit():
    """19.6 + 1.6 + 67.4 + 11.4 = 100, in binary a digit more."""
    assert hhi(merged([19.6, 1.6, 67.4, 11.4], [0, 1, 2, 3])) == 10_000


def test_a_merged_series_keeps_its_names():
    after = merged(pd.Series({"Alibaba": 20.0, "Tencent": 50.0, "Baidu": 30.0}), ["Alibaba", "Baidu"])
    assert after.to_dict() == {"Alibaba + Baidu": 50, "Tencent": 50}
    assert merged({"a": 60, "b": 40}, ["a", "b"]) == {"a + b": 100}


@given(full_markets(least=3), st.data())
def test_a_merger_adds_twice_the_product_to_hhi(shares, data):
    firms = data.draw(st.lists(st.integers(0, len(shares) - 1), min_size=2, max_size=3, unique=True))
    added = merger_delta(*(shares[firm] for firm in firms))
    assert hhi(merged(shares, firms)) - hhi(shares) == pytest.approx(added, abs=1e-8)


# shares of amounts


def test_shares_of_amounts_keep_the_form_and_the_names():
    assert shares_of([30, 50, 20]) == [30, 50, 20]
    named = shares_of(pd.Series({"a": 1, "b": 3}))
    assert named.to_dict() == {"a": 25, "b": 75}
    assert shares_of(np.array([1, 1])) == [50, 50]
    assert shares_of({"a": 1, "b": 3}, firm="b") == 75
    assert shares_of([0, 5], 0) == 0


def test_incomes_are_amounts_not_shares():
    with pytest.raises(ShareError, match=r"shares\[0\]: 541 is not a share"):
        gini(INCOMES)


def test_the_threshold_of_a_table_counts_the_distance_once_unless_told_otherwise():
    """60 and 40 of 100: 50 · (1 − (0.36 − 0.16))."""
    assert sums.stenbacka_threshold(60, 40, 100) == pytest.approx(40, abs=1e-12)
    assert sums.stenbacka_threshold(60, 40, 100, 2) == pytest.approx(30, abs=1e-12)

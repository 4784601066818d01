"""What every function refuses, and that nothing is dropped, clipped or rescaled."""

import math
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import marketshare.metrics as m
from marketshare.metrics import ShareError

FULL_MARKET = {
    "hhi": (m.hhi, "hhi_bounds"),
    "hhi_normalised": (m.hhi_normalised, "hhi_bounds"),
    "effective_firms": (m.effective_firms, "effective_firms_bounds"),
    "hannah_kay": (lambda s: m.hannah_kay(s, 2), "effective_firms_bounds"),
    "entropy": (m.entropy, "entropy_bounds"),
    "relative_entropy": (m.relative_entropy, "entropy_bounds"),
    "renyi": (lambda s: m.renyi(s, 2), "effective_firms_bounds"),
    "simpson": (m.simpson, "hhi_bounds"),
    "hall_tideman": (m.hall_tideman, "hall_tideman_bounds"),
    "dominance": (m.dominance, "hhi_bounds"),
    "kwoka": (m.kwoka, "hhi_bounds"),
    "grs": (m.grs, "hhi_bounds"),
    "gini": (m.gini, "completions"),
    "theil": (m.theil, "completions"),
}
PARTIAL = {
    "lead": m.lead,
    "gap_to_leader": m.gap_to_leader,
    "relative_share": lambda s: m.relative_share(s, 0),
    "concentration_ratio": lambda s: m.concentration_ratio(s, 1),
    "stenbacka_threshold": m.stenbacka_threshold,
    "linda": lambda s: m.linda(s, 2),
    "merged": lambda s: m.merged(s, [0, 1]),
    "residual": m.residual,
    "fewest_unnamed_firms": m.fewest_unnamed_firms,
}
BOUNDED = {
    "completions": lambda s: m.completions(s, unnamed="any"),
    "hhi_bounds": lambda s: m.hhi_bounds(s, unnamed="any"),
    "concentration_ratio_bounds": lambda s: m.concentration_ratio_bounds(s, 1, unnamed="any"),
    "effective_firms_bounds": lambda s: m.effective_firms_bounds(s, unnamed="any"),
    "entropy_bounds": lambda s: m.entropy_bounds(s, unnamed="any"),
    "hall_tideman_bounds": lambda s: m.hall_tideman_bounds(s, unnamed="any"),
    "rank_bounds": lambda s: m.rank_bounds(s, unnamed="any"),
    "post_merger_hhi_bounds": lambda s: m.post_merger_hhi_bounds(s, 0, 1, unnamed="any"),
}
TWO_DATES = {
    "instability": m.instability,
    "turnover": m.turnover,
    "instability_bounds": m.instability_bounds,
    "turnover_bounds": m.turnover_bounds,
    "rank_changes": m.rank_changes,
    "entry_exit": m.entry_exit,
    "entry_share": m.entry_share,
    "exit_share": m.exit_share,
    "entry_share_bounds": m.entry_share_bounds,
    "exit_share_bounds": m.exit_share_bounds,
}
FULL_FUNCTIONS = {name: function for name, (function, _) in FULL_MARKET.items()}


def params(*groups):
    return [pytest.param(function, id=name) for group in groups for name, function in group.items()]


BAD = {
    "none": ([], "no (shares|numbers) at all"),
    "none-value": ([40, None], r"\[1\]: None is not a number"),
    "nan": ([40, math.nan], r"\[1\]: missing \(nan\)"),
    "na": ([40, pd.NA], r"\[1\]: <NA> is not a number"),
    "text": ([40, "20"], r"\[1\]: '20' is not a number"),
    "bytes": ([40, b"20"], r"\[1\]: b'20' is not a number"),
    "boolean": ([40, True], r"\[1\]: True is not a number"),
    "numpy-boolean": ([40, np.True_], r"\[1\]: .*True.* is not a number"),
    "complex": ([40, 1j], r"\[1\]: 1j is not a number"),
    "array-inside": ([40, np.array([20.0])], r"\[1\]: array.* is not a number"),
    "negative": ([40, -1], r"\[1\]: -1 is not a share"),
    "above-100": ([40, 101], r"\[1\]: 101 is not a share"),
    "infinite": ([40, math.inf], r"\[1\]: inf is not a share"),
    "sum-above-100": ([60, 40.1], r"sum to .*100\.1, above 100"),
    "fractions": ([0.6, 0.4], "they sum to 1; they look like fractions"),
    "partial-fractions": ([0.3, 0.2], "they sum to 0.5; they look like fractions"),
    "set-drops-equal-shares": ({60.0, 40.0}, "expected a sequence of (shares|numbers), found {"),
    "text-of-digits": ("6040", "expected a sequence of (shares|numbers), found '6040'"),
    "single-number": (60, "expected a sequence of (shares|numbers), found 60"),
    "table": (np.array([[60, 40]]), "found a table"),
    "frame": (pd.DataFrame({"a": [60], "b": [40]}), "found a table"),
    "firm-is-named": (pd.Series({"a": 40.0, "b": math.nan}), r"\[b\]: missing"),
}


def not_refused(call, cases, message):
    """Those of the bad lists that are taken, or refused with other words."""
    wrong = {}
    for name, (shares, words) in cases.items():
        try:
            wrong[name] = call(shares)
        except ShareError as error:
            if not re.search(message.format(words), str(error)):
                wrong[name] = str(error)
    return wrong


@pytest.mark.parametrize("function", params(FULL_FUNCTIONS, PARTIAL, BOUNDED))
def test_every_function_of_shares_refuses_what_is_no_list_of_shares(function):
    assert not_refused(function, BAD, "shares.*{}") == {}


@pytest.mark.parametrize("function", params(TWO_DATES))
def test_every_function_of_two_dates_refuses_what_is_no_list_of_shares_at_either(function):
    """Names go with names, so that a Series meets one, and plain lists have two firms."""

    def other(shares):
        return pd.Series({"a": 60.0, "b": 40.0}) if hasattr(shares, "items") else [60, 40]

    cases = {name: case for name, case in BAD.items() if name not in {"none", "single-number"}}
    assert not_refused(lambda shares: function(shares, other(shares)), cases, "before.*{}") == {}
    assert not_refused(lambda shares: function(other(shares), shares), cases, "after.*{}") == {}


@pytest.mark.parametrize("name", FULL_MARKET)
def test_every_index_of_a_full_market_refuses_an_incomplete_one_and_names_what_bounds_it(name):
    function, instead = FULL_MARKET[name]
    with pytest.raises(ShareError, match=rf"shares: they sum to 54.7, so 45.3 of the market .*{instead} gives"):
        function([42.9, 11.8])


@pytest.mark.parametrize("name", FULL_MARKET)
def test_the_function_that_a_refusal_names_is_there(name):
    _, instead = FULL_MARKET[name]
    assert callable(getattr(m, instead))


@pytest.mark.parametrize("function", params(FULL_FUNCTIONS))
def test_zero_is_no_market(function):
    with pytest.raises(ShareError, match="they sum to 0, so 100 of the market is not reported"):
        function([0, 0])


@pytest.mark.parametrize("function", params(FULL_FUNCTIONS))
def test_what_decimals_are_off_by_in_binary_is_no_residual(function):
    function([4.4, 0.1, 17.6, 5.2, 7.3, 65.4])
    with pytest.raises(ShareError, match="not reported"):
        function([4.4, 0.1, 17.6, 5.2, 7.3, 65.3999])


@pytest.mark.parametrize("function", params(FULL_FUNCTIONS, PARTIAL))
def test_other_kinds_of_numbers_are_numbers(function):
    plain = function([50, 30, 20])
    assert function([Decimal(50), Fraction(30), np.float32(20)]) == plain
    assert function(np.array([50, 30, 20], dtype=np.int8)) == plain


def test_an_array_is_not_changed():
    shares = np.array([20.0, 50.0, 30.0])
    for function in (*FULL_FUNCTIONS.values(), *PARTIAL.values(), *BOUNDED.values()):
        function(shares)
    assert shares.tolist() == [20, 50, 30]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: m.hhi_normalised([100]), "shares: one firm has everything"),
        (lambda: m.hhi_normalised([100, 0]), "shares: one firm has everything"),
        (lambda: m.relative_entropy([100]), "shares: one firm has everything"),
        (lambda: m.kwoka([100]), "shares: one firm has everything and no neighbour"),
        (lambda: m.gini([100], corrected=True), "shares: one firm only"),
        (lambda: m.effective_firms([60, 40], -1), "order: -1 must be at least 0"),
        (lambda: m.effective_firms([60, 40], math.nan), "order: missing"),
        (lambda: m.effective_firms([60, 40], "2"), "order: '2' is not a number"),
        (lambda: m.effective_firms([60, 40], -math.inf), "order: -inf is not a finite number"),
        (lambda: m.hannah_kay([60, 40], -0.5), "order: -0.5 must be at least 0"),
        (lambda: m.renyi([60, 40], None), "order: None is not a number"),
        (lambda: m.entropy([60, 40], 1), "base: 1 must be above 1"),
        (lambda: m.entropy([60, 40], 0), "base: 0 must be above 1"),
        (lambda: m.entropy([60, 40], math.inf), "base: inf is not a finite number"),
        (lambda: m.entropy_bounds([60], 0.5, unnamed="any"), "base: 0.5 must be above 1"),
        (lambda: m.effective_firms_bounds([60], -1, unnamed="any"), "order: -1 must be at least 0"),
        (lambda: m.stenbacka_threshold([60, 40], -1), "gamma: -1 must be at least 0"),
        (lambda: m.stenbacka_threshold([60]), "shares: one firm that is not the whole market"),
        (lambda: m.linda([60, 40], 1), "m: 1 must be at least 2"),
        (lambda: m.linda([60, 40], 3), "m: 3 firms asked for, 2 have a share"),
        (lambda: m.linda([60, 40, 0], 3), "m: 3 firms asked for, 2 have a share"),
        (lambda: m.linda([60, 40], 2.5), "m: 2.5 is not a number of firms"),
        (
            lambda: m.hhi_bounds([(0, 5e-8), 50], unnamed="smaller", total=50),
            "shares: they sum to at most 50, which leaves at least 50 of the market, and no firm smaller than",
        ),
        (
            lambda: m.hhi_bounds([50, 5e-324], unnamed="smaller"),
            "shares: a named firm has 4.94065645841e-324, so no smaller",
        ),
        (lambda: m.fewest_unnamed_firms([50, 1e-307]), "shares: a named firm has 1e-307, so no smaller"),
        (lambda: m.merger_delta(60, 41), "a: the merging shares sum to 101, above 100"),
        (lambda: m.merger_delta(60, -1), "b: -1 is not a share"),
        (lambda: m.merger_delta(10, 10, math.nan), r"more\[0\]: missing"),
        (lambda: m.merged([60, 40], [0]), "firms: a merger needs two firms"),
        (
            lambda: m.merged([60, 40], [0, 0]),
            "firms: a merger needs two different firms, found 0, 0, which names one firm twice",
        ),
        (lambda: m.merged([60, 40], [0, 2]), "firm: 2 is not a position from 0 to 1"),
        (lambda: m.merged({"a": 60, "b": 40}, ["a", "c"]), "firm: 'c' is not among a, b"),
        (lambda: m.merged({"a": 60, "b": 40}, "ab"), "firms: a merger needs two firms, found 'ab'"),
        (lambda: m.shares_of([]), "values: no numbers at all"),
        (lambda: m.shares_of([0, 0]), "values: they sum to 0"),
        (lambda: m.shares_of([1, -1]), r"values\[1\]: -1 must be at least 0"),
        (lambda: m.shares_of([1, math.nan]), r"values\[1\]: missing"),
        (lambda: m.shares_of([1, math.inf]), r"values\[1\]: inf is not a finite number"),
        (lambda: m.shares_of([1, 2], firm=2), "firm: 2 is not a position from 0 to 1"),
        (lambda: m.shares_of({"a": 1}, firm="b"), "firm: 'b' is not among a"),
        (lambda: m.gap_to_leader([60, 40], firm=-1), "firm: -1 is not a position"),
        (lambda: m.relative_share(pd.Series([60, 40], index=["a", "a"]), "a"), "firms: a stands there more than once"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused_by_name(call, message):
    with pytest.raises(ShareError, match=message):
        call()


def test_a_refusal_is_a_value_error():
    assert issubclass(ShareError, ValueError)

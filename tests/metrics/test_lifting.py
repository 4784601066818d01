"""Every declared metric, put through derive(): bounds hold what was rounded, and a record yields the same again."""

import inspect
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import marketshare.metrics
from marketshare.interval import Interval
from marketshare.metrics import ShareError, rank_bounds, shares_of, substitution_rate, years_to_parity
from marketshare.quantity import DerivationError, Passage, Quantity, declared, derive
from marketshare.register import record, replay

METRICS = {}
for _name in marketshare.metrics.__all__:
    if inspect.isfunction(getattr(marketshare.metrics, _name)):
        try:
            METRICS[_name] = declared(_name)
        except DerivationError:
            continue


def figure(name, value, bounds, unit):
    return Quantity(name, name, unit, value, bounds, Passage("note", "1", "…", str(value), "", "firm", "measure"))


def rounded(name, value, half, unit="percent"):
    return figure(name, value, Interval(value - half, value + half) if half else Interval.exactly(value), unit)


PERCENT = st.floats(1, 99)
GROWTH = st.floats(-80, 300)
POSITIVE = st.floats(1, 1000)
FULL = st.lists(st.integers(5, 100), min_size=3, max_size=6).map(shares_of)
NAMED = FULL.map(lambda shares: sorted(shares, reverse=True)[:-1])
AMOUNTS = st.lists(POSITIVE, min_size=3, max_size=3)
ONE_FIRM = {"firm": st.just(1)}

ARGUMENTS = {
    "shares_of": {"values": AMOUNTS, **ONE_FIRM},
    "share_change": {"start": PERCENT, "end": PERCENT},
    "relative_change": {"start": POSITIVE, "end": POSITIVE},
    "relative_share": {"shares": NAMED, "firm": st.just(0)},
    "lead": {"shares": NAMED},
    "gap_to_leader": {"shares": NAMED, **ONE_FIRM},
    "hhi": {"shares": FULL},
    "hhi_normalised": {"shares": FULL},
    "concentration_ratio": {"shares": NAMED, "k": st.just(2)},
    "fewest_unnamed_firms": {"shares": NAMED},
    "effective_firms": {"shares": FULL, "order": st.sampled_from([0.5, 1, 2])},
    "hannah_kay": {"shares": FULL, "order": st.sampled_from([0.5, 1, 2])},
    "entropy": {"shares": FULL, "base": st.just(2)},
    "renyi": {"shares": FULL, "order": st.sampled_from([0.5, 1, 2])},
    "simpson": {"shares": FULL},
    "relative_entropy": {"shares": FULL},
    "hall_tideman": {"shares": FULL},
    "grs": {"shares": FULL},
    "kwoka": {"shares": FULL, "to_zero": st.booleans()},
    "stenbacka_threshold": {"shares": NAMED, "gamma": st.sampled_from([0.5, 1])},
    "linda": {"shares": FULL, "m": st.sampled_from([2, 3])},
    "gini": {"shares": FULL, "corrected": st.booleans()},
    "theil": {"shares": FULL},
    "merger_delta": {"a": st.floats(1, 60), "b": st.floats(1, 39)},
    "rank_changes": {"before": FULL, "after": FULL, **ONE_FIRM},
    "instability": {"before": FULL, "after": FULL},
    "turnover": {"before": FULL, "after": FULL},
    "entry_share": {"before": FULL, "after": FULL},
    "exit_share": {"before": FULL, "after": FULL},
    "value_ratio": {"start": POSITIVE, "end": POSITIVE},
    "ratio_of_growth": {"growth": GROWTH},
    "growth_of_ratio": {"ratio": POSITIVE},
    "cagr": {"start": POSITIVE, "end": POSITIVE, "years": st.floats(0.5, 20)},
    "implied_market_growth": {"firm_growth": GROWTH, "share_start": PERCENT, "share_end": PERCENT},
    "contribution_to_growth": {"before": AMOUNTS, "after": AMOUNTS, **ONE_FIRM},
    "residual": {"shares": NAMED},
    "related_entropy": {"shares": FULL, "groups": st.just("a a b c d e")},
    "unrelated_entropy": {"shares": FULL, "groups": st.just("a a b c d e")},
    "share_of_requirements": {"brand_purchases": st.floats(1, 50), "category_purchases": st.floats(51, 99)},
    "heavy_usage_index": {"brand_buyer_usage": POSITIVE, "category_buyer_usage": POSITIVE},
    "share_from_components": {
        "penetration_share": st.floats(1, 50),
        "share_of_requirements": st.floats(1, 50),
        "heavy_usage_index": st.floats(1, 3),
    },
    "penetration": {"buyers": st.floats(1, 50), "population": st.floats(51, 99)},
    "penetration_share": {"brand_buyers": st.floats(1, 50), "category_buyers": st.floats(51, 99)},
    "stickiness": {"daily_users": st.floats(1, 50), "monthly_users": st.floats(51, 99)},
    "brand_development_index": {"sales_share": PERCENT, "population_share": PERCENT},
    "category_development_index": {"sales_share": PERCENT, "population_share": PERCENT},
    "years_to_parity": {
        "leader_share": st.floats(20, 60),
        "challenger_share": st.floats(2, 18),
        "leader_growth": st.floats(-20, 50),
        "challenger_growth": st.floats(60, 200),
    },
    "years_to_full": {
        "leader_share": st.floats(20, 60),
        "challenger_share": st.floats(2, 18),
        "leader_growth": st.floats(30, 300),
        "challenger_growth": GROWTH,
        "market_growth": st.floats(-80, 25),
    },
    "substitution_rate": {"growth": GROWTH, "other_growth": GROWTH},
    "multiple_of_growths": {"growths": st.lists(GROWTH, min_size=1, max_size=3)},
    "implied_earlier_share": {
        "share_end": PERCENT,
        "firm_growth": GROWTH,
        "market_growth": GROWTH,
        "years": st.floats(0, 3),
    },
    "joint_share": {"shares": AMOUNTS},
    "part_of": {"part": st.floats(1, 50), "whole": st.floats(51, 99)},
    "per": {"amount_of": POSITIVE, "base": POSITIVE},
    "cagr_of_ratio": {"ratio": POSITIVE, "years": st.floats(1, 20)},
    "takeover_time": {"rate": st.floats(0.5, 5)},
}
"""Valid arguments of every metric of numbers; functions of intervals are tested by their completions."""

EXACT_ONLY = {"dominance": {"shares": [50, 30, 20]}}


def draw_arguments(data, name):
    drawn = {key: data.draw(strategy) for key, strategy in ARGUMENTS[name].items()}
    lists = {key: value for key, value in drawn.items() if isinstance(value, list)}
    if len(lists) > 1:  # the same firms on both dates
        size = min(map(len, lists.values()))
        drawn |= {
            key: shares_of(value[:size]) if name != "contribution_to_growth" else value[:size]
            for key, value in lists.items()
        }
    if "groups" in drawn:
        drawn["groups"] = " ".join(drawn["groups"].split()[: len(drawn["shares"])])
    return drawn


def quantities(name, arguments, chance, half):
    """The same arguments as figures whose intervals hold them, somewhere."""
    known = METRICS[name]

    def one(key, value, position=""):
        unit = "count" if known.takes[key] in {"same", "any"} else known.takes[key]
        below, above = (half * chance.random() for _ in range(2))
        return figure(f"{key}{position}", value, Interval(value - below, value + above), unit)

    lifted = dict(arguments)
    for key in known.takes:
        if key in arguments:
            value = arguments[key]
            lifted[key] = [one(key, v, i) for i, v in enumerate(value)] if isinstance(value, list) else one(key, value)
    return lifted


def derived(name, arguments, **more):
    return derive(METRICS[name].function, id="result", label="Result", **arguments, **more)


def test_every_metric_is_tried_below():
    of_intervals = {name for name, known in METRICS.items() if known.yields_interval}
    assert set(ARGUMENTS) | set(EXACT_ONLY) | of_intervals == set(METRICS)


@pytest.mark.parametrize("name", ARGUMENTS)
@given(data=st.data())
@settings(max_examples=15)
def test_bounds_hold_the_value_of_what_was_rounded(name, data):
    arguments = draw_arguments(data, name)
    lifted = quantities(name, arguments, random.Random(data.draw(st.integers(0, 10**6))), 0.4)
    result = derived(name, lifted)
    value = METRICS[name].function(**arguments)
    slack = 1e-9 * max(1.0, abs(value)) if math.isfinite(value) else 0.0
    assert result.bounds.low - slack <= value <= result.bounds.high + slack
    assert result.value == pytest.approx(value, rel=1e-9, abs=1e-9)
    assert value in Interval(METRICS[name].range.low - slack, METRICS[name].range.high + slack)
    assert METRICS[name].range.low - slack <= result.bounds.low
    assert result.bounds.high <= METRICS[name].range.high + slack


@pytest.mark.parametrize("name", ARGUMENTS)
@given(data=st.data())
@settings(max_examples=4)
def test_at_the_printed_values_bounds_are_the_value_and_a_record_yields_it_again(name, data):
    arguments = draw_arguments(data, name)
    lifted = quantities(name, arguments, random.Random(1), 0.4)
    printed = derived(name, lifted, at="printed")
    assert printed.bounds.low == pytest.approx(printed.bounds.high, rel=1e-9, abs=1e-9)
    assert printed.value == pytest.approx(printed.bounds.low, rel=1e-9, abs=1e-9)
    for result in (printed, derived(name, lifted)):
        figures = {given.id: given for given in result.figures}
        entry = record(result)
        again, refused = replay({"result": entry}, figures.__getitem__)
        assert refused == {}
        assert record(again["result"]) == entry


DIRECTED = [
    (name, argument)
    for name, known in METRICS.items()
    if name in ARGUMENTS
    for argument in sorted(known.rises | known.falls)
]


@pytest.mark.parametrize(("name", "argument"), DIRECTED)
@given(data=st.data())
@settings(max_examples=20)
def test_a_metric_moves_only_in_its_declared_direction(name, argument, data):
    known, arguments = METRICS[name], draw_arguments(data, name)
    value, by = arguments[argument], data.draw(st.floats(0, 0.5))
    if isinstance(value, list):
        position = data.draw(st.integers(0, len(value) - 1))
        higher = [v + min(by, max(0, 100 - sum(value))) * (i == position) for i, v in enumerate(value)]
    else:
        higher = value + by
    before = known.function(**arguments)
    after = known.function(**{**arguments, argument: higher})
    slack = 1e-9 * max(1.0, abs(before)) if math.isfinite(before) else 0.0
    assert after >= before - slack if argument in known.rises else after <= before + slack


@pytest.mark.parametrize("name", EXACT_ONLY)
def test_what_has_no_bounds_is_derived_at_the_printed_values_only(name):
    shares = [rounded(str(value), value, 0.5) for value in EXACT_ONLY[name]["shares"]]
    with pytest.raises(ShareError, match="has no bounds"):
        derived(name, {"shares": shares})
    printed = derived(name, {"shares": shares}, at="printed")
    assert printed.value == METRICS[name].function(**EXACT_ONLY[name])
    assert printed.bounds.is_exact


@pytest.mark.parametrize("name", ["shares_of", "gap_to_leader", "contribution_to_growth", "rank_changes"])
def test_a_derived_number_is_that_of_one_firm(name):
    arguments = {key: [40, 30, 30] for key in METRICS[name].takes}
    lifted = quantities(name, arguments, random.Random(1), 0)
    with pytest.raises(DerivationError, match=f"{name} gives several numbers; name the one that is wanted"):
        derived(name, lifted)


def test_ranks_are_derived_for_one_firm_and_keep_their_bounds():
    shares = [rounded("alibaba", 42.9, 0.05), rounded("tencent", 11.8, 0.05)]
    result = derive(rank_bounds, id="rank", label="Rank", shares=shares, unnamed="any", firm=1)
    assert (result.unit, result.value, result.bounds) == ("rank", None, Interval(2, 5))
    with pytest.raises(DerivationError, match="rank: rank_bounds gives several numbers; name the one that is wanted"):
        derive(rank_bounds, id="rank", label="Rank", shares=shares, unnamed="any")


def test_a_market_that_leaves_parity_open_has_no_high_end():
    """After two years both would have 40 of 100·0.95² to 100·0.85²: 40/0.95² is below 50, 40/0.85² above."""
    numbers = {"leader_share": 40, "challenger_share": 10, "leader_growth": 0, "challenger_growth": 100}
    lifted = {key: rounded(key, value, 0) for key, value in numbers.items()}
    result = derive(years_to_parity, id="years", label="Years", market_growth=rounded("market", -10, 5), **lifted)
    assert result.bounds == Interval.at_least(2)


@pytest.mark.parametrize("name", ["years_to_parity", "years_to_full"])
def test_what_never_comes_has_a_value_but_no_bounds(name):
    """A slower challenger; two firms that shrink."""
    numbers = {"leader_share": 40, "challenger_share": 10, "leader_growth": 20, "challenger_growth": 5}
    numbers["market_growth"] = 30
    assert math.isinf(METRICS[name].function(**numbers))
    with pytest.raises(ShareError, match="never: the result is infinite at every value"):
        derived(name, quantities(name, numbers, random.Random(1), 0.4))


@pytest.mark.parametrize(
    ("growth", "other", "bounds"),
    [
        (Interval.at_least(100), Interval(0, 0), "[0.69314718056, ∞)"),
        (Interval(0, 0), Interval.at_least(100), "(−∞, −0.69314718056]"),
        (Interval.at_least(100), Interval.at_least(100), "(−∞, ∞)"),
    ],
)
def test_a_rate_of_substitution_has_bounds_under_growth_without_end(growth, other, bounds):
    """ln 2 = 0.693147."""
    figures = [figure(name, None, box, "percent") for name, box in (("growth", growth), ("other", other))]
    rate = derive(substitution_rate, id="rate", label="Rate", growth=figures[0], other_growth=figures[1])
    assert str(rate.bounds) == bounds

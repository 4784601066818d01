"""Every metric as a method of a market, against the plain function on what the market says that it knows."""

import inspect
import math
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marketshare import Market
from marketshare.interval import Interval
from marketshare.market.methods import MarketMethods
from marketshare.metrics import ShareError
from marketshare.quantity import declared
from marketshare.quantity.fractions import known_units

METHODS = sorted(name for name, each in vars(MarketMethods).items() if inspect.isfunction(each))
ASKED = {
    "k": 2, "m": 2, "order": 1, "base": 2, "gamma": 0.5, "epsilon": 0.5, "to_zero": True, "corrected": True,
    "firm": "a", "first": "a", "second": "b", "a": "a", "b": "b",
}  # fmt: skip
OF_THE_REST = ("unnamed", "count", "total", "ranks")


def test_every_metric_of_the_shares_of_one_market_is_a_method():
    assert {"hhi", "concentration_ratio", "lead", "relative_share", "rank", "effective_firms", "entropy", "gini"} <= {
        *METHODS
    }
    assert not {"hhi_bounds", "share_change", "stickiness", "completions"} & {*METHODS}


@st.composite
def markets(draw):
    """A market of two to four firms, whole or not, with what is stated of its rest, all true of one full market."""
    units = draw(st.lists(st.integers(1, 60), min_size=3, max_size=6))
    shares = [round(100 * unit / sum(units), 1) for unit in units]
    shares[0] = round(100 - sum(shares[1:]), 1)
    shares.sort(reverse=True)
    number = draw(st.integers(2, min(4, len(shares))))
    firms = dict(zip("abcd", shares[:number], strict=False))
    half = draw(st.sampled_from([0, 0.05, 0.5]))
    named = {key: (max(0.0, each - half), each + half) if half else each for key, each in firms.items()}
    more = {}
    rest = round(100 - sum(firms.values()), 1)
    said = draw(st.sampled_from(["", "rank", "ranks", "count", "total", "others"]))
    if said in {"rank", "ranks"}:
        places = {key: place for place, key in enumerate(firms, 1)}
        more["ranks"] = places if said == "ranks" else {"b": 2}
    if said == "count":
        more["count"] = len(shares) - number
    if said == "total":
        more["total"] = (round(100 - rest - 0.05, 2), min(100, round(100 - rest + 0.05, 2)))
    if said == "others":
        more["rest"] = (max(0, round(rest - 0.05, 2)), round(rest + 0.05, 2))
    return Market(named, **more)


def asked(name, market):
    method = getattr(Market, name)
    wanted = [each for each in inspect.signature(method).parameters.values() if each.default is each.empty]
    names = {each.name for each in wanted} - {"self"}
    if name in {"related_entropy", "unrelated_entropy", "palepu_entropy"}:
        return {"groups": {firm: "x" if firm == "a" else "y" for firm in market}}
    return {key: ASKED[key] for key in names}


def plainly(market, number, arguments):
    """The plain function, on numbers and intervals only."""
    metric, known = declared(number.origin.metric), market.known
    shares = dict(known)
    given = {"shares": shares} if "shares" in metric.takes else {}
    given |= {key: shares[value] if key in {"a", "b"} else value for key, value in arguments.items()}
    rest = {"unnamed": known.unnamed, "count": known.count, "total": known.total, "ranks": dict(known.ranks)}
    given |= {key: value for key, value in rest.items() if key in metric.parameters and value is not None}
    if metric.yields_interval or not any(isinstance(each, Interval) for each in shares.values()):
        return metric.function(**given)
    if metric.bounds is None:
        ends = [{firm: each.low if low else each.high for firm, each in known.boxes.items()} for low in (True, False)]
        return Interval(*sorted(metric.function(**{**given, "shares": each}) for each in ends))
    boxes = {"shares": dict(known.boxes)} if "shares" in given else {key: known.boxes[key] for key in ("a", "b")}
    return metric.bounds(**{**given, **boxes})


@pytest.mark.parametrize("name", METHODS)
@given(market=markets())
@settings(max_examples=8)
def test_a_method_gives_what_the_plain_function_gives_on_what_the_market_knows(name, market):
    arguments = asked(name, market)
    try:
        number = getattr(market, name)(**arguments)
    except ShareError as error:
        assert not market.is_complete or not str(error).startswith(("hhi:", "entropy:", "rank:"))  # noqa: PT017
        assert any(words in str(error) for words in REFUSED), error  # noqa: PT017
        return
    with known_units():
        expected = plainly(market, number, arguments)
    expected = expected if isinstance(expected, Interval) else Interval.exactly(float(expected))
    assert (number.bounds.low, number.bounds.high) == pytest.approx((expected.low, expected.high), nan_ok=False)
    assert number.bounds.ends == expected.ends
    assert number.id.startswith(f"market-{name.replace('_', '-')}")
    assert not math.isnan(number.bounds.low)


REFUSED = (
    "an unnamed firm may be larger", "firms without a figure", "not reported", "no bounds", "still falls",
    "leaves open whether this firm counts", "corrected", "nothing to compare",
)  # fmt: skip
"""Why a metric has no answer: the market is not whole and the metric has no bounds, or it needs one number a share."""


def test_a_metric_without_bounds_refuses_a_part_of_a_market_by_name():
    with pytest.raises(ShareError, match=r"gini: 45.3% of clouds, 2018 is of firms without a figure"):
        Market({"a": 42.9, "b": 11.8}, name="clouds", period="2018").gini()


def test_a_method_needs_its_firm():
    with pytest.raises(TypeError, match="missing a required argument: 'firm'"):
        Market({"a": 50, "b": 50}).relative_share()


@st.composite
def true_markets(draw):
    """A full market in tenths of a percent, and what a note says of some of its firms: rounded, ranked, Others."""
    units = draw(st.lists(st.integers(1, 400), min_size=2, max_size=7))
    marks = [round(1000 * sum(units[:place]) / sum(units)) for place in range(len(units) + 1)]
    shares = sorted((b - a) / 10 for a, b in pairwise(marks))[::-1]
    full = {f"f{place}": share for place, share in enumerate(shares) if share > 0}
    named = draw(st.sets(st.sampled_from(sorted(full)), min_size=1))
    assume(max(full[firm] for firm in named) > 2)  # less than 1 in all would look like a fraction
    places = draw(st.integers(0, 1))  # rounded to whole percents or to tenths
    half = 0.5 * 10**-places
    boxes = {
        firm: (max(0, round(full[firm], places) - half), min(100, round(full[firm], places) + half)) for firm in named
    }
    ranks = {firm: 1 + sum(other > full[firm] for other in full.values()) for firm in sorted(named)}
    stated = draw(st.sets(st.sampled_from(sorted(named))))
    more = {"ranks": {firm: ranks[firm] for firm in stated}} if len({*ranks.values()}) == len(ranks) else {}
    if draw(st.booleans()):
        more["firms"] = len(full)
    if draw(st.booleans()) and not more.get("ranks"):
        rest = math.fsum(share for firm, share in full.items() if firm not in named)
        more["rest"] = (max(0, rest - 0.05), rest + 0.05)
    return full, boxes, more


@given(made=true_markets(), k=st.integers(1, 4))
def test_bounds_hold_the_number_of_the_full_market_that_was_reported(made, k):
    full, boxes, more = made
    market = Market(boxes, **more)
    assume(not market.is_complete or len(boxes) == len(full))  # what sums to 100 within rounding is taken for all
    firm, other = (sorted(boxes) * 2)[:2]
    for name in METHODS:
        arguments = {"k": k} if name == "concentration_ratio" else {}
        arguments |= {"order": k} if name in {"effective_firms", "hannah_kay", "renyi"} else {}
        if name in {"relative_share", "gap_to_leader", "rank"}:
            arguments = {"firm": firm}
        if name in {
            "post_merger_hhi",
            "merger_delta",
            "related_entropy",
            "unrelated_entropy",
            "residual",
            "joint_share",
        }:
            continue
        if name in {"linda", "fewest_unnamed_firms"}:
            continue  # of named firms, whatever the others are
        try:
            number = getattr(market, name)(**arguments)
        except ShareError:
            continue
        if name == "rank":
            true = 1 + sum(share > full[firm] for share in full.values())
        else:
            true = declared(name).function(full, **arguments)
        bounds = number.bounds
        assert bounds.low - 1e-9 <= true <= bounds.high + 1e-9, (name, market, number)
    if firm != other:
        merged = market.merge(firm, other)
        joint = full[firm] + full[other]
        true = math.fsum(share**2 for each, share in full.items() if each not in {firm, other}) + joint**2
        assert merged.hhi().bounds.low - 1e-9 <= true <= merged.hhi().bounds.high + 1e-9
        rise = 2 * full[firm] * full[other]
        assert merged.delta().bounds.low - 1e-9 <= rise <= merged.delta().bounds.high + 1e-9

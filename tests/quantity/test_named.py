"""Quantities that come with the names of firms keep them: in the metric, in words, and in the record."""

import json

import numpy as np
import pandas as pd
import pytest

from marketshare.interval import Interval
from marketshare.metrics import (
    contribution_to_growth,
    entry_share_bounds,
    gap_to_leader,
    hhi,
    instability,
    rank_bounds,
    rank_changes,
    relative_share,
    residual,
    shares_of,
)
from marketshare.quantity import DerivationError, Passage, Quantity, derive, metric
from marketshare.quantity import declaration as declarations
from marketshare.register import record, replay


def figure(name, value, half=0.0, unit="percent"):
    passage = Passage("note", "1", name, name, "", "", "share")
    bounds = Interval(value - half, value + half) if half else Interval.exactly(value)
    return Quantity(name, name, unit, value, bounds, passage)


def derived(function, **arguments):
    return derive(function, id="result", label="Result", **arguments)


BEFORE = {"apple": figure("a-2018", 60), "samsung": figure("s-2018", 40)}
AFTER = {"samsung": figure("s-2019", 39), "apple": figure("a-2019", 61)}
FIGURES = {each.id: each for each in [*BEFORE.values(), *AFTER.values()]}
TWO_DATES = {"before": BEFORE, "after": AFTER}


@pytest.mark.parametrize("form", [dict, pd.Series], ids=["mapping", "series"])
@pytest.mark.parametrize(
    ("function", "more", "expected"),
    [
        # |61 − 60| + |39 − 40|; by position it would be 42
        (instability, {}, Interval.exactly(2)),
        # apple leads at both dates; by position it would fall to the second place
        (rank_changes, {"firm": "apple"}, Interval.exactly(0)),
        # 100 · (61 − 60) / 100
        (contribution_to_growth, {"firm": "apple"}, Interval.exactly(1)),
        # both were there before, so that nobody entered
        (entry_share_bounds, {}, Interval.exactly(0)),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_two_dates_are_matched_by_the_names_of_firms(form, function, more, expected):
    assert derived(function, before=form(BEFORE), after=form(AFTER), **more).bounds == expected


def test_names_match_where_shares_are_rounded_too():
    """60 ± .5 and 40 ± .5 to 61 and 39: the first share, and so the second, moves by 0.5 to 1.5."""
    before = {"apple": figure("a", 60, 0.5), "samsung": figure("s", 40, 0.5)}
    assert derived(instability, before=before, after=AFTER).bounds == Interval(1, 3)


@pytest.mark.parametrize("firm", ["apple", np.str_("apple")])
@pytest.mark.parametrize(
    ("function", "key", "expected"),
    [(gap_to_leader, "shares", 0), (relative_share, "shares", 1.5), (shares_of, "values", 60)],
    ids=["gap_to_leader", "relative_share", "shares_of"],
)
@pytest.mark.parametrize("half", [0, 0.5])
def test_a_firm_is_called_by_its_name(function, key, expected, firm, half):
    turned = {"samsung": figure("s", 40, half), "apple": figure("a", 60, half)}
    assert derived(function, **{key: turned}, firm=firm).value == pytest.approx(expected)


def test_a_firm_that_has_no_such_name_is_refused():
    with pytest.raises(ValueError, match="firm: 'nokia' is not among apple, samsung"):
        derived(rank_bounds, shares=BEFORE, unnamed="any", firm="nokia")


def test_a_derivation_says_the_names():
    assert derived(instability, **TWO_DATES).origin.call == (
        "instability(before={apple: a-2018, samsung: s-2018}, after={samsung: s-2019, apple: a-2019})"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BEFORE, AFTER),
        ({2: BEFORE["apple"], 1: BEFORE["samsung"]}, {1: AFTER["samsung"], 2: AFTER["apple"]}),
        (pd.Series([*BEFORE.values()], index=[2, 1]), pd.Series([*AFTER.values()], index=[1, 2])),
    ],
    ids=["text", "numbers", "series"],
)
def test_names_come_back_from_a_stored_record(before, after):
    result = derived(instability, before=before, after=after)
    stored = json.loads(json.dumps(record(result)))
    again, refused = replay({"result": stored}, FIGURES.__getitem__)
    assert refused == {}
    assert again["result"] == result
    assert again["result"].value == 2


def test_a_plain_mapping_comes_back_too(monkeypatch):
    monkeypatch.setattr(declarations, "_DECLARED", {})

    @metric(unit="percent", formula="Σ weight · share", takes={"shares": "percent"}, rises=("shares",))
    def weighed(shares, weights):
        return sum(weights[name] * share for name, share in shares.items())

    shares = {1: figure("a", 50, 0.5), 2: figure("b", 20, 0.5)}
    result = derived(weighed, shares=shares, weights={1: 2, 2: 1})
    assert result.bounds == Interval(118.5, 121.5)
    assert result.origin.call == "weighed(shares={1: a, 2: b}, weights={1: 2, 2: 1})"
    stored = json.loads(json.dumps(record(result)))
    again, _ = replay({"result": stored}, {each.id: each for each in shares.values()}.__getitem__)
    assert again["result"] == result


def test_a_record_from_before_names_were_kept_is_read_by_position():
    stored = record(derived(hhi, shares=[*BEFORE.values()]))
    assert stored["arguments"] == {"shares": {"ids": ["a-2018", "s-2018"]}}
    again, _ = replay({"result": stored}, FIGURES.__getitem__)
    assert again["result"].value == 5200


@pytest.mark.parametrize("name", [None, 1.5, ("apple", 1), True])
def test_a_name_that_cannot_be_written_down_is_refused(name):
    with pytest.raises(DerivationError, match=r"shares of residual: .* names no firm; expected text or a whole number"):
        derived(residual, shares={name: BEFORE["apple"]})


@pytest.mark.parametrize(
    "form",
    [
        tuple,
        iter,
        lambda quantities: (each for each in quantities),
        lambda quantities: dict(enumerate(quantities)).values(),
        lambda quantities: np.array(quantities, dtype=object),
        pd.Series,
    ],
    ids=["tuple", "iterator", "generator", "values-of-a-dict", "array", "series"],
)
def test_quantities_come_in_every_container(form):
    assert derived(hhi, shares=form([*BEFORE.values()])).value == 5200


@pytest.mark.parametrize(
    ("container", "message"),
    [
        ({*"ab"}, "shares: expected a sequence of quantities, found .* a set, which drops equal values"),
        (pd.DataFrame({"a": [1]}), "shares: expected one list of quantities, found a table"),
        ([], "shares: no quantities at all"),
    ],
    ids=["set", "table", "nothing"],
)
def test_what_is_no_list_of_quantities_is_refused(container, message):
    with pytest.raises(ValueError, match=message):
        derived(hhi, shares=container)


def test_what_a_metric_needs_and_does_not_get_is_named():
    with pytest.raises(DerivationError, match="relative_share needs firm"):
        derived(relative_share, shares=BEFORE)


def test_a_plain_number_among_named_quantities_is_refused():
    with pytest.raises(DerivationError, match="hhi takes quantities for shares, found 40"):
        derived(hhi, shares={"apple": BEFORE["apple"], "samsung": 40})
    with pytest.raises(DerivationError, match="instability takes quantities for before, found 60"):
        derived(instability, before={"apple": 60, "samsung": 40}, after=AFTER)

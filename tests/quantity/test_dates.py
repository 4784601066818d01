"""Shares are put together of one market at one time; start and end of a change are one thing, the earlier one first."""

import re

import pytest

from marketshare.interval import Interval
from marketshare.metrics import (
    cagr,
    concentration_ratio_bounds,
    contribution_to_growth,
    hhi,
    implied_market_growth,
    instability,
    merger_delta,
    per,
    rank_changes,
    relative_change,
    relative_share,
    share_change,
    turnover_bounds,
    value_ratio,
    years_to_parity,
)
from marketshare.quantity import DerivationError, Passage, Quantity, derive


def figure(name, value, period="", *, entity="apple", market="phones", measure="market-share", unit="percent"):
    """A printed number of a firm, by default its share of the market for phones."""
    passage = Passage("note", "1", name, name, "", entity, measure, market=market, period=period)
    return Quantity(name, name, unit, value, Interval.exactly(value), passage)


def derived(function, **arguments):
    return derive(function, id="result", label="Result", **arguments)


A18, A19 = figure("a-2018", 60, "2018"), figure("a-2019", 61, "2019")
S18, S19 = figure("s-2018", 40, "2018", entity="samsung"), figure("s-2019", 39, "2019", entity="samsung")
CHANGES = [share_change, relative_change, value_ratio]


@pytest.mark.parametrize("function", CHANGES)
@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (A18, S19, "start and end of {} are of one entity; a-2018 is of apple, s-2019 of samsung"),
        (A18, figure("b", 50, "2019", market="tablets"), "of one market; a-2018 is of phones, b of tablets"),
        (A18, figure("b", 50, "2019", measure="usage"), "of one measure; a-2018 is of market-share, b of usage"),
        (A19, A18, "the earlier one first; a-2019 is of 2019, a-2018 of 2018: the later one stands first; exchange"),
        (A18, figure("b", 50, "2018"), "a-2018 is of 2018, b of 2018: they are of one period"),
        (A18, figure("b", 50, "2018-H1"), "a-2018 is of 2018, b of 2018-H1: their periods overlap"),
    ],
    ids=["entity", "market", "measure", "reversed", "same", "overlapping"],
)
def test_a_change_between_what_is_not_one_thing_at_two_dates_is_refused(function, start, end, message):
    with pytest.raises(DerivationError, match="result: .*" + re.escape(message.format(function.__name__))):
        derived(function, start=start, end=end)


@pytest.mark.parametrize("function", CHANGES)
@pytest.mark.parametrize(
    "end",
    [A19, figure("b", 50), figure("b", 50, "2019", market=""), figure("b", 50, "2019", entity="", measure="")],
    ids=["all-known", "no-period", "no-market", "no-entity"],
)
def test_what_the_note_does_not_say_is_not_tested(function, end):
    assert derived(function, start=A18, end=end).inputs == (A18, end)


def test_what_was_derived_is_not_tested():
    ratio = derived(value_ratio, start=A18, end=A19)
    assert derived(per, amount_of=ratio, base=ratio).value == 1
    later = derived(value_ratio, start=ratio, end=derive(value_ratio, id="again", label="Again", start=A18, end=A19))
    assert later.value == 1


def test_other_names_of_two_dates_are_tested_too():
    growth = figure("growth", 100, measure="growth")
    assert derived(implied_market_growth, firm_growth=growth, share_start=A18, share_end=A19).value > 0
    with pytest.raises(DerivationError, match="share_start and share_end of implied_market_growth are two dates"):
        derived(implied_market_growth, firm_growth=growth, share_start=A19, share_end=A18)
    with pytest.raises(DerivationError, match="start and end of cagr are two dates"):
        derived(cagr, start=A19, end=A18, years=1)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ([A19, S19], [A18, S18], "before and after of {} are two dates, the earlier one first; a-2019 is of 2019"),
        ([A18, S18], [S19, A19], "before and after of {} are of one entity; a-2018 is of apple, s-2019 of samsung"),
        ({"a": A18, "s": S18}, {"a": S19, "s": A19}, "of one entity; a-2018 is of apple, s-2019 of samsung"),
        ([A18, S19], [A19, S19], "figures in before of {} are of one period; a-2018 is of 2018, s-2019 of 2019"),
        (
            [A18, S18],
            [A19, figure("s", 39, "2019", entity="samsung", market="tablets")],
            "figures in after of {} are of one market; a-2019 is of phones, s of tablets",
        ),
    ],
    ids=["reversed", "by-position", "by-name", "mixed-periods", "mixed-markets"],
)
@pytest.mark.parametrize("function", [instability, turnover_bounds, contribution_to_growth, rank_changes])
def test_lists_are_one_market_at_two_dates(function, before, after, message):
    firm = (
        {"firm": "a" if isinstance(before, dict) else 0} if function in (contribution_to_growth, rank_changes) else {}
    )
    with pytest.raises(DerivationError, match=re.escape(message.format(function.__name__))):
        derived(function, before=before, after=after, **firm)


def test_firms_of_which_one_list_says_nothing_are_no_pair():
    """Samsung is gone, Huawei is new: 60 of 100 stay."""
    huawei = figure("h-2019", 40, "2019", entity="huawei")
    stays = figure("a-2019", 60, "2019")
    moved = derived(instability, before={"a": A18, "s": S18}, after={"a": stays, "h": huawei})
    assert moved.value == 80


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            figure("b", 40, "2018", entity="samsung", market="tablets"),
            "of one market; a-2018 is of phones, b of tablets",
        ),
        (figure("b", 40, "2019", entity="samsung"), "of one period; a-2018 is of 2018, b of 2019"),
        (figure("b", 40, "2018", entity="samsung", measure="usage"), "of one measure; a-2018 is of market-share"),
    ],
    ids=["market", "period", "measure"],
)
@pytest.mark.parametrize(
    ("function", "together"),
    [
        (hhi, lambda one, other: {"shares": [one, other]}),
        (relative_share, lambda one, other: {"shares": {"apple": one, "samsung": other}, "firm": "apple"}),
        (concentration_ratio_bounds, lambda one, other: {"shares": [one], "total": other, "k": 1, "unnamed": "any"}),
        (merger_delta, lambda one, other: {"a": one, "b": other}),
        (
            years_to_parity,
            lambda one, other: {
                "leader_share": one,
                "challenger_share": other,
                "leader_growth": figure("growth-a", 0, measure="growth"),
                "challenger_growth": figure("growth-b", 10, measure="growth"),
            },
        ),
    ],
    ids=["list", "mapping", "total", "merger", "parity"],
)
def test_shares_of_several_markets_or_times_are_not_put_together(function, together, other, message):
    with pytest.raises(DerivationError, match=f"result: figures in .* of {function.__name__} are {message}"):
        derived(function, **together(A18, other))


def test_shares_of_one_market_and_time_are_put_together():
    assert derived(hhi, shares=[A18, S18]).value == 5200
    assert derived(merger_delta, a=A18, b=figure("no-date", 10, "", entity="samsung", market="")).value == 1200


@pytest.mark.parametrize(
    ("start", "end", "years", "between"),
    [
        ("2016", "2018", 3, "2"),
        ("FY2016", "FY2018", 1, "2"),
        ("2018-Q1", "2018-Q3", 2, "0.5"),
        ("2018-06", "2019-12", 1, "1.5"),
    ],
)
def test_a_number_of_years_is_that_between_the_dates(start, end, years, between):
    """Data points are no intervals: from 2016 to 2018 there are two years, not three."""
    values = {"start": figure("a", 100, start, unit="user"), "end": figure("b", 121, end, unit="user")}
    message = f"years of cagr: found {years}, but from {start} (a) to {end} (b) there are {between}"
    with pytest.raises(DerivationError, match=re.escape(message)):
        derived(cagr, **values, years=years)
    assert derived(cagr, **values, years=float(between)).value > 0


def test_years_between_periods_of_two_kinds_are_not_counted():
    values = {"start": figure("a", 100, "FY2016", unit="user"), "end": figure("b", 121, "2018-Q4", unit="user")}
    assert derived(cagr, **values, years=2).value == pytest.approx(10)

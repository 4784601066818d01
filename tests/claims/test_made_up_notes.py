"""Verdicts and findings on figures made up for it: every comparison at its edge."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from marketshare.claims import findings, judge
from marketshare.claims.evaluate import _run as run
from marketshare.claims.race import Case, growth_readings
from marketshare.claims.trials import TESTS, _beyond, _parity_words
from marketshare.interval import Interval
from marketshare.ledger.tables import Row
from marketshare.quantity import Passage, Quantity

DEFAULTS = {
    "market": "", "period": "2018", "measure": "market-share", "status": "stated", "supersedes": "", "also_on": "",
    "source": "note", "primary_source": "", "line": "1", "quote": "", "printed": "",
}  # fmt: skip


class Figure(dict):
    def __init__(self, key, quantity, **columns):
        super().__init__(DEFAULTS | {"entity": key} | columns)
        self.id, self.quantity, self.printed_in_note = key, quantity, self["printed"]


def quantity(key, low, high=None, ends="[]", *, unit="percent", value=None):
    bounds = Interval(low, low if high is None else high, ends[0] == "[", ends[1] == "]")
    value = (bounds.low + bounds.high) / 2 if value is None else value
    return Quantity(key, key, unit, value, bounds, Passage("note", "1", "…", "…", "", "firm", "measure"))


def said_by(who, figure):
    return replace(figure, origin=replace(figure.origin, primary_source=who))


class Study(dict):
    """A study of figures given as low and high ends, with a period of 2018."""

    def __init__(self, figures, readings=None, parents=None, **part_of):
        super().__init__({figure.id: figure.quantity for figure in figures})
        self.readings = (readings or {}).__getitem__
        entities = {figure["entity"] for figure in figures} | set((parents or {}).values())
        self.ledger = SimpleNamespace(
            figures={figure.id: figure for figure in figures},
            readings=readings or {},
            entities={key: Row(0, {"parent": (parents or {}).get(key, "")}) for key in entities},
            measures={figure["measure"]: Row(0, {"part_of": part_of.get(figure["measure"], "")}) for figure in figures},
            tensions=[],
        )


def study(unit="percent", **ends):
    return Study([Figure(key, quantity(key, *given, unit=unit)) for key, given in ends.items()])


# who leads, and who is which


@pytest.mark.parametrize(
    ("own", "rivals", "rank", "outcome", "words"),
    [
        # the second named: nobody unnamed is larger
        ((40,), [(30,)], 2, "supported", ""),
        ((40,), [(40,)], 2, "undetermined", "hangs on rounding"),
        ((40, 50), [(30, 45)], 2, "undetermined", "hangs on rounding"),
        ((40,), [(35, 45), (10,)], 2, "undetermined", "hangs on rounding"),
        ((10, 20), [(30, 40)], 2, "contradicted", ""),
        ((10, 20), [(20, 30)], 2, "undetermined", ""),
        ((10, 35), [(30, 40)], 2, "undetermined", ""),
        ((10, 20), [(15, 40)], 2, "undetermined", ""),
        ((20,), [(30, 40), (5, 6)], 2, "contradicted", ""),
        # the third: an unnamed second may have whatever is left
        ((45.5,), [(10,)], 3, "supported", ""),  # 44.5
        ((40, 50), [(15,)], 3, "undetermined", "could hold up to 45.0%"),
        ((45,), [(5, 20)], 3, "undetermined", "could hold up to 50.0%"),
    ],
)
def test_a_firm_leads_if_nobody_can_have_as_much(own, rivals, rank, outcome, words):
    shares = {f"rival-{place}": given for place, given in enumerate(rivals)}
    place = Figure("rank", quantity("rank", rank, unit="rank"), entity="rival-0", measure="rank")
    notes = Study([place, *(Figure(key, quantity(key, *ends)) for key, ends in {"own": own, **shares}.items())])
    verdict = TESTS["leads"](notes, "own", *shares, second="rank")
    assert verdict.outcome == outcome
    assert words in verdict.because


@pytest.mark.parametrize(
    ("own", "larger", "place", "outcome"),
    [
        ((20, 30), (30, 40), "1", "undetermined"),  # they may be the same
        ((20, 30), (31, 40), "1", "contradicted"),
        ((50, 60), (40, 50), "1", "supported"),  # at most the same, and at most 10 is left
        ((50, 60), (40, 55), "1", "undetermined"),
        ((40,), (20,), "1", "undetermined"),  # 40 is left, for one firm perhaps
        ((40, 50), (20,), "1", "undetermined"),
        ((45,), (20,), "1", "supported"),
    ],
)
def test_a_firm_has_a_place_if_only_those_named_can_be_before_it(own, larger, place, outcome):
    assert TESTS["ranked"](study(own=own, larger=larger), place, "own", "larger").outcome == outcome


# limits


@pytest.mark.parametrize(
    ("own", "limit", "outcome"),
    [
        ((10,), "1/2", "supported"),
        ((10, 12), "1/2", "undetermined"),
        ((11, 12), "1/2", "contradicted"),
        ((30,), "2", "supported"),
        ((45,), "2", "contradicted"),
    ],
)
def test_a_part_of_20_is_at_most_a_limit(own, limit, outcome):
    assert TESTS["at_most_part"](study(own=own, whole=(20,)), "own", "whole", limit).outcome == outcome


@pytest.mark.parametrize(
    ("start", "end", "outcome"),
    [
        ((10,), (10,), "undetermined"),
        ((10,), (10.5,), "supported"),
        ((10, 12), (10,), "undetermined"),
        ((11, 12), (10,), "contradicted"),
        ((10,), (10, 12), "undetermined"),
    ],
)
def test_a_share_rose_if_it_certainly_is_higher(start, end, outcome):
    shares = [
        Figure(key, quantity(key, *ends), entity="firm", period=period)
        for key, ends, period in (("start", start, "2016"), ("end", end, "2018"))
    ]
    assert TESTS["gained"](Study(shares), "start", "end").outcome == outcome


@pytest.mark.parametrize(
    ("amount", "outcome"),
    [
        ((100, 200), "undetermined"),
        ((100, 200, "(]"), "supported"),
        ((50, 200, "(]"), "undetermined"),
        ((50, 100), "contradicted"),
        ((101, 200), "supported"),
    ],
)
def test_an_amount_exceeds_100_if_all_of_it_is_above(amount, outcome):
    assert TESTS["exceeds"](study("count", amount=amount), "amount", "100").outcome == outcome


def test_the_lowest_growth_is_that_with_the_lowest_end():
    notes = study("percent", narrow=(55, 65), wide=(50, 110))
    assert "the lowest figure is 80.0%" in TESTS["grew"](notes, "10", "narrow", "wide").because


def test_the_lowest_growth_a_year_is_that_of_the_reading_with_the_lowest_end():
    """Over both years 1.1 to 4 times, so 4.9 to 100 % a year, or 1.44 times, so 20 %."""
    first = {"since": quantity("first-since", 0), "yearly": quantity("first-yearly", 0)}
    second = {"since": quantity("second-since", 44), "yearly": quantity("second-yearly", 10, 300, value=100)}
    years = [
        Figure(key, given["since"], entity="firm", measure="growth", period=period)
        for key, given, period in (("first", first, "2017"), ("second", second, "2018"))
    ]
    notes = Study(years, readings={"first": first, "second": second})
    verdict = TESTS["grew_a_year"](notes, "3", "first", "second")
    assert verdict.outcome == "supported"
    assert "it grew 41.4% a year at the lowest reading" in verdict.because


def test_growth_is_read_only_in_ways_that_both_years_share():
    first = {"level": quantity("first-level", 10), "yearly": quantity("first-yearly", 10)}
    second = {"yearly": quantity("second-yearly", 20)}
    notes = grown({"first": first, "second": second})
    assert list(growth_readings(notes, "first", "second")) == ["yearly"]


def grown(readings, start=2017):
    """A study of one firm's growth, year by year, each with readings."""
    years = [
        Figure(key, next(iter(given.values())), entity="firm", measure="growth", period=str(year))
        for year, (key, given) in enumerate(readings.items(), start)
    ]
    return Study(years, readings=readings)


def test_growth_without_a_common_reading_is_refused():
    notes = grown({"first": {"level": quantity("x", 10)}, "second": {"yearly": quantity("y", 20)}})
    with pytest.raises(ValueError, match="first, second have no reading in common"):
        growth_readings(notes, "first", "second")


def test_growth_a_year_is_over_as_many_years_as_there_are():
    """Three times 100 % is eight times, which is 100 % a year; 700 % since the start is the same."""
    names = ("one", "two", "three")
    yearly = grown({name: {"yearly": quantity(name, 100), "since-2016": quantity(f"{name}s", 700)} for name in names})
    found = growth_readings(yearly, *names)
    assert {name: growth.value for name, growth in found.items()} == pytest.approx({"yearly": 100, "since-2016": 100})
    assert "over all 3 years it grew 100" in TESTS["grew_a_year"](yearly, "50", *names).because


def test_a_reading_since_another_year_than_that_of_the_start_is_refused():
    notes = grown({name: {"since-2015": quantity(name, 10), "yearly": quantity(name, 10)} for name in ("one", "two")})
    with pytest.raises(ValueError, match="since-2015 counts from 2015, but one is of 2017"):
        growth_readings(notes, "one", "two")


def test_an_illegible_figure_bears_on_nothing():
    figures = [Figure("legible", quantity("legible", 5)), Figure("torn", quantity("torn", 7), status="unreadable")]
    verdict = TESTS["missing"](Study(figures), "developers", "developers", bears="legible, torn")
    assert [given.id for given in verdict.inputs] == ["legible"]


def test_the_words_of_a_call_may_hold_a_sign_of_equality():
    verdict = run(Study([]), "missing(developers; words=share = 5)")
    assert verdict.because == "no figure in the note: share = 5"


# races


def case(*, parity=None, full=None, challenger=(50, 60), leader=(20, 30), joint=(50, 60)):
    def given(ends):
        return None if ends is None else quantity("x", *ends)

    growths = given(leader), given(challenger)
    return Case(None, None, "r", "to", "years", *growths, None, None, given(joint), given(parity), given(full))


@pytest.mark.parametrize(
    ("parity", "outcome"),
    [
        (None, "supported"),
        ((3, 5), "undetermined"),
        ((2, 5), "undetermined"),
        ((2, 3), "contradicted"),
        ((3.5, 5), "supported"),
    ],
)
def test_parity_is_beyond_three_years_if_it_certainly_comes_later(parity, outcome):
    assert _beyond(case(parity=parity), 3) == outcome


@pytest.mark.parametrize(
    ("joint", "stands"),
    [((90, 100), "yes"), ((90, 100.5), "not excluded"), ((100, 110), "not excluded"), ((101, 110), "no")],
)
def test_a_reading_stands_if_both_shares_fit_into_a_market(joint, stands):
    assert case(joint=joint).stands == stands


@pytest.mark.parametrize(
    ("group", "words"),
    [
        (case(challenger=(10, 20), leader=(20, 30)), "never, as the challenger does not grow faster,"),
        (case(challenger=(10, 25), leader=(20, 30)), "never"),
        (case(full=(3.64, 4)), "never, as both would have the whole market in 3.6 years or later,"),
        (case(parity=(2, 3.04)), "in 2.0 to 3.0 years"),
    ],
)
def test_what_comes_of_a_race_in_words(group, words):
    assert _parity_words([group]) == words


# findings


def found(figures, kind, **more):
    return [(finding.fits, finding.words) for finding in findings(Study(figures, **more)) if finding.kind == kind]


def shares(**ends):
    return [Figure(key, quantity(key, *given), market="cloud") for key, given in ends.items()]


def place(low, high=None, entity="own"):
    given = quantity("place", low, high, unit="rank")
    return Figure(
        "place", given if high is None else replace(given, value=None), market="cloud", measure="rank", entity=entity
    )


@pytest.mark.parametrize(
    ("own", "rival", "rank", "fits"),
    [
        ((20, 30), (30, 40), (1,), "open"),
        ((20, 30), (31, 40), (1,), "no"),
        ((20, 30), (10, 20), (1,), "yes"),
        ((20, 30), (10, 25), (1,), "open"),
        ((20, 30), (31, 40), (2,), "yes"),
        ((20, 30), (31, 40), (1, 3), "yes"),  # one of the first three
    ],
)
def test_a_rank_fits_the_shares_if_not_too_many_are_larger(own, rival, rank, fits):
    ((said, words),) = found([*shares(own=own, rival=rival), place(*rank)], "rank")
    assert said == fits
    assert f"place is {'1 to 3' if len(rank) > 1 else rank[0]}: of the shares stated" in words


def test_a_rank_without_shares_to_compare_is_no_finding():
    assert found([*shares(own=(20,)), place(1)], "rank") == []
    assert found([*shares(rival=(20,)), place(1)], "rank") == []


@pytest.mark.parametrize(
    ("part", "whole", "fits"),
    [
        ((708,), (708,), "yes"),
        ((500,), (708,), "yes"),
        ((700, 720), (708,), "open"),
        ((708,), (700, 720), "open"),
        ((708, 720), (700, 708), "open"),
        ((709, 720), (700, 708), "no"),
    ],
)
def test_a_part_fits_if_it_is_certainly_no_more_than_its_whole_and_does_not_if_it_is_certainly_more(part, whole, fits):
    counts = [
        Figure("part", quantity("part", *part, unit="count"), entity="city", measure="buyers"),
        Figure("whole", quantity("whole", *whole, unit="count"), entity="city", measure="users"),
    ]
    assert [said for said, _ in found(counts, "part", buyers="users")] == [fits]
    assert found(counts, "part") == []  # measures.csv says of none that it is a part of another


def test_one_thing_said_twice_on_other_lines_is_named():
    twice = Figure("users", quantity("users", 5), line="3", also_on="7;9", printed="5%")
    assert found([twice], "repetition") == [("yes", "users: lines 3, 7, 9 all print 5%")]


def test_one_thing_with_two_numbers_does_not_fit():
    pair = [
        Figure("one", quantity("one", 5), entity="e", printed="5%", line="3"),
        Figure("two", quantity("two", 6), entity="e", printed="6%", line="8"),
    ]
    assert found(pair, "repetition") == [("no", "5% (line 3) and 6% (line 8) are one thing")]


def test_a_corrected_figure_is_not_compared():
    old = Figure("old", quantity("old", 5), entity="e", printed="5%")
    new = Figure("new", quantity("new", 6), entity="e", printed="6%", supersedes="old")
    assert found([old, new], "repetition") == []


def test_two_sources_are_named_with_their_periods():
    pair = [
        Figure("one", said_by("Analyst", quantity("one", 5)), entity="e", primary_source="Analyst"),
        Figure("two", quantity("two", 6), entity="e", period=""),
    ]
    ((fits, words),) = found(pair, "source")
    assert fits == "open"
    expected = "5.0% (2018, Analyst) and 6.0% (no period, a source not named) are of different sources"
    assert words == f"{expected}: no change between them"
    assert found(pair, "repetition") == []


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ((90.6,), "the parts sum to 90.6% exactly, the stated total is 90.6%"),
        ((90.65, 90.75), "the parts sum to 90.6%, the stated total is 90.7%"),
    ],
)
def test_a_total_within_rounding_of_its_parts_is_not_called_exact(total, words):
    figures = shares(one=(49.85, 49.95), two=(40.65, 40.75), both=total)
    parents = {"one": "both", "two": "both"}
    assert found(figures, "total", parents=parents) == [("yes", words)]


def test_a_total_that_its_parts_just_reach_fits():
    """21.15 + 38.55 + 19.95 = 79.65, in binary a digit less."""
    figures = shares(one=(21.05, 21.15), two=(38.45, 38.55), three=(19.85, 19.95), all=(79.65, 79.75))
    parents = dict.fromkeys(("one", "two", "three"), "all")
    assert [fits for fits, _ in found(figures, "total", parents=parents)] == ["yes"]


def test_a_total_that_is_just_reached_by_its_parts_fits():
    """18.25 + 32.85 + 35.95 = 87.05, in binary a digit more."""
    figures = shares(one=(18.25, 18.35), two=(32.85, 32.95), three=(35.95, 36.05), all=(86.95, 87.05))
    parents = dict.fromkeys(("one", "two", "three"), "all")
    assert [fits for fits, _ in found(figures, "total", parents=parents)] == ["yes"]


@pytest.mark.parametrize(
    ("last", "fits"), [((1.5, 2.5), "open"), ((2, 3), "yes"), ((2.5, 3.5), "yes"), ((1, 1.5), "open")]
)
def test_lines_that_can_be_everything_leave_nothing_open(last, fits):
    lines = [
        Figure(key, quantity(key, *given), measure="revenue-share")
        for key, given in {"a": (60,), "b": (37,), "c": last}.items()
    ]
    parents = dict.fromkeys("abc", "firm")
    assert [said for said, _ in found(lines, "total", parents=parents)] == [fits]


@pytest.mark.parametrize(
    ("kind", "amount", "verdict"),
    [
        ("question", (101,), "answered"),
        ("question", (50,), "answered"),
        ("question", (50, 200), "open"),
        ("conclusion", (101,), "supported"),
        ("forecast", (50,), "contradicted"),
    ],
)
def test_a_question_is_answered_either_way_or_stays_open(kind, amount, verdict):
    notes = study("count", amount=amount)
    row = {
        "kind": kind,
        "line": "1",
        "quote": "…",
        "gloss": "",
        "claim": "More than 100.",
        "test": "exceeds(amount; 100)",
    }
    notes.ledger.claims = {"claim": row}
    assert [judged.verdict for judged in judge(notes)] == [verdict]

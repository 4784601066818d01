import re

import pytest

from marketshare.claims import Race, cases, race_of
from marketshare.show.sliders import race_words, reach_of

RACE = Race(
    "cloud-share-alibaba-2018", "cloud-share-tencent-2016", "cloud-share-tencent-2018", "cloud-growth-alibaba",
    "cloud-growth-alibaba-years", "cloud-growth-tencent-2017", "cloud-growth-tencent-2018",
)  # fmt: skip


@pytest.fixture(scope="module")
def found(study):
    return {case.name: case for case in cases(study, RACE)}


def test_every_combination_of_readings_is_there(found):
    assert len(found) == 3 * 2 * 2


@pytest.mark.parametrize(("reading", "growth"), [("yearly", 197.5), ("since-2016", 73.2), ("level", 115.5)])
def test_each_reading_implies_a_market_growth(found, reading, growth):
    assert found[f"{reading}; to, intervals"].market_growth.value == pytest.approx(growth, abs=0.05)


def test_successive_rates_and_to_32_times_would_need_more_than_the_whole_market(found):
    case = found["yearly; to, intervals"]
    assert case.earlier_share.value == pytest.approx(94.9, abs=0.05)
    assert case.earlier_joint.value == pytest.approx(102.2, abs=0.05)
    assert case.stands == "no"


def test_successive_rates_and_by_32_times_are_not_excluded(found):
    case = found["yearly; by, intervals"]
    assert case.earlier_joint.bounds.low == pytest.approx(99.1, abs=0.05)
    assert case.stands == "not excluded"


def test_other_readings_stand(found):
    assert {case.stands for case in found.values() if case.challenger_reading != "yearly"} == {"yes"}


@pytest.mark.parametrize(("name", "years"), [("yearly; to, intervals", 2.0), ("level; to, intervals", 4.1)])
def test_years_to_parity_depend_on_the_reading(found, name, years):
    assert found[name].parity.value == pytest.approx(years, abs=0.05)


def test_against_2016_both_would_have_the_whole_market_before_parity(found):
    case = found["since-2016; to, intervals"]
    assert case.parity is None
    assert case.full.value == pytest.approx(3.6, abs=0.05)


def test_a_settled_rate_goes_with_every_reading_of_the_other(study):
    settled = list(cases(study.replacing({"cloud-growth-tencent-2018": "60%"}), RACE))
    assert {case.challenger_reading for case in settled} == {"yearly", "since-2016", "level"}


@pytest.mark.parametrize(
    ("leader", "challenger", "market", "words"),
    [
        (100, 90, 50, "The challenger does not grow faster"),
        (100, 278, 197.5, "Level after 2.0 years"),
        (100, 120.2, 73.2, "Both would have the whole market after 3.6 years, before they are level"),
    ],
)
def test_the_sliders_say_what_follows(study, leader, challenger, market, words):
    shares = study["cloud-share-alibaba-2018"], study["cloud-share-tencent-2018"]
    assert race_words(*shares, leader, challenger, market).startswith(words)


@pytest.mark.parametrize(
    ("growths", "found"),
    [
        (RACE.growths[1:], "cloud-growth-tencent-2018 (2018)"),
        (RACE.growths[:1], "cloud-growth-tencent-2017 (2017)"),
        ((), "no year"),
    ],
)
def test_a_race_needs_the_growth_of_each_year_from_start_to_end(study, growths, found):
    given = Race(RACE.leader, RACE.start, RACE.challenger, RACE.leader_multiple, RACE.leader_years, *growths)
    with pytest.raises(ValueError, match=re.escape(f"found growth in {found}; expected that of each year from ")):
        next(cases(study, given))


def test_the_sliders_reach_beyond_the_rates_that_they_start_from(found):
    """278 % a year is the highest of the yearly reading, 73 % of that against 2016; a quarter more, in hundreds."""
    assert reach_of(found["yearly; to, intervals"]) == 400
    assert reach_of(found["since-2016; to, intervals"]) == 200


def test_a_race_is_found_by_the_claim_that_it_decides(study, found):
    assert {case.name: case for case in race_of(study, "line-085-2")} == found


@pytest.mark.parametrize(
    ("claim", "error", "message"),
    [
        ("line-85-2", KeyError, "did you mean line-085-2"),
        ("line-117-1", ValueError, "line-117-1 is decided by at_most_part.*which is no race"),
    ],
)
def test_a_claim_that_no_race_decides_is_refused(study, claim, error, message):
    with pytest.raises(error, match=message):
        race_of(study, claim)


def test_the_sliders_words_are_marked_where_a_what_if_changes_a_share(study):
    assumed = study.replacing({"cloud-share-tencent-2018": "41.8%"})["cloud-share-tencent-2018"]
    assert race_words(study["cloud-share-alibaba-2018"], assumed, 100, 200, 100).endswith(" years at these rates.*")

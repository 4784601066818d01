"""One market over its periods: changes by period and firm, and what a part of a market leaves open."""

import pytest

from marketshare.interval import Interval
from marketshare.market import Market, Series
from marketshare.metrics import ShareError, instability_bounds, rank_change_bounds
from marketshare.studies import Study

BEFORE = Market({"a": 60, "b": 40}, id="m-2017", period="2017")
AFTER = Market({"a": 50, "b": 30, "c": 20}, id="m-2018", period="2018")
WHOLE = Series({"2017": BEFORE, "2018": AFTER}, id="m", name="markets")
PART = Series({"2017": Market({"a": 60, "b": 20}), "2018": Market({"a": 30, "b": 50})}, id="m")


def test_a_change_is_of_one_firm_between_two_periods():
    change = WHOLE.change("a", "2017", "2018")
    assert (change.value, change.unit) == (-10, "percentage_point")
    assert change.id == "m-2017-2018-change-a"
    assert change.label == "Share change of a in markets, 2017 to 2018"


def test_periods_can_be_named():
    assert WHOLE.relative_change("a", start="2017", end="2018").value == pytest.approx(-100 / 6)


def test_whole_markets_give_the_index_and_its_value():
    # |50 − 60| + |30 − 40| + |20 − 0|; the newcomer has 20
    assert WHOLE.instability("2017", "2018").value == 40
    assert WHOLE.entry_share("2017", "2018").value == 20
    assert WHOLE.rank_change("b", "2017", "2018").value == 0


def test_parts_of_markets_give_bounds():
    assert PART.instability("2017", "2018").bounds == instability_bounds([60, 20], [30, 50]) == Interval(60, 100)


def test_a_rank_change_rests_on_what_is_known_of_both_rests():
    # an unnamed 20 is no larger than b before, nor than a after, and both may be beside it: no place is open
    assert PART.rank_change("b", "2017", "2018").bounds == rank_change_bounds([60, 20], [30, 50], 1, unnamed="smaller")
    unknown = Series({"2017": Market({"a": 30, "b": 20}), "2018": Market({"a": 30, "b": 20})})
    assert unknown.rank_change("b", "2017", "2018").bounds == rank_change_bounds([30, 20], [30, 20], 1, unnamed="any")


def test_the_change_of_the_note(root):
    change = Study.at(root).series("china-cloud").change("tencent-cloud", "2016", "2018")
    assert change.bounds == Interval(4.4, 4.6)
    assert [given.id for given in change.inputs] == ["cloud-share-tencent-2016", "cloud-share-tencent-2018"]


def test_what_is_not_there_is_refused_by_name(root):
    series = Study.at(root).series("china-cloud")
    assert list(series) == ["2016", "2018"]
    with pytest.raises(KeyError, match="no shares of '2017'; did you mean 2018 or 2016"):
        series.change("tencent-cloud", "2017", "2018")
    with pytest.raises(ShareError, match="'tencent' has no share in China's cloud market, 2016; did you mean"):
        series.change("tencent", "2016", "2018")
    with pytest.raises(KeyError, match="did you mean china-cloud"):
        Study.at(root).series("china-clod")


def test_the_later_period_does_not_come_first(root):
    with pytest.raises(ValueError, match="the later one stands first; exchange them"):
        Study.at(root).series("china-cloud").change("tencent-cloud", "2018", "2016")


def test_shares_by_name_have_the_largest_firm_of_the_latest_period_first():
    found = Series({"2017": BEFORE, "2018": Market({"a": 30, "b": 50}, id="m-2018")}).by_name
    assert {name: {period: share.value for period, share in shares.items()} for name, shares in found.items()} == {
        "b": {"2017": 40, "2018": 50},
        "a": {"2017": 60, "2018": 30},
    }
    assert list(found) == ["b", "a"]
    assert list(found["b"]) == ["2017", "2018"]

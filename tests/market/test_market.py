"""Markets from numbers: what they know of their rest, what their methods give, and what they refuse."""

import inspect
import json
import re

import pytest

from marketshare import Market, show
from marketshare.interval import Interval
from marketshare.metrics import ShareError, concentration_ratio, hhi, hhi_bounds, lead
from marketshare.payload import MIME, payload_fault
from marketshare.quantity import Passage, Quantity, UnitError, declared, derive
from marketshare.register import records, replay
from marketshare.studies import Study

CLOUD = {"Alibaba": (42.85, 42.95), "Tencent": (11.75, 11.85)}
FIVE = {"a": (19.65, 19.75), "b": (18.05, 18.15), "c": (16.85, 16.95), "d": (14.55, 14.65), "e": (11.75, 11.85)}
PLACES = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}


def figure(name, value, half=0.05, unit="percent", **about):
    passage = Passage("note", "1", name, name, "", name, about.pop("measure", "market-share"), **about)
    return Quantity(name, name, unit, value, Interval(value - half, value + half), passage)


# What is known of the rest


def test_a_bounded_hhi_takes_two_lines():
    # 42.9² + 11.8² = 1,979.65; of 45.3 three have 11.8 and one 9.9: 3 · 139.24 + 98.01 more
    assert str(Market({"Alibaba": 42.9, "Tencent": 11.8}).hhi(unnamed="smaller").bounds) == "(1979.65, 2495.38]"


def test_of_the_rest_nothing_is_known_unless_something_says_so():
    # one unnamed firm may have all of the 45.3: 45.3² = 2,052.09 more
    assert Market({"Alibaba": 42.9, "Tencent": 11.8}).hhi().bounds.high == pytest.approx(4031.74)


def test_a_stated_rank_bounds_the_unnamed_firms():
    cloud = Market(CLOUD, ranks={"Tencent": 2})
    assert cloud.hhi().bounds == hhi_bounds(CLOUD, unnamed="smaller")
    assert [rank.id for rank in cloud.hhi().inputs if rank.unit == "rank"] == ["market-rank-as-given-tencent"]


def test_others_are_the_rest_and_no_firm():
    # lowest: the named firms have 81.05, as alike as their rounding lets them, 19.65 18.05 16.85 14.65 11.85, and the
    # others are atoms; highest: 19.75 18.15 16.95 14.55 11.75, and of 18.85 one firm has 11.75, another 7.1
    market = Market(FIVE, rest=(18.85, 18.95), ranks=PLACES)
    assert str(market.hhi().bounds) == "(1350.8925, 1545.025]"
    assert "Others" not in market


def test_a_stated_total_narrows_the_rest():
    # as published for 49.9 and 40.7 with 90.6 stated: 4,141.5 to 4,238.9
    market = Market({"a": (49.85, 49.95), "b": (40.65, 40.75)}, total=(90.55, 90.65), ranks={"b": 2})
    assert str(market.hhi().bounds) == "(4141.5125, 4238.915]"


def test_a_stated_number_of_firms_counts():
    # of three firms one is not named: 50² + 30² + 20²
    assert Market({"a": 50, "b": 30}, firms=3).hhi().bounds == Interval.exactly(3800)


def test_a_whole_market_has_a_value():
    market = Market({"a": figure("a", 50.0), "b": figure("b", 30.0), "c": figure("c", 20.0)})
    assert market.is_complete
    assert market.hhi().value == 3800
    assert market.hhi().bounds.high == pytest.approx(3803.005)  # at 50.05, 30.00, 19.95


def test_a_share_of_more_than_20_is_no_whole_market_although_it_may_be_100():
    more = Quantity("a", "a", "percent", 20.0, Interval(20, float("inf"), False, False), figure("a", 20).origin)
    assert not Market({"a": more}).is_complete


def test_what_is_known_of_the_rest_is_told():
    assert Market(CLOUD, ranks={"Tencent": 2}).why == [
        "No firm that is not named is larger than Tencent, by stated ranks (market-rank-as-given-tencent)."
    ]


# Methods


def test_a_method_has_the_docstring_and_the_signature_of_its_metric_without_shares():
    told, example = re.split(r"\n\n *Example:", declared("concentration_ratio").function.__doc__)
    assert example  # of the plain function, which a method is not called like
    assert Market.concentration_ratio.__doc__ == told
    names = list(inspect.signature(Market.concentration_ratio).parameters)
    assert names[:2] == ["self", "k"]
    assert "relative_share" in dir(Market(CLOUD))


def test_what_is_supposed_stands_in_label_and_id():
    number = Market(CLOUD, id="cloud-2018", name="clouds").hhi(unnamed="smaller")
    assert number.id == "cloud-2018-hhi-if-unnamed-smaller"
    assert number.label == "HHI of clouds, if no unnamed firm is larger than the smallest named one"


def test_the_same_number_asked_for_twice_is_the_same_number():
    assert Market(CLOUD).hhi() == Market(CLOUD).hhi()


def test_an_id_and_a_label_can_be_given():
    number = Market(CLOUD).hhi(id="mine", label="Mine")
    assert (number.id, number.label) == ("mine", "Mine")


def test_a_lead_needs_the_two_largest_firms_and_says_whose_place_is_open():
    with pytest.raises(ShareError, match="lead: an unnamed firm may be larger than Tencent"):
        Market(CLOUD).lead()
    assert Market(CLOUD).lead(unnamed="smaller").bounds == Interval(31, 31.2)


def test_the_ranks_behind_a_lead_are_inputs_of_it():
    assert [given.id for given in Market(CLOUD, ranks={"Tencent": 2}).lead().origin.rests_on] == [
        "market-rank-as-given-tencent"
    ]


def test_a_merger_raises_the_hhi_by_twice_the_product():
    merger = Market({"a": 20, "b": 20, "c": 60}).merge("a", "b")
    assert merger.delta().value == 800
    assert merger.hhi().bounds == Interval.exactly(5200)


def test_plain_functions_take_a_market_too():
    market = Market(CLOUD, ranks={"Tencent": 2})
    assert hhi_bounds(market) == market.hhi().bounds
    assert hhi(Market({"a": 50, "b": 50})) == 5000
    assert lead(Market({"a": 50, "b": 30})) == 20


def test_firms_may_have_numbers_for_names():
    assert Market({1: 20, 2: 40, 3: 40}, ranks={3: 1}).relative_share(1).value == 0.5


def test_derive_takes_the_shares_of_a_market():
    number = derive(concentration_ratio, id="cr", label="CR", shares=Market(CLOUD), k=2)
    assert number.bounds == Interval(54.6, 54.8)
    assert [given.id for given in number.inputs] == ["market-share-alibaba", "market-share-tencent"]


# Refusals


@pytest.mark.parametrize(
    ("shares", "more", "said"),
    [
        ({}, {}, "no shares at all"),
        ([42.9, 11.8], {}, "needs the names of its firms"),
        ({"a": 60, "b": 50}, {}, "sum to at least 110, above 100"),
        ({"a": -1}, {}, "-1 is not a share"),
        ({None: 5}, {}, "None names no firm"),
        ({"a": 0.6, "b": 0.3}, {}, "look like fractions"),
        ({"a": 40, "b": 20}, {"ranks": {"b": 1}}, r"no market fits the stated ranks, b 1.*\(market-rank-as-given-b\)"),
        ({"a": 40, "b": 20}, {"ranks": {"a": 1, "b": 1}}, "give two firms the rank 1"),
        ({"a": 40, "b": 20}, {"ranks": {"bb": 1}}, "'bb' has no share in this market; did you mean b"),
        ({"a": 40, "b": 20}, {"rest": 30}, "60 to 60 together and the others 30.0%.*which is not 100"),
        ({"a": 40, "b": 20}, {"total": 70}, "does not fit the stated total"),
        ({"a": 40, "b": 20}, {"firms": 1}, "2 are named, but there are 1"),
        ({"a": 40, "b": 20}, {"rest": 40, "total": 50}, "correct one"),
        ({"a b": 40, "a-b": 20}, {}, "differ in signs only have one id"),
    ],
)
def test_what_is_no_market_is_refused_by_name(shares, more, said):
    with pytest.raises(ShareError, match=said):
        Market(shares, **more)


def test_a_share_in_another_unit_is_refused():
    with pytest.raises(UnitError, match="sales is in CNY; the shares of a market are percent"):
        Market({"a": figure("sales", 5.0, unit="CNY"), "b": 3.0})


def test_an_unknown_firm_is_refused_with_near_misses():
    with pytest.raises(KeyError, match="did you mean Tencent"):
        Market(CLOUD)["tencent"]
    with pytest.raises(ShareError, match="did you mean Tencent"):
        Market(CLOUD, ranks={"Tencent": 2}).relative_share("Tencen")


# In the record


def test_numbers_of_a_market_can_be_computed_again_from_their_record():
    market = Market(CLOUD, ranks={"Tencent": 2}, total=(54.65, 54.75))
    number = market.hhi()
    entries = {entry["id"]: entry for entry in json.loads(json.dumps(records([number])))}
    done, refused = replay(entries, entries.__getitem__)
    assert refused == {}
    assert done[number.id] == number


@pytest.fixture
def displayed(monkeypatch):
    """What a notebook shows, as it is stored."""
    bundles = []
    monkeypatch.setattr("marketshare.show.outputs.display", lambda bundle, raw: bundles.append(bundle) if raw else None)
    return bundles


def test_what_show_writes_of_a_market_can_be_read_again(displayed):
    market = Market(CLOUD, ranks={"Tencent": 2}, id="clouds")
    show.numbers({"HHI": market.hhi(), "Relative share": market.relative_share("Tencent")}, name="two", caption="Two.")
    (data,) = displayed
    assert payload_fault(data) == ""


def test_the_rules_that_a_market_meets_are_shown_with_its_own_numbers(displayed, root):
    study = Study.at(root)
    cloud = study.market("china-cloud", "2018")
    show.rules(study.rules("cn-aml-dominance"), cloud, name="rules", caption="Rules.")
    (data,) = displayed
    assert payload_fault(data) == ""
    assert {"china-cloud-2018-concentration-ratio-1", "china-cloud-2018-concentration-ratio-3"} <= {
        entry["id"] for entry in data[MIME]["numbers"]
    }


def test_a_market_is_seen_with_shares_bounds_rest_and_what_is_known_of_it():
    market = Market({"a<b": (42.85, 42.95), "c": 11.8}, name="Clouds", ranks={"c": 2})
    assert repr(market).splitlines() == [
        "Clouds",
        "  a<b           42.9 to 43.0%",
        "  c                     11.8%",
        "  not reported  45.3 to 45.4%",
        "  No firm that is not named is larger than c, by stated ranks (market-rank-as-given-c).",
    ]
    assert "<td>a&lt;b</td>" in market._repr_html_()


@pytest.mark.parametrize(("shares", "text"), [((54, 18, 26), "2.0%")])
def test_the_rest_of_plain_numbers_has_the_places_of_its_unit(shares, text):
    assert Market(dict(zip("abc", shares, strict=True))).rest.text == text


def test_the_rest_has_the_places_of_the_printed_shares(root):
    study = Study.at(root)
    assert Market(study.under("revenue-share")).rest.text == "2%"  # 54%, 18%, 26%

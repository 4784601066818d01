"""A study: where it is found, and its figures as quantities."""

import pydoc
import re

import pytest

import marketshare
from marketshare.interval import Interval
from marketshare.ledger import DataError
from marketshare.location import ROOT_VARIABLE, nearest_root
from marketshare.metrics import presumption, rule_evaluation
from marketshare.studies import Study


@pytest.fixture(autouse=True)
def _no_study_named(monkeypatch):
    monkeypatch.delenv(ROOT_VARIABLE, raising=False)


# Where it is


def test_the_root_is_the_folder_itself_if_it_has_a_package(copy):
    assert nearest_root(copy) == copy


def test_the_root_is_the_nearest_folder_above_that_has_a_package(copy):
    (copy / "notebooks" / "drafts").mkdir(parents=True)
    assert nearest_root(copy / "notebooks" / "drafts") == copy


def test_the_root_is_looked_for_from_the_current_folder(copy, monkeypatch):
    monkeypatch.chdir(copy / "seeds")
    assert nearest_root() == copy


def test_the_variable_names_the_root_for_processes_started_elsewhere(copy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ROOT_VARIABLE, str(copy))
    assert nearest_root() == copy


def test_a_folder_that_is_asked_for_precedes_the_variable(root, copy, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(root))
    assert nearest_root(copy) == copy


def test_where_no_study_is_the_ways_to_name_one_are_told(tmp_path):
    expected = (
        f"no study here: neither {tmp_path} nor a folder above it has data/datapackage.json; "
        f"work inside a study, or name it (--root, or the variable MARKETSHARE_ROOT)"
    )
    with pytest.raises(FileNotFoundError, match=f"^{re.escape(expected)}$"):
        nearest_root(tmp_path)


def test_the_package_opens_the_study_of_the_current_folder(copy, monkeypatch):
    monkeypatch.chdir(copy / "seeds")
    assert marketshare.study.root == copy


def test_the_package_has_no_other_attributes_to_open():
    with pytest.raises(AttributeError, match=r"^module 'marketshare' has no attribute 'studio'; it has Interval, "):
        marketshare.studio  # noqa: B018  (looking it up is the test)


def test_whatever_the_package_offers_is_there(root, monkeypatch):
    monkeypatch.chdir(root)
    assert {name: getattr(marketshare, name).__name__ for name in marketshare.__all__ if name != "study"} == {
        **{name: name for name in ("Interval", "Market", "Quantity", "Series", "Study", "derive")},
        **{name: f"marketshare.{name}" for name in ("charts", "metrics", "panel", "show")},
    }  # fmt: skip


def test_help_on_the_package_needs_no_study_and_tells_what_there_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = pydoc.plain(pydoc.render_doc(marketshare))
    assert [name for name in marketshare.__all__ if f"`{name}`" not in words.partition("PACKAGE CONTENTS")[0]] == []
    assert len(words.splitlines()) < 100


def test_a_study_is_read_once_until_a_file_of_it_changes(copy, edit, monkeypatch):
    monkeypatch.chdir(copy)
    first = marketshare.study
    assert marketshare.study.ledger is first.ledger
    edit("data/entities.csv", "Tencent Cloud", "Tencent's cloud")
    assert marketshare.study["cloud-share-tencent-2018"].label.startswith("Tencent's cloud, ")


def test_a_study_with_wrong_data_does_not_open(copy, edit):
    edit("data/payment_share.csv", "49.9%,49.9,", "49.9%,49.8,")
    with pytest.raises(DataError, match=r"^data/payment_share\.csv:\d+: value: 49\.8, but '49\.9%' in percent"):
        Study.at(copy)


# Figures


def test_a_figure_is_a_quantity_with_the_bounds_of_its_words(study):
    share = study["cloud-share-tencent-2018"]
    assert (share.value, share.bounds, share.unit) == (11.8, Interval(11.75, 11.85), "percent")


def test_a_figure_is_labelled_by_entity_measure_market_and_period(study):
    assert study["cloud-share-tencent-2018"].label == "Tencent Cloud, market share in China's cloud market, 2018"


def test_a_figure_without_market_and_period_is_labelled_without_them(study):
    assert study["revenue-share-vas"].label == "Value-added services, share of revenue"


def test_an_unknown_figure_is_told_near_misses(study):
    with pytest.raises(KeyError, match=r"'cloud-share-tencent-2017'; did you mean cloud-share-tencent-201[68] or "):
        study["cloud-share-tencent-2017"]


def test_an_unknown_figure_like_no_other_is_told_none(study):
    with pytest.raises(KeyError) as refusal:
        study["zzz"]
    assert refusal.value.args == ("no figure has the id 'zzz'",)


@pytest.mark.parametrize("key", [5, None, ["cloud-share-tencent-2018"]])
def test_what_is_no_id_is_refused(study, key):
    with pytest.raises(KeyError, match="expected the id of a figure, such as 'app-ratio-jd', found "):
        study[key]


def test_a_refusal_of_an_id_reads_as_a_sentence(study):
    """A KeyError shows its message in quotation marks, with a backslash before each of its own."""
    with pytest.raises(KeyError) as refusal:
        study["zzz"]
    assert str(refusal.value) == "no figure has the id 'zzz'"


def test_an_unknown_reading_is_told_which_there_are(study):
    with pytest.raises(
        KeyError, match=r"^cloud-growth-tencent-2017 has no reading 'daily'; it has level, since-2016, yearly$"
    ):
        study.meaning("cloud-growth-tencent-2017", "daily")


def test_an_unreadable_figure_is_refused_with_its_note(study):
    with pytest.raises(KeyError, match="qq-mau-2019-06 is unreadable in the note: The text is damaged: "):
        study["qq-mau-2019-06"]


def test_a_study_runs_through_all_its_figures_by_id(study):
    ids = [quantity.id for quantity in study]
    readings = [f"{key}--{name}" for key, given in study.ledger.readings.items() for name in given]
    assert ids == [*sorted(study.ledger.figures), *readings]


def test_the_figures_of_a_study_include_those_that_cannot_be_read(study):
    assert "qq-mau-2019-06" in {quantity.id for quantity in study}


def test_printed_words_are_given_as_they_stand(study):
    assert study.printed("mini-program-dau-2018-06") == "2.6 亿"


def test_printed_words_are_given_where_they_cannot_be_read(study):
    assert study.printed("qq-mau-2019-06") == "7."


# Rules


def test_a_threshold_that_is_a_fraction_is_given_in_percent(study):
    thresholds = {c.id: c.threshold for rule in study.rules("cn-aml-dominance") for c in rule}
    assert thresholds == pytest.approx(
        {
            "cn-aml-dominance-1": 50,
            "cn-aml-dominance-2": 200 / 3,
            "cn-aml-dominance-2-member": 10,
            "cn-aml-dominance-3": 75,
            "cn-aml-dominance-3-member": 10,
        }
    )


def test_a_threshold_in_points_is_given_as_it_is(study):
    (rule,) = study.rules("us-2023-hhi")
    assert {condition.measure: condition.threshold for condition in rule} == {"merger-delta": 100, "hhi": 1800}


def test_rules_come_in_the_order_of_their_keys(study):
    keys = [rule.key for rule in study.rules("cn-")]
    assert keys == sorted(keys)


def test_rules_may_be_asked_for_by_what_they_measure(study):
    keys = {rule.key for rule in study.rules(measure="market-share")}
    assert keys == {"us-2023-share"}


def test_a_prefix_that_no_rule_has_gives_none(study):
    assert study.rules("jp-") == []


@pytest.mark.parametrize(
    ("key", "shares", "merging", "answer"),
    [
        ("us-2023-hhi", [60, 30, 10], [1, 2], "true"),  # 4,600 before, 600 more
        ("us-2023-hhi", [96, 3, 1], [1, 2], "false"),  # 9,226 before, 6 more
        ("us-2023-share", [25, 10, 65], [0, 1], "true"),  # 35 %, 500 more
        ("us-2023-share", [25, 1, 74], [0, 1], "false"),  # 26 %
        ("us-2010-moderate", [*[14] * 7, 1, 1], [0, 1], "true"),  # 7 · 196 + 2 + 392 = 1,766
        ("us-2010-moderate", [60, 30, 10], [1, 2], "false"),  # above 2,500
        ("us-2010-high", [60, 30, 10], [1, 2], "true"),
        ("us-2010-high", [45, 45, 7, 3], [2, 3], "false"),  # 42 more
        ("eu-2004-low", [10] * 10, [0, 1], "false"),  # 1,200 after it
        ("eu-2004-moderate", [10] * 10, [0, 1], "true"),  # 200 more
        ("eu-2004-moderate", [20, 20, 10, 10, 10, 10, 10, 10], [0, 2], "false"),  # 400 more
        ("eu-2004-high", [45, 45, 7, 3], [2, 3], "true"),  # 4,108 before, 42 more
        ("eu-2004-high", [60, 30, 10], [1, 2], "false"),
        ("cn-samr-2024-moderate", [10] * 10, [0, 1], "true"),
        ("cn-samr-2024-high", [45, 45, 7, 3], [2, 3], "false"),
        ("de-gwb-18-4", [40, 30, 30], [], "true"),
        ("de-gwb-18-4", [39.9, 30.1, 30], [], "false"),
        ("de-gwb-18-6-1", [20, 20, 10, 10, 10, 10, 10, 10], [], "true"),  # three have 50
        ("de-gwb-18-6-2", [*[14] * 5, 10, 10, 10], [], "true"),  # five have 70
        ("de-gwb-18-6-2", [*[13] * 5, *[7] * 5], [], "false"),  # five have 65
        ("cn-aml-dominance-2", [60, 7, 33], [], "true"),  # 93
        ("cn-pboc-2021-dominance-3", [30, 25, 20, 25], [], "true"),  # 80
        ("cn-pboc-2021-dominance-3", [24, 24, 24, 24, 4], [], "false"),  # 72
    ],
)
def test_a_rule_is_tested_on_any_market(study, key, shares, merging, answer):
    (rule,) = study.rules(key)
    assert rule_evaluation(rule, shares, unnamed="any", merging=merging).answer == answer


@pytest.mark.parametrize(
    ("prefix", "standing", "market"),
    [
        ("cn-pboc-2021-warning", "draft", "non-bank payment services"),
        ("cn-pboc-2021-dominance", "draft", "national electronic payments"),
        ("us-2010", "replaced", ""),
        ("us-2023", "in force", ""),
    ],
)
def test_a_rule_says_whether_it_is_in_force_and_for_which_market(study, prefix, standing, market):
    found = study.rules(prefix)
    assert found
    assert {(rule.standing, rule.market) for rule in found} == {(standing, market)}


def test_a_text_without_thresholds_is_a_rule_without_conditions(study):
    (rule,) = study.rules("uk-cma-2021")
    assert rule.conditions == ()


def test_a_rule_is_verified_as_far_as_its_least_verified_row(study):
    assert {rule.key: rule.verified for rule in study.rules("us-2010")} == {
        "us-2010-high": "secondary",
        "us-2010-moderate": "no",
    }


@pytest.mark.parametrize(("firm", "answer"), [(0, "true"), (1, "false"), (2, "false")])
def test_a_member_below_a_tenth_is_not_presumed_dominant(study, firm, answer):
    """65 alone holds half; 8 and 7, though of a group that holds two thirds or three quarters, are exempt."""
    rules = study.rules("cn-aml-dominance")
    assert presumption(rules, [65, 8, 7], unnamed="smaller", firm=firm).answer == answer


# Figures whose ids begin alike


def test_figures_under_a_prefix_are_found_by_what_follows(study):
    assert {key: found.value for key, found in study.under("revenue-share").items()} == {
        "advertising": 18, "fintech-business": 26, "vas": 54,
    }  # fmt: skip


def test_ambiguous_and_damaged_figures_are_not_under_a_prefix(study):
    assert list(study.under("app-ratio")) == ["jd", "pinduoduo"]
    assert study.under("qq-mau") == {}


def test_a_prefix_ends_at_a_hyphen(study):
    with pytest.raises(KeyError, match=r"no id begins with 'revenue-shar-'; did you mean revenue-share-vas"):
        study.under("revenue-shar")

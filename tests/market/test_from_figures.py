"""Markets of a study: which of its figures are shares, which speak of the rest, and what is no market."""

import pytest

from marketshare.charts import axes, stacked_shares
from marketshare.claims import findings
from marketshare.metrics import ShareError
from marketshare.studies import Study

FILE = "data/payment_share.csv"
CLOUDS = {"ali": "19.7%", "bai": "18.1%", "cen": "16.9%", "dow": "14.6%", "eri": "11.8%", "others": "18.9%"}


@pytest.fixture
def state(copy, add_note, append):
    """Add a note that states shares, ranks or a number of firms, by entity, as one sentence each; returns the study."""

    def add(stated, *, note="later", market="china-third-party-payments", period="2019", entities=()):
        words = {key: f"{key.removesuffix('#')}的{kind}为{printed}。" for key, (kind, printed) in stated.items()}
        add_note(note, "".join(words.values()))
        for entity in entities:
            append("data/entities.csv", entity)
        measures = {"份额": "market-share", "排名": "rank", "企业数": "firms"}
        for key, (kind, printed) in stated.items():
            entity, quote = key.removesuffix("#"), words[key].removesuffix("。")
            value = printed.strip("%家") if printed[0].isdigit() else "一二三四五".index(printed[-1]) + 1
            append(
                FILE,
                f"{entity}-{measures[kind]}-{period.lower()}-{note},{entity},{market},{measures[kind]},{period},{printed},"
                f"{value},,stated,{note},1,{quote},,,,,,",
            )
        return Study.at(copy)

    return add


FIRMS = [f"{key},{key.title()},{key},,firm," for key in ("ali", "bai", "cen", "dow", "eri")]
OTHERS = "others,Others,其他,,rest,"


def five_and_others():
    shares = {key: ("份额", printed) for key, printed in CLOUDS.items()}
    places = zip(CLOUDS, "一二三四五", strict=False)
    return shares | {f"{key}#": ("排名", f"第{place}") for key, place in places}


def test_others_are_the_rest_of_a_market(state):
    market = state(five_and_others(), entities=[*FIRMS, OTHERS]).market("china-third-party-payments", "2019")
    assert list(market.shares) == ["ali", "bai", "cen", "dow", "eri"]
    assert market.rest.id == "others-market-share-2019-later"
    assert str(market.hhi().bounds) == "(1350.8925, 1545.025]"  # by hand in test_market.py


def test_others_that_are_larger_than_a_firm_contradict_no_rank_and_no_order(state):
    found = [
        each for each in findings(state(five_and_others(), entities=[*FIRMS, OTHERS])) if "2019" in str(each.inputs)
    ]
    assert {each.fits for each in found if each.kind in {"rank", "order"}} == {"yes"}


def test_the_rest_has_no_rank(state):
    with pytest.raises(ValueError, match="'others' is the rest of a market"):
        state({"ali": ("份额", "60%"), "others#": ("排名", "第一")}, entities=[FIRMS[0], OTHERS])


def test_others_of_which_nobody_says_what_they_are_are_not_taken_for_a_firm(state):
    with pytest.raises(ValueError, match=r"'others' is called Others: in data/entities.csv, say in the column kind"):
        state({"ali": ("份额", "60%"), "others": ("份额", "40%")}, entities=[FIRMS[0], "others,Others,其他,,,"])


def test_a_stated_sum_of_some_firms_counts_beside_the_shares_of_the_others(state):
    entities = ["pair,Pair,二者,,sum,", "ali,Ali,ali,pair,firm,", "bai,Bai,bai,pair,firm,", FIRMS[2]]
    shares = {"ali": "49.9%", "bai": "20.7%", "cen": "20.0%", "pair": "70.6%"}
    study = state({key: ("份额", printed) for key, printed in shares.items()}, entities=entities)
    market = study.market("china-third-party-payments", 2019)
    # 70.55 to 70.65, and 19.95 to 20.05 more
    assert (market.total.bounds.low, market.total.bounds.high) == pytest.approx((90.5, 90.7))
    assert "pair" not in market


def test_others_are_drawn_as_others_and_not_as_not_reported(state):
    market = state(five_and_others(), entities=[*FIRMS, OTHERS]).market("china-third-party-payments", "2019")
    ax = stacked_shares({"2019": market.shares}, {"2019": market.rest}, ax=axes())
    words = [text.get_text() for text in ax.texts]
    assert "others\n18.9%" in words
    assert not any("not reported" in each for each in words)
    assert not any(bar.get_hatch() for bar in ax.patches)


def test_a_stated_number_of_firms_leaves_so_many_unnamed(state, append):
    append("data/measures.csv", "firms,count,level,firms in the market,企业数,How many firms a market has.,")
    append("data/entities.csv", "all-firms,All firms,全部企业,,population,")
    study = state({"ali": ("份额", "50%"), "bai": ("份额", "30%"), "all-firms": ("企业数", "3家")}, entities=FIRMS[:2])
    market = study.market("china-third-party-payments", "2019")
    assert market.count == 1
    assert [given.id for given in market.hhi().inputs][-1] == "all-firms-firms-2019-later"


def test_a_number_of_a_study_has_a_stable_id_and_label(root):
    cloud = Study.at(root).market("china-cloud", "2018")
    number = cloud.relative_share("tencent-cloud")
    assert number.id == "china-cloud-2018-relative-share-tencent-cloud"
    assert number.label == "Relative share of Tencent Cloud in China's cloud market, 2018"
    assert cloud.hhi().label == "HHI of China's cloud market, 2018"


def test_the_published_bounds_of_both_markets(root):
    study = Study.at(root)
    assert str(study.market("china-cloud", "2018").hhi().bounds) == "(1974.185, 2499.515]"
    payments = study.market("china-third-party-payments", "2018-Q1")
    assert str(payments.hhi().bounds) == "(4141.5125, 4238.915]"  # with the stated total
    assert str(payments.hhi(total=None).bounds) == "(4137.445, 4242.055]"
    assert str(payments.hhi(at="printed", total=None).bounds) == "(4146.5, 4234.86]"


def test_a_what_if_on_a_rank_moves_what_rests_on_it(root):
    third = Study.at(root).replacing({"cloud-rank-tencent-2018": "第三"}).market("china-cloud", "2018")
    # one unnamed firm may be larger than Tencent Cloud, and have all that is left: 42.85² + 11.75² + 45.4²
    assert third.hhi().bounds.high == pytest.approx(4035.345)
    assert third.hhi().hypothetical


def test_rules_of_the_study_are_tested_on_its_markets(root):
    study = Study.at(root)
    assert study.market("china-cloud", "2018").meets("cn-aml-dominance").answer == "false"
    payments = study.market("china-third-party-payments", "2018-Q1")
    assert payments.meets("cn-aml-dominance").answer == "true"
    assert payments.meets("cn-aml-dominance-1").answer == "false"
    assert payments.merge("alipay", "tenpay").meets("us-2023").answer == "true"
    with pytest.raises(ShareError, match="'cn-aml-dominanc3' is none; did you mean cn-aml-dominance-3"):
        payments.meets("cn-aml-dominanc3")


def test_the_markets_of_a_study_are_a_table(root):
    table = Study.at(root).markets.set_index(["market", "period"])
    assert table.loc[("china-cloud", "2018"), "firms"] == 2
    assert table.loc[("china-cloud", "2018"), "rest"] == "45.3%"


@pytest.mark.parametrize(
    ("market", "period", "said"),
    [
        ("china-clouds", "2018", "did you mean china-cloud"),
        ("china-cloud", "2017", "no share of china-cloud is of '2017'; did you mean 2018 or 2016"),
        ("online-government", "2018", "there are none at all"),
    ],
)
def test_an_unknown_market_or_period_is_refused_with_near_misses(root, market, period, said):
    with pytest.raises(KeyError, match=said):
        Study.at(root).market(market, period)


def test_two_figures_in_force_for_one_firm_are_refused_by_name(state):
    state({"ali": ("份额", "60%"), "bai": ("份额", "30%")}, entities=FIRMS[:2])
    study = state({"ali": ("份额", "50%")}, note="other")
    words = r"ali-market-share-2019-later \(60%\) and ali-market-share-2019-other \(50%\) are both in force for ali"
    with pytest.raises(ShareError, match=words):
        study.market("china-third-party-payments", "2019")
    assert study.market("china-third-party-payments", "2019", source="other")["ali"].value == 50


def test_shares_of_different_sources_are_refused_by_name(state):
    state({"ali": ("份额", "60%")}, entities=FIRMS[:2])
    study = state({"bai": ("份额", "30%")}, note="other")
    with pytest.raises(ShareError, match=r"come from different sources.*choose one with source='later'"):
        study.market("china-third-party-payments", "2019")


def test_a_series_of_one_source_has_its_periods_only(state):
    state({"ali": ("份额", "60%")}, entities=FIRMS[:2])
    study = state({"bai": ("份额", "30%")}, note="other")
    series = study.series("china-third-party-payments", source="other")
    assert {period: list(market) for period, market in series.items()} == {"2019": ["bai"]}
    assert list(study.series("china-third-party-payments", source="tencent-note")) == ["2018-Q1"]


def test_a_rank_that_contradicts_the_shares_is_refused_by_name(root):
    study = Study.at(root).replacing({"cloud-rank-tencent-2018": "第一"})
    with pytest.raises(ShareError, match=r"China's cloud market, 2018: ranks: .*\(cloud-rank-tencent-2018\)"):
        study.market("china-cloud", "2018")
    assert len(study.market("china-cloud", "2018", ranks={})) == 2


def test_one_such_market_does_not_hide_the_others(root):
    table = Study.at(root).replacing({"cloud-rank-tencent-2018": "第一"}).markets.set_index(["market", "period"])
    assert "no market fits the stated ranks" in table.loc[("china-cloud", "2018"), "known of the rest"]
    assert table.loc[("china-third-party-payments", "2018-Q1"), "firms"] == 2

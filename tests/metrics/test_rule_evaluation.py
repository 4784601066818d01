"""Rules on shares of which only bounds are known."""

import operator
from dataclasses import dataclass
from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import ShareError, compare, hhi, merged, post_merger_hhi_bounds, presumption, rule_evaluation

ALIPAY, TENPAY = (49.85, 49.95), (40.65, 40.75)
ALIBABA, TENCENT = (42.85, 42.95), (11.75, 11.85)
PAYMENTS, CLOUD = [ALIPAY, TENPAY], [ALIBABA, TENCENT]


@dataclass(frozen=True)
class Row:
    measure: str
    firms: int
    operator: str
    threshold: float


ONE, TWO, THREE = (
    Row("concentration-ratio", 1, ">=", 50),
    Row("concentration-ratio", 2, ">=", 200 / 3),
    Row("concentration-ratio", 3, ">=", 75),
)
MEETS = {">=": operator.ge, ">": operator.gt, "<": operator.lt, "<=": operator.le}
BELOW_A_TENTH = Row("market-share", 1, "<", 10)
US_2023 = [Row("hhi", 0, ">", 1800), Row("merger-delta", 0, ">", 100)]
US_2023_SHARE = [Row("market-share", 1, ">", 30), Row("merger-delta", 0, ">", 100)]


# the note


@pytest.mark.parametrize(
    ("shares", "condition", "answer"),
    [
        pytest.param(PAYMENTS, ONE, "false", id="payments-one"),
        pytest.param(PAYMENTS, TWO, "true", id="payments-two"),
        pytest.param(PAYMENTS, THREE, "true", id="payments-three"),
        pytest.param(CLOUD, ONE, "false", id="cloud-one"),
        pytest.param(CLOUD, TWO, "false", id="cloud-two"),
        pytest.param(CLOUD, THREE, "false", id="cloud-three"),
    ],
)
def test_china_s_presumptions_are_certain_in_both_markets(shares, condition, answer):
    assert rule_evaluation(condition, shares, unnamed="smaller").answer == answer


def test_without_the_ranking_cloud_is_open():
    """One unnamed firm might hold 45.3, which makes two of 88.2."""
    assert rule_evaluation(ONE, CLOUD, unnamed="any").answer == "false"
    assert rule_evaluation(TWO, CLOUD, unnamed="any").answer == "undetermined"


def test_no_member_of_the_pair_is_exempt():
    for firm in (0, 1):
        assert rule_evaluation(BELOW_A_TENTH, PAYMENTS, unnamed="smaller", firm=firm).answer == "false"


def test_the_numbers_that_decided_are_kept():
    found = rule_evaluation([TWO, BELOW_A_TENTH], PAYMENTS, unnamed="smaller", firm=1)
    assert found.answer == "false"
    assert [(test.measure, test.operator, test.answer) for test in found.tests] == [
        ("concentration-ratio of 2", ">=", "true"),
        ("market-share", "<", "false"),
    ]
    assert (found.tests[0].bounds.low, found.tests[0].bounds.high) == pytest.approx((90.5, 90.7))
    assert found.tests[1].bounds == Interval(40.65, 40.75)
    assert found.decided_by == (found.tests[1],)


# mergers


def test_a_merger_of_the_two_payment_firms_is_presumed_harmful():
    found = rule_evaluation(US_2023, PAYMENTS, unnamed="smaller", merging=[0, 1])
    assert found.answer == "true"
    after, delta = (test.bounds for test in found.tests)
    assert (delta.low, delta.high) == pytest.approx((2 * 49.85 * 40.65, 2 * 49.95 * 40.75))
    assert after.low == pytest.approx(90.5**2)
    assert found.decided_by == found.tests


def test_a_small_merger_is_not():
    """3 and 4 add 24 points."""
    shares = [60, 33, 4, 3]
    assert rule_evaluation(US_2023, shares, unnamed="smaller", merging=[2, 3]).answer == "false"
    assert rule_evaluation(US_2023_SHARE, shares, unnamed="smaller", merging=[1, 2]).answer == "true"


def test_rounding_may_leave_a_merger_open():
    """10 ± .5 and 5 ± .5 add 85.5 to 115.5 points."""
    found = rule_evaluation(US_2023, [60, (9.5, 10.5), (4.5, 5.5)], unnamed="smaller", merging=[1, 2])
    assert [test.answer for test in found.tests] == ["true", "undetermined"]
    assert found.answer == "undetermined"
    assert found.decided_by == (found.tests[1],)


@given(st.lists(st.integers(1, 30), min_size=3, max_size=6), st.data())
def test_after_a_merger_the_hhi_is_within_its_bounds(weights, data):
    shares = sorted((100 * weight / sum(weights) for weight in weights), reverse=True)
    named = data.draw(st.integers(2, len(shares)))
    first, second = data.draw(st.lists(st.integers(0, named - 1), min_size=2, max_size=2, unique=True))
    boxes = [(share - min(share, 0.5), min(100, share + 0.5)) for share in shares[:named]]
    bounds = post_merger_hhi_bounds(boxes, first, second, unnamed="smaller")
    assert bounds.low - 1e-6 <= hhi(merged(shares, [first, second])) <= bounds.high + 1e-6


@pytest.mark.parametrize(
    ("shares", "known", "expected"),
    [
        # 20² + 40² beside a rest in small pieces; 60² + 40² at most
        pytest.param([*[(10, 40)] * 2, 40], {}, Interval(2000, 5200, False, True), id="two-that-leave-each-other-room"),
        # 10 and 10 become 20: 20² + 3 · 26.67², but no unnamed one is above 10: then 20 is 70 at least
        pytest.param([*[(10, 80)] * 2], {"count": 0}, Interval.exactly(10_000), id="a-monopoly"),
        # each as large as the unnamed one: x + x and x, or more for the first two, 2 · 33.3 and 33.3
        pytest.param([(10, 80), (10, 80)], {"count": 1}, Interval((200 / 3) ** 2 + (100 / 3) ** 2, 10_000), id="three"),
        pytest.param(
            [(10, 80), (10, 80)], {"count": 1, "unnamed": "any"}, Interval(5000, 10_000), id="one-of-any-size"
        ),
    ],
)
def test_after_a_merger_the_hhi_is_that_of_the_markets_that_fit(shares, known, expected):
    found = post_merger_hhi_bounds(shares, 0, 1, **{"unnamed": "smaller"} | known)
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert found.ends == expected.ends


def test_after_a_merger_of_exact_shares_the_bounds_move_by_twice_the_product():
    bounds = post_merger_hhi_bounds([50, 30], 0, 1, unnamed="smaller")
    assert bounds == Interval(6400, 6800, False, True)
    assert post_merger_hhi_bounds({"a": 60, "b": 40}, "a", "b", unnamed="any") == Interval.exactly(10_000)


# only markets that fit


FIRST, MERGED, DELTA = (
    Row("market-share", 1, ">=", 40),
    Row("market-share", 1, ">", 60),
    Row("merger-delta", 0, ">", 500),
)
TENS = [(10, 40), (10, 40)]


@pytest.mark.parametrize(
    ("condition", "shares", "known", "answer"),
    [
        # at most 100 − 70 = 30
        pytest.param(FIRST, [(10, 50), 70], {"firm": 0}, "false", id="a-share-beside-another"),
        pytest.param(FIRST, [(10, 50), (60, 90)], {"firm": 0}, "undetermined", id="a-share-that-may-just-fit"),
        pytest.param(FIRST, [(10, 50), Interval(60, 90, False, True)], {"firm": 0}, "false", id="one-that-never-fits"),
        pytest.param(FIRST, [(10, 50), (50, 60)], {"firm": 0, "count": 0}, "true", id="a-share-of-what-is-left"),
        # two together are at most 100 − 40 = 60
        pytest.param(MERGED, [*TENS, 40], {"merging": [0, 1]}, "false", id="a-merged-share"),
        # two together are at most 100 − 70 = 30, and 2 · 15 · 15 = 450
        pytest.param(DELTA, [*TENS, 70], {"merging": [0, 1]}, "false", id="a-rise"),
        pytest.param(DELTA, [*TENS, 60], {"merging": [0, 1]}, "undetermined", id="a-rise-of-800-at-most"),
        # with the rest named they are at least 60, and then 20 and 40: 1600
        pytest.param(DELTA, [*TENS, (30, 40)], {"merging": [0, 1], "count": 0}, "true", id="a-rise-of-what-is-left"),
        pytest.param(
            ONE, [Interval(45, 50, True, False), (8, 10)], {"count": 0, "unnamed": "any"}, None, id="no-market"
        ),
        # each is as large as the unnamed one: 10, 80 and 10, and 1600; 50 and 50, and 5000
        pytest.param(
            Row("merger-delta", 0, ">=", 1600), [(10, 80)] * 2, {"merging": [0, 1], "count": 1}, "true", id="least-rise"
        ),
        pytest.param(
            Row("merger-delta", 0, ">", 1600),
            [(10, 80)] * 2,
            {"merging": [0, 1], "count": 1},
            "undetermined",
            id="reached",
        ),
        pytest.param(ONE, [Interval(45, 50, True, False), (8, 10)], {"unnamed": "any"}, "false", id="never-half"),
        pytest.param(
            Row("concentration-ratio", 1, ">", 50),
            [Interval(50, 54, False, True), (8, 10)],
            {"unnamed": "any", "count": 3},
            "true",
            id="always-more-than-half",
        ),
        # 60 and 25 become 85, 15 is left
        pytest.param(
            Row("concentration-ratio", 1, ">=", 80), [60, 25, 15], {"merging": [0, 1]}, "true", id="after-a-merger"
        ),
        pytest.param(
            Row("concentration-ratio", 2, ">=", 100), [60, 25, 15], {"merging": [0, 1]}, "true", id="two-after-one"
        ),
        pytest.param(Row("concentration-ratio", 1, ">=", 80), [60, 25, 15], {}, "false", id="before-a-merger"),
        # 90 and b beside three of at most b: b + 3b = 10, and 92.5 + 2.5 at least
        pytest.param(
            Row("concentration-ratio", 2, "<", 95),
            [(90, 100), (0, 100)],
            {"merging": [0, 1], "count": 3},
            "false",
            id="level",
        ),
        # 10 and b beside one of at most 10: b is 80 at least
        pytest.param(
            Row("concentration-ratio", 1, ">=", 90), [10, (10, 90)], {"merging": [0, 1], "count": 1}, "true", id="big"
        ),
    ],
)
def test_a_condition_is_tested_on_the_markets_that_fit(condition, shares, known, answer):
    known = {"unnamed": "smaller"} | known
    if answer is None:
        with pytest.raises(ShareError, match="they sum to"):
            rule_evaluation(condition, shares, **known)
    else:
        assert rule_evaluation(condition, shares, **known).answer == answer


def test_a_share_of_a_market_that_nothing_fits_is_refused():
    with pytest.raises(ShareError, match="they sum to at least 110, above 100"):
        rule_evaluation(FIRST, [(50, 60), (60, 70)], unnamed="any", firm=0)


def test_a_stated_rank_is_taken_into_account():
    """The second of 42.9 and 11.8 leaves others 45.3: without the rank one firm may have it all."""
    shares = {"alibaba": 42.9, "tencent": 11.8}
    assert rule_evaluation(TWO, shares, unnamed="any").answer == "undetermined"
    assert rule_evaluation(TWO, shares, unnamed="any", ranks={"alibaba": 1, "tencent": 2}).answer == "false"


def test_an_hhi_and_a_rise_that_are_each_open_may_be_impossible_together():
    """A rise above 500 needs √1000 = 31.6 together, which leaves 68.4: 1,000 + 4,675 is less than 6,000."""
    shares = [(5, 20), (5, 20), (50, 80)]
    rule = [Row("hhi", 0, ">", 6000), Row("merger-delta", 0, ">", 500)]
    found = rule_evaluation(rule, shares, unnamed="any", merging=[0, 1])
    assert [test.answer for test in found.tests] == ["undetermined", "undetermined"]
    assert found.answer == "false"
    assert found.decided_by == ()
    lower = [Row("hhi", 0, ">", 5000), Row("merger-delta", 0, ">", 500)]
    assert rule_evaluation(lower, shares, unnamed="any", merging=[0, 1]).answer == "undetermined"


def test_a_threshold_below_0_is_compared_as_any_other():
    rule = [Row("hhi", 0, ">", 4000), Row("merger-delta", 0, ">", -1)]
    assert rule_evaluation(rule, [30, 20], unnamed="any", merging=[0, 1]).answer == "undetermined"


GRID = range(0, 101, 5)


@given(st.data())
def test_every_market_of_a_grid_answers_as_the_rule_does(data):
    """Two firms merge, a third is named, the rest is nobody, one firm, or two."""
    boxes = []
    for _ in range(3):
        low, high = sorted(data.draw(st.tuples(*[st.sampled_from(range(0, 61, 5))] * 2)))
        ends = (True, True) if low == high else data.draw(st.tuples(st.booleans(), st.booleans()))
        boxes.append(Interval(low, high, *ends))
    count, unnamed = data.draw(st.sampled_from([0, 1, 2])), data.draw(st.sampled_from(["smaller", "any"]))
    markets = []
    for named in product(*([share for share in GRID if share in box] for box in boxes)):
        rest = 100 - sum(named)
        for one in {0, *range(0, rest + 1, 5)} if count == 2 else {rest}:
            others = [one, rest - one] if count == 2 else [rest] if count else []
            fits = rest >= 0 if count else rest == 0
            if fits and (unnamed == "any" or max(others, default=0) <= min(named)):
                markets.append((named, others))
    assume(markets and sum(box.high for box in boxes) > 1)
    rows = [
        Row(measure, k, data.draw(st.sampled_from(sorted(MEETS))), data.draw(st.sampled_from(thresholds)))
        for measure, k, thresholds in (
            ("hhi", 0, [2500, 4000, 5000, 6000]), ("merger-delta", 0, [200, 450, 1000]),
            ("market-share", 1, [20, 40, 60]),
            ("concentration-ratio", 1, [40, 50, 60]), ("concentration-ratio", 2, [70, 90]),
        )
    ]  # fmt: skip
    rule = data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=3, unique=True))

    def met(row, named, others):
        a, b, c = named
        after = sorted([a + b, c, *others], reverse=True)
        measured = {
            "hhi": sum(share**2 for share in after), "merger-delta": 2 * a * b, "market-share": a + b,
            "concentration-ratio": sum(after[: row.firms]),
        }[row.measure]  # fmt: skip
        return MEETS[row.operator](measured, row.threshold)

    answers = {all(met(row, *market) for row in rule) for market in markets}
    answer = rule_evaluation(rule, boxes, unnamed=unnamed, count=count, merging=[0, 1]).answer
    assert answer == "undetermined" or answers == {answer == "true"}


# presumptions of one, two or three, and who is exempt


CHINA = [
    [ONE],
    [TWO, Row("member-share", 1, "<", 10)],
    [THREE, Row("member-share", 1, "<", 10)],
]


@pytest.mark.parametrize(
    ("shares", "firm", "answer"),
    [
        pytest.param(PAYMENTS, None, "true", id="two-together"),
        pytest.param(PAYMENTS, 0, "true", id="the-first-of-two"),
        pytest.param(PAYMENTS, 1, "true", id="the-second-of-two"),
        pytest.param(CLOUD, 0, "false", id="cloud"),
        pytest.param([65, 8, 7], 0, "true", id="half-by-itself"),
        pytest.param([65, 8, 7], 1, "false", id="below-a-tenth"),
        pytest.param([60, (9, 11), 5], 1, "undetermined", id="perhaps-below-a-tenth"),
        pytest.param([60, 12, (9, 11)], 2, "undetermined", id="the-third-perhaps-below-a-tenth"),
        pytest.param([40, 25, 12, 10], 2, "true", id="one-of-three"),
        pytest.param([40, 25, 9, 9], 1, "false", id="three-of-74"),
        pytest.param([45, 25, 9, 9], 0, "true", id="a-member-of-a-group-with-an-exempt-one"),
        pytest.param([45, 25, 9, 9], 2, "false", id="the-exempt-one"),
        pytest.param([40, 10, 10, 10], 3, "false", id="a-small-firm-of-no-such-group"),
    ],
)
def test_a_firm_is_presumed_dominant_with_the_largest_others_unless_it_is_below_a_tenth(shares, firm, answer):
    assert presumption(CHINA, shares, unnamed="smaller", firm=firm).answer == answer


def test_a_firm_beside_an_unnamed_one_may_be_of_two_that_have_two_thirds():
    """42.9 and one of 45.3."""
    assert presumption(CHINA, CLOUD, unnamed="any", firm=0).answer == "undetermined"
    assert presumption(CHINA, [42.9, 45.3], unnamed="any", firm=0).answer == "true"
    assert presumption(CHINA[1:2], CLOUD, unnamed="any", firm=1).answer == "false"  # 11.8 and 45.3


def test_of_an_exempt_member_the_test_says_what_it_would_take():
    test = rule_evaluation(CHINA[1], [65, 8], unnamed="smaller", firm=1).tests[1]
    assert (test.measure, test.operator, test.threshold, test.answer) == ("member-share", ">=", 10, "false")


def test_a_market_has_no_exemption():
    found = rule_evaluation(CHINA[1], [65, 8], unnamed="smaller")
    assert (found.answer, len(found.tests)) == ("true", 1)


# names, alternatives, thresholds


def test_firms_can_be_named():
    shares = pd.Series({"Alipay": 49.9, "Tenpay": 40.7})
    assert rule_evaluation(BELOW_A_TENTH, shares, unnamed="smaller", firm="Tenpay").answer == "false"
    assert rule_evaluation(US_2023, shares, unnamed="smaller", merging=["Alipay", "Tenpay"]).answer == "true"


@pytest.mark.parametrize(
    ("share", "operator", "answer"),
    [
        (50, ">=", "true"),
        (50, ">", "false"),
        (50, "<", "false"),
        ((50, 51), ">", "undetermined"),
        (Interval(50, 51, False, True), ">", "true"),
        ((49, 50), ">=", "undetermined"),
        (Interval(49, 50, True, False), ">=", "false"),
    ],
)
def test_reaching_and_exceeding_are_two_conditions(share, operator, answer):
    condition = SimpleNamespace(measure="market-share", firms=1, operator=operator, threshold=50)
    assert rule_evaluation(condition, [share, 20], unnamed="any", firm=0).answer == answer


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.data())
def test_the_answer_holds_in_the_market_that_was_reported(weights, data):
    shares = sorted((100 * weight / sum(weights) for weight in weights), reverse=True)
    named = data.draw(st.integers(1, len(shares)))
    half = data.draw(st.sampled_from([0, 0.5, 3]))
    boxes = [(max(0, share - half), min(100, share + half)) for share in shares[:named]]
    k, threshold = data.draw(st.integers(1, 4)), data.draw(st.sampled_from([30, 50, 75]))
    conditions = [Row("concentration-ratio", k, ">=", threshold), Row("hhi", 0, ">", 2000)]
    answer = rule_evaluation(conditions, boxes, unnamed="smaller").answer
    true = sum(shares[:k]) >= threshold and hhi(shares) > 2000
    assert answer in {"undetermined", "true" if true else "false"} or abs(sum(shares[:k]) - threshold) < 1e-9


@pytest.mark.parametrize("k", [2, 3, 4])
def test_more_firms_than_a_merger_leaves_have_the_whole_market(k):
    boxes = [Interval(50, 60), Interval(20, 70, False, True)]
    found = rule_evaluation(
        Row("concentration-ratio", k, "<", 100), boxes, unnamed="smaller", count=1, merging=(1, 0)
    )  # the merged firm and one other at most
    assert found.tests[0].bounds == Interval.exactly(100)
    assert found.answer == "false"


# refusals


@pytest.mark.parametrize(
    ("conditions", "known", "message"),
    [
        ([], {}, "conditions: none at all"),
        (Row("share", 1, ">", 1), {}, "measure: 'share'; expected one of market-share, "),
        (Row("member-share", 1, "<", 10), {}, "only an exemption of members"),
        (Row("member-share", 1, ">", 10), {"firm": 0}, "operator: '>'; a member is exempt below a share"),
        (US_2023, {"merging": [0, 1], "firm": 0}, "firm: with `merging` the market share is that of the merged firm"),
        (Row("hhi", 0, "=", 1), {}, "operator: '='; expected one of >=, >, <"),
        (BELOW_A_TENTH, {}, "firm: a market share is that of one firm"),
        (US_2023, {}, "merging: a rise of the HHI needs the firms that merge"),
        (US_2023, {"merging": [0]}, "merging: a merger needs two firms"),
        (US_2023, {"merging": [0, 0]}, "merging: a merger needs two different firms"),
        (US_2023, {"merging": [0, 2]}, "firm: 2 is not a position"),
        (Row("concentration-ratio", 0, ">", 1), {}, "k: 0 is not a number of firms"),
        (ONE, {"count": 0}, "of the market to nobody"),
    ],
)
def test_a_rule_that_cannot_be_evaluated_is_refused(conditions, known, message):
    with pytest.raises(ShareError, match=message):
        rule_evaluation(conditions, CLOUD, unnamed="smaller", **known)


def test_a_firm_without_a_share_rules_nothing_out_where_any_rise_will_do():
    """From 30² + 60² + 10² = 4,600 to 40² + 60² = 5,200, and a rise of 0 is above −1."""
    known = {"unnamed": "smaller", "count": 2, "merging": (0, 1)}
    both = [Row("hhi", 0, ">", 4600), Row("merger-delta", 0, ">", -1)]
    assert rule_evaluation(both, [0, (30, 100), 60, (0, 30)], **known).answer == "undetermined"


def test_shares_that_can_be_gone_through_once_answer_every_rule():
    assert presumption([THREE, TWO, ONE], (share for share in PAYMENTS), unnamed="smaller").tests[-1].answer == "false"


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        (5, "conditions: 5 is no condition; it has no measure, firms, operator, threshold"),
        ("hhi", "conditions: 'hhi' is no condition"),
        ([ONE, None], "conditions: None is no condition"),
        ([SimpleNamespace(measure="hhi", firms=1, threshold=1800)], "is no condition; it has no operator"),
        (Row("hhi", 1, ">", None), "conditions: threshold of hhi: None is not a number"),
        (Row("hhi", 1, ["is above"], 1800), r"operator: \['is above'\]; expected one of"),
        ([], "conditions: none at all"),
    ],
)
def test_what_is_no_condition_is_refused_in_words(conditions, message):
    with pytest.raises(ShareError, match=message):
        rule_evaluation(conditions, [50, 50], unnamed="smaller")


@pytest.mark.parametrize("rules", [None, 5, [], "hhi", [[]]])
def test_a_presumption_of_no_rules_is_refused(rules):
    with pytest.raises(ShareError, match="rules: "):
        presumption(rules, [50, 50], unnamed="smaller")


def test_merging_firms_may_come_in_any_container():
    for merging in ([0, 1], (0, 1), np.array([0, 1]), pd.Series([0, 1])):
        assert rule_evaluation(US_2023, [30, 30, 40], unnamed="smaller", merging=merging).answer == "true"


def test_only_an_interval_is_compared_with_a_threshold():
    with pytest.raises(ShareError, match="measured: expected an Interval, the bounds of a number, found 50"):
        compare(50, ">=", 50)
    with pytest.raises(ShareError, match="threshold: 'half' is not a number"):
        compare(Interval(40, 60), ">=", "half")


def test_a_rule_about_a_merger_is_not_answered_without_one():
    """Twenty firms of 5 have an HHI of 500; of 550 after a merger of two."""

    class Low(tuple):
        about = "merger"

    low = Low([Row("hhi", 1, "<", 1000)])
    assert rule_evaluation(low, [5] * 20, unnamed="smaller", merging=(0, 1)).answer == "true"
    with pytest.raises(ShareError, match="merging: the rule is about a merger; name the firms that merge"):
        rule_evaluation(low, [5] * 20, unnamed="smaller")


def test_a_merging_firm_may_have_nothing_where_the_others_can_be_the_whole_market():
    """0, 4 and 96 are a market, in which the merger adds nothing."""
    known = {"unnamed": "smaller", "count": 2, "merging": (0, 2)}
    shares = [(0, 25), Interval(0, 5, False, False), Interval(75, 100, True, False)]
    assert rule_evaluation(Row("merger-delta", 0, ">", 0), shares, **known).answer == "undetermined"


def test_a_merged_firm_has_more_than_its_larger_part_where_smaller_ones_must_have_the_rest():
    """Beside 95 something is left for a firm that no unnamed one is larger than."""
    above = Row("concentration-ratio", 1, ">", 95)
    assert rule_evaluation(above, [(0, 55), 95], unnamed="smaller", merging=(0, 1)).answer == "true"

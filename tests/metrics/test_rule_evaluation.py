"""Rules on shares of which only bounds are known."""

from dataclasses import dataclass
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import ShareError, hhi, merged, post_merger_hhi_bounds, rule_evaluation

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
@settings(max_examples=60)
def test_after_a_merger_the_hhi_is_within_its_bounds(weights, data):
    shares = sorted((100 * weight / sum(weights) for weight in weights), reverse=True)
    named = data.draw(st.integers(2, len(shares)))
    first, second = data.draw(st.lists(st.integers(0, named - 1), min_size=2, max_size=2, unique=True))
    boxes = [(share - min(share, 0.5), min(100, share + 0.5)) for share in shares[:named]]
    bounds = post_merger_hhi_bounds(boxes, first, second, unnamed="smaller")
    assert bounds.low - 1e-6 <= hhi(merged(shares, [first, second])) <= bounds.high + 1e-6


def test_after_a_merger_of_exact_shares_the_bounds_move_by_twice_the_product():
    bounds = post_merger_hhi_bounds([50, 30], 0, 1, unnamed="smaller")
    assert bounds == Interval(6400, 6800, False, True)
    assert post_merger_hhi_bounds({"a": 60, "b": 40}, "a", "b", unnamed="any") == Interval.exactly(10_000)


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
@settings(max_examples=100)
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


# refusals


@pytest.mark.parametrize(
    ("conditions", "known", "message"),
    [
        ([], {}, "conditions: none at all"),
        (Row("share", 1, ">", 1), {}, "measure: 'share'; expected one of market-share, "),
        (Row("hhi", 0, "=", 1), {}, "operator: '='; expected one of >=, >, <"),
        (BELOW_A_TENTH, {}, "firm: a market share is that of one firm"),
        (US_2023, {}, "merging: a rise of the HHI needs the firms that merge"),
        (US_2023, {"merging": [0]}, "merging: a merger needs two firms"),
        (US_2023, {"merging": [0, 0]}, "merging: a merger needs two different firms"),
        (US_2023, {"merging": [0, 2]}, "firm: 2 is not a position"),
        (Row("concentration-ratio", 0, ">", 1), {}, "k: 0 is not a number of firms"),
        (ONE, {"count": 0}, "without an unnamed firm that is not 100"),
    ],
)
def test_a_rule_that_cannot_be_evaluated_is_refused(conditions, known, message):
    with pytest.raises(ShareError, match=message):
        rule_evaluation(conditions, CLOUD, unnamed="smaller", **known)

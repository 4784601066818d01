import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import ShareError, compare, concentration_ratio_bounds, hhi

ALIPAY, TENPAY = (49.85, 49.95), (40.65, 40.75)
ALIBABA, TENCENT = (42.85, 42.95), (11.75, 11.85)
HALF, TWO_THIRDS, THREE_QUARTERS = 50, 200 / 3, 75

MEETS = {
    ">=": lambda x, at: x >= at,
    ">": lambda x, at: x > at,
    "<": lambda x, at: x < at,
    "<=": lambda x, at: x <= at,
}


@pytest.mark.parametrize(
    ("measured", "operator", "answer"),
    [
        (Interval.exactly(50), ">=", "true"),
        (Interval(50, 60), ">=", "true"),
        (Interval(49.85, 49.95), ">=", "false"),
        (Interval(40, 50, True, False), ">=", "false"),
        (Interval(40, 50), ">=", "undetermined"),
        (Interval(49.95, 50.05), ">=", "undetermined"),
        (Interval.exactly(50), ">", "false"),
        (Interval(40, 50), ">", "false"),
        (Interval(50, 60, False, True), ">", "true"),
        (Interval(50, 60), ">", "undetermined"),
        (Interval.exactly(50), "<", "false"),
        (Interval(50, 60), "<", "false"),
        (Interval(40, 50, True, False), "<", "true"),
        (Interval(40, 50), "<", "undetermined"),
        (Interval.exactly(50), "<=", "true"),
        (Interval(50, 60), "<=", "undetermined"),
        (Interval(50, 60, False, True), "<=", "false"),
        (Interval.at_least(50), ">=", "true"),
        (Interval.at_least(40), ">=", "undetermined"),
        (Interval.at_most(50, closed=False), "<", "true"),
        (Interval(-float("inf"), float("inf")), ">=", "undetermined"),
    ],
)
def test_a_threshold_of_fifty_is_met_by_all_by_none_or_by_some_of_what_is_possible(measured, operator, answer):
    assert compare(measured, operator, 50) == answer


# Σ of squares: 5.76 + 246.49 + 184.96 + 635.04 + 313.29 + 0.36 + 388.09 + 26.01 = 1800, in binary a digit less
A_DIGIT_LESS = [2.4, 15.7, 13.6, 25.2, 17.7, 0.6, 19.7, 5.1]
# 90.25 + 222.01 + 17.64 + 1069.29 + 179.56 + 114.49 + 57.76 + 49 = 1800, in binary a digit more
A_DIGIT_MORE = [9.5, 14.9, 4.2, 32.7, 13.4, 10.7, 7.6, 7.0]


@pytest.mark.parametrize("shares", [A_DIGIT_LESS, A_DIGIT_MORE])
@pytest.mark.parametrize(("operator", "answer"), [(">=", "true"), (">", "false"), ("<", "false")])
def test_an_index_on_the_threshold_is_on_it_whatever_its_last_digit(shares, operator, answer):
    assert compare(Interval.exactly(hhi(shares)), operator, 1800) == answer


@given(st.data(), st.sampled_from(sorted(MEETS)), st.integers(0, 6))
def test_the_answer_is_that_of_every_half_inside_an_interval_with_whole_ends(data, operator, threshold):
    low, high = sorted(data.draw(st.tuples(st.integers(0, 6), st.integers(0, 6))))
    closed = (True, True) if low == high else data.draw(st.tuples(st.booleans(), st.booleans()))
    measured = Interval(low, high, *closed)
    inside = [half / 2 for half in range(13) if half / 2 in measured]
    met = {MEETS[operator](number, threshold) for number in inside}
    assert (
        compare(measured, operator, threshold)
        == {
            frozenset({True}): "true",
            frozenset({False}): "false",
            frozenset({True, False}): "undetermined",
        }[frozenset(met)]
    )


@pytest.mark.parametrize(
    ("shares", "k", "threshold", "answer"),
    [
        pytest.param([ALIPAY, TENPAY], 1, HALF, "false", id="payments-one-at-most-49.95"),
        pytest.param([ALIPAY, TENPAY], 2, TWO_THIRDS, "true", id="payments-two-at-least-90.5"),
        pytest.param([ALIPAY, TENPAY], 3, THREE_QUARTERS, "true", id="payments-three-at-least-90.5"),
        pytest.param([ALIBABA, TENCENT], 1, HALF, "false", id="cloud-one-at-most-42.95"),
        pytest.param([ALIBABA, TENCENT], 2, TWO_THIRDS, "false", id="cloud-two-at-most-54.8"),
        pytest.param([ALIBABA, TENCENT], 3, THREE_QUARTERS, "false", id="cloud-three-at-most-66.65"),
    ],
)
def test_the_presumptions_of_dominance_are_certain_for_payments_together_and_for_cloud_never(
    shares, k, threshold, answer
):
    measured = concentration_ratio_bounds(shares, k, unnamed="smaller")
    assert compare(measured, ">=", threshold) == answer


@pytest.mark.parametrize("operator", ["=<", "==", "", "达到"])
def test_an_operator_that_is_none_of_the_four_is_refused(operator):
    with pytest.raises(ShareError, match=r"operator: .*expected one of >=, >, <, <= at 50"):
        compare(Interval(1, 2), operator, 50)

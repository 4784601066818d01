import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import ShareError, related_entropy, residual, unrelated_entropy
from marketshare.quantity import Passage, Quantity, derive


def printed(name, value, half):
    """A share as printed, with the rounding of its last place."""
    passage = Passage("note", "1", f"{value}%", f"{value}%", "", name, "revenue-share")
    return Quantity(name, name, "percent", value, Interval(value - half, value + half), passage)


@pytest.mark.parametrize(
    ("shares", "left"),
    [
        ([54, 18, 26], 2),
        ([49.9, 40.7], 9.4),
        ([42.9, 11.8], 45.3),
        ([34.6, 50.5, 13.2], 1.7),
        ([100], 0),
        ([0, 40], 60),
        ([0], 100),
    ],
)
def test_the_residual_is_what_the_parts_leave_of_a_hundred(shares, left):
    assert residual(shares) == pytest.approx(left, abs=1e-12)


def test_parts_that_sum_to_a_hundred_in_decimals_leave_no_negative_residual():
    """As binary fractions these six sum to a little more than 100."""
    parts = [4.4, 0.1, 17.6, 5.2, 7.3, 65.4]
    assert math.fsum(parts) > 100
    assert residual(parts) == 0


@given(st.lists(st.integers(1, 200), min_size=1, max_size=8).filter(lambda tenths: 10 < sum(tenths) <= 1000), st.data())
def test_the_residual_does_not_depend_on_the_order_of_the_parts(tenths, data):
    shares = [number / 10 for number in tenths]
    assert residual(data.draw(st.permutations(shares))) == pytest.approx(residual(shares), abs=1e-12)


def test_parts_rounded_to_whole_percents_leave_a_residual_of_two_that_may_be_half_to_three_and_a_half():
    parts = [printed("vas", 54, 0.5), printed("advertising", 18, 0.5), printed("fintech", 26, 0.5)]
    left = derive(residual, id="left", label="Revenue not stated", shares=parts)
    assert left.value == pytest.approx(2, abs=1e-12)
    assert (left.bounds.low, left.bounds.high) == pytest.approx((0.5, 3.5), abs=1e-12)
    assert left.bounds.ends == "[]"


def test_rounded_parts_that_sum_to_a_hundred_as_printed_leave_at_most_their_rounding():
    parts = [printed("a", 50.0, 0.05), printed("b", 30.0, 0.05), printed("c", 20.0, 0.05)]
    left = derive(residual, id="left", label="Left", shares=parts)
    assert left.value == 0
    assert (left.bounds.low, left.bounds.high) == pytest.approx((0, 0.15), abs=1e-9)


def test_a_part_of_more_than_fifty_beside_thirty_leaves_less_than_twenty():
    more = Quantity(
        "a",
        "a",
        "percent",
        50,
        Interval.at_least(50, closed=False),
        Passage("note", "1", "超过50%", "超过50%", "", "a", "revenue-share"),
    )
    exact = Quantity(
        "b", "b", "percent", 30, Interval.exactly(30), Passage("note", "1", "30%", "30%", "", "b", "revenue-share")
    )
    left = derive(residual, id="left", label="Left", shares=[more, exact])
    assert left.value is None
    assert (left.bounds.low, left.bounds.high) == pytest.approx((0, 20), abs=1e-9)
    assert not left.bounds.high_closed


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ([], "no shares at all"),
        ([54, None], r"shares\[1\]: None is not a number"),
        ([54, float("nan")], r"shares\[1\]: missing"),
        ([54, -1], r"shares\[1\]: -1 is not a share"),
        ([101], r"shares\[0\]: 101 is not a share"),
        ([60, 41], "sum to 101, above 100"),
        ([0.54, 0.18, 0.26], "look like fractions"),
    ],
)
def test_a_list_that_cannot_be_the_parts_of_a_whole_is_refused(shares, message):
    with pytest.raises(ShareError, match=message):
        residual(shares)


@pytest.mark.parametrize("form", [dict, pd.Series], ids=["mapping", "series"])
def test_parts_and_their_groups_are_matched_by_name(form):
    """Shares of 70 and 20 in one group: 0.9 · (entropy of 7/9 and 2/9); by position it would be that of 20 and 10."""
    shares = form({"a": 70, "b": 20, "c": 10})
    groups = form({"c": "y", "b": "x", "a": "x"})
    within = -0.9 * (7 / 9 * math.log(7 / 9) + 2 / 9 * math.log(2 / 9))
    assert related_entropy(shares, groups) == pytest.approx(within, rel=1e-12)
    assert unrelated_entropy(shares, groups) == pytest.approx(-0.9 * math.log(0.9) - 0.1 * math.log(0.1), rel=1e-12)


@pytest.mark.parametrize(
    ("shares", "groups", "message"),
    [
        ({"a": 70, "b": 30}, {"a": "x", "c": "y"}, "groups: nothing is said of b"),
        ({"a": 70, "b": 30}, {"a": "x", "b": "y", "c": "y"}, "shares: nothing is said of c"),
        ([70, 30], {"a": "x", "b": "y"}, "shares: has no firm names, but groups does"),
    ],
)
def test_groups_of_other_parts_are_refused(shares, groups, message):
    with pytest.raises(ShareError, match=message):
        related_entropy(shares, groups)


def test_groups_may_be_listed_beside_named_parts_and_numbered_beside_listed_ones():
    expected = related_entropy([70, 20, 10], "x x y")
    assert related_entropy({"a": 70, "b": 20, "c": 10}, ["x", "x", "y"]) == expected
    assert related_entropy([70, 20, 10], pd.Series(["x", "x", "y"])) == expected

import math
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import ShareError, hhi_bounds

INF = math.inf


@st.composite
def small_intervals(draw):
    """Intervals with whole ends from 0 to 5, any of them open."""
    low, high = sorted(draw(st.tuples(st.integers(0, 5), st.integers(0, 5))))
    if low == high:
        return Interval.exactly(low)
    return Interval(low, high, draw(st.booleans()), draw(st.booleans()))


def members(interval, parts=2):
    """Its numbers on a grid of halves: whether two intervals with whole ends overlap shows on that grid."""
    halves = (number / parts for number in range(-parts, 7 * parts))
    above = {True: lambda x: x >= interval.low, False: lambda x: x > interval.low}[interval.low_closed]
    below = {True: lambda x: x <= interval.high, False: lambda x: x < interval.high}[interval.high_closed]
    return {half for half in halves if above(half) and below(half)}


@pytest.mark.parametrize(
    ("interval", "inside", "outside"),
    [
        (Interval(1, 2), [1, 1.5, 2], [0.999, 2.001]),
        (Interval(1, 2, False, True), [1.001, 2], [1]),
        (Interval(1, 2, True, False), [1, 1.999], [2]),
        (Interval(1, 2, False, False), [1.5], [1, 2]),
        (Interval.exactly(3), [3], [2.999, 3.001]),
        (Interval.at_least(2.5e8, closed=False), [2.5e8 + 1, 1e15], [2.5e8, 0]),
        (Interval.at_least(2.5e8), [2.5e8], [2.5e8 - 1]),
        (Interval.at_most(10), [10, -1e9], [10.001]),
        (Interval.at_most(10, closed=False, low=0), [0, 9.999], [10, -0.001]),
    ],
)
def test_an_interval_contains_its_closed_ends_and_not_its_open_ones(interval, inside, outside):
    assert all(number in interval for number in inside)
    assert not any(number in interval for number in outside)


def test_no_interval_contains_nan():
    assert not Interval(-INF, INF).__contains__(math.nan)


@pytest.mark.parametrize("interval", [Interval(-INF, INF), Interval(-INF, INF, True, True)])
def test_an_infinite_end_is_open_even_if_said_to_be_closed(interval):
    assert (interval.low_closed, interval.high_closed) == (False, False)
    assert INF not in interval
    assert -INF not in interval


@pytest.mark.parametrize(
    ("interval", "ends"),
    [
        (Interval(1, 2), "[]"),
        (Interval(1, 2, False), "(]"),
        (Interval(1, 2, True, False), "[)"),
        (Interval(1, 2, False, False), "()"),
        (Interval.at_least(1), "[)"),
        (Interval.at_most(1), "(]"),
        (Interval.at_most(1, low=0), "[]"),
    ],
)
def test_ends_shows_which_ends_belong_to_the_interval(interval, ends):
    assert interval.ends == ends


@pytest.mark.parametrize(
    ("interval", "exact", "one_sided"),
    [
        (Interval.exactly(5), True, False),
        (Interval(5, 6), False, False),
        (Interval.at_least(5), False, True),
        (Interval.at_most(5), False, True),
        (Interval(-INF, INF), False, True),
    ],
)
def test_a_single_number_is_exact_and_an_infinite_end_makes_one_sided(interval, exact, one_sided):
    assert interval.is_exact is exact
    assert interval.is_one_sided is one_sided


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("[31.5, 33.5]", Interval(31.5, 33.5)),
        ("(2.5e8, inf)", Interval.at_least(2.5e8, closed=False)),
        ("  [ 0,12 )  ", Interval(0, 12, True, False)),
        ("(-inf, -3]", Interval.at_most(-3)),
        ("[7, 7]", Interval.exactly(7)),
    ],
)
def test_the_written_form_is_read_with_its_brackets(text, interval):
    assert Interval.written(text) == interval


@given(small_intervals())
def test_an_interval_with_whole_ends_is_read_back_from_how_it_prints(interval):
    assert Interval.written(str(interval)) == interval


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(42.85, 42.95), "[42.85, 42.95]"),
        (Interval.at_least(2.5e8, closed=False), "(250000000, ∞)"),
        (Interval.at_most(-3), "(−∞, −3]"),
        (Interval(-1.5, 2, True, False), "[−1.5, 2)"),
        (Interval(0.1 + 0.2, 1), "[0.3, 1]"),
        (Interval(0, 5e12), "[0, 5e+12]"),
    ],
)
def test_an_interval_prints_its_ends_to_twelve_digits_with_a_minus_sign(interval, text):
    assert str(interval) == text
    assert repr(interval) == text


def test_a_large_negative_end_is_printed_with_the_same_minus_sign_as_a_small_one():
    assert str(Interval(-2e12, -3)) == "[−2e+12, −3]"


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(0.1 * 3, 1), Interval(0.3, 1)),
        (Interval(0, 0.1 * 3), Interval(0, 0.3)),
        (Interval(0.1 * 3, 1, False, True), Interval(0.3, 1, False, True)),
        (Interval(0.3, 0.1 * 3, True, False), Interval.exactly(0.3)),
        (Interval.exactly(4 - 2e-12), Interval.exactly(4)),
        (Interval.exactly(-1e-12), Interval.exactly(0)),
        (Interval(1e-11, INF), Interval(1e-11, INF)),
        (Interval(-INF, 1), Interval(-INF, 1)),
    ],
)
def test_an_end_that_last_digits_keep_from_a_mark_is_on_it(interval, expected):
    assert interval.settled(0, 0.3, 4) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Interval(1, 2), Interval(2, 3), True),
        (Interval(1, 2, True, False), Interval(2, 3), False),
        (Interval(1, 2), Interval(2, 3, False, True), False),
        (Interval(1, 2), Interval(3, 4), False),
        (Interval(1, 4), Interval(2, 3, False, False), True),
        (Interval(1, 2, False, False), Interval(1, 2, False, False), True),
        (Interval.exactly(2), Interval(2, 3), True),
        (Interval.exactly(2), Interval(2, 3, False, True), False),
        (Interval(-INF, INF), Interval.exactly(0), True),
        (Interval.at_most(5, closed=False), Interval.at_least(5), False),
        (Interval.at_most(5), Interval.at_least(5), True),
    ],
)
def test_intervals_meet_if_a_number_lies_in_both(one, other, expected):
    assert one.meets(other) is expected
    assert other.meets(one) is expected


@given(small_intervals(), small_intervals())
def test_intervals_with_whole_ends_meet_exactly_if_they_share_a_half(one, other):
    assert one.meets(other) is bool(members(one) & members(other))


@given(small_intervals())
def test_contains_agrees_with_the_definition_at_every_half(interval):
    assert {number / 2 for number in range(-2, 14) if number / 2 in interval} == members(interval)


def test_an_interval_does_not_change():
    with pytest.raises(FrozenInstanceError):
        Interval(1, 2).low = 0


def test_intervals_are_equal_only_if_the_same_ends_belong_to_them():
    assert Interval(1, 2) == Interval(1.0, 2.0)
    assert Interval(1, 2) != Interval(1, 2, True, False)


@pytest.mark.parametrize("ends", [(math.nan, 1), (0, math.nan)])
def test_an_end_that_is_nan_is_refused(ends):
    with pytest.raises(ValueError, match=r"needs two numbers, found .*nan"):
        Interval(*ends)


def test_a_low_end_above_the_high_end_is_refused():
    with pytest.raises(ValueError, match="low end 3 is above the high end 2"):
        Interval(3, 2)


@pytest.mark.parametrize("closed", [(True, False), (False, True), (False, False)])
def test_equal_ends_of_which_one_is_open_are_refused(closed):
    with pytest.raises(ValueError, match="from 2 to 2 without its ends is empty"):
        Interval(2, 2, *closed)


@pytest.mark.parametrize("text", ["", "31.5", "31.5, 33.5", "[31.5 33.5]", "[1, 2, 3]", "{1, 2}", "[1, 2"])
def test_text_of_another_form_is_refused(text):
    with pytest.raises(ValueError, match=r"not an interval: .*expected for instance \[31\.5, 33\.5\]"):
        Interval.written(text)


def test_text_with_a_word_for_a_number_is_refused():
    with pytest.raises(ValueError, match="many"):
        Interval.written("[1, many]")


# As a number that is not quite known


def test_an_interval_unpacks_into_its_ends():
    low, high = Interval(1974.185, 2499.515)
    assert (low, high) == (1974.185, 2499.515)


def test_an_interval_is_no_list_of_shares():
    with pytest.raises(ShareError, match=r"^shares: expected a sequence of shares, found \[40, 60\]$"):
        hhi_bounds(Interval(40, 60), unnamed="any")


@given(small_intervals(), small_intervals())
def test_a_comparison_says_what_holds_for_all_numbers_and_refuses_what_holds_for_some(one, other):
    orders = {(x < y, x <= y) for x in members(one, 4) for y in members(other, 4)}
    for place, compare in enumerate((Interval.__lt__, Interval.__le__)):
        answers = {order[place] for order in orders}
        if len(answers) == 1:
            assert compare(one, other) is answers.pop()
        else:
            with pytest.raises(ValueError, match=r"may be below .*, or not; compare its low or its high end"):
                compare(one, other)


def test_an_interval_compares_with_a_number():
    assert Interval(1974.185, 2499.515) > 1800
    assert Interval(1974.185, 2499.515) <= 2499.515
    assert Interval.at_least(2.5e8, closed=False) > 2.5e8
    with pytest.raises(ValueError, match=r"^\[1974\.185, 2499\.515\] may be below 2000, or not"):
        _ = Interval(1974.185, 2499.515) < 2000


@pytest.mark.parametrize(
    ("form", "text"), [(".1f", "(1974.2, 2499.5]"), (",.0f", "(1,974, 2,500]"), ("", "(1974.185, 2499.515]")]
)
def test_a_form_of_numbers_is_that_of_both_ends(form, text):
    assert format(Interval(1974.185, 2499.515, False, True), form) == text


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        ((1, 2, False, True), Interval(1, 2, False, True)),
        ((2, 2, False, True), Interval.exactly(2)),
        ((0.1 + 0.2, 0.3, False, True), Interval.exactly(0.3)),  # in binary, the sum is above 0.3
    ],
)
def test_ends_that_rounding_brought_together_or_past_each_other_are_one_number(ends, found):
    assert Interval.of_ends(*ends) == found


def test_of_an_unbounded_number_nothing_is_known():
    assert (Interval.unbounded().ends, -1e300 in Interval.unbounded(), 1e300 in Interval.unbounded()) == (
        "()",
        True,
        True,
    )

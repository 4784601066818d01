import math
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.metrics import (
    cagr,
    compare,
    concentration_ratio,
    concentration_ratio_bounds,
    fewest_unnamed_firms,
    growth_of_ratio,
    hhi,
    hhi_bounds,
    lead,
    linda,
    per,
    ratio_of_growth,
    relative_change,
    relative_share,
    residual,
    share_change,
    value_ratio,
)
from marketshare.quantity import Derivation, DerivationError, Passage, Quantity, UnitError, derive, metric
from marketshare.quantity import declaration as declarations


def stated(
    name, value, bounds, unit="percent", *, entity="firm", measure="market-share", source="note", said_by="", **when
):
    """A figure of a note."""
    passage = Passage(source, "1", f"…{value}…", str(value), said_by, entity, measure, **when)
    return Quantity(name, name, unit, value, bounds, passage)


def share(name, value, half=0.05):
    """A share as printed, known to half of its last place."""
    return stated(name, value, Interval(round(value - half, 9), round(value + half, 9)))


def more_than(name, value, unit="user", **kept):
    return stated(name, value, Interval.at_least(value, closed=False), unit, **kept)


def derived(function, **arguments):
    return derive(function, id="result", label="Result", **arguments)


def ends(quantity):
    return (quantity.bounds.low, quantity.bounds.high)


ALIBABA, TENCENT, TENCENT_2016 = share("alibaba-2018", 42.9), share("tencent-2018", 11.8), share("tencent-2016", 7.3)
ALIPAY, TENPAY, PAIR = share("alipay", 49.9), share("tenpay", 40.7), share("pair", 90.6)
FIFTY_THIRTY_TWENTY = [share("a", 50.0), share("b", 30.0), share("c", 20.0)]

ALADDIN_2018 = stated(
    "dau-2018",
    2.6e8,
    Interval(2.55e8, 2.65e8),
    "user",
    entity="mini-programs",
    measure="dau",
    said_by="阿拉丁",
)
TENCENT_2019 = more_than("dau-2019", 2.5e8, entity="mini-programs", measure="dau")


# values and bounds


@pytest.mark.parametrize(
    ("function", "arguments", "unit", "value", "low", "high"),
    [
        (share_change, {"start": TENCENT_2016, "end": TENCENT}, "percentage_point", 4.5, 4.4, 4.6),
        (
            relative_change,
            {"start": TENCENT_2016, "end": TENCENT},
            "percent",
            100 * 4.5 / 7.3,
            100 * (11.75 - 7.35) / 7.35,
            100 * (11.85 - 7.25) / 7.25,
        ),
        (cagr, {"start": share("a", 4, 0), "end": share("b", 9, 0), "years": 2}, "percent", 50, 50, 50),
        (concentration_ratio, {"shares": [TENCENT, ALIBABA], "k": 2}, "percent", 54.7, 54.6, 54.8),
        (residual, {"shares": [ALIPAY, TENPAY]}, "percent", 9.4, 9.3, 9.5),
        (lead, {"shares": [TENCENT, ALIBABA]}, "percentage_point", 31.1, 31.0, 31.2),
        (
            relative_share,
            {"shares": [ALIBABA, TENCENT], "firm": 0},
            "ratio",
            42.9 / 11.8,
            42.85 / 11.85,
            42.95 / 11.75,
        ),
        (fewest_unnamed_firms, {"shares": [ALIBABA, TENCENT]}, "count", 4, 4, 4),
        (hhi, {"shares": FIFTY_THIRTY_TWENTY}, "hhi_point", 3800, 3797.005, 3803.005),
    ],
    ids=lambda argument: getattr(argument, "__name__", ""),
)
def test_a_result_has_the_value_at_the_printed_figures_and_the_bounds_of_their_rounding(
    function, arguments, unit, value, low, high
):
    """Each end by hand: the inputs at the ends of their rounding that lead to it."""
    result = derived(function, **arguments)
    assert result.unit == unit
    assert result.value == pytest.approx(value, abs=1e-9)
    assert ends(result) == pytest.approx((low, high), abs=1e-6)
    assert result.bounds.ends == "[]"


@pytest.mark.parametrize(
    ("shares", "total", "low", "high"),
    [
        pytest.param([ALIBABA, TENCENT], None, 1974.185, 2499.515, id="cloud"),
        pytest.param([ALIPAY, TENPAY], None, 4137.445, 4242.055, id="payments"),
        pytest.param([ALIPAY, TENPAY], PAIR, 4141.5125, 4238.915, id="payments-with-the-stated-total"),
    ],
)
def test_a_function_of_intervals_gets_the_bounds_of_the_figures_and_yields_no_value(shares, total, low, high):
    """
    Cloud 42.85² + 11.75² to 42.95² + 4 · 11.85² + 9.65²; payments 49.85² + 40.65² to 49.95² + 40.75² + 9.30²;
    with the total 49.85² + 40.70² to 49.95² + 40.70² + 9.35².
    """
    known = {} if total is None else {"total": total}
    result = derived(hhi_bounds, shares=shares, unnamed="smaller", **known)
    assert result.value is None
    assert ends(result) == pytest.approx((low, high), abs=1e-6)
    assert result.bounds.ends == "(]"


@pytest.mark.parametrize(
    ("shares", "low", "high"),
    [
        pytest.param([ALIBABA, TENCENT], 1979.65, 2495.38, id="cloud"),
        pytest.param([ALIPAY, TENPAY], 4146.5, 4234.86, id="payments"),
    ],
)
def test_at_the_printed_values_rounding_is_left_aside(shares, low, high):
    """K to K + 3c² + 9.9² for the cloud, K to K + 9.4² for payments."""
    result = derived(hhi_bounds, shares=shares, unnamed="smaller", at="printed")
    assert ends(result) == pytest.approx((low, high), abs=1e-6)
    assert result.origin.at_printed is True


def test_at_the_printed_values_a_directed_metric_is_exact():
    result = derived(share_change, start=TENCENT_2016, end=TENCENT, at="printed")
    assert result.value == pytest.approx(4.5, abs=1e-9)
    assert result.bounds == Interval.exactly(result.value)


def test_a_function_of_intervals_that_leaves_one_number_has_it_as_its_value():
    result = derived(concentration_ratio_bounds, shares=[ALIBABA, TENCENT], k=1, unnamed="smaller", at="printed")
    assert result.value == 42.9
    assert result.bounds == Interval.exactly(42.9)


def test_rounded_parts_of_a_whole_have_a_ratio_within_their_rounding():
    """50.0, 30.0 and 20.0, each ± .05, are the whole market; the largest is 49.95 to 50.05."""
    result = derived(concentration_ratio, shares=FIFTY_THIRTY_TWENTY, k=1)
    assert result.value == 50
    assert ends(result) == pytest.approx((49.95, 50.05), abs=1e-6)


def test_rounded_parts_of_a_whole_may_leave_no_unnamed_firm():
    """50.0, 30.0 and 20.0, each ± .05, leave 0 to 0.15, less than one firm of 19.95."""
    result = derived(fewest_unnamed_firms, shares=FIFTY_THIRTY_TWENTY)
    assert result.value == 0
    assert ends(result) == (0, 1)


@pytest.mark.parametrize(
    ("start", "end", "low", "high"),
    [
        pytest.param(stated("a", 95, Interval(94.5, 95.5)), stated("b", 100, Interval(99.5, 100.5)), 4, 5.5, id="100"),
        pytest.param(stated("a", 0, Interval(-0.5, 0.5)), stated("b", 5, Interval(4.5, 5.5)), 4, 5.5, id="0"),
    ],
)
def test_a_share_printed_as_all_or_nothing_is_bounded_by_what_a_share_can_be(start, end, low, high):
    assert ends(derived(share_change, start=start, end=end)) == pytest.approx((low, high), abs=1e-9)


# bounds from bound words


def test_a_lower_bound_carries_through_as_an_open_end_without_a_value():
    """More than 300 out of 1,200 ± 50: above 300/1,250."""
    start = stated("a", 1200, Interval(1150, 1250), "user")
    result = derived(value_ratio, start=start, end=more_than("b", 300))
    assert result.value is None
    assert ends(result) == pytest.approx((0.24, math.inf), abs=1e-12)
    assert result.bounds.ends == "()"


def test_an_upper_bound_carries_through_as_an_open_end():
    """Less than 300 out of 1,200 ± 50: below 300/1,150."""
    end = stated("b", 300, Interval(0, 300, True, False), "user")
    result = derived(value_ratio, start=stated("a", 1200, Interval(1150, 1250), "user"), end=end)
    assert ends(result) == pytest.approx((0, 300 / 1150), abs=1e-12)
    assert result.bounds.ends == "[)"


def test_the_quotient_of_two_lower_bounds_is_anything_and_has_no_value():
    """More than 500 billion yuan over more than 100 billion visits is not five yuan a visit."""
    result = derived(value_ratio, start=more_than("visits", 1e11, "CNY"), end=more_than("yuan", 5e11, "CNY"))
    assert result.value is None
    assert result.bounds == Interval.at_least(0, closed=False)


@pytest.mark.parametrize("function", [relative_change, cagr])
def test_a_change_between_two_lower_bounds_is_at_worst_a_loss_of_everything(function):
    years = {"years": 2} if function is cagr else {}
    result = derived(function, start=more_than("a", 10), end=more_than("b", 20), **years)
    assert result.bounds == Interval.at_least(-100, closed=False)


def test_an_input_that_can_be_anything_leaves_no_value():
    unreadable = stated("qq", None, Interval(0.5, math.inf), "user")
    result = derived(value_ratio, start=unreadable, end=stated("b", 4, Interval.exactly(4), "user"))
    assert result.value is None
    assert ends(result) == (0, 8)


def test_an_input_known_only_by_its_bounds_leaves_bounds_only():
    """十几个: 11 to 19."""
    start = stated("a", 10, Interval.exactly(10), "count")
    result = derived(value_ratio, start=start, end=stated("b", None, Interval(11, 19), "count"))
    assert result.value is None
    assert ends(result) == pytest.approx((1.1, 1.9), abs=1e-12)


@pytest.mark.parametrize(
    ("start_ends", "end_ends", "expected"),
    [
        ("[]", "[]", "[]"),
        ("[]", "(]", "(]"),
        ("(]", "[]", "[)"),
        ("[)", "[]", "(]"),
        ("(]", "[)", "[)"),
        ("()", "()", "()"),
    ],
)
def test_an_end_is_closed_if_both_ends_that_it_was_computed_from_are(start_ends, end_ends, expected):
    start = stated("a", 5, Interval(4, 6, start_ends[0] == "[", start_ends[1] == "]"))
    end = stated("b", 15, Interval(14, 16, end_ends[0] == "[", end_ends[1] == "]"))
    result = derived(share_change, start=start, end=end)
    assert ends(result) == (8, 12)
    assert result.bounds.ends == expected


@pytest.mark.parametrize(
    ("function", "arguments", "low", "high"),
    [
        pytest.param(
            share_change, {"start": more_than("a", 50, "percent"), "end": share("b", 60.0)}, -40.05, 10.05, id="start"
        ),
        pytest.param(
            share_change, {"start": share("a", 30.0), "end": more_than("b", 50, "percent")}, 19.95, 70.05, id="end"
        ),
        pytest.param(
            concentration_ratio,
            {"shares": [more_than("a", 50, "percent"), share("b", 30.0)], "k": 1},
            50,
            70.05,
            id="concentration_ratio",
        ),
    ],
)
def test_a_share_above_fifty_is_at_most_a_hundred(function, arguments, low, high):
    """Beside 30.0 ± .05 it is at most 70.05."""
    result = derived(function, **arguments)
    assert result.value is None
    assert ends(result) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(
    ("function", "expected"), [(value_ratio, Interval(0, 0.5)), (relative_change, Interval(-100, -50))]
)
def test_what_ends_at_nothing_does_so_from_any_start(function, expected):
    start = stated("start", 15, Interval(10, 20, True, False), "user")
    end = stated("end", 2, Interval(0, 5), "user")
    assert derived(function, start=start, end=end).bounds == expected


@pytest.mark.parametrize(("function", "expected"), [(value_ratio, 0), (relative_change, -100)])
def test_nothing_at_the_end_of_more_than_a_lower_bound_is_one_number(function, expected):
    start, end = more_than("start", 250_000_000), stated("end", 0, Interval.exactly(0), "user")
    assert derived(function, start=start, end=end).bounds == Interval.exactly(expected)


def test_an_open_end_of_a_number_known_to_one_user_is_open():
    start = stated("start", None, Interval(1e9, 1e9 + 1, True, False), "user")
    assert derived(value_ratio, start=start, end=stated("end", 5e8, Interval.exactly(5e8), "user")).bounds.ends == "(]"


def test_an_exact_result_from_an_open_bound_is_exact():
    """42.85 to 42.95 and 11.5 to just below 12 leave 45.05 to 45.65, at any rate four firms."""
    nearly_twelve = stated("b", 12, Interval(11.5, 12, True, False))
    result = derived(fewest_unnamed_firms, shares=[ALIBABA, nearly_twelve])
    assert result.bounds == Interval.exactly(4)


def test_where_a_limit_is_infinity_over_infinity_an_end_is_that_of_the_range(monkeypatch):
    """More than 3 beside 1 is above three quarters of both together, and at most all."""
    monkeypatch.setattr(declarations, "_DECLARED", {})

    @metric(
        unit="ratio",
        formula="x / (x + y)",
        takes={"part": "same", "rest": "same"},
        rises=("part",),
        falls=("rest",),
        range=Interval(0, 1),
    )
    def part_of_both(part, rest):
        return part / (part + rest)

    result = derived(part_of_both, part=more_than("a", 3), rest=stated("b", 1, Interval.exactly(1), "user"))
    assert result.bounds == Interval(0.75, 1, False, True)


@given(st.data())
def test_bounds_hold_at_inputs_anywhere_within_their_own_and_are_reached_at_corners(data):
    box = st.tuples(st.floats(1, 50), st.floats(0, 10)).map(lambda pair: Interval(pair[0], pair[0] + pair[1]))
    function = data.draw(st.sampled_from([share_change, relative_change, value_ratio, cagr]))
    start, end = data.draw(box), data.draw(box)
    years = {"years": data.draw(st.floats(0.5, 10))} if function is cagr else {}
    result = derived(function, start=stated("a", start.low, start), end=stated("b", end.high, end), **years)
    chance = random.Random(data.draw(st.integers(0, 10**6)))
    found = [
        function(
            chance.choice([start.low, start.high, chance.uniform(start.low, start.high)]),
            chance.choice([end.low, end.high, chance.uniform(end.low, end.high)]),
            **years,
        )
        for _ in range(100)
    ]
    slack = 1e-9 * max(1, *map(abs, ends(result)))
    assert result.bounds.low - slack <= min(found)
    assert max(found) <= result.bounds.high + slack
    assert result.bounds.low == pytest.approx(function(start.high, end.low, **years), abs=slack)
    assert result.bounds.high == pytest.approx(function(start.low, end.high, **years), abs=slack)


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 1e12), st.floats(1, 1e12))
def test_bounds_of_lower_bounds_hold_however_large_the_true_values_are(start, end, more_start, more_end):
    result = derived(value_ratio, start=more_than("a", start), end=more_than("b", end))
    assert value_ratio(start + more_start, end + more_end) in result.bounds


# one measure from two sources


def test_a_change_between_sources_is_refused():
    with pytest.raises(
        DerivationError,
        match=r"result: dau-2018 \(阿拉丁, note\) and dau-2019 \(source not named, note\) come from different "
        r"sources; .*"
        "across_sources=True",
    ):
        derived(relative_change, start=ALADDIN_2018, end=TENCENT_2019)


def test_a_change_between_sources_that_is_insisted_on_is_labelled_and_of_unknown_sign():
    """250 of at most 265 million is a loss of 15/265 at worst; there is no value and no upper end."""
    result = derived(relative_change, start=ALADDIN_2018, end=TENCENT_2019, across_sources=True)
    assert result.value is None
    assert result.bounds.low == pytest.approx(-100 * 15 / 265, abs=1e-9)
    assert result.bounds.high == math.inf
    assert result.bounds.ends == "()"
    assert compare(result.bounds, "<", 0) == "undetermined"
    assert result.origin.across_sources is True


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(stated("b", 30, Interval.exactly(30), entity="x", source="another-note"), id="another-note"),
        pytest.param(stated("b", 30, Interval.exactly(30), entity="x", said_by="IDC"), id="another-primary-source"),
    ],
)
def test_figures_of_one_measure_of_one_entity_need_one_note_and_one_primary_source(other):
    with pytest.raises(DerivationError, match=r"a .* and b .* come from different sources"):
        derived(share_change, start=stated("a", 20, Interval.exactly(20), entity="x"), end=other)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(stated("b", 30, Interval.exactly(30), entity="y", said_by="IDC"), id="another-entity"),
        pytest.param(
            stated("b", 30, Interval.exactly(30), entity="x", measure="usage", said_by="IDC"), id="another-measure"
        ),
    ],
)
def test_figures_of_different_entities_or_measures_may_come_from_different_sources(other):
    result = derived(per, amount_of=other, base=stated("a", 20, Interval.exactly(20), entity="x"))
    assert result.value == 1.5
    assert result.origin.across_sources is False


def test_one_primary_source_is_one_source_in_every_note_that_cites_it():
    start = stated("a", 20, Interval.exactly(20), said_by="IDC", source="note")
    end = stated("b", 30, Interval.exactly(30), said_by="IDC", source="another-note")
    result = derived(share_change, start=start, end=end)
    assert result.value == 10
    assert result.origin.across_sources is False


def test_a_note_is_no_primary_source_of_its_name():
    start = stated("a", 20, Interval.exactly(20), source="IDC")
    with pytest.raises(DerivationError, match="come from different sources"):
        derived(share_change, start=start, end=stated("b", 30, Interval.exactly(30), said_by="IDC"))


def test_the_sources_of_figures_below_a_derivation_count():
    first = derive(
        residual,
        id="rest-2018",
        label="Rest",
        shares=[stated("a", 20, Interval.exactly(20), entity="x", said_by="IDC")],
    )
    with pytest.raises(
        DerivationError, match=r"a \(IDC, note\) and b \(source not named, note\) come from different sources"
    ):
        derived(share_change, start=first, end=stated("b", 30, Interval.exactly(30), entity="x"))


def test_saying_across_sources_of_one_source_labels_nothing():
    result = derived(share_change, start=TENCENT_2016, end=TENCENT, across_sources=True)
    assert result.origin.across_sources is False


# what is kept


def test_a_derivation_keeps_metric_formula_and_inputs():
    result = derive(concentration_ratio, id="cr2", label="Two largest", shares=[ALIBABA, TENCENT], k=2, decimals=2)
    assert (result.id, result.label, result.decimals) == ("cr2", "Two largest", 2)
    assert result.origin == Derivation(
        "concentration_ratio", "sum of the k largest shares", {"shares": (ALIBABA, TENCENT), "k": 2}
    )
    assert result.inputs == (ALIBABA, TENCENT)
    assert result.origin.call == "concentration_ratio(shares=[alibaba-2018, tencent-2018], k=2)"


def test_the_call_says_that_it_is_at_the_printed_values():
    result = derived(share_change, start=TENCENT_2016, end=TENCENT, at="printed")
    assert result.origin.call == "share_change(start=tencent-2016, end=tencent-2018) at the printed values"


def test_quantities_may_come_in_a_mapping():
    result = derived(residual, shares={"Alipay": ALIPAY, "Tenpay": TENPAY})
    assert result.inputs == (ALIPAY, TENPAY)
    assert result.value == pytest.approx(9.4, abs=1e-9)


def test_the_figures_of_a_derivation_of_derivations_are_those_at_the_bottom_each_once():
    ratio = derive(value_ratio, id="ratio", label="Ratio", start=TENCENT_2016, end=TENCENT)
    growth = derive(growth_of_ratio, id="growth", label="Growth", ratio=ratio)
    again = derive(ratio_of_growth, id="again", label="Ratio", growth=growth)
    both = derived(value_ratio, start=ratio, end=again)
    assert both.inputs == (ratio, again)
    assert both.figures == (TENCENT_2016, TENCENT)


def test_a_figure_is_its_own_figure_and_has_no_inputs():
    assert ALIPAY.figures == (ALIPAY,)
    assert ALIPAY.inputs == ()


@pytest.mark.parametrize(("start", "end", "outer"), [(TENCENT_2016, TENCENT, False), (TENCENT, TENCENT, True)])
def test_inputs_that_share_a_figure_make_bounds_outer(start, end, outer):
    assert bool(derived(share_change, start=start, end=end).origin.outer) is outer


def test_a_figure_that_inputs_share_further_down_makes_bounds_outer():
    rest = derive(residual, id="rest", label="Rest", shares=[TENCENT])
    assert derived(share_change, start=TENCENT, end=rest).origin.outer == "two inputs share a figure"


@pytest.mark.parametrize(
    ("shares", "m", "why"),
    [
        (FIFTY_THIRTY_TWENTY, 2, ""),
        (FIFTY_THIRTY_TWENTY, 3, "no sharp bounds of linda are known"),
        ([share(name, 20.0, 0) for name in "abc"], 3, ""),
    ],
)
def test_bounds_of_an_index_that_are_safe_only_say_so_unless_they_are_one_number(shares, m, why):
    assert derived(linda, shares=shares, m=m).origin.outer == why


def test_an_assumption_below_makes_a_result_hypothetical():
    assumed = Quantity(
        "b", "b", "percent", 12, Interval.exactly(12), Passage("note", "1", "12", "12", "", "b", "x"), hypothetical=True
    )
    below = derive(residual, id="rest", label="Rest", shares=[assumed])
    assert derived(share_change, start=TENCENT_2016, end=below).hypothetical is True
    assert derived(share_change, start=TENCENT_2016, end=TENCENT).hypothetical is False


def test_a_quantity_of_an_unknown_unit_is_refused():
    with pytest.raises(UnitError, match="unknown unit 'furlong'"):
        stated("a", 1, Interval.exactly(1), "furlong")


# refusals


def test_an_argument_of_another_unit_than_declared_is_refused():
    with pytest.raises(UnitError, match="result: end of share_change is in percent, dau-2019 is in user"):
        derived(share_change, start=TENCENT, end=TENCENT_2019)


def test_two_units_where_one_is_needed_are_refused():
    with pytest.raises(
        UnitError, match="value_ratio needs one unit, found tencent-2018 in percent and dau-2019 in user"
    ):
        derived(value_ratio, start=TENCENT, end=TENCENT_2019)


@pytest.mark.parametrize(
    ("function", "arguments", "found"),
    [
        pytest.param(share_change, {"start": 7.3, "end": TENCENT}, "for start, found 7.3", id="alone"),
        pytest.param(residual, {"shares": [42.9, 11.8]}, "for shares, found ", id="in-a-list"),
        pytest.param(residual, {"shares": [TENCENT, 42.9]}, "for shares, found ", id="beside-a-quantity"),
        pytest.param(residual, {"shares": None}, "for shares, found None", id="nothing"),
        pytest.param(
            hhi_bounds, {"shares": [TENCENT], "unnamed": "any", "total": 54.7}, "for total, found 54.7", id="optional"
        ),
    ],
)
def test_a_plain_number_where_a_quantity_is_declared_is_refused(function, arguments, found):
    with pytest.raises(DerivationError, match=f"{function.__name__} takes quantities {found}"):
        derived(function, **arguments)


def test_a_quantity_where_a_plain_number_is_declared_is_refused():
    with pytest.raises(DerivationError, match="concentration_ratio takes a plain number for k, found tencent-2018"):
        derived(concentration_ratio, shares=[ALIBABA], k=TENCENT)


def test_an_input_without_a_value_has_no_printed_value():
    teens = stated("teens", None, Interval(11, 19), "count")
    start = stated("a", 10, Interval.exactly(10), "count")
    with pytest.raises(DerivationError, match="result: no printed value for teens"):
        derived(value_ratio, start=start, end=teens, at="printed")


def test_a_function_that_declares_nothing_is_refused():
    with pytest.raises(DerivationError, match="compare is not a declared metric"):
        derived(compare, measured=TENCENT, operator=">=", threshold=50)


def test_an_argument_that_rests_on_a_stated_figure_is_kept_unless_that_figure_is_assumed():
    rank = stated("rank", 2, Interval.exactly(2), "rank", measure="rank")
    index = derived(hhi_bounds, shares=[ALIBABA, TENCENT], unnamed="smaller", rests_on=[rank])
    assert rank in index.inputs
    assumed = replace(rank, hypothetical=True)
    with pytest.raises(DerivationError, match="result: unnamed='smaller' rests on rank, which the what-if changes"):
        derived(hhi_bounds, shares=[ALIBABA, TENCENT], unnamed="smaller", rests_on=[assumed])


def test_units_are_checked_after_a_plain_number_of_years_too(monkeypatch):
    monkeypatch.setattr(declarations, "_DECLARED", {})

    @metric(unit="percent", formula="share", takes={"years": "year", "share": "percent"}, rises=("share", "years"))
    def later(years, share):
        return share * years

    assert derived(later, years=2, share=TENCENT).value == pytest.approx(23.6)
    with pytest.raises(UnitError, match="share of later is in percent, users is in user"):
        derived(later, years=2, share=more_than("users", 5))


def test_a_limit_that_can_be_anything_is_anything_that_the_metric_can_be(monkeypatch):
    """(a + b) / (a b) is 1/a + 1/b: from 2 up, at most 1, and ∞/∞ where both are endless."""
    monkeypatch.setattr(declarations, "_DECLARED", {})

    @metric(
        unit="ratio", formula="(a + b) / (a · b)", takes={"a": "any", "b": "any"}, falls=("a", "b"),
        range=Interval.at_least(0),
    )  # fmt: skip
    def parallel(a, b):
        return (a + b) / (a * b)

    result = derived(parallel, a=more_than("a", 2), b=more_than("b", 2))
    assert ends(result) == (0, 1)
    assert result.bounds.ends == "[)"

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import marketshare.metrics
from marketshare.interval import Interval
from marketshare.metrics import hhi, hhi_bounds, lead, share_change, substitution_rate, value_ratio
from marketshare.quantity import DerivationError, Metric, UnitError, declared, metric
from marketshare.quantity import declaration as declarations
from marketshare.quantity.declaration import Limit

POSITIVE = st.floats(0.1, 1e6)

GROWTH = st.floats(-99, 1e4)

ARGUMENTS = {
    "relative_change": {"start": POSITIVE, "end": st.floats(0, 1e6)},
    "value_ratio": {"start": POSITIVE, "end": st.floats(0, 1e6)},
    "ratio_of_growth": {"growth": st.floats(-100, 1e6)},
    "growth_of_ratio": {"ratio": st.floats(0, 1e6)},
    "cagr": {"start": POSITIVE, "end": POSITIVE, "years": st.floats(0.5, 50)},
    "multiple_of_growths": {"growths": st.lists(st.floats(-100, 1e4), min_size=1, max_size=6)},
    "implied_earlier_share": {
        "share_end": st.floats(0, 100),
        "firm_growth": GROWTH,
        "market_growth": GROWTH,
        "years": st.floats(0, 10),
    },
    "joint_share": {"shares": st.lists(st.floats(1.5, 200), min_size=1, max_size=6)},
    "per": {"amount_of": st.floats(0, 1e9), "base": POSITIVE},
    "heavy_usage_index": {"brand_buyer_usage": st.floats(0, 1e6), "category_buyer_usage": POSITIVE},
    "substitution_rate": {"growth": GROWTH, "other_growth": GROWTH},
    "takeover_time": {"rate": st.floats(0.01, 100)},
}
"""Valid arguments of every metric that declares directions."""


@pytest.fixture
def own_declarations(monkeypatch):
    """Metrics declared in a test are forgotten after it."""
    monkeypatch.setattr(declarations, "_DECLARED", {})


def directed_metrics():
    """Metrics of the library whose bounds follow from directions."""
    found = []
    for name in marketshare.metrics.__all__:
        try:
            known = declared(name)
        except DerivationError:
            continue
        if known.bounds is None:
            found.append(name)
    return found


def raised(draw, value, strategy):
    """A pair of the same argument, the second higher; of a list, one entry is higher."""
    if not isinstance(value, list):
        return sorted([value, draw(strategy)])
    position = draw(st.integers(0, len(value) - 1))
    return [value, [*value[:position], value[position] + draw(st.floats(0, 100)), *value[position + 1 :]]]


# directions


def test_every_metric_with_directions_is_tried_below():
    assert sorted(directed_metrics()) == sorted(ARGUMENTS)


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_a_direction_is_declared_for_every_argument_that_takes_a_quantity_and_no_argument_has_two(name):
    known = declared(name)
    assert known.rises | known.falls == set(known.takes)
    assert not known.rises & known.falls


@pytest.mark.parametrize(
    ("name", "argument"),
    [(name, argument) for name, known in ARGUMENTS.items() for argument in known if argument != "years"],
)
@given(data=st.data())
def test_a_metric_moves_only_in_its_declared_direction(name, argument, data):
    known = declared(name)
    arguments = {key: data.draw(strategy) for key, strategy in ARGUMENTS[name].items()}
    low, high = raised(data.draw, arguments[argument], ARGUMENTS[name][argument])
    before = known.function(**{**arguments, argument: low})
    after = known.function(**{**arguments, argument: high})
    slack = 1e-9 * max(1.0, abs(before), abs(after))
    if argument in known.rises:
        assert after >= before - slack
    if argument in known.falls:
        assert after <= before + slack


@pytest.mark.parametrize("name", sorted(ARGUMENTS))
@given(data=st.data())
def test_a_metric_stays_in_its_declared_range(name, data):
    known = declared(name)
    result = known.function(**{key: data.draw(strategy) for key, strategy in ARGUMENTS[name].items()})
    assert known.range.low - 1e-9 <= result <= known.range.high + 1e-9


# what a declaration says


def test_a_declaration_is_found_by_function_and_by_name():
    assert declared(share_change) is declared("share_change")
    assert declared(share_change).function is share_change
    assert declared(share_change).name == "share_change"


@pytest.mark.parametrize(
    ("function", "unit", "takes"),
    [
        (share_change, "percentage_point", {"start": "percent", "end": "percent"}),
        (value_ratio, "ratio", {"start": "same", "end": "same"}),
        (hhi, "hhi_point", {"shares": "percent"}),
        (hhi_bounds, "hhi_point", {"shares": "percent", "total": "percent", "ranks": "rank"}),
        (lead, "percentage_point", {"shares": "percent"}),
    ],
)
def test_a_declaration_names_the_unit_of_the_result_and_of_each_quantity(function, unit, takes):
    known = declared(function)
    assert known.unit == unit
    assert known.takes == takes
    assert known.formula


@pytest.mark.parametrize(("function", "expected"), [(hhi_bounds, True), (hhi, False), (share_change, False)])
def test_only_a_function_that_is_its_own_bounds_yields_an_interval(function, expected):
    assert declared(function).yields_interval is expected


@pytest.mark.usefixtures("own_declarations")
class TestDeclaring:
    def test_the_function_itself_stays_as_it_is(self):
        def twice(share):
            return 2 * share

        assert metric(unit="percent", formula="2x", takes={"share": "percent"}, rises=("share",))(twice) is twice
        assert twice(4) == 8

    def test_the_declaration_keeps_what_was_said(self):
        @metric(
            unit="percent",
            formula="x + n",
            takes={"share": "percent"},
            rises=("share",),
            range=Interval.at_least(0),
        )
        def plus(share, number):
            return share + number

        assert declared(plus) == Metric(
            plus,
            "percent",
            "x + n",
            {"share": "percent"},
            frozenset({"share"}),
            frozenset(),
            None,
            Interval.at_least(0),
        )

    def test_a_metric_can_be_anything_unless_it_has_a_range(self):
        @metric(unit="percent", formula="x", takes={"share": "percent"}, rises=("share",))
        def same(share):
            return share

        assert declared(same).range == Interval(-math.inf, math.inf)

    def test_bounds_replace_directions(self):
        def all_of_it(_share):
            return Interval(0, 1)

        @metric(unit="percent", formula="x", takes={"share": "percent"}, bounds=all_of_it)
        def wave(share):
            return math.sin(share)

        assert declared(wave).bounds is all_of_it

    def test_an_argument_without_a_direction_is_refused(self):
        declare = metric(unit="percent", formula="x − y", takes={"x": "percent", "y": "percent"}, rises=("x",))
        with pytest.raises(DerivationError, match="minus: declare for each argument whether the result rises or falls"):

            @declare
            def minus(x, y):
                return x - y

    def test_a_direction_of_an_argument_that_takes_no_quantity_is_refused(self):
        declare = metric(unit="percent", formula="x · n", takes={"x": "percent"}, rises=("x", "n"))
        with pytest.raises(DerivationError, match="times: declare for each argument"):

            @declare
            def times(x, n):
                return x * n

    def test_an_argument_that_the_function_does_not_have_is_refused(self):
        declare = metric(unit="percent", formula="x", takes={"share": "percent"}, rises=("share",))
        with pytest.raises(DerivationError, match="other has no argument share"):

            @declare
            def other(x):
                return x

    def test_bounds_that_are_another_word_are_refused(self):
        declare = metric(unit="percent", formula="x", takes={"x": "percent"}, bounds="corners")
        with pytest.raises(DerivationError, match="one: bounds must be a function or 'itself', found 'corners'"):

            @declare
            def one(x):
                return x

    def test_a_unit_that_is_not_on_the_list_is_refused(self):
        with pytest.raises(UnitError, match="unknown unit 'furlong'; one of percent, "):
            metric(unit="furlong", formula="x", takes={})


def test_a_function_that_is_no_metric_has_no_declaration():
    with pytest.raises(DerivationError, match=r"compare is not a declared metric; known are .*share_change"):
        declared(marketshare.metrics.compare)


def test_another_function_of_the_same_name_has_no_declaration():
    def share_change(start, end):
        return end - start

    with pytest.raises(DerivationError, match="share_change is not a declared metric"):
        declared(share_change)


def test_a_name_that_no_metric_has_is_refused():
    with pytest.raises(DerivationError, match=r"herfindahl is not a declared metric; known are .*hhi"):
        declared("herfindahl")


# limits


def test_an_infinite_number_is_accepted_only_as_a_limit():
    with pytest.raises(ValueError, match="end: inf is not a finite number"):
        value_ratio(1, math.inf)
    assert value_ratio(1, Limit(math.inf)) == math.inf
    assert value_ratio(Limit(math.inf), 1) == 0


def test_a_divisor_of_nothing_is_accepted_only_as_a_limit():
    with pytest.raises(ValueError, match="start: 0 must be above 0"):
        value_ratio(0, 1)
    assert value_ratio(Limit(0), 1) == math.inf
    assert value_ratio(Limit(0), 0) == 0  # nothing, whatever it is compared with


def test_growth_that_leaves_nothing_is_accepted_only_as_a_limit():
    with pytest.raises(ValueError, match="growth: -100 leaves nothing"):
        substitution_rate(-100, 0)
    assert substitution_rate(Limit(-100), 0) == -math.inf

import math

import pytest

from marketshare import charts
from marketshare.interval import Interval
from marketshare.quantity import Passage, Quantity

PASSAGE = Passage("note", "1", "x", "x", "", "wechat", "mau")


def number(bounds, value=None, unit="user"):
    return Quantity(f"q{bounds.low}", "label", unit, value, bounds, PASSAGE)


def marker_faces(ax):
    return {float(line.get_xdata()[0]): line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"}


def test_a_closed_end_is_filled_and_an_open_one_hollow():
    ax = charts.interval_bars({"HHI": number(Interval(1974, 2499, False, True), unit="hhi_point")}, ax=charts.axes())
    faces = marker_faces(ax)
    assert faces[1974] == "white"
    assert faces[2499] != "white"


def test_an_endless_interval_is_an_arrow_to_the_edge():
    ax = charts.interval_bars({"DAU": number(Interval.at_least(2.5e8, closed=False), 2.5e8)}, ax=charts.axes())
    (arrow,) = [text for text in ax.texts if text.arrow_patch is not None]
    assert arrow.xy[0] == pytest.approx(ax.get_xlim()[1])


def test_a_lower_bound_is_no_dot():
    ax = charts.interval_bars({"DAU": number(Interval.at_least(2.5e8, closed=False), 2.5e8)}, ax=charts.axes())
    assert all(line.get_marker() != "D" for line in ax.lines)
    assert "more than 250 million" in [text.get_text() for text in ax.texts]


def test_a_value_is_a_dot_inside_its_bounds():
    ax = charts.interval_bars({"DAU": number(Interval(2.55e8, 2.65e8), 2.6e8)}, ax=charts.axes())
    assert [float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "D"] == [2.6e8]


def test_every_end_lies_within_the_axis():
    ax = charts.interval_bars({"a": number(Interval(1, 2)), "b": number(Interval(5, 9))}, ax=charts.axes())
    low, high = ax.get_xlim()
    assert low < 1
    assert high > 9


def test_different_units_in_one_chart_are_refused():
    with pytest.raises(ValueError, match="expected one unit"):
        charts.interval_bars({"a": number(Interval(1, 2)), "b": number(Interval(1, 2), unit="CNY")}, ax=charts.axes())


def test_an_empty_chart_is_refused():
    with pytest.raises(ValueError, match="no quantities"):
        charts.interval_bars({}, ax=charts.axes())


def test_a_reference_is_a_line_with_its_name():
    quantity = number(Interval(1974, 2499), unit="hhi_point")
    ax = charts.interval_bars({"HHI": quantity}, references={"highly concentrated": 1800}, ax=charts.axes())
    assert 1800 in [line.get_xdata()[0] for line in ax.lines]
    assert "highly concentrated" in [text.get_text() for text in ax.texts]
    assert math.isfinite(ax.get_xlim()[0])

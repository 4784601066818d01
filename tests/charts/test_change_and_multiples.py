"""The dumbbell of a change of share, and one panel a reading."""

import pytest

from marketshare import charts
from marketshare.interval import Interval
from marketshare.market import Market, Series
from marketshare.quantity import Passage, Quantity

PASSAGE = Passage("note", "1", "x", "x", "", "tencent-cloud", "market-share")


def share(key, value, unit="percent", reach=0.05):
    return Quantity(key, key, unit, value, Interval(value - reach, value + reach), PASSAGE, 1)


@pytest.fixture
def dumbbell():
    rows = {"Tencent Cloud": (share("a", 7.3), share("b", 11.8), share("c", 4.5, "percentage_point", 0.1))}
    return charts.share_changes(rows, start="2016", end="2018", ax=charts.axes())


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_the_points_of_a_dumbbell_stand_at_the_shares(dumbbell):
    points = {line.get_xdata()[0]: line.get_markerfacecolor() for line in dumbbell.lines if line.get_marker() == "o"}
    assert list(points) == [7.3, 11.8]
    assert points[7.3] == "white"  # hollow: where it began


def test_the_bar_of_a_dumbbell_spans_the_change(dumbbell):
    bar = next(line for line in dumbbell.lines if line.get_linewidth() == 3)
    assert list(bar.get_xdata()) == [7.3, 11.8]


def test_a_dumbbell_tells_both_shares_with_dates_and_the_change_with_bounds(dumbbell):
    assert words(dumbbell) == ["7.3% in 2016", "11.8% in 2018", "+4.5 pp", "(4.4 to 4.6 pp)"]


def test_a_dumbbell_begins_at_zero_and_names_its_unit(dumbbell):
    assert dumbbell.get_xlim()[0] == 0
    assert dumbbell.get_xlabel() == "percent of the market"


def test_a_dumbbell_records_what_it_plots(dumbbell):
    assert [quantity.id for quantity in charts.plotted(dumbbell)] == ["a", "b", "c"]


NAMES = {"A firm with a long name": (1.0, 0.2), "Two\nlines": (3.0, 44.0), "Far": (60.0, 20.0)}


def drawn_changes():
    rows = {
        name: (
            share(f"{name}1", start),
            share(f"{name}2", end),
            share(f"{name}3", end - start, "percentage_point", 0.1),
        )
        for name, (start, end) in NAMES.items()
    }
    return charts.share_changes(rows, start="2016", end="2018", ax=charts.axes(height=3.4))


def drawn_intervals():
    rows = {name: share(name, start) for name, (start, _) in NAMES.items()}
    return charts.interval_bars(rows, ax=charts.axes(height=2.0), from_zero=True)


@pytest.mark.parametrize("draw", [drawn_changes, drawn_intervals])
def test_no_label_is_printed_over_the_name_of_a_row(draw):
    ax = draw()
    charts.render(ax, "png")
    ax.figure.draw_without_rendering()  # a picture has other pixels than the figure
    names = [name.get_window_extent() for name in ax.get_yticklabels()]
    assert not [text for text in ax.texts if any(text.get_window_extent().overlaps(name) for name in names)]
    assert all(name.x0 >= 0 for name in names)  # nor moved out of the picture


def test_a_dumbbell_of_no_firm_is_refused():
    with pytest.raises(ValueError, match="expected at least one firm, found none"):
        charts.share_changes({}, start="2016", end="2018", ax=charts.axes())


@pytest.fixture
def panels():
    given = {
        "to": {"low": share("to-low", 40.0), "high": share("to-high", 120.0)},
        "by": {"low": share("by-low", 50.0), "high": share("by-high", 99.0)},
    }
    ax = charts.interval_multiples(given, ax=charts.axes(), references={"whole market": 100})
    return ax, ax.get_figure().axes[1:]


def test_each_reading_has_a_panel_of_its_own_in_order(panels):
    _, drawn = panels
    assert [panel.get_title(loc="left") for panel in drawn] == ["to", "by"]


def test_all_panels_have_one_scale(panels):
    _, (first, second) = panels
    assert first.get_xlim() == second.get_xlim()


def test_rows_are_named_once_at_the_left(panels):
    _, (first, second) = panels
    assert [tick.get_text() for tick in first.get_yticklabels()] == ["low", "high"]
    assert [tick.get_text() for tick in second.get_yticklabels()] == ["", ""]


def test_a_bar_spans_the_bounds(panels):
    _, (first, _) = panels
    bars = [list(line.get_xdata()) for line in first.lines if line.get_linewidth() == 7]
    assert bars == [[39.95, 40.05], [119.95, 120.05]]


def test_only_what_passes_the_threshold_for_certain_is_dark(panels):
    _, (first, second) = panels
    dark = [line.get_color() for panel in (first, second) for line in panel.lines if line.get_linewidth() == 7]
    assert [colour == "#222222" for colour in dark] == [False, True, False, False]


def test_the_numbers_of_all_panels_are_recorded(panels):
    ax, _ = panels
    assert [quantity.id for quantity in charts.plotted(ax)] == ["to-low", "to-high", "by-low", "by-high"]


def test_panels_with_other_rows_are_refused():
    given = {"to": {"a": share("x", 1.0)}, "by": {"b": share("y", 1.0)}}
    with pytest.raises(ValueError, match=r"'by' has the rows \['b'\], expected \['a'\] as in the first"):
        charts.interval_multiples(given, ax=charts.axes())


def test_panels_of_two_units_are_refused():
    given = {"to": {"a": share("x", 1.0)}, "by": {"a": share("y", 1.0, "ratio")}}
    with pytest.raises(ValueError, match="expected one unit, found percent, ratio"):
        charts.interval_multiples(given, ax=charts.axes())


def test_of_a_series_each_firm_with_both_shares_is_drawn_with_its_change():
    series = Series({"2016": Market({"b": 7.3}, id="m-2016"), "2018": Market({"a": 42.9, "b": 11.8}, id="m-2018")})
    ax = charts.share_changes(series, start="2016", end="2018")
    assert [quantity.value for quantity in charts.plotted(ax)] == pytest.approx([7.3, 11.8, 4.5])

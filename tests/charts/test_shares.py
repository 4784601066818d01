from dataclasses import replace

import matplotlib as mpl
import pytest

from marketshare import charts
from marketshare.charts.style import NOT_REPORTED, colour
from marketshare.interval import Interval
from marketshare.market import Market, Series
from marketshare.metrics import joint_share, residual
from marketshare.quantity import Passage, Quantity, derive


def share(entity, value, *, half=0.05):
    passage = Passage("note", "1", f"{value}%", f"{value}%", "", entity, "market-share")
    bounds = Interval(value - half, value + half)
    return Quantity(f"{entity}-share", entity, "percent", value, bounds, passage, decimals=1)


@pytest.fixture
def two_firms():
    rows = {"2018": {"Alibaba Cloud": share("alibaba-cloud", 42.9), "Tencent Cloud": share("tencent-cloud", 11.8)}}
    rest = derive(residual, id="rest", label="Rest", shares=tuple(rows["2018"].values()))
    return charts.stacked_shares(rows, {"2018": rest}, ax=charts.axes())


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_bars_are_as_wide_as_the_shares_and_fill_100(two_firms):
    widths = [bar.get_width() for bar in two_firms.patches]
    assert widths == pytest.approx([42.9, 11.8, 45.3])
    assert two_firms.get_xlim() == (0, 100)


def test_only_what_is_not_reported_is_hatched(two_firms):
    assert [bar.get_hatch() for bar in two_firms.patches] == [None, None, NOT_REPORTED["hatch"]]


def test_each_segment_has_its_own_label_with_its_number(two_firms):
    labels = " ".join(texts(two_firms)).replace("\n", " ")
    assert all(words in labels for words in ("Alibaba Cloud 42.9%", "Tencent Cloud 11.8%", "not reported 45.3%"))
    assert two_firms.get_legend() is None


def test_a_segment_too_narrow_for_its_label_has_it_above_the_bar(two_firms):
    (label,) = [text for text in two_firms.texts if text.get_text().startswith("Tencent Cloud")]
    assert label.get_position()[1] < -0.31  # bars reach from -0.31 to 0.31, upwards is negative


CROWDED = {
    "three that are small": {"2018": {"Alibaba Cloud": 42.9, "Tencent Cloud": 11.8, "Small": 3.0, "Smaller": 1.0}},
    "a name wider than a third": {"2018": {"A firm whose name is longer than its share is wide": 33.0, "B": 60.0}},
    "a rest of almost nothing": {"2018": {"A": 97.0, "Little Firm": 2.5}},
    "a first of almost nothing": {"2018": {"Little Firm": 0.5, "A": 97.0}},
    "rows one below the other": {
        "2017": {"A": 50.0, "Second Firm": 5.0, "Third Firm": 5.0},
        "2018": {"A": 50.0, "Second Firm": 5.0, "Third Firm": 5.0, "Fourth Firm": 5.0},
    },
}


@pytest.mark.parametrize("market", CROWDED)
def test_a_label_is_wholly_in_its_segment_or_wholly_above_the_bar_and_touches_no_other(market):
    rows = {row: {name: share(name, value) for name, value in firms.items()} for row, firms in CROWDED[market].items()}
    rests = {row: share("rest", 100 - sum(firms.values())) for row, firms in CROWDED[market].items()}
    ax = charts.stacked_shares(rows, rests, ax=charts.axes(height=1.9 * len(rows)))
    charts.render(ax, "png")
    ax.figure.draw_without_rendering()  # a picture has other pixels than the figure
    bars = [bar.get_window_extent() for bar in ax.patches]
    labels = [text.get_window_extent() for text in ax.texts]
    assert len(labels) == len(bars)
    for place, label in enumerate(labels):
        inside = [bar for bar in bars if bar.x0 <= label.x0 and label.x1 <= bar.x1 and bar.y0 <= label.y0 <= bar.y1]
        assert inside == [bars[place]] or not any(label.overlaps(bar) for bar in bars)
        assert not [other for other in labels[place + 1 :] if label.overlaps(other)]


def test_rows_and_residuals_must_be_the_same_rows():
    with pytest.raises(ValueError, match="residuals: expected the rows"):
        charts.stacked_shares({"2018": {"A": share("a", 60.0)}}, {"2017": share("rest", 40.0)}, ax=charts.axes())


def test_plotted_numbers_are_those_drawn_in_order(two_firms):
    assert [q.id for q in charts.plotted(two_firms)] == ["alibaba-cloud-share", "tencent-cloud-share", "rest"]


def test_one_entity_has_one_colour_whatever_the_number():
    assert colour(share("tencent-cloud", 7.3), "then") == colour(share("tencent-cloud", 11.8), "now")
    assert colour(share("tencent-cloud", 11.8), "") != colour(share("alibaba-cloud", 42.9), "")


def fills(ax):
    return [mpl.colors.to_hex(bar.get_facecolor()) for bar in ax.patches]


def test_a_figure_has_the_colour_that_its_study_gives_its_entity():
    given = share("tencent-cloud", 11.8)
    ours = replace(given, origin=replace(given.origin, colour="#123456"))
    assert colour(ours, "") == "#123456"
    assert colour(derive(residual, id="x", label="x", shares=[ours]), "") == "#123456"


def test_firms_of_numbers_alone_have_different_colours_and_keep_them_in_other_charts():
    one, other = Market({"a": 40, "b": 30, "c": 20}), Market({"c": 50, "d": 25, "a": 10})
    first = charts.stacked_shares({"x": one.by_name}, {"x": one.rest}, ax=charts.axes())
    second = charts.stacked_shares({"x": other.by_name}, {"x": other.rest}, ax=charts.axes())
    a, b, c, _ = fills(first)
    c_again, d, a_again, _ = fills(second)
    assert len({a, b, c, d}) == 4
    assert (a_again, c_again) == (a, c)
    assert fills(charts.bars(one.by_name, ax=charts.axes())) == [a, b, c]


def test_shares_that_are_computed_from_several_numbers_differ_too():
    parts = [share(key, 20.0) for key in ("p", "q")]
    one, other = (derive(joint_share, id=key, label=key, shares=parts) for key in ("one", "other"))
    rest = derive(residual, id="r", label="r", shares=[one, other])
    ax = charts.stacked_shares({"x": {"One": one, "Other": other}}, {"x": rest}, ax=charts.axes())
    assert len(set(fills(ax)[:2])) == 2


@pytest.fixture
def over_time():
    series = {
        "Alibaba Cloud": {2018: share("alibaba-cloud", 42.9)},
        "Tencent Cloud": {2016: share("tencent-cloud", 7.3), 2018: share("tencent-cloud", 11.8)},
    }
    return charts.shares_over_time(series, [2016, 2017, 2018], ax=charts.axes(height=3.4))


def test_no_line_joins_two_years(over_time):
    assert all(len(line.get_xdata()) < 2 for line in over_time.lines if line.get_linestyle() not in ("None", ""))


def test_a_year_that_nobody_reports_is_a_hatched_gap_that_says_so(over_time):
    (band,) = [patch for patch in over_time.patches if patch.get_hatch()]
    assert band.get_x() < 2017 < band.get_x() + band.get_width()
    assert "2017\nnot reported" in texts(over_time)


def test_a_firm_without_a_figure_in_a_reported_year_is_named(over_time):
    assert "Alibaba Cloud:\nnot reported" in texts(over_time)


def test_a_share_without_a_single_value_is_refused():
    bounded = Quantity("b", "b", "percent", None, Interval(1, 2), share("a", 1.0).origin)
    with pytest.raises(ValueError, match="b has no single value"):
        charts.shares_over_time({"A": {2018: bounded}}, [2018], ax=charts.axes())


CLOUD = {"alibaba-cloud": 42.9, "tencent-cloud": 11.8}


def test_a_market_is_drawn_with_the_rest_that_it_knows():
    market = Market(CLOUD, names={"alibaba-cloud": "Alibaba Cloud"})
    ax = charts.stacked_shares({"2018": market})
    assert charts.plotted(ax) == [*market.values(), market.rest]
    assert any(text.startswith("Alibaba Cloud") for text in texts(ax))


def test_a_market_needs_no_residual_beside_it():
    with pytest.raises(ValueError, match=r"residuals: expected the rows \[\], found \['2018'\]"):
        charts.stacked_shares({"2018": Market(CLOUD)}, {"2018": share("rest", 45.3)})


def test_a_series_is_drawn_by_year():
    series = Series({"2016": Market({"b": 7.3}, id="m-2016"), "2018": Market({"a": 42.9, "b": 11.8}, id="m-2018")})
    ax = charts.shares_over_time(series, [2016, 2017, 2018])
    assert [quantity.value for quantity in charts.plotted(ax)] == [42.9, 7.3, 11.8]
    assert "2017\nnot reported" in texts(ax)


def test_a_series_of_quarters_has_no_years():
    with pytest.raises(ValueError, match="2018-Q1 is no year"):
        charts.shares_over_time(Series({"2018-Q1": Market(CLOUD)}), [2018])


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_axes_grow_with_the_rows(rows):
    heights = [
        charts.stacked_shares({str(n): Market(CLOUD) for n in range(k)}).figure.get_figheight()
        for k in (rows, rows + 1)
    ]
    assert heights[0] < heights[1]


def test_the_bounds_of_what_a_what_if_leaves_are_marked_too(study):
    market = study.replacing({"cloud-share-tencent-2018": "41.8%"}).market("china-cloud", "2018")
    ax = charts.stacked_shares({"2018": market.by_name}, {"2018": market.rest}, ax=charts.axes())
    assert "not reported 15.3%* (15.2 to 15.4%*)" in [label.get_text().replace("\n", " ") for label in ax.texts]

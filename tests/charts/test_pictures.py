import io
import xml.etree.ElementTree as ET

import pytest
from matplotlib import pyplot as plt
from PIL import Image

from marketshare import charts
from marketshare.interval import Interval
from marketshare.quantity import Passage, Quantity

PASSAGE = Passage("note", "1", "x", "x", "", "wechat", "mau")


@pytest.fixture
def chart():
    quantity = Quantity("q", "label", "user", 2.6e8, Interval(2.55e8, 2.65e8), PASSAGE)
    return charts.interval_bars({"阿拉丁": quantity}, ax=charts.axes())


def test_a_chart_is_the_same_bytes_each_time(chart):
    assert charts.render(chart, "svg") == charts.render(chart, "svg")
    assert charts.render(chart, "png") == charts.render(chart, "png")


def test_svg_is_well_formed_and_names_no_date(chart):
    svg = charts.render(chart, "svg")
    assert ET.fromstring(svg).tag.endswith("svg")
    assert b"<dc:date>" not in svg


def test_text_is_drawn_in_the_bundled_font(chart):
    chart.figure.canvas.draw()
    label = chart.get_yticklabels()[0]
    assert label.get_fontfamily() == ["Noto Sans SC"]


def test_a_chart_has_its_own_look_whatever_that_of_the_notebook_is(chart):
    """A dark style, or pictures without a ground, would leave dark words on the dark page of a reader."""
    with plt.style.context(["dark_background", {"savefig.transparent": True, "font.size": 20}]):
        quantity = charts.plotted(chart)[0]
        other = charts.interval_bars({"阿拉丁": quantity}, ax=charts.axes())
        picture = charts.render(other, "png")
    assert picture == charts.render(chart, "png")
    assert Image.open(io.BytesIO(picture)).convert("RGBA").getpixel((2, 2)) == (255, 255, 255, 255)


def test_nothing_is_shown_or_left_open_by_drawing(chart):
    assert plt.get_fignums() == []
    assert chart.figure is not None


def labels_of(ax):
    renderer = ax.figure.canvas.get_renderer()
    shown = [text for text in ax.texts if text.get_text()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in shown]


@pytest.mark.parametrize("height", [2.0, 2.6, 3.4])
def test_labels_of_intervals_do_not_overlap(height):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    rows = {
        f"row {n}": Quantity(f"q{n}", "x", "hhi_point", None, Interval(2000 + n, 2500 + n, False, True), PASSAGE)
        for n in range(3)
    }
    ax = charts.interval_bars(rows, ax=charts.axes(height=height))
    FigureCanvasAgg(ax.figure).draw()
    boxes = labels_of(ax)
    assert not [(a, b) for i, (a, box) in enumerate(boxes) for b, other in boxes[i + 1 :] if box.overlaps(other)]

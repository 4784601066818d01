import io
import math
import re

import pytest
from matplotlib.path import Path as Path2D
from PIL import Image

from frozen import ROOT
from marketshare import charts
from marketshare.charts.race import moving_point
from marketshare.claims import Race, cases
from marketshare.metrics import years_to_full, years_to_parity
from marketshare.studies import Study

RACE = Race(
    "cloud-share-alibaba-2018", "cloud-share-tencent-2016", "cloud-share-tencent-2018", "cloud-growth-alibaba",
    "cloud-growth-alibaba-years", "cloud-growth-tencent-2017", "cloud-growth-tencent-2018",
)  # fmt: skip


def drawn(assumed):
    study = Study.at(ROOT)
    study = study.replacing(assumed) if assumed else study
    found = list(cases(study, RACE))
    return found, charts.parity_map(found, ax=charts.axes(height=4.2))


def test_every_combination_of_readings_is_a_point():
    found, ax = drawn({})
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    points = {(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in dots}
    assert points == {(case.leader_growth.value, case.challenger_growth.value) for case in found}


def test_a_line_of_equal_years_leads_through_growth_rates_that_need_just_as_many():
    _, ax = drawn({})
    lines = [line for line in ax.lines if line.get_marker() != "o"]
    for line, years in zip(lines, (1, 2, 3, 5), strict=True):
        for part in (0, 0.3, 1):
            slow, fast = (start + part * (end - start) for start, end in (line.get_xdata(), line.get_ydata()))
            assert years_to_parity(42.9, 11.8, slow, fast) == pytest.approx(years, rel=1e-9)


def inside(polygon, x, y):
    return Path2D(polygon).contains_point((x, y)) if len(polygon) else False


@pytest.mark.parametrize("market", [20.0, 115.5, 300.0, 390.0])
def test_hatched_is_just_where_both_have_the_whole_market_before_they_are_level(market):
    """Against the two metrics, at growth rates all over the map, with the market as far behind the challenger."""
    study = Study.at(ROOT)
    point = moving_point(study[RACE.leader], study[RACE.challenger], 400)
    width, height = point.inner[2:]
    polygon = re.search(r'points="([^"]*)"', point.at(100, 300, market))[1].split()
    corners = [tuple(map(float, corner.split(","))) for corner in polygon]
    drag = (1 + market / 100) / (1 + 300 / 100)
    for slow in range(7, 400, 31):
        for fast in range(11, 400, 29):
            level = math.inf
            if fast > slow:
                growth = (1 + fast / 100) * drag * 100 - 100
                level = years_to_parity(42.9, 11.8, slow, fast)
                full = years_to_full(42.9, 11.8, slow, fast, growth)
                near = abs(full - level) < 0.02 * level  # too close to the edge to tell on a screen
                assert near or inside(corners, slow / 400 * width, height - fast / 400 * height) == (full < level)


def test_the_point_stands_at_the_growth_rates_on_the_axes_of_the_picture():
    study = Study.at(ROOT)
    point = moving_point(study[RACE.leader], study[RACE.challenger], 400)
    places = [re.search(r'cx="([\d.]+)" cy="([\d.]+)"', point.at(*rates, 100)) for rates in ((0, 0), (400, 400))]
    (left, bottom), (right, top) = ((float(place[1]), float(place[2])) for place in places)
    picture = Image.open(io.BytesIO(point.png)).convert("L")
    scale = picture.width / point.width
    axis = [picture.getpixel((round(left * scale), round(y * scale))) for y in (top + 20, bottom - 20)]
    assert max(axis) < 160  # the axis of the challenger, drawn in grey
    assert min(picture.getpixel((round(left * scale) + 12, round((top + part) * scale))) for part in (3, 30)) > 200
    assert (right - left, bottom - top) == pytest.approx(point.inner[2:], abs=0.1)


def test_each_reading_is_named_once():
    _, ax = drawn({})
    words = [text.get_text() for text in ax.texts]
    assert [words.count(f"read as {name}") for name in ("yearly", "since-2016", "level")] == [1, 1, 1]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("share", ["41.8%", "42.8%", "2.0%"])
def test_a_close_race_and_a_hopeless_one_can_be_drawn(share):
    _, ax = drawn({"cloud-share-tencent-2018": share})
    assert charts.render(ax, "svg").startswith(b"<?xml")

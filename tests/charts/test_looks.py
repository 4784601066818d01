"""One picture of each kind of chart, against the picture that was looked at and found right.

To accept others: pytest tests/charts/test_looks.py --mpl-generate-path=tests/charts/pictures, and look at them.
"""

import shutil
from pathlib import Path

import pytest
from matplotlib import rc_context
from matplotlib.testing.compare import compare_images

from marketshare import charts
from marketshare.charts.style import STYLE
from marketshare.claims import Race, cases
from marketshare.interval import Interval
from marketshare.metrics import residual, share_change
from marketshare.quantity import Passage, Quantity, derive

looks = pytest.mark.mpl_image_compare(
    baseline_dir="pictures",
    style=STYLE,
    savefig_kwargs={"dpi": 72},
    tolerance=3,  # fonts are bundled; what another machine draws differs by less than a moved label does
)


COLOURS = {"alibaba-cloud": "#c0540d", "tencent-cloud": "#07406a", "mini-programs": "#2f7d4f"}


def figure(key, value, reach, unit="percent", entity="tencent-cloud"):
    bounds = Interval(value - reach, value + reach)
    return Quantity(key, key, unit, value, bounds, passage(entity), 1)


def passage(entity):
    return Passage("note", "1", "x", "x", "", entity, "m", colour=COLOURS[entity])


ALIBABA = figure("a", 42.9, 0.05, entity="alibaba-cloud")
TENCENT = figure("t", 11.8, 0.05)
EARLIER = figure("e", 7.3, 0.05)


def more_than(key, low):
    return Quantity(key, key, "user", low, Interval.at_least(low, closed=False), passage("mini-programs"))


@looks
def test_stacked_shares():
    rest = derive(residual, id="r", label="Not reported", shares=[ALIBABA, TENCENT])
    rows = {"2018": {"Alibaba Cloud": ALIBABA, "Tencent Cloud": TENCENT}}
    return charts.stacked_shares(rows, {"2018": rest}, ax=charts.axes(height=1.9)).figure


@looks
def test_shares_over_time():
    series = {"Alibaba Cloud": {2018: ALIBABA}, "Tencent Cloud": {2016: EARLIER, 2018: TENCENT}}
    return charts.shares_over_time(series, [2016, 2017, 2018], ax=charts.axes(height=3.4)).figure


@looks
def test_share_changes():
    change = derive(share_change, id="c", label="Change", start=EARLIER, end=TENCENT)
    rows = {"Tencent Cloud": (EARLIER, TENCENT, change)}
    return charts.share_changes(rows, start="2016", end="2018", ax=charts.axes(height=1.7)).figure


@looks
def test_interval_bars():
    counted = figure("u", 2.6e8, 5e6, "user", "mini-programs")
    rows = {"June 2018\n阿拉丁": counted, "First half of 2019": more_than("m", 2.5e8)}
    return charts.interval_bars(rows, ax=charts.axes(height=2.3), from_zero=True).figure


@looks
def test_interval_bars_on_a_logarithmic_axis():
    rows = {"JD.com": figure("j", 0.25, 0.125, "ratio"), "Maoyan and KFC": figure("k", 50.0, 30.0, "ratio")}
    references = {"as many as the app": 1}
    return charts.interval_bars(rows, ax=charts.axes(height=2.3), log=True, references=references).figure


@looks
def test_interval_multiples():
    panels = {
        "read as to": {"by": ALIBABA, "to": TENCENT},
        "read as by": {"by": figure("x", 104.0, 2.0), "to": EARLIER},
    }
    return charts.interval_multiples(panels, ax=charts.axes(height=2.6), references={"whole market": 100}).figure


@looks
def test_bars():
    return charts.bars(
        {"Listed": figure("l", 50.0, 5.0), "Technology": figure("t", 80.0, 5.0)}, ax=charts.axes()
    ).figure


@looks
def test_parity_map(study):
    ids = [f"cloud-share-{key}" for key in ("alibaba-2018", "tencent-2016", "tencent-2018")]
    ids += [f"cloud-growth-{key}" for key in ("alibaba", "alibaba-years", "tencent-2017", "tencent-2018")]
    race = list(cases(study, Race(*ids)))
    return charts.parity_map(race, ax=charts.axes(height=4.2)).figure


@pytest.mark.parametrize("share", [42.0, 43.8], ids=["a percent less", "a percent more"])
def test_a_bar_a_percent_longer_or_shorter_is_seen(share, tmp_path):
    other = figure("a", share, 0.05, entity="alibaba-cloud")
    rest = derive(residual, id="r", label="Not reported", shares=[other, TENCENT])
    rows = {"2018": {"Alibaba Cloud": other, "Tencent Cloud": TENCENT}}
    assert distance(charts.stacked_shares(rows, {"2018": rest}, ax=charts.axes(height=1.9)), tmp_path) > 3


def test_a_missing_hatch_is_seen(tmp_path):
    rest = derive(residual, id="r", label="Not reported", shares=[ALIBABA, TENCENT])
    rows = {"2018": {"Alibaba Cloud": ALIBABA, "Tencent Cloud": TENCENT}}
    ax = charts.stacked_shares(rows, {"2018": rest}, ax=charts.axes(height=1.9))
    ax.patches[-1].set_hatch("")
    assert distance(ax, tmp_path) > 3


def distance(ax, folder):
    """How far a picture is from the accepted one of stacked shares, root mean square."""
    with rc_context(STYLE):
        ax.figure.savefig(folder / "drawn.png", dpi=72)
    accepted = Path(__file__).parent / "pictures" / "test_stacked_shares.png"
    shutil.copy(accepted, folder / "accepted.png")
    found = compare_images(folder / "accepted.png", folder / "drawn.png", tol=0, in_decorator=True)
    return found["rms"] if found else 0

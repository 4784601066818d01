"""Charts can be read in greyscale and by colour-blind readers: what touches differs, and labels stand out."""

from itertools import pairwise

import nbformat
import pytest
from coloraide import Color

from frozen import ROOT
from marketshare.charts.style import INK, colour, readable_on
from marketshare.payload import MIME
from marketshare.studies import Study

STACKED = {"cloud-shares", "mini-program-categories", "payment-shares", "revenue-mix", "two-markets"}
LIGHTNESS = 18
"""Steps of CIELAB lightness, 0 to 100, between colours that touch: about what separates quarters of a grey scale."""
DIFFERENCE = 15
"""CIEDE2000 between colours that touch, as a colour-blind reader sees them; 1 is just noticeable side by side."""
CONTRAST = 4.5
"""Contrast of a label and its ground (WCAG 2.2, success criterion 1.4.3)."""


def stacked_charts():
    """By name, the shares of each bar of the stored notebooks, from the left; what is not reported ends a bar."""
    study = Study.at(ROOT)
    for path in sorted((ROOT / "notebooks").glob("0*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            for output in cell.get("outputs", ()):
                block = output.get("data", {}).get(MIME, {}).get("block", {})
                if block.get("name") in STACKED:
                    drawn = [number["number"] for _, [number], _ in block["rows"]]
                    yield block["name"], [study[key] if key in study.ledger.figures else None for key in drawn]


CHARTS = dict(stacked_charts())
FILLS = sorted({colour(share, "") for shares in CHARTS.values() for share in shares if share})


TOUCHING = [
    pytest.param(colour(first, ""), colour(second, ""), id=f"{name}: {first.id}, {second.id}")
    for name, shares in CHARTS.items()
    for first, second in pairwise(shares)
    if first and second
]


def lightness(name):
    return Color(name).convert("lab-d65")["lightness"]


def test_every_stacked_chart_has_shares_that_touch():
    assert CHARTS.keys() == STACKED
    assert [sum(map(bool, shares)) for shares in CHARTS.values()] == [4, 3, 3, 2, 2]


@pytest.mark.parametrize(("first", "second"), TOUCHING)
def test_segments_that_touch_differ_in_greyscale(first, second):
    assert abs(lightness(first) - lightness(second)) >= LIGHTNESS


@pytest.mark.parametrize("kind", ["protan", "deutan", "tritan"])
@pytest.mark.parametrize(("first", "second"), TOUCHING)
def test_segments_that_touch_differ_to_a_colour_blind_reader(first, second, kind):
    assert Color(first).filter(kind).delta_e(Color(second).filter(kind), method="2000") >= DIFFERENCE


@pytest.mark.parametrize("fill", FILLS)
def test_the_label_of_a_segment_stands_out(fill):
    assert Color(readable_on(fill)).contrast(Color(fill)) >= CONTRAST


@pytest.mark.parametrize("fill", ["#000000", "#767676", "#808080", "#c0540d", "#ff0000", "#00ff00", "#ffffff"])
def test_a_label_is_white_or_ink_whichever_stands_out_more(fill):
    ground = Color(fill)
    assert Color(readable_on(fill)).contrast(ground) == max(Color(c).contrast(ground) for c in ("white", INK))

"""Captions under charts: passed over where they repeat the chart's, and only there."""

import base64
import io

import nbformat
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from marketshare.captions import caption, without_captions
from marketshare.gate import notebook_faults
from marketshare.payload import MIME, PNG, plain_text
from marketshare.report.blocks import blocks_of

CAPTION = [{"text": "Shares in 2018."}]
BLOCK = {"kind": "chart", "name": "shares", "caption": CAPTION, "columns": ["a"], "rows": [[[{"text": "b"}]]]}


PAYLOAD = {"block": BLOCK, "numbers": []}


def picture(height):
    out = io.BytesIO()
    Image.new("RGB", (7, height)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def output(data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


CHART = output({MIME: PAYLOAD, "text/plain": plain_text(BLOCK), PNG: picture(300)})
BELOW = output(caption(PAYLOAD, picture(300)))
OTHER = output({**caption(PAYLOAD, picture(300)), "text/plain": "Shares in 2019."})


def test_the_place_of_links_is_the_upper_edge_of_the_picture():
    (place,) = BeautifulSoup(caption(PAYLOAD, picture(300))["text/html"], "html.parser").find_all(id="figure-shares")
    assert place["style"] == "position:absolute;top:-324px"


@pytest.mark.parametrize("png", ["", "iVBORw0KGgo", "iVBORw0KGgoAA====", "iVBORw0KGgoAAAANSUhEUgAAAAAAA"])
def test_a_picture_that_is_none_has_a_caption_all_the_same(png):
    assert "Shares in 2018." in caption(PAYLOAD, png)["text/html"]


@pytest.mark.parametrize(
    ("outputs", "kept"),
    [
        ([CHART, BELOW], [CHART]),
        ([CHART, output(caption(PAYLOAD, picture(200)))], [CHART]),
        ([CHART, BELOW, CHART, BELOW], [CHART, CHART]),
        ([CHART, BELOW, BELOW], [CHART, BELOW]),
        ([CHART, OTHER], [CHART, OTHER]),
        ([BELOW, CHART], [BELOW, CHART]),
        ([CHART], [CHART]),
    ],
)
def test_only_the_caption_of_the_chart_before_is_passed_over(outputs, kept):
    assert without_captions(outputs) == kept


def notebook(*outputs):
    source = "from marketshare import show\nshow.chart(ax, name='shares', caption='Shares in 2018.')"
    cell = {"cell_type": "code", "source": source, "execution_count": 1, "metadata": {}, "outputs": list(outputs)}
    return {"cells": [cell]}


def test_the_gate_lets_a_caption_pass_and_refuses_an_edited_one():
    assert list(notebook_faults("x", notebook(CHART, BELOW))) == []
    (fault,) = notebook_faults("x", notebook(CHART, OTHER))
    assert "an output that is not compared as numbers" in str(fault)


def test_a_report_tells_a_caption_once():
    outputs = [nbformat.from_dict(of) for of in (CHART, BELOW)]
    written = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=outputs)])
    assert [block["kind"] for block in blocks_of("x", written, "x")] == ["code", "chart"]


def test_a_caption_counts_for_no_chart():
    (fault,) = (str(fault) for fault in notebook_faults("x", notebook(BELOW)) if "cleared" in str(fault))
    assert "1 calls of show, 0 outputs" in fault

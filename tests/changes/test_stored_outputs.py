"""A notebook whose outputs are not those of a run is refused, and what is different is said."""

import base64
import copy
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib import image

from marketshare.changes import stale_outputs
from marketshare.changes.edits import edits
from marketshare.changes.inputs import Input
from marketshare.notebooks import read
from marketshare.payload import MIME, PNG, SVG
from marketshare.stored_form import WIDGET

RIGHT = read(Path(__file__).parents[1] / "gate" / "samples" / "right-pass.ipynb")
UNKNOWN = "it was edited, merged or left since it was run"
FIX = "marketshare diff says what moves, and refresh stores what a run shows"
SAID, DRAWN = 3, 5
"""Places of the cells that say a number and that draw it."""


def told(change, *, fresh=RIGHT):
    stored = copy.deepcopy(RIGHT)
    change(stored)
    said = [str(fault) for fault in stale_outputs("x", stored, fresh)]
    assert all(words.endswith(f"; {UNKNOWN}; {FIX}") for words in said)
    return [words.partition(f"; {UNKNOWN}")[0] for words in said]


def data(notebook, cell):
    return notebook.cells[cell].outputs[0].data


def another_sentence(notebook):
    data(notebook, SAID)["text/plain"] = "Alibaba Cloud is 31.1 pp behind."


def another_label(notebook):
    data(notebook, SAID)[MIME]["numbers"][0]["label"] = "Alibaba, share"


def another_formula(notebook):
    data(notebook, SAID)[MIME]["numbers"][-1]["formula"] = "largest share"


def a_field_more(notebook):
    data(notebook, SAID)[MIME]["numbers"][-1]["checked_by"] = "me"


def a_number_less(notebook):
    del data(notebook, SAID)[MIME]["numbers"][-1]


def a_number_more(notebook):
    numbers = data(notebook, SAID)[MIME]["numbers"]
    numbers.append({**numbers[-1], "id": "sample-lead-again"})


def a_field_more_beside_the_numbers(notebook):
    data(notebook, SAID)[MIME]["extra"] = "field"


def another_gloss_in_the_hover(notebook):
    data(notebook, SAID)["text/html"] = data(notebook, SAID)["text/html"].replace("title=", 'title="old" data-x=', 1)


def a_kind_more(notebook):
    data(notebook, SAID)["text/markdown"] = "31.1"


def both_sides_of_a_merge(notebook):
    notebook.cells[SAID].outputs.append(copy.deepcopy(notebook.cells[SAID].outputs[0]))


def no_output(notebook):
    notebook.cells[SAID].outputs = []


def metadata_of_an_output(notebook):
    notebook.cells[SAID].outputs[0].metadata["isolated"] = True


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            another_sentence,
            r"it shows 'Alibaba Cloud is 31.1 pp behind.', and a run shows 'Alibaba Cloud is 31.1 pp ahead.'",
        ),
        (another_label, r"it records \S+ with the label 'Alibaba, share', and a run with .+"),
        (another_formula, r"it records sample-lead with the formula 'largest share', and a run with '.+'"),
        (a_field_more, r"it records sample-lead with the checked_by 'me', and a run with nothing"),
        (a_number_less, "it does not record the number sample-lead, and a run does"),
        (a_number_more, "it records the number sample-lead-again, and a run does not"),
        (
            a_field_more_beside_the_numbers,
            r"what it stores as application/vnd.marketshare\+json is not what a run stores there",
        ),
        (another_gloss_in_the_hover, "what it stores as text/html is not what a run stores there"),
        (a_kind_more, "what it stores as text/markdown is not what a run stores there"),
        (both_sides_of_a_merge, "it stores 2 outputs, and a run leaves 1 output"),
        (no_output, "it stores 0 outputs, and a run leaves 1 output"),
        (metadata_of_an_output, "what it stores as metadata is not what a run stores there"),
    ],
)
def test_what_is_different_is_said(change, words):
    (said,) = told(change)
    assert re.fullmatch(f"x: cell {SAID + 1}: {words}", said)


def test_a_notebook_as_a_run_leaves_it_has_no_fault():
    assert told(lambda _: None) == []


def test_counts_and_what_only_a_report_needs_make_no_difference():
    fresh = copy.deepcopy(RIGHT)
    for cell in fresh.cells[1::2]:
        cell.execution_count += 15
    data(fresh, DRAWN)[SVG] = "<svg/>"
    assert told(lambda _: None, fresh=fresh) == []


def test_a_widget_is_drawn_anew_at_each_run():
    fresh = copy.deepcopy(RIGHT)
    data(fresh, SAID)[WIDGET] = {"model_id": "a" * 32, "version_major": 2, "version_minor": 0}

    def stored(notebook):
        data(notebook, SAID)[WIDGET] = {"model_id": "0" * 32, "version_major": 2, "version_minor": 0}

    assert told(stored, fresh=fresh) == []


def painted(notebook, change):
    pixels = image.imread(io.BytesIO(base64.b64decode(data(notebook, DRAWN)[PNG])), format="png").copy()
    change(pixels)
    out = io.BytesIO()
    image.imsave(out, np.clip(pixels, 0, 1), format="png")
    data(notebook, DRAWN)[PNG] = base64.b64encode(out.getvalue()).decode()


def test_a_picture_that_nobody_can_tell_apart_is_the_same():
    def one_pixel(pixels):
        pixels[0, 0, :3] = 0

    assert told(lambda notebook: painted(notebook, one_pixel)) == []


def test_another_picture_is_said():
    def a_bar(pixels):
        pixels[: len(pixels) // 3, :, :3] = 0

    assert told(lambda notebook: painted(notebook, a_bar)) == [
        f"x: cell {DRAWN + 1}: its picture is not the one that a run draws"
    ]


@pytest.mark.parametrize("content", ["", "no picture", base64.b64encode(b"\x89PNG\r\n\x1a\nx").decode(), None])
def test_a_damaged_picture_is_not_the_same(content):
    def damaged(notebook):
        data(notebook, DRAWN)[PNG] = content

    assert told(damaged) == [f"x: cell {DRAWN + 1}: its picture is not the one that a run draws"]


# What it is, by what was edited since the baseline was accepted

BEFORE = [
    Input("marketshare", "version", "1"), Input("data/a.csv", "x", "old"), Input("data/a.csv", "y", "as it was"),
    Input("notebooks/x.ipynb", "cell-3", "old"), Input("notebooks/x.ipynb", "cell-4", "old"),
    Input("notebooks/y.ipynb", "z", "old"),
]  # fmt: skip


def now(**changed):
    """The same inputs, some of them with another content or gone; each where it is."""
    places = [f"{given.file}:{n}" for n, given in enumerate(BEFORE[:3], 1)]
    places += ["notebooks/x.ipynb, cell 4", "notebooks/x.ipynb, cell 5", "notebooks/y.ipynb, cell 1"]
    contents = [(given, changed.get(given.key.replace("-", "_"), given.content)) for given in BEFORE]
    return [
        replace(given, content=content, place=place)
        for (given, content), place in zip(contents, places, strict=True)
        if content
    ]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, "nothing that it is made from was edited: its output was, or is of another side of a merge"),
        ({"cell_3": "new"}, "its code was edited, and it was not run since"),
        ({"cell_3": "new", "x": "new"}, "its code was edited, and it was not run since"),
        ({"cell_4": "new"}, "it was not run since notebooks/x.ipynb, cell 5 was edited"),
        ({"x": "new"}, "it was not run since data/a.csv:2 was edited"),
        ({"x": "new", "y": ""}, "it was not run since data/a.csv:2, data/a.csv were edited"),
        ({"z": "new"}, "nothing that it is made from was edited: its output was, or is of another side of a merge"),
        ({"version": "2"}, "it was run with another version of the library, 1, and not with 2"),
    ],
    ids=str,
)
def test_it_is_called_what_it_is(changed, why):
    stored = copy.deepcopy(RIGHT)
    another_sentence(stored)
    (said,) = stale_outputs("notebooks/x.ipynb", stored, RIGHT, edits(BEFORE, now(**changed)))
    assert str(said).endswith(f"a run shows 'Alibaba Cloud is 31.1 pp ahead.'; {why}; {FIX}")


# By the command


def replaced(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_check_refuses_a_notebook_that_was_edited_or_not_run_since(small, run):
    """Its code was edited, a gloss was mended, a firm's line renamed: each cell that shows it otherwise is named."""
    path = small / "notebooks" / "01_revenue_mix.ipynb"
    assert run(small, "refresh", "--because", "pictures in place of stubs")[0] == 0
    code, out, _ = run(small, "check", "--notebooks")
    assert code == 0
    assert out.startswith("1 notebook: run from top to bottom, every output is what a run leaves, no number typed")

    replaced(
        path,
        "{revenue[vas]} of Tencent's revenue, more than half.",
        "{revenue[vas]} of Tencent's revenue, the larger half.",
    )
    replaced(small / "data" / "revenue_mix.csv", "services make up 54 %", "services are 54 %")
    replaced(small / "data" / "entities.csv", "Online advertising", "Advertisements online")
    before = path.read_bytes()
    code, out, errors = run(small, "check", "--notebooks")
    assert (code, path.read_bytes()) == (1, before)
    said = re.findall(
        r"^notebooks/01_revenue_mix.ipynb: cell \d+: (.+); (?:its code was edited|it was not run since)", errors, re.M
    )
    assert len(said) == errors.count("01_revenue_mix.ipynb: cell")
    was, now = "more than half.", "the larger half."
    sentence = "Value-added services bring in 54% of Tencent's revenue, "
    assert f'it shows "{sentence}{was}", and a run shows "{sentence}{now}"' in said
    names = ("Online advertising, share of revenue", "Advertisements online, share of revenue")
    recorded = "it records revenue-share-advertising with the label '{}', and a run with '{}'"
    assert recorded.format(*names) in said
    glossed = [words for words in said if "(Value-added services make up 54 %.)', and a run shows" in words]
    assert [words.endswith("(Value-added services are 54 %.)'") for words in glossed] == [True]

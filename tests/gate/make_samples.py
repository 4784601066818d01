"""Makes the samples of the gate anew, from one notebook that is right: python tests/gate/make_samples.py.

Each sample is named by its verdict. Run this when what a notebook stores has changed its form,
and look at the difference: a sample must still fail for the reason that its name says.
"""

import copy
import hashlib
import os
import shutil
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from marketshare.location import ROOT_VARIABLE
from marketshare.show import MIME
from marketshare.stored_form import as_stored

ROOT = Path(__file__).resolve().parents[1] / "frozen_study"
SAMPLES = Path(__file__).parent / "samples"

CELLS = [
    ("markdown", "# How far ahead is Alibaba Cloud?"),
    (
        "code",
        "from marketshare import charts, show, study\nfrom marketshare.metrics import lead\n"
        "from marketshare.quantity import derive",
    ),
    ("markdown", "The lead of 2018 is computed from two shares (line 89 of the note)."),
    (
        "code",
        'shares = [study["cloud-share-alibaba-2018"], study["cloud-share-tencent-2018"]]\n'
        'ahead = derive(lead, id="sample-lead", label="Lead of Alibaba Cloud", shares=shares)\n'
        'show.say("Alibaba Cloud is {ahead} ahead.", ahead=ahead)',
    ),
    ("markdown", "The same as a chart."),
    (
        "code",
        'ax = charts.interval_bars({"Lead": ahead}, ax=charts.axes(height=1.6))\n'
        'show.chart(ax, name="sample", caption="Lead of Alibaba Cloud.")',
    ),
]


def right_notebook():
    made = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    cells = [made[kind](source, id=f"cell-{number}") for number, (kind, source) in enumerate(CELLS)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    os.environ[ROOT_VARIABLE] = str(ROOT)  # the kernel opens that study
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(SAMPLES)}}).execute()
    return nbformat.reads(as_stored(notebook).decode(), as_version=4)


def said(notebook):
    """The output that says the lead."""
    return notebook.cells[3].outputs[0].data


def as_it_is(notebook):
    assert notebook.cells


def cleared_output(notebook):
    notebook.cells[3].outputs = []


def half_run(notebook):
    notebook.cells[5].outputs, notebook.cells[5].execution_count = [], None


def out_of_order(notebook):
    notebook.cells[3].execution_count, notebook.cells[5].execution_count = 3, 2


def opts_out_by_comment(notebook):
    notebook.cells[3].source = "# NBVAL_IGNORE_OUTPUT\n" + notebook.cells[3].source


def opts_out_by_tag(notebook):
    notebook.cells[3].metadata["tags"] = ["nbval-skip"]


def stderr_output(notebook):
    notebook.cells[3].outputs.append(nbformat.v4.new_output("stream", name="stderr", text="FutureWarning: soon\n"))


def error_output(notebook):
    notebook.cells[3].outputs = [nbformat.v4.new_output("error", ename="KeyError", evalue="'x'", traceback=[])]


def image_without_numbers(notebook):
    picture = notebook.cells[5].outputs[0].data
    notebook.cells[5].outputs.append(nbformat.v4.new_output("display_data", {"image/png": picture["image/png"]}))


def output_not_from_show(notebook):
    notebook.cells[3].outputs.append(nbformat.v4.new_output("display_data", {"text/plain": "31.1"}))


def typed_number(notebook):
    notebook.cells[2].source = "The lead is 31.1 percentage points."


def typed_line_of_the_note_and_year(notebook):
    notebook.cells[2].source = "Lines 89 and 91 of the note speak of 2016 and of Q1; `hhi([60, 40])` is code."


def helper_defined(notebook):
    notebook.cells[3].source += "\n\ndef ahead_of(x, y):\n    return x - y"


def magic_line(notebook):
    notebook.cells[3].source = "%time\n" + notebook.cells[3].source


def typed_field(notebook):
    notebook.cells[3].source += '\nshow.say("It is {x}.", x="31.1 points")'
    notebook.cells[3].outputs.append(copy.deepcopy(notebook.cells[3].outputs[0]))


def show_renamed(notebook):
    notebook.cells[1].source += "\nfrom marketshare.show import say"


def show_in_a_loop(notebook):
    notebook.cells[3].source += '\nfor share in shares:\n    show.say("{share}", share=share)'
    notebook.cells[3].outputs.append(copy.deepcopy(notebook.cells[3].outputs[0]))


def unstable_number(notebook):
    said(notebook)["text/plain"] = said(notebook)["text/plain"].replace("31.1", "31.099999999999998")


def changed_number(notebook):
    said(notebook)["text/plain"] = said(notebook)["text/plain"].replace("31.1", "31.2")


def changed_bounds(notebook):
    (entry,) = [entry for entry in said(notebook)[MIME]["numbers"] if entry["id"] == "sample-lead"]
    entry["high"] += 0.1


def changed_inputs(notebook):
    notebook.cells[3].source = notebook.cells[3].source.replace("cloud-share-tencent-2018", "cloud-share-tencent-2016")


def changed_sentence(notebook):
    notebook.cells[3].source = notebook.cells[3].source.replace("is {ahead} ahead", "is {ahead} behind")


def reworded_markdown(notebook):
    notebook.cells[2].source = "Two shares of 2018 give the lead."


NOTEBOOKS = {
    "right-pass": as_it_is,
    "reworded-markdown-pass": reworded_markdown,
    "typed-line-and-year-pass": typed_line_of_the_note_and_year,
    "cleared-output-fail": cleared_output,
    "half-run-fail": half_run,
    "out-of-order-fail": out_of_order,
    "opts-out-by-comment-fail": opts_out_by_comment,
    "opts-out-by-tag-fail": opts_out_by_tag,
    "stderr-fail": stderr_output,
    "error-fail": error_output,
    "image-without-numbers-fail": image_without_numbers,
    "output-not-from-show-fail": output_not_from_show,
    "typed-number-fail": typed_number,
    "helper-defined-fail": helper_defined,
    "magic-line-fail": magic_line,
    "typed-field-fail": typed_field,
    "show-renamed-fail": show_renamed,
    "show-in-a-loop-fail": show_in_a_loop,
    "unstable-number-fail": unstable_number,
    "changed-number-fail": changed_number,
    "changed-bounds-fail": changed_bounds,
    "changed-inputs-fail": changed_inputs,
    "changed-sentence-fail": changed_sentence,
}


def write_notebooks():
    right = right_notebook()
    for name, damage in NOTEBOOKS.items():
        sample = copy.deepcopy(right)
        damage(sample)
        nbformat.write(sample, SAMPLES / f"{name}.ipynb")


# Data: files that are laid over a copy of the study


def reordered_rows(files):
    header, *rows = files["data/cloud_share.csv"].splitlines(keepends=True)
    files["data/cloud_share.csv"] = "".join([header, *reversed(rows)])


def byte_order_mark(files):
    files["data/cloud_share.csv"] = "\ufeff" + files["data/cloud_share.csv"].replace("\n", "\r\n")


def note_of_a_row(files):
    files["data/cloud_share.csv"] = files["data/cloud_share.csv"].replace("达 is no bound.", "达 bounds nothing.")


def changed_share(files):
    files["data/cloud_share.csv"] = files["data/cloud_share.csv"].replace("42.9%,42.9", "42.8%,42.8")


def changed_value(files):
    files["data/cloud_share.csv"] = files["data/cloud_share.csv"].replace("42.9%,42.9", "42.9%,42.8")


def changed_note(files):
    files["seeds/000_3297c96b1072d8ff.txt"] = files["seeds/000_3297c96b1072d8ff.txt"].replace("42.9%", "42.8%")


def changed_everywhere(files):
    note = "seeds/000_3297c96b1072d8ff.txt"
    old = hashlib.sha256(files[note].encode()).hexdigest()
    changed_note(files)
    new = hashlib.sha256(files[note].encode()).hexdigest()
    files["data/sources.csv"] = files["data/sources.csv"].replace(old, new)
    files["data/cloud_share.csv"] = files["data/cloud_share.csv"].replace("42.9", "42.8")


def overridden_bounds(files):
    changed = '42.9%,42.9,"[42, 44]",', "达 is no bound. Bounds widened by hand."
    table = files["data/cloud_share.csv"].replace("42.9%,42.9,,", changed[0])
    files["data/cloud_share.csv"] = table.replace("达 is no bound.", changed[1])


def dropped_row(files):
    rows = files["data/cloud_share.csv"].splitlines(keepends=True)
    files["data/cloud_share.csv"] = "".join(row for row in rows if not row.startswith("cloud-share-tencent-2016"))


def changed_reading(files):
    files["data/readings.csv"] = files["data/readings.csv"].replace("to,32,", "to,31,")


DATA = {
    "reordered-rows-pass": reordered_rows,
    "byte-order-mark-and-crlf-pass": byte_order_mark,
    "reworded-note-of-a-row-pass": note_of_a_row,
    "changed-printed-fail": changed_share,
    "changed-value-fail": changed_value,
    "changed-seed-fail": changed_note,
    "changed-everywhere-fail": changed_everywhere,
    "overridden-bounds-fail": overridden_bounds,
    "dropped-row-fail": dropped_row,
    "changed-reading-fail": changed_reading,
}


def write_data():
    names = ["seeds/000_3297c96b1072d8ff.txt", *(f"data/{name}.csv" for name in ("cloud_share", "readings", "sources"))]
    right = {name: (ROOT / name).read_bytes().decode() for name in names}
    for name, damage in DATA.items():
        files = dict(right)
        damage(files)
        changed = {file: text for file, text in files.items() if text != right[file]}
        assert changed, f"{name} changes nothing"
        for file, text in changed.items():
            path = SAMPLES / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())


if __name__ == "__main__":
    shutil.rmtree(SAMPLES, ignore_errors=True)
    SAMPLES.mkdir()
    write_notebooks()
    write_data()

"""The gate is tested by samples that are named by their verdict; `make_samples.py` makes them anew."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from marketshare.changes import changes, read_baseline
from marketshare.claims import judge
from marketshare.cli import main
from marketshare.gate import notebook_faults, repository_faults
from marketshare.ledger import DataError
from marketshare.location import ROOT_VARIABLE
from marketshare.notebooks import numbers_of, paths, read
from marketshare.studies import Study

SAMPLES = Path(__file__).parent / "samples"
NOTEBOOKS = sorted(SAMPLES.glob("*.ipynb"))

OTHER_TEXT = (
    "an output that was not made by marketshare.show (its text is not that of its block); run marketshare refresh"
)

NOT_IN_ORDER = "it was not run from top to bottom; restart the kernel and run all, or run marketshare refresh"

REASONS = {
    "cleared-output-fail": ["cell 4: 1 calls of show, 0 outputs: some were cleared; run marketshare refresh"],
    "half-run-fail": [
        "cell 6: 1 calls of show, 0 outputs: some were cleared; run marketshare refresh",
        f"cell 6: execution count none, expected 3: {NOT_IN_ORDER}",
    ],
    "out-of-order-fail": [
        f"cell 4: execution count 3, expected 2: {NOT_IN_ORDER}",
        f"cell 6: execution count 2, expected 3: {NOT_IN_ORDER}",
    ],
    "opts-out-by-comment-fail": ["cell 4: it opts out of the comparison; take the comment or the tag out"],
    "opts-out-by-tag-fail": ["cell 4: it opts out of the comparison; take the comment or the tag out"],
    "stderr-fail": ["cell 4: it prints to stderr, which is not compared as numbers; show it, or mend what warns"],
    "error-fail": [
        "cell 4: 1 calls of show, 0 outputs: some were cleared; run marketshare refresh",
        "cell 4: it ends in KeyError; mend it, and run marketshare refresh",
    ],
    "image-without-numbers-fail": [
        "cell 6: a picture without its numbers; draw it with marketshare.charts and show.chart"
    ],
    "output-not-from-show-fail": ["cell 4: an output that is not compared as numbers; show it with marketshare.show"],
    "typed-number-fail": [
        "cell 3: '31.1' is typed, no number that the data yield; show it with show.say, from a quantity"
    ],
    "helper-defined-fail": [
        "cell 4: it defines a helper; a computation belongs into marketshare.metrics, a chart into marketshare.charts"
    ],
    "magic-line-fail": ["cell 4: it is not plain Python: invalid syntax (%time); magics and shell lines hide results"],
    "typed-field-fail": ["cell 4: '31.1 points' is typed, no number that the data yield; pass a quantity to show.say"],
    "show-renamed-fail": [
        "cell 2: show under another name, so that its outputs are not counted; write from marketshare import show"
    ],
    "show-in-a-loop-fail": [
        "cell 4: show in a loop, so that its outputs are not counted; call it once for each output"
    ],
    "changed-number-fail": [f"cell 4: {OTHER_TEXT}"],
    "unstable-number-fail": [
        "cell 4: '31.099999999999998' is a number as a machine writes it; show a quantity, whose digits are fixed",
        f"cell 4: {OTHER_TEXT}",
    ],
}
"""What the gate says of the samples that it must refuse; the other failing ones are left to nbval."""

LEFT_TO_NBVAL = {"changed-bounds-fail", "changed-inputs-fail", "changed-sentence-fail"}


def test_every_failing_sample_has_a_gate_that_must_refuse_it():
    assert {path.stem for path in NOTEBOOKS if path.stem.endswith("-fail")} == {*REASONS, *LEFT_TO_NBVAL}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_gate_says_why_a_notebook_fails(path):
    said = sorted(str(fault).removeprefix("x: ") for fault in notebook_faults("x", read(path)))
    assert said == REASONS.get(path.stem, [])


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([1, 2, 3], []),
        ([16, 17, 18], []),  # Run All in a kernel that had run 15 cells
        ([2, 2, 3], ["cell 2: execution count 2, expected 1"]),
        ([9, 2, 3], ["cell 2: execution count 9, expected 1"]),  # the first was run again, alone
        ([16, 17, 19], ["cell 6: execution count 19, expected 18"]),  # something was run between
        ([16, 18, 17], ["cell 4: execution count 18, expected 17", "cell 6: execution count 17, expected 18"]),
        ([None, 17, 18], ["cell 2: execution count none, expected 16"]),
        ([None, None, None], [f"cell {cell}: execution count none, expected {cell // 2}" for cell in (2, 4, 6)]),
        ([0, 1, 2], [f"cell {2 * n}: execution count {n - 1 or 'none'}, expected {n}" for n in (1, 2, 3)]),
    ],
    ids=str,
)
def test_any_run_without_a_gap_is_one_from_top_to_bottom(counts, told):
    notebook = read(SAMPLES / "right-pass.ipynb")
    for cell, count in zip(notebook.cells[1::2], counts, strict=True):
        cell.execution_count = count
    said = [str(fault).removeprefix("x: ") for fault in notebook_faults("x", notebook)]
    assert said == [f"{words}: {NOT_IN_ORDER}" for words in told]


def test_prose_may_hold_a_name_with_digits_that_an_entity_has_and_no_part_of_one():
    notebook = read(SAMPLES / "right-pass.ipynb")
    notebook.cells[0].source += "\n\nThe site 12306, with 500 firms; 112306 and 12306% are numbers."
    found = [str(fault) for fault in notebook_faults("x", notebook, ["12306", "The 500 largest firms"])]
    assert [each.split("'")[1] for each in found] == ["500", "112306", "12306%"]


def test_nbval_fails_what_the_gate_leaves_to_it_and_passes_what_is_right(root, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(root))
    given = [path for path in NOTEBOOKS if path.stem in LEFT_TO_NBVAL or path.stem == "right-pass"]
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "-p", "no:cacheprovider", "-c", "/dev/null"]
    done = subprocess.run([*command, *map(str, given)], capture_output=True, text=True, cwd=SAMPLES, check=False)
    assert set(re.findall(r"^_+ ([\w-]+)\.ipynb::Cell", done.stdout, re.M)) == LEFT_TO_NBVAL
    assert "passed" in done.stdout


def red(study_root, stored, root):
    """Which check goes red for the data at a root: the ledger, the baseline, or none."""
    try:
        study = Study.at(study_root)
    except DataError:
        return "ledger"
    numbers = numbers_of(stored.items(), study)
    if numbers.moved or numbers.refused:
        return "baseline"
    found = changes(read_baseline(root), study, numbers, judge(study), stored=stored, fresh=stored)
    return "baseline" if found.moves else "none"


@pytest.mark.parametrize(
    ("sample", "check"),
    [
        ("reordered-rows-pass", "none"),
        ("byte-order-mark-and-crlf-pass", "none"),
        ("reworded-note-of-a-row-pass", "none"),
        ("changed-printed-fail", "ledger"),
        ("changed-value-fail", "ledger"),
        ("changed-seed-fail", "ledger"),
        ("changed-reading-fail", "ledger"),
        ("dropped-row-fail", "ledger"),
        ("changed-everywhere-fail", "baseline"),
        ("overridden-bounds-fail", "baseline"),
    ],
)
def test_changed_data_turn_a_check_red(root, copy, sample, check):
    shutil.copytree(SAMPLES / sample, copy, dirs_exist_ok=True)
    stored = {path.stem: read(path) for path in paths(root)}
    assert red(copy, stored, root) == check


def test_every_sample_of_data_is_tested():
    folders = {path.name for path in SAMPLES.iterdir() if path.is_dir()}
    (mark,) = test_changed_data_turn_a_check_red.pytestmark
    assert folders == {sample for sample, _ in mark.args[1]}


def test_no_file_of_this_repository_loosens_the_comparison(repository):
    assert list(repository_faults(repository)) == []


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("Makefile", "test:\n\tpytest --nbval-lax\n", "Makefile:2: --nbval-lax lets numbers differ; take it out"),
        (
            "pyproject.toml",
            'addopts = "--sanitize-with=x.cfg"\n',
            "pyproject.toml:1: --sanitize-with lets numbers differ; take it out",
        ),
        (
            "notebooks/sanitize.cfg",
            "[regex]\n",
            "notebooks/sanitize.cfg: a file that changes how notebooks are compared; take it out",
        ),
        (
            "notebooks/conftest.py",
            "",
            "notebooks/conftest.py: a file that changes how notebooks are compared; take it out",
        ),
    ],
)
def test_what_would_loosen_it_is_named(tmp_path, file, content, said):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / file).write_text(content, "utf-8")
    assert [str(fault) for fault in repository_faults(tmp_path)] == [said]


def test_check_names_faults_of_stored_notebooks_when_asked(copy, capsys):
    (copy / "notebooks").mkdir()
    shutil.copy(SAMPLES / "half-run-fail.ipynb", copy / "notebooks" / "03_cloud.ipynb")
    assert main(["--root", str(copy), "check"]) == 0
    capsys.readouterr()
    assert main(["--root", str(copy), "check", "--notebooks"]) == 1
    assert "notebooks/03_cloud.ipynb: cell 6: execution count none, expected 3" in capsys.readouterr().err

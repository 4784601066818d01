"""How notebooks run: warm kernels, time limits, kernels that die."""

import json
import os
import shutil

import nbformat
import pytest

from marketshare.cli import main
from marketshare.notebooks import paths
from marketshare.report import run as running
from marketshare.report.kernels import WarmKernels
from marketshare.studies import Study


@pytest.fixture
def study_of(excerpt):
    """A study with one notebook of the given cells."""

    def made(*cells):
        folder = excerpt()
        written = [nbformat.v4.new_markdown_cell("# Why?"), *map(nbformat.v4.new_code_cell, cells)]
        nbformat.write(nbformat.v4.new_notebook(cells=written), folder / "notebooks" / "00_one.ipynb")
        return folder

    return made


def outputs(notebooks):
    texts = []
    for notebook in notebooks.values():
        for cell in notebook.cells:
            texts += [json.dumps(output, sort_keys=True) for output in cell.get("outputs", ())]
    return texts


def run(folder, **options):
    return running.run(paths(folder), Study.at(folder), vector_charts=True, progress=lambda _: None, **options)


def test_a_warm_kernel_says_what_a_cold_one_says(root, tmp_path, monkeypatch):
    for name in ("data", "seeds"):
        shutil.copytree(root / name, tmp_path / name)
    (tmp_path / "notebooks").mkdir()
    shutil.copy(root / "notebooks" / "01_revenue_mix.ipynb", tmp_path / "notebooks")
    warm = run(tmp_path)
    monkeypatch.delattr(os, "fork")
    assert WarmKernels(print).manager().provisioner is None
    assert outputs(warm) == outputs(run(tmp_path))


def test_notebooks_share_nothing_but_what_was_imported_before(study_of):
    folder = study_of("import marketshare.metrics as m\nm.left_behind = 1", "x = 5\nprint(m.left_behind)")
    second = [
        nbformat.v4.new_code_cell("import marketshare.metrics as m\nprint(hasattr(m, 'left_behind'), 'x' in dir())")
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=second), folder / "notebooks" / "01_two.ipynb")
    assert run(folder)["01_two"].cells[0].outputs[0].text == "False False\n"


def test_a_picture_of_pyplot_is_shown_as_in_a_cold_kernel(study_of):
    folder = study_of("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    (output,) = run(folder)["00_one"].cells[1].outputs
    assert "image/png" in output.data


def test_a_notebook_that_never_ends_is_named_and_stopped(study_of, capsys):
    folder = study_of("import os, time\nopen('pid', 'w').write(str(os.getpid()))\ntime.sleep(600)")
    assert main(["--root", str(folder), "report", "--time-limit", "4"]) == 3
    said = capsys.readouterr().err
    assert "notebooks/00_one.ipynb: not done after 4 s; is a cell waiting, or is it endless?" in said
    assert "Traceback" not in said
    with pytest.raises(ProcessLookupError):  # no kernel is left behind
        os.kill(int((folder / "notebooks" / "pid").read_text()), 0)
    assert not (folder / "reports" / "report.html").exists()


def test_a_time_limit_that_is_over_before_the_kernel_answers_is_told_in_the_same_words(study_of, capsys):
    assert main(["--root", str(study_of("x = 1")), "report", "--time-limit", "0.01"]) == 3
    said = capsys.readouterr().err
    assert "notebooks/00_one.ipynb: not done after 0.01 s" in said
    assert "Traceback" not in said


def test_a_kernel_that_dies_is_named(study_of, capsys):
    folder = study_of("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    assert main(["--root", str(folder), "report"]) == 3
    said = capsys.readouterr().err
    assert "notebooks/00_one.ipynb: the kernel died; is there enough memory?" in said
    assert "nothing was written" in said


def ends_at_birth(times, monkeypatch):
    """Let the first kernels end before they answer, as they do where another program has taken a port of theirs."""
    fork, left = WarmKernels.fork, iter(range(times))

    def stillborn(self, *arguments):
        born = fork(self, *arguments)
        if next(left, None) is not None:
            born.kill()
        return born

    monkeypatch.setattr(WarmKernels, "fork", stillborn)


def test_a_kernel_that_ends_before_it_answers_is_started_again(study_of, monkeypatch):
    ends_at_birth(1, monkeypatch)
    assert run(study_of("print(5)"))["00_one"].cells[1].outputs[0].text == "5\n"


def test_kernels_that_never_answer_are_told(study_of, monkeypatch, capsys):
    ends_at_birth(2, monkeypatch)
    monkeypatch.setattr("marketshare.report.run.ATTEMPTS", 2)
    assert main(["--root", str(study_of("print(5)")), "report"]) == 3
    said = capsys.readouterr().err
    assert "00_one: its kernel did not begin; another one is started" in said
    assert "notebooks/00_one.ipynb: the kernel did not begin (" in said


@pytest.mark.parametrize("given", ["0", "-5", "soon", "inf", "nan"])
def test_a_time_limit_that_is_none_is_wrong_usage(root, given, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--root", str(root), "report", "--time-limit", given])
    assert caught.value.code == 2
    assert "expected a number of seconds above 0" in capsys.readouterr().err

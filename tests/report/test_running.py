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
    assert "notebooks/00_one.ipynb: cell 2: not done after 4 s; is a cell waiting, or is it endless?" in said
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
    assert "notebooks/00_one.ipynb: cell 2: the kernel died; is there enough memory?" in said
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


# Cells that fail, wait, or are not to be run


def failure(folder, capsys):
    assert main(["--root", str(folder), "report"]) == 1
    return next(line for line in capsys.readouterr().err.splitlines() if line.startswith("notebooks/"))


def test_the_cell_that_failed_is_named_not_one_that_was_allowed_to(study_of, capsys):
    folder = study_of("1 / 0", "x = 1", "raise KeyError('this one')")
    path = folder / "notebooks" / "00_one.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[1].metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, path)
    assert failure(folder, capsys) == "notebooks/00_one.ipynb: cell 4: KeyError: 'this one'"


def test_a_cell_that_failed_in_an_earlier_run_is_not_taken_for_the_one_that_failed_now(study_of, capsys):
    folder = study_of("x = 1", "raise KeyError('now')", "x = 2")
    path = folder / "notebooks" / "00_one.ipynb"
    notebook = nbformat.read(path, 4)
    stale = nbformat.v4.new_output("error", ename="Old", evalue="then", traceback=[])
    notebook.cells[1].outputs = [stale]
    notebook.cells[1].metadata["tags"] = ["skip-execution"]
    nbformat.write(notebook, path)
    assert failure(folder, capsys) == "notebooks/00_one.ipynb: cell 3: KeyError: 'now'"


@pytest.mark.parametrize(
    ("magic", "said"),
    [
        ("%no_such_magic", "UsageError: Line magic function `%no_such_magic` not found."),
        ("%run missing.py", "Exception: File `'missing.py'` not found."),
        ("%%time\n1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_magic_that_fails_is_named_by_its_cell(study_of, capsys, magic, said):
    assert failure(study_of("x = 1", magic), capsys).startswith(f"notebooks/00_one.ipynb: cell 3: {said}")


def test_a_cell_that_asks_for_input_is_named(study_of, capsys):
    assert failure(study_of("input('Which market?')"), capsys) == (
        "notebooks/00_one.ipynb: cell 2: it asks for input, and nobody is there to answer; "
        "write the answer into the cell"
    )


def test_a_cell_that_is_not_to_be_run_leaves_nothing_of_an_earlier_run(study_of):
    folder = study_of("print('now')", "print('skipped')")
    path = folder / "notebooks" / "00_one.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[2].metadata["tags"] = ["skip-execution"]
    notebook.cells[2].outputs = [nbformat.v4.new_output("stream", name="stdout", text="then")]
    notebook.cells[2].execution_count = 7
    nbformat.write(notebook, path)
    cells = run(folder)["00_one"].cells
    assert (cells[2].outputs, cells[2].execution_count) == ([], None)
    assert cells[1].outputs[0].text == "now\n"


def test_a_notebook_in_another_language_is_refused_before_it_is_run(study_of, capsys):
    folder = study_of("x <- 1")
    path = folder / "notebooks" / "00_one.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    nbformat.write(notebook, path)
    assert failure(folder, capsys) == (
        "notebooks/00_one.ipynb: written in R, expected Python; rename it, or take it away"
    )


WORKERS = """
import multiprocessing, os
from concurrent.futures import ProcessPoolExecutor
with multiprocessing.get_context({method!r}).Pool(2) as pool:
    print(pool.map(abs, [-1, -2]))
with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context({method!r})) as pool:
    print(pool.submit(pow, 2, 5).result())
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_cell_may_start_processes_in_every_way_that_there_is(study_of, method):
    outputs = run(study_of(WORKERS.format(method=method)), time_limit=60)["00_one"].cells[1].outputs
    assert "".join(output.text for output in outputs) == "[1, 2]\n32\n"

"""The form of stored notebooks: given by one function, and told by another exactly where it is missing."""

import copy
import json
import subprocess
import sys

import nbformat
import pytest
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager

from marketshare.notebooks import read
from marketshare.stored_form import KERNEL, WIDGET, as_stored, form_faults, language_of

RIGHT = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Why?"},
        {"cell_type": "code", "id": "b", "metadata": {}, "source": "x = 1", "outputs": [], "execution_count": 1},
    ],
    "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def changed(change):
    notebook = copy.deepcopy(RIGHT)
    change(notebook)
    return notebook


def without_ids(notebook):
    for cell in notebook["cells"]:
        del cell["id"]


def old(notebook):
    without_ids(notebook)
    notebook["nbformat_minor"] = 4


EMPTY = {"cell_type": "code", "id": "c", "metadata": {}, "source": [" \n"], "outputs": [], "execution_count": None}

CHANGES = {
    "nothing": (lambda _: None, []),
    "a trailing empty cell": (
        lambda notebook: notebook["cells"].append(EMPTY),
        ["x: cell 3: it is empty; run marketshare refresh, which takes it out"],
    ),
    "an empty cell between": (
        lambda notebook: notebook["cells"].insert(1, EMPTY),
        ["x: cell 2: it is empty; run marketshare refresh, which takes it out"],
    ),
    "cells without ids": (
        without_ids,
        ["x: cell 1: it has no id; run marketshare refresh", "x: cell 2: it has no id; run marketshare refresh"],
    ),
    "a format without ids": (
        old,
        ["x: cell 1: it has no id; run marketshare refresh", "x: cell 2: it has no id; run marketshare refresh"],
    ),
    "one id twice": (
        lambda notebook: notebook["cells"][1].update(id="a"),
        ["x: cell 2: it has the id of another cell; run marketshare refresh"],
    ),
    "somebody's kernel": (
        lambda notebook: notebook["metadata"]["kernelspec"].update(name="my-venv"),
        ["x: it names the kernel 'my-venv', which other machines lack, expected 'python3'; run marketshare refresh"],
    ),
    "no kernel": (
        lambda notebook: notebook["metadata"].clear(),
        ["x: it names no kernel, expected 'python3'; run marketshare refresh"],
    ),
    "a kernel of which little is said": (
        lambda notebook: notebook["metadata"].update(kernelspec={"name": "x"}),
        ["x: it names the kernel 'x', which other machines lack, expected 'python3'; run marketshare refresh"],
    ),
    "a kernel that is nothing": (
        lambda notebook: notebook["metadata"].update(kernelspec=None, language_info=[]),
        ["x: it names no kernel, expected 'python3'; run marketshare refresh"],
    ),
    "another language": (
        lambda notebook: notebook["metadata"].update(kernelspec={"name": "ir", "language": "R", "display_name": "R"}),
        ["x: written in R, expected Python; give it a name that is not in the report"],
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_fault_of_form_is_named(kind):
    change, said = CHANGES[kind]
    assert [str(fault) for fault in form_faults("x", changed(change))] == said


@pytest.mark.parametrize("kind", [kind for kind in CHANGES if kind != "another language"])
def test_what_is_stored_has_none_of_them_and_is_stored_alike_again(tmp_path, kind):
    path = tmp_path / "00_x.ipynb"
    path.write_text(json.dumps(changed(CHANGES[kind][0])), "utf-8")
    path.write_bytes(once := as_stored(read(path)))
    assert list(form_faults("x", json.loads(once))) == []
    assert as_stored(read(path)) == once
    assert [cell["source"] for cell in json.loads(once)["cells"]] == [["# Why?"], ["x = 1"]]


def test_tags_stay_and_other_metadata_of_cells_go():
    notebook = nbformat.from_dict(RIGHT)
    notebook.cells[1].metadata = nbformat.from_dict({"tags": ["skip-execution"], "scrolled": True, "collapsed": True})
    assert json.loads(as_stored(notebook))["cells"][1]["metadata"] == {"tags": ["skip-execution"]}


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        (2.0, "2"), (-0.0, "0"), (2.5, "2.5"), (1e16, "10000000000000000"), (1e21, "1e+21"), (1e-7, "1e-07"),
        (123456789012345678, "123456789012345680"), (2**53 + 1, "9007199254740992"), (10**400, str(10**400)),
        (True, "true"), (None, "null"),
    ],
)  # fmt: skip
def test_a_number_is_stored_as_a_browser_would_write_it(number, stored):
    """Its numbers are doubles, and whole ones below 1e21 are written out: ECMA-262, Number::toString."""
    notebook = nbformat.from_dict(RIGHT)
    data = {"application/json": {"deep": [{"within": number}]}}
    notebook.cells[1].outputs = [nbformat.v4.new_output("display_data", data)]
    assert f'"within": {stored}\n' in as_stored(notebook).decode()


@pytest.mark.parametrize(("given", "stored"), [("0123456789abcdef" * 2, "0" * 32), ("race-sliders", "race-sliders")])
def test_a_control_keeps_an_id_that_it_was_given_and_loses_a_random_one(given, stored):
    notebook = nbformat.from_dict(RIGHT)
    notebook.cells[1].outputs = [nbformat.v4.new_output("display_data", {WIDGET: {"model_id": given}})]
    assert json.loads(as_stored(notebook))["cells"][1]["outputs"][0]["data"][WIDGET]["model_id"] == stored


def test_the_kernel_is_named_as_jupyterlab_names_it():
    spec = KernelSpecManager().get_kernel_spec(NATIVE_KERNEL_NAME)
    assert {"display_name": spec.display_name, "language": spec.language, "name": NATIVE_KERNEL_NAME} == KERNEL


def test_what_nbval_cannot_run_it_runs_after_a_refresh(excerpt, run):
    folder = excerpt()
    path = folder / "notebooks" / "00_x.ipynb"
    written = changed(without_ids)
    written["metadata"] = {"kernelspec": {"name": "my-venv", "display_name": "my-venv", "language": "python"}}
    path.write_text(json.dumps(written), "utf-8")
    assert run(folder, "check", "--notebooks")[0] == 1
    assert run(folder, "refresh")[0] == 0
    assert run(folder, "check", "--notebooks")[0] == 0
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "-p", "no:cacheprovider", "-W", "error::UserWarning"]
    done = subprocess.run([*command, "-c", "/dev/null", path], capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stdout
    info = json.loads(path.read_text("utf-8"))["metadata"]["language_info"]
    assert (info["version"], info["codemirror_mode"]) == (
        ".".join(map(str, sys.version_info[:3])), {"name": "ipython", "version": 3},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, ""),
        ({"kernelspec": {"name": "python3"}}, ""),
        ({"kernelspec": {"language": "python"}}, ""),
        ({"language_info": {"name": "ipython"}}, ""),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"kernelspec": {"language": "R"}, "language_info": {"name": "python"}}, "R"),
    ],
)
def test_the_language_is_what_the_kernel_or_the_editor_says(metadata, language):
    assert language_of({"metadata": metadata}) == language

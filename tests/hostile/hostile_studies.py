"""Small studies, each named by what it tries: a sound study, and one thing in it that nobody should trust."""

import hashlib
import json
import os
import shutil

import nbformat

from frozen import ROOT
from marketshare.payload import MIME

STUDIES = {}
"""By name: what is done to a sound study, what the commands answer to it (exit codes), and what they say."""


def study(code, said="", commands=("check", "find", "explain", "report")):
    """Declare a study by a function that damages a sound one; it is given its folder and one beside it."""

    def declare(damage):
        STUDIES[damage.__name__.replace("_", "-")] = (damage, code, said, commands)
        return damage

    return declare


def sound(folder):
    """A sound study with one notebook."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    (folder / "reports").mkdir()
    notebook(folder, nbformat.v4.new_code_cell("x = 5"))
    return folder


def notebook(folder, *cells):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Why?"), *cells])
    nbformat.write(made, folder / "notebooks" / "00_one.ipynb")


def shown(payload, text="x"):
    output = nbformat.v4.new_output("display_data", {"text/plain": text, MIME: payload})
    return nbformat.v4.new_code_cell("x = 5", outputs=[output], execution_count=1)


def manifest(folder, *names):
    (folder / "reports" / "manifest.json").write_text(json.dumps(dict.fromkeys(names, "0" * 64)))


def schema(folder, change):
    path = folder / "data" / "figures.schema.json"
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")


STORED = ("find", "explain")
"""Commands that read what a notebook stored."""

WRITES = ("report", "refresh")


# Files that are to be deleted or overwritten


@study(1, "no file that a report has", ("report",))
def a_manifest_that_names_a_file_above_the_study(folder, outside):
    manifest(folder, "../../outside/precious.txt")


@study(1, "no file that a report has", ("report",))
def a_manifest_that_names_an_absolute_path(folder, outside):
    manifest(folder, str(outside / "precious.txt"))


@study(1, "no file that a report has", ("report",))
def a_manifest_that_names_the_data(folder, outside):
    manifest(folder, "../data/entities.csv")


@study(1, "a link to", WRITES)
def reports_that_are_a_link(folder, outside):
    (folder / "reports").rmdir()
    (folder / "reports").symlink_to(outside)


@study(1, "a link to", ("report",))
def stored_runs_that_are_a_link(folder, outside):
    (folder / "reports" / ".executed").symlink_to(outside)


@study(1, "a link to", ("report",))
def a_report_that_is_a_link(folder, outside):
    (folder / "reports" / "report.html").symlink_to(outside / "precious.txt")


@study(1, "a link to", WRITES)
def a_lock_that_is_a_link(folder, outside):
    (folder / "reports" / ".lock").symlink_to(outside / "precious.txt")


@study(1, "a link to", ("refresh",))
def a_baseline_that_is_a_link(folder, outside):
    (folder / "reports" / "baseline").symlink_to(outside)


@study(1, "a link to", ("refresh",))
def a_notebook_that_is_a_link_when_it_is_written(folder, outside):
    (folder / "notebooks" / "00_one.ipynb").rename(outside / "00_one.ipynb")
    (folder / "notebooks" / "00_one.ipynb").symlink_to(outside / "00_one.ipynb")


# Files that never end, or are too large


@study(1, "a device or a pipe")
def a_pipe_for_a_table(folder, outside):
    (folder / "data" / "entities.csv").unlink()
    os.mkfifo(folder / "data" / "entities.csv")


@study(1, "a device or a pipe", ("find", "explain", "report"))
def a_pipe_for_a_notebook(folder, outside):
    os.mkfifo(folder / "notebooks" / "01_two.ipynb")


@study(1, "a device or a pipe", ("find", "explain", "report"))
def a_device_for_a_notebook(folder, outside):
    (folder / "notebooks" / "01_two.ipynb").symlink_to("/dev/zero")


@study(1, "")
def a_device_for_a_table(folder, outside):
    (folder / "data" / "entities.csv").unlink()
    (folder / "data" / "entities.csv").symlink_to("/dev/zero")


@study(1, "a device or a pipe", ("report",))
def a_pipe_for_a_manifest(folder, outside):
    os.mkfifo(folder / "reports" / "manifest.json")


@study(1, "a device or a pipe", ("report",))
def a_pipe_for_a_fingerprint(folder, outside):
    manifest(folder)
    os.mkfifo(folder / "reports" / ".inputs")


@study(0, "")
def a_file_of_twenty_gigabytes_in_data(folder, outside):
    with (folder / "data" / "more.bin").open("wb") as out:
        out.truncate(20_000_000_000)  # it takes no room


@study(1, "expected at most", ("find", "explain", "report"))
def a_notebook_of_twenty_gigabytes(folder, outside):
    with (folder / "notebooks" / "01_two.ipynb").open("wb") as out:
        out.truncate(20_000_000_000)


@study(1, "not a notebook", ("find", "explain", "report"))
def a_notebook_nested_a_million_deep(folder, outside):
    (folder / "notebooks" / "01_two.ipynb").write_text('{"cells": ' + "[" * 1_000_000)


@study(1, "not a notebook", ("find", "explain", "report"))
def a_notebook_with_a_number_of_a_million_digits(folder, outside):
    (folder / "notebooks" / "01_two.ipynb").write_text('{"cells": [], "nbformat": ' + "9" * 1_000_000 + "}")


@study(1, "characters)")
def a_note_of_digits(folder, outside):
    text = "9" * 49_000
    (folder / "seeds" / "second.txt").write_text(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with (folder / "data" / "sources.csv").open("a", encoding="utf-8") as out:
        header = (folder / "data" / "sources.csv").read_text("utf-8").partition("\n")[0].split(",")
        cells = {"id": "second", "file": "seeds/second.txt", "title": "A note", "sha256": digest, "rights": "Free."}
        out.write(",".join(cells.get(column, "") for column in header) + "\n")


@study(0, "")
def a_pattern_that_goes_back_on_itself(folder, outside):
    def change(content):
        field = next(field for field in content["fields"] if field["name"] == "note")
        field["constraints"] = {"pattern": r"([A-Za-z ]+)+!|[^!]*"}

    schema(folder, change)


# Payloads and stored runs


@study(0, "", ("report",))
def a_stored_output_with_markup_for_a_block(folder, outside):
    block = {"kind": "html", "html": "<meta http-equiv=refresh content=0>", "text": ""}
    notebook(folder, shown({"block": block, "numbers": []}))


@study(1, "was not made by marketshare.show", ("check --notebooks",))
def a_stored_output_that_the_gate_is_to_believe(folder, outside):
    notebook(folder, shown({"block": {"kind": "html", "html": "x"}, "numbers": []}))


def prose(*numbers):
    block = {"kind": "prose", "style": "text", "paragraphs": [[{"text": "x"}]]}
    return {"block": block, "numbers": list(numbers)}


def derived(key, **changed):
    return {
        "id": key, "label": "A", "unit": "percent", "value": 5, "low": 5, "high": 5, "ends": "[]", "formula": "x",
        "inputs": [], "metric": "hhi", "arguments": {}, "at_printed": False, "across_sources": False, "decimals": None,
        "rests_on": [], **changed,
    }  # fmt: skip


@study(0, "", ("explain",))
def numbers_that_are_computed_from_each_other(folder, outside):
    one = derived("one", inputs=["two"], arguments={"shares": {"ids": ["two"]}})
    two = derived("two", inputs=["one"], arguments={"shares": {"ids": ["one"]}})
    notebook(folder, shown(prose(one, two)))


@study(0, "", ("explain",))
def a_chain_of_numbers_without_end(folder, outside):
    chain = [derived(f"n{i}", inputs=[f"n{i + 1}"], arguments={"shares": {"ids": [f"n{i + 1}"]}}) for i in range(2_000)]
    chain.append(derived("n2000", metric="nothing"))
    notebook(folder, shown(prose(*chain)))


@study(1, "which is not in the data", ("explain",))
def a_number_that_rests_on_a_figure_that_is_not_there(folder, outside):
    notebook(folder, shown(prose(derived("one", inputs=["gone"], arguments={"shares": {"ids": ["gone"]}}))))

"""What is recorded of a notebook's reading, and that any other answer to it is told from the first one."""

import json
import os
import subprocess
import sys

import nbformat
import pytest

from marketshare import reads
from marketshare.claims import judge, race_of
from marketshare.reads import EVERYTHING, Answers, can_be_followed, recorded
from marketshare.report.executed import executed
from marketshare.report_order import paths
from marketshare.studies import Study

VAS, SHARE = "revenue-share-vas", "cloud-share-tencent-2018"
ITEM = "marketshare.studies.Study.__getitem__"


@pytest.fixture
def asked(root, tmp_path, monkeypatch):
    """What a function asks of a study."""

    def lines(function):
        monkeypatch.setattr(reads, "_FILES", [reads._File(str(tmp_path / "reads"))])
        function(Study(recorded(Study.at(root).ledger)))
        monkeypatch.undo()
        first, *others = map(json.loads, (tmp_path / "reads").read_text().splitlines())
        assert first[0] == "data"
        return others

    return lines


def test_a_figure_is_one_question_whatever_is_read_to_answer_it(asked):
    assert asked(lambda study: (study[VAS], study[VAS])) == [[ITEM, [VAS], {}]]


def test_what_a_question_is_asked_within_another_one_is_not_recorded(asked):
    assert asked(judge) == [["marketshare.claims.evaluate.judge", [], {}]]


def test_a_race_is_one_question_so_that_no_other_figure_matters_to_who_asks_it(asked):
    name = "marketshare.claims.evaluate.race_of"
    assert asked(lambda study: race_of(study, "line-085-2")) == [[name, ["line-085-2"], {}]]


def test_words_that_are_named_are_recorded_by_name(asked):
    assert asked(lambda study: study.rules(measure="hhi")) == [
        ["marketshare.studies.Study.rules", [], {"measure": "hhi"}]
    ]


def test_a_question_that_is_refused_is_one_as_well(asked):
    def refused(study):
        with pytest.raises(KeyError):
            study["none"]

    assert asked(refused) == [[ITEM, ["none"], {}]]


def test_a_part_of_the_ledger_is_recorded_as_a_whole(asked):
    assert asked(lambda study: study.ledger.markets["china-cloud"]) == [["ledger", "markets"]]


def test_all_figures_are_recorded_as_such(asked):
    assert asked(list) == [["ledger", "figures"], ["ledger", "readings"]]


@pytest.mark.parametrize(
    "doubtful",
    [
        lambda study: study.replacing({VAS: "50%"}),
        lambda study: vars(study.ledger),
        lambda study: study.ledger.contents,
    ],
    ids=["what-if", "all attributes", "contents"],
)
def test_what_cannot_be_told_apart_is_everything(asked, doubtful):
    assert json.loads(EVERYTHING) in asked(doubtful)


def test_nothing_is_recorded_where_nobody_asked_for_it(study_of_root):
    assert recorded(study_of_root.ledger) is study_of_root.ledger


@pytest.fixture
def study_of_root(root):
    return Study.at(root)


def lines_on(study):
    """A question of each kind, as it is recorded."""
    items = [[ITEM, [quantity.id], {}] for quantity in study if "--" not in quantity.id]
    names = [f"marketshare.studies.Study.{name}" for name in ("topics", "conflicts", "rules")]
    claims = ["marketshare.claims.evaluate.judge", "marketshare.claims.consistency.findings"]
    table = ["marketshare.studies.Study.table", ["cloud_share"], {}]
    parts = [["ledger", part] for part in ("figures", "claims", "rules", "notes", "tally", "contents")]
    return [json.dumps(line) for line in [*items, *([name, [], {}] for name in [*names, *claims]), table, *parts]]


def test_answers_are_the_same_in_another_process(root, study_of_root):
    answers = Answers(study_of_root)
    here = {line: answers.digest(line) for line in lines_on(study_of_root)}
    assert "" not in here.values()
    code = (
        "import json, sys; from pathlib import Path; import marketshare.claims; from marketshare.reads import Answers; "
        "from marketshare.studies import Study; answers = Answers(Study.at(Path(sys.argv[1]))); "
        "print(json.dumps({line: answers.digest(line) for line in json.load(sys.stdin)}))"
    )
    there = subprocess.run(
        [sys.executable, "-c", code, root],
        input=json.dumps(list(here)),
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(there.stdout) == here


def changed(before, after):
    """Which questions two studies answer otherwise."""
    old, new = Answers(before), Answers(after)
    return [json.loads(line) for line in lines_on(before) if old.digest(line) != new.digest(line)]


def test_a_changed_gloss_is_another_answer_for_its_figure_and_no_other(copy, edit):
    before = Study.at(copy)
    edit("data/cloud_share.csv", "its market share reached 42.9 %", "its share reached 42.9 %")
    moved = changed(before, Study.at(copy))
    assert [line for line in moved if line[0] == ITEM] == [[ITEM, ["cloud-share-alibaba-2018"], {}]]
    assert ["ledger", "contents"] in moved
    assert ["ledger", "figures"] in moved
    assert ["ledger", "notes"] not in moved


def test_a_changed_name_of_a_firm_is_another_answer_for_its_figures(copy, edit):
    before = Study.at(copy)
    edit("data/entities.csv", "tencent-vas,Value-added services", "tencent-vas,Value added services")
    assert [line[1] for line in changed(before, Study.at(copy)) if line[0] == ITEM] == [[VAS]]


def test_a_changed_rule_is_another_answer_to_who_asks_for_rules_and_to_no_other(copy):
    before = Study.at(copy)
    path = copy / "data" / "rules.csv"
    path.write_text(path.read_text("utf-8").replace("1800", "1900"), "utf-8")
    moved = changed(before, Study.at(copy))
    assert ["marketshare.studies.Study.rules", [], {}] in moved
    assert not any(line[0] == ITEM for line in moved)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "7",
        "[]",
        "{}",
        '["os.system", ["true"], {}]',
        '["ledger", "__class__"]',
        '["ledger"]',
    ],
)
def test_a_line_that_nobody_recorded_has_no_answer_that_could_be_the_same(line, study_of_root):
    assert Answers(study_of_root).digest(line) == ""


@pytest.mark.parametrize(
    ("source", "is_followed"),
    [
        ("from marketshare import study", True),
        ("import math, statistics", True),
        ("import marketshare.metrics as m", True),
        ("import pandas as pd", False),
        ("from os import path", False),
        ("if True:\n    import duckdb", False),
        ("from . import beside", False),
        ("import helper", False),
        ("%run other.ipynb", False),
        ("!cat ../data/rules.csv", False),
        ("", True),
    ],
)
def test_only_modules_that_can_be_followed_are_followed(source, is_followed):
    assert can_be_followed(source) is is_followed


READERS = {
    "a figure": ('x = study["revenue-share-vas"]', {ITEM}),
    "no study": ("x = 1 + 1", set()),
    "a file": ('x = open("../data/rules.csv").read()', None),
    "a note by its path": ("x = list(study.root.joinpath('seeds').iterdir())", None),
    "another module": ("import json", None),
    "a study by hand": ("from marketshare.studies import Study\nx = Study.at(study.root)", None),
    "a process": ("from marketshare.location import os\nx = os.system('true')", None),
    "a magic": ("%time x = 1", None),
}
"""Code of a cell, and the questions that are recorded of it; None for everything."""


def test_a_kernel_records_what_is_read_and_everything_where_that_cannot_be_followed(excerpt):
    study = excerpt()
    for number, (code, _) in enumerate(READERS.values()):
        cell = nbformat.v4.new_code_cell(code if "study" not in code else f"from marketshare import study\n{code}")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), study / "notebooks" / f"{number:02}_x.ipynb")
    executed(Study.at(study), paths(study), lambda _: None)
    stored = sorted((study / "reports" / ".executed").iterdir())
    found = [set(nbformat.read(path, 4).metadata["marketshare_reads"]) for path in stored]
    expected = [questions for _, questions in READERS.values()]
    for lines, questions, name in zip(found, expected, READERS, strict=True):
        assert lines == {EVERYTHING} or questions is not None, name
        if questions is not None:
            assert {json.loads(line)[0] for line in lines} == questions, name

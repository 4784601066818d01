"""Why a number moved: a row, a function, a cell."""

import csv
from dataclasses import replace

import pytest

from marketshare.changes import Cause, changes, read_baseline
from marketshare.changes.causes import Causes
from marketshare.changes.edits import edits
from marketshare.changes.inputs import inputs_of
from marketshare.claims import judge
from marketshare.interval import Interval
from marketshare.notebooks import numbers_of, paths, read
from marketshare.quantity import declared
from marketshare.quantity.declaration import _DECLARED
from marketshare.studies import Study

CLOUD = "data/cloud_share.csv"
NOTE = "seeds/000_3297c96b1072d8ff.txt"
LEAD = "lead(shares={alibaba-cloud: cloud-share-alibaba-2018, tencent-cloud: cloud-share-tencent-2018})"


def causes_of(baseline, study, notebooks):
    made_from = edits(baseline.inputs, inputs_of(study, notebooks))
    return Causes(baseline, made_from, numbers_of(notebooks.items(), study), study, notebooks)


@pytest.fixture(scope="module")
def stored(root):
    return {path.stem: read(path) for path in paths(root)}


@pytest.fixture
def causes(root, stored, copy):
    """The causes that are found with the accepted baseline, and the data of the copy as they now are."""

    def found():
        return causes_of(read_baseline(root), Study.at(copy), stored)

    return found


@pytest.fixture
def share_of_449(copy, edit, accept_notes):
    """Let note and data state 44.9% for Alibaba Cloud; the row of its figure."""
    note = (copy / NOTE).read_bytes().decode()
    (copy / NOTE).write_bytes(note.replace("42.9%", "44.9%").encode())
    row = edit(CLOUD, "42.9%,42.9,", "44.9%,44.9,")
    edit(CLOUD, "市场份额达42.9%", "市场份额达44.9%")
    edit(CLOUD, "reached 42.9 %", "reached 44.9 %")
    accept_notes()
    return row


def test_nothing_moved_from_the_committed_baseline(root, stored):
    study = Study.at(root)
    numbers = numbers_of(stored.items(), study)
    found = changes(read_baseline(root), study, numbers, judge(study), stored=stored, fresh=stored)
    assert found.moves == ()
    assert found.compared["number"] > 150


def test_a_changed_figure_is_its_own_cause(causes, share_of_449):
    words = "cloud-share-alibaba-2018: 42.9% → 44.9%, printed as 44.9%"
    assert causes().of("cloud-share-alibaba-2018") == [Cause("row", f"{CLOUD}:{share_of_449}", words)]


@pytest.mark.parametrize(
    "number", ["china-cloud-2018-lead", "china-cloud-2018-hhi", "race-yearly-to-intervals-earlier-joint"]
)
def test_a_derived_number_moved_because_of_the_row_at_its_bottom(causes, share_of_449, number):
    assert [(cause.kind, cause.place) for cause in causes().of(number)] == [("row", f"{CLOUD}:{share_of_449}")]


def test_a_number_that_does_not_rest_on_a_changed_row_has_not_moved(causes, share_of_449):  # noqa: ARG001
    found = causes()
    assert found.moved("china-cloud-2018-hhi")
    assert not found.moved("china-third-party-payments-2018-q1-hhi-without-total")


def test_another_unit_is_another_number(root, stored, copy):
    baseline, study = read_baseline(root), Study.at(copy)
    accepted = baseline.numbers["cloud-share-tencent-2018"]
    numbers = {
        **baseline.numbers,
        "cloud-share-tencent-2018": replace(accepted, cells={**accepted.cells, "unit": "user"}),
    }
    found = causes_of(replace(baseline, numbers=numbers), study, stored)
    assert found.moved("cloud-share-tencent-2018")


def test_a_changed_function_is_named(monkeypatch, causes):
    declaration = declared("concentration_ratio")

    def concentration_ratio(shares, k):
        return declaration.function(shares, k) / 2

    changed = replace(declaration, function=concentration_ratio, bounds=None, rises=frozenset({"shares"}))
    monkeypatch.setitem(_DECLARED, "concentration_ratio", changed)
    (cause,) = causes().of("china-third-party-payments-2018-q1-concentration-ratio-2")
    assert cause.kind == "function"
    assert cause.place.endswith(".concentration_ratio")
    assert cause.words == "it yields another number from the same inputs"


def test_a_changed_cell_is_named_with_its_notebook(root, stored, copy):
    baseline = read_baseline(root)
    cells = {**baseline.numbers["china-cloud-2018-lead"].cells, "formula": "lead(shares=[a, b])"}
    numbers = {
        **baseline.numbers,
        "china-cloud-2018-lead": replace(baseline.numbers["china-cloud-2018-lead"], cells=cells),
    }
    study = Study.at(copy)
    found = causes_of(replace(baseline, numbers=numbers), study, stored)
    (cause,) = found.of("china-cloud-2018-lead")
    assert cause.place.startswith("notebooks/03_cloud.ipynb, cell ")
    assert cause.words == (f"{LEAD}; it was lead(shares=[a, b])")


def test_a_new_number_says_so(root, stored, copy):
    baseline = read_baseline(root)
    numbers = {key: accepted for key, accepted in baseline.numbers.items() if key != "china-cloud-2018-lead"}
    study = Study.at(copy)
    found = causes_of(replace(baseline, numbers=numbers), study, stored)
    (cause,) = found.of("china-cloud-2018-lead")
    assert cause.words.endswith("; it is new")


def test_a_number_that_is_gone_names_the_notebook_that_had_it(root, copy, stored):
    study = Study.at(copy)
    fewer = {name: notebook for name, notebook in stored.items() if name != "05_industrial_internet"}
    found = causes_of(read_baseline(root), study, fewer)
    key = "yue-sheng-shi-transactions-per-user"
    assert found.of(key) == [Cause("cell", "notebooks/05_industrial_internet.ipynb", f"{key} is no longer derived")]


def test_a_correction_is_the_cause_and_no_cell_is(causes, copy, append, add_note):
    add_note("errata", "更正：2018年阿里云市场份额为43.9%。\n")
    with (copy / CLOUD).open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    cells = {
        "id": "cloud-share-alibaba-2018-corrected", "entity": "alibaba-cloud", "market": "china-cloud",
        "measure": "market-share", "period": "2018", "printed": "43.9%", "value": "43.9", "status": "stated",
        "source": "errata", "line": "1", "quote": "阿里云市场份额为43.9%", "supersedes": "cloud-share-alibaba-2018",
    }  # fmt: skip
    row = append(CLOUD, ",".join(cells.get(column, "") for column in header))
    (cause,) = causes().of("china-cloud-2018-lead")
    assert cause == Cause(
        "row", f"{CLOUD}:{row}", "cloud-share-alibaba-2018-corrected (43.9%) corrects cloud-share-alibaba-2018"
    )


def test_a_period_that_was_changed_is_noticed_and_its_row_is_named(causes, edit):
    row = edit("data/active_users.csv", "mini-program-dau-2018-06,mini-programs,,dau,2018-06,",
               "mini-program-dau-2018-06,mini-programs,,dau,2018,")  # fmt: skip
    found = causes()
    assert not found.moved("mini-program-dau-2018-06")
    assert found.changed("mini-program-dau-2018-06")
    words = "mini-program-dau-2018-06: period 2018-06 → 2018"
    assert found.of("mini-program-dau-2018-06") == [Cause("row", f"data/active_users.csv:{row}", words)]


def test_a_renamed_firm_is_the_cause_of_what_it_is_called(causes, edit):
    row = edit("data/entities.csv", "alibaba-cloud,Alibaba Cloud,", "alibaba-cloud,Aliyun,")
    (cause,) = causes().of("cloud-share-alibaba-2018")
    assert (cause.kind, cause.place) == ("row", f"data/entities.csv:{row}")


def test_what_was_computed_from_a_renamed_figure_has_not_moved(causes, edit):
    edit("data/entities.csv", "alibaba-cloud,Alibaba Cloud,", "alibaba-cloud,Aliyun,")
    assert not causes().changed("china-cloud-2018-hhi")


def test_a_verdict_that_says_something_else_for_a_changed_label_names_the_row_of_the_figure(root, causes, copy, edit):
    row = edit("data/active_users.csv", "mini-program-dau-2018-06,mini-programs,,dau,2018-06,",
               "mini-program-dau-2018-06,mini-programs,,dau,2018,")  # fmt: skip
    found, study = causes(), Study.at(copy)
    moved = changes(
        read_baseline(root), study, found.numbers, judge(study), stored=found.notebooks, fresh=found.notebooks
    )
    verdicts = [move for move in moved.moves if move.kind == "verdict"]
    assert {cause.place for move in verdicts for cause in move.causes} <= {f"data/active_users.csv:{row}"}


def other(baseline, key, **changes):
    """A baseline that accepted something else of one number: cells of its row by column, or its value and bounds."""
    accepted = baseline.numbers[key]
    given = {name: changes.pop(name) for name in ("value", "bounds") if name in changes}
    moved = replace(accepted, cells={**accepted.cells, **changes}, **given)
    return replace(baseline, numbers={**baseline.numbers, key: moved})


def told(baseline, study, stored):
    found = changes(baseline, study, numbers_of(stored.items(), study), judge(study), stored=stored, fresh=stored)
    return {move.id: move for move in found.of("number")}


@pytest.mark.parametrize(
    ("key", "accepted", "differs"),
    [
        ("cloud-experience-alibaba", {"formula": "10年"}, ("10, printed as 10年", "10, printed as 十年")),
        ("cloud-experience-alibaba", {"unit": "count"}, ("10, unit count", "10, unit year")),
        ("cloud-experience-alibaba", {"period": "2018"}, ("10, period 2018", "10, period nothing")),
        ("cloud-experience-alibaba", {"line": "99"}, ("10, line 99", "10, line 100")),
        (
            "china-cloud-2018-lead",
            {"formula": "lead(shares=[a, b])"},
            (
                "31.1 pp (31.0 to 31.2 pp), by lead(shares=[a, b])",
                f"31.1 pp (31.0 to 31.2 pp), by {LEAD}",
            ),
        ),
    ],
)
def test_the_two_sides_of_a_move_never_read_alike(root, stored, key, accepted, differs):
    move = told(other(read_baseline(root), key, **accepted), Study.at(root), stored)[key]
    assert (move.old, move.new) == differs


def test_an_end_that_opened_is_told_by_its_bracket(root, stored):
    baseline, key = read_baseline(root), "revenue-share-vas"
    accepted = Interval(53.5, 54.5, True, False)
    move = told(other(baseline, key, bounds=accepted), Study.at(root), stored)[key]
    assert (move.old, move.new) == ("54% (53.5 to 54.5%), [53.5, 54.5)", "54% (53.5 to 54.5%), [53.5, 54.5]")


def test_a_number_that_is_gone_is_told_in_words(root, stored):
    """A figure that no notebook shows has no accepted words: it is worded by its unit, not by what the register has."""
    baseline, key = read_baseline(root), "net-profit-tencent-2017"
    accepted = baseline.numbers[key]
    gone = replace(accepted, cells={**accepted.cells, "id": "net-profit-2019"}, value=72800000000.0)
    moved = told(replace(baseline, numbers={**baseline.numbers, "net-profit-2019": gone}), Study.at(root), stored)
    assert moved["net-profit-2019"].old.startswith("CNY 72.8 billion (")
    assert moved["net-profit-2019"].causes == (Cause("row", "data/", "net-profit-2019 is no longer there"),)

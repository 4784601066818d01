"""A report is of what is there: what is saved while a command works is neither stored as old nor taken for new."""

import json

import nbformat
import pytest

from marketshare.changes import refresh
from marketshare.ledger import of_data
from marketshare.notebooks import ConflictingNumbersError, paths
from marketshare.report import inputs
from marketshare.report.build import build
from marketshare.report.executed import executed
from marketshare.report.inputs import of_report, stamp_of, up_to_date
from marketshare.report.seen import ChangedMeanwhileError
from marketshare.studies import Study

SOURCES, NOTEBOOK = "data/sources.csv", "notebooks/01_revenue_mix.ipynb"
TINY = "notebooks/01_tiny.ipynb"


@pytest.fixture
def tiny(excerpt):
    """A study whose one notebook says one number."""
    study = excerpt()
    cells = ["from marketshare import show, study", 'show.say("It has {x}.", x=study["revenue-share-vas"])']
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# What?")])
    nbformat.write(notebook, study / TINY)
    run_cells(study, *cells)
    return study


def silent(_):
    """Progress that nobody reads."""


def saves(study, name, when, change):
    """Progress during which a user saves a file."""

    def progress(words):
        if words.startswith(when):
            path = study / name
            path.write_text(change(path.read_text("utf-8")), "utf-8")

    return progress


def other_rights(text):
    return text.replace("Author and licence not stated", "Licence unknown")


def another_cell(text):
    notebook = nbformat.reads(text, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("Saved."))
    return nbformat.writes(notebook)


def run_cells(study, *sources):
    notebook = nbformat.read(study / TINY, as_version=4)
    notebook.cells += map(nbformat.v4.new_code_cell, sources)
    nbformat.write(notebook, study / TINY)


def test_data_saved_before_the_build_begins_are_refused(tiny):
    study = Study.at(tiny)
    path = tiny / SOURCES
    changed = other_rights(path.read_text("utf-8"))
    assert changed != path.read_text("utf-8")
    path.write_text(changed, "utf-8")
    with pytest.raises(ChangedMeanwhileError, match=r"data/sources\.csv: saved while the command was at work"):
        build(study, silent)


@pytest.mark.parametrize(
    ("name", "when", "change"),
    [(SOURCES, "document", other_rights), (TINY, "document", another_cell), (SOURCES, "01_tiny", other_rights)],
    ids=["data while it is written", "a notebook while it is written", "data while it is run"],
)
def test_what_is_saved_during_a_build_is_refused_and_nothing_written(tiny, name, when, change):
    with pytest.raises(ChangedMeanwhileError, match=name):
        build(Study.at(tiny), saves(tiny, name, when, change))
    assert not (tiny / "reports" / "report.html").exists()
    assert up_to_date(tiny) == []


def test_what_was_run_while_data_were_saved_is_run_again(tiny):
    executed(Study.at(tiny), paths(tiny), saves(tiny, SOURCES, "01_tiny: run", other_rights))
    assert list((tiny / "reports" / ".executed").glob("*.ipynb")) == []


def test_a_damaged_notebook_of_the_last_run_is_run_again(tiny):
    study = Study.at(tiny)
    executed(study, paths(tiny), silent)
    (stored,) = (tiny / "reports" / ".executed").iterdir()
    stored.write_text("")
    said = []
    executed(study, paths(tiny), said.append)
    assert "01_tiny: unchanged" not in said


def test_a_notebook_saved_during_refresh_keeps_what_was_saved(tiny):
    with pytest.raises(ChangedMeanwhileError, match=TINY):
        refresh(Study.at(tiny), saves(tiny, TINY, "01_tiny: run", another_cell))
    assert nbformat.read(tiny / TINY, as_version=4).cells[-1].source == "Saved."
    assert not (tiny / "reports" / "baseline").exists()


def test_refresh_refuses_a_notebook_that_shows_what_the_data_do_not_yield(tiny):
    run_cells(tiny, 'show.say("If {x}.", x=study.replacing({"revenue-share-vas": "50%"})["revenue-share-vas"])')
    with pytest.raises(ConflictingNumbersError, match=r"revenue-share-vas"):
        refresh(Study.at(tiny), silent)
    assert not (tiny / "reports" / "baseline").exists()


def test_diff_refuses_a_notebook_that_shows_what_the_data_do_not_yield(tiny, run):
    assert run(tiny, "refresh")[0] == 0
    run_cells(tiny, 'show.say("If {x}.", x=study.replacing({"revenue-share-vas": "50%"})["revenue-share-vas"])')
    code, _, errors = run(tiny, "diff")
    assert code == 1
    assert "revenue-share-vas" in errors


def test_a_chart_that_no_notebook_draws_any_more_is_removed(reported, run):
    figures = reported / "reports" / "figures"
    mine = figures / "mine.png"
    mine.write_bytes(b"of somebody else")
    notebook = (reported / NOTEBOOK).read_text("utf-8")
    assert 'name=\\"revenue-mix\\"' in notebook
    renamed = notebook.replace('name=\\"revenue-mix\\"', 'name=\\"revenue-split\\"')
    (reported / NOTEBOOK).write_text(renamed.replace("#figure-revenue-mix", "#figure-revenue-split"), "utf-8")
    assert run(reported, "report")[0] == 0
    assert {path.name for path in figures.iterdir()} == {"revenue-split.png", "revenue-split.svg", "mine.png"}


# The fingerprint


@pytest.mark.parametrize("name", ["notebooks/helper.py", "notebooks/more/x.csv", "data/more.csv", "seeds/more.txt"])
def test_a_new_file_is_another_input(small, name):
    before = of_report(small, {})
    (small / name).parent.mkdir(exist_ok=True)
    (small / name).write_text("x = 1")
    assert of_report(small, {}) != before


@pytest.mark.parametrize("name", ["notebooks/x.html", "notebooks/.ipynb_checkpoints/x.py", "reports/x.csv"])
def test_what_no_notebook_reads_is_no_input(small, name):
    before = of_report(small, {})
    (small / name).parent.mkdir(exist_ok=True)
    (small / name).write_text("x = 1")
    assert of_report(small, {}) == before


def test_a_moved_file_is_another_input(small):
    before = of_report(small, {})
    (small / "data" / "old").mkdir()
    (small / "data" / "tensions.csv").rename(small / "data" / "old" / "tensions.csv")
    assert of_report(small, {}) != before


@pytest.mark.parametrize("pattern", ["fonts/*.otf", "charts/style.py", "report/templates/report.css", "**/glossary.py"])
def test_each_file_of_the_library_is_an_input(small, monkeypatch, tmp_path, pattern):
    """That the report then is that of a build from nothing, `make soak-incremental` shows with edits of each kind."""
    original = next(inputs.PACKAGE.glob(pattern))
    copied = tmp_path / "library" / original.relative_to(inputs.PACKAGE)
    (tmp_path / "library" / "fonts").mkdir(parents=True)
    copied.parent.mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(inputs, "PACKAGE", tmp_path / "library")
    found = set()
    for end in (b"", b" ", b"  "):
        copied.write_bytes(original.read_bytes() + end)
        found.add(of_report(small, {}))
    assert len(found) == 3


def test_a_stamp_is_of_one_manifest(small):
    reports = small / "reports"
    reports.mkdir()
    manifest = json.dumps({}).encode()
    (reports / "manifest.json").write_bytes(manifest)
    (reports / inputs.STAMP).write_bytes(stamp_of(of_report(small, {}), manifest))
    assert up_to_date(small) == [reports / "manifest.json"]
    (reports / "manifest.json").write_bytes(manifest + b"\n")  # of another build, which was killed before its stamp
    assert up_to_date(small) == []


def test_the_contents_of_data_are_those_before_they_were_read(small):
    assert Study.at(small).ledger.contents == of_data(small)
    assert "seeds/000_3297c96b1072d8ff.txt" in of_data(small)

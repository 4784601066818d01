"""Accepted pictures stand in the notebooks; the baseline has their digests, and finds each again."""

import base64
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from marketshare.changes import changes, read_baseline
from marketshare.changes.accepted_pictures import accepted_pictures, shown_by_readme
from marketshare.changes.plotted import digest_of
from marketshare.claims import judge
from marketshare.notebooks import numbers_of, paths, read
from marketshare.payload import PNG
from marketshare.studies import Study

SAMPLE = Path(__file__).parents[1] / "gate" / "samples" / "right-pass.ipynb"
STORED = read(SAMPLE).cells[5].outputs[0].data[PNG].strip()
PICTURE = base64.b64decode(STORED)
DIGESTS = {"sample": digest_of(PICTURE)}
SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture
def folder(tmp_path):
    """A study of one notebook with one chart, committed."""
    study = tmp_path / "repository" / "study"
    (study / "notebooks").mkdir(parents=True)
    shutil.copy(SAMPLE, study / "notebooks" / "00_lead.ipynb")
    who = ["-c", "user.name=x", "-c", "user.email=x@x"]
    for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "accepted"]):
        subprocess.run(["git", *arguments], cwd=study.parent, env={**os.environ, **SETTINGS}, check=True)
    return study


def draw_otherwise(study):
    path = study / "notebooks" / "00_lead.ipynb"
    other = base64.b64encode(PICTURE + b"otherwise").decode()
    text = path.read_text("utf-8")
    assert STORED in text
    path.write_text(text.replace(STORED, other), "utf-8")


def test_a_picture_is_found_in_its_notebook(folder):
    assert accepted_pictures(folder, DIGESTS) == {"sample": PICTURE}


def test_one_that_was_drawn_otherwise_since_is_found_in_the_last_commit(folder):
    draw_otherwise(folder)
    assert accepted_pictures(folder, DIGESTS) == {"sample": PICTURE}


@pytest.mark.parametrize("lost", ["no repository", "no commit has it", "no git"])
def test_one_that_is_nowhere_is_not_made_up(folder, lost, monkeypatch):
    draw_otherwise(folder)
    if lost == "no repository":
        shutil.rmtree(folder.parent / ".git")
    elif lost == "no commit has it":
        assert accepted_pictures(folder, {"sample": "0" * 64}) == {}
    else:
        monkeypatch.setenv("PATH", "")
    assert accepted_pictures(folder, DIGESTS if lost != "no commit has it" else {"other": DIGESTS["sample"]}) == {}


def test_a_committed_notebook_that_is_none_is_passed_over(folder):
    path = folder / "notebooks" / "00_lead.ipynb"
    path.write_text("{}", "utf-8")
    who = ["-c", "user.name=x", "-c", "user.email=x@x"]
    subprocess.run(["git", *who, "commit", "-qam", "broken"], cwd=folder, env={**os.environ, **SETTINGS}, check=True)
    shutil.copy(SAMPLE, path)
    draw_otherwise(folder)
    assert accepted_pictures(folder, DIGESTS) == {}


def test_what_the_readme_shows_is_kept_as_a_file(tmp_path):
    assert shown_by_readme(tmp_path) == set()
    (tmp_path / "README.md").write_text("![a](reports/baseline/figures/a-b.png) reports/baseline/figures/../x.png")
    assert shown_by_readme(tmp_path) == {"figures/a-b.png"}


@pytest.mark.parametrize(
    ("drawn", "moved"), [({}, []), ({"parity": "0" * 64}, ["parity"]), ({"gone": "0" * 64}, ["gone"])], ids=str
)
def test_where_no_picture_is_kept_the_digest_decides(root, drawn, moved):
    stored = {path.stem: read(path) for path in paths(root)}
    study = Study.at(root)
    baseline = read_baseline(root)
    baseline = replace(
        baseline, charts={}, drawn={**baseline.drawn, **{name: (digest, "") for name, digest in drawn.items()}}
    )
    numbers = numbers_of(stored.items(), study)
    found = changes(baseline, study, numbers, judge(study), stored=stored, fresh=stored)
    assert [(move.kind, move.id) for move in found.moves] == [("chart", name) for name in moved]
    assert found.before == {}


def test_a_baseline_that_kept_pictures_is_read_still(root, tmp_path):
    shutil.copytree(root / "reports" / "baseline", tmp_path / "reports" / "baseline")
    figures = tmp_path / "reports" / "baseline" / "figures"
    (figures / "sample.png").write_bytes(PICTURE)
    for name in ("charts", "statements", "inputs"):  # which it did not have
        (tmp_path / "reports" / "baseline" / f"{name}.csv").unlink()
    shutil.copytree(SAMPLE.parent, tmp_path / "notebooks", ignore=lambda _, names: names)
    shutil.copy(SAMPLE, tmp_path / "notebooks" / "00_lead.ipynb")
    baseline = read_baseline(tmp_path)
    assert sorted(baseline.drawn) == sorted(path.stem for path in figures.iterdir())
    assert baseline.charts == {"sample": PICTURE}

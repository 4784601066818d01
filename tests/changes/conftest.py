"""Repositories for tests of history, a study in one, and one whose notebooks run in this process, without a kernel."""

import os
import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from changed_study import BASELINE, Edited

import in_process
from marketshare.changes import changes, read_baseline, state_of
from marketshare.changes.accept import accepted_files
from marketshare.changes.changelog import fragment
from marketshare.notebooks import paths, read
from marketshare.studies import Study

CLOUD = "data/cloud_share.csv"
NOTE = "seeds/000_3297c96b1072d8ff.txt"


@pytest.fixture
def git(tmp_path_factory, monkeypatch):
    """Run git in a folder, as an author of that name, on a day; nothing of the machine's own configuration counts."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path_factory.mktemp("nobody") / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def run(folder, *arguments, author="Li Wei", day="2026-09-30", fails=False):
        who = {
            f"GIT_{role}_{what}": value
            for role in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", author), ("EMAIL", "a@example.org"), ("DATE", f"{day}T12:00:00Z"))
        }
        command = ["git", "-c", "init.defaultBranch=main", "-c", "core.autocrlf=false", "-C", str(folder), *arguments]
        found = subprocess.run(command, env=os.environ | who, capture_output=True, check=False, text=True)
        assert (found.returncode != 0) == fails, found.stdout + found.stderr
        return found.stdout.strip()

    return run


@pytest.fixture
def commit(git):
    """Commit everything in a folder, which becomes a repository if it is none; returns the hash."""

    def made(folder, subject, **given):
        git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", subject, **given)
        return git(folder, "rev-parse", "HEAD")

    return made


KEPT = []
"""The folder of that study as it was first made, from which each test gets a copy."""


@pytest.fixture
def study(root, copy, commit, tmp_path_factory):
    """A study of two notebooks whose first commit has all that was accepted, in a repository of its own."""
    if KEPT:
        return shutil.copytree(KEPT[0], copy, dirs_exist_ok=True)
    (copy / "notebooks").mkdir()
    for name in ("01_revenue_mix", "03_cloud"):
        shutil.copy(root / "notebooks" / f"{name}.ipynb", copy / "notebooks")
    store(copy, said_now(copy))
    commit(copy, "Accepted", author="Li Wei", day="2026-06-30")
    KEPT.append(shutil.copytree(copy, tmp_path_factory.mktemp("accepted") / "study"))
    return copy


def said_now(root):
    """What the study says now, by its stored notebooks."""
    return state_of(Study.at(root), {path.stem: read(path) for path in paths(root)})


@pytest.fixture
def share_of_418(study, line_of, accept_notes):
    """Let note and data state 41.8% for Tencent Cloud, where they have 11.8%; the row of its figure."""
    row = line_of(CLOUD, "11.8%,11.8,")
    for file in (NOTE, CLOUD, "data/claims.csv"):
        content = (study / file).read_bytes().decode()
        for old, new in (("11.8%", "41.8%"), ("11.8 %", "41.8 %"), (",11.8,", ",41.8,")):
            content = content.replace(old, new)
        (study / file).write_bytes(content.encode())
    accept_notes()
    return row


def store(root, state):
    files = accepted_files(state.notebooks, state.study, state.numbers, state.judged)
    for name, content in files.items():
        (root / BASELINE / name).parent.mkdir(parents=True, exist_ok=True)
        (root / BASELINE / name).write_bytes(content)


@pytest.fixture
def now():
    """What a study says now, by its stored notebooks."""
    return said_now


@pytest.fixture
def accept():
    """Accept what a study says now, as `refresh` does, without running the notebooks."""
    return accepted


def accepted(root, because, author, day):
    state = said_now(root)
    stored = state.notebooks
    moved = changes(read_baseline(root), state.study, state.numbers, state.judged, stored=stored, fresh=stored)
    name, text = fragment(moved, because, author, datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=UTC))
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text(text, "utf-8")
    store(root, state)


ACCEPTED = {}
"""Files of the baselines of the unedited study, by the notebooks that they accept."""


@pytest.fixture
def edited(excerpt):
    """A function that makes an accepted copy of the study with these notebooks."""

    def made(*notebooks):
        study = Edited(excerpt(*notebooks), in_process.run)
        if notebooks not in ACCEPTED:
            study.accept()
            kept = [path for path in (study.root / BASELINE).rglob("*") if path.is_file()]
            ACCEPTED[notebooks] = {str(path.relative_to(study.root / BASELINE)): path.read_bytes() for path in kept}
        return study.keep(ACCEPTED[notebooks])

    return made

"""What a team needs is written once, and works: the hook refuses what was not accepted, whoever commits it."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent / "gate" / "samples" / "right-pass.ipynb"
WHO = {f"GIT_{role}_{what}": f"{what.lower()}@x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
WRITTEN = [
    ".gitattributes",
    ".githooks/notebook-text",
    ".githooks/pre-commit",
    ".githooks/pre-merge-commit",
    ".github/workflows/study.yml",
    ".gitignore",
    "README.md",
]


@pytest.fixture
def study(excerpt, run):
    folder = excerpt()
    shutil.copy(SAMPLE, folder / "notebooks" / "00_lead.ipynb")
    assert run(folder, "team")[0] == 0
    return folder


@pytest.fixture
def sh(tmp_path, monkeypatch):
    """Run a command in a folder as a user would, with git; returns its exit code and all that it said."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("CI", raising=False)
    settings = {**WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(tmp_path)}

    def command(folder, *arguments, **more):
        environment = {**os.environ, **settings, **more}
        done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return command


# The files


def test_they_are_written_once(study, run):
    assert run(study, "team")[1] == ""
    for name in WRITTEN:
        (study / name).unlink()
    _, out, errors = run(study, "team")
    assert sorted(out.split()) == WRITTEN
    assert errors == "once in each clone, as README.md says: git config core.hooksPath .githooks\n"
    assert os.access(study / ".githooks" / "pre-commit", os.X_OK)
    job = re.findall(r"- run: (.+)", (study / ".github" / "workflows" / "study.yml").read_text("utf-8"))
    install = f'python -m pip install "marketshare=={version("marketshare")}" nbval'
    assert job == [install, "sh .githooks/pre-commit"]


def test_what_stands_there_stays(excerpt, run):
    folder = excerpt()
    (folder / ".gitattributes").write_text("*.pdf binary\n/data/*.csv merge=union", "utf-8")
    (folder / "README.md").write_text("# My study\n", "utf-8")
    assert run(folder, "team")[0] == 0
    lines = (folder / ".gitattributes").read_text("utf-8").splitlines()
    assert lines[:2] == ["*.pdf binary", "/data/*.csv merge=union"]
    assert (lines.count("/data/*.csv merge=union"), "/notebooks/*.ipynb -merge diff=notebook" in lines) == (1, True)
    assert (
        (folder / "README.md").read_text("utf-8").startswith("# My study\n\n## Two people on one study\n\nOnce in each")
    )


def test_another_hook_is_left_alone_and_nothing_is_written(excerpt, run):
    folder = excerpt()
    (folder / ".githooks").mkdir()
    (folder / ".githooks" / "pre-commit").write_text("#!/bin/sh\n", "utf-8")
    code, out, errors = run(folder, "team")
    assert (code, out) == (1, "")
    assert errors.startswith(".githooks/pre-commit: another file stands there; move it away, or put into it")
    assert not (folder / ".gitattributes").exists()


def test_nothing_is_written_through_a_link(excerpt, run, tmp_path):
    folder = excerpt()
    (tmp_path / "elsewhere").mkdir()
    (folder / ".githooks").symlink_to(tmp_path / "elsewhere")
    assert run(folder, "team")[0] == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_this_repository_has_the_attributes_that_it_gives_to_studies(repository):
    template = (repository / "src" / "marketshare" / "team" / "gitattributes").read_text("utf-8").splitlines()
    assert set(template) <= set((repository / ".gitattributes").read_text("utf-8").splitlines())


def test_git_shows_what_moved_in_a_notebook_in_words(study, sh):
    for arguments in (["init", "-q"], ["add", "-A"]):
        sh(study, "git", *arguments)
    path = study / "notebooks" / "00_lead.ipynb"
    text = path.read_text("utf-8").replace(" pp ahead.", " pp behind.").replace("iVBORw0KGgo", "iVBORw0KGgoA")
    path.write_text(text, "utf-8")
    sh(study, "git", "config", "diff.notebook.textconv", f"{sys.executable} .githooks/notebook-text")
    code, said = sh(study, "git", "diff")
    changed = [line for line in said.splitlines() if re.match(r"[+-](?![+-])", line)]
    kinds = [line[:1] + line.rpartition(" ")[0][1:] if "# " in line else line for line in changed]
    lead = "Alibaba Cloud is 31.1 pp"
    assert (code, max(map(len, said.splitlines())) < 200) == (0, True)
    assert kinds == [f"-{lead} ahead.", f"+{lead} behind.", "-# image/png", "+# image/png"]
    path.write_text("<<<<<<< HEAD\n", "utf-8")
    assert "+<<<<<<< HEAD" in sh(study, "git", "diff")[1].splitlines()


# The hook, with commands that only write down how they were called


@pytest.fixture
def called(study, sh, tmp_path):
    """The study in a repository whose hook calls stand-ins; returns what was called since it was asked last."""
    fakes, log = tmp_path / "fakes", tmp_path / "called"
    fakes.mkdir()
    for name in ("marketshare", "pytest"):
        lines = ["#!/bin/sh", '[ -z "${GIT_DIR-}${GIT_INDEX_FILE-}" ] || exit 9']  # git's own, which others misread
        lines += [f'echo {name} "$@" >>"{log}"', '[ -z "${RED-}" ]', ""]
        (fakes / name).write_text("\n".join(lines), "utf-8")
        (fakes / name).chmod(0o755)
    os.environ["PATH"] = f"{fakes}{os.pathsep}{os.environ['PATH']}"  # put back by the fixture sh
    for arguments in (["init", "-q", "-b", "ours"], ["add", "-A"], ["commit", "-qm", "first"]):
        assert sh(study, "git", *arguments)[0] == 0
    sh(study, "git", "config", "core.hooksPath", ".githooks")

    def since():
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines

    return since


GATE = ["marketshare check --notebooks", "marketshare diff"]


def add_a_line(study, name):
    with (study / name).open("a", encoding="utf-8") as out:
        out.write("\n")


def test_a_commit_of_data_is_checked_and_compared(study, sh, called):
    add_a_line(study, "data/claims.csv")
    assert sh(study, "git", "commit", "-qam", "data")[0] == 0
    assert called() == GATE


def test_notebooks_are_run_once_more_in_ci_and_where_they_are_committed(study, sh, called):
    shutil.copy(study / "notebooks" / "00_lead.ipynb", study / "notebooks" / "01_a name.ipynb")
    sh(study, "git", "add", "-A")
    assert sh(study, "git", "commit", "-qm", "notebook")[0] == 0
    run_again = "pytest -q --nbval notebooks/00_lead.ipynb notebooks/01_a name.ipynb"
    assert called() == [*GATE, run_again]
    (study / "notebooks" / "scratch.ipynb").write_text("mine", "utf-8")
    assert sh(study, "sh", ".githooks/pre-commit", CI="true")[0] == 0
    assert called() == [*GATE, run_again]


def test_what_is_red_is_not_committed(study, sh, called):
    add_a_line(study, "data/claims.csv")
    assert sh(study, "git", "commit", "-qam", "data", RED="yes")[0] == 1
    assert called() == GATE[:1]
    assert sh(study, "git", "log", "--format=%s")[1] == "first\n"


@pytest.mark.parametrize("name", ["data/claims.csv", "data/new.csv", "seeds/new.txt", "notebooks/02_new.ipynb"])
def test_what_would_be_left_out_is_named(study, sh, called, name):
    add_a_line(study, "data/entities.csv")
    sh(study, "git", "add", "data/entities.csv")
    add_a_line(study, name)
    code, said = sh(study, "git", "commit", "-qm", "half")
    assert (code, said.splitlines()[0], called()) == (1, name, [])


def test_a_merge_without_a_conflict_is_looked_at_too(study, sh, called):
    for branch, name in (("theirs", "data/claims.csv"), ("ours", "data/entities.csv")):
        sh(study, "git", "checkout", "-q", *(["-b"] if branch == "theirs" else []), branch)
        add_a_line(study, name)
        sh(study, "git", "commit", "-qam", branch)
    called()
    assert sh(study, "git", "merge", "-q", "-m", "both", "theirs", RED="yes")[0] != 0
    assert called() == GATE[:1]
    assert sh(study, "git", "log", "--format=%s")[1] == "ours\nfirst\n"


def test_a_study_may_be_a_folder_of_a_repository(study, sh, called):
    above = study.parent
    shutil.rmtree(study / ".git")
    (above / ".gitignore").write_text("/fakes/\n/called\n", "utf-8")
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        assert sh(above, "git", *arguments)[0] == 0
    sh(above, "git", "config", "core.hooksPath", "study/.githooks")
    add_a_line(study, "data/claims.csv")
    assert sh(above, "git", "commit", "-qam", "data")[0] == 0
    assert called() == GATE
    add_a_line(study, "data/claims.csv")
    (above / "other.txt").write_text("", "utf-8")
    sh(above, "git", "add", "other.txt")
    code, said = sh(above, "git", "commit", "-qm", "half")
    assert (code, said.splitlines()[0]) == (1, "data/claims.csv")


# The hook, which is what the job runs, with the real commands


def test_the_hook_passes_what_was_accepted_and_refuses_what_was_not(study, run, sh):
    assert run(study, "refresh")[0] == 0
    for arguments in (["init", "-q"], ["config", "core.hooksPath", ".githooks"], ["add", "-A"]):
        sh(study, "git", *arguments)
    code, said = sh(study, "git", "commit", "-qm", "first")
    assert (code, "1 notebook: run from top to bottom" in said, "nothing moved" in said) == (0, True, True)
    assert re.search(r"^[3-9] passed", said, re.M)  # by nbval: each cell of code

    entities = study / "data" / "entities.csv"
    entities.write_text(entities.read_text("utf-8").replace("Alibaba Cloud", "Aliyun"), "utf-8")
    code, said = sh(study, "git", "commit", "-qam", "renamed")
    assert (code, 'and a run with "Aliyun, market share in' in said) == (1, True)

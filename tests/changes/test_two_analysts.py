"""Two analysts on one study: branches that correct different figures, and the same; a correction that is undone."""

import csv
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from marketshare.notebooks import read

SAMPLE = Path(__file__).parents[1] / "gate" / "samples" / "right-pass.ipynb"
WHO = {f"GIT_{role}_{what}": f"{what.lower()}@x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
SHARE = {"market": "china-cloud", "measure": "market-share", "period": "2018", "status": "stated", "line": "1"}


@pytest.fixture
def study(excerpt, run, git):
    """A study of one notebook, accepted and committed, with what a team needs."""
    folder = excerpt()
    shutil.copy(SAMPLE, folder / "notebooks" / "00_lead.ipynb")
    assert run(folder, "team")[0] == 0
    assert run(folder, "refresh")[0] == 0
    git("init", "-q", "-b", "ours")
    commit(git)
    return folder


@pytest.fixture
def git(tmp_path):
    """Run git in the study; returns its exit code and what it said."""
    settings = {**os.environ, **WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def command(*arguments, fails=False):
        done = subprocess.run(
            ["git", *arguments], cwd=tmp_path / "study", env=settings, capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout

    return command


def commit(git):
    git("add", "--all")
    git("commit", "-q", "-m", "accepted")


def append(study, name, **cells):
    path = study / "data" / name
    with path.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    with path.open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow([cells.get(column, "") for column in header])


def correct(study, firm, share, note):
    """A note that corrects a firm's share of 2018, and the row that takes it over."""
    text = f"更正：2018年{firm}云市场份额应为{share}%。\n"
    (study / "seeds" / f"{note}.txt").write_bytes(text.encode())
    digest = hashlib.sha256(text.encode()).hexdigest()
    append(study, "sources.csv", id=note, file=f"seeds/{note}.txt", title="Errata", sha256=digest, rights="Free.")
    name = {"阿里": "alibaba", "腾讯": "tencent"}[firm]
    append(
        study, "cloud_share.csv", id=f"cloud-share-{name}-2018-{note}", entity=f"{name}-cloud", printed=f"{share}%",
        value=share, source=note, quote=f"2018年{firm}云市场份额应为{share}%", supersedes=f"cloud-share-{name}-2018",
        **SHARE,
    )  # fmt: skip


def withdraw(study, note):
    """Take a note and its rows out again."""
    (study / "seeds" / f"{note}.txt").unlink()
    for name in ("sources.csv", "cloud_share.csv"):
        path = study / "data" / name
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(line for line in lines if note.encode() not in line))


def kept(study):
    """Every file that is committed, the changelog aside."""
    folders = [study / name for name in ("data", "seeds", "notebooks", "reports/baseline")]
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def said(study):
    """What the notebook says."""
    return read(study / "notebooks" / "00_lead.ipynb").cells[3].outputs[0].data["text/plain"]


def test_two_corrections_are_merged_and_one_is_undone(study, run, git):
    git("checkout", "-q", "-b", "theirs")
    correct(study, "腾讯", "12.0", "errata-b")
    assert run(study, "refresh", "--because", "Tencent was misprinted")[0] == 0
    commit(git)
    git("checkout", "-q", "ours")
    correct(study, "阿里", "43.0", "errata-a")
    assert run(study, "refresh", "--because", "Alibaba was misprinted")[0] == 0
    commit(git)
    before = kept(study)
    assert said(study) == "Alibaba Cloud is 31.2 pp ahead."  # 43.0 - 11.8

    told = git("merge", "theirs", fails=True)
    assert "CONFLICT (content): Merge conflict in notebooks/00_lead.ipynb" in told
    assert "conflict in data" not in told
    code, out, _ = run(study, "check")  # rows of both are there, and no file has a mark
    assert (code, "2 corrected) of 3 notes" in out) == (0, True)
    assert said(study) == "Alibaba Cloud is 31.2 pp ahead."  # one side, whole
    code, _, errors = run(study, "check", "--notebooks")
    assert (code, "and a run shows 'Alibaba Cloud is 31.0 pp ahead.'; it was not run since data/" in errors) == (
        1,
        True,
    )
    git("checkout", "HEAD", "--", "reports/baseline")
    assert run(study, "refresh")[0] == 1  # not without a reason
    assert run(study, "refresh", "--because", "merged theirs")[0] == 0
    commit(git)
    assert said(study) == "Alibaba Cloud is 31.0 pp ahead."  # 43.0 - 12.0
    assert run(study, "diff")[0] == run(study, "check", "--notebooks")[0] == 0

    withdraw(study, "errata-b")
    code, _, errors = run(study, "refresh")
    assert (code, "say why" in errors) == (1, True)
    assert run(study, "refresh", "--because", "the errata were withdrawn")[0] == 0
    assert kept(study) == before


def test_two_corrections_of_one_figure_are_named(study, run, git):
    git("checkout", "-q", "-b", "theirs")
    correct(study, "阿里", "43.1", "errata-b")
    commit(git)
    git("checkout", "-q", "ours")
    correct(study, "阿里", "43.0", "errata-a")
    commit(git)
    git("merge", "-q", "-m", "both", "theirs")  # git sees nothing wrong
    for command in (["check"], ["diff"], ["refresh", "--because", "merged"], ["report"]):
        code, _, errors = run(study, *command)
        expected = (
            "cloud-share-alibaba-2018 is corrected by cloud-share-alibaba-2018-errata-a already; correct that one"
        )
        assert (code, expected in errors) == (1, True)
    withdraw(study, "errata-b")
    assert run(study, "check")[0] == 0


# What union makes of two sides that changed the same lines

CLOUD, TENCENT = "data/cloud_share.csv", "cloud-share-tencent-2016"


def edited(old, new):
    def edit(text):
        assert text.count(old) == 1
        return text.replace(old, new)

    return edit


def without_its_last_line_end(text):
    return text.rstrip("\n")


def with_a_column(text):
    first, *rest = text.splitlines()
    return "\n".join([f"{first},extra", *(f"{row}," for row in rest), ""])


def with_a_row_of_one_line_end_less(text):
    row = text.splitlines()[-1].replace("cloud-share-tencent-2018", "cloud-share-tencent-again")
    return f"{text.rstrip()}{row}\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "named"),
    [
        (edited("2017 is not", "2017 not"), edited("2017 is not", "No 2017"), f"id: {TENCENT!r} stands already"),
        (edited("达 is no", "No"), edited("2017 is not", "2017 not"), f"id: {TENCENT!r} stands already"),
        (with_a_column, edited("2017 is not", "2017 not"), "columns unknown 'extra': delete it"),
        (edited("2017 is not", "2017 not"), with_a_column, "19 cells, expected 18; a first row with other columns"),
        (edited(",gloss,", ",gloss_en,"), edited(",gloss,", ",gloss_zh,"), "columns missing 'gloss'"),
        (with_a_row_of_one_line_end_less, without_its_last_line_end, "two rows on one line: the line end between"),
    ],
    ids=["one row", "rows side by side", "a column here", "a column there", "two names", "no line end"],
)  # fmt: skip
def test_what_a_union_cannot_merge_is_named(repository, copy, git, problems, ours, theirs, named):
    shutil.copy(repository / "src" / "marketshare" / "team" / "gitattributes", copy / ".gitattributes")
    git("init", "-q", "-b", "ours")
    commit(git)
    path = copy / CLOUD
    text = path.read_text("utf-8")
    git("checkout", "-q", "-b", "theirs")
    path.write_text(theirs(text), "utf-8")
    commit(git)
    git("checkout", "-q", "ours")
    path.write_text(ours(text), "utf-8")
    commit(git)
    git("merge", "-q", "-m", "both", "theirs")
    assert any(problem.startswith(f"{CLOUD}:") and named in problem for problem in problems()), problems()

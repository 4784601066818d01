"""The story of four quarters and two analysts: all that happens to a study, and what `diff` says of each step.

What moves stands in `story.txt`, worked out by hand from the two shares: a lead is their difference, and a correction
moves whatever is computed from what it corrects.
"""

import hashlib
import re
import shutil
from copy import deepcopy
from pathlib import Path

import pytest
from parcels import Parcels

import in_process
from marketshare.changes import accept
from marketshare.notebooks import read
from marketshare.report import executed

_, *PARTS = re.split(r"^=== (.+)\n", Path(__file__).with_name("story.txt").read_text("utf-8"), flags=re.M)
TOLD = {name: words.strip() for name, words in zip(PARTS[::2], PARTS[1::2], strict=True)}
TWICE = "parcels-alder-2026-q1-errata is corrected by parcels-alder-2026-q1-fourth already; correct that one"


@pytest.fixture(params=["here", pytest.param("in kernels", marks=pytest.mark.soak)])
def parcels(request, monkeypatch, tmp_path, run, commit):
    """The study as it was accepted first, in a repository; without kernels, but in the soak."""
    if request.param == "here":
        ran = {}  # the same on the same data: drawn once for diff and refresh

        def run_all(paths, study, **_):
            key = repr((study.ledger.contents, [cell.source for path in paths for cell in read(path).cells]))
            if key not in ran:
                ran[key] = {path.stem: in_process.run(path, study) for path in paths}
            return deepcopy(ran[key])

        monkeypatch.setattr(accept, "run", run_all)
        monkeypatch.setattr(executed, "run", run_all)
    study = Parcels(tmp_path / "study")
    for command in (["check"], ["team"], ["refresh"], ["check", "--notebooks"]):
        assert run(study.root, *command)[0] == 0
    commit(study.root, "The first quarter")
    return study


@pytest.fixture
def step(parcels, run, commit):
    """Compare what `diff` says with the story, see that nothing is accepted without a reason, accept and commit."""
    told = dict(TOLD)

    def taken(name):
        code, out, _ = run(parcels.root, "diff")
        assert (code, out.strip()) == (1, with_digests(told.pop(name)))
        before = kept(parcels.root)
        code, _, errors = run(parcels.root, "refresh")
        assert (code, "say why" in errors, kept(parcels.root) == before) == (1, True, True)
        assert run(parcels.root, "refresh", "--because", name)[0] == 0
        commit(parcels.root, name)

    yield taken
    assert told == {}


def with_digests(words):
    """A step of the story with the digest of a note where the note stands, between braces."""
    return re.sub(r"\{(.+?)\}", lambda note: hashlib.sha256(note[1].encode()).hexdigest()[:16], words)


def kept(root):
    """Every file that is committed, the changelog aside."""
    folders = [root / name for name in ("data", "seeds", "notebooks", "reports/baseline")]
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_four_quarters_of_two_analysts(parcels, step, run, git, commit):
    root = parcels.root
    parcels.note("second", "In Q2 2026 Alder carried 41.0%.")
    assert run(root, "check")[0] == 1  # its number is not taken yet
    parcels.share("parcels-alder-2026-q2", "second", "Alder carried 41.0%", "2026-Q2")
    step("a second note")
    parcels.draw()
    step("a new chart")
    parcels.correct("alder", "q1", "39.8", "errata")
    step("a correction")
    parcels.edit("entities", "birch,Birch", "birch,Birch & Sons")
    step("a firm is renamed")
    parcels.edit("rules", ",2/5,One firm holds two fifths", ",1/3,One firm holds a third")
    step("a rule is changed")
    parcels.edit("claims", "; 2/3)", "; 1/2)")
    step("the test of a claim is changed")

    git(root, "checkout", "-q", "-b", "theirs")
    parcels.correct("birch", "q1", "25.4", "theirs")
    step("they correct one figure")
    git(root, "checkout", "-q", "main")
    parcels.correct("alder", "q2", "40.6", "ours")
    step("we correct another one")
    told = git(root, "merge", "theirs", fails=True)
    assert "Merge conflict in notebooks/00_parcels.ipynb" in told
    assert "conflict in data" not in told
    assert run(root, "check")[0] == 0  # rows of both are there, and no file has a mark
    code, _, errors = run(root, "check", "--notebooks")
    assert (code, "it was not run since data/cloud_share.csv:7" in errors) == (1, True)
    git(root, "checkout", "HEAD", "--", "reports/baseline")
    step("both are merged")

    before = kept(root)
    git(root, "checkout", "-q", "-b", "others")
    parcels.correct("alder", "q1-errata", "39.9", "fifth")
    commit(root, "They correct a figure")
    git(root, "checkout", "-q", "main")
    parcels.correct("alder", "q1-errata", "39.7", "fourth")
    commit(root, "We correct it too")
    git(root, "merge", "-q", "-m", "both", "others")  # git sees nothing wrong
    for command in (["check"], ["diff"], ["report"], ["refresh", "--because", "merged"]):
        code, _, errors = run(root, *command)
        assert (code, TWICE in errors) == (1, True)
    parcels.withdraw("fifth")
    step("of two corrections one is taken")
    parcels.withdraw("fourth")
    step("it is undone")
    assert kept(root) == before

    parcels.draw_no_more()
    parcels.withdraw("ours")
    parcels.withdraw("second")
    step("a note is withdrawn with its chart")
    assert run(root, "diff")[1].startswith("nothing moved: ")
    assert len(list((root / "changelog.d").iterdir())) == 12


def test_a_baseline_that_was_deleted_is_restored_never_accepted_anew(parcels, run, git):
    shutil.rmtree(parcels.root / "reports" / "baseline")
    for command in (["diff"], ["refresh"], ["refresh", "--because", "it was in the way"]):
        code, _, errors = run(parcels.root, *command)
        said = "reports/baseline/: the folder does not exist, though git has it; restore it as it was accepted"
        assert (code, said in errors) == (1, True)
    git(parcels.root, "checkout", "HEAD", "--", "reports/baseline")
    assert run(parcels.root, "diff")[0] == 0


def test_a_number_that_was_edited_in_the_baseline_is_blamed_on_no_row(parcels, run):
    path = parcels.root / "reports" / "baseline" / "numbers.csv"
    text = path.read_text("utf-8")
    assert text.count('2026-Q1",40.2,') == 1
    path.write_text(text.replace('2026-Q1",40.2,', '2026-Q1",41.2,'), "utf-8")
    code, out, _ = run(parcels.root, "diff")
    assert code == 1
    why = [line.partition(":")[0] for line in out.splitlines() if line.startswith("  why")]
    assert {words.rpartition(" ")[0] for words in why} == {"  why  library marketshare"}
    assert "reports/baseline/ was edited" in out

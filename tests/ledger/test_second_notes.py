"""A second note corrects a figure, or differs on one."""

import csv
import hashlib
import shutil
from pathlib import Path

import pytest

from marketshare.cli import main
from marketshare.ledger import DataError, read_ledger
from marketshare.studies import Study

ROOT = Path(__file__).parents[2]
NOTE = "更正：2018年腾讯云市场份额为12.1%。\n"


@pytest.fixture
def root(tmp_path):
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "seeds" / "correction.txt").write_text(NOTE, "utf-8")
    digest = hashlib.sha256(NOTE.encode()).hexdigest()
    add(
        tmp_path,
        "sources",
        id="correction",
        file="seeds/correction.txt",
        title="Correction",
        sha256=digest,
        rights="Own",
    )
    return tmp_path


def add(root, name, **cells):
    path = root / "data" / f"{name}.csv"
    header = path.read_text("utf-8").splitlines()[0].split(",")
    assert set(cells) <= set(header)
    with path.open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow([cells.get(column, "") for column in header])


def share(root, **cells):
    row = {
        "id": "cloud-share-tencent-2018-corrected", "entity": "tencent-cloud", "market": "china-cloud",
        "measure": "market-share", "period": "2018", "printed": "12.1%", "value": "12.1", "status": "stated",
        "source": "correction", "line": "1", "quote": "腾讯云市场份额为12.1%",
    }  # fmt: skip
    add(root, "cloud_share", **{**row, **cells})


def problems(root):
    with pytest.raises(DataError) as caught:
        read_ledger(root)
    return [str(problem) for problem in caught.value.problems]


def test_a_correction_stands_for_the_figure_that_it_corrects(root):
    share(root, supersedes="cloud-share-tencent-2018")
    found = Study.at(root)["cloud-share-tencent-2018"]
    assert (found.id, found.value, found.origin.source) == ("cloud-share-tencent-2018-corrected", 12.1, "correction")


def test_the_corrected_figure_keeps_its_row(root):
    share(root, supersedes="cloud-share-tencent-2018")
    assert read_ledger(root).figures["cloud-share-tencent-2018"].quantity.value == 11.8


def test_a_correction_is_no_conflict(root):
    share(root, supersedes="cloud-share-tencent-2018")
    assert Study.at(root).conflicts == []


def test_two_sources_for_one_thing_are_both_kept_and_compared(root):
    share(root)
    (conflict,) = Study.at(root).conflicts
    assert (conflict.first.id, conflict.second.id) == ("cloud-share-tencent-2018", "cloud-share-tencent-2018-corrected")
    assert conflict.apart == pytest.approx(0.2)  # from 11.85 to 12.05
    assert not conflict.meet


def test_the_table_of_conflicts_says_how_far_apart_they_are(root):
    share(root)
    ((first, _, second, _, unit, apart, meet),) = Study.at(root).conflicts_table.to_numpy().tolist()
    assert (first, second, unit) == ("cloud-share-tencent-2018", "cloud-share-tencent-2018-corrected", "percent")
    assert (round(apart, 6), meet) == (0.2, False)


def test_check_names_what_sources_differ_on(root, capsys):
    share(root)
    assert main(["--root", str(root), "check"]) == 0
    line = "sources differ: cloud-share-tencent-2018 (11.8%) and cloud-share-tencent-2018-corrected (12.1%); "
    assert line + "their bounds do not meet" in capsys.readouterr().out


def test_a_correction_of_another_period_is_refused(root):
    share(root, supersedes="cloud-share-tencent-2016")
    assert problems(root) == [
        "data/cloud_share.csv:6: supersedes: cloud-share-tencent-2016 is of another period; "
        "a correction is of the same thing"
    ]


def test_a_figure_cannot_be_corrected_twice(root):
    share(root, supersedes="cloud-share-tencent-2018")
    add_line = "再更正：腾讯云为12.3%。\n"
    (root / "seeds" / "correction.txt").write_text(NOTE + add_line, "utf-8")
    digest = hashlib.sha256((NOTE + add_line).encode()).hexdigest()
    sources = root / "data" / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace(hashlib.sha256(NOTE.encode()).hexdigest(), digest), "utf-8")
    share(
        root,
        id="second",
        line="2",
        quote="腾讯云为12.3%",
        printed="12.3%",
        value="12.3",
        supersedes="cloud-share-tencent-2018",
    )
    assert problems(root) == [
        "data/cloud_share.csv:7: supersedes: cloud-share-tencent-2018 is corrected by "
        "cloud-share-tencent-2018-corrected already; correct that one"
    ]


def test_a_new_note_must_be_covered_too(root):
    assert problems(root)[0].startswith("seeds/correction.txt:1: '12.1' is number-like text")

"""The manifest of a report removes nothing but what a report has written."""

import hashlib
import json
import os

import pytest

from marketshare.report.manifest import ForeignManifestError, manifest_of, named

HASH = "0" * 64


@pytest.mark.parametrize(
    "name",
    ["../../precious.txt", "/etc/passwd", "precious.txt", "baseline/numbers.csv", "figures/../../x.png", ".inputs",
     "figures/x.html", "figures/con.png", "report.html\n", "", "report.html/", "C:\\x"],
)  # fmt: skip
def test_a_name_that_no_report_has_is_refused(name, tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps({"report.html": HASH, name: HASH}))
    with pytest.raises(ForeignManifestError, match="which is no file that a report has"):
        named(tmp_path)


def test_what_a_report_has_is_named(tmp_path):
    files = {"report.html": b"a", "figures/cloud-shares.png": b"b", "numbers.csv": b"c"}
    (tmp_path / "manifest.json").write_bytes(manifest_of(files))
    assert named(tmp_path) == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_a_manifest_names_only_what_it_may_name():
    with pytest.raises(ValueError, match=r"^mine\.txt: no file of a report"):
        manifest_of({"mine.txt": b""})


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "[" * 100_000, '"x"'])
def test_half_a_manifest_names_nothing(content, tmp_path):
    (tmp_path / "manifest.json").write_text(content)
    assert named(tmp_path) == {}


def test_a_pipe_for_a_manifest_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "manifest.json")
    with pytest.raises(ForeignManifestError, match="a device or a pipe"):
        named(tmp_path)


def test_no_manifest_names_nothing(tmp_path):
    assert named(tmp_path) == {}


@pytest.fixture
def canary(small):
    """A file beside the study, and one in it that no report has written."""
    outside, inside = small.parent / "precious.txt", small / "data" / "measures.csv"
    outside.write_text("kept")
    before = inside.read_bytes()
    yield outside, inside
    assert outside.read_text() == "kept"
    assert inside.read_bytes() == before


def test_a_report_removes_no_file_by_a_forged_manifest(small, run, canary):
    (small / "reports").mkdir()
    for target in ("../../precious.txt", str(canary[0]), "../data/measures.csv"):
        (small / "reports" / "manifest.json").write_text(json.dumps({target: HASH}))
        code, _, said = run(small, "report")
        assert code == 1
        assert said.startswith(f"reports/manifest.json: names {target[:80]!r}, which is no file that a report has")
        assert not (small / "reports" / "report.html").exists()


def test_a_chart_that_is_drawn_no_more_is_removed_and_one_that_was_replaced_by_hand_is_not(small, run):
    figures = small / "reports" / "figures"
    figures.mkdir(parents=True)
    (figures / "old.png").write_bytes(b"old")
    (figures / "mine.png").write_bytes(b"mine now")
    hashes = {"figures/old.png": hashlib.sha256(b"old").hexdigest(), "figures/mine.png": HASH}
    (small / "reports" / "manifest.json").write_text(json.dumps(hashes))
    code, _, said = run(small, "report")
    assert code == 0
    assert "reports/figures/old.png: removed, since no notebook draws it any more\n" in said
    assert "reports/figures/mine.png: left alone; " in said
    assert not (figures / "old.png").exists()
    assert (figures / "mine.png").read_bytes() == b"mine now"


@pytest.mark.parametrize("place", ["reports", "reports/.executed", "reports/figures", "reports/.lock"])
def test_a_link_at_an_output_place_keeps_its_target(place, small, run, canary):
    target = small.parent / "target"
    target.mkdir()
    (target / "01_revenue_mix-0123456789abcdef.ipynb").write_text("kept")
    (small / place).parent.mkdir(exist_ok=True)
    (small / place).symlink_to(canary[0] if place.endswith(".lock") else target)
    code, _, said = run(small, "report")
    assert code == 1
    assert f"{place}: a link to " in said
    assert said.endswith("nothing was written\n")
    assert [path.name for path in target.iterdir()] == ["01_revenue_mix-0123456789abcdef.ipynb"]


@pytest.mark.parametrize("place", ["reports/baseline", "notebooks", "reports/baseline/figures"])
def test_refresh_writes_through_no_link(place, small, run):
    target = small.parent / "target"
    if (small / place).exists():
        (small / place).rename(target)
    else:
        target.mkdir()
    (small / place).parent.mkdir(parents=True, exist_ok=True)
    (small / place).symlink_to(target)
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    code, _, said = run(small, "refresh")
    assert code == 1
    assert f"{place}: " in said
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before

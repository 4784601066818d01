"""Nothing moves without a reason; with one, it is written down."""

import hashlib
from html.parser import HTMLParser

import nbformat
import pytest

NOTE = "seeds/000_3297c96b1072d8ff.txt"


def state_55_percent(study):
    """Let note and data say that value-added services are 55 % of revenue."""
    note = (study / NOTE).read_bytes()
    changed = note.replace("增值服务占54%".encode(), "增值服务占55%".encode())
    assert changed != note
    (study / NOTE).write_bytes(changed)
    sources = study / "data" / "sources.csv"
    old, new = (hashlib.sha256(content).hexdigest() for content in (note, changed))
    sources.write_bytes(sources.read_bytes().replace(old.encode(), new.encode()))
    revenue = study / "data" / "revenue_mix.csv"
    row = revenue.read_bytes().decode()
    for before, after in (("54%,54,", "55%,55,"), ("占54%", "占55%"), ("54 %", "55 %")):
        assert before in row
        row = row.replace(before, after)
    revenue.write_bytes(row.encode())


def files_of(study):
    kept = (study / "notebooks", study / "reports" / "baseline", study / "CHANGELOG.md", study / "changelog.d")
    found = [path for place in kept for path in ([place] if place.is_file() else place.rglob("*")) if path.is_file()]
    return {path: path.read_bytes() for path in found}


def test_a_day_of_changes(small, run):
    """The first baseline needs no reason; a change is refused without one, shown by diff, and accepted with one."""
    assert run(small, "diff")[0] == 1  # nothing was accepted yet
    assert run(small, "refresh")[0] == 0
    drawn = (small / "reports" / "baseline" / "charts.csv").read_text("utf-8").splitlines()
    assert [line.partition(",")[0] for line in drawn] == ["name", "revenue-mix"]
    assert not (small / "reports" / "baseline" / "figures").exists()  # the picture stands in the notebook
    code, out, _ = run(small, "diff")
    assert (code, out.partition(":")[0]) == (0, "nothing moved")

    before = files_of(small)
    assert run(small, "refresh")[0] == 0  # nothing moved: no reason needed, and nothing written but the same
    assert files_of(small) == before

    figures = small / "reports" / "baseline" / "figures"
    figures.mkdir()
    (figures / "no-longer-drawn.png").write_bytes(b"")
    (small / "README.md").write_text("![Revenue](reports/baseline/figures/revenue-mix.png)\n", "utf-8")
    state_55_percent(small)
    code, _, errors = run(small, "refresh")
    assert code == 1
    assert 'say why: marketshare refresh --because "…"' in errors
    assert files_of(small) == {**before, figures / "no-longer-drawn.png": b""}

    code, out, _ = run(small, "diff", "--html", str(small / "diff.html"))
    assert code == 1
    moved = out.split("\n\n")
    assert moved[0].splitlines() == [
        "number revenue-share-vas: Value-added services, share of revenue",
        "  was  54% (53.5 to 54.5%)",
        "  now  55% (54.5 to 55.5%)",
        "  why  row data/revenue_mix.csv:4: revenue-share-vas: 54% → 55%, printed as 55%",
    ]
    assert "number revenue-residual" in out
    assert "chart revenue-mix" in out
    page = Images((small / "diff.html").read_text("utf-8"))
    assert page.alternatives == ["revenue-mix as it was accepted", "revenue-mix as it is now"]

    assert run(small, "refresh", "--because", "the note was misread")[0] == 0
    assert [path.name for path in figures.iterdir()] == ["revenue-mix.png"]  # since the README shows it
    assert (small / "CHANGELOG.md").read_bytes() == before[small / "CHANGELOG.md"]
    (entry_file,) = (small / "changelog.d").iterdir()
    entry = entry_file.read_text("utf-8").splitlines()
    assert entry[0] == "- **figures**: the note was misread."
    assert "  - `revenue-share-vas`: 54% (53.5 to 54.5%) → 55% (54.5 to 55.5%)" in entry
    assert "  - `revenue-residual`: 2% (0.5 to 3.5%) → 1% (0.0 to 2.5%)" in entry  # nothing is left over below 0
    assert run(small, "diff")[0] == 0


class Images(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.alternatives = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            given = dict(attrs)
            assert given["src"].startswith("data:image/png;base64,")
            self.alternatives.append(given["alt"])


def test_a_changed_sentence_needs_a_reason_too(small, run):
    assert run(small, "refresh")[0] == 0
    path = small / "notebooks" / "01_revenue_mix.ipynb"
    notebook = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in notebook.cells if "more than half." in cell.source]
    cell.source = cell.source.replace("more than half.", "the larger half.")
    nbformat.write(notebook, path)
    code, out, _ = run(small, "diff")
    assert code == 1
    assert "  now  Value-added services bring in 54% of Tencent's revenue, the larger half." in out
    assert run(small, "refresh")[0] == 1
    assert run(small, "refresh", "--because", "better words")[0] == 0
    (entry,) = (small / "changelog.d").iterdir()
    assert "  - stated otherwise: 1 sentence\n" in entry.read_text("utf-8")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.unlink(), "reports/baseline/numbers.csv: the file does not exist; restore it"),
        (lambda path: path.write_text("id,label\na,b\n"), "reports/baseline/numbers.csv:2: expected the columns id,"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "reports/baseline/numbers.csv: not a CSV file in UTF-8"),
        (
            lambda path: path.write_text(path.read_text("utf-8").replace(",49.85,", ",4985x,"), "utf-8"),
            "reports/baseline/numbers.csv:",
        ),
        (
            lambda path: path.write_text(
                path.read_text("utf-8") + "app-ratio-jd,again,1,1,1,[],ratio" + "," * 10 + "\n"
            ),
            "reports/baseline/numbers.csv:178: app-ratio-jd stands on line 2 already",
        ),
    ],
    ids=["missing", "other columns", "not UTF-8", "no number", "a row twice"],
)
def test_a_damaged_baseline_is_named(root, tmp_path, damage, said):
    import shutil

    from marketshare.changes import read_baseline
    from marketshare.errors import StudyError

    shutil.copytree(root / "reports" / "baseline", tmp_path / "reports" / "baseline")
    damage(tmp_path / "reports" / "baseline" / "numbers.csv")
    with pytest.raises(StudyError, match="restore it as it was accepted, for instance from version control") as caught:
        read_baseline(tmp_path)
    assert str(caught.value).startswith(said)


def test_a_merge_that_was_not_finished_is_named_and_no_way_round_is_advised(root, tmp_path):
    import shutil

    from marketshare.changes import read_baseline
    from marketshare.errors import StudyError

    shutil.copytree(root / "reports" / "baseline", tmp_path / "reports" / "baseline")
    path = tmp_path / "reports" / "baseline" / "numbers.csv"
    first, second, *rest = path.read_text("utf-8").splitlines(keepends=True)
    merged = [first, "<<<<<<< ours\n", second, "=======\n", second.replace("0.25", "0.5"), ">>>>>>> theirs\n", *rest]
    path.write_text("".join(merged), "utf-8")
    said = "reports/baseline/numbers.csv:2: '<<<<<<<' marks a merge that was not finished; take one side of the file"
    with pytest.raises(StudyError) as caught:
        read_baseline(tmp_path)
    assert str(caught.value).startswith(said)
    assert "delete" not in str(caught.value)

"""A day's work: a second note brings a new figure and a correction; check, diff, refresh."""

import csv
import hashlib

import nbformat
import pytest

from marketshare.notebooks import paths, read

NOTE = "更正：2018年阿里云市场份额应为43.0%。\n2016年阿里云市场份额为40.7%。\n"
CORRECTED, EARLIER = "cloud-share-alibaba-2018-corrected", "cloud-share-alibaba-2016"

NEW_CELL = """later = study.series("china-cloud", source="errata")
gain = later.change("alibaba-cloud", "2016", "2018")
show.say("Alibaba Cloud gained {gain} since 2016.", gain=gain)"""


@pytest.fixture
def study(excerpt):
    """The study as it stands in the morning, with the two notebooks that show cloud shares."""
    return excerpt("00_overview", "03_cloud")


def add_row(study, name, **cells):
    path = study / "data" / name
    with path.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    assert set(cells) <= set(header)
    with path.open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow([cells.get(column, "") for column in header])


def add_note(study):
    (study / "seeds" / "errata.txt").write_bytes(NOTE.encode())
    digest = hashlib.sha256(NOTE.encode()).hexdigest()
    add_row(study, "sources.csv", id="errata", file="seeds/errata.txt", title="Errata", sha256=digest, rights="Free.")


def add_shares(study):
    share = {
        "entity": "alibaba-cloud",
        "market": "china-cloud",
        "measure": "market-share",
        "status": "stated",
        "source": "errata",
    }
    add_row(
        study, "cloud_share.csv", id=CORRECTED, period="2018", printed="43.0%", value="43.0", line="1",
        quote="阿里云市场份额应为43.0%", supersedes="cloud-share-alibaba-2018", **share,
    )  # fmt: skip
    add_row(
        study, "cloud_share.csv", id=EARLIER, period="2016", printed="40.7%", value="40.7", line="2",
        quote="2016年阿里云市场份额为40.7%", **share,
    )  # fmt: skip


def keep_to_the_first_note(study):
    """The market of 2016 now has a share of each note: the refusal asks to choose one."""
    for path in paths(study):
        notebook = read(path)
        for cell in notebook.cells:
            cell.source = cell.source.replace('series("china-cloud")', 'series("china-cloud", source="tencent-note")')
        nbformat.write(notebook, path)


def add_cell(study):
    path = study / "notebooks" / "03_cloud.ipynb"
    notebook = read(path)
    at = next(number for number, cell in enumerate(notebook.cells) if cell.source.startswith("## The rest"))
    words = nbformat.v4.new_markdown_cell("Alibaba Cloud's share of 2016 came with a later note.")
    notebook.cells[at:at] = [words, nbformat.v4.new_code_cell(NEW_CELL)]
    nbformat.write(notebook, path)


def test_check_diff_refresh(study, run):
    assert run(study, "refresh")[0] == 0
    morning = {path.name: path.read_bytes() for path in paths(study)}

    add_note(study)
    code, _, errors = run(study, "check")
    assert code == 1  # the note is there, and its numbers are not yet taken
    assert "seeds/errata.txt:1: '43.0' is number-like text" in errors

    add_shares(study)
    assert run(study, "check")[0] == 0

    code, _, errors = run(study, "diff")
    assert code == 1
    assert "come from different sources" in errors

    keep_to_the_first_note(study)
    add_cell(study)
    code, out, _ = run(study, "diff")
    assert code == 1
    assert f"data/cloud_share.csv:6: {CORRECTED} (43.0%) corrects cloud-share-alibaba-2018" in out
    lead = out[out.index("number china-cloud-2018-lead") :].split("\n\n")[0].splitlines()
    assert lead[1:3] == ["  was  31.1 pp (31.0 to 31.2 pp)", "  now  31.2 pp (31.1 to 31.3 pp)"]  # 43.0 - 11.8
    gain = out[out.index("number china-cloud-2016-2018-change-alibaba-cloud") :].split("\n\n")[0].splitlines()
    assert gain[1:3] == ["  was  nothing: it is new", "  now  2.3 pp (2.2 to 2.4 pp)"]  # 43.0 - 40.7
    assert "  why  cell notebooks/03_cloud.ipynb, cell " in "\n".join(gain)
    assert "  now  Alibaba Cloud gained 2.3 pp since 2016." in out

    assert {path.name: path.read_bytes() for path in paths(study)} != morning  # only by the analyst's own edit
    assert run(study, "refresh", "--because", "errata of the author")[0] == 0
    (entry,) = (study / "changelog.d").iterdir()
    assert entry.read_text("utf-8").startswith("- **figures**: errata of the author.\n")
    code, out, _ = run(study, "diff")
    assert (code, out.partition(":")[0]) == (0, "nothing moved")
    code, out, _ = run(study, "explain", "china-cloud-2016-2018-change-alibaba-cloud")
    assert code == 0
    assert "line 2 of errata: 2016年阿里云市场份额为40.7%" in out

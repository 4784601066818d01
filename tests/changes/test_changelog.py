"""Entries of the changelog: what a refresh writes of what it accepted, and what is read of them."""

from datetime import UTC, datetime, timedelta, timezone
from importlib.metadata import version

import pytest

from marketshare.changes import Changes, Move
from marketshare.changes.changelog import entries, fragment
from marketshare.errors import StudyError

MOMENT = datetime(2026, 9, 30, 23, 30, tzinfo=timezone(timedelta(hours=-2)))  # the day after, in UTC
LEAD = Move("number", "china-cloud-2018-lead", "Lead", "31.1 pp", "33.1 pp")


def entry_of(*moves, because="errata", author="Li Wei"):
    return fragment(Changes(moves, {}, {}, {}), because, author, MOMENT)


def read_back(folder, *moves, **given):
    name, text = entry_of(*moves, **given)
    (folder / "changelog.d").mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    (entry,) = entries(folder)
    return entry


def test_an_entry_has_reason_date_author_version_and_what_moved():
    assert entry_of(LEAD)[1] == (
        f"- **figures**: errata.\n  - 2026-10-01 01:30 UTC, Li Wei, marketshare {version('marketshare')}\n"
        "  - `china-cloud-2018-lead`: 31.1 pp → 33.1 pp\n"
    )


def test_two_refreshes_of_one_second_write_two_files():
    names = {entry_of(LEAD)[0], entry_of(LEAD, author="Wang Fang")[0], entry_of(LEAD, because="typing error")[0]}
    assert len(names) == 3
    assert {name[:28] for name in names} == {"changelog.d/20261001T013000Z"}


def test_files_stand_in_the_order_of_their_time():
    earlier = fragment(Changes((LEAD,), {}, {}, {}), "z", "Z", datetime(2026, 1, 1, tzinfo=UTC))[0]
    assert earlier < entry_of(LEAD)[0]


def test_the_thirteenth_number_stands_in_the_folded_list(tmp_path):
    moves = [Move("number", f"n{number:02}", "", "1", "2") for number in range(13)]
    text = entry_of(*moves)[1]
    shown, folded = text.split("  <details><summary>All that moved: 13</summary>\n\n")
    assert "  - and 1 number more\n" in shown
    assert "n12" not in shown
    assert folded.splitlines()[:13] == [f"  - number `n{number:02}`: 1 → 2" for number in range(13)]
    assert read_back(tmp_path, *moves).ids == {move.id for move in moves}


def test_a_verdict_that_turned_is_told_from_one_with_another_reason(tmp_path):
    turned = Move("verdict", "line-1", "", "supported: 3 > 2", "contradicted: 1 < 2")
    kept = Move("verdict", "line-2", "", "supported: 3 > 2", "supported: 4 > 2")
    text = entry_of(turned, kept)[1]
    assert "  - verdict of `line-1`: supported → contradicted\n" in text
    assert "  - same verdict for another reason: `line-2`\n" in text
    assert "  - verdict `line-2`: supported: 3 > 2 → supported: 4 > 2\n" in text
    assert read_back(tmp_path, turned, kept).ids == {"line-1", "line-2"}


def test_charts_in_one_line_are_all_read_back(tmp_path):
    charts = [Move("chart", name, "", "a picture", "another picture") for name in ("cloud-shares", "two-markets")]
    assert read_back(tmp_path, *charts).ids == {"cloud-shares", "two-markets"}


def test_a_sentence_is_told_in_full(tmp_path):
    sentence = Move("sentence", "03_cloud", "", "Tencent has 11.8%.", "Tencent has 12.4%.")
    assert "  - sentence `03_cloud`: Tencent has 11.8%. → Tencent has 12.4%.\n" in entry_of(sentence)[1]
    assert read_back(tmp_path, sentence).ids == {"03_cloud"}


def test_what_is_new_and_what_is_gone_is_told():
    text = entry_of(Move("number", "a", "", "", "5"), Move("number", "b", "", "6", ""))[1]
    assert "  - `a`: new, 5\n  - `b`: gone, was 6\n" in text


@pytest.mark.parametrize(
    ("because", "first_line"),
    [
        ("first\n second!", "- **figures**: first second!"),
        ("is it?", "- **figures**: is it?"),
        ("errata", "- **figures**: errata."),
        ("a <b> \\ c", "- **figures**: a \\<b> \\\\ c."),
        ("red \x1b[31m", "- **figures**: red [U+001B][31m."),
    ],
)
def test_a_reason_is_one_line_without_markup(because, first_line):
    assert entry_of(LEAD, because=because)[1].splitlines()[0] == first_line


def test_a_sentence_cannot_end_the_fold():
    hostile = Move("sentence", "03_cloud", "", "</details>\n- **figures**: forged.", "x")
    text = entry_of(hostile)[1]
    assert text.count("</details>") == text.count("\\</details>") + 1
    assert text.count("\n- **figures**") == 0


@pytest.mark.parametrize("author", ["Li Wei", "Weber, Anna (team 2)", "<b>", "李伟", "x, marketshare 9, y"])
def test_any_name_of_an_author_is_read_back(tmp_path, author):
    found = read_back(tmp_path, LEAD, author=author, because="a < b")
    assert (found.author, found.date, found.version) == (author, "2026-10-01 01:30 UTC", version("marketshare"))
    assert found.because == "a < b."


OLDER = """# Changelog

Two kinds of entry: **figures** (a number moved: from what, to what, why) and **code**.

## 0.1.0

- **code**: `check` is faster.
  - `no-number`
- **figures**: newer.
  - `a`: 1 → 2
  - verdict of `line-1`: supported → contradicted
  - and 3 numbers that follow
- **figures**: older.
  - charts drawn anew: `b`, `c`
"""


def test_older_entries_stay_where_they_are_and_are_read(tmp_path):
    (tmp_path / "CHANGELOG.md").write_text(OLDER, "utf-8")
    older, newer = entries(tmp_path)
    assert (older.because, older.ids, older.date, older.author) == ("older.", {"b", "c"}, "", "")
    assert (newer.because, newer.ids) == ("newer.", {"a", "line-1"})
    assert str(newer) == "newer. (an older entry of CHANGELOG.md, without date and author)"


def test_an_entry_that_was_moved_into_the_changelog_is_the_same_entry(tmp_path):
    entry = read_back(tmp_path, LEAD)
    (file,) = (tmp_path / "changelog.d").iterdir()
    (tmp_path / "CHANGELOG.md").write_text(
        f"# Changelog\n\n## 0.1.0\n\n{file.read_text('utf-8')}{OLDER[-60:]}", "utf-8"
    )
    file.unlink()
    assert entry in entries(tmp_path)


def test_line_ends_of_windows_change_nothing(tmp_path):
    (tmp_path / "CHANGELOG.md").write_bytes(OLDER.replace("\n", "\r\n").encode())
    assert [entry.because for entry in entries(tmp_path)] == ["older.", "newer."]


def test_a_study_without_a_changelog_has_no_entries(tmp_path):
    assert entries(tmp_path) == []


def test_an_entry_that_is_no_text_is_named(tmp_path):
    (tmp_path / "changelog.d").mkdir()
    (tmp_path / "changelog.d" / "a.md").write_bytes(b"\xff\xfe")
    with pytest.raises(StudyError, match=r"changelog\.d/a\.md: no text in UTF-8"):
        entries(tmp_path)

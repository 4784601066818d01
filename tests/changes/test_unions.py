"""What a merge by union makes of two sides that changed the same lines: `check` names what it cannot merge."""

import shutil

import pytest

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
def test_what_a_union_cannot_merge_is_named(repository, copy, git, commit, problems, ours, theirs, named):
    shutil.copy(repository / "src" / "marketshare" / "team" / "gitattributes", copy / ".gitattributes")
    commit(copy, "both")
    path = copy / CLOUD
    text = path.read_text("utf-8")
    git(copy, "checkout", "-q", "-b", "theirs")
    path.write_text(theirs(text), "utf-8")
    commit(copy, "theirs")
    git(copy, "checkout", "-q", "main")
    path.write_text(ours(text), "utf-8")
    commit(copy, "ours")
    git(copy, "merge", "-q", "-m", "both", "theirs")
    assert any(problem.startswith(f"{CLOUD}:") and named in problem for problem in problems()), problems()

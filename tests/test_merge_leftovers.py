"""What an unfinished merge leaves behind is named as such, in every file, by every command."""

import json

import pytest

from marketshare.errors import StudyError
from marketshare.merge_leftovers import load_json, merge_mark, unfinished_merges
from marketshare.notebooks import read


def merged(first, second):
    return f"<<<<<<< HEAD\n{first}\n=======\n{second}\n>>>>>>> theirs\n"


def in_two(text):
    """A text of which two sides changed the second line."""
    first, second, *rest = text.splitlines(keepends=True)
    return first + merged(second.rstrip("\n"), second.rstrip("\n") + " ") + "".join(rest)


FILES = [
    "data/cloud_share.csv",
    "data/entities.csv",
    "data/rules.csv",
    "data/claims.csv",
    "data/datapackage.json",
    "data/figures.schema.json",
    "notebooks/01_revenue_mix.ipynb",
    "reports/baseline/numbers.csv",
    "reports/baseline/claims.csv",
    "CHANGELOG.md",
    "seeds/README.md",
]


@pytest.fixture
def study(root, small):
    baseline = small / "reports" / "baseline"
    baseline.mkdir(parents=True)
    for name in ("numbers.csv", "claims.csv"):
        (baseline / name).write_bytes((root / "reports" / "baseline" / name).read_bytes())
    return small


@pytest.mark.parametrize("file", FILES)
def test_the_file_and_the_line_are_named(study, run, file):
    path = study / file
    path.write_text(in_two(path.read_text("utf-8")), "utf-8")
    code, out, errors = run(study, "check")
    assert (code, out) == (1, "")
    assert errors.startswith(f"{file}:2: '<<<<<<<' marks a merge that was not finished; ")
    assert errors.endswith("\n1 problem; nothing was written\n")
    by_hand = file.startswith(("data", "seeds")) or file == "CHANGELOG.md"
    assert ("of one side or of both, and delete the marks" in errors) == by_hand
    assert ("take one side of the file, whichever, and run marketshare refresh" in errors) != by_hand


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["check", "--notebooks"],
        ["report"],
        ["report", "--set", "cloud-share-tencent-2018=41.8%"],
        ["refresh"],
        ["refresh", "--because", "merged"],
        ["diff"],
        ["explain", "cloud-share-tencent-2018"],
        ["find", "cloud"],
    ],
    ids=" ".join,
)
def test_every_command_names_every_file_at_once(study, run, command):
    for file in FILES:
        (study / file).write_text(in_two((study / file).read_text("utf-8")), "utf-8")
    before = {file: (study / file).read_bytes() for file in FILES}
    code, out, errors = run(study, *command)
    assert (code, out) == (1, "")
    assert [line.partition(":2: ")[0] for line in errors.splitlines()[:-1]] == sorted(FILES)
    assert {file: (study / file).read_bytes() for file in FILES} == before
    assert "delete reports" not in errors


def test_a_report_that_is_up_to_date_names_them_too(study, run, monkeypatch):
    monkeypatch.setattr("marketshare.report.inputs.up_to_date", lambda root: [root / "reports" / "report.html"])
    assert run(study, "report")[0] == 0
    (study / "CHANGELOG.md").write_text(merged("a", "b"), "utf-8")
    code, _, errors = run(study, "report")
    assert (code, errors.partition(" marks")[0]) == (1, "CHANGELOG.md:1: '<<<<<<<'")


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("data/a.csv", "id\na\n=======\nb\n", 3),  # the other two marks were deleted
        ("data/a.csv", "id\r\na\r\n>>>>>>> theirs\r\n", 3),
        ("data/a.csv", "id\na\n||||||| 1234567\n", 3),  # git's style diff3
        ("data/a.csv", "id\na\n>>>>>>>", 3),
        ("data/a.csv", "id,name\na,======= is no mark\n", 0),
        ("data/a.csv", "id\n========\n<<<<<<<<\n", 0),
        ("README.md", "A heading\n=======\n", 0),
        ("README.md", "|||||||\n|||||||\n", 0),
        ("README.md", "# A\n<<<<<<< HEAD\n", 2),
        ("README.md", "`<<<<<<<` is a mark, and so is\n    <<<<<<< HEAD\n", 0),
        ("notebooks/a.ipynb", '{"source": [\n   "<<<<<<< local\\n",\n   "x = 1"]}', 2),  # merged cell by cell
        ("notebooks/a.ipynb", '{"source": [\n   "x = 1 <<<<<<< local\\n"]}', 0),
        (".gitattributes", "a\n>>>>>>> theirs\n", 2),
    ],
)
def test_a_mark_is_told_from_what_looks_like_one(file, text, line):
    mark = merge_mark(text, file)
    assert (mark.line if mark else 0) == line


def test_no_file_of_this_repository_has_one(root):
    assert unfinished_merges(root) == []


def test_a_note_is_named_by_its_row(small, run):
    path = small / "seeds" / "000_3297c96b1072d8ff.txt"
    path.write_text(in_two(path.read_text("utf-8")), "utf-8")
    code, _, errors = run(small, "check")
    assert code == 1
    assert f"seeds/{path.name}:2: '<<<<<<<' marks a merge that was not finished" in errors


def test_a_link_out_of_the_study_is_not_followed(small, tmp_path):
    (tmp_path / "elsewhere.md").write_text(merged("a", "b"), "utf-8")
    (small / "README.md").symlink_to(tmp_path / "elsewhere.md")
    assert unfinished_merges(small) == []


# Marks deleted, both sides kept


def test_a_notebook_with_both_sides_of_a_member_is_refused(small):
    path = small / "notebooks" / "01_revenue_mix.ipynb"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"execution_count": 1,', '"execution_count": 1,\n "execution_count": 7,', 1), "utf-8")
    with pytest.raises(StudyError, match=r"01_revenue_mix.ipynb: .*'execution_count' stands twice in one object"):
        read(path)


def test_a_package_with_both_sides_of_a_member_is_refused(copy, problems):
    path = copy / "data" / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace('"name":', '"name": "other",\n"name":', 1), "utf-8")
    assert problems() == [
        "data/datapackage.json: 'name' stands twice in one object: a merge keeps one; take the other out"
    ]


def test_json_is_read_as_ever_where_nothing_stands_twice(root):
    text = (root / "data" / "datapackage.json").read_text("utf-8")
    assert load_json(text) == json.loads(text)

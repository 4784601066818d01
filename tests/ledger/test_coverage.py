"""Nothing of the note is overlooked, and nothing of the data can change unnoticed."""

import csv
import shutil

import pytest

from frozen import ROOT
from marketshare.ledger import DataError, read_ledger
from marketshare.ledger.tokens import dates, tokens

CHECKED = ("printed", "value", "quote", "line", "bounds")


def rows_of(path):
    return list(csv.reader(path.read_text("utf-8").splitlines()))


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


def figure_files():
    return sorted(path for path in (ROOT / "data").glob("*.csv") if "printed" in rows_of(path)[0])


def every_row():
    files = [*figure_files(), ROOT / "data" / "set_aside.csv"]
    return [(path.name, number) for path in files for number in range(1, len(rows_of(path)))]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    root = tmp_path_factory.mktemp("study")
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


def problems(root):
    try:
        read_ledger(root)
    except DataError as error:
        return error.problems
    return ()


@pytest.mark.parametrize(("name", "number"), every_row()[::4])
def test_a_row_cannot_be_removed_unnoticed(study, name, number):
    """Every fourth one here; `make soak` removes all of them."""
    assert_removal_is_noticed(study, name, number)


@pytest.mark.soak
@pytest.mark.parametrize(("name", "number"), every_row())
def test_not_one_row_can_be_removed_unnoticed(study, name, number):
    assert_removal_is_noticed(study, name, number)


def assert_removal_is_noticed(study, name, number):
    path = study / "data" / name
    original = path.read_bytes()
    header, *rows = rows_of(path)
    removed = dict(zip(header, rows[number - 1], strict=True))
    write(path, [header, *(row for position, row in enumerate(rows, 1) if position != number)])
    found = [problem for problem in problems(study) if problem.file.startswith("seeds/")]
    path.write_bytes(original)
    text = removed.get("printed") or removed["text"]
    first, _, last = removed["line"].partition("-")
    near = [problem for problem in found if int(first) <= problem.row <= int(last or first)]
    assert any(token.text in problem.message for problem in near for token in tokens(text))


@pytest.mark.parametrize("path", figure_files(), ids=lambda path: path.stem)
def test_no_character_of_a_figure_can_change_unnoticed(study, path):
    """Every twelfth one here; `make soak` changes all of them."""
    assert unnoticed_changes(study, path, every=12) == []


@pytest.mark.soak
@pytest.mark.parametrize("path", figure_files(), ids=lambda path: path.stem)
def test_not_one_character_of_a_figure_can_change_unnoticed(study, path):
    assert unnoticed_changes(study, path, every=1) == []


def unnoticed_changes(study, path, *, every):
    target = study / "data" / path.name
    original = target.read_bytes()
    header, *rows = rows_of(path)
    unnoticed, count = [], 0
    for row in rows:
        for column in CHECKED:
            at = header.index(column)
            for position, char in enumerate(row[at]):
                count += 1
                if count % every:
                    continue
                other = str((int(char) + 1) % 10) if char.isdecimal() else "沪"
                changed = row[at][:position] + other + row[at][position + 1 :]
                altered = [[*r[:at], changed, *r[at + 1 :]] if r is row else r for r in rows]
                write(target, [header, *altered])
                if not problems(study):
                    unnoticed.append((row[0], column, changed))
    target.write_bytes(original)
    return unnoticed


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("占比 34.6%、50.5%", ["34.6", "50.5"]),
        ("４２．９％", ["４２．９"]),
        ("17/18年增速达到195%", ["17/18", "195"]),
        ("1,234 家", ["1,234"]),
        ("十数个、十几个、几十倍、一倍", ["十数个", "十几个", "几十倍", "一倍"]),
        ("近两年，三 条，上亿用户", ["两年", "三 条", "上亿"]),
        ("第二的位置，前三的类别", ["第二", "前三"]),
        ("小程序 MAU却远超 App", ["远超"]),
        ("一个框架，第三方商户，另一方面，一部手机", []),
        ("万达、百度、千家、几乎、数据、用户数", []),
    ],
)
def test_number_like_text_is_found_and_nothing_else(line, found):
    assert [span.text for span in tokens(line)] == found


@pytest.mark.parametrize(
    "date",
    [
        "2019年6月30日",
        "2018 年9月30日",
        "2019年上半年",
        "2018 年第二季报",
        "2018财年",
        "18Q1",
        "2018Q1",
        "8 月 5 日",
        "2019 年初",
    ],
)
def test_a_date_is_recognised_whole(date):
    assert [span.text for span in dates(f"截至{date}，共")] == [date]


def test_a_date_may_follow_damaged_text():
    assert [span.text for span in dates("账户数为7.2017年净利润")] == ["2017年"]


def damaged(study, tmp_path, name, change):
    root = tmp_path / "study"
    shutil.copytree(study, root)
    path = root / "data" / name
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return [str(problem) for problem in problems(root)]


def test_uncovered_text_is_named_with_line_and_context(study, tmp_path):
    said = damaged(
        study, tmp_path, "set_aside.csv", lambda text: text.replace("tencent-note,31,1,3.,List number.\n", "")
    )
    assert said == [
        "seeds/000_3297c96b1072d8ff.txt:31: '3' is number-like text that no figure, date or row of "
        "data/set_aside.csv accounts for: …3. 腾讯的投资业务…; add its figure, or set it aside with a reason"
    ]


def test_text_that_is_not_number_like_cannot_be_set_aside(study, tmp_path):
    said = damaged(study, tmp_path, "set_aside.csv", lambda text: text + "tencent-note,33,1,腾讯,Name.\n")
    assert said == ["data/set_aside.csv:22: text: '腾讯' is not number-like (or not the whole of it); delete the row"]


def test_a_figure_cannot_be_set_aside_as_well(study, tmp_path):
    said = damaged(study, tmp_path, "set_aside.csv", lambda text: text + "tencent-note,17,1,54%,Twice.\n")
    assert said == [
        "data/set_aside.csv:22: text: '54%' is accounted for by data/revenue_mix.csv:4 already; one text, one row"
    ]


def test_text_set_aside_must_be_there_that_often(study, tmp_path):
    said = damaged(
        study, tmp_path, "set_aside.csv", lambda text: text.replace("tencent-note,31,1,3.", "tencent-note,31,2,3.")
    )
    assert "'3.' does not occur 2 times on line 31 of seeds/000_3297c96b1072d8ff.txt" in said[0]

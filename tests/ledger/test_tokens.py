"""Numbers in words of both languages are found, what is no figure is told apart, and dates are recognised."""

import csv
from pathlib import Path

import pytest

from marketshare.ledger.coverage import coverage
from marketshare.ledger.notes import Note
from marketshare.ledger.tokens import dates, tokens

HERE = Path(__file__).parent
FIELD = list(csv.DictReader((HERE / "coverage_field.csv").read_text("utf-8").splitlines()))
TOLD_APART = [
    (line[0], text.strip())
    for line in (HERE / "told_apart.txt").read_text("utf-8").splitlines()
    if line[0] != "#"
    for text in line[1:].split("|")
]


def uncovered(*lines):
    """What `check` lists of a note without a row of data."""
    _, problems = coverage([Note("note", "seeds/note.txt", "", "", lines)], [], None)
    return problems


def covers(spans, text, part):
    start = text.index(part)
    return any(span.start < start + len(part) and start < span.end for span in spans)


@pytest.mark.parametrize("row", FIELD, ids=[f"{row['lang']} {row['sentence']}" for row in FIELD])
def test_a_number_of_the_field_is_listed_and_a_date_is_not(row):
    sentence, part = row["sentence"], row["number"]
    assert covers(tokens(sentence), sentence, part)
    listed = [problem.message for problem in uncovered(sentence)]
    core = part.strip("过近破逾%％元级家") if row["expect"] == "number" else part
    assert any(core in said or said[1:].partition("'")[0] in part for said in listed) == (row["expect"] == "number")


@pytest.mark.parametrize(("sign", "text"), TOLD_APART, ids=[f"{sign} {text}" for sign, text in TOLD_APART])
def test_what_is_a_number_is_told_apart_from_what_only_looks_like_one(sign, text):
    before = "其中" if not text.isascii() else "Its market: "
    assert bool(list(tokens(before + text) if sign == "+" else tokens(text))) == (sign == "+")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_prose_without_figures_is_hardly_ever_listed(language):
    lines = (HERE / "prose" / f"{language}.txt").read_text("utf-8").splitlines()
    words = sum(len(line.split() if language == "en" else line) for line in lines)
    assert words > 2000
    assert len(uncovered(*lines)) <= 4


ENGLISH_NOTE = (
    "Acorn doubled its sales to four million boxes, and about a third of the market is its own.",
    "One in five buyers chose Birch, which is second-largest; half of its users came from Cedar.",
    "Growth was in the high single digits in March, and double-digit in May; margins fell by seven per cent.",
    "Cedar served a dozen banks and hundreds of millions of users, a threefold rise.",
    "Two thirds of the stores closed, five hundred people left, and costs were halved, or three quarters lower.",
)
ENGLISH_NUMBERS = [
    "doubled", "four million", "a third", "One in five", "second-largest", "half", "high single digits", "double-digit",
    "seven", "a dozen", "hundreds of millions", "threefold", "Two thirds", "five hundred", "halved", "three quarters",
]  # fmt: skip
CHINESE_NOTE = (
    "白桦营收翻番，份额过半，用户逾千万，排名首位。",
    "约三分之一的订单来自两百余家门店，佣金为千分之六。",
    "融资一点五亿，估值五百亿美元，是一个万亿级市场。",
    "利润腰斩，毛利率双位数下滑，比去年少一个百分点。",
    "近半数商户流失，廿五家关门，增长一倍，还剩七成。",
)
CHINESE_NUMBERS = [
    "翻番", "半", "千万", "首位", "三分之一", "两百余", "千分之六", "一点五亿", "五百亿", "万亿", "腰斩", "双位数",
    "一个百分点", "半数", "廿五", "一倍", "七成",
]  # fmt: skip


@pytest.mark.parametrize(
    ("note", "numbers"), [(ENGLISH_NOTE, ENGLISH_NUMBERS), (CHINESE_NOTE, CHINESE_NUMBERS)], ids=["en", "zh"]
)
def test_every_number_in_words_of_a_short_note_is_listed_and_nothing_else(note, numbers):
    found = [problem.message.partition(" is number-like")[0].strip("'") for problem in uncovered(*note)]
    assert len(found) == len(numbers)
    assert all(number in said for number, said in zip(numbers, found, strict=True))


def test_traditional_characters_are_read_as_simplified_ones():
    traditional = "白樺營收翻番，份額過半，用戶逾千萬；約三分之一的訂單來自兩百餘家門店，還剩七點五億。"
    assert [span.text for span in tokens(traditional)] == ["翻番", "半", "千萬", "三分之一", "兩百餘家", "七點五億"]


def test_full_width_forms_are_read_as_half_width_ones():
    assert [span.text for span in tokens("份额２１．５％，１９８５．３０亿笔，ａ　ｔｈｉｒｄ")] == [
        "２１．５", "１９８５．３０亿", "ａ　ｔｈｉｒｄ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "收入2048.5亿元", "增速2012.5%", "2018.5 million", "1985.30亿笔", "2,018 boxes", "sold 2019 boxes", "2018亿元",
        "in 2018 million", "$2018", "2000家", "85/15", "20年", "连续三季度", "they may 5 times", "grew to 2018 stores",
    ],
)  # fmt: skip
def test_a_number_is_not_taken_for_a_date(text):
    assert list(dates(text)) == []
    assert uncovered(text)


@pytest.mark.parametrize(
    "text",
    [
        "as of 4 August 2025", "in 2Q25", "the second quarter of 2025", "on June 30, 2019", "1H19 shipments",
        "since 2018", "by 2018, the firm", "between 2016 and 2018", "in the second half", "9M19",
        "quarter ended March 31, 2018", "late 2017", "the 2018 report", "(2018)", "2019-06-30", "FY2018",
        "2018年6月30日", "二〇一九年", "2019年上半年",
        "2016年", "8月5日", "第二季度", "２０１８年", "17/18年", "2019年前三季度", "2018年第二季报", "2019 年初",
    ],
)  # fmt: skip
def test_a_date_needs_no_row(text):
    assert uncovered(text) == []


def test_a_chinese_comma_joins_no_date_to_the_digits_behind_it():
    assert [span.text for span in dates("18Q1，5亿；2018财年，2018年，1999年")] == [
        "18Q1",
        "2018财年",
        "2018年",
        "1999年",
    ]


def test_a_number_may_follow_a_year_at_once():
    assert [problem.message[:7] for problem in uncovered("从2016 年7.3%起，2015年12306上线")] == ["'7.3' i", "'12306'"]


def test_a_long_run_of_numerals_is_one_text():
    (span,) = tokens("三" * 40_000 + "百")
    assert span.end == 40_001

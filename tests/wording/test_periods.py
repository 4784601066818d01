"""Periods in every way that notes print them, in the one notation of the data files."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frozen import ROOT
from marketshare.ledger.cells import fault
from marketshare.wording import WordingError, folded, period_at, read_period

SCHEMA = json.loads((ROOT / "data" / "figures.schema.json").read_text("utf-8"))
COLUMN = next(field for field in SCHEMA["fields"] if field["name"] == "period")

PERIODS = {
    "2018": ["the full year of 2018", "the year 2018", "2018", "2018年", "２０１８ 年", "二〇一八年", "in 2018"],
    "2018-Q1": [
        "2018-Q1", "2018Q1", "Q1 2018", "Q1-2018", "18Q1", "截至 18Q1", "1Q18", "1Q2018", "2018年第一季度",
        "2018年一季度",
        "2018年1季度", "2018年Q1", "first quarter of 2018", "the first quarter of 2018", "Q1/2018", "2018年1Q",
        "the first quarter of 2018 (1Q18)", "2018年第一季度（1Q18）", "截至2018年3月31日的三个月",
        "the first calendar quarter of 2018",
    ],
    "2018-Q2": ["Q2'18", "2Q'18", "Q2 '18", "three months ended June 30, 2018", "2018年4-6月", "2018第2季度",
        "the June quarter 2018", "截至二零一八年六月三十日止三個月", "second quarter of 2018",
        "2018年二季度", "Q2 2018"],
    "2018-Q3": ["third quarter of 2018", "2018年第三季度", "3Q18"],
    "2018-Q4": ["the fourth quarter of 2018", "2018年四季度"],
    "1999-Q4": ["99Q4", "4Q99", "Q4 1999"],
    "2019-9M": ["9M19", "9M 2019", "1Q–3Q 2019", "2019年前三季度", "2019年1-9月", "first nine months of 2019",
        "2019年前三季", "Q1-Q3 2019", "nine months ended 30 September 2019", "January to September 2019",
        "2019年首三季度", "2019年前三個季度", "1-3Q19", "2019前三季度"],
    "2019-H1": ["January–June 2019", "2019年1-6月", "six months ended June 30, 2019", "the six months to June 2019",
        "2019年前两季度", "截至2019年6月30日止六个月", "2019-H1", "2019H1", "H1 2019", "1H19", "2019年上半年",
        "截止2019年上半年", "first half of 2019", "19年上半年", "1st half 2019", "2019年半年度", "2019 1H",
        "截至2019年6月30日止半年度"],
    "2018-H2": ["2018年下半年", "2H18", "second half of 2018"],
    "2018-06": ["2018-06", "2018年6月", "截止到 2018 年 6 月", "2018年06月份", "二〇一八年六月", "June 2018",
        "Jun. 2018", "06/2018", "Jun '18"],
    "2018-09": ["September 2018", "Sept. 2018", "Sept 2018", "Sep 2018", "18年9月"],
    "2019-06-30": [
        "2019-06-30", "2019年6月30日", "截至2019年6月30日", "2019/6/30", "2019.6.30", "2019年6月30号", "2019年6月底",
        "二〇一九年六月三十日", "end of Q2 2019", "2019年第二季度末", "2019年上半年末", "於2019年6月30日",
        "June 30, 2019", "30 June 2019", "30th of June 2019", "as of 30 June 2019",
    ],
    "2018-12-31": ["2018年底", "2018年末", "截至2018年年底", "end of 2018", "the end of 2018", "by the end of 2018"],
    "2020-02-29": ["2020年2月29日", "2020年2月底"],
    "FY1969": ["FY69", "69财年"],
    "FY2068": ["FY68", "68财年"],
    "FY2018": ["FY2018", "FY18", "2018财年", "2018 财政年度", "18财年", "fiscal 2018", "fiscal year 2018"],
    "2017/2018": ["2017/2018", "17/18年", "2017/18", "2017/18年", "2017年至2018年", "2017到2018年"],
    "2016/2018": ["2016/2018", "2016-2018年", "2016至2018年", "2016 to 2018", "from 2016 to 2018"],
    "2008/2009": ["2008/09年"],
}  # fmt: skip
CASES = [(text, notation) for notation, texts in PERIODS.items() for text in texts]


@pytest.mark.parametrize(("text", "notation"), CASES, ids=[text for text, _ in CASES])
def test_a_period_is_written_in_one_notation(text, notation):
    assert read_period(text) == notation


@pytest.mark.parametrize("notation", PERIODS)
def test_the_notation_stands_for_itself(notation):
    assert read_period(notation) == notation


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("8月5日", "without its year"),
        ("2019/06", "a month, or a year"),
        ("Q1 2019 (1Q18)", "two periods"),
        ("12 months to June 2019", "is that the fiscal year"),
        ("上半年", "without its year"),
        ("Q1", "without its year"),
        ("2019年2月30日", "no such day"),
        ("2018/2016", "must be after the first"),
        ("2018/2018", "must be after the first"),
        ("2008/09", "a month, or a year"),
        ("17/18", "years, a day of a month, or a fraction"),
        ("6/5/2019", "not a period"),
        ("2018-13", "after the first"),
        ("2018年前三季报", "not a period"),
        ("2018年第二季报", "not a period"),
        ("五年", "not a period"),
        ("18年", "not a period"),
        ("1800", "not a period"),
        ("42.9%", "not a period"),
        ("", "found nothing"),
        ("2018" * 100, "too long"),
    ],
)
def test_what_is_no_period_or_two_is_refused(text, message):
    with pytest.raises(WordingError, match=message):
        read_period(text)


@given(
    text=st.sampled_from([text for text, _ in CASES]), at=st.integers(0, 40), space=st.sampled_from(" \u3000\n\u00a0")
)
def test_space_never_changes_a_period(text, at, space):
    before, after = text[:at], text[at:]
    sides = unicodedata.normalize("NFKC", before[-1:] + after[:1])
    if len(sides) == 2 and sides.isascii() and sides.isalnum():
        return  # 20 18, or Ju ne
    assert read_period(before + space + after) == read_period(text)


@given(st.text(alphabet="0123456789年月日季度上下半Qq HhFfYy/-至财底一二三四十.,", max_size=20))
def test_any_text_is_a_period_in_the_notation_or_refused(text):
    try:
        notation = read_period(text)
    except WordingError:
        return
    assert not fault(notation, COLUMN)


@pytest.mark.parametrize(
    ("text", "locale", "fiscal_year_end", "notation"),
    [
        ("98年第一季", "zh-TW", "", "2009-Q1"),
        ("98年第一季", "zh-CN", "", "1998-Q1"),
        ("114年第二季", "zh-TW", "", "2025-Q2"),
        ("民國98年", "", "", "2009"),
        ("一零八年第一季", "zh-TW", "", "2019-Q1"),
        ("twelve months ended March 31, 2019", "", "03-31", "FY2019"),
        ("fiscal 2024 third quarter", "", "09-30", "2024-Q2"),
        ("FY2024Q3", "", "09-30", "2024-Q2"),
        ("FY2024Q1", "", "09-30", "2023-Q4"),
        ("Q3 FY24", "", "12-31", "2024-Q3"),
        ("third quarter of fiscal 2024", "", "06-30", "2024-Q1"),
        ("2024财年第三季度", "zh-CN", "03-31", "2023-Q4"),
        ("FY2024H1", "", "06-30", "2023-H2"),
        ("2018年度", "", "", "2018"),
        ("2018年度", "", "03-31", "FY2018"),
    ],
)
def test_a_source_says_how_its_years_are_counted(text, locale, fiscal_year_end, notation):
    assert read_period(text, locale=locale, fiscal_year_end=fiscal_year_end) == notation


@pytest.mark.parametrize(
    ("text", "fiscal_year_end", "message"),
    [
        ("98年第一季", "", "1998, or 2009"),
        ("114年第二季", "", "needs the source's locale"),
        ("18年", "", "a year, or so many years"),
        ("2010-12", "", "a month, or years"),
        ("2005-06", "", "a month, or years"),
        ("FY2024Q3", "", "fiscal_year_end of sources.csv"),
        ("FY2024Q3", "01-31", "none of the calendar"),
        ("FY2024Q3", "June", "not the end of a fiscal year"),
        ("ended March 31, 2018", "", "not a period"),
        ("three months ended June 15, 2018", "", "ends within a month"),
        ("six months ended March 31, 2018", "", "over two years"),
        ("June–August 2019", "", "no quarter, half"),
        ("6/5/2019", "", "a day of which month"),
        ("FY18/19", "", "not a period"),
        ("year ended June 30, 2019", "12-31", "is that the fiscal year"),
        ("late 2017", "", "not a period"),
        ("2019年初", "", "not a period"),
    ],
)
def test_what_its_source_does_not_settle_is_refused(text, fiscal_year_end, message):
    with pytest.raises(WordingError, match=message):
        read_period(text, fiscal_year_end=fiscal_year_end)


def test_the_column_of_the_data_is_no_text_to_be_read_as_a_period():
    assert fault("2010-12", COLUMN) == ""
    assert fault("2019-9M", COLUMN) == ""
    assert fault("2019-10M", COLUMN) != ""


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("sales of 4 August 2025 were", 9, ("2025-08-04", 22)),
        ("in 2Q25, sales", 3, ("2025-Q2", 7)),
        ("In the second quarter of 2025 sales", 7, ("2025-Q2", 29)),
        ("截至 2018 年 6 月的42.7%", 3, ("2018-06", 13)),
        ("收入2048.5亿元", 2, None),
        ("增速2012.5%", 2, None),
        ("增速2012%", 2, None),
        ("2018.5 million", 0, None),
        ("8月5日", 0, ("", 4)),
        ("March 3, Q1", 9, ("", 11)),
        ("X2018", 1, None),
    ],
)
def test_a_period_is_found_where_it_begins(text, at, found):
    assert period_at(folded(text), at) == found

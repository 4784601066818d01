"""Periods in every way that notes print them, in the one notation of the data files."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.wording import WordingError, read_period

PERIODS = {
    "2018": ["2018", "2018年", "２０１８ 年", "二〇一八年", "in 2018"],
    "2018-Q1": [
        "2018-Q1", "2018Q1", "Q1 2018", "Q1-2018", "18Q1", "截至 18Q1", "1Q18", "1Q2018", "2018年第一季度",
        "2018年一季度",
        "2018年1季度", "2018年Q1", "first quarter of 2018", "the first quarter of 2018",
    ],
    "2018-Q2": ["second quarter of 2018", "2018年二季度", "Q2 2018"],
    "2018-Q3": ["third quarter of 2018", "2018年第三季度", "3Q18"],
    "2018-Q4": ["the fourth quarter of 2018", "2018年四季度"],
    "1999-Q4": ["99Q4", "4Q99", "Q4 1999"],
    "2019-9M": ["9M19", "9M 2019", "1Q–3Q 2019", "2019年前三季度", "2019年1-9月", "first nine months of 2019",
        "2019年前三季", "Q1-Q3 2019", "nine months ended 30 September 2019", "January to September 2019",
        "2019年首三季度", "2019年前三個季度"],
    "2019-H1": ["2019-H1", "2019H1", "H1 2019", "1H19", "2019年上半年", "截止2019年上半年", "first half of 2019",
        "19年上半年"],
    "2018-H2": ["2018年下半年", "2H18", "second half of 2018"],
    "2018-06": ["2018-06", "2018年6月", "截止到 2018 年 6 月", "2018年06月份", "二〇一八年六月", "June 2018",
        "Jun. 2018"],
    "2018-09": ["September 2018", "Sept. 2018", "Sept 2018", "Sep 2018", "18年9月"],
    "2019-06-30": [
        "2019-06-30", "2019年6月30日", "截至2019年6月30日", "2019/6/30", "2019.6.30", "2019年6月30号", "2019年6月底",
        "二〇一九年六月三十日", "June 30, 2019", "30 June 2019", "30th of June 2019", "as of 30 June 2019",
    ],
    "2018-12-31": ["2018年底", "2018年末", "截至2018年年底", "end of 2018", "the end of 2018"],
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
        ("五年", "without its year"),
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
    assert read_period(notation) == notation

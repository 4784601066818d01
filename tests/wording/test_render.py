"""Numbers back into words, in English and in Chinese."""

import math
from decimal import Decimal
from pathlib import Path

import pytest

from marketshare.interval import Interval
from marketshare.wording import (
    Phrase,
    WordingError,
    read,
    readings,
    render_bounds,
    render_number,
    render_phrase,
    render_value,
)

LINES = Path(__file__).with_name("phrases.txt").read_text("utf-8").splitlines()
PRINTED = [tuple(part.strip() for part in line.split("|")[:2]) for line in LINES if line and line[0] != "#"]


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (42.9, "percent", "42.9%", "42.9%"),
        (-5.2, "percent", "−5.2%", "−5.2%"),
        (4.5, "percentage_point", "4.5 pp", "4.5个百分点"),
        (1974.185, "hhi_point", "1,974.2", "1974.2"),
        (2.5e8, "user", "250 million", "2.5亿"),
        (1.133e9, "user", "1.133 billion", "11.33亿"),
        (14_620_000, "user", "14.62 million", "1462万"),
        (123_456_789, "user", "123.5 million", "1.235亿"),
        (1e6, "user", "1 million", "100万"),
        (1e8, "user", "100 million", "1亿"),
        (1e9, "user", "1 billion", "10亿"),
        (1e12, "user", "1 trillion", "1万亿"),
        (12_345, "user", "12,345", "12345"),
        (300_000, "user", "300,000", "30万"),
        (8000, "count", "8,000", "8000"),
        (7e10, "CNY", "CNY 70 billion", "700亿元"),
        (3.6e12, "CNY", "CNY 3.6 trillion", "3.6万亿元"),
        (27, "ratio", "27", "27倍"),
        (1234, "ratio", "1,234", "1234倍"),
        (1000.6, "ratio", "1,001", "1001倍"),
        (0.25, "ratio", "0.25", "0.25"),
        (2, "rank", "2", "第2"),
        (10_000, "rank", "10,000", "第10000"),
        (3.5, "year", "3.5", "3.5年"),
        (99_999_999, "visit", "100 million", "10000万"),
        (math.inf, "user", "∞", "∞"),
        (-math.inf, "percent", "−∞", "−∞"),
    ],
)
def test_a_value_is_written_in_both_conventions(value, unit, english, chinese):
    assert render_value(value, unit) == english
    assert render_value(value, unit, convention="zh") == chinese


@pytest.mark.parametrize(
    ("bounds", "unit", "english", "chinese"),
    [
        ("(2.5e8, inf)", "user", "more than 250 million", "超过2.5亿"),
        ("[3e6, inf)", "user", "at least 3 million", "至少300万"),
        ("(-inf, 5)", "percent", "less than 5.0%", "不足5.0%"),
        ("(-inf, 5]", "percent", "at most 5.0%", "至多5.0%"),
        ("[11, 19]", "count", "11 to 19", "11至19"),
        ("[1974.2, 2499.5]", "hhi_point", "1,974.2 to 2,499.5", "1974.2至2499.5"),
        ("[10, 12]", "percent", "10.0 to 12.0%", "10.0%至12.0%"),
        ("[6.5e10, 7.5e10]", "CNY", "CNY 65 billion to CNY 75 billion", "650亿元至750亿元"),
        ("[2, 5]", "rank", "2 to 5", "第2至第5"),
        ("[708, 708]", "count", "708", "708"),
        ("(-inf, inf)", "user", "anything", "任何数"),
    ],
)
def test_bounds_are_written_in_both_conventions(bounds, unit, english, chinese):
    assert render_bounds(Interval.written(bounds), unit) == english
    assert render_bounds(Interval.written(bounds), unit, convention="zh") == chinese


def test_a_number_is_its_value_or_its_bounds_if_that_is_all_that_is_known():
    above = Interval.at_least(2.5e8, closed=False)
    assert render_number(2.5e8, above, "user", convention="zh") == "超过2.5亿"
    assert render_number(None, Interval(11, 19), "count", convention="zh") == "11至19"
    assert render_number(42.9, Interval(42.85, 42.95), "percent", convention="zh") == "42.9%"
    assert render_number(54, Interval(53.5, 54.5), "percent", 0, convention="zh") == "54%"


@pytest.mark.parametrize(
    ("printed", "unit", "english", "chinese"),
    [
        ("2.5亿", "user", "250 million", "2.5亿"),
        ("超过2.5亿", "user", "more than 250 million", "超过2.5亿"),
        ("42.9%", "percent", "42.9%", "42.9%"),
        ("十几个", "count", "11 to 19", "11至19"),
        ("8000多家", "count", "8,000-odd", "8000多"),
        ("近40%", "percent", "nearly 40%", "近40%"),
        ("3-5亿", "user", "300 million to 500 million", "3亿至5亿"),
        ("十几亿元", "CNY", "more than CNY 1 billion but less than CNY 2 billion", "超过10亿元不足20亿元"),
        ("三分之一", "ratio", "1/3", "1/3"),
        ("是去年同期的27倍", "ratio", "27", "27倍"),
        ("三年半", "year", "3 and a half years", "3年半"),
        ("下降12%", "percent", "−12%", "−12%"),
        ("$4.65bn", "USD", "USD 4.65 billion", "46.5亿美元"),
        ("42.9%±0.5%", "percent", "42.9% (42.4% to 43.4%)", "42.9%（42.4%至43.4%）"),
        ("1.0亿", "user", "0.10 billion", "1.0亿"),
        ("3.6万亿元", "CNY", "CNY 3.6 trillion", "3.6万亿元"),
        ("5000元", "CNY", "CNY 5,000", "5000元"),
        ("300万家", "count", "3 million", "300万"),
        ("2500万人次", "visit", "25 million", "2500万"),
        ("4.5个百分点", "percentage_point", "4.5 pp", "4.5个百分点"),
        ("五年", "year", "5", "5年"),
        ("第二", "rank", "2", "第2"),
    ],
)
def test_a_phrase_is_said_again_in_both_conventions(printed, unit, english, chinese):
    phrase = read(printed, unit)
    assert render_phrase(phrase, unit) == english
    assert render_phrase(phrase, unit, convention="zh") == chinese


@pytest.mark.parametrize("convention", ["en", "zh"])
@pytest.mark.parametrize(("printed", "unit"), PRINTED, ids=[f"{printed} in {unit}" for printed, unit in PRINTED])
def test_each_phrase_of_the_table_is_said_again_without_loss(printed, unit, convention):
    phrase = read(printed, unit)
    assert read(render_phrase(phrase, unit, convention=convention), unit) == phrase


@pytest.mark.parametrize("convention", ["en", "zh"])
def test_both_readings_of_a_growth_can_be_said_apart(convention):
    for phrase in readings("增长32倍", "ratio").values():
        assert read(render_phrase(phrase, "ratio", convention=convention), "ratio") == phrase


@pytest.mark.parametrize(
    "phrase",
    [
        Phrase(None, Interval(-math.inf, math.inf)),
        Phrase(None, Interval.at_least(5)),
        Phrase(Decimal(9), Interval(1, 2)),
    ],
)
def test_what_no_words_say_is_refused(phrase):
    with pytest.raises(WordingError, match="no words say"):
        render_phrase(phrase, "user")

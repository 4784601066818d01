"""Numbers back into words, in English and in Chinese."""

import math

import pytest

from marketshare.interval import Interval
from marketshare.wording import (
    render_bounds,
    render_number,
    render_value,
)


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
        (4.65e9, "USD", "USD 4.65 billion", "46.5亿美元"),
        (-5.2e6, "PLN", "PLN −5.2 million", "−520万PLN"),
        (6e-1, "per_mille", "0.6‰", "0.6‰"),
        (150, "basis_point", "150.0 bp", "150.0个基点"),
        (645_000, "tonne", "645,000 tonnes", "64.5万吨"),
        (90, "minute", "90 minutes", "90分钟"),
        (65_210_000, "unit", "65.21 million", "6521万"),
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
        ("[4.645e9, 4.655e9]", "USD", "USD 4.645 billion to USD 4.655 billion", "46.45亿美元至46.55亿美元"),
        ("[85, 95]", "minute", "85 to 95 minutes", "85分钟至95分钟"),
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

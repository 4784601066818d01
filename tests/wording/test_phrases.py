"""What phrases say, against the table of phrases.txt."""

from decimal import Decimal
from pathlib import Path

import pytest

from marketshare.interval import Interval
from marketshare.wording import read, readings

TABLE = Path(__file__).with_name("phrases.txt").read_text("utf-8")

ROWS = [tuple(part.strip() for part in line.split("|")) for line in TABLE.splitlines() if line and line[0] != "#"]


def test_the_table_has_two_hundred_phrases_and_more():
    assert len({row[:2] for row in ROWS}) == len(ROWS) >= 200


@pytest.mark.parametrize(("printed", "unit", "value", "bounds"), ROWS, ids=[f"{row[0]} in {row[1]}" for row in ROWS])
def test_a_phrase_says_the_value_and_the_bounds_worked_out_by_hand(printed, unit, value, bounds):
    phrase = read(printed, unit)
    assert phrase.value == (None if value == "–" else Decimal(value))
    assert phrase.bounds == Interval.written(bounds)


@pytest.mark.parametrize(
    "printed", ["三分之一", "1/3", "a third", "one third", "one in three", "one-third", "⅓", "a Third"]
)
def test_a_third_is_within_a_tenth_of_itself(printed):
    phrase = read(printed, "ratio")
    assert phrase.value == Decimal("0.3333")
    assert phrase.bounds.low == pytest.approx(0.3, abs=1e-15)
    assert phrase.bounds.high == pytest.approx(11 / 30, abs=1e-15)
    assert phrase.bounds.ends == "[]"


@pytest.mark.parametrize("printed", ["三分之二", "2/3", "two thirds", "two-thirds"])
def test_two_thirds_reach_from_60_to_73_and_a_third_percent(printed):
    phrase = read(printed, "percent")
    assert phrase.value == Decimal("66.67")
    assert (phrase.bounds.low, phrase.bounds.high) == (pytest.approx(60), pytest.approx(220 / 3))


@pytest.mark.parametrize(
    ("printed", "part", "of"),
    [
        ("one half", 1, 2),
        ("three fourths", 3, 4),
        ("two fifths", 2, 5),
        ("a sixth", 1, 6),
        ("three sevenths", 3, 7),
        ("five eighths", 5, 8),
        ("two ninths", 2, 9),
        ("seven tenths", 7, 10),
        ("9/10", 9, 10),
    ],
)
def test_a_fraction_with_a_denominator_up_to_ten_is_a_round_number(printed, part, of):
    phrase = read(printed, "ratio")
    assert float(phrase.value) == pytest.approx(part / of, abs=5e-5)
    assert phrase.bounds.low == pytest.approx(0.9 * part / of, abs=1e-15)
    assert phrase.bounds.high == pytest.approx(1.1 * part / of, abs=1e-15)


def test_a_fraction_with_a_larger_denominator_has_half_a_step_of_it():
    bounds = read("3/11", "ratio").bounds
    assert (bounds.low, bounds.high) == (pytest.approx(2.5 / 11), pytest.approx(3.5 / 11))


def test_more_than_a_third_has_no_rounding_below_it():
    bounds = read("超过三分之一", "ratio").bounds
    assert bounds.low == pytest.approx(1 / 3, abs=1e-15)
    assert bounds.ends == "()"
    assert read("roughly a third", "percent").bounds.low == pytest.approx(30)


READINGS = [
    ("增长32倍", "ratio", "[31.5, 32.5]", "[32.5, 33.5]"),
    ("增长32倍", "percent", "[3050, 3150]", "[3150, 3250]"),
    ("增长了三倍", "ratio", "[2.7, 3.3]", "[3.6, 4.4]"),
    ("高出几十倍", "ratio", "[20, 99]", "[21, 100]"),
    ("高出几十倍", "percent", "[1900, 9800]", "[2000, 9900]"),
    ("比去年增长1.5倍", "ratio", "[1.45, 1.55]", "[2.45, 2.55]"),
    ("增长超过32倍", "ratio", "(32, inf)", "(33, inf)"),
    ("增长20多倍", "ratio", "(20, 30)", "(21, 31)"),
    ("增长2至3倍", "ratio", "[2, 3]", "[3, 4]"),
    ("grew 32-fold", "ratio", "[31.5, 32.5]", "[32.5, 33.5]"),
    ("a 32-fold increase", "ratio", "[31.5, 32.5]", "[32.5, 33.5]"),
    ("increased more than 5 times", "ratio", "(5, inf)", "(6, inf)"),
]


@pytest.mark.parametrize(("printed", "unit", "to", "by"), READINGS)
def test_a_growth_by_a_multiple_has_two_readings(printed, unit, to, by):
    found = readings(printed, unit)
    assert {name: phrase.bounds for name, phrase in found.items()} == {
        "to": Interval.written(to),
        "by": Interval.written(by),
    }


def test_the_readings_of_a_growth_have_values_one_apart():
    found = readings("增长32倍", "ratio")
    assert (found["to"].value, found["by"].value) == (32, 33)
    found = readings("增长32倍", "percent")
    assert (found["to"].value, found["by"].value) == (3100, 3200)


def test_a_few_has_no_value_in_either_reading():
    assert {phrase.value for phrase in readings("高出几十倍", "ratio").values()} == {None}


@pytest.mark.parametrize(
    ("traditional", "simplified", "unit"),
    [
        ("較去年同期驟減兩成", "较去年同期骤减两成", "percent"),
        ("年減逾三成五", "年减逾三成五", "percent"),
        ("增速放緩至5%", "增速放缓至5%", "percent"),
        ("僅占全國的四成", "仅占全国的四成", "percent"),
        ("邁過5億戶", "迈过5亿户", "user"),
        ("逾兩億臺", "逾两亿台", "unit"),
        ("淨虧損五億六千萬美元", "净亏损五亿六千万美元", "USD"),
        ("略遜於三成", "略逊于三成", "percent"),
        ("縮減至1/3", "缩减至1/3", "percent"),
        ("腰斬", "腰斩", "percent"),
        ("數百萬個用戶", "数百万个用户", "user"),
        ("佔據約七十萬噸", "占据约七十万吨", "tonne"),
        ("名列前三強", "名列前三强", "rank"),
        ("十幾億韓圓", "十几亿韩圆", "KRW"),
    ],
)
def test_traditional_characters_say_the_same(traditional, simplified, unit):
    assert read(traditional, unit) == read(simplified, unit)

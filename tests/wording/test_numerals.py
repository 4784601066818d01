"""Numerals by themselves, beside what cn2an knows of them."""

from decimal import Decimal

import cn2an
import pytest

from marketshare.wording import WordingError, normalise
from marketshare.wording.english import english_fraction
from marketshare.wording.numerals import read_numeral


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("708", "708", "1"),
        ("8000", "8000", "1000"),
        ("12,306", "12306", "1"),
        ("11.33亿", "1.133e9", "1e6"),
        ("700亿", "7e10", "1e10"),
        ("1.50亿", "1.5e8", "1e6"),
        ("1亿2千万", "1.2e8", "1e7"),
        ("3千5百万", "3.5e7", "1e6"),
        ("2万3千亿", "2.3e12", "1e11"),
        ("1.5万亿", "1.5e12", "1e11"),
        ("1亿零50万", "100500000", "1e5"),
        ("两千三百万", "2.3e7", "1e6"),
        ("一点五亿", "1.5e8", "1e7"),
        ("零点五", "0.5", "0.1"),
        ("三万亿", "3e12", "1e12"),
        ("一百零五", "105", "1"),
        ("一万二", "12000", "1000"),
        ("一百一", "110", "10"),
        ("一万零二", "10002", "1"),
        ("百万", "1e6", "1e6"),
        ("俩", "2", "1"),
        ("二〇", None, None),
        ("叁拾", "30", "10"),
        ("2.5million", "2.5e6", "1e5"),
        ("2.5bn", "2.5e9", "1e8"),
        ("twenty-fivemillion", "2.5e7", "1e6"),
        ("threehundred", "300", "100"),
        ("ahundred", "100", "100"),
        ("0", "0", "1"),
        ("0.0", "0", "0.1"),
    ],
)
def test_a_numeral_has_a_value_and_a_lowest_place(text, value, place):
    if value is None:
        with pytest.raises(WordingError):
            read_numeral(text)
        return
    numeral = read_numeral(text)
    assert numeral.value == Decimal(value)
    assert numeral.place == Decimal(place)


@pytest.mark.parametrize("number", [*range(1, 130), 1001, 1010, 2300, 10_005, 12_345, 20_000_000, 123_456_789])
def test_every_numeral_that_cn2an_writes_is_read_back(number):
    assert read_numeral(cn2an.an2cn(number)).value == number


@pytest.mark.parametrize(
    ("text", "is_count"),
    [
        ("708", True),
        ("8000", True),
        ("二十", True),
        ("三百二十五", True),
        ("两百", False),
        ("8000万", False),
        ("2.5", False),
    ],
)
def test_a_plain_whole_number_is_a_count_unless_it_is_a_round_one_in_words(text, is_count):
    assert read_numeral(text).is_count is is_count


def test_the_step_below_a_power_of_ten_is_a_tenth_of_the_step_above():
    hundred_million = read_numeral("1亿")
    assert (hundred_million.half_step_down, hundred_million.half_step_up) == (5_000_000, 50_000_000)
    finer = read_numeral("1.0亿")
    assert finer.half_step_down == finer.half_step_up == 5_000_000


@pytest.mark.parametrize(
    "text", ["", "abc", "1.", "12,34", "1万2", "1兆", "十十", "一百两", "〇〇", "万亿万", "9" * 19]
)
def test_what_is_no_numeral_is_refused(text):
    with pytest.raises(WordingError):
        read_numeral(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("athird", (1, 3)),
        ("two-thirds", (2, 3)),
        ("threequarters", (3, 4)),
        ("1in4", (1, 4)),
        ("third", None),
        ("x", None),
    ],
)
def test_a_fraction_in_english_words_has_two_parts(text, parts):
    assert english_fraction(text) == parts


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("２．５ 亿", "2.5亿"),
        ("交 易", "交易"),
        ("3 – 5億", "3-5亿"),
        ("４２．９％", "42.9%"),
        ("⼆\u3000十", "二十"),
        ("2\u200b.5\u00a0亿", "2.5亿"),
        ("10²", "10²"),
        ("⑩", "⑩"),
        ("½", "½"),
    ],
)
def test_the_normal_form_keeps_what_would_change_the_number(text, normal):
    assert normalise(text) == normal


def test_the_normal_form_of_a_normal_form_is_itself():
    text = normalise("超 过 ２．５ 億 – ３ 億")
    assert normalise(text) == text

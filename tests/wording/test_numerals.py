"""Numerals by themselves, beside what cn2an knows of them."""

import time
from contextlib import suppress
from decimal import Decimal

import cn2an
import pytest

from marketshare.wording import WordingError, normalise
from marketshare.wording.numerals import read_numeral
from marketshare.wording.parts import number_at


@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("708", "708", "1"),
        ("8000", "8000", "1000"),
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
        ("二〇", "20", "10"),
        ("三〇二点三亿", "3.023e10", "1e7"),
        ("卅一点五亿", "3.15e9", "1e7"),
        ("3万5", "35000", "1000"),
        ("一百一十二", "112", "1"),
        ("two hundred and five thousand", "205000", "1000"),
        ("two thousand three hundred", "2300", "100"),
        ("5 mm", "5e6", "1e6"),
        ("叁拾", "30", "10"),
        ("2.5million", "2.5e6", "1e5"),
        ("2.5bn", "2.5e9", "1e8"),
        ("twenty-five million", "2.5e7", "1e6"),
        ("three hundred", "300", "100"),
        ("a hundred", "100", "100"),
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
    ("text", "form", "value", "upto"),
    [
        ("8000多", "more", "8000", "0"),
        ("二十余万", "more", "2e5", "0"),
        ("几十", "few", "20", "100"),
        ("十几亿", "few", "1e9", "2e9"),
        ("五百六十几亿", "few", "5.6e10", "5.7e10"),
        ("九亿六千几万", "few", "9.6e8", "9.7e8"),
        ("several hundred", "few", "200", "1000"),
        ("tens of thousands", "few", "2e4", "1e5"),
        ("七八十", "span", "70", "80"),
        ("一百二三十", "span", "120", "130"),
        ("二十来", "about", "20", "0"),
        ("a dozen", "about", "12", "0"),
        ("two and a half million", "half", "2.5e6", "0"),
        ("half a million", "half", "5e5", "0"),
    ],
)
def test_a_numeral_that_is_no_single_number_has_a_form(text, form, value, upto):
    numeral = read_numeral(text)
    assert (numeral.form, numeral.value, numeral.upto) == (form, Decimal(value), Decimal(upto))


@pytest.mark.parametrize(
    "text", ["", "abc", "1.", "12,34", "1兆", "十十", "一百两", "〇〇", "1万200", "万亿万", "9" * 19]
)
def test_what_is_no_numeral_is_refused(text):
    with pytest.raises(WordingError):
        read_numeral(text)


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


@pytest.mark.parametrize("piece", ["一", "9", "9.", "1万", "亿", "三分之", "a ", "twenty-", "hundred "])
def test_a_number_is_looked_for_no_further_than_a_number_is_long(piece):
    def seconds(times: int) -> float:
        text = piece * times
        start = time.perf_counter()
        for at in range(200):
            with suppress(WordingError):
                number_at(text, at)
        return time.perf_counter() - start

    assert min(seconds(50_000) for _ in range(3)) < 5 * min(seconds(200) for _ in range(3)) + 0.05

"""What isn't understood is refused with the one documented error, and with words that help."""

import pytest

from marketshare.wording import WordingError, read, readings

REFUSED = {
    "text that is no number": [
        ("", "count"), (" \n", "count"), ("abc", "count"), ("若干", "count"), ("大多数", "percent"),
        ("成千上万", "user"), ("third", "percent"), ("tens", "count"), ("倍增", "ratio"),
    ],
    "damaged or malformed numbers": [
        ("7.", "user"), (".5%", "percent"), ("1.2.3", "hhi_point"), ("12,34", "count"), ("1,2345", "count"),
        ("007", "count"), ("100%%", "percent"), ("5亿亿", "CNY"), ("1亿2亿", "user"), ("2千1亿", "CNY"),
        ("3-", "count"),
        ("1.5亿2千万", "user"), ("5亿5亿", "user"), ("十十", "count"), ("十两", "count"), ("两十", "count"),
        ("亿", "user"),
        ("百", "count"), ("3倍5", "ratio"), ("半个", "count"), ("半", "CNY"),
        ("三分之", "ratio"), ("三分之零", "ratio"), ("一分之一", "ratio"), ("2.5分之一", "ratio"),
        ("三分之0.5", "ratio"), ("2.5年半", "year"), ("两万年半", "year"), ("零年半", "year"),
        ("1/0", "ratio"), ("0/4", "ratio"), ("twothird", "ratio"), ("7七", "user"), ("一二个月", "count"),
    ],
    "characters that would change a number if they were folded": [
        ("10²", "count"), ("⑩", "count"), ("1½", "ratio"), ("٣", "count"), ("𝟏𝟎", "count"), ("1e400", "CNY"),
        ("1兆", "CNY"),
    ],
    "numbers that nobody measured": [("9" * 19, "count"), ("9" * 5000, "count"), ("1" + "0" * 30 + "亿", "CNY")],
    "contradicting bounds": [
        ("超过5亿以下", "user"), ("不足5亿以上", "user"), ("约超过3亿", "user"), ("近3亿左右", "user"),
        ("至少5亿以下", "user"),
        ("超过5亿不足3亿", "user"), ("more than 3 million or less", "user"), ("3亿（4亿至5亿）", "user"),
    ],
    "two bounds on one number": [
        ("超过8000多家", "count"), ("约十几个", "count"), ("近几十个", "count"), ("超过3-5亿", "user"),
        ("超过七八家", "count"), ("5亿（3亿）", "user"), ("708多个", "count"),
        ("2.5亿（超过2.4亿）", "user"), ("2.5亿（不超过2.6亿）", "user"),
    ],
    "two numbers that are no range": [
        ("10%和12%", "percent"), ("195%和385%", "percent"), ("3 and 5 million", "user"), ("20-30-40", "count"),
        ("3亿（2亿至5亿）", "user"),
        ("from 3 to 5 million users", "user"), ("约3亿（2亿至5亿）", "user"),
        ("5-3亿", "user"), ("3-3亿", "user"), ("第二至第二", "rank"), ("1/2-2/4", "ratio"), ("1-1/2", "ratio"),
        ("1/2-", "ratio"), ("%-5%", "percent"), ("三至五十个", "count"), ("500-1万", "count"),
        ("between 3 million", "user"),
        ("more than 3 but less than 5 million", "user"), ("more than 3 but less than 5m users", "user"),
        ("more than 3 but less than 5b", "CNY"), ("more than 3 but less than 5tn a year", "CNY"),
        ("2018-06-30", "count"), ("±5%", "percent"),
        ("5±1±2", "count"),
    ],
    "another currency": [
        ("$4.65bn", "CNY"), ("46.5亿美元", "CNY"), ("5亿元", "USD"), ("¥5亿", "USD"), ("人民币5亿美元", "CNY"),
        ("€5m", "CNY"),
    ],
    "another unit": [
        ("5亿元", "user"), ("$5m", "count"), ("2.5亿人", "CNY"), ("2.5亿人次", "user"), ("五年", "count"),
        ("8000家", "visit"),
        ("42.9%", "user"), ("42.9%", "ratio"), ("42.9%", "percentage_point"), ("4.5个百分点", "percent"),
        ("42.9", "percent"),
        ("2.5亿", "percent"), ("27倍", "percent"), ("是去年同期的27倍", "percent"), ("27倍", "user"),
        ("第二", "count"),
        ("五成", "rank"), ("708", "percentage_point"), ("2018年", "count"), ("百分之四十", "ratio"),
        ("翻一番", "user"),
    ],
    "units that don't exist": [("5", "banana"), ("5", "")],
    "changes that say nothing": [
        ("下降两倍", "ratio"), ("减少一倍", "percent"), ("下降5亿", "CNY"), ("增长下降5%", "percent"),
        ("grew from 3% to 5%", "percent"),
        ("下降-5%", "percent"),
        ("下降200%", "ratio"), ("增长2", "ratio"), ("同比5亿", "CNY"), ("到5亿", "user"), ("增长到32%", "ratio"),
        ("翻三倍", "ratio"), ("翻几番", "ratio"), ("翻一百番", "ratio"), ("翻1.5番", "ratio"), ("增长3倍", "user"),
    ],
    "numbers below nothing": [("-5", "count"), ("-3人", "user"), ("-2倍", "ratio"), ("不足0", "count"),
        ("近0", "count")],
    "ranks that are none": [("第零", "rank"), ("第2.5", "rank"), ("第几", "rank"), ("第", "rank"),
        ("第三方", "rank")],
    "tenths beyond ten": [("十一成", "percent"), ("十折", "percent"), ("0成", "percent")],
    "number-like text that is no figure": [
        ("500强", "count"), ("17/18年", "year"), ("24小时", "count"), ("12306项目", "count"), ("3）", "count"),
        ("18Q1", "count"),
    ],
}  # fmt: skip
CASES = [
    pytest.param(*case, id=f"{reason}: {case[0][:20]} in {case[1]}")
    for reason, cases in REFUSED.items()
    for case in cases
]


@pytest.mark.parametrize(("printed", "unit"), CASES)
def test_what_cannot_be_read_is_refused(printed, unit):
    with pytest.raises(WordingError):
        read(printed, unit)


@pytest.mark.parametrize(
    ("printed", "unit", "message"),
    [
        ("$4.65bn", "CNY", "it is in USD, not in CNY"),
        ("2.5亿人", "CNY", "counts 人, which is not a number of unit CNY"),
        ("超过5亿以下", "user", "contradict each other: 超过 and 以下"),
        ("超过8000多家", "count", "two bounds"),
        ("5-3亿", "user", "a range must rise"),
        ("27倍", "percent", "convert only by name"),
        ("42.9%", "ratio", "is a percentage, not a ratio"),
        ("增长32倍", "ratio", r"ambiguous: to \[31.5, 32.5\] or by \[32.5, 33.5\]"),
        ("下降两倍", "ratio", "a fall by a multiple says nothing"),
        ("第2.5", "rank", "ranks are whole numbers"),
        ("5", "banana", "unknown unit 'banana'; one of basis_point, .* or a currency"),
        ("9" * 120, "count", "more digits than a measurement has"),
        ("9" * 121, "count", "too long for a number phrase: '9999"),
        ("翻二十一番", "ratio", "not a number of doublings"),
        ("万亿", "CNY", "how many"),
        ("9" * 5000, "count", "too long for a number phrase: '9999"),
        ("", "count", "found nothing"),
    ],
)
def test_a_refusal_says_why(printed, unit, message):
    with pytest.raises(WordingError, match=message):
        read(printed, unit)


@pytest.mark.parametrize(
    ("printed", "unit", "word", "so_far", "taken"),
    [
        ("foo 5%", "percent", "'foo'", "", "'5%'"),
        ("同比暴雷5%", "percent", "'暴雷'", "同比", "'同比5%'"),
        ("5.2 billion bananas", "CNY", "'bananas'", "5.2 billion", "'5.2 billion'"),
        ("5亿元（注）", "CNY", "'\\(注'", "5亿, 元", "would be taken"),
        ("42.9", "percent", "not a percentage", "42.9", "'42.9%'"),
        ("3.2", "percentage_point", "not a number of percentage points", "3.2", "'3.2个百分点'"),
        ("超过5亿以下", "user", "超过 and 以下", "超过, 5亿, 以下", "would be taken"),
        ("同比回落", "percent", "there is no number in it", "同比, 回落", "'42.9%'"),
    ],
)
def test_a_refusal_names_the_word_what_was_read_and_what_would_be_taken(printed, unit, word, so_far, taken):
    with pytest.raises(WordingError, match=f"{word}.*{so_far}.*{taken}"):
        read(printed, unit)


@pytest.mark.parametrize("printed", ["增加4500万人", "up $2.5bn to $36.2bn", "超过3亿不足2亿", "新增300万"])
def test_a_refusal_never_proposes_to_leave_out_a_word_that_says_something(printed):
    with pytest.raises(WordingError) as error:
        read(printed, "user")
    proposed = str(error.value).rpartition("; ")[2]
    assert not any(digits in proposed for digits in ("4500", "36.2", "300万", "2亿"))


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("增长32倍", "ratio"),
        ("增长32倍", "percent"),
        ("高出几十倍", "ratio"),
        ("grew 32-fold", "ratio"),
        ("涨了2至3倍", "ratio"),
    ],
)
def test_a_growth_by_a_multiple_is_never_one_number(printed, unit):
    with pytest.raises(WordingError, match="ambiguous"):
        read(printed, unit)


@pytest.mark.parametrize(
    ("printed", "unit"), [("27倍", "ratio"), ("增长一倍", "ratio"), ("86%", "percent"), ("第二", "rank")]
)
def test_what_is_clear_has_no_readings(printed, unit):
    with pytest.raises(WordingError, match="one reading only"):
        readings(printed, unit)


@pytest.mark.parametrize(
    ("printed", "unit", "joined"),
    [
        ("4:1", "count", "41"), ("2^3", "count", "23"), ("10e6", "count", "106"),
        ("2018 年度 36.2%", "percent", "201836"),
        ("sub-30%", "percent", "-30"), ("4比1", "ratio", "41"),
    ],
)  # fmt: skip
def test_a_phrase_that_would_be_taken_joins_no_two_numbers_and_makes_no_minus_of_a_hyphen(printed, unit, joined):
    with pytest.raises(WordingError) as refused:
        read(printed, unit)
    assert joined not in str(refused.value).rsplit(";", 1)[1]


def test_the_readings_of_what_cannot_be_read_are_refused():
    with pytest.raises(WordingError, match="not a number phrase"):
        readings("many", "ratio")


def test_the_error_is_a_value_error():
    assert issubclass(WordingError, ValueError)


@pytest.mark.parametrize("unit", ["ratio", "percent"])
@pytest.mark.parametrize("phrase", ["翻番级", "翻倍规模", "翻一番级别"])
def test_a_size_of_what_is_no_amount_is_refused(phrase, unit):
    with pytest.raises(WordingError, match="speak of the size of an amount"):
        read(phrase, unit)

"""What holds for every phrase, not just for those of the table."""

import math
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketshare.interval import Interval
from marketshare.wording import (
    Phrase,
    WordingError,
    normalise,
    read,
    read_period,
    readings,
    render_bounds,
    render_value,
)
from marketshare.wording.vocabulary import AFTER, BEFORE, CURRENCIES, NOUNS

LINES = Path(__file__).with_name("phrases.txt").read_text("utf-8").splitlines()
TABLE = [tuple(part.strip() for part in line.split("|")[:2]) for line in LINES if line and line[0] != "#"]
UNITS = [
    "percent",
    "percentage_point",
    "hhi_point",
    "ratio",
    "CNY",
    "user",
    "visit",
    "transaction",
    "count",
    "rank",
    "year",
]
CONVENTIONS = st.sampled_from(["en", "zh"])
PIECES = [
    *BEFORE,
    *AFTER,
    *CURRENCIES,
    *NOUNS["count"],
    *"零一二三四五六七八九十百千万亿点两半几数多余倍番成折第翻",
    *"0123456789.,%-~±/()",
]
PIECES += [
    "million",
    "bn",
    "a",
    "third",
    "half",
    "and",
    "个百分点",
    "fold",
    "分之",
    "百分之",
    "doubled",
    " ",
    "²",
    "½",
    "\ud800",
]

amounts = st.builds(lambda digits, exponent: digits * 10**exponent, st.integers(1, 9999), st.integers(0, 11))
printed = st.one_of(
    st.builds("{}亿".format, st.decimals("0.1", "9999", places=2)),
    st.builds("{}万".format, st.integers(1, 9999)),
    st.builds("{} million".format, st.decimals("0.1", "999", places=1)),
    st.builds("{}".format, st.integers(1, 10**9)),
)


@given(amounts, st.sampled_from(["user", "visit", "transaction", "CNY", "USD", "PLN", "unit", "tonne"]), CONVENTIONS)
def test_a_value_of_four_digits_is_read_back_from_its_rendering(value, unit, convention):
    assert read(render_value(value, unit, convention=convention), unit).value == value


@given(
    st.integers(-99_999, 99_999),
    st.sampled_from(["percent", "percentage_point", "per_mille", "basis_point", "hhi_point"]),
    CONVENTIONS,
)
def test_a_value_with_the_decimals_of_its_unit_is_read_back_from_its_rendering(tenths, unit, convention):
    assert read(render_value(tenths / 10, unit, convention=convention), unit).value == Decimal(tenths) / 10


@given(st.floats(1e-3, 1e15), st.sampled_from(["user", "CNY", "ratio", "percent", "hhi_point"]), CONVENTIONS)
def test_what_is_read_from_a_rendering_reaches_the_value_within_its_rounding(value, unit, convention):
    value = round(value) if unit == "user" else value
    bounds = read(render_value(value, unit, convention=convention), unit).bounds
    slack = 1e-9 * value
    assert bounds.low - slack <= value <= bounds.high + slack


@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(0, 8), CONVENTIONS)
def test_closed_bounds_of_a_count_are_read_back_from_their_rendering(low, width, exponent, convention):
    bounds = Interval(low * 10**exponent, (low + width) * 10**exponent)
    assert read(render_bounds(bounds, "count", convention=convention), "count").bounds == bounds


@given(amounts, st.booleans(), CONVENTIONS)
def test_a_lower_bound_is_read_back_from_its_rendering(low, closed, convention):
    bounds = Interval.at_least(low, closed=closed)
    assert read(render_bounds(bounds, "user", convention=convention), "user").bounds == bounds


@given(
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)), st.sampled_from(UNITS)
)
def test_any_text_has_finite_or_infinite_bounds_or_is_refused(text, unit):
    for reader in (
        read,
        lambda text, unit: next(iter(readings(text, unit).values())),
        lambda text, _: read_period(text),
    ):
        try:
            found = reader(text, unit)
        except WordingError:
            continue
        if isinstance(found, Phrase):
            assert found.bounds.low <= found.bounds.high
            assert found.value is None or math.isfinite(found.value)


@pytest.mark.parametrize(
    "piece", [*"9一十百千万亿点几多半倍成-~±/(,.过上第翻零", "a", "and", "to", "more than", "百分之", "分之"]
)
def test_a_long_text_of_one_piece_is_refused_at_once(piece):
    for times in (30, 119, 5_000):
        for unit in UNITS:
            with pytest.raises(WordingError):
                read(piece * times + "x", unit)


CHINESE = [row for row in TABLE if not any("a" <= char <= "z" for char in row[0].lower())]


@given(st.sampled_from(CHINESE), st.integers(0, 40), st.sampled_from([" ", "\u3000", "\n", "\u00a0", "\u200b"]))
def test_space_changes_nothing_but_between_digits_and_after_a_dash(row, at, space):
    text, unit = row
    before, after = text[:at], text[at:]
    if space != "\u200b" and (
        (before[-1:].isdigit() and after[:1].isdigit())
        or before in {"-", "−"}
        or before[-1:] in {".", ","}
        or after[:1] in set("-−–—~～")
    ):
        return
    assert read(before + space + after, unit) == read(text, unit)


@given(st.sampled_from(TABLE), st.sampled_from(["  ", "\n", "\u00a0", "\u3000"]))
def test_any_white_space_between_words_is_one_space(row, space):
    text, unit = row
    assert read(text.replace(" ", space), unit) == read(text, unit)


@given(st.sampled_from(TABLE))
def test_full_width_forms_never_change_the_result(row):
    text, unit = row
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
    assert read(wide, unit) == read(text, unit)


@given(st.sampled_from(CHINESE))
def test_the_normal_form_says_the_same(row):
    text, unit = row
    assert read(normalise(text), unit) == read(text, unit)


@given(printed, st.sampled_from(["超过", "逾", "more than ", "over "]))
def test_more_than_bounds_below_at_the_number_and_not_above(number, word):
    plain, bounded = read(number, "CNY"), read(word + number, "CNY")
    assert bounded.value == plain.value
    assert bounded.bounds == Interval.at_least(float(plain.value), closed=False)


@given(printed, st.sampled_from(["{}以上", "{}+", "至少{}", "at least {}"]))
def test_at_least_is_more_than_with_the_number_itself(number, form):
    bounds = read(form.format(number), "CNY").bounds
    assert bounds == Interval.at_least(float(read(number, "CNY").value))


@given(printed, st.sampled_from(["不足", "不到", "less than ", "under "]))
def test_less_than_bounds_above_at_the_number_and_widens_down_to_nothing(number, word):
    bounds = read(word + number, "CNY").bounds
    assert bounds == Interval(0, float(read(number, "CNY").value), True, False)


@given(printed, st.sampled_from(["user", "CNY"]))
def test_about_never_narrows_and_nearly_is_its_lower_half(number, unit):
    if len(number) == 1 and unit == "user":
        return  # no whole number is nearly three
    plain, about, nearly = (read(word + number, unit) for word in ("", "约", "近"))
    assert about.bounds.low <= plain.bounds.low <= plain.bounds.high <= about.bounds.high
    assert nearly.bounds.low == about.bounds.low
    assert about.bounds.low <= nearly.bounds.high <= float(plain.value)


@given(st.integers(1, 9999), st.sampled_from(["ratio", "percent"]))
def test_by_a_multiple_is_one_more_than_to_it(times, unit):
    text = f"增长{times + 1}倍"
    found = readings(text, unit)
    assert found["by"].value - found["to"].value == (1 if unit == "ratio" else 100)
    assert found["by"].bounds.low - found["to"].bounds.low == pytest.approx(1 if unit == "ratio" else 100)

"""Every word of the vocabulary does what its role says, in both languages alike."""

from collections import Counter
from itertools import product

import pytest

from marketshare.interval import Interval
from marketshare.wording import WordingError, read
from marketshare.wording.vocabulary import CURRENCIES, GENERIC_CURRENCIES, NOUNS, ROLES

WORDS = [
    pytest.param(role, meaning, where, word, id=f"{role}: {meaning}: {where}: {word}")
    for role, meaning, where, words in ROLES
    for word in words.split(", ")
]


def of(role, *meanings, where=("before", "either")):
    return [
        word.values[3]
        for word in WORDS
        if word.values[0] == role and word.values[2] in where and (not meanings or word.values[1] in meanings)
    ]


def before(word, number="30%"):
    return f"{word} {number}" if word[-1].isascii() and word[-1].isalpha() else word + number


def test_a_word_has_one_meaning_where_it_stands():
    for where in ("before", "after"):
        listed = Counter(word for _, _, at, words in ROLES if at in {where, "either"} for word in words.split(", "))
        assert [word for word, times in listed.items() if times > 1] == []


ONE_LANGUAGE = {"番", "成", "折", "per ten thousand", "level", "to less", "to more", "rate down"}
"""Meanings for which one of the two languages has no word of its own."""


def test_every_role_has_words_in_both_languages():
    for role, meaning, _, _ in ROLES:
        words = [word for r, m, _, listed in ROLES if (r, m) == (role, meaning) for word in listed.split(", ")]
        if meaning not in ONE_LANGUAGE and role not in {"joint", "doubling", "vague"}:
            assert {word.isascii() for word in words} == {True, False}, (role, meaning)


def test_more_is_open_below_in_either_language():
    for word in of("bound", "more", "more than"):
        assert read(before(word), "percent").bounds == Interval.written("(30, inf)"), word


def test_at_least_is_closed_below_in_either_language():
    for word in of("bound", "at least"):
        assert read(before(word), "percent").bounds == Interval.written("[30, inf)"), word


def test_less_is_open_above_in_either_language():
    for word in of("bound", "less", "less than"):
        assert read(before(word), "percent").bounds == Interval.written("[0, 30)"), word


def test_at_most_is_closed_above_in_either_language():
    for word in of("bound", "at most"):
        assert read(before(word), "percent").bounds == Interval.written("[0, 30]"), word


@pytest.mark.parametrize(
    ("meaning", "bounds"),
    [("more", "(30, inf)"), ("at least", "[30, inf)"), ("less", "[0, 30)"), ("at most", "[0, 30]")],
)
def test_a_bound_after_the_number_is_the_same_bound(meaning, bounds):
    for word in of("bound", meaning, where=("after",)):
        space = " " if word.isascii() and word[0].isalpha() else ""
        assert read(f"30%{space}{word}", "percent").bounds == Interval.written(bounds), word


def test_about_reaches_a_tenth_or_half_a_round_step_in_either_language():
    for word in of("hedge", "about"):
        assert read(before(word), "percent").bounds == Interval(27, 33), word


def test_nearly_lies_below_in_either_language():
    for word in of("hedge", "nearly"):
        assert read(before(word), "percent").bounds == Interval.written("[27, 30)"), word


def test_just_over_lies_above_in_either_language():
    for word in of("hedge", "barely"):
        assert read(before(word), "percent").bounds == Interval.written("(30, 33]"), word


def test_a_rise_is_a_positive_growth_and_no_stock():
    for word in of("change", "up"):
        assert read(before(word), "percent").bounds == Interval(29.5, 30.5), word
        with pytest.raises(WordingError, match="kind must be change"):
            read(before(word, "3亿"), "user")
        assert read(before(word, "3亿"), "user", kind="change").value == 300_000_000, word


def test_a_fall_is_a_negative_growth_and_no_stock():
    for word in of("change", "down"):
        assert read(before(word), "percent").bounds == Interval(-30.5, -29.5), word
        with pytest.raises(WordingError, match="kind must be change"):
            read(before(word, "3亿"), "user")
        assert read(before(word, "3亿"), "user", kind="change").value == -300_000_000, word


def test_a_change_to_a_number_is_a_level():
    for word in [*of("change", "up"), *of("change", "down")]:
        for to in ("至", "到") if word == "up" else ("to ", "至", "到"):  # "up to" is at most
            assert read(f"{word} {to}30%", "percent").bounds == Interval(29.5, 30.5), word


def test_below_after_a_fall_bounds_the_level():
    for word, place in [*product(of("change", "down"), ["below"]), *product(["fell", "跌"], of("bound", "less than"))]:
        said = f"{word} {place}" if place.isascii() else f"{word}至{place}"
        assert read(before(said), "percent").bounds == Interval.written("[0, 30)"), word


def test_above_after_a_rise_bounds_the_level():
    for word, place in [*product(of("change", "up"), ["above"]), *product(["rose", "升"], of("bound", "more than"))]:
        said = f"{word} {place}" if place.isascii() else f"{word}至{place}"
        assert read(before(said), "percent").bounds == Interval.written("(30, inf)"), word


def test_a_verb_of_falling_through_bounds_the_level():
    for word in of("change", "to less"):
        assert read(before(word), "percent").bounds == Interval.written("[0, 30)"), word
        assert read(f"增速{word}30%", "percent").bounds == Interval.written("(-inf, 30)"), word


def test_a_verb_of_breaking_through_bounds_the_level():
    for word in of("change", "to more"):
        assert read(before(word), "percent").bounds == Interval.written("(30, inf)"), word


def test_a_noun_for_growth_makes_it_a_growth():
    for word in of("change", "rate up"):
        assert read(before(word), "percent", kind="growth").value == 30, word
        with pytest.raises(WordingError):
            read(before(word, "3亿"), "user")


def test_a_noun_for_a_fall_makes_it_a_negative_growth():
    for word in of("change", "rate down"):
        assert read(before(word), "percent").value == -30, word
        assert read(f"{word}收窄至30%", "percent").value == -30, word


def test_a_verb_of_pace_says_only_where_a_growth_ended():
    for word in of("change", "pace"):
        assert read(f"growth {word} to 30%", "percent").value == 30, word
        with pytest.raises(WordingError, match="the change of a growth"):
            read(before(word), "percent")


def test_a_word_that_states_a_point_bounds_nothing():
    for word in of("level", "is"):
        assert read(before(word), "percent").bounds == Interval(29.5, 30.5), word


def test_a_comparison_needs_a_change_where_the_number_is_a_stock():
    for word in of("base", "against"):
        assert read(before(word), "percent").value == 30, word
        with pytest.raises(WordingError, match="compared, but how"):
            read(before(word, "3亿"), "user")
        with pytest.raises(WordingError, match="kind is level"):
            read(before(word), "percent", kind="level")


def test_a_minus_is_negative_in_either_language():
    for word in of("sign", "minus"):
        assert read(f"{word}30%".replace("s30", "s 30").replace("e30", "e 30"), "percent").value == -30, word


def test_a_loss_is_negative_money_and_nothing_else():
    for word in of("sign", "loss"):
        assert read(before(word, "3亿元"), "CNY").value == -300_000_000, word
        with pytest.raises(WordingError, match="a loss is an amount of money"):
            read(before(word), "percent")


def test_a_filler_changes_nothing():
    for word in [word for word in of("filler") if word != "by"]:
        assert read(before(word), "percent").bounds == Interval(29.5, 30.5), word


def test_a_filler_after_the_number_changes_nothing():
    for word in of("filler", where=("after",)):
        space = " " if word.isascii() else ""
        assert read(f"30%{space}{word}", "percent").bounds == Interval(29.5, 30.5), word


def test_a_vague_word_is_refused_with_its_reason():
    for word in of("vague"):
        with pytest.raises(WordingError, match="may be a doubling"):
            read(word + "30%", "percent")


@pytest.mark.parametrize(
    ("meaning", "unit", "value"),
    [
        ("percent", "percent", "30"),
        ("per mille", "per_mille", "30"),
        ("point", "percentage_point", "30"),
        ("pct", "percentage_point", "30"),
        ("basis point", "basis_point", "30"),
        ("times", "ratio", "30"),
        ("番", "ratio", "1073741824"),
    ],
)
def test_the_sign_of_a_unit_is_read_in_its_unit_only(meaning, unit, value):
    number = "20" if meaning == "番" else "30"
    for word in of("unit", meaning, where=("after",)):
        space = " " if word[0].isalpha() and word.isascii() else ""
        assert read(f"{number}{space}{word}", unit).value == (int(value) if number == "30" else 2**20), word
        with pytest.raises(WordingError):
            read(f"{number}{space}{word}", "user")


def test_a_currency_stands_before_or_after_and_never_mixes():
    for word, code in CURRENCIES.items():
        for phrase in (f"{word} 3 million", f"3 million {word}")[word == "top" :]:  # the top 3 are ranks
            assert read(phrase, code).value == 3_000_000, word
            if word not in GENERIC_CURRENCIES:
                with pytest.raises(WordingError, match=f"it is in {code}, not in"):
                    read(phrase, "PLN" if code != "PLN" else "CZK")


def test_what_is_counted_may_follow_the_number():
    for unit, nouns in NOUNS.items():
        for noun in nouns:
            if unit != "rank":
                assert read(f"35 {noun}", unit).value == 35, noun

"""Phrasing: the words that say a phrase again, exactly."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import product

from marketshare.interval import Interval
from marketshare.wording.errors import WordingError
from marketshare.wording.phrase import Phrase, read
from marketshare.wording.render import Convention

__all__ = ["render_phrase"]

_SIZES: dict[Convention, dict[Decimal, str]] = {
    "en": {Decimal(1): "", Decimal(10**6): " million", Decimal(10**9): " billion", Decimal(10**12): " trillion"},
    "zh": {Decimal(1): "", Decimal(10**4): "万", Decimal(10**8): "亿", Decimal(10**12): "万亿"},
}
_MONEY = {"CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑"}
_FRAMES: dict[Convention, dict[str, str]] = {
    "en": {"percent": "{}%", "percentage_point": "{} pp"} | {code: f"{code} {{}}" for code in _MONEY},
    "zh": {"percent": "{}%", "percentage_point": "{}个百分点", "rank": "第{}", "year": "{}年"}
    | {code: f"{{}}{word}" for code, word in _MONEY.items()},
}
_WORDS: dict[Convention, dict[str, str]] = {
    "en": {
        "more": "more than {}", "at least": "at least {}", "less": "less than {}", "at most": "at most {}",
        "nearly": "nearly {}", "about": "about {}", "many": "{}-odd", "range": "{} to {}", "window": "{} but {}",
    },
    "zh": {
        "more": "超过{}", "at least": "至少{}", "less": "不足{}", "at most": "至多{}",
        "nearly": "近{}", "about": "约{}", "many": "{}多", "range": "{}至{}", "window": "{}{}",
    },
}  # fmt: skip
_HALF: dict[Convention, str] = {"en": "half a year", "zh": "半年"}
_AND_A_HALF: dict[Convention, str] = {"en": "{} and a half years", "zh": "{}年半"}
_SIZED = {"user", "visit", "transaction", "count", *_MONEY}


def render_phrase(phrase: Phrase, unit: str, *, convention: Convention = "en") -> str:
    """Words that say exactly this: reading them gives back the value and the bounds, closed ends closed.

    The shortest usual form is taken: the number if its rounding explains the bounds, with a bound word if that does,
    a range, or the number with its bounds in parentheses.

    Args:
        phrase: A value, or None, and bounds.
        unit: One of the closed list.
        convention: ``en`` (250 million) or ``zh`` (2.5亿).

    Raises:
        WordingError: no words say it: it may be anything; or it is one-sided and has no value to say "more than" of.

    Example:
        >>> phrase = read("超过2.5亿", "user")
        >>> render_phrase(phrase, "user"), render_phrase(phrase, "user", convention="zh")
        ('more than 250 million', '超过2.5亿')
        >>> render_phrase(read("8000多家", "count"), "count")
        '8,000-odd'
        >>> render_phrase(read("十几亿", "CNY"), "CNY", convention="zh")
        '超过10亿元不足20亿元'
    """
    for text in [*_forms(phrase, unit, convention), "far above" if convention == "en" else "远超"]:
        try:
            said = read(text, unit)
        except WordingError:
            continue
        if said == phrase:
            return re.sub("-(?=[0-9])", "−", text)
    raise WordingError(f"no words say {phrase.value} within {phrase.bounds} in {unit}")


def _forms(phrase: Phrase, unit: str, convention: Convention) -> Iterator[str]:
    words = _WORDS[convention]
    if phrase.value is None:
        yield from _bounds(phrase.bounds, unit, convention)
        return
    numbers = list(_numbers(phrase.value, unit, convention))
    likely = [words.get(word, "{}") for word in _likely(phrase.value, phrase.bounds)]
    parts = list(_parts(phrase.value, unit, convention))
    for word, number in [*product(likely, numbers), *product(likely, parts)]:
        yield word.format(number)
    for number, bounds in product([numbers[0], *parts[:1]], _bounds(phrase.bounds, unit, convention)):
        yield f"{number} ({bounds})" if convention == "en" else f"{number}（{bounds}）"


def _likely(value: Decimal, bounds: Interval) -> list[str]:
    """The words that could explain these bounds."""
    at = float(value)
    if bounds.low == at and bounds.is_one_sided:
        return ["at least" if bounds.low_closed else "more"]
    if bounds.high == at and not bounds.is_exact:
        return ["at most", "nearly", "less"] if bounds.low == 0 or bounds.is_one_sided else ["nearly"]
    return ["", "about"] if bounds.low < at < bounds.high or bounds.is_exact else ["many"]


def _bounds(bounds: Interval, unit: str, convention: Convention) -> Iterator[str]:
    words = _WORDS[convention]
    low, high = (
        list(_numbers(Decimal(repr(end)), unit, convention)) if abs(end) < float("inf") else []
        for end in (bounds.low, bounds.high)
    )
    lows = [words["at least" if bounds.low_closed else "more"].format(number) for number in low]
    highs = [words["at most" if bounds.high_closed else "less"].format(number) for number in high]
    if bounds.ends == "[]":
        yield from (words["range"].format(*pair) for pair in product(low, high))
    yield from (words["window"].format(*pair) for pair in product(lows, highs))
    yield from lows if not highs else highs if not lows else []


def _numbers(value: Decimal, unit: str, convention: Convention) -> Iterator[str]:
    """Ways to print a number, the usual one first: other sizes and more decimals say how finely it is known."""
    sizes = _SIZES[convention] if unit in _SIZED else {Decimal(1): ""}
    usual = max((size for size in sizes if size <= abs(value)), default=Decimal(1))
    frame = _FRAMES[convention].get(unit, "{}")
    if unit == "ratio" and convention == "zh" and value > 1:
        frame = "{}倍"
    for size in sorted(sizes, key=lambda size: size != usual):
        digits = f"{(value / size).normalize():{',' if convention == 'en' else ''}f}"
        decimals = len(digits.partition(".")[2])
        yield frame.format(digits + sizes[size])
        for more in range(1, 4):
            padded = digits + ("" if decimals else ".") + "0" * more
            yield frame.format(padded + sizes[size])


def _parts(value: Decimal, unit: str, convention: Convention) -> Iterator[str]:
    """A number that is a fraction (1/3), or years and a half."""
    if unit in {"ratio", "percent"}:
        part = Fraction(value if unit == "ratio" else value / 100)
        near = part.limit_denominator(10_000)
        if abs(near - part) < Fraction(1, 10**20) and near > 0:
            yield from (f"{near.numerator * step}/{near.denominator * step}" for step in range(1, 11))
    if unit == "year" and value % 1 == Decimal("0.5"):
        yield (_HALF if value < 1 else _AND_A_HALF)[convention].format(int(value))

"""Numerals: digits, Chinese and English number words with their scales, and how finely they are printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import cn2an

from marketshare.wording.errors import WordingError
from marketshare.wording.vocabulary import SCALES

__all__ = ["ENGLISH", "Numeral", "numeral_at", "read_numeral"]

MOST_DIGITS = 18
"""More digits than this are no measurement, and a floating-point number could not hold them."""

LONGEST = 40
"""Characters of the longest numeral."""

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH = {word: number for number, word in enumerate([*_UNITS, *_TEENS], 1)}
ENGLISH |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
"""English number words below a hundred."""


def _either(words: Iterator[str] | list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_SCALE = _either([word for word in SCALES if word.isascii()])
_LETTERS = [word for word in SCALES if word.isascii() and len(word) > 4 and word != "hundred"]
_SMALL = rf"(?:(?:{_either(_TENS)})(?:[ -](?:{_either(_UNITS)}))?|{_either(_TEENS)}|{_either(_UNITS)})(?![a-z])"
_GROUP = rf"(?:(?:{_SMALL}|an?)[ -]hundred(?:(?: and)?[ -]{_SMALL})?(?!s)|{_SMALL})"
_WORDS = (
    rf"(?:{_GROUP}|a(?= (?:{_either(_LETTERS)})(?![a-z])))(?:[ -](?:{_either(_LETTERS)})(?:(?:,| and)? {_GROUP})?)*"
)
_DIGITS = rf"[0-9]{{1,{LONGEST + 1}}}(?:\.[0-9]{{1,{LONGEST + 1}}})?"
_ENGLISH = re.compile(
    rf"(?:(?P<few>several|a few)(?: (?P<fewer>hundred))?|(?P<words>{_WORDS})|(?P<digits>{_DIGITS}))"
    rf"(?P<half>[ -]and[ -]a[ -]half)?(?P<odd>[ -]odd)?"
    rf"(?P<scales>(?:[ -]?(?:(?:mio|mrd)\.|(?:{_SCALE})(?![a-z]|\.[a-z])))*)(?![0-9]|(?<!\.)[a-z])"
)
_PARTS = re.compile(
    rf"(?P<tens>tens|dozens|hundreds|thousands|millions|billions|trillions)"
    rf"(?: of (?P<of>{_either(_LETTERS)})(?![a-z]))?"
    rf"|(?P<part>half|quarter)[ -](?:of )?an? (?P<whole>dozen|{_either(_LETTERS)})(?![a-z])"
    rf"|(?:a|(?P<number>{_SMALL}))[ -]dozen(?![a-z])"
)

_FORMAL = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟俩", "零一二三四五六七八九十百千两")
_ONES = "零一二三四五六七八九"
_ARABIC = str.maketrans(_ONES, "0123456789")
_HAN = "(?:[零〇一二三四五六七八九十亿两俩廿卅卌点壹贰叁肆伍陆柒捌玖拾佰仟]|[百千万](?!分[之点]))"
_SIZE = "[十百千]?(?:万亿|万|亿)|十|[百千](?!分[之点])"
_CHINESE = re.compile(
    rf"(?P<head>(?:{_DIGITS}|{_HAN}){{0,{LONGEST + 1}}})(?P<more>[多余来]|(?:好?几|数)(?!计))?"
    rf"(?:个(?=[百千万]?亿))?(?P<size>{_SIZE})?"
    "(?P<tail>[多余](?![万亿]))?"
)
_LARGEST = re.compile("万亿|亿|万(?!.*亿)|千(?!.*[万亿])|百(?!.*[千万亿])|十(?!.*[百千万亿])")
_TWO_ADJACENT = re.compile("([一两二三四五六七八])([两二三四五六七八九])(?=[十百千万亿]*$)")
_POSITIONAL = re.compile(f"[{_ONES}]*零[{_ONES}]*")
_DECIMAL = re.compile(f"([{_ONES}十百千万亿两]+)点([{_ONES}]+)({_SIZE})?")
_SMALLER = {"百": "十", "千": "百", "万": "千", "亿": "千万"}


@dataclass(frozen=True)
class Numeral:
    """A number as printed.

    Attributes:
        value: The number.
        place: The unit of its lowest place that isn't zero: 0.01 亿 for 11.33亿, 100 亿 for 700亿, 1,000 for 8000.
        last: The unit of its last printed place: 1 亿 for 700亿, 1 for 8000; words print no zeros.
        decimals: Places printed after the point.
        scaled: True if it is counted in 万, 亿, million and the like.
        spelled: True if it is written in words, not digits.
        form: Nothing for a number; ``more`` (8000多: by less than one unit of its lowest place), ``few`` (几十, 十几:
            from `value` up to `upto`), ``span`` (七八: from `value` to `upto`), ``half`` (two and a half), ``about``
            (a dozen, 二十来).
        upto: The upper end of ``few`` and ``span``.
    """

    value: Decimal
    place: Decimal
    last: Decimal
    decimals: int = 0
    scaled: bool = False
    spelled: bool = False
    form: str = ""
    upto: Decimal = Decimal(0)

    @property
    def is_whole(self) -> bool:
        """True without decimals and without 万 or million: 708, 8000, 三百."""
        return not (self.scaled or self.decimals)

    @property
    def zeros(self) -> int:
        """Zeros at the end of its whole part."""
        return max(0, self.place.adjusted())

    def times(self, size: int | Decimal, *, scaled: bool = True) -> "Numeral":
        """So many of it: 2.5 times 亿."""
        return replace(
            self, value=self.value * size, place=self.place * size, last=self.last * size, upto=self.upto * size,
            scaled=self.scaled or scaled,
        )  # fmt: skip


def numeral_at(text: str, at: int) -> tuple[Numeral, int] | None:
    """The longest numeral that begins at `at`, and where it ends; None if there is none.

    Raises:
        WordingError: something looks like one, but its parts don't make one number (``2千1亿``); more than 18 digits.

    Example:
        >>> found, end = numeral_at("超过2.5亿人", 2)
        >>> int(found.value), int(found.place), end
        (250000000, 10000000, 6)
    """
    best: tuple[Numeral, int] | None = None
    if at == 0 or not (text[at].isascii() and text[at].isalpha() and text[at - 1].isascii() and text[at - 1].isalpha()):
        best = _english(text, at)
    match = _CHINESE.match(text, at)
    if match and match.group() and (best is None or match.end() > best[1]):
        found = _chinese(match)
        if found is not None:
            return found, match.end()
    return best


def read_numeral(text: str) -> Numeral:
    """Read one numeral, already in its normal form.

    Whole Chinese numerals go through cn2an's strict mode. It doesn't know 两, a one that is left out (百万), 一万二 for
    12,000, digits before 万, or decimals before 亿; those are read here.

    Raises:
        WordingError: it isn't one, its parts don't descend (``2千1亿``), or it has more than 18 digits.

    Example:
        >>> [int(read_numeral(text).value) for text in ("1亿2千万", "两千三百万", "一万二", "two hundred thousand")]
        [120000000, 23000000, 12000, 200000]
    """
    found = numeral_at(text, 0) if text else None
    if found is None or found[1] != len(text):
        raise WordingError(f"not a numeral: {text!r}")
    return found[0]


def _digits(text: str) -> Numeral:
    whole, _, decimals = text.partition(".")
    if len(whole) + len(decimals) > MOST_DIGITS:
        raise WordingError(f"more digits than a measurement has: {text!r}")
    value = Decimal(text)
    if decimals:
        last = Decimal(1).scaleb(-len(decimals))
        return Numeral(value, last, last, len(decimals))
    if len(whole) > 1 and whole[0] == "0":
        raise WordingError(f"a number that begins with a zero: {text!r}")
    return Numeral(value, _zeros(whole), Decimal(1))


def _zeros(digits: str) -> Decimal:
    return Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0)


def _spelled(value: int, *, scaled: bool) -> Numeral:
    if len(str(value)) > MOST_DIGITS:
        raise WordingError(f"more digits than a measurement has: {value}")
    place = _zeros(str(value))
    return Numeral(Decimal(value), place, place, scaled=scaled, spelled=True)


def _english(text: str, at: int) -> tuple[Numeral, int] | None:
    if match := _PARTS.match(text, at):
        return _vague(match), match.end()
    match = _ENGLISH.match(text, at)
    if match is None:
        return None
    if match["few"]:
        step = Decimal(100 if match["fewer"] else 1)
        found = Numeral(2 * step, step, step, spelled=True, form="few", upto=10 * step)
    else:
        found = _digits(match["digits"]) if match["digits"] else _in_words(match["words"])
    if match["half"]:
        if found.decimals or found.scaled or not found.value:
            raise WordingError(f"half of what? {match.group()!r}")
        found = replace(
            found, value=found.value + Decimal("0.5"), place=Decimal("0.5"), last=Decimal("0.5"), form="half"
        )
    if match["odd"]:
        found = replace(found, form="more")
    for scale in re.findall(_SCALE, match["scales"] or ""):
        found = found.times(SCALES[scale], scaled=scale != "hundred")
        if scale == "hundred" and not (found.is_whole and found.value < 10_000):
            raise WordingError(f"not a numeral: {match.group()!r}")
    if match["scales"] and match["digits"] and len(re.findall(_SCALE, match["scales"])) > 2:
        raise WordingError(f"not a numeral: {match.group()!r}")
    return found, match.end()


def _in_words(words: str) -> Numeral:
    total = group = 0
    size = 10**15
    for word in re.findall("[a-z]+", words):
        if word in ENGLISH:
            group += ENGLISH[word]
        elif word in {"a", "an"}:
            group = 1
        elif word == "hundred":
            group *= 100
        elif word in SCALES:
            if SCALES[word] >= size:
                raise WordingError(f"the parts of {words!r} do not descend to one number")
            size = SCALES[word]
            total, group = total + group * size, 0
    return _spelled(total + group, scaled=size < 10**15)


def _vague(match: re.Match[str]) -> Numeral:
    if word := match["tens"]:
        step = {"tens": 10, "dozens": 12}.get(word) or SCALES[word.removesuffix("s")]
        size = SCALES[match["of"]] if match["of"] else 1
        if word == "tens" and size == 1:
            raise WordingError("tens of what?")
        low = Decimal(2 * step * size)
        high = Decimal((100 if step == 12 else 10 * step) * size)
        return Numeral(low, low, low, scaled=step >= 1000 or size > 1, spelled=True, form="few", upto=high)
    if match["part"]:
        size = 12 if match["whole"] == "dozen" else SCALES[match["whole"]]
        value = Decimal(size) / (2 if match["part"] == "half" else 4)
        return Numeral(value, value, value, scaled=size > 12, spelled=True, form="half" if size > 12 else "about")
    number = ENGLISH.get(match["number"], 1)
    return Numeral(Decimal(12 * number), Decimal(1), Decimal(1), spelled=True, form="about")


def _chinese(match: re.Match[str]) -> Numeral | None:
    if len(match.group()) > LONGEST:
        raise WordingError(f"more digits than a measurement has: {match.group()[:20]}…")
    head, more, size, tail = (match[name] or "" for name in ("head", "more", "size", "tail"))
    if not head and (more in {"", "多", "余", "来"} or tail):
        return None
    if more and tail:
        raise WordingError(f"more than more? {match.group()!r}")
    if not head:
        step = _size(size)
        return Numeral(2 * step, step, step, scaled=step >= 10_000, spelled=True, form="few", upto=10 * step)
    if (more in {"多", "余", "来"} or more.endswith("几")) or more == "数":
        found = _whole(head + size)
        if more in {"几", "好几", "数"}:
            if head[-1] not in "十百千万亿廿卅卌0":
                raise WordingError(f"not a numeral: {match.group()!r}")
            return replace(found, form="few", upto=found.value + found.place, last=Decimal(0))
        return replace(found, form="about" if more == "来" else "more")
    found = _whole(head + size)
    return replace(found, form="more") if tail else found


def _whole(text: str, *, inner: bool = False) -> Numeral:
    """A numeral without 几 and 多: digits, Chinese, or both (1亿2千万, 3万5)."""
    if not text:
        raise WordingError("a scale, and nothing of it")
    text = text.translate(_FORMAL).replace("廿", "二十").replace("卅", "三十").replace("卌", "四十")
    if re.fullmatch(_DIGITS, text):
        return _digits(text)
    if text[0].isdigit():
        found = _LARGEST.search(text)
        if found is None:
            raise WordingError(f"not a numeral: {text!r}")
        first, rest = _whole(text[: found.start()], inner=True), text[found.end() :]
        size = _size(found.group())
        head = first.times(size, scaled=size >= 1000 or first.scaled)
        return _sum(head, rest, found.group(), text, inner=inner) if rest else head
    if (pair := _TWO_ADJACENT.search(text)) and _digit(pair[2]) == _digit(pair[1]) + 1:
        low, high = (_whole(text[: pair.start()] + digit + text[pair.end() :]) for digit in pair.groups())
        return replace(low, form="span", upto=high.value)
    if match := _DECIMAL.fullmatch(text):
        whole = match[1].translate(_ARABIC) if _POSITIONAL.fullmatch(match[1]) else _strict(match[1])
        decimals = match[2].translate(_ARABIC)
        found_size = _size(match[3])
        return replace(_digits(f"{whole}.{decimals}"), spelled=False).times(found_size, scaled=found_size > 1)
    if _POSITIONAL.fullmatch(text) and len(text) > 1:
        return replace(_digits(text.translate(_ARABIC)), spelled=False)
    if (
        (match := re.fullmatch(f"([{_ONES}]*零[{_ONES}]*)({_SIZE})", text))
        and len(match[1]) > 1
        and match[1][0] != "零"
    ):
        return _digits(match[1].translate(_ARABIC)).times(_size(match[2]))
    return _spelled(_strict(text), scaled=re.search("[万亿]", text) is not None)


def _digit(char: str) -> int:
    return 2 if char == "两" else _ONES.index(char)


def _sum(first: Numeral, rest: str, magnitude: str, whole: str, *, inner: bool) -> Numeral:
    """1亿2千万, 1万2000, 3万5: a head in digits and what follows it."""
    if not inner and re.fullmatch(f"[1-9{_ONES[1:]}]", rest) and magnitude[-1] in _SMALLER:
        rest += {"万亿": "千亿"}.get(magnitude, _SMALLER[magnitude[-1]])
    second, size = _whole(rest.removeprefix("零")), _size(magnitude)
    fits = 0 < second.value < size and not (first.decimals or second.decimals or second.form)
    if not (second.scaled or second.spelled or rest.startswith("零") or re.search("[百千]", rest)):
        fits = fits and len(rest) == len(f"{size:f}") - 1  # 1万200 could be 10,200 or 12,000,000
    if not fits:
        raise WordingError(f"the parts of {whole!r} do not descend to one number")
    return Numeral(first.value + second.value, second.place, second.last, scaled=True)


def _size(word: str | None) -> Decimal:
    size = Decimal(1)
    for char in word or "":
        size *= SCALES[char]
    return size


def _strict(text: str) -> int:
    text = re.sub("^两(?=[百千万亿点]|$)|(?<=[千万亿零])两(?=[百千万])|^两$", "二", text)
    if re.fullmatch("[百千]?(?:万亿|万|亿)|[百千]", text):
        text = "一" + text  # 近百万, 千亿元
    if re.fullmatch("[百千万亿][一二三四五六七八九]", text[-2:]):
        text += _SMALLER[text[-2]]  # 一万二 is 12,000
    try:
        return int(cn2an.cn2an(text, "strict"))
    except ValueError as error:
        raise WordingError(f"not a numeral: {text!r}") from error

"""Amounts: one number, a few (几), a few more (多), a range, a margin (±), each with the rounding of its kind."""

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum

from marketshare.wording.english import SCALE
from marketshare.wording.errors import WordingError
from marketshare.wording.extent import Extent, between
from marketshare.wording.numerals import MAGNITUDE, Numeral, read_numeral

__all__ = ["Kind", "extent"]


class Kind(Enum):
    """What a number is of, and so how it was rounded."""

    COUNT = "a plain whole number is exact; 8000多 is 8001 to 8999"
    AMOUNT = "trailing zeros are not significant"
    PLACE = "printed to a fixed place, as percents are: half of it"
    MULTIPLE = "as PLACE, but 几十 is 20 to 99"
    DURATION = "a whole number, or a whole one and a half, is exact"


_MANY = re.compile(rf"(.+?)(?:[多余]|-?odd)(万亿|万|亿|{SCALE})?")
_TEENS = re.compile(r"([二三四五六七八九]?十|[1-9]0)[几数](万亿|万|亿)?")
_FEW = re.compile(r"(?:好几|[几数])([十百千])?(万亿|万|亿)?")
_HALF_MORE = re.compile(r"(.+)(?:半|andahalf)")
_HALF_SCALED = re.compile(rf"halfa({SCALE})")
_JOINER = re.compile(r"-+|~+|至|到|to")
_MINUS = re.compile("^(?:-|负|minus|negative)")
_SHARED = re.compile(rf"(?:(?:{MAGNITUDE})|(?<=[0-9.])(?:{SCALE})|(?:thousand|million|billion|trillion))$")
_HALF = Decimal("0.5")


def extent(text: str, kind: Kind, printed: str, mark: str = "(?!)") -> Extent:
    """Read a number in any of these ways, already without bound words.

    Args:
        text: Its normal form.
        kind: How it was rounded.
        printed: For the message.
        mark: What may stand beside each end of a range (a pattern): the percent sign, a unit of measure.

    Raises:
        WordingError: it isn't a number, its range doesn't rise, or its words leave nothing.
    """
    if (numeral := _numeral(text)) is not None:
        return _rounded(numeral, kind)
    few = _few(text, whole=kind in {Kind.COUNT, Kind.MULTIPLE}) or _many(text, kind)
    found = few or _half(text, kind) or _margin(text, mark) or _range(text, printed, mark)
    if found is None and (minus := _MINUS.match(text)):
        found = extent(text[minus.end() :], kind, printed).moved(-1)
        if found.low >= 0:
            raise WordingError(f"a sign said twice: {printed!r}")
    if found is None:
        raise WordingError(f"not a number phrase: {printed!r}")
    return found


def _numeral(text: str) -> Numeral | None:
    try:
        return read_numeral(text)
    except WordingError:
        return None


def _rounded(numeral: Numeral, kind: Kind) -> Extent:
    value, low, high = numeral.value, numeral.half_step_down, numeral.half_step_up
    round_low, round_high = value - low, value + high
    whole = not (numeral.scaled or numeral.decimals)
    if (kind is Kind.COUNT and numeral.is_count) or (kind is Kind.DURATION and whole):
        low = high = Decimal(0)
    elif kind is not Kind.AMOUNT and not numeral.scaled and (kind is not Kind.COUNT or numeral.decimals):
        low = high = Decimal(5).scaleb(-numeral.decimals - 1)
    return Extent(value, value - low, value + high, round_low=round_low, round_high=round_high)


def _few(text: str, *, whole: bool) -> Extent | None:
    """几 is 2 to 9: 几十 20 to 99, 几亿 from 2亿 up to 10亿; 十几 lies strictly between 10 and 20."""
    if match := _TEENS.fullmatch(text):
        tens, size = read_numeral(match[1]).value, _size(match[2])
        if whole and size == 1:
            return between(tens + 1, tens + 9)
        return between(tens * size, (tens + 10) * size, ends="()")
    if match := _FEW.fullmatch(text):
        step, size = _size(match[1]), _size(match[2])
        if (whole or step == 1) and size == 1:
            return between(2 * step, 10 * step - 1)
        return between(2 * step * size, 10 * step * size, ends="[)")
    return None


def _size(word: str | None) -> Decimal:
    if not word or word == "十":
        return Decimal(10 if word else 1)
    return read_numeral(("a" if word.isascii() else "一") + word).value


def _many(text: str, kind: Kind) -> Extent | None:
    """8000多: by one unit of its lowest place that isn't zero; whole numbers for counts, an open interval else."""
    match = _MANY.fullmatch(text)
    if match is None:
        return None
    numeral, size = read_numeral(match[1]), _size(match[2])
    if not numeral.value or (match[2] and re.search("[万亿a-z]", match[1])):
        raise WordingError(f"not a number phrase: {text!r}")
    low, high = numeral.value * size, (numeral.value + numeral.place) * size
    if kind is not Kind.COUNT or numeral.scaled or size > 1:
        return between(low, high, low, ends="()")
    if high - low < 2:
        raise WordingError(f"no whole number lies between {low} and {high}: {text!r}")
    return between(low + 1, high - 1, low)


def _half(text: str, kind: Kind) -> Extent | None:
    """两年半, half a million: half a step of a half, as with other fractions; a duration is exact."""
    if match := _HALF_SCALED.fullmatch(text):
        size = read_numeral("1" + match[1]).value
        return Extent(size / 2, size / 4, size * 3 / 4, round_low=size / 4, round_high=size * 3 / 4)
    if text in {"半", "half", "halfa"}:
        value = _HALF
    elif match := _HALF_MORE.fullmatch(text):
        numeral = read_numeral(match[1])
        if numeral.scaled or numeral.decimals or not numeral.value:
            raise WordingError(f"half of what? {text!r}")
        value = numeral.value + _HALF
    else:
        return None
    if kind is Kind.COUNT or (kind is Kind.AMOUNT and value < 1):
        raise WordingError(f"half of what? {text!r}")
    low, high = value - _HALF / 2, value + _HALF / 2
    if kind is Kind.DURATION:
        return Extent(value, value, value, round_low=low, round_high=high)
    return Extent(value, low, high, round_low=low, round_high=high)


def _margin(text: str, mark: str) -> Extent | None:
    """42.9 ± 0.5."""
    parts = re.split(r"±|\+/-", text)
    if len(parts) == 1:
        return None
    if len(parts) > 2:
        raise WordingError(f"more than one margin: {text!r}")
    left, right = (_unmarked(part, mark) for part in parts)
    for middle in _shared(left, right):
        value, margin = read_numeral(left + middle).value, read_numeral(right).value
        return between(value - margin, value + margin, value)
    raise WordingError(f"not a number and its margin: {text!r}")


def _range(text: str, printed: str, mark: str) -> Extent | None:
    """3-5亿: the stated ends, both of them; a 万 or 亿 that the first lacks is that of the second."""
    for joint in _JOINER.finditer(text, 1):
        left, right = _unmarked(text[: joint.start()], mark), _unmarked(text[joint.end() :], mark)
        for middle in _shared(left, right):
            low, high = _signed(left + middle), _signed(right)
            if low >= high:
                raise WordingError(f"a range must rise: {printed!r}")
            return between(low, high)
    return None


def _unmarked(text: str, mark: str) -> str:
    return re.sub(rf"^(?:{mark})|(?:{mark})$", "", text)


def _shared(left: str, right: str) -> Iterator[str]:
    """What to write behind `left` so that it is counted as `right` is; nothing if one of them is no number."""
    first, second = _numeral(_MINUS.sub("", left)), _numeral(_MINUS.sub("", right))
    if first is None or second is None:
        return
    if first.scaled or not (second.scaled or second.spelled):
        yield ""
        return
    if not second.scaled and re.search("[十百千]$", right) and first.value < 10 and first.spelled:
        raise WordingError(f"{left!r} may mean {left + right[-1]!r}, or not, before {right!r}")
    match = _SHARED.search(right)
    words = [match.group(), match.group().lstrip("十百千")] if match and second.scaled else [""]
    for word in dict.fromkeys(words):
        if _numeral(_MINUS.sub("", left) + word) is not None:
            yield word
            return


def _signed(text: str) -> Decimal:
    minus = _MINUS.match(text)
    value = read_numeral(text[minus.end() if minus else 0 :]).value
    return -value if minus else value

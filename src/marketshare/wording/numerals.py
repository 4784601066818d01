"""Numerals: digits, decimals, 万 and 亿, Chinese numerals, and how finely they are printed."""

import re
from dataclasses import dataclass
from decimal import Decimal

import cn2an

from marketshare.wording.english import english_numeral
from marketshare.wording.errors import WordingError
from marketshare.wording.forms import DIGITS

__all__ = ["MAGNITUDE", "Numeral", "read_numeral"]

MAGNITUDE = "[十百千]?(?:万亿|万|亿)|[百千]"
"""What can follow digits: 万, 千万, 万亿, 千. (兆 is a million to some and a billion thousands to others: refused.)"""

MOST_DIGITS = 18
"""More digits than this are no measurement, and a floating-point number could not hold them."""

_SIZES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_DIGITS = re.compile(DIGITS)
_LARGEST = re.compile("万亿|亿|万(?!.*亿)|千(?!.*[万亿])|百(?!.*[千万亿])")
_CHINESE = re.compile("[零一二三四五六七八九十百千万亿]+")
_DECIMAL = re.compile(
    rf"(?P<whole>{_CHINESE.pattern})点(?P<decimals>[零一二三四五六七八九]+)(?P<magnitude>{MAGNITUDE})?"
)
_TENTHS_OF_THE_LAST = re.compile("([百千万亿])([一二三四五六七八九])")
_ONE_LEFT_OUT = re.compile("[百千]?(?:万亿|万|亿)|[百千]")
_TWO = re.compile("两(?=[百千万亿点]|$)")
_DECIMALS = str.maketrans("零一二三四五六七八九", "0123456789")
_FORMAL = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟", "零一二三四五六七八九十百千")


@dataclass(frozen=True)
class Numeral:
    """A number as printed.

    Attributes:
        value: The number.
        place: The unit of its lowest place that isn't zero: 0.01 亿 for 11.33亿, 100 亿 for 700亿, 1,000 for 8000.
        decimals: Places printed after the point.
        scaled: True if it is counted in 万, 亿, million and the like.
        spelled: True if it is written in words, not digits.
    """

    value: Decimal
    place: Decimal
    decimals: int = 0
    scaled: bool = False
    spelled: bool = False

    @property
    def is_count(self) -> bool:
        """True for a plain whole number (708, 8000, 三百二十五), which is taken as counted, not rounded.

        Round numbers in words (两百) are not: who had counted would have said more.
        """
        if self.scaled or self.decimals:
            return False
        return not self.spelled or self.value < 100 or self.place == 1

    @property
    def half_step_down(self) -> Decimal:
        """Half the distance to the next smaller number that would have been printed as finely.

        At a power of ten with one significant digit (1亿, 100万) the step below is a tenth of the one above.
        """
        is_power_of_ten = self.value == self.place and not self.decimals and self.value > 1
        return self.place / 20 if is_power_of_ten else self.place / 2

    @property
    def half_step_up(self) -> Decimal:
        """Half the distance to the next larger number that would have been printed as finely."""
        return self.place / 2


def read_numeral(text: str) -> Numeral:
    """Read one numeral, already in its normal form.

    Whole Chinese numerals go through cn2an's strict mode. It doesn't know 两, a one that is left out (百万), 一万二 for
    12,000, digits before 万, or decimals before 亿; those are read here.

    Raises:
        WordingError: it isn't one, its parts don't descend (``2千1亿``), or it has more than 18 digits.

    Example:
        >>> read_numeral("1亿2千万").value, read_numeral("两千三百万").value, read_numeral("一万二").value
        (Decimal('120000000'), Decimal('23000000'), Decimal('12000'))
        >>> int(read_numeral("700亿").place), int(read_numeral("2.5million").place)
        (10000000000, 100000)
    """
    if _DIGITS.fullmatch(text):
        return _plain(text)
    if text[:1].isdigit() and (found := _LARGEST.search(text)):
        head, rest = _scaled(read_numeral(text[: found.start()]), found.group()), text[found.end() :]
        return _sum(head, rest, found.group(), text) if rest else head
    if text and (numeral := _chinese(text.translate(_FORMAL))) is not None:
        return numeral
    if (words := english_numeral(text)) is not None:
        digits, size, spelled = words
        coefficient = _plain(digits)
        value, place = coefficient.value * size, coefficient.place * size
        return Numeral(value, place, coefficient.decimals, scaled=size > 1, spelled=spelled)
    raise WordingError(f"not a numeral: {text!r}")


def _plain(text: str) -> Numeral:
    digits = text.replace(",", "")
    if sum(map(str.isdigit, digits)) > MOST_DIGITS:
        raise WordingError(f"more digits than a measurement has: {text!r}")
    whole, _, decimals = digits.partition(".")
    if decimals:
        return Numeral(Decimal(digits), Decimal(1).scaleb(-len(decimals)), len(decimals))
    return Numeral(Decimal(whole), _zeros(whole))


def _zeros(digits: str) -> Decimal:
    return Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0)


def _scaled(numeral: Numeral, magnitude: str | None) -> Numeral:
    size = 1
    for char in magnitude or "":
        size *= _SIZES[char]
    if size == 1:
        return numeral
    value, place = numeral.value * size, numeral.place * size
    return Numeral(value, place, numeral.decimals, scaled=True, spelled=numeral.spelled)


def _sum(first: Numeral, rest: str, magnitude: str, whole: str) -> Numeral:
    """1亿2千万, 1万2000: a head in digits and what follows it."""
    second = read_numeral(rest.removeprefix("零"))
    size = _scaled(Numeral(Decimal(1), Decimal(1)), magnitude).value
    fits = 0 < second.value < size and not (first.decimals or second.decimals)
    if not (second.scaled or (second.spelled and second.value >= 10) or rest.startswith("零")):
        fits = fits and len(rest) == len(f"{size:f}") - 1  # 1万2 could be 12,000 or 10,002
    if not fits:
        raise WordingError(f"the parts of {whole!r} do not descend to one number")
    return Numeral(first.value + second.value, second.place, scaled=True)


def _chinese(text: str) -> Numeral | None:
    text = _TWO.sub("二", text.replace("俩", "两"), count=1) if text[0] in "两俩" else text
    text = re.sub("(?<=[千万亿零])两(?=[百千万])", "二", text)
    if match := _DECIMAL.fullmatch(text):
        whole = _strict(match["whole"])
        decimals = match["decimals"].translate(_DECIMALS)
        if len(decimals) > MOST_DIGITS - len(str(whole)):
            raise WordingError(f"more digits than a measurement has: {text!r}")
        numeral = Numeral(Decimal(f"{whole}.{decimals}"), Decimal(1).scaleb(-len(decimals)), len(decimals))
        return _scaled(numeral, match["magnitude"])
    if not _CHINESE.fullmatch(text):
        return None
    if _ONE_LEFT_OUT.fullmatch(text):
        text = "一" + text  # 上亿, 近百万
    if match := _TENTHS_OF_THE_LAST.fullmatch(text[-2:]):
        text += {"百": "十", "千": "百", "万": "千", "亿": "千万"}[match[1]]  # 一万二 is 12,000
    digits = str(_strict(text))
    scaled = re.search("[万亿]", text) is not None
    return Numeral(Decimal(digits), _zeros(digits), scaled=scaled, spelled=True)


def _strict(text: str) -> int:
    try:
        return int(cn2an.cn2an(text, "strict"))
    except ValueError as error:
        raise WordingError(f"not a numeral: {text!r}") from error

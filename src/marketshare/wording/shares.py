"""Shares: percents, tenths (成, 折), and fractions (1/4, 三分之一, two thirds)."""

import re
from decimal import Decimal

from marketshare.wording.amounts import Kind, extent
from marketshare.wording.english import english_fraction
from marketshare.wording.errors import WordingError
from marketshare.wording.extent import Extent, between
from marketshare.wording.numerals import read_numeral

__all__ = ["fraction", "percentage_point", "share"]

_SIGN = "%|percent|pct"
_POINT = "个百分点|百分点|percentagepoints?|points?|ppts?|pp"
_HALVES = {"半", "一半", "半数", "half", "ahalf"}
_TENTHS = re.compile("(.+)成([多余半])?")
_TENTHS_AND_HUNDREDTHS = re.compile(
    "([一二三四五六七八九])(?:成([一二三四五六七八九])|([一二三四五六七八九])折)|([1-9])成([1-9])"
)
_DISCOUNT = re.compile("打?(.+)折")
_SLASH = re.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")
_CHINESE = re.compile("([^分]+)分之([^分]+)")
_JOINER = re.compile("[-~至到]|to")


def share(core: str, printed: str) -> Extent | None:
    """A share in percent, printed to a fixed place; None if the text is none.

    成 are tenths, 折 tenths of a price that are left to pay (八折 is 80 %).
    A fraction has half a step of its denominator.

    Raises:
        WordingError: it looks like one, but its number can't be read.
    """
    if match := re.fullmatch(rf"(.+?)(?:{_SIGN})([多余])?", core):
        return extent(match[1] + (match[2] or ""), Kind.PLACE, printed, _SIGN)
    if core.startswith("百分之"):
        return extent(core.removeprefix("百分之"), Kind.PLACE, printed, "百分之")
    if match := _TENTHS_AND_HUNDREDTHS.fullmatch(core.removeprefix("打")):
        tens, ones = (read_numeral(digit).value for digit in match.groups() if digit)
        value, half = 10 * tens + ones, Decimal("0.5")
        return Extent(value, value - half, value + half, round_low=value - half, round_high=value + half)
    if match := _TENTHS.fullmatch(core) or _DISCOUNT.fullmatch(core):
        tenths = extent(match[1] + (match[2] or "" if match.re is _TENTHS else ""), Kind.PLACE, printed, "[成折]")
        if not 0 < tenths.low <= tenths.high <= (10.5 if match.re is _TENTHS else 9.99):
            raise WordingError(f"there are ten tenths: {printed!r}")
        return tenths.moved(10)
    part = fraction(core, printed)
    return None if part is None else part.moved(100)


def percentage_point(core: str, printed: str) -> Extent:
    """A difference of percentages, printed to a fixed place.

    Raises:
        WordingError: it isn't one.
    """
    match = re.fullmatch(rf"(.+?)(?:{_POINT})([多余])?", core)
    if match is None:
        raise WordingError(f"{printed!r} is not a number of percentage points; expected for instance 4.5个百分点")
    return extent(match[1] + (match[2] or ""), Kind.PLACE, printed, f"{_POINT}|%")


def fraction(core: str, printed: str) -> Extent | None:
    """A fraction as a ratio, with half a step of its denominator; None if the text is none.

    Raises:
        WordingError: a range of two fractions that doesn't rise.
    """
    if parts := _fraction(core):
        top, bottom = parts
        value, half = top / bottom, 1 / (2 * bottom)
        return Extent(value, value - half, value + half, round_low=value - half, round_high=value + half)
    for joint in _JOINER.finditer(core):
        ends = _fraction(core[: joint.start()]), _fraction(core[joint.end() :])
        if ends[0] and ends[1]:
            low, high = ends[0][0] / ends[0][1], ends[1][0] / ends[1][1]
            if low >= high:
                raise WordingError(f"a range must rise: {printed!r}")
            return between(low, high)
    return None


def _fraction(core: str) -> tuple[Decimal, Decimal] | None:
    if core in _HALVES:
        return Decimal(1), Decimal(2)
    if match := _SLASH.fullmatch(core):
        return Decimal(match[1]), Decimal(match[2])
    if words := english_fraction(core):
        return Decimal(words[0]), Decimal(words[1])
    if (match := _CHINESE.fullmatch(core)) and (match[1] == "万" or not re.search("[百万亿]$", match[1])):
        try:
            bottom, top = (read_numeral(part) for part in match.groups())
        except WordingError:
            return None
        if top.decimals or bottom.decimals or top.value < 1 or bottom.value < 2:
            return None
        return top.value, bottom.value
    return None

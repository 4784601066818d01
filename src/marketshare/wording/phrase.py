"""Number phrases: what a printed figure says, and what it leaves open."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from marketshare.interval import Interval
from marketshare.wording.errors import WordingError
from marketshare.wording.numerals import NUMERAL, Numeral, normalise, read_numeral

__all__ = ["Phrase", "read"]

COUNTED = {"count", "user", "visit", "transaction"}
"""Units in which a plain whole number was counted, not rounded."""

_MORE = ("超过", "逾", "超", "多于", "大于", "高于", "突破", "高出")
_AT_LEAST = ("至少", "不少于", "不低于", "最少", "上")
_LESS = ("不足", "不到", "低于", "少于", "小于", "未达")
_AT_MOST = ("至多", "不超过", "最多", "不高于")
_NEARLY = ("接近", "将近", "近")
_ABOUT = ("大约", "大概", "约为", "约")
_PLAIN = ("达到", "多达", "高达", "达", "仅为", "仅", "只有", "为", "占比", "占", "共计", "共", "合计", "累计", "已")
_PREFIXES = {
    **dict.fromkeys(_MORE, "more"),
    **dict.fromkeys(_AT_LEAST, "at least"),
    **dict.fromkeys(_LESS, "less"),
    **dict.fromkeys(_AT_MOST, "at most"),
    **dict.fromkeys(_NEARLY, "nearly"),
    **dict.fromkeys(_ABOUT, "about"),
    **dict.fromkeys(_PLAIN, ""),
}
_SUFFIXES = {"以上": "at least", "+": "at least", "以下": "at most", "左右": "about", "上下": "about"}
_MEASURE_WORDS = [*"人名位家个项种笔元次条款部台只件座年天户", "人次", "人民币"]

_PREFIX = re.compile("|".join(sorted(_PREFIXES, key=len, reverse=True)))
_SUFFIX = re.compile("(" + "|".join(map(re.escape, _SUFFIXES)) + ")$")
_MEASURE = re.compile("(" + "|".join(sorted(_MEASURE_WORDS, key=len, reverse=True)) + ")$")
_RANGE = re.compile(r"(.+?)(?:[-~—–至到]+)(.+)")
_MANY = re.compile(rf"({NUMERAL})[多余]([万亿]*)")
_TEENS = re.compile(r"十[几数]([万亿]*)")
_TENS = re.compile(r"[几数]([十百千]?[万亿]*)")


@dataclass(frozen=True)
class Phrase:
    """What a number phrase says.

    Attributes:
        value: The number in the unit asked for; None where there are only words (十几个) or a range.
        bounds: What the words allow, and the rounding of what was printed.
    """

    value: Decimal | None
    bounds: Interval


def read(printed: str, unit: str) -> Phrase:
    """Read a figure as printed in a note, in the unit of its measure.

    Rounding is half of the last printed place, closed on both sides; a bound word (超过, 以上, 不足) replaces rounding
    on its side. Percents are printed to a fixed place; before 万 and 亿 trailing zeros are not significant; a plain
    whole number of a counted unit is exact.

    Args:
        printed: The phrase, for instance ``超过2.5亿``, ``42.9%``, ``十几个``, ``第二``.
        unit: A unit of the closed list: ``percent``, ``user``, ``rank``, …

    Raises:
        WordingError: the phrase cannot be read, or not in that unit.

    Example:
        >>> read("42.9%", "percent").bounds
        [42.85, 42.95]
        >>> read("超过2.5亿", "user").bounds
        (250000000, ∞)
        >>> read("十几个", "count")
        Phrase(value=None, bounds=[11, 19])
    """
    text = normalise(printed)
    core, bound = _without_bound_words(text, printed)
    return _scaled(core, unit, printed).phrase(bound, printed)


@dataclass(frozen=True)
class _Core:
    """A phrase without its bound words: value, rounding on each side, or only the bounds that its words allow."""

    value: Decimal | None
    low: Decimal
    high: Decimal
    closed: bool = True
    leaves_bounds_to_words: bool = True

    def times(self, factor: int) -> "_Core":
        value = None if self.value is None else self.value * factor
        return _Core(value, self.low * factor, self.high * factor, self.closed, self.leaves_bounds_to_words)

    def phrase(self, bound: str, printed: str) -> Phrase:
        rounding = Interval(float(self.low), float(self.high), self.closed, self.closed)
        if not bound:
            return Phrase(self.value, rounding)
        if self.value is None or not self.leaves_bounds_to_words:
            raise WordingError(f"two bounds in one phrase: {printed!r}")
        at = float(self.value)
        bounds: dict[str, Callable[[], Interval]] = {
            "more": lambda: Interval(at, math.inf, False, False),
            "at least": lambda: Interval(at, math.inf, True, False),
            "less": lambda: Interval(-math.inf if at <= 0 else 0.0, at, True, False),
            "at most": lambda: Interval(-math.inf if at <= 0 else 0.0, at, True, True),
            "nearly": lambda: Interval(float(self.low), at, True, False),
            "about": lambda: rounding,
        }
        return Phrase(self.value, bounds[bound]())


def _without_bound_words(text: str, printed: str) -> tuple[str, str]:
    """Strip prefixes, suffixes and measure words; return the core and the one bound that they state."""
    found: list[str] = []
    while match := _PREFIX.match(text):
        found.append(_PREFIXES[match.group()])
        text = text[match.end() :]
    while match := _SUFFIX.search(text) or _MEASURE.search(text):
        found.append(_SUFFIXES.get(match.group(), ""))
        text = text[: match.start()]
    bounds = list(dict.fromkeys(bound for bound in found if bound))
    if bounds == ["more", "at least"]:  # 超过230万+ : said twice, counts once, open
        bounds = ["more"]
    if len(bounds) > 1:
        raise WordingError(f"bounds that contradict each other in {printed!r}: {' and '.join(bounds)}")
    return text, bounds[0] if bounds else ""


def _scaled(core: str, unit: str, printed: str) -> _Core:
    """Read a core in its unit: percent, rank, ratio, or a plain amount."""
    if unit == "rank":
        return _rank(core, printed)
    if unit in {"percent", "percentage_point"}:
        return _percent(core, unit, printed)
    if unit == "ratio":
        return _ratio(core, printed)
    if re.search(r"[%第倍/成]|百分", core):
        raise WordingError(f"{printed!r} is not a number of unit {unit}")
    return _amount(core, counted=unit in COUNTED, exact=unit == "year", printed=printed)


def _rank(core: str, printed: str) -> _Core:
    match = re.fullmatch(rf"第({NUMERAL})", core)
    if match is None:
        raise WordingError(f"{printed!r} is not a rank; expected for instance 第二")
    value = read_numeral(match[1]).value
    return _Core(value, value, value)


def _percent(core: str, unit: str, printed: str) -> _Core:
    sign = "个百分点|百分点" if unit == "percentage_point" else "%"
    if match := re.fullmatch(rf"(.+?)(?:{sign})", core):
        if parts := _RANGE.fullmatch(core):
            return _range(parts, lambda part: _fixed_place(part.rstrip("%"), printed))
        return _fixed_place(match[1], printed)
    if unit == "percent" and core.startswith("百分之"):
        return _fixed_place(core.removeprefix("百分之"), printed)
    if unit == "percent" and (match := re.fullmatch(r"([一二两三四五六七八九])成([一二三四五六七八九半])?", core)):
        tens, ones = match.groups()
        value = read_numeral(tens).value * 10 + (0 if ones is None else 5 if ones == "半" else read_numeral(ones).value)
        half = Decimal(5) if ones is None else Decimal("0.5")
        return _Core(value, value - half, value + half)
    if unit == "percent" and core.endswith("倍"):
        return _ratio(core, printed).times(100)
    raise WordingError(f"{printed!r} is not a {unit.replace('_', ' ')}; expected for instance 42.9%")


def _fixed_place(text: str, printed: str) -> _Core:
    """A percent: printed to a fixed place, so 40 % is 39.5 to 40.5."""
    if not re.fullmatch(NUMERAL, text):
        raise WordingError(f"not a percentage: {printed!r}")
    value = read_numeral(text).value
    decimals = len(text.partition(".")[2])
    half = Decimal(5).scaleb(-decimals - 1)
    return _Core(value, value - half, value + half)


def _ratio(core: str, printed: str) -> _Core:
    if match := re.fullmatch(r"(\d+)/(\d+)", core):
        return _fraction(int(match[1]), int(match[2]), printed)
    if match := re.fullmatch(rf"({NUMERAL})分之({NUMERAL})", core):
        return _fraction(int(read_numeral(match[2]).value), int(read_numeral(match[1]).value), printed)
    if core in {"一半", "半"}:
        return _fraction(1, 2, printed)
    if match := re.fullmatch(r"翻(?:了)?(.*)番", core):
        doublings = read_numeral(match[1] or "一").value
        value = Decimal(2) ** int(doublings)
        return _Core(value, value - Decimal("0.5"), value + Decimal("0.5"))
    if match := re.fullmatch(r"(.+)倍", core):
        if (only_words := _only_words(match[1], counted=True)) is not None:
            return only_words
        if not re.fullmatch(NUMERAL, match[1]):
            raise WordingError(f"not a multiple: {printed!r}")
        numeral = read_numeral(match[1])
        half = Decimal("0.5") if numeral.is_count else numeral.place / 2
        return _Core(numeral.value, numeral.value - half, numeral.value + half)
    raise WordingError(f"{printed!r} is not a ratio; expected for instance 27倍 or 1/4")


def _fraction(numerator: int, denominator: int, printed: str) -> _Core:
    if denominator == 0:
        raise WordingError(f"a fraction with denominator 0: {printed!r}")
    value, half = Decimal(numerator) / denominator, Decimal(1) / (2 * denominator)
    return _Core(value, value - half, value + half)


def _amount(core: str, *, counted: bool, exact: bool, printed: str) -> _Core:
    if (only_words := _only_words(core, counted=counted)) is not None:
        return only_words
    if parts := _RANGE.fullmatch(core):
        magnitude = re.search(r"[万亿]+$", parts[2])
        shared = magnitude.group() if magnitude and not re.search(r"[万亿]$", parts[1]) else ""

        def read_end(part: str) -> _Core:
            return _amount(part + (shared if part == parts[1] else ""), counted=False, exact=False, printed=printed)

        return _range(parts, read_end)
    if not re.fullmatch(NUMERAL, core):
        raise WordingError(f"not a number phrase: {printed!r}")
    numeral = read_numeral(core)
    if exact or (numeral.is_count and counted):
        return _Core(numeral.value, numeral.value, numeral.value)
    return _Core(numeral.value, numeral.value - numeral.half_step_down, numeral.value + numeral.half_step_up)


def _range(parts: re.Match[str], read_end: Callable[[str], _Core]) -> _Core:
    low, high = (read_end(part).value for part in parts.groups())
    if low is None or high is None or low >= high:
        raise WordingError(f"a range must rise: {parts.group()!r}")
    return _Core(None, low, high, leaves_bounds_to_words=False)


def _only_words(core: str, *, counted: bool) -> _Core | None:
    """十几, 几十, 8000多: bounds that the words give by themselves."""
    if match := _TEENS.fullmatch(core):
        return _between(None, Decimal(10), Decimal(20), match[1], counted=counted)
    if match := _TENS.fullmatch(core):
        if not match[1]:
            return _Core(None, Decimal(2), Decimal(9), leaves_bounds_to_words=False)
        step = read_numeral(match[1]).value
        if counted and not re.search(r"[万亿]", match[1]):
            return _Core(None, 2 * step, 10 * step - 1, leaves_bounds_to_words=False)
        return _Core(None, 2 * step, 10 * step, closed=False, leaves_bounds_to_words=False)
    if match := _MANY.fullmatch(core):
        numeral = read_numeral(match[1])
        return _between(numeral, numeral.value, numeral.value + numeral.place, match[2], counted=counted)
    return None


def _between(numeral: Numeral | None, low: Decimal, high: Decimal, magnitude: str, *, counted: bool) -> _Core:
    """Strictly between two numbers: whole ones for counts, an open interval for amounts."""
    factor = read_numeral("一" + magnitude).value
    value = None if numeral is None else numeral.value * factor
    if counted and not magnitude and (numeral is None or numeral.is_count):
        return _Core(value, low + 1, high - 1, leaves_bounds_to_words=False)
    return _Core(value, low * factor, high * factor, closed=False, leaves_bounds_to_words=False)

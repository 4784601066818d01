"""Number phrases: what a printed figure says, and what it leaves open.

**The grammar.** One table of words with their roles (`marketshare.wording.vocabulary`), and one order of assembly, for
Chinese and English alike::

    phrase  =  before*  number  after*                          (近 | about) 2.5亿 | million 人 | users
            |  before*  number after*  joint  before*  number after*
    before  =  bound | hedge | change | level | base | sign | range | rank | filler | currency
    after   =  unit | currency | noun | bound | hedge | change | base | filler
    number  =  numeral with scale | fraction | multiple | rank | class of digits
    joint   =  dash | to | and (after between) | ± | but

A word counts once, wherever it stands; then, in this order: the *unit* beside the number (or of the measure, where none
may stand) says what its digits mean and how they were rounded; *bound* or *hedge* replaces rounding on its side;
*change* gives the sign, unless the number is the *level* reached; *base* says that it must be a change, or a
multiple. What the words leave open is refused: two bounds that contradict each other, a size and a level in one phrase,
a word that is not known.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from marketshare.interval import Interval
from marketshare.wording.amounts import Extent
from marketshare.wording.errors import WordingError
from marketshare.wording.forms import readable
from marketshare.wording.meanings import SIGNED, UNITS_READ, meanings
from marketshare.wording.parts import Part, parts
from marketshare.wording.statement import joint_of, statement
from marketshare.wording.vocabulary import CURRENCY_CODES, JOINTS, LONG_SCALE

__all__ = ["Phrase", "read", "readings", "says_several"]

_EXAMPLES = {
    "percent": "42.9%", "per_mille": "0.5‰", "percentage_point": "4.5个百分点", "basis_point": "150 bps",
    "ratio": "27倍", "rank": "第二", "year": "五年", "user": "2.5亿人", "visit": "1000亿人次", "transaction": "2.4亿笔",
    "tonne": "64.5万吨", "minute": "90 minutes", "unit": "6521万台", "count": "8000多家", "hhi_point": "1,974.2",
}  # fmt: skip


@dataclass(frozen=True)
class Phrase:
    """What a number phrase says.

    Attributes:
        value: The number in the unit asked for; None where there are only words (十几个) or a range. One that has no
            finite decimal (1/3) is rounded to four digits, or as many as its bounds deserve.
        bounds: What the words allow, and the rounding of what was printed.
    """

    value: Decimal | None
    bounds: Interval


def read(printed: str, unit: str, *, kind: str = "", locale: str = "") -> Phrase:
    """Read a figure as printed in a note, Chinese or English, in the unit of its measure.

    Rounding is half of the last printed place, closed on both sides; a bound word (超过, 以上, 不足) replaces rounding
    on its side. The rules:

    ==========================  ==========================================================================
    42.9%, 11.33亿              half of the last printed place: [42.85, 42.95]
    700亿, 75,000               trailing zeros before a scale, or from three on, are not significant:
                                [650, 750]亿, 75,000 ± 500; at a power of ten the step below is a tenth
    708 项, 五年                a plain count, a duration: exact
    约, 左右, roughly           within a tenth of the number or half its coarsest round step (5, 10, 50 …),
                                whichever is smaller, but at least one unit of the last printed place where
                                that is no more than a tenth, and never narrower than without the word
    近, nearly; 出头, just over the same, only below; only above
    1/4, a third                denominators up to ten: within a tenth of itself; others half a step of it
    doubled, 一倍, 翻番         within a tenth of the ratio: 2 is [1.8, 2.2], as growth [80, 120]
    三倍, threefold             in words: a tenth, or half a round step; 27倍 half of the last place
    3-5亿, 10% to 12%           the stated ends, both included; no single value; a scale said once is of both
                                (3000-5000亿)
    一倍多, 放缓3个百分点       between two and three times; −3 points, as a growth slowed
    42.9% ± 0.5%                the margin, both ends included
    超过3亿不足5亿              the stated ends, each as its word says; no single value
    8000多, 20几                by less than one unit of the lowest place that is not zero
    几, several; 几十, 几亿     2 to 9; 20 to 99; from 2亿 up to, not including, 10亿
    七八家, 两位数              7 to 8; from 10 up to, not including, 100
    两倍半, two and a half      a quarter, or a tenth of itself
    三成, 七五折                30 ± 5 %; 75 ± 0.5 %, what is left to pay
    千亿级, 8亿级别             from 千亿 up to ten times that; one unit of its place to each side
    两百家, 三百二十家          round numbers in words are rounded; 二十, 三百二十五 are counted
    不足5亿, under 5m           from 0: what is positive in words stays so, but a growth that is below may fall
    第三以上, 第十名以下        rank 1 is best: [1, 3], [10, ∞)
    down 12%, 下降12%           −12 %, its bounds turned round; fell below 30%, 跌破30% are levels: [0, 30)
    亏损5亿元, (3.2)%           negative
    ==========================  ==========================================================================

    Args:
        printed: The phrase, for instance ``超过2.5亿``, ``42.9%``, ``十几个``, ``第二``, ``over $4.65bn``.
        unit: A unit of the closed list (``percent``, ``user``, ``rank``, …, and every currency of ISO 4217).
        kind: ``level``, ``change`` or ``growth``, what the measure is of. Without it a level, where the words allow: an
            increase of a stock (增加4500万人) needs ``change``.
        locale: How the source writes numbers: ``en``, ``zh-CN``, ``zh-TW``, ``de`` or ``fr``. Without it, digits that
            may be thousands or decimals are refused.

    Raises:
        WordingError: the phrase cannot be read, or not in that unit, or it has two readings: see `readings`. It names
            the word that isn't known or the two that contradict, what was read so far, and a phrase
            that would be taken.

    Example:
        >>> read("42.9%", "percent").bounds, read("up 86% YoY", "percent").bounds
        ([42.85, 42.95], [85.5, 86.5])
        >>> read("超过2.5亿", "user").bounds, read("more than 250 million", "user").bounds
        ((250000000, ∞), (250000000, ∞))
        >>> read("十几个", "count")
        Phrase(value=None, bounds=[11, 19])
        >>> read("fell below 30%", "percent").bounds, read("about 25%", "percent").bounds
        ([0, 30), [22.5, 27.5])
    """
    ways = _explained(printed, unit, kind, locale)
    if len(ways) > 1:
        both = " or ".join(f"{name} {phrase.bounds}" for name, phrase in ways.items())
        raise WordingError(f"{printed!r} is ambiguous: {both}; its readings must be told apart")
    return ways[""]


def readings(printed: str, unit: str, *, kind: str = "", locale: str = "") -> dict[str, Phrase]:
    """The readings of an ambiguous phrase, by name.

    Args:
        printed: A growth in multiples, for instance ``增长32倍``, ``高出几十倍``, ``grew 32-fold``.
        unit: ``ratio``, or ``percent`` for the growth.
        kind: As for `read`.
        locale: As for `read`.

    Returns:
        ``to``, the ratio that is printed, and ``by``, a ratio greater by one; never merged into one interval.

    Raises:
        WordingError: the phrase cannot be read, or it has only one reading.

    Example:
        >>> {name: phrase.bounds for name, phrase in readings("增长32倍", "ratio").items()}
        {'to': [31.5, 32.5], 'by': [32.5, 33.5]}
    """
    ways = _explained(printed, unit, kind, locale)
    if len(ways) == 1:
        raise WordingError(f"{printed!r} has one reading only")
    return ways


def says_several(printed: str) -> bool:
    """True for 几个, several: two to nine of something, and no wish to say more.

    Example:
        >>> says_several("好几个"), says_several("several orders"), says_several("几十个")
        (True, True, False)
    """
    try:
        found, _ = parts(readable(printed))
    except WordingError:
        return False
    numerals = [part.number.numeral for part in found if part.number and part.number.numeral]
    return len(numerals) == 1 and numerals[0].form == "few" and numerals[0].value == 2 and numerals[0].upto == 10


def _explained(printed: str, unit: str, kind: str, locale: str) -> dict[str, Phrase]:
    """What a phrase can be understood to say; a refusal names what was read, and what would be taken."""
    if unit not in UNITS_READ:
        known = ", ".join(sorted(UNITS_READ - set(CURRENCY_CODES)))
        raise WordingError(f"unknown unit {unit!r}; one of {known}, or a currency of ISO 4217 (CNY, USD, …)")
    if kind not in {"", "level", "change", "growth"}:
        raise WordingError(f"unknown kind {kind!r}; one of level, change, growth")
    text, unknown, found = "", "", list[Part]()
    try:
        text = readable(printed, locale, kind)
        found, unknown = parts(text)
        if unknown:
            brackets = unknown[0] in "()[]"
            raise WordingError(
                f"{unknown!r}: {'a figure of its own stands there' if brackets else 'no word known here'}"
            )
        return _phrases(found, unit, kind, locale)
    except WordingError as error:
        so_far = f"; read so far: {', '.join(part.text for part in found)}" if found else ""
        short = printed if len(printed) <= 60 else f"{printed[:60]}…"
        taken = _nearest(text, unknown, found, unit, kind)
        raise WordingError(f"not a number phrase: {short!r}: {error}{so_far}; {taken} would be taken") from error


def _nearest(text: str, unknown: str, found: list[Part], unit: str, kind: str) -> str:
    """A phrase close to this one that would be taken: without the unknown word, or with the sign of the unit.

    No word that is known is left out, as it says something of the number.
    """
    bare = "".join(part.text for part in found) if found and all(part.number for part in found) else ""
    signs = ("{}%", "{}个百分点", "{}倍", "第{}")
    part_of_a_number = bool(found) and found[-1].number is not None and not unknown.isascii()
    cut = re.escape(unknown)
    joins_numbers = bool(unknown) and re.search(rf"\d ?{cut} ?\d|{cut} ?-", text) is not None  # 4:1, mid-30%
    tries = (
        []
        if part_of_a_number or joins_numbers
        else [text.replace(unknown, "", 1)]
        if unknown
        else [sign.format(bare) for sign in signs if bare]
    )
    for tried in (" ".join(text_tried.split()) for text_tried in tries):
        try:
            pieces, still_unknown = parts(tried)
            if pieces and not still_unknown:
                _phrases(pieces, unit, kind, "")
                return repr(tried)
        except WordingError:
            continue
    return repr(_EXAMPLES.get(unit, f"5.2 billion {unit}"))


def _phrases(found: list[Part], unit: str, kind: str, locale: str) -> dict[str, Phrase]:
    if locale in {"de", "fr"} and (long := next((part for part in found if _long_scale(part)), None)):
        raise WordingError(f"{long.text!r} is a thousand times more in locale {locale}, or not")
    return {name: _phrase(way, unit, kind) for name, way in _ways(found, unit, kind).items()}


def _long_scale(part: Part) -> bool:
    return part.number is not None and bool(LONG_SCALE & set(re.findall("[a-z]+", part.text)))


def _ways(found: list[Part], unit: str, kind: str) -> dict[str, Extent]:
    """Everything that a phrase can be understood to say, without a name if that is one thing."""
    at = [place for place, part in enumerate(found) if part.number]
    if not at:
        raise WordingError("there is no number in it")
    if len(at) > 2:
        raise WordingError(f"{len(at)} numbers; each is a figure of its own")
    if len(at) == 2 and joint_of(found) is None:
        return {"": _window(found, at, unit, kind)}
    return meanings(statement(found, unit, kind), unit, kind)


def _window(found: list[Part], at: list[int], unit: str, kind: str) -> Extent:
    """超过3亿不足5亿, 3亿以上5亿以下, more than 3m but less than 5m: two bounds on one number."""
    for place in range(at[0] + 1, at[1] + 1):
        halves = found[:place], found[place:]
        while halves[1] and halves[1][0].text in JOINTS and JOINTS[halves[1][0].text].meaning in {"but", "and", "word"}:
            halves[1].pop(0)
        try:
            lower, upper = (_one(half, unit, kind) for half in halves)
        except WordingError:
            continue
        if (
            lower.high.is_finite()
            or lower.value is None
            or upper.value is None
            or upper.low > 0
            or not upper.high.is_finite()
        ):
            continue
        if lower.low > upper.high:
            raise WordingError("bounds that contradict each other")
        if _scaled(halves[1]) and not _scaled(halves[0]):
            break
        return Extent(None, lower.low, upper.high, lower.low_closed, upper.high_closed)
    raise WordingError("two numbers; each is a figure of its own, unless they are one range (3-5亿) or two bounds")


def _scaled(half: list[Part]) -> bool:
    return any(part.number and part.number.numeral and part.number.numeral.scaled for part in half)


def _one(found: list[Part], unit: str, kind: str) -> Extent:
    ways = _ways(found, unit, kind)
    if len(ways) > 1:
        raise WordingError("ambiguous in part")
    return ways[""]


def _phrase(number: Extent, unit: str, kind: str) -> Phrase:
    value, low, high = number.value, number.low, number.high
    if unit not in SIGNED and kind != "change":
        if high < 0 or (value is not None and value < 0):
            raise WordingError(f"a number of unit {unit} is not negative")
        low = max(low, Decimal(0))
    ends = float(low), float(high)
    if ends[0] > ends[1] or (ends[0] == ends[1] and not (number.low_closed and number.high_closed)):
        raise WordingError("bounds that leave nothing")
    exact = None if value is None else _finite(value, low, high)
    return Phrase(exact, Interval(*ends, number.low_closed, number.high_closed))


def _finite(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """A value with no more places than its bounds deserve, where it has no finite decimal."""
    if len(value.as_tuple().digits) > 24:
        near = min((abs(end - value) for end in (low, high) if end.is_finite() and end != value), default=abs(value))
        places = max(3 - value.adjusted(), 2 - (near / 2).adjusted())
        value = round(value, places)
    return Decimal(f"{value.normalize():f}")  # 250000000, not 250000000.0

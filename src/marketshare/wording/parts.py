"""Parts: a phrase cut into its numbers and the words beside them, each by the longest that is known."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from marketshare.wording.amounts import INFINITE, Extent, between, doublings, exactly, fraction, multiple
from marketshare.wording.errors import WordingError
from marketshare.wording.numerals import ENGLISH, Numeral, numeral_at, read_numeral
from marketshare.wording.vocabulary import AFTER, BEFORE, CURRENCIES, JOINTS, NOUNS

__all__ = ["Number", "Part", "number_at", "parts", "word_at"]


@dataclass(frozen=True)
class Number:
    """A number of a phrase.

    Attributes:
        form: ``plain``, a numeral whose unit stands beside it; or what its own words say: a ``fraction``, a ``share``
            in percent (两成五, the majority), a ``ratio`` that is named (doubled, 翻两番), a ``rank``, a ``class``
            (double-digit), or an ``amount`` (数以亿计).
        numeral: The numeral of a plain number.
        extent: How far any other reaches.
    """

    form: str
    numeral: Numeral | None = None
    extent: Extent | None = None


@dataclass(frozen=True)
class Part:
    """A stretch of a phrase: a number, or a word if `number` is None; `base` says what a multiple or a change is of."""

    text: str
    number: Number | None = None
    base: str = ""


_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_PLACES = {name: place for place, name in enumerate(_ORDINALS, 1)}
_DENOMINATORS = {"half": 2, "quarter": 4} | {name: place for name, place in _PLACES.items() if place > 2}
_DENOMINATORS |= {name + "s": number for name, number in _DENOMINATORS.items()} | {"halves": 2}
_SMALL = "|".join(sorted(ENGLISH, key=len, reverse=True))
_COUNTED = rf"(?:{_SMALL}|[1-9][0-9]?)"
_YEARS_OF_RATE = re.compile(rf"(?<![a-z0-9.])(?:an? )?{_COUNTED}[- ]year (?=cagr|compound)")
_BARE_TIME = re.compile("(?<=[逾超过近])倍")
_FOLD = re.compile(rf"(?<![a-z])({_SMALL}|hundred)fold(?![a-z])")
_ORDINAL = "|".join(_ORDINALS)
_HAN = "零〇一二三四五六七八九十百千两0-9"
_YEAR = "(?:(?:19|20)[0-9]{2}|[一二][九零〇][零〇一二三四五六七八九]{2})"
_PERIOD = (
    "(?:去年|上一?年度?|前一年|前年|上个?季度?|上一季度?|前一季度?|上个?月|前一月|上期|同期|原来|此前|之前|当时|年初|期初|"
    f"{_YEAR}(?:财年|年度?))"
    "(?:同期|同月|同季|全年|年?[底末初]|上半年|下半年|第?[一二三四1-4]季度?|[0-9]{1,2}月[末底]?|末)?"
)
_EARLIER = (
    r"(?:the )?(?:corresponding |same )?(?:period|quarter|month|time|level)? ?(?:of |in )?(?:the )?"
    rf"(?:a year (?:earlier|ago|before)|one year (?:earlier|ago)|last year|last quarter|last month|"
    r"(?:year-earlier|year-ago|prior-year) (?:period|quarter|level)|"
    rf"(?:previous|prior|preceding) (?:year|quarter|month|period)|(?:q[1-4] |h[12] |fy ?)?{_YEAR}(?![0-9.%]))"
)

Reader = Callable[[re.Match[str]], Number]


def _fraction(top: str, bottom: str) -> Number:
    values = [Decimal(ENGLISH.get(part) or part) for part in (top, bottom)]
    if not 0 < values[0] < values[1]:
        raise WordingError(f"{top} in {bottom} is no part of a whole")
    return Number("fraction", extent=fraction(*values))


def _slash(match: re.Match[str]) -> Number:
    top, bottom = int(match[1]), int(match[2])
    if top >= bottom or top + bottom == 100:
        raise WordingError(f"{match.group()!r} is a split or a date, no part of a whole")
    return _fraction(match[1], match[2])


def _chinese_fraction(match: re.Match[str]) -> Number:
    bottom, top = (read_numeral(part) for part in match.groups())
    if not (bottom.is_whole and top.is_whole and not bottom.form and not top.form):
        raise WordingError(f"not a fraction: {match.group()!r}")
    return _fraction(str(int(top.value)), str(int(bottom.value)))


def _vulgar(match: re.Match[str]) -> Number:
    part = Fraction(unicodedata.numeric(match.group())).limit_denominator(16)
    return _fraction(str(part.numerator), str(part.denominator))


def _rank(place: str) -> Number:
    if place in _PLACES:
        return Number("rank", extent=exactly(Decimal(_PLACES[place])))
    try:
        numeral = read_numeral(place)
    except WordingError as error:
        raise WordingError(f"{place!r} is not a rank; expected for instance 第二") from error
    if not numeral.is_whole or numeral.form or numeral.value < 1:
        raise WordingError(f"ranks are whole numbers from 1, not {place}")
    return Number("rank", extent=exactly(numeral.value))


def _first_ranks(match: re.Match[str]) -> Number:
    last = _rank(match[1]).extent
    assert last is not None  # a rank always has one
    return Number("rank", extent=between(Decimal(1), last.high))


def _ratio(value: str) -> Reader:
    return lambda _: Number("ratio", extent=multiple(Decimal(value)))


def _doublings(match: re.Match[str]) -> Number:
    return Number("ratio", extent=doublings(read_numeral(match[1] or "一")))


def _tenths(match: re.Match[str]) -> Number:
    tens, ones = ("5" if part == "半" else part for part in match.groups())
    value = 10 * read_numeral(tens).value + read_numeral(ones).value
    half = Decimal("2.5") if match[2] == "半" else Decimal("0.5")
    return Number("share", extent=Extent(value, value - half, value + half, about=(value - half, value + half)))


_THIRDS = {
    "low": (1, 3),
    "early": (1, 3),
    "低": (1, 3),
    "mid": (4, 6),
    "中": (4, 6),
    "high": (7, 9),
    "late": (7, 9),
    "高": (7, 9),
}
_NAMED_TENS = {word: ENGLISH[word] for word in ENGLISH if word.endswith("ty")}
_TENS = "|".join(word[:-1] for word in _NAMED_TENS)


def _part_of_ten(match: re.Match[str]) -> Number:
    named = match["tens"] or ""
    word = named.removesuffix("s").removesuffix("ie") + ("y" if named.endswith("ies") else "")
    tens = 0 if not named else 10 if word == "teen" else _NAMED_TENS.get(word) or int(word)
    low, high = _THIRDS[match["part"]]
    return Number("class", extent=between(Decimal(tens + low), Decimal(tens + high)))


def _digits(match: re.Match[str]) -> Number:
    said = match["digits"]
    one, two = dict.fromkeys(("single", "个", "单"), 1), dict.fromkeys(("double", "two", "两", "双"), 2)
    places = (one | two).get(said, 3)
    low = Decimal(10) ** (places - 1)
    return Number("class", extent=between(low, 10 * low, ends="[)"))


def _at_least(value: Decimal) -> Number:
    return Number("amount", extent=between(value, INFINITE, ends="[)"))


_NUMBERS: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"({_COUNTED})(?: [a-z]+)? (?:in|out of) (?:every )?({_COUNTED})(?![0-9a-z.%])",
         lambda m: _fraction(m[1], m[2])),
        (rf"({_COUNTED}|an?)[ -]({'|'.join(sorted(_DENOMINATORS, key=len, reverse=True))})(?![a-z])"
         r"(?: of (?:an?|one)(?= (?:percent|point|basis)))?",
         lambda m: _fraction("1" if m[1] in {"a", "an"} else m[1], str(_DENOMINATORS[m[2]]))),
        (r"an?(?: full| whole)?(?=[ -](?:percent|basis point|points?(?![a-z])))",
         lambda _: Number("plain", read_numeral("one"))),
        (r"half(?![a-z])(?:[ -](?:of )?an?(?= | *-))?", lambda _: _fraction("1", "2")),
        (r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})(?![0-9/.])", _slash),
        (f"((?!百分|千分|万分)[{_HAN}]{{1,12}})分之([{_HAN}]{{1,12}})", _chinese_fraction),
        (r"[¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞](?![0-9])", _vulgar),
        ("一半|半数|半", lambda _: _fraction("1", "2")),
        (f"第([{_HAN}.]{{1,12}})(?:名|位|大|强)?(?:厂商|品牌)?", lambda m: _rank(m[1])),
        (f"前([{_HAN}.]{{1,12}})(?:名|位|大|强|甲)?(?:厂商|品牌)?(?!年|季|个|月)", _first_ranks),
        (rf"top[ -]?([0-9]{{1,4}}|{_SMALL})(?![a-z0-9])", _first_ranks),
        (rf"(?:no\. ?|no ?|number ?|#) ?([0-9]{{1,4}}|{_SMALL})(?![a-z0-9])", lambda m: _rank(m[1])),
        (r"([0-9]{1,4})(?:st|nd|rd|th)(?:[ -](?:largest|biggest|ranked|placed))?(?![a-z])", lambda m: _rank(m[1])),
        (rf"({_ORDINAL})(?:[ -](?:largest|biggest|ranked|placed))?(?![a-z])", lambda m: _rank(m[1])),
        ("首位|榜首|(?<=居)首|冠军|最大(?![^ ])|largest(?![a-z])",
         lambda _: Number("rank", extent=exactly(Decimal(1)))),
        (r"(?:doubled|doubling|double|doubles|twice)(?![a-z-])", _ratio("2")),
        (r"(?:tripled|tripling|triple|triples|trebled|treble|thrice)(?![a-z-])", _ratio("3")),
        (r"(?:quadrupled|quadrupling|quadruple|quadruples)(?![a-z-])", _ratio("4")),
        (r"quintupled(?![a-z])", _ratio("5")),
        (r"(?:halved|halving|halves|cut (?:in|by) half)(?![a-z])|腰斩|减半|拦腰斩", _ratio("0.5")),
        (f"翻了?([{_HAN}.]{{0,12}})番(?:的?增长)?", _doublings),
        ("翻了?(?:一|1)?倍(?:的?增长)?", _ratio("2")),
        (r"([一两二三四五六七八九1-9])成([一二三四五六七八九1-9半])|打?([一二三四五六七八九])([一二三四五六七八九])折",
         lambda m: _tenths(re.fullmatch("打?(.)成?(.)折?", m.group()) or m)),
        (rf"(?P<part>low|mid|high|early|late)[ -]"
         rf"(?P<tens>teens|[2-9]0s|(?<=-)[2-9]0(?=%| percent)|(?:{_TENS})ies)(?![a-z])", _part_of_ten),
        (r"(?P<part>low|mid|high)(?P<tens>)[ -]single[ -]digits?(?![a-z])", _part_of_ten),
        (r"(?P<part>[低中高])(?P<tens>)[个单]位数", _part_of_ten),
        (r"(?P<digits>single|double|two|triple|three)[ -]digits?(?![a-z])", _digits),
        (r"(?P<digits>[两双三个单])位数", _digits),
        (r"(?:low|mid|high|early)[ -](?:double|two|triple)[ -]digits?(?![a-z])|[低中高][双两三]位数",
         lambda m: _refused(f"{m.group()} names no ends; print the numbers that are meant")),
        (r"(?:the |a )?(?:vast |overwhelming )?majority(?![a-z])",
         lambda _: Number("share", extent=between(Decimal(50), Decimal(100), ends="(]"))),
        ("远超(?![^ ])|far more than(?! )|far above(?! )",
         lambda _: Number("amount", extent=between(Decimal(1), INFINITE, ends="()"))),
        ("数以([百千万亿]+)计", lambda m: _at_least(read_numeral(m[1]).value)),
        ("上([百千万亿]+)(?![0-9])", lambda m: Number("amount", extent=_closed_below(m[1]))),
        ("成[百千]上[千万]|数不", lambda m: _refused(f"{m.group()} is no number")),
    )
]  # fmt: skip
_BASES = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"(?:相比|相较于?|比|较|与|和)?{_PERIOD}(?:相比)?的", "of"),
        (rf"(?:相比|相较于?|比|较|与|同|和){_PERIOD}(?:相比|的)?", "against"),
        (r"[年季月](?=[增减升跌涨降衰]|成长)", "against"),
        (
            rf"(?:as in|as (?:many|much|large|big|high) as(?: in| at)?|that of|those of|the level of|the level in|"
            rf"of the level in|of the|of) {_EARLIER}(?:'s)?",
            "of",
        ),
        (
            r"(?:from|than|over|versus|vs\.?|(?:as )?compared (?:with|to)|against|on)(?: in| at| that of)? "
            rf"{_EARLIER}",
            "against",
        ),
    )
]
_COMPARED = re.compile(rf"(more|less|fewer|higher|lower|larger|smaller)(?= than(?: in| at)? {_EARLIER})")
_WORDS = {*BEFORE, *AFTER, *JOINTS, *CURRENCIES}.union(*NOUNS.values())
_LONGEST: dict[str, int] = {}
for _word in _WORDS:
    _LONGEST[_word[0]] = max(len(_word), _LONGEST.get(_word[0], 0))


def _refused(message: str) -> Number:
    raise WordingError(message)


def _closed_below(magnitude: str) -> Extent:
    value = read_numeral(magnitude).value
    return Extent(value, value, INFINITE, True, False)


def word_at(text: str, at: int) -> str:
    """The longest known word that begins at `at`, or nothing; a Latin word is never a part of a longer one.

    Example:
        >>> word_at("超过2.5亿", 0), word_at("overall", 0), word_at("5m users", 3)
        ('超过', 'overall', 'users')
    """
    if at and _letter(text[at]) and _letter(text[at - 1]):
        return ""
    for end in range(min(len(text), at + _LONGEST.get(text[at], 0)), at, -1):
        if text[at:end] in _WORDS and not (end < len(text) and _letter(text[end - 1]) and _letter(text[end])):
            if text[at:end] == "a year" and text[end : end + 1] == "-":
                continue  # a year-over-year rise
            return text[at:end]
    return ""


def number_at(text: str, at: int) -> tuple[Number, int] | None:
    """The longest number that begins at `at`, in digits or in words, and where it ends; None if there is none.

    Raises:
        WordingError: it looks like one, but isn't.

    Example:
        >>> found, end = number_at("a third", 0)
        >>> found.form, end
        ('fraction', 7)
    """
    inside_word = at > 0 and _letter(text[at]) and _letter(text[at - 1])
    best: tuple[re.Match[str], Reader] | None = None
    for pattern, reader in _NUMBERS if not inside_word else ():
        match = pattern.match(text, at)
        if match and match.group() and (best is None or match.end() > best[0].end()):
            best = match, reader
    try:
        plain = numeral_at(text, at)
    except WordingError:
        if best is None:
            raise
        plain = None
    if best and (plain is None or best[0].end() >= plain[1]):
        return best[1](best[0]), best[0].end()
    return None if plain is None else (Number("plain", plain[0]), plain[1])


def parts(text: str) -> tuple[list[Part], str]:
    """A phrase in its normal form, part by part, and the first word in it that is not known, if there is one."""
    text = _BARE_TIME.sub("一倍", _FOLD.sub(r"\1-fold", _YEARS_OF_RATE.sub("", text)))
    found: list[Part] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        if text[at] in "半多余" and len(found) > 1 and found[-2].number and not found[-1].number:
            found.append(Part(text[at]))  # 三年半, 三成多: of the number before the unit
            at += 1
            continue
        number, word = number_at(text, at), word_at(text, at)
        if (compared := _COMPARED.match(text, at)) and any(part.number for part in found):
            word = compared[1]  # 30% more, than in 2017: no bound
        base, base_end = _base_at(text, at, after=any(part.number for part in found))
        end = max(number[1] if number else 0, at + len(word), base_end)
        if base_end == end > at:
            found.append(Part(text[at:end], base=base))
        elif number and number[1] == end:
            found.append(Part(text[at:end], number[0]))
        elif word:
            found.append(Part(word))
        else:
            return found, _unknown(text, at)
        at = end
    return found, ""


def _base_at(text: str, at: int, *, after: bool) -> tuple[str, int]:
    """What a change or a multiple is of, and where it ends; "over 2000" before any number is no year."""
    for pattern, meaning in _BASES if not (at and _letter(text[at]) and _letter(text[at - 1])) else ():
        if (match := pattern.match(text, at)) and (after or not _letter(text[at])):
            return meaning, match.end()
    return "", 0


def _unknown(text: str, at: int) -> str:
    """The word that begins where nothing is known: Latin letters to their end, others up to what is known."""
    if match := re.compile(r"[a-z']+").match(text, at):
        return match.group()
    end = at + 1
    while end < len(text) and text[end] > "\u2e7f" and not word_at(text, end) and not _numeral_there(text, end):
        end += 1
    return text[at:end]


def _numeral_there(text: str, at: int) -> bool:
    try:
        return number_at(text, at) is not None
    except WordingError:
        return True


def _letter(char: str) -> bool:
    return "a" <= char <= "z"

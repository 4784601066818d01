"""Periods: 2018年上半年, Q1 2018, quarter ended March 31, 2018, in the one notation of the data files."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from marketshare.wording.errors import WordingError
from marketshare.wording.forms import LOCALES, LONGEST, folded, normalise

__all__ = ["period_at", "read_period"]

PIVOT = 69
"""Two digits are a year from 1969 to 2068, as POSIX reads them."""

FIRST_OF_THE_REPUBLIC = 1911
"""The year before the first of the calendar of Taiwan: 98年 is 2009 there."""

_LONG_MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTHS = {name: number for number, long in enumerate(_LONG_MONTHS, 1) for name in (long, long[:3], long[:3] + ".")}
_MONTHS |= {"sept": 9, "sept.": 9}
_NAME = "|".join(map(re.escape, sorted(_MONTHS, key=len, reverse=True)))
_COUNTS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "final": 4, "last": 4,
    "一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2, "首": 1, "末": 4, "两": 2, "六": 6, "九": 9, "十二": 12,
    "three": 3, "six": 6, "nine": 9, "twelve": 12, "quarter": 3, "half": 6, "half-year": 6, "half year": 6, "year": 12,
    "季度": 3, "半年": 6, "半年度": 6, "年度": 12, "季": 3, "full year": 12, "fiscal year": 12,
}  # fmt: skip
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_NUMBER = "(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"


@dataclass(frozen=True)
class _Source:
    """What the source of a period says of its calendar."""

    text: str
    locale: str
    fiscal_year_end: str


Found = dict[str, str]
Reader = Callable[[Found, _Source], str]


def read_period(text: str, *, locale: str = "", fiscal_year_end: str = "") -> str:
    """A period as the data files write it.

    ``2018``, ``2018-Q1``, ``2019-H1``, ``2019-9M`` (nine months, three quarters), ``2018-06``, ``2019-06-30``,
    ``FY2018``, ``2016/2018`` (from one year to the other). 截至 and "as of" say nothing of their own; 年底 and 6月底
    are the last day. A fiscal year stays one; a fiscal quarter becomes a quarter of the calendar if the source says
    when its year ends. A fiscal year is named after the year in which it ends.

    Args:
        text: Chinese or English, or that notation itself.
        locale: How the source writes; under ``zh-TW`` 98年 counts from 1912.
        fiscal_year_end: The last day of the source's fiscal year, ``06-30``.

    Raises:
        WordingError: it isn't a period; it names no year (8月5日); it could be read in two ways (6/5/2019, 2008/09,
            2010-12, 98年); there is no such day; the second year isn't after the first; a fiscal quarter, and no
            word of when the fiscal year ends.

    Example:
        >>> read_period("2018年上半年"), read_period("Q1 2018"), read_period("18Q1"), read_period("截至2019年6月30日")
        ('2018-H1', '2018-Q1', '2018-Q1', '2019-06-30')
        >>> read_period("2018财年"), read_period("17/18年"), read_period("June 2018"), read_period("9M19")
        ('FY2018', '2017/2018', '2018-06', '2019-9M')
        >>> read_period("FY2024Q3", fiscal_year_end="09-30"), read_period("98年第一季", locale="zh-TW")
        ('2024-Q2', '2009-Q1')
    """
    if len(text) > 20 * LONGEST or len(normalise(text)) > LONGEST:
        raise WordingError(f"too long for a period: {text[:30]!r}…")
    bare = re.sub(r"\s+", " ", folded(_seen(text))).strip().lower()
    bare = re.sub(" ?([^a-z0-9 ]) ?", r"\1", bare)
    if not bare:
        raise WordingError("a period is expected, found nothing")
    if locale and locale not in LOCALES:
        raise WordingError(f"unknown locale {locale!r}; one of {', '.join(LOCALES)}")
    if fiscal_year_end and not re.fullmatch(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", fiscal_year_end, re.ASCII):
        raise WordingError(f"not the end of a fiscal year: {fiscal_year_end!r}; expected for instance 06-30")
    source = _Source(text, locale, fiscal_year_end)
    twice = re.fullmatch(r"([^()]+)\(([^()]+)\)", bare)  # the first quarter of 2019 (1Q19)
    said = {_notation(_AROUND.sub("", once), source) for once in (twice.groups() if twice else [bare])}
    if len(said) > 1:
        raise WordingError(f"two periods, {' and '.join(sorted(said))}: {text!r}")
    return said.pop()


def _notation(bare: str, source: _Source) -> str:
    for pattern, notation in _FORMS:
        if match := pattern.fullmatch(bare.strip()):
            return notation(_groups(match), source)
    text = source.text
    raise WordingError(f"not a period: {text!r}; expected for instance 2018年上半年, Q1 2018, 2019-06-30")


def period_at(text: str, at: int, *, locale: str = "", fiscal_year_end: str = "") -> tuple[str, int] | None:
    """The longest period that begins at `at` of a folded text, and where it ends; None if there is none.

    What looks like a period but may be two, or names no year, has an empty notation.

    Example:
        >>> period_at("In the second quarter of 2025, sales", 7), period_at("2018年6月的42.7%", 0)
        (('2025-Q2', 29), ('2018-06', 7))
    """
    small = text[at : at + LONGEST].lower()
    best: tuple[re.Match[str], Reader] | None = None
    for pattern, reader in _FORMS:
        match = pattern.match(small)
        if (
            match
            and match.group().strip()
            and (best is None or match.end() > best[0].end())
            and _ends(small, match.end())
        ):
            best = match, reader
    if best is None or (
        at and text[at].isalnum() and text[at].isascii() and text[at - 1].isalnum() and text[at - 1].isascii()
    ):
        return None
    try:
        said = best[1](_groups(best[0]), _Source(best[0].group(), locale, fiscal_year_end))
    except WordingError:
        said = ""
    return said, at + best[0].end()


def _ends(text: str, end: int) -> bool:
    if end >= len(text):
        return True
    if not text[end - 1].isascii():
        return True  # 2016年7.3% are two things
    rest = text[end:]
    return not (rest[0].isascii() and rest[0].isalnum()) and not re.match(r"[.,/-][0-9]|\s*[%％]", rest)


def _groups(match: re.Match[str]) -> Found:
    return {name: group.strip() for name, group in match.groupdict().items() if group}


def _seen(text: str) -> str:
    return "".join(char for char in text if char not in "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e")


def _number(text: str) -> int:
    if text in _COUNTS:
        return _COUNTS[text]
    if re.fullmatch(_HAN_NUMBER, text):
        tens, ten, ones = text.rpartition("十")
        return (int(tens.translate(_HAN_DIGITS) or 1) if ten else 0) * 10 + int(ones.translate(_HAN_DIGITS) or 0)
    return int(text.translate(_HAN_DIGITS))


def _year(found: Found, source: _Source) -> int:
    digits = found["year"].translate(_HAN_DIGITS).lstrip("'")
    year = int(digits)
    if "republic" in found or (source.locale == "zh-TW" and "han" in found and year < 1000):
        if "republic" not in found and year + FIRST_OF_THE_REPUBLIC < 1990:
            raise WordingError(f"{digits} of which calendar? {source.text!r}")
        return year + FIRST_OF_THE_REPUBLIC
    if len(digits) == 3:
        raise WordingError(f"not a period: {source.text!r}; a year of three digits needs the source's locale (zh-TW)")
    if year >= 100:
        return year
    if "han" in found and year >= PIVOT and source.locale != "zh-CN":
        raise WordingError(
            f"19{digits}, or {year + FIRST_OF_THE_REPUBLIC}? {source.text!r}; declare the source's locale"
        )
    return year + (1900 if year >= PIVOT else 2000)


def _part(letter: str) -> Reader:
    def notation(found: Found, source: _Source) -> str:
        part, year = _number(found["part"]), _year(found, source)
        if "fiscal" in found:
            return _fiscal(year, part, letter, source)
        return f"{year}-{letter}{part}"

    return notation


def _fiscal(year: int, part: int, letter: str, source: _Source) -> str:
    """A part of a fiscal year in the calendar, if the source says when that year ends."""
    if not source.fiscal_year_end:
        raise WordingError(
            f"a part of a fiscal year: {source.text!r}; say when it ends, in fiscal_year_end of sources.csv"
        )
    months = 3 if letter == "Q" else 6
    last = int(source.fiscal_year_end[:2]) - 12 + months * part  # month of the year in which the fiscal year ends
    year, month = (year, last) if last > 0 else (year - 1, last + 12)
    if month % months:
        raise WordingError(f"a part of a fiscal year that is none of the calendar: {source.text!r}")
    return f"{year}-{letter}{month // months}"


def _of_year(suffix: str) -> Reader:
    return lambda found, source: f"{_year(found, source)}{suffix}"


def _whole_year(found: Found, source: _Source) -> str:
    if len(found["year"]) == 2 and not {"republic", "all"} & set(found):
        raise WordingError(f"not a period: {source.text!r}; a year, or so many years?")
    return str(_year(found, source))


def _fiscal_year(found: Found, source: _Source) -> str:
    return f"FY{_year(found, source)}"


def _business_year(found: Found, source: _Source) -> str:
    """年度 is the year of the calendar, unless the source's ends otherwise."""
    return ("FY" if source.fiscal_year_end not in {"", "12-31"} else "") + str(_year(found, source))


def _month(found: Found, source: _Source) -> str:
    year, month = _year(found, source), _MONTHS.get(found.get("name", "")) or _number(found["month"])
    if "dash" in found and len(found["year"]) == 4 and found["year"][:2] == "20" and month > year % 100:
        raise WordingError(f"a month, or years? {source.text!r}")
    if "end" in found:
        return f"{year}-{month:02}-{monthrange(year, month)[1]:02}"
    if "day" not in found:
        return f"{year}-{month:02}"
    return _day(year, month, _number(found["day"]), source.text)


def _day(year: int, month: int, day: int, text: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise WordingError(f"there is no such day: {text!r}") from error


def _either_order(found: Found, source: _Source) -> str:
    """31/12/2018 and 12/31/2018 are clear, 6/5/2019 is not."""
    first, second = int(found["one"]), int(found["two"])
    if max(first, second) <= 12 and first != second:
        raise WordingError(f"not a period: {source.text!r}; a day of which month? Write it 2019-06-30")
    return _day(_year(found, source), min(first, second), max(first, second), source.text)


def _months(found: Found, source: _Source) -> str:
    """January to June is a half, 前三季度 nine months."""
    first, last = (_MONTHS.get(found[name]) or _number(found[name]) for name in ("first", "until"))
    return _stretch(_year(found, source), first, last, source)


def _first_months(found: Found, source: _Source) -> str:
    each = 3 if "quarters" in found else 1
    return _stretch(_year(found, source), 1, each * _number(found["count"]), source)


def _quarters(found: Found, source: _Source) -> str:
    first, last = _number(found["first"]), _number(found["until"])
    return _stretch(_year(found, source), 3 * first - 2, 3 * last, source)


def _ended(found: Found, source: _Source) -> str:
    """The months that end on a day: quarter ended March 31, 2018."""
    end = date.fromisoformat(_month(found, source))
    months = _number(found["length"])
    if end.day != monthrange(end.year, end.month)[1]:
        raise WordingError(f"a stretch that ends within a month: {source.text!r}")
    if months == 12 and end.month != 12:
        declared = source.fiscal_year_end[:2]
        if declared != f"{end.month:02}" and (declared or found["length"] in {"twelve", "12", "十二"}):
            raise WordingError(f"twelve months, but is that the fiscal year of the source? {source.text!r}")
        return f"FY{end.year}"
    if end.month < months:
        raise WordingError(f"{months} months over two years are no period of the data: {source.text!r}")
    return _stretch(end.year, end.month - months + 1, end.month, source)


def _stretch(year: int, first: int, last: int, source: _Source) -> str:
    names = {(1, 12): "", (1, 6): "-H1", (7, 12): "-H2", (1, 9): "-9M"}
    names |= {(3 * quarter - 2, 3 * quarter): f"-Q{quarter}" for quarter in range(1, 5)}
    if (first, last) not in names:
        raise WordingError(f"months that are no quarter, half, three quarters or year: {source.text!r}")
    return f"{year}{names[first, last]}"


def _end_of_part(found: Found, source: _Source) -> str:
    """The last day of a quarter or a half."""
    year, month = _year(found, source), _number(found["part"]) * (6 if "half" in found else 3)
    return f"{year}-{month:02}-{monthrange(year, month)[1]:02}"


def _named_quarter(found: Found, source: _Source) -> str:
    month = _MONTHS[found["name"]]
    return _stretch(_year(found, source), month - 2, month, source)


def _yearless(_found: Found, source: _Source) -> str:
    raise WordingError(f"a period without its year: {source.text!r}")


def _span(found: Found, source: _Source) -> str:
    first, last = found["year"], found["last"]
    start = _year(found, source)
    end = int(last) if len(last) == 4 else start - start % 100 + int(last)
    if len(first) == 2:
        end = _year({"year": last}, source)
        if "han" not in found:
            raise WordingError(f"years, a day of a month, or a fraction? {source.text!r}")
    if len(first) == 4 and len(last) == 2 and int(last) <= 12 and "han" not in found:
        raise WordingError(f"a month, or a year? {source.text!r}; write 2019-06 for the month")
    if end <= start:
        raise WordingError(f"the second year must be after the first: {source.text!r}")
    return f"{start}/{end}"


_AROUND = re.compile(
    "^(?:截至到|截止到|截至于|截至|截止|于|於|by(?= (?:the )?end)|as of|as at|at|during|in|on|for|the) ?(?:the )?"
    "|(?:为止|止)$"
)
_LONG = r"(?P<year>(?:19|20)[0-9]{2})"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}|'?[0-9]{2})"
_HAN = "(?:(?P<republic>民国) ?)?(?P<year>(?:19|20)[0-9]{2}|[0-9]{2,3}|[〇零一二三四五六七八九]{3,4}) ?(?P<han>年)"
_Q = "(?P<part>[1-4一二三四])"
_NTH = "(?P<part>first|second|third|fourth|1st|2nd|3rd|4th|final)"
_DAY_NUMBER = "(?:[12][0-9]|3[01]|0?[1-9])"
_MONTH_NUMBER = f"1[0-2]|0?[1-9]|{_HAN_NUMBER}"
_M = f"(?P<month>{_MONTH_NUMBER})"
_D = f"(?P<day>{_DAY_NUMBER}|{_HAN_NUMBER})"
_MONTH_NAME = f"(?P<name>{_NAME})"
_TO = "(?:-|~|—|to|through|until|至|到)"
_FISCAL = "(?P<fiscal>fy|fiscal year|fiscal)"
_END = (
    rf"(?:{_MONTH_NAME} {_D}(?:st|nd|rd|th)?,? {_LONG}|{_D.replace('?P<day>', '?P<day_>')}(?:st|nd|rd|th)?(?: of)? "
    rf"(?P<name_>{_NAME}),? (?P<year_>(?:19|20)[0-9]{{2}}))"
)
_LENGTH = "(?P<length>three|six|nine|twelve|3|6|9|12|quarter|half-year|half year|half|full year|year|fiscal year)"

_PATTERNS: list[tuple[str, Reader]] = [
    (f"{_LONG}", _of_year("")),
    (f"(?:(?:the )?(?:full|whole|entire) year(?: of)?|(?:the )?year|(?:the )?(?:whole|all) of) {_LONG}", _of_year("")),
    (f"(?:calendar year|calendar|cy|full[ -]year) {_YEAR}", _of_year("")),
    (f"{_HAN}(?P<all>全年)?", _whole_year),
    (f"{_LONG} 全年", _of_year("")),
    (f"{_HAN} (?:年 ?底|末|底|年末)", _of_year("-12-31")),
    (f"(?:the )?(?:end of|end|end-|year-end|year end|yearend|end of the year) {_LONG}", _of_year("-12-31")),
    (f"{_LONG} (?:year-end|year end|年底|年末)", _of_year("-12-31")),
    (f"(?:the )?(?:end of|end|end-) {_MONTH_NAME},? {_LONG}", lambda f, s: _month({**f, "end": "end"}, s)),
    (f"{_FISCAL} {_YEAR}", _fiscal_year),
    (f"{_YEAR} (?:年 )?(?:财年|财政年度)", _fiscal_year),
    (f"{_HAN} 度", _business_year),
    (f"{_YEAR} (?:年 )?[-/.]? q{_Q}(?: ?季度?)?", _part("Q")),
    (f"{_HAN} 第? {_Q} 季度?", _part("Q")),
    (f"{_HAN} (?P<part>首|末) 季度?", _part("Q")),
    (f"{_LONG} 第 {_Q} 季度?", _part("Q")),
    (f"(?:the )?q{_Q}(?: of| in)?[-, /]? ?{_YEAR}", _part("Q")),
    (f"{_Q} q (?:of |in )?{_YEAR}", _part("Q")),
    (f"(?:the )?{_NTH}(?: calendar)?[- ]quarter,?(?: of| in)?(?: the year)? {_LONG}", _part("Q")),
    (f"{_LONG} (?:年 )?{_Q} q", _part("Q")),
    (f"{_LONG} (?:年 )?(?P<part>[12]) h", _part("H")),
    (f"(?:the )?end of (?:the )?(?:q{_Q}|{_NTH.replace('?P<part>', '?P<part_>')} quarter)(?: of| in)? {_LONG}",
     lambda f, s: _end_of_part(_either_end(f), s)),
    (f"{_HAN} 第? {_Q} 季度? [末底]", _end_of_part),
    (f"{_HAN} (?P<part>[上下]) (?P<half>半) 年 [末底]", _end_of_part),
    (f"(?:the )?{_MONTH_NAME}[- ]quarter(?: of| in)?,? {_LONG}", _named_quarter),
    (f"(?:the )?{_MONTH_NAME} {_LONG} quarter", _named_quarter),
    (f"{_FISCAL} {_YEAR}[- ]? ?q{_Q}", _part("Q")),
    (f"q{_Q}(?: of| in)? {_FISCAL} {_YEAR}", _part("Q")),
    (f"{_Q} q {_FISCAL} {_YEAR}", _part("Q")),
    (f"(?P<fiscal>fiscal) q{_Q}(?: of)? {_YEAR}", _part("Q")),
    (f"{_FISCAL} {_LONG} {_NTH}[- ]quarter", _part("Q")),
    (f"(?:the )?(?P<fiscal>fiscal) {_NTH}[- ]quarter(?: of)? {_LONG}", _part("Q")),
    (f"(?:the )?{_NTH} (?P<fiscal>fiscal)[- ]quarter(?: of)? {_LONG}", _part("Q")),
    (f"(?:the )?{_NTH}[- ]quarter(?: of)? {_FISCAL} {_YEAR}", _part("Q")),
    (f"{_YEAR} (?:年 )?(?P<fiscal>财年|财政年度) (?:第? {_Q} 季度?|q{_Q.replace('?P<part>', '?P<part_>')})",
     lambda f, s: _part("Q")(f | {"part": f.get("part", f.get("part_", ""))}, s)),
    (f"{_YEAR} (?:年 )?(?P<fiscal>财年|财政年度) (?P<part>上|下) 半年", _part("H")),
    (f"{_FISCAL} {_YEAR}[- ]? ?h(?P<part>[12])", _part("H")),
    (f"(?:the )?(?P<part>first|second)[- ]half(?: of)? {_FISCAL} {_YEAR}", _part("H")),
    (f"(?:h(?P<part>[12])|(?P<part_>[12]) h) {_FISCAL} {_YEAR}",
     lambda f, s: _part("H")(f | {"part": f.get("part", f.get("part_", ""))}, s)),
    (f"{_YEAR} (?:年 )?[-/.]? h(?P<part>[12])", _part("H")),
    (f"{_HAN} (?P<part>[上下]) 半 年?", _part("H")),
    (f"{_LONG} (?P<part>[上下]) 半 年", _part("H")),
    (f"{_HAN} 半 年 度", _of_year("-H1")),
    (f"(?P<part>[12]) h (?:of |in )?{_YEAR}", _part("H")),
    (f"h(?P<part>[12])(?: of| in)?[-, ]? ?{_YEAR}", _part("H")),
    (f"(?:the )?(?P<part>first|second|1st|2nd)[- ]half,?(?: of| in)?(?: the year)? {_LONG}", _part("H")),
    (f"{_YEAR}-? ?9m|9m(?: of)?[- ]? ?{_YEAR.replace('?P<year>', '?P<year_>')}",
     lambda f, s: _of_year("-9M")(f | {"year": f.get("year", f.get("year_", ""))}, s)),
    (f"(?:the )?first (?P<count>nine|six|three|9|6|3) months(?: of| in)? {_LONG}", _first_months),
    (f"(?:the )?first (?P<count>three|two) (?P<quarters>quarters)(?: of| in)? {_LONG}", _first_months),
    (f"{_HAN} [前首头] (?P<count>[一二两三]) 个? (?P<quarters>季度?)", _first_months),
    (f"{_HAN} [前首头] (?P<count>三|六|九|3|6|9|十二) 个月", _first_months),
    (f"{_LONG} [前首头] (?P<count>[一二两三]) 个? (?P<quarters>季度?)", _first_months),
    (f"(?P<first>[1-4]) (?:q )?{_TO} (?P<until>[1-4]) q (?:of )?{_YEAR}", _quarters),
    (f"q(?P<first>[1-4]) {_TO} q(?P<until>[1-4]) (?:of )?{_YEAR}", _quarters),
    (f"{_HAN} 第? (?P<first>[一二三1-3]) (?:季度?)? {_TO} 第? (?P<until>[二三四2-4]) 季度?", _quarters),
    (f"{_YEAR} (?:年 )?q(?P<first>[1-4]) {_TO} q(?P<until>[1-4])", _quarters),
    (f"{_HAN} (?P<first>{_MONTH_NUMBER}) (?:月份? )?{_TO} (?P<until>{_MONTH_NUMBER}) 月份?", _months),
    (f"(?P<first>{_NAME}) (?:{_TO}) (?P<until>{_NAME}),? (?:of )?{_LONG}", _months),
    (f"(?:the )?{_LENGTH}(?:[- ]months?)?(?: period)? (?:ended|ending|to|through)(?: on)? {_END}",
     lambda f, s: _ended(_either_end(f), s)),
    (f"(?:the )?{_LENGTH}(?:[- ]months?)? (?:ended|ending|to|through) {_MONTH_NAME},? {_LONG}",
     lambda f, s: _ended({**f, "end": "end"}, s)),
    (f"{_HAN} {_M} 月 {_D} 日 [止的]? (?P<length>三|六|九|十二|3|6|9|12) 个月", _ended),
    (f"{_HAN} {_M} 月 {_D} 日 止 的? (?P<length>季度|半年度?|年度)(?:期间)?", _ended),
    (f"{_HAN} {_M} 月 (?:份|(?P<end>底|末))?", _month),
    (f"{_LONG}(?P<dash>-){_M}", _month),
    (f"{_MONTH_NAME}(?: of|,|-)? {_LONG}", _month),
    (f"{_MONTH_NAME} (?P<year>'[0-9]{{2}})", _month),
    (f"(?P<month>0?[1-9]|1[0-2])/{_LONG}", _month),
    (f"{_HAN} {_M} 月 {_D} [日号]", _month),
    (f"{_LONG} ?(?P<sep>[-/.]) ?{_M} ?(?P=sep) ?{_D}", _month),
    (f"{_MONTH_NAME} {_D}(?:st|nd|rd|th)?,? {_LONG}", _month),
    (f"(?:the )?{_D}(?:st|nd|rd|th)?(?: of)?[- ]?{_MONTH_NAME},?[- ]?{_LONG}", _month),
    (f"(?P<one>{_DAY_NUMBER})(?P<sep>[/.-])(?P<two>{_DAY_NUMBER})(?P=sep){_LONG}", _either_order),
    (f"{_HAN} (?:/|{_TO}) (?P<last>(?:19|20)[0-9]{{2}}|[0-9]{{2}}) 年?", _span),
    (f"{_YEAR} (?:/|{_TO}) (?P<last>(?:19|20)[0-9]{{2}}|[0-9]{{2}}) (?P<han>年)", _span),
    (f"{_YEAR} ?/ ?(?P<last>(?:19|20)[0-9]{{2}}|[0-9]{{2}})", _span),
    (f"(?:from )?{_LONG} {_TO} (?P<last>(?:19|20)[0-9]{{2}})", _span),
    (f"between {_LONG} and (?P<last>(?:19|20)[0-9]{{2}})", _span),
    (f"{_LONG}[-](?P<last>[0-9]{{2}})", _span),
    (f"{_M} 月 (?:{_D} [日号])?|{_MONTH_NAME} {_D.replace('?P<day>', '?P<day_>')}(?:st|nd|rd|th)?", _yearless),
    (f"{_D}(?:st|nd|rd|th)?(?: of)? {_MONTH_NAME}|第? {_Q} 季度?|[上下] 半 年|q[1-4]|h[12]|[1-4] q", _yearless),
    (f"(?:the )?(?:{_NTH}[- ]quarter|(?:first|second)[- ]half)|[去今明] 年", _yearless),
]  # fmt: skip


def _either_end(found: Found) -> Found:
    return {**found, **{name[:-1]: value for name, value in found.items() if name.endswith("_")}}


_FORMS = [(re.compile(pattern.replace(" ?", " ").replace(" ", r"\s*")), notation) for pattern, notation in _PATTERNS]

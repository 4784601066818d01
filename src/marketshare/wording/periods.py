"""Periods: 2018年上半年, Q1 2018, 截至2019年6月30日, in the one notation of the data files."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from marketshare.wording.errors import WordingError
from marketshare.wording.forms import readable
from marketshare.wording.numerals import read_numeral

__all__ = ["read_period"]

PIVOT = 69
"""Two digits are a year from 1969 to 2068, as POSIX reads them."""

_LONG_MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTHS = {name: number for number, long in enumerate(_LONG_MONTHS, 1) for name in (long, long[:3], long[:3] + ".")}
_MONTHS |= {"sept": 9, "sept.": 9}
_MONTH_NAME = f"(?P<name>{'|'.join(map(re.escape, _MONTHS))})"
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}

_AROUND = re.compile("^(?:截至到|截止到|截至|截止|asof|asat|during|in|on)|(?:为止|止)$")
_CHINESE_YEAR = re.compile("^[〇零一二三四五六七八九]{4}(?=年|财)")
_CHINESE_PART = re.compile("[一二三四五六七八九十]{1,3}(?=[月日号])")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_LONG = "(?P<year>(?:19|20)[0-9]{2})"
_YEAR = "(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})"
_QUARTER = "(?P<part>[1-4一二三四])"
_NTH = "(?P<part>first|second|third|fourth)"
_M, _D = "(?P<month>0?[1-9]|1[0-2])", "(?P<day>0?[1-9]|[12][0-9]|3[01])"

Found = dict[str, str]


def read_period(text: str) -> str:
    """A period as the data files write it.

    ``2018``, ``2018-Q1``, ``2019-H1``, ``2018-06``, ``2019-06-30``, ``FY2018``, ``2016/2018`` (from one year to the
    other). 截至 and "as of" say nothing of their own; 年底 and 6月底 are the last day. A fiscal year stays one: when it
    begins is the firm's affair.

    Args:
        text: Chinese or English, or that notation itself.

    Raises:
        WordingError: it isn't a period; it names no year (8月5日); it could be read in two ways (6/5/2019, 2008/09);
            there is no such day; the second year isn't after the first.

    Example:
        >>> read_period("2018年上半年"), read_period("Q1 2018"), read_period("18Q1"), read_period("截至2019年6月30日")
        ('2018-H1', '2018-Q1', '2018-Q1', '2019-06-30')
        >>> read_period("2018财年"), read_period("17/18年"), read_period("June 2018")
        ('FY2018', '2017/2018', '2018-06')
    """
    bare = _AROUND.sub("", readable(text)).replace(",", "")
    bare = _CHINESE_YEAR.sub(lambda year: year.group().translate(_CHINESE_DIGITS), bare)
    bare = _CHINESE_PART.sub(lambda part: f"{read_numeral(part.group()).value:f}", bare)
    for pattern, notation in _FORMS:
        if match := pattern.fullmatch(bare):
            return notation({name: group for name, group in match.groupdict().items() if group}, text)
    if re.search("[月日年季]|q[1-4]|h[12]", bare) and not re.search("[0-9]{2}", bare.partition("月")[0]):
        raise WordingError(f"a period without its year: {text!r}")
    raise WordingError(f"not a period: {text!r}; expected for instance 2018年上半年, Q1 2018, 2019-06-30")


def _year(digits: str) -> int:
    year = int(digits)
    return year if year >= 100 else year + (1900 if year >= PIVOT else 2000)


def _part(letter: str) -> Callable[[Found, str], str]:
    return lambda found, _: f"{_year(found['year'])}-{letter}{_ORDER.get(found['part'], found['part'])}"


def _month(found: Found, text: str) -> str:
    year, month = _year(found["year"]), _MONTHS.get(found.get("name", "")) or int(found["month"])
    if "end" in found:
        return f"{year}-{month:02}-{monthrange(year, month)[1]:02}"
    if "day" not in found:
        return f"{year}-{month:02}"
    try:
        return date(year, month, int(found["day"])).isoformat()
    except ValueError as error:
        raise WordingError(f"there is no such day: {text!r}") from error


def _span(found: Found, text: str) -> str:
    first, last = found["year"], found["last"]
    start = _year(first)
    end = _year(last) if len(last) == 4 or len(first) == 2 else start - start % 100 + int(last)
    if len(first) == 2 and "年" not in text:
        raise WordingError(f"years, a day of a month, or a fraction? {text!r}")
    if end <= start:
        raise WordingError(f"the second year must be after the first: {text!r}")
    if len(first) == 4 and len(last) == 2 and int(last) <= 12 and "年" not in text:
        raise WordingError(f"a month, or a year? {text!r}")
    return f"{start}/{end}"


_PATTERNS: list[tuple[str, Callable[[Found, str], str]]] = [
    (f"{_LONG}年?", lambda found, _: found["year"]),
    (f"{_LONG}年(?:年?底|末)", lambda found, _: f"{found['year']}-12-31"),
    (f"(?:the)?endof{_LONG}", lambda found, _: f"{found['year']}-12-31"),
    (f"(?:fy|fiscalyear|fiscal){_YEAR}", lambda found, _: f"FY{_year(found['year'])}"),
    (f"{_YEAR}年?(?:财年|财政年度)", lambda found, _: f"FY{_year(found['year'])}"),
    (f"{_YEAR}年?-?q{_QUARTER}", _part("Q")),
    (f"{_YEAR}年第?{_QUARTER}季度?", _part("Q")),
    (f"q{_QUARTER}-?{_YEAR}", _part("Q")),
    (f"{_QUARTER}q{_YEAR}", _part("Q")),
    (f"(?:the)?{_NTH}quarter(?:of)?{_LONG}", _part("Q")),
    (f"{_YEAR}年?-?h(?P<part>[12])", _part("H")),
    (f"{_YEAR}年(?P<part>[上下])半年", _part("H")),
    (f"(?P<part>[12])h{_YEAR}", _part("H")),
    (f"h(?P<part>[12])-?{_YEAR}", _part("H")),
    (f"(?:the)?(?P<part>first|second)half(?:of)?{_LONG}", _part("H")),
    (f"{_YEAR}年{_M}月(?:份|(?P<end>底|末))?", _month),
    (f"{_LONG}-{_M}", _month),
    (f"{_MONTH_NAME}(?:of)?{_LONG}", _month),
    (f"{_YEAR}年{_M}月{_D}[日号]", _month),
    (f"{_LONG}(?P<sep>[-/.]){_M}(?P=sep){_D}", _month),
    (f"{_MONTH_NAME}{_D}(?:st|nd|rd|th)?{_LONG}", _month),
    (f"{_D}(?:st|nd|rd|th)?(?:of)?{_MONTH_NAME}{_LONG}", _month),
    (f"{_YEAR}年?(?:/|至|到)(?P<last>(?:19|20)[0-9]{{2}}|[0-9]{{2}})年?", _span),
    (f"(?:from)?{_LONG}年?(?:to|-)(?P<last>(?:19|20)[0-9]{{2}})年?", _span),
]  # fmt: skip
_FORMS = [(re.compile(pattern), notation) for pattern, notation in _PATTERNS]

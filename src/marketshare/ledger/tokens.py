"""Number-like text: every run of digits, every Chinese numeral with a measure word, and which of it is a date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Span", "dates", "tokens"]

MEASURE_WORDS = "年月日天个家项种笔条倍成折番名位人次元款台部座件户号"
STOP_LIST = ("第三方", "另一方面", "一方面", "一个", "一种", "一部", "一方", "一些", "一次性")
"""Chinese numerals that count nothing: an indefinite article, a set phrase."""

LONGEST_NUMERAL = 40
"""Characters of the longest Chinese numeral: more than any number takes, and so few that no text is slow to search."""

_NUMERALS = "一二两三四五六七八九十几数半"
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<stop>" + "|".join(STOP_LIST) + ")",
            r"\d+(?:,\d{3})*(?:[./．]\d+)*",
            r"[第前]\s*[一二三四五六七八九十百]+",
            r"[上近数几]\s*[百千万亿]+",
            rf"[{_NUMERALS}][{_NUMERALS}百千万亿]{{0,{LONGEST_NUMERAL}}}[多余来]?\s*[{MEASURE_WORDS}]",
            r"远超",
        )
    )
)
_YEAR = r"(?<!\d)(?:19|20)\d\d"
_DATE = re.compile(
    "|".join(
        (
            rf"{_YEAR}\s*年\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?",
            rf"{_YEAR}\s*年(?:上半年|下半年|第[一二三四]季[度报]?|[初中末底])?",
            rf"{_YEAR}\s*财年",
            rf"{_YEAR}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?!\d)",
            rf"(?:{_YEAR}|(?<!\d)\d\d)Q[1-4]",
            r"(?<!\d)\d{1,2}\s*月\s*\d{1,2}\s*[日号]",
        )
    )
)


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of one line: from `start` to before `end`, 0-based."""

    start: int
    end: int
    text: str


def tokens(line: str) -> Iterator[Span]:
    """Number-like text of a line, in order.

    Example:
        >>> [span.text for span in tokens("第三方支付的 90.6%，近两年，十几个")]
        ['90.6', '两年', '十几个']
    """
    return (_span(match) for match in _TOKEN.finditer(line) if match["stop"] is None)


def dates(line: str) -> Iterator[Span]:
    """Dates and periods of a line, in order.

    Example:
        >>> [span.text for span in dates("截至 2018 年 6 月，2019年上半年，18Q1，2018财年")]
        ['2018 年 6 月', '2019年上半年', '18Q1', '2018财年']
    """
    return (_span(match) for match in _DATE.finditer(line))


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end(), match.group())

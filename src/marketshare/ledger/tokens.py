"""Number-like text of a line, in digits and in words of either language, and which of it is a date.

Numbers and periods are found by the readers of `marketshare.wording`, from each place where one may begin and no
further than one is long, so that a line takes time in proportion to its length. What is no figure though it looks like
one (one of the, first of all, 一方面) is told apart in `marketshare.ledger.told_apart`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marketshare.ledger.told_apart import MEASURES, REACH, SET_PHRASES, has_unit, is_figure, small, unit_after
from marketshare.wording import WordingError, folded, period_at
from marketshare.wording.numerals import numeral_at
from marketshare.wording.parts import number_at
from marketshare.wording.vocabulary import AFTER, BEFORE, CURRENCIES, NOUNS, SCALES

__all__ = ["Span", "datable", "dates", "tokens"]

_SCALE_WORDS = "|".join(sorted((re.escape(word) for word in SCALES if word.isascii()), key=len, reverse=True))
_DIGITS = r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)*"
_NUMBER = re.compile(
    rf"{_DIGITS}(?:/[0-9]+(?:\.[0-9]+)?)*"
    rf"(?:(?:[十百千万亿]+|\s+(?:[百千]?[万亿]+|[百千](?=\s*[元万亿])))(?:{_DIGITS}(?=[十百千万亿])[十百千万亿]+)*"
    rf"|(?:\s?(?:{_SCALE_WORDS})(?![a-z]))*)"
)
_NUMERALS = "零〇一二三四五六七八九十百千万亿两俩廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟"
_RUN = re.compile(f"[{_NUMERALS}几数点]+")
_START = re.compile(f"[0-9¼-¾⅐-⅞{_NUMERALS}几数半翻腰减榜首冠第前上成双个远低中高倍]|(?<![a-z])[a-z#]")
_VAGUE = re.compile("|".join(word for word, said in {**BEFORE, **AFTER}.items() if said.role == "vague"))
_FOLD = re.compile("([a-z]+)fold(?![a-z])")
_PART_OF_A_SCALE = re.compile(f"(?:an? )?(?:half|quarter)-(?:dozen|{_SCALE_WORDS})(?![a-z])")
_POINT_OF_NOTHING = re.compile("(?<![分基])点(?![零〇一二三四五六七八九])")
_NO_PART = re.compile("(?: of(?: an?)?|(?<=[十百千万一二三四五六七八九])[名位大强甲]?(?:厂商|品牌)?)$")
_BETWEEN_LETTERS = re.compile("[A-Z][0-9](?=[A-Z])")
_NAME = re.compile("[A-Z]{1,2}(?![A-Za-z])")
_DATE_START = re.compile("(?<![0-9a-z])(?:[0-9']|[a-z])|(?<=[a-z])(?=[0-9]{4})|[零〇一二三四五六七八九十第上下民]")
_WITHOUT_YEAR = re.compile("[月季半日号]|quarter|half|[qh]|[a-z]{3}")
_PART_OF_IT = re.compile("(?:(?<=[年月]) ?[初中末底]|(?<=季)度?报)?")
_BARE_YEAR = re.compile("(?:19|20)[0-9]{2}")
_YEARS_OF_DIGITS = re.compile(
    r"(?:19|20)[0-9]{2}(?:[-/][0-9]{1,2}){1,2}|[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:19|20)[0-9]{2}"
)
_QUARTER_OR_QUARTERS = re.compile("[1-4一二三四] *季(?!度?报)")
_COUNTED = re.compile(rf"\s*(?:[$€£¥%]|(?:{_SCALE_WORDS})(?![a-z]))|[.,/]?[0-9]")
_IN = re.compile(
    r"(?:^|[^a-z])(?:in|since|during|until|till|through|throughout|year|early|mid|late|end|year-end|at|calendar|dated)"
    r"[ -]$"
)
_OF = re.compile(
    r"(?:^|[^a-z])(?:of|by|from|to|for|and|or|than|before|after|versus|vs\.?|against|on|over|between)\s$|[(（《–-]\s?$"
)
_YEARS = re.compile("(?:19|20)[0-9]{2}, $")
_NEXT_OF_YEARS = re.compile(r"\s*(?:$|[,;.)])|\s(?:and|or)\s(?:19|20)[0-9]{2}")
_ATTRIBUTE = re.compile(r"(?:^|[^a-z])(?:the|its|their|our|this|a|whole|full|'s|s')\s$")
_NOT_COUNTED = re.compile(
    r"\s*$|\s*[^\w\s$€£¥%]|\s+(?:the|a|an|it|its|they|we|this|that|and|or|to|from|as|at|by|on|in|of|with|when|while|"
    r"was|were|is|are|had|has|have|will|would|did|alone|onwards?|amid|after|before|than|there)(?![a-z])"
)


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of one line: from `start` to before `end`, 0-based; `text` is what a message shows of it."""

    start: int
    end: int
    text: str


def tokens(line: str) -> Iterator[Span]:
    """Number-like text of a line, in order; numbers in words with the unit that follows them.

    Example:
        >>> [span.text for span in tokens("第三方支付的 90.6%，近两年，十几个，一方面")]
        ['90.6', '两年', '十几个']
        >>> [span.text for span in tokens("One of the firms doubled its sales to a third of the market.")]
        ['doubled', 'a third']
    """
    text = _POINT_OF_NOTHING.sub("丶", small(folded(line)))
    at = 0
    while match := _START.search(text, at):
        at = match.start()
        end, number_like = _digits(line, text, at) if text[at] in "0123456789" else _words(text, at)
        if number_like:
            yield Span(at, end, line[_shown_from(text, at) : _shown_to(text, at, end)])
        at = end


def dates(line: str) -> Iterator[Span]:
    """Dates and periods of a line, in order.

    Example:
        >>> [span.text for span in dates("截至 2018 年 6 月，2019年上半年，18Q1，2018财年")]
        ['2018 年 6 月', '2019年上半年', '18Q1', '2018财年']
        >>> [span.text for span in dates("In the second quarter of 2025, 2018 million on 4 August 2025")]
        ['the second quarter of 2025', '4 August 2025']
    """
    text = datable(line)
    at = 0
    while match := _DATE_START.search(text, at):
        at = match.start()
        first = max(0, at - 1)
        found = period_at(text[first : at + REACH], at - first)
        if found is None:
            at += 1
            continue
        end = _PART_OF_IT.match(text, first + found[1]).end()  # type: ignore[union-attr]  # it may be nothing
        if found[0] and _BARE_YEAR.fullmatch(text, at, end):
            dated = _is_year(text, at, end)
        elif found[0]:
            dated = True
        else:
            dated = _is_date_without_year(line, text, at, end)
        if dated:
            yield Span(at, end, line[at:end])
        at = end if dated else at + 1


def datable(line: str) -> str:
    """A line as its dates are read: folded, but for the comma of Chinese, which joins no digits (18Q1，5亿)."""
    return small(folded(line.replace("，", "、")))


def _shown_from(text: str, at: int) -> int:
    return at - 3 if re.fullmatch("[百千万]分之", text[max(0, at - 3) : at]) else at


def _shown_to(text: str, at: int, end: int) -> int:
    """As far as the unit of a number in words goes; a noun is not shown, unless it is a measure word."""
    if text[at] in "0123456789":
        return end
    after = unit_after(text, end)
    noun = len(text[end:after].strip()) > 1 and not has_unit(text, end)
    return after if not noun else end + (text[end : end + 1] in MEASURES)


def _digits(line: str, text: str, at: int) -> tuple[int, bool]:
    """Digits are number-like, but one in a name: B2B, H5, 5G; MAU2.5亿 is none, nor is TOP5."""
    match = _NUMBER.match(text, at)
    assert match is not None  # it begins with a digit
    end = match.end()
    if _BETWEEN_LETTERS.match(line, at - 1) and at:
        return at + 1, False
    if end > at + 1 or has_unit(text, end):
        return end, True
    before = re.search(r"[A-Za-z]+$", line[max(0, at - 8) : at])
    if before and before.group()[0].isupper() and not _is_word(before.group(), before=True):
        return end, False
    after = _NAME.match(line, end)
    return end, not (after and not _is_word(after.group(), before=False))


def _is_word(letters: str, *, before: bool) -> bool:
    """Letters that say something of a number: a currency, a unit, a period (RMB500, 5M, Q1)."""
    word = letters.lower()
    if word in CURRENCIES or word in {"q", "fy", "cy", "no", "top"}:
        return True
    if before:
        return word in BEFORE and BEFORE[word].role in {"hedge", "bound", "sign"}
    return word in AFTER or word in SCALES or any(word in nouns for nouns in NOUNS.values())


def _words(text: str, at: int) -> tuple[int, bool]:
    """Where a number in words ends and whether it is a figure; the next place to look at, if there is none."""
    if phrase := SET_PHRASES.match(text, at):
        return phrase.end(), False
    fold = _FOLD.match(text, at)
    if fold and (fold[1] == "hundred" or _numeral_at(fold[1], 0) == len(fold[1])):
        return fold.end(), True
    if whole := _VAGUE.match(text, at) or _PART_OF_A_SCALE.match(text, at):
        return whole.end(), True
    first = max(0, at - 1)
    window = text[first : at + REACH]
    try:
        found = number_at(window, at - first)
    except WordingError:
        if (numeral := _numeral_at(window, at - first)) is not None:
            return first + numeral, True
        if run := _RUN.match(text, at):
            return run.end(), len(run.group()) > 1 and re.search("[十百千万亿]", run.group()) is not None
        return at + 1, False
    if found is None:
        return at + 1, False
    end = first + found[1]
    if text.startswith("来自", end - 1):
        end -= 1  # 七十来自, not 七十来
    if is_figure(text, at, end, found[0]):
        return at + len(_NO_PART.sub("", text[at:end])), True
    passed = (text[at].isascii() or text[at] == "第") and not re.search("[0-9]", text[at:end])
    return (end if passed else at + 1), False


def _numeral_at(window: str, at: int) -> int | None:
    """Where an English numeral ends that is no part of a whole: four quarters."""
    try:
        found = numeral_at(window, at) if window[at].isascii() else None
    except WordingError:
        return None
    return found[1] if found else None


def _is_year(text: str, at: int, end: int) -> bool:
    """Four digits alone are a year only where the words beside them say so; 2018 boxes are a number."""
    before, after = text[max(0, at - 14) : at], text[end : end + 24]
    if unit_after(text, end) > end or _COUNTED.match(after) or re.search(r"[$€£¥]\s*$", before):
        return False
    if _IN.search(before) or (_OF.search(before) and _NOT_COUNTED.match(after)):
        return True
    if _YEARS.search(before) and _NEXT_OF_YEARS.match(after):
        return True
    return bool(_ATTRIBUTE.search(before) and re.match(r"\s+[a-z-]+[^s\W](?![a-z])", after))


def _is_date_without_year(line: str, text: str, at: int, end: int) -> bool:
    """8月5日, the second half, 6/5/2019: a date of which something is not said; but not 85/15, 20年, "may 5"."""
    said = text[at:end]
    if not _WITHOUT_YEAR.search(said):
        return _YEARS_OF_DIGITS.fullmatch(said.replace(" ", "")) is not None
    if _QUARTER_OR_QUARTERS.fullmatch(said) or re.search(r"(?:^|[^A-Za-z])(?:may|march)(?![a-z])", line[at:end]):
        return False
    return not (
        re.fullmatch("[1-4一二三四] *季度", said) and re.search("(?:连续|过去|近|[首头前]|共)$", text[:at][-2:])
    )

"""Repairs: what a damaged cell was most likely meant to be, and what damaged it. Suggested, never made."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from marketshare.unseen import is_unseen
from marketshare.wording import WordingError, normalise, read_period

__all__ = ["characters", "invisible", "repairs", "spreadsheet_error"]

_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)")
_MONTH = re.compile(r"([A-Za-z]{3})-(\d{2}|\d{4})|(\d{2}|\d{4})-([A-Za-z]{3})", re.ASCII)
_AMERICAN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_EXPONENT = re.compile(r"[+-]?\d{1,30}(\.\d{0,30})?[eE][+-]?\d{1,2}", re.ASCII)
_FIRST_DAY = dt.date(1899, 12, 30)
"""Day 0 of Excel's calendar, in which the day numbers of this century are right."""


def spreadsheet_error(cell: str) -> bool:
    """True for what a spreadsheet writes where it could not compute: ``#REF!``, ``#N/A``, ``#####``."""
    return _ERROR.fullmatch(cell) is not None


def invisible(cell: str) -> str:
    """Characters of a cell that no reader sees, each once: zero-width, control."""
    return "".join(dict.fromkeys(char for char in cell if is_unseen(char) and char != "\n"))


def characters(found: str) -> str:
    """Characters by code point and name: ``U+200B (ZERO WIDTH SPACE)``."""
    return ", ".join(f"U+{ord(char):04X} ({unicodedata.name(char, 'a control character')})" for char in found)


def repairs(cell: str, spec: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a cell may have been meant to be, with the words for what is wrong with it, the likeliest first.

    Example:
        >>> list(repairs("1,133,000", {"type": "number"}))[0]
        ('1133000', 'has separators of thousands')
    """
    kind = spec.get("type")
    if len(cell) > 200:
        return
    constraints = spec.get("constraints", {})
    plain, why = _plain(cell, prose=kind == "string" and not {"pattern", "enum"} & set(constraints))
    if why:
        yield plain, why
    further = _numbers(plain) if kind in {"number", "integer"} else _dates(plain)
    yield from ((meant, f"{why} and {said}" if why else said) for meant, said in further)
    for known in constraints.get("enum", ()):
        if str(known).casefold() == plain.casefold():
            yield str(known), "is in other letters"
    if kind in {"string", None}:
        yield plain.lower(), "has capitals"
        yield re.sub(r"[\W_]+", "-", plain.casefold()).strip("-"), "is not in small letters with hyphens"


def _plain(cell: str, *, prose: bool) -> tuple[str, str]:
    """The cell without what is invisible, unless it is prose in half-width characters, and what was wrong with it."""
    hidden = invisible(cell)
    strange = hidden + "".join(dict.fromkeys(char for char in cell if char.isspace() and char not in " " + hidden))
    without = "".join(" " if char in strange and char not in hidden else char for char in cell if char not in hidden)
    meant = without.strip() if prose or without.isascii() else normalise(without)
    words = []
    if strange:
        words.append(f"holds {characters(strange)}")
    if meant != without.strip():
        wide = meant != re.sub(r"\s", "", without)
        words.append("is in full-width characters" if wide else "has spaces")
    if not words and meant != cell:
        words.append("has white space at an end")
    return meant, " and ".join(words)


def _numbers(cell: str) -> Iterator[tuple[str, str]]:
    bare = cell.removesuffix("%").strip()
    sign = "has a percent sign" if bare != cell else ""
    for pattern, change, words in (
        (r"-?\d{1,3}([,' _]\d{3})+(\.\d+)?", lambda text: re.sub("[,' _]", "", text), "has separators of thousands"),
        (r"-?\d+,\d+", lambda text: text.replace(",", "."), "has a decimal comma"),
        (r"-?0+\d+(\.\d+)?", lambda text: re.sub("^(-?)0+(?=[0-9])", r"\1", text), "begins with a zero"),
        (r"\+.+", lambda text: text[1:], "has a plus sign"),
        (r"-?\.\d+", lambda text: text.replace(".", "0."), "has nothing before its point"),
        (r"-?\d+\.", lambda text: text.removesuffix("."), "has nothing after its point"),
        (r"-?\d+\.0+", lambda text: text.partition(".")[0], "has a decimal point"),
        (r"[¥$€£]\d.*", lambda text: text[1:], "has a currency"),
    ):
        if re.fullmatch(pattern, bare, re.ASCII):
            yield change(bare), f"{words} and {sign}" if sign else words
    if _EXPONENT.fullmatch(bare):
        yield f"{Decimal(bare).normalize() + 0:f}", "is in scientific notation"
    if sign:
        yield bare, sign


def _dates(cell: str) -> Iterator[tuple[str, str]]:
    if match := _MONTH.fullmatch(cell):
        name, year = match[1] or match[4], match[2] or match[3]
        if name.lower() in _MONTHS:
            century = "" if len(year) == 4 else "19" if int(year) >= 69 else "20"
            yield f"{century}{year}-{_MONTHS.index(name.lower()) + 1:02}", "is a month as Excel shows it"
    if match := _AMERICAN_DAY.fullmatch(cell):
        first, second, year = map(int, match.groups())
        if first > 12 or second > 12 or first == second:
            yield f"{year}-{min(first, second):02}-{max(first, second):02}", "is a day as Excel shows it"
    if match := re.fullmatch(r"(\d{4})/(\d{1,2})", cell, re.ASCII):
        yield f"{match[1]}-{int(match[2]):02}", "is a month as Excel shows it"
    if match := re.fullmatch(r"(2\d{4}|3\d{4}|4\d{4}|5\d{4})(\.0)?", cell, re.ASCII):
        day = _FIRST_DAY + dt.timedelta(days=int(match[1]))
        yield day.isoformat(), "is a day as Excel counts them"
    if re.fullmatch(r"\d{4}\.0", cell, re.ASCII):
        yield cell[:4], "is a year as a number"
    try:
        said = read_period(cell)
    except WordingError:
        return
    by_excel = re.fullmatch(r"\d{4}/\d{1,2}/\d{1,2}", cell) is not None
    yield said, "is a day as Excel shows it" if by_excel else "is a period in other words"

"""CSV files as spreadsheets open them: a text that begins like a formula is kept from being one."""

import re

__all__ = ["guarded", "is_formula", "unguarded"]

_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+-]?(inf|\d+(\.\d+)?(e[+-]?\d+)?)")
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def is_formula(text: str) -> bool:
    """True if a spreadsheet may take a text for a formula; a plain number is none.

    Example:
        >>> [is_formula(text) for text in ("=1+1", "@SUM(A1)", "-cmd", "-5.66", "-inf", "a=b")]
        [True, True, True, False, False, False]
    """
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None


def guarded(text: str) -> str:
    """Text as it stands in a CSV file: behind an apostrophe if it begins like a formula.

    Example:
        >>> guarded("=1+1"), guarded("-5.66"), guarded("42.9%")
        ("'=1+1", '-5.66', '42.9%')
    """
    return f"'{text}" if is_formula(text) or _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given.

    Example:
        >>> unguarded("'=1+1"), unguarded("'tis")
        ('=1+1', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text

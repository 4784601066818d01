r"""Patterns of a schema, matched by an engine whose time grows with the text alone.

A schema may come from anybody, and Python's own engine needs years for ``(a+)+b`` on forty letters. RE2, which PyArrow
carries, never goes back; what only going back could match (``(?=…)``, ``\1``) it refuses.
"""

from functools import cache
from typing import Any

__all__ = ["matches", "pattern_fault"]

LONGEST = 500
"""Characters of the longest pattern."""


def matches(pattern: str, cell: str) -> bool:
    r"""True if a pattern describes the whole of a cell; ``\d``, ``\w`` and ``\s`` are ASCII.

    Example:
        >>> matches("[0-9]{4}", "2018"), matches("[0-9]{4}", "2018-06"), matches("a|ab", "ab")
        (True, False, True)
    """
    try:
        cell.encode()
    except UnicodeEncodeError:  # half a character
        return False
    return _found(f"^(?:{pattern})$", cell)


def pattern_fault(pattern: object) -> str:
    """Why something is no pattern; nothing if it is one.

    Example:
        >>> pattern_fault("[a-z]+")
        ''
        >>> pattern_fault("(?=a)b")
        'invalid perl operator: (?='
    """
    if not isinstance(pattern, str):
        return "it is no text"
    if len(pattern) > LONGEST:
        return f"it has {len(pattern):,} characters, expected at most {LONGEST}"
    try:
        _found(pattern, "")  # by itself, since what is put around it could close its brackets
    except ValueError as error:  # PyArrow's own is one
        return str(error).removeprefix("Invalid regular expression: ")
    return ""


def _found(pattern: str, text: str) -> bool:
    found: bool = _engine().match_substring_regex(text, pattern=pattern).as_py()
    return found


@cache
def _engine() -> Any:
    import pyarrow.compute  # noqa: PLC0415  (a fifth of a second, which commands without a schema need not spend)

    return pyarrow.compute

r"""Patterns of a schema, matched by an engine whose time grows with the text alone.

A schema may come from anybody, and Python's own engine needs years for ``(a+)+b`` on forty letters. RE2, which PyArrow
carries, never goes back; what only going back could match (``(?=…)``, ``\1``) it refuses.
"""

import re
from functools import cache
from typing import Any

__all__ = ["matches", "pattern_fault"]

LONGEST = 500
"""Characters of the longest pattern."""

_STANDARD = frozenset(
    {
        r"[a-z0-9]+(-[a-z0-9]+)*",
        r"[0-9a-f]{64}",
        r"#[0-9a-fA-F]{6}",
        r"[1-9][0-9]{0,8}(-[1-9][0-9]{0,8})?",
        r"[1-9][0-9]{0,8}(;[1-9][0-9]{0,8})*",
        r"[0-9]{1,9}(\.[0-9]{1,9}|/[1-9][0-9]{0,8})?",
        r"[\[(]\s*[^\s,]+\s*,\s*[^\s,]+\s*[\])]",
        r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
        r"(FY)?[0-9]{4}|[0-9]{4}-(Q[1-4]|H[12]|9M|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)|[0-9]{4}/[0-9]{4}",
    }
)
"""Those of the standard tables, in which Python's engine never has to go back: they save the import of another one."""


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
    if pattern in _STANDARD:
        return re.fullmatch(pattern, cell, re.ASCII) is not None
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
    if pattern in _STANDARD:
        return ""
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

"""Characters that a reader does not see, and that may command a terminal, turn a line round or hide in a word."""

import unicodedata
from functools import cache

__all__ = ["escaped", "is_unseen", "visible"]

_KINDS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_LAYOUT = "\n\t"


@cache  # texts have few different characters, and each is asked for in every cell
def is_unseen(char: str) -> bool:
    """True for control characters, zero-width ones, directions, lone surrogates, and what is no character at all."""
    return unicodedata.category(char) in _KINDS or ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


def escaped(text: str) -> str:
    r"""Text for a terminal: what is unseen is written as Python writes it; line ends and tabs stay.

    Example:
        >>> print(escaped("\x1b[31mred, \u202eturned"))
        \x1b[31mred, \u202eturned
    """
    return "".join(repr(char)[1:-1] if is_unseen(char) and char not in _LAYOUT else char for char in text)


def visible(text: str) -> str:
    r"""Text for a document: what is unseen is written as its code point; line ends and tabs stay.

    Example:
        >>> visible("\x1b[31mred, \u202eturned")
        '[U+001B][31mred, [U+202E]turned'
    """
    return "".join(f"[U+{ord(char):04X}]" if is_unseen(char) and char not in _LAYOUT else char for char in text)

"""Characters that a reader does not see, and that may command a terminal, turn a line round or hide in a word."""

import unicodedata
from functools import cache

__all__ = ["escaped", "is_unseen", "visible"]

_KINDS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_BLANK = [
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x2800, 0x2800),
    (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
]  # fmt: skip
"""Characters that Unicode calls letters, marks or symbols and that show nothing: what it names
Default_Ignorable_Code_Point (DerivedCoreProperties.txt) beyond those kinds, and the Braille pattern without dots."""

_LAYOUT = "\n\t"


@cache  # texts have few different characters, and each is asked for in every cell
def is_unseen(char: str) -> bool:
    """True for control characters, zero-width ones, directions, fillers, selectors, and what is no character at all.

    Example:
        >>> [is_unseen(char) for char in ("\u200b", "\u3164", "\ufe0f", " ", "中")]
        [True, True, True, False, False]
    """
    place = ord(char)
    if unicodedata.category(char) in _KINDS or place & 0xFFFE == 0xFFFE or 0xFDD0 <= place <= 0xFDEF:
        return True
    return any(first <= place <= last for first, last in _BLANK)


def escaped(text: str) -> str:
    r"""Text for a terminal: what is unseen is written as Python writes it; line ends and tabs stay.

    Example:
        >>> print(escaped("\x1b[31mred, \u202eturned"))
        \x1b[31mred, \u202eturned
    """
    return "".join(_in_print(char) if is_unseen(char) and char not in _LAYOUT else char for char in text)


def _in_print(char: str) -> str:
    return char.encode("unicode_escape").decode()


def visible(text: str) -> str:
    r"""Text for a document: what is unseen is written as its code point; line ends and tabs stay.

    Example:
        >>> visible("\x1b[31mred, \u202eturned")
        '[U+001B][31mred, [U+202E]turned'
    """
    return "".join(f"[U+{ord(char):04X}]" if is_unseen(char) and char not in _LAYOUT else char for char in text)

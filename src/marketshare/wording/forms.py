"""Forms: one writing for what means the same, whatever the spaces, widths and dashes of the page."""

import re
import unicodedata

from marketshare.wording.errors import WordingError

__all__ = ["DIGITS", "normalise", "readable"]

DIGITS = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?|(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
"""A number in digits, as a pattern: 1462, 1,462.5; not 007, 12,34 or 7."""

LONGEST = 120
"""Characters, without space, of the longest text that is taken for a number phrase."""

_INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"
_TRADITIONAL = dict(
    zip("億萬兩倆點餘幾數個約過達佔長於間漲擴縮減財", "亿万两俩点余几数个约过达占长于间涨扩缩减财", strict=True)
)
_FOLDED = str.maketrans(
    dict.fromkeys(_INVISIBLE, "") | dict.fromkeys(_DASHES, "-") | {"\u301c": "~", "\u2019": "'"} | _TRADITIONAL
)


def normalise(text: str) -> str:
    """Half-width forms, one kind of dash, no white space: ``２．５ 亿`` becomes ``2.5亿``.

    Notes break lines and set spaces anywhere, even inside a word (交 易), so space carries no meaning.
    Characters that stand for the same one in another width, or in a font's private order (⼆ for 二), are replaced;
    those that would change a number are left alone, to be refused: 10² is not 102, ⑩ is not 10.

    Example:
        >>> normalise(" ２．５ 亿"), normalise("3 – 5 億"), normalise("10²")
        ('2.5亿', '3-5亿', '10²')
    """
    text = text if text.isascii() else "".join(map(_usual, text)).translate(_FOLDED)
    return re.sub(r"\s+", "", text)


def readable(printed: str) -> str:
    """The normal form of a phrase in small letters.

    Raises:
        WordingError: it is empty, or too long for a number phrase.
    """
    if len(printed) > 20 * LONGEST:
        raise WordingError(f"too long for a number phrase: {printed[:30]!r}…")
    text = normalise(printed).lower()
    if not text:
        raise WordingError("a number phrase is expected, found nothing")
    if len(text) > LONGEST:
        raise WordingError(f"too long for a number phrase: {printed[:30]!r}…")
    return text


def _usual(char: str) -> str:
    tag, _, codes = unicodedata.decomposition(char).rpartition("> ")
    same = (not tag and codes) or tag in {"<wide", "<narrow", "<noBreak"} or (tag == "<compat" and " " not in codes)
    return unicodedata.normalize("NFKC", char) if same else char

"""Windows: a phrase that bounds a number on both sides, in two halves."""

import re

from marketshare.wording.english import SCALE
from marketshare.wording.vocabulary import AFTER, BEFORE, CURRENCIES, NOUNS

__all__ = ["aside", "halves"]


def _either(table: dict[str, str], *meanings: str) -> str:
    words = (word for word, meaning in table.items() if meaning in meanings)
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BEFORE = re.compile(
    rf"(?P<low>(?:{_either(BEFORE, 'more', 'at least')}).+?)(?:[,、;]?(?:但是|但|且|而|并|but|and)?)"
    rf"(?P<high>(?:{_either(BEFORE, 'less', 'at most')}).+)"
)
_AFTER = re.compile(
    rf"(?P<low>.+?(?:{_either(AFTER, 'at least')}))[,、;]?(?:但|且|至|到)?(?P<high>.+(?:{_either(AFTER, 'at most')}))"
)
_ASIDE = re.compile(r"([^()]+)\(([^()]+)\)")
_WORDS_AFTER = "|".join(map(re.escape, sorted({*AFTER, *CURRENCIES}.union(*NOUNS.values()))))
_SCALED = re.compile(rf"[万亿]|thousand|million|billion|trillion|[0-9](?:{SCALE})(?:{_WORDS_AFTER})*$")
"""A letter scales only where nothing but known words follows: 5m users, not 5 members."""


def halves(text: str) -> tuple[str, str] | None:
    """The lower and the upper half of ``超过3亿不足5亿``, ``3亿以上5亿以下``, ``more than 3m but less than 5m``.

    None if it isn't such a phrase, or if only the second number is scaled: "more than 3 but less than 5 million".
    """
    match = _BEFORE.fullmatch(text) or _AFTER.fullmatch(text)
    if match is None or bool(_SCALED.search(match["low"])) < bool(_SCALED.search(match["high"])):
        return None
    return match["low"], match["high"]


def aside(text: str) -> tuple[str, str] | None:
    """The number and its bounds of ``3亿（2亿至5亿）``; None if there are no parentheses."""
    match = _ASIDE.fullmatch(text)
    return None if match is None else (match[1], match[2])

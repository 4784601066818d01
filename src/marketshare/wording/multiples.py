"""Multiples: 27倍, 翻两番, 32-fold, doubled."""

import re
from decimal import Decimal

from marketshare.wording.amounts import Kind, extent
from marketshare.wording.errors import WordingError
from marketshare.wording.extent import INFINITE, Extent
from marketshare.wording.numerals import read_numeral

__all__ = ["multiple", "result"]

_WORDS = {
    **dict.fromkeys(("doubled", "doubling", "double", "twice", "twiceasmany", "twiceasmuch"), Decimal(2)),
    **dict.fromkeys(("tripled", "tripling", "triple", "trebled"), Decimal(3)),
    **dict.fromkeys(("quadrupled", "quadrupling"), Decimal(4)),
    **dict.fromkeys(("halved", "halving"), Decimal("0.5")),
}
_FAR_ABOVE = {"远超", "farmorethan", "farabove"}
"""More than as much, and no number: above 1."""

_SIGN = "倍|-?fold|times|×|x"
_TIMES = re.compile(rf"a?(.+?)(?:{_SIGN})([多余半])?(?:asmany|asmuch|aslarge|ashigh)?")
_MOST_DOUBLINGS = 20


def multiple(core: str, printed: str) -> Extent | None:
    """A multiple as printed, N of N倍; None if the text is none.

    Raises:
        WordingError: it looks like one, but its number can't be read.
    """
    match = _TIMES.fullmatch(core)
    return None if match is None else extent(match[1] + (match[2] or ""), Kind.MULTIPLE, printed, _SIGN)


def result(core: str, printed: str, *, doubling: bool) -> Extent | None:
    """The ratio that a verb names by itself (翻一番, doubled: 2), with half of one; None if there is no such verb.

    Raises:
        WordingError: a number after 翻 that isn't 番: 翻三倍 may be three times, four or eight.
    """
    if core in _FAR_ABOVE:
        return Extent(None, Decimal(1), INFINITE, low_closed=False, high_closed=False)
    value = _WORDS.get(core)
    if doubling:
        match = re.fullmatch("(.*)番|(?:一|1)?倍", core)
        if match is None:
            raise WordingError(f"not a doubling: {printed!r}; expected for instance 翻两番")
        times = read_numeral(match[1] or "一")
        if not times.is_count or not 1 <= times.value <= _MOST_DOUBLINGS:
            raise WordingError(f"not a number of doublings: {printed!r}")
        value = Decimal(2) ** int(times.value)
    if value is None:
        return None
    half = min(Decimal("0.5"), value / 2)
    return Extent(value, value - half, value + half, round_low=value - half, round_high=value + half)

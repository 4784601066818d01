"""Ranks: 第二, the second, No. 2, 前三."""

import re
from decimal import Decimal

from marketshare.wording.errors import WordingError
from marketshare.wording.extent import Extent, between, exactly
from marketshare.wording.numerals import read_numeral

__all__ = ["rank"]

_NAMES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_ORDINALS = {name: place for place, name in enumerate(_NAMES, 1)}
_RANK = re.compile(r"(?:排名|排|位居|居|位列|列|the)?(?:第|no\.|number|#)?(.+?)(?:(?<=[0-9])(?:st|nd|rd|th))?")
_TOP = re.compile("(?:前|top)-?(.+)")
_JOINER = re.compile("[-~至到]|to")


def rank(core: str, printed: str) -> Extent:
    """A place, 1 the first: exact. 前三 is one of the first three.

    Raises:
        WordingError: it isn't one.
    """
    if match := _TOP.fullmatch(core):
        return between(Decimal(1), _place(match[1], printed))
    ends = _JOINER.split(core)
    if len(ends) == 2:
        low, high = (_place(_bare(end, printed), printed) for end in ends)
        if low >= high:
            raise WordingError(f"a range must rise: {printed!r}")
        return between(low, high)
    return exactly(_place(_bare(core, printed), printed))


def _bare(text: str, printed: str) -> str:
    match = _RANK.fullmatch(text)
    if match is None:
        raise WordingError(f"{printed!r} is not a rank; expected for instance 第二")
    return match[1]


def _place(text: str, printed: str) -> Decimal:
    if text in _ORDINALS:
        return Decimal(_ORDINALS[text])
    try:
        numeral = read_numeral(text)
    except WordingError as error:
        raise WordingError(f"{printed!r} is not a rank; expected for instance 第二") from error
    if numeral.decimals or numeral.scaled or numeral.value < 1:
        raise WordingError(f"ranks are whole numbers from 1: {printed!r}")
    return numeral.value

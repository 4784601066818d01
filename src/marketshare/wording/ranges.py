"""Ranges: the number of a statement, one or the two ends of a range, in the meaning of its unit."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from marketshare.wording.amounts import Extent, between, level, margin
from marketshare.wording.errors import WordingError
from marketshare.wording.numerals import Numeral, read_numeral
from marketshare.wording.parts import Number
from marketshare.wording.statement import Item, Statement
from marketshare.wording.vocabulary import SCALES

__all__ = ["Meaning", "number_of"]

Meaning = Callable[[Item], Extent]
"""What a number beside its unit says."""

_SCALE_AT_END = re.compile(
    "(?:[十百千]?(?:万亿|万|亿)|[百千])$|"
    rf"(?:[ -]?(?:{'|'.join(sorted((word for word in SCALES if word.isascii()), key=len, reverse=True))}))+$"
)


def number_of(said: Statement, meaning: Meaning) -> Extent:
    """The number of a phrase in the meaning of its unit: alone, as a range, or with its margin."""
    if not said.joint:
        item = said.items[0]
        numeral = item.numeral
        if "level" in said.bounds and numeral is not None and numeral.form != "few":
            scaled = meaning(Item(Number("plain", Numeral(Decimal(1), Decimal(1), Decimal(1))), "1", unit=item.unit))
            return level(numeral).moved(scaled.value or 1)
        found = meaning(item)
        if item.negative and found.low < 0:
            raise WordingError("a sign said twice")
        return found.moved(-1) if item.negative else found
    if len({item.number.form == "ratio" for item in said.items}) > 1:
        raise WordingError("a multiple and the number reached: each is a figure of its own")
    first, second = _shared(*said.items, margin=said.joint == "margin")
    low, high = (_end(item, meaning) for item in (first, second))
    if said.joint == "margin":
        return margin(low, high)
    if said.joint == "dash" and first.negative and not second.negative and "-" in said.joined_by:
        raise WordingError("a range below nothing, or up to above it? Write −3 to −5, or −3 to 5")
    if first.negative and second.negative and low > high:
        low, high = high, low
    if low >= high:
        raise WordingError("a range must rise")
    return between(low, high)


def _end(item: Item, meaning: Meaning) -> Decimal:
    value = meaning(item).value
    if value is None or (item.numeral and item.numeral.form not in {"", "half"}):
        raise WordingError("an end of a range that is no single number")
    return -value if item.negative else value


def _shared(first: Item, second: Item, *, margin: bool = False) -> tuple[Item, Item]:
    """Two ends of a range: a unit, or a scale, that is said once is meant for both (3-5亿, 1千-2千万, 10-12%)."""
    if second.unit and not first.unit and first.number.form == "plain":
        first.unit = second.unit
    one, two, scale = first.numeral, second.numeral, _scale(second)
    if one is None or two is None or one.form or two.form:
        return first, second
    if one.spelled and one.value < 10 and second.text[-1] == "十" and two.value >= 20:
        raise WordingError(f"{first.text} may mean {first.text}十, or not")
    own = _scale(first)
    if not scale or own == scale:
        return first, second
    shared = [found for found in _scaled(first.text, scale) if found.value < two.value or margin]
    small = not own and (one.value < 1000 or bool(shared))  # 3000-5000亿
    if not shared:
        if small and two.scaled:
            raise WordingError("a range must rise")
        if two.scaled and not own and two.value > 1000 * one.value:  # 9000-1亿
            raise WordingError(f"{first.text} of what scale?")
        return first, second
    same = own != "" and second.text.removesuffix(scale[-1])[-1:] == own[-1]  # 1千-2千万
    if small or same or one.value >= two.value:
        first.number = Number("plain", shared[0])
    elif own:
        raise WordingError(f"{first.text} may be counted in {scale}, or not")
    return first, second


def _scale(item: Item) -> str:
    match = _SCALE_AT_END.search(item.text)
    return match.group().strip(" -") if match else ""


def _scaled(text: str, scale: str) -> Iterator[Numeral]:
    """A numeral counted in the scale of another: in 千万, or in 万, if it has its 千."""
    for more in dict.fromkeys((scale, scale.lstrip("十百千"))):
        try:
            if more:
                yield read_numeral(text + (" " if more.isascii() else "") + more)
        except WordingError:
            continue

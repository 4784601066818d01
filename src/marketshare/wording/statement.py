"""Statement: each word of a phrase in its role, and what contradicts itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from marketshare.wording.errors import WordingError
from marketshare.wording.numerals import Numeral
from marketshare.wording.parts import Number, Part
from marketshare.wording.vocabulary import (
    AFTER,
    BEFORE,
    CURRENCIES,
    CURRENCY_CODES,
    GENERIC_CURRENCIES,
    JOINTS,
    NOUNS,
    TWO_SIGNS,
    Word,
)

__all__ = ["Item", "Statement", "joint_of", "statement"]

_SAID_TWICE = {frozenset({"more", "at least"}): "more", frozenset({"less", "at most"}): "less"}
"""超过230万+ : said twice, counts once, open."""

_BARE_MAGNITUDE = re.compile("[百千]?[万亿]+|[百千]")


@dataclass
class Item:
    """One number of a phrase with what stands at its sides.

    Attributes:
        number: The number.
        text: How it is written.
        negative: Whether a minus stands before it.
        unit: The sign of a unit beside it: percent, point, times, …
        nouns: What is counted, currencies included.
    """

    number: Number
    text: str
    negative: bool = False
    unit: str = ""
    nouns: set[str] = field(default_factory=set)

    @property
    def numeral(self) -> Numeral | None:
        """Its numeral, if it is a plain number."""
        return self.number.numeral


@dataclass
class Statement:
    """What a phrase says, word by word.

    Attributes:
        items: Its numbers: one, or the two ends of a range.
        joint: What joins them: dash, word, and, margin; or nothing.
        joined_by: That joint as it stands.
        bounds: Bounds and hedges.
        change: ``up`` or ``down`` after a verb of change, or nothing.
        rate: ``rate up`` or ``rate down`` beside a noun for a growth.
        pace: True after a verb of the pace of a growth (放缓, slowed), which only says where it ended.
        to: True if the number is where the change ended, not its size.
        against: True if it is compared with an earlier one (同比).
        base: True if it is said to be a multiple or a part *of* an earlier one (是去年同期的).
        loss: True after 亏损.
        ranked: True after a word that only stands before a rank.
        between: True after "between".
        words: All words that say something, as they stand.
    """

    items: list[Item]
    joint: str = ""
    joined_by: str = ""
    bounds: set[str] = field(default_factory=set)
    change: str = ""
    rate: str = ""
    pace: bool = False
    to: bool = False
    against: bool = False
    base: bool = False
    loss: bool = False
    ranked: bool = False
    between: bool = False
    words: list[Word] = field(default_factory=list)

    @property
    def by(self) -> bool:
        """True if it says by how much something changed, not where it arrived."""
        return bool(self.change) and not self.to

    @property
    def bound(self) -> str:
        """The one bound or hedge, without the mark of those that name a place."""
        plain = frozenset(bound.removesuffix(" than") for bound in self.bounds)
        return _SAID_TWICE.get(plain) or next(iter(plain), "")


def joint_of(found: list[Part]) -> int | None:
    """Where the two numbers of a phrase are joined to a range; None if they are not. "And" joins after "between"."""
    at = [place for place, part in enumerate(found) if part.number]
    between = any(part.text in BEFORE and BEFORE[part.text].meaning == "between" for part in found[: at[0]])
    for place in range(at[0] + 1, at[-1]):
        joint = JOINTS.get(found[place].text)
        if joint and joint.meaning != "but" and (joint.meaning != "and" or between):
            return place
    return None


def statement(found: list[Part], unit: str, kind: str = "") -> Statement:
    """Take a phrase apart: every word counts once, wherever it stands.

    Raises:
        WordingError: a word that says nothing where it stands; bounds that contradict each other; two verbs of change;
            a size and a level; a currency or a noun of another unit.
    """
    joint = joint_of(found)
    items = [Item(part.number, part.text) for part in found if part.number]
    joined_by = found[joint].text if joint is not None else ""
    said = Statement(items, JOINTS[joined_by].meaning if joined_by else "", joined_by)
    seen: set[tuple[int, str]] = set()
    numbers = [place for place, part in enumerate(found) if part.number]
    for place, part in enumerate(found):
        if place in numbers or place == joint:
            continue
        second = joint is not None and place > joint
        before = place < numbers[-1 if second else 0]
        item, rest = items[-1 if second else 0], found[place + 1 :]
        if _apart(said, item, part, before=before, rest=rest, unit=unit):
            continue
        word = (BEFORE if before else AFTER).get(part.text)
        if word is None:
            raise WordingError(f"{part.text!r} says nothing {'before' if before else 'after'} a number")
        if before and second and word.role not in {"sign", "filler", "unit", "rank"}:
            raise WordingError(f"{part.text!r} between two numbers: each is a figure of its own")
        if word.role != "filler" and (id(item), part.text) in seen:
            raise WordingError(f"{part.text!r} is said twice")
        seen.add((id(item), part.text))
        said.words.append(word)
        if not (unit == "year" and part.text == "近"):  # 近两年 is "the last two years", not "nearly"
            _ROLES.get(word.role, _nothing)(said, item, word)
    _check(said, unit, kind)
    return said


def _apart(said: Statement, item: Item, part: Part, *, before: bool, rest: list[Part], unit: str) -> bool:
    """What is no word of the table: a base, a currency or noun, 多 and 半 behind the unit, a hyphen before a word."""
    if part.base:
        said.base = said.base or part.base == "of"
        said.against = said.against or part.base == "against"
        return True
    noun = not before and any(part.text in nouns for nouns in NOUNS.values())
    as_word = noun and part.text in AFTER and part.text not in NOUNS.get(unit, ())
    table = BEFORE if before else AFTER
    as_word = as_word or (part.text in table and part.text in CURRENCIES and unit not in CURRENCY_CODES)  # all
    if not as_word and (part.text in CURRENCIES or noun):
        item.nouns.add(part.text)
        return True
    if part.text in {"多", "余", "半"} and not before:
        if item.number.form == "ratio" and part.text != "半":
            said.bounds.add("more")  # 翻了一番多
        else:
            _add_more(item, part.text)
        return True
    return part.text == "-" and not before and bool(rest) and not rest[0].number  # 20-percentage points


def _nothing(_said: Statement, _item: Item, _word: Word) -> None:
    """Fillers, and words that state a point."""


def _vague(_said: Statement, _item: Item, word: Word) -> None:
    raise WordingError(word.meaning)


def _bound(said: Statement, _item: Item, word: Word) -> None:
    said.bounds.add(word.meaning)


def _change(said: Statement, _item: Item, word: Word) -> None:
    if word.meaning.startswith("rate"):
        if said.rate:
            raise WordingError(f"more than one growth: {word.text!r}")
        said.rate = word.meaning
        return
    if said.change:
        raise WordingError(f"more than one verb of change: {word.text!r}")
    said.pace = word.meaning.startswith("pace")
    bounded = {"to less": ("down", "less than"), "to more": ("up", "more than")}.get(word.meaning)
    said.change = bounded[0] if bounded else word.meaning.removeprefix("pace ")
    if bounded:
        said.to = True
        said.bounds.add(bounded[1])


def _level(said: Statement, _item: Item, word: Word) -> None:
    if word.meaning == "to":
        if not (said.change or said.rate):
            raise WordingError(f"{word.text!r} what? It joins two numbers, or follows a verb of change")
        said.to = True


def _base(said: Statement, _item: Item, _word: Word) -> None:
    said.against = True


def _sign(said: Statement, item: Item, word: Word) -> None:
    if word.meaning == "minus" and item.negative:
        raise WordingError("a sign said twice")
    said.loss = said.loss or word.meaning == "loss"
    item.negative = item.negative or word.meaning == "minus"


def _unit(said: Statement, item: Item, word: Word) -> None:
    for of in said.items if word.text.endswith("分之") else [item]:  # 百分之五至十: of both ends
        if of.unit and of.unit != word.meaning:
            raise WordingError(f"two units: {of.unit} and {word.meaning}")
        of.unit = word.meaning


def _range(said: Statement, _item: Item, word: Word) -> None:
    if word.meaning == "from":
        message = "from where to where? A change has two figures, each of its own; a range is 'between … and …'"
        raise WordingError(message)
    said.between = True


def _rank(said: Statement, _item: Item, _word: Word) -> None:
    said.ranked = True


_ROLES: dict[str, Callable[[Statement, Item, Word], None]] = {
    "bound": _bound, "hedge": _bound, "change": _change, "level": _level, "base": _base, "sign": _sign, "unit": _unit,
    "range": _range, "rank": _rank, "vague": _vague,
}  # fmt: skip


def _add_more(item: Item, more: str) -> None:
    """三成多, 两年半: what follows the unit belongs to the number."""
    numeral = item.numeral
    if numeral is None or numeral.form:
        raise WordingError(f"{more!r} of what?")
    if more != "半":
        item.number = Number("plain", replace(numeral, form="more"))
        return
    if not numeral.is_whole or not numeral.value:
        raise WordingError(f"half of what? {item.text}{more}")
    half = Decimal("0.5")
    item.number = Number("plain", replace(numeral, value=numeral.value + half, place=half, last=half, form="half"))


def _check(said: Statement, unit: str, kind: str) -> None:
    """What contradicts itself, or is of another unit or kind."""
    plain = frozenset(bound.removesuffix(" than") for bound in said.bounds)
    if len(plain) > 1 and plain not in _SAID_TWICE:
        words = [word.text for word in said.words if word.role in {"bound", "hedge"} or word.meaning.startswith("to ")]
        raise WordingError(f"bounds that contradict each other: {' and '.join(words)}")
    _check_level(said, unit)
    changes = said.by or said.rate or said.against
    for wrong, message in (
        (said.between and not said.joint, "between what and what?"),
        (_is_bare(said), "how many?"),
        (said.joint == "word" and said.by and not _shares_a_multiple(said),
         "a size and a level, or a range? Each is a figure of its own; a range has a dash"),
        (bool(said.rate or said.pace) and said.by and not _in_points(said),
         "the change of a growth: by how much, or to what? In percentage points, or with its level, it is clear"),
        (any(word.role == "doubling" for word in said.words) and said.items[0].unit != "番",
         "翻三倍 may be three times, four or eight; expected for instance 翻两番"),
        (_has(said, "强", "弱") and said.items[0].number.form != "fraction" and said.items[0].unit != "成",
         "强 and 弱 say a little more or less of a fraction, not of a number"),
        (_has(said, "by") and not said.change, "by how much, but up or down?"),
        (_has(said, "up to") and (unit == "rank" or _has(said, "a record", "record")),
         "'up to': at most, or a rise to that place?"),
        (unit == "year" and _has(said, "over", "过"), "over so many years, or more than them?"),
        (unit == "minute" and said.items[0].text.endswith("m"), "minutes, or millions?"),
        (said.base and said.by, "a change, or a multiple of something?"),
        (said.ranked and unit != "rank", "a rank, or a number of something else?"),
        (said.loss and unit not in CURRENCY_CODES, f"a loss is an amount of money, not of unit {unit}"),
        (kind == "level" and changes and unit not in {"ratio", "percentage_point", "basis_point"},
         "it says how much something changed, but the measure's kind is level, not change or growth"),
    ):  # fmt: skip
        if wrong:
            raise WordingError(message)
    _check_nouns(said, unit)


def _check_level(said: Statement, unit: str) -> None:
    """Below, above, 突破 after a verb of change bound the level that was reached, not the size of the change."""
    places = sorted(bound for bound in said.bounds if bound.endswith(" than"))
    sized = any(word is BEFORE[text] for word in said.words for text in ("by", "of"))  # a decline of under 5%
    if said.by and places and unit != "rank" and not sized:
        if {"up": "more than", "down": "less than"}[said.change] not in places or _has(said, "低于", "远低于"):
            raise WordingError(f"{said.change} and {places[0]}: by how much, or to what level?")
        said.to = True


def _has(said: Statement, *texts: str) -> bool:
    return any(word.text in texts for word in said.words)


def _in_points(said: Statement) -> bool:
    return said.rate != "rate down" and said.items[-1].unit in {"point", "basis point", "pct"}


def _is_bare(said: Statement) -> bool:
    """近百万, 千亿元: the one is left out beside a word, but not alone."""
    first = said.items[0]
    alone = not (said.joint or said.words or first.nouns or first.unit)
    return alone and _BARE_MAGNITUDE.fullmatch(first.text) is not None


def _shares_a_multiple(said: Statement) -> bool:
    """增长2至3倍: the first end has no unit of its own, so that it is a range of multiples."""
    return said.items[1].unit == "times" and not said.items[0].unit


def _check_nouns(said: Statement, unit: str) -> None:
    nouns = set().union(*(item.nouns for item in said.items))
    definite = {CURRENCIES[noun] for noun in nouns if noun in CURRENCIES and noun not in GENERIC_CURRENCIES}
    for noun in sorted(nouns):
        codes = TWO_SIGNS.get(noun, {CURRENCIES[noun]} if noun in CURRENCIES else set())
        if noun in NOUNS.get(unit, ()) or unit in codes or (noun in GENERIC_CURRENCIES and unit in definite):
            continue
        if not codes and unit in {"percent", "per_mille"}:
            continue  # two thirds of all users
        if codes:
            raise WordingError(f"it is in {' or '.join(sorted(codes))}, not in {unit}")
        raise WordingError(f"it counts {noun}, which is not a number of unit {unit}")

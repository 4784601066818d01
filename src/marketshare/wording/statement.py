"""Statement: a phrase taken apart into its number and the words around it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from marketshare.wording.errors import WordingError
from marketshare.wording.vocabulary import AFTER, BEFORE, CURRENCIES, NOUNS, TWO_SIGNS

__all__ = ["MARK", "Statement", "statement"]

BOUNDS = {"more", "at least", "less", "at most", "nearly", "about"}

_SAID_TWICE = {frozenset({"more", "at least"}): "more", frozenset({"less", "at most"}): "less"}
"""超过230万+ : said twice, counts once, open."""


BARE_MAGNITUDE = re.compile("[百千]?[万亿]+|[百千]")
"""近百万, 上亿: the one is left out after a bound word, but not elsewhere."""


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_ALL_NOUNS = set().union(*NOUNS.values())
_BEFORE = re.compile(f"上(?=[十百千万亿])|{_either([*BEFORE, *CURRENCIES])}")
_AFTER = re.compile(f"(?:{_either([*AFTER, *CURRENCIES, *_ALL_NOUNS])})$")
_HUNDRED_MILLIONS = re.compile("(?<=[0-9一二两三四五六七八九十百千几多余])个(?=亿)")  # 五个亿
_MONEY_BELOW_NOTHING = re.compile("^(-)([$¥€£])")  # -$5bn
_NOUN_INSIDE = re.compile("(年|个)([多余半])$")
MARK = _either([*CURRENCIES, *_ALL_NOUNS])
"""What may stand beside each number of a range: 3亿元至5亿元."""


@dataclass
class Statement:
    """What a phrase says, word by word.

    Attributes:
        printed: The phrase.
        core: The number alone.
        bound: One of ``more``, ``at least``, ``less``, ``at most``, ``nearly``, ``about``, or nothing.
        change: ``up`` or ``down`` after a verb of change, or nothing.
        to: True if the number is where the change ended (增长到, fell to), not its size.
        against: True if the number is compared with an earlier one (同比, 比去年).
        base: True if the number is said to be a multiple *of* something (是去年同期的).
        doubling: True after 翻.
        nouns: What is counted, currencies included.
    """

    printed: str
    core: str
    bound: str = ""
    change: str = ""
    to: bool = False
    against: bool = False
    base: bool = False
    doubling: bool = False
    nouns: set[str] = field(default_factory=set)


def statement(text: str, unit: str, printed: str) -> Statement:
    """Take a phrase in its normal form apart.

    Raises:
        WordingError: its bounds contradict each other; two verbs of change; a currency or a noun of another unit.
    """
    found = Statement(printed, _MONEY_BELOW_NOTHING.sub(r"\2\1", _HUNDRED_MILLIONS.sub("", text)))
    meanings = [*_words_before(found, unit), *_words_after(found)]
    bounds = frozenset(meanings) & BOUNDS
    if len(bounds) > 1 and bounds not in _SAID_TWICE:
        raise WordingError(f"bounds that contradict each other in {printed!r}: {' and '.join(sorted(bounds))}")
    found.bound = _SAID_TWICE.get(bounds) or next(iter(bounds), "")
    changes = [meaning for meaning in meanings if meaning in {"up", "down"}]
    if len(changes) > 1:
        raise WordingError(f"more than one verb of change in {printed!r}")
    found.change = "".join(changes)
    found.to, found.base, found.doubling = "to" in meanings, "base" in meanings, "doubling" in meanings
    found.against = "against" in meanings
    if found.change and "start" in meanings:
        raise WordingError(f"a change from one number to another: {printed!r}; each is a figure of its own")
    if found.base and (found.change or found.doubling):
        raise WordingError(f"a change, or a multiple of something? {printed!r}")
    if BARE_MAGNITUDE.fullmatch(found.core) and not (found.bound or found.change):
        raise WordingError(f"how many? {printed!r}")
    _check_nouns(found, unit)
    return found


def _words_before(found: Statement, unit: str) -> list[str]:
    """Strip the words before the number, each at most once; what is not known stays and will be refused."""
    seen: set[str] = set()
    meanings: list[str] = []
    while (match := _BEFORE.match(found.core)) and (word := match.group()) not in seen:
        meaning = "at least" if word == "上" else BEFORE.get(word, "noun")
        if meaning == "to" and meanings[-1:] not in (["up"], ["down"]):
            break
        if meaning == "noun":
            found.nouns.add(word)
        if word == "近" and unit == "year":
            meaning = "plain"  # 近两年 is "the last two years", not "nearly"
        seen.add(word)
        meanings.append(meaning)
        found.core = found.core[match.end() :]
    if "between" in meanings:
        found.core, joints = re.subn("(?<!thous)and", "~", found.core)
        if joints != 1:
            raise WordingError(f"between what and what? {found.printed!r}")
    return meanings


def _words_after(found: Statement) -> list[str]:
    seen: set[str] = set()
    meanings: list[str] = []
    while match := _NOUN_INSIDE.search(found.core) or _AFTER.search(found.core):
        word = match.group(1) if match.re is _NOUN_INSIDE else match.group()
        if word in seen:
            break
        seen.add(word)
        meanings.append(AFTER.get(word, "noun"))
        if meanings[-1] == "noun":
            found.nouns.add(word)
        rest = match.group(2) if match.re is _NOUN_INSIDE else ""
        found.core = found.core[: match.start()] + rest
    return meanings


def _check_nouns(found: Statement, unit: str) -> None:
    for noun in sorted(found.nouns):
        currencies = TWO_SIGNS.get(noun, {CURRENCIES[noun]} if noun in CURRENCIES else set())
        if currencies and unit not in currencies:
            raise WordingError(f"{found.printed!r} is in {' or '.join(sorted(currencies))}, not in {unit}")
        if not currencies and noun not in NOUNS.get(unit, ()):
            raise WordingError(f"{found.printed!r} counts {noun}, which is not a number of unit {unit}")

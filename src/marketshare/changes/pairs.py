"""Pairs: what was stated and what is stated in its place, by likeness and never by position."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import NamedTuple

from marketshare.changes.statements import APART, BETWEEN, Statement

__all__ = ["Elsewhere", "Pair", "elsewhere", "paired"]

Pair = tuple[Statement | None, Statement | None]
"""What was stated, if anything, and what is."""


class Elsewhere(NamedTuple):
    """Something that is stated as before, in another place of the report, with all that follows it there.

    Attributes:
        statement: The first of it.
        before: What it stood behind; None where it was the first of all.
        now: What it stands behind.
    """

    statement: Statement
    before: Statement | None
    now: Statement | None


ALIKE = 0.5
"""Likeness, 0 to 1, from which a text is another version of one; below, one is gone and another one is new."""

MOST = 1_600
"""How many pairs of texts are compared word by word; beyond, only rows that begin alike are paired."""

LONGEST = 1_000
"""Characters of a text that are compared."""

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|[^\w\s]")
"""A word, a character of a script without spaces, or a sign."""

SINGLE = ("caption", "columns", "source", "meaning", "value", "bounds", "gloss", "formula", "title", "file", "rights")
"""Kinds of which a thing has one, so that a new one stands in the place of the old, however unlike."""


def paired(before: Iterable[Statement], now: Iterable[Statement]) -> Iterator[Pair]:
    """Statements that are not both there before and now, each with the one in whose place it stands.

    Only one kind of statement is paired, of one chart, table or number, or of one notebook: an answer never stands in
    the place of a caption.

    Args:
        before: What was stated.
        now: What is stated.
    """
    old, new = _left(before, now), _left(now, before)
    for group in [*new, *(group for group in old if group not in new)]:
        yield from _of_group(old.get(group, []), new.get(group, []))


def elsewhere(before: Iterable[Statement], now: Iterable[Statement]) -> Iterator[Elsewhere]:
    """What is stated before and now, in another order; of charts their pictures tell it.

    Args:
        before: What was stated, in the order of the report.
        now: What is stated.
    """
    old, new = ([one for one in side if one.place not in APART and one.kind != "plotted"] for side in (before, now))
    old, new = _kept(old, new), _kept(new, old)
    was, is_now = ([(one.place, *_identity(one)) for one in side] for side in (old, new))
    stay = {
        block.b + step
        for block in SequenceMatcher(None, was, is_now, autojunk=False).get_matching_blocks()
        for step in range(block.size)
    }
    for place, one in enumerate(new):
        if place in stay or (place and place - 1 not in stay and new[place - 1].place == one.place):
            continue
        there = next(number for number, other in enumerate(old) if _identity(other) == _identity(one))
        yield Elsewhere(one, old[there - 1] if there else None, new[place - 1] if place else None)


def _kept(statements: Iterable[Statement], others: Iterable[Statement]) -> list[Statement]:
    """Those that the others have, too."""
    there = Counter(map(_identity, others))
    found = []
    for statement in statements:
        if there[_identity(statement)]:
            there[_identity(statement)] -= 1
            found.append(statement)
    return found


def _left(statements: Iterable[Statement], others: Iterable[Statement]) -> dict[Hashable, list[Statement]]:
    """Those that the others lack, in their order, by what they can be paired within."""
    there = Counter(_identity(other) for other in others)
    left: dict[Hashable, list[Statement]] = defaultdict(list)
    for statement in statements:
        if there[_identity(statement)]:
            there[_identity(statement)] -= 1
        else:
            left[_group(statement)].append(statement)
    return left


def _identity(statement: Statement) -> tuple[str, ...]:
    return (*_group(statement), statement.text)


def _group(statement: Statement) -> tuple[str, str, str]:
    """A chart or a table keeps its name in another notebook."""
    in_a_notebook = statement.place not in APART
    return ("" if statement.name and in_a_notebook else statement.place, statement.name, statement.kind)


def _of_group(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[Pair]:
    if len(old) == len(new) == 1 and new[0].kind in SINGLE:
        yield old[0], new[0]
        return
    partner = _partners(old, new)
    yield from ((old[partner[place]] if place in partner else None, statement) for place, statement in enumerate(new))
    yield from ((statement, None) for place, statement in enumerate(old) if place not in partner.values())


def _partners(old: Sequence[Statement], new: Sequence[Statement]) -> dict[int, int]:
    """By place of a new text, the place of the old one that it is a version of."""
    if len(old) * len(new) > MOST:
        heads = {_head(statement): place for place, statement in enumerate(old)}
        found: dict[int, int] = {}
        for place, statement in enumerate(new):
            if (first := heads.pop(_head(statement), None)) is not None:
                found[place] = first
        return found
    likeness = {
        (there, here): alike
        for there, here in product(range(len(old)), range(len(new)))
        if (alike := _likeness(old[there], new[here])) >= ALIKE
    }
    found = {}
    for there, here in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        if here not in found and there not in found.values():
            found[here] = there
    return found


def _likeness(old: Statement, new: Statement) -> float:
    """The part of their words that two texts share; rows that begin with the same cell are versions of one."""
    if BETWEEN in new.text and _head(old) == _head(new):
        return 1.0
    first, second = (Counter(_WORD.findall(side.text[:LONGEST])) for side in (old, new))
    together = first.total() + second.total()
    return 2 * (first & second).total() / together if together else 1.0


def _head(statement: Statement) -> str:
    return statement.text.partition(BETWEEN)[0]

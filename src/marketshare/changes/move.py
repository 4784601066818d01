"""A move: something that is not what was accepted, with its causes; and all of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from marketshare.changes.edits import Cause

__all__ = ["KINDS", "Changes", "Move", "counted"]

KINDS = ("number", "verdict", "rule", "chart", "table", "sentence")
"""Kinds of moves, in the order in which they are told."""


@dataclass(frozen=True)
class Move:
    """Something that is not what was accepted.

    Attributes:
        kind: One of `KINDS`: a ``rule`` is a row of a table of legal rules, a ``table`` any other row, a ``sentence``
            whatever else is stated in words: prose, headings, captions, glosses, sources.
        id: Of the number, the claim, the chart or the table; for a sentence, the notebook that states it, or what it
            is said of.
        label: What it is, in words.
        old: What was accepted; empty if it is new.
        new: What it is now; empty if it is gone.
        causes: Why.
    """

    kind: str
    id: str
    label: str
    old: str
    new: str
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class Changes:
    """All moves, and how much was compared.

    Attributes:
        moves: By kind, in the order of `KINDS`.
        compared: How many of each kind were compared.
        before: Charts that moved, as they were accepted: PNG by name.
        after: The same, as they are now.
        stale: Notebooks whose stored outputs are not what a run yields, though what they state has not moved.
    """

    moves: tuple[Move, ...]
    compared: Mapping[str, int]
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    stale: tuple[str, ...] = ()

    def of(self, kind: str) -> list[Move]:
        """The moves of one kind."""
        return [move for move in self.moves if move.kind == kind]


def counted(number: int, kind: str) -> str:
    """A number of things of a kind.

    Example:
        >>> counted(1, "chart"), counted(0, "chart")
        ('1 chart', '0 charts')
    """
    return f"{number} {kind}{'' if number == 1 else 's'}"

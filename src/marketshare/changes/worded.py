"""Worded moves: what is stated otherwise in rows and sentences, unless it follows from a number or a verdict alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from marketshare.changes.causes import Causes
from marketshare.changes.move import Move
from marketshare.changes.pairs import Elsewhere, Pair
from marketshare.changes.statements import APART, BETWEEN, LINKED, Segment, Statement
from marketshare.claims import Judged
from marketshare.quantity import Passage

__all__ = ["as_accepted", "kind_of", "reordered", "worded"]

OF_NOTE = ("title", "rights", "text")
"""What is told of a note that is new or gone."""

LONGEST_HEAD = 80
"""Characters of what a row is called by."""


KIND_OF = {"row": "table", "rule": "rule", "plotted": "chart", "value": "number", "bounds": "number"}
"""The kind of move, by the kind of what is stated; anything else is a sentence."""


def kind_of(statement: Statement) -> str:
    """The kind of move that a statement makes."""
    return KIND_OF.get(statement.kind, "sentence")


def worded(
    pairs: Iterable[Pair], stated: Iterable[Statement], causes: Causes, judged: Sequence[Judged]
) -> Iterator[Move]:
    """Moves of rows and sentences.

    A row that differs by nothing but numbers and verdicts that moved is left out: they are moves of their own. So is
    what is said beside a number that is new or gone.

    Args:
        pairs: What was stated and what is.
        stated: All that is stated now.
        causes: Why.
        judged: The claims as they are now judged.
    """
    pairs = list(pairs)
    lone = [now or before for before, now in pairs if now is None or before is None]
    whole = {one.name for one in lone if one and one.kind == "caption"}
    notes = {one.name for one in lone if one and (one.place, one.kind) == ("sources", "title")}
    heads = {one.name: one.text.split(BETWEEN) for one in stated if one.kind == "columns"}
    for before, now in pairs:
        one = now or before
        assert one is not None  # it is one of the two
        if one.place == "numbers" and not _is_of_its_own(one, causes):
            continue
        if one.place in {"sources", "notes"} and one.name in notes:  # told in one, too, where its title is
            if one.kind == "title":
                parts = [part.text for part in lone if part and part.name == one.name and part.kind in OF_NOTE]
                note = replace(one, text="; ".join(filter(None, parts)))
                why = causes.stated(note, "") if now else causes.no_longer_stated(note)
                yield Move("sentence", one.name, "note", "" if now else note.text, note.text if now else "", tuple(why))
            continue
        if one.name in whole and one.kind != "rule":  # told in one with the table or the chart that is new or gone
            if one.kind == "caption" and one.name.startswith(LINKED["table"]):
                rows = "; ".join(row.text for row in lone if row and (row.name, row.kind) == (one.name, "row"))
                why = causes.stated(now, "") if now else causes.no_longer_stated(one)
                sides = ("", rows or one.text) if now else (rows or one.text, "")
                yield Move("table", one.name.removeprefix(LINKED["table"]), one.text, *sides, tuple(why))
            continue
        if before and now and before.text == as_accepted(now, causes, judged):
            continue
        old, new = (side.text if side else "" for side in (before, now))
        if before and now and BETWEEN in new:
            old, new = _differing(before, now, heads.get(one.name, []))
        why = causes.stated(now, before.text if before else "") if now else causes.no_longer_stated(one)
        yield Move(kind_of(one), *_called(one), old, new, tuple(why))


def reordered(found: Iterable[Elsewhere], causes: Causes) -> Iterator[Move]:
    """Moves of what is stated as before, in another place."""
    for one, before, now in found:
        old, new = (f"stands behind {_head(side)!r}" if side else "stands first" for side in (before, now))
        key, label = _called(one)
        words = label if one.kind in {"row", "rule"} else f"{label or 'text'}: {_head(one)}"
        yield Move(kind_of(one), key, words, old, new, tuple(causes.stated(one, one.text)))


def as_accepted(row: Statement, causes: Causes, judged: Sequence[Judged]) -> str:
    """A row as it would read with the numbers and verdicts that were accepted; prose as it is."""
    if row.kind not in {"row", "rule", "plotted"}:
        return row.text
    labels = {}
    for key in row.numbers:
        if (
            accepted := causes.baseline.numbers.get(causes.standing.accepted_for(key))
        ) and key in causes.numbers.quantities:
            labels[causes.numbers.quantities[key].label] = accepted.cells["label"]
    wholes = ["".join(piece["text"] for piece in cell) for cell in row.cells]
    for claim in judged:
        if (accepted_claim := causes.baseline.claims.get(claim.id)) and {claim.id, claim.because} & set(wholes):
            labels |= {claim.verdict: accepted_claim["verdict"], claim.because: accepted_claim["because"]}
    cells = ("".join(_then(piece, causes) for piece in cell) for cell in row.cells)
    told = (labels.get(whole, then) for whole, then in zip(wholes, cells, strict=True))
    return " ".join(BETWEEN.join(told).split())


def _is_of_its_own(one: Statement, causes: Causes) -> bool:
    """True for what is said beside a number, such as a gloss, if it was in force before and is now."""
    key, standing = one.name, causes.standing
    kept = key in causes.numbers.quantities and key in causes.baseline.numbers
    return kept and standing.in_force(key) == key == standing.accepted_for(key) and one.kind not in {"value", "bounds"}


def _then(piece: Segment, causes: Causes) -> str:
    """A piece of a row with the number that was accepted in the place of its own."""
    quantity = causes.numbers.quantities.get(piece.get("number", ""))
    if quantity is None:
        return piece["text"]
    then = causes.standing.accepted_for(quantity.id)
    if piece["text"] in {quantity.text, quantity.bounds_text}:
        kind = "value" if piece["text"] == quantity.text else "bounds"
        return causes.words_then(then, kind) or piece["text"]
    accepted = causes.baseline.numbers.get(then)
    return accepted.cells["formula"] if accepted and isinstance(quantity.origin, Passage) else piece["text"]


def _differing(before: Statement, now: Statement, head: Sequence[str]) -> tuple[str, str]:
    """The cells of a row that differ, each behind the head of its column; whole rows where the columns do."""
    sides = [side.text.split(BETWEEN) for side in (before, now)]
    if not head or any(len(side) != len(head) for side in sides):
        return before.text, now.text
    cells = [(name, old, new) for name, old, new in zip(head, *sides, strict=True) if old != new]
    old, new = ("; ".join(f"{cell[0]}: {cell[side]}" for cell in cells) for side in (1, 2))
    return old, new


def _called(one: Statement) -> tuple[str, str]:
    """The id of a move, and what it is in words."""
    if one.kind in {"row", "rule"}:
        return one.name.removeprefix(LINKED["table"]), _head(one)
    if one.place in APART:
        return one.name or one.place, one.kind
    of = f" of {one.name}" if one.name else ""
    return one.place, "" if one.kind == "text" else f"{one.kind}{of}"


def _head(one: Statement) -> str:
    head = one.text.partition(BETWEEN)[0]
    return head if len(head) <= LONGEST_HEAD else f"{head[:LONGEST_HEAD]}…"

"""Coverage: each number-like text of a note is a figure, a date, or set aside with a reason."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from marketshare.ledger.figures import Figure
from marketshare.ledger.notes import Note
from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Table
from marketshare.ledger.tokens import Span, dates, tokens

__all__ = ["Tally", "coverage"]

CONTEXT = 12
"""Characters shown on each side of text that nothing covers."""


@dataclass(frozen=True)
class Tally:
    """How many number-like texts the notes have, and what they are."""

    tokens: int
    figures: int
    dates: int
    set_aside: int

    def __str__(self) -> str:
        return (
            f"{self.tokens} number-like texts: {self.figures} in figures, {self.dates} in dates, "
            f"{self.set_aside} set aside"
        )


@dataclass(frozen=True)
class _Claim:
    """A stretch of a line that a row, or a date, accounts for."""

    span: Span
    kind: str
    place: tuple[str, int]
    name: str


def coverage(notes: Iterable[Note], figures: Iterable[Figure], aside: Table | None) -> tuple[Tally, list[Problem]]:
    """Account for every number-like text of the notes, character by character.

    Returns:
        The tally, and what nothing accounts for, or two rows at once.
    """
    problems: list[Problem] = []
    counts: Counter[str] = Counter()
    figures = list(figures)
    for note in notes:
        claims: dict[int, list[_Claim]] = {number: [] for number in range(1, len(note.lines) + 1)}
        problems += _figure_claims(note, figures, claims)
        problems += _aside_claims(note, aside, claims)
        for number, text in enumerate(note.lines, 1):
            problems += _disputed(claims[number])
            claims[number] += [_Claim(span, "dates", ("", 0), "") for span in dates(text)]
            problems += _line(note, number, text, claims[number], counts)
    tally = Tally(sum(counts.values()), counts["figures"], counts["dates"], counts["set_aside"])
    return tally, problems


def _figure_claims(note: Note, figures: list[Figure], claims: dict[int, list[_Claim]]) -> Iterator[Problem]:
    for figure in figures:
        if figure["source"] != note.id:
            continue
        printed, at = figure["printed"], (figure.file, figure.row)
        place = note.place(figure["line"], figure["quote"], printed)
        if place is not None:
            number, start = place
            claims[number].append(_Claim(Span(start, start + len(printed), printed), "figures", at, figure.id))
        for other in filter(None, figure["also_on"].split(";")):
            text = note.passage(other) or ""
            if text.count(printed) > 1:
                message = (
                    f"{printed!r} occurs {text.count(printed)} times on line {other}; give that line a row of its own"
                )
                yield Problem(figure.file, figure.row, "also_on", message)
            elif printed in text:
                span = Span(text.index(printed), text.index(printed) + len(printed), printed)
                claims[int(other)].append(_Claim(span, "figures", at, figure.id))


def _aside_claims(note: Note, aside: Table | None, claims: dict[int, list[_Claim]]) -> Iterator[Problem]:
    for row in aside.rows if aside else ():
        text, nth = note.passage(row["line"]), row["nth"]
        if row["source"] != note.id or text is None or not re.fullmatch(r"[1-9]\d{0,8}", nth, re.ASCII):
            continue  # named already, by the schema; a line that is not there leaves its text uncovered
        start = _nth(text, row["text"], int(nth))
        assert aside is not None  # it has a row
        if start is None:
            message = f"{row['text']!r} does not occur {row['nth']} times on line {row['line']} of {note.file}"
            yield Problem(aside.file, row.line, "text", message)
            continue
        span = Span(start, start + len(row["text"]), row["text"])
        if not any(span.start <= token.start and token.end <= span.end for token in tokens(text)):
            message = f"{row['text']!r} is not number-like (or not the whole of it); delete the row"
            yield Problem(aside.file, row.line, "text", message)
        claims[int(row["line"])].append(_Claim(span, "set_aside", (aside.file, row.line), row["text"]))


def _nth(text: str, part: str, nth: int) -> int | None:
    start = -1
    for _ in range(nth):
        start = text.find(part, start + 1)
        if start < 0:
            return None
    return start


def _disputed(claims: list[_Claim]) -> Iterator[Problem]:
    """Text that two rows account for: one of them is in the wrong place."""
    ordered = sorted(claims, key=lambda claim: claim.span)
    for first, second in pairwise(ordered):
        if second.span.start < first.span.end:
            message = (
                f"{second.span.text!r} is accounted for by {first.place[0]}:{first.place[1]} already; one text, one row"
            )
            yield Problem(*second.place, "printed" if second.kind == "figures" else "text", message)


def _line(note: Note, number: int, text: str, claims: list[_Claim], counts: Counter[str]) -> Iterator[Problem]:
    owner = [""] * len(text)
    for claim in sorted(claims, key=lambda claim: claim.kind == "dates", reverse=True):
        owner[claim.span.start : claim.span.end] = [claim.kind] * (claim.span.end - claim.span.start)
    for token in tokens(text):
        kinds = [owner[at] for at in range(token.start, token.end) if text[at].isalnum()]
        if all(kinds):
            counts[kinds[0]] += 1
            continue
        around = text[max(0, token.start - CONTEXT) : token.end + CONTEXT]
        message = (
            f"{token.text!r} is number-like text that no figure, date or row of data/set_aside.csv accounts for: "
            f"…{around}…; add its figure, or set it aside with a reason"
        )
        yield Problem(note.file, number, "", message)

"""Quotes: words of a note, found again on the line that they are said to stand on."""

import re
from collections.abc import Iterator

from marketshare.ledger.cells import shown
from marketshare.ledger.differences import alike, differences
from marketshare.ledger.notes import LINE_BREAK, Note
from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Row

__all__ = ["LINES", "misplaced"]

LINES = re.compile(r"[1-9][0-9]{0,8}(-[1-9][0-9]{0,8})?")
"""How a line, or several, are written: ``89``, ``91-92``."""


def misplaced(file: str, row: Row, note: Note) -> Iterator[Problem]:
    """Where a row's line or quote is not what the note has."""
    text = note.passage(row["line"])
    if not LINES.fullmatch(row["line"]):
        return  # malformed, as its schema says
    if text is None:
        last = len(note.lines)
        yield Problem(file, row.line, "line", f"{row['line']}: {note.file} has lines 1 to {last}")
    elif row["quote"].count(LINE_BREAK) != text.count(LINE_BREAK):
        message = f"{row['line']}: the quote spans {row['quote'].count(LINE_BREAK) + 1} of these lines; name only those"
        yield Problem(file, row.line, "line", message)
    elif text.count(row["quote"]) != 1:
        yield Problem(file, row.line, "quote", _quote_fault(row["quote"], row["line"], text, note))


def _quote_fault(quote: str, line: str, text: str, note: Note) -> str:
    if quote in text:
        return f"{quote!r} occurs {text.count(quote)} times on line {line}; expected once: quote more of the sentence"
    elsewhere = [str(number) for number, other in enumerate(note.lines, 1) if quote in other]
    if elsewhere:
        return f"{quote!r} is not on line {line} but on line {', '.join(elsewhere)} of {note.file}"
    if quote.replace(" ", "") in text.replace(" ", "").replace(LINE_BREAK, ""):
        return f"{quote!r} is on line {line} of {note.file} only with other spaces; copy it character by character"
    near = alike(quote, text)
    said = differences(quote, near or text)
    hint = f"; the note has {said}" if said else ""
    return f"{shown(quote)} is not on line {line} of {note.file}; copy it from there character by character{hint}"

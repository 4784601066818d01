"""Notes: the source documents in seeds/, by line."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from marketshare.ledger.cells import shown
from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Row, Table
from marketshare.ledger.texts import decoded, is_inside, leads_away, read_raw
from marketshare.merge_leftovers import merge_mark

__all__ = ["LINE_BREAK", "Note", "read_notes"]

LONGEST_PATH = 255
"""Bytes of the longest path of a note."""

LONGEST_LINE = 50_000
"""Characters of the longest line of a note: a long chapter."""

_CRLF_ADDED = (
    "CRLF line ends were added, as git does where core.autocrlf is true and .gitattributes lacks the line "
    "/seeds/** -text"
)

LINE_BREAK = "⏎"
"""How a quote writes the line break that it spans."""


@dataclass(frozen=True)
class Note:
    """A source document.

    Attributes:
        id: Its key in ``sources.csv``.
        file: Path from the root of the study.
        title: Title, or a description.
        rights: What may be done with it.
        locale: How its numbers are written; blank if that is not said.
        fiscal_year_end: Last day of its fiscal year, ``06-30``; blank if that is not said.
        lines: Its physical lines, without line ends; the first is line 1.
    """

    id: str
    file: str
    title: str
    rights: str
    lines: tuple[str, ...]
    locale: str = ""
    fiscal_year_end: str = ""

    def passage(self, line: str) -> str | None:
        """The text of a line (``89``) or of several (``91-92``), joined by ⏎; None if the note has no such line."""
        if not re.fullmatch(r"\d{1,9}(-\d{1,9})?", line, re.ASCII):
            return None
        first, _, last = line.partition("-")
        start, stop = int(first), int(last or first)
        if not 1 <= start <= stop <= len(self.lines):
            return None
        return LINE_BREAK.join(self.lines[start - 1 : stop])

    def place(self, line: str, quote: str, printed: str) -> tuple[int, int] | None:
        """Line and 0-based offset at which a figure is printed; None if the quote or the figure is not there."""
        passage = self.passage(line)
        if passage is None or quote not in passage or printed not in quote:
            return None
        before = passage[: passage.index(quote) + quote.index(printed)]
        return int(line.partition("-")[0]) + before.count(LINE_BREAK), len(before.rpartition(LINE_BREAK)[2])


def read_notes(root: Path, sources: Table) -> tuple[dict[str, Note], list[Problem]]:
    """The notes that ``sources.csv`` lists, by id, and what is wrong with them."""
    notes: dict[str, Note] = {}
    problems: list[Problem] = []
    for row in sources.rows:
        file = row["file"]
        if not file.isprintable() or len(file.encode()) > LONGEST_PATH:
            problems.append(Problem(sources.file, row.line, "file", f"{shown(file)} is no path of a file"))
            continue
        path = root / file
        if not path.resolve().is_relative_to((root / "seeds").resolve()):
            message = f"{file!r} is not in seeds/; notes are kept there"
            problems.append(Problem(sources.file, row.line, "file", message))
            continue
        if not is_inside(path, root):
            problems.append(leads_away(path, file))
            continue
        raw = read_raw(path, file, listed_in=sources.file)
        text = raw if isinstance(raw, Problem) else decoded(raw, file, save_as="UTF-8")
        if isinstance(raw, Problem) or isinstance(text, Problem):
            problems += [found for found in (text,) if isinstance(found, Problem)]
            continue
        if change := _change(raw, row, file):
            problems.append(Problem(sources.file, row.line, "sha256", change))
        lines = tuple(text.removesuffix("\n").split("\n"))
        if long := [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]:
            words = f"a line of {len(lines[long[0] - 1]):,} characters, expected at most {LONGEST_LINE:,}"
            problems.append(Problem(file, long[0], "", f"{words}; is it a text? If so, break it where paragraphs end"))
            continue
        notes[row["id"]] = Note(
            row["id"], file, row["title"], row["rights"], lines, row["locale"], row["fiscal_year_end"]
        )
    return notes, problems


def _change(raw: bytes, row: Row, file: str) -> str:
    """How a note differs from the one that was received; nothing if it does not."""
    expected = row["sha256"]
    if _sha256(raw) == expected:
        return ""
    line_feeds = raw.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    before = {
        _sha256(line_feeds): _CRLF_ADDED if b"\r\n" in raw else "a byte order mark was added",
        _sha256(line_feeds.replace(b"\n", b"\r\n")): "its CRLF line ends were changed to LF",
        _sha256(codecs.BOM_UTF8 + line_feeds): "its byte order mark was removed",
    }
    what = f"the note was changed: {before[expected]}" if expected in before else "the note was changed"
    fix = "restore it" if expected in before else "restore it, or add what is new as a note of its own"
    if mark := merge_mark(raw.decode("utf-8", "replace"), file):
        return f"{file}:{mark.line}: {mark.words}; a note stays as it was received"
    return f"{file} has sha256 {_sha256(raw)}, expected {expected}: {what}; {fix}"


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()

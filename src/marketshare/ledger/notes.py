"""Notes: the source documents in seeds/, by line."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Table, read_text

__all__ = ["LINE_BREAK", "Note", "read_notes"]

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
        lines: Its physical lines, without line ends; the first is line 1.
    """

    id: str
    file: str
    title: str
    rights: str
    lines: tuple[str, ...]

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
        path = root / file
        if not path.resolve().is_relative_to((root / "seeds").resolve()):
            message = f"{file!r} is not in seeds/; notes are kept there"
            problems.append(Problem(sources.file, row.line, "file", message))
            continue
        text = read_text(path, file, listed_in=sources.file, save_as="UTF-8")
        if isinstance(text, Problem):
            problems.append(text)
            continue
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != row["sha256"]:
            message = (
                f"{file} has sha256 {found}, expected {row['sha256']}: the note was changed; "
                f"restore it, or add what is new as a note of its own"
            )
            problems.append(Problem(sources.file, row.line, "sha256", message))
        notes[row["id"]] = Note(
            row["id"], file, row["title"], row["rights"], tuple(text.removesuffix("\n").split("\n"))
        )
    return notes, problems

"""Notes: the source documents in seeds/, by line."""

import hashlib
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
        first, _, last = line.partition("-")
        start, stop = int(first), int(last or first)
        if not 1 <= start <= stop <= len(self.lines):
            return None
        return LINE_BREAK.join(self.lines[start - 1 : stop])


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
        text = read_text(path, file)
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
        notes[row["id"]] = Note(row["id"], file, row["title"], row["rights"], tuple(text.split("\n")))
    return notes, problems

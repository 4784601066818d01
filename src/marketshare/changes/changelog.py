"""Entries of the changelog: who accepted what, when, with which version, and why; a file of its own for each refresh.

An entry stands in ``changelog.d/``, so that two refreshes on two branches never change one file. Entries of the same
form in ``CHANGELOG.md`` are read as well: older ones, which have no line of date, author and version, and those that
were moved there for a release.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from marketshare.changes.move import Changes, Move, counted
from marketshare.errors import StudyError
from marketshare.unseen import visible
from marketshare.untrusted_files import LARGEST_TEXT, bytes_of

__all__ = ["FOLDER", "OLDER", "Entry", "entries", "entries_of", "fragment"]

FOLDER, OLDER = "changelog.d", "CHANGELOG.md"

NAMED = 12
"""How many moved numbers an entry names before the folded list of all that moved."""

WORDED = (("table", "table row"), ("sentence", "sentence"))
"""What an entry counts, and names in the folded list only."""

_BLOCK = re.compile(r"^- \*\*figures\*\*: (.*)\n((?:(?!- \*\*|#).*\n?)*)", re.M)
_ACCEPTED = re.compile(r"  - (\d{4}-\d\d-\d\d \d\d:\d\d UTC), (.*), marketshare (\S+)\n")
_NAMES = re.compile(r"^ +- [a-z, ]*:? ?((?:`[^`\n]+`(?:, )?)+)", re.M)


@dataclass(frozen=True)
class Entry:
    """What one refresh accepted.

    Attributes:
        because: Why, in the analyst's words.
        date: When: day, time, UTC; blank in an older entry, the day of a commit where one is known that added it.
        author: Who; the same.
        version: Of the library; blank in an older entry.
        ids: Ids of the numbers, claims and charts, and names of the notebooks, that it names.
    """

    because: str
    date: str
    author: str
    version: str
    ids: frozenset[str]

    def __str__(self) -> str:
        return f"{self.because} ({self.whose})"

    @property
    def whose(self) -> str:
        """Who accepted it, when, and with which version; or why that is not known."""
        if not self.date:
            return f"an older entry of {OLDER}, without date and author"
        by = f"marketshare {self.version}" if self.version else f"who committed it to {OLDER}"
        return f"{self.date}, {self.author}, {by}"


def entries(root: Path) -> list[Entry]:
    """Every *figures* entry of a study, the oldest first.

    Args:
        root: Root of the study, or of what a commit has of it.

    Raises:
        StudyError: a file of it is no text in UTF-8.
    """
    older = entries_of(_read(root / OLDER, OLDER)) if (root / OLDER).is_file() else []
    found = older[::-1]  # the newest stands first there
    for path in sorted((root / FOLDER).glob("*.md")):
        found += entries_of(_read(path, f"{FOLDER}/{path.name}"))
    return sorted(found, key=lambda entry: entry.date)


def entries_of(text: str) -> list[Entry]:
    """The *figures* entries of a text, in its order."""
    return list(_entries(text.replace("\r\n", "\n")))


def _read(path: Path, name: str) -> str:
    try:
        return bytes_of(path, LARGEST_TEXT).decode()
    except UnicodeDecodeError as error:
        raise StudyError(f"{name}: no text in UTF-8 ({error}); restore it from version control") from error


def _entries(text: str) -> Iterator[Entry]:
    for block in _BLOCK.finditer(text):
        accepted = _ACCEPTED.match(block[2])
        date, author, by = accepted.groups() if accepted else ("", "", "")
        ids = frozenset(key for names in _NAMES.findall(block[2]) for key in re.findall("`([^`]+)`", names))
        yield Entry(_unescaped(block[1]), date, _unescaped(author), by, ids)


def fragment(moved: Changes, because: str, author: str, now: datetime | None = None) -> tuple[str, str]:
    """The file of an entry for these changes: its path from the root of the study, and its text.

    Args:
        moved: What is accepted.
        because: The reason, in the analyst's words.
        author: Who accepts it.
        now: When, with a time zone; by default now.

    Example:
        >>> from marketshare.changes import Changes, Move
        >>> move = Move("number", "china-cloud-2018-hhi", "HHI", "1,974.2 to 2,499.5", "2,149.6 to 2,640.7")
        >>> moment = datetime(2026, 11, 27, 21, 35, tzinfo=UTC)
        >>> name, text = fragment(Changes((move,), {}, {}, {}), "a corrected share", "Li Wei", moment)
        >>> name.startswith("changelog.d/20261127T213500Z-")
        True
        >>> print(text)  # doctest: +ELLIPSIS
        - **figures**: a corrected share.
          - 2026-11-27 21:35 UTC, Li Wei, marketshare ...
          - `china-cloud-2018-hhi`: 1,974.2 to 2,499.5 → 2,149.6 to 2,640.7
        <BLANKLINE>
    """
    moment = (now or datetime.now(UTC)).astimezone(UTC)
    reason = _escaped(because)
    lines = [
        f"- **figures**: {reason}{'' if reason[-1:] in '.!?' else '.'}",
        f"  - {moment:%Y-%m-%d %H:%M} UTC, {_escaped(author)}, marketshare {version('marketshare')}",
        *_in_short(moved),
        *_in_full(moved),
    ]
    text = "\n".join(lines) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{FOLDER}/{moment:%Y%m%dT%H%M%SZ}-{digest}.md", text


def _in_short(moved: Changes) -> Iterator[str]:
    numbers, verdicts = moved.of("number"), moved.of("verdict")
    for move in numbers[:NAMED]:
        yield f"  - `{move.id}`: {_told(move)}"
    if len(numbers) > NAMED:
        yield f"  - and {counted(len(numbers) - NAMED, 'number')} more"
    turned = [(move.id, _verdict(move.old), _verdict(move.new)) for move in verdicts]
    for key, old, new in turned:
        if old != new:
            yield f"  - verdict of `{key}`: {old} → {new}"
    if kept := [f"`{key}`" for key, old, new in turned if old == new]:
        yield f"  - same verdict for another reason: {', '.join(kept)}"
    for move in moved.of("rule"):
        yield f"  - `{move.id}`: {_told(move)}"
    charts = moved.of("chart")
    for words, names in (
        ("new charts", [move.id for move in charts if not move.old]),
        ("charts drawn anew", [move.id for move in charts if move.old and move.new]),
        ("charts that are gone", [move.id for move in charts if not move.new]),
    ):
        if names:
            yield f"  - {words}: {', '.join(f'`{name}`' for name in names)}"
    if said := [counted(len(moved.of(kind)), name) for kind, name in WORDED if moved.of(kind)]:
        yield f"  - stated otherwise: {' and '.join(said)}"


def _in_full(moved: Changes) -> Iterator[str]:
    """Every move, folded; nothing if the lines above it say all."""
    if len(moved.of("number")) <= NAMED and {move.kind for move in moved.moves} <= {"number", "rule"}:
        return
    yield f"\n  <details><summary>All that moved: {len(moved.moves)}</summary>\n"
    for move in moved.moves:
        yield f"  - {move.kind} `{move.id}`: {_told(move)}"
    yield "\n  </details>"


def _told(move: Move) -> str:
    if not move.old:
        return f"new, {_escaped(move.new)}"
    if not move.new:
        return f"gone, was {_escaped(move.old)}"
    return f"{_escaped(move.old)} → {_escaped(move.new)}"


def _verdict(side: str) -> str:
    return side.partition(":")[0] or "none"


def _escaped(text: str) -> str:
    """Text on one line of Markdown, in which no markup of HTML begins or ends, such as that of the fold."""
    return visible(" ".join(text.split())).replace("\\", "\\\\").replace("<", "\\<")


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\<])", r"\1", text)

"""What a merge leaves behind where nobody finished it: marks between two sides, and both sides of one member of JSON.

Version control writes marks into a file where two sides of a merge differ. Whoever deletes the marks alone keeps both
sides, of which readers of JSON silently take the last.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from marketshare.untrusted_files import LARGEST_NOTEBOOK, NotReadError, bytes_of

__all__ = ["MergeMark", "StandsTwiceError", "load_json", "merge_mark", "unfinished_merges"]

_TEXTS = {".md", ".toml", ".txt", ".yml", ".yaml", ".cfg", ".ini", ""}
"""Endings of the files beside the folders of a study that people merge; dotfiles have none."""

_ANYWHERE = r"^([<>|])\1{6}(?=[ \r\n]|\Z)"
_BETWEEN = r"^={7}(?=[\r\n]|\Z)"  # Markdown underlines a heading so; a table and JSON have no such line
_IN_A_CELL = r'^[ \t]*"([<>])\2{6}(?=[ "\\])'  # what a merge of notebooks cell by cell leaves, inside JSON
_MARKS = {
    ".csv": re.compile(f"{_ANYWHERE}|{_BETWEEN}", re.M),
    ".json": re.compile(f"{_ANYWHERE}|{_BETWEEN}", re.M),
    ".ipynb": re.compile(f"{_ANYWHERE}|{_IN_A_CELL}|{_BETWEEN}", re.M),
}
_OTHER = re.compile(r"^([<>])\1{6}(?=[ \r\n]|\Z)", re.M)  # not |||||||: a row of a table in Markdown

_RUN_AGAIN = "take one side of the file, whichever, and run marketshare refresh --because: it is written anew"
_BY_HAND = "keep what holds, of one side or of both, and delete the marks"


class MergeMark(NamedTuple):
    """The first mark in a file.

    Attributes:
        file: The file, by its path from the root of the study.
        line: Its physical line.
        words: What it is, and what to do.
    """

    file: str
    line: int
    words: str


class StandsTwiceError(ValueError):
    """An object of JSON has two members of one name."""


def merge_mark(text: str, file: str) -> MergeMark | None:
    r"""The first mark of an unfinished merge in a text.

    Args:
        text: The file.
        file: Its path from the root of the study; its ending says what cannot stand in it otherwise.

    Example:
        >>> merge_mark("id,name\n<<<<<<< HEAD\na,A\n", "data/a.csv").line
        2
        >>> merge_mark("A heading\n=======\n", "README.md")
    """
    match = _MARKS.get(Path(file).suffix.lower(), _OTHER).search(text)
    if match is None:
        return None
    line = text.count("\n", 0, match.start()) + 1
    written = file.startswith(("notebooks/", "reports/"))
    mark = match[0].strip().strip('"')
    return MergeMark(file, line, f"{mark!r} marks a merge that was not finished; {_RUN_AGAIN if written else _BY_HAND}")


def unfinished_merges(root: Path) -> list[MergeMark]:
    """The files of a study in which a merge left marks, by the first of each.

    Notes are not among them: they are kept as they were received, and their hashes say whether they are.
    """
    return [mark for path in sorted(_merged(root)) if (mark := _mark_of(path, root))]


def load_json(text: str) -> Any:
    """JSON, in which every member of an object has a name of its own.

    Raises:
        StandsTwiceError: two have the same.
        ValueError, RecursionError: as those of `json.loads`.

    Example:
        >>> load_json('{"execution_count": 4, "execution_count": 7}')
        Traceback (most recent call last):
        marketshare.merge_leftovers.StandsTwiceError: 'execution_count' stands twice in one object: a merge keeps one
    """
    return json.loads(text, object_pairs_hook=_once)


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        names = [name for name, _ in members]
        twice = next(name for name in names if names.count(name) > 1)
        raise StandsTwiceError(f"{twice[:80]!r} stands twice in one object: a merge keeps one")
    return found


def _merged(root: Path) -> Iterator[Path]:
    yield from (path for path in root.iterdir() if path.suffix.lower() in _TEXTS)
    yield root / "seeds" / "README.md"  # of seeds/, all that is no note
    for folder in ("data", "notebooks", "reports/baseline", "changelog.d", ".github", ".githooks"):
        yield from (path for path in (root / folder).rglob("*") if ".ipynb_checkpoints" not in path.parts)


def _mark_of(path: Path, root: Path) -> MergeMark | None:
    """The mark in a file; what is no file of the study, or cannot be read, others name."""
    try:
        if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
            return None
        content = bytes_of(path, LARGEST_NOTEBOOK)
    except (OSError, NotReadError, RuntimeError):
        return None
    if not any(mark * 7 in content for mark in (b"<", b">", b"|", b"=")):
        return None
    return merge_mark(content.decode("utf-8", "replace"), path.relative_to(root).as_posix())

"""Names and texts as SQL takes them: quoted, so that nothing in them is a command or stands for other files."""

import glob
from collections.abc import Iterable
from pathlib import Path

__all__ = ["name", "paths", "text"]


def name(column: str) -> str:
    """The name of a column."""
    return '"' + column.replace('"', '""') + '"'


def text(words: str) -> str:
    """A text."""
    return "'" + words.replace("'", "''") + "'"


def paths(files: Iterable[Path]) -> str:
    """A list of files; without escape, ``[0-9]`` or ``*`` in a name would stand for other files too."""
    return f"[{', '.join(text(glob.escape(str(file))) for file in files)}]"

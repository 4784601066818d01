"""Parts of one table have the same columns, by name: those in the files, and those in the names of their folders."""

from collections.abc import Sequence
from pathlib import Path

from marketshare.metrics import ShareError
from marketshare.panel.parts import Parts

__all__ = ["folder_columns", "refuse_other_columns", "refuse_same_names"]


def refuse_same_names(names: Sequence[str], where: str) -> None:
    """Refuse names that differ by case only, of which DuckDB would rename one."""
    for place, name in enumerate(names):
        for earlier in names[:place]:
            if name.casefold() == earlier.casefold():
                words = f"two columns are called {name!r}" if name == earlier else f"{earlier!r} and {name!r}"
                raise ShareError(f"{where}: {words}, which DuckDB cannot tell apart; rename one of them")


def refuse_other_columns(file: Path, names: Sequence[str], first: Path, wanted: Sequence[str]) -> None:
    """Refuse a part that lacks a column of the first part, or has one more; their order may differ."""
    lacking = [repr(name) for name in wanted if name not in names]
    beyond = [repr(name) for name in names if name not in wanted]
    if lacking or beyond:
        told = [f"lacks {', '.join(lacking)}"] * bool(lacking) + [f"has {', '.join(beyond)} beside"] * bool(beyond)
        header = "; is its header missing?" if len(lacking) == len(wanted) else ""
        raise ShareError(f"{file}: expected the columns of {first}, but it {' and '.join(told)}{header}")


def folder_columns(parts: Parts, names: Sequence[str]) -> tuple[str, ...]:
    """The columns that the names of folders give beside those in the files.

    A file that is asked for alone has its own; among several, folders that say something of it are refused, because
    either might be meant.
    """
    own = {name.casefold() for name in names}
    shared = [name for name in parts.columns if name.casefold() in own]
    if shared and len(parts.files) > 1:
        words = f"the column {shared[0]!r} stands in the file and in the name of its folder"
        raise ShareError(f"{parts.files[0]}: {words}; rename the folders")
    return () if shared else parts.columns

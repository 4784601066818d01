"""Where a study lies: the folder that holds ``data/datapackage.json``."""

import os
from pathlib import Path

from marketshare.errors import NoStudyError

__all__ = ["ROOT_VARIABLE", "nearest_root", "root_at"]

ROOT_VARIABLE = "MARKETSHARE_ROOT"
"""Environment variable that names the root of the study, for processes started elsewhere."""


def nearest_root(start: Path | None = None) -> Path:
    """The nearest folder, from `start` (or the current one) upwards, that holds ``data/datapackage.json``.

    The environment may name a folder, which then has to hold it itself.

    Raises:
        NoStudyError: there is none.
    """
    named = os.environ.get(ROOT_VARIABLE)
    if named and start is None:
        return root_at(Path(named))
    begin = start or Path.cwd()
    for folder in (begin.resolve(), *begin.resolve().parents):
        if _is_root(folder):
            return folder
    raise NoStudyError(
        f"no study here: neither {begin} nor a folder above it has data/datapackage.json; "
        f"work inside a study, or name it (--root, or the variable {ROOT_VARIABLE})"
    )


def root_at(folder: Path) -> Path:
    """`folder` itself, if it is the root of a study.

    Raises:
        NoStudyError: it has no ``data/datapackage.json``.
    """
    if not _is_root(folder):
        raise NoStudyError(f"no study at {folder}: it has no data/datapackage.json")
    return folder.resolve()


def _is_root(folder: Path) -> bool:
    """True if `folder` has the file, or something damaged in its place: a folder, a link that leads nowhere."""
    return os.path.lexists(folder / "data" / "datapackage.json")

"""Which notebooks are in the report, in which order, and which are not, and why: their names decide."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from marketshare.errors import StudyError

__all__ = ["NoNotebooksError", "left_out", "paths", "paths_of_report"]

_IN_REPORT = re.compile(r"[0-9]{2}_.+\.ipynb")


class NoNotebooksError(StudyError):
    """A report of no notebook at all."""


def paths(root: Path) -> list[Path]:
    """The notebooks of the report, ``notebooks/NN_*.ipynb``, in order."""
    found = (path for path in (root / "notebooks").glob("*.ipynb") if _IN_REPORT.fullmatch(path.name))
    return sorted(found, key=lambda path: path.stem)


def paths_of_report(root: Path, tell: Callable[[str], None]) -> list[Path]:
    """The same, if there are any; whoever asks is told which notebooks are not among them.

    Args:
        root: Root of the study.
        tell: Told of each notebook that is left out, and why.

    Raises:
        NoNotebooksError: there is none.
    """
    for words in left_out(root):
        tell(words)
    if found := paths(root):
        return found
    raise NoNotebooksError(
        "notebooks/: no notebook of the report is there; expected names of two digits, an underscore and words, "
        "for instance notebooks/00_overview.ipynb"
    )


def left_out(root: Path) -> Iterator[str]:
    """Each notebook that is not in the report, and why; what Jupyter keeps in hidden folders is none."""
    folder = root / "notebooks"
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if name.lower().endswith(".ipynb") and not name.startswith(".")):
            path = Path(place) / name
            if why := _reason(path, folder):
                yield f"{path.relative_to(root).as_posix()}: not in the report: {why}"


def _reason(path: Path, folder: Path) -> str:
    """What keeps a notebook out of the report; nothing if it is in it."""
    if path.parent != folder:
        return "it lies in a folder of its own; only those in notebooks/ itself are"
    if _IN_REPORT.fullmatch(path.name):
        return ""
    if path.suffix != ".ipynb":
        return f"its name ends in {path.suffix}, expected .ipynb"
    return "its name does not begin with two digits and an underscore, as in 01_cloud.ipynb"

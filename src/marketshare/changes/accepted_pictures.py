"""Accepted pictures of charts: each stands once, in its notebook, and the baseline knows it by its digest."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from marketshare.changes.plotted import digest_of
from marketshare.errors import StudyError
from marketshare.notebooks import parsed, paths, pictures, read
from marketshare.untrusted_files import LARGEST_NOTEBOOK, LARGEST_TEXT, NotReadError, bytes_of

__all__ = ["accepted_pictures", "is_committed", "shown_by_readme"]

SECONDS = 20
"""How long git may take."""

_IN_README = re.compile(r"\breports/baseline/(figures/[a-z0-9-]+\.png)")


def accepted_pictures(root: Path, digests: Mapping[str, str]) -> dict[str, bytes]:
    """The accepted pictures by name: from the notebooks, else from those that were committed last.

    Args:
        root: Root of the study.
        digests: SHA-256 of the accepted pictures by name.

    Raises:
        StudyError: a notebook cannot be read.
    """
    stored = _drawn(map(read, paths(root)))
    found = {name: png for name, png in stored if digest_of(png) == digests.get(name)}
    if digests.keys() - found.keys():
        committed = _drawn(notebook for path in paths(root) if (notebook := _committed(path)) is not None)
        found |= {name: png for name, png in committed if digest_of(png) == digests.get(name)}
    return found


def shown_by_readme(root: Path) -> set[str]:
    """The pictures that ``README.md`` shows, which can show none of a notebook: they are kept as files, too."""
    try:
        text = bytes_of(root / "README.md", LARGEST_TEXT).decode("utf-8", "replace")
    except (OSError, NotReadError):
        return set()
    return set(_IN_README.findall(text))


def is_committed(root: Path, name: str) -> bool:
    """True if git has a file or a folder of the study at HEAD; False where there is no git, too."""
    return bool(_git(root, "ls-tree", "HEAD", name).strip())


def _drawn(notebooks: Iterator[NotebookNode]) -> Iterator[tuple[str, bytes]]:
    return ((Path(name).stem, png) for name, png in pictures(notebooks) if name.endswith(".png"))


def _committed(path: Path) -> NotebookNode | None:
    """A notebook as git has it at HEAD; None where there is no git, no commit, or no such file in it."""
    name = f"HEAD:./{path.name}"
    size = _git(path.parent, "cat-file", "-s", name)
    if not (size.strip().isdigit() and int(size) <= LARGEST_NOTEBOOK):
        return None
    try:
        return parsed(_git(path.parent, "cat-file", "blob", name), name)
    except StudyError:
        return None


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        command = ["git", "-C", str(folder), *arguments]
        return subprocess.run(command, capture_output=True, check=True, timeout=SECONDS).stdout
    except (OSError, subprocess.SubprocessError):
        return b""

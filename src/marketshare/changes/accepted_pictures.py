"""Accepted pictures of charts: each stands once, in its notebook, and the baseline knows it by its digest."""

import hashlib
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from marketshare.errors import StudyError
from marketshare.notebooks import parsed, paths, pictures, read
from marketshare.untrusted_files import LARGEST_NOTEBOOK, LARGEST_TEXT, NotReadError, bytes_of

__all__ = ["COLUMNS", "accepted_pictures", "charts_csv", "digest_of", "shown_by_readme"]

COLUMNS = ("name", "sha256")

SECONDS = 20
"""How long git may take."""

_IN_README = re.compile(r"\breports/baseline/(figures/[a-z0-9-]+\.png)")


def digest_of(png: bytes) -> str:
    """SHA-256 of a picture."""
    return hashlib.sha256(png).hexdigest()


def charts_csv(drawn: Mapping[str, bytes]) -> str:
    r"""The digests of pictures as CSV, a line each, sorted by name.

    Args:
        drawn: PNG by name of the file.

    Example:
        >>> charts_csv({"figures/a.png": b""})
        'name,sha256\na,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n'
    """
    rows = (f"{Path(name).stem},{digest_of(png)}" for name, png in sorted(drawn.items()))
    return "\n".join([",".join(COLUMNS), *rows, ""])


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

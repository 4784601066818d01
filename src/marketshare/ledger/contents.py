"""Contents of files, by their hashes: whether what was read is still what is there."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from marketshare.untrusted_files import LARGEST_TEXT, hash_of

__all__ = ["contents", "of_data"]


def contents(root: Path, files: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of files by path from the root of the study; blank for what is no file, or is not to be read.

    Of a file that is larger than any that is read, only the beginning counts.
    """
    return {path.relative_to(root).as_posix(): _hash(path) for path in files}


def of_data(root: Path) -> dict[str, str]:
    """The contents of everything in ``data/`` and ``seeds/``."""
    return contents(root, _data(root))


def _data(root: Path) -> Iterator[Path]:
    for folder in ("data", "seeds"):
        yield from (path for path in sorted((root / folder).rglob("*")) if not path.is_dir())


def _hash(path: Path) -> str:
    try:
        return hash_of(path, LARGEST_TEXT + 1) if path.is_file() else ""
    except OSError:
        return ""

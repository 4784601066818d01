"""Files that others sent: read if they are files, and no more of them than a limit."""

import hashlib
import stat
import sys
from pathlib import Path

from marketshare.errors import StudyError

__all__ = ["LARGEST_TEXT", "NotReadError", "bytes_of", "hash_of", "is_regular"]


LARGEST_TEXT = 5_000_000
"""Bytes of the largest file of data/ or seeds/ that is read. Both are written by hand; what is larger is something
else, and would only be slow to refuse."""


class NotReadError(StudyError):
    """What stands there is not to be read: a folder, a device, a pipe, or too much."""


def is_regular(path: Path) -> bool:
    """True for a file; not for a link to one, a folder, a device, a pipe, or nothing."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return False


def bytes_of(path: Path, largest: int) -> bytes:
    """The bytes of a file, or of the file that a link leads to.

    Nothing is opened that is no file, since a pipe would let its reader wait and a device never ends.

    Args:
        path: The file.
        largest: Bytes that it may have.

    Raises:
        NotReadError: it is no file, or larger; the message says which, and what to do.
        OSError: it is not there, or cannot be read.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
        raise NotReadError(f"{kind} stands where a file is expected; move it away and restore the file")
    with path.open("rb") as opened:
        content = opened.read(largest + 1)
    if len(content) > largest:
        size = max(status.st_size, len(content))
        found = f"{size:,} bytes, expected at most {largest:,}"
        raise NotReadError(f"{found}; is it the right file? If so, split it by topic")
    return content


def hash_of(path: Path, most: int | None = None) -> str:
    """SHA-256 of a file, or of its first `most` bytes; never more of it in memory than a piece.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    digest = hashlib.sha256()
    left = most if most is not None else sys.maxsize
    with path.open("rb") as opened:
        while piece := opened.read(min(left, 1 << 20)):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()

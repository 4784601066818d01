"""Folders for what is thrown away, which the next start removes if this process is killed before it can."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

__all__ = ["scratch"]

_LOCK = "lock"


@contextmanager
def scratch(prefix: str, parent: Path) -> Iterator[Path]:
    """A new folder in `parent`, removed at the end; first go those of processes that were killed.

    Its owner holds a lock in it as long as it lives, whatever ends it, so that a folder whose lock is free is dead.
    """
    _sweep(prefix, parent)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        lock = FileLock(folder / _LOCK)
        with suppress(Timeout, OSError):  # another start takes a folder without a lock for a dead one
            lock.acquire(timeout=0)
        if lock.is_locked and (folder / _LOCK).exists():
            break
        lock.release()
    owner = os.getpid()
    try:
        yield folder
    finally:
        if os.getpid() == owner:  # not a process that was forked from it
            shutil.rmtree(folder, ignore_errors=True)
            lock.release()


def _sweep(prefix: str, parent: Path) -> None:
    for folder in parent.glob(f"{prefix}*"):
        with suppress(Timeout, OSError):
            if folder.is_symlink() or not folder.is_dir() or not _is_ours(folder):
                continue
            with FileLock(folder / _LOCK).acquire(timeout=0):
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()

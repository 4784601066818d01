"""Files that are either whole or as they were, and one writer at a time."""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from marketshare.errors import MachineError

__all__ = ["BusyError", "PartlyReplacedError", "manifest_of", "one_at_a_time", "replace_all"]

PATIENCE = 600
"""Seconds that a command waits for another one that is writing."""

_BESIDE = re.compile(r"\..+\.marketshare-[a-z0-9_]{8}")


class BusyError(MachineError):
    """Another command has been writing for too long."""


class PartlyReplacedError(MachineError):
    """Some files were put in place, and then one could not be."""


@contextmanager
def one_at_a_time(root: Path, progress: Callable[[str], None], *, patience: float = PATIENCE) -> Iterator[None]:
    """Within it, no other command writes the reports or notebooks of this study.

    The lock goes with the process that holds it, however that ends.

    Args:
        root: Root of the study.
        progress: Told if there is somebody to wait for.
        patience: Seconds to wait.

    Raises:
        BusyError: the other one has not finished by then.
    """
    folder = root / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress("another marketshare command is writing in this study; waiting for it")
            lock.acquire(timeout=patience)
    except Timeout as error:
        raise BusyError(f"another marketshare command has been writing in {root} for {patience:g} s") from error
    try:
        yield
    finally:
        lock.release()


def manifest_of(files: dict[str, bytes]) -> bytes:
    """The names of files with their hashes, as JSON."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return (json.dumps(hashes, indent=2) + "\n").encode()


def replace_all(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Write files beside their places, then move them there, in order; what a killed command left beside is removed.

    Every file is whole at any moment. Until all are written, none is moved.

    Args:
        folder: Where they go.
        files: Contents by path from `folder`.

    Raises:
        PartlyReplacedError: a file could not be moved, or the command was stopped, when others had been moved already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[Path, Path]] = []
    swept: set[Path] = set()
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.parent not in swept:
                swept.add(target.parent)
                for left in (path for path in target.parent.iterdir() if _BESIDE.fullmatch(path.name)):
                    left.unlink(missing_ok=True)
            handle, name_beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.marketshare-")
            waiting.append((Path(name_beside), target))
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            Path(name_beside).chmod(0o644)
        _put_in_place(waiting)
    finally:
        for beside, _ in waiting:
            beside.unlink(missing_ok=True)
    return [target for _, target in waiting]


def _put_in_place(waiting: list[tuple[Path, Path]]) -> None:
    for number, (beside, target) in enumerate(waiting):
        try:
            beside.replace(target)
        except (OSError, KeyboardInterrupt) as error:
            if number == 0:
                raise
            why = "stopped" if isinstance(error, KeyboardInterrupt) else error
            words = (
                f"{target.name}: {why}; {number} of {len(waiting)} files are new, the others as they were; run it again"
            )
            raise PartlyReplacedError(words) from error

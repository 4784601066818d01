"""Files that are either whole or as they were, never behind a link; and one writer at a time."""

import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from marketshare.errors import MachineError, StudyError
from marketshare.stops import REPLACED, held
from marketshare.untrusted_files import is_regular

__all__ = [
    "BusyError",
    "NotOursError",
    "PartlyReplacedError",
    "one_at_a_time",
    "refuse_strange_places",
    "removed",
    "replace_all",
]

PATIENCE = 600
"""Seconds that a command waits for another one that is writing."""

_BESIDE = re.compile(r"\..+\.marketshare-[a-z0-9_]{8}")


class BusyError(MachineError):
    """Another command has been writing for too long."""


class NotOursError(StudyError):
    """Where a file is to be written stands something else: a link, a folder, a device. It is left alone."""


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
        NotOursError: ``reports`` or the lock in it is a link, or something else.
    """
    name = "reports/.lock"
    refuse_strange_places(root, [name])
    (root / name).parent.mkdir(exist_ok=True)
    lock = FileLock(root / name)
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


def refuse_strange_places(root: Path, names: Iterable[str]) -> None:
    """Go on only if each name is free, or a file, and the folders on the way to it are folders.

    Args:
        root: Where the names begin; how it is reached itself is the user's choice.
        names: Paths from `root`.

    Raises:
        NotOursError: something else stands there, or on the way.
    """
    for name in names:
        for folder in reversed(Path(name).parents[:-1]):
            if _is_link(root / folder) or ((root / folder).exists() and not (root / folder).is_dir()):
                raise NotOursError(_strange(root, folder.as_posix(), "a folder"))
        if os.path.lexists(root / name) and not is_regular(root / name):
            raise NotOursError(_strange(root, name, "a file"))


def removed(root: Path, names: Iterable[str]) -> list[str]:
    """Remove files; what is no file, or lies behind a link, is left alone. Returns the names of those removed."""
    gone = []
    for name in names:
        try:
            refuse_strange_places(root, [name])
            (root / name).unlink()
        except (NotOursError, FileNotFoundError):
            continue
        gone.append(name)
    return gone


def replace_all(root: Path, files: dict[str, bytes]) -> list[Path]:
    """Write files beside their places, then move them there, in order; what a killed command left beside is removed.

    Every file is whole at any moment. Until all are written, none is moved. Rights are those that the user's umask
    gives.

    Args:
        root: Where the paths begin.
        files: Contents by path from `root`.

    Raises:
        NotOursError: a link, a folder or a device stands where a file is to be, or a link on the way; nothing is moved.
        PartlyReplacedError: a file could not be moved, or the command was stopped, when others had been moved already.
    """
    refuse_strange_places(root, files)
    waiting: list[tuple[Path, Path]] = []
    swept: set[Path] = set()
    try:
        for name, content in files.items():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.parent not in swept:
                swept.add(target.parent)
                removed(target.parent, [path.name for path in target.parent.iterdir() if _BESIDE.fullmatch(path.name)])
            beside = target.parent / f".{target.name}.marketshare-{secrets.token_hex(4)}"
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
            waiting.append((beside, target))
            with os.fdopen(handle, "wb") as out:
                out.write(content)
        with held():
            _put_in_place(waiting)
    finally:
        for beside, _ in waiting:
            beside.unlink(missing_ok=True)
    return [target for _, target in waiting]


def _put_in_place(waiting: list[tuple[Path, Path]]) -> None:
    for number, (beside, target) in enumerate(waiting):
        try:
            beside.replace(target)
            REPLACED.append(target)
        except (OSError, KeyboardInterrupt) as error:
            if number == 0:
                raise
            why = "stopped" if isinstance(error, KeyboardInterrupt) else error
            words = (
                f"{target.name}: {why}; {number} of {len(waiting)} files are new, the others as they were; run it again"
            )
            raise PartlyReplacedError(words) from error


def _is_link(path: Path) -> bool:
    """True for a link, and for what Windows calls a junction."""
    return path.is_symlink() or os.path.normcase(path.parent.resolve() / path.name) != os.path.normcase(path.resolve())


def _strange(root: Path, name: str, expected: str) -> str:
    path = root / name
    if _is_link(path):
        found = f"a link to {str(path.resolve())!r}, and nothing is written through a link"
    else:
        found = "a folder" if path.is_dir() else "a file" if is_regular(path) else "a device or a pipe"
    return f"{name}: {found}; it was left alone: move it away, so that {expected} can be there"

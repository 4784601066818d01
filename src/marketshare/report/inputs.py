"""What a report depends on, told by content and never by dates; nothing heavy is imported to find out."""

import hashlib
import json
import os
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import marketshare
from marketshare.report.manifest import MANIFEST, named
from marketshare.untrusted_files import LARGEST_NOTEBOOK, LARGEST_TEXT, hash_of, is_regular

__all__ = [
    "PACKAGE",
    "STAMP",
    "imported_from",
    "is_imported",
    "of_library",
    "of_notebooks",
    "of_report",
    "stamp_of",
    "up_to_date",
]

STAMP = ".inputs"
"""File in the folder of a report that holds the fingerprint of what it was made from; written last of all."""


def of_notebooks(root: Path, hypothetical: Mapping[str, str]) -> str:
    """Fingerprint of what every notebook may depend on beside data and notes: library, installed packages, what-if."""
    library = [path for path in PACKAGE.rglob("*.py") if path.parent.name != "report" or path.name in KERNELS]
    files = [*_beside_notebooks(root), *sorted(library), *sorted((PACKAGE / "fonts").iterdir())]
    return _fingerprint(root, files, _machine(root) + json.dumps(dict(hypothetical)))


def of_report(root: Path, hypothetical: Mapping[str, str]) -> str:
    """Fingerprint of what a report depends on: the same, data, notes, the notebooks, and what renders them."""
    rendering = sorted(path for path in (PACKAGE / "report").rglob("*") if path.suffix != ".pyc")
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    return _fingerprint(root, [*_study(root), *notebooks, *rendering], of_notebooks(root, hypothetical))


def of_library(root: Path) -> str:
    """Fingerprint of all that a process imports once and for good: the library, and the packages beside it."""
    files = sorted(path for path in PACKAGE.rglob("*") if path.suffix != ".pyc")
    return _fingerprint(root, files, _machine(root))


def imported_from(library: str) -> None:
    """Tell which library this process has imported, where that was long ago."""
    _IMPORTED[:] = [library]


def is_imported(root: Path) -> bool:
    """False if the library is no longer what this process has imported."""
    return not _IMPORTED or _IMPORTED[0] == of_library(root)


_IMPORTED: list[str] = []


def up_to_date(root: Path) -> list[Path]:
    """The files of the report, if they are whole and made from what is there now; else none."""
    reports = root / "reports"
    try:
        if not (is_regular(reports / MANIFEST) and is_regular(reports / STAMP)):
            return []
        manifest = (reports / MANIFEST).read_bytes()
        if (reports / STAMP).read_bytes() != stamp_of(of_report(root, {}), manifest):
            return []
    except OSError:
        return []
    hashes = named(reports)
    whole = all(is_regular(reports / name) and hash_of(reports / name) == hashes[name] for name in hashes)
    return [reports / name for name in [*hashes, MANIFEST]] if whole else []


def stamp_of(inputs: str, manifest: bytes) -> bytes:
    """What `STAMP` holds: from which inputs which files were made."""
    return f"{inputs} {hashlib.sha256(manifest).hexdigest()}\n".encode()


PACKAGE = Path(marketshare.__file__).parent

KERNELS = {"run.py", "kernels.py", "forks.py", "warm.py", "lifeline.py"}
"""Modules of the report that decide how notebooks run."""


def _study(root: Path) -> Iterator[Path]:
    for folder in ("data", "seeds"):
        yield from sorted((root / folder).rglob("*"))


def _beside_notebooks(root: Path) -> Iterator[Path]:
    """What notebooks can import or read from their own folder; not their own exports."""
    for path in sorted((root / "notebooks").rglob("*")):
        hidden = any(part.startswith((".", "__pycache__")) for part in path.relative_to(root).parts)
        if not hidden and path.suffix not in {".ipynb", ".html", ".pdf"}:
            yield path


def _machine(root: Path) -> str:
    """The Python and the packages that are installed: by the lock, and by what stands in the environment."""
    lock = root / "requirements.lock"
    locked = hash_of(lock) if lock.is_file() else ""
    packages = Path(sysconfig.get_path("purelib"))
    installed = sorted(path.name for path in packages.glob("*.dist-info"))
    return json.dumps([sys.version, locked, installed])


def _fingerprint(root: Path, files: Iterable[Path], start: str) -> str:
    def most(path: Path) -> int | None:  # of data, notes and notebooks, more is never read
        if path.is_relative_to(root / "data") or path.is_relative_to(root / "seeds"):
            return LARGEST_TEXT + 1
        return LARGEST_NOTEBOOK + 1 if path.suffix == ".ipynb" else None

    digest = hashlib.sha256(start.encode())
    for path in files:
        if path.is_file():
            place = path.relative_to(root if path.is_relative_to(root) else PACKAGE).as_posix()
            digest.update(f"{place}\0{path.stat().st_size}\0{_hash(path, most(path))}\n".encode())
    return digest.hexdigest()


def _hash(path: Path, most: int | None) -> str:
    """SHA-256 of a file; not computed again while the system says that nobody touched it, whatever its date is."""
    state = path.stat()
    touched = max(state.st_mtime_ns, state.st_ctime_ns)
    key = (path, most, state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    if key in _HASHES:
        return _HASHES[key]
    digest = hash_of(path, most)
    if os.name == "posix" and time.time_ns() - touched > JUST_NOW:  # elsewhere st_ctime is when it was created
        _HASHES[key] = digest
    return digest


JUST_NOW = 2_000_000_000
"""Nanoseconds within which a file may be changed twice without that its times tell."""

_HASHES: dict[tuple[object, ...], str] = {}

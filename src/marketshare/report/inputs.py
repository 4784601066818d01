"""What a report depends on, told by content and never by time; nothing heavy is imported to find out."""

import hashlib
import json
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import marketshare

__all__ = ["STAMP", "of_notebooks", "of_report", "up_to_date"]

STAMP = ".inputs"
"""File in the folder of a report that holds the fingerprint of what it was made from; written last of all."""


def of_notebooks(root: Path, hypothetical: Mapping[str, str]) -> str:
    """Fingerprint of what every notebook may depend on: data, notes, library, installed packages, what-if."""
    package = Path(marketshare.__file__).parent
    library = [path for path in package.rglob("*.py") if path.parent.name != "report" or path.name in KERNELS]
    return _fingerprint([*_study(root), *sorted(library)], _machine(root) + json.dumps(dict(hypothetical)))


def of_report(root: Path, hypothetical: Mapping[str, str]) -> str:
    """Fingerprint of what a report depends on: the same, the notebooks, and what renders them."""
    package = Path(marketshare.__file__).parent
    rendering = sorted(path for path in (package / "report").rglob("*") if path.suffix != ".pyc")
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    return _fingerprint([*notebooks, *rendering], of_notebooks(root, hypothetical))


def up_to_date(root: Path) -> list[Path]:
    """The files of the report, if they are whole and made from what is there now; else none."""
    reports = root / "reports"
    try:
        if (reports / STAMP).read_text("utf-8") != of_report(root, {}):
            return []
        named = json.loads((reports / "manifest.json").read_text("utf-8"))
        whole = all(hashlib.sha256((reports / name).read_bytes()).hexdigest() == named[name] for name in named)
    except (OSError, ValueError):
        return []
    return [reports / name for name in [*named, "manifest.json"]] if whole else []


KERNELS = {"run.py", "kernels.py", "forks.py", "warm.py"}
"""Modules of the report that decide how notebooks run."""


def _study(root: Path) -> Iterator[Path]:
    for folder in ("data", "seeds"):
        yield from sorted((root / folder).rglob("*"))


def _machine(root: Path) -> str:
    """The Python and the packages that are installed: by the lock, and by what stands in the environment."""
    lock = root / "requirements.lock"
    locked = hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else ""
    packages = Path(sysconfig.get_path("purelib"))
    installed = sorted(path.name for path in packages.glob("*.dist-info"))
    return json.dumps([sys.version, locked, installed])


def _fingerprint(files: Iterable[Path], start: str) -> str:
    digest = hashlib.sha256(start.encode())
    for path in files:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()

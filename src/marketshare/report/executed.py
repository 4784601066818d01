"""Executed notebooks: from the last run where nothing that they depend on changed, else run now."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import marketshare
from marketshare.report.files import replace_all
from marketshare.report.run import run
from marketshare.studies import Study

__all__ = ["executed"]


def executed(study: Study, found: list[Path], progress: Callable[[str], None]) -> dict[str, NotebookNode]:
    """Executed notebooks: from the last build where nothing that they depend on changed, else run now."""
    cache = study.root / "reports" / ("hypothetical" if study.hypothetical else "") / ".executed"
    shared = _fingerprint(_inputs(study.root), sys.version + json.dumps(study.hypothetical))
    keys = {path.stem: _fingerprint([path], shared) for path in found}
    done: dict[str, NotebookNode] = {}
    for name, key in keys.items():
        stored = cache / f"{name}-{key[:16]}.ipynb"
        if stored.is_file():
            done[name] = nbformat.read(stored, as_version=4)
            progress(f"{name}: unchanged")
    waiting = [path for path in found if path.stem not in done]
    fresh = run(waiting, study, vector_charts=True, progress=progress) if waiting else {}
    for name, notebook in fresh.items():
        replace_all(cache, {f"{name}-{keys[name][:16]}.ipynb": nbformat.writes(notebook).encode()}, manifest=False)
    if cache.is_dir():
        current = {f"{name}-{key[:16]}.ipynb" for name, key in keys.items()}
        for stale in (path for path in cache.iterdir() if path.name not in current):
            stale.unlink()
    return {**done, **fresh}


def _inputs(root: Path) -> Iterator[Path]:
    """What every notebook may depend on: data, notes, this package, the installed versions."""
    yield from sorted((root / "data").rglob("*"))
    yield from sorted((root / "seeds").rglob("*"))
    package = Path(marketshare.__file__).parent
    yield from sorted(path for path in package.rglob("*.py") if "report" not in path.parts)
    yield from (path for path in [root / "requirements.lock"] if path.is_file())


def _fingerprint(files: Iterator[Path] | list[Path], start: str) -> str:
    digest = hashlib.sha256(start.encode())
    for path in files:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()

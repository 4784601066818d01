"""Executed notebooks: from the last run where nothing that they depend on changed, else run now."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from marketshare.errors import StudyError
from marketshare.notebooks import read
from marketshare.report.files import replace_all
from marketshare.report.inputs import of_notebooks
from marketshare.report.run import TIME_LIMIT, run
from marketshare.studies import Study

__all__ = ["executed"]


def executed(
    study: Study,
    found: list[Path],
    progress: Callable[[str], None],
    *,
    force: bool = False,
    time_limit: float = TIME_LIMIT,
) -> dict[str, NotebookNode]:
    """Executed notebooks by name.

    Args:
        study: What they work on.
        found: The notebooks.
        progress: Told what is run and what is not.
        force: Run all of them, changed or not.
        time_limit: Seconds that one notebook may take.
    """
    cache = study.root / "reports" / ("hypothetical" if study.hypothetical else "") / ".executed"
    keys = _keys(study, found)
    done: dict[str, NotebookNode] = {}
    for name, key in keys.items():
        notebook = None if force else _stored(cache / f"{name}-{key}.ipynb")
        if notebook is not None:
            done[name] = notebook
            progress(f"{name}: unchanged")
    waiting = [path for path in found if path.stem not in done]
    fresh = run(waiting, study, vector_charts=True, progress=progress, time_limit=time_limit) if waiting else {}
    still = _keys(study, found) if fresh else keys
    for name, notebook in fresh.items():
        if still[name] == keys[name]:  # else something was saved meanwhile, and nobody knows what this was run on
            replace_all(cache, {f"{name}-{keys[name]}.ipynb": nbformat.writes(notebook).encode()})
    if cache.is_dir():
        current = {f"{name}-{key}.ipynb" for name, key in keys.items()}
        for stale in (path for path in cache.iterdir() if path.name not in current):
            stale.unlink(missing_ok=True)
    return {**done, **fresh}


def _keys(study: Study, found: list[Path]) -> dict[str, str]:
    """By notebook, a fingerprint of it and of all that it may depend on."""
    shared = of_notebooks(study.root, study.hypothetical)
    return {path.stem: hashlib.sha256(shared.encode() + path.read_bytes()).hexdigest()[:16] for path in found}


def _stored(path: Path) -> NotebookNode | None:
    """An executed notebook, if it was stored and is whole."""
    try:
        return read(path) if path.is_file() else None
    except StudyError:
        return None

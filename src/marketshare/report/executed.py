"""Executed notebooks: from the last run where nothing that they depend on changed, else run now."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

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
    shared = of_notebooks(study.root, study.hypothetical)
    keys = {path.stem: hashlib.sha256(shared.encode() + path.read_bytes()).hexdigest()[:16] for path in found}
    done: dict[str, NotebookNode] = {}
    for name, key in keys.items():
        stored = cache / f"{name}-{key}.ipynb"
        if stored.is_file() and not force:
            done[name] = nbformat.read(stored, as_version=4)
            progress(f"{name}: unchanged")
    waiting = [path for path in found if path.stem not in done]
    fresh = run(waiting, study, vector_charts=True, progress=progress, time_limit=time_limit) if waiting else {}
    for name, notebook in fresh.items():
        replace_all(cache, {f"{name}-{keys[name]}.ipynb": nbformat.writes(notebook).encode()})
    if cache.is_dir():
        current = {f"{name}-{key}.ipynb" for name, key in keys.items()}
        for stale in (path for path in cache.iterdir() if path.name not in current):
            stale.unlink(missing_ok=True)
    return {**done, **fresh}

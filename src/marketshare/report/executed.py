"""Executed notebooks: from the last run where nothing that they depend on changed, else run now."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from marketshare.errors import StudyError
from marketshare.notebooks import LARGEST_NOTEBOOK, read
from marketshare.report.files import refuse_strange_places, removed, replace_all
from marketshare.report.inputs import of_notebooks
from marketshare.report.run import TIME_LIMIT, run
from marketshare.studies import Study
from marketshare.untrusted_files import bytes_of

__all__ = ["executed", "folder_of"]

_ENTRY = re.compile(r".+-[0-9a-f]{16}\.ipynb")
"""A stored run: the notebook, what it was run on, and what came out."""


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

    Raises:
        NotOursError: a link, a folder or a device stands among the stored runs, or in their place.
    """
    cache = f"{folder_of(study)}/.executed"
    there = _entries(study.root / cache)
    refuse_strange_places(study.root, (f"{cache}/{name}" for name in (*there, "a new one")))
    keys = _keys(study, found)
    done: dict[str, NotebookNode] = {}
    for name, key in keys.items():
        for entry in () if force else (entry for entry in there if entry.startswith(f"{name}-{key}-")):
            notebook = _stored(study.root / cache / entry)
            if notebook is None:
                progress(f"{name}: what was stored of its last run is damaged, or was changed by hand; it is run again")
            else:
                done[name] = notebook
                progress(f"{name}: unchanged")
    waiting = [path for path in found if path.stem not in done]
    fresh = run(waiting, study, vector_charts=True, progress=progress, time_limit=time_limit) if waiting else {}
    still = _keys(study, found) if fresh else keys
    new = {}
    for name, notebook in fresh.items():
        if still[name] == keys[name]:  # else something was saved meanwhile, and nobody knows what this was run on
            content = nbformat.writes(notebook).encode()
            new[f"{cache}/{name}-{keys[name]}-{_digest(content)}.ipynb"] = content
    replace_all(study.root, new)
    kept = {f"{name}-{keys[name]}" for name in done}
    stale = [entry for entry in there if entry.rpartition("-")[0] not in kept]
    removed(study.root, (path for entry in stale if (path := f"{cache}/{entry}") not in new))
    return {**done, **fresh}


def folder_of(study: Study) -> str:
    """Where the report of a study is, from its root; that of a what-if stands apart."""
    return "reports/hypothetical" if study.hypothetical else "reports"


def _keys(study: Study, found: list[Path]) -> dict[str, str]:
    """By notebook, a fingerprint of it and of all that it may depend on."""
    shared = of_notebooks(study.root, study.hypothetical)
    return {path.stem: hashlib.sha256(shared.encode() + path.read_bytes()).hexdigest()[:16] for path in found}


def _entries(cache: Path) -> list[str]:
    """Names of stored runs; what else lies there is none of ours."""
    return sorted(path.name for path in cache.iterdir() if _ENTRY.fullmatch(path.name)) if cache.is_dir() else []


def _stored(path: Path) -> NotebookNode | None:
    """An executed notebook, if it is as it was stored."""
    try:
        whole = path.stem.endswith(f"-{_digest(bytes_of(path, LARGEST_NOTEBOOK))}")
        return read(path) if whole else None
    except (OSError, StudyError):
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]

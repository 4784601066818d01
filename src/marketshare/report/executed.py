"""Executed notebooks: from the last run where nothing that they depend on changed, else run now.

A notebook depends on its own bytes, on the library and on what else `of_notebooks` names; of the study, on what it read
(`marketshare.reads`), or on every byte of data and notes where that is not known.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from marketshare.errors import StudyError
from marketshare.ledger import of_data
from marketshare.notebooks import raw, read
from marketshare.reads import EVERYTHING, Answers, can_be_followed
from marketshare.report.files import refuse_strange_places, removed, replace_all
from marketshare.report.inputs import is_imported, of_notebooks
from marketshare.report.run import TIME_LIMIT, run
from marketshare.report.seen import ChangedMeanwhileError
from marketshare.studies import Study

__all__ = ["executed", "folder_of"]

READS = "marketshare_reads"
"""Metadata of a stored run: what the notebook asked of the study, each with a fingerprint of the answer."""

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
    keys, answers = _keys(study, found), Answers(study)
    done: dict[str, NotebookNode] = {}
    kept: set[str] = set()
    for name, key in keys.items():
        stored = [] if force else [entry for entry in there if entry.startswith(f"{name}-{key}-")]
        notebook = _stored(study.root / cache / stored[0]) if len(stored) == 1 else None  # of two, one is not ours
        if notebook is None and stored:
            progress(f"{name}: what was stored of its last run is damaged, or was changed by hand; it is run again")
        elif notebook is not None and _reads_the_same(notebook.metadata.pop(READS, None), answers):
            done[name] = notebook
            kept.add(stored[0])
            progress(f"{name}: unchanged")
    waiting = [path for path in found if path.stem not in done]
    fresh, new = _run(waiting, study, keys, answers, progress, time_limit) if waiting else ({}, {})
    stored_now = {f"{cache}/{name}": content for name, content in new.items()}
    replace_all(study.root, stored_now)
    removed(study.root, (f"{cache}/{entry}" for entry in there if entry not in kept and entry not in new))
    return {**done, **fresh}


def _run(
    waiting: list[Path],
    study: Study,
    keys: dict[str, str],
    answers: Answers,
    progress: Callable[[str], None],
    time_limit: float,
) -> tuple[dict[str, NotebookNode], dict[str, bytes]]:
    """Run notebooks; those, and what is to be stored of them."""
    with tempfile.TemporaryDirectory() as folder:
        reads = Path(folder)
        fresh = run(waiting, study, vector_charts=True, progress=progress, time_limit=time_limit, reads=reads)
        read_by = {name: _read_by(notebook, reads / name, answers) for name, notebook in fresh.items()}
    new: dict[str, bytes] = {}
    if of_data(study.root) != study.ledger.contents:
        return fresh, new  # something was saved meanwhile, and nobody knows what this was run on
    still = _keys(study, waiting)
    for name, notebook in fresh.items():
        if still[name] == keys[name] and read_by[name] is not None:
            content = _with_reads(notebook, read_by[name])
            new[f"{name}-{keys[name]}-{_digest(content)}.ipynb"] = content
    return fresh, new


def _read_by(notebook: NotebookNode, recorded: Path, answers: Answers) -> dict[str, str] | None:
    """What a notebook asked, each with its answer; None if its kernel had other data."""
    lines = recorded.read_text("utf-8").splitlines() if recorded.is_file() else [EVERYTHING]  # a cold kernel has none
    if any(line.startswith('["data", ') and line != answers.data for line in lines):
        return None
    asked = {line: answers.digest(line) for line in lines if line != answers.data}
    followed = all(can_be_followed(cell.source) for cell in notebook.cells if cell.cell_type == "code")
    return asked if followed and all(asked.values()) else {EVERYTHING: answers.digest(EVERYTHING)}


def _with_reads(notebook: NotebookNode, asked: dict[str, str] | None) -> bytes:
    metadata = {**notebook.metadata, READS: asked}
    content: str = nbformat.writes(NotebookNode({**notebook, "metadata": NotebookNode(metadata)}))
    return content.encode()


def _reads_the_same(asked: object, answers: Answers) -> bool:
    """True if the study still gives the answers that were stored with a run."""
    return isinstance(asked, dict) and all(answers.digest(line) == digest for line, digest in asked.items())


def folder_of(study: Study) -> str:
    """Where the report of a study is, from its root; that of a what-if stands apart."""
    return "reports/hypothetical" if study.hypothetical else "reports"


def _keys(study: Study, found: list[Path]) -> dict[str, str]:
    """By notebook, a fingerprint of it and of all that it may depend on beside the study.

    Raises:
        ChangedMeanwhileError: the library is no longer what this process has imported.
    """
    if not is_imported(study.root):
        raise ChangedMeanwhileError("the library was changed; run it again")
    shared = of_notebooks(study.root, study.hypothetical)
    return {path.stem: hashlib.sha256(shared.encode() + raw(path)).hexdigest()[:16] for path in found}


def _entries(cache: Path) -> list[str]:
    """Names of stored runs; what else lies there is none of ours."""
    return sorted(path.name for path in cache.iterdir() if _ENTRY.fullmatch(path.name)) if cache.is_dir() else []


def _stored(path: Path) -> NotebookNode | None:
    """An executed notebook, if it is as it was stored."""
    try:
        whole = path.stem.endswith(f"-{_digest(raw(path))}")
        return read(path) if whole else None
    except (OSError, StudyError):
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]

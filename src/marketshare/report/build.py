"""Build the report."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from nbformat import NotebookNode

from marketshare.claims import judge
from marketshare.claims import to_csv as claims_csv
from marketshare.ledger import study_title
from marketshare.notebooks import numbers_of, pictures
from marketshare.register import to_csv
from marketshare.report.document import Document, document
from marketshare.report.executed import executed, folder_of
from marketshare.report.files import one_at_a_time, refuse_strange_places, removed, replace_all
from marketshare.report.html import render_html
from marketshare.report.inputs import STAMP, of_report, stamp_of
from marketshare.report.manifest import MANIFEST, manifest_of, named
from marketshare.report.pdf import render_pdf
from marketshare.report.run import TIME_LIMIT
from marketshare.report.seen import ChangedMeanwhileError, Seen
from marketshare.report.workbook import render_workbook
from marketshare.report_order import paths_of_report
from marketshare.studies import Study
from marketshare.untrusted_files import hash_of, is_regular

__all__ = ["build"]

Made = TypeVar("Made", bytes, str)


def build(
    study: Study,
    progress: Callable[[str], None],
    *,
    force: bool = False,
    time_limit: float = TIME_LIMIT,
    page: Path | None = None,
) -> list[Path]:
    """Write the report into ``reports/``, or that of a what-if into ``reports/hypothetical/``.

    Notebooks whose inputs did not change are not run again. Every file is written beside its place; once all are, they
    are moved there, the manifest last.

    Args:
        study: The data.
        progress: Told what is done.
        force: Run all notebooks, changed or not.
        time_limit: Seconds that one notebook may take.
        page: Where to write the page as soon as it is there, before the PDF and the rest.

    Raises:
        NotebookFailedError, KernelFailedError, ConflictingNumbersError: see `run` and `document`.
        NoNotebooksError: there is no notebook of the report.
        ChangedMeanwhileError: data, notes, notebooks or the library were saved since the study was read.
        BusyError: another command keeps writing.
        NotOursError, ForeignManifestError: in ``reports/`` stands what this program does not put there.
    """
    with one_at_a_time(study.root, progress):
        folder = folder_of(study)
        old = named(study.root / folder)
        refuse_strange_places(study.root, (f"{folder}/{name}" for name in (*old, MANIFEST, STAMP)))
        inputs, seen = of_report(study.root, study.hypothetical), Seen(study)
        seen.refuse_changes()
        found = paths_of_report(study.root, progress)
        notebooks = executed(study, found, progress, force=force, time_limit=time_limit)
        seen.refuse_changes()
        files = _rendered(study, notebooks, progress, page)
        seen.refuse_changes()
        if of_report(study.root, study.hypothetical) != inputs:
            raise ChangedMeanwhileError("the library, or what is beside the notebooks, was changed; run it again")
        manifest = manifest_of(files)
        files |= {MANIFEST: manifest, STAMP: stamp_of(inputs, manifest)}
        written = replace_all(study.root, {f"{folder}/{name}": content for name, content in files.items()})
        _remove_undrawn(study.root, folder, {name: old[name] for name in old.keys() - files}, progress)
        return [path for path in written if path.name != STAMP]


def _remove_undrawn(root: Path, folder: str, hashes: dict[str, str], progress: Callable[[str], None]) -> None:
    """Remove charts that no notebook draws any more, unless somebody has put something else in their place."""
    places = {f"{folder}/{name}": digest for name, digest in sorted(hashes.items())}
    ours = [place for place, digest in places.items() if is_regular(root / place) and hash_of(root / place) == digest]
    for place in removed(root, ours):
        progress(f"{place}: removed, since no notebook draws it any more")
    for place in (place for place in places if os.path.lexists(root / place)):
        progress(f"{place}: left alone; no notebook draws it any more, but it is not what was written there")


def _rendered(
    study: Study, notebooks: dict[str, NotebookNode], progress: Callable[[str], None], page: Path | None
) -> dict[str, bytes]:
    """Every file of the report; the PDF is typeset while the rest is written, if nobody waits for the page."""
    start = time.monotonic()
    pairs = sorted(notebooks.items())
    content = document(pairs, study, title=study_title(study.root))
    progress(f"document: put together in {time.monotonic() - start:.1f} s")
    html = _html(content, progress, page) if page else b""
    with ThreadPoolExecutor(1) as typesetter:
        typeset = typesetter.submit(_timed, "PDF", lambda: render_pdf(content), progress)
        html = html or _html(content, progress, None)
        numbers = numbers_of(pairs, study)
        register = to_csv(numbers.quantities.values(), numbers.notebooks).encode()
        workbook = _timed("XLSX", lambda: render_workbook(content, numbers.quantities), progress)
        claims = claims_csv(judge(study)).encode()
        pdf = typeset.result()
    return {
        "report.html": html,
        "report.pdf": pdf,
        "numbers.csv": register,
        "tables.xlsx": workbook,
        "claims.csv": claims,
        **dict(pictures(notebooks.values())),
    }


def _html(content: Document, progress: Callable[[str], None], page: Path | None) -> bytes:
    def work() -> bytes:
        html = render_html(content).encode()
        if page is not None:
            beside = page.with_suffix(".new")
            beside.write_bytes(html)
            beside.replace(page)
        return html

    return _timed("HTML", work, progress)


def _timed(name: str, work: Callable[[], Made], progress: Callable[[str], None]) -> Made:
    start = time.monotonic()
    done = work()
    progress(f"{name}: written in {time.monotonic() - start:.1f} s")
    return done

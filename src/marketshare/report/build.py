"""Build the report."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from nbformat import NotebookNode

from marketshare.claims import judge
from marketshare.claims import to_csv as claims_csv
from marketshare.notebooks import numbers_of, paths, pictures
from marketshare.register import to_csv
from marketshare.report.document import document
from marketshare.report.executed import executed
from marketshare.report.files import manifest_of, one_at_a_time, replace_all
from marketshare.report.html import render_html
from marketshare.report.inputs import STAMP, files_of, of_report, stamp_of
from marketshare.report.pdf import render_pdf
from marketshare.report.run import TIME_LIMIT
from marketshare.report.seen import ChangedMeanwhileError, Seen
from marketshare.report.workbook import render_workbook
from marketshare.studies import Study

__all__ = ["build"]

Made = TypeVar("Made", bytes, str)

TITLE = "Tencent against Alibaba: what the figures of a research note say"


def build(
    study: Study, progress: Callable[[str], None], *, force: bool = False, time_limit: float = TIME_LIMIT
) -> list[Path]:
    """Write the report into ``reports/``, or that of a what-if into ``reports/hypothetical/``.

    Notebooks whose inputs did not change are not run again. Every file is written beside its place; once all are, they
    are moved there, the manifest last.

    Args:
        study: The data.
        progress: Told what is done.
        force: Run all notebooks, changed or not.
        time_limit: Seconds that one notebook may take.

    Raises:
        NotebookFailedError, KernelFailedError, ConflictingNumbersError: see `run` and `document`.
        ChangedMeanwhileError: data, notes, notebooks or the library were saved since the study was read.
        BusyError: another command keeps writing.
    """
    with one_at_a_time(study.root, progress):
        inputs, seen = of_report(study.root, study.hypothetical), Seen(study)
        seen.refuse_changes()
        found = paths(study.root)
        notebooks = executed(study, found, progress, force=force, time_limit=time_limit)
        seen.refuse_changes()
        files = _rendered(study, notebooks, progress)
        seen.refuse_changes()
        if of_report(study.root, study.hypothetical) != inputs:
            raise ChangedMeanwhileError("the library, or what is beside the notebooks, was changed; run it again")
        manifest = manifest_of(files)
        files |= {"manifest.json": manifest, STAMP: stamp_of(inputs, manifest)}
        folder = study.root / "reports" / ("hypothetical" if study.hypothetical else "")
        old = files_of(folder)
        written = replace_all(folder, files)
        for path in old - set(written):
            path.unlink(missing_ok=True)  # a chart that no notebook draws any more
        return [path for path in written if path.name != STAMP]


def _rendered(study: Study, notebooks: dict[str, NotebookNode], progress: Callable[[str], None]) -> dict[str, bytes]:
    """Every file of the report; the PDF is typeset while the rest is written."""
    start = time.monotonic()
    pairs = sorted(notebooks.items())
    content = document(pairs, study, title=TITLE)
    progress(f"document: put together in {time.monotonic() - start:.1f} s")
    with ThreadPoolExecutor(1) as typesetter:
        typeset = typesetter.submit(_timed, "PDF", lambda: render_pdf(content), progress)
        html = _timed("HTML", lambda: render_html(content), progress).encode()
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


def _timed(name: str, work: Callable[[], Made], progress: Callable[[str], None]) -> Made:
    start = time.monotonic()
    done = work()
    progress(f"{name}: written in {time.monotonic() - start:.1f} s")
    return done

"""Build the report."""

from collections.abc import Callable
from pathlib import Path

from marketshare.claims import judge
from marketshare.claims import to_csv as claims_csv
from marketshare.notebooks import numbers_of, paths, pictures
from marketshare.register import to_csv
from marketshare.report.document import document
from marketshare.report.executed import executed
from marketshare.report.files import replace_all
from marketshare.report.html import render_html
from marketshare.report.pdf import render_pdf
from marketshare.report.workbook import render_workbook
from marketshare.studies import Study

__all__ = ["build"]

TITLE = "Tencent against Alibaba: what the figures of a research note say"


def build(study: Study, progress: Callable[[str], None]) -> list[Path]:
    """Write the report into ``reports/``, or that of a what-if into ``reports/hypothetical/``.

    Notebooks whose inputs did not change are not run again. Every file is written beside its place and moved there at
    the end, the manifest last: a build that fails leaves the old report as it was.

    Raises:
        NotebookFailedError, KernelFailedError, ConflictingNumbersError: see `run` and `document`.
    """
    found = paths(study.root)
    notebooks = executed(study, found, progress)
    pairs = [(path.stem, notebooks[path.stem]) for path in found]
    content = document(pairs, study, title=TITLE)
    progress("writing HTML")
    files: dict[str, bytes] = {"report.html": render_html(content).encode()}
    progress("writing PDF")
    files["report.pdf"] = render_pdf(content)
    numbers = numbers_of(pairs, study)
    files["numbers.csv"] = to_csv(numbers.quantities.values(), numbers.notebooks).encode()
    files["tables.xlsx"] = render_workbook(content, numbers.quantities)
    files["claims.csv"] = claims_csv(judge(study)).encode()
    files |= dict(pictures(notebooks.values()))
    return replace_all(study.root / "reports" / ("hypothetical" if study.hypothetical else ""), files)

"""Accept changes: store what the notebooks now say, the baseline, and the reason."""

from collections.abc import Callable, Mapping
from pathlib import Path

from nbformat import NotebookNode

from marketshare.changes.accepted_pictures import shown_by_readme
from marketshare.changes.baseline import FOLDER, read_baseline
from marketshare.changes.changelog import FOLDER as CHANGELOG
from marketshare.changes.changelog import fragment
from marketshare.changes.history import author
from marketshare.changes.inputs import inputs_of
from marketshare.changes.inputs import to_csv as inputs_csv
from marketshare.changes.move import KINDS, Changes, counted
from marketshare.changes.moves import changes, stated_by
from marketshare.changes.plotted import charts_csv
from marketshare.changes.statements import to_csv as statements_csv
from marketshare.claims import Judged, judge
from marketshare.claims import to_csv as claims_csv
from marketshare.errors import StudyError
from marketshare.notebooks import Numbers, numbers_of, pictures, read, refuse_other_data
from marketshare.register import to_csv
from marketshare.report.files import one_at_a_time, refuse_strange_places, removed, replace_all
from marketshare.report.run import TIME_LIMIT, run
from marketshare.report.seen import Seen
from marketshare.report_order import paths_of_report
from marketshare.stored_form import as_stored
from marketshare.studies import Study

__all__ = ["UnexplainedChangeError", "accepted_files", "refresh"]

TABLES = ("numbers.csv", "claims.csv", "charts.csv", "statements.csv", "inputs.csv")


class UnexplainedChangeError(StudyError):
    """Something moved, and nobody said why."""


def refresh(
    study: Study, progress: Callable[[str], None], *, because: str = "", time_limit: float = TIME_LIMIT
) -> list[Path]:
    """Run all notebooks, store their outputs, ``reports/baseline/``, and the reason in ``changelog.d/``.

    Nothing is stored unless all of them ran, and unless a reason is given for whatever moved.

    Args:
        study: The data.
        progress: Told what is done.
        because: Why something moved; not needed where nothing did, or for the first time.
        time_limit: Seconds that one notebook may take.

    Raises:
        UnexplainedChangeError: something moved, and no reason is given.
        NotebookFailedError, KernelFailedError, ConflictingNumbersError: see `run` and `refuse_other_data`.
        ChangedMeanwhileError: a file that it works on, or would replace, was saved meanwhile.
        BusyError: another command keeps writing.
        NotOursError: a link, a folder or a device stands where a file is to be stored.
    """
    with one_at_a_time(study.root, progress):
        return _refreshed(study, progress, because, time_limit)


def _refreshed(study: Study, progress: Callable[[str], None], because: str, time_limit: float) -> list[Path]:
    seen = Seen(study)
    seen.refuse_changes()
    found = paths_of_report(study.root, progress)
    baseline_files = [f"{FOLDER.as_posix()}/{name}" for name in (*TABLES, "figures/a-chart.png")]
    places = [*(f"notebooks/{path.name}" for path in found), *baseline_files, f"{CHANGELOG}/an-entry.md"]
    refuse_strange_places(study.root, places)
    notebooks = run(found, study, vector_charts=False, progress=progress, time_limit=time_limit)
    numbers = numbers_of(notebooks.items(), study)
    refuse_other_data(numbers)
    judged = judge(study)
    baseline = read_baseline(study.root)
    files = {f"notebooks/{path.name}": as_stored(notebooks[path.stem]) for path in found}
    if baseline is not None:
        stored = {path.stem: read(path) for path in found}
        moved = changes(baseline, study, numbers, judged, stored=stored, fresh=notebooks)
        if moved.moves and not because.strip():
            raise UnexplainedChangeError(_unexplained(moved))
        if moved.moves:
            name, text = fragment(moved, because, author(study.root))
            files[name] = text.encode()
    accepted = accepted_files(notebooks, study, numbers, judged)
    files |= {f"{FOLDER.as_posix()}/{name}": content for name, content in accepted.items()}
    seen.refuse_changes()
    written = replace_all(study.root, files)
    kept = (study.root / FOLDER / "figures").glob("*.png")
    removed(study.root, (name for path in kept if (name := path.relative_to(study.root).as_posix()) not in files))
    return written


def accepted_files(
    notebooks: Mapping[str, NotebookNode], study: Study, numbers: Numbers, judged: list[Judged]
) -> dict[str, bytes]:
    """The files of a baseline that accepts these executed notebooks, by name in its folder.

    Args:
        notebooks: By name.
        study: The data that they were run on.
        numbers: What they yield.
        judged: The claims with verdicts.
    """
    stated = stated_by(notebooks, study, numbers)
    charts = {name: png for name, png in pictures(notebooks.values()) if name.endswith(".png")}
    texts = (
        to_csv(numbers.quantities.values(), numbers.notebooks),
        claims_csv(judged),
        charts_csv({Path(name).stem: png for name, png in charts.items()}, stated),
        statements_csv(stated),
        inputs_csv(inputs_of(study, notebooks)),
    )
    shown = shown_by_readme(study.root)
    accepted = {name: text.encode() for name, text in zip(TABLES, texts, strict=True)}
    return accepted | {name: png for name, png in charts.items() if name in shown}


def _unexplained(moved: Changes) -> str:
    counts = [counted(len(moved.of(kind)), kind) for kind in KINDS if moved.of(kind)]
    first = ", ".join(move.id for move in moved.moves[:3])
    return (
        f"{', '.join(counts)} moved ({first}{', …' if len(moved.moves) > 3 else ''}); marketshare diff shows them; "
        f'say why: marketshare refresh --because "…"'
    )

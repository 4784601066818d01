"""Against a commit: what moved between what was accepted there and another commit, or now; and who accepted it."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from nbformat import NotebookNode

from marketshare.changes import changelog
from marketshare.changes.baseline import FOLDER, Baseline, read_baseline
from marketshare.changes.cells import cell_moves
from marketshare.changes.changelog import Entry, entries, entries_of
from marketshare.changes.history import Commit, HistoryError, between, commit_at, in_line, text_at, written
from marketshare.changes.inputs import LIBRARY, Input, inputs_of
from marketshare.changes.move import Changes, Move
from marketshare.changes.moves import changes, stated_by
from marketshare.changes.plotted import digest_of, drawn_from
from marketshare.claims import Judged, judge
from marketshare.claims import to_csv as claims_csv
from marketshare.errors import StudyError
from marketshare.ledger import study_title
from marketshare.notebooks import Numbers, numbers_of, pictures, read
from marketshare.quantity import Quantity
from marketshare.register import ABOUT, COLUMNS, WHERE
from marketshare.report_order import paths
from marketshare.studies import Study

__all__ = ["Since", "State", "across", "since", "state_of"]

_KEPT = ("reports/baseline", "notebooks", changelog.FOLDER, changelog.OLDER)


@dataclass(frozen=True)
class State:
    """What a study says at one time.

    Attributes:
        study: Its data.
        numbers: What its notebooks yield.
        judged: Its claims, judged.
        notebooks: Its notebooks, executed, by name.
        version: Of the library that accepted it; blank for the present one.
    """

    study: Study
    numbers: Numbers
    judged: list[Judged]
    notebooks: Mapping[str, NotebookNode]
    version: str = ""


@dataclass(frozen=True)
class Since:
    """What moved since a commit.

    Attributes:
        title: Of the study.
        first: The commit that it is compared with.
        last: The commit up to which; None for now.
        before: What was accepted at the first commit.
        notebooks: The notebooks as that commit has them, by name.
        now: What is said at the last.
        changes: What moved, cells of notebooks included.
        entries: What was accepted since, the oldest first.
        undone: What only the first commit has accepted.
        commits: Those that changed the baseline since, the oldest first.
        editors: Those that changed a notebook since, by its name.
        pending: Moves that are not accepted yet.
        lacking: Kinds of moves of which the first commit kept nothing: ``verdict``, ``chart``.
        not_compared: What was not compared, and why.
    """

    title: str
    first: Commit
    last: Commit | None
    before: Baseline
    notebooks: Mapping[str, NotebookNode]
    now: State
    changes: Changes
    entries: tuple[Entry, ...]
    undone: tuple[Entry, ...]
    commits: tuple[Commit, ...]
    editors: Mapping[str, tuple[Commit, ...]]
    pending: tuple[Move, ...]
    lacking: tuple[str, ...]
    not_compared: tuple[str, ...]


def state_of(study: Study, notebooks: Mapping[str, NotebookNode]) -> State:
    """What a study says, by executed notebooks."""
    return State(study, numbers_of(notebooks.items(), study), judge(study), notebooks)


def since(ref: str, now: State) -> Since:
    """What moved since a commit.

    Args:
        ref: What git knows it by, or a date.
        now: What the study says now.

    Raises:
        HistoryError: there is no such commit, or it has no study, or nothing accepted.
    """
    root = now.study.root
    first = commit_at(root, ref)
    accepted = read_baseline(root)
    pending: tuple[Move, ...] = ()
    if accepted is not None:
        stored = {path.stem: read(path) for path in paths(root)}
        pending = _moved(accepted, now, stored).moves
    return _since(root, first, None, now, entries(root), pending)


def across(root: Path, span: str) -> Since:
    """What moved from one commit to another, by what was accepted at each; nothing is run.

    Args:
        root: Root of the study.
        span: ``A..B``; a blank side is the current commit.

    Raises:
        HistoryError: as `since`, or the library cannot read the data of B.
    """
    names = span.split("..")
    if len(names) != 2 or any(name.startswith(".") for name in names):
        raise HistoryError(f"{span!r}: expected two commits with two dots between them, A..B")
    first, last = (commit_at(root, name or "HEAD") for name in names)
    with _as_of(root, last, *_KEPT, "data", "seeds") as folder:
        return _since(root, first, last, _state_then(folder, last), entries(folder))


def _since(
    root: Path, first: Commit, last: Commit | None, now: State, accepted: list[Entry], pending: tuple[Move, ...] = ()
) -> Since:
    with _as_of(root, first, *_KEPT, "data", "seeds") as folder:
        before, lacking = _baseline_then(folder, first, now)
        notebooks = {path.stem: read(path) for path in paths(folder)}
        known = entries(folder)
    found = _moved(before, now, notebooks)
    cells = cell_moves(notebooks, now.notebooks)
    number = sum(len(notebook.cells) for notebook in now.notebooks.values())
    found = replace(found, moves=(*found.moves, *cells), compared={**found.compared, "cell": number})
    edited = sorted({move.id for move in cells})
    return Since(
        study_title(now.study.root, root.name),
        first,
        last,
        before,
        notebooks,
        now,
        found,
        tuple(_dated(root, first, last, [entry for entry in accepted if entry not in known])),
        tuple(entry for entry in known if entry not in accepted),
        tuple(between(root, first, last, str(FOLDER.as_posix()))),
        {name: tuple(between(root, first, last, f"notebooks/{name}.ipynb")) for name in edited},
        pending,
        lacking,
        tuple(_not_compared(first, lacking, on_this_branch=in_line(root, first, last))),
    )


def _dated(root: Path, first: Commit, last: Commit | None, found: list[Entry]) -> list[Entry]:
    """Entries, the older ones with author and day of the commit that added them, the oldest first."""
    commits: dict[Entry, Commit] = {}
    if not all(entry.date for entry in found):
        for commit in between(root, first, last, changelog.OLDER):
            for entry in entries_of(text_at(root, commit, changelog.OLDER)):
                commits.setdefault(entry, commit)
    dated = [
        replace(entry, date=by.date, author=by.author) if not entry.date and (by := commits.get(entry)) else entry
        for entry in found
    ]
    return sorted(dated, key=lambda entry: entry.date)


def _not_compared(first: Commit, lacking: tuple[str, ...], *, on_this_branch: bool) -> Iterator[str]:
    if lacking:
        yield f"not compared, as {first.short} did not keep them: {', '.join(f'{kind}s' for kind in lacking)}"
    if not on_this_branch:
        yield f"{first.short} lies on another branch: what only it accepted is shown as undone"


def _moved(baseline: Baseline, now: State, notebooks: Mapping[str, NotebookNode]) -> Changes:
    """`changes`, also where either side has notebooks that the other one lacks."""
    nothing = NotebookNode(cells=[], metadata=NotebookNode())
    stored = {name: notebooks.get(name, nothing) for name in now.notebooks}
    return changes(baseline, now.study, now.numbers, now.judged, stored=stored, fresh=now.notebooks, by=now.version)


@contextmanager
def _as_of(root: Path, commit: Commit, *parts: str) -> Iterator[Path]:
    """A folder with parts of the study as a commit has them; what is wrong there is told of that commit."""
    with TemporaryDirectory(prefix="marketshare-") as name:
        written(root, commit, Path(name), *parts)
        try:
            yield Path(name)
        except HistoryError:
            raise
        except (StudyError, csv.Error) as error:
            raise HistoryError(f"{commit}: {error}") from error


def _baseline_then(folder: Path, commit: Commit, now: State) -> tuple[Baseline, tuple[str, ...]]:
    """What a commit had accepted; a kind of which it kept nothing is taken as it is now, and named."""
    kept, lacking = folder / FOLDER, []
    if not (kept / "numbers.csv").is_file():
        raise HistoryError(f"{commit}: nothing was accepted there yet: it has no {FOLDER.as_posix()}/numbers.csv")
    _complete(kept / "numbers.csv", _figures_then(folder))
    if not (kept / "claims.csv").is_file():
        (kept / "claims.csv").write_text(claims_csv(now.judged), "utf-8")
        lacking.append("verdict")
    if not (kept / "figures").is_dir():
        for name, png in pictures(now.notebooks.values()):
            (kept / name).parent.mkdir(exist_ok=True)
            (kept / name).write_bytes(png)
        lacking.append("chart")
    found = read_baseline(folder)
    assert found is not None  # its folder is there
    if not found.statements:
        stated = tuple(stated_by(now.notebooks, now.study, now.numbers))
        drawn = {name: (digest_of(png), drawn_from(name, stated)) for name, png in found.charts.items()}
        found = replace(found, statements=stated, drawn=drawn, inputs=tuple(_inputs_then(folder)))
        lacking += ["rule", "table", "sentence"]
    return found, tuple(lacking)


def _inputs_then(folder: Path) -> Iterator[Input]:
    """What a baseline was accepted from that did not say so: the rows and cells beside it; not the library."""
    try:
        given = inputs_of(Study.at(folder), {path.stem: read(path) for path in paths(folder)})
    except StudyError:  # the library of today cannot read them
        return
    yield from (one for one in given if one.file != LIBRARY)


def _figures_then(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of figures, as they stand in the tables of a commit, by id."""
    found = {}
    for path in sorted((folder / "data").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as lines:
            found.update({row["id"]: row for row in csv.DictReader(lines) if row.get("printed")})
    return found


def _complete(path: Path, figures: Mapping[str, Mapping[str, str]]) -> None:
    """Give a register that says less of its figures than those of today what the tables of its time say of them."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return  # read_baseline says what is wrong with it
    lacking = [column for column in (*ABOUT, *WHERE) if rows and column not in rows[0]]
    unprinted = any(not (row.get("inputs") or row.get("formula")) for row in rows)
    if not (lacking or unprinted):
        return
    for row in rows:
        figure = {} if row.get("inputs") else figures.get((row.get("id") or "").partition("--")[0], {})
        row.update({column: figure.get(column) or "" for column in lacking})
        row["formula"] = row.get("formula") or figure.get("printed", "")
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), "utf-8")


def _state_then(folder: Path, commit: Commit) -> State:
    """What a commit says: its data, read by the library of today, with the numbers and verdicts that it accepted."""
    try:
        study = Study.at(folder)
        found = state_of(study, {path.stem: read(path) for path in paths(folder)})
    except StudyError as error:
        words = f"{commit}: this version of marketshare cannot read its data; compare another commit with now instead"
        raise HistoryError(f"{words}:\n{error}") from error
    accepted = read_baseline(folder)
    if accepted is None:
        raise HistoryError(f"{commit}: nothing was accepted there yet: it has no reports/baseline/")
    quantities = {key: _as_accepted(quantity, accepted) for key, quantity in found.numbers.quantities.items()}
    judged = [
        replace(claim, verdict=then["verdict"], because=then["because"])
        if (then := accepted.claims.get(claim.id))
        else claim
        for claim in found.judged
    ]
    return replace(
        found, numbers=replace(found.numbers, quantities=quantities), judged=judged, version=accepted.version
    )


def _as_accepted(quantity: Quantity, accepted: Baseline) -> Quantity:
    then = accepted.numbers.get(quantity.id)
    if then is None or then.cells["unit"] != quantity.unit:
        return quantity
    return replace(quantity, label=then.cells["label"], value=then.value, bounds=then.bounds)

"""Against a commit: what moved between what was accepted there and another commit, or now; and who accepted it."""

import csv
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
from marketshare.changes.kept_then import baseline_then
from marketshare.changes.move import Changes, Move
from marketshare.changes.moves import changes
from marketshare.changes.states import State, state_then
from marketshare.errors import StudyError
from marketshare.ledger import study_title
from marketshare.notebooks import read
from marketshare.report_order import paths

__all__ = ["Since", "across", "since"]

_KEPT = ("reports/baseline", "notebooks", changelog.FOLDER, changelog.OLDER)


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
        return _since(root, first, last, state_then(folder, last), entries(folder))


def _since(
    root: Path, first: Commit, last: Commit | None, now: State, accepted: list[Entry], pending: tuple[Move, ...] = ()
) -> Since:
    with _as_of(root, first, *_KEPT, "data", "seeds") as folder:
        before, lacking = baseline_then(folder, first, now)
        notebooks = {path.stem: read(path) for path in paths(folder)}
        known = entries(folder)
    found = _compared(_moved(before, now, notebooks), lacking)
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


def _compared(found: Changes, lacking: tuple[str, ...]) -> Changes:
    """Without moves of kinds of which nothing was kept; what a chart plotted is not known without its statements."""
    moves = [move for move in found.moves if move.kind not in lacking]
    if "sentence" in lacking:
        moves = [_picture_alone(move) if move.kind == "chart" else move for move in moves]
    compared = {kind: number for kind, number in found.compared.items() if kind not in lacking}
    return replace(found, moves=tuple(moves), compared=compared)


def _picture_alone(chart: Move) -> Move:
    return replace(chart, old="a picture" if chart.old else "", new="another picture" if chart.new else "")


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

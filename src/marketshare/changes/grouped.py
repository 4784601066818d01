"""Moves grouped by what caused them, with who accepted them and why; verdicts that turned come first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from marketshare.changes.against import Since
from marketshare.changes.changelog import Entry
from marketshare.changes.edits import Cause
from marketshare.changes.history import Commit
from marketshare.changes.move import Changes, Move
from marketshare.changes.text import summary

__all__ = ["Edited", "Group", "as_grouped_text", "edited", "flips", "groups", "line_changes", "outcome"]

_MET = re.compile(r"(?:^|; |\| )Met: (.*?)(?=; Citation: |$)")


@dataclass(frozen=True)
class Group:
    """Moves that have the same causes.

    Attributes:
        causes: Those.
        moves: What they moved, in the order of the changes.
        entries: Entries of the changelog that accepted any of it, the oldest first.
        pending: True if some of it is not accepted yet.
    """

    causes: tuple[Cause, ...]
    moves: tuple[Move, ...]
    entries: tuple[Entry, ...] = ()
    pending: bool = False


@dataclass(frozen=True)
class Edited:
    """A notebook whose cells were changed.

    Attributes:
        name: Which.
        cells: What was changed.
        commits: Which commits did, the oldest first; none where it is not committed.
    """

    name: str
    cells: tuple[Move, ...]
    commits: tuple[Commit, ...]


def flips(found: Changes) -> list[Move]:
    """Verdicts and outcomes of legal rules that are others than they were, not only for another reason."""
    told = [move for kind in ("verdict", "rule") for move in found.of(kind) if move.old and move.new]
    return [move for move in told if _decided(outcome(move, move.old)) != _decided(outcome(move, move.new))]


def _decided(words: str) -> str:
    """What an outcome decides, whatever the thresholds that stand in it."""
    return re.sub(r"[\d.,%]+", "", words)


def outcome(move: Move, side: str) -> str:
    """The verdict of a claim, or whether a rule is met, on one side of a move."""
    if move.kind == "verdict":
        return side.partition(":")[0]
    met = _MET.search(side)
    return met[1] if met else ""


def groups(found: Changes, since: Since | None = None) -> list[Group]:
    """Moves by their causes, groups with a flip first; cells of notebooks stand apart, in `edited`."""
    by: dict[tuple[Cause, ...], list[Move]] = {}
    for move in found.moves:
        if move.kind != "cell":
            by.setdefault(move.causes, []).append(move)
    turned = set(flips(found))
    order = sorted(by.items(), key=lambda item: not turned & set(item[1]))
    return [Group(causes, tuple(moves), *_accepted(moves, since)) for causes, moves in order]


def edited(since: Since) -> list[Edited]:
    """The notebooks whose cells were changed."""
    cells: dict[str, list[Move]] = {}
    for move in since.changes.of("cell"):
        cells.setdefault(move.id, []).append(move)
    return [Edited(name, tuple(moves), since.editors[name]) for name, moves in cells.items()]


def line_changes(cell: Move) -> list[str]:
    """Lines of a cell that went (``-``) and came (``+``)."""
    found = unified_diff(cell.old.splitlines(), cell.new.splitlines(), lineterm="", n=0)
    return [line for line in found if line[:3] not in {"---", "+++"} and line[:2] != "@@"]


def as_grouped_text(since: Since) -> str:
    """What moved since a commit, for the terminal."""
    return "\n".join(_lines(since))


def _lines(since: Since) -> Iterator[str]:
    yield f"{since.title}\n  from  {since.first}\n  to    {since.last or 'now'}\n"
    if turned := flips(since.changes):
        yield "turned"
        yield from (
            f"  {move.id}: {outcome(move, move.old)} → {outcome(move, move.new)}: {move.label}" for move in turned
        )
        yield ""
    for group in groups(since.changes, since):
        yield from _of_group(group)
        yield ""
    for notebook in edited(since):
        yield from _of_notebook(notebook)
        yield ""
    if since.commits:
        yield "commits that changed what is accepted"
        yield from (f"  {commit}" for commit in since.commits)
        yield ""
    yield from (f"undone: {entry}" for entry in since.undone)
    yield from since.not_compared
    yield summary(since.changes)


def _of_group(group: Group) -> Iterator[str]:
    yield from (f"because of {cause}" for cause in group.causes)
    yield from (f"  accepted: {entry}" for entry in group.entries)
    if group.pending:
        yield "  not accepted yet"
    elif not group.entries:
        yield "  no entry of the changelog names it"
    for move in group.moves:
        yield f"  {move.kind} {move.id}" + (f": {move.label}" if move.label else "")
        yield f"    was  {move.old or 'nothing: it is new'}"
        yield f"    now  {move.new or 'nothing: it is gone'}"


def _of_notebook(notebook: Edited) -> Iterator[str]:
    yield f"cells of notebooks/{notebook.name}.ipynb"
    yield from (f"  {commit}" for commit in notebook.commits)
    for cell in notebook.cells:
        yield f"  {cell.label}{'' if cell.old else ', new'}{'' if cell.new else ', gone'}"
        yield from (f"    {line}" for line in line_changes(cell))


def _accepted(moves: list[Move], since: Since | None) -> tuple[tuple[Entry, ...], bool]:
    """The entries that accepted some of these moves, and whether any waits for one."""
    if since is None:
        return (), False
    named = {move.id for move in moves if move.kind != "sentence"} or {move.id for move in moves}
    waiting = {(move.kind, move.id, move.new) for move in since.pending}
    pending = any((move.kind, move.id, move.new) in waiting for move in moves)
    return tuple(entry for entry in since.entries if entry.ids & named), pending

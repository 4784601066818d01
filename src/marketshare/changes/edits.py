"""Edits: rows and cells that are not what a baseline was accepted from; what was not edited is no cause."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePosixPath

from marketshare.changes.inputs import LIBRARY, Input

__all__ = ["Cause", "Edits", "distinct", "edits", "renamed"]

_KEY = re.compile(r"[a-z-]+")
"""A word that many rows share: ``stated``, ``market-share``."""

EDITED, NEW = "it was edited", "it is new"

NOTES = "data/sources.csv"

MOST = 5
"""How many edits are named where nothing tells which of them it was."""

SHORTEST = 3
"""Characters of the shortest word by which a row is found in a text; a shorter one might stand there by chance."""


@dataclass(frozen=True, order=True)
class Cause:
    """What moved something.

    Attributes:
        kind: ``row`` of a table, another ``file``, ``cell`` of a notebook, ``function`` of the library, the
            ``library`` as a whole, or a ``merge`` that was not finished.
        place: Where that is: a file and row, a module and function, a notebook and cell.
        words: What changed there.
    """

    kind: str
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind} {self.place}: {self.words}"


@dataclass(frozen=True)
class Edits:
    """What was edited since a baseline was accepted.

    Attributes:
        found: What is new or says something else, as it is now.
        gone: What was there and is not, as it was accepted.
        new: Those of `found` that were not there.
        versions: Of the library: the one that accepted, blank if it did not say so, and the present one.
    """

    found: tuple[Input, ...]
    gone: tuple[Input, ...]
    new: frozenset[Input]
    versions: tuple[str, str]

    def row(self, key: str, *files: str) -> Input | None:
        """The edited row of a table that has this key; in these files, if any are named."""
        rows = (given for given in self.found if given.key == key and not _is_cell(given))
        return next((given for given in rows if not files or given.file in files), None)

    def lost(self, key: str) -> Input | None:
        """The row of this key that is gone."""
        return next((given for given in self.gone if given.key == key and not _is_cell(given)), None)

    def cell(self, notebook: str, number: int) -> Input | None:
        """The cell of that number, if it was edited."""
        place = f"notebooks/{notebook}.ipynb, cell {number}"
        return next((given for given in self.found if given.place == place), None)

    def cells(self, notebook: str) -> list[Cause]:
        """Edited and deleted cells of a notebook."""
        file = f"notebooks/{notebook}.ipynb"
        edited = [self.cause(given) for given in self.found if given.file == file]
        return edited + sorted({self.cause(given) for given in self.gone if given.file == file})

    def restored(self) -> dict[str, Input]:
        """Corrections that are gone, by the id of the figure that is in force again."""
        return {given.corrects: given for given in self.gone if given.corrects}

    def cause(self, given: Input) -> Cause:
        """An edit as a cause."""
        kind = "cell" if _is_cell(given) else "row" if given.key else "file"
        if given in self.gone:
            if kind == "cell":
                return Cause(kind, given.file, "a cell is no longer there")
            corrected = f"; it corrected {given.corrects}" if given.corrects else ""
            return Cause(kind, given.file, f"{given.key or 'it'} is no longer there{corrected}")
        said = NEW if given in self.new else EDITED
        if kind == "cell":
            return Cause(kind, given.place, given.words[0] if given.words else said)
        return Cause(kind, given.place, f"{given.key}: {said}" if given.key else said)

    def behind(self, now: str, before: str) -> list[Cause]:
        """Edited rows that a text tells of: by what it did not say before, else by what it says still."""
        rows = [given for given in self.found if not _is_cell(given)]
        fresh = [given for given in rows if any(_told(word, now) and not _told(word, before) for word in given.words)]
        told = fresh or [
            given for given in rows if any(_told(word, now) for word in given.words if not _KEY.fullmatch(word))
        ]
        told += [given for given in self.gone if not _is_cell(given) and given.key and _told(given.key, before)]
        return [self.cause(given) for given in told]

    def of_note(self, name: str, words: str) -> list[Cause]:
        """What was edited of a note: its row, and its file, if these words tell of it."""
        edited = (*self.found, *self.gone)
        rows = [given for given in edited if (given.file, given.key) == (NOTES, name)]
        return [self.cause(given) for given in (*rows, *(one for one in edited if not one.key and one.file in words))]

    def notes(self) -> list[Cause]:
        """The rows of notes that are new or gone."""
        return [self.cause(given) for given in (*self.new, *self.gone) if given.file == NOTES]

    def any_of_them(self, notebook: str = "") -> list[Cause]:
        """What is left where nothing tells the cause: the notebook's cells, rows, else any edit; the library."""
        rows = [self.cause(given) for given in (*self.found, *self.gone) if not _is_cell(given)]
        left = distinct([*(self.cells(notebook) if notebook else ()), *rows])
        left = left or distinct(self.cause(given) for given in (*self.found, *self.gone))
        if len(left) > MOST:
            more = Cause("row", "data/", f"{len(left) - MOST} other edits, of which any may be the cause")
            left = [*left[:MOST], more]
        return left if left and self.versions[0] == self.versions[1] else [*left, self.library]

    @property
    def library(self) -> Cause:
        """The library, where nothing in data and notebooks explains what moved."""
        before, now = self.versions
        if before == now:
            words = "data and notebooks are as they were accepted; its code is not, or reports/baseline/ was edited"
            return Cause("library", f"{LIBRARY} {now}", words)
        accepted = f"{before} accepted the baseline" if before else "another version, unnamed, accepted the baseline"
        return Cause("library", f"{LIBRARY} {now}", f"{accepted}; no edited row or cell is known to explain this")


def distinct(causes: Iterable[Cause]) -> list[Cause]:
    """Causes, sorted, one for each place: what tells most there; beyond `MOST`, how many more there are."""
    by_place: dict[tuple[str, str], list[Cause]] = defaultdict(list)
    for cause in sorted(set(causes)):
        by_place[cause.kind, cause.place].append(cause)
    found = []
    for group in by_place.values():
        first, *others = [cause for cause in group if not cause.words.endswith((EDITED, NEW))] or group
        words = [cause.words for cause in (first, *others)]
        more = [f"and {len(words) - MOST} more of it"] if len(words) > MOST else []
        found.append(replace(first, words="; ".join([*words[:MOST], *more])))
    return found


def edits(accepted: Iterable[Input], now: Iterable[Input], names: Mapping[str, str] | None = None) -> Edits:
    """What was edited between two lists of inputs.

    Args:
        accepted: Those of the baseline; none of a version that did not keep them: no edit is known then.
        now: Those of the study.
        names: Names of notebooks, by those that they had; the accepted inputs have them already.
    """
    before = {(given.file, given.key): given for given in accepted}
    present = {(given.file, given.key): given for given in now}
    versions = [held.get((LIBRARY, "version")) for held in (before, present)]
    older, newer = (given.content if given else "" for given in versions)
    if not before:
        return Edits((), (), frozenset(), (older, newer))
    changed = [given for key, given in present.items() if before.get(key) != given and given.file != LIBRARY]
    new = frozenset(given for key, given in present.items() if key not in before)
    gone = [given for key, given in before.items() if key not in present and given.file != LIBRARY]
    found = (*changed, *_moved(before, present), *_called_otherwise(present, names or {}))
    return Edits(found, tuple(gone), new, (older, newer))


def _called_otherwise(now: Mapping[tuple[str, str], Input], names: Mapping[str, str]) -> Iterator[Input]:
    """The first cell of each notebook that has another name."""
    for old, new in names.items():
        first = next(given for given in now.values() if given.file == f"notebooks/{new}.ipynb")
        yield replace(first, words=(f"the notebook was called {old}.ipynb",))


def renamed(accepted: Iterable[Input], now: Iterable[Input]) -> dict[str, str]:
    """Names of notebooks, by those that they had: half of the cells of one that is gone stand in one that is new."""
    sides: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
    for side, inputs in zip(sides, (accepted, now), strict=True):
        for given in filter(_is_cell, inputs):
            side[PurePosixPath(given.file).stem].add(given.key)
    before, present = sides
    new = present.keys() - before.keys()
    found: dict[str, str] = {}
    for name in sorted(before.keys() - present.keys()):
        like = max(sorted(new - set(found.values())), key=lambda key: len(present[key] & before[name]), default="")
        if like and 2 * len(present[like] & before[name]) >= len(before[name]):
            found[name] = like
    return found


def _moved(before: dict[tuple[str, str], Input], now: dict[tuple[str, str], Input]) -> Iterator[Input]:
    """Of each notebook whose cells stand in another order, the first that stands elsewhere."""
    for file in sorted({file for file, _ in now if file.endswith(".ipynb")}):
        orders = [[key for key in held if key[0] == file and key in before and key in now] for held in (before, now)]
        moved = (new for old, new in zip(*orders, strict=True) if old != new)
        yield from (replace(now[key], words=("it stands elsewhere",)) for key in islice(moved, 1))


def _is_cell(given: Input) -> bool:
    return given.file.endswith(".ipynb")


def _told(word: str, text: str) -> bool:
    return len(word) >= SHORTEST and word in text

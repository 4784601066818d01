"""Stored outputs against those of a run: a notebook that was edited, half merged or not run since shows something else.

The form of a notebook says whether it was run; only a run says whether it shows what its cells and the data yield.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from marketshare.changes.baseline import read_baseline
from marketshare.changes.edits import Edits, edits
from marketshare.changes.inputs import inputs_of
from marketshare.changes.moves import alike
from marketshare.ledger import Problem
from marketshare.payload import MIME, PNG, SVG
from marketshare.stored_form import WIDGET
from marketshare.studies import Study

__all__ = ["edits_since", "stale_outputs"]

LONGEST = 160
"""Characters of the longest words that are quoted."""

MOST = 3
"""How many edits are named."""

FIX = "marketshare diff says what moves, and refresh stores what a run shows"

Output = Mapping[str, Any]


def stale_outputs(
    file: str, stored: NotebookNode, fresh: NotebookNode, edited: Edits | None = None
) -> Iterator[Problem]:
    """Cells whose stored outputs are not those of a run.

    Pictures count as the same if nobody could tell them apart.

    Args:
        file: How problems name the notebook.
        stored: As it is on disk.
        fresh: The same, just run.
        edited: Rows and cells that were edited since the baseline was accepted; None if nobody knows.
    """
    for number, (cell, run) in enumerate(zip(stored.cells, fresh.cells, strict=True), 1):
        if cell.cell_type == "code" and (words := _difference(cell.outputs, run.outputs)):
            yield Problem(file, 0, f"cell {number}", f"{words}; {_why(edited, file, number)}; {FIX}")


def edits_since(study: Study, stored: Mapping[str, NotebookNode]) -> Edits | None:
    """What was edited since the baseline was accepted; None if there is none, or one that does not say.

    Args:
        study: The data.
        stored: The notebooks, by name.
    """
    baseline = read_baseline(study.root)
    if baseline is None or not baseline.inputs:
        return None
    return edits(baseline.inputs, inputs_of(study, stored))


def _why(edited: Edits | None, file: str, number: int) -> str:
    """What a notebook is that stores other outputs than a run leaves: edited, not run since, or half merged."""
    if edited is None:
        return "it was edited, merged or left since it was run"
    if edited.cell(Path(file).stem, number):
        return "its code was edited, and it was not run since"
    beside = [given for given in (*edited.found, *edited.gone) if given.file == file or not _is_notebook(given.file)]
    if beside:
        more = f" and {len(beside) - MOST} others" if len(beside) > MOST else ""
        told = ", ".join(given.place or given.file for given in beside[:MOST])
        return f"it was not run since {told}{more} {'was' if len(beside) == 1 else 'were'} edited"
    before, now = edited.versions
    if before != now:
        return f"it was run with another version of the library, {before or 'unnamed'}, and not with {now}"
    return "nothing that it is made from was edited: its output was, or is of another side of a merge"


def _is_notebook(file: str) -> bool:
    return file.endswith(".ipynb")


def _difference(stored: list[Output], fresh: list[Output]) -> str:
    """The first difference between the outputs of a cell, in words; nothing if there is none."""
    if len(stored) != len(fresh):
        return f"it stores {_counted(len(stored))}, and a run leaves {_counted(len(fresh))}"
    return next(filter(None, map(_of_output, stored, fresh)), "")


def _of_output(stored: Output, fresh: Output) -> str:
    was, now = _seen(stored), _seen(fresh)
    if was == now:
        return ""
    for line, other in zip_longest(_lines(was), _lines(now)):
        if line != other:
            return f"it shows {_quoted(line)}, and a run shows {_quoted(other)}"
    if words := _of_numbers(was.get(MIME), now.get(MIME)):
        return words
    kinds = [kind for kind in {**was, **now} if was.get(kind) != now.get(kind)]
    if kinds == [PNG]:
        drawn_alike = _alike(was.get(PNG), now.get(PNG))
        return "" if drawn_alike else "its picture is not the one that a run draws"
    return f"what it stores as {', '.join(kind for kind in kinds if kind != PNG)} is not what a run stores there"


def _seen(output: Output) -> dict[str, Any]:
    """What an output consists of, by kind; without what is new at each run, and without what is for reports only."""
    found = {kind: content for kind, content in output.items() if kind not in {"data", "execution_count"}}
    found |= output.get("data", {})
    found.pop(SVG, None)
    if WIDGET in found:
        found[WIDGET] = {key: part for key, part in found[WIDGET].items() if key != "model_id"}
    return found


def _lines(seen: Mapping[str, Any]) -> list[str]:
    return str(seen.get("text/plain", "")).splitlines()


def _of_numbers(stored: Any, fresh: Any) -> str:
    """The first number that is recorded otherwise."""
    was, now = ({entry["id"]: entry for entry in (side or {}).get("numbers", ())} for side in (stored, fresh))
    for key in {**was, **now}:
        if key not in was:
            return f"it does not record the number {key}, and a run does"
        if key not in now:
            return f"it records the number {key}, and a run does not"
        for field in {**was[key], **now[key]}:
            if was[key].get(field) != now[key].get(field):
                held = [_quoted(side[key].get(field)) for side in (was, now)]
                return f"it records {key} with the {field} {held[0]}, and a run with {held[1]}"
    return ""


def _alike(stored: Any, fresh: Any) -> bool:
    try:
        return alike(base64.b64decode(stored), base64.b64decode(fresh))
    except (TypeError, ValueError, binascii.Error, OSError, SyntaxError):
        return False


def _counted(number: int) -> str:
    return f"{number} output{'s' * (number != 1)}"


def _quoted(words: Any) -> str:
    if words is None:
        return "nothing"
    text = repr(words)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

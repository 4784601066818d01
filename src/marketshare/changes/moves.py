"""Moves: numbers, verdicts, legal outcomes, charts, tables and sentences that are not what was accepted."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from matplotlib import image
from nbformat import NotebookNode
from numpy.typing import NDArray

from marketshare.changes.baseline import FOLDER, Baseline
from marketshare.changes.causes import Causes
from marketshare.changes.edits import Cause, edits
from marketshare.changes.inputs import inputs_of
from marketshare.changes.move import KINDS, Changes, Move
from marketshare.changes.numbers import moved_numbers
from marketshare.changes.pairs import Pair, paired
from marketshare.changes.statements import Statement, statements
from marketshare.changes.worded import as_accepted, kind_of, worded
from marketshare.claims import Judged
from marketshare.notebooks import MIME, Numbers, pictures
from marketshare.report.document import said
from marketshare.studies import Study

__all__ = ["changes", "stated_by"]

CLAIMS = "data/claims.csv"

TOLERANCE = 2.0
"""How far two pictures of one chart may be apart, root mean square of 0 to 255: fonts are drawn alike, not the same."""


def stated_by(notebooks: Mapping[str, NotebookNode], study: Study, numbers: Numbers) -> list[Statement]:
    """Everything that a report of these executed notebooks states."""
    return statements(said(sorted(notebooks.items()), study, numbers, title="")[0])


def changes(
    baseline: Baseline,
    study: Study,
    numbers: Numbers,
    judged: list[Judged],
    *,
    stored: Mapping[str, NotebookNode],
    fresh: Mapping[str, NotebookNode],
) -> Changes:
    """Compare what the study now says with what was accepted.

    Args:
        baseline: What was accepted.
        study: The data as they are now.
        numbers: What the fresh notebooks yield.
        judged: Claims as they are now judged.
        stored: Notebooks as they are on disk.
        fresh: The same, just run.
    """
    causes = Causes(baseline, edits(baseline.inputs, inputs_of(study, fresh)), numbers, study, fresh)
    now = {
        name.removeprefix("figures/").removesuffix(".png"): png
        for name, png in pictures(fresh.values())
        if name.endswith(".png")
    }
    stated = stated_by(fresh, study, numbers)
    pairs = list(paired(baseline.statements, stated))
    plotted = [pair for pair in pairs if _kind(pair) == "chart"]
    plots = [one for one in stated if kind_of(one) == "chart"]
    replotted = {one.name for one in plots if any(map(causes.changed, one.numbers))}
    replotted |= {one.name for pair in plotted for one in pair if one}
    names = sorted({*now, *baseline.charts})
    redrawn = [n for n in names if n in replotted or not _alike(now.get(n), baseline.charts.get(n))]
    moves = [
        *moved_numbers(baseline, numbers, causes),
        *_verdicts(baseline, judged, causes),
        *(_chart(name, name in now, plotted, stated, causes, judged) for name in redrawn),
        *worded((pair for pair in pairs if _kind(pair) != "chart"), stated, causes, judged),
    ]
    compared = Counter(map(kind_of, stated)) | {"number": len(numbers.quantities), "verdict": len(judged)}
    compared["chart"] = len(now)
    before = {name: baseline.charts[name] for name in redrawn if name in baseline.charts}
    after = {name: now[name] for name in redrawn if name in now}
    moves.sort(key=lambda move: KINDS.index(move.kind))
    stale = () if moves else tuple(sorted(name for name in fresh if _shown_by(stored[name]) != _shown_by(fresh[name])))
    return Changes(tuple(moves), compared, before, after, stale)


def _verdicts(baseline: Baseline, judged: Sequence[Judged], causes: Causes) -> Iterator[Move]:
    edited = causes.edits
    for claim in judged:
        accepted = baseline.claims.get(claim.id)
        old = "" if accepted is None else f"{accepted['verdict']}: {accepted['because']}"
        new = f"{claim.verdict}: {claim.because}"
        if old != new:
            row = edited.row(claim.id, CLAIMS)
            why = {cause for given in claim.given.inputs for cause in causes.behind(given)}
            why |= {edited.cause(row)} if row else set()
            found = sorted(why) or edited.behind(new, old) or edited.any_of_them()
            yield Move("verdict", claim.id, claim.claim, old, new, tuple(found))
    for key in sorted(set(baseline.claims) - {claim.id for claim in judged}):
        gone, lost = baseline.claims[key], edited.lost(key)
        cause = edited.cause(lost) if lost else Cause("row", CLAIMS, f"{key} is no longer there")
        yield Move("verdict", key, gone.get("claim") or "", f"{gone['verdict']}: {gone['because']}", "", (cause,))


def _chart(
    name: str,
    is_now: bool,
    plotted: Sequence[Pair],
    stated: Sequence[Statement],
    causes: Causes,
    judged: Sequence[Judged],
) -> Move:
    """The move of a chart: it plots something else, or looks otherwise."""
    edited, accepted = causes.edits, causes.baseline
    of_it = [one for one in stated if one.name == name and one.kind in {"caption", "plotted"}]
    caption = next((one for one in of_it if one.kind == "caption"), None)
    notebook = caption.place if caption else ""
    why = {cause for one in of_it for key in one.numbers if causes.changed(key) for cause in causes.of(key)}
    if caption and (cell := edited.cell(notebook, caption.cell)):
        why.add(edited.cause(cell))
    sides: tuple[list[str], list[str]] = ([], [])
    for before, now in plotted:
        if name not in {one.name for one in (before, now) if one}:
            continue
        if before and now and as_accepted(now, causes, judged) == before.text:
            continue
        why |= set(causes.edits.behind(now.text if now else "", before.text if before else ""))
        for side, one in zip(sides, (before, now), strict=True):
            side.extend([one.text] if one else [])
    if name in accepted.charts and accepted.half_merged(name):
        place = f"{FOLDER.as_posix()}/figures/{name}.png"
        why.add(Cause("merge", place, "it is not the picture that was accepted with the numbers stated beside it"))
    was = ("; ".join(sides[0]) or "a picture") if name in accepted.charts else ""
    becomes = ("; ".join(sides[1]) or "another picture") if is_now else ""
    found = sorted(why) or edited.any_of_them(notebook)
    return Move("chart", name, caption.text if caption else "", was, becomes, tuple(found))


def _kind(pair: Pair) -> str:
    one = pair[0] or pair[1]
    assert one is not None  # it is one of the two
    return kind_of(one)


def _shown_by(notebook: NotebookNode) -> list[object]:
    """What the outputs of a notebook show, pictures aside."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [{kind: output.get("data", {}).get(kind) for kind in (MIME, "text/plain")} for output in outputs]


def _alike(one: bytes | None, other: bytes | None) -> bool:
    """True if two pictures cannot be told apart by eye."""
    if one is None or other is None:
        return False
    if one == other:
        return True
    first, second = (_pixels(png) for png in (one, other))
    return first.shape == second.shape and float(np.sqrt(np.mean((first - second) ** 2))) <= TOLERANCE


def _pixels(png: bytes) -> NDArray[np.float64]:
    return np.asarray(image.imread(io.BytesIO(png), format="png"), dtype=np.float64) * 255

"""Moves: numbers, verdicts, legal outcomes, charts, tables and sentences that are not what was accepted."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from matplotlib import image
from nbformat import NotebookNode
from numpy.typing import NDArray

from marketshare.changes.baseline import FOLDER, Baseline
from marketshare.changes.causes import Causes
from marketshare.changes.edits import Cause, distinct, edits, renamed
from marketshare.changes.inputs import LIBRARY, inputs_of
from marketshare.changes.move import KINDS, Changes, Move
from marketshare.changes.numbers import moved_numbers
from marketshare.changes.pairs import Pair, elsewhere, paired
from marketshare.changes.plotted import digest_of
from marketshare.changes.statements import LINKED, Statement, statements
from marketshare.changes.worded import as_accepted, kind_of, reordered, worded
from marketshare.claims import Judged
from marketshare.notebooks import MIME, Numbers, pictures
from marketshare.report.document import said
from marketshare.studies import Study

__all__ = ["alike", "changes", "stated_by"]

TILE, TOLERANCE_OF_A_TILE = 32, 40.0
"""Pixels of the side of a square about as large as two digits, and how far two pictures may be apart in one."""

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
    by: str = "",
) -> Changes:
    """Compare what the study now says with what was accepted.

    Args:
        baseline: What was accepted.
        study: The data as they are now.
        numbers: What the fresh notebooks yield.
        judged: Claims as they are now judged.
        stored: Notebooks as they are on disk.
        fresh: The same, just run.
        by: Version of the library that says so; blank for the present one.
    """
    given = [replace(one, content=by) if by and one.file == LIBRARY else one for one in inputs_of(study, fresh)]
    names = renamed(baseline.inputs, given)
    baseline = baseline.renamed(names)
    causes = Causes(baseline, edits(baseline.inputs, given, names), numbers, study, fresh)
    now = {
        name.removeprefix("figures/").removesuffix(".png"): png
        for name, png in pictures(fresh.values())
        if name.endswith(".png")
    }
    stated = stated_by(fresh, study, numbers)
    pairs = list(paired(baseline.statements, stated))
    plotted = [pair for pair in pairs if _kind(pair) == "chart"]
    plots = [one for one in stated if kind_of(one) == "chart"]
    replotted = {_chart_of(one) for one in plots if any(map(causes.renumbered, one.numbers))}
    replotted |= {_chart_of(one) for pair in plotted if not _follows(pair, causes, judged) for one in pair if one}
    charts = sorted({*now, *baseline.drawn})

    def of_chart(name: str) -> list[Pair]:
        return [pair for pair in plotted if name in {_chart_of(one) for one in pair if one}]

    redrawn = [n for n in charts if n in replotted or not _is_drawn(baseline, n, now.get(n))]
    moves = [
        *moved_numbers(baseline, numbers, causes),
        *_verdicts(baseline, judged, causes),
        *(_chart(name, name in now, of_chart(name), stated, causes, judged) for name in redrawn),
        *worded((pair for pair in pairs if _kind(pair) != "chart"), stated, causes, judged),
        *reordered(elsewhere(baseline.statements, stated), causes),
    ]
    compared = Counter(map(kind_of, stated)) | {"number": len(numbers.quantities), "verdict": len(judged)}
    compared["chart"] = len(now)
    before = {name: baseline.charts[name] for name in redrawn if name in baseline.charts}
    after = {name: now[name] for name in redrawn if name in now}
    moves.sort(key=lambda move: KINDS.index(move.kind))
    stale = (
        ()
        if moves
        else tuple(
            sorted(name for name in fresh if name in stored and _shown_by(stored[name]) != _shown_by(fresh[name]))
        )
    )
    return Changes(tuple(moves), compared, before, after, stale)


def _verdicts(baseline: Baseline, judged: Sequence[Judged], causes: Causes) -> Iterator[Move]:
    edited = causes.edits
    for claim in judged:
        accepted = baseline.claims.get(claim.id)
        old = "" if accepted is None else f"{accepted['verdict']}: {accepted['because']}"
        new = f"{claim.verdict}: {claim.because}"
        if accepted and old == new:
            now = {"claim": claim.claim, "kind": claim.kind, "line": claim.line}
            others = [name for name in now if accepted.get(name, now[name]) != now[name]]
            old, new = ("; ".join(f"{name} {side[name]}" for name in others) for side in (accepted, now))
        if old != new:
            row = edited.row(claim.id, CLAIMS)
            why = {cause for given in claim.given.inputs for cause in causes.behind(given)}
            why |= {edited.cause(row)} if row else set()
            found = distinct(why) or edited.behind(new, old) or edited.any_of_them()
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
    of_it = [one for one in stated if one.name == f"{LINKED['chart']}{name}"]
    captions = [one for one in (*of_it, *accepted.statements) if one.name == f"{LINKED['chart']}{name}"]
    caption = next((one for one in captions if one.kind == "caption"), None)
    notebook = caption.place if caption and caption.place in causes.notebooks else ""
    why = {cause for one in of_it for key in one.numbers for cause in causes.why(key)}
    if caption and caption.cell and (cell := edited.cell(notebook, caption.cell)):
        why.add(edited.cause(cell))
    if not is_now:
        why |= set(edited.cells(notebook))
    sides: tuple[list[str], list[str]] = ([], [])
    for pair in plotted:
        if _follows(pair, causes, judged):
            continue
        before, now = pair
        why |= set(edited.behind(*(one.text if one else "" for one in (now, before))))
        for side, one in zip(sides, pair, strict=True):
            side.extend([one.text] if one else [])
    if name in accepted.drawn and accepted.half_merged(name):
        words = f"the picture of {name} is not the one that was accepted with the numbers stated beside it"
        why.add(Cause("merge", f"{FOLDER.as_posix()}/charts.csv", words))
    was = ("; ".join(sides[0]) or "a picture") if name in accepted.drawn else ""
    becomes = ("; ".join(sides[1]) or "another picture") if is_now else ""
    found = distinct(why) or edited.any_of_them(notebook)
    return Move("chart", name, caption.text if caption else "", was, becomes, tuple(found))


def _follows(pair: Pair, causes: Causes, judged: Sequence[Judged]) -> bool:
    """True if what is plotted differs by nothing but numbers and labels that moved."""
    before, now = pair
    return bool(before and now and as_accepted(now, causes, judged) == before.text)


def _chart_of(plotted: Statement) -> str:
    return plotted.name.removeprefix(LINKED["chart"])


def _kind(pair: Pair) -> str:
    one = pair[0] or pair[1]
    assert one is not None  # it is one of the two
    return kind_of(one)


def _shown_by(notebook: NotebookNode) -> list[object]:
    """What the outputs of a notebook show, pictures aside."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [{kind: output.get("data", {}).get(kind) for kind in (MIME, "text/plain")} for output in outputs]


def _is_drawn(baseline: Baseline, name: str, png: bytes | None) -> bool:
    """True if a picture is the accepted one, or cannot be told from it."""
    if png is not None and name in baseline.drawn and digest_of(png) == baseline.drawn[name][0]:
        return True
    return alike(png, baseline.charts.get(name))


def alike(one: bytes | None, other: bytes | None) -> bool:
    """True if two pictures cannot be told apart by eye: neither as wholes nor where one word stands."""
    if one is None or other is None:
        return False
    if one == other:
        return True
    first, second = (_pixels(png) for png in (one, other))
    if first.shape != second.shape:
        return False
    squares = np.mean((first - second) ** 2, axis=2)
    rows, columns = (np.arange(0, side, TILE) for side in squares.shape)
    tiles = np.add.reduceat(np.add.reduceat(squares, rows, axis=0), columns, axis=1) / TILE**2
    return float(np.sqrt(squares.mean())) <= TOLERANCE and float(np.sqrt(tiles.max())) <= TOLERANCE_OF_A_TILE


def _pixels(png: bytes) -> NDArray[np.float64]:
    return np.asarray(image.imread(io.BytesIO(png), format="png"), dtype=np.float64) * 255

"""Moves: numbers, verdicts, charts and sentences that are not what was accepted."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib import image
from nbformat import NotebookNode
from numpy.typing import NDArray

from marketshare.changes.accepted_pictures import digest_of
from marketshare.changes.baseline import Baseline
from marketshare.changes.causes import Cause, Causes
from marketshare.claims import Judged
from marketshare.notebooks import Numbers, payloads, pictures
from marketshare.register import record
from marketshare.studies import Study

__all__ = ["Changes", "Move", "alike", "changes"]

TOLERANCE = 2.0
"""How far two pictures of one chart may be apart, root mean square of 0 to 255: fonts are drawn alike, not the same."""


@dataclass(frozen=True)
class Move:
    """Something that is not what was accepted.

    Attributes:
        kind: ``number``, ``verdict``, ``chart`` or ``sentence``.
        id: Of the number, the claim or the chart; for a sentence, the notebook and cell.
        label: What it is, in words.
        old: What was accepted; empty if it is new.
        new: What it is now; empty if it is gone.
        causes: Why.
    """

    kind: str
    id: str
    label: str
    old: str
    new: str
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class Changes:
    """All moves, and how much was compared.

    Attributes:
        moves: Numbers first, then verdicts, charts and sentences.
        compared: How many of each kind were compared.
        before: Charts that moved, as they were accepted: PNG by name.
        after: The same, as they are now.
    """

    moves: tuple[Move, ...]
    compared: Mapping[str, int]
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    def of(self, kind: str) -> list[Move]:
        """The moves of one kind."""
        return [move for move in self.moves if move.kind == kind]


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
        stored: Notebooks as they are on disk, with the sentences that were accepted.
        fresh: The same, just run.
    """
    causes = Causes(baseline, numbers, study, fresh)
    now = {
        name.removeprefix("figures/").removesuffix(".png"): png
        for name, png in pictures(fresh.values())
        if name.endswith(".png")
    }
    plotting = _plotting(fresh, causes)
    names = sorted({*now, *baseline.drawn})
    redrawn = [n for n in names if n in plotting or not _is_drawn(baseline, n, now.get(n))]
    moves = [
        *_numbers(baseline, numbers, causes),
        *_verdicts(baseline, judged, causes),
        *(_chart(name, name in now, name in baseline.drawn, fresh, causes) for name in redrawn),
        *_sentences(stored, fresh, causes),
    ]
    compared = {"number": len(numbers.quantities), "verdict": len(judged), "chart": len(now)}
    compared["sentence"] = sum(len(_words(notebook)) for notebook in fresh.values())
    before = {name: baseline.charts[name] for name in redrawn if name in baseline.charts}
    return Changes(tuple(moves), compared, before, {name: now[name] for name in redrawn if name in now})


def _numbers(baseline: Baseline, numbers: Numbers, causes: Causes) -> list[Move]:
    moves = []
    derived = {key for key, accepted in baseline.numbers.items() if accepted.cells["inputs"]}
    derived |= {key for key, quantity in numbers.quantities.items() if quantity.inputs}
    for key in sorted({*numbers.quantities, *baseline.numbers}, key=lambda key: (key in derived, key)):
        quantity, accepted = numbers.quantities.get(key), baseline.numbers.get(key)
        if quantity is None:
            assert accepted is not None  # it is one of the two
            cells = accepted.cells
            old = f"{cells['value'] or 'no value'} {accepted.bounds} {cells['unit'].replace('_', ' ')}"
            moves.append(Move("number", key, cells["label"], old, "", tuple(causes.of(key))))
        elif accepted is None:
            moves.append(Move("number", key, quantity.label, "", _shown(quantity), tuple(causes.of(key))))
        elif causes.changed(key) or (quantity.inputs and record(quantity)["formula"] != accepted.cells["formula"]):
            before = replace(quantity, value=accepted.value, bounds=accepted.bounds)
            old, new = _shown(before), _shown(quantity)
            if quantity.label != accepted.cells["label"]:
                old, new = f"{accepted.cells['label']}: {old}", f"{quantity.label}: {new}"
            moves.append(Move("number", key, quantity.label, old, new, tuple(causes.of(key))))
    return moves


def _shown(quantity: Any) -> str:
    if quantity.value is None or quantity.bounds.is_exact:
        return str(quantity.text)
    return f"{quantity.text} ({quantity.bounds_text})" if quantity.text != quantity.bounds_text else quantity.text


def _verdicts(baseline: Baseline, judged: list[Judged], causes: Causes) -> list[Move]:
    moves = []
    for claim in judged:
        accepted = baseline.claims.get(claim.id)
        old = "" if accepted is None else f"{accepted['verdict']}: {accepted['because']}"
        new = f"{claim.verdict}: {claim.because}"
        if old != new:
            why = {cause for given in claim.given.inputs for cause in causes.behind(given)}
            row = Cause("row", "data/claims.csv", f"{claim.id}: its test, or the function that the test names")
            moves.append(Move("verdict", claim.id, claim.claim, old, new, tuple(sorted(why)) or (row,)))
    gone = sorted(set(baseline.claims) - {claim.id for claim in judged})
    row = Cause("row", "data/claims.csv", "it is no longer there")
    return moves + [Move("verdict", key, "", baseline.claims[key]["verdict"], "", (row,)) for key in gone]


def _chart(name: str, is_now: bool, was: bool, fresh: Mapping[str, NotebookNode], causes: Causes) -> Move:
    found = [
        (notebook_name, payload)
        for notebook_name, notebook in fresh.items()
        for payload in payloads(notebook)
        if payload["block"]["kind"] == "chart" and payload["block"]["name"] == name
    ]
    if not found:
        return Move("chart", name, "", "a picture", "", (Cause("cell", "notebooks/", "it is no longer drawn"),))
    ((where, payload), *_) = found
    why = {cause for entry in payload["numbers"] if causes.changed(entry["id"]) for cause in causes.of(entry["id"])}
    drawing = Cause("cell", f"notebooks/{where}.ipynb", "how it is drawn, there or in marketshare.charts")
    caption = "".join(piece["text"] for piece in payload["block"]["caption"])
    old, new = ("a picture" if was else ""), ("another picture" if is_now else "")
    return Move("chart", name, caption, old, new, tuple(sorted(why)) or (drawing,))


def _plotting(fresh: Mapping[str, NotebookNode], causes: Causes) -> set[str]:
    """Charts that plot a number that moved."""
    shown = (payload for notebook in fresh.values() for payload in payloads(notebook))
    charts = (payload for payload in shown if payload["block"]["kind"] == "chart")
    return {c["block"]["name"] for c in charts if any(causes.moved(entry["id"]) for entry in c["numbers"])}


def _sentences(stored: Mapping[str, NotebookNode], fresh: Mapping[str, NotebookNode], causes: Causes) -> list[Move]:
    """Paragraphs of prose and captions that are not those of the stored notebooks."""
    moves = []
    for name, notebook in fresh.items():
        old, new = _words(stored[name]), _words(notebook)
        gone, come = [w for w in old if w not in new], [w for w in new if w not in old]
        for position in range(max(len(gone), len(come))):
            was = gone[position] if position < len(gone) else ""
            now = come[position] if position < len(come) else ""
            cell = Cause("cell", f"notebooks/{name}.ipynb", "its words, there or in marketshare.show")
            told = {key for key in new.get(now, ()) if causes.changed(key)}
            why = {cause for key in told for cause in causes.of(key)}
            moves.append(Move("sentence", name, "", was, now, tuple(sorted(why)) or (cell,)))
    return moves


def _words(notebook: NotebookNode) -> dict[str, list[str]]:
    """Paragraphs and captions of a notebook, each with the ids of the numbers that it tells."""
    blocks = [payload["block"] for payload in payloads(notebook)]
    texts = [text for block in blocks for text in block.get("paragraphs", [])]
    texts += [block["caption"] for block in blocks if "caption" in block]
    return {
        "".join(piece["text"] for piece in text): [piece["number"] for piece in text if "number" in piece]
        for text in texts
    }


def _is_drawn(baseline: Baseline, name: str, png: bytes | None) -> bool:
    """True if a picture is the accepted one, or cannot be told from it."""
    if png is not None and digest_of(png) == baseline.drawn.get(name):
        return True
    return alike(png, baseline.charts.get(name))


def alike(one: bytes | None, other: bytes | None) -> bool:
    """True if two pictures cannot be told apart by eye."""
    if one is None or other is None:
        return False
    if one == other:
        return True
    first, second = (_pixels(png) for png in (one, other))
    return first.shape == second.shape and float(np.sqrt(np.mean((first - second) ** 2))) <= TOLERANCE


def _pixels(png: bytes) -> NDArray[np.float64]:
    return np.asarray(image.imread(io.BytesIO(png), format="png"), dtype=np.float64) * 255

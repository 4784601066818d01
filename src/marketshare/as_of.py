"""As of a commit: what was said of a number or a claim then, and what has moved since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from marketshare.changes import Since, groups
from marketshare.changes.baseline import Accepted
from marketshare.explain import explanation
from marketshare.notebooks import payloads
from marketshare.quantity import Passage, Quantity

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["explained_as_of", "known_as_of"]


def known_as_of(since: Since) -> set[str]:
    """Ids that can be asked for: of numbers and claims, of then and of now."""
    now = {*since.now.numbers.quantities, *since.now.study.ledger.claims}
    return now | {*since.before.numbers, *since.before.claims}


def explained_as_of(since: Since, key: str) -> str:
    """What was said then, with sentences, inputs and sources; what is said now; and what moved it, by whose word.

    Args:
        since: What moved since then.
        key: Id of a number or a claim, of then or of now.
    """
    return "\n".join([f"as of {since.first}", *_then(since, key), "", *_since_then(since, key)])


def _then(since: Since, key: str) -> Iterator[str]:
    before = since.before
    if key in before.numbers:
        yield from _number(since, key, set())
        if place := before.numbers[key].cells["notebook"]:
            yield f"  shown in notebooks/{place}.ipynb"
        yield from (f"  told in {place}: {text}" for place, text in _sentences(since.notebooks, key))
    elif key in before.claims and "verdict" not in since.lacking:
        claim = before.claims[key]
        yield f"{key}: {claim.get('claim', '')}"
        yield f"  verdict  {claim['verdict']}"
        yield f"  because  {claim['because']}"
        for given in claim.get("inputs", "").split():
            yield from _indented(_number(since, given, set()))
    else:
        yield f"{key}: nothing was said of it" if key not in before.claims else f"{key}: verdicts were not kept"


def _number(since: Since, key: str, shown: set[str]) -> Iterator[str]:
    """A number of then, and once each what it was computed from."""
    accepted = since.before.numbers.get(key)
    if accepted is None:
        yield f"{key}: not among the numbers of then"
        return
    cells = accepted.cells
    said = _as_quantity(accepted, since.now.numbers.quantities.get(key))
    yield f"{key}: {cells['label']}"
    if key in shown:
        yield "  as above"
        return
    shown.add(key)
    if said.value is not None:
        yield f"  value    {said.text}"
    yield f"  bounds   {said.bounds_text}   {said.bounds} {said.unit.replace('_', ' ')}"
    if not cells["inputs"]:
        yield f"  printed  {cells['formula']}"
        yield f"  line {cells['line']} of {cells['source']}: {cells['quote']}"
        return
    yield f"  call     {cells['formula']}"
    yield "  inputs"
    for given in cells["inputs"].split():
        yield from _indented(_number(since, given, shown))


def _since_then(since: Since, key: str) -> Iterator[str]:
    quantities, study = since.now.numbers.quantities, since.now.study
    standing = study.in_force(key)
    yield f"since then, up to {since.last or 'now'}"
    if standing != key:
        yield f"  {key} is corrected by {standing}, which is in force"
    moved = _rest_on(since, key) | _rest_on(since, standing)
    found = [group for group in groups(since.changes, since) if moved & {move.id for move in group.moves}]
    for group in found:
        yield from (f"  because of {cause}" for cause in group.causes)
        yield from (f"    accepted: {entry}" for entry in group.entries)
        if group.pending or not group.entries:
            yield "    not accepted yet" if group.pending else "    no entry of the changelog names it"
        for move in (move for move in group.moves if move.id in moved):
            yield f"    {move.kind} {move.id}: {move.old or 'nothing: it is new'} → {move.new or 'nothing: it is gone'}"
    before, after = (
        {text for _, text in _sentences(notebooks, name)}
        for notebooks, name in ((since.notebooks, key), (since.now.notebooks, standing))
    )
    if before != after and before:
        yield from (f"  no longer told: {text}" for text in sorted(before - after))
        yield from (f"  told now: {text}" for text in sorted(after - before))
    if not found and before in (after, set()):
        yield "  nothing moved: neither it nor what it rests on"
    if standing in quantities and (standing != key or found):
        yield from _indented(
            explanation(quantities[standing], since.now.numbers.notebooks.get(standing, "")).split("\n")
        )
    yield from (f"  {words}" for words in since.not_compared)


def _rest_on(since: Since, key: str) -> set[str]:
    """Ids of a number or claim and of all that it was, or is, computed from."""
    claims = {claim.id: claim for claim in since.now.judged}
    found: set[str] = set()
    waiting = [key]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        if one in since.before.numbers:
            waiting += since.before.numbers[one].cells["inputs"].split()
        if one in since.before.claims:
            waiting += since.before.claims[one].get("inputs", "").split()
        if one in since.now.numbers.quantities:
            waiting += [given.id for given in since.now.numbers.quantities[one].inputs]
        if one in claims:
            waiting += [given.id for given in claims[one].given.inputs]
    return found


def _as_quantity(accepted: Accepted, now: Quantity | None) -> Quantity:
    """A number of then as a quantity, shown with the digits that it has now, if it is still there."""
    cells = accepted.cells
    if now is not None and now.unit == cells["unit"]:
        return replace(now, value=accepted.value, bounds=accepted.bounds)
    printed = Passage(cells["source"], cells["line"], cells["quote"], cells["formula"], "", "", "")
    return Quantity(cells["id"], cells["label"], cells["unit"], accepted.value, accepted.bounds, printed)


def _sentences(notebooks: "Mapping[str, NotebookNode]", key: str) -> Iterator[tuple[str, str]]:
    """Sentences and captions that tell a number, each with its notebook."""
    for name, notebook in notebooks.items():
        for block in (payload["block"] for payload in payloads(notebook)):
            for text in (*block.get("paragraphs", ()), *([block["caption"]] if "caption" in block else ())):
                if any(piece.get("number") == key for piece in text):
                    yield f"notebooks/{name}.ipynb", "".join(piece["text"] for piece in text)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    yield from ("    " + line for line in lines)

"""Moved numbers: what each was and is, told so that the two sides differ, with a correction in place of its figure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from marketshare.changes.baseline import Accepted, Baseline
from marketshare.changes.causes import Causes
from marketshare.changes.figures import otherwise_said
from marketshare.changes.move import Move
from marketshare.interval import Interval
from marketshare.notebooks import Numbers
from marketshare.quantity import Passage, Quantity
from marketshare.register import record
from marketshare.wording import render_bounds, render_value

__all__ = ["moved_numbers"]


def moved_numbers(baseline: Baseline, numbers: Numbers, causes: Causes) -> Iterator[Move]:
    """Moves of numbers, figures first.

    A correction that is new, or was taken back, is a move of the figure that it corrects.

    Args:
        baseline: What was accepted.
        numbers: What the fresh notebooks yield.
        causes: Why.
    """
    derived = {key for key, accepted in baseline.numbers.items() if accepted.cells["inputs"]}
    derived |= {key for key, quantity in numbers.quantities.items() if quantity.inputs}
    for key in sorted({*numbers.quantities, *baseline.numbers}, key=lambda key: (key in derived, key)):
        quantity, accepted = numbers.quantities.get(key), baseline.numbers.get(key)
        if quantity is None:
            assert accepted is not None  # it is one of the two
            yield from _gone(key, accepted, baseline, numbers, causes)
        elif accepted is None:
            yield from _new(key, quantity, baseline, causes)
        elif causes.changed(key) or (quantity.inputs and record(quantity)["formula"] != causes.standing.call(accepted)):
            old, new = _told_apart(quantity, accepted, causes)
            yield Move("number", key, quantity.label, old, new, tuple(causes.of(key)))
        elif reworded := _reworded(quantity, causes):
            why = causes.edited_cell(key) or causes.edits.library
            yield Move("number", key, quantity.label, reworded, _words(quantity), (why,))


def _gone(key: str, accepted: Accepted, baseline: Baseline, numbers: Numbers, causes: Causes) -> Iterator[Move]:
    old, row = _words_then(key, accepted, causes), causes.edits.lost(key)
    stands = causes.standing.in_force(key)
    if row is None or not row.corrects or stands not in numbers.quantities:
        yield Move("number", key, accepted.cells["label"], old, "", tuple(causes.of(key)))
    elif stands in baseline.numbers:  # else it is told with the correction that stands in its place
        quantity = numbers.quantities[stands]
        yield Move("number", row.corrects, quantity.label, old, _words(quantity), (causes.edits.cause(row),))


def _new(key: str, quantity: Quantity, baseline: Baseline, causes: Causes) -> Iterator[Move]:
    then = causes.standing.accepted_for(key)
    if (before := baseline.numbers.get(then)) is None:
        yield Move("number", key, quantity.label, "", _words(quantity), tuple(causes.of(key)))
    else:
        old = _words_then(then, before, causes)
        yield Move(
            "number", causes.standing.corrected_by(key), quantity.label, old, _words(quantity), tuple(causes.of(key))
        )


def _told_apart(quantity: Quantity, accepted: Accepted, causes: Causes) -> tuple[str, str]:
    """Both sides of a number that moved, with whatever it takes to tell them apart."""
    before = replace(quantity, value=accepted.value, bounds=accepted.bounds)
    old, new = _words_then(quantity.id, accepted, causes, before), _words(quantity)
    if quantity.label != accepted.cells["label"]:
        old, new = f"{accepted.cells['label']}: {old}", f"{quantity.label}: {new}"
    if old == new and accepted.bounds != quantity.bounds:
        old, new = f"{old}, {accepted.bounds}", f"{new}, {quantity.bounds}"
    is_figure = isinstance(quantity.origin, Passage)
    differs = [("unit", accepted.cells["unit"], quantity.unit)] if accepted.cells["unit"] != quantity.unit else []
    differs += [part for part in otherwise_said(quantity, accepted) if part[0] != "label"]
    formula = quantity.origin.printed if isinstance(quantity.origin, Passage) else record(quantity)["formula"]
    differs.append(("printed as" if is_figure else "by", accepted.cells["formula"], formula))
    name, then, now = next(part for part in differs if part[1] != part[2] or part is differs[-1])
    return (old, new) if old != new else (f"{old}, {name} {then or 'nothing'}", f"{new}, {name} {now or 'nothing'}")


def _reworded(quantity: Quantity, causes: Causes) -> str:
    """The words of an accepted number that the library no longer gives it; blank if it does."""
    value, bounds = (causes.words_then(quantity.id, kind) for kind in ("value", "bounds"))
    if (value, bounds) in {("", ""), (quantity.text, quantity.bounds_text)}:
        return ""
    return _side(value, bounds, quantity.value, quantity.bounds)


def _words(quantity: Quantity) -> str:
    return _side(quantity.text, quantity.bounds_text, quantity.value, quantity.bounds)


def _words_then(key: str, accepted: Accepted, causes: Causes, before: Quantity | None = None) -> str:
    """An accepted number in the words that it had; where it was not stated, in those that it would have."""
    unit = accepted.cells["unit"]
    value, bounds = (causes.words_then(key, kind) for kind in ("value", "bounds"))
    if not value and before is not None:
        value, bounds = before.text, before.bounds_text
    elif not value:
        places = _printed_places(accepted)
        bounds = render_bounds(accepted.bounds, unit, None if places is None else places + 1)
        value = bounds if accepted.value is None else render_value(accepted.value, unit, places)
    return _side(value, bounds, accepted.value, accepted.bounds)


def _printed_places(accepted: Accepted) -> int | None:
    """Places after the point of a percentage that a note printed; None for any other number."""
    if accepted.cells["inputs"] or accepted.cells["unit"] != "percent":
        return None
    fraction = re.search(r"\.(\d+)", accepted.cells["formula"])
    return len(fraction[1]) if fraction else 0


def _side(text: str, bounds_text: str, value: float | None, bounds: Interval) -> str:
    return text if value is None or bounds.is_exact or text == bounds_text else f"{text} ({bounds_text})"

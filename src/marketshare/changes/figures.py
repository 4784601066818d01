"""Figures: how one differs from what was accepted of it, and the rows that did it."""

from collections.abc import Iterator
from dataclasses import replace

from marketshare.changes.baseline import Accepted
from marketshare.changes.edits import Cause, Edits
from marketshare.ledger import Figure, Ledger
from marketshare.quantity import Passage, Quantity
from marketshare.register import ABOUT, WHERE, record

__all__ = ["figure_causes", "is_other", "otherwise_said"]


def is_other(quantity: Quantity, accepted: Accepted) -> bool:
    """True if a number, or what its note prints, is not what was accepted."""
    now = record(quantity)  # to the digits that the baseline has
    if isinstance(quantity.origin, Passage) and quantity.origin.printed != accepted.cells["formula"]:
        return True
    said = (now["value"], float(now["low"]), float(now["high"]), now["ends"], now["unit"])
    then = accepted.bounds
    return said != (accepted.value, then.low, then.high, then.ends, accepted.cells["unit"])


def otherwise_said(quantity: Quantity, accepted: Accepted) -> list[tuple[str, str, str]]:
    """What the register says otherwise of a number: its label, and of a figure, of what it is and where it stands.

    Returns:
        The column, what it said, and what it says.
    """
    said = {"label": quantity.label}
    if isinstance(quantity.origin, Passage):
        said |= {name: getattr(quantity.origin, name) for name in (*ABOUT, *WHERE)}
    return [(name, accepted.cells[name], now) for name, now in said.items() if accepted.cells[name] != now]


def figure_causes(quantity: Quantity, accepted: Accepted | None, ledger: Ledger, edits: Edits) -> Iterator[Cause]:
    """Why a figure, or a reading of one, is not what was accepted.

    Args:
        quantity: As it is.
        accepted: As it was accepted; None if it is new.
        ledger: The data.
        edits: Rows that were edited since.
    """
    key, _, reading = quantity.id.partition("--")
    figure = ledger.figures[key]
    if reading and (accepted is None or is_other(quantity, accepted)):
        row = edits.row(f"{key}, {reading}", "data/readings.csv") or edits.row(key, figure.file)
        then = "it is new:" if accepted is None else f"{_before(quantity, accepted).bounds_text} →"
        words = f"{key}, read as {reading}: {then} {quantity.bounds_text}"
        yield Cause("row", row.place if row else "data/readings.csv", words)
        return
    place = f"{figure.file}:{figure.row}"
    if accepted is None:
        said = f"corrects {figure['supersedes']}" if figure["supersedes"] else "is new"
        yield Cause("row", place, f"{key} ({figure['printed']}) {said}")
    elif is_other(quantity, accepted):
        edited = edits.row(key, figure.file) or edits.row(figure["measure"], "data/measures.csv")
        known = edited or not edits.versions[0]  # of a baseline that does not say what it was made from, the row is
        yield Cause("row", place, f"{key}: {_from_to(quantity, accepted, figure)}") if known else edits.library
    elif words := ", ".join(
        f"{name} {then or 'blank'} → {now or 'blank'}"
        for name, then, now in otherwise_said(quantity, accepted)
        if name != "label"
    ):
        yield Cause("row", place, f"{key}: {words}")
    else:
        yield from _renamed(quantity, accepted, figure, edits)


def _from_to(quantity: Quantity, accepted: Accepted, figure: Figure) -> str:
    """What a figure was and is, told by the first thing that differs: value, bounds, printed words, unit, an end."""
    before = _before(quantity, accepted)
    for then, now in ((before.text, quantity.text), (before.bounds_text, quantity.bounds_text)):
        if then != now:
            return f"{then} → {now}, printed as {figure['printed']}"
    if accepted.cells["formula"] != figure["printed"]:
        return f"printed as {accepted.cells['formula']} → {figure['printed']}"
    if accepted.cells["unit"] != quantity.unit:
        return f"unit {accepted.cells['unit']} → {quantity.unit}"
    return f"bounds {before.bounds} → {quantity.bounds}"


def _before(quantity: Quantity, accepted: Accepted) -> Quantity:
    return replace(quantity, value=accepted.value, bounds=accepted.bounds)


def _renamed(quantity: Quantity, accepted: Accepted, figure: Figure, edits: Edits) -> Iterator[Cause]:
    """The edited rows of key tables whose names stand in a label; where none was edited, the library words it."""
    then, now = accepted.cells["label"], quantity.label
    keys = {"entities": figure["entity"], "measures": figure["measure"], "markets": figure["market"]}
    rows = [edits.row(key, f"data/{name}.csv") for name, key in keys.items() if key]
    found = [Cause("row", row.place, f"{then!r} is now called {now!r}") for row in rows if row]
    yield from found or edits.behind(now, then) or [edits.library]

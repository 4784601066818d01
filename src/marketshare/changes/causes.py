"""Causes: the rows, functions and cells that moved a number."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from nbformat import NotebookNode

from marketshare.changes.baseline import Accepted, Baseline
from marketshare.changes.edits import Cause, Edits, distinct
from marketshare.changes.figures import figure_causes, is_other, otherwise_said
from marketshare.changes.standing import Standing
from marketshare.changes.statements import Statement
from marketshare.notebooks import Numbers
from marketshare.payload import payload_of
from marketshare.quantity import Derivation, DerivationError, Quantity, declared, derive
from marketshare.quantity.quantity import filled
from marketshare.register import record
from marketshare.studies import Study

__all__ = ["Causes"]

ABOUT_NOTES = ("report", "sources", "notes")
"""Places of what is stated of the notes themselves."""


@dataclass(frozen=True)
class Causes:
    """Finds out why numbers are not what the baseline says.

    A number moved because of its inputs, its function or its cell. Whether it was the function is tried, not guessed:
    the function of today is given the inputs of the baseline. What is stated in words moved because of the numbers
    that it tells, and of rows and cells that were edited; where none was, it was the library.

    Attributes:
        baseline: What was accepted.
        edits: Rows and cells that were edited since.
        numbers: What the notebooks now yield.
        study: The data.
        notebooks: The executed notebooks, by name.
    """

    baseline: Baseline
    edits: Edits
    numbers: Numbers
    study: Study
    notebooks: Mapping[str, NotebookNode]

    def of(self, key: str) -> list[Cause]:
        """Every cause of a number that is new, gone or not what it was; sorted, each once."""
        return distinct(self._of(key))

    def renumbered(self, key: str) -> bool:
        """True if another value, or that of another figure, is shown for a number than was accepted."""
        return self.moved(key) or self.standing.is_restored(key)

    def why(self, key: str) -> list[Cause]:
        """Every cause of a number that is shown, if it is not what was shown; none if it is."""
        if self.standing.is_restored(key):
            return [self.edits.cause(self.edits.restored()[key])]
        return self.of(key) if self.changed(key) else []

    def words_then(self, key: str, kind: str) -> str:
        """The ``value`` or the ``bounds`` of an accepted number, as it was worded; blank if it was not stated."""
        return self._worded.get((key, kind), "")

    @cached_property
    def _worded(self) -> dict[tuple[str, str], str]:
        return {(one.name, one.kind): one.text for one in self.baseline.statements if one.place == "numbers"}

    @cached_property
    def standing(self) -> Standing:
        """Which figures stand for which."""
        return Standing(self.baseline, self.study, self.edits)

    def stated(self, now: Statement, before: str) -> list[Cause]:
        """Every cause of a statement that is new, or not what it was.

        Args:
            now: As it is.
            before: What it said; blank if it is new.
        """
        if now.place in ABOUT_NOTES:
            return self._of_notes(now, before)
        found = {cause for key in now.numbers for cause in self.why(key)}
        notebook = now.place if now.place in self.notebooks else ""
        if notebook and (edited := self.edits.cell(notebook, now.cell)):
            found.add(self.edits.cause(edited))
        found |= set(self.edits.behind(now.text, before)) if now.text != before else set()
        return distinct(found) or self.edits.any_of_them(notebook)

    def no_longer_stated(self, before: Statement) -> list[Cause]:
        """Every cause of a statement that is gone."""
        if before.place in ABOUT_NOTES:
            return self._of_notes(before, "")
        notebook = before.place if before.place in self.notebooks else ""
        cells = self.edits.cells(notebook) if notebook else []
        return distinct([*cells, *self.edits.behind("", before.text)]) or self.edits.any_of_them(notebook)

    def _of_notes(self, one: Statement, before: str) -> list[Cause]:
        """Every cause of what is stated of a note, or of how many there are and of which years their figures are."""
        if one.place == "report":
            of_years = one.text.partition(", ")[2] != before.partition(", ")[2]
            found = [] if of_years else self.edits.notes()
        else:
            found = self.edits.of_note(one.name, f"{one.text}; {before}")
        return distinct(found) or self.edits.any_of_them()

    def behind(self, quantity: Quantity) -> list[Cause]:
        """Every cause that moved a quantity, which need not be one of the report's numbers, or what it is called."""
        if quantity.id in self.numbers.quantities:
            return self.why(quantity.id)
        return sorted({cause for given in quantity.inputs for cause in self.behind(given)})

    def changed(self, key: str) -> bool:
        """True if a number moved, or is said to be another thing than was accepted: of another firm, of another day."""
        return self.moved(key) or bool(otherwise_said(self.numbers.quantities[key], self.baseline.numbers[key]))

    def _of(self, key: str) -> Iterator[Cause]:
        quantity = self.numbers.quantities.get(key)
        if quantity is None:
            yield from self._gone(key)
            return
        if not isinstance(quantity.origin, Derivation):
            yield from figure_causes(quantity, self.baseline.numbers.get(key), self.study.ledger, self.edits)
            return
        accepted = self.baseline.numbers.get(key)
        called = accepted is not None and self.standing.call(accepted) == record(quantity)["formula"]
        rows = list(self._inputs(quantity, accepted))
        yield from rows
        edited = self.edited_cell(key)
        if not called and (edited or not rows or accepted is None):
            before = "it is new" if accepted is None else f"it was {accepted.cells['formula']}"
            yield Cause("cell", self._cell(key), f"{quantity.origin.call}; {before}")
        if accepted is None or not called:
            return
        if quantity.label != accepted.cells["label"]:
            yield from self._label(quantity, accepted, edited)
        if not self._explained(quantity, accepted):
            module = declared(quantity.origin.metric).function.__module__
            yield Cause("function", f"{module}.{quantity.origin.metric}", self._other_number())

    def _inputs(self, quantity: Quantity, accepted: Accepted | None) -> Iterator[Cause]:
        """What moved the inputs of a computed number, or put others in their place."""
        for given in quantity.inputs:
            if self.moved(given.id):
                yield from self._of(given.id)
            elif self.standing.is_restored(given.id):
                yield from self.why(given.id)
        now = {given.id for given in quantity.inputs}
        for lost in set(accepted.cells["inputs"].split()) - now if accepted else ():
            if (row := self.edits.lost(lost)) and row.corrects not in now:
                yield self.edits.cause(row)

    def edited_cell(self, key: str) -> Cause | None:
        """The cell that names or shows a number, if it was edited."""
        place = self._cell(key)
        given = next((given for given in self.edits.found if given.place == place), None)
        return self.edits.cause(given) if given else None

    def _label(self, quantity: Quantity, accepted: Accepted, edited: Cause | None) -> Iterator[Cause]:
        """What gave a computed number another name: its cell, or rows whose words stand in it."""
        then = accepted.cells["label"]
        if edited:
            yield Cause(edited.kind, edited.place, f"it was called {then!r}")
        else:
            rows = self.edits.behind(quantity.label, then)
            yield from rows or self.edits.any_of_them(self.numbers.notebooks.get(quantity.id, ""))

    def _other_number(self) -> str:
        before, now = self.edits.versions
        words = "it yields another number from the same inputs"
        return words if before == now else f"{words}; {before or 'another version'} accepted it, this is {now}"

    def moved(self, key: str) -> bool:
        """True if a number, or the figure that stands for it after a correction, is not what was accepted."""
        quantity, accepted = self.numbers.quantities.get(key), self.baseline.numbers.get(key)
        return quantity is None or accepted is None or is_other(quantity, accepted)

    def _gone(self, key: str) -> Iterator[Cause]:
        """Why a number is no longer there."""
        cells = self.baseline.numbers[key].cells
        if (row := self.edits.lost(key)) is not None:
            yield self.edits.cause(row)
        elif not cells["inputs"]:
            yield Cause("row", "data/", f"{key} is no longer there")
        else:
            lost = [row for given in cells["inputs"].split() if (row := self.edits.lost(given))]
            places = {cause.place for cause in self.edits.cells(cells["notebook"])}
            if not places and not lost:
                places = {f"notebooks/{cells['notebook']}.ipynb"}
            yield from (Cause("cell", place, f"{key} is no longer derived") for place in places)
            yield from map(self.edits.cause, lost)

    def _cell(self, key: str) -> str:
        """The notebook and the cell that names a number; where its id is put together, the first that shows it."""
        name = self.numbers.notebooks.get(key, "")
        if name not in self.notebooks:
            return "notebooks/"
        shows = None
        for number, cell in enumerate(self.notebooks[name].cells, 1):
            if cell.cell_type != "code":
                continue
            if f'"{key}"' in cell.source:
                return f"notebooks/{name}.ipynb, cell {number}"
            payloads = (payload for output in cell.outputs if (payload := payload_of(output)))
            if shows is None and any(entry["id"] == key for payload in payloads for entry in payload["numbers"]):
                shows = number
        return f"notebooks/{name}.ipynb" + (f", cell {shows}" if shows else "")

    def _explained(self, quantity: Quantity, accepted: Accepted) -> bool:
        """True if the function of today makes of the accepted inputs what was accepted."""
        origin = quantity.origin
        assert isinstance(origin, Derivation)  # figures have been told apart
        arguments = filled(origin.arguments, self._as_accepted)
        try:
            again = derive(
                declared(origin.metric).function,
                id=quantity.id,
                label=quantity.label,
                at="printed" if origin.at_printed else "bounds",
                across_sources=True,
                decimals=quantity.decimals,
                rests_on=[self._as_accepted(figure) for figure in origin.rests_on],
                **arguments,
            )
        except (DerivationError, ValueError):
            return False  # what once could be computed from these inputs no longer can
        ends = (again.bounds.low, accepted.bounds.low), (again.bounds.high, accepted.bounds.high)
        values = (again.value, accepted.value)
        close = again.bounds.ends == accepted.bounds.ends
        close = close and all(math.isclose(now, then, rel_tol=1e-9, abs_tol=1e-9) for now, then in ends)
        if None in values:
            return close and values == (None, None)
        return close and math.isclose(again.value or 0, accepted.value or 0, rel_tol=1e-9, abs_tol=1e-9)

    def _as_accepted(self, argument: Quantity) -> Quantity:
        """An argument as it was accepted; what is new since stays as it is."""
        old = self.baseline.numbers.get(self.standing.accepted_for(argument.id))
        return argument if old is None else replace(argument, value=old.value, bounds=old.bounds)

"""Causes: the rows, functions and cells that moved a number."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from marketshare.changes.baseline import Accepted, Baseline
from marketshare.ledger import current
from marketshare.notebooks import Numbers
from marketshare.payload import payload_of
from marketshare.quantity import Derivation, DerivationError, Passage, Quantity, declared, derive
from marketshare.quantity.quantity import Argument
from marketshare.register import record
from marketshare.studies import Study

__all__ = ["Cause", "Causes"]


@dataclass(frozen=True, order=True)
class Cause:
    """What moved a number.

    Attributes:
        kind: ``row`` of a table, ``function`` of the library, or ``cell`` of a notebook.
        place: Where that is: a file and row, a module and function, a notebook and cell.
        words: What changed there.
    """

    kind: str
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind} {self.place}: {self.words}"


@dataclass(frozen=True)
class Causes:
    """Finds out why numbers are not what the baseline says.

    A number moved because of its inputs, its function or its cell. Whether it was the function is tried, not guessed:
    the function of today is given the inputs of the baseline.

    Attributes:
        baseline: What was accepted.
        numbers: What the notebooks now yield.
        study: The data.
        notebooks: The executed notebooks, by name.
    """

    baseline: Baseline
    numbers: Numbers
    study: Study
    notebooks: Mapping[str, NotebookNode]

    def of(self, key: str) -> list[Cause]:
        """Every cause of a number that is new, gone or not what it was; sorted, each once."""
        return sorted(set(self._of(key)))

    def behind(self, quantity: Quantity) -> list[Cause]:
        """Every cause that moved a quantity, which need not be one of the report's numbers; none if it stands."""
        if quantity.id in self.numbers.quantities:
            return self.of(quantity.id) if self.moved(quantity.id) else []
        return sorted({cause for given in quantity.inputs for cause in self.behind(given)})

    def _of(self, key: str) -> Iterator[Cause]:
        quantity = self.numbers.quantities.get(key)
        if quantity is None:
            place, words = self._owner(key)
            yield Cause("cell" if "notebook" in place else "row", place, words)
            return
        origin = quantity.origin
        if not isinstance(origin, Derivation):
            yield self._row(key, quantity)
            return
        accepted = self.baseline.numbers.get(key)
        called = accepted is not None and self._call(accepted) == record(quantity)["formula"]
        if not called:
            before = "it is new" if accepted is None else f"it was {accepted.cells['formula']}"
            yield Cause("cell", self._cell(key), f"{origin.call}; {before}")
        for given in origin.inputs:
            if self.moved(given.id):
                yield from self._of(given.id)
        if accepted is not None and called and not self._explained(quantity, accepted):
            module = declared(origin.metric).function.__module__
            yield Cause("function", f"{module}.{origin.metric}", "it yields another number from the same inputs")

    def moved(self, key: str) -> bool:
        """True if a number, or the figure that stands for it after a correction, is not what was accepted."""
        quantity, accepted = self.numbers.quantities.get(key), self.baseline.numbers.get(key)
        if quantity is None or accepted is None:
            return True
        now = record(quantity)  # to the digits that the baseline has
        if isinstance(quantity.origin, Passage) and quantity.origin.printed != accepted.cells["formula"]:
            return True
        said = (now["value"], float(now["low"]), float(now["high"]), now["ends"], now["unit"])
        then = accepted.bounds
        return said != (accepted.value, then.low, then.high, then.ends, accepted.cells["unit"])

    def _row(self, key: str, quantity: Quantity) -> Cause:
        figure_id, _, reading = key.partition("--")
        figure = self.study.ledger.figures[figure_id]
        if reading:
            return Cause("row", "data/readings.csv", f"{figure_id}, read as {reading}: now {quantity.bounds_text}")
        place = f"{figure.file}:{figure.row}"
        if figure["supersedes"]:
            return Cause("row", place, f"{key} ({figure['printed']}) corrects {figure['supersedes']}")
        accepted = self.baseline.numbers.get(key)
        if accepted is None:
            return Cause("row", place, f"{key} ({figure['printed']}) is new")
        before = replace(quantity, value=accepted.value, bounds=accepted.bounds)
        return Cause("row", place, f"{key}: {before.text} → {quantity.text}, printed as {figure['printed']}")

    def _owner(self, key: str) -> tuple[str, str]:
        """Where a number that is gone was."""
        cells = self.baseline.numbers[key].cells
        if cells["inputs"]:
            return f"notebooks/{cells['notebook']}.ipynb", f"{key} is no longer derived"
        return "data/", f"{key} is no longer there"

    def _call(self, accepted: Accepted) -> str:
        """The accepted call, as it reads with the corrections that were made since."""
        words = accepted.cells["formula"]
        for old in sorted(accepted.cells["inputs"].split(), key=len, reverse=True):
            new = current(self.study.ledger.figures, old)
            if new != old:
                words = words.replace(old, new)
        return words

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
        arguments = {name: self._as_accepted(argument) for name, argument in origin.arguments.items()}
        rests_on = map(self._as_accepted, origin.rests_on)
        try:
            again = derive(
                declared(origin.metric).function,
                id=quantity.id,
                label=quantity.label,
                at="printed" if origin.at_printed else "bounds",
                across_sources=True,
                decimals=quantity.decimals,
                rests_on=[given for given in rests_on if isinstance(given, Quantity)],
                **arguments,
            )
        except (DerivationError, ValueError):
            return False  # what once could be computed from these inputs no longer can
        ends = (again.bounds.low, accepted.bounds.low), (again.bounds.high, accepted.bounds.high)
        values = (again.value, accepted.value)
        close = all(math.isclose(now, then, rel_tol=1e-9, abs_tol=1e-9) for now, then in ends)
        if None in values:
            return close and values == (None, None)
        return close and math.isclose(again.value or 0, accepted.value or 0, rel_tol=1e-9, abs_tol=1e-9)

    def _as_accepted(self, argument: Argument) -> Argument:
        """An argument as it was accepted; what is new since stays as it is."""
        if isinstance(argument, tuple):
            return tuple(given for given in map(self._as_accepted, argument) if isinstance(given, Quantity))
        if not isinstance(argument, Quantity):
            return argument
        old = self.baseline.numbers.get(self._superseded(argument.id))
        return argument if old is None else replace(argument, value=old.value, bounds=old.bounds)

    def _superseded(self, key: str) -> str:
        """The accepted figure that a correction, made since, stands for."""
        figures = self.study.ledger.figures
        while key not in self.baseline.numbers and key in figures and figures[key]["supersedes"]:
            key = figures[key]["supersedes"]
        return key

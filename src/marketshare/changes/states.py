"""States: what a study says at one time, now or at a commit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from marketshare.changes.baseline import Baseline, read_baseline
from marketshare.changes.history import Commit, HistoryError
from marketshare.claims import Judged, judge
from marketshare.errors import StudyError
from marketshare.notebooks import Numbers, numbers_of, read
from marketshare.quantity import Quantity
from marketshare.report_order import paths
from marketshare.studies import Study

__all__ = ["State", "state_of", "state_then"]


@dataclass(frozen=True)
class State:
    """What a study says at one time.

    Attributes:
        study: Its data.
        numbers: What its notebooks yield.
        judged: Its claims, judged.
        notebooks: Its notebooks, executed, by name.
        version: Of the library that accepted it; blank for the present one.
    """

    study: Study
    numbers: Numbers
    judged: list[Judged]
    notebooks: Mapping[str, NotebookNode]
    version: str = ""


def state_of(study: Study, notebooks: Mapping[str, NotebookNode]) -> State:
    """What a study says, by executed notebooks."""
    return State(study, numbers_of(notebooks.items(), study), judge(study), notebooks)


def state_then(folder: Path, commit: Commit) -> State:
    """What a commit says: its data, read by the library of today, with the numbers and verdicts that it accepted."""
    try:
        study = Study.at(folder)
        found = state_of(study, {path.stem: read(path) for path in paths(folder)})
    except StudyError as error:
        words = f"{commit}: this version of marketshare cannot read its data; compare another commit with now instead"
        raise HistoryError(f"{words}:\n{error}") from error
    accepted = read_baseline(folder)
    if accepted is None:
        raise HistoryError(f"{commit}: nothing was accepted there yet: it has no reports/baseline/")
    quantities = {key: _as_accepted(quantity, accepted) for key, quantity in found.numbers.quantities.items()}
    judged = [
        replace(claim, verdict=then["verdict"], because=then["because"])
        if (then := accepted.claims.get(claim.id))
        else claim
        for claim in found.judged
    ]
    return replace(
        found, numbers=replace(found.numbers, quantities=quantities), judged=judged, version=accepted.version
    )


def _as_accepted(quantity: Quantity, accepted: Baseline) -> Quantity:
    then = accepted.numbers.get(quantity.id)
    if then is None or then.cells["unit"] != quantity.unit:
        return quantity
    return replace(quantity, label=then.cells["label"], value=then.value, bounds=then.bounds)

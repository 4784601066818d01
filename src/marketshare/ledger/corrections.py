"""Corrections and conflicts: figures that later notes correct, and figures on which sources differ."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from marketshare.ledger.figures import Figure
from marketshare.ledger.keys import rounds
from marketshare.ledger.problems import Problem
from marketshare.quantity import Passage, Quantity

__all__ = ["Conflict", "conflicts", "corrected", "current", "faulty_corrections", "linked", "superseded"]

WHAT = ("entity", "market", "measure", "period")
"""Columns that say what a figure is of."""


@dataclass(frozen=True)
class Conflict:
    """Two figures of one thing from different sources; both are kept.

    Attributes:
        first: One figure.
        second: The other, by id.
        apart: Distance between their bounds, in their unit; 0 where they meet.
        meet: True if one number could be both.
    """

    first: Quantity
    second: Quantity
    apart: float
    meet: bool


def current(figures: dict[str, Figure], figure_id: str) -> str:
    """Id of the figure that stands for `figure_id` after all corrections; itself, if it has none."""
    return _last(_corrections(figures), figure_id)


def linked(figures: dict[str, Figure]) -> dict[str, Figure]:
    """The figures, each correction knowing what it corrects and whose word that was."""
    found = dict(figures)
    for old, new in corrected(figures):
        stands_for = _passage(found[old]).word_of
        origin = replace(_passage(found[new]), corrects=figures[old].quantity, stands_for=stands_for)
        found[new] = replace(found[new], quantity=replace(found[new].quantity, origin=origin))
    return found


def corrected(figures: dict[str, Figure]) -> Iterator[tuple[str, str]]:
    """Ids of each corrected figure and of its correction; in a chain of them the oldest comes first."""
    corrected_by = _corrections(figures)
    for old in figures.keys() - corrected_by.values():
        while old in corrected_by:
            yield old, corrected_by[old]
            old = corrected_by[old]  # noqa: PLW2901  (along the chain)


def _passage(figure: Figure) -> Passage:
    assert isinstance(figure.quantity.origin, Passage)  # a figure's origin
    return figure.quantity.origin


def _corrections(figures: dict[str, Figure]) -> dict[str, str]:
    """The id of its correction, by id of the figure corrected."""
    return {figure["supersedes"]: key for key, figure in figures.items() if figure["supersedes"]}


def _last(corrected_by: dict[str, str], figure_id: str) -> str:
    seen: set[str] = set()
    while figure_id in corrected_by and figure_id not in seen:
        seen.add(figure_id)
        figure_id = corrected_by[figure_id]
    return figure_id


def faulty_corrections(figures: dict[str, Figure]) -> Iterator[Problem]:
    """Corrections of nothing, of another thing, of themselves, or of what is corrected already."""
    first: dict[str, str] = {}
    for key, figure in figures.items():
        old = figure["supersedes"]
        if not old:
            continue
        if old == key:
            message = f"{key} corrects itself; name the figure that it corrects, or blank the cell"
        elif old not in figures:
            message = f"no figure has the id {old!r}"
        elif any(figures[old][column] != figure[column] for column in WHAT):
            other = " or ".join(column for column in WHAT if figures[old][column] != figure[column])
            message = f"{old} is of another {other}; a correction is of the same thing"
        elif old in first:
            message = f"{old} is corrected by {first[old]} already; correct that one"
        else:
            first[old] = key
            continue
        yield Problem(figure.file, figure.row, "supersedes", message)
    for circle in rounds(first):
        members = sorted(circle)
        message = f"{' and '.join(members)} correct each other; the oldest of them corrects nothing: blank its cell"
        yield Problem(figures[members[0]].file, figures[members[0]].row, "supersedes", message)


def conflicts(figures: dict[str, Figure]) -> list[Conflict]:
    """Pairs of uncorrected figures of one thing that different sources give, each pair once."""
    corrected_by = _corrections(figures)
    alike: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for key, figure in sorted(figures.items()):
        if figure["status"] == "stated" and key not in corrected_by:
            alike[tuple(figure[column] for column in WHAT)].append(figure)
    return [
        _conflict(first.quantity, second.quantity)
        for members in alike.values()
        for number, first in enumerate(members)
        for second in members[number + 1 :]
        if _sources(first) != _sources(second)
    ]


def _sources(figure: Figure) -> tuple[str, str]:
    return figure["source"], figure["primary_source"]


def _conflict(first: Quantity, second: Quantity) -> Conflict:
    apart = max(0.0, first.bounds.low - second.bounds.high, second.bounds.low - first.bounds.high)
    return Conflict(first, second, apart if math.isfinite(apart) else 0.0, first.bounds.meets(second.bounds))


def superseded(figures: Iterable[Figure]) -> set[str]:
    """Ids of figures that others correct."""
    return {figure["supersedes"] for figure in figures if figure["supersedes"]}

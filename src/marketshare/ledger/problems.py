"""What is wrong with the data: named by file, row and column, collected, and raised together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from marketshare.errors import StudyError

__all__ = ["DataError", "Problem", "first_of_each_cell"]

MOST = 200
"""Problems of one file that are told one by one; where there are more, one cause is behind them."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        file: Path from the root of the study.
        row: Physical line of the file, 1 for the header; 0 if the file as a whole is meant.
        column: Name of the column; empty if the row as a whole is meant.
        message: What was found, what was expected, and the likely fix.
    """

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = self.file + (f":{self.row}" if self.row else "")
        return ": ".join(part for part in (place, self.column, self.message) if part)


class DataError(StudyError, ValueError):
    """Everything that is wrong with a study's data, at once.

    Attributes:
        problems: Sorted by file, row and column.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(_lines(self.problems)))


def first_of_each_cell(problems: Iterable[Problem]) -> list[Problem]:
    """The problems without those that follow from one named before them: of each cell, the first."""
    first: dict[tuple[str, int, str], Problem] = {}
    found = list(problems)
    for problem in found:
        first.setdefault((problem.file, problem.row, problem.column), problem)
    return [p for p in found if not (p.row and p.column) or first[p.file, p.row, p.column] is p]


def _lines(problems: Iterable[Problem]) -> Iterator[str]:
    for file, group in groupby(problems, key=lambda problem: problem.file):
        found = list(group)
        yield from map(str, found[:MOST])
        if len(found) > MOST:
            yield f"{file}: and {len(found) - MOST:,} more problems"

"""What is wrong with the data: named by file, row and column, collected, and raised together."""

from collections.abc import Iterable
from dataclasses import dataclass

from marketshare.errors import StudyError

__all__ = ["DataError", "Problem"]


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
        super().__init__("\n".join(map(str, self.problems)))

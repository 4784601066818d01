"""What a command has read must still be there when it writes, or it would store what nobody sees any more."""

from collections.abc import Iterator
from pathlib import Path

from marketshare.errors import StudyError
from marketshare.ledger import contents, of_data
from marketshare.studies import Study

__all__ = ["ChangedMeanwhileError", "Seen"]


class ChangedMeanwhileError(StudyError):
    """A file was saved while a command worked on what it was before."""


class Seen:
    """The files that a command works on, as they were: data and notes when the study was read, the others now."""

    def __init__(self, study: Study, *others: str) -> None:
        """Remember data, notes, the notebooks, and other files by their path from the root of the study."""
        self._root, self._others = study.root, others
        self._contents = study.ledger.contents | contents(study.root, self._more())

    def refuse_changes(self) -> None:
        """Go on only if every file is as it was.

        Raises:
            ChangedMeanwhileError: some are not, and which.
        """
        now = of_data(self._root) | contents(self._root, self._more())
        changed = sorted(
            name for name in now.keys() | self._contents.keys() if now.get(name) != self._contents.get(name)
        )
        if changed:
            told = ", ".join(changed[:5]) + (", …" if len(changed) > 5 else "")
            raise ChangedMeanwhileError(f"{told}: saved while the command was at work; run it again")

    def _more(self) -> Iterator[Path]:
        yield from sorted((self._root / "notebooks").glob("*.ipynb"))
        yield from (self._root / name for name in self._others)

"""Standing: which figure stands for which, across corrections that were made or taken back since a baseline."""

from dataclasses import dataclass

from marketshare.changes.baseline import Accepted, Baseline
from marketshare.changes.edits import Edits
from marketshare.studies import Study

__all__ = ["Standing"]


@dataclass(frozen=True)
class Standing:
    """Leads from accepted figures to those of today, and back.

    Attributes:
        baseline: What was accepted.
        study: The data.
        edits: Rows and cells that were edited since.
    """

    baseline: Baseline
    study: Study
    edits: Edits

    def in_force(self, key: str) -> str:
        """The figure that now stands for an accepted one; any other number as it is."""
        taken_back = {row.key: old for old, row in self.edits.restored().items()}
        while key in taken_back and key not in self.study.ledger.figures:
            key = taken_back.pop(key)
        return self.study.in_force(key)

    def is_restored(self, key: str) -> bool:
        """True if a figure is in force again, since its correction was taken back."""
        return key in self.edits.restored() and self.in_force(key) == key

    def corrected_by(self, key: str) -> str:
        """What a figure corrects, if it is new: the last of the chain, or the first that was accepted."""
        figures = self.study.ledger.figures
        while key not in self.baseline.numbers and key in figures and figures[key]["supersedes"]:
            key = figures[key]["supersedes"]
        return key

    def accepted_for(self, key: str) -> str:
        """The accepted figure in whose place one stands: what it corrects, or the correction of it that is gone."""
        key, restored = self.corrected_by(key), dict(self.edits.restored())
        while key in restored:
            key = restored.pop(key).key
        return key

    def call(self, accepted: Accepted) -> str:
        """The accepted call, as it reads with the corrections that were made since, and without those taken back."""
        words = accepted.cells["formula"]
        for old in sorted(accepted.cells["inputs"].split(), key=len, reverse=True):
            new = self.in_force(old)
            if new != old:
                words = words.replace(old, new)
        return words

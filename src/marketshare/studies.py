"""Study: one set of notes, their figures, and the numbers that notebooks derive from them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from marketshare.ledger import Ledger, read_ledger
from marketshare.ledger.tables import Row
from marketshare.quantity import Quantity

__all__ = ["ROOT_VARIABLE", "Rule", "Study", "nearest_root"]

ROOT_VARIABLE = "MARKETSHARE_ROOT"
"""Environment variable that names the root of the study, for processes started elsewhere."""


def nearest_root(start: Path | None = None) -> Path:
    """The nearest folder, from `start` (or the current one) upwards, that holds ``data/datapackage.json``.

    Raises:
        FileNotFoundError: there is none.
    """
    named = os.environ.get(ROOT_VARIABLE)
    begin = start or Path(named or Path.cwd())
    for folder in (begin.resolve(), *begin.resolve().parents):
        if (folder / "data" / "datapackage.json").is_file():
            return folder
    raise FileNotFoundError(
        f"no study here: neither {begin} nor a folder above it has data/datapackage.json; "
        f"work inside a study, or name it (--root, or the variable {ROOT_VARIABLE})"
    )


@dataclass(frozen=True)
class Rule:
    """One condition of a legal or guideline threshold.

    Attributes:
        id: Its key in ``rules.csv``.
        firms: How many firms together.
        operator: ``>=``, ``>`` or ``<``.
        threshold: In percent of the market, or in points.
        condition: The condition in words.
        citation: Where it stands.
        verified: ``primary``, ``secondary`` or ``no``.
    """

    id: str
    firms: int
    operator: str
    threshold: float
    condition: str
    citation: str
    verified: str


@dataclass(frozen=True)
class Study:
    """A study: its ledger, with every figure as a quantity.

    ``study["cloud-share-tencent-2018"]`` is a quantity.
    """

    ledger: Ledger

    @classmethod
    def at(cls, root: Path) -> "Study":
        """The study whose data are at `root`.

        Raises:
            DataError: its data are wrong; everything at once.
        """
        return cls(read_ledger(root))

    @classmethod
    def nearest(cls) -> "Study":
        """The study that the current folder belongs to."""
        return cls.at(nearest_root())

    @property
    def root(self) -> Path:
        """Folder that holds ``data``, ``seeds`` and ``notebooks``."""
        return self.ledger.root

    def __getitem__(self, figure_id: str) -> Quantity:
        """The figure of that id.

        Raises:
            KeyError: there is none, or its text is damaged; near misses are named.
        """
        found = self.ledger.figures.get(figure_id)
        if found is None:
            near = get_close_matches(figure_id, self.ledger.figures, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise KeyError(f"no figure has the id {figure_id!r}{hint}")
        if found["status"] != "stated":
            raise KeyError(f"{figure_id} is {found['status']} in the note: {found['note']}")
        return found.quantity

    def __iter__(self) -> Iterator[Quantity]:
        """All figures, by id; one whose text is damaged can be anything."""
        return (found.quantity for found in self.ledger.figures.values())

    def printed(self, figure_id: str) -> str:
        """A figure as its note prints it, also where it cannot be read."""
        return self.ledger.figures[figure_id]["printed"]

    def rules(self, prefix: str) -> list[Rule]:
        """Conditions whose id begins with `prefix`, in order, their thresholds in percent."""
        return [_rule(row) for key, row in sorted(self.ledger.rules.items()) if key.startswith(prefix)]


def _rule(row: Row) -> Rule:
    scale = 100 if "/" in row["threshold"] else 1
    return Rule(
        row["id"],
        int(row["firms"]),
        row["operator"],
        float(Fraction(row["threshold"]) * scale),
        row["condition"],
        row["citation"],
        row["verified"],
    )

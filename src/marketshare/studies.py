"""Study: one set of notes, their figures, and the numbers that notebooks derive from them."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketshare.ledger import (
    SETTLED,
    Conflict,
    DataError,
    Figure,
    Ledger,
    Problem,
    Reading,
    Rule,
    above_the_whole,
    conflicts,
    current,
    read_ledger,
    settled,
    superseded,
)
from marketshare.location import nearest_root
from marketshare.quantity import Passage, Quantity
from marketshare.reads import question, recorded, unrecorded
from marketshare.wording import WordingError, read

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WHAT_IF_VARIABLE", "Study"]

WHAT_IF_VARIABLE = "MARKETSHARE_WHAT_IF"
"""Environment variable that hands a what-if to the kernels of a report: JSON, printed words by id."""


@dataclass(frozen=True, repr=False)
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
        """The study that the current folder belongs to, with the what-if of the environment laid over it."""
        assumed = os.environ.get(WHAT_IF_VARIABLE)
        with unrecorded():  # what is read here is recorded when it is asked for
            study = cls.at(nearest_root())
            ledger = (study.replacing(json.loads(assumed)) if assumed else study).ledger
        return cls(recorded(ledger))

    @property
    def root(self) -> Path:
        """Folder that holds ``data``, ``seeds`` and ``notebooks``."""
        return self.ledger.root

    @question
    def __getitem__(self, figure_id: str) -> Quantity:
        """The figure of that id; if another one corrects it, that one.

        Raises:
            KeyError: there is none, or its text is damaged or ambiguous; near misses are named.
        """
        found = self._in_force(figure_id)
        if found["status"] == "ambiguous":
            names = ", ".join(self.ledger.readings[found.id])
            raise KeyError(f"{found.id} is ambiguous; choose one of study.readings({found.id!r}): {names}")
        if found["status"] == "unreadable":
            raise KeyError(f"{found.id} is unreadable in the note: {found['note']}")
        return found.quantity

    @question
    def in_force(self, figure_id: str) -> str:
        """Id of the figure that stands for one of that id after all corrections; any other id as it is.

        A reading, ``figure--reading``, leads to the same reading of what stands for its figure, or to that itself, if
        it is no longer ambiguous.
        """
        figure, _, reading = figure_id.partition("--")
        standing = current(self.ledger.figures, figure)
        if not reading:
            return standing
        if figure not in self.ledger.readings:
            return figure_id  # of a computed number, such as a quotient of two figures
        given = self.ledger.readings.get(standing, {})
        return standing if SETTLED in given and reading not in given else f"{standing}--{reading}"

    def _in_force(self, figure_id: str) -> Figure:
        figures = self.ledger.figures
        if figure_id not in figures:
            near = get_close_matches(figure_id, figures, n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise KeyError(f"no figure has the id {figure_id!r}{hint}")
        return figures[current(figures, figure_id)]

    def __repr__(self) -> str:
        return (
            f"Study of {len(self.ledger.notes)} note(s), {len(self.ledger.figures)} figures: {', '.join(self.topics)}"
        )

    def __iter__(self) -> Iterator[Quantity]:
        """All figures by id, and all readings of ambiguous ones; what has no one number can be anything."""
        yield from (found.quantity for found in self.ledger.figures.values())
        for given in self.ledger.readings.values():
            yield from (reading.quantity for reading in given.values())

    @question
    def readings(self, figure_id: str) -> dict[str, Quantity]:
        """The ways to understand an ambiguous figure, by name; those of its correction, if it has one.

        One that a correction or a what-if has settled has one reading, ``stated``.

        Raises:
            KeyError: the figure is not ambiguous, and never was.
        """
        return {name: reading.quantity for name, reading in self._readings(figure_id).items()}

    def _readings(self, figure_id: str) -> dict[str, Reading]:
        found, known = self._in_force(figure_id), self.ledger.readings
        if found.id not in known:
            said = repr(figure_id) if found.id == figure_id else f"{figure_id!r}, corrected by {found.id!r},"
            raise KeyError(f"{said} is not ambiguous; ambiguous are {', '.join(known)}")
        return known[found.id]

    @question
    def meaning(self, figure_id: str, reading: str) -> str:
        """What the words of an ambiguous figure say under a reading."""
        return self._readings(figure_id)[reading].meaning

    @question
    def printed(self, figure_id: str) -> str:
        """A figure as its note prints it, also where it cannot be read; a corrected one as its correction does."""
        return self._in_force(figure_id)["printed"]

    def replacing(self, printed: Mapping[str, str]) -> "Study":
        """This study with hypothetical figures laid over it; no file is touched.

        Args:
            printed: By id of a figure, what its note might have printed instead: ``{"…-2018": "41.8%"}``. The id of a
                corrected figure means its correction, which is the row in force.

        Raises:
            DataError: an unknown figure, or one figure twice, as itself and as what it corrects; a phrase that is no
                text, or cannot be read in its unit; shares that would pass the whole.
        """
        figures, problems = dict(self.ledger.figures), []
        asked: dict[str, str] = {}
        phrase: Any  # whatever a notebook gives
        for key, phrase in printed.items():
            try:
                known = self._in_force(key)
            except KeyError as error:
                message = str(error.args[0]).replace(f"the id {key!r}", "this id")
                problems.append(Problem("what-if", 0, key, message))
                continue
            first = asked.setdefault(known.id, key)
            if first != key:
                message = f"is one figure with {first}: {known.id} is in force for both; assume it once"
                problems.append(Problem("what-if", 0, key, message))
                continue
            if not isinstance(phrase, str):
                message = f"expected the words that are printed, such as '{known['printed']}', found {phrase!r}"
                problems.append(Problem("what-if", 0, key, message))
                continue
            try:
                figures[known.id] = _hypothetical(known, phrase)
            except WordingError as error:
                problems.append(Problem("what-if", 0, key, str(error)))
        if not problems:
            above = above_the_whole(figures, self.ledger.entities)
            problems = [Problem("what-if", 0, ", ".join(printed), problem.message) for problem in above]
        if problems:
            raise DataError(problems)
        readings = {
            key: settled(figures[key]) if figures[key].quantity.hypothetical else given
            for key, given in self.ledger.readings.items()
        }
        return Study(replace(self.ledger, figures=figures, readings=readings))

    @property
    def hypothetical(self) -> dict[str, str]:
        """The figures that are laid over the data: printed words by id."""
        return {key: found["printed"] for key, found in self.ledger.figures.items() if found.quantity.hypothetical}

    @property
    @question
    def conflicts(self) -> list[Conflict]:
        """Figures of one thing on which sources differ; both are kept, never mixed."""
        return conflicts(self.ledger.figures)

    @property
    def conflicts_table(self) -> "pd.DataFrame":
        """Figures of one thing on which sources differ: both, how far apart their bounds are, and whether they meet."""
        import pandas as pd  # noqa: PLC0415  (only tables need it, and it takes its time)

        columns = ["first", "first says", "second", "second says", "unit", "apart", "bounds meet"]
        sides = [(conflict.first, conflict.second, conflict) for conflict in self.conflicts]
        rows = [[a.id, a.text, b.id, b.text, a.unit, conflict.apart, conflict.meet] for a, b, conflict in sides]
        return pd.DataFrame(rows, columns=columns)

    @property
    @question
    def topics(self) -> list[str]:
        """Names of the figure files; each is a table: ``study.cloud_share``."""
        return sorted({Path(found.file).stem for found in self.ledger.figures.values()})

    @question
    def table(self, topic: str) -> "pd.DataFrame":
        """The figures of one file as a pandas table, by id: what, when, value, bounds, and the sentence.

        A corrected figure keeps its row, and names in ``superseded_by`` the one in force; an assumption laid over the
        data has the status ``hypothetical``, as its sentence says something else.

        Raises:
            KeyError: there is no such file.
        """
        import pandas as pd  # noqa: PLC0415  (only tables need it, and it takes its time)

        if topic not in self.topics:
            raise KeyError(f"no figure file is called {topic!r}; there are {', '.join(self.topics)}")
        rows = [found for found in self.ledger.figures.values() if Path(found.file).stem == topic]
        columns = ["entity", "measure", "period", "printed", "status", "superseded_by", "line", "quote"]
        frame = pd.DataFrame(
            [found.cells for found in rows], index=pd.Index([found.id for found in rows], name="id"), columns=columns
        )
        frame["status"] = ["hypothetical" if found.quantity.hypothetical else found["status"] for found in rows]
        old = superseded(self.ledger.figures.values())
        frame["superseded_by"] = [self.in_force(found.id) if found.id in old else "" for found in rows]
        frame.insert(3, "value", [found.quantity.value for found in rows])
        frame.insert(4, "bounds", [found.quantity.bounds for found in rows])
        return frame

    def __getattr__(self, name: str) -> "pd.DataFrame":
        """A figure file as a table, so that Tab completes its name."""
        if name.startswith("_") or name not in self.topics:
            raise AttributeError(f"a study has no {name!r}; its tables are {', '.join(self.topics)}")
        return self.table(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.topics]

    @question
    def find(self, text: str) -> list[Figure]:
        """Figures in whose id, names, measure or sentence a text occurs, and the corrections of those, by id."""
        ledger, wanted = self.ledger, text.casefold()

        def words(found: Figure) -> str:
            entity, measure = ledger.entities[found["entity"]], ledger.measures[found["measure"]]
            names = [row[column] for row in (entity, measure) for column in ("name_en", "name_zh")]
            return " ".join([found.id, found["quote"], found["note"], *names]).casefold()

        ids = {found.id for found in ledger.figures.values() if wanted in words(found)}
        ids |= {self.in_force(figure_id) for figure_id in ids & superseded(ledger.figures.values())}
        return [ledger.figures[figure_id] for figure_id in sorted(ids)]

    @question
    def rules(self, prefix: str = "", *, measure: str = "") -> list[Rule]:
        """Rules by key, those of one prefix or with a condition on one measure, or all.

        Each runs through its conditions, so that ``rule_evaluation(rule, shares, unnamed="any")`` tests any market.
        """
        found = [rule for key, rule in self.ledger.rules.items() if key.startswith(prefix)]
        return [rule for rule in found if not measure or measure in {condition.measure for condition in rule}]


def _hypothetical(figure: Figure, printed: str) -> Figure:
    """A figure as it would be if its note had printed something else."""
    known = figure.quantity
    phrase = read(printed, known.unit, kind=figure.kind, locale=figure.locale)
    assert isinstance(known.origin, Passage)  # a figure's origin
    words = f"{known.label} (hypothetical: {printed} instead of {figure['printed']})"
    quantity = replace(
        known,
        label=words,
        value=None if phrase.value is None else float(phrase.value),
        bounds=phrase.bounds,
        origin=replace(known.origin, printed=printed),
        decimals=None if phrase.value is None else max(0, -int(phrase.value.as_tuple().exponent)),
        hypothetical=True,
    )
    return replace(figure, quantity=quantity, cells={**figure.cells, "printed": printed, "status": "stated"})

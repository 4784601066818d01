"""Study: one set of notes, their figures, and the numbers that notebooks derive from them."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketshare.errors import CallError, UnknownIdError, UnknownNameError, did_you_mean
from marketshare.ledger import (
    SETTLED,
    Conflict,
    Figure,
    Ledger,
    Reading,
    Rule,
    conflicts,
    current,
    read_ledger,
    superseded,
)
from marketshare.ledger.contents import of_data
from marketshare.location import nearest_root
from marketshare.market import Market, Series, market_of, markets_of
from marketshare.quantity import Quantity
from marketshare.quantity.arguments import shown
from marketshare.reads import question, recorded, unrecorded
from marketshare.search import Found, matching
from marketshare.stops import uninterrupted
from marketshare.what_if import in_words, laid_over

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WHAT_IF_VARIABLE", "Study"]

WHAT_IF_VARIABLE = "MARKETSHARE_WHAT_IF"
"""Environment variable that hands a what-if to the kernels of a report: JSON, printed words by id."""


def _text(given: Any, name: str) -> str:
    if not isinstance(given, str):
        raise CallError(f"{name}: expected text, found {shown(given)}")
    return given


_OPENED: dict[Path, "Study"] = {}


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
        return cls(read_ledger(Path(root)))

    @classmethod
    def nearest(cls) -> "Study":
        """The study that the current folder belongs to, with the what-if of the environment laid over it.

        It is read once, and anew where a file of its data or notes has changed since.
        """
        root = nearest_root()
        assumed = os.environ.get(WHAT_IF_VARIABLE)
        with unrecorded():  # what is read here is recorded when it is asked for
            study = _OPENED.get(root)
            if study is None or study.ledger.contents != of_data(root):
                study = _OPENED[root] = cls.at(root)
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
            UnknownIdError: there is none, or its text is damaged or ambiguous; near misses are named.
        """
        found = self._in_force(figure_id)
        if found["status"] == "ambiguous":
            names = ", ".join(self.ledger.readings[found.id])
            raise UnknownIdError(f"{found.id} is ambiguous; choose one of study.readings({found.id!r}): {names}")
        if found["status"] == "unreadable":
            raise UnknownIdError(f"{found.id} is unreadable in the note: {found['note']}")
        return found.quantity

    @question
    def under(self, prefix: str) -> dict[str, Quantity]:
        """The figures whose ids begin alike, by what follows: ``under("revenue-share")["vas"]`` is revenue-share-vas.

        One that is ambiguous or cannot be read has no one number, and is left out; a correction stands for the figure
        that it corrects.

        Raises:
            UnknownIdError: no id begins so; near misses are named.
        """
        begins = f"{prefix}-"
        found = {key: figure for key, figure in self.ledger.figures.items() if key.startswith(begins)}
        if not found:
            raise UnknownIdError(f"no id begins with {begins!r}" + did_you_mean(begins, self.ledger.figures))
        first = [key for key, figure in found.items() if figure["supersedes"] not in found]
        return {key.removeprefix(begins): self[key] for key in first if self._in_force(key)["status"] == "stated"}

    @question
    def in_force(self, figure_id: str) -> str:
        """Id of the figure that stands for one of that id after all corrections; any other id as it is.

        A reading, ``figure--reading``, leads to the same reading of what stands for its figure, or to that itself, if
        it is no longer ambiguous.
        """
        figure, _, reading = _text(figure_id, "figure_id").partition("--")
        standing = current(self.ledger.figures, figure)
        if not reading:
            return standing
        if figure not in self.ledger.readings:
            return figure_id  # of a computed number, such as a quotient of two figures
        given = self.ledger.readings.get(standing, {})
        return standing if SETTLED in given and reading not in given else f"{standing}--{reading}"

    def _in_force(self, figure_id: str) -> Figure:
        figures = self.ledger.figures
        if not isinstance(figure_id, str):
            raise UnknownIdError(f"expected the id of a figure, such as {next(iter(figures))!r}, found {figure_id!r}")
        if figure_id not in figures:
            raise UnknownIdError(f"no figure has the id {figure_id!r}{did_you_mean(figure_id, figures)}")
        return figures[current(figures, figure_id)]

    def __repr__(self) -> str:
        notes, figures = len(self.ledger.notes), len(self.ledger.figures)
        what_if = f"\nwhat if {self.what_if}?" if self.what_if else ""
        return f"Study of {notes} note{'s' * (notes != 1)}, {figures} figures: {', '.join(self.topics)}{what_if}"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.ledger.figures)

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
            UnknownIdError: the figure is not ambiguous, and never was.
        """
        return {name: reading.quantity for name, reading in self._readings(figure_id).items()}

    def _readings(self, figure_id: str) -> dict[str, Reading]:
        found, known = self._in_force(figure_id), self.ledger.readings
        if found.id not in known:
            said = repr(figure_id) if found.id == figure_id else f"{figure_id!r}, corrected by {found.id!r},"
            raise UnknownIdError(f"{said} is not ambiguous; ambiguous are {', '.join(known)}")
        return known[found.id]

    @question
    def meaning(self, figure_id: str, reading: str) -> str:
        """What the words of an ambiguous figure say under a reading.

        Raises:
            UnknownIdError: the figure is not ambiguous, or has no such reading.
        """
        known = self._readings(figure_id)
        if reading not in known:
            raise UnknownIdError(f"{figure_id} has no reading {reading!r}; it has {', '.join(known)}")
        return known[reading].meaning

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
        return Study(laid_over(self.ledger, printed, self._in_force))

    @property
    def hypothetical(self) -> dict[str, str]:
        """The figures that are laid over the data: printed words by id."""
        return {key: each["printed"] for key, each in self.ledger.figures.items() if each.quantity.hypothetical}

    @property
    def what_if(self) -> str:
        """What is laid over the data, in words; nothing if all figures are as printed."""
        return in_words(self.ledger.figures)

    @property
    @question
    def conflicts(self) -> list[Conflict]:
        """Figures of one thing on which sources differ; both are kept, never mixed."""
        return conflicts(self.ledger.figures)

    @property
    def conflicts_table(self) -> "pd.DataFrame":
        """Figures of one thing on which sources differ: both, how far apart their bounds are, and whether they meet."""
        with uninterrupted():
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
            UnknownIdError: there is no such file.
        """
        with uninterrupted():
            import pandas as pd  # noqa: PLC0415  (only tables need it, and it takes its time)

        if topic not in self.topics:
            raise UnknownIdError(f"no figure file is called {topic!r}; there are {', '.join(self.topics)}")
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
            raise UnknownNameError(f"a study has no {name!r}; its tables are {', '.join(self.topics)}")
        return self.table(name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.topics]

    @question
    def find(self, text: str) -> Found:
        """Figures in whose id, names, measure or sentence a text occurs, and the corrections of those, by id.

        They print a line each; where there are none, what the text may have meant.
        """
        return matching(self.ledger, _text(text, "text"), self.in_force)

    @question
    def market(self, /, market: str, period: str, *, source: str = "", **supposed: Any) -> Market:
        """The shares of a market in a period, with what the data say of its rest: ranks, totals, counts, Others.

        Args:
            market: Key of a market: ``china-cloud``.
            period: The period, as the data write it: ``2018-Q1``.
            source: Key of the only note whose figures count, with their corrections; all of them, if blank.
            supposed: What is supposed of the rest in place of what is known, as for `Market.supposing`.

        Raises:
            UnknownIdError: no such market, or no shares of it in that period; near misses are named.
            ShareError: two figures in force for one firm; shares of different sources; what does not fit.
        """
        return market_of(self.ledger, market, period, source=source, **supposed)

    @property
    def markets(self) -> "pd.DataFrame":
        """Which markets and periods there are shares of: how many firms, what they leave, and what is known of that."""
        import pandas as pd  # noqa: PLC0415  (only tables need it, and it takes its time)

        columns = ["market", "period", "name", "firms", "rest", "known of the rest"]
        rows = []
        for market, periods in markets_of(self.ledger).items():
            for period in periods:
                name = self.ledger.markets[market]["name_en"]
                try:
                    found = self.market(market, period)
                    rows.append([market, period, name, len(found), found.rest.text, " ".join(found.why)])
                except ValueError as error:  # what makes it none is a problem of its own row
                    rows.append([market, period, name, None, "", str(error)])
        return pd.DataFrame(rows, columns=columns)

    @question
    def series(self, market: str, *, source: str = "") -> Series:
        """A market over all periods of which there are shares, the earliest first.

        Args:
            market: Key of a market.
            source: Key of the only note whose figures count, with their corrections; all of them, if blank.

        Raises:
            UnknownIdError: no such market, or no shares of it.
            ShareError: as for `market`.
        """
        periods = markets_of(self.ledger, source=source).get(market)
        if periods is None:
            self.market(market, "")  # names near misses
            raise UnknownIdError(f"no share of {market} is from {source}")
        name = self.ledger.markets[market]["name_en"]
        return Series({period: self.market(market, period, source=source) for period in periods}, id=market, name=name)

    @question
    def rules(self, prefix: str = "", *, measure: str = "") -> list[Rule]:
        """Rules by key, those of one prefix or with a condition on one measure, or all.

        Each runs through its conditions, so that ``rule_evaluation(rule, shares, unnamed="any")`` tests any market.
        """
        found = [rule for key, rule in self.ledger.rules.items() if key.startswith(_text(prefix, "prefix"))]
        return [rule for rule in found if not measure or measure in {condition.measure for condition in rule}]

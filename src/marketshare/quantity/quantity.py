"""Quantity: a value with unit, bounds, and where it came from."""

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Union

from marketshare.errors import CallError
from marketshare.interval import Interval
from marketshare.quantity.units import known_unit
from marketshare.wording import render_bounds, render_number, says_several

MARK = "*"
"""Behind every number that a what-if changes, wherever it is shown."""

__all__ = ["Argument", "Derivation", "Passage", "Quantity", "filled", "quantities_of"]


@dataclass(frozen=True)
class Passage:
    """Where a figure stands in a note.

    Attributes:
        source: Key of the note in ``sources.csv``.
        line: Physical line, 1-based; ``91-92`` when the quote spans lines.
        quote: The words around the figure, verbatim.
        printed: The figure as printed, inside the quote.
        primary_source: Who said it first, where the note says so.
        entity: Whose figure it is.
        measure: What was measured.
        gloss: The quote in English; blank where it needs none.
        market: In which market; blank where the figure is of none.
        period: When, as the data files write it; blank where the note states none.
        corrects: The figure that it supersedes, as that one's own row has it.
        stands_for: Whose word the figures were that it corrects, and those that they corrected.
        colour: That of its entity in every chart of the study, ``#rrggbb``; blank for a figure of no study.
    """

    source: str
    line: str
    quote: str
    printed: str
    primary_source: str
    entity: str
    measure: str
    gloss: str = ""
    market: str = ""
    period: str = ""
    corrects: "Quantity | None" = field(default=None, repr=False)
    stands_for: frozenset[str] = frozenset()
    colour: str = field(default="", repr=False)

    @property
    def word_of(self) -> frozenset[str]:
        """Whose word it is: that of the primary source, or of the note that names none.

        A correction is the word of those whom it corrects as well: it stands for their figure in comparisons, too.
        """
        return self.stands_for | {self.primary_source or f"the note {self.source}"}


@dataclass(frozen=True)
class Derivation:
    """How a quantity was computed from others.

    Attributes:
        metric: Name of the function in ``marketshare.metrics``.
        formula: That function's formula, in mathematical notation.
        arguments: What it was called with, by parameter name; quantities that came with the names of firms keep them.
        at_printed: True if each input stood for its printed value alone, its rounding left aside.
        outer: Why the bounds are safe, but may be wider than need be: two inputs share a figure, or no sharp bounds are
            known of the metric. Blank if they are sharp.
        across_sources: True if it compares figures of different primary sources.
        rests_on: Figures that a plain argument rests on: the rank that lets unnamed firms be called smaller.
    """

    metric: str
    formula: str
    arguments: Mapping[str, "Argument"]
    at_printed: bool = False
    outer: str = ""
    across_sources: bool = False
    rests_on: tuple["Quantity", ...] = ()

    @property
    def inputs(self) -> tuple["Quantity", ...]:
        """The quantities among the arguments, in order, each once."""
        return tuple(
            {quantity.id: quantity for quantity in _quantities([*self.arguments.values(), self.rests_on])}.values()
        )

    @property
    def call(self) -> str:
        """The computation in one line: ``share_change(start=a-2016, end=a-2018)``."""
        words = [f"{name}={_written(argument)}" for name, argument in self.arguments.items()]
        return f"{self.metric}({', '.join(words)})" + (" at the printed values" if self.at_printed else "")


@dataclass(frozen=True)
class Quantity:
    """A number with unit, bounds and origin.

    Attributes:
        id: Its address, kebab-case.
        label: What it is, in English.
        unit: One of the closed list.
        value: The number; None where only bounds are known.
        bounds: All values that the words and the rounding allow; they contain `value`.
        origin: The passage that prints it, or the derivation that yields it.
        decimals: Places after the point when shown; None leaves it to the unit.
        hypothetical: True if it, or anything it was computed from, is an assumption laid over the data.
    """

    id: str
    label: str
    unit: str
    value: float | None
    bounds: Interval
    origin: Passage | Derivation
    decimals: int | None = None
    hypothetical: bool = False

    def __post_init__(self) -> None:
        known_unit(self.unit)
        for name, given in (("id", self.id), ("label", self.label)):
            if not isinstance(given, str) or not given.strip():
                raise CallError(f"{name}: expected text, found {given!r}")
        if not (self.decimals is None or isinstance(self.decimals, int)) or (self.decimals or 0) < 0:
            raise CallError(f"decimals: expected how many places are shown, 0 or more, found {self.decimals!r}")

    @property
    def text(self) -> str:
        """The number as prose prints it: its value, or its bounds if that is all that is known; 几个 is "several".

        With an asterisk, as all its words, if it is hypothetical.
        """
        if self.value is None and isinstance(self.origin, Passage) and says_several(self.origin.printed):
            return self.marked("several")
        value = self.value if self.value is not None and self.value in self.bounds else None  # 60多: 61 to 69
        return self.marked(render_number(value, self.bounds, self.unit, self.decimals))

    @property
    def bounds_text(self) -> str:
        """Its bounds as prose prints them; rounding shows a place after those of a percentage itself."""
        decimals = self.decimals
        rounded = not (self.bounds.is_exact or self.bounds.is_one_sided)
        if decimals is not None and self.unit in {"percent", "ratio"} and rounded:
            decimals = decimals + 1 if isinstance(self.origin, Passage) else max(decimals, 1)
        return self.marked(render_bounds(self.bounds, self.unit, decimals))

    def marked(self, words: str) -> str:
        """Words that tell this number, with the mark of what a what-if changes if it is such."""
        return f"{words}{MARK}" if self.hypothetical else words

    @property
    def basis(self) -> str:
        """The sentence that prints it, or the formula by which it was computed, in a few words."""
        origin = self.origin
        if isinstance(origin, Derivation):
            return f"{origin.formula}: {origin.call}"
        corrects = f"; corrects {origin.corrects.id} ({origin.corrects.text})" if origin.corrects else ""
        return f"“{origin.quote}” ({origin.source}, line {origin.line}){corrects}"

    @property
    def assumptions(self) -> tuple["Quantity", ...]:
        """The hypothetical figures at the bottom of its derivation; none if all is as printed."""
        return tuple(figure for figure in self.figures if figure.hypothetical)

    def __float__(self) -> float:
        """Its value, without what is known of its bounds.

        Raises:
            CallError: it has no one value.
        """
        if self.value is None:
            raise CallError(f"{self.id} has no one value, only bounds: {self.bounds_text}; take .bounds.low or .high")
        return self.value

    def __str__(self) -> str:
        """Label, number, bounds, and the sentence or the formula, in a few words."""
        known = f"{self.label}: {self.text}; bounds {self.bounds} {self.unit.replace('_', ' ')}; {self.basis}"
        assumed = "".join(f"; {MARK} {figure.label}" for figure in self.assumptions if figure is not self)
        return known + assumed

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002  (IPython's protocol)
        printer.text(str(self))

    def _repr_html_(self) -> str:
        """Value, bounds, sentence or formula, and the same of its inputs, which unfold."""
        unit = self.unit.replace("_", " ")
        about = f"<b>{html.escape(self.text)}</b> {html.escape(self.label)} <code>{html.escape(self.id)}</code>"
        said = f"bounds {html.escape(str(self.bounds))} {unit}; {html.escape(self.basis)}"
        inputs = "".join(f"<li>{given._repr_html_()}</li>" for given in self.inputs)
        if not inputs:
            return f"<div>{about}<br>{said}</div>"
        return f"<details open><summary>{about}</summary>{said}<ul>{inputs}</ul></details>"

    @property
    def inputs(self) -> tuple["Quantity", ...]:
        """What it was computed from; empty for a figure."""
        return self.origin.inputs if isinstance(self.origin, Derivation) else ()

    @property
    def figures(self) -> tuple["Quantity", ...]:
        """The printed figures at the bottom of its derivation, each once; a figure is its own."""
        if isinstance(self.origin, Passage):
            return (self,)
        return tuple({figure.id: figure for given in self.inputs for figure in given.figures}.values())


Argument = Union[Quantity, tuple[Quantity, ...], Mapping[Any, Any], list[Any], float, int, str, None]  # noqa: UP007
"""What a metric is called with.

Quantities: one, several in a tuple, or several by the names of their firms. Or parameters that have no bounds: a number
of years, k, a mode, labels in a list.
"""


def quantities_of(argument: Argument) -> tuple[Quantity, ...]:
    """The quantities in an argument, in order; none in a plain parameter."""
    if isinstance(argument, Quantity):
        return (argument,)
    if isinstance(argument, Mapping):
        return tuple(value for value in argument.values() if isinstance(value, Quantity))
    return argument if isinstance(argument, tuple) else ()


def filled(arguments: Mapping[str, Argument], number: Callable[[Quantity], Any]) -> dict[str, Any]:
    """Arguments with something else for each quantity, in the form that they have: alone, listed, or named."""

    def of_one(argument: Argument) -> Any:
        if isinstance(argument, Mapping):
            return {name: number(each) if isinstance(each, Quantity) else each for name, each in argument.items()}
        if isinstance(argument, tuple):
            return [number(quantity) for quantity in argument]
        return number(argument) if isinstance(argument, Quantity) else argument

    return {name: of_one(argument) for name, argument in arguments.items()}


def _quantities(arguments: Iterable[Argument]) -> Iterator[Quantity]:
    for argument in arguments:
        yield from quantities_of(argument)


def _written(argument: Argument) -> str:
    if isinstance(argument, Quantity):
        return argument.id
    if isinstance(argument, Mapping) and quantities_of(argument):
        return f"{{{', '.join(f'{name}: {quantity.id}' for name, quantity in argument.items())}}}"
    if isinstance(argument, tuple):
        return f"[{', '.join(quantity.id for quantity in argument)}]"
    return repr(argument)

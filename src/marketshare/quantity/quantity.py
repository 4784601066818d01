"""Quantity: a value with unit, bounds, and where it came from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Union

from marketshare.interval import Interval
from marketshare.quantity.units import known_unit
from marketshare.wording import render_bounds, render_number, says_several

__all__ = ["Argument", "Derivation", "Passage", "Quantity", "quantities_of"]


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


@dataclass(frozen=True)
class Derivation:
    """How a quantity was computed from others.

    Attributes:
        metric: Name of the function in ``marketshare.metrics``.
        formula: That function's formula, in mathematical notation.
        arguments: What it was called with, by parameter name; quantities that came with the names of firms keep them.
        at_printed: True if each input stood for its printed value alone, its rounding left aside.
        outer: True if two inputs share a figure, so that the bounds are safe but may be wider than need be.
        across_sources: True if it compares figures of different primary sources.
        rests_on: Figures that a plain argument rests on: the rank that lets unnamed firms be called smaller.
    """

    metric: str
    formula: str
    arguments: Mapping[str, "Argument"]
    at_printed: bool = False
    outer: bool = False
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

    @property
    def text(self) -> str:
        """The number as prose prints it: its value, or its bounds if that is all that is known; 几个 is "several"."""
        if self.value is None and isinstance(self.origin, Passage) and says_several(self.origin.printed):
            return "several"
        value = self.value if self.value is not None and self.value in self.bounds else None  # 60多: 61 to 69
        return render_number(value, self.bounds, self.unit, self.decimals)

    @property
    def bounds_text(self) -> str:
        """Its bounds as prose prints them; rounding shows a place after those of a percentage itself."""
        decimals = self.decimals
        rounded = not (self.bounds.is_exact or self.bounds.is_one_sided)
        if decimals is not None and self.unit in {"percent", "ratio"} and rounded:
            decimals = decimals + 1 if isinstance(self.origin, Passage) else max(decimals, 1)
        return render_bounds(self.bounds, self.unit, decimals)

    def __str__(self) -> str:
        """Label, number, bounds, and the sentence or the formula, in a few words."""
        origin = self.origin
        if isinstance(origin, Passage):
            source = f"“{origin.quote}” ({origin.source}, line {origin.line})"
        else:
            source = f"{origin.formula}: {origin.call}"
        return f"{self.label}: {self.text}; bounds {self.bounds} {self.unit.replace('_', ' ')}; {source}"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002  (IPython's protocol)
        printer.text(str(self))

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

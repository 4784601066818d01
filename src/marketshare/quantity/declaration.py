"""What a metric declares, so that quantities can be put through it with their bounds."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from marketshare.interval import Interval
from marketshare.quantity.errors import DerivationError
from marketshare.quantity.units import known_unit

__all__ = ["Limit", "Metric", "declared", "metric"]

Function = TypeVar("Function", bound=Callable[..., Any])

_DECLARED: dict[str, "Metric"] = {}


@dataclass(frozen=True)
class Metric:
    """A plain function of numbers, with what is needed to lift it to quantities.

    Attributes:
        function: The function itself.
        unit: Unit of its result.
        formula: Its formula, in mathematical notation.
        takes: Unit of each argument that may be a quantity; ``same`` stands for one unit shared by all that say so,
            ``any`` for whatever it is.
        rises: Arguments in which it never falls.
        falls: Arguments in which it never rises.
        bounds: For a function that is not monotone: takes intervals where the function takes numbers, returns the
            interval of its values. The function itself, if it returns an interval.
        range: The values that it can have at all.
        dates: The two arguments, if there are such, that are one thing at two dates, the earlier one first.
        sharp: Whether its bounds are the least interval that holds every possible value; a function of its arguments,
            if it depends on them. Others are safe only: they hold every possible value, and perhaps more.
        largest: How many of the largest firms have to be among the shares of a partly reported market; the parameter
            that says so, ``all`` if no unnamed firm may be larger than a named one, or ``whole`` for all that there
            are.
    """

    function: Callable[..., Any]
    unit: str
    formula: str
    takes: dict[str, str]
    rises: frozenset[str] = frozenset()
    falls: frozenset[str] = frozenset()
    bounds: Callable[..., Interval] | None = None
    range: Interval = field(default_factory=Interval.unbounded)
    dates: tuple[str, str] | None = None
    sharp: Callable[..., bool] | bool = True
    largest: int | str = 0

    @property
    def name(self) -> str:
        """The function's name."""
        return str(self.function.__name__)

    @property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """Parameters of the function that can be given by name, in order."""
        parameters = inspect.signature(self.function).parameters
        return {name: each for name, each in parameters.items() if each.kind is not inspect.Parameter.VAR_POSITIONAL}

    def ordered(self, arguments: Iterable[str]) -> list[str]:
        """Names of arguments in the order of the function's parameters.

        Raises:
            DerivationError: the function has no argument of that name, or needs one that is not there.
        """
        known = self.parameters
        unknown = sorted(set(arguments) - set(known))
        if unknown:
            raise DerivationError(f"{self.name} has no argument {', '.join(unknown)}; it takes {', '.join(known)}")
        missing = [name for name, each in known.items() if each.default is each.empty and name not in arguments]
        if missing:
            raise DerivationError(f"{self.name} needs {', '.join(missing)}")
        return sorted(arguments, key=list(known).index)

    def is_share(self, argument: str) -> bool:
        """True if an argument is a share, or several, of the one market at the one time that the metric is about."""
        named_so = argument in {"shares", "total", "leader_share", "challenger_share"} or self.name == "merger_delta"
        return named_so and self.takes.get(argument) == "percent"

    def is_sharp(self, arguments: Mapping[str, Any]) -> bool:
        """True if its bounds are sharp at these arguments."""
        return self.sharp(**arguments) if callable(self.sharp) else self.sharp

    @property
    def yields_interval(self) -> bool:
        """True if the function's own result is an interval, so that there is no single value."""
        return self.bounds is self.function


def metric(
    *,
    unit: str,
    formula: str,
    takes: dict[str, str],
    rises: tuple[str, ...] = (),
    falls: tuple[str, ...] = (),
    bounds: Callable[..., Interval] | str | None = None,
    range: Interval | None = None,  # noqa: A002  (the word of the field)
    dates: tuple[str, str] | None = None,
    sharp: Callable[..., bool] | bool = True,
    largest: int | str = 0,
) -> Callable[[Function], Function]:
    """Declare a function as a metric; the function itself stays as it is.

    Args:
        unit: Unit of the result.
        formula: Formula in mathematical notation, shown beside every number that it yields.
        takes: Unit of each argument that may be a quantity.
        rises: Arguments in which the result never falls.
        falls: Arguments in which the result never rises.
        bounds: A function from intervals to the interval of results, where there is no such direction;
            ``"itself"`` for a function that takes intervals and returns one.
        range: Values that the result can have.
        dates: The two arguments that are one thing at two dates, the earlier one first: ``("start", "end")``.
        sharp: False if the bounds are safe only; a function of the arguments, if it depends on them. What is derived
            says so, and the table of metrics shows the first line of the docstring of `bounds`.
        largest: How many of the largest firms have to be among the shares, as for `Metric`.

    Raises:
        DerivationError: an argument without a direction, or one that the function does not have.
    """
    known_unit(unit)

    def declare(function: Function) -> Function:
        name = function.__name__
        unknown = sorted({*takes, *(dates or ())} - set(inspect.signature(function).parameters))
        if unknown:
            raise DerivationError(f"{name} has no argument {', '.join(unknown)}")
        own_bounds = function if bounds == "itself" else bounds
        if own_bounds is None and set(takes) != set(rises) | set(falls):
            raise DerivationError(f"{name}: declare for each argument whether the result rises or falls in it")
        if not (own_bounds is None or callable(own_bounds)):
            raise DerivationError(f"{name}: bounds must be a function or 'itself', found {own_bounds!r}")
        _DECLARED[name] = Metric(
            function,
            unit,
            formula,
            takes,
            frozenset(rises),
            frozenset(falls),
            own_bounds,
            range or Interval.unbounded(),
            dates,
            sharp=sharp,
            largest=largest,
        )
        return function

    return declare


def declared(function: Callable[..., Any] | str) -> Metric:
    """The declaration of a function, or of the metric of that name.

    Raises:
        DerivationError: it has none.
    """
    name = function if isinstance(function, str) else getattr(function, "__name__", repr(function))
    found = _DECLARED.get(name)
    if found is None or not (isinstance(function, str) or found.function is function):
        raise DerivationError(f"{name} is not a declared metric; known are {', '.join(sorted(_DECLARED))}")
    return found


class Limit(float):
    """A number that is only approached: the open or infinite end of a range, at which bounds are taken.

    A function takes one where it refuses the number itself: ∞, or the 0 that a divisor cannot be.
    """

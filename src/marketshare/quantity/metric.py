"""What a metric declares, so that quantities can be put through it with their bounds."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from marketshare.interval import Interval
from marketshare.quantity.errors import DerivationError
from marketshare.quantity.units import known_unit

__all__ = ["Metric", "declared", "metric", "taking_limits"]

Function = TypeVar("Function", bound=Callable[..., Any])

ANYTHING = Interval(-float("inf"), float("inf"))

_DECLARED: dict[str, "Metric"] = {}
_LIMITS: ContextVar[bool] = ContextVar("limits", default=False)


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
        sharp: Whether its bounds are the least interval that holds every possible value; a function of its arguments,
            if it depends on them. Others are safe only: they hold every possible value, and perhaps more.
    """

    function: Callable[..., Any]
    unit: str
    formula: str
    takes: dict[str, str]
    rises: frozenset[str] = frozenset()
    falls: frozenset[str] = frozenset()
    bounds: Callable[..., Interval] | None = None
    range: Interval = ANYTHING
    sharp: Callable[..., bool] | bool = True

    @property
    def name(self) -> str:
        """The function's name."""
        return str(self.function.__name__)

    def ordered(self, arguments: Iterable[str]) -> list[str]:
        """Names of arguments in the order of the function's parameters.

        Raises:
            DerivationError: the function has no argument of that name.
        """
        parameters = list(inspect.signature(self.function).parameters)
        unknown = sorted(set(arguments) - set(parameters))
        if unknown:
            raise DerivationError(f"{self.name} has no argument {', '.join(unknown)}; it takes {', '.join(parameters)}")
        return sorted(arguments, key=parameters.index)

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
    sharp: Callable[..., bool] | bool = True,
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
        sharp: False if the bounds are safe only; a function of the arguments, if it depends on them. What is derived
            says so, and the table of metrics shows the first line of the docstring of `bounds`.

    Raises:
        DerivationError: an argument without a direction, or one that the function does not have.
    """
    known_unit(unit)

    def declare(function: Function) -> Function:
        name = function.__name__
        unknown = sorted(set(takes) - set(inspect.signature(function).parameters))
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
            range or ANYTHING,
            sharp=sharp,
        )
        return function

    return declare


def declared(function: Callable[..., Any] | str) -> Metric:
    """The declaration of a function, or of the metric of that name.

    Raises:
        DerivationError: it has none.
    """
    name = function if isinstance(function, str) else function.__name__
    found = _DECLARED.get(name)
    if found is None or not (isinstance(function, str) or found.function is function):
        raise DerivationError(f"{name} is not a declared metric; known are {', '.join(sorted(_DECLARED))}")
    return found


@contextmanager
def taking_limits() -> Iterator[None]:
    """Within it, metrics accept infinite arguments: bounds are computed as limits."""
    token = _LIMITS.set(True)
    try:
        yield
    finally:
        _LIMITS.reset(token)


def infinite_allowed() -> bool:
    """True while bounds are being taken as limits; a user's own infinite number is always refused."""
    return _LIMITS.get()

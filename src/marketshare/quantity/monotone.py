"""Ends of a monotone function of intervals: its values at two corners, and which of these the inputs reach."""

from collections.abc import Callable, Mapping
from typing import Any

from marketshare.interval import Interval
from marketshare.quantity.declaration import Limit

__all__ = ["end_at_corner"]


def end_at_corner(
    function: Callable[..., float], rising: Mapping[str, Any], falling: Mapping[str, Any], *, lowest: bool
) -> tuple[float, bool]:
    """The result at the corner where it is lowest (or highest), and whether the inputs reach it.

    It is reached if every end is closed that makes the corner. It is, too, if no open one makes a difference: then the
    result is the same with these arguments at their other ends, and so at everything between. A function that moves at
    all between two ends is taken to move everywhere between them.

    Args:
        function: Rises in each argument of `rising`, falls in each of `falling`. It is given a number for an interval,
            a list for a list, a mapping for a mapping; what is open or infinite comes as a `Limit`.
        rising: Arguments by name: an interval, a list or a mapping of intervals, or anything that is no interval.
        falling: The same.
        lowest: True for the lowest corner, False for the highest.

    Example:
        >>> factors = {"a": Interval(0, 2), "b": Interval(1, 3, False, False)}
        >>> end_at_corner(lambda a, b: a * b, factors, {}, lowest=True)
        (0.0, True)
        >>> end_at_corner(lambda a, b: a * b, factors, {}, lowest=False)
        (6.0, False)
    """
    corner = _picked(rising, low=lowest, across=False) | _picked(falling, low=not lowest, across=False)
    result = float(function(**corner))
    if not any(isinstance(end, Limit) for argument in corner.values() for end in _each(argument)):
        return result, True
    across = _picked(rising, low=lowest, across=True) | _picked(falling, low=not lowest, across=True)
    return result, float(function(**across)) == result


def _picked(arguments: Mapping[str, Any], *, low: bool, across: bool) -> dict[str, Any]:
    def end(value: Any) -> Any:
        if not isinstance(value, Interval):
            return value
        closed = value.low_closed if low else value.high_closed
        return _end(value, low=low if closed or not across else not low)

    def picked(argument: Any) -> Any:
        if isinstance(argument, list):
            return [end(value) for value in argument]
        return {name: end(value) for name, value in argument.items()} if isinstance(argument, dict) else end(argument)

    return {name: picked(argument) for name, argument in arguments.items()}


def _end(interval: Interval, *, low: bool) -> float:
    number, closed = (interval.low, interval.low_closed) if low else (interval.high, interval.high_closed)
    return float(number) if closed else Limit(number)


def _each(argument: Any) -> list[Any]:
    if isinstance(argument, dict):
        return list(argument.values())
    return argument if isinstance(argument, list) else [argument]

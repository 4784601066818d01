"""One door for everything that holds several values: what it takes, and what it refuses by name."""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from marketshare.errors import DisplayError
from marketshare.interval import Interval
from marketshare.quantity.errors import ShareError
from marketshare.quantity.known import known_of
from marketshare.quantity.numbers import refuse_quantity, shown
from marketshare.quantity.quantity import Quantity

__all__ = ["entries", "held", "is_several", "names_of", "refuse_plain"]


def entries(values: Any, name: str, of: str = "shares") -> list[tuple[Any, Any]]:
    """Pairs of a position (or the firm's name, in a pandas Series or a mapping) and a value.

    Args:
        values: A sequence, an iterator (which is used up), a mapping or pandas Series (whose keys are names), a NumPy
            array, a column of Polars, Arrow or another library that NumPy can read, or a `Market`.
        name: What the argument is called.
        of: What it should hold.

    Raises:
        ShareError: nothing that holds several values, or nothing in it; text; a set, which would drop equal values; a
            table or an array of two dimensions; a name that stands there twice.
    """
    refuse_quantity(values, name)
    values = known_of(values) or values
    wanted = f"{name}: expected a sequence of {of}, found"
    if isinstance(values, str | bytes | bytearray | Interval) or not isinstance(values, Iterable):
        raise ShareError(f"{wanted} {shown(values)}")
    if isinstance(values, Set):
        raise ShareError(f"{wanted} {shown(values)}, a set, which drops equal values and has no order")
    shape = getattr(values, "shape", (None,))
    if len(shape) != 1 or hasattr(values, "columns"):
        raise ShareError(f"{name}: expected one list of {of}, found a table ({type(values).__name__})")
    names = names_of(values)
    try:
        listed = _listed(values)
    except Exception as error:  # whatever a foreign column raises where it holds no values that can be read
        raise ShareError(f"{wanted} {type(values).__name__}, which cannot be read as one: {error}") from error
    if not listed:
        raise ShareError(f"{name}: no {of} at all")
    return list(enumerate(listed) if names is None else zip(names, listed, strict=True))


def held(values: Any) -> Any:
    """Values that can be looked at more than once: an iterator as a list, anything else as it is."""
    return list(values) if isinstance(values, Iterator) else values


def is_several(value: Any) -> bool:
    """True for what holds several values, or claims to: anything that can be gone through, but text."""
    one = isinstance(value, str | bytes | Interval) or getattr(value, "ndim", 1) == 0
    return isinstance(value, Iterable) and not one


def names_of(values: Any) -> list[Any] | None:
    """Names of the firms, if a pandas Series or a mapping gives them.

    Raises:
        ShareError: a name that stands there twice.
    """
    if isinstance(values, Mapping):
        return list(values)
    if not hasattr(values, "items"):
        return None
    names = list(values.index)
    twice = sorted({str(name) for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise ShareError(f"firms: {', '.join(twice)} stands there more than once")
    return names


def refuse_plain(given: Any, name: str, *, by: tuple[str, ...] = ()) -> None:
    """Refuse a number that leads nowhere, where quantities are shown.

    Args:
        given: A quantity, or a tuple of them; in mappings, as many as there are labels in `by`.
        name: What the argument is called.
        by: What the keys of each mapping say, the outer one first: ``("row", "segment")``.

    Raises:
        DisplayError: something else; the place, what was found, and what would be taken.
    """
    if by and not isinstance(given, Mapping):
        raise DisplayError(f"{name}: expected a mapping from {by[0]} to quantities, found {shown(given)}")
    if by or isinstance(given, tuple):
        for key, each in given.items() if by else enumerate(given):
            refuse_plain(each, f"{name}[{key!r}]", by=by[1:])
    elif not isinstance(given, Quantity):
        expected = "a quantity, such as study['ID'] or what derive() gives"
        raise DisplayError(f"{name}: expected {expected}, found {shown(given)}")


def _listed(values: Any) -> list[Any]:
    if isinstance(values, Mapping):
        return list(values.values())
    if hasattr(values, "__array__") and not hasattr(values, "__array_interface__"):
        return list(values.__array__())  # by iterating, some columns widen their numbers: 33.3 to 33.29999923706055
    return list(values)

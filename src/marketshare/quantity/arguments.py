"""What a metric is given: one number, several of them, or a market, in whatever type; and what is none, by name."""

import math
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Real
from typing import Any, Literal

from marketshare.errors import DisplayError
from marketshare.interval import Interval
from marketshare.quantity.errors import ShareError
from marketshare.quantity.quantity import Quantity

__all__ = [
    "Known", "Unnamed", "entries", "held", "is_several", "is_truth_value", "known_of", "names_of", "number_of",
    "numpy_kind", "refuse_plain", "refuse_quantity", "rest_of", "shown",
]  # fmt: skip

Unnamed = Literal["smaller", "any"]
"""What is known of unnamed firms: none is larger than the smallest named one, or nothing."""


def number_of(value: Any, name: str) -> float:
    """A value as a number: that of 32 bits as the decimal that it is written as.

    Raises:
        ShareError: it is none, or missing, or too large; a quantity, which `derive` takes.
    """
    refuse_quantity(value, name)
    given = value.as_py() if hasattr(value, "as_py") else value  # one of Arrow's numbers
    kind = numpy_kind(given)
    if kind and getattr(given, "mask", False):
        raise _missing(name)
    if kind and getattr(given, "ndim", 1) == 0:
        given = given[()]  # an array of one number, as that number
    if isinstance(given, bool) or kind not in {None, "i", "u", "f"} or not isinstance(given, Real | Decimal):
        raise ShareError(f"{name}: {shown(value)} is not a number")
    try:
        # one of 32 bits as it is written, 33.3, and not as these read in 64
        number = float(str(given) if kind == "f" else given)
    except OverflowError as error:
        raise ShareError(f"{name}: a number too large to compute with") from error
    except (TypeError, ValueError) as error:
        raise ShareError(f"{name}: {shown(value)} is not a number") from error
    if math.isnan(number):
        raise _missing(name)
    return number


def _missing(name: str) -> ShareError:
    return ShareError(f"{name}: missing (nan); a missing share is not zero, leave it to the residual")


def is_truth_value(value: Any) -> bool:
    """True for True and False, NumPy's own included."""
    return isinstance(value, bool) or numpy_kind(value) == "b"


def numpy_kind(value: Any) -> str | None:
    """The letter that NumPy has for the kind of one of its numbers or arrays; None for what is not NumPy's."""
    return getattr(getattr(value, "dtype", None), "kind", None)


def refuse_quantity(value: Any, name: str) -> None:
    """Refuse a quantity where plain numbers are taken."""
    if isinstance(value, Quantity):
        raise ShareError(
            f"{name}: {value.id} is a quantity, and a metric by itself takes plain numbers; derive() takes quantities"
        )


def shown(value: Any) -> str:
    """A value in a few words, whatever it is."""
    try:
        text = repr(value)
    except Exception:  # a number of more digits than Python prints, an object that cannot be shown
        return f"a {type(value).__name__}"
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:80]}…"


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


@dataclass(frozen=True)
class Known(Mapping[str, float | Interval]):
    """Shares of the named firms by name, percent: a number where one is known, else an interval; and the rest.

    Attributes:
        boxes: What each named firm can have.
        unnamed, count, total, ranks: What is known of the rest, as `feasible_market` takes it.
    """

    boxes: Mapping[str, Interval]
    unnamed: Unnamed = "any"
    count: int | None = None
    total: Interval | None = None
    ranks: Mapping[str, Interval] = field(default_factory=dict)

    def __getitem__(self, firm: str) -> float | Interval:
        box = self.boxes[firm]
        return box.low if box.is_exact else box

    def __iter__(self) -> Iterator[str]:
        return iter(self.boxes)

    def __len__(self) -> int:
        return len(self.boxes)


def known_of(shares: Any) -> Known | None:
    """What a market, or an object that stands for one, says of itself; None for plain lists of shares."""
    found = shares if isinstance(shares, Known) else getattr(shares, "known", None)
    return found if isinstance(found, Known) else None


def rest_of(
    shares: Any,
    unnamed: Unnamed | None,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, Any] | None = None,
) -> tuple[Unnamed, int | None, Any, Mapping[Any, Any] | None]:
    """What is known of the rest: as the arguments have it, else as a `Market` does.

    Raises:
        ShareError: plain shares of which nobody says what is known of the unnamed firms.
    """
    if (known := known_of(shares)) is not None:
        ranks = known.ranks if ranks is None and unnamed is None else ranks
        unnamed = known.unnamed if unnamed is None else unnamed
        count = known.count if count is None else count
        total = known.total if total is None else total
    if not isinstance(unnamed, str) or unnamed not in ("smaller", "any"):
        found = "missing" if unnamed is None else shown(unnamed)
        raise ShareError(f"unnamed: {found}; expected 'smaller' (than the smallest named firm) or 'any'")
    return unnamed, count, total, ranks

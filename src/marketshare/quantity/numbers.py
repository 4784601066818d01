"""Numbers as they are written, of whatever type, and what is none."""

import math
from decimal import Decimal
from numbers import Real
from typing import Any

from marketshare.quantity.errors import ShareError
from marketshare.quantity.quantity import Quantity

__all__ = ["is_truth_value", "number_of", "numpy_kind", "refuse_quantity", "shown"]


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

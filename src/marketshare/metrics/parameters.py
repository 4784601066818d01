"""Parameters that have no unit: how many firms, which order, which base, yes or no."""

import math
from operator import index
from typing import Any

from marketshare.metrics.checks import ShareError, amount
from marketshare.quantity.arguments import is_truth_value, refuse_quantity, shown

__all__ = ["firms_asked_for", "hill_order", "log_base", "refuse_no_choice"]


def firms_asked_for(k: Any) -> int:
    """A number of firms to take, 1 or more, of any type that can count.

    Raises:
        ShareError: it is none.
    """
    try:
        number = 0 if is_truth_value(k) else index(k)
    except TypeError:
        number = 0
    if number < 1:
        refuse_quantity(k, "k")
        raise ShareError(f"k: {shown(k)} is not a number of firms; expected 1 or more")
    return number


def hill_order(order: Any) -> float:
    """The order of a Hill number, 0 or more; infinity is one.

    Raises:
        ShareError: it is none.
    """
    return math.inf if isinstance(order, float) and order == math.inf else amount(order, "order", at_least=0)


def log_base(base: Any) -> float:
    """The base of logarithms, above 1.

    Raises:
        ShareError: it is none.
    """
    number = amount(base, "base")
    if number <= 1:
        raise ShareError(f"base: {number:g} must be above 1")
    return number


def refuse_no_choice(value: Any, name: str) -> None:
    """Refuse what is neither True nor False."""
    if not is_truth_value(value):
        raise ShareError(f"{name}: {shown(value)}; expected True or False")

"""Thresholds of rules, compared with numbers of which only bounds are known: true, false, or undetermined."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, Protocol

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError, amount
from marketshare.quantity.arguments import is_several, refuse_quantity, shown

__all__ = ["OPPOSITE", "Answer", "Condition", "Test", "compare", "conditions_of"]

Answer = Literal["true", "false", "undetermined"]


class Condition(Protocol):
    """One condition of a rule, as a row of ``rules.csv`` states it.

    Attributes:
        measure: ``market-share``, ``concentration-ratio``, ``hhi``, ``merger-delta``, or ``member-share``: a member of
            a group whose share meets that condition is exempt from the rule.
        firms: How many firms together, for a concentration ratio.
        operator: ``>=``, ``>``, ``<`` or ``<=``.
        threshold: In percent of the market, or in points.
    """

    @property
    def measure(self) -> str: ...  # noqa: D102
    @property
    def firms(self) -> int: ...  # noqa: D102
    @property
    def operator(self) -> str: ...  # noqa: D102
    @property
    def threshold(self) -> float: ...  # noqa: D102


@dataclass(frozen=True)
class Test:
    """One condition, tested.

    Attributes:
        measure: What was measured, in words: ``concentration-ratio of 2``.
        bounds: All values that the shares allow.
        operator: ``>=``, ``>`` or ``<``.
        threshold: What it was compared with, in the same unit.
        answer: Whether it is met.
    """

    __test__ = False  # not one of pytest's

    measure: str
    bounds: Interval
    operator: str
    threshold: float
    answer: Answer


def compare(measured: Interval, operator: str, threshold: float) -> Answer:
    """Whether a number of which only bounds are known meets a threshold.

    Args:
        measured: Bounds of the number.
        operator: ``>=`` (reaches, 达到), ``>`` (exceeds), ``<`` (is below, 不足), ``<=`` (does not exceed).
        threshold: The rule's threshold, in the same unit. A bound that misses it by its last binary digits is on it.

    Returns:
        ``"true"`` if every possible value meets it, ``"false"`` if none does, else ``"undetermined"``.

    Raises:
        ShareError: an operator that is none of the four; no interval; a threshold that is no number.

    Example:
        >>> compare(Interval(49.85, 49.95), ">=", 50)
        'false'
    """
    limit = amount(threshold, "threshold")
    if not isinstance(operator, str) or operator not in _MEETING:
        raise ShareError(f"operator: {shown(operator)}; expected one of {', '.join(_MEETING)} at {limit:.12g}")
    refuse_quantity(measured, "measured")
    if not isinstance(measured, Interval):
        raise ShareError(f"measured: expected an Interval, the bounds of a number, found {shown(measured)}")
    settled = measured.settled(limit)
    if not settled.meets(_MEETING[OPPOSITE[operator]](limit)):
        return "true"
    return "undetermined" if settled.meets(_MEETING[operator](limit)) else "false"


def conditions_of(given: Any, name: str) -> list[Condition]:
    """The conditions of a rule: one alone, or several.

    Raises:
        ShareError: none at all; what is no condition, or has no threshold.
    """
    wanted = list(given) if is_several(given) and not hasattr(given, "operator") else [given]
    if not wanted:
        raise ShareError(f"{name}: none at all")
    for each in wanted:
        lacking = [part for part in ("measure", "firms", "operator", "threshold") if not hasattr(each, part)]
        if lacking:
            raise ShareError(f"{name}: {shown(each)} is no condition; it has no {', '.join(lacking)}")
        amount(each.threshold, f"{name}: threshold of {each.measure}")
    return wanted


_MEETING: dict[str, Callable[[float], Interval]] = {
    ">=": Interval.at_least,
    ">": partial(Interval.at_least, closed=False),
    "<": partial(Interval.at_most, closed=False),
    "<=": Interval.at_most,
}
"""What meets each operator's threshold."""

OPPOSITE = {">=": "<", "<": ">=", ">": "<=", "<=": ">"}
"""What meets a threshold exactly if the other does not."""

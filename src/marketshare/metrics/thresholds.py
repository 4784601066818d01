"""Thresholds of rules, compared with numbers of which only bounds are known: true, false, or undetermined."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError

__all__ = ["OPPOSITE", "Answer", "Condition", "Test", "compare"]

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
        ShareError: an operator that is none of the four.

    Example:
        >>> compare(Interval(49.85, 49.95), ">=", 50)
        'false'
    """
    if operator not in _MEETING:
        raise ShareError(f"operator: {operator!r}; expected one of {', '.join(_MEETING)} at {threshold:.12g}")
    settled = measured.settled(threshold)
    if not settled.meets(_MEETING[OPPOSITE[operator]](threshold)):
        return "true"
    return "undetermined" if settled.meets(_MEETING[operator](threshold)) else "false"


_MEETING: dict[str, Callable[[float], Interval]] = {
    ">=": Interval.at_least,
    ">": partial(Interval.at_least, closed=False),
    "<": partial(Interval.at_most, closed=False),
    "<=": Interval.at_most,
}
"""What meets each operator's threshold."""

OPPOSITE = {">=": "<", "<": ">=", ">": "<=", "<=": ">"}
"""What meets a threshold exactly if the other does not."""

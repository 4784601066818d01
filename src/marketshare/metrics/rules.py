"""Legal and guideline thresholds, tested on bounds: true, false, or undetermined."""

from typing import Literal

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError

__all__ = ["Answer", "compare"]

Answer = Literal["true", "false", "undetermined"]


def compare(measured: Interval, operator: str, threshold: float) -> Answer:
    """Whether a number of which only bounds are known meets a threshold.

    Args:
        measured: Bounds of the number.
        operator: ``>=`` (reaches, 达到), ``>`` (exceeds), ``<`` (is below, 不足).
        threshold: The rule's threshold, in the same unit.

    Returns:
        ``"true"`` if every possible value meets it, ``"false"`` if none does, else ``"undetermined"``.

    Raises:
        ShareError: an operator that is none of the three.

    Example:
        >>> compare(Interval(49.85, 49.95), ">=", 50)
        'false'
    """
    at_threshold = Interval.exactly(threshold)
    from_threshold = Interval.at_least(threshold)
    meeting = {
        ">=": from_threshold,
        ">": Interval.at_least(threshold, closed=False),
        "<": Interval(-float("inf"), threshold, False, False),
    }
    failing = {">=": meeting["<"], ">": Interval(-float("inf"), threshold, False, True), "<": from_threshold}
    if operator not in meeting:
        raise ShareError(f"operator: {operator!r}; expected one of {', '.join(meeting)} at {at_threshold}")
    if not measured.meets(failing[operator]):
        return "true"
    return "undetermined" if measured.meets(meeting[operator]) else "false"

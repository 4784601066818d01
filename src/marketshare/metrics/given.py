"""Numbers that no note prints: what somebody gives for a market of his own, as the first link of its derivations."""

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError, share_box
from marketshare.quantity import metric

__all__ = ["given_rank", "given_share"]


@metric(unit="percent", formula="as given", takes={}, bounds="itself")
def given_share(low: float, high: float | None = None, ends: str = "[]") -> Interval:
    """A share, or what it lies between, as somebody gives it.

    Args:
        low: The share, or its low end, percent.
        high: Its high end; None for a number that is known exactly.
        ends: Which ends belong to it: ``[]``, ``(]``, ``[)`` or ``()``.

    Returns:
        The interval, percent.

    Raises:
        ShareError: an end that is not a share; low above high.

    Example:
        >>> given_share(42.85, 42.95)
        [42.85, 42.95]
    """
    if high is None:
        return share_box(low, "low")
    if low > high:
        raise ShareError(f"low: {low:g} is above high {high:g}")
    return share_box(Interval(low, high, ends[:1] == "[", ends[1:] == "]"), "low")


@metric(unit="rank", formula="as given", takes={}, bounds="itself")
def given_rank(rank: int) -> Interval:
    """A rank as somebody gives it, 1 the largest.

    Example:
        >>> given_rank(2)
        [2, 2]
    """
    return Interval.exactly(rank)

"""Legal and guideline thresholds, tested on bounds: true, false, or undetermined."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from marketshare.interval import Interval
from marketshare.metrics.bounds import concentration_ratio_bounds, hhi_bounds
from marketshare.metrics.checks import FULL, ShareError, share_boxes
from marketshare.metrics.completion import Unnamed
from marketshare.metrics.firms import position_of
from marketshare.metrics.merger import merger_delta_bounds
from marketshare.quantity import metric

__all__ = ["Answer", "Condition", "RuleEvaluation", "Test", "compare", "post_merger_hhi_bounds", "rule_evaluation"]

Answer = Literal["true", "false", "undetermined"]

MEASURES = ("market-share", "concentration-ratio", "hhi", "merger-delta")


class Condition(Protocol):
    """One condition of a rule, as a row of ``rules.csv`` states it.

    Attributes:
        measure: ``market-share``, ``concentration-ratio``, ``hhi`` or ``merger-delta``.
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
        operator: ``>=``, ``>``, ``<`` or ``<=``.
        threshold: What it was compared with, in the same unit.
        answer: Whether it is met.
    """

    __test__ = False  # not one of pytest's

    measure: str
    bounds: Interval
    operator: str
    threshold: float
    answer: Answer


@dataclass(frozen=True)
class RuleEvaluation:
    """A rule, evaluated.

    Attributes:
        answer: ``true`` if every market that the shares allow meets all conditions, ``false`` if none does.
        tests: The conditions in order, with the numbers that they were tested on.
    """

    answer: Answer
    tests: tuple[Test, ...]

    @property
    def decided_by(self) -> tuple[Test, ...]:
        """The tests that the answer rests on: all of a true rule, those that failed, or those left open."""
        return tuple(test for test in self.tests if test.answer == self.answer)


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
    at_threshold = Interval.exactly(threshold)
    from_threshold = Interval.at_least(threshold)
    meeting = {
        ">=": from_threshold,
        ">": Interval.at_least(threshold, closed=False),
        "<": Interval(-float("inf"), threshold, False, False),
        "<=": Interval(-float("inf"), threshold, False, True),
    }
    failing = {">=": meeting["<"], ">": meeting["<="], "<": from_threshold, "<=": meeting[">"]}
    if operator not in meeting:
        raise ShareError(f"operator: {operator!r}; expected one of {', '.join(meeting)} at {at_threshold}")
    settled = measured.settled(threshold)
    if not settled.meets(failing[operator]):
        return "true"
    return "undetermined" if settled.meets(meeting[operator]) else "false"


def rule_evaluation(
    conditions: Condition | Iterable[Condition],
    shares: Iterable[Any],
    *,
    unnamed: Unnamed,
    count: int | None = None,
    firm: Any = None,
    merging: Sequence[Any] = (),
) -> RuleEvaluation:
    """Whether a market meets a rule, given what is known of its shares.

    All conditions of a rule must hold. Alternatives ("or") are rules of their own. If one condition surely fails the
    rule is false, whatever the others; conditions that are open are not weighed against each other.

    Args:
        conditions: One condition or several, with `measure`, `firms`, `operator` and `threshold`.
        shares: Named shares before any merger, percent: numbers (exact) or (low, high) pairs.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are; None if unknown.
        firm: The firm whose market share is tested: position, or name in a Series.
        merging: The firms that merge. Then HHI and market share are those after the merger.

    Returns:
        ``true``, ``false`` or ``undetermined``, and every condition with the bounds that it was tested on. It holds as
        far as these shares are those of a relevant market, and is no legal advice.

    Raises:
        ShareError: as for every list of shares; no market fits; no condition; an unknown measure or operator; a market
            share without `firm`, or a merger's rise of the HHI without `merging`.

    Example:
        >>> from types import SimpleNamespace
        >>> half = SimpleNamespace(measure="concentration-ratio", firms=1, operator=">=", threshold=50)
        >>> rule_evaluation(half, [(49.85, 49.95), 40.7], unnamed="smaller").answer
        'false'
    """
    wanted: list[Condition] = list(conditions) if isinstance(conditions, Iterable) else [conditions]
    if not wanted:
        raise ShareError("conditions: none at all")
    boxes = share_boxes(shares)
    if merging and len(merging) < 2:
        raise ShareError(f"merging: a merger needs two firms, found {merging!r}")
    joining = [position_of(shares, each) for each in merging]
    own = position_of(shares, firm) if firm is not None else None
    if own is None:  # an exemption is of one firm; the others of its group are presumed dominant all the same
        wanted = [condition for condition in wanted if condition.measure != "member-share"]
    tests = []
    for condition in wanted:
        name, bounds = _measured(condition, boxes, unnamed, count, own, joining)
        answer = compare(bounds, condition.operator, condition.threshold)
        tests.append(Test(name, bounds, condition.operator, condition.threshold, answer))
    answers: set[Answer] = {test.answer for test in tests}
    worst: Answer = "false" if "false" in answers else "undetermined" if "undetermined" in answers else "true"
    return RuleEvaluation(worst, tuple(tests))


@metric(
    unit="hhi_point",
    formula="HHI before, over the least and the most concentrated completion, + 2 · a · b",
    takes={"shares": "percent"},
    bounds="itself",
)
def post_merger_hhi_bounds(
    shares: Iterable[Any], first: int, second: int, *, unnamed: Unnamed, count: int | None = None
) -> Interval:
    """Bounds of the HHI after a merger of two named firms, points: those before, and what the merger adds.

    Args:
        shares: Named shares before the merger, percent: numbers (exact) or (low, high) pairs.
        first: Position of one merging firm, or its name in a Series.
        second: Position of the other.
        unnamed: ``"smaller"``: before the merger no unnamed firm is larger than the smallest named one; ``"any"``:
            nothing is known.
        count: How many unnamed firms there are; None if unknown.

    Returns:
        The interval, sharp for exact shares; for rounded ones it is safe, and sharp where both ends are at the same
        shares.

    Raises:
        ShareError: as for every list of shares; no market fits; no such firm.

    Example:
        >>> post_merger_hhi_bounds([50, 30], 0, 1, unnamed="smaller")
        (6400, 6800]
    """
    boxes = share_boxes(shares)
    joining = [position_of(shares, firm) for firm in (first, second)]
    return _after_merger(boxes, joining, unnamed, count)


def _measured(
    condition: Condition,
    boxes: list[Interval],
    unnamed: Unnamed,
    count: int | None,
    own: int | None,
    joining: list[int],
) -> tuple[str, Interval]:
    measure = condition.measure
    if measure == "concentration-ratio":
        bounds = concentration_ratio_bounds(boxes, condition.firms, unnamed=unnamed, count=count)
        return f"{measure} of {condition.firms}", bounds
    if measure == "hhi":
        if joining:
            return "hhi after the merger", _after_merger(boxes, joining, unnamed, count)
        return measure, hhi_bounds(boxes, unnamed=unnamed, count=count)
    if measure == "merger-delta":
        if not joining:
            raise ShareError("merging: a rise of the HHI needs the firms that merge")
        return measure, merger_delta_bounds(*(boxes[position] for position in joining))
    if measure == "market-share":
        if joining:
            return "market-share of the merged firm", _sum([boxes[position] for position in joining])
        if own is None:
            raise ShareError("firm: a market share is that of one firm; name it")
        return measure, boxes[own]
    raise ShareError(f"measure: {measure!r}; expected one of {', '.join(MEASURES)}")


def _after_merger(boxes: list[Interval], joining: list[int], unnamed: Unnamed, count: int | None) -> Interval:
    if len(set(joining)) < 2:
        raise ShareError("merging: a merger needs two different firms")
    before = hhi_bounds(boxes, unnamed=unnamed, count=count)
    return _sum([before, merger_delta_bounds(*(boxes[position] for position in joining))], most=10_000)


def _sum(parts: list[Interval], most: float = FULL) -> Interval:
    low, high = math.fsum(part.low for part in parts), math.fsum(part.high for part in parts)
    low_closed, high_closed = all(part.low_closed for part in parts), all(part.high_closed for part in parts)
    if high > most:
        high, high_closed = most, True
    return Interval.exactly(low) if low >= high else Interval(low, high, low_closed, high_closed)

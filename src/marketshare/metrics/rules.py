"""Legal and guideline thresholds, tested on bounds: true, false, or undetermined."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, Protocol

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ShareError, share_boxes
from marketshare.metrics.extremes import index_bounds
from marketshare.metrics.feasible import FeasibleMarket, Unnamed, feasible_market
from marketshare.metrics.firms import held, position_of
from marketshare.metrics.firms_together import (
    delta_over,
    group_with,
    hhi_after,
    merged_market,
    merging_positions,
    together,
)
from marketshare.metrics.groups import hhi_of, joint_share
from marketshare.metrics.parameters import firms_asked_for

__all__ = ["Answer", "Condition", "RuleEvaluation", "Test", "compare", "presumption", "rule_evaluation"]

Answer = Literal["true", "false", "undetermined"]

MEASURES = ("market-share", "concentration-ratio", "hhi", "merger-delta", "member-share")


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
    if operator not in _MEETING:
        raise ShareError(f"operator: {operator!r}; expected one of {', '.join(_MEETING)} at {threshold:.12g}")
    settled = measured.settled(threshold)
    if not settled.meets(_MEETING[_OPPOSITE[operator]](threshold)):
        return "true"
    return "undetermined" if settled.meets(_MEETING[operator](threshold)) else "false"


_MEETING: dict[str, Callable[[float], Interval]] = {
    ">=": Interval.at_least,
    ">": partial(Interval.at_least, closed=False),
    "<": partial(Interval.at_most, closed=False),
    "<=": Interval.at_most,
}
"""What meets each operator's threshold."""

_OPPOSITE = {">=": "<", "<": ">=", ">": "<=", "<=": ">"}


def rule_evaluation(
    conditions: Condition | Iterable[Condition],
    shares: Iterable[Any],
    *,
    unnamed: Unnamed,
    count: int | None = None,
    total: Any = None,
    ranks: Mapping[Any, int] | None = None,
    firm: Any = None,
    merging: Sequence[Any] = (),
) -> RuleEvaluation:
    """Whether a market meets a rule, given what is known of its shares.

    All conditions of a rule must hold. Alternatives ("or") are rules of their own: see `presumption`. If one condition
    surely fails the rule is false, whatever the others. Conditions that are each open are false together if no market
    meets them all; where that is not shown, they are undetermined.

    Args:
        conditions: One condition or several, with `measure`, `firms`, `operator` and `threshold`.
        shares: Named shares before any merger, percent: numbers (exact) or (low, high) pairs.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms there are at most; None for any number.
        total: A stated sum of the named shares.
        ranks: Stated ranks by firm, 1 the largest.
        firm: The firm that the rule is applied to: position, or name in a Series. A market share is its own, and of k
            firms it is one, with the k − 1 largest others. Without it a concentration ratio is that of the k largest,
            and a `member-share` exempts nobody.
        merging: The firms that merge. Then every measure is taken after the merger, and a market share is theirs.

    Returns:
        ``true``, ``false`` or ``undetermined``, and every condition with the bounds that it was tested on. It holds as
        far as these shares are those of a relevant market, and is no legal advice.

    Raises:
        ShareError: as for every list of shares; no market fits; no condition; an unknown measure or operator; a market
            share without `firm`, a merger's rise of the HHI without `merging`, or both of them.

    Example:
        >>> from types import SimpleNamespace
        >>> half = SimpleNamespace(measure="concentration-ratio", firms=1, operator=">=", threshold=50)
        >>> rule_evaluation(half, [(49.85, 49.95), 40.7], unnamed="smaller").answer
        'false'
    """
    wanted: list[Condition] = list(conditions) if isinstance(conditions, Iterable) else [conditions]
    if not wanted:
        raise ShareError("conditions: none at all")
    shares = held(shares)
    if firm is not None and merging:
        raise ShareError("firm: with `merging` the market share is that of the merged firm; leave one of them away")
    firms = merging_positions(shares, merging) if merging else [position_of(shares, firm)] if firm is not None else []
    about = _Subject(firms, unnamed)
    places = {position_of(shares, each): rank for each, rank in ranks.items()} if isinstance(ranks, Mapping) else ranks
    boxes = share_boxes(shares)
    allowed = partial(feasible_market, unnamed=unnamed, count=count, total=total, ranks=places)
    tests = about.tests(wanted, allowed(boxes))
    answers = {test.answer for test in tests}
    if "false" in answers or answers == {"true"}:
        return RuleEvaluation("false" if "false" in answers else "true", tests)
    narrowed = about.narrowed(boxes, tests)
    try:
        market = allowed(narrowed)
    except ShareError:  # it fits the shares, but not what the conditions leave of them
        return RuleEvaluation("false", tests)
    never = any(test.answer == "false" for test in about.tests(wanted, market))
    return RuleEvaluation("false" if never else "undetermined", tests)


def presumption(
    rules: Iterable[Condition | Iterable[Condition]], shares: Iterable[Any], *, unnamed: Unnamed, **known: Any
) -> RuleEvaluation:
    """Whether a market, or a firm of it, meets one rule of several: a presumption of dominance by one, two or three.

    Args:
        rules: The rules, each of them one condition or several that must hold together.
        shares: Named shares, percent: numbers (exact) or (low, high) pairs.
        unnamed: What is known of the unnamed firms, as for `rule_evaluation`.
        known: What else `rule_evaluation` takes: with `firm`, whether that firm is presumed dominant.

    Returns:
        ``true`` if one of the rules is certainly met, ``false`` if none can be, and the tests of all of them.

    Raises:
        ShareError: no rules; as `rule_evaluation`.

    Example:
        >>> from types import SimpleNamespace as Row
        >>> two = Row(measure="concentration-ratio", firms=2, operator=">=", threshold=200 / 3)
        >>> below_a_tenth = Row(measure="member-share", firms=1, operator="<", threshold=10)
        >>> [presumption([[two, below_a_tenth]], [65, 8, 7], unnamed="smaller", firm=firm).answer for firm in (0, 1)]
        ['true', 'false']
    """
    found = [rule_evaluation(rule, shares, unnamed=unnamed, **known) for rule in rules]
    if not found:
        raise ShareError("rules: none at all")
    answers = {each.answer for each in found}
    best: Answer = "true" if "true" in answers else "undetermined" if "undetermined" in answers else "false"
    return RuleEvaluation(best, tuple(test for each in found for test in each.tests))


@dataclass(frozen=True)
class _Subject:
    """Whom a rule is applied to: firms that merge, one firm, or the market as a whole."""

    firms: Sequence[int]
    unnamed: Unnamed

    @property
    def merging(self) -> bool:
        return len(self.firms) > 1

    def tests(self, conditions: Iterable[Condition], market: FeasibleMarket) -> tuple[Test, ...]:
        """The conditions, tested.

        Raises:
            ShareError: none but exemptions of members, without a member.
        """
        found = tuple(test for condition in conditions if (test := self.test(condition, market)) is not None)
        if not found:
            raise ShareError("conditions: only an exemption of members, and nothing that they are exempt from")
        return found

    def test(self, condition: Condition, market: FeasibleMarket) -> Test | None:
        """The condition, tested; None for an exemption of members, if no member is asked about."""
        operator = condition.operator
        if condition.measure == "member-share":
            if operator not in {"<", "<="}:
                raise ShareError(f"operator: {operator!r}; a member is exempt below a share, expected < or <=")
            if not self.firms:
                return None
            operator = _OPPOSITE[operator]
        name, bounds = self.measured(condition, market)
        return Test(name, bounds, operator, condition.threshold, compare(bounds, operator, condition.threshold))

    def measured(self, condition: Condition, market: FeasibleMarket) -> tuple[str, Interval]:
        """What is measured, in words, and its bounds."""
        measure, firms, unnamed = condition.measure, self.firms, self.unnamed
        after = " after the merger" if self.merging else ""
        if measure == "concentration-ratio":
            k = condition.firms
            firms_asked_for(k)
            if firms and not self.merging:
                return f"{measure} of {k}", group_with(market, firms[0], k, unnamed=unnamed)
            whole = merged_market(market, firms) if self.merging else market
            bounds = index_bounds(lambda full: joint_share(full.groups, k), whole, decided_by=lambda end: end.joint(k))
            return f"{measure} of {k}{after}", bounds
        if measure == "hhi":
            if self.merging:
                return f"{measure}{after}", hhi_after(market, firms, unnamed=unnamed)
            return measure, index_bounds(lambda full: hhi_of(full.groups), market)
        if measure == "merger-delta":
            if not self.merging:
                raise ShareError("merging: a rise of the HHI needs the firms that merge")
            return measure, delta_over(market, firms, unnamed=unnamed)
        if measure in {"market-share", "member-share"}:
            if not firms:
                raise ShareError("firm: a market share is that of one firm; name it")
            return (f"{measure} of the merged firm" if self.merging else measure), together(
                market, firms, unnamed=unnamed
            )
        raise ShareError(f"measure: {measure!r}; expected one of {', '.join(MEASURES)}")

    def narrowed(self, boxes: Sequence[Interval], tests: Iterable[Test]) -> list[Interval]:
        """Shares that may meet all conditions, and perhaps some that do not.

        A share or a rise above a threshold needs as much of each firm as the highest of the others leave over; one
        below it needs as little. An HHI below a threshold needs no share above its root. A rise of d needs two that
        have √(2d) together, which is not left for others.
        """
        found = list(boxes)
        needed = [
            test.threshold if "share" in test.measure else math.sqrt(2 * test.threshold)
            for test in tests
            if ">" in test.operator
            and ("share" in test.measure or (test.measure, len(self.firms)) == ("merger-delta", 2))
        ]
        for other in range(len(boxes)):
            if other not in self.firms:
                found[other] = _part(boxes[other], 0.0, FULL - max(needed, default=0.0) + _SPARE)
        for test in tests:
            for firm in self.firms:
                others = [boxes[other] for other in self.firms if other != firm]
                least, most = (math.fsum(ends) for ends in ([o.low for o in others], [o.high for o in others]))
                low, high = 0.0, FULL
                if "share" in test.measure:
                    low, high = test.threshold - most, test.threshold - least
                elif test.measure == "merger-delta" and len(others) == 1:
                    low, high = (test.threshold / (2 * end) if end else FULL for end in (most, least))
                elif test.measure.startswith("hhi"):
                    high = math.sqrt(test.threshold) - least
                if ">" in test.operator:
                    found[firm] = _part(found[firm], low - _SPARE, FULL)
                else:
                    found[firm] = _part(found[firm], 0.0, high + _SPARE)
        return found


def _part(box: Interval, low: float, high: float) -> Interval:
    """The part of an interval between two ends; all of it where that is nothing, or a single number."""
    if low > box.high or high < box.low:
        return box
    least, most = max(box.low, low), min(box.high, high)
    if least == most:
        return box
    return Interval(least, most, box.low_closed or low > box.low, box.high_closed or high < box.high)


_SPARE = 1e-9
"""What is left beside a narrowed share, so that rounding of its last digits rules nothing out."""

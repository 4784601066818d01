"""Whom a rule is applied to: firms that merge, one firm of a market, or the market as a whole."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marketshare.interval import Interval
from marketshare.metrics.after_merger import hhi_after, joint_after
from marketshare.metrics.checks import FULL, ShareError
from marketshare.metrics.extremes import concentration_ratio_over, index_bounds
from marketshare.metrics.feasible import FeasibleMarket, Unnamed
from marketshare.metrics.firms_together import delta_over, group_with, together
from marketshare.metrics.groups import hhi_of
from marketshare.metrics.parameters import firms_asked_for
from marketshare.metrics.thresholds import OPPOSITE, Condition, Test, compare

__all__ = ["Subject"]

_SPARE = 1e-9
"""What is left beside a narrowed share, so that rounding of its last digits rules nothing out."""

MEASURES = ("market-share", "concentration-ratio", "hhi", "merger-delta", "member-share")


@dataclass(frozen=True)
class Subject:
    """Firms that merge, one firm, or no firm for the market as a whole; and what is known of the unnamed ones."""

    firms: Sequence[int]
    unnamed: Unnamed

    @property
    def merging(self) -> bool:
        """True if several firms become one."""
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
            operator = OPPOSITE[operator]
        name, bounds = self.measured(condition, market)
        return Test(name, bounds, operator, condition.threshold, compare(bounds, operator, condition.threshold))

    def measured(self, condition: Condition, market: FeasibleMarket) -> tuple[str, Interval]:
        """What is measured, in words, and its bounds."""
        measure, firms, unnamed = condition.measure, self.firms, self.unnamed
        after = " after the merger" if self.merging else ""
        if measure == "concentration-ratio":
            k = firms_asked_for(condition.firms)
            if firms and not self.merging:
                return f"{measure} of {k}", group_with(market, firms[0], k, unnamed=unnamed)
            if self.merging:
                return f"{measure} of {k}{after}", joint_after(market, firms, k, unnamed=unnamed)
            return f"{measure} of {k}", concentration_ratio_over(market, k)
        if measure == "hhi":
            if self.merging:
                return f"{measure}{after}", hhi_after(market, firms, unnamed=unnamed)
            return measure, index_bounds(hhi_of, market)
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
            test.threshold if "share" in test.measure else math.sqrt(2 * max(0.0, test.threshold))
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
                    low = test.threshold / (2 * most) if most else FULL * (test.threshold > 0)
                    high = test.threshold / (2 * least) if least else FULL
                elif test.measure.startswith("hhi"):
                    high = math.sqrt(max(0.0, test.threshold)) - least
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

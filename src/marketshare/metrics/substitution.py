"""Substitution: how fast one thing replaces another."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from marketshare.interval import LAST_DIGITS, Interval
from marketshare.metrics.checks import FULL, ShareError, added, amount, entries, finite, growth_rate, share_of_market
from marketshare.metrics.firms import alongside, names_of
from marketshare.metrics.ratio import log_ratio, quotient
from marketshare.quantity import metric

__all__ = ["LogisticFit", "logistic_fit", "substitution_rate", "takeover_time"]

_LEAST_POINTS = 3


@dataclass(frozen=True)
class LogisticFit:
    """A logistic curve through observed shares.

    Attributes:
        rate: Rate a, per unit of time; negative for a share that falls.
        midpoint: Time at which the share is 50 %.
        r_squared: Part of the variance of the log odds that the curve explains, 0 to 1.
        points: How many points it was fitted to.
    """

    rate: float
    midpoint: float
    r_squared: float
    points: int

    def share(self, time: float) -> float:
        """Share that the curve has at a time, percent."""
        odds = math.exp(-abs(self.rate * (time - self.midpoint)))  # of the smaller side, which cannot overflow
        return FULL / (1 + odds) if self.rate * (time - self.midpoint) >= 0 else FULL * odds / (1 + odds)


@metric(
    unit="ratio",
    formula="ln((100 + growth) / (100 + growth of the other))",
    takes={"growth": "percent", "other_growth": "percent"},
    rises=("growth",),
    falls=("other_growth",),
)
def substitution_rate(growth: float, other_growth: float) -> float:
    r"""Rate of the logistic curve that one thing's share of two follows, if both grow at constant rates.

    .. math:: a = \ln((1+g_1)/(1+g_2)), \quad \ln(f/(1-f)) = a (t - t_{50})

    Args:
        growth: Growth a year of the one, percent, above -100.
        other_growth: Growth a year of the other, percent, above -100.

    Returns:
        A rate per year: positive if the first gains on the second.

    Raises:
        ShareError: growth that is missing, infinite, or -100 or less.

    Source:
        Fisher and Pry 1971.

    Example:
        >>> round(substitution_rate(100, 0), 6)  # ln 2
        0.693147
    """
    return log_ratio(growth_rate(growth, "growth"), growth_rate(other_growth, "other_growth"))


@metric(unit="year", formula="ln 81 / rate", takes={"rate": "ratio"}, falls=("rate",), range=Interval.at_least(0))
def takeover_time(rate: float) -> float:
    r"""Time that a logistic substitution takes from 10 % to 90 %.

    .. math:: \ln 81 / a

    Args:
        rate: Rate a of the logistic curve, per year, above 0.

    Returns:
        Years.

    Raises:
        ShareError: a rate that is missing, infinite, or 0 or less: what does not grow takes nothing over.

    Source:
        Fisher and Pry 1971: 4.394449 / a.

    Example:
        >>> round(takeover_time(1), 6)
        4.394449
    """
    return quotient(math.log(81), amount(rate, "rate", positive=True), "rate")


def logistic_fit(times: Iterable[float], shares: Iterable[float]) -> LogisticFit:
    r"""Logistic curve through a share over time: least squares on the log odds.

    .. math:: \ln(f/(1-f)) = a (t - t_{50})

    Args:
        times: When each share was observed, any unit of time, shape (n,), n >= 3, all different.
        shares: The shares, percent, above 0 and below 100, shape (n,); matched by name if both have names.

    Returns:
        Four numbers: `rate`, from which `takeover_time` follows, `midpoint`, `r_squared`, and the number of `points`.

    Raises:
        ShareError: fewer than three points: a line through two leaves nothing over and is no evidence; a share that is
            missing, 0, 100 or outside; two points at one time; times too large or too close together to compute with;
            lists of different lengths; a share that does not move, which has no midpoint.

    Source:
        Fisher and Pry 1971.

    Example:
        >>> logistic_fit([0, 1, 2], [20, 50, 80]).midpoint
        1.0
    """
    if names_of(times) is not None and names_of(shares) is not None:
        shares = alongside(times, shares, "shares", beside="times", of="shares")
    when = [amount(time, f"times[{position}]") for position, time in entries(times, "times", of="times")]
    odds = [_log_odds(share, f"shares[{position}]") for position, share in entries(shares, "shares")]
    if len(when) != len(odds):
        raise ShareError(f"shares: {len(odds)} shares for {len(when)} times")
    if len(when) < _LEAST_POINTS:
        raise ShareError(f"times: {len(when)} points; a curve through fewer than three fits anything and shows nothing")
    if len(set(when)) < len(when):
        raise ShareError("times: two points at one time")
    mean_time, mean_odds = added(when, "times") / len(when), math.fsum(odds) / len(odds)
    spread = added([finite((time - mean_time) * (time - mean_time), "times") for time in when], "times")
    together = added([(t - mean_time) * (o - mean_odds) for t, o in zip(when, odds, strict=True)], "times")
    variance = math.fsum((o - mean_odds) ** 2 for o in odds)
    if spread == 0:
        raise ShareError("times: they are too close together to compute with")
    rate, squared = finite(together / spread, "times"), finite(together * together, "times")
    still = max(odds) - min(odds) <= LAST_DIGITS * max(1.0, *map(abs, odds))
    if still or squared <= LAST_DIGITS**2 * spread * variance:  # what is left of a slope is rounding error
        raise ShareError("shares: no trend in them, so no time at which they pass 50 %")
    return LogisticFit(rate, mean_time - mean_odds / rate, min(1.0, together * rate / variance), len(when))


def _log_odds(value: Any, name: str) -> float:
    share = share_of_market(value, name)
    if share in {0, FULL}:
        raise ShareError(f"{name}: {share:g} is never reached by a logistic curve")
    return math.log(share) - math.log(FULL - share)  # whose quotient may be too small for a number

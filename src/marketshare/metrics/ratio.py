"""One amount against another: a part of its whole, an amount per unit of a base, a multiple over years."""

import math

from marketshare.interval import Interval
from marketshare.metrics.audience import SHARE, percent_of_whole, within_whole
from marketshare.metrics.checks import FULL, ShareError, amount, finite
from marketshare.quantity import metric
from marketshare.quantity.declaration import Limit

__all__ = ["cagr_of_ratio", "part_of", "per"]


@metric(
    unit="percent",
    formula="100 · part / whole",
    takes={"part": "same", "whole": "same"},
    rises=("part",),
    falls=("whole",),
    bounds=within_whole("part", "whole"),
    range=SHARE,
)
def part_of(part: float, whole: float) -> float:
    r"""Share of a part in its whole, percent.

    .. math:: 100 \cdot part / whole

    Args:
        part: An amount, 0 or more.
        whole: What it is a part of, above 0, the same unit, at least `part`.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: a value that is missing, infinite or negative; a whole of 0; a part above its whole.

    Example:
        >>> part_of(3, 4)
        75.0
    """
    return percent_of_whole(part, "part", whole, "whole")


@metric(
    unit="ratio",
    formula="amount / base",
    takes={"amount_of": "any", "base": "any"},
    rises=("amount_of",),
    falls=("base",),
    range=Interval.at_least(0),
)
def per(amount_of: float, base: float) -> float:
    """An amount per unit of a base, each in its own unit: transactions per user, yuan per visit.

    .. math:: amount / base

    Args:
        amount_of: An amount, 0 or more.
        base: What it is divided by, above 0.

    Returns:
        A plain number, 0 and up. Of two lower bounds it can be anything from 0 up: that is no estimate.

    Raises:
        ShareError: a value that is missing, infinite or negative; a base of 0; a quotient beyond the largest number.

    Example:
        >>> per(240, 15)
        16.0
    """
    return quotient(amount(amount_of, "amount_of", at_least=0), amount(base, "base", positive=True), "amount_of")


def cagr_of_ratio_bounds(ratio: Interval, years: Interval) -> Interval:
    """Interval of `cagr_of_ratio`: it rises in the ratio; in the years it falls above a ratio of 1, and rises below."""
    corners = [
        # a multiple of 1 is no growth over any number of years
        (cagr_of_ratio(m if m_in else Limit(m), t if t_in else Limit(t)), m_in and (t_in or m == 1))
        for m, m_in in ((ratio.low, ratio.low_closed), (ratio.high, ratio.high_closed))
        for t, t_in in ((years.low, years.low_closed), (years.high, years.high_closed))
    ]
    low, high = min(rate for rate, _ in corners), max(rate for rate, _ in corners)
    return (
        Interval.exactly(low) if low == high else Interval(low, high, (low, True) in corners, (high, True) in corners)
    )


@metric(
    unit="percent",
    formula="100 · (ratio^(1 / years) − 1)",
    takes={"ratio": "ratio", "years": "year"},
    bounds=cagr_of_ratio_bounds,
)
def cagr_of_ratio(ratio: float, years: float) -> float:
    r"""Compound annual growth rate that a multiple over some years amounts to, percent.

    .. math:: 100 (m^{1/T} - 1)

    Args:
        ratio: Value at the end over value at the start, above 0.
        years: Number of yearly intervals T, above 0.

    Returns:
        Percent a year, above -100.

    Raises:
        ShareError: a ratio or a number of years that is missing, infinite, zero or negative.

    Example:
        >>> round(cagr_of_ratio(32, 5), 10)
        100.0
    """
    return annual_rate(amount(ratio, "ratio", positive=True), amount(years, "years", positive=True))


def quotient(part: float, whole: float, name: str) -> float:
    """One amount over another, both checked; a limit where one of them is only approached.

    Nothing is nothing of any whole, and something is without limit beside a whole that vanishes.

    Raises:
        ShareError: a quotient too large to compute with.
    """
    if part == 0:
        return 0.0
    if math.isinf(whole):
        return math.nan if math.isinf(part) else 0.0
    if math.isinf(part) or whole == 0:
        return math.inf
    return finite(part / whole, name)


def growth_factor(growth: float) -> float:
    """The factor that a growth rate, percent, multiplies by; the sum comes first, so that one near -100 stays exact."""
    return (FULL + growth) / FULL


def log_ratio(growth: float, other: float) -> float:
    """ln((100 + growth) / (100 + other)), of growth rates in percent above -100.

    As the logarithm of 1 and a positive difference, which loses nothing: the difference of two logarithms is 0 for
    rates that nearly agree, and a quotient near 0 or 1 has few digits left.
    """
    if growth < other:
        return -log_ratio(other, growth)
    if other == -FULL < growth:  # a limit
        return math.inf
    beyond = (growth - other) / (FULL + other)
    return math.log1p(beyond) if math.isfinite(beyond) else math.log(growth - other) - math.log(FULL + other)


def annual_rate(ratio: float, years: float) -> float:
    """The constant yearly rate, percent, that multiplies by `ratio` in `years`; both are checked by the caller.

    Raises:
        ShareError: a rate beyond the largest number.
    """
    if years == 0:  # a limit, as is an infinite ratio
        return math.inf if ratio > 1 else 0.0 if ratio == 1 else -100.0
    if ratio == 0:
        return -100.0
    try:
        rate = 100 * (math.pow(ratio, 1 / years) - 1)
    except OverflowError:
        rate = math.nan
    if math.isinf(ratio) or math.isfinite(rate):
        return rate
    raise ShareError(f"years: {ratio:g} times in {years:g} years is a rate beyond the largest number")

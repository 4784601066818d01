"""What growth rates imply: a multiple over several years, and a share at an earlier date."""

import math
from collections.abc import Iterable

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError, added, amount, entries, finite, growth_rate
from marketshare.metrics.ratio import growth_factor, quotient
from marketshare.quantity import metric
from marketshare.quantity.fractions import refuse_fractions

__all__ = ["implied_earlier_share", "joint_share", "multiple_of_growths"]


@metric(
    unit="ratio",
    formula="(1 + growth / 100) of each year, multiplied",
    takes={"growths": "percent"},
    rises=("growths",),
    range=Interval.at_least(0),
)
def multiple_of_growths(growths: Iterable[float]) -> float:
    r"""How many times the start the end is, after growth rates one after another.

    .. math:: \prod_i (1 + g_i / 100)

    Args:
        growths: Growth of successive years, percent, each -100 and up, shape (n,), n >= 1.

    Returns:
        A ratio, 0 and up.

    Raises:
        ShareError: no growth at all; one that is missing, infinite or below -100.

    Example:
        >>> multiple_of_growths([100, 50])
        3.0
    """
    given = [(amount(growth, f"growths[{n}]", at_least=-100)) for n, growth in entries(growths, "growths", of="growth")]
    factors = [growth_factor(growth) for growth in given]
    if 0 in factors:
        return 0.0  # of nothing, whatever follows
    return math.inf if math.inf in factors else finite(math.prod(factors), "growths")


@metric(
    unit="percent",
    formula="share at the end · ((1 + market growth / 100) / (1 + firm growth / 100))^years",
    takes={"share_end": "percent", "firm_growth": "percent", "market_growth": "percent"},
    rises=("share_end", "market_growth"),
    falls=("firm_growth",),
    range=Interval.at_least(0),
)
def implied_earlier_share(share_end: float, firm_growth: float, market_growth: float, years: float) -> float:
    r"""Share that a firm would have had some years before, if it and its market grew at these rates, percent.

    .. math:: S_1 \left(\frac{1 + G / 100}{1 + g / 100}\right)^T

    Args:
        share_end: Share at the end, percent, 0 or more.
        firm_growth: Growth of the firm a year, percent, above -100.
        market_growth: Growth of its market a year, percent, -100 and up.
        years: Number of years T, 0 or more.

    Returns:
        Percent, 0 and up. Above 100 is no share: then the growth rates cannot both be true.

    Raises:
        ShareError: a value that is missing, infinite or out of range.

    Example:
        >>> implied_earlier_share(40, 100, 200, 1)
        60.0
    """
    firm = growth_factor(growth_rate(firm_growth, "firm_growth"))
    market = growth_factor(amount(market_growth, "market_growth", at_least=-100))
    span, share = amount(years, "years", at_least=0), amount(share_end, "share_end", at_least=0)
    times = quotient(market, firm, "market_growth")
    if span == 0 or share == 0:
        return share
    if times == 0:
        return 0.0  # nothing was there
    if math.isinf(share) or math.isinf(times):
        return math.inf
    try:
        return finite(share * math.pow(times, span), "years")
    except OverflowError:
        raise ShareError(f"years: {times:g} times a year in {span:g} years is too large to compute with") from None


@metric(unit="percent", formula="Σ share", takes={"shares": "percent"}, rises=("shares",))
def joint_share(shares: Iterable[float]) -> float:
    r"""Sum of shares, percent, also where it passes 100: then they cannot all be true.

    .. math:: \sum_i S_i

    Args:
        shares: Shares or implied shares of one market at one time, percent, each 0 or more, shape (n,), n >= 1.

    Returns:
        Percent, 0 and up.

    Raises:
        ShareError: no shares at all; one that is missing, infinite or negative.

    Example:
        >>> joint_share([60, 50])
        110.0
    """
    named = entries(shares, "shares")
    values = [amount(share, f"shares[{name}]", at_least=0) for name, share in named]
    if math.inf in values:  # a limit
        return math.inf
    refuse_fractions([Interval.exactly(value) for value in values], "shares")
    return added(values, "shares")

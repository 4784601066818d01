"""Growth: ratio, rate, and the constant yearly rate between two values."""

import math

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError, amount, finite, growth_rate, share_of_market
from marketshare.metrics.lifted import share_boxes_of
from marketshare.metrics.ratio import annual_rate, growth_factor, quotient
from marketshare.quantity import metric

__all__ = [
    "cagr",
    "growth_of_ratio",
    "implied_market_growth",
    "ratio_of_growth",
    "value_ratio",
]


@metric(
    unit="ratio",
    formula="end / start",
    takes={"start": "same", "end": "same"},
    rises=("end",),
    falls=("start",),
    range=Interval.at_least(0),
    dates=("start", "end"),
)
def value_ratio(start: float, end: float) -> float:
    r"""How many times the start the end is.

    .. math:: V_1 / V_0

    Args:
        start: Value at the start, above 0, any unit.
        end: Value at the end, 0 or more, the same unit.

    Returns:
        A ratio, 0 and up; 1 is no change.

    Raises:
        ShareError: a value that is missing, infinite or negative; a start of 0; a ratio too large to compute with.

    Example:
        >>> value_ratio(4, 10)
        2.5
    """
    return quotient(amount(end, "end", at_least=0), amount(start, "start", positive=True), "end")


@metric(unit="ratio", formula="1 + growth / 100", takes={"growth": "percent"}, rises=("growth",))
def ratio_of_growth(growth: float) -> float:
    """The ratio that a growth rate amounts to.

    .. math:: 1 + g / 100

    Args:
        growth: Growth, percent, -100 and up: 600 means +600 %.

    Returns:
        A ratio, 0 and up.

    Raises:
        ShareError: growth that is missing, infinite or below -100.

    Example:
        >>> ratio_of_growth(600)
        7.0
    """
    return growth_factor(amount(growth, "growth", at_least=-100))


@metric(unit="percent", formula="100 · (ratio − 1)", takes={"ratio": "ratio"}, rises=("ratio",))
def growth_of_ratio(ratio: float) -> float:
    """The growth rate that a ratio amounts to.

    .. math:: 100 (m - 1)

    Args:
        ratio: Value at the end over value at the start, 0 and up.

    Returns:
        Growth, percent, -100 and up.

    Raises:
        ShareError: a ratio that is missing, infinite or negative.

    Example:
        >>> growth_of_ratio(7)
        600.0
    """
    multiple = amount(ratio, "ratio", at_least=0)
    return math.inf if math.isinf(multiple) else finite(100 * (multiple - 1), "ratio")


@metric(
    unit="percent",
    formula="100 · ((end / start)^(1 / years) − 1)",
    takes={"start": "same", "end": "same"},
    rises=("end",),
    falls=("start",),
    range=Interval.at_least(-100),
    dates=("start", "end"),
)
def cagr(start: float, end: float, years: float) -> float:
    r"""Compound annual growth rate: the constant yearly rate that leads from start to end, percent.

    .. math:: 100 ((V_1 / V_0)^{1/T} - 1)

    Args:
        start: Value at the start, above 0, any unit.
        end: Value at the end, above 0, the same unit.
        years: Number of yearly intervals T, above 0; from 2016 to 2018 there are two, not three.

    Returns:
        Percent a year, above -100.

    Raises:
        ShareError: a value that is missing, infinite, zero or negative.

    Source:
        Microsoft, RRI function: 10,000 to 11,000 in 96 periods is 0.09933 % a period.

    Example:
        >>> round(cagr(100, 121, 2), 10)
        10.0
    """
    last, first = amount(end, "end", positive=True), amount(start, "start", positive=True)
    ratio = quotient(last, first, "end")
    if ratio == 0 < last and math.isfinite(first):
        raise ShareError(f"end: {last:g} over {first:g} is too small a ratio to compute with")
    return annual_rate(ratio, amount(years, "years", positive=True))


def _implied_market_growth_bounds(firm_growth: Interval, share_start: Interval, share_end: Interval) -> Interval:
    """Sharp, and strict in all three: an end at which a growth of -100 or a share of 0 stands is approached only."""
    amount(firm_growth.low, "firm_growth", at_least=-100)
    if math.isfinite(firm_growth.high):
        growth_rate(firm_growth.high, "firm_growth")
    boxes = share_boxes_of(share_start=share_start, share_end=share_end)
    for share, box in boxes.items():
        if box.high == 0:
            raise _no_share(share)
    start, end = boxes.values()
    low_closed = firm_growth.low > -100 and start.low > 0 and firm_growth.low_closed
    return Interval.of_ends(
        _rate(firm_growth.low, start.low, end.high),
        _rate(firm_growth.high, start.high, end.low),
        low_closed and start.low_closed and end.high_closed,
        firm_growth.high_closed and start.high_closed and end.low_closed,
    )


@metric(
    unit="percent",
    formula="100 · ((1 + firm growth / 100) · share at start / share at end − 1)",
    takes={"firm_growth": "percent", "share_start": "percent", "share_end": "percent"},
    rises=("firm_growth", "share_start"),
    falls=("share_end",),
    bounds=_implied_market_growth_bounds,
    range=Interval.at_least(-100),
    dates=("share_start", "share_end"),
)
def implied_market_growth(firm_growth: float, share_start: float, share_end: float) -> float:
    r"""Growth of the market that a firm's growth and its shares imply, percent.

    .. math:: 1 + G = (1 + g)\,S_0 / S_1

    A firm gains share exactly when it grows faster than the market.

    Args:
        firm_growth: Growth of the firm between two dates, percent, above -100.
        share_start: Its share at the first date, percent, above 0.
        share_end: Its share at the second date, percent, above 0.

    Returns:
        Percent over the same time, above -100. For a rate a year, take `cagr`, or give yearly rates and shares.

    Raises:
        ShareError: growth that is missing, infinite, or -100 or less; a share that is missing, 0 or above 100.

    Example:
        >>> implied_market_growth(100, 10, 20)
        0.0
    """
    growth = growth_rate(firm_growth, "firm_growth")
    rising, falling = _share(share_start, "share_start"), _share(share_end, "share_end")
    return finite(_rate(growth, rising, falling), "firm_growth")


def _rate(growth: float, rising: float, falling: float) -> float:
    return 100 * (growth_factor(growth) * rising / falling - 1) if falling else math.inf


def _share(value: float, name: str) -> float:
    share = share_of_market(value, name)
    if share == 0:
        raise _no_share(name)
    return share


def _no_share(name: str) -> ShareError:
    return ShareError(f"{name}: 0 is no share to compare with; growth from or to nothing has no rate")

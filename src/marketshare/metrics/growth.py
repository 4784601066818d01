"""Growth: ratio, rate, and the constant yearly rate between two values."""

import math

from marketshare.interval import Interval
from marketshare.metrics.checks import amount
from marketshare.quantity import metric

__all__ = ["cagr", "growth_of_ratio", "ratio_of_growth", "value_ratio"]


@metric(
    unit="ratio",
    formula="end / start",
    takes={"start": "same", "end": "same"},
    rises=("end",),
    falls=("start",),
    range=Interval.at_least(0),
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
        ShareError: a value that is missing, infinite or negative; a start of 0.

    Example:
        >>> value_ratio(4, 10)
        2.5
    """
    return amount(end, "end", at_least=0) / amount(start, "start", positive=True)


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
    return 1 + amount(growth, "growth", at_least=-100) / 100


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
    return 100 * (amount(ratio, "ratio", at_least=0) - 1)


@metric(
    unit="percent",
    formula="100 · ((end / start)^(1 / years) − 1)",
    takes={"start": "same", "end": "same"},
    rises=("end",),
    falls=("start",),
    range=Interval.at_least(-100),
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
    ratio = amount(end, "end", positive=True) / amount(start, "start", positive=True)
    return 100 * (math.pow(ratio, 1 / amount(years, "years", positive=True)) - 1)

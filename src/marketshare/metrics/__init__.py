"""Metrics of market shares: plain functions of numbers.

Shares, growth and rates are percent, in and out. Nothing is dropped, clipped or rescaled; what cannot be said of an
incomplete market is refused, with the name of the function that bounds it.
"""

from marketshare.metrics.checks import ShareError
from marketshare.metrics.completions import Completion, least_concentrated, most_concentrated
from marketshare.metrics.concentration import (
    concentration_ratio,
    concentration_ratio_bounds,
    fewest_unnamed_firms,
    hhi,
    hhi_bounds,
)
from marketshare.metrics.growth import cagr, growth_of_ratio, ratio_of_growth, value_ratio
from marketshare.metrics.mix import residual
from marketshare.metrics.rules import compare
from marketshare.metrics.share import lead, relative_change, relative_share, share_change

__all__ = [
    "Completion",
    "ShareError",
    "cagr",
    "compare",
    "concentration_ratio",
    "concentration_ratio_bounds",
    "fewest_unnamed_firms",
    "growth_of_ratio",
    "hhi",
    "hhi_bounds",
    "lead",
    "least_concentrated",
    "most_concentrated",
    "ratio_of_growth",
    "relative_change",
    "relative_share",
    "residual",
    "share_change",
    "value_ratio",
]

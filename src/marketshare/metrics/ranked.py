"""Ranked ends: between what the i-th largest share lies, and how high a firm's share can be."""

from collections.abc import Iterable
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import refuse_uncounted, share_boxes
from marketshare.metrics.feasible import MarketSet

__all__ = ["counted", "highest", "ranked_ends"]


def counted(shares: Iterable[Any]) -> list[Interval]:
    """Shares of the firms that have one.

    Args:
        shares: Numbers (exact) or (low, high) pairs, percent.

    Raises:
        ShareError: as for every list of shares; a firm of which it is not known whether it has a share.
    """
    boxes = share_boxes(shares)
    refuse_uncounted(boxes)
    return [box for box in boxes if box.high > 0]


def highest(market: MarketSet, firm: int) -> int:
    """The highest share of a firm, in grains, while the others are at their low ends."""
    return min(market.highs[firm], market.lows[firm] + market.whole - sum(market.lows))


def ranked_ends(market: MarketSet) -> tuple[list[int], list[int]]:
    """The i-th largest share lies between the i-th largest low end and the i-th largest high end, in grains."""
    return sorted(market.lows, reverse=True), sorted(market.highs, reverse=True)

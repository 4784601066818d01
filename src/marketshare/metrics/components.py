"""Components of a market share: who buys, how much of their need they buy, and how heavy users they are."""

import math

from marketshare.interval import Interval
from marketshare.metrics.audience import SHARE, percent_of_whole, within_whole
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, amount, share_of_market
from marketshare.metrics.lifted import corner_bounds, share_boxes_of
from marketshare.metrics.ratio import quotient
from marketshare.quantity import metric

__all__ = ["heavy_usage_index", "share_from_components", "share_of_requirements"]


@metric(
    unit="percent",
    formula="100 · brand purchases / category purchases by the brand's buyers",
    takes={"brand_purchases": "same", "category_purchases": "same"},
    rises=("brand_purchases",),
    falls=("category_purchases",),
    bounds=within_whole("brand_purchases", "category_purchases"),
    range=SHARE,
)
def share_of_requirements(brand_purchases: float, category_purchases: float) -> float:
    r"""Share of requirements (share of wallet): what a brand's buyers spend on it, of what they spend on the category.

    .. math:: 100\,\text{brand purchases} / \text{category purchases by the brand's buyers}

    Args:
        brand_purchases: Purchases of the brand, units or money.
        category_purchases: Purchases of the whole category by the brand's buyers alone, above 0.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: a number that is missing, infinite or negative; no category purchases; more purchases of the brand
            than of the category.

    Source:
        Farris et al., Marketing Metrics.

    Example:
        >>> share_of_requirements(30, 120)
        25.0
    """
    return percent_of_whole(brand_purchases, "brand_purchases", category_purchases, "category_purchases")


@metric(
    unit="ratio",
    formula="category purchases per buyer of the brand / category purchases per buyer of the category",
    takes={"brand_buyer_usage": "same", "category_buyer_usage": "same"},
    rises=("brand_buyer_usage",),
    falls=("category_buyer_usage",),
    range=Interval.at_least(0),
)
def heavy_usage_index(brand_buyer_usage: float, category_buyer_usage: float) -> float:
    r"""Heavy usage index: how much of the category a brand's buyers buy, against the average buyer.

    .. math:: \text{usage of the brand's buyers} / \text{usage of all buyers}

    Args:
        brand_buyer_usage: Average purchases of the category by a buyer of the brand.
        category_buyer_usage: Average purchases of the category by a buyer of the category, above 0.

    Returns:
        A ratio, 0 and up; above 1 if the brand's buyers are heavier users than others.

    Raises:
        ShareError: a number that is missing, infinite or negative; an average of 0.

    Source:
        Farris et al., Marketing Metrics: 6 against 4 is 1.5.

    Example:
        >>> heavy_usage_index(6, 4)
        1.5
    """
    average = amount(category_buyer_usage, "category_buyer_usage", positive=True)
    return quotient(amount(brand_buyer_usage, "brand_buyer_usage", at_least=0), average, "brand_buyer_usage")


def _share_from_components_bounds(
    penetration_share: Interval, share_of_requirements: Interval, heavy_usage_index: Interval
) -> Interval:
    boxes = share_boxes_of(penetration_share=penetration_share, share_of_requirements=share_of_requirements)
    amount(heavy_usage_index.low, "heavy_usage_index", at_least=0)
    return corner_bounds(
        lambda **factors: 0.0 if 0 in factors.values() else math.prod(factors.values()) / 100,
        rising={**boxes, "heavy_usage_index": heavy_usage_index},
        falling={},
        within=SHARE,
    )


@metric(
    unit="percent",
    formula="penetration share · share of requirements · heavy usage index / 100",
    takes={"penetration_share": "percent", "share_of_requirements": "percent", "heavy_usage_index": "ratio"},
    rises=("penetration_share", "share_of_requirements", "heavy_usage_index"),
    bounds=_share_from_components_bounds,
    range=SHARE,
)
def share_from_components(penetration_share: float, share_of_requirements: float, heavy_usage_index: float) -> float:
    r"""Market share from its three components.

    .. math:: \text{penetration share} \times \text{share of requirements} \times \text{heavy usage index}

    Args:
        penetration_share: Percent, 0 to 100.
        share_of_requirements: Percent, 0 to 100.
        heavy_usage_index: Ratio, 0 and up.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: a number that is missing, infinite or outside its range; a product above 100, which no brand has.

    Source:
        Farris et al., Marketing Metrics.

    Example:
        >>> share_from_components(50, 40, 1.5)
        30.0
    """
    usage = amount(heavy_usage_index, "heavy_usage_index", at_least=0)
    share = (
        share_of_market(penetration_share, "penetration_share")
        * share_of_market(share_of_requirements, "share_of_requirements")
        * usage
        / 100
    )
    if share > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(
            f"heavy_usage_index: {usage:g} makes a share of {share:.6g}, above 100; the three do not belong together"
        )
    return min(FULL, share)

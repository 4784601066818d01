"""Development indices: how well a brand or category sells in a segment, per head."""

from marketshare.interval import Interval
from marketshare.metrics.audience import percent_of
from marketshare.metrics.checks import ShareError, finite, share_of_market
from marketshare.metrics.lifted import corner_bounds, share_boxes_of
from marketshare.quantity import metric

__all__ = ["brand_development_index", "category_development_index"]


def _index_bounds(sales_share: Interval, population_share: Interval) -> Interval:
    boxes = share_boxes_of(sales_share=sales_share, population_share=population_share)
    if boxes["population_share"].high == 0:
        raise ShareError("population_share: 0 has nobody to compare with")
    return corner_bounds(
        percent_of, rising={"part": boxes["sales_share"]}, falling={"whole": boxes["population_share"]}
    )


@metric(
    unit="percent",
    formula="100 · segment's share of the brand's sales / segment's share of the population",
    takes={"sales_share": "percent", "population_share": "percent"},
    rises=("sales_share",),
    falls=("population_share",),
    bounds=_index_bounds,
    range=Interval.at_least(0),
)
def brand_development_index(sales_share: float, population_share: float) -> float:
    r"""Brand development index: how well a brand sells in a segment, per head and against the average.

    .. math:: 100\,\text{share of the brand's sales} / \text{share of population}

    Args:
        sales_share: What the segment buys of the brand, percent of the brand's sales.
        population_share: What the segment is of the population, percent, above 0.

    Returns:
        Percent of the average, 0 and up: 100 is average.

    Raises:
        ShareError: a share that is missing, negative or above 100; a segment without population.

    Source:
        Farris et al., Marketing Metrics: 1.17 over 0.387 is 302.

    Example:
        >>> brand_development_index(15, 10)
        150.0
    """
    return _development(sales_share, population_share)


@metric(
    unit="percent",
    formula="100 · segment's share of the category's sales / segment's share of the population",
    takes={"sales_share": "percent", "population_share": "percent"},
    rises=("sales_share",),
    falls=("population_share",),
    bounds=_index_bounds,
    range=Interval.at_least(0),
)
def category_development_index(sales_share: float, population_share: float) -> float:
    r"""Category development index: how well a category sells in a segment, per head and against the average.

    .. math:: 100\,\text{share of the category's sales} / \text{share of population}

    Args:
        sales_share: What the segment buys of the category, percent of the category's sales.
        population_share: What the segment is of the population, percent, above 0.

    Returns:
        Percent of the average, 0 and up: 100 is average.

    Raises:
        ShareError: a share that is missing, negative or above 100; a segment without population.

    Source:
        Farris et al., Marketing Metrics: 0.72 over 0.387 is 186.

    Example:
        >>> category_development_index(5, 10)
        50.0
    """
    return _development(sales_share, population_share)


def _development(sales_share: float, population_share: float) -> float:
    people = share_of_market(population_share, "population_share")
    if people == 0:
        raise ShareError("population_share: 0 has nobody to compare with")
    return finite(percent_of(share_of_market(sales_share, "sales_share"), people), "population_share")

"""Audience: how many of a population buy or use, and how many of those come back."""

import math
from collections.abc import Callable
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, amount
from marketshare.quantity import metric

__all__ = ["SHARE", "penetration", "penetration_share", "percent_of", "percent_of_whole", "stickiness", "within_whole"]

SHARE = Interval(0.0, 100.0)


def within_whole(part: str, whole: str) -> Callable[..., Interval]:
    """Bounds of a part in percent of the whole that it belongs to, so never above 100."""

    def bounds(**given: Interval) -> Interval:
        own, all_of_it = given[part], given[whole]
        if all_of_it.high == 0:
            raise ShareError(f"{whole}: 0 has no parts")
        for name in (part, whole):
            amount(given[name].low, name, at_least=0)
        if all_of_it.high < own.low <= all_of_it.high * (1 + ROUNDING_ERROR):
            own = all_of_it = Interval.exactly(all_of_it.high)  # as where both are single numbers
        if not own.meets(Interval.at_most(all_of_it.high, closed=all_of_it.high_closed)):
            raise ShareError(f"{part}: {own} is more than {whole}, {all_of_it}, of which it is a part")
        low = percent_of(own.low, all_of_it.high) if math.isfinite(all_of_it.high) else 0.0
        low_closed = own.low_closed and (own.low == 0 or all_of_it.high_closed)
        high, high_closed = percent_of(own.high, all_of_it.low), own.high_closed and all_of_it.low_closed
        if own.high > 0 and own.high >= all_of_it.low:  # some of all is all, if both can be the same
            high, high_closed = FULL, own.meets(all_of_it)
        return Interval.of_ends(low, high, low_closed, high_closed)

    return bounds


@metric(
    unit="percent",
    formula="100 · buyers / population",
    takes={"buyers": "same", "population": "same"},
    rises=("buyers",),
    falls=("population",),
    bounds=within_whole("buyers", "population"),
    range=SHARE,
)
def penetration(buyers: float, population: float) -> float:
    r"""Penetration: buyers (or users) of a category or brand in percent of the population.

    .. math:: 100\,\text{buyers} / \text{population}

    Args:
        buyers: People who bought at least once in the period.
        population: Everyone who could have, above 0; buyers are among them.

    Returns:
        Percent, 0 to 100. Penetrations of different, overlapping populations are never added.

    Raises:
        ShareError: a number that is missing, infinite or negative; a population of 0; more buyers than population.

    Source:
        Farris et al., Marketing Metrics: 500 of 10,000 are 5 %.

    Example:
        >>> penetration(500, 10_000)
        5.0
    """
    return percent_of_whole(buyers, "buyers", population, "population")


@metric(
    unit="percent",
    formula="100 · brand buyers / category buyers",
    takes={"brand_buyers": "same", "category_buyers": "same"},
    rises=("brand_buyers",),
    falls=("category_buyers",),
    bounds=within_whole("brand_buyers", "category_buyers"),
    range=SHARE,
)
def penetration_share(brand_buyers: float, category_buyers: float) -> float:
    r"""Penetration share: a brand's buyers in percent of those who bought the category.

    .. math:: 100\,\text{brand buyers} / \text{category buyers}

    Args:
        brand_buyers: People who bought the brand; or its penetration.
        category_buyers: People who bought the category, above 0; or its penetration in the same population.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: a number that is missing, infinite or negative; no category buyers; more buyers of the brand than of
            the category.

    Source:
        Farris et al., Marketing Metrics: 500 of 2,000 are 25 %.

    Example:
        >>> penetration_share(500, 2_000)
        25.0
    """
    return percent_of_whole(brand_buyers, "brand_buyers", category_buyers, "category_buyers")


@metric(
    unit="percent",
    formula="100 · mean daily users / monthly users",
    takes={"daily_users": "same", "monthly_users": "same"},
    rises=("daily_users",),
    falls=("monthly_users",),
    bounds=within_whole("daily_users", "monthly_users"),
    range=SHARE,
)
def stickiness(daily_users: float, monthly_users: float) -> float:
    r"""Stickiness: mean daily active users in percent of the monthly active users of the same product.

    .. math:: 100\,\text{DAU} / \text{MAU}

    Args:
        daily_users: Daily active users, averaged over the month.
        monthly_users: Monthly active users of the same product, above 0. Over those of another product, such as the
            platform that it runs on, this would be reach and not stickiness.

    Returns:
        Percent, 0 to 100.

    Raises:
        ShareError: a number that is missing, infinite or negative; no monthly users; more users on a day than in the
            month, so that they are not of one product.

    Example:
        >>> stickiness(15_000, 50_000)
        30.0
    """
    return percent_of_whole(daily_users, "daily_users", monthly_users, "monthly_users")


def percent_of_whole(part: Any, part_name: str, whole: Any, whole_name: str) -> float:
    """A part in percent of the whole that it belongs to.

    Raises:
        ShareError: a number that is missing, infinite or negative; a whole of 0; a part above it.
    """
    own, all_of_it = amount(part, part_name, at_least=0), amount(whole, whole_name, positive=True)
    if own > all_of_it * (1 + ROUNDING_ERROR):
        raise ShareError(f"{part_name}: {own:g} is more than {whole_name}, {all_of_it:g}, of which it is a part")
    return min(FULL, percent_of(own, all_of_it))


def percent_of(part: float, whole: float) -> float:
    """One number in percent of another: nothing of anything, and something of nothing without limit."""
    if part == 0:
        return 0.0
    return 100 * part / whole if whole else float("inf")

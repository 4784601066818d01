"""Parity: when a challenger has as much as the leader, if both keep growing as they do."""

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, growth_rate
from marketshare.metrics.crossing import full_after, not_reachable, parity_after, racing_share
from marketshare.metrics.parity_bounds import years_to_full_bounds, years_to_parity_bounds
from marketshare.quantity import metric

__all__ = ["years_to_full", "years_to_parity"]


@metric(
    unit="year",
    formula="ln(leader share / challenger share) / ln((100 + challenger growth) / (100 + leader growth))",
    takes={
        "leader_share": "percent",
        "challenger_share": "percent",
        "leader_growth": "percent",
        "challenger_growth": "percent",
        "market_growth": "percent",
    },
    bounds=years_to_parity_bounds,
    range=Interval.at_least(0),
)
def years_to_parity(
    leader_share: float,
    challenger_share: float,
    leader_growth: float,
    challenger_growth: float,
    market_growth: float | None = None,
) -> float:
    r"""Years until a challenger has as much as the leader, if both keep growing at constant rates.

    .. math:: t^* = \frac{\ln(S_L / S_C)}{\ln((1+g_C)/(1+g_L))}

    Args:
        leader_share: The leader's share now, percent, above 0.
        challenger_share: The challenger's share now, percent, above 0.
        leader_growth: The leader's growth a year, percent, above -100.
        challenger_growth: The challenger's growth a year, percent, above -100.
        market_growth: Growth of their market a year, percent, above -100; None leaves unchecked whether the two shares
            stay below 100 together until then.

    Returns:
        Years, 0 and up: 0 if the challenger is already level or ahead, infinite if it is not the faster one. Over
        intervals, times at which the shares would have passed 100 % count as infinite; if there are no others, it is
        refused.

    Raises:
        ShareError: a share that is missing, 0 or above 100; two shares above 100 together; growth that is missing,
            infinite, or -100 or less; parity that is not reachable at these rates, since the two shares would pass
            100 % together before.

    Source:
        Own derivation from Fisher and Pry 1971.

    Example:
        >>> round(years_to_parity(40, 10, 20, 50), 2)
        6.21
    """
    arguments = _checked(leader_share, challenger_share, leader_growth, challenger_growth)
    market = None if market_growth is None else growth_rate(market_growth, "market_growth")
    years, reachable = parity_after(*arguments, market)
    if not reachable and market is not None:
        raise not_reachable(years, full_after(*arguments, market))
    return years


@metric(
    unit="year",
    formula="t at which leader share · (leader / market)^t + challenger share · (challenger / market)^t is 100",
    takes={
        "leader_share": "percent",
        "challenger_share": "percent",
        "leader_growth": "percent",
        "challenger_growth": "percent",
        "market_growth": "percent",
    },
    rises=("market_growth",),
    falls=("leader_share", "challenger_share", "leader_growth", "challenger_growth"),
    bounds=years_to_full_bounds,
    range=Interval.at_least(0),
)
def years_to_full(
    leader_share: float,
    challenger_share: float,
    leader_growth: float,
    challenger_growth: float,
    market_growth: float,
) -> float:
    r"""Years until two firms would have the whole market: how long their growth rates can last at most.

    .. math:: S_L \Big(\frac{1+g_L}{1+G}\Big)^t + S_C \Big(\frac{1+g_C}{1+G}\Big)^t = 100

    Args:
        leader_share: The first firm's share now, percent, above 0.
        challenger_share: The second firm's share now, percent, above 0.
        leader_growth: The first firm's growth a year, percent, above -100.
        challenger_growth: The second firm's growth a year, percent, above -100.
        market_growth: Growth of their market a year, percent, above -100.

    Returns:
        Years, 0 and up: the first time at which the two have 100 % together; infinite if they never have. Over
        intervals, never at all is refused.

    Raises:
        ShareError: a share that is missing, 0 or above 100; two shares above 100 together; growth that is missing,
            infinite, or -100 or less.

    Example:
        >>> round(years_to_full(25, 25, 100, 100, 0), 6)
        1.0
    """
    arguments = _checked(leader_share, challenger_share, leader_growth, challenger_growth)
    return full_after(*arguments, growth_rate(market_growth, "market_growth"))


def _checked(
    leader_share: float, challenger_share: float, leader_growth: float, challenger_growth: float
) -> tuple[float, float, float, float]:
    leader, challenger = racing_share(leader_share, "leader_share"), racing_share(challenger_share, "challenger_share")
    if leader + challenger > FULL * (1 + ROUNDING_ERROR):
        raise ShareError(f"challenger_share: the two shares sum to {leader + challenger:.12g}, above 100")
    return (
        leader,
        challenger,
        growth_rate(leader_growth, "leader_growth"),
        growth_rate(challenger_growth, "challenger_growth"),
    )

"""What figures must have in common: shares of one market, and start and end of a change, which are one thing twice."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from marketshare.quantity.declaration import Metric
from marketshare.quantity.errors import DerivationError
from marketshare.quantity.quantity import Argument, Passage, Quantity, quantities_of
from marketshare.wording import order_of_periods, years_between

__all__ = ["refuse_no_one_market", "refuse_no_two_dates"]

Printed = tuple[Quantity, Passage]
"""A figure, and where it stands."""

_ONE_MARKET = ("market", "measure", "period")
_ONE_THING = ("entity", "market", "measure")
_MONTH = 1 / 12
_WRONG = {
    "after": "the later one stands first; exchange them",
    "same": "they are of one period, between which nothing changes",
    "overlapping": "their periods overlap, or may do so, so that part of one is part of the other",
}


def refuse_no_one_market(metric: Metric, arguments: Mapping[str, Argument], id_: str) -> None:
    """Refuse shares that are not of one market at one time, where a metric puts them together.

    What is not known is not tested, as for `refuse_no_two_dates`.

    Raises:
        DerivationError: shares of several markets, measures or periods.
    """
    together = [name for name in metric.takes if name in arguments and metric.is_share(name)]
    given = [figure for name in together for figure in _printed(quantities_of(arguments[name]))]
    for one, other in combinations(given, 2):
        _refuse_unlike(f"{id_}: figures in {' and '.join(together)} of {metric.name}", _ONE_MARKET, one, other)


def refuse_no_two_dates(metric: Metric, arguments: Mapping[str, Argument], id_: str) -> None:
    """Refuse figures that are not one thing at two dates, the earlier one first, where the metric declares that.

    What is not known is not tested: a figure without a period, and whatever was derived.

    Raises:
        DerivationError: figures of different entities, markets or measures; a list that mixes markets or periods;
            periods that are in the wrong order, equal, or overlap; another number of years than lies between them.
    """
    if metric.dates is None:
        return
    start, end = metric.dates
    two_dates = f"{id_}: {start} and {end} of {metric.name}"
    given = arguments.get(start), arguments.get(end)
    for name, argument in zip(metric.dates, given, strict=True):
        for one, other in combinations(_printed(quantities_of(argument)), 2):
            _refuse_unlike(f"{id_}: figures in {name} of {metric.name}", _ONE_MARKET, one, other)
    for pair in _pairs(*given):
        both = list(_printed(pair))
        if len(both) == 2:
            _refuse_unlike(two_dates, _ONE_THING, *both)
    first, second = ([figure for figure in _printed(quantities_of(argument)) if figure[1].period] for argument in given)
    if first and second:
        (early, before), (late, after) = first[0], second[0]
        _refuse_unlike(two_dates, ("market", "measure"), first[0], second[0])
        wrong = _WRONG.get(order_of_periods(before.period, after.period))
        if wrong:
            raise DerivationError(
                f"{two_dates} are two dates, the earlier one first; {early.id} is of {before.period}, {late.id} of "
                f"{after.period}: {wrong}"
            )
        years, between = arguments.get("years"), years_between(before.period, after.period)
        if between is not None and isinstance(years, int | float) and abs(years - between) > _MONTH / 2:
            raise DerivationError(
                f"{id_}: years of {metric.name}: found {years:g}, but from {before.period} ({early.id}) to "
                f"{after.period} ({late.id}) there are {between:g}"
            )


def _printed(quantities: tuple[Quantity, ...]) -> Iterator[Printed]:
    return ((quantity, quantity.origin) for quantity in quantities if isinstance(quantity.origin, Passage))


def _pairs(before: Argument, after: Argument) -> Iterator[tuple[Quantity, ...]]:
    """What is one thing at two dates: firms of one name, or at one position."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return ((before[name], after[name]) for name in before if name in after)
    return zip(quantities_of(before), quantities_of(after), strict=False)


def _refuse_unlike(what: str, properties: tuple[str, ...], one: Printed, other: Printed) -> None:
    for each in properties:
        found, other_found = getattr(one[1], each), getattr(other[1], each)
        if found and other_found and found != other_found:
            raise DerivationError(
                f"{what} are of one {each}; {one[0].id} is of {found}, {other[0].id} of {other_found}"
            )

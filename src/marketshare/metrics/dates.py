"""Two dates of one market: what each of them can have been."""

from collections.abc import Iterable, Sequence
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import FULL, ShareError
from marketshare.metrics.feasible import FeasibleMarket, feasible_market
from marketshare.metrics.firms import boxes_of, matched

__all__ = ["DATES", "two_dates"]

DATES = ("before", "after")
_ANY_SHARE = Interval(0.0, FULL)


def two_dates(
    lists: Sequence[Iterable[Any]], *, names: Sequence[str] = DATES, instead: str | None
) -> list[FeasibleMarket]:
    """What two lists of shares allow, with the same firms in the same order.

    Args:
        lists: Shares at two dates, percent: numbers (exact) or (low, high) pairs. Series are matched by name.
        names: What the two arguments are called.
        instead: The function that bounds a partly reported market, if these must be whole; a firm that is absent from
            one of them has nothing then. None for partly reported ones, in whose rest it may have anything.

    Raises:
        ShareError: as for every list of shares; lists of different lengths; no market fits.
    """
    absent = _ANY_SHARE if instead is None else Interval.exactly(0.0)
    _, found = matched(*lists, names=names, absent=absent)
    markets = []
    for shares, name in zip(found, names, strict=True):
        boxes = boxes_of(shares, name, absent)
        try:
            markets.append(feasible_market(boxes, unnamed="any", count=None if instead is None else 0))
        except ShareError as error:
            hint = f"; {instead} gives what can be said without the rest" if instead else ""
            raise ShareError(f"{name}{str(error).removeprefix('shares')}{hint}") from None
    return markets

"""Which totals are equal: those of exact amounts that are the same, those of doubles that differ by rounding alone.

.1 + .2 + .3 is 0.6000000000000001 in doubles and .3 + .2 + .1 is 0.6, and which of them a sum is depends on threads
and partitions. Each of n additions, and each amount itself, is rounded by at most 2⁻⁵³ of what it yields, so that a
total of amounts that are all positive is known to within (n + 1) 2⁻⁵³ of itself. Two that may be the same by that are.
"""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from marketshare.panel.columns import VALUE
from marketshare.panel.frames import Frame

__all__ = ["ROWS", "leads", "ranked"]

ROWS = "_rows"
_ROUNDING = 2.0**-53
_EARLIER = 16
"""Roundings that an amount may have behind it, before it came here."""

_PLACE, _LOW, _BEFORE = "_place", "_low", "_before"


def leads(keys: Sequence[str], *, exact: bool) -> nw.Expr:
    """Whether a firm's total may be the largest of its group."""
    low, high = _ends(exact=exact)
    return high >= low.max().over(*keys)


def ranked(firms: Frame, keys: Sequence[str], name: str, *, exact: bool) -> Frame:
    """Firms with their rank in their group, 1 the largest; firms that tie share the better rank.

    From the largest down, a firm ties with the one before it if their totals may be the same.
    """
    if exact:
        rank = nw.col(VALUE).rank("min", descending=True).over(*keys)
        return firms.with_columns(rank.cast(nw.Int64).alias(name))
    low, high = _ends(exact=exact)
    place = nw.col(VALUE).rank("ordinal", descending=True).over(*keys).cast(nw.Int64)
    firms = firms.with_columns(place.alias(_PLACE), low.alias(_LOW))
    firms = firms.with_columns(nw.col(_LOW).shift(1).over(*keys, order_by=_PLACE).alias(_BEFORE))
    first = nw.when(nw.col(_BEFORE) <= high).then(1).otherwise(nw.col(_PLACE))
    firms = firms.with_columns(first.cast(nw.Int64).alias(name))
    return firms.with_columns(nw.col(name).cum_max().over(*keys, order_by=_PLACE).alias(name))


def _ends(*, exact: bool) -> tuple[nw.Expr, nw.Expr]:
    """The least and the most that a total may be, from how many rows `ROWS` says it is the sum of."""
    total = nw.col(VALUE)
    if exact:
        return total, total
    error = (nw.col(ROWS).cast(nw.Float64) + _EARLIER) * _ROUNDING
    return total * (1 - error), total * (1 + error)

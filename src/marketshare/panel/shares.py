"""Shares and ranks of firms."""

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw

from marketshare.metrics import sums
from marketshare.panel.columns import VALUE, table_of
from marketshare.panel.soundness import PROBLEM, REASON, TOTAL, firm_totals, no_whole, reason, refuse_unsound
from marketshare.panel.ties import ranked

__all__ = ["shares"]


def shares(frame: Any, *, by: str | Sequence[str], firm: str, value: str, validate: bool = True) -> Any:
    r"""Share and rank of each firm in its group.

    .. math:: S_i = 100\,V_i / \sum_j V_j

    Args:
        frame: A table of sales, users or any amounts of one unit, 0 or more: pandas, Polars (eager or lazy), DuckDB
            relation, PyArrow, PySpark. One row or several a firm, which are summed, whole numbers and decimals exactly.
        by: Columns that make a group, such as market and period.
        firm: Column of firms.
        value: Column of amounts.
        validate: True to refuse unsound groups in an aggregate pass, before anything else is computed; False to give
            their shares and ranks as null.

    Returns:
        A table of the same kind, lazy if that was lazy, one row a group and firm: the keys, the firm, its amount,
        `share` (percent, 0 to 100), `rank` (1 the largest; firms that tie share the better rank, as in
        `metrics.rank_changes`), and without validation `reason` (text, null if the group is sound).

    Raises:
        ShareError: a column that is not there, twice there, or of a type that cannot be; if validated, a key, firm or
            value that is missing, a value that is negative or not finite, a total of 0;
            a column named as shares whose group does not sum to 100, which is never rescaled; a `Market`.
    """
    table = table_of(frame, by=by, firm=firm, value=value, results=("share", "rank", REASON), keeps_value=True)
    if validate:
        refuse_unsound(table)
    keys, amount = table.by, nw.col(VALUE)
    firms = firm_totals(table, flagged=not validate).rows.with_columns(table.total(over=keys).alias(TOTAL))
    firms = ranked(firms, keys, "rank", exact=table.exact)
    share = sums.share(amount, nw.col(TOTAL)).alias("share")
    columns = [*keys, table.firm, VALUE]
    order = columns[:-1]
    if validate:
        return table.close(firms.select(*columns, share, "rank"), order)
    own = nw.col(PROBLEM) == 0
    firms = firms.with_columns(nw.when(own).then(amount).alias(VALUE), nw.col(PROBLEM).max().over(*keys))
    firms = firms.with_columns(reason(no_whole(table)))
    sound = nw.col(REASON).is_null()
    firms = firms.with_columns(nw.when(sound).then(TOTAL).alias(TOTAL), nw.when(sound).then("rank").alias("rank"))
    return table.close(firms.select(*columns, share, "rank", REASON), order)

"""Bounds of the HHI of partly reported markets, group by group."""

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw

from marketshare.metrics import ShareError, sums
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, whole_number
from marketshare.metrics.feasible import Unnamed
from marketshare.panel.columns import VALUE, table_of
from marketshare.panel.soundness import PROBLEM, REASON, TOTAL, firm_totals, reason, refuse_unsound_groups

__all__ = ["hhi_bounds"]

_TINY = FULL * ROUNDING_ERROR
_SAME = 1e-12
_SQUARES, _SMALLEST, _REST, _PIECES = "_squares", "_smallest", "_rest", "_pieces"


def hhi_bounds(
    frame: Any,
    *,
    by: str | Sequence[str],
    firm: str,
    share: str,
    unnamed: Unnamed,
    count: int | None = None,
    validate: bool = True,
) -> Any:
    r"""Sharp bounds of the Herfindahl-Hirschman index of partly reported markets, points, one row a group.

    With K the sum of the squares of the named shares, c the smallest of them and R = 100 - ΣS the rest, the index lies
    between K (the rest atomistic; K + R²/count if the number of unnamed firms is known) and K + k c² + r², where
    k c + r = R (``"smaller"``), or K + R² (``"any"``).

    Args:
        frame: A table of shares, percent, of any kind that `shares` takes. Rows of one firm are summed.
        by: Columns that make a group, such as market and period.
        firm: Column of firms.
        share: Column of shares, percent, 0 to 100, taken as exact.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known.
        count: How many unnamed firms each group has; None if unknown.
        validate: True to refuse unsound groups in one aggregate pass, before anything else is computed; False to give
            their bounds as null.

    Returns:
        A table of the same kind, lazy if that was lazy, one row a group: the keys, `hhi_low` and `hhi_high` (points, 0
        to 10,000), `ends` (``[]`` closed, ``(]`` if the low end is only approached), and without validation `reason`
        (text, null if the group is sound).

    Raises:
        ShareError: a column that is not there, twice there, or of a type that cannot be; if validated, a key, firm or
            share that is missing, a share that is negative or not finite, shares that sum to more than 100, shares that
            look like fractions, a rest that the unnamed firms cannot hold.

    Source:
        As for `metrics.hhi_bounds`.
    """
    if unnamed not in ("smaller", "any"):
        raise ShareError(f"unnamed: {unnamed!r}; expected 'smaller' (than the smallest named firm) or 'any'")
    firms_unnamed = None if count is None else whole_number(count, "count", at_least=0)
    table = table_of(
        frame, by=by, firm=firm, value=share, value_is="share", results=("hhi_low", "hhi_high", "ends", REASON)
    )
    firms = firm_totals(table, flagged=True).rows.with_columns((nw.col(VALUE) * nw.col(VALUE)).alias(_SQUARES))
    groups = (
        firms.with_columns(nw.col(VALUE).alias(_SMALLEST))
        .group_by(*table.by)
        .agg(table.total().alias(TOTAL), nw.col(_SQUARES).sum(), nw.col(_SMALLEST).min(), nw.col(PROBLEM).max())
    )
    rest = FULL - nw.col(TOTAL)
    groups = groups.with_columns(nw.when(rest > _TINY).then(rest).otherwise(0.0).alias(_REST))
    infeasible = _infeasible(unnamed, firms_unnamed)
    if validate:
        refuse_unsound_groups(groups, table, infeasible)
    groups = groups.with_columns(reason(infeasible))
    columns = (TOTAL, _SQUARES, _SMALLEST, _REST)
    groups = groups.with_columns(nw.when(nw.col(REASON).is_null()).then(column).alias(column) for column in columns)
    groups = groups.with_columns(_least(firms_unnamed).alias("hhi_low"), _most(unnamed).alias("hhi_high"))
    low, high = nw.col("hhi_low"), nw.col("hhi_high")
    exact = high - low <= high * _SAME
    open_below = "[]" if firms_unnamed is not None else "(]"
    ends = nw.when(exact).then(nw.lit("[]")).otherwise(nw.when(~low.is_null()).then(nw.lit(open_below)))
    groups = groups.with_columns(nw.when(exact).then(high).otherwise(low).alias("hhi_low"), ends.alias("ends"))
    columns_out = [*table.by, "hhi_low", "hhi_high", "ends", *([] if validate else [REASON])]
    return table.close(groups.select(columns_out), table.by)


def _infeasible(unnamed: Unnamed, count: int | None) -> dict[str, nw.Expr]:
    """What no market fits, as `metrics.hhi_bounds` refuses it."""
    total, rest, smallest = nw.col(TOTAL), nw.col(_REST), nw.col(_SMALLEST)
    conditions = {
        "the shares sum to more than 100": total > FULL + _TINY,
        "the shares sum to at most 1 and look like fractions": (total > 0) & (total <= 1),
    }
    if count == 0:
        conditions["the shares sum to less than 100, and no firm is unnamed"] = rest > 0
    elif unnamed == "smaller":
        most = nw.lit(0.0) if count is None else count * smallest + _TINY
        holds = (smallest > 0) & ((rest <= most) if count is not None else nw.lit(True))
        conditions["the unnamed firms, none larger than the smallest named, cannot hold the rest"] = (rest > 0) & ~holds
    return conditions


def _least(count: int | None) -> nw.Expr:
    squares, rest = nw.col(_SQUARES), nw.col(_REST)
    return squares + (rest * rest / count if count else 0 * rest)


def _most(unnamed: Unnamed) -> nw.Expr:
    squares, rest, smallest = nw.col(_SQUARES), nw.col(_REST), nw.col(_SMALLEST)
    if unnamed == "any":
        return squares + rest * rest
    size = nw.when(smallest > 0).then(smallest).otherwise(1.0)  # without a rest, any size will do
    full = sums.pieces(rest, size)
    left = (rest - full * size).clip(lower_bound=0.0)
    return squares + full * size * size + left * left

"""Concentration of each group: the indices of `metrics`, from a few sums."""

from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from typing import Any

import narwhals.stable.v2 as nw

from marketshare.metrics import sums
from marketshare.metrics.checks import refuse_no_number_of_firms
from marketshare.panel.columns import VALUE, chosen, table_of
from marketshare.panel.frames import Frame
from marketshare.panel.soundness import NO_TOTAL, PROBLEM, REASON, TOTAL, firm_totals, reason, refuse_unsound

__all__ = ["METRICS", "concentration"]

_INDICES: Mapping[str, Callable[..., nw.Expr]] = {
    "concentration_ratio": sums.concentration_ratio,
    "hhi": sums.hhi,
    "hhi_normalised": sums.hhi_normalised,
    "effective_firms": sums.effective_firms,
    "entropy": sums.entropy,
    "relative_entropy": sums.relative_entropy,
    "hall_tideman": sums.hall_tideman,
    "gini": sums.gini,
    "dominance": sums.dominance,
    "stenbacka_threshold": sums.stenbacka_threshold,
    "lead": sums.lead,
}
"""Each index names the sums that it needs as its arguments."""

METRICS = (*_INDICES, "leader")
"""Every column that `concentration` can give; all but `leader` are named as the function of `metrics`."""

_RANKED = {"ranked", "top", "second", "leader"}
"""Sums that need the place of each firm, and with it a sort within each group."""

_FALLING, _PLACE = "_falling", "_place"


def concentration(
    frame: Any,
    *,
    by: str | Sequence[str],
    firm: str,
    value: str,
    metrics: Sequence[str] = METRICS,
    k: int = 4,
    validate: bool = True,
) -> Any:
    r"""Concentration of each group, such as a market in a period.

    All indices come from sums over the firms of a group (Σx, Σx², Σx⁴, Σx ln x, Σ rank·x, the k largest, the two
    largest, and two counts), by the formulas that the functions of `metrics` use.

    Args:
        frame: A table of sales, users or any amounts of one unit, 0 or more: pandas, Polars (eager or lazy), DuckDB
            relation, PySpark, or PyArrow, which goes through DuckDB. One row or several a firm, which are summed.
            Amounts from 1e-70 to 1e70 keep their precision; fourth powers of others leave the range of a double.
        by: Columns that make a group, such as market and period.
        firm: Column of firms.
        value: Column of amounts.
        metrics: Which columns to compute; those in `METRICS`. Without `concentration_ratio`, `hall_tideman`, `gini`,
            `stenbacka_threshold`, `lead` and `leader` no group is sorted.
        k: How many firms `concentration_ratio` takes, 1 or more; all, if there are fewer.
        validate: True to refuse unsound groups in one aggregate pass, before anything else is computed; False to give
            their indices as null.

    Returns:
        A table of the same kind, lazy if that was lazy, one row a group: the keys, the metrics in the order asked for,
        and without validation `reason` (text, null if the group is sound). Shares are percent, `hhi` is points, `lead`
        percentage points, the others 0 to 1 or, for `effective_firms` and `entropy`, up to n and ln n. The leader is
        the largest firm, of several the first by name. A firm with an amount of 0 counts in `gini` and `lead` only.
        `hhi_normalised` and `relative_entropy` of one firm with an amount, and `lead` of one firm, are null, because
        they are undefined.

    Raises:
        ShareError: a column that is not there, twice there, or of a type that cannot be; an unknown metric; k below 1;
            if validated, a key, firm or value that is missing, a value that is negative or not finite, a total of 0.

    Source:
        As for the functions of `metrics` with the same names.
    """
    wanted = chosen(metrics, METRICS, "metrics")
    refuse_no_number_of_firms(k)
    table = table_of(frame, by=by, firm=firm, value=value, results=(*wanted, REASON))
    if validate:
        refuse_unsound(table)
    needed = {"total", *(name for metric in wanted for name in _sums_of(metric))}
    firms = _ranked(firm_totals(table, flagged=not validate).rows, table.by, firm, needed)
    terms = {name: term for name, term in _terms(firm, k).items() if name in needed}
    firms = firms.with_columns(**{_column(name): term for name, (term, _) in terms.items()})
    groups = firms.group_by(*table.by).agg(
        *(getattr(nw.col(_column(name)), aggregate)() for name, (_, aggregate) in terms.items()),
        *([] if validate else [nw.col(PROBLEM).max()]),
    )
    if not validate:
        groups = groups.with_columns(reason(NO_TOTAL))
        sound = nw.col(REASON).is_null()
        groups = groups.with_columns(nw.when(sound).then(nw.col(_column(name))).alias(_column(name)) for name in terms)
    columns = [_index(metric).alias(metric) for metric in wanted]
    return table.close(groups.select(*table.by, *columns, *([] if validate else [REASON])), table.by)


def _ranked(firms: Frame, keys: Sequence[str], firm: str, needed: set[str]) -> Frame:
    """Firms with their places, from the largest; of equal ones the first by name comes first."""
    if not needed & _RANKED:
        return firms
    place = nw.col(VALUE).cum_count().over(*keys, order_by=[_FALLING, firm])
    return firms.with_columns((-nw.col(VALUE)).alias(_FALLING)).with_columns(place.cast(nw.Float64).alias(_PLACE))


def _terms(firm: str, k: int) -> dict[str, tuple[nw.Expr, str]]:
    """What each firm adds to each sum, and how it is added: an elementary aggregation, which every engine has."""
    amount, place, has_one = nw.col(VALUE), nw.col(_PLACE), nw.col(VALUE) > 0
    return {
        "total": (amount, "sum"),
        "squares": (amount * amount, "sum"),
        "fourths": (amount * amount * (amount * amount), "sum"),
        "logs": (nw.when(has_one).then(amount * amount.log()).otherwise(0.0), "sum"),
        "ranked": (place * amount, "sum"),
        "top": (nw.when(place <= k).then(amount).otherwise(0.0), "sum"),
        "first": (amount, "max"),
        "second": (nw.when(place == 2).then(amount).otherwise(0.0), "sum"),
        "firms": (nw.lit(1.0), "sum"),
        "active": (nw.when(has_one).then(1.0).otherwise(0.0), "sum"),
        "leader": (nw.when(place == 1).then(nw.col(firm)), "max"),
    }


def _sums_of(metric: str) -> list[str]:
    """The sums that a metric needs."""
    if metric == "leader":
        return ["leader"]
    also = ["firms"] if metric == "lead" else []
    return [name for name in signature(_INDICES[metric]).parameters if name != "gamma"] + also


def _index(metric: str) -> nw.Expr:
    if metric == "leader":
        return nw.col(_column("leader"))
    formula = _INDICES[metric]
    columns = {name: nw.col(_column(name)) for name in signature(formula).parameters if name != "gamma"}
    if "active" in columns:  # null rather than 0/0
        columns["active"] = nw.when(columns["active"] > 1).then(columns["active"])
    index = formula(**columns)
    return nw.when(nw.col(_column("firms")) > 1).then(index) if metric == "lead" else index


def _column(name: str) -> str:
    return TOTAL if name == "total" else f"_{name}"

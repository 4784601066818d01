"""Concentration of each group: the indices of `metrics`, from a few sums."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any

import narwhals.stable.v2 as nw

from marketshare.metrics import sums
from marketshare.metrics.parameters import firms_asked_for
from marketshare.panel.columns import VALUE, Table, chosen, table_of
from marketshare.panel.frames import Frame
from marketshare.panel.soundness import PROBLEM, REASON, TOTAL, firm_totals, no_whole, reason, refuse_unsound
from marketshare.panel.ties import leads

__all__ = ["METRICS", "concentration"]

_PLACE, _LEADS = "_place", "_leads"


@dataclass(frozen=True)
class _Index:
    """An index as a function of sums, which are its arguments by name; null where another sum leaves it undefined."""

    formula: Callable[..., nw.Expr]
    undefined_below_two: str | None = None
    of_one: float | None = None
    """What it is for one firm with an amount, exactly."""

    @property
    def arguments(self) -> list[str]:
        return [name for name, each in signature(self.formula).parameters.items() if each.default is Parameter.empty]

    @property
    def needs(self) -> set[str]:
        counted = [self.undefined_below_two] if self.undefined_below_two else []
        return {*self.arguments, *counted, *(["active"] if self.of_one is not None else [])}

    @property
    def column(self) -> nw.Expr:
        index = self.formula(**{name: _sum(name) for name in self.arguments})
        if self.of_one is not None:
            index = nw.when(_sum("active") == 1).then(nw.lit(self.of_one)).otherwise(index)
        counted = self.undefined_below_two
        return nw.when(_sum(counted) > 1).then(index) if counted else index


_INDICES: Mapping[str, _Index] = {
    "concentration_ratio": _Index(sums.concentration_ratio),
    "hhi": _Index(sums.hhi),
    "hhi_normalised": _Index(sums.hhi_normalised, undefined_below_two="active"),
    "effective_firms": _Index(sums.effective_firms),
    "entropy": _Index(sums.entropy, of_one=0.0),
    "relative_entropy": _Index(sums.relative_entropy, undefined_below_two="active"),
    "hall_tideman": _Index(sums.hall_tideman),
    "gini": _Index(sums.gini),
    "dominance": _Index(sums.dominance),
    "stenbacka_threshold": _Index(sums.stenbacka_threshold),
    "lead": _Index(sums.lead, undefined_below_two="firms"),
    "leader": _Index(lambda leader: leader),
}

METRICS = tuple(_INDICES)
"""Every column that `concentration` can give; all but `leader` are named as the function of `metrics`."""

_NEEDED_BY = {_PLACE: {"ranked", "top", "second"}, _LEADS: {"leader", "leaders"}}
"""Which sums need the window that numbers firms, and which the one that looks for the largest."""


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
            relation, PyArrow, PySpark. One row or several a firm, which are summed, whole numbers and decimals exactly.
            Amounts from 1e-70 to 1e70 keep their precision; fourth powers of others leave the range of a double.
        by: Columns that make a group, such as market and period.
        firm: Column of firms.
        value: Column of amounts.
        metrics: Which columns to compute; those in `METRICS`. Without `concentration_ratio`, `hall_tideman`, `gini`,
            `stenbacka_threshold`, `lead` and `leader` no group is sorted.
        k: How many firms `concentration_ratio` takes, 1 or more; all, if there are fewer.
        validate: True to refuse unsound groups in an aggregate pass, before anything else is computed; False to give
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
            if validated, a key, firm or value that is missing, a value that is negative or not finite, a total of 0;
            a column named as shares whose group does not sum to 100, which is never rescaled; a `Market`.

    Source:
        As for the functions of `metrics` with the same names.
    """
    wanted = chosen(metrics, METRICS, "metrics")
    k = firms_asked_for(k)
    table = table_of(frame, by=by, firm=firm, value=value, results=(*wanted, REASON))
    if validate:
        refuse_unsound(table)
    needed = {"total"}.union(*(_INDICES[metric].needs for metric in wanted))
    if "second" in needed:
        needed |= {"first", "leaders"}
    firms = _placed(firm_totals(table, flagged=not validate), needed)
    groups = _summed(table, firms, {name: term for name, term in _terms(table, k).items() if name in needed})
    columns = [_INDICES[metric].column.alias(metric) for metric in wanted]
    leader = {"leader": table.firm} if "leader" in wanted else {}
    return table.close(groups.select(*table.by, *columns, *([] if validate else [REASON])), table.by, leader)


def _placed(table: Table, needed: set[str]) -> Frame:
    """Firms with a place of their own, 1 the largest, and whether they lead, which those that tie do together.

    Which of equal firms comes first changes no sum; to sort by name as well would cost time.
    """
    windows = {
        _PLACE: nw.col(VALUE).rank("ordinal", descending=True).over(*table.by).cast(nw.Float64),
        _LEADS: leads(table.by, exact=table.exact),
    }
    wanted = {name: window for name, window in windows.items() if needed & _NEEDED_BY[name]}
    return table.rows.with_columns(**wanted) if wanted else table.rows


def _terms(table: Table, k: int) -> dict[str, tuple[nw.Expr, str]]:
    """What each firm adds to each sum, and how it is added: an elementary aggregation, which every engine has."""
    amount, place, has_one = nw.col(VALUE), nw.col(_PLACE), nw.col(VALUE) > 0
    exact = nw.col(table.amount)
    return {
        "total": (exact, "sum"),
        "squares": (amount * amount, "sum"),
        "fourths": (amount * amount * (amount * amount), "sum"),
        "logs": (amount * nw.when(has_one).then(amount).otherwise(1.0).log(), "sum"),
        "ranked": (place * amount, "sum"),
        "top": (nw.when(place <= k).then(exact), "sum"),
        "first": (amount, "max"),
        "second": (nw.when(place == 2).then(amount).otherwise(0.0), "sum"),
        "firms": (nw.lit(1.0), "sum"),
        "active": (nw.when(has_one).then(1.0).otherwise(0.0), "sum"),
        "leaders": (nw.when(nw.col(_LEADS)).then(1.0).otherwise(0.0), "sum"),
        "leader": (nw.when(nw.col(_LEADS)).then(nw.col(table.firm)), "min"),
    }


def _summed(table: Table, firms: Frame, terms: Mapping[str, tuple[nw.Expr, str]]) -> Frame:
    """One row a group with its sums, which are null if it is unsound."""
    flagged = PROBLEM in firms.collect_schema()
    groups = (
        firms.with_columns(term.alias(_named(name)) for name, (term, _) in terms.items())
        .group_by(*table.by)
        .agg(
            *(getattr(_sum(name), aggregation)() for name, (_, aggregation) in terms.items()),
            *([nw.col(PROBLEM).max()] if flagged else []),
        )
    )
    groups = groups.with_columns(_sum(name).cast(nw.Float64) for name in ("total", "top") if name in terms)
    if "second" in terms:
        tied = nw.when(_sum("leaders") > 1).then(_sum("first")).otherwise(_sum("second"))
        groups = groups.with_columns(tied.alias(_named("second")))
    if not flagged:
        return groups
    sound = nw.col(REASON).is_null()
    return groups.with_columns(reason(no_whole(table))).with_columns(
        nw.when(sound).then(_sum(name)).alias(_named(name)) for name in terms
    )


def _sum(name: str) -> nw.Expr:
    return nw.col(_named(name))


def _named(name: str) -> str:
    return TOTAL if name == "total" else f"_{name}"

"""Movement between consecutive periods of each market."""

import re
from collections.abc import Sequence
from typing import Any, Literal, get_args

import narwhals.stable.v2 as nw

from marketshare.metrics import ShareError, sums
from marketshare.panel.columns import VALUE, Table, keys_of, table_of
from marketshare.panel.frames import Frame, collected
from marketshare.panel.soundness import PROBLEM, REASON, TOTAL, firm_totals, no_whole, reason, refuse_unsound
from marketshare.panel.ties import ranked

__all__ = ["Each", "movement"]

Each = Literal["market", "firm"]

_MARKET = ("instability", "turnover", "entries", "exits", "entry_share", "exit_share", "rank_changes", "growth")
_FIRM = ("share_before", "share", "rank_before", "rank", "rank_change", "contribution_to_growth")
_STEP, _SIDE = "_step", "_side"
_FORM, _FIRST = "_form", "_first"
_DIGIT, _YEAR_ON = re.compile("[0-9]"), re.compile("[0-9]{4}.*")
_SIDES = ("_before", "_after")


def movement(
    frame: Any,
    *,
    by: str | Sequence[str],
    firm: str,
    value: str,
    period: str,
    each: Each = "market",
    validate: bool = True,
) -> Any:
    r"""Movement from each period of a market to its next: of the market, or of each of its firms.

    .. math:: \sum_i |S_{i,1} - S_{i,0}|, \quad c_i = 100\,(V_{i,1} - V_{i,0}) / \sum_j V_{j,0}

    The next period is the next one in which the market has rows: where one is missing, the pair spans the gap, and
    `period_before` shows it. The first period of a market has nothing before it and gives no row.

    Args:
        frame: A table of sales of any kind that `shares` takes. Rows of one firm are summed.
        by: Columns that make a market, without the period.
        firm: Column of firms. A firm without rows in a period has 0 there.
        value: Column of amounts, any one unit, 0 or more.
        period: Column of periods, which sorts in time: numbers, dates, or text of one form, the year first: 2019-03.
        each: ``"market"`` for one row a market and pair of periods, ``"firm"`` for one row a firm in it.
        validate: True to refuse unsound periods of markets in an aggregate pass, before anything else is computed;
            False to give their movement as null.

    Returns:
        A table of the same kind, lazy if that was lazy: the keys, `period_before`, the period, and without validation
        `reason` last (text, null if both periods are sound).

        Of markets: `instability` (percentage points, 0 to 200), `turnover` (half of it), `entries` and `exits` (how
        many firms), `entry_share` (percent of the market after) and `exit_share` (of that before), `rank_changes` (how
        many firms have another rank, of those with an amount in both periods), `growth` (percent, to which the
        contributions of the firms sum).

        Of firms: `share_before`, `share` (percent, 0 if absent), `rank_before`, `rank` (null without an amount),
        `rank_change` (places gained), `contribution_to_growth` (percentage points).

    Raises:
        ShareError: a column that is not there, twice there, or of a type that cannot be; if validated, a key, period,
            firm or value that is missing, a value that is negative or not finite, a total of 0, a column named as
            shares whose group does not sum to 100, periods as text that need not sort in time, such as 2018-9 and
            2018-10.

    Source:
        As for `instability`, `turnover`, `entry_exit`, `rank_changes` and `contribution_to_growth` of `metrics`.
    """
    if each not in get_args(Each):
        raise ShareError(f"each: {each!r}; expected 'market' or 'firm'")
    keys = keys_of(by)
    results = ("period_before", *(_MARKET if each == "market" else _FIRM), REASON)
    table = table_of(frame, by=[*keys, period], firm=firm, value=value, results=results, in_time=period)
    *markets, when = table.by
    if validate:
        refuse_unsound(table)
        _refuse_no_order_in_time(table, when)
    pairs = _pairs(table, markets, when, flagged=not validate)
    result = _of_markets(pairs, markets, when) if each == "market" else _of_firms(pairs, markets, when)
    order = [*table.by, *([table.firm] if each == "firm" else [])]
    columns = [*markets, "period_before", *order[len(markets) :], *results[1:-1], *([] if validate else [REASON])]
    return table.close(result.select(columns), order, {"period_before": when})


def _refuse_no_order_in_time(table: Table, when: str) -> None:
    """Refuse text that sorts otherwise than time runs: 2018-9 and 2018-10, Q4 2017 and Q1 2018, Apr and Jan.

    It sorts in time if all of it has one form, with the same signs around as many digits, and what stands before the
    year is the same.
    """
    if when in table.codes:
        firsts: dict[str, str] = {}
        for name in (name for name in table.codes[when].names if isinstance(name, str)):
            before = _YEAR_ON.sub("", name) if _YEAR_ON.search(name) else ""
            firsts.setdefault(before + _DIGIT.sub("0", name), name)
        least, most = min(firsts.values(), default=""), max(firsts.values(), default="")
    elif table.rows.collect_schema()[when] == nw.String:
        text = nw.col(when)
        dated = text.str.contains(_YEAR_ON.pattern)
        before_year = nw.when(dated).then(text.str.replace_all(_YEAR_ON.pattern, "")).otherwise(nw.lit(""))
        form = nw.concat_str(before_year, text.str.replace_all(_DIGIT.pattern, "0"))
        forms = table.rows.with_columns(form.alias(_FORM)).group_by(_FORM).agg(text.min().alias(_FIRST))
        found = collected(forms.select(nw.col(_FIRST).min().alias("least"), nw.col(_FIRST).max().alias("most")))
        least, most = found["least"], found["most"]
    else:
        return
    if least != most:
        words = (
            f"{least!r} and {most!r}, text that need not sort in time; write all periods in one form, the year first"
        )
        raise ShareError(f"period: the column {table.names[when]!r} holds {words}, or make them dates or numbers")


def _pairs(table: Table, keys: Sequence[str], period: str, *, flagged: bool) -> Frame:
    """One row a market, step and firm, with what it had before and after; rows of both sides stand on the same step.

    Each period is after in its own step and before in the next, so that no join is needed.
    """
    group, amount = [*keys, period], nw.col(VALUE)
    firms = firm_totals(table, flagged=flagged).rows
    if not flagged:
        firms = firms.with_columns(nw.lit(0).alias(PROBLEM))
    firms = firms.with_columns(
        nw.col(period).rank("dense").over(*keys).cast(nw.Float64).alias(_STEP),
        table.total(over=group).alias(TOTAL),
        nw.col(PROBLEM).max().over(*group).alias(PROBLEM),
    ).with_columns(reason(no_whole(table)))
    firms = ranked(firms, group, "_rank", exact=table.exact)
    firms = firms.with_columns(
        nw.when(nw.col(REASON).is_null()).then(sums.share(amount, nw.col(TOTAL))).alias("_share"),
        nw.when(amount > 0).then("_rank").alias("_rank"),
    )
    both = nw.concat(
        [
            firms.with_columns(nw.lit(side).alias(_SIDE), (nw.col(_STEP) + (1 - side)).alias(_STEP))
            for side in range(len(_SIDES))
        ]
    )
    parts = {
        "_period": period,
        "_share": "_share",
        "_rank": "_rank",
        "_amount": VALUE,
        "_total": TOTAL,
        "_reason": REASON,
    }
    named = {
        f"{part}{side}": nw.when(nw.col(_SIDE) == number).then(column)
        for number, side in enumerate(_SIDES)
        for part, column in parts.items()
    }
    paired = both.with_columns(**named).group_by(*keys, _STEP, table.firm).agg(*(nw.col(name).max() for name in named))
    return paired.with_columns(
        nw.col(f"{part}{side}").fill_null(0.0) for part in ("_share", "_amount") for side in _SIDES
    )


def _of_markets(pairs: Frame, keys: Sequence[str], period: str) -> Frame:
    before, after = (nw.col(f"_share{side}") for side in _SIDES)
    old, new = (nw.col(f"_rank{side}") for side in _SIDES)
    entered, left = (before == 0) & (after > 0), (after == 0) & (before > 0)
    terms = {
        "instability": sums.distance(before, after),
        "entries": nw.when(entered).then(1).otherwise(0),
        "exits": nw.when(left).then(1).otherwise(0),
        "entry_share": nw.when(entered).then(after).otherwise(0.0),
        "exit_share": nw.when(left).then(before).otherwise(0.0),
        "rank_changes": nw.when((old < new) | (old > new)).then(1).otherwise(0),
    }
    labels = [f"{part}{side}" for part in ("_period", "_total", "_reason") for side in _SIDES]
    groups = (
        pairs.with_columns(**terms)
        .group_by(*keys, _STEP)
        .agg(
            *(nw.col(name).sum() for name in terms),
            *(nw.col(label).max() for label in labels),
        )
    )
    old_total, new_total = (nw.col(f"_total{side}") for side in _SIDES)
    groups = groups.with_columns(
        sums.turnover(nw.col("instability")).alias("turnover"),
        *(nw.col(name).cast(nw.Int64) for name in ("entries", "exits", "rank_changes")),
        nw.when(old_total > 0).then(sums.contribution(old_total, new_total, old_total)).alias("growth"),
    )
    return _labelled(groups, period, _MARKET)


def _of_firms(pairs: Frame, keys: Sequence[str], period: str) -> Frame:
    step = [*keys, _STEP]
    labels = [f"{part}{side}" for part in ("_period", "_total", "_reason") for side in _SIDES]
    whole = nw.col("_total_before")
    old, new = (nw.col(f"_rank{side}") for side in _SIDES)
    firms = pairs.with_columns(
        *(nw.col(label).max().over(*step) for label in labels),
    ).with_columns(
        nw.col("_share_before").alias("share_before"),
        nw.col("_share_after").alias("share"),
        old.alias("rank_before"),
        new.alias("rank"),
        (old - new).alias("rank_change"),
        nw.when(whole > 0)
        .then(sums.contribution(nw.col("_amount_before"), nw.col("_amount_after"), whole))
        .alias("contribution_to_growth"),
    )
    return _labelled(firms, period, _FIRM)


def _labelled(rows: Frame, period: str, results: Sequence[str]) -> Frame:
    """The pairs that have both sides, with their periods, and null results where one of the two is unsound."""
    before, after = (nw.col(f"_period{side}") for side in _SIDES)
    told = nw.coalesce("_reason_after", "_reason_before").alias(REASON)
    pair = (~before.is_null() & ~after.is_null()) | nw.col(_STEP).is_null()
    rows = rows.filter(pair).with_columns(before.alias("period_before"), after.alias(period), told)
    sound = nw.col(REASON).is_null()
    return rows.with_columns(nw.when(sound).then(result).alias(result) for result in results)

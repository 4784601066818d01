"""What makes a group unsound: found in one pass and refused, or carried along as the reason of a null.

A row has a problem if a key, the firm or the value is missing, or the value is not finite or negative. A group has one
if any of its rows has, or if it fails a condition of its own, such as a total of 0.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw

from marketshare.metrics import ShareError
from marketshare.metrics.checks import FULL, ROUNDING_ERROR
from marketshare.panel.columns import AMOUNT, VALUE, Table
from marketshare.panel.frames import Frame, collected
from marketshare.panel.ties import ROWS

__all__ = ["PROBLEM", "REASON", "TOTAL", "firm_totals", "no_whole", "reason", "refuse_unsound", "refuse_unsound_groups"]

PROBLEM, TOTAL, REASON = "_problem", "_total", "reason"
_LARGEST_DOUBLE = sys.float_info.max
_DIGITS = 38
_BETWEEN, _MISSING, _PLACES = "\x1f", "missing", 12

_NO_TOTAL: Mapping[str, nw.Expr] = {
    "the total is 0": nw.col(TOTAL) == 0,
    "the total is beyond what a double holds": ~nw.col(TOTAL).is_finite(),
}
_PART = "the shares do not sum to 100, and a part of a market is not rescaled to it; hhi_bounds gives what can be said"
_NAMED_SHARE = re.compile(
    r"(.*[\W_])?(market)?[\W_]*shares?([\W_]*(pct|percent))?|(.*[\W_])?(pct|percent)|.*(份额|占比)", re.I
)
"""What a column of shares is called, as opposed to one of sales or users."""

_KINDS = ("negative value", "value not finite", "value missing", "firm missing", "key missing")
"""Problems of rows, by number from 1; the highest is told of a group that has several."""


def no_whole(table: Table) -> Mapping[str, nw.Expr]:
    """Conditions under which a group has no shares: its total is none, or its shares are not those of a whole market.

    A column is one of shares if its name says so: they sum to 100, or as fractions to 1. A sum that is something else
    would be taken for the whole without a word.
    """
    name = table.names[VALUE]
    if not (isinstance(name, str) and _NAMED_SHARE.fullmatch(name)):
        return _NO_TOTAL
    total = nw.col(TOTAL)
    whole = ((total - FULL).abs() <= FULL * ROUNDING_ERROR) | ((total - 1).abs() <= ROUNDING_ERROR)
    return {**_NO_TOTAL, _PART: ~whole & (total != 0) & total.is_finite()}


def refuse_unsound(table: Table) -> None:
    """Refuse a table of sales that has no shares, in one aggregate pass over its rows, or in two.

    The first adds them up into one row: the worst problem, the least and the greatest value. If nothing is missing and
    every value is above 0, so is every total. Only otherwise a second pass groups by the keys and the kind of problem,
    and adds those groups up into one row: counts, and the first group of each kind as a sample. Nothing else is
    collected. A column of shares always takes both.

    Raises:
        ShareError: all problems, each with the number of rows and groups, and one group as a sample.
    """
    rows, value = _flagged(table), nw.col(VALUE)
    conditions = no_whole(table)
    if len(conditions) == len(_NO_TOTAL) and _all_positive(rows, table):
        return
    groups = rows.group_by(*table.by, PROBLEM).agg(nw.len().alias(ROWS), value.sum().alias(TOTAL))
    kinds = {words: nw.col(PROBLEM) == number for number, words in enumerate(_KINDS, start=1)}
    totals = {words: (nw.col(PROBLEM) == 0) & failed for words, failed in conditions.items()}
    _refuse(groups, table, {**kinds, **totals}, rows=nw.col(ROWS))


def refuse_unsound_groups(groups: Frame, table: Table, conditions: Mapping[str, nw.Expr]) -> None:
    """The same for groups that are aggregated already, of which each has its worst problem in `PROBLEM`.

    Raises:
        ShareError: all problems, each with the number of groups and one of them as a sample.
    """
    kinds = {words: nw.col(PROBLEM) == number for number, words in enumerate(_KINDS, start=1)}
    sound = {words: (nw.col(PROBLEM) == 0) & failed for words, failed in conditions.items()}
    _refuse(groups, table, {**kinds, **sound}, rows=None)


def firm_totals(table: Table, *, flagged: bool) -> Table:
    """One row a firm and group: rows of one firm are summed, as sales are.

    Doubles come with `ROWS`, how many of them were summed. Whole numbers and decimals are summed as they are, in
    `AMOUNT`, and `VALUE` is that sum as a double.

    Args:
        table: Rows.
        flagged: True to leave unsound values out of the sums and to keep the worst problem of each firm in `PROBLEM`.
    """
    amount = table.amount
    rows = table.rows
    if flagged:
        rows = _flagged(table).with_columns(nw.when(nw.col(PROBLEM) == 0).then(amount).alias(amount))
    worst = [nw.col(PROBLEM).max()] if flagged else []
    counted = [] if table.exact else [nw.len().alias(ROWS)]
    firms = rows.group_by(*table.by, table.firm).agg(nw.col(amount).sum(), *counted, *worst)
    if table.exact:
        firms = firms.with_columns(nw.col(AMOUNT).cast(nw.Float64).alias(VALUE))
    return table.with_rows(firms)


def reason(conditions: Mapping[str, nw.Expr]) -> nw.Expr:
    """The reason why a group is unsound, from its `PROBLEM` and its own conditions; null if it is sound."""
    kinds = [(nw.col(PROBLEM) == number, words) for number, words in enumerate(_KINDS, start=1)]
    cases = [*kinds, *((failed, words) for words, failed in conditions.items())]
    return _first_true(cases, nw.lit(None, nw.String)).alias(REASON)


def _all_positive(rows: Frame, table: Table) -> bool:
    """Whether no row has a problem, no total can be 0, and none can be beyond what a double holds."""
    value = nw.col(VALUE)
    wanted = (nw.len().alias("rows"), nw.col(PROBLEM).max(), value.min().alias("least"), value.max().alias("most"))
    found = collected(rows.select(*wanted))
    rows_found = int(found["rows"])
    if found["most"] is not None and table.exact and found["most"] >= table.most / max(rows_found, 1):
        name = table.names[VALUE]
        raise ShareError(f"{name}: sums may have more digits than a decimal holds, {_DIGITS}; convert it to doubles")
    return rows_found > 0 and found[PROBLEM] == 0 and 0 < found["least"] <= found["most"] < _LARGEST_DOUBLE / rows_found


def _flagged(table: Table) -> Frame:
    value = nw.col(VALUE)
    missing_key = nw.any_horizontal(*(nw.col(key).is_null() for key in table.by), ignore_nulls=False)
    found = (value < 0, ~value.is_finite(), value.is_null(), nw.col(table.firm).is_null(), missing_key)
    cases = [(condition, number) for number, condition in enumerate(found, start=1)]
    # nearly all rows are sound: one comparison lets them pass, and the others are told apart; NaN compares as false
    there = (~nw.col(column).is_null() for column in (*table.by, table.firm))
    sound = nw.all_horizontal(value.is_between(0, _LARGEST_DOUBLE), *there, ignore_nulls=False)
    return table.rows.with_columns(_first_true([(sound, 0), *cases[::-1]], nw.lit(0)).alias(PROBLEM))


def _first_true(cases: Sequence[tuple[nw.Expr, Any]], otherwise: nw.Expr) -> nw.Expr:
    return reduce(lambda rest, case: nw.when(case[0]).then(nw.lit(case[1])).otherwise(rest), cases[::-1], otherwise)


def _refuse(groups: Frame, table: Table, problems: Mapping[str, nw.Expr], rows: nw.Expr | None) -> None:
    texts = [nw.col(key).cast(nw.String) for key in table.by]
    if table.codes:
        texts = [text.str.zfill(_PLACES) for text in texts]  # so that they sort as numbers
    label = nw.concat_str(*(text.fill_null(_MISSING) for text in texts), separator=_BETWEEN)
    wanted = [nw.len().alias("groups")]
    for number, condition in enumerate(problems.values()):
        wanted.append(
            nw.when(condition).then(rows if rows is not None else 1).otherwise(0).sum().alias(f"rows {number}")
        )
        wanted.append(nw.when(condition).then(1).otherwise(0).sum().alias(f"groups {number}"))
        wanted.append(nw.when(condition).then(label).min().alias(f"sample {number}"))
    found = collected(groups.select(*wanted))
    if not found["groups"]:
        raise ShareError("frame: it has no rows")
    lines = []
    for number, words in enumerate(problems):
        many, groups_many = int(found[f"rows {number}"]), int(found[f"groups {number}"])
        if many:
            of_rows = f"{many:,} row{'s' * (many != 1)} in " if rows is not None and number < len(_KINDS) else ""
            sample = _told(found[f"sample {number}"], table)
            lines.append(f"{words}: {of_rows}{groups_many:,} group{'s' * (groups_many != 1)}, for instance {sample}")
    if lines:
        column = f"{table.names[VALUE]}: " if len(lines) == 1 else f"{table.names[VALUE]}:\n  "
        ending = "validate=False gives those groups as null, with the reason"
        raise ShareError(column + "\n  ".join(lines) + f"\n{ending}")


def _told(label: str, table: Table) -> str:
    """A group as the user knows it: market a, period 2018."""
    keys = zip(table.by, label.split(_BETWEEN), strict=True)
    texts = {key: table.codes[key].told(text) if key in table.codes else text for key, text in keys}
    return ", ".join(f"{table.names[key]} {text}" for key, text in texts.items())

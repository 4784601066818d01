"""The columns that a call names: refused by name, before any row is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import narwhals.stable.v2 as nw

from marketshare.metrics import ShareError
from marketshare.panel.frames import Closing, Frame, opened

__all__ = ["VALUE", "Table", "chosen", "table_of"]

VALUE = "_value"
_WORKING = "_"
"""Working columns begin with it, so that no key may."""


@dataclass(frozen=True)
class Table:
    """Rows of firms in groups.

    Attributes:
        rows: The columns `by` and `firm`, and the value as a double in the column `VALUE`.
        by: Names of the columns that make a group.
        firm: Name of the column of firms.
        value: What the column of the value is called in the user's table.
        close: The way back to the user's kind of table.
    """

    rows: Frame
    by: tuple[str, ...]
    firm: str
    value: str
    close: Closing

    def with_rows(self, rows: Frame) -> "Table":
        """The same columns, other rows."""
        return replace(self, rows=rows)


def table_of(
    frame: Any,
    *,
    by: str | Sequence[str],
    firm: str,
    value: str,
    results: Iterable[str],
    value_is: str = "value",
    keeps_value: bool = False,
) -> Table:
    """The columns named, of a table of any kind.

    Args:
        frame: The user's table.
        by: One column, or several, that make a group.
        firm: The column of firms.
        value: The column of numbers.
        results: Names of the columns that will stand beside the keys.
        value_is: What the argument `value` is called where the user wrote it.
        keeps_value: True if the column of numbers stands in the result under its own name.

    Raises:
        ShareError: no such column; one named twice; a column that no key, or no number, can be; a name that a result
            has too.
    """
    keys = [by] if isinstance(by, str) else list(by)
    if not keys:
        raise ShareError("by: no column; name those that tell one market and period from another")
    rows, close = opened(frame)
    schema = rows.collect_schema()
    named = [*(("by", key) for key in keys), ("firm", firm), (value_is, value)]
    for argument, column in named:
        if column not in schema:
            raise ShareError(f"{argument}: there is no column {column!r}{_hint(column, schema)}")
    for position, (argument, column) in enumerate(named):
        if column in (earlier for _, earlier in named[:position]):
            raise ShareError(f"{argument}: the column {column!r} is named twice")
    taken = set(results)
    for argument, column in named[:-1]:
        _refuse_no_key(argument, column, rows)
    for argument, column in named if keeps_value else named[:-1]:
        if column in taken or column.startswith(_WORKING):
            raise ShareError(f"{argument}: a column of the result is called {column!r} too; rename that of the table")
    if not schema[value].is_numeric():
        raise ShareError(f"{value_is}: the column {value!r} holds {schema[value]}, not numbers; convert it first")
    number = nw.col(value).cast(nw.Float64).alias(VALUE)
    return Table(rows.select(*keys, firm, number), tuple(keys), firm, value, close)


def chosen(names: Sequence[str], known: Sequence[str], argument: str) -> list[str]:
    """Names out of those that are known, each once.

    Raises:
        ShareError: none; text instead of a list; an unknown one; one that stands there twice.
    """
    if isinstance(names, str):
        raise ShareError(f"{argument}: {names!r} is text; give a list, [{names!r}]")
    wanted = list(names)
    if not wanted:
        raise ShareError(f"{argument}: none asked for; there are {', '.join(known)}")
    for position, name in enumerate(wanted):
        if name not in known:
            raise ShareError(f"{argument}: {name!r} is unknown{_hint(name, known)}")
        if name in wanted[:position]:
            raise ShareError(f"{argument}: {name!r} stands there twice")
    return wanted


def _refuse_no_key(argument: str, column: str, rows: Frame) -> None:
    kind = rows.collect_schema()[column]
    if kind == nw.Object:
        types = sorted({type(key).__name__ for key in rows.select(column).collect().get_column(column).drop_nulls()})
        if len(types) > 1:
            raise ShareError(f"{argument}: the column {column!r} mixes {' and '.join(types)}; make it one of them")
    if kind.is_nested() or kind == nw.Binary:
        raise ShareError(f"{argument}: the column {column!r} holds {kind}, which is no key")


def _hint(name: object, known: Iterable[str] | Mapping[str, Any]) -> str:
    near = get_close_matches(str(name), list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(map(repr, near))}?" if near else f"; there are {', '.join(map(str, known))}"

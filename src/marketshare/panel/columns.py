"""The columns that a call names: refused by name, before any row is read."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals.stable.v2 as nw

from marketshare.errors import did_you_mean
from marketshare.metrics import ShareError
from marketshare.panel.frames import Frame, kind_of, names_of, opened, taken
from marketshare.quantity.arguments import known_of

__all__ = ["AMOUNT", "VALUE", "Table", "chosen", "keys_of", "table_of"]

VALUE, AMOUNT = "_value", "_amount"
_FIRM = "_firm"


@dataclass(frozen=True)
class Table:
    """Rows of firms in groups, under names inside that begin with an underscore.

    Attributes:
        rows: The columns `by` and `firm`, the value as a double in `VALUE`, and if `exact` as it is in `AMOUNT`.
        by: Columns that make a group.
        firm: Column of firms.
        exact: Whether amounts are whole numbers or decimals, which are summed exactly; doubles are not.
        names: What the user calls the columns.
        close: Gives a result back as the user's kind of table, under the user's names: from the result, the columns by
            which what is computed at once is sorted, and by column of the result the key whose values stand in it.
        codes: By key, what its numbers stand for, where keys are numbered.
        most: What exact sums stay below.
    """

    rows: Frame
    by: tuple[str, ...]
    firm: str
    exact: bool
    names: Mapping[str, str]
    close: Callable[..., Any]
    codes: Mapping[str, Any] = field(default_factory=dict)
    most: float = math.inf

    @property
    def amount(self) -> str:
        """The column to sum."""
        return AMOUNT if self.exact else VALUE

    def total(self, over: Sequence[str] = ()) -> nw.Expr:
        """The sum of a group as a double, of all rows in it, or beside each row over keys."""
        total = nw.col(self.amount).sum()
        return (total.over(*over) if over else total).cast(nw.Float64)

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
    in_time: str | None = None,
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
        in_time: The one of `by` that must sort in time.

    Raises:
        ShareError: no such column; one named twice; a column that no key, or no number, can be; a name that a result
            has too, upper and lower case being the same.
    """
    if known_of(frame) is not None:
        raise ShareError(
            "frame: a Market is no table of amounts, and the shares of a part of it would be taken for the whole; its "
            "own methods bound it: market.hhi()"
        )
    keys = keys_of(by)
    named = [*(("by", key) for key in keys), ("firm", firm), (value_is, value)]
    positions = _positions(frame, named)
    _refuse_shared_names(named if keeps_value else named[:-1], results)
    inside = {**{f"_key{number}": key for number, key in enumerate(keys)}, _FIRM: firm, AMOUNT: value}
    arguments = dict(zip(inside, named, strict=True))
    own = taken(frame, {name: positions[column] for name, column in inside.items()})
    *grouping, _, _ = inside
    for name in (*grouping, _FIRM):
        _refuse_no_key(*arguments[name], nw.from_native(own), name, in_time=inside[name] == in_time)
    try:
        working = opened(own, [*grouping, _FIRM], AMOUNT)
        kind = working.rows.collect_schema()[AMOUNT]
        if not kind.is_numeric():
            raise TypeError(AMOUNT)
    except TypeError as error:
        name = error.args[0]
        what = "not numbers; convert it first" if name == AMOUNT else "which is no key"
        if name == AMOUNT and kind_of(frame) == "duckdb":
            what += f", or read(file, types={{{value!r}: 'number'}})"
        raise ShareError(f"{_told(*arguments[name])} holds {_held(own, name)}, {what}") from error
    exact = kind.is_integer() or kind.is_decimal()
    numbers = [nw.col(AMOUNT).cast(nw.Float64).alias(VALUE), *([nw.col(AMOUNT)] if exact else [])]
    rows = working.rows.select(*grouping, _FIRM, *numbers)
    names = {**{name: column for name, column in inside.items() if name != AMOUNT}, VALUE: value}

    def close(result: Frame, order: Sequence[str], keys: Mapping[str, str] | None = None) -> Any:
        columns = result.collect_schema().names()
        own_keys = {name: name for name in (*grouping, _FIRM) if name in columns}
        return working.close(result, order, {**own_keys, **(keys or {})}, names)

    most = 10.0 ** (38 - getattr(kind, "scale", 0)) if exact else math.inf
    return Table(rows, tuple(grouping), _FIRM, exact, names, close, working.codes, most)


def keys_of(by: str | Sequence[str]) -> list[str]:
    """The columns of a group: one, or several.

    Raises:
        ShareError: none.
    """
    keys = [by] if isinstance(by, str) else list(by) if isinstance(by, Iterable) else []
    if not keys:
        raise ShareError(f"by: {by!r} names no column; name those that tell one market, and its period, from another")
    return keys


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


def _positions(frame: Any, named: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Where each column stands."""
    names = names_of(frame)
    same = str.casefold if kind_of(frame) == "duckdb" else str  # which finds a column by its name without case
    for position, (argument, column) in enumerate(named):
        if not isinstance(column, str):
            raise ShareError(f"{argument}: {column!r} is no text; rename the column, {column!r} to '{column}' say")
        if column not in names:
            raise ShareError(f"{argument}: there is no column {column!r}{_hint(column, names)}")
        if column in (earlier for _, earlier in named[:position]):
            raise ShareError(f"{argument}: the column {column!r} is named twice")
        if sum(isinstance(name, str) and same(name) == same(column) for name in names) > 1:
            raise ShareError(f"{argument}: two columns of the table are called {column!r}; rename one of them")
    return {column: names.index(column) for _, column in named}


def _refuse_shared_names(named: Sequence[tuple[str, str]], results: Iterable[str]) -> None:
    """Upper and lower case are one to DuckDB, Spark and whoever reads what they write."""
    taken = {name.casefold(): f"a column of the result is called {name!r} too" for name in results}
    for argument, column in named:
        if words := taken.get(column.casefold()):
            raise ShareError(f"{argument}: {words}; rename that of the table, {column!r}")
        taken[column.casefold()] = f"upper and lower case aside, another column is called {column!r}"


def _refuse_no_key(argument: str, column: str, own: Any, name: str, *, in_time: bool) -> None:
    kind = own.collect_schema()[name]
    if in_time and kind in (nw.Categorical, nw.Enum, nw.Boolean):
        raise ShareError(f"{_told('period', column)} holds {kind}, which has no order in time; make it text")
    if kind == nw.Object and kind_of(own.to_native()) == "pandas":
        types = sorted({type(key).__name__ for key in own.get_column(name).drop_nulls()})
        if len(types) > 1:
            raise ShareError(f"{_told(argument, column)} mixes {' and '.join(types)}; make it one of them")
    elif kind.is_nested() or kind in (nw.Binary, nw.Object):
        raise ShareError(f"{_told(argument, column)} holds {kind}, which is no key")


def _told(argument: str, column: str) -> str:
    return f"{argument}: the column {column!r}"


def _held(own: Any, name: str) -> str:
    """What stands in a column: its type as the user's library says it."""
    if kind_of(own) == "pandas":
        return str(own[name].dtype)
    if kind_of(own) == "pyarrow":
        return str(own.schema.field(name).type)
    return str(nw.from_native(own).collect_schema()[name])


def _hint(name: object, known: Iterable[object]) -> str:
    texts = list(map(str, known))
    return did_you_mean(name, texts, instead=f"there are {', '.join(texts)}", quoted=True)

"""Firms: their names are kept, and two lists of shares are matched by them."""

from collections.abc import Iterable, Mapping, Sequence
from operator import index
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.checks import ShareError, entries, share_boxes
from marketshare.quantity.arguments import held, is_truth_value, names_of, refuse_quantity, shown

__all__ = ["alongside", "boxes_of", "held", "like", "matched", "names_of", "position_of"]


def like(pattern: Any, values: Sequence[Any], names: Sequence[Any] | None = None) -> Any:
    """Values in the form that was given: a Series or mapping with its names, else a list.

    Args:
        pattern: What the values were computed from.
        values: One value for each firm.
        names: Names of the firms, if they are not those of `pattern`.
    """
    known = names_of(pattern) if names is None else list(names)
    if known is None or not hasattr(pattern, "items"):
        return list(values)
    if isinstance(pattern, Mapping):
        return dict(zip(known, values, strict=True))
    return type(pattern)(list(values), index=known if names is not None else pattern.index)


def position_of(values: Any, firm: Any, name: str = "shares") -> int:
    """Position of a firm: itself, or that of its name.

    Raises:
        ShareError: there is no such firm.
    """
    refuse_quantity(firm, "firm")
    names = names_of(values)
    if names is not None:
        found = [place for place, known in enumerate(names) if _same_name(known, firm)]
        if found:
            return found[0]
        raise ShareError(f"firm: {shown(firm)} is not among {', '.join(map(str, names))}")
    size = len(values)
    try:
        position = -1 if is_truth_value(firm) else index(firm)
    except TypeError:
        position = -1
    if not 0 <= position < size:
        raise ShareError(f"firm: {shown(firm)} is not a position from 0 to {size - 1} of {name}")
    return position


def _same_name(known: Any, firm: Any) -> bool:
    """True if a firm is called so; True is not 1, though Python has them equal."""
    try:
        return is_truth_value(known) == is_truth_value(firm) and bool(known == firm)
    except (TypeError, ValueError):
        return False


Matched = list[Any] | dict[Any, Any]
"""Values in an order that several lists share: by position, or by name."""


def matched(*lists: Iterable[Any], names: Sequence[str], absent: Any = 0.0) -> tuple[list[Any] | None, list[Matched]]:
    """Several lists with the same firms in the same order.

    Series and mappings are matched by name, over the union, in the order in which names appear; a firm that is missing
    in one gets `absent`. Plain sequences are matched by position.

    Args:
        lists: The lists.
        names: What their arguments are called.
        absent: The value of a firm that is missing in a list; an `Ellipsis` refuses it.

    Returns:
        The names (None for plain sequences), and the lists; with names they are mappings in one order.

    Raises:
        ShareError: some have names and some have none; plain sequences of different lengths; a missing firm.
    """
    rows = [entries(values, name, of="numbers") for values, name in zip(lists, names, strict=True)]
    known = [names_of(values) for values in lists]
    if all(given is None for given in known):
        sizes = {name: len(row) for name, row in zip(names, rows, strict=True)}
        if len(set(sizes.values())) > 1:
            raise ShareError(
                f"{names[-1]}: {' and '.join(f'{size} in {name}' for name, size in sizes.items())}; "
                f"lists without names need the same firms in the same order, with 0 for one that is absent"
            )
        return None, [[value for _, value in row] for row in rows]
    without = [name for name, given in zip(names, known, strict=True) if given is None]
    if without:
        raise ShareError(f"{without[0]}: has no firm names, but the other list does; give both as Series, or none")
    union = list(dict.fromkeys(name for row in rows for name, _ in row))
    by_name = [dict(row) for row in rows]
    if absent is ...:
        for name, given in zip(names, by_name, strict=True):
            missing = [firm for firm in union if firm not in given]
            if missing:
                raise ShareError(f"{name}: nothing is said of {missing[0]}")
    return union, [{firm: given.get(firm, absent) for firm in union} for given in by_name]


def alongside(pattern: Any, values: Iterable[Any], name: str, *, beside: str, of: str) -> list[Any]:
    """Values in the order of a list that they belong to: by name if both have names, else by position.

    Args:
        pattern: The list; only its names are looked at.
        values: What belongs to it.
        name: What their argument is called.
        beside: What the list's argument is called.
        of: What the values are.

    Raises:
        ShareError: names in one of them that the other has not.
    """
    listed = entries(values, name, of=of)
    known, own = names_of(pattern), names_of(values)
    if own is None or (known is None and own == list(range(len(own)))):
        return [value for _, value in listed]
    if known is None:
        raise ShareError(f"{beside}: has no firm names, but {name} does; give both as Series, or none")
    given = dict(listed)
    for lacking, firms in ((name, [each for each in known if each not in given]), (beside, set(own) - set(known))):
        if firms:
            raise ShareError(f"{lacking}: nothing is said of {', '.join(map(str, firms))}")
    return [given[firm] for firm in known]


def boxes_of(values: Matched, name: str, absent: Any) -> list[Interval]:
    """Matched shares as intervals.

    Raises:
        ShareError: as `share_boxes`, for the shares that were given.
    """
    given = {firm: value for firm, value in entries(values, name) if value is not absent}
    share_boxes(given, name)
    return share_boxes(values, name)

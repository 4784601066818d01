"""Parts of a whole: shares that together would be more than the whole are an error of the data."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from marketshare.ledger.corrections import superseded
from marketshare.ledger.figures import Figure
from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Row, Table

__all__ = ["above_the_whole", "kinds_of_entities", "misunderstood_rest", "parts_in_another_unit"]

_REST = re.compile(r"\b(?:all others?|others?|the rest|rest of)\b|其他|其它|其余", re.I)
"""What a note calls the firms without a figure of their own."""

WHOLES = {"market-share": "market", "revenue-share": "parent"}
"""Measures whose values are parts of 100, and what the whole is: a market, or the parent of the entity."""


def above_the_whole(figures: dict[str, Figure], entities: dict[str, Row]) -> Iterator[Problem]:
    """Shares of one whole and period whose lowest values already sum to more than 100, and shares below 0.

    A sum of firms (an entity that is the parent of others in the group) is not added to its parts, and a figure that
    another one corrects is not added to it.
    """
    groups: dict[tuple[str, str, str], dict[str, Figure]] = defaultdict(dict)
    old = superseded(figures.values())
    for found in figures.values():
        kind = WHOLES.get(found["measure"])
        if kind and found["status"] == "stated" and found["entity"] in entities and found.id not in old:
            whole = found["market"] if kind == "market" else entities[found["entity"]]["parent"]
            group = groups[found["measure"], whole, found["period"]]
            # Where sources differ on a firm, the lowest counts: only what is certain is an error.
            group[found["entity"]] = min(group.get(found["entity"], found), found, key=lambda f: f.quantity.bounds.low)
    for found in figures.values():
        if found["measure"] in WHOLES and found["status"] == "stated" and found.quantity.bounds.high < 0:
            message = f"{found['printed']!r} is below 0; a share lies between 0 and 100"
            yield Problem(found.file, found.row, "value", message)
    for (measure, whole, period), members in groups.items():
        parts, least = _counted_once(list(members.values()), entities)
        if least > 100 * (1 + 1e-9):  # decimals that sum to 100 may come to a little more in binary
            names = ", ".join(found.id for found in parts)
            where = f"{measure} of {whole}" + (f" in {period}" if period else "")
            hint = "is one of them of another market or period?"
            message = f"{where}: {names} sum to at least {least:.6g}, above 100; {hint}"
            yield Problem(parts[-1].file, parts[-1].row, "value", message)


def kinds_of_entities(members: Iterable[Figure], entities: dict[str, Row]) -> dict[str, str]:
    """What the entities of one market are, by key, as ``entities.csv`` has it: firm, rest (Others), sum, category.

    Where it says nothing, one that others of these are parts of is a sum, and any other one a firm.
    """
    keys = {found["entity"] for found in members}
    parents = {entities[key]["parent"] for key in keys}
    return {key: entities[key].cells.get("kind", "") or ("sum" if key in parents else "firm") for key in keys}


def misunderstood_rest(row: Row, entity: Row, unit: str) -> Iterator[str]:
    """What is wrong with a figure of the rest: a rank, or a share of Others that nobody says are the rest."""
    kind = entity.cells.get("kind", "")
    if unit == "rank" and kind == "rest":
        yield f"{row['entity']!r} is the rest of a market (data/entities.csv), which is no firm and has no rank"
    called = _REST.search(f"{entity['name_en']} {entity['name_zh']}")
    if row["measure"] == "market-share" and not kind and called:
        yield (
            f"{row['entity']!r} is called {called[0]}: in data/entities.csv, say in the column kind whether it is the "
            f"rest of the market (rest) or a firm"
        )


def parts_in_another_unit(measures: Table) -> Iterator[Problem]:
    """Measures that are a part of one in another unit, as ``measures.csv`` has it."""
    units = {row["id"]: row["unit"] for row in measures.rows}
    for row in measures.rows:
        whole = row.cells.get("part_of", "")
        if whole in units and units[whole] != row["unit"]:
            message = (
                f"{whole} is in {units[whole]}, and {row['id']} in {row['unit']}; a part has the unit of its whole"
            )
            yield Problem(measures.file, row.line, "part_of", message)


def _counted_once(members: list[Figure], entities: dict[str, Row]) -> tuple[list[Figure], float]:
    """The members without those that others are a part of, and the least that they sum to.

    A stated sum whose parts are not all there may be more than the parts that are: the greater of the two counts.
    """
    least = 0.0
    counted: list[Figure] = []
    for found in members:
        low = found.quantity.bounds.low
        parts = [other for other in members if entities[other["entity"]]["parent"] == found["entity"]]
        in_a_sum = any(entities[found["entity"]]["parent"] == other["entity"] for other in members)
        if not in_a_sum:
            least += max(low, sum(part.quantity.bounds.low for part in parts))
            counted += parts or [found]
    return counted, least

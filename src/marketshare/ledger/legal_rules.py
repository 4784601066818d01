"""Rules: legal and guideline thresholds, the conditions of each gathered from their rows and checked together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from marketshare.ledger.cells import shown
from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Row, Table

__all__ = ["Condition", "Rule", "faulty_rules", "rules"]

OF_A_RULE = (
    "name", "jurisdiction", "standing", "in_force_from", "in_force_until", "about", "market", "outcome", "remark",
)  # fmt: skip
"""Columns that say something of the whole rule, so that all its rows say the same."""

SHARES = ("market-share", "concentration-ratio", "member-share")
POINTS = ("hhi", "merger-delta")
NONE = "none"
"""The measure of a text that sets no thresholds: its one row says so, and there is nothing to compare."""

NAMED = {
    "market-share": "share",
    "concentration-ratio": "joint share of {}",
    "member-share": "exempt: share",
    "hhi": "HHI",
    "merger-delta": "rise of the HHI",
}

DATED = {"in force": (True, False), "replaced": (True, True), "draft": (False, False)}
"""Whether a rule of that standing has a first and a last day."""

WORST_FIRST = ("no", "secondary", "primary")

CLOSED = {
    "measure": (*SHARES, *POINTS, NONE),
    "operator": ("", ">=", ">", "<", "<="),
    "verified": WORST_FIRST,
    "standing": tuple(DATED),
    "about": ("market", "merger"),
}
"""What these columns may say, whatever the schema of the study lets pass."""

_THRESHOLD = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}|/[1-9][0-9]{0,8})?")
_FIRMS = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class Condition:
    """One condition of a rule: a row of ``rules.csv``.

    Attributes:
        id: Its key.
        measure: ``market-share``, ``concentration-ratio``, ``hhi`` or ``merger-delta``; ``member-share`` exempts from a
            presumption about several firms the one that meets it.
        firms: How many firms together, for a concentration ratio; else 1.
        operator: ``>=``, ``>``, ``<`` or ``<=``.
        threshold: In percent of the market, or in points.
        words: The condition in words.
        citation: Where it stands.
        verified: ``primary``, ``secondary`` or ``no``.
    """

    id: str
    measure: str
    firms: int
    operator: str
    threshold: float
    words: str
    citation: str
    verified: str

    @property
    def line(self) -> str:
        """What it compares with what, in a few words: ``HHI > 1,800``."""
        named = NAMED[self.measure].format(self.firms)
        return f"{named} {self.operator} {self.threshold:,.4g}{'%' if self.measure in SHARES else ''}"


@dataclass(frozen=True)
class Rule:
    """A rule: what follows where all its conditions are met. It runs through its conditions.

    Attributes:
        key: Its key, the same in all its rows.
        name: Whose rule it is, and of what.
        jurisdiction: ISO 3166 code, or EU.
        standing: ``in force``, ``replaced`` or ``draft``.
        in_force_from: First day in force; blank for a draft.
        in_force_until: Last day in force; blank while it is.
        about: ``market``, or ``merger``: then it has no answer without one.
        market: The only market that it is about; blank if it is about any.
        outcome: What follows where it is met.
        remark: What else a reader must know: its dates, its revision, what was not verified.
        conditions: In the order of their ids; none for a text that sets no thresholds.
        citation: Where it stands, each place once.
        verified: ``primary``, ``secondary`` or ``no``: the least that holds for all its rows.
    """

    key: str
    name: str
    jurisdiction: str
    standing: str
    in_force_from: str
    in_force_until: str
    about: str
    market: str
    outcome: str
    remark: str
    conditions: tuple[Condition, ...]
    citation: str
    verified: str

    def __iter__(self) -> Iterator[Condition]:
        return iter(self.conditions)


def rules(table: Table | None) -> dict[str, Rule]:
    """The rules of a table without faults, by key, sorted."""
    return {key: _rule(key, rows) for key, rows in _groups(table).items()}


def faulty_rules(table: Table | None) -> Iterator[Problem]:
    """What is wrong with the rows of rules, beyond their schema, alone and together."""
    for rows in _groups(table).values():
        assert table is not None  # it has rows
        yield from (Problem(table.file, row.line, column, message) for row, column, message in _faults(rows))


def _groups(table: Table | None) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in sorted(table.rows if table else (), key=lambda row: (row["rule"], row["id"])):
        groups.setdefault(row["rule"], []).append(row)
    return groups


Fault = tuple[Row, str, str]


def _faults(rows: list[Row]) -> Iterator[Fault]:
    first = min(rows, key=lambda row: row.line)
    for row in rows:
        for column in OF_A_RULE:
            if row[column] != first[column]:
                said = f"{_told(row[column])}, but row {first.line} says {_told(first[column])}"
                yield row, column, f"{said}, and both are of the rule {row['rule']}; its rows agree, or it is two rules"
        yield from _unknown(row)
        yield from _misshapen(row)
    yield from _misdated(first)
    together = [row for row in rows if row["measure"] == "concentration-ratio" and row["firms"] not in {"", "1"}]
    for row in rows:
        if row["measure"] == NONE and len(rows) > 1:
            yield row, "measure", f"none, but the rule {row['rule']} has other rows with thresholds"
        if row["measure"] == "member-share" and not together:
            message = f"exempts a member of a group, but the rule {row['rule']} has no condition about several firms"
            yield row, "measure", f"{message}: a concentration-ratio of 2 or more"
    yield from _contradictory([row for row in rows if row["measure"] in {*SHARES, *POINTS}])


def _told(cell: str) -> str:
    return cell if 0 < len(cell) <= 80 else shown(cell) if cell else "blank"


def _unknown(row: Row) -> Iterator[Fault]:
    """Cells that say nothing known."""
    for column, known in CLOSED.items():
        if row[column] not in known:
            yield row, column, f"{shown(row[column])} is none of {', '.join(filter(None, known))}"
    if row["firms"] and not _FIRMS.fullmatch(row["firms"]):
        yield row, "firms", f"{shown(row['firms'])} is no number of firms; write 1, 2, 3"
    if row["threshold"] and not _THRESHOLD.fullmatch(row["threshold"]):
        yield row, "threshold", f"{shown(row['threshold'])} is neither points nor a fraction such as 2/3"


def _misshapen(row: Row) -> Iterator[Fault]:
    """Cells that do not go with the measure."""
    measure = row["measure"]
    for column in ("firms", "operator", "threshold"):
        if measure == NONE and row[column]:
            yield row, column, f"{row[column]}, but the measure is none: leave it blank, or name what is compared"
        if measure in {*SHARES, *POINTS} and not row[column]:
            yield row, column, f"blank; a condition on {measure} needs it"
    if measure == "merger-delta" and row["about"] == "market":
        yield row, "about", "market, but only a merger raises the HHI: write merger"
    if measure not in {"concentration-ratio", NONE} and row["firms"] not in {"", "1"}:
        yield row, "firms", f"{row['firms']}, but {measure} is of one firm or of the market: write 1"
    if measure == "member-share" and row["operator"] not in {"", "<"}:
        yield row, "operator", f"{row['operator']}, but a member is exempt below a share: write <"
    threshold = _number(row)
    if threshold is None:
        return
    if measure in SHARES and not ("/" in row["threshold"] and 0 < threshold <= 1):
        yield row, "threshold", f"{row['threshold']}, expected a fraction of the market such as 2/3 or 40/100"
    if measure in POINTS and ("/" in row["threshold"] or not 0 < threshold <= 10_000):
        yield row, "threshold", f"{row['threshold']}, expected points, above 0 and at most 10000"


def _misdated(row: Row) -> Iterator[Fault]:
    if row["standing"] not in DATED:
        return  # its schema has named it
    for column, wanted in zip(("in_force_from", "in_force_until"), DATED[row["standing"]], strict=True):
        if bool(row[column]) != wanted:
            expected = "a day" if wanted else "blank"
            yield row, column, f"{row[column] or 'blank'}, but the rule is {row['standing']}; expected {expected}"
    if row["in_force_from"] and row["in_force_until"] and row["in_force_until"] < row["in_force_from"]:
        yield row, "in_force_until", f"{row['in_force_until']} is before {row['in_force_from']}, its first day"


def _contradictory(rows: list[Row]) -> Iterator[Fault]:
    """Conditions on one measure that bound it twice on one side, or that no number meets together."""
    sides: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        side = row["operator"][:1]
        other = sides.setdefault((row["measure"], row["firms"], side), row)
        if other is not row:
            message = f"{row['operator']} {row['threshold']}, and row {other.line} bounds it on the same side"
            yield row, "operator", f"{message}; keep one, or make them rules of their own"
        opposite = sides.get((row["measure"], row["firms"], "<" if side == ">" else ">"))
        if opposite is None:
            continue
        lower, upper = (row, opposite) if side == ">" else (opposite, row)
        low, high = _number(lower), _number(upper)
        both = (lower["operator"], upper["operator"]) == (">=", "<=")
        if low is not None and high is not None and (low > high or (low == high and not both)):
            message = f"{lower['operator']} {lower['threshold']} and {upper['operator']} {upper['threshold']}"
            yield row, "threshold", f"{message} (row {opposite.line}) are never met together"


def _number(row: Row) -> Fraction | None:
    return Fraction(row["threshold"]) if _THRESHOLD.fullmatch(row["threshold"]) else None


def _rule(key: str, rows: list[Row]) -> Rule:
    citation = "; ".join(dict.fromkeys(row["citation"] for row in rows))
    verified = min((row["verified"] for row in rows), key=WORST_FIRST.index)
    conditions = tuple(_condition(row) for row in rows if row["measure"] != NONE)
    said: dict[str, Any] = {column: rows[0][column] for column in OF_A_RULE}
    return Rule(key, **said, conditions=conditions, citation=citation, verified=verified)


def _condition(row: Row) -> Condition:
    threshold = Fraction(row["threshold"]) * (100 if row["measure"] in SHARES else 1)
    shape = (row["id"], row["measure"], int(row["firms"]), row["operator"], float(threshold))
    return Condition(*shape, row["condition"], row["citation"], row["verified"])

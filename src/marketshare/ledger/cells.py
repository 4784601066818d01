"""Cells: what is wrong with one, by its schema, and what it most likely was meant to be."""

import datetime as dt
import re
from typing import Any

from marketshare.ledger.repairs import characters, invisible, repairs, spreadsheet_error

__all__ = ["fault", "shown"]

VERBATIM = {"printed", "quote", "text"}
"""Columns that repeat a note character by character, and are compared with it."""

LONGEST_LIST = 20
"""Words of a closed list that a message names."""

LONGEST_TYPED = 80
"""Characters of the longest number, and of the longest cell that is written again as it should be."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fault(cell: str, spec: dict[str, Any]) -> str:
    """What is wrong with a cell that is not blank, and the likely fix; nothing if it may stand.

    Args:
        cell: The cell.
        spec: What the schema says of its column.

    Example:
        >>> fault("４９．９％", {"name": "value", "type": "number"})
        "'４９．９％' is in full-width characters and has a percent sign: write 49.9"
        >>> fault("Jan-18", {"name": "period", "constraints": {"pattern": "[0-9]{4}-[0-9]{2}"}})
        "'Jan-18' is a month as Excel shows it: write 2018-01"
        >>> fault("2018-01", {"name": "period", "constraints": {"pattern": "[0-9]{4}-[0-9]{2}"}})
        ''
    """
    if spec["name"] in VERBATIM:
        return ""
    if spreadsheet_error(cell):
        return f"{cell!r} is an error of a spreadsheet; write what belongs there"
    wrong = _shape_fault(cell, spec)
    if wrong and cell.startswith("="):
        return f"{shown(cell)} is a formula of a spreadsheet; write what it comes to"
    if wrong:
        for meant, why in repairs(cell, spec) if len(cell) <= LONGEST_TYPED else ():
            if meant and not _shape_fault(meant, spec):
                return f"{shown(cell)} {why}: write {meant}"
        return f"{shown(cell)} {wrong}"
    if hidden := invisible(cell):
        return f"{shown(cell)} holds {characters(hidden)}, which nobody sees; delete it"
    return ""


def shown(cell: str) -> str:
    """A cell in quotation marks, as much of it as a reader needs."""
    return repr(cell) if len(cell) <= 120 else f"{cell[:60]!r}… ({len(cell):,} characters)"


def _shape_fault(cell: str, spec: dict[str, Any]) -> str:
    constraints, kind = spec.get("constraints", {}), spec.get("type")
    if "enum" in constraints and cell not in constraints["enum"]:
        known = list(map(str, constraints["enum"]))
        more = f", … ({len(known)} in all)" if len(known) > LONGEST_LIST else ""
        return f"is none of {', '.join(known[:LONGEST_LIST])}{more}"
    if "pattern" in constraints and not re.fullmatch(constraints["pattern"], cell, re.ASCII):
        return "is malformed"
    if cell != cell.strip():
        end = cell[-1] if cell[-1].isspace() else cell[0]
        named = "" if end == " " else f": {characters(end)}"
        return f"has white space at an end{named}"
    if kind in {"number", "integer"}:
        return _number_fault(cell, kind, constraints)
    if kind == "date" or spec["name"] == "period":
        return _date_fault(cell, kind)
    return ""


def _number_fault(cell: str, kind: str, constraints: dict[str, Any]) -> str:
    if re.fullmatch(r"-0+(\.0*)?", cell):
        return "is minus nothing; write 0"
    if re.fullmatch(r"[+-]?(nan|inf|infinity|∞)", cell, re.IGNORECASE):
        return "is no number that a note prints"
    if re.fullmatch(r"[+-]?[0-9.]+e[+-]?[0-9]{3,}", cell, re.IGNORECASE):
        return "is beyond all measure"
    if not (_NUMBER if kind == "number" else _INTEGER).fullmatch(cell):
        return f"is not a plain {kind} (digits, no separators, no exponent)"
    if len(cell) > LONGEST_TYPED:
        return "has more digits than a measurement has"
    if kind == "integer" and int(cell) < constraints.get("minimum", int(cell)):
        return f"is below {constraints['minimum']}"
    return ""


def _date_fault(cell: str, kind: str | None) -> str:
    if _DAY.fullmatch(cell):
        try:
            dt.date.fromisoformat(cell)
        except ValueError:
            return "is no day of the calendar"
        return ""
    if kind == "date":
        return "is not a date (2019-06-30)"
    first, slash, last = cell.partition("/")
    if slash and last <= first:
        return "ends before it begins"
    return "is before all calendars" if cell.startswith(("0", "FY0")) else ""

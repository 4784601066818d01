"""The number register: every number that is shown, as data that can be compared, traced and computed again."""

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import marketshare.market  # noqa: F401  (declares the metrics that records name)
from marketshare.quantity import Derivation, Passage, Quantity, declared, derive
from marketshare.quantity.quantity import Argument, quantities_of
from marketshare.spreadsheet import guarded

__all__ = ["COLUMNS", "Record", "record", "records", "replay", "to_csv"]

Record = dict[str, Any]
"""A number as JSON: id, label, unit, value, bounds, and how it was computed."""

ABOUT = ("entity", "market", "measure", "period")
WHERE = ("source", "line", "quote")
COLUMNS = ("id", "label", "value", "low", "high", "ends", "unit", *ABOUT, "formula", "inputs", *WHERE, "notebook")


class NotComputableError(ValueError):
    """A recorded number that figures as they now are no longer allow."""


def stable(value: float | None) -> float | str | None:
    """A number as it is stored: to twelve significant digits, so that no machine's last bit shows."""
    if value is None or not math.isinf(value):
        return None if value is None else float(f"{value:.12g}")
    return "inf" if value > 0 else "-inf"


def record(quantity: Quantity) -> Record:
    """A quantity as JSON."""
    entry: Record = {
        "id": quantity.id,
        "label": quantity.label,
        "unit": quantity.unit,
        "value": stable(quantity.value),
        "low": stable(quantity.bounds.low),
        "high": stable(quantity.bounds.high),
        "ends": quantity.bounds.ends,
    }
    origin = quantity.origin
    if isinstance(origin, Derivation):
        entry["formula"] = origin.call
        entry["inputs"] = [given.id for given in origin.inputs]
        entry["metric"] = origin.metric
        entry["arguments"] = {name: _as_json(argument) for name, argument in origin.arguments.items()}
        entry["at_printed"] = origin.at_printed
        entry["across_sources"] = origin.across_sources
        entry["decimals"] = quantity.decimals
        entry["rests_on"] = [figure.id for figure in origin.rests_on]
    if quantity.hypothetical:
        entry["hypothetical"] = True
    return entry


def records(quantities: Iterable[Quantity]) -> list[Record]:
    """Records of quantities and of everything that they were computed from, each once, sorted by id."""
    found: dict[str, Quantity] = {}
    waiting = list(quantities)
    while waiting:
        quantity = waiting.pop()
        if quantity.id not in found:
            found[quantity.id] = quantity
            waiting += quantity.inputs
    return [record(found[key]) for key in sorted(found)]


def replay(
    entries: Mapping[str, Record], figure: Callable[[str], Quantity]
) -> tuple[dict[str, Quantity], dict[str, str]]:
    """Compute recorded numbers again, from figures as they now are.

    Args:
        entries: Records by id.
        figure: Gives the figure of an id; raises KeyError for an unknown one.

    Returns:
        The numbers by id, and the reasons, by id, why others can no longer be computed.

    Raises:
        KeyError: a record names a figure that is no longer there.
    """
    done: dict[str, Quantity] = {}
    refused: dict[str, str] = {}

    under_way: set[str] = set()

    def number(key: str) -> Quantity:
        if key in refused:
            raise NotComputableError(refused[key])
        if key in under_way:
            raise NotComputableError(f"{key} is computed from itself")
        if key not in done:
            entry = entries.get(key, {})
            under_way.add(key)
            try:
                done[key] = _derived(entry, number) if "metric" in entry else figure(key)
            except RecursionError:
                refused[key] = "it rests on more numbers, one on another, than any computation has"
                raise
            finally:
                under_way.remove(key)
        return done[key]

    for key in entries:
        try:
            number(key)
        except NotComputableError as error:
            refused[key] = str(error)
        except RecursionError:
            continue  # it is told where it was met
    return done, refused


def to_csv(quantities: Iterable[Quantity], notebooks: Mapping[str, str]) -> str:
    """The register as CSV, sorted by id; the formula of a figure is what its note prints.

    What a figure is about, and where it stands, only figures have: what was computed from them leads there.

    A text that begins like a formula of a spreadsheet stands behind an apostrophe.

    Args:
        quantities: Every number that is to stand in it.
        notebooks: Which notebook shows a number, by id; a figure that none shows has none.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    quantities = list(quantities)
    figures = [figure for given in quantities for figure in (given, *given.figures)]
    passages = {figure.id: figure.origin for figure in figures if isinstance(figure.origin, Passage)}
    for entry in records(quantities):
        cells = {**entry, "inputs": " ".join(entry.get("inputs", ())), "notebook": notebooks.get(entry["id"], "")}
        if passage := passages.get(entry["id"]):
            cells |= {"formula": passage.printed} | {name: getattr(passage, name) for name in (*ABOUT, *WHERE)}
        writer.writerow([guarded(_cell(cells.get(column))) for column in COLUMNS])
    return out.getvalue()


def _derived(entry: Record, number: Callable[[str], Quantity]) -> Quantity:
    arguments = {name: _from_json(argument, number) for name, argument in entry["arguments"].items()}
    for given in (number(key) for key in entry["inputs"]):
        if math.isinf(given.bounds.low) and math.isinf(given.bounds.high):
            raise NotComputableError(f"{given.id} has no number: its text is damaged or ambiguous")
    try:
        return derive(
            declared(entry["metric"]).function,
            id=entry["id"],
            label=entry["label"],
            at="printed" if entry["at_printed"] else "bounds",
            across_sources=entry["across_sources"],
            decimals=entry["decimals"],
            rests_on=[number(key) for key in entry["rests_on"]],
            **arguments,
        )
    except (
        ValueError,
        TypeError,
        ArithmeticError,
        LookupError,
        AttributeError,
    ) as error:  # anybody may have written it
        raise NotComputableError(str(error)) from error


def _as_json(argument: Argument) -> dict[str, Any]:
    if isinstance(argument, Quantity):
        return {"id": argument.id}
    if isinstance(argument, Mapping):
        given = quantities_of(argument)
        values = {"ids": [quantity.id for quantity in given]} if given else {"values": list(argument.values())}
        return {"names": list(argument), **values}  # two lists, since the keys of a JSON object are text only
    if isinstance(argument, tuple):
        return {"ids": [quantity.id for quantity in argument]}
    return {"value": argument}


def _from_json(argument: dict[str, Any], number: Callable[[str], Quantity]) -> Any:
    if "id" in argument:
        return number(argument["id"])
    several = [number(key) for key in argument["ids"]] if "ids" in argument else argument.get("values", [])
    if "names" in argument:
        return dict(zip(argument["names"], several, strict=True))
    return argument.get("value", several)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else str(value)

"""Colours of entities: what ``entities.csv`` says, and for every other one a colour that no other entity has."""

import colorsys
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from marketshare.ledger.cells import fault, shown
from marketshare.ledger.figures import Figure
from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Row, Table

__all__ = ["colours", "faulty_colours", "luminance", "palette", "same_colours"]

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_STRONG, _TOLD_APART = 24, 48
"""How many colours are spread over the hues, strong ones and then muted ones; after these come any others."""


def faulty_colours(table: Table) -> Iterator[Problem]:
    """Cells of the column ``colour`` that are none, as far as the schema lets them pass."""
    for spec in (spec for spec in table.fields if spec["name"] == "colour"):
        for row in (row for row in table.rows if row["colour"] and not fault(row["colour"], spec)):
            if not _COLOUR.fullmatch(row["colour"]):
                message = f"{shown(row['colour'])}; expected #rrggbb, such as #c0540d; blank lets the program choose"
                yield Problem(table.file, row.line, "colour", message)


def colours(entities: Mapping[str, Row], figures: Iterable[Row]) -> dict[str, str]:
    """The colour of every entity that has a figure.

    One that ``entities.csv`` has a colour for has that; of the others no two have the same, nor one that is like a
    colour set there. Firms of one market are given theirs one after another, since those differ most.
    """
    set_ = {key: row.cells.get("colour", "").lower() for key, row in entities.items()}
    chosen = {key: colour for key, colour in set_.items() if _COLOUR.fullmatch(colour)}
    rows = sorted(figures, key=lambda row: (not row["market"], row["market"], row["measure"], row["id"]))
    free = palette(chosen.values())
    return chosen | {key: next(free) for key in dict.fromkeys(row["entity"] for row in rows) if key not in chosen}


def palette(taken: Iterable[str] = ()) -> Iterator[str]:
    """Colours without end, no two the same: dark, light and middle in turn, so that they differ in greyscale, too.

    White or ink can be read on each of those that are spread over the hues. None of them is like one of those taken.
    """
    used = list(taken)
    for n in range(_TOLD_APART):
        colour = _of_hue((0.85 + n * 0.6180339887) % 1, (0.05, 0.35, 0.15)[n % 3], 0.65 if n < _STRONG else 0.3)
        if not any(_alike(colour, other) for other in used):
            used.append(colour)
            yield colour
    gone = set(used)
    for n in count(1):  # an odd step leads through all colours before one comes again
        colour = f"#{n * 0x9E3779 % 0x1000000:06x}"
        if 0.03 < luminance(colour) < 0.45 and colour not in gone:
            yield colour


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` from 0 to 1; (a + 0.05) / (b + 0.05) is the contrast of two (WCAG 2.2)."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def same_colours(figures: Iterable[Figure], entities: Mapping[str, Row]) -> Iterator[Problem]:
    """Two firms with shares of one market and period to which ``entities.csv`` gives one colour."""
    first: dict[tuple[str, str, str], str] = {}
    told: set[tuple[str, str]] = set()
    for figure in figures:
        row = entities[figure["entity"]]
        colour = row.cells.get("colour", "").lower()
        is_firm = figure["measure"] == "market-share" and row.cells.get("kind") not in {"rest", "sum"}
        if not is_firm or not _COLOUR.fullmatch(colour):
            continue
        other = first.setdefault((figure["market"], figure["period"], colour), figure["entity"])
        pair = (other, figure["entity"])
        if other != figure["entity"] and pair not in told:
            told.add(pair)
            message = f"{colour} is the colour of {other}, too, a firm of the same market; give one of them another"
            yield Problem("data/entities.csv", row.line, "colour", message)


def _of_hue(hue: float, light: float, saturation: float) -> str:
    """The colour of a hue and saturation whose luminance is `light`."""
    low, high = 0.0, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, middle, saturation))
        colour = f"#{red:02x}{green:02x}{blue:02x}"
        low, high = (middle, high) if luminance(colour) < light else (low, middle)
    return colour


def _alike(one: str, other: str) -> bool:
    return max(abs(a - b) for a, b in zip(_channels(one), _channels(other), strict=True)) <= 0.1


def _channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]

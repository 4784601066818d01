"""Statements: everything that a report states, a row each, so that whatever it states otherwise is noticed."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marketshare.payload import COLUMNS_OF_RULES
from marketshare.report.document import Document
from marketshare.spreadsheet import guarded

__all__ = ["APART", "BETWEEN", "COLUMNS", "LINKED", "Statement", "statements", "to_csv"]

COLUMNS = ("place", "name", "kind", "text")
Segment = Mapping[str, str]

LINKED = {"chart": "figure-", "table": "table-"}
"""What the name of a chart or a table begins with where a link leads to it."""

APART = ("report", "numbers", "glossary", "sources", "notes")
"""Places of what stands in no notebook."""

BETWEEN = " | "
"""What stands between the cells of a row."""


@dataclass(frozen=True)
class Statement:
    """Something that a report states.

    Attributes:
        place: The notebook that shows it; else one of `APART`.
        name: Of the chart or the table, as links have it; the id of the number, the term, the source; blank for prose.
        kind: What it is there: ``heading``, ``markdown``, ``text`` or ``answer`` of a notebook; ``caption``,
            ``columns``, ``row``, ``rule``, ``plotted`` and ``source`` of a table or a chart; ``value``, ``bounds``,
            ``gloss``, ``formula``, … of a number.
        text: Its words; cells of a row stand between bars.
        cells: The same in pieces, with the ids of the numbers that it tells; a statement that was read has none.
        cell: Number of the cell that states it; 0 where none does.
    """

    place: str
    name: str
    kind: str
    text: str
    cells: tuple[tuple[Segment, ...], ...] = field(default=(), compare=False, repr=False)
    cell: int = field(default=0, compare=False)

    @property
    def numbers(self) -> list[str]:
        """Ids of the numbers that it tells."""
        told = [piece["number"] for cell in self.cells for piece in cell if "number" in piece]
        return [self.name, *told] if self.place == "numbers" else told


def statements(said: Document) -> list[Statement]:
    """What a document states, in its order: its code aside, which states nothing, and pictures, which are compared.

    Args:
        said: From `marketshare.report.document.said`.
    """
    found = [_line("report", "", "subject", said["subject"].rpartition("; ")[0], 0)]  # without the version
    for section in said["sections"]:
        place = section["notebook"]
        found.append(_line(place, "", "title", section["title"], 0))
        found += [statement for block in section["blocks"] for statement in _of_block(place, block)]
    found += [Statement("glossary", entry["term"], "meaning", entry["meaning"]) for entry in said["glossary"]]
    found += [statement for number in said["numbers"] for statement in _of_number(number)]
    for source in said["sources"]:
        found += [Statement("sources", source["id"], kind, source[kind]) for kind in ("title", "file", "rights")]
    return found + [_of_note(note) for note in said["notes"]]


def to_csv(found: Iterable[Statement]) -> str:
    """Statements as CSV, a line each, in the order of the report; a text like a formula stands behind an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(getattr(statement, column)) for column in COLUMNS] for statement in found)
    return out.getvalue()


def _of_block(place: str, block: Mapping[str, Any]) -> Iterator[Statement]:
    cell, kind = block["cell"], block["kind"]
    if kind == "prose":
        yield from (_told(place, "", block["style"], [pieces], cell) for pieces in block["paragraphs"])
    elif kind in {"table", "chart"}:
        name = f"{LINKED[kind]}{block['name']}"
        yield _told(place, name, "caption", [block["caption"]], cell)
        yield _line(place, name, "columns", BETWEEN.join(block["columns"]), cell)
        row = "plotted" if kind == "chart" else "rule" if list(block["columns"]) == COLUMNS_OF_RULES else "row"
        yield from (_told(place, name, row, pieces, cell) for pieces in block["rows"])
        if kind == "chart":
            yield _line(place, name, "source", block["source"], cell)
    elif kind == "image":
        digest = hashlib.sha256(block["uri"].encode()).hexdigest()[:16]
        yield _line(place, "", kind, f"{block['alt']}: {digest}", cell)
    elif kind != "code":
        lines = block["html" if kind == "html" else "text"].splitlines()
        yield from (_line(place, "", kind, line, cell) for line in lines if line.strip())


def _of_number(number: Mapping[str, Any]) -> Iterator[Statement]:
    key = number["id"]
    yield Statement("numbers", key, "value", number["text"])
    yield Statement("numbers", key, "bounds", number["words"])
    for kind in ("gloss", "primary_source", "formula"):
        if number.get(kind):
            yield _line("numbers", key, kind.replace("_", " "), number[kind], 0)
    yield from (_line("numbers", key, "caveat", caveat, 0) for caveat in number["caveats"])


def _of_note(note: Mapping[str, Any]) -> Statement:
    lines = ["".join(piece["text"] for piece in line["pieces"]) for line in note["lines"]]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    length = f"{len(lines)} line{'s' * (len(lines) != 1)}"
    return Statement("notes", note["id"], "text", f"{note['file']}: {length}, SHA-256 {digest}")


def _told(place: str, name: str, kind: str, cells: Iterable[Iterable[Segment]], cell: int) -> Statement:
    pieces = tuple(tuple(part) for part in cells)
    text = BETWEEN.join("".join(piece["text"] for piece in part) for part in pieces)
    return Statement(place, name, kind, _one_line(text), pieces, cell)


def _line(place: str, name: str, kind: str, text: str, cell: int) -> Statement:
    return Statement(place, name, kind, _one_line(text), cell=cell)


def _one_line(text: str) -> str:
    return " ".join(text.split())

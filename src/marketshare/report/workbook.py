"""tables.xlsx: every table of the report and the number register, for whoever works in a spreadsheet."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Set
from itertools import chain, count
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from marketshare.quantity import Quantity
from marketshare.quantity.quantity import MARK
from marketshare.report.document import Document
from marketshare.spreadsheet import is_formula
from marketshare.unseen import visible

__all__ = ["render_workbook"]

EPOCH = dt.datetime(1980, 1, 1)  # noqa: DTZ001  (what a ZIP archive can say at the earliest, the same on every build)
WIDEST = 60


def render_workbook(content: Document, quantities: dict[str, Quantity]) -> bytes:
    """A document's tables, a sheet each, and the register of all numbers; text that begins like a formula stays text.

    Args:
        content: What the report says.
        quantities: Every number by id, for its typed value and bounds.
    """
    book = Workbook()
    book.properties.created = book.properties.modified = EPOCH
    register = book.active
    assert isinstance(register, Worksheet)  # a new workbook has one sheet
    register.title = "numbers"
    _fill(register, ["id", "label", "value", "low", "high", "ends", "unit"], [_row(q) for q in quantities.values()])
    for block in (block for section in content["sections"] for block in section["blocks"]):
        if block["kind"] in {"table", "chart"}:
            name = _sheet_name(block["name"], {sheet.title.casefold() for sheet in book.worksheets})
            rows = [[_cell(cell, quantities) for cell in row] for row in block["rows"]]
            _fill(book.create_sheet(name), block["columns"], rows)
    out = io.BytesIO()
    book.save(out)
    return _without_dates(out.getvalue())


def _sheet_name(name: str, taken: Set[str]) -> str:
    r"""What Excel takes: 31 characters, none of ``[]:*?/\\``, and each name once, whatever its case."""
    plain = re.sub(r"[\[\]:*?/\\]", "-", name)
    endings = chain([""], (f"-{number}" for number in count(2)))
    return next(whole for end in endings if (whole := plain[: 31 - len(end)] + end).casefold() not in taken)


def _row(quantity: Quantity) -> list[Any]:
    low, high = (end if abs(end) != float("inf") else str(end) for end in (quantity.bounds.low, quantity.bounds.high))
    return [quantity.id, quantity.label, quantity, low, high, quantity.bounds.ends, quantity.unit]


def _cell(segments: list[dict[str, str]], quantities: dict[str, Quantity]) -> Any:
    """A number where the cell is one number's value, else its text."""
    text = "".join(segment["text"] for segment in segments)
    if len(segments) == 1 and "number" in segments[0]:
        quantity = quantities[segments[0]["number"]]
        if quantity.value is not None and text == quantity.text:
            return quantity
    return text


def _fill(sheet: Worksheet, columns: list[str], rows: list[list[Any]]) -> None:
    for number, row in enumerate([columns, *rows], 1):
        for position, given in enumerate(row, 1):
            content = visible(given) if isinstance(given, str) else given
            content = given.value if isinstance(given, Quantity) else content
            cell = sheet.cell(number, position, content)
            if isinstance(given, Quantity) and given.hypothetical:
                cell.number_format = f'General"{MARK}"'  # still a number, with the mark that its words have
            if isinstance(content, str):
                cell.data_type = "s"  # openpyxl would take "=1+1" for a formula
                cell.quotePrefix = is_formula(content)
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(longest + 2, WIDEST)


def _without_dates(book: bytes) -> bytes:
    """The same archive with the time of writing taken out, so that two builds are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "docProps/core.xml":
                text = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", text)
            new.writestr(zipfile.ZipInfo(entry.filename, EPOCH.timetuple()[:6]), text)
    return out.getvalue()

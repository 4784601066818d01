"""Inputs: the rows and cells that a baseline was accepted from, by their digests, so that an edited one is known."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from nbformat import NotebookNode

from marketshare.ledger.tables import read_tables
from marketshare.spreadsheet import guarded
from marketshare.studies import Study

__all__ = ["COLUMNS", "LIBRARY", "Input", "inputs_of", "to_csv"]

COLUMNS = ("file", "key", "content", "corrects")
LIBRARY = "marketshare"
"""What stands for a file in the row that names the version of the library."""


@dataclass(frozen=True)
class Input:
    """Something that a report is made from.

    Attributes:
        file: From the root of the study; `LIBRARY` for the library.
        key: Of a row of a table, or the id of a cell; blank for a file that is taken as a whole.
        content: Digest of what it says; of the library, its version.
        corrects: Id of the figure that this row corrects.
        place: Where it is now: a file and line, a notebook and cell.
        words: The words of the row.
    """

    file: str
    key: str
    content: str
    corrects: str = ""
    place: str = field(default="", compare=False)
    words: tuple[str, ...] = field(default=(), compare=False, repr=False)


def inputs_of(study: Study, notebooks: Mapping[str, NotebookNode]) -> list[Input]:
    """What a report of these notebooks is made from: the library, rows of tables, other files, cells.

    Args:
        study: The data.
        notebooks: By name; an empty cell counts for nothing.
    """
    return [
        Input(LIBRARY, "version", version("marketshare"), place=LIBRARY),
        *_of_data(study),
        *(given for name in sorted(notebooks) for given in _of_notebook(name, notebooks[name])),
    ]


def to_csv(found: Iterable[Input]) -> str:
    """Inputs as CSV, a line each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([guarded(getattr(given, column)) for column in COLUMNS] for given in found)
    return out.getvalue()


def _of_data(study: Study) -> Iterator[Input]:
    tables, _ = read_tables(study.root)
    for table in sorted(tables.values(), key=lambda table: table.file):
        for row in sorted(table.rows, key=lambda row: [row[column] for column in table.key]):
            key = ", ".join(row[column] for column in table.key)
            content = _digest(f"{column}={cell}" for column, cell in row.cells.items())
            words = tuple(cell for cell in row.cells.values() if cell)
            corrects = row.cells.get("supersedes", "") if table.holds_figures else ""
            yield Input(table.file, key, content, corrects, f"{table.file}:{row.line}", words)
    read = {table.file for table in tables.values()}
    others = ((file, digest) for file, digest in study.ledger.contents.items() if file not in read)
    yield from (Input(file, "", digest[:16], place=file, words=(file,)) for file, digest in sorted(others))


def _of_notebook(name: str, notebook: NotebookNode) -> Iterator[Input]:
    file = f"notebooks/{name}.ipynb"
    for number, cell in enumerate(notebook.cells, 1):
        if cell.source.strip():
            yield Input(file, cell["id"], _digest([cell.cell_type, cell.source]), place=f"{file}, cell {number}")


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

"""Notebooks on disk, and the numbers recorded in their outputs."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from marketshare.errors import StudyError
from marketshare.merge_leftovers import load_json
from marketshare.payload import MIME, PNG, SVG, payload_of, segments_of
from marketshare.quantity import Passage, Quantity
from marketshare.register import Record, record, replay
from marketshare.report_order import paths
from marketshare.stored_form import give_ids
from marketshare.studies import Study
from marketshare.untrusted_files import LARGEST_NOTEBOOK, NotReadError, bytes_of

__all__ = [
    "MIME",
    "ConflictingNumbersError",
    "NameFaultError",
    "Numbers",
    "forget_skipped",
    "is_skipped",
    "numbers_of",
    "parsed",
    "paths",
    "payloads",
    "pictures",
    "raw",
    "read",
    "refuse_other_data",
]


class ConflictingNumbersError(StudyError):
    """Notebooks that disagree about a number, with each other or with the data."""


class NameFaultError(StudyError):
    """Two charts or two tables of one name."""


@dataclass(frozen=True)
class Numbers:
    """Every number of some notebooks, computed again from the data.

    Attributes:
        quantities: By id: all figures of the study, and all numbers that the notebooks derive.
        notebooks: Which notebook shows a number first, by id.
        moved: Ids whose recorded value is not what the data now yield.
        refused: By id, why a recorded number can no longer be computed.
        misprinted: Where a notebook prints other words for a number than the number itself gives.
    """

    quantities: dict[str, Quantity]
    notebooks: dict[str, str]
    moved: tuple[str, ...]
    refused: dict[str, str]
    misprinted: tuple[str, ...] = ()


def read(path: Path) -> NotebookNode:
    """A notebook from disk.

    Raises:
        StudyError: the file is no notebook, or larger than any that is read.
    """
    return parsed(raw(path), f"{path.parent.name}/{path.name}")


def parsed(content: bytes, name: str) -> NotebookNode:
    """A notebook from the bytes of its file.

    Args:
        content: The bytes.
        name: How errors call it.

    Raises:
        StudyError: it is no notebook.
    """
    try:
        text = content.decode()
        load_json(text)  # nbformat takes the last of two members of one name
        notebook = nbformat.convert(nbformat.reader.reads(text), 4)
        give_ids(notebook)
        _, notebook = nbformat.validator.normalize(notebook, strip_invalid_metadata=True)  # refresh stores its own
        nbformat.validate(notebook)
    except Exception as error:  # nbformat raises its own, json's, jsonschema's and others, whatever the fault
        fault = str(error).partition("\n")[0][:120]
        message = f"{name}: not a notebook ({fault}); restore it, or take it out of notebooks/"
        raise StudyError(message) from error
    return notebook


def raw(path: Path) -> bytes:
    """The bytes of a notebook.

    Raises:
        StudyError: there is no such file, but a folder, a device or a pipe; or it is too large.
    """
    try:
        return bytes_of(path, LARGEST_NOTEBOOK)
    except NotReadError as error:
        raise StudyError(f"{path.parent.name}/{path.name}: {error}") from error


def is_skipped(cell: NotebookNode) -> bool:
    """True for a cell whose tag says that it is not to be run."""
    return "skip-execution" in cell.metadata.get("tags", ())


def forget_skipped(notebook: NotebookNode) -> None:
    """Take the outputs of cells that are not run out of a notebook: they are of another time, and of other data."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and is_skipped(cell):
            cell.outputs, cell.execution_count = [], None


def payloads(notebook: NotebookNode) -> Iterator[dict[str, Any]]:
    """What `show` displayed, in order: blocks with their number records; what only says that it is such is left out."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if payload := payload_of(output):
                yield payload


def pictures(notebooks: Iterable[NotebookNode]) -> Iterator[tuple[str, bytes]]:
    """The charts that notebooks show, by file name, in the formats that they have."""
    for notebook in notebooks:
        for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
            payload = payload_of(output)
            if payload and payload["block"]["kind"] == "chart":
                name = payload["block"]["name"]
                yield f"figures/{name}.png", base64.b64decode(output["data"][PNG])
                if SVG in output["data"]:
                    yield f"figures/{name}.svg", output["data"][SVG].encode()


def numbers_of(notebooks: Iterable[tuple[str, NotebookNode]], study: Study) -> Numbers:
    """The numbers recorded in executed notebooks, computed again from the study's figures.

    Args:
        notebooks: Pairs of a name and a notebook.
        study: Where figures come from.

    Raises:
        NameFaultError: a chart or a table is called what another one is called.
        ConflictingNumbersError: two notebooks give one id to different numbers; a notebook shows a figure that is gone.
    """
    notebooks = list(notebooks)
    entries: dict[str, Record] = {}
    shown: dict[str, str] = {}
    for name, notebook in notebooks:
        for entry in (entry for payload in payloads(notebook) for entry in payload["numbers"]):
            known = entries.setdefault(entry["id"], entry)
            shown.setdefault(entry["id"], name)
            if known != entry:
                first = shown[entry["id"]]
                raise ConflictingNumbersError(
                    f"the number {entry['id']} is {_summary(known)} in {first} and {_summary(entry)} in {name}; "
                    f"give one of them another id"
                )
    if faults := list(_name_faults(notebooks)):
        raise NameFaultError("\n".join(faults))
    figures = {quantity.id: quantity for quantity in study}

    def figure(key: str) -> Quantity:
        key = study.in_force(key)
        if key not in figures:
            raise ConflictingNumbersError(
                f"{shown.get(key, 'a notebook')} shows the figure {key}, which is not in the data; "
                f"run marketshare refresh, or restore the row"
            )
        return figures[key]

    found, refused = replay(entries, figure)
    moved = tuple(sorted(key for key, entry in entries.items() if key in found and record(found[key]) != entry))
    return Numbers({**figures, **found}, shown, moved, refused, tuple(_misprinted(notebooks, found)))


def refuse_other_data(numbers: Numbers) -> None:
    """Go on only if the notebooks show what the data yield.

    Raises:
        ConflictingNumbersError: they show numbers of other data, or of a hypothesis, or that cannot be computed; or
            the words that they print for a number are not those that it has.
    """
    if numbers.refused:
        reasons = "\n".join(f"{numbers.notebooks[key]}: {key}: {why}" for key, why in numbers.refused.items())
        raise ConflictingNumbersError(f"numbers that can no longer be computed:\n{reasons}")
    if numbers.moved:
        shown = ", ".join(f"{key} ({numbers.notebooks[key]})" for key in numbers.moved)
        raise ConflictingNumbersError(
            f"the notebooks show other numbers than the data yield: {shown}; if the data were changed, run marketshare "
            f"report, or marketshare refresh to store the new numbers; what-if is for --set, or for a notebook that is "
            f"not in the report, whose name begins otherwise"
        )
    if numbers.misprinted:
        found = "\n".join(numbers.misprinted)
        raise ConflictingNumbersError(f"{found}\nmarketshare refresh, or report --force, prints them anew")


def _misprinted(notebooks: Iterable[tuple[str, NotebookNode]], numbers: Mapping[str, Quantity]) -> Iterator[str]:
    """Places where the words for a number are not its value, its bounds, or what its note prints."""
    for name, notebook in notebooks:
        for place, cell in enumerate(notebook.cells, 1):
            for payload in filter(None, map(payload_of, cell.get("outputs", ()))):
                for segment in segments_of(payload["block"]):
                    quantity = numbers.get(segment.get("number", ""))
                    if quantity is not None and not _is_printed_so(segment, quantity):
                        yield (
                            f"notebooks/{name}.ipynb: cell {place}: prints {segment['text'][:80]!r} for {quantity.id}, "
                            f"which is {quantity.text}"
                        )


def _is_printed_so(segment: Mapping[str, str], quantity: Quantity) -> bool:
    words = {quantity.text, quantity.bounds_text}
    if isinstance(quantity.origin, Passage):
        words.add(quantity.marked(quantity.origin.printed))
    return segment["text"] in words and ("hypothetical" in segment) == quantity.hypothetical


def _name_faults(notebooks: Iterable[tuple[str, NotebookNode]]) -> Iterator[str]:
    """Charts and tables that are called what another one is called, by the cell that shows them."""
    first: dict[tuple[str, str], str] = {}
    for notebook, number, block in _named(notebooks):
        place = f"notebooks/{notebook}.ipynb: cell {number}"
        kind, name = block["kind"], block["name"]
        if (kind, name) in first:
            yield f"{place}: {kind} {name!r} is called like the one in {first[kind, name]}; give one another name"
        else:
            first[kind, name] = place


def _named(notebooks: Iterable[tuple[str, NotebookNode]]) -> Iterator[tuple[str, int, Any]]:
    for name, notebook in notebooks:
        for number, cell in enumerate(notebook.cells, 1):
            for payload in map(payload_of, cell.get("outputs", ())):
                if payload and "name" in payload["block"]:
                    yield name, number, payload["block"]


def _summary(entry: Record) -> str:
    return f"{entry['label']!r} = {entry.get('formula', 'as printed')} [{entry['low']}, {entry['high']}]"

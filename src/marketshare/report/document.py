"""The document: what a report says, as plain data from which HTML and PDF are both rendered."""

import base64
import csv
import io
import math
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from nbformat import NotebookNode

from marketshare.ledger import Note
from marketshare.ledger.notes import LINE_BREAK
from marketshare.notebooks import Numbers, numbers_of, refuse_other_data
from marketshare.quantity import Passage, Quantity
from marketshare.report.blocks import Block, blocks_of, rewritten, title_of
from marketshare.report.glossary import GLOSSARY
from marketshare.report.markdown import convert
from marketshare.spreadsheet import guarded
from marketshare.studies import Study
from marketshare.unseen import visible

__all__ = ["Block", "Document", "document", "said"]

Document = dict[str, Any]


def document(notebooks: list[tuple[str, NotebookNode]], study: Study, *, title: str, whole: bool = True) -> Document:
    """What a report of these executed notebooks says.

    Args:
        notebooks: Pairs of a name and an executed notebook, in order.
        study: The data that they were run on.
        title: Title of the report.
        whole: False for some of its notebooks alone, or for parts of them.

    Raises:
        ConflictingNumbersError: the notebooks disagree with each other, or were run on other data.
    """
    numbers = numbers_of(notebooks, study)
    refuse_other_data(numbers)
    content, places = said(notebooks, study, numbers, title=title)
    blocks = [block for section in content["sections"] for block in section["blocks"]]
    for block in blocks:
        if block["kind"] in {"chart", "table"}:
            block["csv"] = _as_csv(block)
    convert([block for block in blocks if block["kind"] in {"markdown", "html"}], places, whole=whole)
    return content


def said(
    notebooks: list[tuple[str, NotebookNode]], study: Study, numbers: Numbers, *, title: str
) -> tuple[Document, dict[str, str]]:
    """What a report says, before any of it is HTML or Typst; what its charts and tables are called.

    Args:
        notebooks: Pairs of a name and an executed notebook, in order.
        study: The data that they were run on.
        numbers: What these notebooks yield.
        title: Title of the report.
    """
    anchors = _anchors([name for name, _ in notebooks])
    sections: list[dict[str, Any]] = [
        {
            "id": anchor,
            "notebook": name,
            "title": title_of(notebook, name),
            "blocks": list(blocks_of(name, notebook, anchor)),
        }
        for anchor, (name, notebook) in zip(anchors, notebooks, strict=True)
    ]
    blocks = [block for section in sections for block in section["blocks"]]
    places = _numbered(blocks)
    for block in blocks:
        if block["kind"] == "chart":
            block["source"] = _source_line([numbers.quantities[key] for key in block.pop("shows")], study)
    content = {
        "title": title,
        "subject": _subject(study),
        "version": version("marketshare"),
        "hypothetical": [
            f"{key} were {printed} instead of what the note prints" for key, printed in study.hypothetical.items()
        ],
        "foreign": any("foreign" in block for block in blocks),
        "foreign_words": "Straight from a cell of the notebook: nothing in it is linked or checked.",
        "summary": list(_summary(sections)),
        "sections": sections,
        "glossary": [{"term": term, "meaning": meaning} for term, meaning in GLOSSARY],
        "numbers": [_number(numbers, key) for key in _referenced(numbers)],
        "sources": [_source(note) for note in study.ledger.notes.values()],
        "notes": [_annotated(note, study) for note in study.ledger.notes.values()],
    }
    whole = {**content, **rewritten({key: content[key] for key in content if key != "sections"}, visible)}
    return whole, places


def _anchors(names: list[str]) -> list[str]:
    """By what links reach the section of each notebook: its name, without what no address has."""
    found: list[str] = []
    for name in names:
        anchor = re.sub(r"[^\w-]+", "-", name)
        found.append(anchor if anchor not in found else f"{anchor}-{len(found) + 1}")
    return found


def _subject(study: Study) -> str:
    """Of what and of when the data are, and what made the report of them."""
    count = len(study.ledger.notes)
    years = sorted(
        {year for figure in study.ledger.figures.values() for year in re.findall(r"\d{4}", figure["period"])}
    )
    stated = f"stated for {' to '.join(sorted({years[0], years[-1]}))}" if years else "without a stated period"
    return f"Figures of {count} note{'s' * (count != 1)}, {stated}; marketshare {version('marketshare')}"


def _numbered(blocks: list[Block]) -> dict[str, str]:
    """Give charts and tables their numbers; what they are called by, by the target of links to them."""
    places: dict[str, str] = {}
    for kind, word in (("chart", "Figure"), ("table", "Table")):
        for position, block in enumerate((block for block in blocks if block["kind"] == kind), 1):
            block["position"] = position
            places[f"{word.lower()}-{block['name']}"] = f"{word} {position}"
    return places


def _summary(sections: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The question of each section, and its answer again, on a page of their own."""
    for section in sections:
        answers = [block for block in section["blocks"] if block["kind"] == "prose" and block["style"] == "answer"]
        if answers:
            paragraphs = [paragraph for block in answers for paragraph in block["paragraphs"]]
            yield {"id": section["id"], "title": section["title"], "paragraphs": paragraphs}


def _source_line(quantities: list[Quantity], study: Study) -> str:
    """Where the figures of a chart stand, and of when they are; "the note" is one that others at most correct."""
    rows = [study.ledger.figures[f.id.partition("--")[0]] for quantity in quantities for f in quantity.figures]
    noted = {row["source"] for row in study.ledger.figures.values() if not row["supersedes"]}
    stand = []
    for note in study.ledger.notes:
        held = {row["line"] for row in rows if row["source"] == note}
        lines = sorted(held, key=lambda line: [int(number) for number in line.split("-")])
        name = "the note" if noted == {note} else note
        stand += [f"{name}, line{'s' * (len(lines) > 1)} {', '.join(lines)}"] if lines else []
    periods = sorted({row["period"] for row in rows if row["period"]})
    said = sorted({row["primary_source"] for row in rows if row["primary_source"]})
    as_of = f"as of {', '.join(periods)}" if periods else "no period stated"
    by = f" (first said by {', '.join(said)})" if said else ""
    return f"Source: {'; '.join(stand) or 'no note'}{by}; {as_of}."


def _as_csv(block: Block) -> str:
    """The data under a chart, or a table, as a CSV file in a link; a cell is text, never a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    rows = [block["columns"], *(["".join(piece["text"] for piece in cell) for cell in row] for row in block["rows"])]
    writer.writerows([map(guarded, row) for row in rows])
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(("\ufeff" + out.getvalue()).encode()).decode()


def _referenced(numbers: Numbers) -> list[str]:
    """Numbers that the notebooks show and all that these rest on, derived ones first."""
    derived = sorted(key for key in numbers.notebooks if numbers.quantities[key].inputs)
    figures = {figure.id for key in numbers.notebooks for figure in numbers.quantities[key].figures}
    return derived + sorted(figures)


def _number(numbers: Numbers, key: str) -> dict[str, Any]:
    """A number as its entry among the derivations tells it."""
    quantity = numbers.quantities[key]
    origin = quantity.origin
    entry: dict[str, Any] = {
        "id": key,
        "label": quantity.label,
        "unit": quantity.unit.replace("_", " "),
        "text": quantity.text,
        "words": quantity.bounds_text,
        "bounds": _brackets(quantity),
        "caveats": ["hypothetical"] if quantity.hypothetical else [],
    }
    if isinstance(origin, Passage):
        entry |= {"quote": origin.quote.replace(LINE_BREAK, " "), "printed": origin.printed, "line": origin.line}
        entry["passage"] = key.partition("--")[0]  # a reading stands where its figure is printed
        entry |= {"primary_source": origin.primary_source, "source": origin.source, "gloss": origin.gloss}
        if origin.corrects:
            entry["caveats"].append(f"corrects {origin.corrects.id}, {origin.corrects.text}")
        return entry
    entry |= {"formula": origin.formula, "call": origin.call, "inputs": [_input(given) for given in origin.inputs]}
    if origin.rests_on:
        entry["caveats"].append(
            "rests on " + ", ".join(f"{figure.label} ({figure.text})" for figure in origin.rests_on)
        )
    if origin.at_printed:
        entry["caveats"].append("at the printed values, rounding left aside")
    if origin.across_sources:
        entry["caveats"].append("compares different sources")
    if origin.outer:
        entry["caveats"].append(f"{origin.outer}: the bounds are safe, but may be wider than need be")
    return entry


def _brackets(quantity: Quantity) -> str:
    """Bounds in the notation of intervals, to seven digits."""
    bounds = quantity.bounds
    if bounds.is_exact:
        return "exact"

    def end(value: float) -> str:
        text = f"{value:,.0f}" if math.isfinite(value) and abs(value) >= 1e6 else f"{value:,.7g}"
        return text.replace("inf", "∞").replace("-", "−")

    return f"{bounds.ends[0]}{end(bounds.low)} to {end(bounds.high)}{bounds.ends[1]}"


def _input(quantity: Quantity) -> dict[str, str]:
    entry = {"id": quantity.id, "label": quantity.label, "text": quantity.text}
    if isinstance(quantity.origin, Passage):
        entry |= {"line": quantity.origin.line, "quote": quantity.origin.quote.replace(LINE_BREAK, " ")}
        entry |= {"passage": quantity.id.partition("--")[0]}
    return entry


def _source(note: Note) -> dict[str, str]:
    return {"id": note.id, "title": note.title, "file": note.file, "rights": note.rights}


def _annotated(note: Note, study: Study) -> dict[str, Any]:
    """A note line by line, each printed figure marked with its id."""
    marks: dict[int, list[tuple[int, int, str]]] = {}
    for figure in study.ledger.figures.values():
        if figure["source"] == note.id:
            place = note.place(figure["line"], figure["quote"], figure.printed_in_note)
            assert place is not None  # the ledger has found it
            line, start = place
            marks.setdefault(line, []).append((start, start + len(figure.printed_in_note), figure.id))
    lines = [
        {"number": number, "pieces": list(_pieces(text, sorted(marks.get(number, ()))))}
        for number, text in enumerate(note.lines, 1)
    ]
    while lines and not lines[-1]["pieces"]:
        lines.pop()
    return {"id": note.id, "title": note.title, "file": note.file, "lines": lines}


def _pieces(text: str, marks: list[tuple[int, int, str]]) -> Iterator[dict[str, Any]]:
    """A line cut at its figures; figures that share a span share a piece."""
    position = 0
    for start in sorted({start for start, _, _ in marks}):
        here = [(end, key) for begin, end, key in marks if begin == start]
        end = max(end for end, _ in here)
        if start < position:
            raise ValueError(f"figures overlap in {text!r}: {', '.join(key for _, key in here)}")
        if start > position:
            yield {"text": text[position:start], "ids": []}
        yield {"text": text[start:end], "ids": sorted(key for _, key in here)}
        position = end
    if position < len(text):
        yield {"text": text[position:], "ids": []}

"""The data of this study: complete, and in the form that others can read."""

import csv
import json
import re
from pathlib import Path

import pytest

from marketshare.ledger.patterns import _STANDARD

DATA = Path(__file__).resolve().parents[2] / "data"
INDEPENDENT = Path(__file__).parent / "independent_list.csv"
NOTE = "tencent-note"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.name)
def test_rows_are_sorted_by_key(path):
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    key = {
        "readings.csv": ("figure", "reading"),
        "tensions.csv": ("first", "second"),
        "set_aside.csv": ("source", "line", "nth"),
    }.get(path.name, ("id",))
    keys = [tuple(int(row[part]) if row[part].isdigit() else row[part] for part in key) for row in rows]
    assert keys == sorted(keys)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.*")), ids=lambda path: path.name)
def test_lines_end_with_a_line_feed_alone(path):
    content = path.read_bytes()
    assert content.endswith(b"\n")
    assert b"\r" not in content


def test_frictionless_finds_the_package_valid():
    from frictionless import validate

    report = validate(str(DATA / "datapackage.json"))
    assert report.flatten(["code", "note"]) == []
    assert report.valid


def test_every_figure_of_an_independent_reader_is_a_figure(study):
    """The list was made by a reader of the note who had not seen the data."""
    note = study.ledger.notes[NOTE]
    spans = {number: [] for number in range(1, len(note.lines) + 1)}
    for figure in study.ledger.figures.values():
        if figure["source"] != NOTE:
            continue
        number, start = note.place(figure["line"], figure["quote"], figure["printed"])
        spans[number].append((start, start + len(figure["printed"])))
        for other in filter(None, figure["also_on"].split(";")):
            start = note.lines[int(other) - 1].index(figure["printed"])
            spans[int(other)].append((start, start + len(figure["printed"])))
    missing = []
    for row in csv.DictReader(INDEPENDENT.read_text("utf-8").splitlines()):
        text = note.lines[int(row["line"]) - 1]
        covered = [text[a:b] for a, b in spans[int(row["line"])]]
        overlaps = [span for span in covered if span in row["text"] or row["text"] in span]
        if row["kind"] == "figure" and not overlaps:
            missing.append((row["line"], row["text"]))
    assert missing == []


def test_its_patterns_are_standard_ones():
    written = "".join((DATA / name).read_text("utf-8") for name in ("datapackage.json", "figures.schema.json"))
    patterns = {json.loads(found) for found in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', written)}
    assert patterns <= _STANDARD

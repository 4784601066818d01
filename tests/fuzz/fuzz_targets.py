"""What is fuzzed: each target takes one input, says whether it was read or refused, and raises on anything else."""

import hashlib
import json
import math
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

import nbformat
from fuzz_inputs import ROOT

from marketshare.changes import read_baseline, refresh
from marketshare.claims import faulty_tests, findings, judge
from marketshare.errors import MachineError, StudyError
from marketshare.ledger import DataError, Problem
from marketshare.ledger.cells import fault
from marketshare.ledger.rows import rows
from marketshare.ledger.texts import decoded
from marketshare.notebooks import paths
from marketshare.notebooks import read as read_notebook
from marketshare.payload import MIME
from marketshare.report.blocks import output_blocks
from marketshare.report.build import build
from marketshare.report.inputs import up_to_date
from marketshare.studies import Study
from marketshare.wording import WordingError, read, read_period, readings

READ, REFUSED = "read", "refused"
WAYS = (("", ""), ("change", "de"), ("growth", "fr"))
"""Kinds of measures and locales of sources under which phrases are read."""
COLUMN = next(
    field
    for field in json.loads((ROOT / "data" / "figures.schema.json").read_text("utf-8"))["fields"]
    if field["name"] == "period"
)


def wording(text: str, unit: str) -> str:
    """A phrase is read, with a number and bounds that do not fall, or refused by a WordingError."""
    found = []
    for kind, locale in (WAYS[0], WAYS[len(text) % 3]):
        try:
            found.append(read(text, unit, kind=kind, locale=locale))
        except WordingError:
            try:
                found += readings(text, unit, kind=kind, locale=locale).values()
            except WordingError:
                continue
    for phrase in found:
        bounds = phrase.bounds
        assert bounds.low <= bounds.high
        assert phrase.value is None or math.isfinite(phrase.value)  # 8000多 has the value 8000, outside its bounds
    return READ if found else REFUSED


def period(text: str) -> str:
    """A period is read into the notation of the data, or refused by a WordingError."""
    try:
        found = read_period(text)
    except WordingError:
        return REFUSED
    assert not fault(found, COLUMN), found
    return READ


def csv_file(raw: bytes) -> str:
    """Bytes are rows of as many cells as there are columns, or problems."""
    text = decoded(raw, "data/x.csv", save_as="CSV UTF-8")
    if isinstance(text, Problem):
        return REFUSED
    columns = ["id", "name", "value"]
    found, problems = rows(text, "data/x.csv", columns)
    assert all(list(row.cells) == columns for row in found)
    assert all(problem.message for problem in problems)
    return REFUSED if problems else READ


class Studies:
    """A copy of the study on which damage is done and undone, in memory where the system has a folder for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {
            f"{part}/{path.name}": path.read_bytes()
            for part in ("data", "seeds")
            for path in sorted((ROOT / part).iterdir())
            if path.suffix != ".md"
        }
        for name, raw in self.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(raw)

    def study(self, changed: dict[str, bytes]) -> str:
        """A damaged study is read and judged, or refused by a DataError that names a file for everything."""
        try:
            for name, raw in changed.items():
                (self.folder / name).write_bytes(raw)
            study = Study.at(self.folder)
            if faults := list(faulty_tests(study)):
                raise DataError(faults)
            judge(study)
            findings(study)
        except DataError as error:
            return _named(error)
        except StudyError:
            return REFUSED
        finally:
            for name in changed:
                (self.folder / name).write_bytes(self.files[name])
        return READ


TOLD = ("text", "omission")
"""Blocks that say in words what an output is, or why it is not shown."""


def payload(data: dict[str, Any]) -> str:
    """An output is shown from its payload, or as text that says why not; never by markup that is not ours."""
    stored = {"output_type": "display_data", "data": data, "metadata": {}}
    cell = {"cell_type": "code", "id": "a", "source": "", "metadata": {}, "execution_count": 1, "outputs": [stored]}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    try:
        made = nbformat.reads(json.dumps(notebook), as_version=4)
        nbformat.validate(made)
    except Exception:  # as `read` has it: no notebook holds that
        return REFUSED
    (output,) = made.cells[0].outputs
    blocks = list(output_blocks("fuzz", output))
    assert {block["kind"] for block in blocks} <= {"prose", "table", "chart", "image", "html", "markdown", *TOLD}
    for block in blocks:
        if block["kind"] == "chart":
            assert block["uri"].startswith(("data:image/png;base64,", "data:image/svg+xml;base64,"))
    return READ if any(block["kind"] not in TOLD for block in blocks) else REFUSED


class Reports:
    """A study with a report, a baseline and stored runs, and a file beside it that nothing may touch."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.outside = folder / "study", folder / "outside"
        self.outside.mkdir(parents=True)
        (self.outside / "precious.txt").write_text("kept")
        for part in ("data", "seeds"):
            shutil.copytree(ROOT / part, self.folder / part)
        (self.folder / "notebooks").mkdir()
        shutil.copy(ROOT / "notebooks" / "01_revenue_mix.ipynb", self.folder / "notebooks")
        self.study = Study.at(self.folder)
        with _no_kernels():
            build(self.study, lambda _: None)
            refresh(self.study, lambda _: None)
        self.files = {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for part in ("reports", "notebooks")
            for path in sorted((self.folder / part).rglob("*"))
            if path.is_file() and path.name != ".lock"
        }
        self._others = self._untouched()

    def reports(self, changed: dict[str, bytes | str]) -> str:
        """A report is built beside whatever lies there, or refused by an error of ours; nothing else is touched."""
        self._restore()
        for name, content in changed.items():
            path = self.folder / name
            path.unlink(missing_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            elif content:
                path.symlink_to(content)
            else:
                os.mkfifo(path)
        try:
            with _no_kernels():
                up_to_date(self.folder)
                build(self.study, lambda _: None)
                read_baseline(self.folder)
        except (StudyError, MachineError):
            return REFUSED
        finally:
            assert self._untouched() == self._others
        return READ

    def _restore(self) -> None:
        for part in ("reports", "notebooks"):
            shutil.rmtree(self.folder / part)
        for name, content in self.files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(content)

    def _untouched(self) -> dict[str, str]:
        folders = (self.outside, self.folder / "data", self.folder / "seeds")
        files = [path for folder in folders for path in sorted(folder.rglob("*"))]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextmanager
def _no_kernels() -> Iterator[None]:
    """Notebooks are what they were stored as, and nothing is typeset: thousands of reports have to be built."""

    def stored(found: list[Path], *_: object, **__: object) -> dict[str, nbformat.NotebookNode]:
        return {path.stem: read_notebook(path) for path in found}

    with (
        mock.patch("marketshare.report.executed.run", stored),
        mock.patch("marketshare.changes.accept.run", stored),
        mock.patch("marketshare.report.build.render_pdf", return_value=b"%PDF"),
    ):
        yield


def _named(error: DataError) -> str:
    assert error.problems
    assert all(problem.file and problem.message for problem in error.problems)
    return REFUSED


Made = TypeVar("Made", Studies, Reports)


@contextmanager
def made(kind: type[Made]) -> Iterator[Made]:
    """A copy of the study, deleted in the end."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield kind(Path(folder))


def outputs() -> list[dict[str, Any]]:
    """What `show` has stored in the notebooks of the study."""
    notebooks = map(read_notebook, paths(ROOT))
    stored = [output for made in notebooks for cell in made.cells for output in cell.get("outputs", ())]
    return [dict(output.data) for output in stored if MIME in output.get("data", {})]

"""What is fuzzed: each target takes one input, says whether it was read or refused, and raises on anything else."""

import json
import math
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fuzz_inputs import ROOT

from marketshare.claims import faulty_tests, findings, judge
from marketshare.errors import StudyError
from marketshare.ledger import DataError, Problem
from marketshare.ledger.cells import fault
from marketshare.ledger.rows import rows
from marketshare.ledger.texts import decoded
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


def _named(error: DataError) -> str:
    assert error.problems
    assert all(problem.file and problem.message for problem in error.problems)
    return REFUSED


@contextmanager
def studies() -> Iterator[Studies]:
    """A copy of the study, deleted in the end."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Studies(Path(folder))

"""Fixtures that several tests share: a study to read or to damage, small ways to damage it, and the repository."""

import hashlib
import os
import re
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

from frozen import ROOT
from marketshare.cli import main
from marketshare.ledger import DataError, read_ledger
from marketshare.studies import Study

# A deadline would measure the machine, not the code. Mutants are killed with 25 examples; make soak-examples asks many.
settings.register_profile("ordinary", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("ordinary")

# What a shell starts in the background ignores the first, what nohup starts the second; and so would every command that
# a test starts and stops.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

# The first must fail, and test_gate.py runs them; the second is input; fixtures hold no doctests, and files of one name
# in two folders cannot both be imported to look for some.
collect_ignore_glob = ["gate/samples/*", "frozen_study/*", "*conftest.py"]


@pytest.fixture(scope="session")
def repository():
    """Root of the repository: its documents and its locks. Only tests in `tests/study` open the study in it."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root():
    """Root of the frozen study, which tests only read."""
    return ROOT


@pytest.fixture(scope="session")
def study(root):
    """The frozen study; nothing can change it."""
    return Study.at(root)


@pytest.fixture
def copy(root, tmp_path):
    """A fresh copy of data/ and seeds/, which a test may damage."""
    study = tmp_path / "study"
    for folder in ("data", "seeds"):
        shutil.copytree(root / folder, study / folder)
    return study


@pytest.fixture
def line_of(copy):
    """Number of the line, in a file of the copy, on which text begins that occurs there once."""

    def number(file, text):
        content = (copy / file).read_bytes().decode()
        assert content.count(text) == 1, f"{text!r} occurs {content.count(text)} times in {file}"
        return content[: content.index(text)].count("\n") + 1

    return number


@pytest.fixture
def edit(copy, line_of):
    """Replace text that occurs once in a file of the copy; returns the number of its line."""

    def replace(file, old, new):
        number = line_of(file, old)
        content = (copy / file).read_bytes()
        (copy / file).write_bytes(content.replace(old.encode(), new.encode()))
        return number

    return replace


@pytest.fixture
def append(copy):
    """Append a line to a file of the copy; returns its number."""

    def write(file, line):
        content = (copy / file).read_bytes()
        (copy / file).write_bytes(content + f"{line}\n".encode())
        return content.count(b"\n") + 1

    return write


@pytest.fixture
def add_note(copy, append):
    """Add a note to the copy; returns its file."""

    def add(note_id, text):
        file = f"seeds/{note_id}.txt"
        (copy / file).write_bytes(text.encode())
        append("data/sources.csv", f"{note_id},{file},A note,,,,,{hashlib.sha256(text.encode()).hexdigest()},Free.")
        return file

    return add


@pytest.fixture
def accept_notes(copy):
    """Make the hashes in sources.csv those of the notes as they now are."""

    def accept():
        sources = copy / "data" / "sources.csv"
        lines = sources.read_text("utf-8").splitlines(keepends=True)
        for number, line in enumerate(lines):
            if file := re.search(r"seeds/[^,]+", line):
                digest = hashlib.sha256((copy / file.group()).read_bytes()).hexdigest()
                lines[number] = re.sub(r"\b[0-9a-f]{64}\b", digest, line)
        sources.write_bytes("".join(lines).encode())

    return accept


@pytest.fixture
def problems(copy):
    """What is wrong with the copy, one line a problem; nothing at all if it can be read."""

    def found():
        try:
            read_ledger(copy)
        except DataError as error:
            return [str(problem) for problem in error.problems]
        return []

    return found


@pytest.fixture
def excerpt(root, tmp_path):
    """A function that makes a study of its own: all data and notes, and the notebooks that it is given by name."""

    def made(*names):
        return excerpt_in(tmp_path / "study", root, names)

    return made


def excerpt_in(folder, root, names):
    for part in ("data", "seeds"):
        shutil.copytree(root / part, folder / part)
    (folder / "notebooks").mkdir()
    for name in names:
        shutil.copy(root / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    shutil.copy(root / "CHANGELOG.md", folder)
    return folder


@pytest.fixture
def small(excerpt):
    """Data, notes and one notebook, in a folder of their own."""
    return excerpt("01_revenue_mix")


@pytest.fixture(scope="session")
def built(root, tmp_path_factory):
    """The same with its report, built once; tests only read it."""
    study = excerpt_in(tmp_path_factory.mktemp("built") / "study", root, ["01_revenue_mix"])
    assert main(["--root", str(study), "report"]) == 0
    return study


@pytest.fixture
def reported(built, tmp_path):
    """A copy of that, which a test may change."""
    return shutil.copytree(built, tmp_path / "study")


@pytest.fixture
def run(capsys):
    """Run a command; returns its exit code and what it printed."""

    def command(root, *arguments):
        code = main(["--root", str(root), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture(scope="session")
def needs_spark():
    """Spark can run here. A laptop may lack Java, or the 400 MB: there the test is skipped, but in CI it fails."""
    missing = [name for name, there in (("Java 17", java_runs()), ("pyspark", find_spec("pyspark"))) if not there]
    if not missing:
        return
    missing = " and ".join(missing)
    words = f"Spark needs {missing}, which this machine lacks; make test-spark installs pyspark where Java runs"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def java_runs():
    try:
        return subprocess.run(["java", "-version"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False

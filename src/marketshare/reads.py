"""What a notebook reads of its study: it is run again where the answer to one of its questions is another one.

A kernel of a report records which questions its notebook puts to the study (`question`), and which parts of the ledger
are read beside them. Whoever knows the data can then put the same questions again, and compare. What cannot be followed
(a file of the study that is opened, another program that is started) is recorded as a question about everything.
"""

import ast
import hashlib
import json
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from marketshare.errors import called
from marketshare.ledger import Ledger

__all__ = [
    "EVERYTHING",
    "READS_VARIABLE",
    "Answers",
    "begin_recording",
    "can_be_followed",
    "question",
    "recorded",
    "unrecorded",
]

READS_VARIABLE = "MARKETSHARE_READS"
"""Environment variable: the file into which a kernel writes what its notebook reads, a line of JSON each."""

EVERYTHING = '["ledger", "contents"]'
"""As it is recorded: the part of the ledger that changes with every byte of data or notes."""

FOLLOWED = {
    "marketshare", "collections", "datetime", "decimal", "fractions", "functools", "itertools", "math", "operator",
    "statistics", "textwrap",
}  # fmt: skip
"""Modules that read no file of the study by themselves, or of which it is seen; of any other nobody knows."""

STARTERS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "ctypes.dlopen"}
"""Audit events after which somebody else may read."""


class HasLedger(Protocol):
    """A study, of which nothing else is known here."""

    @property
    def ledger(self) -> Ledger:
        """Its data."""


Asked = TypeVar("Asked", bound=HasLedger)
Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_QUESTIONS: dict[str, Callable[..., Any]] = {}
_PARTS = {part.name for part in fields(Ledger)}
_HERE = threading.local()


def question(function: Callable[Concatenate[Asked, Given], Answer]) -> Callable[Concatenate[Asked, Given], Answer]:
    """Declare a function of a study, texts and integers whose answer is all that its caller comes to know of the study.

    The answer can be pickled, and is no generator: what is read later would not be read within it.
    """
    name = f"{function.__module__}.{function.__qualname__}"
    _QUESTIONS[name] = function

    @wraps(function)
    def asked(study: Asked, /, *given: Given.args, **named: Given.kwargs) -> Answer:
        words = [*given, *named.values()]
        if not isinstance(study.ledger, _RecordedLedger) or any(type(word) not in {str, int} for word in words):
            return called(function, study, *given, **named)
        _record(name, given, named)
        with unrecorded():
            return called(function, study, *given, **named)

    return asked


@contextmanager
def unrecorded() -> Iterator[None]:
    """Within it, nothing that this thread reads is recorded."""
    before = getattr(_HERE, "quiet", False)
    _HERE.quiet = True
    try:
        yield
    finally:
        _HERE.quiet = before


def recorded(ledger: Ledger) -> Ledger:
    """A ledger that records what is read of it, if this process records; and, first of all, which data these are."""
    if not _FILES:
        return ledger
    _record("data", _digest(ledger.contents))
    found = object.__new__(_RecordedLedger)
    object.__getattribute__(found, "__dict__").update(vars(ledger))
    return found


class _RecordedLedger(Ledger):
    def __getattribute__(self, name: str) -> Any:
        if name in _PARTS and name != "root":
            _record("ledger", name)
        elif name not in {"root", "__class__"}:
            _write(EVERYTHING)
        return super().__getattribute__(name)


class _File:
    """Where a process records, each line once, and at once: a kernel may be killed when its last cell is done."""

    def __init__(self, path: str) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._written: set[str] = set()

    def write(self, line: str) -> None:
        if line not in self._written:
            os.write(self._handle, f"{line}\n".encode())
            self._written.add(line)


_FILES: list[_File] = []
"""Where this process records; none, or one."""


def _record(*said: Any) -> None:
    _write(json.dumps(said))


def _write(line: str) -> None:
    if _FILES and not getattr(_HERE, "quiet", False):
        _FILES[0].write(line)


def begin_recording(path: str, root: Path) -> None:
    """From here on, and for good, record in a file what this process reads of the study at `root`."""
    _FILES[:] = [_File(path)]
    folders = [str(root / name) for name in ("data", "seeds")]
    whole = [*folders, str(root / "notebooks")]

    def heard(event: str, given: tuple[Any, ...]) -> None:
        if event in STARTERS:
            _write(EVERYTHING)
        elif event in {"open", "os.listdir", "os.scandir"}:
            try:
                places = {os.path.abspath(os.fsdecode(given[0])), os.path.realpath(given[0])}  # noqa: PTH100
            except (TypeError, ValueError):
                return  # a number, which somebody opened before, or no path at all
            for folder in whole if event == "open" else folders:
                if any(place in {folder, str(root)} or place.startswith(folder + os.sep) for place in places):
                    _write(EVERYTHING)

    sys.addaudithook(heard)


def can_be_followed(source: str) -> bool:
    """True if the code of a cell imports only what `begin_recording` can follow.

    Example:
        >>> can_be_followed("from marketshare import study"), can_be_followed("import duckdb")
        (True, False)
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # a magic, or a line for the shell
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        else:
            continue
        if any(name.partition(".")[0] not in FOLLOWED for name in names):
            return False
    return True


class Answers:
    """What a study answers to recorded questions."""

    def __init__(self, study: HasLedger) -> None:
        self._study = study
        self._known: dict[str, str] = {}

    @cached_property
    def data(self) -> str:
        """The line that says which data these are."""
        return json.dumps(["data", _digest(self._study.ledger.contents)])

    def digest(self, line: str) -> str:
        """Fingerprint of the answer to a recorded question; blank where nobody can tell."""
        if line not in self._known:
            self._known[line] = self._digest(line)
        return self._known[line]

    def _digest(self, line: str) -> str:
        try:
            kind, *rest = json.loads(line)
            if kind == "ledger":
                return _digest(getattr(self._study.ledger, rest[0])) if rest[0] in _PARTS else ""
            given, named = rest
            function = _QUESTIONS[kind]
        except (ValueError, TypeError, KeyError, IndexError):  # of another version of the library
            return ""
        try:
            return _digest(function(self._study, *given, **named))
        except Exception as error:
            return _digest([type(error).__name__, *map(str, error.args)])


def _digest(value: object) -> str:
    """Fingerprint of a value; blank if it cannot be had."""
    try:
        return hashlib.sha256(pickle.dumps(value, protocol=5)).hexdigest()[:32]
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError):
        return ""

"""Run tests against mutants, each in a process of its own that is forked from one where everything is loaded.

A change inside a function is made by exchanging the function's code, after the tests were collected; then only the
tests that call it are run. A mutant is killed if a test fails, or runs far longer than it did.
"""

import contextlib
import gc
import os
import resource
import signal
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import hypothesis
import pytest
from mutants import Mutant

__all__ = ["ASK_AT_IMPORT", "KILLED", "OPTIONS", "SURVIVED", "InPlace", "Tests", "outcome_of", "settle"]

KILLED, SURVIVED, ASK_AT_IMPORT = 1, 0, -1
EXAMPLES = 25
"""How many examples a property is tried on, at most: always the same ones."""
MEMORY = 6 * 2**30
OPTIONS = ["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "-o", "addopts=--doctest-modules"]


def outcome_of(run: Callable[[], int], seconds: float) -> int:
    """What a function returns in a process of its own, 0 if nothing fails; killed if it takes longer or dies."""
    child = os.fork()
    if child == 0:
        status = KILLED
        with contextlib.suppress(BaseException):
            signal.alarm(int(seconds) + 1)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            status = run()
        os._exit(status)
    ended = os.waitpid(child, 0)[1]
    return os.WEXITSTATUS(ended) if os.WIFEXITED(ended) else KILLED


class Tests:
    """A pytest plugin with the tests of a session: how long each takes, and what it calls.

    Attributes:
        seconds: Of each test.
        callers: Tests that call a function, by module file and name.
        at_import: Functions that are called while modules are imported, so that exchanging them later is too late.
    """

    def __init__(self, files: Iterable[Path], use: Callable[["Tests"], None]) -> None:
        """Prepare to note calls into some files, and to use the tests once they are collected."""
        self.files = {str(path) for path in files}
        self.use = use
        self.failed = False
        self.items: list[pytest.Item] = []
        self.seconds: dict[pytest.Item, float] = {}
        self.callers: dict[tuple[str, str], set[pytest.Item]] = defaultdict(set)
        self.at_import: set[tuple[str, str]] = set()
        self._calls: set[tuple[str, str]] = set()
        self._set_up: set[tuple[str, str]] = set()
        sys.setprofile(self._note)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Make properties deterministic, short, and quick to fail."""
        settle(items)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run every test once, as it is; then hand over."""
        sys.setprofile(None)
        self.at_import = self._calls
        self.items = session.items
        self.caches = [found for found in gc.get_objects() if isinstance(found, _lru_cache_wrapper) and _ours(found)]
        calls: dict[pytest.Item, set[tuple[str, str]]] = {}
        in_fixtures: dict[Path, set[tuple[str, str]]] = defaultdict(set)
        for item, following in self._in_order(self.items):
            self._calls, self._set_up = set(), set()
            self.clear_caches()
            started = time.perf_counter()
            sys.setprofile(self._note)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.setprofile(None)
            self.seconds[item] = time.perf_counter() - started
            calls[item] = self._calls
            in_fixtures[item.path] |= self._set_up
        for item in self.items:
            for function in calls[item] | in_fixtures[item.path]:
                self.callers[function].add(item)
        if self.failed:
            raise pytest.UsageError("a test fails with nothing changed")
        self.use(self)
        return True

    def pytest_runtest_call(self) -> None:
        """What was called up to here, by fixtures, may concern every test of the file."""
        self._set_up = set(self._calls)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notice a failure."""
        self.failed = self.failed or report.failed

    def of(self, path: Path, function: str) -> list[pytest.Item]:
        """Tests that call a function: file by file, the quickest first."""
        items = self.callers.get((str(path), function), set())
        files: dict[Path, float] = defaultdict(float)
        for item in items:
            files[item.path] += self.seconds[item]
        return sorted(items, key=lambda item: (files[item.path], str(item.path), self.seconds[item], item.nodeid))

    def passes(self, items: list[pytest.Item]) -> int:
        """Run tests up to the first failure."""
        self.clear_caches()
        for item, following in self._in_order(items):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return KILLED
        return SURVIVED

    def clear_caches(self) -> None:
        """Forget what functions remember, so that a test calls what it would call alone."""
        for cache in self.caches:
            cache.cache_clear()

    def files_for(self, path: Path) -> dict[str, float]:
        """Files of tests that call a module, or are of its package, with seconds: the quickest first."""
        near = {item.path for (file, _), items in self.callers.items() if file == str(path) for item in items}
        seconds: dict[Path, float] = defaultdict(float)
        for item in self.items:
            if item.path in near or (item.path.parent.name == path.parent.name and item.path.name.startswith("test_")):
                seconds[item.path] += self.seconds[item]
        return {str(file): seconds[file] for file in sorted(seconds, key=lambda file: seconds[file])}

    @staticmethod
    def _in_order(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
        return zip(items, [*items[1:], None], strict=True)

    def _note(self, frame: Any, event: str, argument: object) -> None:  # noqa: ARG002  (the interpreter's signature)
        if event == "call" and frame.f_code.co_filename in self.files:
            self._calls.add((frame.f_code.co_filename, frame.f_code.co_qualname.split(".<locals>")[0]))


def settle(items: Iterable[pytest.Item]) -> None:
    """Make properties deterministic, short, and quick to fail."""
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
    for item in items:
        function = getattr(item, "obj", None)
        own = getattr(function, "_hypothesis_internal_use_settings", None)
        if own is not None:
            fewer = min(EXAMPLES, own.max_examples)
            function._hypothesis_internal_use_settings = hypothesis.settings(
                own, max_examples=fewer, derandomize=True, database=None, phases=phases, deadline=None,
                suppress_health_check=list(hypothesis.HealthCheck),
            )  # fmt: skip


def _ours(cache: Any) -> bool:
    return str(getattr(cache, "__module__", "")).startswith(("marketshare", "test_"))


class InPlace:
    """Mutants of function bodies, in a session that has collected its tests."""

    def __init__(self, tests: Tests) -> None:
        """Find the functions that there are."""
        self.tests = tests
        self.functions: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
        for found in gc.get_objects():
            if isinstance(found, FunctionType) and found.__code__.co_filename in tests.files:
                self.functions[_identity(found.__code__)].append(found)
        gc.freeze()

    def outcome(self, mutant: Mutant, path: Path) -> int:
        """Killed or survived."""
        items = self.tests.of(path, str(mutant.swap))
        expected = sum(self.tests.seconds[item] for item in items)

        def run() -> int:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                codes = [code for code in _codes(mutant.code(path)) if code.co_qualname == mutant.swap]
            for code in codes:
                for function in self.functions[_identity(code)]:
                    function.__code__ = code
            return self.tests.passes(items)

        ended = outcome_of(run, 5 + 2 * expected)
        late = (str(path), str(mutant.swap)) in self.tests.at_import
        return ASK_AT_IMPORT if ended == SURVIVED and late else ended


def _identity(code: CodeType) -> tuple[str, str, int]:
    return (code.co_filename, code.co_qualname, code.co_firstlineno)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)

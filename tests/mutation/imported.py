"""Run tests against mutants of what runs at import: the module is imported anew, changed.

Done in a process that is forked from one which has not yet imported the package.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest
from forked import KILLED, OPTIONS, SURVIVED, outcome_of, settle
from mutants import Mutant

__all__ = ["AtImport"]


class AtImport(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Import one module changed: must be installed before the package is imported."""

    def __init__(self, mutant: Mutant, path: Path) -> None:
        """Take the place of one module."""
        self.mutant, self.path = mutant, path

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:  # noqa: ARG002
        """Answer for that module only."""
        return (
            importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.mutant.module else None
        )

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:  # noqa: ARG002
        """As usual."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed code."""
        exec(self.mutant.code(self.path), module.__dict__)

    def get_code(self, name: str) -> CodeType:  # noqa: ARG002
        """For a module that a test runs as a script."""
        return self.mutant.code(self.path)

    def outcome(self, root: Path, files: list[str], seconds: float) -> int:
        """Survived, or killed by the first, second ... of some files of tests: KILLED, KILLED + 1 ..."""

        def run() -> int:
            sys.meta_path.insert(0, self)
            for position, file in enumerate(files):
                if pytest.main([*OPTIONS, "-x", f"--rootdir={root}", file], plugins=[_Changed(self)]):
                    return KILLED + position
            return SURVIVED

        return outcome_of(run, seconds)


class _Changed:
    def __init__(self, finder: AtImport) -> None:
        self.finder = finder

    def pytest_sessionstart(self) -> None:
        """Come before pytest, which imports files that it was given in its own way."""
        sys.meta_path.remove(self.finder)
        sys.meta_path.insert(0, self.finder)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        settle(items)

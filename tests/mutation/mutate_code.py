"""Change the code in one place at a time, and see whether a test notices: ``python tests/mutation/mutate_code.py``.

Prints a table of modules with mutants, killed, explained and surviving ones, and ends in ``N of N killed or
explained``. Exit 0 if that is all of them; 1 if a mutant survives without a reason in survivors.csv, or if a row there
fits no surviving mutant; 2 for wrong usage.
"""

import argparse
import contextlib
import csv
import importlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis.strategies  # noqa: F401  (loaded once, before anything is forked)
import numpy as np  # noqa: F401
import pandas as pd  # noqa: F401
import pytest
from forked import ASK_AT_IMPORT, KILLED, OPTIONS, SURVIVED, InPlace, Tests
from imported import AtImport
from mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("metrics", "wording", "quantity", "claims")
TESTS = (*(f"tests/{package}" for package in PACKAGES), "tests/test_interval.py")
COLUMNS = ["module", "function", "line_text", "change", "reason"]
START = 0.3
"""Seconds that a file of tests takes before its first test."""
Key = tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", help="metrics, metrics/ranks; all of metrics, wording, quantity, claims")
    parser.add_argument("--root", type=Path, default=ROOT, help="repository")
    parser.add_argument("--package", default="marketshare", help="package below src/")
    parser.add_argument("--tests", nargs="+", help="files and folders of tests")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth mutant")
    parser.add_argument("--survivors", type=Path, help="the reviewed list; by default survivors.csv beside this file")
    parser.add_argument("--write", type=Path, help="write surviving mutants without a reason to a CSV file")
    given = parser.parse_args(arguments)
    root = given.root.resolve()
    source = root / "src" / given.package
    paths = list(_paths(source, given.modules or PACKAGES))
    if missing := [path for path in paths if not path.is_file()]:
        parser.error(f"there is no {missing[0]}")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # neither notebooks nor several workers are wanted here
    chosen = {
        path: mutants(path, ".".join(path.relative_to(root / "src").with_suffix("").parts))[:: given.every]
        for path in paths
    }
    tests = given.tests or [*TESTS, *(f"src/{given.package}/{package}" for package in PACKAGES)]
    reasons = _reasons(given.survivors or Path(__file__).with_name("survivors.csv"))
    outcomes: dict[Mutant, int] = {}
    for path, found in _outcomes(chosen, reasons, root, [str(root / test) for test in tests]):
        outcomes |= found
        alive = [mutant for mutant in found if found[mutant] == SURVIVED and mutant.key not in reasons]
        print(f"{path.relative_to(root)}: {len(found)} changed, {len(alive)} survive unexplained", flush=True)
        for mutant in alive:
            print(f"  {path.relative_to(root)}:{mutant.line}: {mutant.change}\n      {mutant.text}", flush=True)
    if len(outcomes) != sum(map(len, chosen.values())):
        print("the tests fail with nothing changed, or could not be run", file=sys.stderr)
        return 2
    survived = {mutant.key for mutant, outcome in outcomes.items() if outcome == SURVIVED}
    left = [mutant for mutant in outcomes if mutant.key in survived - set(reasons)]
    every = {mutant.key for found in chosen.values() for mutant in found}
    modules = {mutant.module for found in chosen.values() for mutant in found}
    stale = [key for key in reasons if key[0] in modules and key not in survived and (given.every == 1 or key in every)]
    for key in stale:
        print(f"survivors.csv: fits no surviving mutant: {', '.join(key)}")
    if given.write:
        _write(given.write, left)
    print(_line(["module", "mutants", "killed", "explained", "surviving"]))
    for path, found in chosen.items():
        alive = [mutant.key for mutant in found if mutant.key in survived]
        explained = sum(key in reasons for key in alive)
        name = path.relative_to(source).with_suffix("").as_posix()
        print(_line([name, len(found), len(found) - len(alive), explained, len(alive) - explained]))
    total = len(outcomes)
    print(f"{total - len(left)} of {total} killed or explained")
    return 1 if left or stale else 0


def _paths(source: Path, modules: Sequence[str]) -> Iterator[Path]:
    for module in modules:
        path = source / module
        found = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
        yield from (file for file in found if file.name != "__init__.py")


def _outcomes(
    chosen: dict[Path, list[Mutant]], reasons: dict[Key, str], root: Path, tests: list[str]
) -> Iterator[tuple[Path, dict[Mutant, int]]]:
    """Each module with mutants and what became of them: first changes of bodies, then of what runs at import."""
    files: dict[Path, dict[str, float]] = {}
    asked: dict[Path, list[Mutant]] = {}
    kills: Counter[str] = Counter()
    reading, writing = os.pipe()
    session = os.fork()
    if session == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            status = _in_place(chosen, root, tests, pipe)
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        installed = pipe.readline()
        for line in pipe:
            name, outcomes, files[Path(name)] = json.loads(line)
            bodies = [mutant for mutant in chosen[Path(name)] if mutant.swap]
            known = dict(zip(bodies, outcomes, strict=True))
            known |= {m: SURVIVED for m in bodies if known[m] == ASK_AT_IMPORT and m.key in reasons}
            asked[Path(name)] = [mutant for mutant in bodies if known[mutant] == ASK_AT_IMPORT]
            yield Path(name), {mutant: known[mutant] for mutant in bodies if known[mutant] != ASK_AT_IMPORT}
    os.waitpid(session, 0)
    for name in installed.split():
        with contextlib.suppress(Exception):
            importlib.import_module(
                name
            )  # what the tests import that cannot be changed: once, before anything is forked
    for path, nearby in files.items():
        found = [mutant for mutant in chosen[path] if not mutant.swap or mutant in asked[path]]
        limit, outcomes = 20 + 2 * sum(nearby.values()), {}
        for mutant in found:
            tests_there = sorted(nearby, key=lambda file: (START + nearby[file]) / (1 + kills[file]))
            outcomes[mutant] = AtImport(mutant, path).outcome(root, tests_there, limit)
            if outcomes[mutant] != SURVIVED:
                kills[tests_there[outcomes[mutant] - KILLED]] += 1
        yield path, outcomes


def _in_place(chosen: dict[Path, list[Mutant]], root: Path, tests: list[str], pipe: Any) -> int:
    def use(session: Tests) -> None:
        ground = InPlace(session)
        pipe.write(" ".join(_installed()) + "\n")
        for path, found in chosen.items():
            outcomes = [ground.outcome(mutant, path) for mutant in found if mutant.swap]
            pipe.write(json.dumps([str(path), outcomes, session.files_for(path)]) + "\n")
            pipe.flush()

    with Path(os.devnull).open("w") as silence, contextlib.redirect_stdout(silence):
        return int(pytest.main([*OPTIONS, f"--rootdir={root}", *tests], plugins=[Tests(chosen, use)]))


def _installed() -> list[str]:
    """Modules in use that are other people's: a changed module is never among them."""
    modules = list(sys.modules.items())
    return [name for name, module in modules if "site-packages" in str(getattr(module, "__file__", ""))]


def _reasons(path: Path) -> dict[Key, str]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {tuple(row[column] for column in COLUMNS[:4]): row["reason"] for row in csv.DictReader(file)}


def _write(path: Path, left: list[Mutant]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *([*mutant.key, ""] for mutant in left)])


def _line(row: Sequence[Any]) -> str:
    return f"{row[0]:<26}" + "".join(f"{cell:>10}" for cell in row[1:])


if __name__ == "__main__":
    sys.exit(main())

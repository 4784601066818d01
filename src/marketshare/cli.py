"""The command line: thin; what it does is done by the library."""

import argparse
import sys
from collections.abc import Callable
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path

from marketshare.ledger import DataError
from marketshare.studies import Study, nearest_root

__all__ = ["main"]

FINE, PROBLEMS, USAGE, MACHINE = 0, 1, 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code that `marketshare --help` explains."""
    options = _parser().parse_args(arguments)
    try:
        study = Study.at(nearest_root(options.root))
        return int(options.command(study, options))
    except DataError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        number = len(error.problems)
        print(f"{number} problem{'s' * (number != 1)}; nothing was written", file=sys.stderr)
        return PROBLEMS
    except FileNotFoundError as error:
        print(f"marketshare: {error}", file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"marketshare: {error.filename or ''}: {error.strerror or error}; nothing was replaced", file=sys.stderr)
        return MACHINE
    except KeyboardInterrupt:
        print("marketshare: stopped; nothing was replaced", file=sys.stderr)
        return MACHINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="marketshare",
        description="Market shares from research notes: every number leads to the sentence that it came from.",
        epilog="Exit code: 0 fine, 1 problems in the data or notebooks, 2 wrong usage, 3 the machine failed.",
    )
    parser.add_argument("--version", action="version", version=f"marketshare {version('marketshare')}")
    parser.add_argument(
        "--root", type=Path, metavar="FOLDER", help="the study; default: the nearest folder with data/datapackage.json"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[Study, argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        added.set_defaults(command=command)
        return added

    add("check", _check, "check the data against their schema and against the notes")
    add("report", _report, "run the notebooks whose inputs changed and write reports/")
    add("refresh", _refresh, "accept new numbers: run all notebooks, store their outputs and reports/baseline/")
    explain = add("explain", _explain, "print a number's derivation, down to the sentences of the note")
    explain.add_argument("id", metavar="ID", help="a figure of data/, or a number of a notebook")
    return parser


def _check(study: Study, _options: argparse.Namespace) -> int:
    ledger = study.ledger
    kinds = [found["status"] for found in ledger.figures.values()]
    words = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("stated", "ambiguous", "unreadable") if kind in kinds)
    print(f"{len(kinds)} figures ({words}) of {len(ledger.notes)} note: each quote found, each value read again")
    return FINE


def _report(study: Study, _options: argparse.Namespace) -> int:
    from marketshare.report.build import build  # noqa: PLC0415  (heavy imports, and only this command needs them)

    return _written(study, lambda: build(study, _progress))


def _refresh(study: Study, _options: argparse.Namespace) -> int:
    from marketshare.report.build import refresh  # noqa: PLC0415

    return _written(study, lambda: refresh(study, _progress))


def _written(study: Study, work: Callable[[], list[Path]]) -> int:
    from marketshare.notebooks import ConflictingNumbersError  # noqa: PLC0415
    from marketshare.report.run import KernelFailedError, NotebookFailedError  # noqa: PLC0415

    try:
        written = work()
    except (NotebookFailedError, ConflictingNumbersError) as error:
        print(f"{error}\nnothing was written", file=sys.stderr)
        return PROBLEMS
    except KernelFailedError as error:
        print(f"{error}\nnothing was written", file=sys.stderr)
        return MACHINE
    for path in written:
        print(path.relative_to(study.root))
    return FINE


def _progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _explain(study: Study, options: argparse.Namespace) -> int:
    from marketshare.explain import explanation  # noqa: PLC0415
    from marketshare.notebooks import numbers_of, paths, read  # noqa: PLC0415

    numbers = numbers_of(((path.stem, read(path)) for path in paths(study.root)), study)
    if options.id not in numbers.quantities:
        near = get_close_matches(options.id, numbers.quantities, n=5, cutoff=0.4)
        hint = "; did you mean:\n  " + "\n  ".join(near) if near else ""
        print(f"no number has the id {options.id!r}{hint}", file=sys.stderr)
        return PROBLEMS
    print(explanation(numbers.quantities[options.id], numbers.notebooks.get(options.id, "")))
    if options.id in numbers.moved:
        print("\nThe notebook still shows another value; run marketshare refresh to store this one.", file=sys.stderr)
    return FINE

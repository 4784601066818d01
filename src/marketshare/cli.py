"""The command line: thin; what it does is done by the library."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path

from marketshare import panel_command
from marketshare.claims import faulty_tests, findings, judge
from marketshare.errors import MachineError, StudyError
from marketshare.ledger import DataError
from marketshare.metrics import ShareError
from marketshare.studies import Study, nearest_root, root_at

__all__ = ["main"]

FINE, PROBLEMS, USAGE, MACHINE = 0, 1, 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code that `marketshare --help` explains."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BrokenPipeError:  # the reader, head for instance, has seen enough
        sys.stderr.close()
        return FINE
    except (DataError, StudyError, ShareError, MachineError, OSError, KeyboardInterrupt) as error:
        words, code = _failure(error)
        print(words, file=sys.stderr)
        return code


def _on_a_study(command: Callable[[Study, argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        study = Study.at(root_at(options.root) if options.root else nearest_root())
        if faults := list(faulty_tests(study)):
            raise DataError(faults)
        options.as_printed = study
        if getattr(options, "set", None):
            study = study.replacing(dict(options.set))
        return command(study, options)

    return run


def _failure(error: BaseException) -> tuple[str, int]:
    """What to say of a failure, and the exit code."""
    if isinstance(error, DataError):
        number = len(error.problems)
        return f"{error}\n{number} problem{'s' * (number != 1)}; nothing was written", PROBLEMS
    if isinstance(error, StudyError | ShareError):
        return f"{error}\nnothing was written", PROBLEMS
    if isinstance(error, MachineError):
        return f"{error}\nnothing was written", MACHINE
    if isinstance(error, KeyboardInterrupt):
        return "marketshare: stopped; nothing was replaced", MACHINE
    if isinstance(error, FileNotFoundError) and error.errno is None:  # no study there, or no such file
        return f"marketshare: {error}", USAGE
    assert isinstance(error, OSError)
    place = f"{error.filename}: " if error.filename else ""
    return f"marketshare: {place}{error.strerror or error}; nothing was replaced", MACHINE


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
        added.set_defaults(run=_on_a_study(command))
        return added

    add("check", _check, "check the data against their schema and against the notes")
    report = add("report", _report, "run the notebooks whose inputs changed and write reports/")
    add("refresh", _refresh, "accept new numbers: run all notebooks, store their outputs and reports/baseline/")
    explain = add("explain", _explain, "print a number's derivation, down to the sentences of the note")
    explain.add_argument("id", metavar="ID", help="a figure of data/, a number of a notebook, or a claim")
    for what_if in (report, explain):
        what_if.add_argument(
            "--set",
            action="append",
            default=[],
            type=_assumption,
            metavar="ID=PRINTED",
            help="what if the note had printed something else: --set cloud-share-tencent-2018=41.8%%; may be repeated",
        )
    find = add("find", _find, "list the figures and numbers in whose names or sentence a text occurs")
    find.add_argument("text", metavar="TEXT", help="for instance 腾讯云, penetration, 2.5亿")
    panel_command.add_to(commands)
    return parser


def _assumption(text: str) -> tuple[str, str]:
    figure, sign, printed = text.partition("=")
    if not (figure and sign and printed):
        raise argparse.ArgumentTypeError(f"{text!r}; expected ID=PRINTED, for instance cloud-share-tencent-2018=41.8%")
    return figure, printed


def _check(study: Study, _options: argparse.Namespace) -> int:
    ledger = study.ledger
    kinds = [found["status"] for found in ledger.figures.values()]
    words = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("stated", "ambiguous", "unreadable") if kind in kinds)
    notes = f"{len(ledger.notes)} note{'s' * (len(ledger.notes) != 1)}"
    print(f"{len(kinds)} figures ({words}) of {notes}: each quote found, each value read again")
    print(f"{ledger.tally}; none is left over")
    for conflict in study.conflicts:
        meet = "their bounds meet" if conflict.meet else "their bounds do not meet"
        sides = " and ".join(f"{side.id} ({side.text})" for side in (conflict.first, conflict.second))
        print(f"sources differ: {sides}; {meet}")
    verdicts = Counter(claim.verdict for claim in judge(study))
    words = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.most_common())
    print(f"{len(ledger.claims)} claims and questions, each quote found: {words or 'none'}")
    for finding in findings(study):
        if finding.fits != "yes":
            print(f"about the note ({finding.kind}): {finding.words}")
    return FINE


def _report(study: Study, _options: argparse.Namespace) -> int:
    from marketshare.report.build import build  # noqa: PLC0415  (heavy imports, and only this command needs them)

    return _written(study, build(study, _progress))


def _refresh(study: Study, _options: argparse.Namespace) -> int:
    from marketshare.report.build import refresh  # noqa: PLC0415

    return _written(study, refresh(study, _progress))


def _written(study: Study, written: list[Path]) -> int:
    for path in written:
        print(path.relative_to(study.root))
    return FINE


def _progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _find(study: Study, options: argparse.Namespace) -> int:
    from marketshare.notebooks import numbers_of, paths, read  # noqa: PLC0415

    found = study.find(options.text)
    numbers = numbers_of(((path.stem, read(path)) for path in paths(study.root)), study)
    wanted = options.text.casefold()
    derived = [q for q in numbers.quantities.values() if q.inputs and wanted in f"{q.id} {q.label}".casefold()]
    for figure in found:
        text = figure.quantity.text if figure["status"] == "stated" else f"{figure['printed']} ({figure['status']})"
        print(f"{figure.id}: {text}, line {figure['line']} of {figure['source']}: {figure['quote']}")
    for quantity in sorted(derived, key=lambda quantity: quantity.id):
        print(f"{quantity.id}: {quantity.text}, computed in notebooks/{numbers.notebooks[quantity.id]}.ipynb")
    if not (found or derived):
        print(f"no figure or number has {options.text!r} in its names or its sentence", file=sys.stderr)
    return FINE if found or derived else PROBLEMS


def _explain(study: Study, options: argparse.Namespace) -> int:
    from marketshare.explain import explanation  # noqa: PLC0415
    from marketshare.notebooks import numbers_of, paths, read  # noqa: PLC0415

    if options.id in study.ledger.claims:
        print(_explained_claim(study, options))
        return FINE
    numbers = numbers_of(((path.stem, read(path)) for path in paths(study.root)), study)
    if options.id in numbers.refused:
        print(f"the number {options.id} can no longer be computed: {numbers.refused[options.id]}", file=sys.stderr)
        return PROBLEMS
    if options.id not in numbers.quantities:
        near = get_close_matches(options.id, [*numbers.quantities, *study.ledger.claims], n=5, cutoff=0.4)
        hint = "; did you mean:\n  " + "\n  ".join(near) if near else ""
        print(f"no number has the id {options.id!r}{hint}", file=sys.stderr)
        return PROBLEMS
    print(explanation(numbers.quantities[options.id], numbers.notebooks.get(options.id, "")))
    if study.hypothetical:
        assumed = ", ".join(f"{key} were {printed}" for key, printed in study.hypothetical.items())
        print(f"\nHypothetical: what if {assumed}.")
        if not numbers.quantities[options.id].hypothetical:
            print("This number does not depend on it.")
        else:
            stored = ((path.stem, read(path)) for path in paths(study.root))
            print(f"As printed: {numbers_of(stored, options.as_printed).quantities[options.id].bounds_text}")
    elif options.id in numbers.moved:
        print("\nThe notebook still shows another value; run marketshare refresh to store this one.", file=sys.stderr)
    return FINE


def _explained_claim(study: Study, options: argparse.Namespace) -> str:
    from marketshare.explain import claim_explanation  # noqa: PLC0415

    claim = next(claim for claim in judge(study) if claim.id == options.id)
    before = next(claim for claim in judge(options.as_printed) if claim.id == options.id)
    return claim_explanation(claim, study, before)


if __name__ == "__main__":
    sys.exit(main())

"""The command line: thin; what it does is done by the library."""

import argparse
import json
import os
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from marketshare import panel_command
from marketshare.errors import MachineError, StudyError
from marketshare.location import nearest_root, root_at
from marketshare.merge_leftovers import unfinished_merges
from marketshare.stops import REPLACED, stopped_by
from marketshare.terminal import Parser, progress, say, usable_streams

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from marketshare.studies import Study

__all__ = ["main"]

LONGEST_TOLD = 4_000
"""Characters of the longest line that is told of a failure."""

LONGEST_ASKED = 1_000
"""Characters of the longest argument that is looked up."""

FINE, PROBLEMS, USAGE, MACHINE = 0, 1, 2, 3


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code that `marketshare --help` explains."""
    # Whatever a command needs is imported when it runs: a report that is up to date says so before pandas is there.
    # And what nobody needs is not: jsonschema, which nbformat imports, would spend most of a second on the grammars
    # of international web addresses, of which a notebook has none to check.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None is how an import is refused
    usable_streams()
    options = _parser().parse_args(arguments)
    REPLACED.clear()
    try:
        code = int(options.run(options))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, head for instance, has seen enough
        _print_no_more()
        return FINE
    except (StudyError, MachineError, OSError, KeyboardInterrupt) as error:
        words, code = _failure(error)
        progress("\n".join(map(_in_short, words.split("\n"))))
        _print_no_more()
    return code


def _print_no_more() -> None:
    """Leave what could not be printed, or Python would try again when it ends, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _on_a_study(command: Callable[..., int]) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        study = options.as_printed = _opened(_root(options))
        if getattr(options, "set", None):
            study = _judgeable(_assuming(study, options.set))
        return command(study, options)

    return run


def _assuming(study: "Study", assumed: list[tuple[str, str]]) -> "Study":
    """The study with assumptions laid over it; those on a corrected figure are told where they went."""
    from marketshare.ledger import DataError, Problem  # noqa: PLC0415

    times = Counter(figure for figure, _ in assumed)
    if repeated := [figure for figure, number in times.items() if number > 1]:
        message = "assumed more than once; give each figure one --set"
        raise DataError([Problem("what-if", 0, figure, message) for figure in repeated])
    what_if = study.replacing(dict(assumed))
    for figure in times:
        if (standing := study.in_force(figure)) != figure:
            progress(f"{figure} is corrected by {standing}: the assumption is about that one")
    return what_if


def _root(options: argparse.Namespace) -> Path:
    return root_at(options.root) if options.root else nearest_root()


def _opened(root: Path) -> "Study":
    """The study at `root`, its data and the tests of its claims in order."""
    from marketshare.studies import Study  # noqa: PLC0415

    return _judgeable(Study.at(root))


def _judgeable(study: "Study") -> "Study":
    """A study all of whose claims can be judged; by a hypothesis some may not."""
    from marketshare.claims import faulty_tests  # noqa: PLC0415
    from marketshare.ledger import DataError  # noqa: PLC0415

    if faults := list(faulty_tests(study)):
        raise DataError(faults)
    return study


def _failure(error: BaseException) -> tuple[str, int]:
    """What to say of a failure, and the exit code."""
    if isinstance(error, KeyboardInterrupt):
        return f"marketshare: stopped; {_replaced()}", 128 + (stopped_by() or signal.SIGINT)
    from marketshare.ledger import DataError  # noqa: PLC0415

    if isinstance(error, DataError):
        number = len(error.problems)
        return f"{error}\n{number} problem{'s' * (number != 1)}; nothing was written", PROBLEMS
    if isinstance(error, StudyError):
        return f"{error}\nnothing was written", PROBLEMS
    if isinstance(error, MachineError):
        from marketshare.report.files import PartlyReplacedError  # noqa: PLC0415

        written = "" if isinstance(error, PartlyReplacedError) else "\nnothing was written"
        return f"{error}{written}", MACHINE
    if isinstance(error, FileNotFoundError) and error.errno is None:  # no study there, or no such file
        return f"marketshare: {error}", USAGE
    assert isinstance(error, OSError)
    place = f"{error.filename}: " if error.filename else ""
    return f"marketshare: {place}{error.strerror or error}; {_replaced()}", MACHINE


def _in_short(line: str) -> str:
    """A line as it is, or its two ends: nobody reads a million digits."""
    return line if len(line) <= LONGEST_TOLD else f"{line[:400]} … ({len(line):,} characters) … {line[-400:]}"


def _replaced() -> str:
    """What the command had put in place before it failed; stored runs of notebooks are no output."""
    files = [path for path in REPLACED if path.parent.name != ".executed"]
    return f"{len(files)} files had been written already" if files else "nothing was replaced"


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="marketshare",
        description="Market shares from research notes: every number leads to the sentence that it came from.",
        epilog="Exit code: 0 fine, 1 problems in the data or notebooks (for diff: something moved), 2 wrong usage, "
        "3 the machine failed, 128 + n stopped by signal n (Ctrl-C: 130).",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    parser.add_argument(
        "--root", type=Path, metavar="FOLDER", help="the study; default: the nearest folder with data/datapackage.json"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[..., int], words: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        added.set_defaults(run=_on_a_study(command))
        return added

    check = add("check", _check, "check the data against their schema and against the notes")
    check.add_argument(
        "--notebooks",
        action="store_true",
        help="the notebooks too: each output is what a run leaves, no number is typed",
    )
    report = add("report", _report, "run the notebooks whose inputs changed and write reports/")
    report.set_defaults(run=_report_at_last)
    report.add_argument("--watch", action="store_true", help="build again on every save; the open page reloads itself")
    report.add_argument("--port", type=int, default=0, help="port of --watch on this machine; default: any free one")
    report.add_argument("--page", type=Path, help=argparse.SUPPRESS)  # by which --watch has the page before the rest
    report.add_argument("--profile", action="store_true", help="say where the time went")
    report.add_argument("--force", action="store_true", help="run all notebooks and write all files, changed or not")
    refresh = add(
        "refresh", _refresh, "accept new numbers: run all notebooks, store their outputs and reports/baseline/"
    )
    refresh.add_argument(
        "--because", default="", metavar="WORDS", help="why something moved; goes into CHANGELOG.md with what moved"
    )
    for runs in (report, refresh):
        runs.add_argument(
            "--time-limit", type=_seconds, default=300, metavar="SECONDS", help="for each notebook; default: 300"
        )
    diff = add("diff", _diff, "compare with what was accepted last: old, new, and which row, function or cell moved it")
    diff.add_argument(
        "--html", nargs="?", const="reports/diff.html", metavar="FILE", help="write a page with charts before and after"
    )
    diff.add_argument(
        "--against",
        type=_asked,
        metavar="REF",
        help="compare with what a commit had accepted (a branch, a tag, HEAD~3, a date as 2026-09-30), or one with "
        "another, A..B: grouped by cause, with who accepted it, when and why",
    )
    explain = add("explain", _explain, "print a number's derivation, down to the sentences of the note")
    explain.add_argument("id", type=_asked, metavar="ID", help="a figure of data/, a number of a notebook, or a claim")
    explain.add_argument(
        "--as-of",
        type=_asked,
        metavar="REF",
        help="what was said then, and what moved since; a commit, or a date as 2026-09-30",
    )
    for what_if in (report, explain):
        what_if.add_argument(
            "--set",
            action="append",
            default=[],
            type=_assumption,
            metavar="ID=PRINTED",
            help="what if the note had printed something else: --set ID=41.8%%; may be repeated",
        )
    find = add("find", _find, "list the figures and numbers in whose names or sentence a text occurs")
    find.add_argument("text", type=_asked, metavar="TEXT", help="for instance the name of a firm, market share, 2.5亿")
    add("team", _team, "write what several people need: .gitattributes, a hook, a job for CI, and a page on merging")
    panel_command.add_to(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        say(f"marketshare {version('marketshare')}")
        parser.exit()


def _seconds(text: str) -> float:
    try:
        seconds = float(_asked(text))
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r}; expected a number of seconds above 0")
    return seconds


def _asked(text: str) -> str:
    if len(text) > LONGEST_ASKED:
        raise argparse.ArgumentTypeError(f"{len(text):,} characters, expected at most {LONGEST_ASKED:,}")
    return text


def _assumption(text: str) -> tuple[str, str]:
    figure, sign, printed = _asked(text).partition("=")
    if not (figure and sign and printed):
        raise argparse.ArgumentTypeError(f"{text!r}; expected ID=PRINTED, for instance share-of-a-firm-2018=41.8%")
    return figure, printed


def _check(study: "Study", options: argparse.Namespace) -> int:
    from marketshare.claims import findings, judge  # noqa: PLC0415
    from marketshare.ledger import superseded  # noqa: PLC0415

    if options.notebooks:
        _check_notebooks(study)
    ledger = study.ledger
    old = superseded(ledger.figures.values())
    kinds = ["corrected" if key in old else found["status"] for key, found in ledger.figures.items()]
    named = ("stated", "ambiguous", "unreadable", "corrected")
    words = ", ".join(f"{kinds.count(kind)} {kind}" for kind in named if kind in kinds)
    notes = f"{len(ledger.notes)} note{'s' * (len(ledger.notes) != 1)}"
    say(f"{len(kinds)} figures ({words}) of {notes}: each quote found, each value read again")
    say(f"{ledger.tally}; none is left over")
    for conflict in study.conflicts:
        meet = "their bounds meet" if conflict.meet else "their bounds do not meet"
        sides = " and ".join(f"{side.id} ({side.text})" for side in (conflict.first, conflict.second))
        say(f"sources differ: {sides}; {meet}")
    verdicts = Counter(claim.verdict for claim in judge(study))
    words = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.most_common())
    claims = "claim or question, its quote" if len(ledger.claims) == 1 else "claims and questions, each quote"
    say(f"{len(ledger.claims)} {claims} found: {words or 'none'}")
    for finding in findings(study):
        if finding.fits != "yes":
            say(f"about the note ({finding.kind}): {finding.words}")
    return FINE


def _check_notebooks(study: "Study") -> None:
    from marketshare.changes import edits_since, stale_outputs  # noqa: PLC0415
    from marketshare.gate import notebook_faults, repository_faults  # noqa: PLC0415
    from marketshare.ledger import DataError, Problem  # noqa: PLC0415
    from marketshare.notebooks import read  # noqa: PLC0415
    from marketshare.report_order import paths_of_report  # noqa: PLC0415
    from marketshare.stored_form import form_faults  # noqa: PLC0415

    found = paths_of_report(study.root, say)
    names = [row[column] for row in study.ledger.entities.values() for column in ("name_en", "name_zh")]
    faults: list[Problem] = []
    for path in found:
        faults += notebook_faults(f"notebooks/{path.name}", read(path), names)
        faults += form_faults(f"notebooks/{path.name}", json.loads(path.read_bytes()))
    if faults := [*faults, *repository_faults(study.root)]:
        raise DataError(faults)
    stored, fresh = _stored_and_fresh(study, found)
    edited = edits_since(study, stored)
    for name in stored:
        faults += stale_outputs(f"notebooks/{name}.ipynb", stored[name], fresh[name], edited)
    if faults:
        raise DataError(faults)
    words = "run from top to bottom, every output is what a run leaves, no number typed, nothing left out"
    say(f"{len(found)} notebook{'s' * (len(found) != 1)}: {words}")


def _stored_and_fresh(study: "Study", found: list[Path]) -> "tuple[dict[str, NotebookNode], dict[str, NotebookNode]]":
    """Notebooks as they are on disk, and as a run leaves them; nothing was saved meanwhile."""
    from marketshare.notebooks import read  # noqa: PLC0415
    from marketshare.report.executed import executed  # noqa: PLC0415
    from marketshare.report.files import one_at_a_time  # noqa: PLC0415
    from marketshare.report.seen import Seen  # noqa: PLC0415

    with one_at_a_time(study.root, progress):
        seen = Seen(study)
        seen.refuse_changes()
        fresh = executed(study, found, progress)
        stored = {path.stem: read(path) for path in found}
        seen.refuse_changes()
    return stored, {path.stem: fresh[path.stem] for path in found}


def _report_at_last(options: argparse.Namespace) -> int:
    """The report, unless it is there already; or again and again."""
    root = _root(options)
    if options.watch and (options.set or options.force or options.profile):
        progress(
            "marketshare: --watch builds what the note prints, whenever it changed; leave out --set, --force and "
            "--profile, or --watch"
        )
        return USAGE
    if options.watch:
        return _watch(root, options)
    if _is_up_to_date(root, options):
        return FINE
    from marketshare.report.forks import begun  # noqa: PLC0415

    begun()
    return _on_a_study(_report)(options)


def _is_up_to_date(root: Path, options: argparse.Namespace) -> bool:
    """True, and said, if there is nothing to do."""
    if options.set or options.force or unfinished_merges(root):
        return False
    from marketshare.report.inputs import up_to_date  # noqa: PLC0415
    from marketshare.report_order import left_out  # noqa: PLC0415

    files = up_to_date(root)
    if files:
        for words in left_out(root):
            progress(words)
        progress("nothing changed since the report was written")
        _listed(root, files)
    return bool(files)


def _report(study: "Study", options: argparse.Namespace) -> int:
    from marketshare.report.build import build  # noqa: PLC0415

    told = Times(progress) if options.profile else progress
    files = build(study, told, force=options.force, time_limit=options.time_limit, page=options.page)
    _listed(study.root, files)
    if isinstance(told, Times):
        progress(told.table())
    return FINE


def _watch(root: Path, options: argparse.Namespace) -> int:
    from marketshare.report.watch import watch  # noqa: PLC0415

    watch(root, options.port, progress, time_limit=options.time_limit)
    return FINE


def _refresh(study: "Study", options: argparse.Namespace) -> int:
    from marketshare.changes import refresh  # noqa: PLC0415

    _listed(study.root, refresh(study, progress, because=options.because, time_limit=options.time_limit))
    return FINE


def _diff(study: "Study", options: argparse.Namespace) -> int:
    from marketshare import changes  # noqa: PLC0415
    from marketshare.notebooks import refuse_other_data  # noqa: PLC0415
    from marketshare.report_order import paths_of_report  # noqa: PLC0415

    baseline, since = changes.read_baseline(study.root), None
    if options.against and ".." in options.against:
        since = changes.across(study.root, options.against)
    else:
        if baseline is None and not options.against:
            raise StudyError("reports/baseline/ is not there: nothing was accepted yet; marketshare refresh accepts")
        stored, fresh = _stored_and_fresh(study, paths_of_report(study.root, progress))
        now = changes.state_of(study, fresh)
        refuse_other_data(now.numbers)
        if options.against:
            since = changes.since(options.against, now)
        else:
            assert baseline is not None  # refused above
            moved = changes.changes(baseline, study, now.numbers, now.judged, stored=stored, fresh=fresh)
    if since is not None:
        moved = since.changes
    say(changes.as_grouped_text(since) if since else changes.as_text(moved))
    if options.html:
        from marketshare.ledger import study_title  # noqa: PLC0415
        from marketshare.report.files import replace_all  # noqa: PLC0415

        page = Path.cwd() / options.html
        folder, name = (study.root, options.html) if options.html == "reports/diff.html" else (page.parent, page.name)
        replace_all(folder, {name: changes.as_page(moved, title=study_title(study.root), since=since).encode()})
        progress(f"wrote {options.html}")
    return PROBLEMS if moved.moves else FINE


def _team(study: "Study", _options: argparse.Namespace) -> int:
    from marketshare.team_files import write_team_files  # noqa: PLC0415

    _listed(study.root, write_team_files(study.root))
    progress("once in each clone, as README.md says: git config core.hooksPath .githooks")
    return FINE


def _listed(root: Path, files: list[Path]) -> None:
    for path in files:
        say(path.relative_to(root))


class Times:
    """Progress that remembers how long each step took."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._start = time.monotonic()
        self._steps: list[tuple[str, float]] = []

    def __call__(self, words: str) -> None:
        """Tell a step; one that names its seconds is remembered."""
        self._tell(words)
        if match := re.search(r"^(.+?): .*? in ([\d.]+) s$", words):
            self._steps.append((match[1], float(match[2])))

    def table(self) -> str:
        """Steps and seconds; notebooks run side by side, so that they add up to more than the whole."""
        rows = [*self._steps, ("in all", time.monotonic() - self._start)]
        return "\n".join(f"{name:28} {seconds:6.1f} s" for name, seconds in rows)


def _find(study: "Study", options: argparse.Namespace) -> int:
    from marketshare.notebooks import numbers_of, read  # noqa: PLC0415
    from marketshare.report_order import paths  # noqa: PLC0415

    found = study.find(options.text)
    numbers = numbers_of(((path.stem, read(path)) for path in paths(study.root)), study)
    wanted = options.text.casefold()
    derived = [q for q in numbers.quantities.values() if q.inputs and wanted in f"{q.id} {q.label}".casefold()]
    for line in found.lines:
        say(line)
    for quantity in sorted(derived, key=lambda quantity: quantity.id):
        say(f"{quantity.id}: {quantity.text}, computed in notebooks/{numbers.notebooks[quantity.id]}.ipynb")
    if not (found or derived):
        progress(repr(found).replace("no figure has", "no figure or number has", 1))
    return FINE if found or derived else PROBLEMS


def _explain(study: "Study", options: argparse.Namespace) -> int:
    from marketshare.explain import explanation  # noqa: PLC0415
    from marketshare.notebooks import numbers_of, read  # noqa: PLC0415
    from marketshare.report_order import paths  # noqa: PLC0415

    if options.as_of:
        return _explain_as_of(study, options)
    if options.id in study.ledger.claims:
        say(_explained_claim(study, options))
        return FINE
    numbers = numbers_of(((path.stem, read(path)) for path in paths(study.root)), study)
    if options.id in numbers.refused:
        progress(f"the number {options.id} can no longer be computed: {numbers.refused[options.id]}")
        return PROBLEMS
    key = study.in_force(options.id)
    if key not in numbers.quantities:
        return _unknown(options.id, [*numbers.quantities, *study.ledger.claims])
    if options.as_printed.in_force(options.id) != options.id:
        say(f"{options.id} is corrected by {key}, which is in force:\n")
    say(explanation(numbers.quantities[key], numbers.notebooks.get(key, "")))
    if study.hypothetical:
        assumed = ", ".join(f"{key} were {printed}" for key, printed in study.hypothetical.items())
        say(f"\nHypothetical: what if {assumed}.")
        if not numbers.quantities[key].hypothetical:
            say("This number does not depend on it.")
        else:
            stored = ((path.stem, read(path)) for path in paths(study.root))
            before = numbers_of(stored, options.as_printed).quantities[options.as_printed.in_force(options.id)]
            say(f"As printed: {before.bounds_text}")
    elif options.id in numbers.moved:
        progress("\nThe notebook still shows another value; run marketshare refresh to store this one.")
    return FINE


def _explain_as_of(study: "Study", options: argparse.Namespace) -> int:
    from marketshare.as_of import explained_as_of, known_as_of  # noqa: PLC0415
    from marketshare.changes import since, state_of  # noqa: PLC0415
    from marketshare.notebooks import read  # noqa: PLC0415
    from marketshare.report_order import paths  # noqa: PLC0415

    if options.set:
        progress("marketshare: --as-of tells what was said, and --set what nobody has said; leave one of them out")
        return USAGE
    found = since(options.as_of, state_of(study, {path.stem: read(path) for path in paths(study.root)}))
    if options.id not in (known := known_as_of(found)):
        return _unknown(options.id, sorted(known))
    say(explained_as_of(found, options.id))
    return FINE


def _unknown(key: str, known: list[str]) -> int:
    from difflib import get_close_matches  # noqa: PLC0415

    near = get_close_matches(key, known, n=5, cutoff=0.4)
    hint = "; did you mean:\n  " + "\n  ".join(near) if near else ""
    progress(f"no number has the id {key!r}{hint}")
    return PROBLEMS


def _explained_claim(study: "Study", options: argparse.Namespace) -> str:
    from marketshare.claims import judge  # noqa: PLC0415
    from marketshare.explain import claim_explanation  # noqa: PLC0415

    claim = next(claim for claim in judge(study) if claim.id == options.id)
    before = next(claim for claim in judge(options.as_printed) if claim.id == options.id)
    return claim_explanation(claim, study, before)


if __name__ == "__main__":
    import runpy

    runpy.run_module("marketshare", run_name="__main__")

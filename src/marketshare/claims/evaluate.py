"""Claims and their verdicts: each row of claims.csv names a test, and the test decides."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from inspect import signature

from marketshare.claims.race import Case, Race, cases
from marketshare.claims.trials import TESTS
from marketshare.claims.verdict import Verdict, joined
from marketshare.errors import did_you_mean
from marketshare.ledger import Problem
from marketshare.quantity import DerivationError
from marketshare.reads import question
from marketshare.spreadsheet import guarded
from marketshare.studies import Study

__all__ = ["COLUMNS", "Judged", "faulty_tests", "judge", "race_of", "to_csv"]

COLUMNS = ("id", "line", "kind", "claim", "verdict", "because", "inputs")
FILE = "data/claims.csv"

_CALL = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
_AND = re.compile(r"(?<=\)) and (?=\w+\()")
_ANSWERS = {"supported": "answered", "contradicted": "answered"}


@dataclass(frozen=True)
class Judged:
    """A claim of a note with its verdict.

    Attributes:
        id: Its key in ``claims.csv``.
        kind: ``conclusion``, ``opinion``, ``forecast`` or ``question``.
        line: Where it stands.
        quote: The words of the note.
        gloss: The same words in English, where the claim says more than they do; else blank.
        claim: What they claim, in English and on its own feet: with its subject and its time.
        verdict: ``supported``, ``contradicted``, ``undetermined``, ``untestable``; for a question ``answered`` or
            ``open``.
        because: Why, with numbers.
        given: The verdict as its test returned it.
    """

    id: str
    kind: str
    line: str
    quote: str
    gloss: str
    claim: str
    verdict: str
    because: str
    given: Verdict


@question
def judge(study: Study) -> list[Judged]:
    """Every claim of the study with its verdict, in the order of the note.

    Raises:
        ValueError: a claim without a test, or with one that does not exist; `faulty_tests` names them all.
    """
    return [_judged(study, key) for key in study.ledger.claims]


def faulty_tests(study: Study) -> Iterator[Problem]:
    """Claims without a test, or with one that does not exist or cannot run on these figures."""
    for key, row in study.ledger.claims.items():
        try:
            _judged(study, key)
        except (ValueError, TypeError, ArithmeticError, LookupError) as error:
            reason = error.args[0] if error.args else error
            yield Problem(FILE, row.line, "test", f"{row['test'] or 'blank'}: {reason}; tests are {', '.join(TESTS)}")


@question
def race_of(study: Study, claim: str) -> list[Case]:
    """The race that decides a claim, by the figures that its test names: every combination of their readings.

    Raises:
        KeyError: no such claim; near misses are named.
        ValueError: its test is of no race.
    """
    if claim not in study.ledger.claims:
        raise KeyError(f"no claim has the id {claim!r}{did_you_mean(claim, study.ledger.claims)}")
    test = study.ledger.claims[claim]["test"]
    for name, given, _ in map(_parsed, _AND.split(test)):
        if name == "parity_beyond":
            return list(cases(study, Race(*given[1:])))  # behind the years
    raise ValueError(f"{claim} is decided by {test}, which is no race; one is decided by parity_beyond")


def to_csv(judged: Iterable[Judged]) -> str:
    """Claims and verdicts as CSV, sorted by id; a text that begins like a formula stands behind an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for claim in sorted(judged, key=lambda claim: claim.id):
        inputs = " ".join(quantity.id for quantity in claim.given.inputs)
        cells = [claim.id, claim.line, claim.kind, claim.claim, claim.verdict, claim.because, inputs]
        writer.writerow(map(guarded, cells))
    return out.getvalue()


def _judged(study: Study, key: str) -> Judged:
    row = study.ledger.claims[key]
    if not row["test"]:
        raise ValueError(
            "a claim needs a test; one that no figure can decide names what is missing: missing(measure; words)"
        )
    verdict = joined([_run(study, call) for call in _AND.split(row["test"])])
    outcome = verdict.outcome
    words = _ANSWERS.get(outcome, "open") if row["kind"] == "question" else outcome
    said = (row["kind"], row["line"], row["quote"], row["gloss"], row["claim"])
    return Judged(key, *said, words, verdict.because, verdict)


def _parsed(call: str) -> tuple[str, list[str], dict[str, str]]:
    """A call of a test as its name, and its arguments by place and by name."""
    match = _CALL.fullmatch(call.strip())
    if match is None:
        raise ValueError(f"{call!r} is not of the form name(argument; argument)")
    name, written = match.groups()
    if name not in TESTS:
        raise ValueError(f"there is no test {name!r}")
    arguments = [argument.strip() for argument in written.split(";")]
    named = dict(argument.split("=", 1) for argument in arguments if re.match(r"\w+=", argument))
    return name, [argument for argument in arguments if argument and not re.match(r"\w+=", argument)], named


def _run(study: Study, call: str) -> Verdict:
    name, given, named = _parsed(call)
    try:
        signature(TESTS[name]).bind(study, *given, **named)
    except TypeError as error:
        takes = list(signature(TESTS[name]).parameters)[1:]  # the first is the study
        raise ValueError(f"{name} takes {'; '.join(takes)}: {error}") from error
    try:
        return TESTS[name](study, *given, **named)
    except DerivationError as error:  # a correction from another source: not compared, and the verdict says so
        return Verdict("undetermined", f"its figures are not comparable: {str(error).partition('; if ')[0]}")

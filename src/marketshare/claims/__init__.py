"""Verdicts on a note's claims, computed from its own figures."""

from marketshare.claims.consistency import Finding, findings
from marketshare.claims.evaluate import Judged, faulty_tests, judge, race_of, to_csv
from marketshare.claims.race import Case, Race, cases
from marketshare.claims.verdict import Verdict

__all__ = [
    "Case",
    "Finding",
    "Judged",
    "Race",
    "Verdict",
    "cases",
    "faulty_tests",
    "findings",
    "judge",
    "race_of",
    "to_csv",
]

"""The ledger: figures with their sentences, read from data/ and checked against seeds/."""

from marketshare.ledger.contents import contents, of_data
from marketshare.ledger.corrections import Conflict, conflicts, current, superseded
from marketshare.ledger.figures import Figure
from marketshare.ledger.ledger import Ledger, read_ledger
from marketshare.ledger.legal_rules import Condition, Rule
from marketshare.ledger.notes import Note
from marketshare.ledger.package import study_title
from marketshare.ledger.problems import DataError, Problem
from marketshare.ledger.readings import SETTLED, Reading, settled
from marketshare.ledger.wholes import above_the_whole, kinds_of_entities

__all__ = [
    "SETTLED",
    "Condition",
    "Conflict",
    "DataError",
    "Figure",
    "Ledger",
    "Note",
    "Problem",
    "Reading",
    "Rule",
    "above_the_whole",
    "conflicts",
    "contents",
    "current",
    "kinds_of_entities",
    "of_data",
    "read_ledger",
    "settled",
    "study_title",
    "superseded",
]

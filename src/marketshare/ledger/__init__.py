"""The ledger: figures with their sentences, read from data/ and checked against seeds/."""

from marketshare.ledger.figures import Figure
from marketshare.ledger.ledger import Ledger, read_ledger
from marketshare.ledger.notes import Note
from marketshare.ledger.problems import DataError, Problem

__all__ = ["DataError", "Figure", "Ledger", "Note", "Problem", "read_ledger"]

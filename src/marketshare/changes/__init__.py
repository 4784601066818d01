"""Changes: what moved since the baseline, why, and how it is accepted."""

from marketshare.changes.accept import UnexplainedChangeError, refresh
from marketshare.changes.baseline import Baseline, read_baseline
from marketshare.changes.edits import Cause
from marketshare.changes.move import Changes, Move
from marketshare.changes.moves import changes
from marketshare.changes.page import as_page
from marketshare.changes.stored_outputs import edits_since, stale_outputs
from marketshare.changes.text import as_text

__all__ = [
    "Baseline",
    "Cause",
    "Changes",
    "Move",
    "UnexplainedChangeError",
    "as_page",
    "as_text",
    "changes",
    "edits_since",
    "read_baseline",
    "refresh",
    "stale_outputs",
]

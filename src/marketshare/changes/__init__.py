"""Changes: what moved since the baseline or a commit, why, and how it is accepted."""

from marketshare.changes.accept import UnexplainedChangeError, refresh
from marketshare.changes.against import Since, across, since
from marketshare.changes.baseline import Baseline, read_baseline
from marketshare.changes.edits import Cause
from marketshare.changes.grouped import as_grouped_text, groups
from marketshare.changes.move import Changes, Move
from marketshare.changes.moves import changes
from marketshare.changes.page import as_page
from marketshare.changes.states import State, state_of
from marketshare.changes.stored_outputs import edits_since, stale_outputs
from marketshare.changes.text import as_text

__all__ = [
    "Baseline",
    "Cause",
    "Changes",
    "Move",
    "Since",
    "State",
    "UnexplainedChangeError",
    "across",
    "as_grouped_text",
    "as_page",
    "as_text",
    "changes",
    "edits_since",
    "groups",
    "read_baseline",
    "refresh",
    "since",
    "stale_outputs",
    "state_of",
]

"""Number phrases: read from a note as value and bounds, and rendered back into words."""

from marketshare.wording.calendar import order_of_periods, years_between
from marketshare.wording.errors import WordingError
from marketshare.wording.forms import folded, normalise
from marketshare.wording.periods import period_at, read_period
from marketshare.wording.phrase import Phrase, read, readings, says_several
from marketshare.wording.render import render_bounds, render_number, render_value

__all__ = [
    "Phrase", "WordingError", "folded", "normalise", "order_of_periods", "period_at", "read", "read_period",
    "readings", "render_bounds", "render_number", "render_value", "says_several", "years_between",
]  # fmt: skip

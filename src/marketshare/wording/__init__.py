"""Number phrases: read from a note as value and bounds, and rendered back into words."""

from marketshare.wording.calendar import order_of_periods
from marketshare.wording.errors import WordingError
from marketshare.wording.forms import normalise
from marketshare.wording.periods import read_period
from marketshare.wording.phrase import Phrase, read, readings
from marketshare.wording.phrasing import render_phrase
from marketshare.wording.render import render_bounds, render_number, render_value

__all__ = [
    "Phrase", "WordingError", "normalise", "order_of_periods", "read", "read_period", "readings",
    "render_bounds", "render_number", "render_phrase", "render_value",
]  # fmt: skip

"""Number phrases: read from a note as value and bounds, and rendered back into words."""

from marketshare.wording.errors import WordingError
from marketshare.wording.numerals import normalise
from marketshare.wording.phrase import Phrase, read
from marketshare.wording.render import render_bounds, render_number, render_value

__all__ = ["Phrase", "WordingError", "normalise", "read", "render_bounds", "render_number", "render_value"]

"""The one error that reading a phrase can raise."""

from marketshare.errors import CallerError

__all__ = ["WordingError"]


class WordingError(CallerError, ValueError):
    """A number phrase that cannot be read. It is refused, never guessed."""

"""The one error that reading a phrase can raise."""

__all__ = ["WordingError"]


class WordingError(ValueError):
    """A number phrase that cannot be read. It is refused, never guessed."""

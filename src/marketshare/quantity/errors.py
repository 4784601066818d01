"""What can go wrong when quantities meet, or when numbers are taken."""

from marketshare.errors import CallerError

__all__ = ["DerivationError", "ShareError", "UnitError"]


class ShareError(CallerError, ValueError):
    """A number that a metric cannot take; the message names argument, position and value."""


class UnitError(CallerError, ValueError):
    """Quantities of units that do not go together."""


class DerivationError(CallerError, ValueError):
    """A derivation that would mislead, or that is declared wrongly."""

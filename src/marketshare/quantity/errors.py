"""What can go wrong when quantities meet, or when numbers are taken."""

__all__ = ["DerivationError", "ShareError", "UnitError"]


class ShareError(ValueError):
    """A number that a metric cannot take; the message names argument, position and value."""


class UnitError(ValueError):
    """Quantities of units that do not go together."""


class DerivationError(ValueError):
    """A derivation that would mislead, or that is declared wrongly."""

"""What can go wrong when quantities meet."""

__all__ = ["DerivationError", "UnitError"]


class UnitError(ValueError):
    """Quantities of units that do not go together."""


class DerivationError(ValueError):
    """A derivation that would mislead, or that is declared wrongly."""

"""Quantities: values with unit, bounds and origin, and how new ones are derived from them."""

from marketshare.quantity.declaration import Metric, declared, metric
from marketshare.quantity.derive import derive
from marketshare.quantity.errors import DerivationError, UnitError
from marketshare.quantity.quantity import Derivation, Passage, Quantity
from marketshare.quantity.units import UNITS

__all__ = [
    "UNITS",
    "Derivation",
    "DerivationError",
    "Metric",
    "Passage",
    "Quantity",
    "UnitError",
    "declared",
    "derive",
    "metric",
]

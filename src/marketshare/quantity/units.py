"""The closed list of units, and what each is called."""

from marketshare.quantity.errors import UnitError
from marketshare.wording.vocabulary import CURRENCY_CODES

__all__ = ["UNITS", "known_unit"]

UNITS = {
    "percent": "per cent of a whole, or a growth or penetration rate",
    "percentage_point": "difference of two percentages",
    "basis_point": "a hundredth of a percentage point",
    "per_mille": "per thousand of a whole",
    "hhi_point": "Herfindahl-Hirschman index, 0 to 10,000",
    "ratio": "one amount over another of the same unit",
    "user": "people or accounts, as the measure says",
    "visit": "visits (人次)",
    "transaction": "transactions (笔)",
    "unit": "devices, vehicles and the like that were shipped or sold",
    "tonne": "metric tons",
    "minute": "minutes",
    "count": "a number of whatever the measure says",
    "rank": "1 is the largest",
    "year": "years",
    **{code: f"money in {code}, a currency of ISO 4217; currencies never mix" for code in CURRENCY_CODES},
}


def known_unit(unit: str) -> str:
    """`unit` itself, if it is on the list.

    Raises:
        UnitError: it isn't.
    """
    if unit not in UNITS:
        raise UnitError(f"unknown unit {unit!r}; one of {', '.join(UNITS)}")
    return unit

"""The closed list of units, and what each is called."""

from marketshare.quantity.errors import UnitError

__all__ = ["UNITS", "known_unit"]

UNITS = {
    "percent": "per cent of a whole, or a growth or penetration rate",
    "percentage_point": "difference of two percentages",
    "hhi_point": "Herfindahl-Hirschman index, 0 to 10,000",
    "ratio": "one amount over another of the same unit",
    "CNY": "Chinese yuan",
    "user": "people or accounts, as the measure says",
    "visit": "visits (人次)",
    "transaction": "transactions (笔)",
    "count": "a number of whatever the measure says",
    "rank": "1 is the largest",
    "year": "years",
}


def known_unit(unit: str) -> str:
    """`unit` itself, if it is on the list.

    Raises:
        UnitError: it isn't.
    """
    if unit not in UNITS:
        raise UnitError(f"unknown unit {unit!r}; one of {', '.join(UNITS)}")
    return unit

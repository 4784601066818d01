"""Which of two periods comes first, and how many years lie between them."""

import re
from calendar import monthrange
from datetime import date
from typing import Literal

__all__ = ["Order", "order_of_periods", "years_between"]

Order = Literal["before", "after", "same", "overlapping", "unknown"]

_PARTS = {"H": 6, "Q": 3}
_YEARS = re.compile(r"([0-9]{4})(?:/([0-9]{4}))?")
_FISCAL = re.compile(r"FY([0-9]{4})")
_PART = re.compile(r"([0-9]{4})-([HQ])([1-4])")
_MONTHS = re.compile(r"([0-9]{4})-(1[0-2]|[1-9])M")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


def order_of_periods(first: str, second: str) -> Order:
    """Whether a period lies before another, or after it.

    A fiscal year begins when its firm says, so that beside a calendar period FY2018 may begin as early as 2017 and end
    as late as 2019; among themselves fiscal years are in the order of their numbers.

    Args:
        first: A period as the data files write it.
        second: Another.

    Returns:
        ``before``, ``after``, ``same``, ``overlapping`` (or perhaps so), or ``unknown`` for what is no such notation.

    Example:
        >>> order_of_periods("2016", "2018-Q1"), order_of_periods("2018-H1", "2018")
        ('before', 'overlapping')
    """
    if first == second:
        return "same"
    fiscal = [_FISCAL.fullmatch(period) for period in (first, second)]
    if fiscal[0] and fiscal[1]:
        return "before" if fiscal[0][1] < fiscal[1][1] else "after"
    days = [_days(period) for period in (first, second)]
    if days[0] is None or days[1] is None:
        return "unknown"
    if days[0][1] < days[1][0]:
        return "before"
    return "after" if days[1][1] < days[0][0] else "overlapping"


def years_between(first: str, second: str) -> float | None:
    """Number of years from one period to another of the same length; None for days, and what else cannot be told.

    Example:
        >>> years_between("2016", "2018"), years_between("2018-Q1", "2018-Q3"), years_between("2016", "2018-Q1")
        (2.0, 0.5, None)
    """
    ends = _days(first), _days(second)
    if ends[0] is None or ends[1] is None:
        return None
    (begun, ended), (begun_then, ended_then) = (
        [12 * day.year + day.month for day in period] for period in (ends[0], ends[1])
    )
    alike = ended - begun == ended_then - begun_then and ends[0][0] < ends[0][1] and ends[1][0] < ends[1][1]
    fiscal = [bool(_FISCAL.fullmatch(period)) for period in (first, second)]
    return (begun_then - begun) / 12 if alike and fiscal[0] == fiscal[1] else None


def _days(period: str) -> tuple[date, date] | None:
    """The first and the last day that a period can have; None if it cannot be read."""
    try:
        if match := _YEARS.fullmatch(period):
            return date(int(match[1]), 1, 1), date(int(match[2] or match[1]), 12, 31)
        if match := _FISCAL.fullmatch(period):
            return date(int(match[1]) - 1, 1, 2), date(int(match[1]) + 1, 12, 30)
        if match := _PART.fullmatch(period):
            length = _PARTS[match[2]]
            return _from_month(int(match[1]), 1 + length * (int(match[3]) - 1), length)
        if match := _MONTHS.fullmatch(period):
            return _from_month(int(match[1]), 1, int(match[2]))
        if match := _MONTH.fullmatch(period):
            return _from_month(int(match[1]), int(match[2]), 1)
        day = date.fromisoformat(period)
    except ValueError:
        return None
    return day, day


def _from_month(year: int, month: int, months: int) -> tuple[date, date]:
    last = month + months - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])

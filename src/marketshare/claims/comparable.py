"""Comparable figures: what a test sets against each other is one thing at two dates, or firms of one market."""

import re
from collections.abc import Sequence
from itertools import combinations

from marketshare.ledger import Figure, current
from marketshare.reads import question
from marketshare.studies import Study
from marketshare.wording import order_of_periods

__all__ = [
    "refuse_no_firms_of_one_market", "refuse_no_growth_of_each_year", "refuse_no_two_dates", "refuse_other_firm",
    "refuse_other_start",
]  # fmt: skip

_WRONG = {
    "after": "the earlier one comes first; exchange them",
    "same": "they are of one date; name the other one",
    "overlapping": "these overlap, or may do so; name two dates apart",
    "unknown": "which is earlier cannot be told; name two dates",
}

_YEARLY = re.compile(r"((?:FY)?)([0-9]{4})(-.+)?")


@question
def refuse_no_two_dates(study: Study, start: str, end: str, *, years: int | None = None) -> None:
    """Refuse two figures that are not one thing at two dates, the earlier one first.

    Args:
        study: Where figures are.
        start: Id of the earlier figure.
        end: Id of the later one.
        years: How many years apart they must be; None if any number will do.

    Raises:
        ValueError: another entity, market or measure; no period; periods that are equal, overlap, stand in the wrong
            order, or are another number of years apart.
    """
    first, second = _figure(study, start), _figure(study, end)
    _refuse_unlike("two dates of one thing", ("entity", "market", "measure"), first, second)
    if wrong := _WRONG.get(order_of_periods(first["period"], second["period"])):
        raise ValueError(f"{_said('period', first, second)}: {wrong}")
    if years is not None and _years_apart(first["period"], second["period"]) != years:
        raise ValueError(f"{_said('period', first, second)}: expected {years} year{'s' * (years > 1)} between them")


@question
def refuse_no_firms_of_one_market(study: Study, *shares: str) -> None:
    """Refuse shares that are not those of different firms in one market and period.

    Raises:
        ValueError: another market, measure or period; one firm twice; a firm and a sum that it is a part of.
    """
    for first, second in combinations([_figure(study, share) for share in shares], 2):
        _refuse_unlike("shares of one market", ("market", "measure", "period"), first, second)
        one, other = first["entity"], second["entity"]
        if one == other:
            raise ValueError(f"{first.id} and {second.id} are both of {one}; expected two firms")
        for part, whole in ((one, other), (other, one)):
            if study.ledger.entities[part]["parent"] == whole:
                raise ValueError(f"{first.id} and {second.id} overlap: {part} is a part of {whole}")


def refuse_no_growth_of_each_year(study: Study, start: str, end: str, *growths: str) -> None:
    """Refuse growths that are not those of each year between two figures.

    Raises:
        ValueError: a year is missing, or one too many; the periods are not of one kind.
    """
    periods = [_figure(study, each)["period"] for each in (start, *growths, end)]
    expected = [*range(1, len(growths) + 1), len(growths)]
    if [_years_apart(periods[0], period) for period in periods[1:]] != expected:
        found = ", ".join(f"{key} ({period or 'no period'})" for key, period in zip(growths, periods[1:], strict=False))
        raise ValueError(
            f"found growth in {found or 'no year'}; expected that of each year from {start} ({periods[0]}) to {end} "
            f"({periods[-1]})"
        )


def refuse_other_start(study: Study, reading: str, growth: str) -> None:
    """Refuse a reading ``since-YEAR`` whose year is not the one before the first growth.

    Raises:
        ValueError: it is another one.
    """
    first, since = _figure(study, growth), reading.removeprefix("since-")
    if since != reading and since.isdecimal() and _years_apart(since, first["period"]) != 1:
        raise ValueError(f"{reading} counts from {since}, but {growth} is of {first['period'] or 'no period'}")


@question
def refuse_other_firm(study: Study, share: str, *others: str, same: Sequence[str] = ("entity",)) -> None:
    """Refuse figures that are of another firm than a share is; or of another market or period, if `same` says so.

    Raises:
        ValueError: such a figure.
    """
    for other in others:
        _refuse_unlike("figures of one firm", same, _figure(study, share), _figure(study, other))


def _figure(study: Study, figure_id: str) -> Figure:
    figures = study.ledger.figures
    if figure_id not in figures:
        study[figure_id]  # names near misses
    return figures[current(figures, figure_id)]


def _refuse_unlike(what: str, columns: Sequence[str], first: Figure, second: Figure) -> None:
    for column in columns:
        if first[column] != second[column]:
            raise ValueError(f"{_said(column, first, second)}; expected {what}")


def _said(column: str, first: Figure, second: Figure) -> str:
    sides = [f"{figure.id} is of {figure[column] or f'no {column}'}" for figure in (first, second)]
    return f"{sides[0]}, {sides[1]}"


def _years_apart(first: str, second: str) -> int | None:
    """Years between two periods of one kind: 2016 and 2018, 2016-Q1 and 2018-Q1, FY2016 and FY2018."""
    begins, ends = _YEARLY.fullmatch(first), _YEARLY.fullmatch(second)
    if begins is None or ends is None or (begins[1], begins[3]) != (ends[1], ends[3]):
        return None
    return int(ends[2]) - int(begins[2])

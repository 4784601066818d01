"""A leader and a challenger under every reading of their growth: market growth, earlier shares, years to parity."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from marketshare.claims.comparable import refuse_no_firms_of_one_market, refuse_no_two_dates, refuse_other_firm
from marketshare.ledger import SETTLED, current
from marketshare.metrics import (
    ShareError,
    cagr_of_ratio,
    growth_of_ratio,
    implied_earlier_share,
    implied_market_growth,
    joint_share,
    multiple_of_growths,
    ratio_of_growth,
    years_to_full,
    years_to_parity,
)
from marketshare.quantity import Quantity, derive
from marketshare.reads import question
from marketshare.studies import Study

__all__ = ["Case", "Race", "cases"]

YEARS = 2
"""Yearly intervals between the challenger's two shares."""


@dataclass(frozen=True)
class Race:
    """Ids of the figures that a race between two firms stands on.

    Attributes:
        leader: The leader's share at the end.
        start: The challenger's share at the start.
        challenger: The challenger's share at the end.
        leader_multiple: What the leader's size was multiplied by; ambiguous.
        leader_years: Over how many years; ambiguous.
        first_growth: The challenger's growth in the first year; ambiguous.
        second_growth: Its growth in the second; ambiguous, with the same readings.
    """

    leader: str
    start: str
    challenger: str
    leader_multiple: str
    leader_years: str
    first_growth: str
    second_growth: str


@dataclass(frozen=True)
class Case:
    """One combination of readings, and what follows from it.

    Attributes:
        challenger_reading: How the challenger's growth is read.
        leader_reading: How the leader's multiple is read.
        years_reading: How the leader's years are counted.
        leader_growth: The leader's growth a year.
        challenger_growth: The challenger's growth a year, over both years.
        market_growth: Growth of the market a year that follows from the challenger's growth and shares.
        earlier_share: The leader's share at the start, if it had grown at its own average.
        earlier_joint: Both shares at the start together.
        parity: Years until both have the same share; None if they pass 100 % together before, whatever the rounding.
        full: Years until both together would pass 100 %; None if they never do.
    """

    challenger_reading: str
    leader_reading: str
    years_reading: str
    leader_growth: Quantity
    challenger_growth: Quantity
    market_growth: Quantity
    earlier_share: Quantity
    earlier_joint: Quantity
    parity: Quantity | None
    full: Quantity | None

    @property
    def name(self) -> str:
        """The readings in a few words."""
        return f"{self.challenger_reading}; {self.leader_reading}, {self.years_reading}"

    @property
    def stands(self) -> str:
        """Whether the combination can be true: ``no`` if both shares at the start pass 100 % whatever the rounding."""
        if self.earlier_joint.bounds.low > 100:
            return "no"
        return "yes" if self.earlier_joint.bounds.high <= 100 else "not excluded"


def cases(study: Study, race: Race) -> Iterator[Case]:
    """Every combination of readings, with what follows from it.

    Raises:
        ValueError: the figures are not of two firms of one market, each of its own, at the dates that a race needs.
    """
    refuse_no_firms_of_one_market(study, race.leader, race.challenger)
    refuse_no_two_dates(study, race.start, race.challenger, years=YEARS)
    refuse_no_two_dates(study, race.first_growth, race.second_growth, years=1)
    refuse_other_firm(study, race.leader, race.leader_multiple, race.leader_years)
    refuse_other_firm(study, race.challenger, race.second_growth)
    for reading, (first, second) in _pairs(study, race.first_growth, race.second_growth).items():
        for multiple_name, multiple in ways(study, race.leader_multiple).items():
            for years_name, years in ways(study, race.leader_years).items():
                key = f"race-{reading}-{multiple_name}-{years_name}"
                yield _case(study, race, key, (reading, first, second), (multiple_name, multiple), (years_name, years))


def growth_readings(study: Study, first: str, second: str) -> dict[str, Quantity]:
    """Growth a year over two years, by reading of both years' figures."""
    return {name: _a_year(name, _grown(name, *pair)) for name, pair in _pairs(study, first, second).items()}


def _pairs(study: Study, first: str, second: str) -> dict[str, tuple[Quantity, Quantity]]:
    """Both years' growth under the readings that they have in common."""
    firsts, seconds = ways(study, first), ways(study, second)
    if SETTLED in firsts:  # by a what-if or a correction: it goes with every reading of the other
        firsts = dict.fromkeys(seconds, firsts[SETTLED])
    if SETTLED in seconds:
        seconds = dict.fromkeys(firsts, seconds[SETTLED])
    return {name: (firsts[name], seconds[name]) for name in sorted(set(firsts) & set(seconds))}


def _if_ever(function: Callable[..., float], key: str, label: str, rates: dict[str, Any]) -> Quantity | None:
    """Years until something happens; None if it never does, whatever the rounding."""
    try:
        return derive(function, id=key, label=label, **rates)
    except ShareError:
        return None


def _market_a_year(reading: str, grown: Quantity, start: Quantity, end: Quantity) -> Quantity:
    """Growth of the market a year that a firm's growth and its two shares imply."""
    key = f"race-{reading}"
    growth = derive(growth_of_ratio, id=f"{key}-growth", label=f"The challenger's growth, {reading}", ratio=grown)
    label = f"Growth of the market over both years, {reading}"
    arguments: dict[str, Any] = {"firm_growth": growth, "share_start": start, "share_end": end}
    total = derive(implied_market_growth, id=f"{key}-market-total", label=label, **arguments)
    ratio = derive(ratio_of_growth, id=f"{key}-market-ratio", label=f"Market, times, {reading}", growth=total)
    label = f"Growth of the market a year, {reading}"
    return derive(cagr_of_ratio, id=f"{key}-market", label=label, ratio=ratio, years=YEARS)


def _a_year(reading: str, grown: Quantity) -> Quantity:
    label = f"The challenger's growth a year, read as {reading}"
    return derive(cagr_of_ratio, id=f"race-{reading}-challenger", label=label, ratio=grown, years=YEARS)


@question
def ways(study: Study, figure_id: str) -> dict[str, Quantity]:
    """The readings of an ambiguous figure by name; a stated one is its own, under the name `SETTLED`."""
    key = current(study.ledger.figures, figure_id)
    return dict(sorted(study.readings(key).items())) if key in study.ledger.readings else {SETTLED: study[key]}


def _case(
    study: Study,
    race: Race,
    key: str,
    challenger: tuple[str, Quantity, Quantity],
    multiple: tuple[str, Quantity],
    years: tuple[str, Quantity],
) -> Case:
    reading, first, second = challenger
    words = f"{reading}, {multiple[0]}, {years[0]}"
    leader, start, end = study[race.leader], study[race.start], study[race.challenger]
    leader_words = f"The leader's growth a year, read as {multiple[0]} over {years[0]}"
    leader_growth = derive(cagr_of_ratio, id=f"{key}-leader", label=leader_words, ratio=multiple[1], years=years[1])
    grown = _grown(reading, first, second)
    challenger_growth = _a_year(reading, grown)
    market = _market_a_year(reading, grown, start, end)
    earlier = derive(
        implied_earlier_share,
        id=f"{key}-earlier-share",
        label=f"The leader's share at the start, at its own average growth, {words}",
        share_end=leader,
        firm_growth=leader_growth,
        market_growth=market,
        years=YEARS,
    )
    both = f"Both shares at the start, {words}"
    joint = derive(joint_share, id=f"{key}-earlier-joint", label=both, shares=[earlier, start])
    rates: dict[str, Any] = {
        "leader_share": leader,
        "challenger_share": end,
        "leader_growth": leader_growth,
        "challenger_growth": challenger_growth,
        "market_growth": market,
    }
    parity = _if_ever(years_to_parity, f"{key}-parity", f"Years to parity, {words}", rates)
    full = _if_ever(years_to_full, f"{key}-full", f"Years until both pass 100 % together, {words}", rates)
    return Case(
        reading, multiple[0], years[0], leader_growth, challenger_growth, market, earlier, joint, parity, full
    )  # fmt: skip


def _grown(reading: str, first: Quantity, second: Quantity) -> Quantity:
    """What the challenger's size was multiplied by: by the second rate alone, if it counts from the start."""
    label = f"The challenger's size, times, read as {reading}"
    if reading.startswith("since"):
        return derive(ratio_of_growth, id=f"race-{reading}-multiple", label=label, growth=second)
    return derive(multiple_of_growths, id=f"race-{reading}-multiple", label=label, growths=[first, second])

"""A leader and a challenger under every reading of their growth: market growth, earlier shares, years to parity."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from marketshare.claims.comparable import (
    refuse_no_firms_of_one_market,
    refuse_no_growth_of_each_year,
    refuse_no_two_dates,
    refuse_other_firm,
    refuse_other_start,
)
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


class Race:
    """Ids of the figures that a race between two firms stands on.

    Args:
        leader: The leader's share at the end.
        start: The challenger's share at the start.
        challenger: The challenger's share at the end.
        leader_multiple: What the leader's size was multiplied by; may be ambiguous.
        leader_years: Over how many years; may be ambiguous.
        growths: The challenger's growth in each year from start to end; those that are ambiguous have the same
            readings. Under one called ``since-`` and the year of the start, the last of them counts from there.
    """

    def __init__(
        self, leader: str, start: str, challenger: str, leader_multiple: str, leader_years: str, *growths: str
    ) -> None:
        self.leader, self.start, self.challenger = leader, start, challenger
        self.leader_multiple, self.leader_years, self.growths = leader_multiple, leader_years, growths


@dataclass(frozen=True)
class Case:
    """One combination of readings, and what follows from it.

    Attributes:
        leader: The leader's share at the end.
        challenger: The challenger's share at the end.
        challenger_reading: How the challenger's growth is read.
        leader_reading: How the leader's multiple is read.
        years_reading: How the leader's years are counted.
        leader_growth: The leader's growth a year.
        challenger_growth: The challenger's growth a year, from start to end.
        market_growth: Growth of the market a year that follows from the challenger's growth and shares.
        earlier_share: The leader's share at the start, if it had grown at its own average.
        earlier_joint: Both shares at the start together.
        parity: Years until both have the same share; None if they pass 100 % together before, whatever the rounding.
        full: Years until both together would pass 100 %; None if they never do.
    """

    leader: Quantity
    challenger: Quantity
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
        return f"{self.challenger_reading}; {self.of_leader}"

    @property
    def of_leader(self) -> str:
        """The readings of the leader's growth in a few words."""
        return f"{self.leader_reading}, {self.years_reading}"

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
    refuse_no_two_dates(study, race.start, race.challenger)
    refuse_other_firm(study, race.leader, race.leader_multiple, race.leader_years)
    refuse_other_firm(study, race.challenger, *race.growths)
    for reading, growths in _by_reading(study, race.growths, between=(race.start, race.challenger)).items():
        for multiple_name, multiple in ways(study, race.leader_multiple).items():
            for years_name, years in ways(study, race.leader_years).items():
                key = f"race-{reading}-{multiple_name}-{years_name}"
                yield _case(study, race, key, (reading, growths), (multiple_name, multiple), (years_name, years))


def growth_readings(study: Study, *growths: str) -> dict[str, Quantity]:
    """Growth a year over all years, by reading of the figures of each year.

    Raises:
        ValueError: the figures are not of one firm in one year after another.
    """
    given = _by_reading(study, growths)
    return {name: _a_year(name, _grown(name, each), len(growths)) for name, each in given.items()}


def _by_reading(
    study: Study, figures: Sequence[str], between: tuple[str, str] | None = None
) -> dict[str, list[Quantity]]:
    """The growth of each year, from one figure to another, under the readings that they have in common."""
    for first, second in pairwise(figures):
        refuse_no_two_dates(study, first, second, years=1)
    if between:
        refuse_no_growth_of_each_year(study, *between, *figures)
    readings = [ways(study, figure) for figure in figures]
    ambiguous = [given for given in readings if SETTLED not in given]
    names = set(ambiguous[0]).intersection(*ambiguous[1:]) if ambiguous else {SETTLED}
    if not names:
        raise ValueError(f"{', '.join(figures)} have no reading in common; give each of them the same ones")
    for name in names:
        refuse_other_start(study, name, figures[0])
    # one that is settled, by a what-if or a correction, goes with every reading of the others
    return {name: [given.get(name) or given[SETTLED] for given in readings] for name in sorted(names)}


def _if_ever(function: Callable[..., float], key: str, label: str, rates: dict[str, Any]) -> Quantity | None:
    """Years until something happens; None if it never does, whatever the rounding."""
    try:
        return derive(function, id=key, label=label, **rates)
    except ShareError:
        return None


def _market_a_year(reading: str, grown: Quantity, start: Quantity, end: Quantity, years: int) -> Quantity:
    """Growth of the market a year that a firm's growth and its two shares imply."""
    key = f"race-{reading}"
    growth = derive(growth_of_ratio, id=f"{key}-growth", label=f"The challenger's growth, {reading}", ratio=grown)
    label = f"Growth of the market over {span(years)}, {reading}"
    arguments: dict[str, Any] = {"firm_growth": growth, "share_start": start, "share_end": end}
    total = derive(implied_market_growth, id=f"{key}-market-total", label=label, **arguments)
    ratio = derive(ratio_of_growth, id=f"{key}-market-ratio", label=f"Market, times, {reading}", growth=total)
    label = f"Growth of the market a year, {reading}"
    return derive(cagr_of_ratio, id=f"{key}-market", label=label, ratio=ratio, years=years)


def _a_year(reading: str, grown: Quantity, years: int) -> Quantity:
    label = f"The challenger's growth a year, read as {reading}"
    return derive(cagr_of_ratio, id=f"race-{reading}-challenger", label=label, ratio=grown, years=years)


def span(years: int) -> str:
    """So many years in words."""
    return {1: "the year", 2: "both years"}.get(years, f"all {years} years")


@question
def ways(study: Study, figure_id: str) -> dict[str, Quantity]:
    """The readings of an ambiguous figure by name; a stated one is its own, under the name `SETTLED`."""
    key = current(study.ledger.figures, figure_id)
    return dict(sorted(study.readings(key).items())) if key in study.ledger.readings else {SETTLED: study[key]}


def _case(
    study: Study,
    race: Race,
    key: str,
    challenger: tuple[str, list[Quantity]],
    multiple: tuple[str, Quantity],
    years: tuple[str, Quantity],
) -> Case:
    (reading, growths), count = challenger, len(race.growths)
    words = f"{reading}, {multiple[0]}, {years[0]}"
    leader, start, end = study[race.leader], study[race.start], study[race.challenger]
    leader_words = f"The leader's growth a year, read as {multiple[0]} over {years[0]}"
    leader_growth = derive(cagr_of_ratio, id=f"{key}-leader", label=leader_words, ratio=multiple[1], years=years[1])
    grown = _grown(reading, growths)
    challenger_growth = _a_year(reading, grown, count)
    market = _market_a_year(reading, grown, start, end, count)
    earlier = derive(
        implied_earlier_share,
        id=f"{key}-earlier-share",
        label=f"The leader's share at the start, at its own average growth, {words}",
        share_end=leader,
        firm_growth=leader_growth,
        market_growth=market,
        years=count,
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
        leader, end, reading, multiple[0], years[0], leader_growth, challenger_growth, market, earlier, joint, parity,
        full,
    )  # fmt: skip


def _grown(reading: str, growths: list[Quantity]) -> Quantity:
    """What the challenger's size was multiplied by: by the last rate alone, if it counts from the start."""
    label = f"The challenger's size, times, read as {reading}"
    if reading.startswith("since"):
        return derive(ratio_of_growth, id=f"race-{reading}-multiple", label=label, growth=growths[-1])
    return derive(multiple_of_growths, id=f"race-{reading}-multiple", label=label, growths=growths)

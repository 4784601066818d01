"""Markets of a study: which figures are the shares of one, and what others say of its rest."""

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

from marketshare.errors import UnknownIdError, did_you_mean
from marketshare.ledger import Figure, Ledger, kinds_of_entities, superseded
from marketshare.market.market import Market
from marketshare.metrics.checks import ShareError
from marketshare.metrics.implied import joint_share
from marketshare.quantity import Passage, Quantity, derive
from marketshare.wording import order_of_periods

__all__ = ["market_of", "markets_of"]

SHARE, RANK, FIRMS = "market-share", "rank", "firms"
"""Measures that are of a market: shares, ranks, and how many firms there are in all."""


_PART_OF_YEAR = re.compile(r"-([QH][0-9]|[0-9]+M)$")


def markets_of(ledger: Ledger, *, source: str = "") -> dict[str, list[str]]:
    """The periods of which a study, or one of its notes, has shares, by market, the earliest first."""
    found: dict[str, list[str]] = {}
    for figure in _in_force(ledger, source):
        if figure["measure"] == SHARE and figure["period"] not in found.setdefault(figure["market"], []):
            found[figure["market"]].append(figure["period"])
    return {market: sorted(periods, key=_Moment) for market, periods in sorted(found.items())}


def market_of(ledger: Ledger, market: str, period: str, *, source: str = "", **supposed: object) -> Market:
    """A market of a study in a period.

    Args:
        ledger: The study's data.
        market: Key of a market.
        period: The period, as the data write it.
        source: Key of the only note whose figures count, with their corrections; all of them, if blank.
        supposed: What is supposed of the rest in place of what is known, as for `Market.supposing`.

    Raises:
        UnknownIdError: no such market, or no shares of it in that period; near misses are named.
        ShareError: two figures in force for one firm; an ambiguous share; shares of different sources; a share of the
            rest that is no one number; what `Market` refuses.
    """
    period = str(period)  # a year may come as a number
    if market not in ledger.markets:
        hint = did_you_mean(str(market), ledger.markets, instead=f"there are {', '.join(ledger.markets)}")
        raise UnknownIdError(f"no market has the key {market!r}{hint}")
    periods = markets_of(ledger).get(market, [])
    if period not in periods:
        hint = did_you_mean(period, periods, instead=f"there are {', '.join(periods) or 'none at all'}")
        raise UnknownIdError(f"no share of {market} is of {period!r}{hint}")
    figures = [each for each in _in_force(ledger, source) if (each["market"], each["period"]) == (market, period)]
    kinds = kinds_of_entities([each for each in figures if each["measure"] == SHARE], ledger.entities)
    shares = _one_of_each(figures, SHARE, market, period)
    firms = {key: share for key, share in shares.items() if kinds[key] not in {"rest", "sum"}}
    if not firms:
        raise ShareError(f"{market}, {period}: no firm has a share" + (f" in {source}" if source else ""))
    _refuse_mixed_sources(list(shares.values()), market, period)
    others = [share for key, share in shares.items() if kinds[key] == "rest"]
    if len(others) > 1:
        raise ShareError(f"{market}, {period}: {others[0].id} and {others[1].id} are both the rest; a market has one")
    ranks = {key: rank for key, rank in _one_of_each(figures, RANK, market, period).items() if key in firms}
    counts = list(_one_of_each(figures, FIRMS, market, period).values())
    if len(counts) > 1:
        raise ShareError(f"{market}, {period}: {counts[0].id} and {counts[1].id} both say how many firms there are")
    market_id = "-".join(filter(None, [market, period.replace("/", "-").casefold()]))
    return Market(
        firms,
        rest=others[0] if others else None,
        ranks=ranks,
        total=_total(ledger, firms, {key: share for key, share in shares.items() if kinds[key] == "sum"}, market_id),
        firms=counts[0] if counts else None,
        id=market_id,
        name=ledger.markets[market]["name_en"],
        period=_PART_OF_YEAR.sub(r" \1", period),
        names={key: ledger.entities[key]["name_en"] for key in firms},
        rules=ledger.rules,
        supposed=supposed,
    )


class _Moment:
    """A period, in the order of time; of two that overlap the one whose name comes first."""

    def __init__(self, period: str) -> None:
        self.period = period

    def __lt__(self, other: "_Moment") -> bool:
        order = order_of_periods(self.period, other.period)
        return order == "before" if order in {"before", "after"} else self.period < other.period


def _in_force(ledger: Ledger, source: str = "") -> list[Figure]:
    """Figures of markets that no other corrects; those of one note, and what corrects them, if it is named."""
    old = superseded(ledger.figures.values())
    found = [figure for key, figure in ledger.figures.items() if key not in old and figure["market"]]
    return [figure for figure in found if not source or source in _sources(ledger, figure)]


def _sources(ledger: Ledger, figure: Figure) -> set[str]:
    """The note of a figure, and those of all that it corrects."""
    earlier = ledger.figures.get(figure["supersedes"])
    return {figure["source"]} | (_sources(ledger, earlier) if earlier is not None else set())


def _one_of_each(figures: Iterable[Figure], measure: str, market: str, period: str) -> dict[str, Quantity]:
    found: dict[str, Figure] = {}
    for figure in figures:
        if figure["measure"] != measure or figure["status"] == "unreadable":
            continue
        where = f"{market}, {period}"
        if figure["status"] == "ambiguous":
            raise ShareError(f"{where}: {figure.id} is ambiguous; correct it, or suppose one of its readings")
        first = found.setdefault(figure["entity"], figure)
        if first is not figure:
            sources = f"{first['source']} and {figure['source']}"
            differ = first["source"] != figure["source"]
            hint = f"choose with source={first['source']!r} or" if differ else "let"
            raise ShareError(
                f"{where}: {first.id} ({first['printed']}) and {figure.id} ({figure['printed']}) are both in force for "
                f"{figure['entity']}" + (f", from {sources}" if differ else "") + f"; {hint} one supersede the other"
            )
    return {entity: figure.quantity for entity, figure in found.items()}


def _refuse_mixed_sources(shares: list[Quantity], market: str, period: str) -> None:
    """Refuse shares of different notes that are nobody's word in common: they need not be parts of one whole."""
    for one, other in combinations(shares, 2):
        first, second = one.origin, other.origin
        assert isinstance(first, Passage)
        assert isinstance(second, Passage)
        if first.source != second.source and first.word_of.isdisjoint(second.word_of):
            said = [
                f"{share.id} ({', '.join(sorted(origin.word_of))})" for share, origin in ((one, first), (other, second))
            ]
            raise ShareError(
                f"{market}, {period}: {said[0]} and {said[1]} come from different sources, so that they need not be "
                f"parts of one whole; choose one with source={first.source!r}"
            )


def _total(
    ledger: Ledger, firms: Mapping[str, Quantity], sums: Mapping[str, Quantity], market_id: str
) -> Quantity | None:
    """What is stated of all named firms together: a sum of them, or of some, beside the shares of the others."""
    best: Quantity | None = None
    for entity, total in sums.items():
        parts = {key for key, row in ledger.entities.items() if row["parent"] == entity}
        if not parts or not parts <= firms.keys():
            continue  # it holds firms without a share
        others = [share for key, share in firms.items() if key not in parts]
        if others:
            words = f"Share of the named firms, of {total.label}"
            total = derive(joint_share, id=f"{market_id}-with-{entity}", label=words, shares=[total, *others])  # noqa: PLW2901
        if best is None or total.bounds.high - total.bounds.low < best.bounds.high - best.bounds.low:
            best = total
    return best

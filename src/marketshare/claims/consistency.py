"""Consistency of a note: do its figures and statements fit one another? Findings about the note, not errors of data."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from marketshare.ledger import Figure, kinds_of_entities, superseded
from marketshare.metrics import joint_share, residual
from marketshare.quantity import Passage, Quantity, derive
from marketshare.reads import question
from marketshare.studies import Study

__all__ = ["Finding", "findings"]


@dataclass(frozen=True)
class Finding:
    """One thing that was compared.

    Attributes:
        kind: What was compared: total, rank, order, part, repetition, source, statement.
        fits: ``yes``, ``no``, or ``open`` where figures do not decide it.
        words: What was found, in one sentence with its numbers.
        inputs: The numbers compared.
    """

    kind: str
    fits: str
    words: str
    inputs: tuple[Quantity, ...]


@question
def findings(study: Study) -> list[Finding]:
    """Everything in the study's notes that can be compared with something else in them."""
    checks = (_totals, _mixes, _ranks, _orders, _parts, _repetitions, _sources, _statements)
    return [finding for check in checks for finding in check(study)]


def _stated(study: Study) -> list[Figure]:
    figures = study.ledger.figures
    old = superseded(figures.values())
    return [f for key, f in figures.items() if f["status"] == "stated" and key not in old]


def _shares(study: Study) -> dict[tuple[str, str], list[Figure]]:
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in _stated(study):
        if figure["measure"] == "market-share":
            groups[figure["market"], figure["period"]].append(figure)
    return groups


def _totals(study: Study) -> Iterator[Finding]:
    """Stated totals against their parts."""
    for members in _shares(study).values():
        for total in members:
            parts = [f for f in members if study.ledger.entities[f["entity"]]["parent"] == total["entity"]]
            if len(parts) < 2:
                continue
            label = f"Parts of {total.id}"
            together = derive(joint_share, id=f"{total.id}--parts", label=label, shares=[f.quantity for f in parts])
            stated = total.quantity.bounds
            fits = together.bounds.settled(stated.low, stated.high).meets(stated)
            exact = (
                " exactly"
                if together.value is not None and abs(together.value - (total.quantity.value or 0)) < 1e-9
                else ""
            )
            words = (
                f"the parts sum to {together.text}{exact if fits else ''}, the stated total is {total.quantity.text}"
            )
            yield Finding(
                "total", "yes" if fits else "no", words, (*(f.quantity for f in parts), total.quantity, together)
            )


def _mixes(study: Study) -> Iterator[Finding]:
    """Business lines of one firm: what their shares leave of the whole."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in _stated(study):
        if figure["measure"] == "revenue-share":
            groups[study.ledger.entities[figure["entity"]]["parent"], figure["period"]].append(figure)
    for (firm, _), members in groups.items():
        shares = [figure.quantity for figure in members]
        rest = derive(residual, id=f"{firm}-lines--rest", label=f"Not attributed to a line of {firm}", shares=shares)
        fits = "yes" if rest.bounds.low <= 0 else "open"
        words = f"the stated lines of {firm} leave {rest.text} ({rest.bounds_text}) that no line accounts for"
        yield Finding("total", fits, words, (*shares, rest))


def _ranks(study: Study) -> Iterator[Finding]:
    """Ranks against shares of the same market and period."""
    ranks = [figure for figure in _stated(study) if figure["measure"] == "rank"]
    shares = _shares(study)
    for rank in ranks:
        members = shares.get((rank["market"], rank["period"]), [])
        own = [figure for figure in members if figure["entity"] == rank["entity"]]
        kinds = kinds_of_entities(members, study.ledger.entities)
        rivals = [f for f in members if f["entity"] != rank["entity"] and kinds[f["entity"]] not in {"sum", "rest"}]
        if not own or not rivals:
            continue
        share = own[0].quantity
        above = sum(f.quantity.bounds.low > share.bounds.high for f in rivals)
        perhaps = sum(f.quantity.bounds.high > share.bounds.low for f in rivals)
        place = rank.quantity.bounds.high  # 前三 is one of the first three
        fits = "no" if above >= place else "yes" if perhaps < place else "open"
        words = f"{rank.id} is {rank.quantity.text}: of the shares stated, {above} is above {share.text}"
        yield Finding("rank", fits, words, (rank.quantity, share, *(f.quantity for f in rivals)))


def _orders(study: Study) -> Iterator[Finding]:
    """Shares that one quote lists: are they in order?"""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in _stated(study):
        kinds = kinds_of_entities([figure], study.ledger.entities)
        if figure["measure"] == "market-share" and "rest" not in kinds.values():  # the rest stands last, however large
            groups[figure["line"], figure["quote"]].append(figure)
    for (line, quote), members in groups.items():
        if len(members) < 3:
            continue
        listed = sorted(members, key=lambda figure: quote.index(figure.printed_in_note))
        values = [figure.quantity.value or 0 for figure in listed]
        said = ", ".join(figure.quantity.text for figure in listed)
        fits = "yes" if values == sorted(values, reverse=True) else "no"
        words = f"line {line} lists {said}{'' if fits == 'yes' else ': not in descending order'}"
        yield Finding("order", fits, words, tuple(figure.quantity for figure in listed))


def _parts(study: Study) -> Iterator[Finding]:
    """Sub-counts against the counts that they are a part of, as ``measures.csv`` has it."""
    figures = _stated(study)
    part_of = {key: row.cells.get("part_of", "") for key, row in study.ledger.measures.items()}
    for part, whole in ((p, w) for p in figures if part_of[p["measure"]] for w in figures):
        of_one = all(part[column] == whole[column] for column in ("entity", "market", "period"))
        if of_one and part_of[part["measure"]] == whole["measure"]:
            own, all_of_it = part.quantity.bounds, whole.quantity.bounds
            fits = "yes" if own.high <= all_of_it.low else "no" if own.low > all_of_it.high else "open"
            words = f"{part.quantity.text} ({part.id}) are a part of {whole.quantity.text} ({whole.id})"
            yield Finding("part", fits, words, (part.quantity, whole.quantity))


def _repetitions(study: Study) -> Iterator[Finding]:
    """One thing stated twice, on other lines or in other words."""
    for figure in _stated(study):
        if figure["also_on"]:
            lines = ", ".join([figure["line"], *figure["also_on"].split(";")])
            words = f"{figure.id}: lines {lines} all print {figure.printed_in_note}"
            yield Finding("repetition", "yes", words, (figure.quantity,))
    for first, second in _pairs(study, same_source=True):
        fits = "yes" if first.quantity.bounds.meets(second.quantity.bounds) else "no"
        words = (
            f"{first['printed']} (line {first['line']}) and {second['printed']} (line {second['line']}) are one thing"
        )
        yield Finding("repetition", fits, words, (first.quantity, second.quantity))


def _sources(study: Study) -> Iterator[Finding]:
    """One measure of one entity from different sources: no change can be computed between them."""
    for first, second in _pairs(study, same_source=False):
        said = [f["primary_source"] or "a source not named" for f in (first, second)]
        words = (
            f"{first.quantity.text} ({first['period'] or 'no period'}, {said[0]}) and {second.quantity.text} "
            f"({second['period'] or 'no period'}, {said[1]}) are of different sources: no change between them"
        )
        yield Finding("source", "open", words, (first.quantity, second.quantity))


def _pairs(study: Study, *, same_source: bool) -> Iterator[tuple[Figure, Figure]]:
    for first, second in combinations(_stated(study), 2):
        same_thing = all(first[column] == second[column] for column in ("entity", "market", "measure"))
        of_one_source = not _word_of(first).isdisjoint(_word_of(second))
        if same_thing and of_one_source == same_source and (not same_source or first["period"] == second["period"]):
            yield first, second


def _word_of(figure: Figure) -> frozenset[str]:
    assert isinstance(figure.quantity.origin, Passage)  # a figure's origin
    return figure.quantity.origin.word_of


def _statements(study: Study) -> Iterator[Finding]:
    """Statements that pull against each other, as ``tensions.csv`` pairs them."""
    for row in study.ledger.tensions:
        first, second = (study.ledger.claims[row[side]] for side in ("first", "second"))
        words = f"line {first['line']}: {first['claim']} Line {second['line']}: {second['claim']} {row['why']}"
        yield Finding("statement", "open", words, ())

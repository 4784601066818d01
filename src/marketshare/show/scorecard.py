"""Verdicts on claims, findings about a note, and a race under every reading, as tables."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from marketshare.claims import Case, Finding, Judged
from marketshare.quantity import Quantity
from marketshare.show.outputs import Segment, cell, each_of, marked, number
from marketshare.show.tables import quoted, show_rows

__all__ = ["claims", "findings", "race"]

SHORTEST_LINKED = 3
"""Characters of a number that is linked where it stands alone in words; a rank of 1 might be any other 1."""


def claims(judged: Iterable[Judged], *, verdicts: Collection[str] | None = None, name: str, caption: str) -> None:
    """Display claims with their verdicts, the reason, and the numbers that decide them.

    A column in which all rows would say the same is left out.

    Args:
        judged: Claims with verdicts.
        verdicts: Only claims with one of these, such as ``["answered", "open"]``; None for all.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.
    """
    judged = each_of(Judged, judged, "judged", "claims with their verdicts, such as claims.judge(study) gives")
    judged = [claim for claim in judged if verdicts is None or claim.verdict in verdicts]
    columns: dict[str, Callable[[Judged], list[Segment]]] = {
        "Id": lambda claim: [{"text": claim.id}],
        "What the note says": lambda claim: quoted(claim.quote, claim.gloss),
        "Claim": lambda claim: [{"text": f"{claim.claim} ({claim.kind})"}],
        "Verdict": lambda claim: [{"text": marked(claim.verdict, claim.given.inputs)}],
        "Because": lambda claim: _reasons(claim)[0],
        "Numbers": lambda claim: _evidence(_reasons(claim)[1]),
    }
    if len({claim.verdict for claim in judged}) == 1:
        del columns["Verdict"]
    if not any(_reasons(claim)[1] for claim in judged):
        del columns["Numbers"]
    rows = [[content(claim) for content in columns.values()] for claim in judged]
    show_rows(name, caption, list(columns), rows, [quantity for claim in judged for quantity in claim.given.inputs])


def findings(found: Iterable[Finding], *, name: str, caption: str) -> None:
    """Display what fits together in a note and what does not.

    Args:
        found: Findings.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.
    """
    found = each_of(Finding, found, "found", "findings, such as claims.findings(study) gives")
    rows = [
        [
            [{"text": finding.kind}],
            [{"text": marked(finding.fits, finding.inputs)}],
            [{"text": finding.words}],
            _evidence(finding.inputs),
        ]
        for finding in found
    ]
    columns = ["Compared", "Fits", "Finding", "Numbers"]
    show_rows(name, caption, columns, rows, [quantity for finding in found for quantity in finding.inputs])


def race(cases: Sequence[Case], *, name: str, caption: str) -> None:
    """Display every combination of readings of a race, what follows from it, and whether it can be true.

    Args:
        cases: Combinations of readings.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.
    """
    cases = each_of(Case, cases, "cases", "combinations of readings, such as claims.cases(study, race) gives")
    rows = [
        [
            [{"text": case.name}],
            [number(case.leader_growth)],
            [number(case.challenger_growth)],
            [number(case.market_growth)],
            [number(case.earlier_share)],
            [number(case.earlier_joint, "bounds")],
            [{"text": marked(case.stands, (case.earlier_share, case.earlier_joint))}],
            [number(case.parity, "bounds")] if case.parity else cell("never"),
        ]
        for case in cases
    ]
    columns = ["Readings", "Leader a year", "Challenger a year", "Market a year", "Leader at the start"]
    columns += ["Both at the start", "Can stand", "Years to parity"]
    quantities = [
        quantity
        for case in cases
        for quantity in (
            case.leader_growth, case.challenger_growth, case.market_growth, case.earlier_share, case.earlier_joint,
            case.parity,
        )
        if quantity is not None
    ]  # fmt: skip
    show_rows(name, caption, columns, rows, quantities)


def _reasons(claim: Judged) -> tuple[list[Segment], list[Quantity]]:
    """Why, with a link at each number that can only be that one, and the numbers that are not told so."""
    places: dict[int, Quantity] = {}
    others: list[Quantity] = []
    texts = Counter(quantity.text for quantity in claim.given.inputs)
    for quantity in claim.given.inputs:
        start = _place(quantity, claim.because, alone=texts[quantity.text] == 1)
        if start is None or start in places:
            others.append(quantity)
        else:
            places[start] = quantity
    pieces: list[Segment] = []
    done = 0
    for start, quantity in sorted(places.items(), key=lambda place: place[0]):
        pieces += [{"text": claim.because[done:start]}, number(quantity)]
        done = start + len(quantity.text)
    pieces.append({"text": claim.because[done:]})
    return [piece for piece in pieces if piece["text"]], others


def _place(quantity: Quantity, words: str, *, alone: bool) -> int | None:
    """Where words tell a number: with its label behind it, or on its own, where no other can be meant."""
    start = words.find(f"{quantity.text}, {quantity.label}")
    if start >= 0:
        return start
    if not alone or len(quantity.text) < SHORTEST_LINKED:
        return None
    found = [match.start() for match in re.finditer(rf"(?<![\w.,]){re.escape(quantity.text)}(?![\w]|[.,]\d)", words)]
    return found[0] if len(found) == 1 else None


def _evidence(quantities: Sequence[Quantity], most: int = 6) -> list[Segment]:
    """Numbers with links, a few of them; the rest stand in the table of their own."""
    pieces: list[Segment] = []
    for quantity in quantities[:most]:
        pieces += [{"text": "; "}] if pieces else []
        pieces.append(number(quantity))
    if len(quantities) > most:
        pieces.append({"text": "; …"})
    return pieces or cell(None)

"""Verdicts on claims, findings about a note, and a race under every reading, as tables."""

from collections.abc import Callable, Iterable, Sequence

from marketshare.claims import Case, Finding, Judged
from marketshare.quantity import Quantity
from marketshare.show.outputs import Segment, cell, number
from marketshare.show.tables import show_rows

__all__ = ["claims", "findings", "race"]


def claims(judged: Iterable[Judged], *, name: str, caption: str) -> None:
    """Display claims with their verdicts, the reason, and the numbers that decide them.

    A column in which all rows would say the same is left out.

    Args:
        judged: Claims with verdicts.
        name: Name in the report, kebab-case.
        caption: What the table shows, one sentence.
    """
    judged = list(judged)
    columns: dict[str, Callable[[Judged], list[Segment]]] = {
        "Id": lambda claim: [{"text": claim.id}],
        "What the note says": lambda claim: [{"text": claim.quote}],
        "Claim": lambda claim: [{"text": f"{claim.claim} ({claim.kind})"}],
        "Verdict": lambda claim: [{"text": claim.verdict}],
        "Because": lambda claim: [{"text": claim.because}],
        "Numbers": lambda claim: _evidence(claim.given.inputs),
    }
    if len({claim.verdict for claim in judged}) == 1:
        del columns["Verdict"]
    if not any(claim.given.inputs for claim in judged):
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
    found = list(found)
    rows = [
        [[{"text": finding.kind}], [{"text": finding.fits}], [{"text": finding.words}], _evidence(finding.inputs)]
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
    rows = [
        [
            [{"text": case.name}],
            [number(case.leader_growth)],
            [number(case.challenger_growth)],
            [number(case.market_growth)],
            [number(case.earlier_share)],
            [number(case.earlier_joint, "bounds")],
            [{"text": case.stands}],
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


def _evidence(quantities: Sequence[Quantity], most: int = 6) -> list[Segment]:
    """Numbers with links, a few of them; the rest stand in the table of their own."""
    pieces: list[Segment] = []
    for quantity in quantities[:most]:
        pieces += [{"text": "; "}] if pieces else []
        pieces.append(number(quantity))
    if len(quantities) > most:
        pieces.append({"text": "; …"})
    return pieces or cell(None)

"""Dates beside a figure: whether the period of its row is the one that its words name.

The date that belongs to a figure stands in its clause: at once behind it ("42.9% in 2018"), or else before it, the
nearest; a date that a change is measured against (比2017年) belongs to another. Where the clause has none, one in the
quote, or before the figure in its sentence, has to agree.
"""

import re
from collections.abc import Iterator

from marketshare.ledger.notes import LINE_BREAK, Note
from marketshare.ledger.tables import Row
from marketshare.ledger.tokens import Span, datable, dates
from marketshare.wording import order_of_periods, period_at

__all__ = ["agrees", "contradicted"]

_SENTENCE = re.compile(r"[。;!?]|\.(?:\s|$)")
_CLAUSE = re.compile(r"[。;!?、:]|,(?![0-9]{3})|\.(?:\s|$)")
_AGAINST = re.compile(
    r"(?:比|较|相比|对比|than|versus|vs\.?|against|compared (?:with|to)|over|on)\s*(?:in |that of |the )?$"
)
_BEHIND = re.compile(r"\s*(?:[a-z-]+\s+){0,3}(?:in|for|at|during|of|by|as of|as at|on)\s+(?:the\s+)?$|\s*[(]\s*$")


def contradicted(row: Row, note: Note) -> list[tuple[str, str]]:
    """Dates in the clause, the quote or the sentence of a figure that are not its period: printed, and as periods."""
    passage, quote, printed = note.passage(row["line"]) or "", row["quote"], row["printed"]
    if not row["period"] or passage.count(quote) != 1 or quote.count(printed) != 1:
        return []
    begin = passage.index(quote)
    start = begin + quote.index(printed)
    said = _said(passage, note, (begin, begin + len(quote)), (start, start + len(printed)))
    if any(agrees(row["period"], period) for _, period in said):
        return []
    return [(span.text, period) for span, period in said]


def agrees(period: str, said: str) -> bool:
    """Whether the period of a row can be the one that a date says: that one, or a longer one that holds it.

    Example:
        >>> agrees("2018-Q1", "2018-Q1"), agrees("2018", "2018-06-30"), agrees("2018-06-01", "2018-06")
        (True, True, False)
    """
    if period == said or (re.fullmatch("[0-9]{4}/[0-9]{4}", said) and period in said.split("/")):
        return True
    if period.startswith("FY") or said.startswith("FY"):
        return period[-4:] == said.removeprefix("FY")[:4]
    return order_of_periods(period, said) == "overlapping" and _length(period) >= _length(said)


def _length(period: str) -> float:
    """Months, roughly: enough to tell a part from the whole."""
    if "/" in period:
        return 24
    kinds = {4: 12.0, 7: 1.0, 10: 0.03}
    return {"H": 6.0, "Q": 3.0, "9": 9.0}.get(
        period[5:6] if not period[5:].isdigit() else "", kinds.get(len(period), 0)
    )


def _said(passage: str, note: Note, quote: tuple[int, int], figure: tuple[int, int]) -> list[tuple[Span, str]]:
    """The dates that the period has to agree with one of."""
    line = passage.replace(LINE_BREAK, " ")
    text = datable(line)
    found = [
        (span, period)
        for span, period in _dated(line, text, note)
        if not (span.start < figure[1] and figure[0] < span.end)
        and not _AGAINST.search(text[max(0, span.start - 30) : span.start])
    ]
    inner = [(span.start, span.end) for span, _ in found]
    first, last = _stretch(_CLAUSE, text, figure, inner)
    own = [each for each in found if first <= each[0].start < last]
    if own:
        behind = [
            each for each in own if each[0].start >= figure[1] and _BEHIND.fullmatch(text[figure[1] : each[0].start])
        ]
        before = [each for each in own if each[0].end <= figure[0]]
        return behind[:1] or before[-1:] or own
    first, _ = _stretch(_SENTENCE, text, figure, inner)
    return [each for each in found if quote[0] <= each[0].start < quote[1] or first <= each[0].start < figure[0]]


def _stretch(
    ends: re.Pattern[str], text: str, figure: tuple[int, int], dates_in_it: list[tuple[int, int]]
) -> tuple[int, int]:
    """The clause or the sentence that a figure stands in; a comma within a date ends none."""
    edges = [
        match.end()
        for match in ends.finditer(text)
        if not any(first < match.end() <= last for first, last in dates_in_it)
    ]
    return (
        max((edge for edge in edges if edge <= figure[0]), default=0),
        min((edge for edge in edges if edge > figure[1]), default=len(text)),
    )


def _dated(line: str, text: str, note: Note) -> Iterator[tuple[Span, str]]:
    for span in dates(line):
        found = period_at(text, span.start, locale=note.locale, fiscal_year_end=note.fiscal_year_end)
        if found and found[0]:
            yield span, found[0]

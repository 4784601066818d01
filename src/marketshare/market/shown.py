"""A market as it is seen: firms with shares and bounds, what is left, and what is known of that and why."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from marketshare.quantity import Quantity

if TYPE_CHECKING:
    from marketshare.market.market import Market

__all__ = ["as_html", "as_text"]


def as_text(market: "Market") -> str:
    """A market in lines of text."""
    rows = list(_rows(market))
    wide, narrow = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = [f"  {name:<{wide}}  {share:>{narrow}}  {bounds}".rstrip() for name, share, bounds in rows]
    return "\n".join([_title(market), *lines, *(f"  {sentence}" for sentence in market.why)])


def as_html(market: "Market") -> str:
    """A market as a table."""
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in _rows(market))
    head = "".join(f"<th>{escape(cell)}</th>" for cell in ("", "share", "bounds"))
    why = "<br>".join(map(escape, market.why))
    caption = f"<caption>{escape(_title(market))}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{why}</p>"


def _title(market: "Market") -> str:
    supposed = f" (supposing {', '.join(market.supposed)})" if market.supposed else ""
    hypothetical = " (hypothetical)" if any(share.hypothetical for share in market.values()) else ""
    return f"{market.label or 'Market'}{supposed}{hypothetical}"


def _rows(market: "Market") -> Iterator[tuple[str, str, str]]:
    for firm, share in market.shares.items():
        yield market.named(firm), share.text, _bounds(share)
    if not market.is_complete:
        yield "others" if market.others is not None else "not reported", market.rest.text, _bounds(market.rest)


def _bounds(share: Quantity) -> str:
    return "" if share.bounds.is_exact or share.value is None else share.bounds_text

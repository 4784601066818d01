"""A market as it is seen: firms with shares and bounds, what is left, and what is known of that and why."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from marketshare.quantity import Quantity

if TYPE_CHECKING:
    from marketshare.market.market import Market

__all__ = ["HYPOTHETICAL", "as_html", "as_text", "sentences"]

HYPOTHETICAL = " (hypothetical)"
"""Behind the name of what a what-if changes."""


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


def sentences(market: "Market") -> list[str]:
    """What is known of the rest of a market, and why."""
    if market.is_complete:
        return ["These firms sum to 100% within the rounding of their shares, and are taken for the whole market."]
    said = []
    sure, behind = market.largest_named
    if market.unnamed == "smaller":
        said.append("No firm that is not named is larger than the smallest named one, as is supposed.")
    elif sure == len(market):
        source = f"stated ranks ({', '.join(rank.id for rank in behind)})" if behind else "the shares"
        said.append(f"No firm that is not named is larger than {market.named(list(market)[-1])}, by {source}.")
    else:
        for firm, rank in market.ranks.items():
            larger = f"At most {rank.bounds.high - 1:.0f} are" if rank.bounds.high > 1 else "None is"
            said.append(f"{larger} larger than {market.named(firm)}, by its rank ({rank.id}).")
    if market.others is not None:
        said.append(f"All other firms together have {market.others.text} ({market.others.id}).")
    if market.total is not None and market.others not in market.total.inputs:
        said.append(f"The named firms together have {market.total.text} ({market.total.id}).")
    if market.count is not None:
        source = f" ({market.stated_number.id})" if market.stated_number is not None else ""
        said.append(f"At most {market.count} firms are not named{source}.")
    return said or ["Nothing is known of the firms that have it, neither how many nor how large."]


def _title(market: "Market") -> str:
    supposed = f" (supposing {', '.join(market.supposed)})" if market.supposed else ""
    return f"{market.label or 'Market'}{supposed}{HYPOTHETICAL if market.hypothetical else ''}"


def _rows(market: "Market") -> Iterator[tuple[str, str, str]]:
    for firm, share in market.shares.items():
        yield market.named(firm), share.text, _bounds(share)
    if not market.is_complete:
        yield "others" if market.others is not None else "not reported", market.rest.text, _bounds(market.rest)


def _bounds(share: Quantity) -> str:
    return "" if share.bounds.is_exact or share.value is None else share.bounds_text

"""What shares and ranks say of the firms that are not named: whether there are any, and how large they can be."""

from typing import TYPE_CHECKING

from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError
from marketshare.metrics.exact import printed
from marketshare.quantity import Quantity

if TYPE_CHECKING:
    from marketshare.market.market import Market

__all__ = ["is_whole", "largest_named", "ranks_behind"]

_A_ROUNDING = 1.0
"""Width of the widest interval, percent, that is still the rounding of a printed share."""


def is_whole(market: "Market") -> bool:
    """True if the named firms sum to 100 within the rounding of their shares, and nothing says that there are others.

    What is wider than rounding tells nothing: "more than 20%" may be 100, and is no whole market.
    """
    if market.count == 0:
        return True
    others = market.others is not None and market.others.bounds.high > 0
    if others or market.count is not None or market.total is not None or "unnamed" in market.supposed:
        return False
    boxes, values = market.boxes.values(), [share.value for share in market.values()]
    low, high = (sum(map(printed, ends)) for ends in ([b.low for b in boxes], [b.high for b in boxes]))
    if any(share.bounds.is_one_sided for share in market.values()) or not low <= FULL <= high:
        return False
    exactly = None not in values and sum(printed(value or 0) for value in values) == FULL
    return exactly or all(box.high - box.low <= _A_ROUNDING + ROUNDING_ERROR for box in boxes)


def largest_named(market: "Market") -> tuple[int, tuple[Quantity, ...]]:
    """How many of the largest firms are surely among the named ones, and the ranks that say so.

    Take a firm of stated rank k, and all that surely have more or a rank no worse. If these are k or more, no unnamed
    firm is larger than them all, or the worst ranked of them would have k larger ones. So are those firms among the
    largest that an unnamed one could not exceed with all the rest.
    """
    if market.is_complete or market.unnamed == "smaller":
        return len(market), ()
    lows = sorted((printed(box.low) for box in market.boxes.values()), reverse=True)
    taken = sum(lows) if market.total is None else max(sum(lows), printed(market.total.bounds.low))
    best = sum(low >= int(FULL) - taken for low in lows)
    ranks: tuple[Quantity, ...] = ()
    places = {firm: rank.bounds.high for firm, rank in market.ranks.items()}
    for firm, place in sorted(places.items(), key=lambda each: each[1]):
        larger = {other for other, box in market.boxes.items() if box.low > market.boxes[firm].high}
        before = {other for other, better in places.items() if better <= place}
        if len(larger | before) >= place > best:
            best, ranks = int(place), tuple(market.ranks[other] for other in places if other in before)
    return best, ranks


def ranks_behind(market: "Market", metric: str, largest: int) -> list[Quantity]:
    """Stated ranks that the largest firms are named by, for a metric that needs them.

    Raises:
        ShareError: an unnamed firm may be larger.
    """
    sure, ranks = market.largest_named
    if min(largest, len(market)) > sure:
        firm = market.named(list(market)[min(largest, len(market)) - 1])
        raise ShareError(
            f"{metric}: an unnamed firm may be larger than {firm}, since {market.rest.text} of "
            f"{market.label or 'the market'} is not reported; a stated rank would tell, or suppose unnamed='smaller'"
        )
    return list(ranks)

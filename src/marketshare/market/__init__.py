"""Markets as objects: the shares of one market, what is known of its rest, and every metric as a method."""

from marketshare.market.from_figures import market_of, markets_of
from marketshare.market.market import Market
from marketshare.market.series import Series

__all__ = ["Market", "Series", "market_of", "markets_of"]

"""A merger of two firms of a market: what the market is after it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketshare.metrics import RuleEvaluation
from marketshare.quantity import Quantity

if TYPE_CHECKING:
    from marketshare.market.market import Market

__all__ = ["Merger"]


@dataclass(frozen=True)
class Merger:
    """Two firms of a market that become one.

    Attributes:
        market: The market before.
        first: One of them.
        second: The other.
    """

    market: "Market"
    first: str
    second: str

    def hhi(self, **asked: Any) -> Quantity:
        """HHI after the merger, over every market before it that fits; arguments as for `Market.post_merger_hhi`."""
        return self.market.post_merger_hhi(self.first, self.second, **asked)

    def delta(self, **asked: Any) -> Quantity:
        """By how much the merger raises the HHI; arguments as for `Market.merger_delta`."""
        return self.market.merger_delta(self.first, self.second, **asked)

    def meets(self, rule: Any) -> RuleEvaluation:
        """Whether the merger meets a rule, as for `Market.meets`."""
        return self.market.meets(rule, merging=(self.first, self.second))

    def __repr__(self) -> str:
        names = " and ".join(map(self.market.named, (self.first, self.second)))
        return f"Merger of {names} in {self.market.label or 'a market'}: HHI {self.hhi().bounds_text}"

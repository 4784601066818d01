"""Market: the shares of one market in one period, and what is known of its rest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from marketshare.errors import UnknownIdError, did_you_mean
from marketshare.interval import Interval
from marketshare.market.merger import Merger
from marketshare.market.methods import MarketMethods
from marketshare.market.rest import is_whole, largest_named
from marketshare.market.shown import as_html, as_text, sentences
from marketshare.market.stated import Stated, unknown_firm
from marketshare.metrics import RuleEvaluation, presumption, residual, rule_evaluation
from marketshare.metrics.checks import ShareError, share_box, whole_number
from marketshare.metrics.feasible import feasible_market
from marketshare.quantity import Quantity, derive
from marketshare.quantity.arguments import Known, Unnamed

__all__ = ["Market"]


class Market(MarketMethods, Mapping[str, Quantity]):
    """The shares of one market in one period, and what is known of its rest.

    Every metric of the shares of one market is a method, with the docstring of the metric and without its argument
    `shares`: of a partly reported market it gives bounds, over every market that fits what is known. Each method takes
    `unnamed`, `count`, `total` and `ranks`, too, which stand in place of what is known and are told in the label; and
    `id`, `label`, `at` and `decimals`, as `derive` does.

    An id is made of the market's, the metric, firms, and other arguments: ``china-cloud-2018-relative-share-alibaba``.
    The same number asked for twice is the same number.

    Args:
        shares: Shares by name of the firm, percent: quantities, numbers (exact), pairs (low, high) or intervals.
        rest: What is stated of all other firms together (Others). It is no firm: it has no rank, and is not squared.
        ranks: Stated ranks by firm, 1 the largest: at most rank − 1 firms are larger than that firm, named or not.
        total: A stated sum of all named shares.
        firms: A stated number of all firms of the market.
        count: How many unnamed firms there are at most; None for any number, or what `firms` leaves.
        unnamed: ``"smaller"``: no unnamed firm is larger than the smallest named one; ``"any"``: nothing is known;
            None for what ranks and shares say.
        id: What the ids of its numbers begin with.
        name: The market in words, for labels.
        period: The period in words, for labels.
        names: Names of the firms, for labels, by the keys of `shares`.
        rules: Legal rules by key, for `meets`.
        supposed: What is supposed in place of what is known, by argument; `supposing` makes such a market.

    Raises:
        ShareError: no shares, or one that is none; a sum above 100; what is stated of the rest does not fit the shares,
            or does not fit itself; an unknown firm; firms whose ids would be one.
        UnitError: a quantity that is not in percent.
        DerivationError: figures of several markets or periods.

    Example:
        >>> Market({"Alibaba": 42.9, "Tencent": 11.8}).hhi(unnamed="smaller").bounds
        (1979.65, 2495.38]
    """

    def __init__(
        self,
        shares: Any,
        *,
        rest: Any = None,
        ranks: Mapping[Any, Any] | None = None,
        total: Any = None,
        firms: Any = None,
        count: int | None = None,
        unnamed: Unnamed | None = None,
        id: str = "market",  # noqa: A002  (the word of the register)
        name: str = "",
        period: str = "",
        names: Mapping[str, str] | None = None,
        rules: Mapping[str, Any] | None = None,
        supposed: Mapping[str, Any] | None = None,
    ) -> None:
        self._made = {key: value for key, value in locals().items() if key not in {"self", "__class__"}}
        self.id = id
        self.label = ", ".join(filter(None, [name, period]))
        self.names: Mapping[str, str] = names or {}
        self.supposed = assumed = dict(supposed or {})
        if wrong := sorted(assumed.keys() - {"unnamed", "count", "total", "ranks"}):
            raise ShareError(f"{wrong[0]}: nothing to suppose; expected unnamed, count, total or ranks")
        self.rules = dict(rules or {})
        stated = Stated(self.id, self.label, self.names)
        self.shares = stated.shares(shares)
        self.others = stated.others(rest)
        ranks = {} if assumed.get("unnamed") else ranks or {}
        self.ranks = stated.ranks(assumed.get("ranks", ranks) or {}, self.shares)
        beside = None if "total" in assumed else self.others
        self.total = stated.total_beside(beside, assumed.get("total", total), self.shares)
        given = firms if count is None and "count" not in assumed else None
        self.stated_number = given if isinstance(given, Quantity) else None
        known = assumed.get("count", count)
        self.count = (
            stated.unnamed_firms(given, len(self.shares)) if known is None else whole_number(known, "count", at_least=0)
        )
        self.unnamed: Unnamed | None = assumed.get("unnamed", unnamed)
        self._refuse_what_does_not_fit()

    # What there is

    def __getitem__(self, firm: Any) -> Quantity:
        """The share of a firm.

        Raises:
            UnknownIdError: it is not named; near misses are.
        """
        if str(firm) not in self.shares:
            raise UnknownIdError(unknown_firm(firm, self.shares, self.label))
        return self.shares[str(firm)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.shares)

    def _ipython_key_completions_(self) -> list[str]:
        return list(vars(self).get("shares", ()))  # for Tab behind Market(…), IPython asks one that was not initialised

    def __len__(self) -> int:
        return len(self.shares)

    def firm(self, firm: Any) -> str:
        """The key of a firm, as it is.

        Raises:
            ShareError: it is not named; near misses are.
        """
        if str(firm) not in self.shares:
            raise ShareError(f"firm: {unknown_firm(firm, self.shares, self.label)}")
        return str(firm)

    def named(self, firm: str) -> str:
        """Name of a firm in words."""
        return self.names.get(firm, firm)

    @property
    def by_name(self) -> dict[str, Quantity]:
        """The shares by the names of the firms, as a chart labels them."""
        return {self.named(firm): share for firm, share in self.shares.items()}

    @cached_property
    def rest(self) -> Quantity:
        """What the named firms leave: Others, if it is stated, else the residual, to the places of the shares."""
        if self.others is not None:
            return self.others
        words = f"Share that is not reported of {self.label}" if self.label else "Share not reported"
        places = [share.decimals for share in self.values()]
        decimals = max(filter(None, places), default=0) if None not in places else None
        return derive(residual, id=f"{self.id}-residual", label=words, decimals=decimals, shares=self.shares)

    @cached_property
    def is_complete(self) -> bool:
        """True if the named firms are the whole market, within the rounding of their shares."""
        return is_whole(self)

    @cached_property
    def known(self) -> Known:
        """All that is known, as numbers: metrics take it, and a `Market` in its place, as they take lists of shares."""
        ranks = {firm: rank.bounds for firm, rank in self.ranks.items()}
        total = None if self.total is None else self.total.bounds
        return Known(self.boxes, self.unnamed or "any", 0 if self.is_complete else self.count, total, ranks)

    @cached_property
    def largest_named(self) -> tuple[int, tuple[Quantity, ...]]:
        """How many of the largest firms are surely among the named ones, and the ranks that say so."""
        return largest_named(self)

    @property
    def why(self) -> list[str]:
        """What is known of the rest, and why, in sentences."""
        return sentences(self)

    @property
    def hypothetical(self) -> bool:
        """True if a what-if changes a share, or what is known of the rest."""
        rest = [self.others, self.total, self.stated_number]
        return any(each is not None and each.hypothetical for each in [*self.values(), *self.ranks.values(), *rest])

    # What if, rules, mergers

    def supposing(self, **supposed: Any) -> "Market":
        """The same market with other knowledge of its rest, which the labels of its numbers tell.

        Args:
            supposed: `unnamed`, `count`, `total` and `ranks`; None, or no ranks, for nothing known. An `unnamed` stands
                in place of stated ranks, too.

        Raises:
            ShareError: as for a new market; an argument that there is not.
        """
        return type(self)(**{**self._made, "supposed": {**self.supposed, **supposed}}) if supposed else self

    def meets(self, rule: Any, *, firm: Any = None, merging: Sequence[Any] = ()) -> RuleEvaluation:
        """Whether the market meets a rule, or one rule of several.

        Args:
            rule: Key of a rule of the study, or what several begin with; or rules as such.
            firm: The firm that it is applied to.
            merging: The firms that merge.

        Returns:
            ``true``, ``false`` or ``undetermined``, with the bounds of what was tested.

        Raises:
            ShareError: an unknown rule or firm; as for `rule_evaluation`.
        """
        firm = None if firm is None else self.firm(firm)
        joining = [self.firm(each) for each in merging]
        if not isinstance(rule, str):
            return rule_evaluation(rule, self, firm=firm, merging=joining)
        found = [each for key, each in self.rules.items() if key.startswith(rule)]
        if not found:
            hint = did_you_mean(rule, self.rules, instead="a market of a study knows the rules of its data")
            raise ShareError(f"rule: {rule!r} is none{hint}")
        if len(found) == 1:
            return rule_evaluation(found[0], self, firm=firm, merging=joining)
        return presumption(found, self, firm=firm, merging=joining)

    def merge(self, first: Any, second: Any) -> Merger:
        """The market after two of its firms have become one: its HHI, the rise of the HHI, and the rules that it meets.

        Raises:
            ShareError: an unknown firm; one firm twice.
        """
        one, other = self.firm(first), self.firm(second)
        if one == other:
            raise ShareError(f"second: {other} is the first firm, too; a merger needs two")
        return Merger(self, one, other)

    def __repr__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str:
        return as_html(self)

    if TYPE_CHECKING:  # methods made from the metrics

        def __getattr__(self, name: str) -> Callable[..., Quantity]: ...

    # Reading

    @cached_property
    def boxes(self) -> dict[str, Interval]:
        """What each named firm can have."""
        return {firm: share_box(share.bounds, f"shares[{firm!r}]") for firm, share in self.shares.items()}

    def _refuse_what_does_not_fit(self) -> None:
        try:
            feasible_market(self.known)
        except ShareError as error:
            stated = [rank.id for rank in self.ranks.values()] if str(error).startswith("ranks") else []
            where = f" ({', '.join(stated)})" if stated else ""
            raise ShareError(f"{self.label or self.id}: {error}{where}") from None

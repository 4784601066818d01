"""Market: the shares of one market in one period, and what is known of its rest."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from marketshare.interval import Interval
from marketshare.market.merger import Merger
from marketshare.market.methods import MarketMethods
from marketshare.market.naming import number_id, slug
from marketshare.market.shown import as_html, as_text
from marketshare.metrics import RuleEvaluation, presumption, residual, rule_evaluation
from marketshare.metrics.checks import FULL, ROUNDING_ERROR, ShareError, share_box, share_boxes, whole_number
from marketshare.metrics.exact import printed
from marketshare.metrics.feasible import feasible_market
from marketshare.metrics.fractions import refuse_fractions
from marketshare.metrics.given import given_rank, given_share
from marketshare.quantity import Quantity, UnitError, declared, derive
from marketshare.quantity.containers import entries, names_of
from marketshare.quantity.dates import refuse_no_one_market
from marketshare.quantity.known import Known, Unnamed
from marketshare.quantity.numbers import shown

__all__ = ["Market"]

_A_ROUNDING = 1.0
"""Width of the widest interval, percent, that is still the rounding of a printed share."""


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
        self.supposed = dict(supposed or {})
        self._rules = dict(rules or {})
        self.shares = self._read(shares)
        self.others = None if rest is None else self._quantity(rest, "others", "Others")
        assumed = self.supposed
        self.ranks = self._stated_ranks(assumed.get("ranks", {} if assumed.get("unnamed") else ranks or {}))
        self.total = self._stated_total(assumed["total"]) if "total" in assumed else self._total(total)
        self._firms = firms if isinstance(firms, Quantity) and "count" not in assumed else None
        self.count = self._unnamed_firms(assumed.get("count", count), firms)
        self.unnamed: Unnamed | None = assumed.get("unnamed", unnamed)
        self._refuse_what_does_not_fit()

    # What there is

    def __getitem__(self, firm: Any) -> Quantity:
        """The share of a firm.

        Raises:
            KeyError: it is not named; near misses are.
        """
        if firm not in self.shares:
            raise KeyError(self._unknown(firm))
        return self.shares[firm]

    def __iter__(self) -> Iterator[str]:
        return iter(self.shares)

    def __len__(self) -> int:
        return len(self.shares)

    def firm(self, firm: Any) -> str:
        """The key of a firm, as it is.

        Raises:
            ShareError: it is not named; near misses are.
        """
        if firm not in self.shares:
            raise ShareError(f"firm: {self._unknown(firm)}")
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
        """What the named firms leave: Others, if it is stated, else the residual."""
        if self.others is not None:
            return self.others
        words = f"Share of {self.label} not reported" if self.label else "Share not reported"
        return derive(residual, id=f"{self.id}-residual", label=words, shares=self.shares)

    @cached_property
    def is_complete(self) -> bool:
        """True if the named firms are the whole market, within the rounding of their shares."""
        if self.count == 0:
            return True
        others = self.others is not None and self.others.bounds.high > 0
        if others or self.count is not None or self.total is not None or "unnamed" in self.supposed:
            return False
        boxes, values = self._boxes.values(), [share.value for share in self.shares.values()]
        low, high = (sum(map(printed, ends)) for ends in ([b.low for b in boxes], [b.high for b in boxes]))
        if any(share.bounds.is_one_sided for share in self.shares.values()) or not low <= FULL <= high:
            return False
        exactly = None not in values and sum(printed(value or 0) for value in values) == FULL
        return exactly or all(box.high - box.low <= _A_ROUNDING + ROUNDING_ERROR for box in boxes)

    @cached_property
    def known(self) -> Known:
        """All that is known, as numbers: metrics take it, and a `Market` in its place, as they take lists of shares."""
        ranks = {firm: rank.bounds for firm, rank in self.ranks.items()}
        total = None if self.total is None else self.total.bounds
        return Known(self._boxes, self.unnamed or "any", 0 if self.is_complete else self.count, total, ranks)

    @cached_property
    def largest_named(self) -> tuple[int, tuple[Quantity, ...]]:
        """How many of the largest firms are surely among the named ones, and the ranks that say so.

        Firms of which k or more are larger than some firm, or have a better rank, and that firm of rank k: these are
        the k largest. So are those none of which an unnamed firm, had it all the rest, could exceed.
        """
        if self.is_complete or self.unnamed == "smaller":
            return len(self), ()
        lows = sorted((printed(box.low) for box in self._boxes.values()), reverse=True)
        taken = sum(lows) if self.total is None else max(sum(lows), printed(self.total.bounds.low))
        best = sum(low >= int(FULL) - taken for low in lows)
        ranks: tuple[Quantity, ...] = ()
        places = {firm: rank.bounds.high for firm, rank in self.ranks.items()}
        for firm, place in sorted(places.items(), key=lambda each: each[1]):
            larger = {other for other, box in self._boxes.items() if box.low > self._boxes[firm].high}
            before = {other for other, better in places.items() if better <= place}
            if len(larger | before) >= place > best:
                best, ranks = int(place), tuple(self.ranks[other] for other in places if other in before)
        return best, ranks

    def ranks_behind(self, metric: str, largest: int) -> list[Quantity]:
        """Stated ranks that the largest firms are named by, for a metric that needs them.

        Raises:
            ShareError: an unnamed firm may be larger.
        """
        sure, ranks = self.largest_named
        if min(largest, len(self)) > sure:
            firm = self.named(list(self.shares)[min(largest, len(self)) - 1])
            raise ShareError(
                f"{metric}: an unnamed firm may be larger than {firm}, since {self.rest.text} of "
                f"{self.label or 'the market'} is not reported; a stated rank would tell, or suppose unnamed='smaller'"
            )
        return list(ranks)

    @property
    def stated_number(self) -> Quantity | None:
        """The figure that says how many firms there are, if one does."""
        return self._firms

    @property
    def why(self) -> list[str]:
        """What is known of the rest, and why, in sentences."""
        if self.is_complete:
            return ["These firms sum to 100% within the rounding of their shares, and are taken for the whole market."]
        said = []
        sure, behind = self.largest_named
        if sure == len(self) and self.unnamed != "smaller":
            smallest = self.named(list(self.shares)[-1])
            source = f", by stated ranks ({', '.join(rank.id for rank in behind)})" if behind else ", by the shares"
            said.append(f"No firm that is not named is larger than {smallest}{source}.")
        else:
            for firm, rank in self.ranks.items():
                others = f"At most {rank.bounds.high - 1:.0f} are" if rank.bounds.high > 1 else "None is"
                said.append(f"{others} larger than {self.named(firm)}, by its rank ({rank.id}).")
        if self.others is not None:
            said.append(f"All other firms together have {self.others.text} ({self.others.id}).")
        if self.total is not None and (self.others is None or self.total.id != self._id_of_named):
            said.append(f"The named firms together have {self.total.text} ({self.total.id}).")
        if self.count is not None:
            source = f" ({self._firms.id})" if self._firms is not None else ""
            said.append(f"At most {self.count} firms are not named{source}.")
        if self.unnamed == "smaller":
            said.append("No unnamed firm is larger than the smallest named one, as is supposed.")
        return said or ["Nothing is known of the firms that have it, neither how many nor how large."]

    # What if, rules, mergers

    def supposing(self, **supposed: Any) -> "Market":
        """The same market with other knowledge of its rest, which the labels of its numbers tell.

        Args:
            supposed: `unnamed`, `count`, `total` and `ranks`; None, or no ranks, for nothing known. An `unnamed` stands
                in place of stated ranks, too.

        Raises:
            ShareError: as for a new market; an argument that there is not.
        """
        if wrong := sorted(supposed.keys() - {"unnamed", "count", "total", "ranks"}):
            raise ShareError(f"{wrong[0]}: nothing to suppose; expected unnamed, count, total or ranks")
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
        found = [each for key, each in self._rules.items() if key.startswith(rule)]
        if not found:
            near = get_close_matches(rule, self._rules, n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "a market of a study knows the rules of its data"
            raise ShareError(f"rule: {rule!r} is none; {hint}")
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
    def _boxes(self) -> dict[str, Interval]:
        return {firm: share_box(share.bounds, f"shares[{firm!r}]") for firm, share in self.shares.items()}

    @property
    def _id_of_named(self) -> str:
        return f"{self.id}-named-share"

    def _read(self, shares: Any) -> dict[str, Quantity]:
        listed = entries(shares, "shares")
        if names_of(shares) is None:
            raise ShareError("shares: a market needs the names of its firms, such as {'a': 42.9, 'b': (11.75, 11.85)}")
        plain = {firm: value for firm, value in listed if not isinstance(value, Quantity)}
        if plain:
            boxes = share_boxes(plain)
            if len(plain) == len(listed):
                refuse_fractions(boxes, "shares")
        found = {str(firm): self._quantity(value, firm, f"Share of {self.named(str(firm))}") for firm, value in listed}
        ids = [slug(firm) for firm in found]
        twice = [firm for firm in found if ids.count(slug(firm)) > 1 or not slug(firm)]
        if twice or len(found) < len(listed):
            raise ShareError(f"shares: {', '.join(twice)}: names that differ in signs only have one id; rename them")
        figures = [share.id for share in found.values()]
        if len(set(figures)) < len(figures):
            one = next(each for each in figures if figures.count(each) > 1)
            raise ShareError(f"shares: {one} stands for two firms")
        refuse_no_one_market(declared("hhi"), {"shares": found}, self.id)
        return dict(sorted(found.items(), key=lambda each: -_middle(each[1])))

    def _quantity(self, value: Any, key: Any, label: str) -> Quantity:
        """A share as a quantity: itself, or the first link of a derivation."""
        if isinstance(value, Quantity):
            if value.unit != "percent":
                raise UnitError(f"{value.id} is in {value.unit}; the shares of a market are percent")
            share_box(value.bounds, value.id)
            return value
        box = share_box(value, f"shares[{key!r}]")
        given: dict[str, Any] = {"low": box.low} if box.is_exact else {"low": box.low, "high": box.high}
        given |= {} if box.ends == "[]" else {"ends": box.ends}
        words = f"{label} in {self.label}" if self.label else label
        return derive(given_share, id=number_id(self.id, "share", {"firm": key}), label=words, **given)

    def _stated_ranks(self, ranks: Mapping[Any, Any]) -> dict[str, Quantity]:
        """Ranks that say something, one of each place: of two firms within the first three the smaller one's counts."""
        if not hasattr(ranks, "items"):
            raise ShareError(f"ranks: expected a mapping from firm to rank, such as {{'a': 1}}, found {shown(ranks)}")
        found: dict[float, tuple[str, Quantity]] = {}
        for firm, rank in ranks.items():
            key = self.firm(firm)
            if not isinstance(rank, Quantity):
                place = rank.high if isinstance(rank, Interval) else rank
                place = whole_number(place, f"ranks[{firm!r}]", at_least=1, of="firms up to this one")
                words = f"Rank of {self.named(key)}" + (f" in {self.label}" if self.label else "")
                rank = derive(given_rank, id=number_id(self.id, "rank", {"firm": key}), label=words, rank=place)  # noqa: PLW2901
            if rank.unit != "rank":
                raise UnitError(f"{rank.id} is in {rank.unit}; expected a rank")
            if math.isinf(rank.bounds.high):
                continue
            known = found.get(rank.bounds.high)
            if known is not None and rank.bounds.is_exact:
                raise ShareError(f"ranks: {known[1].id} and {rank.id} give two firms the rank {rank.bounds.high:.0f}")
            if known is None or _middle(self.shares[key]) < _middle(self.shares[known[0]]):
                found[rank.bounds.high] = key, rank
        return {firm: rank for _, (firm, rank) in sorted(found.items())}

    def _stated_total(self, total: Any) -> Quantity | None:
        return None if total is None else self._quantity(total, "named firms together", "Named firms together")

    def _total(self, total: Any) -> Quantity | None:
        """What the named firms have together, by what is stated of them or of the others; the narrower one of both."""
        found = self._stated_total(total)
        if self.others is None:
            return found
        words = "Share of the named firms" + (f" in {self.label}" if self.label else "")
        named = derive(residual, id=self._id_of_named, label=words, shares=[self.others])
        low, high = (math.fsum(ends) for ends in zip(*((b.low, b.high) for b in self._boxes.values()), strict=True))
        if not Interval(low, high).settled(named.bounds.low, named.bounds.high).meets(named.bounds):
            raise ShareError(
                f"{self.label or self.id}: the named firms have {low:.6g} to {high:.6g} together and the others "
                f"{self.others.text} ({self.others.id}), which is not 100; is a firm missing, or part of the others?"
            )
        if found is None:
            return named
        if not found.bounds.settled(named.bounds.low, named.bounds.high).meets(named.bounds):
            raise ShareError(
                f"{self.label or self.id}: {found.id} says {found.text} of the named firms, but {self.others.id} "
                f"leaves {named.text}; correct one"
            )
        return min((named, found), key=lambda each: each.bounds.high - each.bounds.low)

    def _unnamed_firms(self, count: Any, firms: Any) -> int | None:
        if count is not None or firms is None or "count" in self.supposed:
            return None if count is None else whole_number(count, "count", at_least=0)
        if isinstance(firms, Quantity) and firms.unit != "count":
            raise UnitError(f"{firms.id} is in {firms.unit}; expected a number of firms")
        source = f" ({firms.id})" if isinstance(firms, Quantity) else ""
        most = firms.bounds.high if isinstance(firms, Quantity) else whole_number(firms, "firms", at_least=0)
        if math.isinf(most):
            return None
        if most < len(self):
            raise ShareError(f"firms: {len(self)} are named, but there are {most:.0f}{source}")
        return math.floor(most) - len(self)

    def _refuse_what_does_not_fit(self) -> None:
        try:
            feasible_market(self.known)
        except ShareError as error:
            stated = [rank.id for rank in self.ranks.values()] if str(error).startswith("ranks") else []
            where = f" ({', '.join(stated)})" if stated else ""
            raise ShareError(f"{self.label or self.id}: {error}{where}") from None

    def _unknown(self, firm: Any) -> str:
        near = get_close_matches(str(firm), self.shares, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"named are {', '.join(self.shares)}"
        return f"{firm!r} has no share in {self.label or 'this market'}; {hint}"


def _middle(share: Quantity) -> float:
    if share.value is not None:
        return share.value
    low, high = max(share.bounds.low, 0.0), min(share.bounds.high, FULL)
    return float((Fraction(low) + Fraction(high)) / 2)

"""What is stated of a market, as quantities: shares, ranks, a sum of the named firms, Others, a number of firms."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketshare.errors import did_you_mean
from marketshare.interval import Interval
from marketshare.market.naming import number_id, slug
from marketshare.metrics import residual
from marketshare.metrics.checks import FULL, ShareError, share_box, share_boxes, whole_number
from marketshare.metrics.given import given_rank, given_share
from marketshare.quantity import Quantity, UnitError, declared, derive
from marketshare.quantity.arguments import entries, names_of, shown
from marketshare.quantity.dates import refuse_no_one_market
from marketshare.quantity.fractions import refuse_fractions

__all__ = ["Stated", "unknown_firm"]


@dataclass(frozen=True)
class Stated:
    """Turns what is stated of one market into quantities, each refused by name if it is none.

    Attributes:
        id: What their ids begin with.
        label: Market and period in words; blank for one without a name.
        names: Names of the firms, for labels.
    """

    id: str
    label: str
    names: Mapping[str, str]

    def shares(self, given: Any) -> dict[str, Quantity]:
        """The shares by firm, the largest first.

        Raises:
            ShareError: as for every list of shares; no names, or some whose ids would be one; a figure that stands for
                two firms.
            UnitError: a quantity that is not in percent.
            DerivationError: figures of several markets or periods.
        """
        listed = entries(given, "shares")
        if names_of(given) is None:
            raise ShareError("shares: a market needs the names of its firms, such as {'a': 42.9, 'b': (11.75, 11.85)}")
        plain = {firm: value for firm, value in listed if not isinstance(value, Quantity)}
        if plain:
            boxes = share_boxes(plain)
            if len(plain) == len(listed):
                refuse_fractions(boxes, "shares")
        if strange := [firm for firm, _ in listed if isinstance(firm, bool) or not isinstance(firm, str | int)]:
            raise ShareError(f"shares: {shown(strange[0])} names no firm; expected text or a whole number")
        found = {}
        for firm, value in listed:
            key = str(firm)
            words = f"Share of {self.names.get(key, key)}"
            found[key] = self.share(value, f"shares[{firm!r}]", number_id(self.id, "share", {"firm": key}), words)
        ids = Counter(map(slug, found))
        alike = [firm for firm in found if ids[slug(firm)] > 1 or not slug(firm)]
        if alike or len(found) < len(listed):
            raise ShareError(f"shares: {', '.join(alike)}: names that differ in signs only have one id; rename them")
        figures = [share.id for share in found.values()]
        if len(set(figures)) < len(figures):
            twice = next(each for each in figures if figures.count(each) > 1)
            raise ShareError(f"shares: {twice} stands for two firms")
        refuse_no_one_market(declared("hhi"), {"shares": found}, self.id)
        return dict(sorted(found.items(), key=lambda each: -_middle(each[1])))

    def share(self, value: Any, name: str, id_: str, label: str) -> Quantity:
        """A share, or a sum of some, as a quantity: itself, or the first link of a derivation."""
        if isinstance(value, Quantity):
            if value.unit != "percent":
                raise UnitError(f"{value.id} is in {value.unit}; the shares of a market are percent")
            share_box(value.bounds, value.id)
            return value
        box = share_box(value, name)
        given: dict[str, Any] = {"low": box.low} if box.is_exact else {"low": box.low, "high": box.high}
        given |= {} if box.ends == "[]" else {"ends": box.ends}
        return derive(given_share, id=id_, label=self._in_words(label), **given)

    def others(self, rest: Any) -> Quantity | None:
        """What all other firms have together."""
        return None if rest is None else self.share(rest, "rest", f"{self.id}-others", "Share of the others")

    def ranks(self, given: Any, shares: Mapping[str, Quantity]) -> dict[str, Quantity]:
        """Ranks that say something, one of each place: of two firms within the first three the smaller one's counts.

        Raises:
            ShareError: no mapping; an unknown firm; what is no rank; two firms of one rank.
            UnitError: a quantity that is no rank.
        """
        if not hasattr(given, "items"):
            raise ShareError(f"ranks: expected a mapping from firm to rank, such as {{'a': 1}}, found {shown(given)}")
        found: dict[float, tuple[str, Quantity]] = {}
        for firm, stated in given.items():
            if str(firm) not in shares:
                raise ShareError(f"ranks: {unknown_firm(firm, shares, self.label)}")
            rank = self._rank(str(firm), stated)
            if math.isinf(rank.bounds.high):
                continue
            known, other = found.get(rank.bounds.high, (str(firm), rank))
            if other is not rank and rank.bounds.is_exact and other.bounds.is_exact:
                raise ShareError(f"ranks: {other.id} and {rank.id} give two firms the rank {rank.bounds.high:.0f}")
            if other is rank or _middle(shares[str(firm)]) < _middle(shares[known]):
                found[rank.bounds.high] = str(firm), rank
        return {firm: rank for _, (firm, rank) in sorted(found.items())}

    def total(self, total: Any) -> Quantity | None:
        """What the named firms have together, as it is stated of them."""
        return None if total is None else self.share(total, "total", f"{self.id}-total", "Share of all named firms")

    def total_beside(self, others: Quantity | None, total: Any, shares: Mapping[str, Quantity]) -> Quantity | None:
        """What the named firms have together, by what is stated of them or of the others; the narrower one of both.

        Raises:
            ShareError: the named firms and the others are not 100 together; what is stated of both does not fit.
        """
        found = self.total(total)
        if others is None:
            return found
        named = derive(
            residual, id=f"{self.id}-named-share", label=self._in_words("Share of the named firms"), shares=[others]
        )
        low, high = (
            math.fsum(ends) for ends in zip(*((s.bounds.low, s.bounds.high) for s in shares.values()), strict=True)
        )
        if not Interval(low, high).settled(named.bounds.low, named.bounds.high).meets(named.bounds):
            raise ShareError(
                f"{self.label or self.id}: the named firms have {low:.6g} to {high:.6g} together and the others "
                f"{others.text} ({others.id}), which is not 100; is a firm missing, or part of the others?"
            )
        if found is None:
            return named
        if not found.bounds.settled(named.bounds.low, named.bounds.high).meets(named.bounds):
            raise ShareError(
                f"{self.label or self.id}: {found.id} says {found.text} of the named firms, but {others.id} leaves "
                f"{named.text}; correct one"
            )
        return min((named, found), key=lambda each: each.bounds.high - each.bounds.low)

    def unnamed_firms(self, firms: Any, named: int) -> int | None:
        """How many firms are not named at most, by a number of all firms; None for any number.

        Raises:
            ShareError: no number of firms, or fewer than are named.
            UnitError: a quantity that is no number of firms.
        """
        if firms is None:
            return None
        if isinstance(firms, Quantity) and firms.unit != "count":
            raise UnitError(f"{firms.id} is in {firms.unit}; expected a number of firms")
        most = firms.bounds.high if isinstance(firms, Quantity) else whole_number(firms, "firms", at_least=0)
        if math.isinf(most):
            return None
        if most < named:
            source = f" ({firms.id})" if isinstance(firms, Quantity) else ""
            raise ShareError(f"firms: {named} are named, but there are {most:.0f}{source}")
        return math.floor(most) - named

    def _rank(self, firm: str, rank: Any) -> Quantity:
        if isinstance(rank, Quantity):
            if rank.unit != "rank":
                raise UnitError(f"{rank.id} is in {rank.unit}; expected a rank")
            return rank
        place = rank.high if isinstance(rank, Interval) else rank
        place = whole_number(place, f"ranks[{firm!r}]", at_least=1, of="firms up to this one")
        words = self._in_words(f"Rank of {self.names.get(firm, firm)}")
        return derive(given_rank, id=number_id(self.id, "rank-as-given", {"firm": firm}), label=words, rank=place)

    def _in_words(self, text: str) -> str:
        return f"{text} in {self.label}" if self.label else text


def unknown_firm(firm: Any, shares: Mapping[str, Quantity], label: str) -> str:
    """That a firm is not named in a market, with near misses."""
    hint = did_you_mean(str(firm), shares, instead=f"named are {', '.join(shares)}")
    return f"{firm!r} has no share in {label or 'this market'}{hint}"


def _middle(share: Quantity) -> float:
    if share.value is not None:
        return share.value
    return (max(share.bounds.low, 0.0) + min(share.bounds.high, FULL)) / 2

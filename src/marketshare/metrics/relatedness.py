"""Related and unrelated diversification: entropy within groups of a mix, and between them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketshare.interval import LAST_DIGITS, Interval
from marketshare.metrics.checks import FULL, ShareError, entries, full_market
from marketshare.metrics.extremes import index_bounds
from marketshare.metrics.feasible import FeasibleMarket, feasible_market
from marketshare.metrics.firms import alongside
from marketshare.metrics.firms_together import grouped_market
from marketshare.metrics.groups import entropy_of
from marketshare.metrics.within_groups import greatest_within, least_within
from marketshare.quantity import metric

__all__ = ["PalepuEntropy", "palepu_entropy", "related_entropy", "unrelated_entropy"]


@dataclass(frozen=True)
class PalepuEntropy:
    """Entropy of a mix, divided into that within groups and that between them.

    Attributes:
        total: Entropy of all parts.
        related: Mean entropy within the groups, weighted by their shares.
        unrelated: Entropy of the groups' shares.
    """

    total: float
    related: float
    unrelated: float


def palepu_entropy(groups: Mapping[Any, Sequence[float]] | Sequence[Sequence[float]]) -> PalepuEntropy:
    r"""Entropy of a mix (Jacquemin-Berry; Palepu), total = related + unrelated.

    .. math:: -\sum_i s_i \ln s_i = \sum_g P_g \Big(-\sum_{i \in g} \tfrac{s_i}{P_g} \ln \tfrac{s_i}{P_g}\Big)
        - \sum_g P_g \ln P_g

    Args:
        groups: Shares of all parts of one whole, percent, in groups of related parts: a sequence of sequences, or a
            mapping from group to shares.

    Returns:
        Three numbers, natural logarithm, 0 and up: `total`, `related`, `unrelated`. As numbers of their own they are
        `entropy`, `related_entropy` and `unrelated_entropy`.

    Raises:
        ShareError: as for every list of shares; no groups, or an empty one; parts that do not sum to 100.

    Source:
        Jacquemin and Berry 1979; Palepu 1985 prints .80, .48 and .32 for 70 and 20 in one group and 10 in another.

    Example:
        >>> round(palepu_entropy([[50, 25], [25]]).unrelated, 6)
        0.562335
    """
    named = [(name, entries(shares, f"groups[{name}]")) for name, shares in entries(groups, "groups", of="groups")]
    labels = [str(name) for name, shares in named for _ in shares]
    flat = {f"{name}, {position}": share for name, shares in named for position, share in shares}
    return _palepu(full_market(flat, instead="entropy_bounds", name="groups"), labels)


def related_entropy_bounds(shares: Iterable[Any], groups: Any) -> Interval:
    """Sharp interval of `related_entropy` over all wholes that the parts allow."""
    market, by_group = _whole(shares, groups)
    (part,) = market.parts
    low, low_closed = least_within(part, by_group)
    high, high_closed = greatest_within(part, by_group)
    low, high = (0.0 if abs(end) <= LAST_DIGITS else end for end in (low, high))
    if high - low <= LAST_DIGITS:
        return Interval.exactly(high)
    return Interval(low, high, low_closed, high_closed)


@metric(
    unit="ratio",
    formula="entropy of the parts − entropy of the groups",
    takes={"shares": "percent"},
    bounds=related_entropy_bounds,
    range=Interval.at_least(0),
    largest="whole",
)
def related_entropy(shares: Iterable[float], groups: Any) -> float:
    """Mean entropy within groups of a mix, weighted by the groups' shares.

    Args:
        shares: All parts of one whole, percent, shape (n,); they sum to 100.
        groups: The group of each part: n labels, by name if both have names, else in the same order; or one text with a
            blank between labels.

    Returns:
        0 (each group has one part) to the entropy of all parts (one group).

    Raises:
        ShareError: as for every list of shares; parts that do not sum to 100; not one label for each.

    Source:
        Jacquemin and Berry 1979; Palepu 1985.

    Example:
        >>> round(related_entropy([40, 40, 20], "a a b") / 0.8, 6)  # ln 2
        0.693147
    """
    values = full_market(shares, instead="entropy_bounds")
    return _palepu(values, _labels(groups, shares, len(values))).related


def unrelated_entropy_bounds(shares: Iterable[Any], groups: Any) -> Interval:
    """Sharp interval of `unrelated_entropy` over all wholes that the parts allow."""
    return index_bounds(entropy_of, grouped_market(*_whole(shares, groups)), falls=True)


def _whole(shares: Iterable[Any], groups: Any) -> tuple[FeasibleMarket, list[list[int]]]:
    market = feasible_market(shares, unnamed="any", count=0)
    return market, _grouped(range(len(market.boxes)), _labels(groups, shares, len(market.boxes)))


@metric(
    unit="ratio",
    formula="−Σ P · ln P, P the share of a group",
    takes={"shares": "percent"},
    bounds=unrelated_entropy_bounds,
    range=Interval.at_least(0),
    largest="whole",
)
def unrelated_entropy(shares: Iterable[float], groups: Any) -> float:
    r"""Entropy between groups of a mix.

    .. math:: -\sum_g P_g \ln P_g

    Args:
        shares: All parts of one whole, percent, shape (n,); they sum to 100.
        groups: The group of each part: n labels, by name if both have names, else in the same order; or one text with a
            blank between labels.

    Returns:
        0 (one group) to the entropy of all parts (each group has one).

    Raises:
        ShareError: as for every list of shares; parts that do not sum to 100; not one label for each.

    Source:
        Jacquemin and Berry 1979; Palepu 1985.

    Example:
        >>> round(unrelated_entropy([25, 25, 50], "a a b"), 6)  # ln 2
        0.693147
    """
    values = full_market(shares, instead="entropy_bounds")
    return _palepu(values, _labels(groups, shares, len(values))).unrelated


def _palepu(shares: Sequence[float], labels: Sequence[str]) -> PalepuEntropy:
    by_group = _grouped(shares, labels)
    sums = [min(FULL, math.fsum(parts)) for parts in by_group]
    within = [
        weight / 100 * entropy_of([(100 * part / weight, 1) for part in parts])
        for weight, parts in zip(sums, by_group, strict=True)
        if weight > 0
    ]
    return PalepuEntropy(
        entropy_of([(share, 1) for share in shares]), math.fsum(within), entropy_of([(share, 1) for share in sums])
    )


def _grouped(values: Sequence[Any], labels: Sequence[str]) -> list[list[Any]]:
    found: dict[str, list[Any]] = {}
    for value, label in zip(values, labels, strict=True):
        found.setdefault(label, []).append(value)
    return list(found.values())


def _labels(groups: Any, shares: Iterable[Any], number: int) -> list[str]:
    if isinstance(groups, str):
        labels = groups.split()
    else:
        labels = [str(label) for label in alongside(shares, groups, "groups", beside="shares", of="groups")]
    if len(labels) != number:
        raise ShareError(f"groups: {len(labels)} labels for {number} shares")
    return labels

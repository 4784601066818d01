"""Related and unrelated diversification: entropy within groups of a mix, and between them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketshare.interval import Interval
from marketshare.metrics.bounds import entropy_bounds
from marketshare.metrics.checks import FULL, ShareError, entries, full_market, share_boxes
from marketshare.metrics.groups import entropy_of
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
    """Safe interval of `related_entropy`, not sharp: total minus unrelated, each at its own ends."""
    boxes = share_boxes(shares)
    total = entropy_bounds(boxes, unnamed="any", count=0)
    between = unrelated_entropy_bounds(boxes, groups)
    low, high = max(0.0, total.low - between.high), max(0.0, total.high - between.low)
    if high - low <= 1e-12:
        return Interval.exactly(high)
    return Interval(low, high)


@metric(
    unit="ratio",
    formula="entropy of the parts − entropy of the groups",
    takes={"shares": "percent"},
    bounds=related_entropy_bounds,
    range=Interval.at_least(0),
)
def related_entropy(shares: Iterable[float], groups: Any) -> float:
    """Mean entropy within groups of a mix, weighted by the groups' shares.

    Args:
        shares: All parts of one whole, percent, shape (n,); they sum to 100.
        groups: The group of each part, in the same order: n labels, or one text with a blank between labels.

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
    return _palepu(values, _labels(groups, len(values))).related


def unrelated_entropy_bounds(shares: Iterable[Any], groups: Any) -> Interval:
    """Sharp interval of `unrelated_entropy`: that of the groups, each between the sums of its parts' ends."""
    boxes = share_boxes(shares)
    by_group = _grouped(boxes, _labels(groups, len(boxes)))
    sums = [
        Interval(
            min(FULL, math.fsum(box.low for box in parts)),
            math.fsum(box.high for box in parts),
            all(box.low_closed for box in parts),
            all(box.high_closed for box in parts),
        )
        for parts in by_group
    ]
    return entropy_bounds(sums, unnamed="any", count=0)


@metric(
    unit="ratio",
    formula="−Σ P · ln P, P the share of a group",
    takes={"shares": "percent"},
    bounds=unrelated_entropy_bounds,
    range=Interval.at_least(0),
)
def unrelated_entropy(shares: Iterable[float], groups: Any) -> float:
    r"""Entropy between groups of a mix.

    .. math:: -\sum_g P_g \ln P_g

    Args:
        shares: All parts of one whole, percent, shape (n,); they sum to 100.
        groups: The group of each part, in the same order: n labels, or one text with a blank between labels.

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
    return _palepu(values, _labels(groups, len(values))).unrelated


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


def _labels(groups: Any, number: int) -> list[str]:
    labels = (
        groups.split()
        if isinstance(groups, str)
        else [str(label) for _, label in entries(groups, "groups", of="groups")]
    )
    if len(labels) != number:
        raise ShareError(f"groups: {len(labels)} labels for {number} shares")
    return labels

"""Indices as functions of a few sums over the firms of a market.

The sums are of amounts x in any one unit: shares, or the sales that shares come from. Each is a number, or a column
expression of a large table, so that one formula serves one market here and millions of them in `marketshare.panel`.

========= ==========================================================================
total     Σ x
squares   Σ x²
fourths   Σ x⁴
logs      Σ x ln x, where 0 ln 0 is 0
ranked    Σ rank · x, the largest having rank 1; how ties are ranked does not matter
top       the k largest together
first     the largest
second    the second largest, 0 if there is none
firms     how many firms there are
active    how many of them have more than 0
========= ==========================================================================
"""

import math
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from narwhals.stable.v2 import Expr

__all__ = [
    "concentration_ratio",
    "contribution",
    "distance",
    "dominance",
    "effective_firms",
    "entropy",
    "gini",
    "hall_tideman",
    "hhi",
    "hhi_normalised",
    "lead",
    "pieces",
    "relative_entropy",
    "share",
    "stenbacka_threshold",
    "turnover",
]

_FULL = 100.0
_ROUNDING = 1e-9
"""What a quotient of printed decimals may be off by, relative to itself, and still be taken for a whole number."""

Term = TypeVar("Term", float, "Expr")
"""A number, or a column expression: all that a formula does with it, both understand."""


def share(part: Term, total: Term) -> Term:
    """Share of a part, percent; the whole has exactly 100."""
    return _of_whole(_FULL, part, total, 100 * part / total)


def concentration_ratio(top: Term, total: Term) -> Term:
    """Joint share of the k largest firms, percent."""
    return _of_whole(_FULL, top, total, top / (total / _FULL))


def hhi(squares: Term, total: Term) -> Term:
    """Herfindahl-Hirschman index, points; a monopoly has exactly 10,000."""
    return _of_whole(_FULL**2, squares, total * total, squares / (total / _FULL) ** 2)


def hhi_normalised(squares: Term, total: Term, active: Term) -> Term:
    """HHI between equal shares (0) and monopoly (1); 0/0 for one active firm."""
    return _at_least(0.0, (squares / (total * total) - 1 / active) / (1 - 1 / active))


def effective_firms(squares: Term, total: Term) -> Term:
    """Hill number of order 2: how many equal firms would be as concentrated."""
    return total * total / squares


def entropy(logs: Term, total: Term) -> Term:
    """Shannon entropy, natural logarithm."""
    return _at_least(0.0, _log(total) - logs / total)


def relative_entropy(logs: Term, total: Term, active: Term) -> Term:
    """Entropy over that of as many equal firms; 0/0 for one active firm."""
    return _at_most(1.0, entropy(logs, total) / _log(active))


def hall_tideman(ranked: Term, total: Term) -> Term:
    """Hall-Tideman index, 1/n to 1."""
    return 1 / (2 * ranked / total - 1)


def gini(ranked: Term, total: Term, firms: Term) -> Term:
    """Gini coefficient, 0 to 1 − 1/n."""
    return _at_least(0.0, (firms + 1 - 2 * ranked / total) / firms)


def dominance(squares: Term, fourths: Term) -> Term:
    """Dominance index of García Alba, 1/n to 1."""
    return fourths / (squares * squares)


def lead(first: Term, second: Term, total: Term) -> Term:
    """Lead of the largest firm over the second, percentage points."""
    return _of_whole(_FULL, first - second, total, (first - second) / (total / _FULL))


def stenbacka_threshold(first: Term, second: Term, total: Term, gamma: float = 1.0) -> Term:
    """Share from which the largest firm is dominant, percent."""
    return 50 * (1 - gamma * ((first - second) * (first + second)) / (total * total))


def distance(before: Term, after: Term) -> Term:
    """How far a share moved, up or down; the sum over firms is the instability."""
    return _abs(after - before)


def turnover(instability: Term) -> Term:
    """The part of the market that changed hands."""
    return instability / 2


def contribution(before: Term, after: Term, whole: Term) -> Term:
    """What a firm adds to the growth of the whole, percentage points of the whole before."""
    return 100 * (after - before) / whole


def pieces(rest: Term, size: Term) -> Term:
    """How many firms of a size fit into the rest of a market."""
    return _floor(rest / size * (1 + _ROUNDING))


def _of_whole(full: float, part: Term, whole: Term, index: Term) -> Term:
    """An index of a part; all of it where the part is the whole, whatever binary fractions make of the index."""
    if isinstance(part, float | int):
        return full if part >= whole else min(full, index)
    from narwhals.stable.v2 import when  # noqa: PLC0415  (a single market needs no tables)

    return when(part >= whole).then(full).otherwise(index.clip(upper_bound=full))


def _log(term: Term) -> Term:
    return math.log(term) if isinstance(term, float | int) else term.log()


def _abs(term: Term) -> Term:
    return abs(term) if isinstance(term, float | int) else term.abs()


def _floor(term: Term) -> Term:
    return float(math.floor(term)) if isinstance(term, float | int) else term.floor()


def _at_least(low: float, term: Term) -> Term:
    return max(low, term) if isinstance(term, float | int) else term.clip(lower_bound=low)


def _at_most(high: float, term: Term) -> Term:
    return min(high, term) if isinstance(term, float | int) else term.clip(upper_bound=high)

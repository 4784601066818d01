"""Metrics of market shares: plain functions of numbers.

Shares, growth and rates are percent, in and out; HHI and its changes are points; the other indices are 0 to 1. Nothing
is dropped, clipped or rescaled; what cannot be said of an incomplete market is refused, with the name of the function
that bounds it. ``README.md`` beside this file lists every function.
"""

from inspect import isfunction

from marketshare.metrics.audience import penetration, penetration_share, stickiness
from marketshare.metrics.bounds import (
    concentration_ratio_bounds,
    effective_firms_bounds,
    entropy_bounds,
    hall_tideman_bounds,
    hhi_bounds,
)
from marketshare.metrics.checks import ShareError
from marketshare.metrics.completion import Completion, Completions, completions
from marketshare.metrics.components import heavy_usage_index, share_from_components, share_of_requirements
from marketshare.metrics.concentration import (
    concentration_ratio,
    fewest_unnamed_firms,
    hhi,
    hhi_normalised,
)
from marketshare.metrics.contribution import ShiftShare, contribution_to_growth, shift_share
from marketshare.metrics.development import brand_development_index, category_development_index
from marketshare.metrics.distance import gap_to_leader, lead, relative_share
from marketshare.metrics.diversity import effective_firms, entropy, hannah_kay, relative_entropy, renyi, simpson
from marketshare.metrics.dominant import dominance, kwoka, stenbacka_threshold
from marketshare.metrics.entry import (
    EntryExit,
    entry_exit,
    entry_share,
    entry_share_bounds,
    exit_share,
    exit_share_bounds,
)
from marketshare.metrics.growth import (
    cagr,
    growth_of_ratio,
    implied_market_growth,
    ratio_of_growth,
    value_ratio,
)
from marketshare.metrics.implied import implied_earlier_share, joint_share, multiple_of_growths
from marketshare.metrics.inequality import gini, theil
from marketshare.metrics.linda_index import linda
from marketshare.metrics.merger import merged, merger_delta, post_merger_hhi_bounds
from marketshare.metrics.mix import residual
from marketshare.metrics.movement import instability, instability_bounds, turnover, turnover_bounds
from marketshare.metrics.parity import years_to_full, years_to_parity
from marketshare.metrics.ranks import rank_bounds, rank_change_bounds, rank_changes
from marketshare.metrics.ratio import cagr_of_ratio, part_of, per
from marketshare.metrics.relatedness import PalepuEntropy, palepu_entropy, related_entropy, unrelated_entropy
from marketshare.metrics.rules import RuleEvaluation, presumption, rule_evaluation
from marketshare.metrics.share import relative_change, share_change, shares_of
from marketshare.metrics.substitution import LogisticFit, logistic_fit, substitution_rate, takeover_time
from marketshare.metrics.thresholds import compare
from marketshare.metrics.weighting import grs, hall_tideman

__all__ = [
    "Completion",
    "Completions",
    "EntryExit",
    "LogisticFit",
    "PalepuEntropy",
    "RuleEvaluation",
    "ShareError",
    "ShiftShare",
    "brand_development_index",
    "cagr",
    "cagr_of_ratio",
    "category_development_index",
    "compare",
    "completions",
    "concentration_ratio",
    "concentration_ratio_bounds",
    "contribution_to_growth",
    "dominance",
    "effective_firms",
    "effective_firms_bounds",
    "entropy",
    "entropy_bounds",
    "entry_exit",
    "entry_share",
    "entry_share_bounds",
    "exit_share",
    "exit_share_bounds",
    "fewest_unnamed_firms",
    "gap_to_leader",
    "gini",
    "growth_of_ratio",
    "grs",
    "hall_tideman",
    "hall_tideman_bounds",
    "hannah_kay",
    "heavy_usage_index",
    "hhi",
    "hhi_bounds",
    "hhi_normalised",
    "implied_earlier_share",
    "implied_market_growth",
    "instability",
    "instability_bounds",
    "joint_share",
    "kwoka",
    "lead",
    "linda",
    "logistic_fit",
    "merged",
    "merger_delta",
    "multiple_of_growths",
    "palepu_entropy",
    "part_of",
    "penetration",
    "penetration_share",
    "per",
    "post_merger_hhi_bounds",
    "presumption",
    "rank_bounds",
    "rank_change_bounds",
    "rank_changes",
    "ratio_of_growth",
    "related_entropy",
    "relative_change",
    "relative_entropy",
    "relative_share",
    "renyi",
    "residual",
    "rule_evaluation",
    "share_change",
    "share_from_components",
    "share_of_requirements",
    "shares_of",
    "shift_share",
    "simpson",
    "stenbacka_threshold",
    "stickiness",
    "substitution_rate",
    "takeover_time",
    "theil",
    "turnover",
    "turnover_bounds",
    "unrelated_entropy",
    "value_ratio",
    "years_to_full",
    "years_to_parity",
]


def __dir__() -> list[str]:
    return [name for name in __all__ if isfunction(globals()[name])]  # not the modules in which they stand

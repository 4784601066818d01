"""All cases, in the order of a seed."""

import random

from derive_cases import of_exact_numbers
from market_cases import of_partial_market
from movement_cases import of_amounts, of_two_dates
from named_cases import of_full_market, of_named_firms

__all__ = ["OF_BOUNDS", "OF_DERIVE", "cases"]

OF_BOUNDS = (of_partial_market, of_partial_market, of_full_market, of_named_firms, of_two_dates, of_amounts)
OF_DERIVE = (of_exact_numbers,)


def cases(seed, kinds=OF_BOUNDS):
    """Cases without end, always the same for one seed."""
    chance = random.Random(seed)
    while True:
        yield from chance.choice(kinds)(chance)

"""Sharp bounds of shares of amounts, of growth, and of times until shares meet, from the definitions."""

import math
from fractions import Fraction

from true_distances import as_ends
from true_indices import Ends
from true_market import Box, Undecided, combined, linear

__all__ = ["implied_earlier_share", "implied_growth", "part_of", "shares_of", "years_to_parity"]


def shares_of(boxes, firm):
    """100 V / ΣV of any amounts with a sum above 0; an amount may be unbounded."""
    own, others = boxes[firm], [box for at, box in enumerate(boxes) if at != firm]
    zero_low = all(box.low == 0 and box.low_closed for box in others)
    never = own.high == 0
    if never and all(box.high == 0 for box in others):
        return None
    if never:
        return Ends(0, True, 0, True)
    if all(box.high == 0 for box in others):
        return Ends(100, True, 100, True)
    low_sum = sum(box.low for box in others)
    if low_sum == 0:
        top = (Fraction(100), zero_low)
    elif own.high is None:
        top = (Fraction(100), False)
    else:
        top = (100 * own.high / (own.high + low_sum), own.high_closed and all(box.low_closed for box in others))
    if own.low == 0:
        bottom = (Fraction(0), own.low_closed)
    elif any(box.high is None for box in others):
        bottom = (Fraction(0), False)
    else:
        high_sum = sum(box.high for box in others)
        bottom = (100 * own.low / (own.low + high_sum), own.low_closed and all(box.high_closed for box in others))
    return Ends(*bottom, *top)


def part_of(part, whole):
    """100 part / whole of amounts, the whole above 0 and at least its part; both have a high end."""
    scale = max(part.high, whole.high, 1)
    boxes = [Box(b.low * 50 / scale, b.high * 50 / scale, b.low_closed, b.high_closed) for b in (part, whole)]
    shape = combined(boxes, slack=1)
    shape = shape.cut(linear(3, {1: 1, 0: -1})).cut(linear(3, {1: 1}), strict=True)
    return None if shape.is_empty else as_ends(shape.ends(linear(3, {0: 100}), linear(3, {1: 1})))


# growth


def _multiplied(factors):
    """Ends of a product of independent numbers of 0 and more."""
    low, high = math.prod(f[0] for f in factors), math.prod(f[2] for f in factors)
    low_reached = all(f[1] for f in factors) if low else any(f[0] == 0 and f[1] for f in factors)
    high_reached = all(f[3] for f in factors)
    if high == 0:
        high_reached = low_reached = True
    return Ends(low, low_reached, high, high_reached)


def _share_above_zero(box):
    high, high_closed = (box.high, box.high_closed) if box.high <= 100 else (Fraction(100), True)
    return (box.low, box.low_closed and box.low > 0, high, high_closed) if high > 0 else None


def _inverse(factor):
    low, low_reached, high, high_reached = factor
    return 1 / high, high_reached, (1 / low if low else math.inf), low_reached and low > 0


def _rate(box, *, zero):
    """1 + a growth; −100 % only where it may be."""
    low = 1 + box.low / 100
    return low, box.low_closed and (zero or low > 0), 1 + box.high / 100, box.high_closed


def implied_growth(growth, above, below):
    """(1 + growth) above / below − 1 in percent, of shares above 0."""
    rate, above, below = _rate(growth, zero=False), _share_above_zero(above), _share_above_zero(below)
    if above is None or below is None or rate[2] <= 0:
        return None
    low, low_reached, high, high_reached = _multiplied([rate, above, _inverse(below)])
    return Ends(100 * (low - 1), low_reached, 100 * (high - 1) if high < math.inf else high, high_reached)


def implied_earlier_share(share, firm_growth, market_growth, years):
    """S ((1 + G) / (1 + g)) ** years, for whole years above 0."""
    firm = _rate(firm_growth, zero=False)
    if firm[2] <= 0:
        return None
    factors = [(share.low, share.low_closed, share.high, share.high_closed)]
    factors += [_rate(market_growth, zero=True), _inverse(firm)] * years
    if math.prod(f[2] for f in factors if f[2] < math.inf) == 0:
        return Ends(0, True, 0, True)
    return _multiplied(factors)


def years_to_parity(leader, challenger, leader_growth, challenger_growth):
    """ln(leader / challenger) / ln of the ratio of their rates, 0 if level, of two shares of one market."""
    boxes = [leader, challenger]
    shape = combined(boxes, slack=1)
    for at in (0, 1):
        shape = shape.cut(linear(3, {at: 1}), strict=True)
    lead_rate, rate = _rate(leader_growth, zero=False), _rate(challenger_growth, zero=False)
    if shape.is_empty or lead_rate[2] <= 0 or rate[2] <= 0:
        return None
    (near, near_reached), (far, far_reached) = shape.ends(linear(3, {0: 1}), linear(3, {1: 1}))
    slow, slow_reached, fast, fast_reached = _multiplied([rate, _inverse(lead_rate)])
    if near < 1 or (near == 1 and near_reached):
        low = (0, True)
    elif fast <= 1:
        raise Undecided("never level")
    elif fast == math.inf:
        low = (0, False)
    else:
        low = (math.log(near) / math.log(fast), near_reached and fast_reached)
    if far is not None and far <= 1:
        return Ends(*low, 0, True)
    if slow <= 1 or far is None:
        if slow == 1 and not slow_reached and far is not None:
            return Ends(*low, math.inf, False)
        return Ends(*low, math.inf, False)
    return Ends(*low, math.log(far) / math.log(slow), far_reached and slow_reached)

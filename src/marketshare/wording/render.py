"""Numbers back into words: one fixed way to print a value and what is known of it."""

import math

from marketshare.interval import Interval

__all__ = ["render_bounds", "render_number", "render_value"]

DECIMALS = {"percent": 1, "percentage_point": 1, "hhi_point": 1, "year": 1, "count": 0, "rank": 0}
"""Places after the point; units that are not here show significant digits."""


def render_value(value: float, unit: str, decimals: int | None = None) -> str:
    """One number in its unit, in English.

    Args:
        value: The number; infinite ones are written ∞.
        unit: One of the closed list.
        decimals: Places after the point; None takes those of the unit.

    Example:
        >>> render_value(42.9, "percent"), render_value(2.5e8, "user"), render_value(1974.185, "hhi_point")
        ('42.9%', '250 million', '1,974.2')
    """
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    places = DECIMALS.get(unit) if decimals is None else decimals
    if unit in DECIMALS and places is not None:
        text = f"{_half_even_free(value, places):,.{places}f}"
        text = {"percent": f"{text}%", "percentage_point": f"{text} pp"}.get(unit, text)
    elif unit == "ratio":
        text = f"{value:.3g}" if decimals is None else f"{value:.{decimals}f}"
    else:
        text = _prefixed(_scaled(value), unit)
    return text.replace("-", "−")


def render_bounds(bounds: Interval, unit: str, decimals: int | None = None) -> str:
    """What is known of a number, in words: ``1,974.2 to 2,499.5``, ``more than 250 million``.

    Example:
        >>> render_bounds(Interval.at_least(2.5e8, closed=False), "user")
        'more than 250 million'
    """
    low, high = (render_value(end, unit, decimals) for end in (bounds.low, bounds.high))
    if bounds.is_exact:
        return low
    if low == high and unit not in DECIMALS:
        low, high = (_prefixed(_scaled(end, digits=6), unit) for end in (bounds.low, bounds.high))
    if math.isinf(bounds.low) and math.isinf(bounds.high):
        return "anything"
    if math.isinf(bounds.high):
        return f"{'at least' if bounds.low_closed else 'more than'} {low}"
    if math.isinf(bounds.low):
        return f"{'at most' if bounds.high_closed else 'less than'} {high}"
    for sign in ("%", " pp"):
        if low.endswith(sign) and high.endswith(sign):
            low = low.removesuffix(sign)
    return f"{low} to {high}"


def render_number(value: float | None, bounds: Interval, unit: str, decimals: int | None = None) -> str:
    """A number as prose prints it: its value, or its bounds if that is all that is known."""
    if value is None or bounds.is_one_sided:
        return render_bounds(bounds, unit, decimals)
    return render_value(value, unit, decimals)


def _half_even_free(value: float, places: int) -> float:
    """Nudge a value off the binary fraction that would print 2.675 as 2.67: ties go away from zero."""
    return value + math.copysign(10.0 ** -(places + 9), value) if value else 0.0


def _prefixed(text: str, unit: str) -> str:
    return f"CNY {text}" if unit == "CNY" else text


def _scaled(value: float, digits: int = 4) -> str:
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:.{digits}g} {name}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"

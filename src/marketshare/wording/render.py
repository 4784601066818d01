"""Numbers back into words: one fixed way to print a value and what is known of it, in English and in Chinese."""

import math
from decimal import Decimal
from typing import Literal

from marketshare.interval import Interval
from marketshare.wording.vocabulary import CURRENCY_CODES

__all__ = ["Convention", "render_bounds", "render_number", "render_value"]

Convention = Literal["en", "zh"]
"""``en``: 250 million, more than; ``zh``: 2.5亿, 超过."""

DECIMALS = {
    "percent": 1, "percentage_point": 1, "per_mille": 1, "basis_point": 1, "hhi_point": 1, "year": 1,
    "count": 0, "rank": 0,
}  # fmt: skip
"""Places after the point; units that are not here show significant digits."""

_SIZES: dict[Convention, tuple[tuple[float, str], ...]] = {
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
    "zh": ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")),
}
_MORE = {"en": ("at least ", "more than "), "zh": ("至少", "超过")}
_LESS = {"en": ("at most ", "less than "), "zh": ("至多", "不足")}
_SIGNS = {
    "percent": ("%", "%"), "percentage_point": (" pp", "个百分点"),
    "per_mille": ("‰", "‰"), "basis_point": (" bp", "个基点"),
}  # fmt: skip
_AFTER = {"tonne": (" tonnes", "吨"), "minute": (" minutes", "分钟")}
_MONEY = {
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "HKD": "港元",
    "JPY": "日元",
    "GBP": "英镑",
    "TWD": "新台币",
    "KRW": "韩元",
}
"""What Chinese calls a currency; others keep their code."""


def render_value(value: float, unit: str, decimals: int | None = None, *, convention: Convention = "en") -> str:
    """One number in its unit.

    Args:
        value: The number; infinite ones are written ∞.
        unit: One of the closed list.
        decimals: Places after the point; None takes those of the unit.
        convention: ``en`` or ``zh``.

    Example:
        >>> render_value(42.9, "percent"), render_value(2.5e8, "user"), render_value(1974.185, "hhi_point")
        ('42.9%', '250 million', '1,974.2')
        >>> render_value(2.5e8, "user", convention="zh"), render_value(7e10, "CNY", convention="zh")
        ('2.5亿', '700亿元')
    """
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    places = DECIMALS.get(unit) if decimals is None else decimals
    if unit in DECIMALS and places is not None:
        text = f"{_half_even_free(value, places):,.{places}f}"
        text += _SIGNS.get(unit, ("", ""))[convention == "zh"]
    elif unit == "ratio":
        text = _ratio(value) if decimals is None else f"{value:.{decimals}f}"
    else:
        text = _in_currency(_scaled(value, convention), unit, convention)
    if convention == "zh":
        text = _chinese(text.replace(",", ""), unit)
    return text.replace("-", "−")


def render_bounds(bounds: Interval, unit: str, decimals: int | None = None, *, convention: Convention = "en") -> str:
    """What is known of a number, in words: ``1,974.2 to 2,499.5``, ``more than 250 million``, ``超过2.5亿``.

    Example:
        >>> bounds = Interval.at_least(2.5e8, closed=False)
        >>> render_bounds(bounds, "user"), render_bounds(bounds, "user", convention="zh")
        ('more than 250 million', '超过2.5亿')
    """
    low, high = (render_value(end, unit, decimals, convention=convention) for end in (bounds.low, bounds.high))
    if bounds.is_exact:
        return low
    if low == high and unit not in DECIMALS:
        low, high = (
            _in_currency(_scaled(end, convention, digits=6), unit, convention) for end in (bounds.low, bounds.high)
        )
    if math.isinf(bounds.low) and math.isinf(bounds.high):
        return {"en": "anything", "zh": "任何数"}[convention]
    if math.isinf(bounds.high):
        return _MORE[convention][not bounds.low_closed] + low
    if math.isinf(bounds.low):
        return _LESS[convention][not bounds.high_closed] + high
    if convention == "zh":
        return f"{low}至{high}"
    for sign in (english for english, _ in (*_SIGNS.values(), *_AFTER.values())):
        if low.endswith(sign) and high.endswith(sign):
            low = low.removesuffix(sign)
    return f"{low} to {high}"


def render_number(
    value: float | None, bounds: Interval, unit: str, decimals: int | None = None, *, convention: Convention = "en"
) -> str:
    """A number as prose prints it: its value, or its bounds if that is all that is known.

    Example:
        >>> bounds = Interval(11, 19)
        >>> render_number(None, bounds, "count"), render_number(None, bounds, "count", convention="zh")
        ('11 to 19', '11至19')
    """
    if value is None or bounds.is_one_sided:
        return render_bounds(bounds, unit, decimals, convention=convention)
    return render_value(value, unit, decimals, convention=convention)


def _half_even_free(value: float, places: int) -> float:
    """Nudge a value off the binary fraction that would print 2.675 as 2.67: ties go away from zero."""
    return value + math.copysign(10.0 ** -(places + 9), value) if value else 0.0


def _chinese(text: str, unit: str) -> str:
    if unit == "rank":
        return f"第{text}"
    if unit == "ratio":
        return f"{text}倍" if float(text) > 1 else text  # 一倍 is a doubling
    return f"{text}年" if unit == "year" else text


def _in_currency(text: str, unit: str, convention: Convention) -> str:
    if unit in _AFTER:
        return text + _AFTER[unit][convention == "zh"]
    if unit not in CURRENCY_CODES:
        return text
    return f"{text}{_MONEY.get(unit, unit)}" if convention == "zh" else f"{unit} {text}"


def _scaled(value: float, convention: Convention, digits: int = 4) -> str:
    for size, name in _SIZES[convention]:
        if abs(value) >= size:
            if size == 1e4 and abs(value) < 1e6 and value % 10:
                break  # 12,345 is shown whole in English, too
            return _significant(value / size, digits) + name
    return f"{value:,.0f}" if value == int(value) else _significant(value, digits)


def _ratio(value: float) -> str:
    return _significant(value, 3) if abs(value) < 1000 else f"{value:,.0f}"


def _significant(value: float, digits: int) -> str:
    return f"{Decimal(f'{value:.{digits}g}'):,f}"  # never 1.2e+03

"""Number phrases: what a printed figure says, and what it leaves open."""

from dataclasses import dataclass
from decimal import Decimal

from marketshare.interval import Interval
from marketshare.wording.amounts import Kind, extent
from marketshare.wording.errors import WordingError
from marketshare.wording.extent import Extent
from marketshare.wording.forms import readable
from marketshare.wording.growth import percents, ratios
from marketshare.wording.ranks import rank
from marketshare.wording.shares import percentage_point
from marketshare.wording.statement import MARK, statement
from marketshare.wording.windows import aside, halves

__all__ = ["SIGNED", "Phrase", "read", "readings"]

_KINDS = {
    **dict.fromkeys(("count", "user", "visit", "transaction"), Kind.COUNT),
    **dict.fromkeys(("CNY", "USD", "EUR", "HKD", "JPY", "GBP", "hhi_point"), Kind.AMOUNT),
    "year": Kind.DURATION,
}
SIGNED = frozenset(("percent", "percentage_point", "CNY", "USD", "EUR", "HKD", "JPY", "GBP", "hhi_point"))
"""Units whose numbers can be negative: a fall, a loss."""

_UNITS = sorted({*_KINDS, "percent", "percentage_point", "ratio", "rank"})


@dataclass(frozen=True)
class Phrase:
    """What a number phrase says.

    Attributes:
        value: The number in the unit asked for; None where there are only words (十几个) or a range.
        bounds: What the words allow, and the rounding of what was printed.
    """

    value: Decimal | None
    bounds: Interval


def read(printed: str, unit: str) -> Phrase:
    """Read a figure as printed in a note, Chinese or English, in the unit of its measure.

    Rounding is half of the last printed place, closed on both sides; a bound word (超过, 以上, 不足) replaces rounding
    on its side. Percents and multiples are printed to a fixed place; before 万, 亿 and million trailing zeros are not
    significant; a plain whole number of a counted unit is exact, a fraction has half a step of its denominator.
    The rules for what notes print beyond that:

    ==========================  ==========================================================================
    近, nearly                  the lower half of "about", below the number; of a duration, 近两年 is just two
    约, 左右, roughly           the number is round: rounding, with trailing zeros not significant
    3-5亿, 10% to 12%           the stated ends, both included; no single value
    42.9% ± 0.5%                the margin, both ends included
    超过3亿不足5亿              the stated ends, each as its word says; no single value
    8000多, 20几                by less than one unit of the lowest place that is not zero
    几, 几十, 几亿              2 to 9; 20 to 99; from 2亿 up to, not including, 10亿
    两倍半, half a million      half a step of a half
    三成, 七五折                30 ± 5 %; 75 ± 0.5 %, what is left to pay
    两百家, 三百二十家          round numbers in words are rounded; 二十, 三百二十五 are counted
    不足5亿, under 5m           from 0: what is positive in words stays so
    翻两番, doubled             ratio 4, 2, with half of one
    远超                        a ratio above 1; no value
    down 12%, 下降12%           −12 %, its bounds turned round
    ==========================  ==========================================================================

    Args:
        printed: The phrase, for instance ``超过2.5亿``, ``42.9%``, ``十几个``, ``第二``, ``over $4.65bn``.
        unit: A unit of the closed list (``percent``, ``user``, ``rank``, …), or a foreign currency: USD, EUR, HKD,
            JPY, GBP.

    Raises:
        WordingError: the phrase cannot be read, or not in that unit, or it has two readings: see `readings`.

    Example:
        >>> read("42.9%", "percent").bounds, read("up 86% YoY", "percent").bounds
        ([42.85, 42.95], [85.5, 86.5])
        >>> read("超过2.5亿", "user").bounds, read("more than 250 million", "user").bounds
        ((250000000, ∞), (250000000, ∞))
        >>> read("十几个", "count")
        Phrase(value=None, bounds=[11, 19])
    """
    ways = _ways(readable(printed), unit, printed)
    if len(ways) > 1:
        both = " or ".join(f"{name} {_phrase(way, unit, printed).bounds}" for name, way in ways.items())
        raise WordingError(f"{printed!r} is ambiguous: {both}; its readings must be told apart")
    return _phrase(ways[""], unit, printed)


def readings(printed: str, unit: str) -> dict[str, Phrase]:
    """The readings of an ambiguous phrase, by name.

    Args:
        printed: A growth in multiples, for instance ``增长32倍``, ``高出几十倍``, ``grew 32-fold``.
        unit: ``ratio``, or ``percent`` for the growth.

    Returns:
        ``to``, the ratio that is printed, and ``by``, a ratio greater by one; never merged into one interval.

    Raises:
        WordingError: the phrase cannot be read, or it has only one reading.

    Example:
        >>> {name: phrase.bounds for name, phrase in readings("增长32倍", "ratio").items()}
        {'to': [31.5, 32.5], 'by': [32.5, 33.5]}
    """
    ways = _ways(readable(printed), unit, printed)
    if len(ways) == 1:
        raise WordingError(f"{printed!r} has one reading only")
    return {name: _phrase(way, unit, printed) for name, way in ways.items()}


def _ways(text: str, unit: str, printed: str) -> dict[str, Extent]:
    """Everything that a phrase can be understood to say, without a name if that is one thing."""
    if unit not in _UNITS:
        raise WordingError(f"unknown unit {unit!r}; one of {', '.join(_UNITS)}")
    if parts := aside(text):
        return {"": _with_bounds(*parts, unit, printed)}
    if sides := halves(text):
        return {"": _window(*sides, unit, printed)}
    said = statement(text, unit, printed)
    if unit == "percent":
        return percents(said)
    if unit == "ratio":
        return ratios(said)
    if said.base or said.doubling:
        raise WordingError(f"{printed!r} is a multiple, not a number of unit {unit}")
    if said.against and not said.change:
        raise WordingError(f"compared, but how? {printed!r}")
    by = bool(said.change) and not said.to
    if unit == "percentage_point":
        number = percentage_point(said.core, printed).bounded(said.bound, printed, signed=True)
        return {"": number.moved(-1) if by and said.change == "down" else number}
    if by and (said.change == "down" or unit == "rank"):
        raise WordingError(f"{printed!r} says by how much something fell; the measure must be what is left")
    number = rank(said.core, printed) if unit == "rank" else extent(said.core, _KINDS[unit], printed, MARK)
    return {"": number.bounded(said.bound, printed, signed=unit in SIGNED)}


def _window(low: str, high: str, unit: str, printed: str) -> Extent:
    """Two bounds on one number, each from its own half."""
    lower, upper = (_only(_ways(half, unit, printed), printed) for half in (low, high))
    if lower.high.is_finite() or lower.low > upper.high or upper.low > 0:
        raise WordingError(f"bounds that contradict each other in {printed!r}")
    return Extent(None, lower.low, upper.high, lower.low_closed, upper.high_closed)


def _with_bounds(number: str, bounds: str, unit: str, printed: str) -> Extent:
    """A number with its bounds in parentheses; only words that bound are taken for bounds."""
    value = _only(_ways(number, unit, printed), printed).value
    said = _only(_ways(bounds, unit, printed), printed)
    if value is None or not said.low <= value <= said.high or (said.value is not None and said.low.is_finite()):
        raise WordingError(f"not a number and its bounds: {printed!r}")
    return Extent(value, said.low, said.high, said.low_closed, said.high_closed)


def _only(ways: dict[str, Extent], printed: str) -> Extent:
    if len(ways) > 1:
        raise WordingError(f"{printed!r} is ambiguous in part")
    return ways[""]


def _phrase(number: Extent, unit: str, printed: str) -> Phrase:
    value, low, high = number.value, number.low, number.high
    if unit not in SIGNED:
        if high < 0 or (value is not None and value < 0):
            raise WordingError(f"{printed!r}: a number of unit {unit} is not negative")
        low = max(low, Decimal(0))
    ends = float(low), float(high)
    if ends[0] > ends[1] or (ends[0] == ends[1] and not (number.low_closed and number.high_closed)):
        raise WordingError(f"bounds that leave nothing: {printed!r}")
    exact = None if value is None else Decimal(f"{value.normalize():f}")  # 250000000, not 250000000.0
    return Phrase(exact, Interval(*ends, number.low_closed, number.high_closed))

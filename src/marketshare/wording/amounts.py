"""Amounts: what a number leaves open, by how it was rounded, hedged and bounded; exact decimals."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from marketshare.wording.errors import WordingError
from marketshare.wording.numerals import Numeral

__all__ = [
    "INFINITE",
    "Extent",
    "Kind",
    "between",
    "doublings",
    "exactly",
    "extent",
    "fraction",
    "level",
    "margin",
    "multiple",
]

INFINITE = Decimal("Infinity")
_TENTH = Decimal("0.1")
MOST_DOUBLINGS = 20


class Kind(Enum):
    """What a number is of, and so how it was rounded."""

    COUNT = "a plain whole number is exact, unless it ends in three zeros; 8000多 is 8001 to 8999"
    AMOUNT = "half of the last printed place, trailing zeros from three on not counted"
    PLACE = "printed to a fixed place, as percents are: half of it"
    MULTIPLE = "as PLACE, a number in words is a round one; 几十 is 20 to 99"
    DURATION = "a whole number, or a whole one and a half, is exact"


@dataclass(frozen=True)
class Extent:
    """How far a number reaches, without its bound words or with them.

    Attributes:
        value: The number; None where there are only words (十几个) or a range.
        low: Lower end.
        high: Upper end.
        low_closed: Whether the lower end belongs to it.
        high_closed: Whether the upper end belongs to it.
        about: How far "about" reaches, down and up; None if the words bound the number by themselves.
        whole: Whether only whole numbers are meant: an open end then moves to the next one.
    """

    value: Decimal | None
    low: Decimal
    high: Decimal
    low_closed: bool = True
    high_closed: bool = True
    about: tuple[Decimal, Decimal] | None = None
    whole: bool = False

    def moved(self, factor: int | Decimal, shift: int = 0) -> "Extent":
        """The extent of `factor` times the number plus `shift`; a negative factor turns it round."""

        def at(end: Decimal) -> Decimal:
            return end * factor + shift

        value = None if self.value is None else at(self.value)
        about = None if self.about is None else (at(self.about[0]), at(self.about[1]))
        if factor > 0:
            return Extent(value, at(self.low), at(self.high), self.low_closed, self.high_closed, about)
        turned = None if about is None else (about[1], about[0])
        return Extent(value, at(self.high), at(self.low), self.high_closed, self.low_closed, turned)

    def bounded(self, bound: str, *, floor: Decimal = Decimal(0)) -> "Extent":
        """The extent under a bound or a hedge, which replaces rounding on its side.

        Args:
            bound: ``more``, ``at least``, ``less``, ``at most``, ``nearly``, ``barely``, ``about``, or nothing.
            floor: The lowest that a number of its unit can be. One that is positive in words stays so: 不足5亿 isn't
                below 0, unless it is a growth that may be negative.

        Raises:
            WordingError: the words bound the number already; "less than" or "nearly" of nothing.
        """
        if not bound:
            return self
        if self.value is None or self.about is None:
            raise WordingError("two bounds in one phrase: the words of the number bound it already")
        value, (down, up) = self.value, self.about
        if value < 0 or (value == 0 and bound in {"less", "nearly"}):
            if floor == 0 or bound == "nearly":
                raise WordingError("nothing lies there")
            floor = -INFINITE
        ends: dict[str, tuple[Decimal, Decimal, str]] = {
            "more": (value, INFINITE, "()"),
            "at least": (value, INFINITE, "[)"),
            "less": (floor, value, "[)"),
            "at most": (floor, value, "[]"),
            "nearly": (down, value, "[)"),
            "barely": (value, up, "(]"),
            "about": (down, up, "[]"),
        }
        if bound not in ends:
            raise WordingError("级 and 规模 speak of the size of an amount (千万级), which this number is not")
        low, high, closed = ends[bound]
        found = Extent(value, low, high, closed[0] == "[", closed[1] == "]", whole=self.whole)
        return found.in_whole_numbers() if self.whole and bound in {"nearly", "barely", "about"} else found

    def in_whole_numbers(self) -> "Extent":
        """From the first whole number in it to the last."""
        low = self.low.to_integral_value("ROUND_CEILING") + (0 if self.low_closed or self.low % 1 else 1)
        high = self.high.to_integral_value("ROUND_FLOOR") - (0 if self.high_closed or self.high % 1 else 1)
        if low > high:
            raise WordingError(f"no whole number lies between {self.low} and {self.high}")
        return replace(self, low=low, high=high, low_closed=True, high_closed=True)


def exactly(value: Decimal) -> Extent:
    """One number, known exactly."""
    return Extent(value, value, value, about=(value, value))


def between(low: Decimal, high: Decimal, value: Decimal | None = None, *, ends: str = "[]") -> Extent:
    """From `low` to `high`, bounds that no other word may change; `ends` says which of them belong to it."""
    return Extent(value, low, high, ends[0] == "[", ends[1] == "]")


def extent(numeral: Numeral, kind: Kind) -> Extent:
    """How far a numeral reaches by itself, and with "about".

    Raises:
        WordingError: a count with decimals and no scale; half a thing; words that leave no number.
    """
    whole = kind is Kind.COUNT and numeral.is_whole
    if kind is Kind.COUNT and numeral.decimals and not numeral.scaled:
        raise WordingError(f"{numeral.value} is no count: thousands, or decimals? Declare the source's locale")
    if numeral.form == "more":
        return _open(numeral.value, numeral.value + numeral.place, numeral.value, whole=whole)
    if numeral.form == "few":
        return _few(numeral, kind)
    if numeral.form == "span":
        return between(numeral.value, numeral.upto)
    down, up = _rounding(numeral, kind)
    value = numeral.value
    hedge = _hedge(numeral)
    about = value - max(down, hedge), value + max(up, hedge)
    if numeral.form == "about":
        found = Extent(value, *about, about=about, whole=whole)
        return found.in_whole_numbers() if whole else found
    return Extent(value, value - down, value + up, about=about, whole=whole)


def _few(numeral: Numeral, kind: Kind) -> Extent:
    """几 is 2 to 9: 几十 20 to 99, 几亿 from 2亿 up to 10亿; 十几 lies strictly between 10 and 20."""
    after = not numeral.last  # 十几: a few more than ten
    if numeral.is_whole and (kind in {Kind.COUNT, Kind.MULTIPLE} or numeral.place == 1):
        return between(numeral.value + (1 if after else 0), numeral.upto - 1)
    return between(numeral.value, numeral.upto, ends="()" if after else "[)")


def _open(low: Decimal, high: Decimal, value: Decimal | None, *, whole: bool) -> Extent:
    if not value:
        raise WordingError("more than nothing, but how much?")
    found = between(low, high, value, ends="()")
    return found.in_whole_numbers() if whole else found


def _rounding(numeral: Numeral, kind: Kind) -> tuple[Decimal, Decimal]:
    """How far down and up lie the numbers that would have been printed the same."""
    exact, half = (Decimal(0), Decimal(0)), (Decimal("0.5"), Decimal("0.5"))
    if numeral.form == "half":
        if kind is Kind.COUNT and not numeral.scaled:
            raise WordingError("half of what? A count is whole")
        reach = _reach(numeral)
        return exact if kind is Kind.DURATION and not numeral.scaled else (reach, reach)
    if numeral.decimals and not numeral.scaled:
        return numeral.last / 2, numeral.last / 2
    if numeral.is_whole:
        if kind is Kind.DURATION:
            return exact
        if kind is Kind.MULTIPLE and numeral.spelled and numeral.value:
            return _reach(numeral), _reach(numeral)
        is_round = numeral.zeros >= 3 or (numeral.spelled and numeral.value >= 100 and numeral.place > 1)
        if not is_round or kind in {Kind.PLACE, Kind.MULTIPLE}:
            return exact if kind is Kind.COUNT else half
    # At a power of ten with one significant digit (1亿, 100万) the step below is a tenth of the one above.
    is_power_of_ten = numeral.value == numeral.place and not numeral.decimals and numeral.value > 1
    return numeral.place / (20 if is_power_of_ten else 2), numeral.place / 2


def _reach(numeral: Numeral) -> Decimal:
    """A tenth of the number or half its coarsest round step (5, 10, 50, 100 …), whichever is smaller."""
    fives = numeral.form != "half" and numeral.value % (5 * numeral.place) == 0
    return min(abs(numeral.value) * _TENTH, numeral.place * (5 if fives else 1) / 2)


def _hedge(numeral: Numeral) -> Decimal:
    """The same, but at least one unit of the last printed place where that is no more than a tenth."""
    fine = numeral.form != "half" and numeral.last <= abs(numeral.value) * _TENTH
    return max(_reach(numeral), numeral.last) if fine else _reach(numeral)


def level(numeral: Numeral) -> Extent:
    """Of the order of: 千亿级 is from 千亿 up to ten times that, 8亿级 within one unit of its place.

    Raises:
        WordingError: the number is bounded already.
    """
    if numeral.form or not numeral.value:
        raise WordingError("the order of magnitude of what? Its words bound the number already")
    if numeral.value == numeral.place:
        return between(numeral.value, 10 * numeral.value, ends="[)")
    return between(numeral.value - numeral.place, numeral.value + numeral.place, numeral.value)


def fraction(top: Decimal, bottom: Decimal) -> Extent:
    """A fraction as a ratio.

    Of a denominator up to ten it is a round number, within a tenth of itself; else it has half a step of its
    denominator.

    Example:
        >>> found = fraction(Decimal(1), Decimal(4))
        >>> found.low, found.high
        (Decimal('0.225'), Decimal('0.275'))
    """
    value = top / bottom
    half = value * _TENTH if bottom <= 10 else 1 / (2 * bottom)
    return Extent(value, value - half, value + half, about=(value - half, value + half))


def multiple(value: Decimal) -> Extent:
    """A multiple that a word names (doubled, 翻番, 一倍, halved): within a tenth of the ratio."""
    reach = value * _TENTH
    return Extent(value, value - reach, value + reach, about=(value - reach, value + reach))


def doublings(times: Numeral) -> Extent:
    """翻两番: doubled twice.

    Raises:
        WordingError: it isn't a whole number of doublings up to twenty.
    """
    if not times.is_whole or times.form or not 1 <= times.value <= MOST_DOUBLINGS:
        raise WordingError(f"not a number of doublings: {times.value:f}")
    return multiple(Decimal(2) ** int(times.value))


def margin(value: Decimal, reach: Decimal) -> Extent:
    """42.9 ± 0.5."""
    return between(value - reach, value + reach, value)

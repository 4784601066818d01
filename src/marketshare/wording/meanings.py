"""Meanings: what a statement says in the unit of its measure."""

from dataclasses import replace
from decimal import Decimal

from marketshare.wording.amounts import INFINITE, Extent, Kind, between, doublings, extent, multiple
from marketshare.wording.errors import WordingError
from marketshare.wording.parts import Number
from marketshare.wording.ranges import number_of
from marketshare.wording.statement import Item, Statement
from marketshare.wording.vocabulary import CURRENCY_CODES

__all__ = ["SIGNED", "UNITS_READ", "meanings"]

_KINDS = {
    **dict.fromkeys(("count", "user", "visit", "transaction", "unit"), Kind.COUNT),
    **dict.fromkeys((*CURRENCY_CODES, "hhi_point", "tonne", "minute"), Kind.AMOUNT),
    "year": Kind.DURATION,
}
_OR_BELOW = frozenset(("以下", "及以下", "或以下", "or below", "and below", "or lower", "or under", "and under"))
"""At most, of a place on a scale that goes on below nothing, as a growth does."""
_SHARES = {"percent": Decimal(1), "per_mille": Decimal(10)}
_POINTS = {"percentage_point": Decimal(1), "basis_point": Decimal(100)}
SIGNED = frozenset((*_SHARES, *_POINTS, *CURRENCY_CODES, "hhi_point"))
"""Units whose numbers can be negative: a fall, a loss."""

UNITS_READ = frozenset((*_KINDS, *_SHARES, *_POINTS, "ratio", "rank"))
"""Units in which a phrase can be read."""


def meanings(said: Statement, unit: str, kind: str) -> dict[str, Extent]:
    """Everything that a phrase can be understood to say, without a name if that is one thing.

    Raises:
        WordingError: it is no number of that unit, or not of that kind; see `marketshare.wording.read`.
    """
    if unit in _SHARES:
        return {name: way.moved(_SHARES[unit]) for name, way in _percents(said, kind).items()}
    if unit == "ratio":
        return _ratios(said)
    if said.base or any(item.unit == "times" or item.number.form == "ratio" for item in said.items):
        raise WordingError(f"it is a multiple, not a number of unit {unit}")
    if unit in _POINTS:
        return {"": _signed(_bounded(number_of(said, _in_points), said), said).moved(_POINTS[unit])}
    return {"": _rank(said) if unit == "rank" else _amount(said, unit, kind)}


def _percents(said: Statement, kind: str) -> dict[str, Extent]:
    """What a phrase says in percent: a share, or a growth (a doubling is 100 %)."""
    if ways := _changes_in_times(said):
        return {name: way.moved(100, -100) for name, way in ways.items()}
    if said.base:
        raise WordingError("a part of an earlier amount is a ratio, not a growth; they convert only by name")
    if any(item.unit == "times" for item in said.items):
        raise WordingError("it is a ratio, not a percentage; growth and ratio convert only by name")
    if any(item.unit == "pct" for item in said.items) and (said.change or said.rate or said.against):
        raise WordingError("pct of a change may be percentage points; the measure's unit says which")
    number = number_of(said, _in_percent)
    falls = said.rate == "rate down" or said.by  # by how much is no less than nothing
    growth = not falls and (said.rate or said.pace or kind == "growth" or said.against)
    below = "less than" in said.bounds or any(word.text in _OR_BELOW for word in said.words)
    number = _bounded(number, said, -INFINITE if growth and below else Decimal(0))
    return {"": _signed(_of_a_whole(number, said), said)}


def _ratios(said: Statement) -> dict[str, Extent]:
    """What a phrase says as a ratio of two amounts; a change by a part of it adds to one."""
    if ways := _changes_in_times(said):
        return ways
    in_percent = any(item.unit in {"percent", "pct", "成", "折"} or item.number.form == "share" for item in said.items)
    if said.by or said.rate:
        if all(item.number.form == "plain" and not item.unit for item in said.items):
            raise WordingError("it says by how much, not by how many times")
        number = _of_a_whole(_bounded(number_of(said, _in_percent), said), said)
        return {"": _signed(number, said).moved(Decimal("0.01"), 1)}
    if in_percent and not said.base:
        raise WordingError("it is a percentage, not a ratio; expected for instance 27倍 or 1/4")
    if in_percent:
        return {"": _bounded(number_of(said, _in_percent), said).moved(Decimal("0.01"))}
    return {"": _bounded(number_of(said, _in_times), said)}


def _changes_in_times(said: Statement) -> dict[str, Extent] | None:
    """The ratio after a change that is told in multiples; None if there is no such change.

    增长32倍 may be "to 32 times" or "by 32 times". By one time or less it can only be "by": to one time is no growth.
    For the same reason 一倍 alone, 超过一倍, is a doubling.
    """
    named = said.items[0].number.form == "ratio" or said.items[0].unit == "番"
    if said.base or not (named or any(item.unit in {"times", "番"} for item in said.items)):
        return None
    number = number_of(said, _in_times)
    if named:
        return {"": _named(number, said)}
    if said.change == "down" and not said.to:
        raise WordingError("a fall by a multiple says nothing")
    one = number.value == 1 and said.items[0].numeral is not None and "倍" in {w.text for w in said.words}
    if not said.to and number.value is not None and number.value <= 1 and (said.change or one):
        numeral = said.items[0].numeral
        exactly_one = number.value == 1 and not (numeral and numeral.form)  # 一倍多 is more than a doubling
        return {"": (multiple(Decimal(2)) if exactly_one else number.moved(1, 1)).bounded(said.bound, floor=Decimal(1))}
    if said.to:
        return {"": _bounded(number, said)}
    if not said.change:
        return None
    numeral = said.items[0].numeral
    in_words = not said.joint and numeral is not None and numeral.spelled and not numeral.form
    by = multiple(numeral.value + 1) if numeral and in_words else number.moved(1, 1)
    return {"to": _bounded(number, said), "by": _bounded(by, said, Decimal(1))}


def _named(number: Extent, said: Statement) -> Extent:
    """Doubled, halved, 翻番: of a fall the bounds are turned round, as more than halved is further down."""
    if said.by:
        raise WordingError("more than one verb of change")
    one = Decimal(1)
    if number.value is None or number.value > 1:
        return number.bounded(said.bound, floor=one)
    pairs = [("more", "less"), ("at least", "at most"), ("nearly", "barely")]
    turned = dict(pairs) | {second: first for first, second in pairs}
    found = number.bounded(turned.get(said.bound, said.bound))
    return found if found.high.is_finite() else replace(found, high=one, high_closed=True)


def _amount(said: Statement, unit: str, kind: str) -> Extent:
    """An amount of money, a count, a duration: a level, or the size of a change if the measure is one."""
    for wrong, message in (
        (said.against and not said.change, "compared, but how?"),
        (said.rate, f"it is a growth, not a number of unit {unit}"),
        (said.by and kind != "change",
         "it says by how much something changed; the measure's kind must be change, or the number the level reached"),
        (kind == "change" and said.to, "it says what level was reached, but the measure's kind is change"),
    ):  # fmt: skip
        if wrong:
            raise WordingError(message)
    number = number_of(said, lambda item: _counted(item, unit))
    floor = -INFINITE if unit in SIGNED and said.items[0].negative else Decimal(0)
    return _signed(_bounded(number, said, floor), said)


def _counted(item: Item, unit: str) -> Extent:
    if item.unit and not (unit == "hhi_point" and item.unit == "point"):
        raise WordingError(f"it is a number of {item.unit}, not of unit {unit}")
    if item.number.form in {"amount", "class"}:
        found = _extent(item.number)
        return found.in_whole_numbers() if _KINDS[unit] is Kind.COUNT and found.high.is_finite() else found
    if unit == "year" and item.text in {"半", "half", "half a"}:
        half = Decimal("0.5")
        return Extent(half, half, half, about=(half * 9 / 10, half * 11 / 10))
    if item.numeral is None:
        raise WordingError(f"a {item.number.form} is no number of unit {unit}")
    return extent(item.numeral, _KINDS[unit])


def _rank(said: Statement) -> Extent:
    """A place, 1 the best: 第三以上 is one of the first three, below third the fourth or worse."""

    def meant(item: Item) -> Extent:
        if item.number.form == "rank":
            return _extent(item.number)
        numeral = item.numeral
        if item.unit or item.negative or numeral is None or numeral.form or not numeral.is_whole or numeral.value < 1:
            raise WordingError("it is not a rank; expected for instance 第二; ranks are whole numbers from 1")
        return Extent(numeral.value, numeral.value, numeral.value)

    if said.by:
        raise WordingError("by how many places? A rank is a place")
    number = number_of(said, meant)
    if not said.bounds or said.bounds == {"about"}:
        return number
    value, one = number.value, Decimal(1)
    inside = any(word.text in {"以内", "之内"} for word in said.words)
    bound = "at least" if inside else "".join(said.bounds)
    if value is not None and bound in {"at least", "at most", "less than"}:
        low = value + (bound == "less than")
        return between(one, value) if bound == "at least" else between(low, INFINITE, ends="[)")
    if value is not None and bound == "more than" and value > 1:
        return between(one, value - 1)
    raise WordingError(f"{bound} of a rank: better, or worse? Rank 1 is best")


def _in_percent(item: Item) -> Extent:
    number, unit = item.number, item.unit
    if number.form in {"share", "class"} and unit in {"", "percent"}:
        return _extent(number)
    tenth = Decimal("0.1")
    factors = {"percent": Decimal(1), "pct": Decimal(1), "per mille": tenth, "per ten thousand": tenth * tenth}
    if number.form == "fraction" and unit in {"", *factors}:
        return _extent(number).moved(factors.get(unit, Decimal(100)))
    if number.numeral and unit in factors:
        return extent(number.numeral, Kind.PLACE).moved(factors[unit])
    if number.numeral and unit in {"成", "折"}:
        tenths = extent(number.numeral, Kind.PLACE)
        if not 0 < tenths.low <= tenths.high <= (Decimal("10.5") if unit == "成" else Decimal("9.99")):
            raise WordingError("there are ten tenths")
        return tenths.moved(10)
    raise WordingError("it is not a percentage; expected for instance 42.9%")


def _in_points(item: Item) -> Extent:
    factor = {"point": Decimal(1), "pct": Decimal(1), "basis point": Decimal("0.01")}.get(item.unit)
    if factor is None:
        raise WordingError("it is not a number of percentage points; expected for instance 4.5个百分点")
    if item.number.form == "fraction":
        return _extent(item.number).moved(factor)
    if item.numeral is None:
        raise WordingError("it is not a number of percentage points; expected for instance 4.5个百分点")
    return extent(item.numeral, Kind.PLACE).moved(factor)


def _in_times(item: Item) -> Extent:
    number = item.number
    if number.form in {"ratio", "fraction"} and not item.unit:
        return _extent(number)
    if number.numeral and item.unit == "番":
        return doublings(number.numeral)
    if number.form == "amount" and not item.unit and number.extent and number.extent.value is None:
        return number.extent
    if number.numeral and item.unit in {"", "times"}:
        return extent(number.numeral, Kind.MULTIPLE)
    if number.numeral and item.unit in {"per mille", "per ten thousand"}:
        return _in_percent(item).moved(Decimal("0.01"))
    raise WordingError("it is not a ratio; expected for instance 27倍 or 1/4")


def _extent(number: Number) -> Extent:
    assert number.extent is not None  # every form but plain has one
    return number.extent


def _signed(number: Extent, said: Statement) -> Extent:
    falls = (said.change == "down" and not said.to) or said.rate == "rate down" or said.loss
    if not falls:
        return number
    if number.low < 0:
        raise WordingError("a fall below nothing is a sign said twice")
    return number.moved(-1)


def _of_a_whole(number: Extent, said: Statement) -> Extent:
    """Nothing falls by more than the whole of which a fraction is said: 减少超过一半 ends at 100 %."""
    if said.change == "down" and said.by and said.items[0].number.form == "fraction" and number.high.is_infinite():
        return replace(number, high=Decimal(100), high_closed=True)
    return number


def _bounded(number: Extent, said: Statement, floor: Decimal = Decimal(0)) -> Extent:
    if "level" in said.bounds or (said.joint and said.bound == "about"):
        return number
    return number.bounded(said.bound, floor=floor)

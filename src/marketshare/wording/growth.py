"""Growth: what a change says in percent or as a ratio, and where it can be understood in two ways."""

from decimal import Decimal

from marketshare.wording.amounts import Kind, extent
from marketshare.wording.errors import WordingError
from marketshare.wording.extent import Extent
from marketshare.wording.multiples import multiple, result
from marketshare.wording.shares import fraction, share
from marketshare.wording.statement import Statement

__all__ = ["percents", "ratios"]

_CENT = Decimal("0.01")


def percents(said: Statement) -> dict[str, Extent]:
    """What a phrase says in percent: a share, or a growth (a doubling is 100 %).

    Returns:
        One extent without a name, or one named ``to`` and one named ``by``.

    Raises:
        WordingError: it says neither, or it is a ratio without a verb of change.
    """
    if ways := _changes_in_times(said):
        return {name: way.moved(100, -100) for name, way in ways.items()}
    number = share(said.core, said.printed)
    if number is not None:
        return {"": _signed(number.bounded(said.bound, said.printed, signed=True), said)}
    if multiple(said.core, said.printed) is not None:
        raise WordingError(f"{said.printed!r} is a ratio, not a percentage; growth and ratio convert only by name")
    raise WordingError(f"{said.printed!r} is not a percentage; expected for instance 42.9%")


def ratios(said: Statement) -> dict[str, Extent]:
    """What a phrase says as a ratio of two amounts; a change by a part of it adds to one.

    Returns:
        One extent without a name, or one named ``to`` and one named ``by``.

    Raises:
        WordingError: it says none, or it is a percentage without a verb of change.
    """
    if ways := _changes_in_times(said):
        return ways
    percentage = share(said.core, said.printed)
    if said.change and not said.to:
        if percentage is None:
            raise WordingError(f"{said.printed!r} says by how much, not by how many times")
        change = _signed(percentage.bounded(said.bound, said.printed, signed=False), said)
        return {"": change.moved(_CENT, 1)}
    part = fraction(said.core, said.printed) or multiple(said.core, said.printed)
    if part is None and percentage is not None:
        raise WordingError(f"{said.printed!r} is a percentage, not a ratio; expected for instance 27倍 or 1/4")
    number = part or extent(said.core, Kind.MULTIPLE, said.printed)
    return {"": number.bounded(said.bound, said.printed, signed=False)}


def _changes_in_times(said: Statement) -> dict[str, Extent] | None:
    """The ratio after a change that is told in multiples; None if there is no such change.

    增长32倍 may be "to 32 times" or "by 32 times". By one time or less it can only be "by": to one time is no growth.
    For the same reason 一倍 alone, 超过一倍, is a doubling.
    """
    named = result(said.core, said.printed, doubling=said.doubling)
    times = named or multiple(said.core, said.printed)
    if times is None or said.base:
        return None
    if said.change == "down" and not (said.to and named is None):
        raise WordingError(f"a fall by a multiple says nothing: {said.printed!r}")
    bounded = times.bounded(said.bound, said.printed, signed=False)
    if named or said.to:
        return {"": bounded}
    by = bounded.moved(1, 1)
    if times.value is not None and times.value <= 1 and said.change:
        return {"": by}
    if times.value == 1 and "倍" in said.core:
        return {"": by}
    return {"to": bounded, "by": by} if said.change else None


def _signed(number: Extent, said: Statement) -> Extent:
    if said.change != "down" or said.to:
        return number
    if number.low < 0:
        raise WordingError(f"a fall below nothing is a sign said twice: {said.printed!r}")
    return number.moved(-1)

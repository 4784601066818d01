"""derive(): put quantities through a metric and keep value, bounds, formula and inputs."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from marketshare.interval import LAST_DIGITS, Interval
from marketshare.quantity.errors import DerivationError, UnitError
from marketshare.quantity.metric import Metric, declared, taking_limits
from marketshare.quantity.quantity import Argument, Derivation, Passage, Quantity

__all__ = ["derive"]

Given = Quantity | Sequence[Quantity] | Mapping[str, Quantity] | float | str | None


def derive(
    function: Callable[..., Any],
    *,
    id: str,  # noqa: A002  (the word of the register)
    label: str,
    at: Literal["bounds", "printed"] = "bounds",
    across_sources: bool = False,
    decimals: int | None = None,
    rests_on: Sequence[Quantity] = (),
    **arguments: Given,
) -> Quantity:
    """Compute a quantity from others, with sharp bounds where the metric declares its directions.

    The metric is evaluated at the printed values, and once for each end: every argument at the end at which the result
    is lowest, then highest. An end is closed if it stays where it is when open ends of the inputs move inwards by a
    little. A result has no value if an input has none, or if an input is bounded on one side only: the quotient of two
    lower bounds is no estimate.

    Args:
        function: A function of ``marketshare.metrics``.
        id: The number's address in the register, kebab-case.
        label: What the number is, in English.
        at: ``"bounds"`` carries rounding and bound words through; ``"printed"`` takes each input at its printed value.
        across_sources: Compare one measure of one entity between different primary sources all the same.
        decimals: Places shown after the point, if not those of the unit.
        rests_on: Figures that a plain argument rests on, such as the rank behind ``unnamed="smaller"``: they count as
            inputs, and a what-if on one of them is refused, as it would have to change that argument.
        arguments: The function's arguments; a quantity, or several, wherever it declares a unit.

    Raises:
        UnitError: an argument of another unit than declared, or two of different units that must share one.
        DerivationError: an argument is no quantity where one is declared; figures of one measure come from different
            primary sources; a what-if changes a figure that an argument rests on; ``at="printed"`` with an input that
            has no value.
    """
    metric = declared(function)
    kept = {name: _kept(arguments[name]) for name in metric.ordered(arguments)}
    _check_units(metric, kept, id)
    if assumed := [figure.id for figure in rests_on if figure.hypothetical]:
        words = ", ".join(f"{name}={value!r}" for name, value in kept.items() if isinstance(value, str))
        raise DerivationError(f"{id}: {words} rests on {', '.join(assumed)}, which the what-if changes; derive it anew")
    derivation = Derivation(
        metric.name, metric.formula, kept, at == "printed", outer=_shares_a_figure(kept), rests_on=tuple(rests_on)
    )
    inputs = derivation.inputs
    mixed = _mixed_sources(inputs)
    if mixed and not across_sources:
        raise DerivationError(
            f"{id}: {mixed}; if the comparison is wanted all the same, say across_sources=True, and it is labelled so"
        )
    if at == "printed" and (blank := [given.id for given in inputs if given.value is None]):
        raise DerivationError(f"{id}: no printed value for {', '.join(blank)}")
    bounds = _bounds(metric, kept, at_printed=at == "printed")
    if not isinstance(bounds, Interval):
        raise DerivationError(f"{id}: {metric.name} gives several numbers; name the one that is wanted, by its firm")
    value = None
    if not metric.yields_interval and not any(given.value is None or given.bounds.is_one_sided for given in inputs):
        value = _value(metric, kept)
    elif metric.yields_interval and bounds.is_exact:
        value = bounds.low
    return Quantity(
        id,
        label,
        metric.unit,
        value,
        bounds,
        replace(derivation, across_sources=bool(mixed)),
        decimals,
        hypothetical=any(given.hypothetical for given in inputs),
    )


def _kept(argument: Given) -> Argument:
    if isinstance(argument, Mapping):
        return tuple(argument.values())
    if isinstance(argument, Sequence) and not isinstance(argument, str):
        return tuple(argument)
    return argument


def _check_units(metric: Metric, arguments: dict[str, Argument], id_: str) -> None:
    shared: dict[str, str] = {}
    for name, argument in arguments.items():
        wanted = metric.takes.get(name)
        given = argument if isinstance(argument, tuple) else (argument,)
        quantities = [item for item in given if isinstance(item, Quantity)]
        if wanted is None:
            if quantities:
                raise DerivationError(f"{id_}: {metric.name} takes a plain number for {name}, found {quantities[0].id}")
            continue
        if wanted == "year" and not quantities and isinstance(argument, int | float):
            continue  # a number of years may be known exactly: it counts intervals between two dates
        if len(quantities) != len(given):
            raise DerivationError(f"{id_}: {metric.name} takes quantities for {name}, found {argument!r}")
        for quantity in quantities:
            if wanted == "same":
                shared.setdefault(quantity.unit, quantity.id)
            elif wanted not in {"any", quantity.unit}:
                raise UnitError(f"{id_}: {name} of {metric.name} is in {wanted}, {quantity.id} is in {quantity.unit}")
    if len(shared) > 1:
        found = " and ".join(f"{quantity_id} in {unit}" for unit, quantity_id in shared.items())
        raise UnitError(f"{id_}: {metric.name} needs one unit, found {found}")


def _mixed_sources(inputs: tuple[Quantity, ...]) -> str:
    """Figures of one measure and entity that different primary sources gave, in words; empty if there are none."""
    alike: dict[tuple[str, str], list[tuple[Quantity, Passage]]] = {}
    for figure in (figure for given in inputs for figure in given.figures):
        passage = figure.origin
        assert not isinstance(passage, Derivation)  # figures() ends at passages
        known = alike.setdefault((passage.entity, passage.measure), [])
        for other in (other for other in known if other[1].word_of.isdisjoint(passage.word_of)):
            pairs = (other, (figure, passage))
            said = [f"{q.id} ({p.primary_source or 'source not named'}, {p.source})" for q, p in pairs]
            return f"{said[0]} and {said[1]} come from different sources"
        known.append((figure, passage))
    return ""


def _shares_a_figure(arguments: dict[str, Argument]) -> bool:
    seen: set[str] = set()
    for argument in arguments.values():
        for given in argument if isinstance(argument, tuple) else (argument,):
            if isinstance(given, Quantity):
                own = {figure.id for figure in given.figures}
                if own & seen:
                    return True
                seen |= own
    return False


def _value(metric: Metric, arguments: dict[str, Argument]) -> float | None:
    """The result at the printed values; None where these cannot all be true, though values within their bounds can."""
    try:
        return float(metric.function(**{name: _values(argument) for name, argument in arguments.items()}))
    except ValueError:
        return None  # the bounds exist, so it is the printed values that do not fit: shares of 88.3 and 11.8


def _values(argument: Argument) -> object:
    if isinstance(argument, tuple):
        return [quantity.value for quantity in argument]
    return argument.value if isinstance(argument, Quantity) else argument


def _interval(quantity: Quantity, *, at_printed: bool) -> Interval:
    if not at_printed:
        return quantity.bounds
    assert quantity.value is not None  # derive() has refused blanks
    return Interval.exactly(quantity.value)


def _bounds(metric: Metric, arguments: dict[str, Argument], *, at_printed: bool) -> Interval:
    def intervals(argument: Argument) -> object:
        if isinstance(argument, tuple):
            return [_interval(quantity, at_printed=at_printed) for quantity in argument]
        return _interval(argument, at_printed=at_printed) if isinstance(argument, Quantity) else argument

    given = {
        name: Interval.exactly(argument)
        if name in metric.takes and isinstance(argument, int | float)
        else intervals(argument)
        for name, argument in arguments.items()
    }
    if metric.bounds is not None:
        return metric.bounds(**given)
    low, low_closed = _end(metric, given, lowest=True)
    high, high_closed = _end(metric, given, lowest=False)
    return Interval.exactly(high) if low >= high else Interval(low, high, low_closed, high_closed)


def _end(metric: Metric, given: dict[str, object], *, lowest: bool) -> tuple[float, bool]:
    """The result at the corner where it is lowest (or highest), and whether the inputs reach it."""
    result = _at_corner(metric, given, lowest=lowest)
    if math.isnan(result):  # ∞/∞: anything that the metric can be
        return (metric.range.low if lowest else metric.range.high), True
    # one argument may make an open end of another irrelevant; an infinite end stays infinite, and counts as reached
    inside = _at_corner(metric, {name: _inner(argument) for name, argument in given.items()}, lowest=lowest)
    return result, math.isclose(inside, result, rel_tol=LAST_DIGITS)


def _at_corner(metric: Metric, given: dict[str, object], *, lowest: bool) -> float:
    corner: dict[str, object] = {}
    for name, argument in given.items():
        take_low = (name in metric.rises) == lowest
        ends = [_end_of(each, low=take_low) for each in (argument if isinstance(argument, list) else [argument])]
        corner[name] = ends if isinstance(argument, list) else ends[0]
    with taking_limits():
        return float(metric.function(**corner))


def _end_of(argument: object, *, low: bool) -> object:
    if isinstance(argument, Interval):
        return argument.low if low else argument.high
    return argument


def _inner(argument: object) -> object:
    if isinstance(argument, list):
        return [_inner(each) for each in argument]
    return argument.inner() if isinstance(argument, Interval) else argument

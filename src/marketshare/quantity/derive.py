"""derive(): put quantities through a metric and keep value, bounds, formula and inputs."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from marketshare.interval import Interval
from marketshare.quantity.arguments import entries, is_several, known_of, names_of, numpy_kind, shown
from marketshare.quantity.dates import refuse_no_one_market, refuse_no_two_dates
from marketshare.quantity.declaration import Metric, declared
from marketshare.quantity.errors import DerivationError, ShareError, UnitError
from marketshare.quantity.fractions import known_units
from marketshare.quantity.monotone import end_at_corner
from marketshare.quantity.quantity import Argument, Derivation, Passage, Quantity, filled, quantities_of

__all__ = ["derive", "derived"]

Given = Quantity | Iterable[Quantity] | Mapping[Any, Quantity] | float | str | None


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

    Where each input is one number, the result is what the plain function gives, and what it refuses is refused. Else
    the metric is evaluated at the printed values, and once for each end: every argument at the end at which the result
    is lowest, then highest. An end is closed if the inputs reach it. A result has no value if an input has none, or if
    an input is bounded on one side only: the quotient of two lower bounds is no estimate.

    Args:
        function: A function of ``marketshare.metrics``.
        id: The number's address in the register, kebab-case.
        label: What the number is, in English.
        at: ``"bounds"`` carries rounding and bound words through; ``"printed"`` takes each input at its printed value.
        across_sources: Compare one measure of one entity between different primary sources all the same.
        decimals: Places shown after the point, if not those of the unit.
        rests_on: Figures that a plain argument rests on, such as the rank behind ``unnamed="smaller"``: they count as
            inputs, and a what-if on one of them is refused, as it would have to change that argument.
        arguments: The function's arguments; a quantity, or several, wherever it declares a unit. Those in a mapping or
            a pandas Series keep the names of their firms.

    Raises:
        UnitError: an argument of another unit than declared, or two of different units that must share one.
        DerivationError: an argument is no quantity where one is declared; figures of one measure come from different
            primary sources; shares are not of one market at one time; start and end of a change are not one thing at
            two dates, the earlier one first; a what-if changes a figure that an argument rests on; ``at="printed"``
            with an input that has no value.
        ShareError: what the metric itself refuses.
    """
    if assumed := [figure.id for figure in rests_on if figure.hypothetical]:
        words = ", ".join(f"{name}={value!r}" for name, value in arguments.items() if isinstance(value, str)) or "it"
        raise DerivationError(f"{id}: {words} rests on {', '.join(assumed)}, which the what-if changes; derive it anew")
    return derived(
        function,
        id=id,
        label=label,
        at=at,
        across_sources=across_sources,
        decimals=decimals,
        rests_on=rests_on,
        arguments=arguments,
    )


def derived(
    function: Callable[..., Any],
    *,
    id: str,  # noqa: A002  (the word of the register)
    label: str,
    at: Literal["bounds", "printed"] = "bounds",
    across_sources: bool = False,
    decimals: int | None = None,
    rests_on: Sequence[Quantity] = (),
    arguments: Mapping[str, Given],
) -> Quantity:
    """As `derive`, where plain arguments follow from the figures that they rest on, a what-if included."""
    metric = declared(function)
    if any(map(str.isspace, str(id))):
        raise DerivationError(f"id: expected small letters and digits with hyphens between, found {id!r}")
    if at not in {"bounds", "printed"}:
        raise DerivationError(f"{id}: at: expected 'bounds' or 'printed', found {shown(at)}")
    kept = {name: _kept(arguments[name], name, metric) for name in metric.ordered(arguments)}
    _check_units(metric, kept, id)
    if "firm" in metric.parameters and kept.get("firm") is None:
        raise DerivationError(f"{id}: {metric.name} gives several numbers; name the one that is wanted, by its firm")
    derivation = Derivation(metric.name, metric.formula, kept, at == "printed", rests_on=tuple(rests_on))
    inputs = derivation.inputs
    mixed = _mixed_sources(inputs)
    if mixed and not across_sources:
        raise DerivationError(
            f"{id}: {mixed}; if the comparison is wanted all the same, say across_sources=True, and it is labelled so"
        )
    refuse_no_one_market(metric, kept, id)
    refuse_no_two_dates(metric, kept, id)
    if at == "printed" and (blank := [given.id for given in inputs if given.value is None]):
        raise DerivationError(f"{id}: no printed value for {', '.join(blank)}")
    with known_units():
        value, bounds = _result(metric, kept, inputs, at_printed=at == "printed")
    return Quantity(
        id,
        label,
        metric.unit,
        value,
        bounds,
        replace(derivation, across_sources=bool(mixed), outer=_outer(metric, kept, bounds)),
        decimals,
        hypothetical=any(given.hypothetical for given in inputs),
    )


def _kept(argument: Any, name: str, metric: Metric) -> Argument:
    """An argument as a derivation keeps it: quantities in a tuple, or by the names of their firms."""
    if name not in metric.takes or isinstance(argument, Quantity) or not is_several(argument):
        kept: Argument = list(argument) if isinstance(argument, tuple) else _plain(argument)
        return kept
    argument = dict(argument.items()) if known_of(argument) is not None else argument
    names = names_of(argument)
    pairs = [(_plain(key), value) for key, value in entries(argument, name, of="quantities")]
    if names is None:
        return tuple(value for _, value in pairs)
    if strange := [key for key, _ in pairs if isinstance(key, bool) or not isinstance(key, str | int)]:
        raise DerivationError(
            f"{name} of {metric.name}: {shown(strange[0])} names no firm; expected text or a whole number"
        )
    return dict(pairs)


def _plain(value: Any) -> Any:
    """One of NumPy's numbers as Python's own, so that it can be written down."""
    return value.item() if numpy_kind(value) and getattr(value, "ndim", 1) == 0 else value


def _check_units(metric: Metric, arguments: dict[str, Argument], id_: str) -> None:
    shared: dict[str, str] = {}
    for name, argument in arguments.items():
        wanted = metric.takes.get(name)
        given = _each(argument)
        quantities = [item for item in given if isinstance(item, Quantity)]
        if wanted is None:
            if quantities:
                raise DerivationError(f"{id_}: {metric.name} takes a plain number for {name}, found {quantities[0].id}")
            continue
        if not quantities and (wanted == "rank" or (wanted == "year" and isinstance(argument, int | float))):
            continue  # a rank may be known exactly, and so may a number of years: it counts intervals between two dates
        if len(quantities) != len(given):
            plain = next(item for item in given if not isinstance(item, Quantity))
            raise DerivationError(f"{id_}: {metric.name} takes quantities for {name}, found {shown(plain)}")
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


def _outer(metric: Metric, arguments: dict[str, Argument], bounds: Interval) -> str:
    """Why the bounds may be wider than need be; blank if they are sharp."""
    if _shares_a_figure(arguments):
        return "two inputs share a figure"
    return "" if bounds.is_exact or metric.is_sharp(arguments) else f"no sharp bounds of {metric.name} are known"


def _shares_a_figure(arguments: dict[str, Argument]) -> bool:
    seen: set[str] = set()
    for given in (quantity for argument in arguments.values() for quantity in quantities_of(argument)):
        own = {figure.id for figure in given.figures}
        if own & seen:
            return True
        seen |= own
    return False


def _result(
    metric: Metric, arguments: dict[str, Argument], inputs: tuple[Quantity, ...], *, at_printed: bool
) -> tuple[float | None, Interval]:
    """Value and bounds: those that the plain function gives, where each input is one number."""

    def interval(quantity: Quantity) -> Interval:
        return Interval.exactly(quantity.value) if at_printed and quantity.value is not None else quantity.bounds

    if all(interval(quantity).is_exact for argument in arguments.values() for quantity in quantities_of(argument)):
        result = metric.function(**filled(arguments, lambda quantity: interval(quantity).low))
        if isinstance(result, Interval):
            return (result.low if result.is_exact else None), result
        if result == math.inf:
            raise ShareError("never: the result is infinite, so that it has neither value nor bounds")
        return float(result), Interval.exactly(float(result))
    bounds = _bounds(metric, filled(arguments, interval))
    if metric.yields_interval:
        return (bounds.low if bounds.is_exact else None), bounds
    if any(given.value is None or given.bounds.is_one_sided for given in inputs):
        return None, bounds
    try:
        return float(metric.function(**filled(arguments, lambda quantity: quantity.value))), bounds
    except ShareError:
        return None, bounds  # bounds exist, so it is the printed values that do not fit: shares of 88.3 and 11.8


def _bounds(metric: Metric, given: dict[str, Any]) -> Interval:
    if metric.bounds is not None:
        years = {name: each for name, each in given.items() if name in metric.takes and isinstance(each, int | float)}
        return metric.bounds(**{**given, **{name: Interval.exactly(number) for name, number in years.items()}})
    falling = {name: each for name, each in given.items() if name in metric.falls}
    rising = {name: each for name, each in given.items() if name not in falling}
    low, low_closed = end_at_corner(metric.function, rising, falling, lowest=True)
    high, high_closed = end_at_corner(metric.function, rising, falling, lowest=False)
    if math.isnan(low):  # ∞/∞: anything that the metric can be
        low, low_closed = metric.range.low, True
    if math.isnan(high):
        high, high_closed = metric.range.high, True
    return Interval.of_ends(low, high, low_closed, high_closed)


def _each(argument: Argument) -> tuple[Any, ...]:
    if isinstance(argument, Mapping):
        return tuple(argument.values())
    return argument if isinstance(argument, tuple) else (argument,)

"""Metrics as methods of a market, made from the register of metrics."""

import inspect
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, cast

import marketshare.metrics
from marketshare.errors import CallError
from marketshare.market.naming import number_id, number_label
from marketshare.market.rest import ranks_behind
from marketshare.metrics import ShareError
from marketshare.quantity import DerivationError, Metric, Quantity, UnitError, declared
from marketshare.quantity.derive import derived

if TYPE_CHECKING:
    from marketshare.market.market import Market

__all__ = ["MarketMethods", "bound_to", "declared_metrics"]

KNOWN = ("unnamed", "count", "total", "ranks")
"""What a market knows of its rest, and what an argument can stand in place of."""

FIRMS = {"firm", "first", "second"}
"""Arguments that name a firm."""

_SUPPOSED: Mapping[tuple[str, Any], tuple[str, str]] = {
    ("unnamed", "smaller"): ("if-unnamed-smaller", "if no unnamed firm is larger than the smallest named one"),
    ("unnamed", "any"): ("if-unnamed-any", "if nothing is known of the sizes of unnamed firms"),
    ("count", None): ("without-count", "the number of firms left aside"),
    ("total", None): ("without-total", "the stated total left aside"),
    ("ranks", None): ("without-ranks", "stated ranks left aside"),
}

_ASKED = ("id", "label", "at", "decimals", *KNOWN)


def declared_metrics() -> list[Metric]:
    """The metrics of ``marketshare.metrics``, by name."""
    found = []
    for name in marketshare.metrics.__all__:
        try:
            found.append(declared(name))
        except DerivationError:
            continue
    return found


class MarketMethods:
    """What a market has one method of: each metric of the shares of one market; ``hhi`` is `hhi` and `hhi_bounds`."""


def _is_of_one_market(metric: Metric) -> bool:
    known = set(KNOWN) & metric.takes.keys()
    return bool(metric.takes) and all(metric.is_share(name) for name in metric.takes.keys() - known)


def without_example(metric: Metric) -> str:
    """The docstring of a metric but for its example, which calls the plain function."""
    return re.split(r"\n\n *Example:", metric.function.__doc__ or "")[0]  # Python 3.13 takes the indent away


def _single_shares(metric: Metric) -> set[str]:
    """Arguments that are the share of one firm, which a method takes by its name."""
    return {name for name in metric.takes if metric.is_share(name)} - {"shares", "total"}


def _signature(metric: Metric) -> inspect.Signature:
    """Signature of a method: a firm, since it gives one number, then what the metric takes beside shares and rest."""
    plain, keyword, none = (
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        inspect.Parameter.KEYWORD_ONLY,
        inspect.Parameter.empty,
    )
    own = [each for name, each in metric.parameters.items() if name not in {"shares", *KNOWN}]
    firm_names = FIRMS | _single_shares(metric)
    firms = [each.replace(kind=plain, default=none, annotation=str) for each in own if each.name in firm_names]
    others = sorted(
        (each for each in own if each.name not in firm_names), key=lambda each: (each.kind, each.default is not none)
    )
    defaults = {"at": "bounds", **dict.fromkeys(KNOWN, ...)}
    asked = [inspect.Parameter(name, keyword, default=defaults.get(name)) for name in _ASKED]
    this = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    return inspect.Signature([this, *firms, *others, *asked], return_annotation=Quantity)


def bound_to(signature: inspect.Signature, name: str, *given: Any, **named: Any) -> inspect.BoundArguments:
    """The arguments of a call, by the names in a signature.

    Raises:
        CallError: they are others than are taken.
    """
    try:
        return signature.bind(*given, **named)
    except TypeError as error:
        taken = ", ".join(list(signature.parameters)[1:])
        raise CallError(f"{name}: {error}; it takes {taken}") from None


def _supposed(bound: inspect.BoundArguments) -> dict[str, Any]:
    """What is supposed in a call, by argument."""
    return {name: bound.arguments[name] for name in KNOWN if bound.arguments.get(name, ...) is not ...}


def _supposed_words(supposed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is supposed, as parts of an id and of a label."""
    words = []
    for name, value in supposed.items():
        given = None if name == "ranks" and not value else value
        if isinstance(given, Quantity):
            words.append((f"if-{name}-{given.id}", f"if {name} is {given.text}"))
        elif isinstance(given, Mapping):
            places = ", ".join(f"{firm} {rank}" for firm, rank in given.items())
            words.append((f"if-{name}-{places}", f"if ranks are {places}"))
        elif name in {"count", "total"} and given is not None:
            what = "at most {} firms are unnamed" if name == "count" else "the named firms have {} together"
            words.append((f"if-{name}-{given}", f"if {what.format(given)}"))
        else:
            words.append(_SUPPOSED.get((name, given), (f"if-{name}-{given}", f"if {name} is {given}")))
    return words


def _method(name: str, full: Metric | None, partial: Metric | None) -> Callable[..., Quantity]:
    """The method of a metric, and of the one that bounds it for a partly reported market."""
    about = cast("Metric", full or partial)
    shares = _single_shares(about)
    signature = _signature(about)

    def method(self: "Market", /, *args: Any, **kwargs: Any) -> Quantity:
        bound = bound_to(signature, f"Market.{name}", self, *args, **kwargs)
        market = self.supposing(**_supposed(bound))
        given = {key: value for key, value in bound.arguments.items() if key not in {"self", *_ASKED}}
        for key in given.keys() & (FIRMS | shares):
            given[key] = market.firm(given[key])
        metric = full if full is not None and _is_enough(market, full, partial, given) else cast("Metric", partial)
        return _number(market, name, metric, given, {key: bound.arguments.get(key) for key in _ASKED})

    method.__name__ = name
    method.__qualname__ = f"Market.{name}"
    method.__doc__ = without_example(about)
    method.__signature__ = signature  # type: ignore[attr-defined]
    return method


def _is_enough(market: "Market", full: Metric, partial: Metric | None, given: Mapping[str, Any]) -> bool:
    """True if no bounds are needed: of a whole market, or where all firms that count are named."""
    if partial is None or market.is_complete:
        return True
    return full.largest not in {0, "whole"} and _largest(market, full, given) <= market.largest_named[0]


def _number(market: "Market", name: str, metric: Metric, given: dict[str, Any], asked: dict[str, Any]) -> Quantity:
    shares = _single_shares(metric)
    arguments: dict[str, Any] = {"shares": market.shares} if "shares" in metric.takes else {}
    arguments |= {key: market[value] if key in shares else value for key, value in given.items()}
    at: Literal["bounds", "printed"] = asked["at"] or "bounds"
    rests_on: list[Quantity] = []
    if metric.largest == "whole" and not market.is_complete:
        raise ShareError(
            f"{name}: {market.rest.text} of {market.label or 'the market'} is of firms without a figure, and it needs "
            f"all; it has no bounds, but hhi and entropy have"
        )
    if metric.largest and not market.is_complete:
        rests_on = ranks_behind(market, name, _largest(market, metric, given))
    arguments |= _of_the_rest(market, metric)
    if market.stated_number is not None and "count" in arguments:
        rests_on.append(market.stated_number)
    if at == "printed" and any(rank.value is None for rank in arguments.get("ranks", {}).values()):
        rests_on += arguments["ranks"].values()
        arguments["ranks"] = {firm: int(rank.bounds.high) for firm, rank in arguments["ranks"].items()}
    firms = {key: value for key, value in given.items() if key in FIRMS | shares}
    others = {key: value for key, value in given.items() if key not in firms and not isinstance(value, Mapping | list)}
    others = {key: value for key, value in others.items() if value != metric.parameters[key].default}
    supposed = _supposed_words(market.supposed) + ([("printed", "at the printed shares")] if at == "printed" else [])
    names = [market.named(firm) for firm in firms.values()]
    words = number_label(name, market.label, others, firms=names, more=[text for _, text in supposed])
    try:
        return derived(
            metric.function,
            id=asked["id"] or number_id(market.id, name, firms | others, [part for part, _ in supposed]),
            label=asked["label"] or words,
            at=at,
            decimals=asked["decimals"],
            rests_on=rests_on,
            arguments=arguments,
        )
    except (ShareError, UnitError, DerivationError) as error:
        where = f"{name} of {market.label}" if market.label else name
        raise type(error)(f"{where}: {error}") from None


def _of_the_rest(market: "Market", metric: Metric) -> dict[str, Any]:
    """What is known of the rest, as far as the metric takes it."""
    known = market.known
    found = {
        "unnamed": known.unnamed,
        "count": known.count,
        "total": None if market.is_complete else market.total,
        "ranks": market.ranks,
    }
    if "ranks" not in metric.parameters and market.largest_named[0] == len(market):
        found["unnamed"] = "smaller"
    return {key: value for key, value in found.items() if key in metric.parameters and value not in (None, {})}


def _largest(market: "Market", metric: Metric, given: Mapping[str, Any]) -> int:
    """How many of the largest firms have to be named."""
    if metric.largest == "all":
        return len(market)
    wanted = given.get(metric.largest) if isinstance(metric.largest, str) else metric.largest
    return wanted if isinstance(wanted, int) else 0  # whatever it is, the metric refuses it


def _attach() -> None:
    found: dict[str, list[Metric | None]] = {}
    for metric in declared_metrics():
        if _is_of_one_market(metric):
            partial = metric.name.endswith("_bounds")
            found.setdefault(metric.name.removesuffix("_bounds"), [None, None])[partial] = metric
    for name, (full, partial_one) in found.items():
        setattr(MarketMethods, name, _method(name, full, partial_one))


_attach()

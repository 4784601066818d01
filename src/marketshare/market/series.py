"""Series: one market over its periods, and the metrics of two dates as methods."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from marketshare.errors import CallError, UnknownIdError, did_you_mean
from marketshare.market.market import Market
from marketshare.market.methods import bound_to, declared_metrics, without_example
from marketshare.market.naming import number_id, number_label
from marketshare.market.shown import HYPOTHETICAL
from marketshare.metrics import ShareError
from marketshare.quantity import DerivationError, Metric, Quantity, UnitError, derive
from marketshare.quantity.arguments import shown

__all__ = ["Series"]

_ASKED = ("id", "label", "at", "decimals", "across_sources")


class Series(Mapping[str, Market]):
    """One market over its periods; every metric of two dates is a method, with the docstring of the metric.

    ``series.change("tencent-cloud", "2016", "2018")``: the firm, if the metric is of one, then the two periods, the
    earlier one first. What is a metric of one share begins with no ``share_``: `share_change` is `change`.

    Args:
        markets: Markets by period.
        id: What the ids of its numbers begin with.
        name: The market in words.
    """

    def __init__(self, markets: Mapping[str, Market], *, id: str = "market", name: str = "") -> None:  # noqa: A002
        if not isinstance(markets, Mapping) or not all(isinstance(each, Market) for each in markets.values()):
            raise CallError(
                f"markets: expected markets by period, such as {{'2018': Market(…)}}, found {shown(markets)}"
            )
        if not markets:
            raise ShareError("markets: no period at all")
        self._markets = dict(markets)
        self.id, self.name = id, name

    def __getitem__(self, period: str) -> Market:
        """The market in a period.

        Raises:
            UnknownIdError: there is none; near misses are named.
        """
        period = str(period)  # a year may come as a number
        if period not in self._markets:
            hint = did_you_mean(period, self._markets, instead=f"there are {', '.join(self._markets)}")
            raise UnknownIdError(f"{self.name or self.id} has no shares of {period!r}{hint}")
        return self._markets[period]

    def __iter__(self) -> Iterator[str]:
        return iter(self._markets)

    def __len__(self) -> int:
        return len(self._markets)

    @property
    def by_name(self) -> dict[str, dict[str, Quantity]]:
        """The shares by name of the firm and period; the largest firms of the latest period come first."""
        found: dict[str, dict[str, Quantity]] = {}
        for period in reversed(self):
            for name, share in self[period].by_name.items():
                found.setdefault(name, {})[period] = share
        return {name: dict(reversed(shares.items())) for name, shares in found.items()}

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._markets)

    def __repr__(self) -> str:
        periods = (f"{period}{HYPOTHETICAL if market.hypothetical else ''}" for period, market in self.items())
        return f"Series of {self.name or self.id}: {', '.join(periods)}"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    if TYPE_CHECKING:  # methods made from the metrics

        def __getattr__(self, name: str) -> Callable[..., Quantity]: ...


def _method(name: str, full: Metric | None, partial: Metric | None) -> Callable[..., Quantity]:
    about = cast("Metric", full or partial)
    dates = cast("tuple[str, str]", about.dates)
    several = dates == ("before", "after")
    of_firm = not several or "firm" in about.parameters
    positional, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    names = [*(["firm"] if of_firm else []), *dates]
    asked = [inspect.Parameter(each, keyword, default=None) for each in _ASKED]
    this = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    signature = inspect.Signature([this, *(inspect.Parameter(each, positional) for each in names), *asked])

    def method(self: Series, /, *args: Any, **kwargs: Any) -> Quantity:
        bound = bound_to(signature, f"Series.{name}", self, *args, **kwargs).arguments
        start, end = (self[bound[each]] for each in dates)
        firm = bound.get("firm")
        arguments: dict[str, Any]
        if several:
            metric = (
                full if full is not None and (partial is None or (start.is_complete and end.is_complete)) else partial
            )
            arguments = dict(zip(dates, (start.shares, end.shares), strict=True)) | ({"firm": firm} if of_firm else {})
            arguments |= _of_both(cast("Metric", metric), start, end)
        else:
            metric = about
            arguments = dict(zip(dates, (start[start.firm(firm)], end[end.firm(firm)]), strict=True))
        rests_on = []
        if arguments.get("unnamed") == "smaller":
            rests_on = [rank for market in (start, end) for rank in market.largest_named[1]]
        periods = [str(bound[each]) for each in dates]
        firms = {"firm": start.firm(firm)} if of_firm else {}
        words = number_label(name if several else about.name, self.name, {}, firms=map(start.named, firms.values()))
        try:
            return derive(
                cast("Metric", metric).function,
                id=bound.get("id") or number_id("-".join([self.id, *periods]), name, firms),
                label=bound.get("label") or f"{words}, {periods[0]} to {periods[1]}",
                at=bound.get("at") or "bounds",
                decimals=bound.get("decimals"),
                across_sources=bool(bound.get("across_sources")),
                rests_on=rests_on,
                **arguments,
            )
        except (ShareError, UnitError, DerivationError) as error:
            raise type(error)(f"{name} of {self.name or self.id}: {error}") from None

    method.__name__ = name
    method.__qualname__ = f"Series.{name}"
    method.__doc__ = without_example(about)
    method.__signature__ = signature  # type: ignore[attr-defined]
    return method


def _of_both(metric: Metric, start: Market, end: Market) -> dict[str, Any]:
    """What is known of both rests, as far as the metric takes it: the weaker of what is known of each."""
    sure = all(market.largest_named[0] == len(market) for market in (start, end))
    counts = [market.known.count for market in (start, end) if market.known.count is not None]
    known = {"unnamed": "smaller" if sure else "any", "count": max(counts) if len(counts) > 1 else None}
    return {key: value for key, value in known.items() if key in metric.parameters and value is not None}


def _attach() -> None:
    found: dict[str, list[Metric | None]] = {}
    for metric in declared_metrics():
        percent = all(metric.takes.get(date) in {"percent", "same"} for date in metric.dates or ())
        shares = metric.dates == ("before", "after") and all(metric.takes[date] == "percent" for date in metric.dates)
        one = metric.dates == ("start", "end") and set(metric.parameters) == {"start", "end"}
        if metric.dates and percent and (shares or one):
            base = metric.name.removesuffix("_bounds").replace("changes", "change").removeprefix("share_")
            found.setdefault(base, [None, None])[metric.name.endswith("_bounds")] = metric
    for name, (full, partial) in found.items():
        setattr(Series, name, _method(name, full, partial))


_attach()

"""Ids and labels of a market's numbers, made from market, period, metric, firm and what is supposed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["number_id", "number_label", "slug"]

_ABBREVIATIONS = {"hhi": "HHI", "grs": "GRS", "gini": "Gini coefficient", "theil": "Theil index"}
_WITHIN = {"lead", "effective_firms", "fewest_unnamed_firms"}
"""Metrics that are something in a market; others are something of it."""
_BETWEEN = re.compile(r"[\W_]+")


def number_id(market: str, metric: str, given: Mapping[str, Any], more: Iterable[str] = ()) -> str:
    """Id of a number: market and period, metric, what it was asked with, and what is supposed.

    Args:
        market: What all ids of a market begin with: its key and period.
        metric: Name of the method.
        given: What it was asked with, where that is not the default: firms first.
        more: Words that tell it from others of the same name.

    Example:
        >>> number_id("china-cloud-2018", "relative_share", {"firm": "tencent-cloud"})
        'china-cloud-2018-relative-share-tencent-cloud'
        >>> number_id("china-cloud-2018", "concentration_ratio", {"k": 3}, ["printed"])
        'china-cloud-2018-concentration-ratio-3-printed'
    """
    return "-".join(filter(None, map(slug, [market, metric, *map(str, given.values()), *more])))


def slug(text: str) -> str:
    """A text as a part of an id: small letters and digits of any script, hyphens between."""
    return _BETWEEN.sub("-", text.casefold()).strip("-")


def number_label(
    metric: str, market: str, given: Mapping[str, Any], *, firms: Iterable[str] = (), more: Iterable[str] = ()
) -> str:
    """Label of a number, in English.

    Args:
        metric: Name of the method.
        market: Market and period in words; blank for one without a name.
        given: What it was asked with beside firms, where that is not the default.
        firms: Names of the firms that it is of.
        more: What is supposed, and the like.

    Example:
        >>> number_label("hhi", "China's cloud market, 2018", {})
        "HHI of China's cloud market, 2018"
        >>> number_label("concentration_ratio", "payments", {"k": 2}, more=["at the printed shares"])
        'Concentration ratio (k = 2) of payments, at the printed shares'
        >>> number_label("relative_share", "payments, 2018", {}, firms=["Alipay"])
        'Relative share of Alipay in payments, 2018'
    """
    words = metric.split("_")
    words = [_ABBREVIATIONS.get(word, word) for word in words]
    text = " ".join(words)
    text = text[:1].upper() + text[1:]
    if given:
        text += f" ({', '.join(f'{name} = {value}' for name, value in given.items())})"
    if named := " and ".join(firms):
        text += f" of {named}" + (f" in {market}" if market else "")
    elif market:
        text += f" {'in' if metric in _WITHIN else 'of'} {market}"
    return ", ".join([text, *more])

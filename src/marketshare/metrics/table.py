"""The table of all metrics, from declarations and docstrings: ``python -m marketshare.metrics.table`` writes it."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import marketshare.metrics
from marketshare.quantity import DerivationError, declared

__all__ = ["PATH", "document", "rows"]

PATH = Path(__file__).with_name("README.md")

COLUMNS = ("function", "answers", "unit", "needs", "refuses when")

TOPICS = (
    "share",
    "distance",
    "concentration",
    "diversity",
    "weighting",
    "dominant",
    "linda_index",
    "inequality",
    "merger",
    "completion",
    "bounds",
    "ranks",
    "movement",
    "entry",
    "growth",
    "ratio",
    "implied",
    "contribution",
    "mix",
    "relatedness",
    "components",
    "audience",
    "development",
    "parity",
    "substitution",
    "thresholds",
    "rules",
)
"""Modules in the order of the table."""

BEFORE = """\
# The metrics

Written by `python -m marketshare.metrics.table` from declarations and docstrings; edit those.

Shares, growth and rates are percent, in and out: growth 195 means +195 %.
HHI and its changes are points, the other indices 0 to 1, ratios and multiples plain numbers.
Sequences, generators, mappings, pandas Series, NumPy arrays, columns of Polars and Arrow, and a `Market` are taken.
A Series or mapping keeps its firm names, and two of them are matched by name over the union, where an absent firm \
has 0.
Plain sequences are matched by position.
A number of 32 bits is the decimal that it is written as.

**Every list of shares** is refused if it is empty, text, a set, a table or a list of lists, or if a share is missing \
(nan, None), text, a truth value, infinite, negative or above 100.
So is a sum above 100, and what may sum to 1 or less as it is rounded and has nothing above 1: it looks like fractions.
Single numbers and quantities are never taken for fractions.
An interval is a tuple (low, high) or an `Interval`.
A result too large for a number is refused, and so is a quantity: `derive()` takes those.
The exception is `ShareError`, a `ValueError`; it names argument, position or firm, and value.
Nothing is dropped, clipped or rescaled.

"""

AFTER = """\

## What is known of the rest

The functions of a partly reported market take what is known of the firms that are not named; a `Market` knows it.

- `unnamed`: `"smaller"`, no unnamed firm is larger than the smallest named one, or `"any"`, nothing is known. \
A list of shares needs it.
- `count`: how many unnamed firms there are at most, since each may have nothing; None for any number.
- `total`: a stated sum of the named shares, a number or (low, high).
- `ranks`: stated ranks by firm (position, or name), 1 the largest: at most rank − 1 firms are larger than that firm, \
named or not.

## Known by bounds only

`derive()` puts quantities through each function with a declared unit, and carries their bounds along.
Of exact quantities it gives what the plain function gives, and refuses what that refuses.

- **Sharp**: the interval holds every value that the inputs allow, and no less would do. This is the rule.
- **Safe, not sharp**: the interval holds every possible value, and may be somewhat wide; what is derived says so.
{safe}
- **None**: `dominance` neither rises nor falls with concentration, so it is computed at the \
printed shares only.

An end of an interval is open if it is only approached.
An index of a full market takes rounded shares if 100 lies within what they can sum to.
What is incomplete is refused with the name of the function that bounds it.

## How firms are counted

`hhi_normalised`, `relative_entropy`, `kwoka` and `grs` count the firms with a share above 0.
`gini` and `theil` count every firm given, so that one without a share changes them.
The others do not depend on firms without a share.

## Functions that return several numbers

They are no quantities themselves; what an analyst would show of them is a function of its own.

- `completions`: `hhi_bounds` and the other bounds.
- `palepu_entropy`: `entropy`, `related_entropy`, `unrelated_entropy`.
- `entry_exit`: `entry_share`, `exit_share`.
- `logistic_fit`: `takeover_time` of its rate.
- `merged`: `merger_delta`, `post_merger_hhi_bounds`.
- `shares_of`, `gap_to_leader`, `rank_bounds`, `rank_changes`, `contribution_to_growth`: give `firm`.
- `shift_share`: its parts are in the unit of the values, which no declaration can name; divide them by the sum \
before for points of growth.

## Left out on purpose

- Indices that do not speak of market shares: Kolm, Margalef, Palma, Ellison–Glaeser.
- Bounds of the dominance index: it is not monotone in concentration, so the two extreme markets say nothing of it.
"""

_SECTION = re.compile(r"^(Args|Returns|Raises|Source|Example):\n((?:[ ]{4}.+\n|\n)+)", re.M)


def rows() -> list[tuple[str, str, str, str, str]]:
    """A row for each public function: its name, what it answers, its unit, what it needs, and what it refuses."""
    functions = [
        function
        for name in marketshare.metrics.__all__
        if inspect.isfunction(function := getattr(marketshare.metrics, name))
    ]
    functions.sort(key=lambda each: (TOPICS.index(each.__module__.rsplit(".", 1)[1]), each.__code__.co_firstlineno))
    return [_row(function) for function in functions]


def document() -> str:
    """The whole page."""
    lines = [COLUMNS, tuple("---" for _ in COLUMNS), *rows()]
    return BEFORE + "".join(f"| {' | '.join(cells)} |\n" for cells in lines) + AFTER.replace("{safe}", _safe())


def _safe() -> str:
    """A line for each metric of which the bounds are not always sharp, from the docstring of its bounds."""
    known = (declared(name) for name in sorted(marketshare.metrics.__all__) if _is_metric(name))
    texts = {each.name: inspect.getdoc(each.bounds) or "" for each in known if each.sharp is not True}
    return "\n".join(f"  - `{name}`. {' '.join(text.split(chr(10) * 2)[0].split())}" for name, text in texts.items())


def _is_metric(name: str) -> bool:
    try:
        declared(name)
    except DerivationError:
        return False
    return True


def _row(function: Callable[..., Any]) -> tuple[str, str, str, str, str]:
    text = inspect.getdoc(function) or ""
    sections = dict(_SECTION.findall(text + "\n"))
    refusals = " ".join(sections.get("Raises", "nothing").split()).removeprefix("ShareError: ").rstrip(".")
    return (
        f"`{function.__name__}`",
        _plain(" ".join(text.split("\n\n")[0].split())),
        _unit(function, sections.get("Returns", "")),
        _plain(" · ".join(_arguments(sections.get("Args", "")))),
        _plain(refusals),
    )


def _unit(function: Callable[..., Any], returns: str) -> str:
    try:
        known = declared(function)
        unit = known.unit.replace("_", " ").replace("hhi", "HHI")
        return unit if known.sharp is True else f"{unit}, bounds safe only"
    except DerivationError:
        first = _first_sentence(" ".join(returns.split())).split(": ")[0]
        return _plain(first[0].lower() + first[1:])


def _arguments(section: str) -> list[str]:
    entries = re.findall(r"^ {4}(\w+): (.+\n(?: {8}.+\n)*)", section, re.M)
    return [f"`{name}`: {_first_sentence(' '.join(text.split()))}" for name, text in entries]


def _first_sentence(text: str) -> str:
    return re.split(r"\.(?:\s|$)", text)[0]


def _plain(text: str) -> str:
    return text.replace("``", "`").replace("|", r"\|").rstrip(".")


if __name__ == "__main__":
    PATH.write_text(document(), encoding="utf-8", newline="\n")

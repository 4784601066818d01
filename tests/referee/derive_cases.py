"""Exact numbers for every declared metric: derive, and the plain function."""

import inspect
import math
from contextlib import suppress

from random_markets import (
    point,
)
from verdicts import Case

import marketshare.metrics
from marketshare.quantity import DerivationError, declared

__all__ = ["DECLARED", "of_exact_numbers"]

SCALARS = {
    "percent": (-100, -50, 0, 0, 5, 10, 20, 33.3, 50, 60, 100, 150),
    "ratio": (0, 0.5, 1, 2, 10),
    "year": (0, 0.5, 1, 3),
}
AMOUNTS = (0, 0, 1, 2, 5, 12.5, 40, 1e6)


def declared_metrics():
    """All metrics that take quantities, by name."""
    for name in sorted(marketshare.metrics.__all__):
        function = getattr(marketshare.metrics, name)
        if inspect.isfunction(function):
            with suppress(DerivationError):
                yield name, declared(function), inspect.signature(function).parameters


DECLARED = list(declared_metrics())


def of_exact_numbers(chance, metric=None):
    """One metric of exact numbers, as its declaration says what it takes."""
    name, known, parameters = chance.choice(DECLARED) if metric is None else metric
    size, several = chance.choice([1, 2, 3, 3, 4]), {}
    for argument, parameter in parameters.items():
        if argument in known.takes and (
            "Iterable" in str(parameter.annotation) or "Sequence" in str(parameter.annotation)
        ):
            count = size if chance.random() < 0.95 else size + 1
            if known.takes[argument] == "percent":
                full = chance.random() < 0.6
                several[argument] = [float(s) for s in point(chance, count, 100 if full else chance.randint(1, 110))[0]]
            else:
                several[argument] = [chance.choice(AMOUNTS) for _ in range(count)]
    named = chance.random() < 0.3
    if named:
        several = {key: dict(zip("abcde", values, strict=False)) for key, values in several.items()}
    options = {
        "k": lambda: chance.randint(1, 4),
        "m": lambda: chance.randint(1, 4),
        "order": lambda: chance.choice([0, 0.5, 1, 2, math.inf]),
        "epsilon": lambda: chance.choice([0.5, 1, 2]),
        "gamma": lambda: chance.choice([1, 0.5]),
        "base": lambda: chance.choice([2, 10]),
        "corrected": lambda: chance.random() < 0.5,
        "to_zero": lambda: chance.random() < 0.5,
        "firm": lambda: chance.choice("abcd"[: size + 1]) if named else chance.randint(0, size),
        "first": lambda: "a" if named else 0,
        "second": lambda: "b" if named else 1,
        "unnamed": lambda: chance.choice(["smaller", "any"]),
        "count": lambda: chance.choice([None, 0, 1, 3]),
        "groups": lambda: " ".join(chance.choice("xy") for _ in range(size)),
        "years": lambda: chance.choice([0, 1, 2.5]),
    }
    arguments = []
    for argument, parameter in parameters.items():
        if argument in several:
            value = several[argument]
        elif argument in known.takes:
            if parameter.default is not parameter.empty and chance.random() < 0.8:
                continue
            value = chance.choice(SCALARS.get(known.takes[argument], AMOUNTS))
        elif argument in options:
            value = options[argument]()
        else:
            continue  # of a kind that is optional
        arguments.append(f"{argument}={value!r}")
    yield Case(f"derive {name}", f'agreement("{name}", {", ".join(arguments)})', "agree")

"""Every declared metric, by its declaration: derive against the plain function, containers, and bad input."""

import datetime as dt
import inspect
import math
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import marketshare.metrics
from marketshare.interval import Interval
from marketshare.metrics import ShareError
from marketshare.quantity import DerivationError, Passage, Quantity, declared, derive

METRICS = {}
for _name in marketshare.metrics.__all__:
    if inspect.isfunction(getattr(marketshare.metrics, _name)):
        try:
            METRICS[_name] = declared(_name)
        except DerivationError:
            continue

PLAIN = {
    "firm": [0, 1],
    "first": [0],
    "second": [1],
    "k": [1, 2, 3],
    "m": [2, 3],
    "order": [0, 0.5, 1, 2, math.inf],
    "epsilon": [0.5, 1, 2],
    "gamma": [0, 1],
    "base": [2, math.e],
    "unnamed": ["smaller", "any"],
    "count": [0, 1, 3],
    "years": [1, 2.5],
    "groups": ["a a b", "a b"],
    "corrected": [True, False],
    "to_zero": [True, False],
}
"""Values of the parameters that have no unit."""

NEEDED = {"firm", "unnamed"}
"""Parameters without which a list of numbers has no answer, though a mapping of firms or a market has."""

AMOUNTS = [0, 2, 10, 11.8, 20, 33.3, 42.9, 50, 60, 100]
RATES = [-100, -50, 0, 20, 195]
MARKETS = [
    [50, 30, 20],
    [60, 40],
    [40, 60],
    [100, 0],
    [33.3, 33.3, 33.4],
    [42.9, 11.8],
    [0, 90],
    [60, 0],
    [0, 0],
    [100],
]


def known(name):
    """The parameters of a metric that can be given here."""
    return {
        key: parameter
        for key, parameter in METRICS[name].parameters.items()
        if key in METRICS[name].takes or key in PLAIN
    }


def takes_several(name, key):
    annotation = str(inspect.signature(METRICS[name].function).parameters[key].annotation)
    return "Iterable" in annotation or "Sequence" in annotation


SEVERAL = [(name, key) for name in METRICS for key in METRICS[name].takes if takes_several(name, key)]


def typical(name):
    """Arguments that every metric takes: a market of 50, 30 and 20, and single numbers that rise a little."""
    numbers = iter(range(20, 40))
    arguments = {}
    for key, parameter in known(name).items():
        if key in METRICS[name].takes:
            if parameter.default is inspect.Parameter.empty:
                arguments[key] = [50, 30, 20] if takes_several(name, key) else next(numbers)
        elif parameter.default is inspect.Parameter.empty or key in NEEDED:
            arguments[key] = PLAIN[key][0]
    return arguments


def quantity(key, value, unit):
    passage = Passage("note", "1", "…", str(value), "", "", "measure")
    return Quantity(key, key, "count" if unit in {"same", "any"} else unit, value, Interval.exactly(value), passage)


def lifted(name, arguments):
    """The same arguments as exact quantities."""
    found = dict(arguments)
    for key, unit in METRICS[name].takes.items():
        value = arguments.get(key)
        if isinstance(value, dict):
            found[key] = {firm: quantity(f"{key}-{firm}", each, unit) for firm, each in value.items()}
        elif isinstance(value, list):
            found[key] = [quantity(f"{key}-{place}", each, unit) for place, each in enumerate(value)]
        elif key in arguments:
            found[key] = quantity(key, value, unit)
    return found


def outcome(call):
    """What a call gives, or the words in which it is refused."""
    try:
        return call()
    except ShareError as error:
        return str(error)


def as_interval(result):
    return result if isinstance(result, Interval) else Interval.exactly(result)


# derive and the plain function


@st.composite
def arguments_of(draw, name):
    named = draw(st.booleans())
    found = {}
    for key, parameter in known(name).items():
        optional = parameter.default is not inspect.Parameter.empty and key not in NEEDED
        if optional and draw(st.booleans()):
            continue
        unit = METRICS[name].takes.get(key)
        if unit is None:
            found[key] = draw(st.sampled_from(PLAIN[key]))
        elif takes_several(name, key):
            values = draw(
                st.one_of(st.sampled_from(MARKETS), st.lists(st.sampled_from(AMOUNTS), min_size=1, max_size=4))
            )
            names = draw(st.permutations(range(len(values))))
            found[key] = dict(zip(names, values, strict=True)) if named else list(values)
        else:
            found[key] = draw(st.sampled_from(AMOUNTS + RATES))
    return found


@pytest.mark.parametrize("name", METRICS)
@given(data=st.data())
@settings(max_examples=8)
def test_of_exact_numbers_derive_gives_and_refuses_what_the_plain_function_does(name, data):
    arguments = data.draw(arguments_of(name))
    plain = outcome(lambda: METRICS[name].function(**arguments))
    result = outcome(lambda: derive(METRICS[name].function, id="r", label="R", **lifted(name, arguments)))
    if plain == math.inf:
        assert result.startswith("never: ")
    elif isinstance(plain, str):
        assert result == plain
    else:
        assert result.bounds == as_interval(plain)
        assert result.value == (plain if not isinstance(plain, Interval) else plain.low if plain.is_exact else None)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_takes_what_its_declaration_says(name):
    assert not isinstance(outcome(lambda: METRICS[name].function(**typical(name))), str)


# containers


def numbered(values):
    return {f"firm {place}": each for place, each in enumerate(values)}


UNNAMED = {
    "tuple": tuple,
    "generator": lambda values: (each for each in values),
    "iterator": iter,
    "values-of-a-dict": lambda values: numbered(values).values(),
    "array": np.array,
    "array-of-32-bits": lambda values: np.array(values, dtype=np.float32),
    "array-of-integers": lambda values: np.array(values, dtype=np.int8),
    "array-of-objects": lambda values: np.array([Decimal(each) for each in values], dtype=object),
    "polars": pl.Series,
    "polars-of-32-bits": lambda values: pl.Series(values, dtype=pl.Float32),
    "arrow": pa.array,
    "arrow-in-chunks": lambda values: pa.chunked_array([values[:1], values[1:]]),
    "arrow-of-32-bits": lambda values: pa.array(values, pa.float32()),
    "list-of-arrow": lambda values: list(pa.array(values)),
}
NAMED = {
    "mapping": numbered,
    "ordered": lambda values: OrderedDict(numbered(values)),
    "read-only": lambda values: MappingProxyType(numbered(values)),
    "series": lambda values: pd.Series(numbered(values)),
    "series-of-32-bits": lambda values: pd.Series(numbered(values), dtype="float32"),
    "series-of-arrow": lambda values: pd.Series(numbered(values), dtype="float[pyarrow]"),
    "series-of-nullable": lambda values: pd.Series(numbered(values), dtype="Int64"),
}
LISTS = sorted({name for name, _ in SEVERAL})


def in_form(name, form, *, named):
    arguments = typical(name)
    for key in arguments:
        if key in METRICS[name].takes and takes_several(name, key):
            arguments[key] = form(arguments[key])
        elif named and key in {"firm", "first", "second"}:
            arguments[key] = f"firm {arguments[key]}"
    return arguments


@pytest.mark.parametrize("name", LISTS)
def test_every_container_gives_what_a_list_gives(name):
    function = METRICS[name].function
    expected = function(**typical(name))
    for label, form in UNNAMED.items():
        assert function(**in_form(name, form, named=False)) == expected, label
    for label, form in NAMED.items():
        assert function(**in_form(name, form, named=True)) == expected, label


NO_LISTS = {
    "set": {50, 30},
    "frozen-set": frozenset({50, 30}),
    "keys": {50: 1, 30: 2}.keys(),
    "text": "50 30",
    "bytes": b"50",
    "number": 50,
    "nothing": None,
    "interval": Interval(30, 50),
    "quantity": quantity("q", 50, "percent"),
    "frame": pd.DataFrame({50: [1], 30: [2]}),
    "polars-frame": pl.DataFrame({"a": [50, 30]}),
    "polars-lazy-frame": pl.LazyFrame({"a": [50, 30]}),
    "arrow-table": pa.table({"a": [50, 30]}),
    "two-dimensions": np.array([[50, 30]]),
    "array-of-one": np.array(50),
    "empty": [],
    "empty-array": np.array([]),
    "nested": [[50, 30], [20], [10]],
    "list-of-quantities": [quantity("q", 50, "percent"), 30, 20],
    "texts": ["50", "30", "20"],
    "truths": [True, False, True],
    "numpy-truths": np.array([True, False, True]),
    "dates": np.array(["2018", "2019", "2020"], dtype="datetime64[Y]"),
    "spans": np.array([50, 30, 20], dtype="timedelta64[D]"),
    "masked": np.ma.array([50, 30, 20], mask=[False, True, False]),
    "missing": pd.array([50, None, 20], dtype="Int64"),
    "missing-in-arrow": pa.array([50, None, 20]),
    "missing-in-polars": pl.Series([50, None, 20]),
}


@pytest.mark.parametrize(("name", "key"), SEVERAL)
def test_what_is_no_list_of_numbers_is_refused_by_the_name_of_the_argument(name, key):
    for label, values in NO_LISTS.items():
        found = outcome(lambda values=values: METRICS[name].function(**{**typical(name), key: values}))
        assert isinstance(found, str), (label, found)
        assert found.startswith(key), (label, found)


@pytest.mark.parametrize(("name", "key"), SEVERAL)
def test_a_firm_that_is_named_twice_is_refused(name, key):
    series = in_form(name, NAMED["series"], named=True)
    twice = {**series, key: pd.Series([50, 30, 20], index=["a", "a", "b"])}
    assert outcome(lambda: METRICS[name].function(**twice)) == "firms: a stands there more than once"


@pytest.mark.parametrize("name", METRICS)
def test_a_quantity_is_sent_to_derive(name):
    for key, unit in METRICS[name].takes.items():
        arguments = {**typical(name), key: quantity("q", 50, unit)}
        found = outcome(lambda arguments=arguments: METRICS[name].function(**arguments))
        assert found == f"{key}: q is a quantity, and a metric by itself takes plain numbers; derive() takes quantities"


# bad input

HOSTILE = [
    math.nan, math.inf, -math.inf, None, "50", "", b"50", True, np.True_, 1j, object(), len,
    10**400, -(10**400), 10**5000, 1e308, 1.7e308, -1e308, 1e200, 5e-324, 1e-320, -5e-324, -0.0, 0, -100, 10**20,
    Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1e999"), Decimal("33.3"),
    Fraction(10**400), Fraction(1, 10**400), Fraction(100, 3),
    np.float32(33.3), np.float64(33.3), np.float32("inf"), np.longdouble("1e4000"), np.int64(3), np.uint8(3),
    np.timedelta64(3, "D"), np.datetime64("2018"), dt.date(2018, 1, 1), np.ma.masked,
    np.array(3.0), np.array([3.0]),
    pd.NA, pd.NaT, [], [1], [1, 2], (), (1,), (1, 2), (2, 1), (math.nan, 1), (1, "2"), {}, {1: 2}, {1, 2},
    Interval(1, 2), Interval.at_least(5), Interval(-3, -1), quantity("q", 50, "percent"),
]  # fmt: skip

UNDECLARED = {
    "completions": {"shares": [50, 30, 20], "unnamed": "any"},
    "entry_exit": {"before": [50, 30, 20], "after": [50, 50, 0]},
    "merged": {"shares": [50, 30, 20], "firms": [0, 1]},
    "logistic_fit": {"times": [0, 1, 2], "shares": [20, 50, 80]},
    "palepu_entropy": {"groups": [[50, 25], [25]]},
    "shift_share": {
        "before": [50, 30], "after": [60, 30], "reference_before": [100, 100], "reference_after": [120, 100],
    },
}  # fmt: skip
"""Arguments of functions that give several numbers, and so are no metrics."""


def is_sound(result):
    """True for a number, an interval, or several of them; a time may be infinite."""
    if isinstance(result, Interval):
        return not math.isnan(result.low) and not math.isnan(result.high)
    if isinstance(result, dict | list | tuple | pd.Series):
        return all(map(is_sound, result.values() if isinstance(result, dict) else result))
    return result is None or math.isfinite(result)


@pytest.mark.parametrize("name", UNDECLARED)
@pytest.mark.filterwarnings("error")
def test_functions_of_several_results_refuse_by_their_own_error_too(name):
    base = UNDECLARED[name]
    for key, value in base.items():
        for hostile in HOSTILE:
            places = [[hostile, *value[1:]], [*value[:-1], hostile], [hostile], [hostile] * 3]
            for bad in [hostile, *(places if isinstance(value, list) else [])]:
                outcome(lambda bad=bad, key=key: getattr(marketshare.metrics, name)(**{**base, key: bad}))


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.filterwarnings("error")
def test_whatever_it_is_given_a_metric_gives_a_number_or_refuses(name):
    base, several = typical(name), {key for each, key in SEVERAL if each == name}
    may_be_endless = METRICS[name].unit == "year"
    for key in known(name):
        for value in HOSTILE:
            places = [[value, 30, 20], [50, value], [value], [value, value], {"a": value, "b": 40}]
            for bad in [value, *(places if key in several else [])]:
                found = outcome(lambda bad=bad, key=key: METRICS[name].function(**{**base, key: bad}))
                sound = isinstance(found, str) or is_sound(found) or (may_be_endless and found == math.inf)
                assert sound, (key, bad, found)

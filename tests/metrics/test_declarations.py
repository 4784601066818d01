"""What each metric takes, yields, and rises and falls in, against the table of declarations.txt."""

import inspect
from pathlib import Path

import pytest

import marketshare.metrics
from marketshare.interval import Interval
from marketshare.quantity import DerivationError, Passage, Quantity, UnitError, declared, derive

TABLE = Path(__file__).with_name("declarations.txt").read_text("utf-8")

ROWS = [
    tuple(part.strip() for part in f"{line} | |".split("|"))[:5]
    for line in TABLE.splitlines()
    if line and not line.startswith("#")
]


def is_declared(function):
    try:
        declared(function)
    except DerivationError:
        return False
    return True


def share(name, value, unit):
    """A share as printed, exact."""
    return Quantity(
        name, name, unit, value, Interval.exactly(value), Passage("note", "1", name, name, "", name, "share")
    )


def test_the_table_has_one_row_for_each_metric():
    functions = filter(inspect.isfunction, vars(marketshare.metrics).values())
    assert sorted(row[0] for row in ROWS) == sorted(each.__name__ for each in functions if is_declared(each))


@pytest.mark.parametrize(("name", "unit", "takes", "rises", "falls"), ROWS, ids=[row[0] for row in ROWS])
def test_a_declaration_says_what_the_formula_takes_and_yields_and_how_it_moves(name, unit, takes, rises, falls):
    known = declared(name)
    assert known.unit == unit
    assert known.takes == dict(argument.split() for argument in takes.split(", "))
    assert known.rises == set(rises.split())
    assert known.falls == set(falls.split())


@pytest.mark.parametrize("name", [row[0] for row in ROWS if "total" in row[2]])
def test_a_stated_total_is_percent_as_the_shares_are_and_refused_in_any_other_unit(name):
    metric = getattr(marketshare.metrics, name)
    more = {"concentration_ratio_bounds": {"k": 2}, "post_merger_hhi_bounds": {"first": 0, "second": 1}}
    given = {"unnamed": "any"} | more.get(name, {})

    def bounds(unit):
        shares, total = [share("a", 50, "percent"), share("b", 30, "percent")], share("a and b", 80, unit)
        return derive(metric, id="result", label="Result", shares=shares, total=total, **given).bounds

    assert bounds("percent") == metric([50, 30], **given)
    with pytest.raises(UnitError):
        bounds("ratio")

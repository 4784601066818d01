"""Exactness: a monopoly is 10,000 points, exact amounts are summed exactly, and what differs by rounding alone ties."""

import random
from decimal import Decimal
from itertools import permutations

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES, by_key, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare import panel
from marketshare.metrics import ShareError

KEYS = {"by": "market", "firm": "firm", "value": "sales"}
TENTHS = {  # 0.6000000000000001, 0.6 and 0.6 in doubles, whichever sum is taken first
    "market": ["a"] * 7,
    "firm": ["b", "b", "b", "a", "a", "a", "c"],
    "sales": [0.1, 0.2, 0.3, 0.3, 0.2, 0.1, 0.5],
}
KINDS = {
    "double": lambda amounts: pa.array(amounts, pa.float64()),
    "decimal": lambda amounts: pa.array([Decimal(f"{amount:.2f}") for amount in amounts], pa.decimal128(12, 2)),
}
ENGINES_OF_ARROW = {
    "pandas": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "polars": pl.from_arrow,
    "polars-lazy": lambda table: pl.from_arrow(table).lazy(),
    "pyarrow": lambda table: table,
    "duckdb": lambda table: duckdb.connect().from_arrow(table),
}


@pytest.fixture(params=list(ENGINES_OF_ARROW))
def arrow(request):
    """A function that makes a table of Arrow columns on one of the engines."""
    return lambda columns: ENGINES_OF_ARROW[request.param](pa.table(columns))


def test_a_monopoly_is_exact_whatever_it_sells(table):
    chance = random.Random(16)
    amounts = [0.1, 1 / 3, 5797665890933497.0, *(chance.lognormvariate(0, 40) for _ in range(300))]
    columns = {
        "market": [str(number) for number in range(len(amounts))] * 2,
        "firm": ["x"] * len(amounts) + ["none"] * len(amounts),
        "sales": amounts + [0.0] * len(amounts),
    }
    found = rows_of(panel.concentration(table(columns), **KEYS))
    exact = {"hhi": 10_000, "concentration_ratio": 100, "lead": 100, "effective_firms": 1, "entropy": 0,
             "hall_tideman": 1, "dominance": 1, "stenbacka_threshold": 0}  # fmt: skip
    assert {name: {row[name] for row in found} for name in exact} == {name: {value} for name, value in exact.items()}
    assert {row["share"] for row in rows_of(panel.shares(table(columns), **KEYS))} == {0, 100}


@pytest.mark.parametrize("kind", KINDS)
def test_totals_that_differ_by_rounding_alone_tie(arrow, kind):
    table = arrow(TENTHS | {"sales": KINDS[kind](TENTHS["sales"])})
    ranks = {row["firm"]: row["rank"] for row in rows_of(panel.shares(table, **KEYS))}
    assert ranks == {"a": 1, "b": 1, "c": 3}
    (row,) = rows_of(panel.concentration(table, **KEYS, metrics=["leader", "lead", "stenbacka_threshold"]))
    assert row == {"market": "a", "leader": "a", "lead": 0, "stenbacka_threshold": 50}


@pytest.mark.parametrize("kind", KINDS)
def test_no_rank_changes_where_nothing_moved(arrow, kind):
    amounts = TENTHS["sales"][:6]
    columns = {
        "market": ["a"] * 12,
        "period": ["1"] * 6 + ["2"] * 6,
        "firm": ["x"] * 3 + ["y"] * 3 + ["x"] * 3 + ["y"] * 3,
        "sales": KINDS[kind](amounts + amounts[::-1]),
    }
    (row,) = rows_of(panel.movement(arrow(columns), **KEYS, period="period"))
    assert (row["rank_changes"], row["instability"] < 1e-12) == (0, True)
    firms = rows_of(panel.movement(arrow(columns), **KEYS, period="period", each="firm"))
    assert {(firm["rank_before"], firm["rank"], firm["rank_change"]) for firm in firms} == {(1, 1, 0)}


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=2)
@given(amounts=st.lists(st.decimals(0, 1000, places=2).map(float), min_size=2, max_size=4), data=st.data())
def test_whatever_the_order_of_rows_firms_with_the_same_rows_tie(engine, amounts, data):
    orders = data.draw(st.lists(st.permutations(amounts), min_size=2, max_size=4))
    rows = [(f"firm-{number}", amount) for number, order in enumerate(orders) for amount in order]
    rows = data.draw(st.permutations([*rows, ("small", min(amounts) / 2), ("large", sum(amounts) * 2 + 1)]))
    firms, values = map(list, zip(*rows, strict=True))
    table = ENGINES[engine]({"market": ["a"] * len(rows), "firm": firms, "sales": values})
    ranks = {row["firm"]: row["rank"] for row in rows_of(panel.shares(table, **KEYS))}
    assert ranks.pop("large") == 1
    ranks.pop("small")
    assert set(ranks.values()) == {2}


def test_many_rows_are_rounded_more_often_and_tie_all_the_same(table):
    tenths = [0.1] * 30_000  # 3000.0000000005684, added one by one
    columns = {"market": ["a"] * 30_001, "firm": ["x", *["y"] * 30_000], "sales": [3000.0, *tenths]}
    assert {row["rank"] for row in rows_of(panel.shares(table(columns), **KEYS))} == {1}


@pytest.mark.parametrize("larger", [1 + 1e-13, 1.001])
def test_what_differs_by_more_than_rounding_does_not_tie(table, larger):
    columns = {"market": ["a", "a"], "firm": ["x", "y"], "sales": [1.0, larger]}
    assert {row["firm"]: row["rank"] for row in rows_of(panel.shares(table(columns), **KEYS))} == {"x": 2, "y": 1}
    (row,) = rows_of(panel.concentration(table(columns), **KEYS, metrics=["leader", "lead"]))
    assert row["leader"] == "y"
    assert row["lead"] > 0


def test_whole_numbers_that_differ_by_one_do_not_tie(table):
    columns = {"market": ["a", "a"], "firm": ["x", "y"], "sales": [2**52, 2**52 + 1]}
    assert {row["firm"]: row["rank"] for row in rows_of(panel.shares(table(columns), **KEYS))} == {"x": 2, "y": 1}


def test_whole_numbers_are_summed_beyond_a_double_and_beyond_64_bits(table):
    columns = {
        "market": ["a"] * 6,
        "firm": ["x", "x", "y", "y", "z", "z"],
        "sales": [2**62, 2**62, 2**62, 2**62, 2**53, 1],  # 2**53 + 1 is no double
    }
    found = by_key(panel.shares(table(columns), **KEYS), "firm")
    assert {firm: (row["sales"], row["rank"]) for firm, row in found.items()} == {
        "x": (2.0**63, 1), "y": (2.0**63, 1), "z": (2.0**53, 3),
    }  # fmt: skip


def test_one_at_a_time_a_double_loses_what_a_sum_of_whole_numbers_keeps(table):
    columns = {"market": ["a"] * 9, "firm": ["x"] * 9, "sales": [2**53, *[1] * 8]}
    (row,) = rows_of(panel.shares(table(columns), **KEYS))
    assert row["sales"] == 2**53 + 8


def test_every_order_of_decimals_gives_the_same_shares(arrow):
    orders = list(permutations([0.1, 0.2, 0.3, 0.4]))
    columns = {
        "market": [str(number) for number in range(len(orders)) for _ in range(5)],
        "firm": [*"xxxxy"] * len(orders),
        "sales": KINDS["decimal"]([amount for order in orders for amount in (*order, 2.0)]),
    }
    rows = rows_of(panel.shares(arrow(columns), **KEYS))
    assert len(rows) == 2 * len(orders)
    assert {(row["firm"], row["share"]) for row in rows} == {("x", 100 / 3), ("y", 200 / 3)}


def test_results_of_decimals_do_not_depend_on_threads():
    amounts = [Decimal(number % 977) / 100 for number in range(200_000)]
    table = pa.table({
        "market": ["a"] * 200_000,
        "firm": [str(number % 7) for number in range(200_000)],
        "sales": pa.array(amounts, pa.decimal128(12, 2)),
    })  # fmt: skip
    found = set()
    for threads in (1, 2, 8):
        source = duckdb.connect(config={"threads": threads})
        found.add(tuple(panel.shares(source.from_arrow(table), **KEYS).order("firm").fetchall()))
    assert len(found) == 1


def test_decimals_whose_sum_may_not_fit_are_refused(arrow):
    most = pa.array([Decimal("9" * 38)] * 2, pa.decimal128(38, 0))
    with pytest.raises(ShareError, match="sales: sums may have more digits than a decimal holds, 38; convert it to"):
        panel.shares(arrow({"market": ["a", "a"], "firm": ["x", "x"], "sales": most}), **KEYS)

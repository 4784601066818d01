"""Shares and ranks of firms, and the kind of table that comes back."""

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES, by_key, columns_of, printed, rows_of, same
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare import panel
from marketshare.metrics import ShareError, shares_of

KEYS = {"by": "market", "firm": "firm", "value": "sales"}
TABLE = columns_of({"a": {"x": [10, 20], "y": 50, "z": 20}, "b": {"x": 5, "y": 5, "w": 0}})


def test_shares_and_ranks_by_hand(table):
    found = by_key(panel.shares(table(TABLE), **KEYS), "market", "firm")
    assert {key: (row["sales"], row["share"], row["rank"]) for key, row in found.items()} == {
        ("a", "x"): (30, 30, 2),
        ("a", "y"): (50, 50, 1),
        ("a", "z"): (20, 20, 3),
        ("b", "x"): (5, 50, 1),
        ("b", "y"): (5, 50, 1),
        ("b", "w"): (0, 0, 3),
    }


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=4)
@given(amounts=st.lists(st.floats(1e-3, 1e9).map(printed), min_size=1, max_size=9))
def test_shares_are_what_shares_of_says(engine, amounts):
    firms = [f"firm-{number}" for number in range(len(amounts))]
    table = ENGINES[engine](columns_of({"a": dict(zip(firms, amounts, strict=True))}))
    found = by_key(panel.shares(table, **KEYS), "firm")
    expected = dict(zip(firms, shares_of(amounts), strict=True))
    assert all(same(found[firm]["share"], share) for firm, share in expected.items())
    assert all(found[firm]["rank"] == 1 + sum(other > own for other in amounts)
               for firm, own in zip(firms, amounts, strict=True))  # fmt: skip


@pytest.mark.parametrize(
    ("engine", "kind"),
    [
        ("pandas", pd.DataFrame),
        ("polars", pl.DataFrame),
        ("polars-lazy", pl.LazyFrame),
        ("pyarrow", pa.Table),
        ("duckdb", duckdb.DuckDBPyRelation),
    ],
)
@pytest.mark.parametrize("validate", [True, False])
def test_a_table_of_the_same_kind_comes_back(engine, kind, validate):
    table = ENGINES[engine]({**TABLE, "period": [1] * 3 + [2] * 4})
    assert isinstance(panel.shares(table, **KEYS, validate=validate), kind)
    assert isinstance(panel.concentration(table, **KEYS, validate=validate), kind)
    assert isinstance(panel.movement(table, **KEYS, period="period", validate=validate), kind)


def test_what_is_computed_at_once_is_sorted_by_its_keys():
    found = rows_of(panel.shares(pl.DataFrame(TABLE).reverse(), **KEYS))
    assert [(row["market"], row["firm"]) for row in found] == [
        ("a", "x"), ("a", "y"), ("a", "z"), ("b", "w"), ("b", "x"), ("b", "y"),
    ]  # fmt: skip


def test_a_lazy_table_is_not_read_for_a_result_that_nobody_collects():
    seen = []

    def spy(frame):
        seen.append(len(frame))
        return frame

    table = pl.LazyFrame(TABLE).map_batches(spy)
    result = panel.concentration(table, **KEYS, validate=False)
    assert seen == []
    result.collect()
    assert seen


@pytest.mark.parametrize("name", ["share", "rank", "reason"])
def test_an_amount_called_like_a_result_is_refused(table, name):
    columns = table({"market": ["a"], "firm": ["x"], name: [1.0]})
    with pytest.raises(ShareError, match=f"value: a column of the result is called '{name}' too; rename that"):
        panel.shares(columns, by="market", firm="firm", value=name)

"""Tables as people have them: whatever columns are called and keys made of, the result is right or refused by name."""

import datetime as dt
from decimal import Decimal

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engines import ENGINES, by_key, rows_of

from marketshare import panel
from marketshare.metrics import ShareError

KEYS = {"by": "market", "firm": "firm", "value": "sales"}
LARGE = 2**60
EAGER = ["pandas", "polars", "polars-lazy", "pyarrow"]


def sales(**changes):
    """Two firms of one market with 60 and 40."""
    return {"market": ["a", "a"], "firm": ["x", "y"], "sales": [60, 40]} | changes


def shares_of(table, **keys):
    """Shares by firm."""
    keys = KEYS | keys
    return {row[keys["firm"]]: row["share"] for row in rows_of(panel.shares(table, **keys))}


# names


@pytest.mark.parametrize("engine", EAGER)
@pytest.mark.parametrize("name", ["", "*", "sales.eur", "^s.*$", 'a"b', "_value", "_key0", "select"])
def test_a_column_may_be_called_anything(engine, name):
    table = ENGINES[engine]({"market": ["a", "a"], "firm": ["x", "y"], name: [60, 40], "sales": [1, 1]})
    assert shares_of(table, value=name) == {"x": 60, "y": 40}
    table = ENGINES[engine]({name: ["a", "a"], "firm": ["x", "y"], "sales": [60, 40]})
    (row,) = rows_of(panel.concentration(table, by=name, firm="firm", value="sales", metrics=["hhi"]))
    assert row == {name: "a", "hhi": 5200}


@pytest.mark.parametrize("name", ["*", "sales.eur", 'a"b'])
def test_a_column_of_a_relation_may_be_called_anything(name):
    table = ENGINES["duckdb"]({name: ["a", "a"], "firm": ["x", "y"], "sales": [60, 40]})
    (row,) = rows_of(panel.concentration(table, by=name, firm="firm", value="sales", metrics=["hhi"]))
    assert row == {name: "a", "hhi": 5200}


def test_columns_named_by_numbers_are_left_alone_and_refused_where_they_are_asked_for():
    table = pd.DataFrame(sales()).assign(extra=1).rename(columns={"extra": 0})
    assert shares_of(table) == {"x": 60, "y": 40}
    with pytest.raises(ShareError, match="by: 0 is no text; rename the column"):
        panel.shares(table, by=[0], firm="firm", value="sales")


@pytest.mark.parametrize("name", ["RANK", "Reason", "sHARE"])
def test_a_key_meets_a_result_whatever_its_case(table, name):
    columns = table({name: ["a"], "firm": ["x"], "sales": [1]})
    with pytest.raises(ShareError, match=rf"by: a column of the result is called '{name.lower()}' too; .* '{name}'"):
        panel.shares(columns, by=name, firm="firm", value="sales")


@pytest.mark.parametrize("name", ["HHI", "Reason"])
def test_a_key_meets_an_index_whatever_its_case(table, name):
    with pytest.raises(ShareError, match=f"by: a column of the result is called '{name.lower()}' too"):
        panel.concentration(table({name: ["a"], "firm": ["x"], "sales": [1]}), by=name, firm="firm", value="sales")


def test_a_key_meets_growth_whatever_its_case(table):
    columns = table({"Growth": ["a"], "period": [1], "firm": ["x"], "sales": [1]})
    with pytest.raises(ShareError, match="by: a column of the result is called 'growth' too"):
        panel.movement(columns, by="Growth", period="period", firm="firm", value="sales")


def test_two_keys_that_differ_by_case_only_are_refused():
    with pytest.raises(ShareError, match="firm: upper and lower case aside, another column is called 'Firm'; rename"):
        panel.shares(pd.DataFrame({"Firm": ["a"], "firm": ["x"], "sales": [1]}), by="Firm", firm="firm", value="sales")


def test_a_relation_that_cannot_tell_two_columns_apart_is_refused():
    table = duckdb.connect().sql("""SELECT 'a' AS market, 'x' AS firm, 1 AS sales, 2 AS "Sales" """)
    with pytest.raises(ShareError, match="value: two columns of the table are called 'sales'; rename one of them"):
        panel.shares(table, **KEYS)


# keys


@pytest.mark.parametrize(
    "keys",
    [
        ["x", "y"],
        [2**60 + 1, 2**60 + 3],
        [dt.date(2018, 1, 1), dt.date(2018, 1, 2)],
        [dt.datetime(2018, 1, 1, tzinfo=dt.UTC), dt.datetime(2018, 1, 2, tzinfo=dt.UTC)],
        [False, True],
        [0.5, 1.5],
    ],
    ids=lambda keys: type(keys[0]).__name__,
)
def test_keys_come_back_as_they_were(table, keys):
    found = by_key(panel.shares(table(sales(firm=keys)), **KEYS), "firm")
    assert {firm: row["share"] for firm, row in found.items()} == dict(zip(keys, [60, 40], strict=True))


def test_zero_is_one_key_whatever_its_sign(table):
    found = rows_of(panel.shares(table(sales(firm=[0.0, -0.0])), **KEYS))
    assert [(row["firm"], row["share"]) for row in found] == [(0, 100)]


def test_text_of_arrow_views_is_a_key():
    found = panel.shares(pa.table(sales(firm=pa.array(["x", "y"], pa.string_view()))), **KEYS)
    assert by_key(found, "firm")["x"]["share"] == 60
    assert found.schema.field("firm").type == pa.string_view()


@pytest.mark.parametrize("engine", EAGER)
def test_decimals_are_keys(engine):
    keys = [Decimal("1.10"), Decimal("1.20")]
    columns = pa.table(sales(firm=pa.array(keys)))
    made = {
        "pandas": lambda: columns.to_pandas(types_mapper=pd.ArrowDtype),
        "polars": lambda: pl.from_arrow(columns),
        "polars-lazy": lambda: pl.from_arrow(columns).lazy(),
        "pyarrow": lambda: columns,
    }
    assert shares_of(made[engine]()) == dict(zip(keys, [60, 40], strict=True))


@pytest.mark.parametrize("kind", ["category", "string", "string[pyarrow]", "object", "str"])
def test_text_of_pandas_keeps_its_type(kind):
    table = pd.DataFrame(sales()).astype({"market": kind, "firm": kind})
    shares, leaders = panel.shares(table, **KEYS), panel.concentration(table, **KEYS, metrics=["leader"])
    assert shares["share"].to_list() == [60, 40]
    assert (shares["market"].dtype, shares["firm"].dtype) == (table["market"].dtype, table["firm"].dtype)
    assert leaders["leader"].dtype == table["firm"].dtype


@pytest.mark.parametrize("kind", ["int64[pyarrow]", "Int64", "uint64", "date32[pyarrow]"])
def test_numbers_and_dates_of_pandas_keep_their_type_and_every_digit(kind):
    keys = [dt.date(2018, 1, 1), dt.date(2018, 1, 2)] if kind.startswith("date") else [2**60 + 1, 2**60 + 3]
    table = pd.DataFrame(sales(firm=pd.Series(keys, dtype=kind)))
    found = panel.shares(table, **KEYS)
    assert found["firm"].dtype == table["firm"].dtype
    assert dict(zip(found["firm"], found["share"], strict=True)) == dict(zip(keys, [60, 40], strict=True))


def test_a_leader_that_is_not_known_does_not_round_the_others():
    table = pd.DataFrame({"market": ["a", "b"], "firm": [2**60 + 1, 2**60 + 3], "sales": [5, -1]})
    found = panel.concentration(table, **KEYS, metrics=["leader"], validate=False)
    assert found["leader"].to_list()[0] == 2**60 + 1
    assert pd.isna(found["leader"].to_list()[1])


def test_periods_of_pandas_keep_every_digit():
    periods = [2**60 + 1, 2**60 + 3]
    table = pd.DataFrame({"market": "a", "period": periods, "firm": "x", "sales": [1, 2]})
    (row,) = rows_of(panel.movement(table, **KEYS, period="period"))
    assert (row["period_before"], row["period"], row["growth"]) == (*periods, 100)


def category(engine, names, order):
    """A column of categories in an order that is not that of their names."""
    if engine == "pandas":
        return pd.Series(pd.Categorical(names, categories=order, ordered=True))
    if engine == "pyarrow":
        return pa.DictionaryArray.from_arrays(pa.array([order.index(name) for name in names]), pa.array(order))
    return pl.Series(names, dtype=pl.Enum(order))


@pytest.mark.parametrize("engine", EAGER)
def test_a_tie_is_broken_by_name_not_by_the_order_of_categories(engine):
    firms = category(engine, ["y", "x"], ["y", "x"])
    table = ENGINES[engine](sales(firm=firms, sales=[50, 50]))
    result = panel.concentration(table, **KEYS, metrics=["leader"])
    assert rows_of(result) == [{"market": "a", "leader": "x"}]


def test_a_tie_is_broken_by_name_in_a_relation_of_enums_too():
    table = duckdb.connect().sql(
        "SELECT 'a' AS market, unnest(['y', 'x'])::ENUM('y', 'x') AS firm, unnest([50, 50]) AS sales"
    )
    result = panel.concentration(table, **KEYS, metrics=["leader"])
    assert result.fetchall() == [("a", "x")]
    assert str(result.types[1]) == "ENUM('y', 'x')"


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["y", "x"])])
def test_categories_of_polars_come_back_as_categories(dtype):
    table = pl.DataFrame(sales()).cast({"firm": dtype, "market": pl.Categorical})
    found = panel.shares(table, **KEYS)
    assert (found.schema["market"], found.schema["firm"]) == (pl.Categorical, dtype)
    assert found["firm"].to_list() == ["x", "y"]


def test_a_dictionary_of_pyarrow_comes_back_as_one():
    table = pa.table(sales(firm=pa.array(["x", "y"]).dictionary_encode()))
    assert panel.shares(table, **KEYS).schema.field("firm").type == pa.dictionary(pa.int32(), pa.string())


@pytest.mark.parametrize(
    "keys",
    [
        pd.Series([float("nan"), 1.0]),
        pd.Series([None, 1.0], dtype="double[pyarrow]"),
        pd.Series([None, "x"], dtype="string[pyarrow]"),
        pd.Series([None, 2**60 + 1], dtype="int64[pyarrow]"),
        pd.Series([pd.NaT, pd.Timestamp("2018-01-01")]),
        pd.Series(pd.Categorical([None, "x"])),
    ],
    ids=lambda keys: str(keys.dtype),
)
def test_a_key_that_is_missing_is_told(keys):
    with pytest.raises(ShareError, match="sales: firm missing: 1 row in 1 group, for instance market a"):
        panel.shares(pd.DataFrame(sales(firm=keys)), **KEYS)
    with pytest.raises(ShareError, match="sales: key missing: 1 row in 1 group, for instance market missing"):
        panel.shares(pd.DataFrame(sales(market=keys)), **KEYS)


@pytest.mark.parametrize(
    ("engine", "cells"),
    [
        ("pandas", pd.Series([["x"], ["y"]])),
        ("pandas", pd.Series([["x"], ["y"]], dtype=pd.ArrowDtype(pa.list_(pa.string())))),
        ("pandas", pd.Series([{"x": 1}, {"y": 1}])),
        ("pandas", pd.Series([1.5, 2.5], dtype=pd.ArrowDtype(pa.float16()))),
        ("pyarrow", pa.array([["x"], ["y"]])),
        ("polars", pl.Series([["x"], ["y"]])),
        ("polars", pl.Series([{"x": 1}, {"x": 2}])),
        ("polars", pl.Series([b"x", b"y"])),
        ("polars", pl.Series([object(), object()], dtype=pl.Object)),
        ("duckdb", pa.array([["x"], ["y"]])),
    ],
)
def test_cells_that_are_no_keys_are_refused_by_name(engine, cells):
    with pytest.raises(ShareError, match=r"firm: the column 'firm' holds .*, which is no key"):
        panel.shares(ENGINES[engine](sales(firm=cells)), **KEYS)


def test_a_label_of_what_is_unsound_is_the_key_as_it_is_written():
    table = pd.DataFrame({"market": [10, 9], "firm": ["x", "x"], "sales": [-1, -1]})
    with pytest.raises(ShareError, match="negative value: 2 rows in 2 groups, for instance market 9"):
        panel.shares(table, **KEYS)


# values


@pytest.mark.parametrize(
    "values",
    [
        pd.Series([60, 40], dtype="float16"),
        pd.Series([60, 40], dtype="float32"),
        pd.Series([60, 40], dtype="uint8"),
        pd.Series([60, 40], dtype="Int64"),
        pd.Series([60, 40], dtype="Float64"),
        pd.Series([60, 40], dtype=pd.ArrowDtype(pa.float16())),
        pd.Series([60, 40], dtype=pd.ArrowDtype(pa.int8())),
        pd.Series([Decimal(60), Decimal(40)], dtype=pd.ArrowDtype(pa.decimal128(10, 2))),
        pd.Series([Decimal(60), Decimal(40)], dtype=pd.ArrowDtype(pa.decimal256(50, 2))),
    ],
    ids=lambda values: str(values.dtype),
)
def test_numbers_of_pandas_of_any_type_are_amounts(values):
    assert shares_of(pd.DataFrame(sales(sales=values))) == {"x": 60, "y": 40}


@pytest.mark.parametrize(
    "values",
    [
        pa.array(np.array([60, 40], dtype=np.float16)),
        pa.array([Decimal(60), Decimal(40)], pa.decimal256(50, 2)),
        pa.array([Decimal(60), Decimal(40)], pa.decimal128(5, 2)),
        pa.array([60, 40], pa.uint64()),
    ],
    ids=lambda values: str(values.type),
)
def test_numbers_of_pyarrow_of_any_type_are_amounts(values):
    assert shares_of(pa.table(sales(sales=values))) == {"x": 60, "y": 40}


@pytest.mark.parametrize("dtype", [pl.Float16, pl.Float32, pl.UInt8, pl.UInt64, pl.Int128, pl.Decimal(20, 4)])
def test_numbers_of_polars_of_any_type_are_amounts(dtype):
    assert shares_of(pl.DataFrame(sales()).cast({"sales": dtype})) == {"x": 60, "y": 40}


@pytest.mark.parametrize("kind", ["FLOAT", "UTINYINT", "HUGEINT", "UHUGEINT", "DECIMAL(38, 4)", "DOUBLE"])
def test_numbers_of_a_relation_of_any_type_are_amounts(kind):
    table = duckdb.connect().sql(f"SELECT 'a' AS market, unnest(['x', 'y']) AS firm, unnest([60, 40])::{kind} AS sales")
    assert shares_of(table) == {"x": 60, "y": 40}


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (pd.DataFrame(sales(sales=["60", "40"])), "str"),
        (pd.DataFrame(sales(sales=pd.Series([60, "40"], dtype=object))), "object"),
        (pd.DataFrame(sales(sales=[True, False])), "bool"),
        (pd.DataFrame(sales(sales=pd.Series([2**70, 1], dtype=object))), "object"),
        (
            pa.table(sales(sales=pa.array([Decimal("9" * 40), Decimal(1)], pa.decimal256(50, 2)))),
            r"decimal256\(50, 2\)",
        ),
        (pl.DataFrame(sales(sales=["60", "40"])), "String"),
    ],
)
def test_what_is_no_number_is_refused_by_name(table, kind):
    with pytest.raises(ShareError, match=f"value: the column 'sales' holds {kind}, not numbers; convert it first"):
        panel.shares(table, **KEYS)

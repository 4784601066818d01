"""Which files are parts of a table, and parts of Parquet that differ."""

import json
import os
import re
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from engines import by_key, columns_of, rows_of

from marketshare import panel
from marketshare.metrics import ShareError

KEYS = {"by": "market", "firm": "firm", "value": "sales"}


@pytest.fixture
def part(tmp_path):
    """A function that writes a Parquet file with firms and what they sell."""

    def write(name, sales, firms=None, **columns):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True, parents=True)
        firms = firms if firms is not None else [f"firm of {name}"] * len(sales)
        pq.write_table(pa.table({"market": ["a"] * len(sales), "firm": firms, "sales": sales, **columns}), file)
        return file

    return write


def hhi(path):
    (row,) = rows_of(panel.concentration(panel.read(path), **KEYS, metrics=["hhi"]))
    return row["hhi"]


# which files


@pytest.mark.parametrize(
    "hidden",
    [
        ".ipynb_checkpoints/part-checkpoint.parquet",
        "_temporary/0/part.parquet",
        ".trash/part.parquet",
        "_spark_metadata/part.parquet",
        "sub/.part.parquet",
        "_part.parquet",
    ],
)
def test_hidden_parts_are_left_out_as_spark_does(part, tmp_path, hidden):
    part("sales/1.parquet", [60])
    part("sales/sub/2.parquet", [40])
    part(f"sales/{hidden}", [900])
    (tmp_path / "sales" / "_SUCCESS").touch()
    (tmp_path / "sales" / ".1.parquet.crc").touch()
    assert hhi(tmp_path / "sales") == 5200


def test_a_hidden_file_that_is_asked_for_is_read(part):
    assert hhi(part(".sales.parquet", [60])) == 10_000


@pytest.mark.parametrize(("asked", "other"), [
    ("glob[0-9].parquet", "glob1.parquet"), ("st*r.parquet", "stair.parquet"), ("q?.parquet", "qq.parquet"),
    ("d[1]/p.parquet", "d1/p.parquet"), ("{a,b}.parquet", "a.parquet"), ("**/p.parquet", "x/p.parquet"),
])  # fmt: skip
def test_the_file_that_was_asked_for_is_read(part, tmp_path, asked, other):
    part(other, [1], ["other"])
    file = part(asked, [1], ["asked"])
    for path in (file, file.parent) if file.parent != tmp_path else (file,):
        found = by_key(panel.shares(panel.read(path), **KEYS), "firm")
        assert set(found) == {"asked"}


def test_the_csv_file_that_was_asked_for_is_read(tmp_path):
    for name in ("1.csv", "[1].csv"):
        (tmp_path / name).write_text(f"market,firm,sales\na,{name},1\n", "utf-8")
    sales = panel.read(tmp_path / "[1].csv", types={"sales": "number"})
    assert set(by_key(panel.shares(sales, **KEYS), "firm")) == {"[1].csv"}


@pytest.mark.parametrize("name", ["README.md", "part-2.parquet.gz", "part-2.orc", "notes"])
def test_a_file_among_parts_that_is_none_is_told_not_dropped(part, tmp_path, name):
    part("sales/1.parquet", [60])
    (tmp_path / "sales" / name).write_text("x", "utf-8")
    with pytest.raises(ShareError, match=rf"{name}: expected Parquet .* or CSV .*; move it elsewhere, or let its name"):
        panel.read(tmp_path / "sales")


def test_a_link_to_a_folder_is_told_not_dropped(part, tmp_path):
    part("sales/1.parquet", [60])
    part("more/2.parquet", [40])
    (tmp_path / "sales" / "more").symlink_to(tmp_path / "more")
    with pytest.raises(ShareError, match="sales/more: is a link to a folder, which is not followed"):
        panel.read(tmp_path / "sales")


@pytest.mark.parametrize("name", ["sales.csv", "sales/sales.csv"])
def test_a_pipe_is_refused_and_not_waited_for(tmp_path, name):
    (tmp_path / "sales").mkdir()
    os.mkfifo(tmp_path / name)
    for path in {tmp_path / name, (tmp_path / name).parent} - {tmp_path}:
        with pytest.raises(ShareError, match=r"sales\.csv: is no regular file; save what it gives as a file first"):
            panel.read(path)


def test_a_name_that_is_not_utf_8_is_refused(part, tmp_path):
    name = os.fsdecode(b"sales\xff.parquet")
    part("sales.parquet", [60]).rename(tmp_path / name)
    with pytest.raises(ShareError, match="its name is not UTF-8; rename it"):
        panel.read(tmp_path / name)


def test_an_endless_device_is_refused():
    with pytest.raises(ShareError, match="/dev/zero: is no regular file"):
        panel.read("/dev/zero")


@pytest.mark.parametrize(
    ("log", "content", "words"),
    [
        ("_delta_log/00000000000000000000.json", json.dumps({"remove": {"path": "1.parquet"}}), "is a Delta table"),
        ("metadata/v1.metadata.json", "{}", "is a Iceberg table"),
        (".hoodie/hoodie.properties", "", "is a Hudi table"),
    ],
)
def test_a_table_format_is_refused_by_name_with_what_reads_it(part, tmp_path, log, content, words):
    part("sales/data/1.parquet", [60])
    part("sales/data/2.parquet", [40])
    (tmp_path / "sales" / log).parent.mkdir()
    (tmp_path / "sales" / log).write_text(content, "utf-8")
    for asked in ("sales", "sales/data", "."):
        with pytest.raises(ShareError, match=rf"sales: {words}.*read it with .*give panel that table"):
            panel.read(tmp_path / asked)


def test_a_folder_called_metadata_is_no_table_format(part, tmp_path):
    part("sales/1.parquet", [60])
    part("sales/metadata/2.parquet", [40])
    assert hhi(tmp_path / "sales") == 5200


# names of folders


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_names_of_folders_give_columns_of_text(tmp_path, kind):
    for period in ("2018-06", "007", "a%2Fb"):
        folder = tmp_path / "sales" / f"period={period}"
        folder.mkdir(parents=True)
        table = pl.DataFrame(columns_of({"a": {"x": 60, "y": 40}}))
        table.write_parquet(folder / "1.parquet") if kind == "parquet" else table.write_csv(folder / "1.csv")
    types = {"sales": "number"} if kind == "csv" else None
    for asked, periods in ((tmp_path / "sales", {"2018-06", "007", "a/b"}), (folder, {"a/b"}),
                           (folder / f"1.{kind}", {"a/b"})):  # fmt: skip
        sales = panel.read(asked, types=types)
        found = by_key(panel.concentration(sales, **(KEYS | {"by": ["market", "period"]})), "market", "period")
        assert set(found) == {("a", period) for period in periods}


@pytest.mark.parametrize(("kind", "value"), [("number", 2018.5), ("integer", None), ("date", None)])
def test_what_a_name_of_a_folder_is_may_be_declared(tmp_path, kind, value):
    folder = tmp_path / "sales" / "period=2018.5"
    folder.mkdir(parents=True)
    (folder / "1.csv").write_text("market,firm,sales\na,x,1\n", "utf-8")
    sales = panel.read(tmp_path / "sales", types={"sales": "number", "period": kind})
    keys = KEYS | {"by": ["market", "period"]}
    if value:
        assert set(by_key(panel.concentration(sales, **keys), "period")) == {value}
    else:
        with pytest.raises(ShareError, match=r"period: '2018\.5' is no "):
            panel.concentration(sales, **keys)


def test_folders_that_name_different_columns_are_refused(part, tmp_path):
    part("sales/period=1/1.parquet", [60])
    second = part("sales/year=1/1.parquet", [60])
    with pytest.raises(ShareError, match=re.escape(f"{second}: its folders name year; expected period, as those of")):
        panel.read(tmp_path / "sales")


@pytest.mark.parametrize("folder", ["=1", "period=a=b"])
def test_a_folder_that_names_no_column_or_two_is_refused(part, folder, tmp_path):
    part(f"sales/{folder}/1.parquet", [60])
    with pytest.raises(ShareError, match=f"the folder '{folder}' names no column; expected NAME=VALUE"):
        panel.read(tmp_path / "sales")


def test_a_column_in_the_files_and_in_the_names_of_folders_is_refused(part, tmp_path):
    part("sales/market=b/1.parquet", [60])
    part("sales/market=b/2.parquet", [60])
    with pytest.raises(ShareError, match="the column 'market' stands in the file and in the name of its folder"):
        panel.read(tmp_path / "sales")


def test_a_file_that_is_asked_for_alone_has_its_own_columns(part):
    sales = panel.read(part("market=b/1.parquet", [60]))
    assert set(by_key(panel.shares(sales, **KEYS), "market")) == {"a"}


# parts that differ


def test_parts_of_parquet_are_put_together_by_the_names_of_columns(part, tmp_path):
    part("sales/1.parquet", [60])
    table = pa.table({"sales": [40], "market": ["a"], "firm": ["z"]})
    pq.write_table(table, tmp_path / "sales" / "2.parquet")
    assert hhi(tmp_path / "sales") == 5200


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (pa.array([2]), pa.array([2.5]), "'sales' holds DOUBLE, and in {first} BIGINT"),
        (pa.array([2]), pa.array([Decimal("2.5")]), r"'sales' holds DECIMAL\(2,1\), and in {first} BIGINT"),
        (pa.array([2], pa.uint64()), pa.array([2]), "'sales' holds BIGINT, and in {first} UBIGINT"),
        (
            pa.array([Decimal(1)], pa.decimal128(38, 0)),
            pa.array([Decimal(1)], pa.decimal128(38, 9)),
            r"'sales' holds DECIMAL\(38,9\), and in {first} DECIMAL\(38,0\)",
        ),
    ],
)
def test_parts_of_types_that_none_holds_without_loss_are_refused(part, tmp_path, one, other, words):
    first, second = part("sales/1.parquet", one), part("sales/2.parquet", other)
    words = words.format(first=re.escape(str(first)))
    with pytest.raises(ShareError, match=rf"{second}: the column {words}; write all parts with one type"):
        panel.read(tmp_path / "sales")


def test_firms_that_are_numbers_in_one_part_and_text_in_another_are_refused(part, tmp_path):
    part("sales/1.parquet", [60], [7])
    part("sales/2.parquet", [40], ["007"])
    with pytest.raises(ShareError, match=r"2\.parquet: the column 'firm' holds VARCHAR, and in .* BIGINT"):
        panel.read(tmp_path / "sales")


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (pa.array([Decimal("1.5")], pa.decimal128(10, 1)), pa.array([Decimal("1.25")], pa.decimal128(10, 2)),
         "DECIMAL(11,2)"),
        (pa.array([1], pa.int8()), pa.array([2**40]), "BIGINT"),
        (pa.array([1.5], pa.float32()), pa.array([1e300]), "DOUBLE"),
    ],
)  # fmt: skip
def test_parts_of_types_that_one_holds_are_widened(part, tmp_path, one, other, kind):
    for order in ((one, other), (other, one)):
        part("sales/1.parquet", order[0])
        part("sales/2.parquet", order[1])
        sales = panel.read(tmp_path / "sales")
        assert str(sales.types[2]) == kind
        assert {row[0] for row in sales.project("sales").fetchall()} == {one[0].as_py(), other[0].as_py()}


@pytest.mark.parametrize(("columns", "words"), [({"note": ["x"]}, "has 'note' beside"), ({}, "lacks 'note'")])
def test_parts_with_other_columns_are_refused(part, tmp_path, columns, words):
    part("sales/1.parquet", [60], **({} if columns else {"note": ["x"]}))
    part("sales/2.parquet", [60], **columns)
    with pytest.raises(ShareError, match=rf"2\.parquet: expected the columns of .*1\.parquet, but it {words}"):
        panel.read(tmp_path / "sales")


@pytest.mark.parametrize("names", [["market", "firm", "sales", "sales"], ["market", "firm", "sales", "Sales"]])
def test_a_file_with_two_columns_of_one_name_is_refused(tmp_path, names):
    pq.write_table(pa.table([["a"], ["x"], [1], [2]], names=names), tmp_path / "sales.parquet")
    with pytest.raises(ShareError, match=r"sales\.parquet: .*'sales'.*, which DuckDB cannot tell apart; rename"):
        panel.read(tmp_path / "sales.parquet")

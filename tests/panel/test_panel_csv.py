"""CSV files: read as they are written, or refused with file, line, column, value and fix."""

import gzip
import re

import duckdb
import pandas as pd
import pytest
from engines import by_key, rows_of

from marketshare import panel
from marketshare.cli import main
from marketshare.metrics import ShareError

KEYS = {"by": "market", "firm": "firm", "value": "sales"}
COLUMNS = ("--by", "market", "--firm", "firm", "--value", "sales", "--metrics", "hhi")
NUMBER = {"sales": "number"}
HEADER = "market,firm,sales\n"


@pytest.fixture
def csv(tmp_path):
    """A function that writes a CSV file."""

    def write(content, name="sales.csv", encoding="utf-8"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return file

    return write


def shares(file, **types):
    """Amounts and shares by firm."""
    found = by_key(panel.shares(panel.read(file, types=NUMBER | types), **KEYS), "market", "firm")
    return {key: row["share"] for key, row in found.items()}


def refusal(file):
    with pytest.raises(ShareError) as error:
        panel.concentration(panel.read(file, types=NUMBER), **KEYS)
    return str(error.value)


def command(capsys, file, *arguments):
    """Exit code, stdout, stderr."""
    code = main(["panel", str(file), *COLUMNS, *arguments])
    written = capsys.readouterr()
    return code, written.out, written.err


# what is read


def test_an_apostrophe_is_no_quote(csv, capsys):
    file = csv(HEADER + "nl,'t Hoen,60\nnl,Farmers',40\n")
    assert shares(file) == {("nl", "'t Hoen"): 60, ("nl", "Farmers'"): 40}
    assert command(capsys, file)[:2] == (0, "market,hhi\nnl,5200.0\n")


@pytest.mark.parametrize(
    "keys",
    [
        ("1.1", "1.10"),
        ("1E3", "1000"),
        ("true", "T"),
        ("1-2-2003", "2-1-2003"),
        ("007", "7"),
        ("03/04/2018", "2018-04-03"),
        ("2018-06-01T00:00:00Z", "2018-06-01T08:00:00+08:00"),
        ("NULL", "NA"),
        (" x", "x"),
        ("nan", "inf"),
        ("é", "e\u0301"),
    ],
    ids=str,
)
def test_keys_are_text_as_it_is_written(csv, keys):
    one, other = keys
    assert shares(csv(HEADER + f"a,{one},60\na,{other},40\n")) == {("a", one): 60, ("a", other): 40}
    assert shares(csv(HEADER + f"{one},x,60\n{other},x,40\n")) == {(one, "x"): 100, (other, "x"): 100}


def test_keys_stay_text_after_many_rows_that_look_like_numbers(csv):
    many = "".join(f"a,{number},1\n" for number in range(100, 30_100))
    found = shares(csv(HEADER + many + "b,007,60\nb,7,40\n"))
    assert (found["b", "007"], found["b", "7"]) == (60, 40)


def test_a_quoted_cell_after_many_rows_is_read(csv):
    many = "a,x,1\n" * 30_000
    assert shares(csv(HEADER + many + 'b,"Smith, ""Bob""\n& Sons",60\n'))["b", 'Smith, "Bob"\n& Sons'] == 100


def test_a_column_is_what_it_is_declared_to_be(csv):
    content = "market,period,firm,sales\n" + "".join(f"a,{period},x,{period}\n" for period in (9, 10, "011"))
    sales = panel.read(csv(content), types={"period": "integer", "sales": "integer"})
    assert [str(kind) for kind in sales.types] == ["VARCHAR", "BIGINT", "VARCHAR", "BIGINT"]
    moved = by_key(panel.movement(sales, **KEYS, period="period"), "period_before", "period")
    assert set(moved) == {(9, 10), (10, 11)}


def test_dates_that_are_declared_are_dates(csv):
    sales = panel.read(csv(HEADER + "2018-06-30,x,1\n"), types={"market": "date", **NUMBER})
    assert [str(kind) for kind in sales.types] == ["DATE", "VARCHAR", "DOUBLE"]


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("integer", "1.5", "market: '1.5' is no whole number of 64 bits"),
        ("integer", "1e3", "market: '1e3' is no whole number of 64 bits"),
        ("integer", "9223372036854775808", "market: '9223372036854775808' is no whole number of 64 bits"),
        ("date", "2018-02-30", "market: '2018-02-30' is no date such as 2018-06-30"),
        ("date", "03/04/2018", "market: '03/04/2018' is no date such as 2018-06-30"),
        ("date", "2018-06-01T00:00:00Z", "market: '2018-06-01T00:00:00Z' is no date such as 2018-06-30"),
    ],
)
def test_what_is_not_what_was_declared_is_refused_not_rounded(csv, capsys, kind, value, words):
    file = csv(HEADER + f"{value},x,1\n")
    code, _, err = command(capsys, file, "--types", f"market={kind}")
    assert (code, f"sales.csv: {words}\n" in err) == (1, True)
    with pytest.raises(ShareError, match=re.escape(words)):
        panel.shares(panel.read(file, types=NUMBER | {"market": kind}), **KEYS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sales.csv", "market;firm;sales\na;x;60\na;y;40\n"),
        ("sales.csv", "market|firm|sales\r\na|x|60\r\na|y|40\r\n"),
        ("sales.csv", "\ufeffmarket,firm,sales\na,x,60\na,y,40"),
        ("sales.CSV", '"market","firm","sales"\n"a","x","60"\n"a","y","40"\n'),
        ("sales.tsv", "market\tfirm\tsales\na\tx\t60\na\ty\t40\n"),
        ("sales.csv", "sales,note,market,firm\n60,,a,x\n40,a; b,a,y\n"),
        ("sales.csv", ",market,firm,sales\n0,a,x,60\n1,a,y,40\n"),
        ("sales.csv", "market,firm,sales,\na,x,60,\na,y,40,\n"),
        ("sales.csv", "market,firm,sales\n\na,x,60\n\na,y,40\n\n"),
    ],
    ids=["semicolons", "bars", "BOM", "all quoted", "tabs", "other columns", "index", "trailing commas", "blank lines"],
)
def test_plain_exports_are_read(csv, name, content):
    assert shares(csv(content, name)) == {("a", "x"): 60, ("a", "y"): 40}


def test_what_pandas_writes_is_read(tmp_path):
    table = pd.DataFrame({"market": ["a", "a"], "firm": ['x, "y"', "z"], "sales": [60.5, 39.5]})
    table.to_csv(tmp_path / "sales.csv")
    assert shares(tmp_path / "sales.csv") == {("a", 'x, "y"'): 60.5, ("a", "z"): 39.5}


def test_a_compressed_file_is_read(csv):
    file = csv(gzip.compress((HEADER + "a,x,60\na,y,40\n").encode()), "sales.csv.gz")
    assert shares(file) == {("a", "x"): 60, ("a", "y"): 40}


# what is refused


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            HEADER + "a,x,1\na,y,$60\n",
            "line 3: sales: '$60' is no number; write digits alone, and the unit in the name",
        ),
        (HEADER + 'a,x,"1,200"\n', "line 2: sales: '1,200' is no number; write it without separators of thousands"),
        (HEADER + "a,x,1 200\n", "line 2: sales: '1 200' is no number; write it without separators of thousands"),
        (HEADER + 'a,x,"1,5"\n', "line 2: sales: '1,5' is no number; write a point before decimals"),
        (HEADER + "a,x,NA\n", "line 2: sales: 'NA' is no number; leave the cell empty where nothing is known"),
        (HEADER + "a,x,-\n", "line 2: sales: '-' is no number; leave the cell empty where nothing is known"),
        (HEADER + "a,x,42%\n", "line 2: sales: '42%' is no number; write digits alone"),
        (HEADER + "a,x,many\n", "line 2: sales: 'many' is no number; write digits, with a point at most"),
        (HEADER + "a,x,1\n<<<<<<< HEAD\na,y,1\n", "line 3: '<<<<<<<' marks a merge that was not finished; keep what"),
        (HEADER + "a,x,1\na,y\n", "line 3: has fewer cells than the header, which has 3; put quotes around cells with"),
        (HEADER + "a,x,1\na,y,1,200\n", "line 3: has more cells than the header, which has 3; put quotes around"),
        (HEADER + 'a,"x,1\na,y,2\n', "line 2: a quote is opened and not closed; close it, and write each quote inside"),
        (HEADER, "expected rows, found only a header"),
        ("", "line 1: expected the names of columns, found nothing"),
        ("\n" + HEADER + "a,x,1\n", "line 1: expected the names of columns, found nothing"),
        ("market,firm,sales,sales\na,x,1,2\n", "line 1: two columns are called 'sales', which DuckDB cannot tell"),
        ("market,firm,sales,Sales\na,x,1,2\n", "line 1: 'sales' and 'Sales', which DuckDB cannot tell apart; rename"),
        ("a,x,1\nb,y,2\n", "there is no column 'sales'; there are a, x, 1"),
        ("market,firm,sale\na,x,1\n", "there is no column 'sales'; did you mean 'sale'?"),
    ],
)
def test_what_cannot_be_read_is_told_with_file_line_column_value_and_fix(csv, capsys, content, words):
    file = csv(content)
    assert f"{file}: {words}" in refusal(file)
    code, out, err = command(capsys, file)
    assert (code, out) == (1, "")
    assert f"{file}: {words}" in err


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-16", "is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8), or convert it: iconv -f UTF-16 -t UTF-8"),
        ("utf-16-le", "is UTF-16"),
        ("cp1252", "line 3: is not UTF-8; save it as UTF-8 (in Excel: CSV UTF-8), or convert it: iconv"),
        ("gb18030", "line 3: is not UTF-8"),
    ],
)
def test_another_encoding_is_told_with_what_converts_it(csv, encoding, words):
    firm = "阿里" if encoding == "gb18030" else "Müller"
    file = csv(HEADER + f"a,x,1\na,{firm},2\n", encoding=encoding)
    assert refusal(file).startswith(f"{file}: {words}")


def test_a_header_of_another_encoding_is_told(csv):
    assert "line 1: is not UTF-8; save the file as UTF-8" in refusal(
        csv("市场,firm,sales\na,x,1\n", encoding="gb18030")
    )


def test_a_file_that_is_not_compressed_is_told(csv):
    assert "sales.csv.gz: is no gzip file" in refusal(csv(HEADER + "a,x,1\n", "sales.csv.gz"))


@pytest.mark.parametrize(
    ("begins", "kind"), [(b"\x1f\x8b\x08\0", "gzip"), (b"PK\x03\x04", "a ZIP archive"), (b"PAR1\x15\0", "Parquet")]
)
def test_a_file_of_another_kind_is_told_by_what_it_is(csv, begins, kind):
    assert f"sales.csv: is {kind}" in refusal(csv(begins + b"\0" * 40))


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0\0", b"\0" * 40, b'"' * 300_000, b",,,\n" * 9, b"\xff" * 99]
)
def test_what_is_no_table_at_all_is_refused(csv, content):
    assert refusal(csv(content))


def test_lines_that_end_in_two_ways_are_told(csv):
    assert "lines end in different ways" in refusal(csv("market,firm,sales\r\na,x,1\na,y,2\r\n"))


def test_a_key_or_a_number_that_is_missing_is_told(csv):
    assert "firm missing: 1 row in 1 group, for instance market a" in refusal(csv(HEADER + "a,,1\n"))
    assert "value missing: 1 row in 1 group, for instance market a" in refusal(csv(HEADER + "a,x,\n"))


def test_text_that_is_no_number_says_how_to_declare_it(csv):
    with pytest.raises(ShareError, match=r"value: the column 'sales' holds String, not numbers; .*types=\{'sales'"):
        panel.shares(panel.read(csv(HEADER + "a,x,1\n")), **KEYS)


@pytest.mark.parametrize(
    ("types", "words"),
    [
        ({"sales": "numbr"}, "types: 'sales' is 'numbr'; expected text, number, integer or date"),
        ({"sale": "number"}, "there is no column 'sale'; did you mean 'sales'?"),
    ],
)
def test_types_that_are_none_are_refused(csv, types, words):
    with pytest.raises(ShareError, match=re.escape(words)):
        panel.read(csv(HEADER + "a,x,1\n"), types=types)


@pytest.mark.parametrize("types", ["sales", "sales=", "=number", "sales=numbr", "sales=number,"])
def test_types_that_are_none_are_wrong_usage(csv, capsys, types):
    with pytest.raises(SystemExit) as end:
        command(capsys, csv(HEADER + "a,x,1\n"), "--types", types)
    assert end.value.code == 2
    assert "expected COLUMN=TYPE, with a type of text, number, integer, date" in capsys.readouterr().err


def test_types_of_parquet_are_its_own(tmp_path):
    duckdb.sql("SELECT 'a' AS market, 'x' AS firm, 1 AS sales").write_parquet(str(tmp_path / "sales.parquet"))
    with pytest.raises(ShareError, match=r"sales\.parquet: types: sales; Parquet says itself what its columns hold"):
        panel.read(tmp_path / "sales.parquet", types=NUMBER)


# parts


def test_parts_are_put_together_by_the_names_of_columns(csv, tmp_path):
    csv(HEADER + "a,x,60\n", "sales/1.csv")
    csv("sales;firm;market\n40;y;a\n", "sales/2.csv")
    csv("", "sales/3.csv")
    csv(HEADER, "sales/4.csv")
    assert shares(tmp_path / "sales") == {("a", "x"): 60, ("a", "y"): 40}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "a,y,40\nb,y,1\n",
            "but it lacks 'market', 'firm', 'sales' and has 'a', 'y', '40' beside; is its header missing",
        ),
        ("market,firm\na,y\n", "but it lacks 'sales'"),
        ("market,firm,sales,note\na,y,40,\n", "but it has 'note' beside"),
    ],
)
def test_parts_with_other_columns_are_refused(csv, tmp_path, content, words):
    first, second = csv(HEADER + "a,x,60\n", "sales/1.csv"), csv(content, "sales/2.csv")
    with pytest.raises(ShareError, match=re.escape(f"{second}: expected the columns of {first}, {words}")):
        panel.read(tmp_path / "sales")


def test_a_line_that_cannot_be_read_is_told_with_its_part(csv, tmp_path):
    csv(HEADER + "a,x,60\n", "sales/1.csv")
    second = csv(HEADER + "a,x,60\na,x,NA\n", "sales/2.csv")
    assert refusal(tmp_path / "sales").startswith(f"{second}: line 3: sales: 'NA' is no number")


def test_names_of_columns_are_text_and_no_part_of_a_query(csv):
    name = "a'b\"; DROP TABLE x; --"
    file = csv('"' + name.replace('"', '""') + '",firm,sales\nm,x,1\n')
    result = panel.concentration(panel.read(file, types=NUMBER), by=name, firm="firm", value="sales", metrics=["hhi"])
    assert rows_of(result) == [{name: "m", "hhi": 10_000}]

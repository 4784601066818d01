"""Tables in files: what `read` takes and refuses, and the command ``marketshare panel``."""

import gc
import os
import subprocess
import sys

import duckdb
import polars as pl
import pytest
from engines import by_key, columns_of, rows_of

from marketshare import panel
from marketshare.cli import main
from marketshare.metrics import ShareError
from marketshare.panel.connections import MEMORY, connection
from marketshare.panel.export import export
from marketshare.panel_command import METRICS

SALES = pl.DataFrame(columns_of({"b": {"x": [20, 30], "y": 50}, "a": {"x": 100}}))
COLUMNS = ("--by", "market", "--firm", "firm", "--value", "sales")
KEYS = {"by": "market", "firm": "firm", "value": "sales"}


@pytest.fixture
def parquet(tmp_path):
    file = tmp_path / "sales.parquet"
    SALES.write_parquet(file)
    return file


@pytest.fixture
def run(capsys):
    """Run the command; returns exit code, stdout, stderr."""

    def command(*arguments):
        code = main(["panel", *map(str, arguments)])
        written = capsys.readouterr()
        return code, written.out, written.err

    return command


# read


def test_a_parquet_file_is_read(parquet):
    found = by_key(panel.concentration(panel.read(parquet), **KEYS, metrics=["hhi"]), "market")
    assert {market: row["hhi"] for market, row in found.items()} == {"a": 10_000, "b": 5_000}


@pytest.mark.parametrize("name", ["sales.csv", "sales.CSV", "sales.tsv"])
def test_a_csv_file_is_read(tmp_path, name):
    SALES.write_csv(tmp_path / name, separator="\t" if name.endswith("tsv") else ",")
    assert len(rows_of(panel.read(tmp_path / name))) == len(SALES)


def test_a_folder_is_read_as_the_parts_of_one_table(tmp_path):
    for number, part in enumerate((SALES[:2], SALES[2:])):
        (tmp_path / f"day={number}").mkdir()
        part.write_parquet(tmp_path / f"day={number}" / "part.parquet")
    assert len(rows_of(panel.read(tmp_path))) == len(SALES)


def test_a_relation_outlives_the_name_of_its_connection(parquet):
    relation = panel.read(parquet)
    gc.collect()
    assert relation.count("*").fetchall() == [(len(SALES),)]


def test_a_table_can_be_read_on_a_connection_of_ones_own(parquet):
    own = duckdb.connect()
    sales = panel.read(parquet, on=own)  # noqa: F841  (DuckDB finds it by this name)
    assert own.sql("SELECT count(*) FROM sales").fetchall() == [(4,)]


def test_memory_is_limited_and_the_rest_goes_to_the_folder_for_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    asked = "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
    ((memory, place),) = connection("300MB").sql(asked).fetchall()
    assert memory == "286.1 MiB"
    assert place.startswith(str(tmp_path / "marketshare-spill-"))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nothing\.parquet: no such file or folder"):
        panel.read(tmp_path / "nothing.parquet")


def test_a_file_that_is_no_table_is_named(tmp_path):
    (tmp_path / "sales.parquet").write_text("sales", "utf-8")
    with pytest.raises(ShareError, match=r"sales\.parquet: not a Parquet table"):
        panel.read(tmp_path / "sales.parquet")


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "sales.xlsx").touch()
    with pytest.raises(ShareError, match=r"sales\.xlsx: expected Parquet \(.*\) or CSV \(.*\), found '\.xlsx'"):
        panel.read(tmp_path / "sales.xlsx")


def test_a_folder_with_both_kinds_is_refused(tmp_path):
    SALES.write_parquet(tmp_path / "sales.parquet")
    SALES.write_csv(tmp_path / "sales.csv")
    with pytest.raises(ShareError, match="found files of both kinds"):
        panel.read(tmp_path)


# the command


def test_it_writes_csv_to_stdout_sorted_and_says_on_stderr_what_it_does(run, parquet):
    code, out, err = run(parquet, *COLUMNS, "--metrics", "hhi,leader")
    assert (code, out) == (0, "market,hhi,leader\na,10000.0,x\nb,5000.0,x\n")
    assert err.splitlines()[:2] == [f"checking {parquet}", "computing"]
    assert err.splitlines()[-1].startswith("2 groups in ")


@pytest.mark.parametrize("name", ["hhi.csv", "hhi.parquet"])
def test_it_writes_csv_or_parquet_and_leaves_nothing_else(run, parquet, tmp_path, name):
    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / name
    out.write_text("old", "utf-8")
    assert run(parquet, *COLUMNS, "--out", out)[:2] == (0, "")
    read = pl.read_csv(out) if name.endswith("csv") else pl.read_parquet(out)
    assert read.columns == ["market", *panel.METRICS]
    assert read["market"].to_list() == ["a", "b"]
    assert list(out.parent.iterdir()) == [out]


def test_a_pipe_gets_utf_8_whatever_the_locale(tmp_path):
    pl.DataFrame({"market": ["云"], "firm": ["腾讯"], "sales": [1.0]}).write_csv(tmp_path / "sales.csv")
    command = [sys.executable, "-m", "marketshare.cli", "panel", str(tmp_path / "sales.csv"), *COLUMNS]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    ran = subprocess.run([*command, "--metrics", "hhi,leader"], env=environment, capture_output=True, check=True)
    assert ran.stdout == "market,hhi,leader\n云,10000.0,腾讯\n".encode()


def test_a_closed_stdout_is_told(parquet, monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(ShareError, match="out: standard output is closed; name a file, with --out"):
        export(parquet, by=["market"], firm="firm", value="sales")


def test_k_is_the_number_of_firms_in_the_concentration_ratio(run, parquet):
    assert run(parquet, *COLUMNS, "--metrics", "concentration_ratio", "--k", "1")[1].splitlines()[2] == "b,50.0"


def test_what_is_unsound_is_refused_and_nothing_is_replaced(run, tmp_path):
    pl.DataFrame({"market": ["a"], "firm": ["x"], "sales": [-1.0]}).write_parquet(tmp_path / "sales.parquet")
    (tmp_path / "hhi.csv").write_text("old", "utf-8")
    code, _, err = run(tmp_path / "sales.parquet", *COLUMNS, "--out", tmp_path / "hhi.csv")
    assert code == 1
    assert "sales: negative value: 1 row in 1 group, for instance market a\n" in err
    assert err.endswith("\nnothing was written\n")
    assert (tmp_path / "hhi.csv").read_text("utf-8") == "old"


def test_without_validation_the_reason_is_a_column(run, tmp_path):
    pl.DataFrame({"market": ["a"], "firm": ["x"], "sales": [-1.0]}).write_csv(tmp_path / "sales.csv")
    code, out, _ = run(tmp_path / "sales.csv", *COLUMNS, "--metrics", "hhi", "--no-validate")
    assert (code, out) == (0, "market,hhi,reason\na,,negative value\n")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("--value", "sale"), "value: there is no column 'sale'; did you mean 'sales'?"),
        (("--by", "market,period"), "by: there is no column 'period'"),
        (("--out", "hhi.xlsx"), "hhi.xlsx: expected a name that ends in .csv or .parquet"),
    ],
)
def test_what_does_not_fit_the_file_is_told(run, parquet, change, words):
    code, _, err = run(parquet, *COLUMNS, *change)
    assert code == 1
    assert words in err
    assert err.endswith("nothing was written\n")


@pytest.mark.parametrize("name", ["part-1.csv", "new.csv"])
def test_a_result_is_no_part_of_its_own_input(run, tmp_path, name):
    folder = tmp_path / "sales"
    folder.mkdir()
    (folder / "part-1.csv").write_text("market,period,firm,sales\na,1,x,5\n")
    before = (folder / "part-1.csv").read_bytes()
    code, _, err = run(folder, *COLUMNS, "--out", folder / name)
    assert (code, "is in the folder of the input, of which it would be a part" in err) == (1, True)
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("part-1.csv", before)]


def test_the_input_is_not_replaced(run, parquet):
    code, _, err = run(parquet, *COLUMNS, "--out", parquet)
    assert (code, "is the input, which its result does not replace" in err) == (1, True)


def test_a_file_or_folder_that_is_not_there_is_wrong_usage(run, parquet, tmp_path):
    assert run(tmp_path / "no.csv", *COLUMNS) == (
        2,
        "",
        f"marketshare: {tmp_path / 'no.csv'}: no such file or folder\n",
    )
    out = tmp_path / "no" / "hhi.csv"
    assert run(parquet, *COLUMNS, "--out", out) == (2, "", f"marketshare: {out.parent}: no such folder\n")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("--metrics", "hhi,ginny"), "'ginny' is unknown; did you mean gini?"),
        (("--metrics", "palma!"), "'palma!' is unknown"),
        (("--k", "0"), "'0' is not a number of firms; expected 1 or more"),
    ],
)
def test_wrong_usage_has_its_own_exit_code(run, capsys, parquet, change, words):
    with pytest.raises(SystemExit) as end:
        run(parquet, *COLUMNS, *change)
    assert end.value.code == 2
    assert words in capsys.readouterr().err


def test_a_machine_without_memory_is_told_so(run, parquet, monkeypatch):
    def fail(*_arguments, **_names):
        words = "Out of Memory Error: failed to pin block"
        raise duckdb.OutOfMemoryException(words)

    monkeypatch.setattr("marketshare.panel.export.concentration", fail)
    code, _, err = run(parquet, *COLUMNS, "--memory", "20MB")
    assert code == 3
    assert "failed to pin block; allow more than 20MB, with --memory\n" in err


@pytest.mark.parametrize("memory", ["", "-1", "0GB", "much", "1800", "1e3MB"])
def test_memory_is_a_size(run, parquet, memory):
    code, _, err = run(parquet, *COLUMNS, f"--memory={memory}")
    assert (code, f"memory: {memory!r}; expected a size such as 4GB\n" in err) == (1, True)


def test_help_names_every_metric(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "2000")
    with pytest.raises(SystemExit):
        main(["panel", "--help"])
    assert f"some of {METRICS}; default: all" in capsys.readouterr().out
    assert METRICS.split(", ") == list(panel.METRICS)


def test_help_names_the_memory_that_is_taken(capsys):
    with pytest.raises(SystemExit):
        main(["panel", "--help"])
    assert MEMORY in capsys.readouterr().out


def test_the_other_commands_need_no_table_engine(root):
    probe = (
        "import sys, marketshare; from marketshare.cli import main; "
        f"assert main(['--root', {str(root)!r}, 'check']) == 0; "
        "print(sorted({'narwhals', 'duckdb', 'polars', 'pyarrow', 'pyspark'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_two_connections_spill_into_folders_of_their_own():
    places = [connection().execute("SELECT current_setting('temp_directory')").fetchone() for _ in range(2)]
    assert len(set(places)) == 2

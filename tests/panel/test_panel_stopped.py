"""A panel stopped while it spills leaves nothing behind, and what a killed one left goes with the next start."""

import os
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from marketshare.panel.scratch import scratch

FIRMS = 3_000_000
COLUMNS = ("--by", "market", "--firm", "firm", "--value", "sales")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A table whose sums do not fit into little memory."""
    path = tmp_path_factory.mktemp("sales") / "sales.parquet"
    firms = "SELECT 'market ' || r % 9 AS market, 'firm number ' || r AS firm, r + 0.5::DOUBLE AS sales"
    duckdb.sql(f"{firms} FROM range({FIRMS}) t(r)").write_parquet(str(path))
    return path


@pytest.fixture
def places(tmp_path):
    """Folders for temporary files and for results."""
    found = {name: tmp_path / name for name in ("temporary", "results")}
    for folder in found.values():
        folder.mkdir()
    return found


def started(file, places, *arguments):
    environment = os.environ | {"TMPDIR": str(places["temporary"])}
    command = [sys.executable, "-m", "marketshare.cli", "panel", str(file), *COLUMNS, "--out",
               str(places["results"] / "hhi.csv"), *arguments]  # fmt: skip
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def spilling(process, places):
    """Wait until there is something to leave behind."""
    while process.poll() is None:
        if any(path.stat().st_size > 1_000_000 for path in places["temporary"].rglob("*.tmp") if path.exists()):
            return True
        time.sleep(0.01)
    return False


def left(places):
    return [path for folder in places.values() for path in folder.iterdir()]


def test_a_signal_ends_it_in_order(file, places):
    """Of the three that end a command, which tests of stops go through, the one that Python knows no exception for."""
    process = started(file, places, "--memory", "150MB")
    assert spilling(process, places)
    process.send_signal(signal.SIGTERM)
    _, words = process.communicate(timeout=30)
    assert process.returncode == 143
    assert "Traceback" not in words
    assert words.splitlines()[-1] == "marketshare: stopped; nothing was replaced"
    assert left(places) == []


def test_what_a_killed_one_left_goes_with_the_next_start(file, places):
    process = started(file, places, "--memory", "150MB")
    assert spilling(process, places)
    process.kill()
    process.communicate(timeout=30)
    assert left(places)
    again = started(file, places, "--metrics", "hhi")
    again.communicate(timeout=60)
    assert [path.name for path in left(places)] == ["hhi.csv"]


def test_the_folder_of_a_process_that_lives_stays(tmp_path):
    with scratch("spill-", tmp_path) as first, scratch("spill-", tmp_path) as second:
        assert set(tmp_path.iterdir()) == {first, second}
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_ours_stays(tmp_path):
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").touch()
    (tmp_path / "spill-link").symlink_to(tmp_path / "precious")
    (tmp_path / "spill-file").touch()
    (tmp_path / "other").mkdir()
    with scratch("spill-", tmp_path):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {"precious", "spill-link", "spill-file", "other"}
    assert (tmp_path / "precious" / "file").exists()

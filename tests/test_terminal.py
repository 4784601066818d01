"""Commands print whatever streams and encodings they were started with."""

import subprocess
import sys

import pytest

CHECK = [sys.executable, "-m", "marketshare.cli", "check"]


def run(root, shell="", **environment):
    """`marketshare check` in a shell that does something to its streams."""
    command = ["sh", "-c", f'"$@" {shell}', "sh", *CHECK]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk", "big5", "latin-1"])
def test_a_character_that_an_encoding_lacks_is_shown_by_its_code_point(root, encoding):
    done = run(root, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"about the note" in done.stdout


def test_what_an_encoding_lacks_is_escaped_and_the_rest_is_there(root):
    command = [sys.executable, "-m", "marketshare.cli", "find", "腾讯云"]
    done = subprocess.run(command, cwd=root, env={"PYTHONIOENCODING": "ascii"}, capture_output=True, check=False)
    assert done.returncode == 0
    assert rb"line 89 of tencent-note: \u817e\u8baf\u4e91" in done.stdout


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_closed_stream_stops_no_command(root, closed):
    done = run(root, closed, PYTHONUTF8="1")
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_printed_to_a_closed_error_stream_does_not_appear_in_the_output(root):
    command = ["sh", "-c", '"$@" 2>&-', "sh", sys.executable, "-m", "marketshare.cli", "explain", "nothing-of-the-kind"]
    done = subprocess.run(command, cwd=root, env={}, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")


def test_a_full_disk_behind_the_output_is_a_failure_of_the_machine(root):
    done = run(root, ">/dev/full", PYTHONUTF8="1")
    assert done.returncode == 3
    assert done.stderr.decode() == "marketshare: No space left on device; nothing was replaced\n"

"""Killed, interrupted, without space or rights, twice at once: no file is half-written, and the next run works.

Here between two moves; `make soak-faults` kills whole commands at many moments.
"""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketshare.cli import main
from marketshare.report.files import BusyError, PartlyReplacedError, one_at_a_time, replace_all

COMMAND = [sys.executable, "-m", "marketshare.cli"]


def started(study, *arguments, **options):
    return subprocess.Popen(
        [*COMMAND, "--root", str(study), *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **options,
    )  # fmt: skip


def until(process, words):
    """What a command says until it says certain words."""
    said = []
    for line in process.stderr:
        said.append(line)
        if words in line:
            return "".join(said)
    raise AssertionError("".join(said))


def hashes(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {".lock", ".inputs"} and ".executed" not in path.parts
    }


def test_ctrl_c_says_so_and_leaves_no_kernel_and_no_file(small):
    process = started(small, "report")
    until(process, "01_revenue_mix: running")
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "marketshare: stopped; nothing was replaced"
    assert "Traceback" not in errors
    assert hashes(small / "reports") == {}


def test_a_kill_between_two_moves_leaves_whole_files_and_a_report_that_is_made_again(small, monkeypatch):
    files = {"a.txt": b"new a", "b.txt": b"new b", "manifest.json": b"{}"}
    folder = small / "reports"
    replace_all(folder, dict.fromkeys(files, b"old"))
    moved = []
    place = type(folder)

    def replace_once(path, target):
        if moved:
            raise SystemExit("killed")
        moved.append(target)
        return path.rename(target)

    with monkeypatch.context() as patched:
        patched.setattr(place, "replace", replace_once)
        with pytest.raises(SystemExit):
            replace_all(folder, files)
    assert [(folder / name).read_bytes() for name in files] == [b"new a", b"old", b"old"]  # the manifest tells


def test_what_a_killed_command_left_beside_is_removed(tmp_path):
    (tmp_path / ".report.html.marketshare-abcd1234").write_text("half")
    (tmp_path / ".keep").write_text("mine")
    replace_all(tmp_path, {"report.html": b"whole"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [".keep", "report.html"]


def test_a_full_disk_is_said_and_nothing_replaced(tmp_path, monkeypatch):
    replace_all(tmp_path, {"a": b"old", "b": b"old"})
    opened = os.fdopen
    written = []

    def full(handle, mode):
        written.append(handle)
        if len(written) == 2:
            os.close(handle)
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(handle, mode)

    monkeypatch.setattr("marketshare.report.files.os.fdopen", full)
    with pytest.raises(OSError, match="No space left on device"):
        replace_all(tmp_path, {"a": b"new", "b": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_a_file_where_the_folder_should_be_is_left_alone_and_said(small, run):
    (small / "reports").write_text("mine")
    code, _, said = run(small, "report")
    assert code == 1
    assert said == (
        "reports: a file; it was left alone: move it away, so that a folder can be there\nnothing was written\n"
    )
    assert (small / "reports").read_text() == "mine"


def test_a_folder_without_the_right_to_write_is_said(small, monkeypatch, capsys):
    """Told by the system's own error, since whoever is root may write anywhere."""
    opened = os.open

    def refused(path, *given, **named):
        if ".marketshare-" not in str(path):
            return opened(path, *given, **named)
        raise PermissionError(errno.EACCES, "Permission denied", str(path.parent))

    monkeypatch.setattr("marketshare.report.files.os.open", refused)
    assert main(["--root", str(small), "report"]) == 3
    assert capsys.readouterr().err.endswith("reports/.executed: Permission denied; nothing was replaced\n")


def test_the_second_of_two_commands_waits_for_the_first(small):
    with one_at_a_time(small, print):
        second = started(small, "report")
        until(second, "another marketshare command is writing in this study; waiting for it")
        assert hashes(small / "reports") == {}
    second.communicate(timeout=120)
    assert second.returncode == 0
    assert "report.html" in hashes(small / "reports")


def test_patience_has_an_end(tmp_path):
    said = []
    with (
        one_at_a_time(tmp_path, said.append),
        pytest.raises(BusyError, match=r"has been writing in .* for 0\.1 s"),
        one_at_a_time(tmp_path, said.append, patience=0.1),
    ):
        pass
    assert said == ["another marketshare command is writing in this study; waiting for it"]


def full_at(number, monkeypatch):
    """Let the move of one file fail, counted from 1."""
    place, moved = Path.replace, []

    def replace(path, target):
        moved.append(target)
        if len(moved) == number:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        return place(path, target)

    monkeypatch.setattr(Path, "replace", replace)


def test_a_file_that_cannot_be_put_in_place_after_others_were_is_said(tmp_path, monkeypatch):
    full_at(2, monkeypatch)
    with pytest.raises(PartlyReplacedError, match=r"b: .*; 1 of 3 files are new, the others as they were"):
        replace_all(tmp_path, {"a": b"1", "b": b"2", "c": b"3"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_a_first_file_that_cannot_be_put_in_place_leaves_everything_as_it_was(tmp_path, monkeypatch):
    full_at(1, monkeypatch)
    with pytest.raises(OSError, match="No space left"):
        replace_all(tmp_path, {"a": b"1", "b": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_partly_replaced_files_are_not_said_to_be_untouched(small, monkeypatch, capsys):
    full_at(3, monkeypatch)  # one is a stored run
    assert main(["--root", str(small), "report"]) == 3
    said = capsys.readouterr().err
    assert "report.pdf: " in said
    assert "nothing was" not in said

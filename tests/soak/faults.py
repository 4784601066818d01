"""Signals at random moments, and writes that fail: is any file half-written or process left, does the next run work?

python tests/soak/faults.py [--kills 60] [--seed 8]
"""

import argparse
import contextlib
import errno
import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from pathlib import Path
from unittest import mock

import nbformat
import psutil

from marketshare.cli import main as marketshare

ROOT = Path(__file__).resolve().parents[1] / "frozen_study"
NOTEBOOKS = ("01_revenue_mix", "04_payments")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
MARK = "MARKETSHARE_SOAK_MARK"
COMMANDS = (["report"], ["report", "--force"], ["refresh", "--because", "a kill"])


def study_in(folder: Path) -> Path:
    """A study with two notebooks."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    for name in NOTEBOOKS:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    return folder


def run(study: Path, arguments: list[str]) -> int:
    command = [sys.executable, "-m", "marketshare.cli", "--root", str(study), *arguments]
    return subprocess.run(command, capture_output=True, check=False).returncode


def half_written(study: Path) -> list[str]:
    """Files that are not whole, by what a whole file of their kind ends with."""
    return [str(path) for path in sorted(study.rglob("*")) if path.is_file() and not is_whole(path)]


def is_whole(path: Path) -> bool:
    if ".marketshare-" in path.name or path.name in {".lock", ".inputs"}:
        return True  # beside its place, or no output
    content = path.read_bytes()
    try:
        if path.suffix == ".ipynb":
            nbformat.validate(nbformat.reads(content.decode(), as_version=4))
        elif path.suffix == ".json":
            json.loads(content)
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                return book.testzip() is None
    except (ValueError, zipfile.BadZipFile, nbformat.ValidationError):
        return False
    ends = {".html": b"</html>", ".pdf": b"%%EOF", ".csv": b"\n", ".svg": b"</svg>", ".png": b"IEND\xaeB`\x82"}
    return content.rstrip(b"\r\n" if path.suffix != ".csv" else b"").endswith(ends.get(path.suffix, b""))


def outputs(study: Path) -> dict[str, str]:
    names = json.loads((study / "reports" / "manifest.json").read_text())
    return {name: hashlib.sha256((study / "reports" / name).read_bytes()).hexdigest() for name in names}


def kills(number: int, chance: random.Random) -> int:
    """Kill commands at random moments; returns what went wrong."""
    wrong = right = 0
    with tempfile.TemporaryDirectory() as folder:
        study = study_in(Path(folder) / "study")
        canary = Path(folder) / "precious.txt"
        canary.write_text("kept")
        assert run(study, ["refresh"]) == 0
        start = time.monotonic()
        assert run(study, ["report"]) == 0
        longest = (time.monotonic() - start) * 1.1
        wanted = outputs(study)
        for count in range(1, number * len(SIGNALS) + 1):
            arguments, stop = COMMANDS[count % len(COMMANDS)], SIGNALS[count // len(COMMANDS) % len(SIGNALS)]
            if arguments == ["report"]:
                shutil.rmtree(study / "reports" / ".executed", ignore_errors=True)
                (study / "reports" / ".inputs").unlink(missing_ok=True)
            command = [sys.executable, "-m", "marketshare", "--root", str(study), *arguments]
            mark = uuid.uuid4().hex
            process = subprocess.Popen(
                command, env={**os.environ, MARK: mark}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                start_new_session=True,
            )  # fmt: skip
            time.sleep(chance.uniform(0.1, longest))  # before that, it is Python that begins
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, stop)
            left = running_after_a_second(mark)
            _, said = process.communicate()
            if process.returncode == 0:  # its work was done, and it was ending by itself: however long that takes
                left = running_after_a_second(mark)
            unexpected = process.returncode not in {0, 128 + stop, -stop} or "Traceback" in said
            wrong += len(half_written(study)) + len(left) + unexpected + (canary.read_text() != "kept")
            if left or unexpected:
                print(f"\n{stop.name}, {arguments}: {process.returncode}, {left}, {said[-1000:]}", file=sys.stderr)
            if count % 6 == 0:
                good = run(study, ["report"]) == 0 and outputs(study) == wanted
                right += good
                wrong += not good
            print(f"\r{count} of {number * len(SIGNALS)}, {wrong} wrong", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    names = ", ".join(stop.name for stop in SIGNALS)
    print(f"kills: {number} by each of {names} at random moments, {right} next runs byte for byte right, {wrong} wrong")
    return wrong


def running_after_a_second(mark: str) -> list[psutil.Process]:
    """Processes of a command, and those that they started, that are there a second after it was stopped."""
    end = time.monotonic() + 1
    while left := running(mark):
        if time.monotonic() > end:
            return left
        time.sleep(0.02)
    return []


def running(mark: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def failing_writes() -> int:
    """Let each write of a report and of a refresh fail in its turn, the disk full; returns what went wrong."""
    wrong = injected = 0
    with tempfile.TemporaryDirectory() as folder:
        study = study_in(Path(folder) / "study")
        assert run(study, ["refresh"]) == 0
        assert run(study, ["report"]) == 0
        for arguments in (["report", "--force"], ["refresh"]):
            before = {path: path.read_bytes() for path in study.rglob("*") if kept(path)}
            failed_at = 0
            while True:
                failed_at += 1
                with full_disk_at(failed_at) as reached, silence():
                    code = marketshare(["--root", str(study), *arguments])
                if not reached:
                    break
                injected += 1
                after = {path: path.read_bytes() for path in study.rglob("*") if kept(path)}
                wrong += code != 3 or after != before
                print(f"\r{injected} failed writes, {wrong} wrong", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"faults: {injected} writes failed in their turn, nothing replaced by any; {wrong} wrong")
    return wrong


@contextlib.contextmanager
def silence():
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


def kept(path: Path) -> bool:
    return path.is_file() and ".executed" not in path.parts and path.name not in {".lock", ".inputs"}


@contextlib.contextmanager
def full_disk_at(number: int):
    """Within it, the write of one file fails; gives a list that is not empty once it has."""
    opened, written, reached = os.fdopen, [], []

    def fdopen(handle, *given, **named):
        if given[:1] != ("wb",):
            return opened(handle, *given, **named)
        written.append(handle)
        if len(written) == number:
            os.close(handle)
            reached.append(number)
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(handle, *given, **named)

    with mock.patch("marketshare.report.files.os.fdopen", fdopen):
        yield reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=60, help="by each signal; default: 60")
    parser.add_argument("--seed", type=int, default=8)
    options = parser.parse_args()
    # What a shell starts in the background ignores this signal, and so would every command that is started here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return 1 if kills(options.kills, random.Random(options.seed)) + failing_writes() else 0


if __name__ == "__main__":
    sys.exit(main())

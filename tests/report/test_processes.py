"""Whatever stops a command, in a second nothing of it runs; and kernels know nothing of who started them."""

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import nbformat
import psutil
import pytest

from marketshare.notebooks import paths
from marketshare.report import run as running
from marketshare.report.forks import NotWarmError, WarmProcess, begun
from marketshare.studies import Study

SECOND = 1.0


class Command:
    """A command whose processes can be told from all others, wherever they were started."""

    def __init__(self, *arguments, **options):
        self._mark = uuid.uuid4().hex
        environment = {**os.environ, "MARKETSHARE_TEST_MARK": self._mark}
        self.process = subprocess.Popen(
            [sys.executable, *map(str, arguments)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True, **options,
        )  # fmt: skip

    def running(self):
        """Its processes, and those that they started."""
        found = []
        for process in psutil.process_iter():
            try:
                mark = process.environ().get("MARKETSHARE_TEST_MARK")
                if mark == self._mark and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except (psutil.Error, OSError):
                continue
        return found

    def wait_until_it_obeys(self):
        """Return when its handlers are there; before that, it is Python that begins, and says so in its own way."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            time.sleep(0.5)
            return
        while not int(re.search(r"SigCgt:\s*(\w+)", status.read_text())[1], 16) & 1 << signal.SIGTERM - 1:
            time.sleep(0.002)

    def seconds_to_end(self):
        """Seconds until none of them is left."""
        start = time.monotonic()
        while self.running():
            assert time.monotonic() - start < 10, self.running()
            time.sleep(0.01)
        return time.monotonic() - start


def report_of(study, *cells):
    written = [nbformat.v4.new_markdown_cell("# Why?"), *map(nbformat.v4.new_code_cell, cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=written), study / "notebooks" / "00_one.ipynb")
    return Command("-m", "marketshare", "--root", study, "report")


def wait_for(path):
    start = time.monotonic()
    while not path.exists():
        assert time.monotonic() - start < 60
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_a_signal_leaves_no_process_and_says_why(number, excerpt):
    study = excerpt()
    busy = "import subprocess\nsubprocess.Popen(['sleep', '600'])\nopen('begun', 'w').close()\nsum(range(10**12))"
    command = report_of(study, busy)
    wait_for(study / "notebooks" / "begun")
    command.process.send_signal(number)
    assert command.seconds_to_end() < SECOND
    _, errors = command.process.communicate(timeout=10)
    assert "Traceback" not in errors
    if number != signal.SIGKILL:
        assert command.process.returncode == 128 + number
        assert errors.splitlines()[-1] == "marketshare: stopped; nothing was replaced"
    assert not (study / "reports" / "report.html").exists()


@pytest.mark.parametrize("seconds", [0.05, 0.8])
def test_ctrl_c_while_it_begins_is_heard_and_no_traceback(seconds, small):
    command = Command("-m", "marketshare", "--root", small, "report")
    command.wait_until_it_obeys()
    time.sleep(seconds)
    os.killpg(command.process.pid, signal.SIGINT)  # as a terminal sends it: to every process of the command
    assert command.seconds_to_end() < SECOND
    _, errors = command.process.communicate(timeout=10)
    assert command.process.returncode == 130
    assert "Traceback" not in errors
    assert errors.splitlines()[-1] == "marketshare: stopped; nothing was replaced"


def test_the_warm_process_alone_takes_its_kernels_with_it(excerpt):
    study = excerpt()
    command = report_of(study, "open('begun', 'w').close()\nsum(range(10**12))")
    wait_for(study / "notebooks" / "begun")
    (warm,) = (process for process in command.running() if "marketshare.report.warm" in " ".join(process.cmdline()[:5])
               and process.ppid() == command.process.pid)  # fmt: skip
    warm.kill()
    _, errors = command.process.communicate(timeout=20)
    assert command.process.returncode == 3
    assert "notebooks/00_one.ipynb: cell 2: the kernel died" in errors
    assert command.seconds_to_end() < SECOND


ASKS = """
import threading, time
from marketshare.report.forks import begun
warm = begun()
threading.Thread(target=warm.fork, args=(["-f", "x"], {}, "/"), daemon=True).start()
time.sleep(0.3)
print("asked", flush=True)
time.sleep(600)
"""


def test_the_warm_process_ends_while_it_imports_and_a_kernel_is_asked_for(tmp_path, monkeypatch):
    (tmp_path / "ipykernel.py").write_text("import time\ntime.sleep(30)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    command = Command("-c", ASKS)
    assert command.process.stdout.readline() == "asked\n"
    command.process.kill()
    assert command.seconds_to_end() < SECOND
    command.process.communicate()


def test_a_signal_to_watch_ends_its_build_as_well(excerpt):
    study = excerpt()
    cell = nbformat.v4.new_code_cell("open('begun', 'w').close()\nimport time\ntime.sleep(600)")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), study / "notebooks" / "00_one.ipynb")
    for number, code in ((signal.SIGTERM, 143), (signal.SIGKILL, -9)):
        command = Command("-m", "marketshare", "--root", study, "report", "--watch")
        wait_for(study / "notebooks" / "begun")
        command.process.send_signal(number)
        assert command.seconds_to_end() < SECOND
        command.process.communicate(timeout=10)
        assert command.process.returncode == code
        (study / "notebooks" / "begun").unlink()


SCRIPT = """
import sys
from pathlib import Path
from marketshare.report.build import build
from marketshare.studies import Study

print("begun", flush=True)
print(*sorted(path.name for path in build(Study.at(Path(sys.argv[1])), lambda words: None)))
"""


def test_a_script_without_a_guard_builds_a_report_and_runs_once(small, tmp_path):
    script = tmp_path / "plain.py"
    script.write_text(SCRIPT)
    command = Command(script, small)
    out, errors = command.process.communicate(timeout=100)
    assert command.process.returncode == 0, errors
    assert out.splitlines()[0] == "begun"
    assert out.count("begun") == 1
    assert "report.html" in out
    assert command.seconds_to_end() < SECOND


def test_a_script_from_a_pipe_builds_a_report(small):
    code = SCRIPT.replace("sys.argv[1]", repr(str(small)))
    done = subprocess.run([sys.executable], input=code, capture_output=True, text=True, timeout=100, check=True)
    assert done.stdout.count("begun") == 1
    assert "report.html" in done.stdout


def run(folder, progress=lambda _: None):
    return running.run(paths(folder), Study.at(folder), vector_charts=False, progress=progress)


def outputs_of(study, *cells):
    written = [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=written), study / "notebooks" / "00_one.ipynb")
    return "".join(output.text for output in run(study)["00_one"].cells[-1].outputs)


def test_without_the_warm_process_kernels_start_cold_and_say_what_it_costs(excerpt, monkeypatch):
    def refused(*_):
        raise NotWarmError("ModuleNotFoundError: No module named 'matplotlib'")

    study, said = excerpt(), []
    cells = [nbformat.v4.new_code_cell("print(5)")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), study / "notebooks" / "00_one.ipynb")
    monkeypatch.setattr(WarmProcess, "fork", refused)
    assert run(study, said.append)["00_one"].cells[0].outputs[0].text == "5\n"
    assert said[1] == (
        "kernels start cold, which takes a second more for each notebook: "
        "ModuleNotFoundError: No module named 'matplotlib'"
    )


def test_a_warm_process_that_cannot_import_says_why(tmp_path, monkeypatch):
    (tmp_path / "ipykernel.py").write_text("raise ImportError('broken')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    warm = WarmProcess()
    with pytest.raises(NotWarmError, match="ImportError: broken"):
        warm.fork([], {}, "/")
    warm.end()


def test_one_warm_process_serves_run_after_run_and_a_dead_one_is_replaced():
    first = begun()
    assert begun() is first
    first.end()
    second = begun()
    assert second is not first
    assert second.runs


def test_a_module_in_the_current_folder_is_not_imported_by_the_warm_process(excerpt, tmp_path, monkeypatch):
    (tmp_path / "pandas.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path)
    begun().end()
    assert outputs_of(excerpt(), "print(5)") == "5\n"


@pytest.mark.parametrize("backend", ["", "tkagg"])
def test_a_backend_that_the_shell_names_is_of_no_account(backend, excerpt, monkeypatch):
    begun().end()
    monkeypatch.setenv("MPLBACKEND", backend)
    shown = outputs_of(excerpt(), "import matplotlib\nprint(matplotlib.get_backend())")
    assert shown.strip().lower().endswith(("inline", "backend_inline"))

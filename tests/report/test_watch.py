"""report --watch: builds on save, at once, and only what the save concerns."""

import http.client
import json
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import nbformat
import pytest

from marketshare.cli import main

VAS = 'from marketshare import show, study\nshow.say("It has {x}.", x=study["revenue-share-vas"])'
CLOUD = 'from marketshare import show, study\nshow.say("It has {x}.", x=study["cloud-share-tencent-2018"])'


class Watching:
    """A process that watches a study, what it says, and what an open page hears."""

    def __init__(self, root):
        self.root, self.said, self.state = root, [], {"version": 0, "error": ""}
        self._heard = threading.Condition()
        command = [sys.executable, "-m", "marketshare", "--root", str(root), "report", "--watch"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        found = re.search(r"http://127\.0\.0\.1:(\d+)/(.+)/; Ctrl-C ends", self.process.stderr.readline())
        self._port, self._token = int(found[1]), found[2]
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._read, self._listen)]
        for thread in self._threads:
            thread.start()

    def _read(self):
        for line in self.process.stderr:
            with self._heard:
                self.said.append(line.rstrip())
                self._heard.notify_all()

    def _listen(self):
        events = self.get("events")
        while line := events.readline():
            if line.startswith(b"data: "):
                with self._heard:
                    self.state = json.loads(line[6:])
                    self._heard.notify_all()

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=100)
        connection.request("GET", f"/{self._token}/{path}")
        return connection.getresponse()

    def until(self, is_so, patience=60):
        with self._heard:
            assert self._heard.wait_for(lambda: is_so(self), patience), (self.state, self.said)

    def done(self, count=1):
        """Wait until that many builds have been finished since the last call; what was said meanwhile."""
        self.until(lambda watching: sum("PDF: written" in line for line in watching.said) >= count)
        self.get("numbers.csv").read()  # which comes once the build is over
        said, self.said = self.said, []
        return said

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=30)
        finally:
            self.process.kill()
            self.process.wait()
            for thread in self._threads:
                thread.join()
            self.process.stderr.close()


def cells(path, *sources):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# What?")])
    notebook.cells += map(nbformat.v4.new_code_cell, sources)
    nbformat.write(notebook, path)


def change(path, old, new):
    """Save as editors do that write beside a file and then put the new one in its place."""
    text = path.read_text("utf-8")
    assert old in text
    beside = path.with_name("beside")
    beside.write_text(text.replace(old, new), "utf-8")
    beside.replace(path)


@pytest.fixture(scope="module")
def watching(tmp_path_factory, root):
    study = tmp_path_factory.mktemp("watched")
    for name in ("data", "seeds"):
        shutil.copytree(root / name, study / name)
    (study / "notebooks").mkdir()
    cells(study / "notebooks" / "01_vas.ipynb", VAS)
    cells(study / "notebooks" / "02_cloud.ipynb", CLOUD)
    watching = Watching(study)
    try:
        watching.done()
        yield watching
    finally:
        watching.stop()


@pytest.mark.parametrize("option", [["--set", "revenue-share-vas=55%"], ["--force"], ["--profile"]])
def test_an_option_that_watching_would_ignore_is_refused(root, option, capsys):
    assert main(["--root", str(root), "report", "--watch", *option]) == 2
    assert "leave out --set, --force and --profile, or --watch" in capsys.readouterr().err


def test_a_changed_gloss_runs_only_the_notebook_that_reads_it(watching):
    change(watching.root / "data" / "revenue_mix.csv", "Value-added services make up", "Value-added services are")
    said = watching.done()
    assert "01_vas: running" in said
    assert "02_cloud: unchanged" in said
    assert "Value-added services are" in watching.get("").read().decode()


def test_a_page_is_shown_before_the_pdf_is_typeset(watching):
    before = watching.state["version"]
    cells(watching.root / "notebooks" / "01_vas.ipynb", VAS, VAS.replace("It has", "Again it has"))
    watching.until(lambda watching: watching.state["version"] > before)
    assert not any("PDF: written" in line for line in watching.said)
    watching.done()


def test_an_error_is_shown_in_both_places_until_it_is_mended(watching):
    path, version = watching.root / "data" / "revenue_mix.csv", watching.state["version"]
    change(path, ",54,", ",55,")
    watching.until(lambda watching: watching.state["error"])
    assert watching.state["error"].startswith("data/revenue_mix.csv:4: value: 55, but")
    assert any("data/revenue_mix.csv:4: value: 55, but" in line for line in watching.said)
    change(path, ",55,", ",54,")
    watching.until(lambda watching: not watching.state["error"])
    assert watching.state["version"] == version
    watching.said = []


def test_a_save_during_a_build_begins_the_next_one_and_nobody_is_told_to_run_it_again(watching):
    path = watching.root / "notebooks" / "01_vas.ipynb"
    cells(path, "import time; time.sleep(60)")
    watching.until(lambda watching: "01_vas: running" in watching.said)
    cells(path, VAS.replace("It has", "At last it has"))
    said = watching.done()
    assert not any("run it again" in line for line in said)
    assert "At last it has" in watching.get("").read().decode()


def test_a_save_that_leaves_everything_as_it_was_builds_nothing(watching):
    path = watching.root / "data" / "revenue_mix.csv"
    path.write_bytes(path.read_bytes())
    (watching.root / "notebooks" / ".ipynb_checkpoints").mkdir()
    (watching.root / "notebooks" / ".ipynb_checkpoints" / "01_vas-checkpoint.ipynb").write_text("{}")
    time.sleep(0.5)
    assert watching.said == []

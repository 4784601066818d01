"""A process that watches a study, and saves as editors make them."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]


def study_in(folder, **notebooks):
    """A study with all data and notes, and notebooks of one cell each."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    for name, source in notebooks.items():
        cells(folder / "notebooks" / f"{name}.ipynb", source)
    return folder


class Watching:
    """A process that watches a study, what it says, and what an open page hears."""

    def __init__(self, root, **environment):
        self.root, self.said, self.state = root, [], {"version": 0, "error": ""}
        self._heard = threading.Condition()
        command = [sys.executable, "-m", "marketshare", "--root", str(root), "report", "--watch"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
        )
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

    def until(self, is_so, patience=200):
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

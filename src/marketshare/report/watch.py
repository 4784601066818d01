"""Build again on every save, at once: what is saved during a build ends that build, and begins the next."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import watch as saves

from marketshare.report.files import refuse_strange_places
from marketshare.report.forks import Forked, NotWarmError, WarmProcess
from marketshare.report.inputs import PACKAGE, of_library, of_report
from marketshare.report.pages import Pages
from marketshare.report.warm import PROGRAM
from marketshare.stops import stopped_by

__all__ = ["watch"]

CHILD = f"""
import os
from marketshare.report.lifeline import ends_with
ends_with(0, lambda: os._exit(1))
from {PROGRAM} import run
run()
"""
"""A build that is not forked, and that ends with the process that watches."""

IMPORTED = (PROGRAM, "marketshare.cli", "marketshare.report.build")
"""What a build needs beside what notebooks need."""

PATIENCE = 1.0
"""Seconds in which a build that is asked to end has ended."""

LOST_IN_A_ROW = 10
"""How many builds may be overtaken by saves before it is told that something keeps writing."""


def watch(root: Path, port: int, progress: Callable[[str], None], *, time_limit: float) -> None:
    """Build the report, and again whenever data, notes, notebooks or the library are saved, until Ctrl-C.

    Each build is a process of its own, forked from a warm one as long as the library stays what that one imported.

    Args:
        root: Root of the study.
        port: Port to serve on; 0 for any free one.
        progress: Told what happens.
        time_limit: Seconds that one notebook may take.
    """
    refuse_strange_places(root, ["reports/report.html"])
    reports = root / "reports"
    reports.mkdir(exist_ok=True)
    pages = Pages(reports, port)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    progress(f"the report is at {pages.address}; Ctrl-C ends")
    with tempfile.TemporaryDirectory() as folder:
        builds = Builds(root, pages, progress, page=Path(folder) / "page.html", time_limit=time_limit)
        try:
            for names in _saved(root):
                builds.look(names)
        except KeyboardInterrupt:
            progress("stopped watching")
            if stopped_by() not in {0, signal.SIGINT}:
                raise
        finally:
            builds.end()
            pages.shutdown()
            pages.server_close()


def _saved(root: Path) -> Iterator[set[str] | None]:
    """Names of saved files, some times a second and often none; None if whatever may have been saved was not heard.

    A folder that is put in the place of another one, as git does, is a new one to listen at.
    """
    folders = [root / "data", root / "seeds", root / "notebooks", PACKAGE]
    while True:
        listened = {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}
        begun = False
        try:
            for changed in saves(*listened, raise_interrupt=True, yield_on_timeout=True, rust_timeout=200):
                yield {Path(path).name for _, path in changed} if begun else None
                begun = True
                if listened != {folder: folder.stat().st_ino for folder in folders if folder.is_dir()}:
                    break
        except FileNotFoundError:
            time.sleep(0.1)  # it was moved away just now


class Builds:
    """Builds one after another, each of what is there when it begins.

    Args:
        root: Root of the study.
        pages: Told of every build.
        progress: Told what builds say.
        page: File by which a build hands over the page.
        time_limit: Seconds that one notebook may take.
    """

    def __init__(
        self, root: Path, pages: Pages, progress: Callable[[str], None], *, page: Path, time_limit: float
    ) -> None:
        self._root, self._pages, self._progress, self._page = root, pages, progress, page
        self._arguments = ["--root", str(root), "report", "--time-limit", str(time_limit), "--page", str(page)]
        self._warm: WarmProcess | None = None
        self._library = self._inputs = ""
        self._build: _Build | None = None
        self._lost = 0

    def look(self, names: set[str] | None) -> None:
        """Begin a build if something is other than in the last one; one that is under way is ended."""
        overtaken = self._build is not None and self._build.is_overtaken
        if names is not None and not names and not overtaken:
            return
        inputs = _or_blank(of_report, self._root, {})
        if inputs == self._inputs and inputs and not overtaken:
            return
        if self._build is not None and self._build.is_under_way and self._lost >= LOST_IN_A_ROW:
            return  # it may say what keeps writing
        if names:
            self._progress(f"saved: {', '.join(sorted(names)[:5])}{', …' if len(names) > 5 else ''}")
        if self._build is not None:
            self._lost = self._lost + 1 if self._build.stop() else 0
        self._inputs = inputs
        self._build = self._begun(inputs)

    def _begun(self, inputs: str) -> "_Build":
        self._page.unlink(missing_ok=True)
        self._pages.begin()
        read, write = os.pipe()
        try:
            process = self._started(write)
        finally:
            os.close(write)
        return _Build(process, read, self._show, lambda said, failed: self._done(inputs, said, failed))

    def _started(self, output: int) -> "Forked | subprocess.Popen[bytes]":
        library = _or_blank(of_library, self._root)
        if library != self._library or not library:
            self._end_warm()
            self._library = library
        if hasattr(os, "fork") and library:
            try:
                self._warm = self._warm or WarmProcess(IMPORTED)
                return self._warm.build(self._arguments, output, library)
            except NotWarmError:  # the library cannot be imported, it may be; the build itself will say why
                self._end_warm()
        command = [sys.executable, "-P", "-c", CHILD, *self._arguments]
        # A session of its own: Ctrl-C is for this process, whose end is that of the build.
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=output, start_new_session=True
        )

    def _show(self, line: str) -> None:
        """Tell what a build said, and show the page if that is there."""
        self._progress(line)
        if self._page.is_file():
            content = self._page.read_bytes()
            self._page.unlink()
            self._pages.show(content)

    def _done(self, inputs: str, said: list[str], failed: bool) -> bool:
        """Tell of a build that has ended; False if it failed since something was saved meanwhile."""
        if failed and _or_blank(of_report, self._root, {}) != inputs and self._lost < LOST_IN_A_ROW:
            return False
        steps = re.compile(r"[\w ]+: (unchanged|running|(run|written|put together) in [\d.]+ s)")
        self._pages.tell("\n".join(line for line in said if not steps.fullmatch(line)) if failed else "")
        return True

    def end(self) -> None:
        """End the build that is under way, and the warm process."""
        if self._build is not None:
            self._build.stop()
        self._end_warm()

    def _end_warm(self) -> None:
        if self._warm is not None:
            self._warm.end()
        self._warm = None


class _Build:
    """One build under way; what it says is told line by line, and its end once nobody has stopped it."""

    def __init__(
        self,
        process: "Forked | subprocess.Popen[bytes]",
        output: int,
        say: Callable[[str], None],
        done: Callable[[list[str], bool], bool],
    ) -> None:
        self.is_overtaken = False
        """True once it has failed since something was saved meanwhile."""
        self._process, self._output, self._say, self._done = process, output, say, done
        self._stopped = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        said: list[str] = []
        with open(self._output, encoding="utf-8", errors="replace") as output:  # noqa: PTH123  (it has no path)
            for line in output:
                said.append(line.rstrip("\n"))
                if not self._stopped:
                    self._say(said[-1])
        failed = self._process.wait() != 0
        if not self._stopped:
            self.is_overtaken = not self._done(said, failed)

    @property
    def is_under_way(self) -> bool:
        """True until its end was told."""
        return self._reader.is_alive()

    def stop(self) -> bool:
        """End it, and tell nothing of it any more; True if it was not done."""
        was_done = not self.is_under_way and not self.is_overtaken
        self._stopped = True
        self._process.terminate()
        self._reader.join(PATIENCE)
        self._process.kill()
        self._reader.join(PATIENCE)
        return not was_done


def _or_blank(fingerprint: Callable[..., str], *given: object) -> str:
    """A fingerprint; blank while a file goes away under it."""
    try:
        return fingerprint(*given)
    except OSError:
        return ""

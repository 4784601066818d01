"""Builds for --watch, one after another: what is saved during a build ends that build, and begins the next."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from marketshare.report.forks import Forked, NotWarmError, WarmProcess
from marketshare.report.inputs import of_library, of_report
from marketshare.report.pages import Pages
from marketshare.report.warm import PROGRAM

__all__ = ["Builds"]

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
"""How many builds in a row are ended by saves; the next two may end by themselves, and say what keeps writing."""

STEP = re.compile(r"[\w ]+: (unchanged|running|(run|written|put together) in [\d.]+ s)")
"""What a build says while all is well."""


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
        self._names: set[str] = set()
        self._keeps_writing = False

    def look(self, names: set[str] | None) -> None:
        """Begin a build if something is other than in the last one; one that is under way is ended."""
        overtaken = self._build is not None and self._build.is_overtaken
        if names is not None and not names and not overtaken:
            return
        inputs = _or_blank(of_report, self._root, {})
        if inputs == self._inputs and inputs and not overtaken:
            return
        if self._build is not None and self._build.is_under_way and self._lost >= LOST_IN_A_ROW:
            return
        self._names = names or self._names
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
        return _Build(process, read, self._show, lambda: self._is_overtaken(inputs), self._done)

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
        """Tell what a build said, and show the page if that is there; one that was overtaken asks for nothing."""
        if not self._keeps_writing:
            self._progress(line)
        if self._page.is_file():
            content = self._page.read_bytes()
            self._page.unlink()
            self._pages.show(content)

    def _is_overtaken(self, inputs: str) -> bool:
        """True if a build failed, and is to be begun again, since something was saved meanwhile."""
        if _or_blank(of_report, self._root, {}) == inputs:
            return False
        if self._lost <= LOST_IN_A_ROW:
            return True
        self._keeps_writing = True
        return False

    def _done(self, said: list[str], failed: bool) -> None:
        """Tell of a build that has ended."""
        error = "\n".join(line for line in said if not STEP.fullmatch(line)) if failed else ""
        if self._keeps_writing:
            self._lost, self._keeps_writing = 0, False
            error = f"{', '.join(sorted(self._names))}: saved again and again while the report is built; "
            error += "is it a notebook that writes there? The next save builds the report"
            self._progress(error)
        self._pages.tell(error)

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
        overtaken: Callable[[], bool],
        done: Callable[[list[str], bool], None],
    ) -> None:
        self.is_overtaken = False
        """True once it has failed since something was saved meanwhile."""
        self._process, self._output, self._say = process, output, say
        self._overtaken, self._done = overtaken, done
        self._stopped = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        said: list[str] = []
        held = 0
        with open(self._output, encoding="utf-8", errors="replace") as output:  # noqa: PTH123  (it has no path)
            for line in output:
                said.append(line.rstrip("\n"))
                if STEP.fullmatch(said[-1]):
                    held = self._told(said, held)
        failed = self._process.wait() != 0  # why is told only where it is not that something was saved meanwhile
        self.is_overtaken = failed and not self._stopped and self._overtaken()
        if not self.is_overtaken and not self._stopped:
            self._told(said, held)
            self._done(said, failed)

    def _told(self, said: list[str], held: int) -> int:
        """Tell what was said since, unless the build was stopped; how much that is in all."""
        for line in said[held:] if not self._stopped else ():
            self._say(line)
        return len(said)

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

"""Build again on every save, and let the open page reload itself; served to this machine alone."""

import base64
import hashlib
import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchfiles import watch as saves

import marketshare
from marketshare.stops import stopped_by

__all__ = ["Pages", "watch"]

SCRIPT = """
const stream = new EventSource("/events");
stream.onmessage = (event) => {
  const told = JSON.parse(event.data);
  if (told.version !== undefined && window.version !== undefined && told.version !== window.version) location.reload();
  window.version = told.version ?? window.version;
  let note = document.getElementById("build-error");
  if (!told.error) { note?.remove(); return; }
  if (!note) {
    note = document.createElement("pre");
    note.id = "build-error";
    note.setAttribute("role", "alert");
    note.style = "position:fixed;inset:auto 0 0 0;margin:0;padding:1rem;max-height:50vh;overflow:auto;z-index:9;"
      + "background:#b3261e;color:#fff;white-space:pre-wrap";
    document.body.append(note);
  }
  note.textContent = told.error;
};
"""

CHILD = """
import os
from marketshare.report.lifeline import ends_with
ends_with(0, lambda: os._exit(1))
from marketshare.__main__ import run
run()
"""
"""A build, which ends with the process that watches."""

WAITING = "<!DOCTYPE html><html lang=en><head><title>Report</title></head><body><p>The first build is not done yet.</p>"


class Pages(ThreadingHTTPServer):
    """Serves a report on the loopback address; pages that are open hear of every build.

    Attributes:
        reports: Folder of the report.
    """

    daemon_threads = True

    def __init__(self, reports: Path, port: int = 0) -> None:
        self.reports = reports
        self._built = threading.Condition()
        self._version, self._error = 0, ""
        super().__init__(("127.0.0.1", port), partial(_Page, directory=str(reports)))

    @property
    def address(self) -> str:
        """Where the report is to be seen."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a page that was closed while it was served."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def tell(self, error: str = "") -> None:
        """Tell open pages of a build: to reload, or what went wrong."""
        with self._built:
            self._error = error
            self._version += not error
            self._built.notify_all()

    def next_state(self, seen: tuple[int, str] | None) -> tuple[int, str]:
        """The state of the last build, as soon as it is another one than was seen; the same after some seconds."""
        with self._built:
            self._built.wait_for(lambda: (self._version, self._error) != seen, timeout=10)
            return self._version, self._error


class _Page(SimpleHTTPRequestHandler):
    server: Pages

    def send_head(self) -> Any:
        """What GET and HEAD begin with; nothing for a page elsewhere that has this address in disguise."""
        return super().send_head() if self._is_asked_here() else None

    def do_GET(self) -> None:
        if self.path not in {"/events", "/", "/report.html"} and not self.path.startswith(("/?", "/report.html?")):
            super().do_GET()
        elif self._is_asked_here() and self.path == "/events":
            self._events()
        elif self._is_asked_here():
            self._report()

    def _is_asked_here(self) -> bool:
        here = re.fullmatch(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", self.headers.get("Host", "")) is not None
        if not here:
            self.send_error(403, "only for this machine")
        return here

    def _report(self) -> None:
        path = self.server.reports / "report.html"
        page = listening(path.read_text("utf-8") if path.is_file() else WAITING).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(page)

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        state: tuple[int, str] | None = None
        while True:  # until the page is closed
            state = self.server.next_state(state)
            told = json.dumps({"version": state[0], "error": state[1]})
            self.wfile.write(f"data: {told}\n\n".encode())
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class names it so)
        """Say nothing: the terminal is for builds."""


def listening(page: str) -> str:
    """A report that also listens for builds; its own policy is widened for that, and for nothing else."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    page = page.replace("script-src '", f"connect-src 'self'; script-src 'sha256-{digest}' '", 1)
    return page.replace("</body>", "", 1) + f"<script>{SCRIPT}</script></body></html>"


def watch(root: Path, port: int, progress: Callable[[str], None], *, time_limit: float) -> None:
    """Build the report, and again whenever data, notes, notebooks or the library are saved, until Ctrl-C.

    Each build is a process of its own, so that a changed module is a changed module.

    Args:
        root: Root of the study.
        port: Port to serve on; 0 for any free one.
        progress: Told what happens.
        time_limit: Seconds that one notebook may take.
    """
    command = [sys.executable, "-P", "-c", CHILD, "--root", str(root), "report", "--time-limit", str(time_limit)]
    reports = root / "reports"
    reports.mkdir(exist_ok=True)
    pages = Pages(reports, port)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    progress(f"the report is at {pages.address}; Ctrl-C ends")
    folders = [root / "data", root / "seeds", root / "notebooks", Path(marketshare.__file__).parent]
    try:
        watched = [folder for folder in folders if folder.is_dir()]
        changes = saves(*watched, raise_interrupt=True, yield_on_timeout=True, rust_timeout=200)
        next(changes)  # from here on it listens: what is saved during a build is not missed
        _build(command, pages, progress)
        for changed in changes:
            if not changed:
                continue
            names = sorted({Path(path).name for _, path in changed})
            progress(f"saved: {', '.join(names[:5])}{', …' if len(names) > 5 else ''}")
            _build(command, pages, progress)
    except KeyboardInterrupt:
        progress("stopped watching")
        if stopped_by() not in {0, signal.SIGINT}:
            raise
    finally:
        pages.shutdown()
        pages.server_close()


def _build(command: list[str], pages: Pages, progress: Callable[[str], None]) -> None:
    said: list[str] = []
    # A session of its own: Ctrl-C is for this process, whose end is that of the build.
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as build:
        try:
            assert build.stderr is not None  # asked for
            for line in build.stderr:
                said.append(line.rstrip("\n"))
                progress(said[-1])
        except BaseException:
            build.kill()
            raise
    failed = build.returncode != 0
    steps = re.compile(r"[\w ]+: (unchanged|running|(run|written|put together) in [\d.]+ s)")
    pages.tell("\n".join(line for line in said if not steps.fullmatch(line)) if failed else "")

"""The report as pages that hear of builds; served to this machine alone."""

import base64
import hashlib
import json
import mimetypes
import re
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from marketshare.errors import StudyError
from marketshare.report.files import refuse_strange_places
from marketshare.report.manifest import named
from marketshare.untrusted_files import is_regular

__all__ = ["Pages", "listening"]

SCRIPT = (Path(__file__).parent / "templates" / "watched.js").read_text("utf-8")
"""What an open page does when it hears of a build: it loads itself again, and stays where its reader was."""

PATIENCE = 60.0
"""Seconds that whoever asks for a file waits for the end of a build."""

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
        self._version, self._error, self._page = 0, "", b""
        self._building = False
        self.token = secrets.token_urlsafe(16)
        super().__init__(("127.0.0.1", port), _Page)

    @property
    def address(self) -> str:
        """Where the report is to be seen, by whoever knows the token in it."""
        return f"http://127.0.0.1:{self.server_address[1]}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a page that was closed while it was served."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def begin(self) -> None:
        """Let whoever asks for other files than the page wait for the build that has begun."""
        with self._built:
            self._building = True

    def show(self, page: bytes) -> None:
        """Let open pages show another page, as soon as it is there; the other files of the report follow."""
        with self._built:
            self._error = ""
            self._version += page != self._page
            self._page = page
            self._built.notify_all()

    def tell(self, error: str = "") -> None:
        """Tell open pages that a build is done: to show it, if it is another page, or what went wrong."""
        if not error and self._is_ours("report.html"):
            self.show((self.reports / "report.html").read_bytes())
        with self._built:
            self._error = error
            self._building = False
            self._built.notify_all()

    def page(self) -> tuple[int, bytes]:
        """The page that is to be seen now, and its version."""
        with self._built:
            if not self._page and self._is_ours("report.html"):  # of an earlier session
                return self._version, (self.reports / "report.html").read_bytes()
            return self._version, self._page

    def file(self, name: str) -> bytes | None:
        """A file of the report, once no build is under way; None if there is none.

        Raises:
            TimeoutError: builds went on for too long.
        """
        with self._built:
            if not self._built.wait_for(lambda: not self._building, timeout=PATIENCE):
                raise TimeoutError
            return (self.reports / name).read_bytes() if self._is_ours(name) else None

    def _is_ours(self, name: str) -> bool:
        """True for a file that the manifest names, and that is one, behind no link."""
        try:
            refuse_strange_places(self.reports.parent, [f"{self.reports.name}/{name}"])
            return name in named(self.reports) and is_regular(self.reports / name)
        except StudyError:
            return False

    def next_state(self, seen: tuple[int, str] | None) -> tuple[int, str]:
        """The state of the last build, as soon as it is another one than was seen; the same after some seconds."""
        with self._built:
            self._built.wait_for(lambda: (self._version, self._error) != seen, timeout=10)
            return self._version, self._error


class _Page(BaseHTTPRequestHandler):
    server: Pages

    def do_GET(self) -> None:
        """Serve a file of the report, to whoever asks on this machine and knows the token."""
        here = re.fullmatch(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", self.headers.get("Host", ""))
        token, _, name = urlsplit(self.path).path.removeprefix("/").partition("/")
        if here is None:
            self.send_error(403, "only for this machine")  # a page elsewhere that has this address in disguise
        elif not secrets.compare_digest(token.encode(), self.server.token.encode()):
            self.send_error(403, "the address lacks its token; take it from the terminal")
        elif name == "events":
            self._events()
        else:
            self._file(name or "report.html")

    do_HEAD = do_GET  # noqa: N815  (the base class names them so)

    def _file(self, name: str) -> None:
        if name == "report.html":
            version, page = self.server.page()
            content: bytes | None = listening(page.decode() if page else WAITING, version).encode()
        else:
            try:
                content = self.server.file(name)
            except TimeoutError:
                self.send_error(503, "the report is still being built; try again")
                return
        if content is None:
            self.send_error(404, "no file of the report")
            return
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self._begin(f"{kind}; charset=utf-8" if kind.startswith("text/") else kind, len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def _begin(self, kind: str, length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")  # a link that leads out does not tell the token
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()

    def _events(self) -> None:
        self._begin("text/event-stream")
        state: tuple[int, str] | None = None
        while True:  # until the page is closed
            state = self.server.next_state(state)
            told = json.dumps({"version": state[0], "error": state[1]})
            self.wfile.write(f"data: {told}\n\n".encode())
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base class names it so)
        """Say nothing: the terminal is for builds."""


def listening(page: str, version: int) -> str:
    """A report that also listens for builds; its own policy is widened for that, and for nothing else."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    page = page.replace("script-src '", f"connect-src 'self'; script-src 'sha256-{digest}' '", 1)
    page = page.replace("</body>", "", 1).replace("<head>", f'<head><meta name="build" content="{version}">', 1)
    return page + f"<script>{SCRIPT}</script></body></html>"

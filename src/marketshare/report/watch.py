"""Build again on every save, until Ctrl-C, and serve the report to pages that hear of it."""

import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from watchfiles import watch as saves

from marketshare.report.builds import Builds
from marketshare.report.files import refuse_strange_places
from marketshare.report.inputs import PACKAGE
from marketshare.report.pages import Pages
from marketshare.stops import stopped_by

__all__ = ["watch"]


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

"""Signals that stop a program: told as an exception, so that it can tidy up; within a second it has ended anyhow."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

__all__ = ["REPLACED", "Stopped", "done", "held", "obey", "stopped_by", "uninterrupted"]

PATIENCE = 0.7
"""Seconds that a program has to tidy up."""

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_SEEN: list[int] = []
_HELD: list[bool] = []

REPLACED: list[Path] = []
"""What this command has put in place, for the words with which it ends."""


class Stopped(KeyboardInterrupt):
    """The program was asked to stop: by Ctrl-C, by ``kill``, or since its terminal was closed."""


def obey() -> None:
    """From here on, signals that stop a program raise `Stopped`; one that is ignored (``nohup``) stays ignored."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def done() -> None:
    """From here on, signals stop nothing: the work is done, and the program is about to end."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def stopped_by() -> int:
    """The signal by which the program was stopped; 0 if it was not."""
    return _SEEN[0] if _SEEN else 0


@contextmanager
def held() -> Iterator[None]:
    """Within it, which is to be short, nothing is interrupted; whoever was asked to stop meanwhile stops afterwards."""
    _HELD.append(True)
    try:
        yield
    finally:
        _HELD.pop()
    if _SEEN and not _HELD:
        raise Stopped


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Within it, which is for imports, Ctrl-C and *interrupt kernel* wait until its end.

    An import that stops halfway leaves modules behind that a second one takes for whole; those with compiled parts, as
    NumPy and Matplotlib, never come right again in that process. What a program has done about signals stays.
    """
    at_main = threading.current_thread() is threading.main_thread()
    if not at_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    asked: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if asked:
        raise KeyboardInterrupt


def _stop(number: int, _frame: FrameType | None) -> None:
    if _SEEN:  # somebody is in a hurry
        os._exit(128 + number)
    _SEEN.append(number)
    # An exception is lost where it meets a destructor or a callback; and whoever tidies up may wait for something.
    threading.Thread(target=_end, args=(number,), daemon=True).start()
    if not _HELD:
        raise Stopped


def _end(number: int) -> None:
    time.sleep(PATIENCE)
    while _HELD:
        time.sleep(0.01)
    sys.stderr.write("marketshare: stopped\n")
    sys.stderr.flush()
    os._exit(128 + number)

"""The process that kernels are forked from: begun early, it imports while the command reads the data."""

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

__all__ = ["NotWarmError", "WarmProcess", "begun"]


class NotWarmError(RuntimeError):
    """There is no warm process, or there is none any more; the message says why."""


class WarmProcess:
    """`marketshare.report.warm` in a process of its own; that ends with this one, however this one ends."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._one_at_a_time = threading.Lock()
        self._channel, theirs = socket.socketpair()
        code = "import sys; from marketshare.report.warm import serve; serve(int(sys.argv[1]))"
        command = [sys.executable, "-P", "-c", code, str(theirs.fileno())]  # -P: no module of the current folder
        # Ctrl-C in the terminal is for the command, so that this is a session of its own.
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
        )
        theirs.close()
        self._answers = self._channel.makefile("rb")
        atexit.register(self.end)

    @property
    def runs(self) -> bool:
        """True if it can be asked, by the process that started it."""
        return self._owner == os.getpid() and self._process.poll() is None

    def fork(self, arguments: list[str], environment: dict[str, str], folder: str) -> int:
        """Start a kernel; its process number.

        Raises:
            NotWarmError: the warm process could not import what it should, or has ended.
        """
        given = {"arguments": arguments, "environment": environment, "folder": folder}
        kernel = self._ask({"do": "fork", **given})
        assert kernel is not None
        return kernel

    def exit_code(self, kernel: int) -> int | None:
        """How a kernel ended; None while it runs. Asked once, of one that has ended; -9 if nobody can know."""
        try:
            return self._ask({"do": "ended", "kernel": kernel})
        except NotWarmError:
            return -9

    def signal(self, kernel: int, number: int) -> None:
        """Send a signal to a kernel and to what it started; nothing if it has ended."""
        with suppress(NotWarmError):
            self._ask({"do": "signal", "kernel": kernel, "number": number})

    def end(self) -> None:
        """End it, and every kernel."""
        if self._owner == os.getpid():
            atexit.unregister(self.end)
            with suppress(OSError):
                self._channel.shutdown(socket.SHUT_RDWR)
            try:
                self._process.wait(timeout=PATIENCE)  # it kills its kernels first
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._answers.close()
            self._channel.close()

    def _ask(self, request: dict[str, Any]) -> int | None:
        try:
            with self._one_at_a_time:
                self._channel.sendall(json.dumps(request).encode() + b"\n")
                line = self._answers.readline()
            answer = json.loads(line)
        except (OSError, ValueError) as error:
            raise NotWarmError("the process that kernels are forked from has ended") from error
        if "failed" in answer:
            raise NotWarmError(answer["failed"])
        done: int | None = answer["done"]
        return done


PATIENCE = 0.3
"""Seconds that the warm process has to end."""

_LAST: list[WarmProcess] = []


def begun() -> WarmProcess | None:
    """The warm process, which has begun to import; None where the system cannot fork (Windows)."""
    if not hasattr(os, "fork"):
        return None
    if not (_LAST and _LAST[0].runs):
        _LAST[:] = [WarmProcess()]
    return _LAST[0]

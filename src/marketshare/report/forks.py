"""The process that kernels, and builds, are forked from: begun early, it imports while the command reads the data."""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from marketshare.report.lifeline import kill_group

__all__ = ["Forked", "NotWarmError", "WarmProcess", "adopt", "begun"]


class NotWarmError(RuntimeError):
    """There is no warm process, or there is none any more; the message says why."""


class WarmProcess:
    """`marketshare.report.warm` in a process of its own; that ends with this one, however this one ends.

    Args:
        modules: What it imports beside that which every notebook needs.
        start: Starts it, given both ends of the channel, ours and its own; by default as a Python of its own.
    """

    def __init__(self, modules: Sequence[str] = (), start: "Starter | None" = None) -> None:
        self._owner = os.getpid()
        self._one_at_a_time = threading.Lock()
        self._kernels: set[int] = set()
        self._channel, theirs = socket.socketpair()
        self._process = start(self._channel, theirs) if start else _python(theirs, modules)
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
        return self._forked({"do": "fork", **given})

    def build(self, arguments: list[str], output: int, library: str) -> "Forked":
        """Start the command ``marketshare``.

        Args:
            arguments: Its arguments.
            output: File descriptor into which goes what it says of its work; the names of files go nowhere.
            library: Fingerprint of the library before the warm process was started.

        Raises:
            NotWarmError: the warm process could not import what it should, or has ended.
        """
        return Forked(self, self._forked({"do": "build", "arguments": arguments, "library": library}, output))

    def _forked(self, request: dict[str, Any], *handles: int) -> int:
        forked = self._ask(request, *handles)
        assert forked is not None
        self._kernels.add(forked)
        return forked

    def exit_code(self, kernel: int) -> int | None:
        """How a kernel ended; None while it runs. Asked once, of one that has ended; -9 if nobody can know."""
        try:
            code = self._ask({"do": "ended", "kernel": kernel})
        except NotWarmError:
            code = -signal.SIGKILL
        if code is not None:
            self._kernels.discard(kernel)
        return code

    def send(self, kernel: int, number: int) -> None:
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

    def _ask(self, request: dict[str, Any], *handles: int) -> int | None:
        try:
            with self._one_at_a_time:
                if handles:
                    socket.send_fds(self._channel, [b" "], handles)
                self._channel.sendall(json.dumps(request).encode() + b"\n")
                line = self._answers.readline()
            answer = json.loads(line)
        except (OSError, ValueError) as error:
            for kernel in self._kernels.copy():  # one that is too busy to hear that it should end
                kill_group(kernel)
            raise NotWarmError("the process that kernels are forked from has ended") from error
        if "failed" in answer:
            raise NotWarmError(answer["failed"])
        done: int | None = answer["done"]
        return done


def _python(theirs: socket.socket, modules: Sequence[str]) -> "_Process":
    code = "import sys; from marketshare.report.warm import serve; serve(int(sys.argv[1]), sys.argv[2:])"
    command = [sys.executable, "-P", "-c", code, str(theirs.fileno()), *modules]  # -P: no module of the current folder
    # Ctrl-C in the terminal is for the command, so that this is a session of its own.
    return subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True)


class _Process(Protocol):
    """What is asked of a process that was started: a part of Popen."""

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def kill(self) -> None: ...


Starter = Callable[[socket.socket, socket.socket], _Process]


class Forked:
    """A process forked by the warm one, as jupyter_client wants a kernel: with methods of Popen."""

    stdin = stdout = stderr = None

    def __init__(self, warm: WarmProcess, pid: int) -> None:
        self._warm = warm
        self._code: int | None = None
        self.pid = pid

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        if self._code is None:
            self._code = self._warm.exit_code(self.pid)
        return self._code

    def wait(self) -> int:
        """How it ended, once it did."""
        while (code := self.poll()) is None:
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, and what it started."""
        if self._code is None:
            self._warm.send(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


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


def adopt(warm: WarmProcess) -> None:
    """Let `begun` give a warm process that is there already."""
    _LAST[:] = [warm]

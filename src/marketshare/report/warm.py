"""The warm process: it imports what every notebook needs, then forks a kernel whenever it is asked for one.

For a command that builds again and again it imports what builds need as well, and forks whole builds; each of them has
a warm process of its own for its kernels, forked from it in turn, so that no build knows anything of another.

It is asked through a socket by the command that started it, a line of JSON each way; it knows nothing of that command's
own modules and never imports them. When the command ends, in whatever way, the socket closes: then all kernels are
killed, and this process ends.
"""

import gc
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from marketshare.location import ROOT_VARIABLE
from marketshare.report.lifeline import ending_meanwhile, ends_with, kill_group

__all__ = ["serve"]

WARM = (
    "ipykernel.ipkernel", "ipykernel.kernelapp", "matplotlib.figure", "pandas",
    "marketshare.charts", "marketshare.claims", "marketshare.show",
)  # fmt: skip
"""What notebooks need; nothing is opened, started or drawn by importing it."""

PROGRAM = "marketshare.__main__"
"""What builds start with, by its name, since it comes after all that it runs."""

INLINE = "module://matplotlib_inline.backend_inline"
"""The backend that a kernel draws with."""


def serve(handle: int, modules: Sequence[str] = ()) -> None:
    """Serve until the command ends.

    Args:
        handle: The socket that leads to it.
        modules: What is imported beside `WARM`.
    """
    channel = socket.socket(fileno=handle)
    try:
        with ending_meanwhile(channel):
            _import_all([*WARM, *modules])
            if modules:  # each build then looks only whether these files were touched
                import_module("marketshare.report.inputs").of_library(Path.cwd())
    except BaseException as error:  # whatever it is, the command goes on without this process, and says why
        _send(channel, {"failed": f"{type(error).__name__}: {error}"[:500]})
        os._exit(1)
    gc.freeze()  # no fork looks for rubbish among what was imported, which would copy all of its pages
    kernels: set[int] = set()
    lifeline, held = os.pipe()
    try:
        for request, handles in _requests(channel):
            if request["do"] in BECOME:
                kernels.add(kernel := _forked(request, handles, channel, (lifeline, held)))
                _send(channel, {"done": kernel})
            else:
                _send(channel, {"done": _told(request, kernels)})
    except OSError:
        pass  # the command ended while it was answered
    for kernel in kernels:
        kill_group(kernel)
    os._exit(0)


def _import_all(modules: Iterable[str]) -> None:
    os.environ["MPLBACKEND"] = INLINE  # before matplotlib is imported
    for module in modules:
        import_module(module)
    platform.processor()  # it is asked of another program, once; kernels record it where a notebook starts one


def _requests(channel: socket.socket) -> Iterator[tuple[dict[str, Any], list[int]]]:
    """What is asked, one request at a time, and the file descriptors that came along, open until the next."""
    waiting, handles = b"", []
    while True:
        received, came, _, _ = socket.recv_fds(channel, 65_536, 1)
        handles += came
        waiting += received
        if not received:
            return
        if waiting.endswith(b"\n"):
            yield json.loads(waiting), handles
            for handle in handles:
                os.close(handle)
            waiting, handles = b"", []


def _send(channel: socket.socket, answer: dict[str, Any]) -> None:
    channel.sendall(json.dumps(answer).encode() + b"\n")


def _told(request: dict[str, Any], kernels: set[int]) -> int | None:
    """The exit code of a kernel, None while it runs, after it was sent a signal if that is asked."""
    kernel = request["kernel"]
    if kernel not in kernels:
        return None
    if request["do"] == "signal":
        kill_group(kernel, request["number"])
        return None
    ended, status = os.waitpid(kernel, os.WNOHANG)
    if not ended:
        return None
    kernels.remove(kernel)
    kill_group(kernel)  # what it started and left behind
    return os.waitstatus_to_exitcode(status)


def _forked(request: dict[str, Any], handles: list[int], channel: socket.socket, lifeline: tuple[int, int]) -> int:
    """Fork a process that becomes a kernel, or a build; its number."""
    kernel = os.fork()
    if kernel:
        _lead_group(kernel)
        return kernel
    code = 1
    try:
        _lead_group(0)
        os.close(channel.detach())
        os.close(lifeline[1])
        BECOME[request.pop("do")](lifeline[0], handles, **request)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _lead_group(process: int) -> None:
    """Let a process lead a group of its own, so that it can be killed with what it starts."""
    with suppress(OSError):  # the other of parent and child has done it
        os.setpgid(process, process)


def _become_kernel(
    lifeline: int, _handles: list[int], arguments: list[str], environment: dict[str, str], folder: str
) -> None:
    """Be what ``python -m ipykernel_launcher`` would be."""
    ends_with(lifeline, lambda: kill_group(os.getpid()))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    if path := environment.get("MARKETSHARE_READS"):
        from marketshare.reads import begin_recording  # noqa: PLC0415  (imported already, and only then)

        begin_recording(path, Path(environment[ROOT_VARIABLE]))
    sys.path.insert(0, "")  # the notebook's folder, as in a cold kernel
    arguments = [*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]  # it polls for its parent as well
    sys.argv = ["ipykernel_launcher", *arguments]
    from ipykernel import kernelapp  # noqa: PLC0415

    threading.excepthook = told_but_heartbeats
    kernelapp.launch_new_instance(argv=arguments)


def told_but_heartbeats(failure: threading.ExceptHookArgs) -> None:
    """Tell of a thread that failed, but for a heartbeat whose port another program took: its kernel is started anew."""
    from ipykernel.heartbeat import Heartbeat  # noqa: PLC0415  (imported already)

    if not isinstance(failure.thread, Heartbeat):
        threading.__excepthook__(failure)


def _become_build(lifeline: int, handles: list[int], arguments: list[str], library: str) -> None:
    """Be what ``marketshare`` would be; what it says of its work goes into the one file descriptor that came along."""
    from marketshare.report.forks import WarmProcess, adopt  # noqa: PLC0415  (imported already, as is the other)
    from marketshare.report.inputs import imported_from  # noqa: PLC0415

    silent = os.open(os.devnull, os.O_WRONLY)
    for number, name, to in ((1, "stdout", silent), (2, "stderr", handles[0])):
        os.dup2(to, number)
        setattr(sys, name, open(number, "w", 1, "utf-8", closefd=False))  # noqa: SIM115  (as long as the process)
    os.close(handles[0])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    adopt(WarmProcess(start=_Child))  # before there is a thread, which a process that forks must not have
    ends_with(lifeline, lambda: kill_group(os.getpid()))
    imported_from(library)
    sys.argv = ["marketshare", *arguments]
    import_module(PROGRAM).run()


class _Child:
    """A fork of this process that serves at the other end of a channel; with what is asked of a Popen."""

    def __init__(self, ours: socket.socket, theirs: socket.socket) -> None:
        self._code: int | None = None
        self._pid = os.fork()
        if not self._pid:
            try:
                ours.close()  # or it would never be closed at the other end
                serve(theirs.detach())
            finally:
                os._exit(1)

    def poll(self) -> int | None:
        if self._code is None:
            with suppress(ChildProcessError):
                ended, status = os.waitpid(self._pid, os.WNOHANG)
                self._code = os.waitstatus_to_exitcode(status) if ended else None
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        end = time.monotonic() + (timeout or 0)
        while (code := self.poll()) is None:
            if timeout is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("the warm process", timeout)
            time.sleep(0.005)
        return code

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)


BECOME: dict[str, Callable[..., None]] = {"fork": _become_kernel, "build": _become_build}
"""What a fork can become, by what is asked."""

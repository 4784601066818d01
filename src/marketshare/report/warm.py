"""The warm process: it imports what every notebook needs, then forks a kernel whenever it is asked for one.

It is asked through a socket by the command that started it, a line of JSON each way; it knows nothing of that command's
own modules and never imports them. When the command ends, in whatever way, the socket closes: then all kernels are
killed, and this process ends.
"""

import json
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from typing import Any

from marketshare.report.lifeline import ending_meanwhile, ends_with, kill_group

__all__ = ["serve"]

WARM = (
    "ipykernel.ipkernel", "ipykernel.kernelapp", "matplotlib.figure", "pandas",
    "marketshare.charts", "marketshare.claims", "marketshare.show",
)  # fmt: skip
"""What notebooks need; nothing is opened, started or drawn by importing it."""

INLINE = "module://matplotlib_inline.backend_inline"
"""The backend that a kernel draws with."""


def serve(handle: int) -> None:
    """Serve until the command ends.

    Args:
        handle: The socket that leads to it.
    """
    channel = socket.socket(fileno=handle)
    try:
        with ending_meanwhile(channel):
            _import_all()
    except BaseException as error:  # whatever it is, the command goes on without this process, and says why
        _send(channel, {"failed": f"{type(error).__name__}: {error}"[:500]})
        os._exit(1)
    kernels: set[int] = set()
    lifeline, held = os.pipe()
    try:
        for line in channel.makefile("rb"):
            request = json.loads(line)
            if request["do"] == "fork":
                kernels.add(kernel := _forked(request, channel, (lifeline, held)))
                _send(channel, {"done": kernel})
            else:
                _send(channel, {"done": _told(request, kernels)})
    except OSError:
        pass  # the command ended while it was answered
    for kernel in kernels:
        kill_group(kernel)
    os._exit(0)


def _import_all() -> None:
    os.environ["MPLBACKEND"] = INLINE  # before matplotlib is imported
    for module in WARM:
        import_module(module)


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


def _forked(request: dict[str, Any], channel: socket.socket, lifeline: tuple[int, int]) -> int:
    """Fork a process that becomes a kernel; its number."""
    kernel = os.fork()
    if kernel:
        _lead_group(kernel)
        return kernel
    code = 1
    try:
        _lead_group(0)
        os.close(channel.detach())
        os.close(lifeline[1])
        ends_with(lifeline[0], lambda: kill_group(os.getpid()))
        _become_kernel(request["arguments"], request["environment"], request["folder"])
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


def _become_kernel(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Be what ``python -m ipykernel_launcher`` would be."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, "")  # the notebook's folder, as in a cold kernel
    arguments = [*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]  # it polls for its parent as well
    sys.argv = ["ipykernel_launcher", *arguments]
    from ipykernel import kernelapp  # noqa: PLC0415

    kernelapp.launch_new_instance(argv=arguments)

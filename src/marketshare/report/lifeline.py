"""A lifeline: a process ends when whoever holds the other end of its pipe does, however that one ended."""

import os
import select
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

__all__ = ["ending_meanwhile", "ends_with", "kill_group"]


def ends_with(handle: int, end: Callable[[], None]) -> None:
    """Call `end`, from a thread of its own, when the other end of a pipe is closed.

    The system closes it whatever becomes of the process that held it, so that even one that was killed takes this one
    with it. Nothing is ever written to such a pipe.

    Args:
        handle: The end of the pipe that is read.
        end: What ends this process.
    """

    def wait() -> None:
        with suppress(OSError):
            while os.read(handle, 1):
                pass
        end()

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


@contextmanager
def ending_meanwhile(channel: socket.socket) -> Iterator[None]:
    """Within it, this process ends when the other end of a channel is closed; what comes from there is left unread.

    There is no thread left behind it, which a process that forks must not have.
    """
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            readable, _, _ = select.select([channel], [], [], 0.05)
            if readable and not channel.recv(1, socket.MSG_PEEK):
                os._exit(0)
            done.wait(0.05 if readable else 0)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def kill_group(leader: int, number: int = signal.SIGKILL) -> None:
    """Send a signal to a process and to those that it started; nothing if they have ended."""
    with suppress(ProcessLookupError, PermissionError):  # PermissionError: on macOS, of a group of zombies
        os.killpg(leader, number)

"""What commands print: no text of a note, a cell or a notebook commands the terminal."""

import argparse
import io
import os
import sys
from typing import IO

from marketshare.unseen import escaped

__all__ = ["Parser", "progress", "say", "usable_streams"]


def usable_streams() -> None:
    """Make the standard streams usable, however the process was started.

    The number of a closed one would go to the next file that is opened, and into it would go what a kernel prints. And
    an encoding that lacks a character (on Windows, that of every pipe) must not end a command: the character is shown
    by its code point.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # it takes the lowest free number: this one
            setattr(sys, name, open(number, "r" if name == "stdin" else "w", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(words: object = "") -> None:
    """Print a line, or several; control characters are shown, never sent."""
    print(escaped(str(words)))


def progress(words: object) -> None:
    """The same to stderr, at once: what is going on, and what went wrong."""
    print(escaped(str(words)), file=sys.stderr, flush=True)


class Parser(argparse.ArgumentParser):
    """A parser that repeats arguments in the same way when it refuses them."""

    def _print_message(self, message: str, file: IO[str] | None = None) -> None:  # type: ignore[override]
        super()._print_message(escaped(message), file)

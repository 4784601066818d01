"""What commands print: no text of a note, a cell or a notebook commands the terminal."""

import argparse
import sys
from typing import IO

from marketshare.unseen import escaped

__all__ = ["Parser", "progress", "say"]


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

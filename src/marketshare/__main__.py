"""The program: ``marketshare``, or ``python -m marketshare``."""

import os
import sys

from marketshare.stops import done, obey, stopped_by

__all__ = ["run"]


def run() -> None:
    """Run the command of the command line, and end with its exit code; with 128 + n if signal n stopped it."""
    obey()  # before all else, since the rest takes a while to import
    try:
        from marketshare.cli import FINE, main  # noqa: PLC0415

        code = main()
    except KeyboardInterrupt:
        code = 1
        sys.stderr.write("marketshare: stopped; nothing was replaced\n")
    else:
        if code == FINE or not stopped_by():
            done()  # a signal would only interrupt how the warm process is ended
            sys.exit(code)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(128 + stopped_by())  # at once: nothing is waited for that is still at work


if __name__ == "__main__":
    run()

"""From a file of sales to a file of concentration, with progress: what ``marketshare panel`` does."""

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from marketshare.errors import MachineError
from marketshare.metrics import ShareError
from marketshare.panel.concentration import METRICS, concentration
from marketshare.panel.connections import MEMORY, connection
from marketshare.panel.parts import parts_of
from marketshare.panel.read import read
from marketshare.panel.scratch import scratch
from marketshare.panel.sentences import csv_sentence
from marketshare.stops import uninterrupted
from marketshare.unseen import escaped

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["export"]

_FORMATS = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet"}
_SECONDS_BETWEEN = 2.0


def export(
    file: Path,
    *,
    by: Sequence[str],
    firm: str,
    value: str,
    metrics: Sequence[str] = METRICS,
    k: int = 4,
    out: Path | None = None,
    types: Mapping[str, str] | None = None,
    validate: bool = True,
    memory: str = MEMORY,
    progress: Callable[[str], None] = lambda _: None,
) -> int:
    """Write the concentration of each group of a file, sorted by its keys.

    Args:
        file: Parquet or CSV, or a folder of parts, of any size.
        by: Columns that make a group.
        firm: Column of firms.
        value: Column of amounts.
        metrics: Which columns to compute, of `METRICS`.
        k: How many firms `concentration_ratio` takes.
        out: A ``.csv`` or ``.parquet`` file, replaced when the whole result is written; None for CSV on stdout.
        types: As for `read`; in CSV the column of amounts holds numbers unless it says otherwise.
        validate: False to write unsound groups as empty, with the reason.
        memory: As for `read`.
        progress: Is told what is going on, every two seconds.

    Returns:
        How many groups were written.

    Raises:
        ShareError: as for `read` and `concentration`; a kind of output file that is not known; the output is the input.
        FileNotFoundError: there is no such file, or no folder to write to.
        MachineError: memory or disk ran out.
        KeyboardInterrupt: it was interrupted; what it wrote is gone.
        SystemExit: it was told to end, by SIGTERM or SIGHUP; likewise.
    """
    with uninterrupted():
        import duckdb  # noqa: PLC0415  (heavy)

    _refuse_no_place(out, file)
    started = time.monotonic()
    with _stoppable(progress), connection(memory) as source:
        try:
            amounts = {value: "number"} if parts_of(file).format == "CSV" else {}
            sales = read(file, types={**amounts, **(types or {})}, on=source)
            with _told(source, f"{'checking' if validate else 'reading'} {file}", progress):
                result = concentration(sales, by=by, firm=firm, value=value, metrics=metrics, k=k, validate=validate)
            with _told(source, "computing", progress), _draft_of(out) as draft:
                number = _copied(result, by, draft, source)
        except duckdb.OutOfMemoryException as error:
            raise MachineError(f"{file}: {_first_line(error)}; allow more than {memory}, with --memory") from error
        except duckdb.IOException as error:
            raise MachineError(f"{file}: {_first_line(error)}") from error
        except duckdb.Error as error:
            raise ShareError(csv_sentence(error) or f"{file}: {_first_line(error)}") from error
    progress(f"{number:,} group{'s' * (number != 1)} in {time.monotonic() - started:.1f} s")
    return number


def _refuse_no_place(out: Path | None, file: Path) -> None:
    if out is None:
        if sys.stdout is None:  # Python's word for a stdout that is closed
            raise ShareError("out: standard output is closed; name a file, with --out")
        return
    if out.suffix.casefold() not in _FORMATS:
        raise ShareError(f"{out}: expected a name that ends in {' or '.join(_FORMATS)}")
    if not out.parent.is_dir():
        raise FileNotFoundError(f"{out.parent}: no such folder")
    if out.exists() and file.exists() and out.samefile(file):
        raise ShareError(f"{out}: is the input, which its result does not replace")
    if file.is_dir() and out.resolve().is_relative_to(file.resolve()):
        raise ShareError(f"{out}: is in the folder of the input, of which it would be a part; write it elsewhere")


@contextmanager
def _draft_of(out: Path | None) -> Iterator[Path]:
    """A file to write to, which takes the name of the wanted one, or goes to stdout, once it is whole."""
    with scratch(".marketshare-", out.parent if out else Path(tempfile.gettempdir())) as folder:
        draft = folder / (out.name if out else "result.csv")
        yield draft
        if out is not None:
            draft.replace(out)
        else:
            _shown(draft)


def _shown(draft: Path) -> None:
    """Write a file to stdout: to a terminal as text, to a pipe as it is, in UTF-8 whatever the locale."""
    sys.stdout.flush()
    if sys.stdout.isatty():
        with draft.open(encoding="utf-8", newline="") as lines:
            sys.stdout.writelines(map(escaped, lines))
    else:
        with draft.open("rb") as rows:
            shutil.copyfileobj(rows, sys.stdout.buffer)


def _copied(result: "DuckDBPyRelation", by: Sequence[str], draft: Path, source: "DuckDBPyConnection") -> int:
    keys = ", ".join('"' + key.replace('"', '""') + '"' for key in by)
    ordered = result.order(keys)  # DuckDB finds it by this name
    place = os.fspath(draft).replace("'", "''")
    copied = source.execute(f"COPY (FROM ordered) TO '{place}' ({_FORMATS[draft.suffix.casefold()]})").fetchone()
    del ordered
    return int(copied[0]) if copied else 0


@contextmanager
def _told(source: "DuckDBPyConnection", words: str, progress: Callable[[str], None]) -> Iterator[None]:
    """Tell from beside a query how far it is, every two seconds."""
    done, started = threading.Event(), time.monotonic()

    def tell() -> None:
        while not done.wait(_SECONDS_BETWEEN):
            percent = source.query_progress()
            far = f"{percent:.0f} %, " if percent >= 0 else ""
            progress(f"{words}: {far}{time.monotonic() - started:.0f} s")

    progress(words)
    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()


@contextmanager
def _stoppable(progress: Callable[[str], None]) -> Iterator[None]:
    """End in order at SIGINT, SIGTERM and SIGHUP, whatever DuckDB makes of them."""
    received: list[int] = []

    def stop(number: int, _: object) -> None:
        received.append(number)
        raise KeyboardInterrupt

    wanted = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():  # which alone hears of signals
        wanted = []
    former = {number: signal.signal(number, stop) for number in wanted}
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:  # DuckDB may say so by an exception of its own
        if not received:
            raise
        if received[0] == signal.SIGINT:
            raise KeyboardInterrupt from error
        progress("marketshare: stopped; nothing was replaced")
        raise SystemExit(128 + received[0]) from error
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]

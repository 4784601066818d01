"""Plotted: digests of each accepted picture and of the numbers that are stated beside it, the rows of charts.csv."""

import hashlib
from collections.abc import Iterable, Mapping

from marketshare.changes.statements import LINKED, Statement

__all__ = ["COLUMNS", "charts_csv", "digest_of", "drawn_from"]

COLUMNS = ("name", "sha256", "plotted")


def charts_csv(charts: Mapping[str, bytes], stated: Iterable[Statement]) -> str:
    r"""The digests of pictures, and of what they were drawn from, as CSV: a line each, sorted by name.

    Args:
        charts: PNG by name.
        stated: What is stated beside them.

    Example:
        >>> charts_csv({"a": b""}, [])
        'name,sha256,plotted\na,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,e3b0c44298fc1c14\n'
    """
    stated = list(stated)
    rows = (f"{name},{digest_of(png)},{drawn_from(name, stated)}" for name, png in sorted(charts.items()))
    return "\n".join([",".join(COLUMNS), *rows, ""])


def digest_of(png: bytes) -> str:
    """SHA-256 of a picture."""
    return hashlib.sha256(png).hexdigest()


def drawn_from(name: str, stated: Iterable[Statement]) -> str:
    """Digest of what is stated of the numbers that a chart plots."""
    of_it = (f"{LINKED['chart']}{name}", "plotted")
    rows = "\0".join(statement.text for statement in stated if (statement.name, statement.kind) == of_it)
    return hashlib.sha256(rows.encode()).hexdigest()[:16]

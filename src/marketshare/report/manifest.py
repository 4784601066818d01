"""The manifest of a report: which files it has, and what is in them; believed only as far as it could be ours."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from marketshare.errors import StudyError
from marketshare.payload import name_fault
from marketshare.untrusted_files import NotReadError, bytes_of

__all__ = ["MANIFEST", "ForeignManifestError", "manifest_of", "named"]

MANIFEST = "manifest.json"

LARGEST = 1_000_000
"""Bytes of the largest manifest that is read; a report of a thousand charts needs a fifth of it."""

_OF_REPORT = re.compile(r"report\.(html|pdf)|(numbers|claims)\.csv|tables\.xlsx")
_CHART = re.compile(r"figures/([^/]+)\.(png|svg)")
_HASH = re.compile(r"[0-9a-f]{64}")


class ForeignManifestError(StudyError):
    """A manifest that no report has: it names what is no file of a report."""


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """The names of files with their hashes, as JSON.

    Raises:
        ValueError: a name that no file of a report has, by `named`.
    """
    if strange := [name for name in files if not _is_of_report(name)]:
        raise ValueError(f"{', '.join(strange)}: no file of a report; what a report may have stands in {__name__}")
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return (json.dumps(hashes, indent=2) + "\n").encode()


def named(reports: Path) -> dict[str, str]:
    """SHA-256 of the files that a manifest names, by path from its folder; none where there is no manifest.

    Args:
        reports: Folder of the report.

    Raises:
        ForeignManifestError: it names a file that no report has (``../x``, ``/etc/x``), or is no file itself.
    """
    path = reports / MANIFEST
    place = f"{reports.name}/{MANIFEST}"
    if not os.path.lexists(path):
        return {}
    try:
        hashes = json.loads(bytes_of(path, LARGEST))
    except (ValueError, RecursionError):
        return {}  # half a manifest names nothing; the next report writes a whole one
    except (OSError, NotReadError) as error:
        raise ForeignManifestError(f"{place}: {error}") from error
    if not isinstance(hashes, dict):
        return {}
    for name, digest in hashes.items():
        if not _is_of_report(name) or not isinstance(digest, str) or not _HASH.fullmatch(digest):
            raise ForeignManifestError(
                f"{place}: names {name[:80]!r}, which is no file that a report has; it was not written by this "
                f"program, and nothing that it names was touched: delete it, and run marketshare report"
            )
    return hashes


def _is_of_report(name: str) -> bool:
    chart = _CHART.fullmatch(name)
    return not name_fault(chart[1]) if chart else _OF_REPORT.fullmatch(name) is not None

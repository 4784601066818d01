"""What an output of `show` carries beside what is seen; read by notebooks and reports without drawing anything."""

import re

__all__ = ["CHART_FORMAT_VARIABLE", "MIME", "name_fault"]

MIME = "application/vnd.marketshare+json"
"""Type of the payload: a block as data, and the records of its numbers."""

CHART_FORMAT_VARIABLE = "MARKETSHARE_CHART_FORMAT"
"""Environment variable: ``svg`` while a report is built, which adds vector graphics to the PNG that is stored."""

LONGEST_NAME = 80
"""Characters of the longest name of a chart or a table; files are called by it."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


def name_fault(name: object) -> str:
    """Why a chart or a table cannot have a name; nothing if it can. Links lead to it, and files are called by it.

    Example:
        >>> name_fault("../cloud")
        "'../cloud': a name is small letters and digits with hyphens between, for instance cloud-shares"
        >>> name_fault("cloud-shares")
        ''
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        shown = repr(name) if len(repr(name)) <= LONGEST_NAME else f"{repr(name)[:LONGEST_NAME]}…"
        return f"{shown}: a name is small letters and digits with hyphens between, for instance cloud-shares"
    if len(name) > LONGEST_NAME:
        return f"{name[:LONGEST_NAME]!r}…: a name of {len(name):,} characters, expected at most {LONGEST_NAME}"
    return f"{name!r}: Windows keeps this name for a device; take another" if _DEVICE.fullmatch(name) else ""

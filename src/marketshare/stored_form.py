"""The form in which notebooks are stored: `refresh` gives it to them, and `check` says where one lacks it.

It is what JupyterLab itself would store, so that opening and saving a notebook changes nothing in it, without what an
editor leaves behind: empty cells, cells without ids, the name of somebody's own kernel, times, folds.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

import nbformat
from nbformat import NotebookNode

from marketshare.ledger import Problem

__all__ = ["WIDGET", "as_stored", "form_faults", "give_ids", "language_of"]

WIDGET = "application/vnd.jupyter.widget-view+json"

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
"""The kernel that every installation of Jupyter for Python has."""

WRITTEN_OUT = 1e21
"""From here on JavaScript writes whole numbers with an exponent."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_RANDOM_ID = re.compile(r"[0-9a-f]{32}")
"""What ipywidgets calls a control to which nobody gave an id."""


def as_stored(notebook: NotebookNode) -> bytes:
    """A notebook as it is committed.

    Of its metadata, tags stay, which say how a cell is to be run, and what its kernel says of the language: its
    version is all that differs from machine to machine.

    Args:
        notebook: As it was executed; changed in place.
    """
    language = notebook.metadata.get("language_info", {"name": "python"})
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": language})
    notebook.cells = [cell for cell in notebook.cells if cell.source.strip()]
    give_ids(notebook)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        for output in cell.get("outputs", ()):
            shown = output.get("data", {}).get(WIDGET)
            if isinstance(shown, dict) and _RANDOM_ID.fullmatch(str(shown.get("model_id"))):
                shown["model_id"] = "0" * 32  # another one in each kernel; nothing to store
    text: str = nbformat.writes(nbformat.from_dict(_through_a_browser(notebook)), version=4)
    return (text.rstrip("\n") + "\n").encode()


def give_ids(notebook: NotebookNode) -> None:
    """Give an id to each cell that has none, or has that of another one; always the same ones."""
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)  # the first version whose cells have ids
    used: set[str] = set()
    for number, cell in enumerate(notebook.cells, 1):
        if _lacks_id(cell, used):
            cell["id"] = next(key for key in _ids(number) if key not in used)
        used.add(cell["id"])


def form_faults(file: str, notebook: Mapping[str, Any]) -> Iterator[Problem]:
    """What in a notebook `as_stored` would change, as far as it matters to whoever runs or compares it.

    Args:
        file: How problems name it.
        notebook: Its JSON, as the file has it.
    """
    kernel = _member(_member(notebook, "metadata"), "kernelspec").get("name")
    if language := language_of(notebook):
        yield Problem(file, 0, "", f"written in {language}, expected Python; give it a name that is not in the report")
    elif kernel != KERNEL["name"]:
        found = f"the kernel {kernel!r}, which other machines lack" if kernel else "no kernel"
        yield Problem(file, 0, "", f"it names {found}, expected {KERNEL['name']!r}; run marketshare refresh")
    used: set[str] = set()
    for number, cell in enumerate(notebook.get("cells", ()), 1):
        if _lacks_id(cell, used):
            found = "the id of another cell" if cell.get("id") in used else "no id"
            yield Problem(file, 0, f"cell {number}", f"it has {found}; run marketshare refresh")
        used.add(cell.get("id", ""))
        if not "".join(cell["source"]).strip():
            yield Problem(file, 0, f"cell {number}", "it is empty; run marketshare refresh, which takes it out")


def language_of(notebook: Mapping[str, Any]) -> str:
    """The language that a notebook says it is written in; nothing if that is Python, or left unsaid."""
    metadata = _member(notebook, "metadata")
    named = _member(metadata, "kernelspec").get("language") or _member(metadata, "language_info").get("name") or ""
    return "" if str(named).lower() in {"", "python", "ipython"} else str(named)


def _through_a_browser(content: Any) -> Any:
    """JSON as it is after a browser has read and written it, whose numbers are all of one type: 2.0 becomes 2."""
    if isinstance(content, Mapping):
        return {key: _through_a_browser(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_through_a_browser(value) for value in content]
    if isinstance(content, bool) or not isinstance(content, int | float):
        return content
    with suppress(OverflowError):  # no double is that large
        content = float(content)
    whole = content == content // 1 and abs(content) < WRITTEN_OUT  # not so for nan and the infinite
    return int(Decimal(repr(content))) if whole else content


def _member(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = content.get(name)
    return found if isinstance(found, Mapping) else {}


def _lacks_id(cell: Mapping[str, Any], used: set[str]) -> bool:
    key = cell.get("id")
    return not isinstance(key, str) or not _ID.fullmatch(key) or key in used


def _ids(number: int) -> Iterator[str]:
    yield f"cell-{number}"
    yield from (f"cell-{number}-{other}" for other in range(2, 1_000_000))

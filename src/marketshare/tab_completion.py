"""Tab in IPython: ids inside quotes, and the public names of the library behind a point, at once.

IPython asks Jedi otherwise, which reads the sources of pandas before it answers for the first time, and knows neither
ids nor ``__dir__`` of a module.
"""

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from inspect import getattr_static
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["candidates", "offer"]

LONGEST = 5_000
"""Characters before the cursor that are looked at."""

_TEXT = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_VALUE = rf"(?:\w+(?:\.\w+|\[\s*{_TEXT}\s*\]|\(\s*{_TEXT}\s*\))*)"
"""A name, and what leads on from it: attributes, keys, and calls with one text."""
_ATTRIBUTE = re.compile(rf"({_VALUE})\.(\w*)$")
_KEY = re.compile(rf"({_VALUE})\[\s*(?:[\"']([^\"'\n]*)|())$")
_ARGUMENT = re.compile(rf"({_VALUE})\.(\w+)\(\s*(\w+\s*,)?((?:\s*{_TEXT}\s*,)*)\s*([\"'])([^\"'\n]*)$")
_REPLACED = re.compile(
    rf"({_VALUE})\.replacing\(\s*\{{\s*(?:{_TEXT}\s*:\s*{_TEXT}\s*,\s*)*(?:({_TEXT})\s*:\s*)?([\"'])([^\"'\n]*)$"
)

_IDS = {
    "readings": "readings", "meaning": "readings", "printed": "figures", "in_force": "figures", "market": "markets",
    "series": "markets",
}  # fmt: skip
"""Of which ids in the ledger the first argument of a study's method is one."""


def offer(shell: "InteractiveShell") -> None:
    """Complete in this shell what `candidates` finds, before IPython's own completers are asked; once is enough."""
    from IPython.core.completer import context_matcher  # noqa: PLC0415  (only within IPython)

    if any(getattr(known, "matcher_identifier", "") == _IDENTIFIER for known in shell.Completer.custom_matchers):
        return

    @context_matcher(priority=1000, identifier=_IDENTIFIER)  # type: ignore[untyped-decorator]
    def match(context: "CompletionContext") -> "SimpleMatcherResult":
        return _match(context, shell.user_ns)

    shell.Completer.custom_matchers.append(match)


def candidates(typed: str, names: Mapping[str, Any]) -> tuple[str, list[str]]:
    """What may stand where a text ends: the beginning that is typed already, and all that begins so.

    Nothing is computed to find it: names are looked up, figures and readings taken by their ids.

    Args:
        typed: The cell up to the cursor.
        names: Variables by name.

    Example:
        >>> from marketshare import metrics
        >>> candidates("metrics.hhi_b", {"metrics": metrics})
        ('hhi_b', ['hhi_bounds'])
    """
    for pattern, found in _PLACES:
        if place := pattern.search(typed[-LONGEST:]):
            beginning = place[place.lastindex or 0]
            return beginning, [each for each in found(place, names) if each.startswith(beginning)]
    return "", []


def _match(context: "CompletionContext", names: Mapping[str, Any]) -> "SimpleMatcherResult":
    from IPython.core.completer import SimpleCompletion  # noqa: PLC0415  (only IPython calls this)

    lines = context.full_text.split("\n")[: context.cursor_line + 1]
    beginning, found = candidates("\n".join([*lines[:-1], lines[-1][: context.cursor_position]]), names)
    completions = [SimpleCompletion(text) for text in found]
    return {"completions": completions, "matched_fragment": beginning, "suppress": bool(found)}


def _attributes(place: re.Match[str], names: Mapping[str, Any]) -> Iterable[str]:
    owner = _value(place[1], names)
    if owner is None or not (_is_ours(owner) or "." in place[1]):  # a variable of somebody else
        return ()
    listed = owner.__all__ if getattr(owner, "__name__", "") == _LIBRARY else dir(owner)
    return sorted(name for name in listed if place[2].startswith("_") or not name.startswith("_"))


def _keys(place: re.Match[str], names: Mapping[str, Any]) -> Iterable[str]:
    owner = _value(place[1], names)
    if isinstance(owner, dict):
        keys = [key for key in owner if isinstance(key, str)]
    else:
        keys = owner._ipython_key_completions_() if _is_ours(owner) and hasattr(owner, _KEYS) else []
    return keys if place[2] is not None else [f'"{key}"' for key in keys]


def _arguments(place: re.Match[str], names: Mapping[str, Any]) -> Iterable[str]:
    written, method, first, before = place[1], place[2], place[3], place[4]
    study = _value(first.rstrip(" ,") if first else written, names)  # show.readings(study, "…
    if method not in _IDS or not (_is_ours(study) and hasattr(study, "ledger")):
        return ()
    if before and not first:
        known = study.ledger.readings.get(ast.literal_eval(before.strip(" ,\n")), ()) if method == "meaning" else ()
        return list(known)
    return list(getattr(study.ledger, _IDS[method]))


def _replaced(place: re.Match[str], names: Mapping[str, Any]) -> Iterable[str]:
    study = _value(place[1], names)
    if not (_is_ours(study) and hasattr(study, "ledger")):
        return ()
    figures = study.ledger.figures
    if place[2] is None:
        return list(figures)
    assumed = ast.literal_eval(place[2])  # behind its colon: what is printed, as the form to write in
    return [figures[assumed].printed_in_note] if assumed in figures else ()


def _value(written: str, names: Mapping[str, Any]) -> Any:
    """What an expression stands for, as far as looking it up computes nothing; None if it would."""

    def value(node: ast.expr) -> Any:
        if isinstance(node, ast.Name):
            return names.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = value(node.value)
            return getattr(owner, node.attr, None) if _is_ours(owner) and _has(owner, node.attr) else None
        if isinstance(node, ast.Subscript):
            owner, key = value(node.value), ast.literal_eval(node.slice)
            return owner[key] if isinstance(owner, dict) or (_is_ours(owner) and hasattr(owner, _KEYS)) else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "readings":
            owner = value(node.func.value)
            return owner.readings(*map(ast.literal_eval, node.args)) if _is_ours(owner) else None
        return None

    try:
        return value(ast.parse(written, mode="eval").body)
    except (SyntaxError, LookupError, ValueError, TypeError):
        return None


def _has(owner: Any, name: str) -> bool:
    """True for an attribute of its own, a table of a study, and whatever may stand in a module."""
    known = isinstance(owner, ModuleType) or getattr_static(owner, name, None) is not None
    return known or (hasattr(owner, "ledger") and name in owner.topics)


def _is_ours(value: Any) -> bool:
    """True for the library, its modules, and the objects of its classes."""
    name = value.__name__ if isinstance(value, ModuleType) else type(value).__module__
    return str(name).partition(".")[0] == _LIBRARY


_IDENTIFIER = __name__
_KEYS = "_ipython_key_completions_"
_LIBRARY = __name__.partition(".")[0]
_PLACES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Mapping[str, Any]], Iterable[str]]], ...] = (
    (_REPLACED, _replaced),
    (_KEY, _keys),
    (_ARGUMENT, _arguments),
    (_ATTRIBUTE, _attributes),
)

"""Tab in IPython: ids inside quotes, and the public names of the library behind a point, at once.

IPython asks Jedi otherwise, which reads the sources of pandas before it answers for the first time, and knows neither
ids nor ``__dir__`` of a module.
"""

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from inspect import getattr_static, signature
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["candidates", "offer"]

LONGEST = 5_000
"""Characters before the cursor that are looked at."""

_TEXT = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_VALUE = rf"(?:(?<![\w.])\w+(?:\.\w+|\[\s*{_TEXT}\s*\]|\([^()]*\))*)"
"""A name, and what leads on from it: attributes, keys, and calls."""
_ATTRIBUTE = re.compile(rf"({_VALUE})\.(\w*)$")
_KEY = re.compile(rf"({_VALUE})\[\s*(?:[\"']([^\"'\n]*)|())$")
_ARGUMENT = re.compile(
    rf"({_VALUE})\.(\w+)\(\s*((?:(?:\w+\s*=\s*)?(?:{_TEXT}|\w+)\s*,\s*)*)(?:(\w+)\s*=\s*)?[\"']([^\"'\n]*)$"
)
_REPLACED = re.compile(
    rf"({_VALUE})\.replacing\(\s*(?:printed\s*=\s*)?\{{\s*(?:{_TEXT}\s*:\s*{_TEXT}\s*,\s*)*(?:({_TEXT})\s*:\s*)?"
    r"([\"'])([^\"'\n]*)$"
)
_IMPORTED = re.compile(r"\bfrom\s+(marketshare(?:\.\w+)*)\s+import\s+\(?\s*(?:\w+(?:\s+as\s+\w+)?\s*,\s*)*(\w*)$")

_CALLED = {"at", "market", "readings", "replacing", "series", "supposing"}
"""Methods that read what is there already, so that Tab may call them to see what leads on."""

_FIRMS = {"firm", "first", "second"}
_DATES = {"start", "end", "before", "after"}


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

    No number is computed to find it: names are looked up, figures, readings and markets taken by their ids.

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
            try:
                return beginning, [each for each in found(place, names) if each.startswith(beginning)]
            except (AttributeError, ImportError, LookupError, SyntaxError, TypeError, ValueError):  # refused
                return beginning, []
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
    """What a text may be as the argument of a method, by the name that the method has for it."""
    owner, method, before = _value(place[1], names), place[2], place[3]
    function: Any = getattr_static(owner, method, None) if _is_ours(owner) else None
    if not callable(function):
        return ()
    given = ast.parse(f"f({before})", mode="eval").body
    assert isinstance(given, ast.Call)
    parameters = [each for each in signature(function).parameters.values() if each.name != "self"]
    positional = [each.name for each in parameters if each.kind in {each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD}]
    rest = next((each.name for each in parameters if each.kind is each.VAR_POSITIONAL), "")
    wanted = place[4] or next(iter(positional[len(given.args) :]), rest)
    said = dict(zip(positional, given.args, strict=False))
    said |= {str(each.arg): each.value for each in given.keywords}
    if isinstance(owner, ModuleType):  # show.readings(study, "…
        owner = _value(ast.unparse(said["study"]), names) if "study" in said else None
    constants = {name: each.value for name, each in said.items() if isinstance(each, ast.Constant)}
    return _known(owner, method, wanted, constants)


def _known(owner: Any, method: str, wanted: str, said: Mapping[str, Any]) -> Iterable[str]:
    """What a study, a market or a series knows by the name of an argument."""
    if hasattr(owner, "ledger"):
        ledger = owner.ledger
        if wanted in {"figure_id", "figure_ids"}:
            return list(ledger.readings if method in {"readings", "meaning"} else ledger.figures)
        found: dict[str, Callable[[], Iterable[str]]] = {
            "market": lambda: ledger.markets,
            "period": lambda: owner.series(said["market"]),
            "reading": lambda: ledger.readings.get(said["figure_id"], ()),
            "prefix": lambda: ledger.rules,
            "topic": lambda: owner.topics,
        }
        return list(found.get(wanted, tuple)())
    if wanted in _FIRMS and hasattr(owner, _KEYS):
        each = list(owner)
        return (
            each if hasattr(owner, "shares") else list(dict.fromkeys(firm for period in each for firm in owner[period]))
        )
    if wanted == "rule":
        return [str(rule) for rule in owner.rules]
    return list(owner) if wanted in _DATES and hasattr(owner, _KEYS) else ()


def _imported(place: re.Match[str], _names: Mapping[str, Any]) -> Iterable[str]:
    return list(import_module(place[1]).__all__)


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
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLED:
            owner, named = (
                value(node.func.value),
                {str(each.arg): ast.literal_eval(each.value) for each in node.keywords},
            )
            found = getattr(owner, node.func.attr, None) if _is_ours(owner) else None
            return found(*map(ast.literal_eval, node.args), **named) if found is not None else None
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
    (_IMPORTED, _imported),
    (_KEY, _keys),
    (_ARGUMENT, _arguments),
    (_ATTRIBUTE, _attributes),
)

"""Mutants of a module: the module with one small change each, made in its syntax tree.

What is changed: numbers, comparisons, arithmetic, conditions, truth values, ends of intervals, directions and units of
declarations, calls made for what they refuse, keywords of calls, regular expressions and lists of words.
What is not: messages, docstrings, labels, annotations.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from types import CodeType
from typing import Any

__all__ = ["Mutant", "mutants"]

LONG, AROUND = 100, 20
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
OPERATORS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.USub: ast.UAdd,
}  # fmt: skip
NAMES = {"min": "max", "any": "all", "floor": "ceil", "low": "high", "low_closed": "high_closed", "lows": "highs"}
NAMES |= {right: left for left, right in NAMES.items()}
KEYWORDS = {"rises": "falls", "falls": "rises"}
WORDS = {
    "supported": "contradicted", "contradicted": "undetermined", "undetermined": "supported",
    "untestable": "undetermined", "answered": "open", "open": "yes", "yes": "no", "no": "yes", "percent": "ratio",
    "percentage_point": "percent", "hhi_point": "ratio", "ratio": "percent", "CNY": "count", "user": "count",
    "count": "user", "rank": "count", "year": "ratio",
}  # fmt: skip
NOT_CHANGED = {"formula", "frozen", "strict"}
"""Keywords of a label, and of safeguards that no input reaches."""
QUANTIFIERS = {"?": "", "+": "", "*": "+"}


@dataclass(frozen=True, eq=False)
class Mutant:
    """A module with one change.

    Attributes:
        module: Dotted name of the module.
        function: Dotted name, within the module, of the function that is changed; blank outside of all.
        line: Where, 1-based.
        text: That line, without its indentation.
        change: What it is changed to: ``a < b → a <= b``.
        swap: Name of the outermost function (or method) if only its body changes; None for what runs at import.
        tree: The whole module.
        edit: Node, field and new value.
    """

    module: str
    function: str
    line: int
    text: str
    change: str
    swap: str | None
    tree: ast.Module
    edit: tuple[ast.AST, str, Any]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is known by in the list of survivors: content, not line numbers, which move."""
        return (self.module, self.function, self.text, self.change)

    def code(self, path: Path) -> CodeType:
        """The changed module, compiled."""
        return _with(self.edit, lambda: compile(ast.fix_missing_locations(self.tree), str(path), "exec"))


@dataclass(frozen=True)
class _Place:
    """Where a node stands: names of what it is in, what encloses it, and whether a function's body runs it."""

    names: tuple[str, ...] = ()
    swap: str | None = None
    parents: tuple[ast.AST, ...] = ()


def mutants(path: Path, module: str) -> list[Mutant]:
    """All mutants of a module, in the order of its lines."""
    source = path.read_text("utf-8")
    lines, tree = source.splitlines(), ast.parse(source)
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for node, place in _walk(tree, _Place()):
        for owner, field, value in _edits(node, place):
            shown = _shown(node, place)
            old = ast.unparse(shown)
            new = _with((owner, field, value), lambda shown=shown: ast.unparse(shown))
            line = next(n.lineno for n in (node, *reversed(place.parents)) if hasattr(n, "lineno"))
            text, function, change = lines[line - 1].strip(), ".".join(place.names), _change(old, new)
            seen[function, text, change] += 1
            if (again := seen[function, text, change]) > 1:
                change += f" ({again})"
            found.append(Mutant(module, function, line, text, change, place.swap, tree, (owner, field, value)))
    return found


def _with(edit: tuple[ast.AST, str, Any], action: Any) -> Any:
    owner, field, value = edit
    kept = getattr(owner, field)
    setattr(owner, field, value)
    try:
        return action()
    finally:
        setattr(owner, field, kept)


def _walk(node: ast.AST, place: _Place) -> Iterator[tuple[ast.AST, _Place]]:
    """Every node that may be changed."""
    yield node, place
    inside = _Place(place.names, place.swap, (*place.parents, node))
    if isinstance(node, FUNCTIONS):
        named = (*place.names, node.name)
        inside = _Place(named, place.swap, inside.parents)
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "exc", "cause", "type_params"} or _is_left_out(node, field):
            continue
        below = inside
        if field == "body" and isinstance(node, FUNCTIONS[:2]):
            below = _Place(inside.names, place.swap or ".".join(inside.names), inside.parents)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child, below)


def _is_left_out(node: ast.AST, field: str) -> bool:
    """True for type aliases, `__all__`, and the format of a number inside a string."""
    if isinstance(node, ast.Assign):
        return field == "value" and any(isinstance(n, ast.Name) and n.id == "__all__" for n in node.targets)
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id in {"Literal", "Callable", "tuple", "list", "dict"}
    return isinstance(node, ast.FormattedValue) and field == "format_spec"


def _shown(node: ast.AST, place: _Place) -> ast.AST:
    """The piece of code by which a reader finds the change: the expression around a name or number."""
    parent = place.parents[-1] if place.parents else node
    if isinstance(node, ast.Constant | ast.Name | ast.Attribute | ast.UnaryOp) and not isinstance(parent, ast.Dict):
        return parent if isinstance(parent, ast.expr | ast.keyword) else node
    return node


def _change(old: str, new: str) -> str:
    """What becomes what, on one line; of long code only what differs, with a little around it."""
    before, after = (" ".join(code.split()) for code in (old, new))
    if len(before) <= LONG:
        return f"{before} → {after}"
    left = _alike(before, after)
    right = _alike(before[left:][::-1], after[left:][::-1])
    start = max(0, left - AROUND)
    ends = [max(left, len(code) - right) + AROUND for code in (before, after)]
    return f"…{before[start : ends[0]]}… → …{after[start : ends[1]]}…"


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _edits(node: ast.AST, place: _Place) -> Iterator[tuple[ast.AST, str, Any]]:  # noqa: C901, PLR0912 (a table)
    match node:
        case ast.Compare():
            for position, operator in enumerate(node.ops):
                ops = list(node.ops)
                ops[position] = OPERATORS[type(operator)]()
                yield node, "ops", ops
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp() | ast.UnaryOp(op=ast.USub()):
            if type(node.op) in OPERATORS and not _is_text(node):
                yield node, "op", OPERATORS[type(node.op)]()
        case ast.UnaryOp(op=ast.Not()):
            yield node, "operand", ast.UnaryOp(ast.Not(), node.operand)
        case ast.If() | ast.IfExp() | ast.While():
            if not _has_own_edit(node.test):
                yield node, "test", ast.UnaryOp(ast.Not(), node.test)
        case ast.comprehension():
            for position, test in enumerate(node.ifs):
                if not _has_own_edit(test):
                    ifs = list(node.ifs)
                    ifs[position] = ast.UnaryOp(ast.Not(), test)
                    yield node, "ifs", ifs
        case ast.Constant():
            yield from ((node, "value", value) for value in _constants(node, place))
        case ast.Name(ctx=ast.Load()) if node.id in NAMES and isinstance(
            place.parents[-1], ast.Call | ast.keyword | ast.IfExp
        ):
            yield node, "id", NAMES[node.id]
        case ast.Attribute(ctx=ast.Load()) if node.attr in NAMES:
            yield node, "attr", NAMES[node.attr]
        case ast.Call() if place.names:
            for position, keyword in enumerate(node.keywords):
                if keyword.arg not in {None, "strict"} and isinstance(keyword.value, ast.Name | ast.Lambda):
                    yield node, "keywords", node.keywords[:position] + node.keywords[position + 1 :]
        case ast.keyword(arg="rises" | "falls"):
            yield node, "arg", KEYWORDS[str(node.arg)]
        case ast.Expr(value=ast.Call()):
            yield node, "value", ast.Constant(None)
    for field in ("body", "orelse"):
        body = getattr(node, field, None)
        for position, statement in enumerate(body if isinstance(body, list) else ()):
            if isinstance(statement, ast.Break | ast.Continue):
                other = ast.Continue() if isinstance(statement, ast.Break) else ast.Break()
                yield node, field, [*body[:position], ast.copy_location(other, statement), *body[position + 1 :]]


def _constants(node: ast.Constant, place: _Place) -> Iterator[Any]:
    value, parent = node.value, place.parents[-1]
    if isinstance(parent, ast.keyword) and parent.arg in NOT_CHANGED:
        return
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    elif isinstance(value, str) and not isinstance(parent, ast.Expr | ast.JoinedStr):
        call = parent if isinstance(parent, ast.Call) else None
        if value in WORDS:
            yield WORDS[value]
        elif isinstance(parent, ast.Compare) or (isinstance(parent, ast.Subscript) and parent.slice is node):
            yield value + "~"
        elif call and call.args and call.args[0] is node and ast.unparse(call.func).startswith("re."):
            yield from _expressions(value)
        elif not place.names and len(value.split()) > 2 and _splits_words(place.parents[0]):
            yield value.rsplit(maxsplit=1)[0]


def _expressions(pattern: str) -> Iterator[str]:
    """A regular expression with one quantifier weakened or dropped each."""
    for match in re.finditer(r"(?<![\\(])[?+*](?!\?)", pattern):
        yield pattern[: match.start()] + QUANTIFIERS[match.group()] + pattern[match.end() :]


def _has_own_edit(test: ast.AST) -> bool:
    return isinstance(test, ast.Compare | ast.BoolOp) or (
        isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    )


def _splits_words(module: ast.AST) -> bool:
    """True for a module with lists of words, which it splits."""
    return any(isinstance(node, ast.Attribute) and node.attr == "split" for node in ast.walk(module))


def _is_text(node: ast.AST) -> bool:
    """True for a sum of strings or lists, where another operator would be no code at all."""
    sides = [getattr(node, field, None) for field in ("left", "right", "value")]
    texts = (ast.JoinedStr, ast.List, ast.ListComp)
    return any(isinstance(side, texts) or isinstance(getattr(side, "value", None), str) for side in sides)

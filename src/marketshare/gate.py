"""The gate: what stored notebooks must be, so that comparing them with a fresh run compares everything."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mode
from typing import Any

from marketshare.captions import without_captions
from marketshare.ledger import Problem
from marketshare.payload import MIME, payload_fault
from marketshare.stored_form import WIDGET

__all__ = ["notebook_faults", "repository_faults"]

_ALLOWED = (
    r"\b(?:19|20)\d\d\b"  # a year
    r"|\b[QH][1-4]\b"  # a quarter, a half year
    r"|`[^`]*`"  # code to type
    r"|\b(?i:lines?) \d+(?:(?:[-–]| and )\d+)?"  # a line of the note
    r"|\]\(#[\w-]+\)"  # where a reference leads
)
_UNSTABLE = re.compile(r"\d+\.\d{9,}|\b\d(?:\.\d+)?e[+-]?\d+\b|\bnan\b")
_OPT_OUT = re.compile(r"#\s*(?:nbval|pytest)\b|NBVAL_\w+", re.I)
_SANITISED = re.compile(r"--(?:nbval-)?sanitize-with|--nbval-lax|--nbval-cell-timeout\b")

_LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

Notebook = Mapping[str, Any]


def notebook_faults(file: str, notebook: Notebook, names: Iterable[str] = ()) -> Iterator[Problem]:
    """What would let a changed number pass unseen in a stored notebook.

    Args:
        file: How problems name it.
        notebook: The notebook as JSON.
        names: Those of the study's entities: prose may hold one that has digits, whole and as it is.
    """
    numbered = sorted((re.escape(name) for name in names if re.search(r"\d", name)), key=len, reverse=True)
    whole = rf"(?<![\w.,])(?:{'|'.join(numbered)})(?![\w%]|[.,]\d)|" if numbered else ""
    allowed = re.compile(whole + _ALLOWED)
    count = _count_before(notebook)
    for number, cell in enumerate(notebook["cells"], 1):
        if not "".join(cell["source"]).strip():
            continue  # Jupyter runs no empty cell
        if cell["cell_type"] == "code":
            count += 1
        for message in _cell_faults(cell, count, allowed):
            yield Problem(file, 0, f"cell {number}", message)


def _count_before(notebook: Notebook) -> int:
    """The count before a run began, as most cells have it: a kernel that was in use goes on counting."""
    code = (c for c in notebook["cells"] if c["cell_type"] == "code" and "".join(c["source"]).strip())
    counts = ((cell.get("execution_count") or 0) - number for number, cell in enumerate(code, 1))
    return mode([count for count in counts if count >= 0] or [0])


def repository_faults(root: Path) -> Iterator[Problem]:
    """What would loosen the comparison for all notebooks at once: sanitisers, lax modes, hooks beside them."""
    configured = [*root.glob("*.toml"), *root.glob("*.cfg"), *root.glob("*.ini"), root / "Makefile"]
    for path in sorted(path for path in [*configured, *root.glob("conftest.py")] if path.is_file()):
        for row, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if match := _SANITISED.search(line):
                yield Problem(path.name, row, "", f"{match[0]} lets numbers differ; take it out")
    for path in sorted((root / "notebooks").glob("*")):
        if path.suffix in {".cfg", ".ini"} or path.name == "conftest.py":
            message = "a file that changes how notebooks are compared; take it out"
            yield Problem(f"notebooks/{path.name}", 0, "", message)


def _cell_faults(cell: Mapping[str, Any], count: int, allowed: re.Pattern[str]) -> Iterator[str]:
    source = "".join(cell["source"])
    if _OPT_OUT.search(source) or cell.get("metadata", {}).get("tags"):
        yield "it opts out of the comparison; take the comment or the tag out"
    if cell["cell_type"] != "code":  # raw cells are shown as well
        for typed in re.findall(r"\S*\d\S*", allowed.sub("", source)):
            yield f"{typed!r} is typed, no number that the data yield; show it with show.say, from a quantity"
    if cell["cell_type"] == "code":
        yield from _code_faults(source, cell, count, allowed)


def _code_faults(source: str, cell: Mapping[str, Any], count: int, allowed: re.Pattern[str]) -> Iterator[str]:
    if cell.get("execution_count") != count:
        found = cell.get("execution_count") or "none"
        message = f"execution count {found}, expected {count}: it was not run from top to bottom"
        yield f"{message}; restart the kernel and run all, or run marketshare refresh"
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        yield f"it is not plain Python: {error.msg} ({(error.text or '').strip()}); magics and shell lines hide results"
        return
    if any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
           for node in ast.walk(tree)):  # fmt: skip
        yield "it defines a helper; a computation belongs into marketshare.metrics, a chart into marketshare.charts"
    yield from _uncounted(tree)
    for typed in _typed_fields(tree, allowed):
        yield f"{typed!r} is typed, no number that the data yield; pass a quantity to show.say"
    outputs = without_captions(cell.get("outputs", ()))
    shown = [output for output in outputs if {MIME, WIDGET} & set(output.get("data", {}))]
    if len(shown) < _calls_of_show(tree):
        yield f"{_calls_of_show(tree)} calls of show, {len(shown)} outputs: some were cleared; run marketshare refresh"
    for output in outputs:
        yield from _output_faults(output)


def _uncounted(tree: ast.AST) -> Iterator[str]:
    """Calls of `show` of which nobody can tell how many outputs they leave."""
    for node in ast.walk(tree):
        other = isinstance(node, ast.ImportFrom) and (node.module or "").startswith("marketshare.show")
        renamed = isinstance(node, ast.ImportFrom | ast.Import) and any(
            alias.name in {"show", "marketshare.show"} and alias.asname for alias in node.names
        )
        if other or renamed:
            yield "show under another name, so that its outputs are not counted; write from marketshare import show"
        if isinstance(node, _LOOPS) and _calls_of_show(node):
            yield "show in a loop, so that its outputs are not counted; call it once for each output"


def _typed_fields(tree: ast.AST, allowed: re.Pattern[str]) -> Iterator[str]:
    """Texts with digits that are handed to ``show.say`` where a number is expected."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
            texts = (word.value.value for word in node.keywords if isinstance(word.value, ast.Constant))
            yield from (text for text in texts if isinstance(text, str) and re.search(r"\d", allowed.sub("", text)))


def _calls_of_show(tree: ast.AST) -> int:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return sum(
        isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "show"
        for function in calls
    )


def _output_faults(output: Mapping[str, Any]) -> Iterator[str]:
    data = output.get("data", {})
    if output["output_type"] == "stream":
        yield f"it prints to {output['name']}, which is not compared as numbers; show it, or mend what warns"
    elif output["output_type"] == "error":
        yield f"it ends in {output['ename']}; mend it, and run marketshare refresh"
    elif MIME in data and (fault := payload_fault(data)):
        yield f"an output that was not made by marketshare.show ({fault}); run marketshare refresh"
    elif any(kind.startswith("image/") for kind in data) and MIME not in data:
        yield "a picture without its numbers; draw it with marketshare.charts and show.chart"
    elif MIME not in data and WIDGET not in data:
        yield "an output that is not compared as numbers; show it with marketshare.show"
    if unstable := _UNSTABLE.search(_text(data.get("text/plain", ""))):
        yield f"{unstable[0]!r} is a number as a machine writes it; show a quantity, whose digits are fixed"


def _text(content: str | Sequence[str]) -> str:
    return content if isinstance(content, str) else "".join(content)

"""Build the report, and store what notebooks now say."""

import base64
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import marketshare
from marketshare.claims import judge
from marketshare.claims import to_csv as claims_csv
from marketshare.notebooks import MIME, numbers_of, paths
from marketshare.register import to_csv
from marketshare.report.document import WIDGET, document
from marketshare.report.html import render_html
from marketshare.report.pdf import render_pdf
from marketshare.report.run import run
from marketshare.report.workbook import render_workbook
from marketshare.studies import Study

__all__ = ["build", "refresh"]

TITLE = "Tencent against Alibaba: what the figures of a research note say"


def build(study: Study, progress: Callable[[str], None]) -> list[Path]:
    """Write the report into ``reports/``, or that of a what-if into ``reports/hypothetical/``.

    Notebooks whose inputs did not change are not run again. Every file is written beside its place and moved there at
    the end, the manifest last: a build that fails leaves the old report as it was.

    Raises:
        NotebookFailedError, KernelFailedError, ConflictingNumbersError: see `run` and `document`.
    """
    found = paths(study.root)
    notebooks = _executed(study, found, progress)
    pairs = [(path.stem, notebooks[path.stem]) for path in found]
    content = document(pairs, study, title=TITLE)
    progress("writing HTML")
    files: dict[str, bytes] = {"report.html": render_html(content).encode()}
    progress("writing PDF")
    files["report.pdf"] = render_pdf(content)
    numbers = numbers_of(pairs, study)
    files["numbers.csv"] = to_csv(numbers.quantities.values(), numbers.notebooks).encode()
    files["tables.xlsx"] = render_workbook(content, numbers.quantities)
    files["claims.csv"] = claims_csv(judge(study)).encode()
    files |= dict(_pictures(notebooks.values()))
    return _replace_all(study.root / "reports" / ("hypothetical" if study.hypothetical else ""), files)


def refresh(study: Study, progress: Callable[[str], None]) -> list[Path]:
    """Run all notebooks, store their outputs, and write ``reports/baseline/``.

    Nothing is stored unless all of them ran.

    Raises:
        NotebookFailedError, KernelFailedError, ConflictingNumbersError: see `run` and `numbers_of`.
    """
    found = paths(study.root)
    notebooks = run(found, study, vector_charts=False, progress=progress)
    numbers = numbers_of(notebooks.items(), study)
    written = []
    for path in found:
        written += _replace_all(path.parent, {path.name: _as_stored(notebooks[path.stem])}, manifest=False)
    baseline = {"numbers.csv": to_csv(numbers.quantities.values(), numbers.notebooks).encode()}
    baseline["claims.csv"] = claims_csv(judge(study)).encode()
    baseline |= dict(_pictures(notebooks.values()))
    return written + _replace_all(study.root / "reports" / "baseline", baseline, manifest=False)


def _as_stored(notebook: NotebookNode) -> bytes:
    """A notebook as it is committed: no metadata that differs from machine to machine."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        for output in cell.get("outputs", ()):
            if WIDGET in output.get("data", {}):
                output["data"][WIDGET]["model_id"] = "0" * 32  # drawn anew by a kernel; nothing to store
    text: str = nbformat.writes(notebook, version=4)
    return (text.rstrip("\n") + "\n").encode()


def _executed(study: Study, found: list[Path], progress: Callable[[str], None]) -> dict[str, NotebookNode]:
    """Executed notebooks: from the last build where nothing that they depend on changed, else run now."""
    cache = study.root / "reports" / ("hypothetical" if study.hypothetical else "") / ".executed"
    shared = _fingerprint(_inputs(study.root), sys.version + json.dumps(study.hypothetical))
    keys = {path.stem: _fingerprint([path], shared) for path in found}
    done: dict[str, NotebookNode] = {}
    for name, key in keys.items():
        stored = cache / f"{name}-{key[:16]}.ipynb"
        if stored.is_file():
            done[name] = nbformat.read(stored, as_version=4)
            progress(f"{name}: unchanged")
    waiting = [path for path in found if path.stem not in done]
    fresh = run(waiting, study, vector_charts=True, progress=progress) if waiting else {}
    for name, notebook in fresh.items():
        _replace_all(cache, {f"{name}-{keys[name][:16]}.ipynb": nbformat.writes(notebook).encode()}, manifest=False)
    if cache.is_dir():
        current = {f"{name}-{key[:16]}.ipynb" for name, key in keys.items()}
        for stale in (path for path in cache.iterdir() if path.name not in current):
            stale.unlink()
    return {**done, **fresh}


def _inputs(root: Path) -> Iterator[Path]:
    """What every notebook may depend on: data, notes, this package, the installed versions."""
    yield from sorted((root / "data").rglob("*"))
    yield from sorted((root / "seeds").rglob("*"))
    package = Path(marketshare.__file__).parent
    yield from sorted(path for path in package.rglob("*.py") if "report" not in path.parts)
    yield from (path for path in [root / "requirements.lock"] if path.is_file())


def _fingerprint(files: Iterator[Path] | list[Path], start: str) -> str:
    digest = hashlib.sha256(start.encode())
    for path in files:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _pictures(notebooks: Iterable[NotebookNode]) -> Iterator[tuple[str, bytes]]:
    """The charts that notebooks show, by file name, in the formats that they have."""
    for notebook in notebooks:
        for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
            data = output.get("data", {})
            if MIME in data and data[MIME]["block"]["kind"] == "chart":
                name = data[MIME]["block"]["name"]
                yield f"figures/{name}.png", base64.b64decode(data["image/png"])
                if "image/svg+xml" in data:
                    yield f"figures/{name}.svg", data["image/svg+xml"].encode()


def _replace_all(folder: Path, files: dict[str, bytes], *, manifest: bool = True) -> list[Path]:
    """Write files beside their places, then move them there; the manifest, which names their hashes, comes last."""
    if manifest:
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
        files = {**files, "manifest.json": (json.dumps(hashes, indent=2) + "\n").encode()}
    folder.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[str, Path]] = []
    try:
        for name, content in files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
            waiting.append((beside, target))
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            Path(beside).chmod(0o644)
        for beside, target in waiting:
            Path(beside).replace(target)
    finally:
        for beside, _ in waiting:
            Path(beside).unlink(missing_ok=True)
    return [target for _, target in waiting]

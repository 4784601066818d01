"""How long a report takes, against what else there is; ratios in one run: make bench-report.

Each contestant is a process of its own, timed by turns; medians with their spread.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

FLOOR = """
import sys, pathlib, nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import pandas, matplotlib.figure")])
NotebookClient(book, kernel_name="python3").execute()
HTMLExporter().from_notebook_node(book)
import typst
page = pathlib.Path(sys.argv[1]) / "one.typ"
page.write_text("= One page")
typst.compile(str(page))
"""

PDF_STEP = """
import sys, pathlib
from marketshare.notebooks import read
from marketshare.report.document import document
from marketshare.report.pdf import render_pdf
from marketshare.studies import Study
root = pathlib.Path(sys.argv[1])
pairs = [(path.stem, read(path)) for path in sorted((root / "done").glob("*.ipynb"))]
(root / "report.pdf").write_bytes(render_pdf(document(pairs, Study.at(root), title="Report")))
"""


def study_in(folder: Path, copies: int = 0) -> Path:
    """A study in a folder of its own; with copies, that many notebooks in place of ours."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    ours = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    for number in range(copies or len(ours)):
        source = ours[number % len(ours)]
        text = source.read_text("utf-8")
        if number >= len(ours):  # charts and tables have names of their own
            text = re.sub(r'(name=\\"[\w-]+)', rf"\1-{number}", text)
            text = re.sub(r"(\]\(#(?:figure|table)-[\w-]+)", rf"\1-{number}", text)
        (folder / "notebooks" / f"{number:02}_{source.stem[3:]}.ipynb").write_text(text, "utf-8")
    return folder


def run(*command: str | Path, cwd: Path | None = None) -> None:
    environment = {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, cwd=cwd, env=environment)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stderr}")


def cold(study: Path) -> None:
    shutil.rmtree(study / "reports", ignore_errors=True)
    run(BIN / "marketshare", "--root", study, "report")


def by_nbconvert(study: Path) -> None:
    done = study / "done"
    shutil.rmtree(done, ignore_errors=True)
    for path in sorted((study / "notebooks").glob("*.ipynb")):
        run(BIN / "jupyter", "nbconvert", "--execute", "--to", "notebook", "--output-dir", done, path)
        run(BIN / "jupyter", "nbconvert", "--to", "html", "--output-dir", done, done / path.name)
    run(sys.executable, "-c", PDF_STEP, study)


def by_papermill(study: Path) -> None:
    done = study / "done"
    shutil.rmtree(done, ignore_errors=True)
    done.mkdir()
    for path in sorted((study / "notebooks").glob("*.ipynb")):
        run(sys.executable, "-m", "papermill", path, done / path.name, "--cwd", path.parent)
        run(BIN / "jupyter", "nbconvert", "--to", "html", "--output-dir", done, done / path.name)
    run(sys.executable, "-c", PDF_STEP, study)


def medians(contestants: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """Median seconds of each, run by turns; printed with the spread."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for count in range(rounds):
        for name, work in contestants.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
        print(f"\rround {count + 1} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for name, taken in times.items():
        print(f"  {name:34} {statistics.median(taken):7.2f} s  ({min(taken):.2f} to {max(taken):.2f})")
    return {name: statistics.median(taken) for name, taken in times.items()}


def ratio(words: str, value: float, goal: float) -> bool:
    print(f"{words:66} {value:6.2f}  goal {goal:g}: {'met' if value <= goal else 'MISSED'}")
    return value <= goal


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        study, many = study_in(place / "study"), study_in(place / "many", 50)
        unchanged = study_in(place / "unchanged")
        run(BIN / "marketshare", "--root", unchanged, "report")
        slow = medians(
            {
                "report from nothing": lambda: cold(study),
                "floor: kernel, HTML, Typst": lambda: run(sys.executable, "-c", FLOOR, place),
                "nbconvert --execute each": lambda: by_nbconvert(study),
                "papermill each": lambda: by_papermill(study),
                "report of 50 notebooks": lambda: cold(many),
            },
            options.rounds,
        )
        quick = medians(
            {
                "report, unchanged": lambda: run(BIN / "marketshare", "--root", unchanged, "report"),
                "check": lambda: run(BIN / "marketshare", "--root", unchanged, "check"),
                "import pandas": lambda: run(sys.executable, "-c", "import pandas"),
            },
            max(options.rounds, 9),
        )
    ours = slow["report from nothing"]
    met = [
        ratio("from nothing / nbconvert --execute + HTML + the same PDF", ours / slow["nbconvert --execute each"], 0.4),
        ratio("from nothing / papermill + the same exports", ours / slow["papermill each"], 0.5),
        ratio("from nothing / the floor", ours / slow["floor: kernel, HTML, Typst"], 2.5),
        ratio("unchanged / import pandas", quick["report, unchanged"] / quick["import pandas"], 1),
        ratio("50 notebooks / 7 notebooks", slow["report of 50 notebooks"] / ours, 7.5),
        ratio("check / import pandas", quick["check"] / quick["import pandas"], 2),
    ]
    print(f"{sum(met)} of {len(met)} goals met")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How long from a save until the open page is told to reload, against running that one notebook and rendering.

The floor is what nobody can do without: the notebook in a kernel that is forked warm, the document, and its HTML, in a
process that has imported and read everything before. Ratios in one run, by turns; medians with their spread:
make bench-watch.
"""

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from marketshare.notebooks import read
from marketshare.report.document import document
from marketshare.report.forks import begun
from marketshare.report.html import render_html
from marketshare.report.run import run
from marketshare.studies import Study

sys.path.insert(0, str(Path(__file__).parents[1] / "soak"))
from bench_report import ratio, study_in
from watching import Watching, change

GOAL = 1.5
FIRST, OTHER = "01_revenue_mix", "03_cloud"
GLOSS = r",([A-Z][^,\"]* [^,\"]*)\.,"
SAVES = {
    "a CSV cell that 01 reads": ("data/profit.csv", GLOSS, {FIRST}),
    "a cell of notebook 01": (f"notebooks/{FIRST}.ipynb", r"(\"# [^\"\\]*)", {FIRST}),
    "a cell of notebook 03": (f"notebooks/{OTHER}.ipynb", r"(\"# [^\"\\]*)", {OTHER}),
    "a CSV cell that 01 and 06 read": ("data/revenue_mix.csv", GLOSS, {FIRST, "06_claims"}),
}
"""A file, what in it is given another ending, and the notebooks that run."""


def floor(root: Path, name: str) -> float:
    """Seconds that one notebook in a warm kernel, the document of all of them and its HTML take."""
    study, stored = Study.at(root), (root / "reports" / ".executed").glob("*.ipynb")
    others = {path.name.split("-")[0]: read(path) for path in stored}
    start = time.perf_counter()
    done = run([root / "notebooks" / f"{name}.ipynb"], study, vector_charts=True, progress=lambda _: None)
    render_html(document(sorted({**others, **done}.items()), study, title="Report"))
    return time.perf_counter() - start


def saved(watching: Watching, kind: str, word: str) -> tuple[float, float]:
    """Seconds from a save to the reload of the page, and to the end of the build."""
    name, pattern, expected = SAVES[kind]
    path, before = watching.root / name, watching.state["version"]
    text = path.read_text("utf-8")
    found = (
        re.search(pattern, text)[1] if pattern else next(filter(None, re.findall(r",([A-Z][^,\"]* [^,\"]*\.),", text)))
    )
    watching.said = []
    start = time.perf_counter()
    change(path, found, f"{found} {word}")
    watching.until(lambda watching: watching.state["version"] > before)
    reloaded = time.perf_counter() - start
    said = watching.done()
    ran = {line.partition(":")[0] for line in said if line.endswith(": running")}
    if ran != expected:
        raise SystemExit(f"{kind}: {sorted(ran)} ran, expected {sorted(expected)}")
    return reloaded, time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7, help="default: 7")
    options = parser.parse_args()
    times: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        root = study_in(Path(folder))
        watching = Watching(root)
        try:
            watching.done()
            begun()
            for count in range(options.rounds + 1):
                word = "abcdefghijklmnopqrstuvwxyz"[count % 26]
                for kind, (_, _, ran) in SAVES.items():
                    if len(ran) == 1 and kind.startswith("a cell"):
                        (name,) = ran
                        times[f"floor: {name} in a warm kernel, HTML"].append(floor(root, name))
                    reloaded, done = saved(watching, kind, word)
                    times[kind].append(reloaded)
                    times[f"{kind}, PDF and all"].append(done)
                print(f"\rround {count} of {options.rounds}", end="", file=sys.stderr, flush=True)
        finally:
            watching.stop()
    print(file=sys.stderr)
    times = {name: taken[1:] for name, taken in times.items()}  # the first round imports what nobody had needed yet
    for name, taken in times.items():
        print(f"  {name:44} {statistics.median(taken):6.2f} s  ({min(taken):.2f} to {max(taken):.2f})")
    met = []
    for kind, (_, _, ran) in SAVES.items():
        if len(ran) == 1:
            (name,) = ran
            own = statistics.median(times[f"floor: {name} in a warm kernel, HTML"])
            met.append(ratio(f"{kind} / that notebook warm, and HTML", statistics.median(times[kind]) / own, GOAL))
    print(f"{sum(met)} of {len(met)} goals met")
    return 0


if __name__ == "__main__":
    sys.exit(main())

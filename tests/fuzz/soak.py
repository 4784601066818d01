"""Fuzz what reads other people's input, and print counts: ``python tests/fuzz/soak.py --inputs 1000000 --seed 0``.

Nothing but the documented errors may come out: WordingError, and DataError or StudyError for a study, whose notebooks,
stored runs and reports are damaged as well; and no file beside it may be touched.
Where atheris is installed, it searches further, guided by the branches that inputs reach.
Exit code 1 if anything else came out.
"""

import argparse
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import atheris_harness
import fuzz_inputs as inputs
import fuzz_targets as targets

SHARES = {"wording": 0.65, "period": 0.15, "csv": 0.1477, "payload": 0.05, "ledger": 0.002, "reports": 0.0003}
"""Parts of the inputs; a study takes a thousand times as long as a phrase."""

SHOWN = 5
GUIDED_RUNS = 20


def main() -> int:
    """Run all targets; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=1_000_000, metavar="N", help="how many, over all targets")
    parser.add_argument("--seed", type=int, default=0, metavar="SEED", help="the same seed gives the same inputs")
    parser.add_argument("--only", choices=sorted(SHARES), help="one target")
    options = parser.parse_args()
    with targets.made(targets.Studies) as damaged, targets.made(targets.Reports) as reports:
        outputs = targets.outputs()
        runs: dict[str, Callable[[random.Random], tuple[Callable[[], str], object]]] = {
            "wording": lambda dice: _later(targets.wording, *inputs.phrase(dice)),
            "period": lambda dice: _later(targets.period, inputs.period(dice)),
            "csv": lambda dice: _later(targets.csv_file, inputs.csv_bytes(dice)),
            "payload": lambda dice: _later(targets.payload, inputs.payload(outputs, dice)),
            "reports": lambda dice: _later(reports.reports, inputs.reports(reports.files, dice)),
            "ledger": lambda dice: _later(damaged.study, inputs.damage(damaged.files, dice)),
        }
        others = 0
        for name, run in runs.items():
            if options.only in {None, name}:
                times = options.inputs if options.only else round(options.inputs * SHARES[name])
                others += soaked(name, run, max(1, times), random.Random(f"{options.seed} {name}"))
    return int(others + _guided(options.inputs // GUIDED_RUNS) > 0)


def soaked(
    name: str, run: Callable[[random.Random], tuple[Callable[[], str], object]], times: int, dice: random.Random
) -> int:
    """Run one target; print its counts; return how many inputs ended otherwise."""
    counts: Counter[str] = Counter()
    began = last = time.monotonic()
    slowest = (0.0, "")
    for number in range(1, times + 1):
        call, given = run(dice)
        start = time.monotonic()
        try:
            counts[call()] += 1
        except Exception:  # whatever it is, it is what we look for
            counts["other"] += 1
            if counts["other"] <= SHOWN:
                print(f"{name}: {str(given)[:2000]}\n{traceback.format_exc()}", file=sys.stderr)
        now = time.monotonic()
        if now - start > slowest[0]:
            slowest = (now - start, ascii(given)[:100])
        if now - last > 10:
            last = now
            print(f"{name}: {number:,} of {times:,}, {counts['other']} other", file=sys.stderr, flush=True)
    seconds = time.monotonic() - began
    print(
        f"{name}: {times:,} inputs, {counts['read']:,} read, {counts['refused']:,} refused, {counts['other']:,} other "
        f"({seconds:.0f} s; the slowest took {slowest[0]:.2f} s: {slowest[1]})",
        flush=True,
    )
    return counts["other"]


def _later(target: Callable[..., str], *given: object) -> tuple[Callable[[], str], object]:
    return lambda: target(*given), given


def _guided(runs: int) -> int:
    """What atheris finds in as many runs of each target; nothing where it is not installed."""
    if importlib.util.find_spec("atheris") is None:
        print("atheris: skipped, not installed (tests/fuzz/atheris.lock)")
        return 0
    failed = 0
    for name in ("wording", "period", "csv"):
        with tempfile.TemporaryDirectory() as folder:
            atheris_harness.seeds(name, Path(folder))
            command = [sys.executable, atheris_harness.__file__, name, f"-atheris_runs={runs}", "-max_len=160", folder]
            ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=folder)
        said = f"{runs:,} inputs, 0 other" if not ended.returncode else ended.stdout + ended.stderr
        print(f"atheris, {name}: {said}", flush=True)
        failed += ended.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())

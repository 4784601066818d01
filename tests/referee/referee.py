"""Every bound, rule and derivation against the referee, at random, on all cores.

python tests/referee/referee.py [--minutes 30] [--cases 200000] [--seed 1]
python tests/referee/referee.py --call 'hhi_bounds([Interval(52.5, 60, True, False), 40], unnamed="any", count=0)'

It goes on until both the minutes and the cases are over, and ends with a table of faults by function, calls that
repeat some of them, and the line `0 wrong`. Exit code 1 tells of faults.
"""

import argparse
import itertools
import os
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from cases import OF_BOUNDS, OF_DERIVE, cases
from verdicts import Tally, evaluated, namespace

CHUNK = 1000
EVERY = 15


def judged(seed):
    """The verdicts on one chunk of cases; one seed in eight asks `derive`."""
    tally, names = Tally(), namespace()
    for case in itertools.islice(cases(seed, OF_DERIVE if seed % 8 == 0 else OF_BOUNDS), CHUNK):
        tally.add(case, names)
    return tally


def run(minutes, least, seed, out=sys.stdout, progress=sys.stderr):
    """Judge chunk after chunk; returns the tally."""
    tally, begun, told = Tally(), time.monotonic(), 0.0
    seeds = itertools.count(seed * 1_000_000)
    with ProcessPoolExecutor() as pool:
        waiting = {pool.submit(judged, next(seeds)) for _ in range(2 * (os.cpu_count() or 1))}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in done:
                tally.merge(each.result())
            passed = time.monotonic() - begun
            if passed < 60 * minutes or tally.cases + CHUNK * len(waiting) < least:
                waiting |= {pool.submit(judged, next(seeds)) for _ in done}
            if passed - told > EVERY:
                told = passed
                print(
                    f"{passed / 60:6.1f} min  {tally.cases:>10,} cases  {tally.wrong:>7,} wrong",
                    file=progress,
                    flush=True,
                )
    print(tally.table(), file=out)
    return tally


def main(arguments=None):
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30, help="at least so long (30)")
    parser.add_argument("--cases", type=int, default=200_000, help="at least so many (200,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--call", help="only say what the library answers to one call")
    given = parser.parse_args(arguments)
    if given.call:
        answer, refusal, error = evaluated(given.call, namespace())
        print(answer if refusal is None and error is None else f"{type(refusal or error).__name__}: {refusal or error}")
        return 0
    return 1 if run(given.minutes, given.cases, given.seed).wrong else 0


if __name__ == "__main__":
    sys.exit(main())

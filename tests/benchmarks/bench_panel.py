"""How fast a panel is, and in how much memory: ``python tests/benchmarks/bench_panel.py`` (about ten minutes).

Every run is a process of its own, so that its peak memory is its own; contestants take turns, so that a busy machine
slows all of them alike. Told are medians with their spread, and ratios of medians. Times include reading the Parquet
file, not importing libraries: each contestant has read a small panel before its time begins.
"""

import argparse
import json
import math
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from panel_rows import FIRMS, MARKETS, PERIODS, write_panel

ROWS = 20_000_000
KEYS = {"by": ["market", "period"], "firm": "firm", "value": "sales"}
MARKETS_SAMPLED = 12

BY_HAND = """
WITH firms AS (
    SELECT market, period, firm, sum(sales) AS v FROM '{file}' GROUP BY market, period, firm
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY market, period ORDER BY v DESC, firm) AS place FROM firms
), sums AS (
    SELECT market, period, sum(v) AS t, sum(v * v) AS q, sum(v * v * v * v) AS f, sum(v * ln(v)) AS l,
        sum(place * v) AS r, sum(v) FILTER (place <= 4) AS top, max(v) AS a, sum(v) FILTER (place = 2) AS b,
        count(*) AS n, max(firm) FILTER (place = 1) AS leader
    FROM placed GROUP BY market, period
)
SELECT market, period, 100 * top / t AS concentration_ratio, 10000 * q / t ** 2 AS hhi,
    (q / t ** 2 - 1 / n) / (1 - 1 / n) AS hhi_normalised, t ** 2 / q AS effective_firms, ln(t) - l / t AS entropy,
    (ln(t) - l / t) / ln(n) AS relative_entropy, 1 / (2 * r / t - 1) AS hall_tideman, (n + 1 - 2 * r / t) / n AS gini,
    f / q ** 2 AS dominance, 50 * (1 - (a ** 2 - b ** 2) / t ** 2) AS stenbacka_threshold, 100 * (a - b) / t AS lead,
    leader
FROM sums
"""


def own(file, *, validate=False):
    from marketshare import panel

    return panel.concentration(panel.read(file), **KEYS, validate=validate).df()


def own_validated(file):
    return own(file, validate=True)


def sql_by_hand(file):
    from marketshare.panel.connections import connection

    return connection().sql(BY_HAND.format(file=file)).df()


def pandas_by_hand(file):
    import numpy as np
    import pandas as pd

    firms = pd.read_parquet(file).groupby(["market", "period", "firm"], sort=False)["sales"].sum().reset_index()
    firms = firms.sort_values(["sales", "firm"], ascending=[False, True])
    v, keys = firms["sales"], [firms["market"], firms["period"]]
    place = firms.groupby(["market", "period"], sort=False).cumcount() + 1

    def added(values):
        return values.groupby(keys, sort=False).sum()

    t, q, n = added(v), added(v * v), v.groupby(keys, sort=False).size()
    first, second, entropy = (
        added(v[place == 1]),
        added(v[place == 2]),
        np.log(t := added(v)) - added(v * np.log(v)) / t,
    )
    ranked = added(v * place) / t
    return pd.DataFrame(
        {
            "concentration_ratio": 100 * added(v[place <= 4]) / t,
            "hhi": 10_000 * q / t**2,
            "hhi_normalised": (q / t**2 - 1 / n) / (1 - 1 / n),
            "effective_firms": t**2 / q,
            "entropy": entropy,
            "relative_entropy": entropy / np.log(n),
            "hall_tideman": 1 / (2 * ranked - 1),
            "gini": (n + 1 - 2 * ranked) / n,
            "dominance": added(v**4) / q**2,
            "stenbacka_threshold": 50 * (1 - (first**2 - second**2) / t**2),
            "lead": 100 * (first - second) / t,
            "leader": firms["firm"][place == 1].groupby(keys, sort=False).first(),
        }
    )


def concentrationmetrics_a_market_at_a_time(file):
    """Each market is filtered out of the table, its firms summed, and six indices asked for; of a sample of markets."""
    import pandas as pd
    from concentrationMetrics import Index

    table, index = pd.read_parquet(file), Index()
    started, hhi = time.perf_counter(), 0.0
    for number in range(MARKETS_SAMPLED):
        chosen = (table["market"] == f"market-{number:04d}") & (table["period"] == "2023-01")
        firms = table[chosen].groupby("firm")["sales"].sum().to_numpy()
        index.cr(firms, 4), index.shannon(firms), index.hti(firms), index.gini(firms), index.invsimpson(firms)
        hhi += index.hhi(firms, normalized=False)
    return hhi, (time.perf_counter() - started) / MARKETS_SAMPLED * MARKETS * PERIODS


def concentrationmetrics_after_one_group_by(file):
    """The same six indices of every market, from one group-by: the best one can do with it."""
    import pandas as pd
    from concentrationMetrics import Index

    index = Index()
    firms = pd.read_parquet(file).groupby(["market", "period", "firm"], sort=False)["sales"].sum()
    for _, market in firms.groupby(["market", "period"], sort=False):
        sales = market.to_numpy()
        index.cr(sales, 4), index.shannon(sales), index.hti(sales), index.gini(sales), index.invsimpson(sales)
        index.hhi(sales, normalized=False)


CONTESTANTS = {
    each.__name__: each
    for each in (
        own,
        own_validated,
        sql_by_hand,
        pandas_by_hand,
        concentrationmetrics_a_market_at_a_time,
        concentrationmetrics_after_one_group_by,
    )
}


def measure(name, file):
    """Run one contestant in this process; print seconds and peak memory."""
    rows = PERIODS * MARKETS_SAMPLED * 10
    CONTESTANTS[name](write_panel(Path(file).with_name("small.parquet"), rows, markets=MARKETS_SAMPLED, firms=10))
    started = time.perf_counter()
    result = CONTESTANTS[name](file)
    seconds = time.perf_counter() - started
    if isinstance(result, tuple):  # a sample, scaled up to all markets
        seconds = result[1]
    hhi = float(result["hhi"].sum()) if hasattr(result, "columns") else None
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak_memory(), "hhi": hhi}))


def peak_memory():
    """Peak memory of this process, MB; on Linux without that of its parent, which `getrusage` counts in."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text("utf-8")).group(1)) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(name, file):
    """Run one contestant in a process of its own."""
    ran = subprocess.run(
        [sys.executable, __file__, "--run", name, str(file)], capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        sys.exit(f"{name}, {file}: {ran.stderr}")
    return json.loads(ran.stdout.splitlines()[-1])


def told(name, runs):
    """One line: median, spread and memory of a contestant."""
    seconds, cpu, peaks = ([each[what] for each in runs] for what in ("seconds", "cpu", "peak"))
    spread = f"{min(seconds):.2f} to {max(seconds):.2f} s"
    print(f"{name:45} {statistics.median(seconds):9.2f} s ({spread}), {statistics.median(cpu):6.1f} s of processors, "
          f"{statistics.median(peaks):6.0f} MB", flush=True)  # fmt: skip


def compare(folder, repeats):
    """Contestants by turns on the seeded panel."""
    file = write_panel(folder / f"panel-{ROWS}.parquet", ROWS)
    print(f"{PERIODS} periods, {MARKETS} markets, {FIRMS} firms, {ROWS:,} rows; medians of {repeats}")
    fast = [name for name in CONTESTANTS if not name.startswith("concentrationmetrics")]
    runs = {name: [] for name in CONTESTANTS}
    for turn in range(repeats):
        for name in random.Random(turn).sample(fast, len(fast)):  # nobody always follows the same one
            runs[name].append(run(name, file))
    for name in set(CONTESTANTS) - set(fast):
        runs[name] = [run(name, file) for _ in range(1 if repeats < 5 else 5)]
    for name, found in runs.items():
        told(name, found)
    sums = {name: found[0]["hhi"] for name, found in runs.items() if found[0]["hhi"]}
    assert max(sums.values()) - min(sums.values()) <= 1e-9 * max(sums.values()), sums
    seconds = {name: statistics.median(each["seconds"] for each in found) for name, found in runs.items()}
    peaks = {name: statistics.median(each["peak"] for each in found) for name, found in runs.items()}
    for name in ("own", "own_validated"):
        print(f"{name}: {seconds[name] / seconds['sql_by_hand']:.2f} of the time of SQL by hand (goal 1.15)")
        print(f"{name}: {peaks[name] / peaks['sql_by_hand']:.2f} of the memory of SQL by hand (goal 1.2)")
        for slow, goal in (("pandas_by_hand", 5), ("concentrationmetrics_a_market_at_a_time", 50)):
            print(f"{name}: {seconds[slow] / seconds[name]:.1f} times as fast as {slow} (goal {goal})")
        print(f"{name}: {seconds['concentrationmetrics_after_one_group_by'] / seconds[name]:.1f} times as fast as "
              "concentrationmetrics_after_one_group_by")  # fmt: skip


def grow(folder, repeats, *, more_markets):
    """From 1 to 100 million rows: more rows a firm in the same markets, or more markets with as many rows a firm."""
    print("more markets:" if more_markets else "more rows in the same markets:")
    points = []
    for millions in (1, 3, 10, 30, 100):
        markets = millions * 10 if more_markets else MARKETS
        file = write_panel(folder / f"{markets}-{millions}.parquet", millions * 1_000_000, markets=markets)
        runs = [run("own_validated", file) for _ in range(repeats)]
        told(f"{millions} million rows, {min(markets * PERIODS * FIRMS, millions * 1_000_000):,} sums", runs)
        points.append((math.log(millions), math.log(statistics.median(each["seconds"] for each in runs))))
    x, y = zip(*points, strict=True)
    print(f"time grows with the power {statistics.linear_regression(x, y).slope:.2f} of the rows (goal 1.05)")
    last = (y[-1] - y[-2]) / (x[-1] - x[-2])
    print(f"from 30 to 100 million rows with the power {last:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", nargs=2, metavar=("CONTESTANT", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "marketshare-bench")
    parser.add_argument("--only", choices=["compare", "rows", "markets"])
    options = parser.parse_args()
    if options.run:
        measure(*options.run)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.only in (None, "compare"):
        compare(options.folder, options.repeats)
    for what in ("rows", "markets"):
        if options.only in (None, what):
            grow(options.folder, options.repeats, more_markets=what == "markets")


if __name__ == "__main__":
    main()

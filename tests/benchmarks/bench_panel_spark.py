"""Throughput of a panel on Spark, with one executor and with two: ``python tests/benchmarks/bench_panel_spark.py``.

Each executor is a process with one core, on this machine; runs of the same session follow a first one that warms it up.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from panel_rows import write_panel

KEYS = {"by": ["market", "period"], "firm": "firm", "value": "sales"}


def throughput(executors, file, rows, repeats):
    """Print how many rows a second that many executors take."""
    import pyspark
    from pyspark.sql import SparkSession

    from marketshare import panel

    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.executor.memory": "2g",
        "spark.log.level": "ERROR",
        "spark.sql.files.maxPartitionBytes": "16m",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
    }
    builder = SparkSession.builder.master(f"local-cluster[{executors},1,2048]").appName("marketshare bench")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    sales = session.read.parquet(str(file))
    seconds = []
    for _ in range(repeats + 1):
        started = time.perf_counter()
        panel.concentration(sales, **KEYS, validate=False).write.format("noop").mode("overwrite").save()
        seconds.append(time.perf_counter() - started)
    session.stop()
    middle, least, most = statistics.median(seconds[1:]), min(seconds[1:]), max(seconds[1:])
    pace = f"{rows / middle / executors:,.0f} rows a second and executor"
    print(f"{executors} executor(s): {middle:.2f} s ({least:.2f} to {most:.2f}), {pace}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=int, metavar="EXECUTORS", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "marketshare-bench")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    file = write_panel(options.folder / f"panel-{options.rows}.parquet", options.rows)
    if options.run:
        throughput(options.run, file, options.rows, options.repeats)
        return
    for executors in (1, 2):
        told = ["--run", str(executors), "--rows", str(options.rows), "--repeats", str(options.repeats)]
        command = [sys.executable, __file__, *told, "--folder", str(options.folder)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()

"""Tables on each engine, and a Spark session."""

import os
import subprocess
from importlib.util import find_spec

import pytest
from engines import ENGINES

SETTINGS = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # starts soon, is never hot
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.log.level": "ERROR",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",  # small tables: compiling a plan takes longer than running it
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}


def java_runs():
    try:
        return subprocess.run(["java", "-version"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture(params=list(ENGINES))
def table(request):
    """A function that makes a table of columns on one of the engines."""
    return ENGINES[request.param]


@pytest.fixture(scope="session")
def spark():
    """A Spark session on two threads; without Java or pyspark the test is skipped, but in CI it fails."""
    if not java_runs() or find_spec("pyspark") is None:
        missing = "Spark needs Java 17 on PATH and the extra marketshare[spark]"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("marketshare")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()

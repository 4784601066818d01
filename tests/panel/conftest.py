"""Tables on each engine, and a Spark session."""

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


@pytest.fixture(params=list(ENGINES))
def table(request):
    """A function that makes a table of columns on one of the engines."""
    return ENGINES[request.param]


@pytest.fixture(scope="session")
def spark(needs_spark):  # noqa: ARG001  (asked for what it does)
    """A Spark session on two threads."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("marketshare")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()

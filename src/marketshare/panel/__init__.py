"""The metrics of `marketshare.metrics` over large tables: one row a firm, market and period, of any size.

Every function takes a table of pandas, Polars (eager or lazy), DuckDB, PyArrow or Spark, and gives one of the same kind
back; what is lazy stays lazy. ``README.md`` beside this file tells what is read and how, how exact and how fast it is,
and where it ends.
"""

from marketshare.panel.bounds import hhi_bounds
from marketshare.panel.concentration import METRICS, concentration
from marketshare.panel.movement import movement
from marketshare.panel.read import read
from marketshare.panel.shares import shares

__all__ = ["METRICS", "concentration", "hhi_bounds", "movement", "read", "shares"]


def __dir__() -> list[str]:
    return __all__  # not the modules in which they stand

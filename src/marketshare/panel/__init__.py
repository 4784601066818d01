"""The metrics of `marketshare.metrics` over large tables: one row a firm, market and period, of any size.

Every function takes a table of any kind that Narwhals knows (pandas, Polars eager and lazy, DuckDB relation, PySpark
DataFrame; PyArrow goes through DuckDB) and gives one of the same kind back; what is lazy stays lazy. ``README.md``
beside this file tells how it is computed, how fast, and where it ends.
"""

from marketshare.panel.bounds import hhi_bounds
from marketshare.panel.concentration import METRICS, concentration
from marketshare.panel.movement import movement
from marketshare.panel.read import read
from marketshare.panel.shares import shares

__all__ = ["METRICS", "concentration", "hhi_bounds", "movement", "read", "shares"]

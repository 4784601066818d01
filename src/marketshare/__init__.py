"""Market shares from research notes: every number leads to the sentence that it came from.

Inside the folder of a study, in a notebook or in Python::

    from marketshare import derive, metrics, show, study

    study                                      which figures there are, by file
    study["cloud-share-tencent-2018"]          a figure: value, bounds, sentence
    study.cloud_share                          a file of figures as a table
    study.find("tencent")                      figures by their names or their sentences
    study.readings("cloud-growth-alibaba")     the ways to understand an ambiguous figure
    study.replacing({"cloud-share-tencent-2018": "41.8%"})    what if it had been printed so?
    study.market("china-cloud", "2018").hhi()  a market, with what is known of its rest; each metric is a method
    study.series("china-cloud")                the same market over all its periods

    Market({"Alibaba": 42.9, "Tencent": 11.8}).hhi(unnamed="smaller")    a market of numbers alone

    metrics.hhi_bounds([42.9, 11.8], unnamed="smaller")       a metric of plain numbers, or of bounds
    derive(metrics.share_change, id="…", label="…", start=study["…"], end=study["…"])    one of quantities
    show.say("Tencent Cloud has {share}.", share=study["…"])  prose, tables and charts whose numbers lead on

Tab completes the ids inside the quotes, and what a module offers; ``help(metrics.hhi)`` tells a metric's formula, its
source, and what it refuses.

======================  ==============================================================================================
`study`                 the study that the current folder belongs to; `Study` opens another one
`derive`                puts quantities through a metric, with their bounds: a new quantity that knows its inputs
`Quantity`              a number with unit, bounds and origin; ``float(q)``, ``q.bounds``, ``q.inputs``
`Market`, `Series`      the shares of a market in a period, and over several; metrics are their methods
`Interval`              what is known of a number: ``low, high = q.bounds``
`metrics`               plain functions: shares, concentration, growth, movement, audience, rules
`panel`                 the same over large tables: pandas, Polars, DuckDB, Spark
`show`, `charts`        what a notebook displays
======================  ==============================================================================================

On the command line ``marketshare --help``, or ``python -m marketshare --help``: check, report, refresh, diff, explain.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marketshare import charts, metrics, panel, show
    from marketshare.interval import Interval
    from marketshare.market import Market, Series
    from marketshare.quantity import Quantity, derive
    from marketshare.studies import Study

    study: Study

__all__ = ["Interval", "Market", "Quantity", "Series", "Study", "charts", "derive", "metrics", "panel", "show", "study"]

_MODULES = {
    "Interval": "interval",
    "Market": "market",
    "Series": "market",
    "Quantity": "quantity",
    "Study": "studies",
    "derive": "quantity",
}


def __getattr__(name: str) -> Any:
    # Opened when asked for, so that importing the library reads no file, and loads no other.
    if name not in __all__:
        from marketshare.errors import UnknownNameError  # noqa: PLC0415

        raise UnknownNameError(f"module {__name__!r} has no attribute {name!r}; it has {', '.join(__all__)}")
    if name == "study":
        from marketshare.studies import Study  # noqa: PLC0415

        return Study.nearest()
    module = import_module(f"{__name__}.{_MODULES.get(name, name)}")
    return getattr(module, name) if name in _MODULES else module


def _complete_in_notebooks() -> None:
    ipython = sys.modules.get("IPython")
    if ipython is not None and (shell := ipython.get_ipython()) is not None:
        from marketshare.tab_completion import offer  # noqa: PLC0415

        offer(shell)


_complete_in_notebooks()

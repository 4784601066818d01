"""What a notebook displays: prose with numbers in it, tables, charts.

Each output carries, beside what is seen, ``application/vnd.marketshare+json``: the block as data, and a record of every
number in it. nbval compares it, and the exporters and ``explain`` need no kernel to read it.

``show.interval_bars`` displays what ``charts.interval_bars`` draws, with a name and a caption; so do the others.
"""

from inspect import isfunction

from marketshare.stops import uninterrupted

with uninterrupted():  # of Matplotlib, which cannot be loaded twice
    from marketshare.payload import MIME
    from marketshare.show.legal_rules import rules
    from marketshare.show.pictures import (
        bars,
        chart,
        interval_bars,
        interval_multiples,
        parity_map,
        share_changes,
        shares_over_time,
        stacked_shares,
    )
    from marketshare.show.prose import say
    from marketshare.show.scorecard import claims, findings, race
    from marketshare.show.sliders import race_sliders
    from marketshare.show.tables import figures, numbers, readings, table

__all__ = [
    "MIME",
    "bars",
    "chart",
    "claims",
    "figures",
    "findings",
    "interval_bars",
    "interval_multiples",
    "numbers",
    "parity_map",
    "race",
    "race_sliders",
    "readings",
    "rules",
    "say",
    "share_changes",
    "shares_over_time",
    "stacked_shares",
    "table",
]


def __dir__() -> list[str]:
    return [name for name in __all__ if isfunction(globals()[name])]  # not the modules in which they stand

"""Charts that show what is known and what is not; each makes its axes, or takes `ax`, and returns them."""

from marketshare.stops import uninterrupted

with uninterrupted():  # of Matplotlib, which cannot be loaded twice
    from marketshare.charts.bars import bars
    from marketshare.charts.change import share_changes
    from marketshare.charts.intervals import interval_bars
    from marketshare.charts.multiples import interval_multiples
    from marketshare.charts.race import parity_map
    from marketshare.charts.shares import shares_over_time, stacked_shares
    from marketshare.charts.style import axes, plotted, render

__all__ = [
    "axes", "bars", "interval_bars", "interval_multiples", "parity_map", "plotted", "render", "share_changes",
    "shares_over_time", "stacked_shares",
]  # fmt: skip


def __dir__() -> list[str]:
    return __all__  # not the modules in which they stand

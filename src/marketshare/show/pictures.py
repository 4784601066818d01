"""Charts as one display object: a picture, and the numbers that it plots as text."""

import base64
import inspect
import os
from collections.abc import Callable
from functools import wraps

from matplotlib.axes import Axes

from marketshare import charts
from marketshare.charts import plotted, render
from marketshare.errors import DisplayError
from marketshare.payload import CHART_FORMAT_VARIABLE, PNG, SVG
from marketshare.quantity.arguments import shown
from marketshare.show.outputs import number, output, segments

__all__ = [
    "bars", "chart", "interval_bars", "interval_multiples", "parity_map", "share_changes", "shares_over_time",
    "stacked_shares",
]  # fmt: skip


def chart(ax: Axes, *, name: str, caption: str) -> None:
    """Display a chart: a picture, and the numbers that it plots as text; under it, its caption.

    A cell of Markdown links to it by ``#figure-NAME``, in the notebook and in the report.

    Args:
        ax: Axes that functions of ``marketshare.charts`` have drawn on.
        name: Name in the report, kebab-case.
        caption: What the chart shows, one sentence.

    Raises:
        DisplayError: nothing was drawn on it by ``marketshare.charts``.
    """
    if not isinstance(ax, Axes):
        raise DisplayError(f"chart {name}: expected axes, such as charts.axes() gives, found {shown(ax)}")
    numbers = plotted(ax)
    if not numbers:
        raise DisplayError(
            f"chart {name}: no numbers were drawn on these axes; use the functions of marketshare.charts"
        )
    block = {
        "kind": "chart",
        "name": name,
        "caption": segments(caption, {}),
        "columns": ["Number", "Value", "Bounds"],
        "rows": [[[{"text": q.label}], [number(q)], [number(q, "bounds")]] for q in numbers],
    }
    image = {PNG: base64.b64encode(render(ax, "png")).decode()}
    if os.environ.get(CHART_FORMAT_VARIABLE) == "svg":
        image[SVG] = render(ax, "svg").decode()
    output(block, numbers, image)


def _shown(draw: Callable[..., Axes]) -> Callable[..., None]:
    """A chart function that displays what it draws: its own arguments, then `name` and `caption`, as for `chart`."""

    @wraps(draw)
    def shown(*args: object, name: str, caption: str, **options: object) -> None:
        chart(draw(*args, **options), name=name, caption=caption)

    after = inspect.signature(chart).parameters
    own = inspect.signature(draw).parameters
    signature = inspect.Signature([*own.values(), after["name"], after["caption"]], return_annotation=None)
    shown.__signature__ = signature  # type: ignore[attr-defined]
    return shown


bars = _shown(charts.bars)
interval_bars = _shown(charts.interval_bars)
interval_multiples = _shown(charts.interval_multiples)
parity_map = _shown(charts.parity_map)
share_changes = _shown(charts.share_changes)
shares_over_time = _shown(charts.shares_over_time)
stacked_shares = _shown(charts.stacked_shares)

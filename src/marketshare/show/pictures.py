"""Charts as one display object: a picture, and the numbers that it plots as text."""

import base64
import os

from matplotlib.axes import Axes

from marketshare.charts import plotted, render
from marketshare.errors import DisplayError
from marketshare.payload import CHART_FORMAT_VARIABLE, PNG, SVG
from marketshare.quantity.arguments import shown
from marketshare.show.outputs import number, output, segments

__all__ = ["chart"]


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

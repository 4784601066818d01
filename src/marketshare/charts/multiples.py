"""Small multiples: the same chart once for each reading, on one scale, so that readings can be compared."""

import math
from collections.abc import Mapping

from matplotlib.axes import Axes

from marketshare.charts.intervals import axis_of
from marketshare.charts.style import CLEAR, INK, MUTED, REFERENCE, axes, record, styled
from marketshare.errors import DisplayError
from marketshare.quantity import Quantity
from marketshare.quantity.arguments import refuse_plain

__all__ = ["interval_multiples"]


@styled
def interval_multiples(
    panels: Mapping[str, Mapping[str, Quantity]],
    *,
    ax: Axes | None = None,
    references: Mapping[str, float] | None = None,
) -> Axes:
    """One panel a reading, side by side on one scale: each the bounds of the same rows.

    Args:
        panels: By title of a panel, the numbers by row label; the same rows, and one unit, in each.
        ax: Axes whose place the panels take; new ones of a fitting height, if None.
        references: Thresholds to draw as lines in each panel, by their label.

    Raises:
        DisplayError: no panel; panels with different rows; numbers of different units.
    """
    refuse_plain(panels, "panels", by=("panel", "row"))
    if not panels:
        raise DisplayError("panels: expected at least one, found none")
    rows = list(next(iter(panels.values())))
    for title, numbers in panels.items():
        if list(numbers) != rows:
            raise DisplayError(f"panels: {title!r} has the rows {list(numbers)}, expected {rows} as in the first")
    (unit,) = _units(panels)
    ends = [end for panel in panels.values() for q in panel.values() for end in (q.bounds.low, q.bounds.high)]
    ends = [end for end in [*ends, *(references or {}).values()] if math.isfinite(end)]
    room = (max(ends) - min(0.0, *ends)) * 0.14
    ax = ax or axes(height=0.8 + 0.6 * len(rows))
    place = ax.get_subplotspec()
    figure = ax.get_figure(root=True)
    assert place is not None  # axes() has made it
    assert figure is not None  # and this
    ax.set_axis_off()
    grid = place.subgridspec(1, len(panels))
    for column, title in enumerate(panels):
        panel = figure.add_subplot(grid[0, column])
        panel.set_title(title, fontsize=9, fontweight="bold", loc="left", pad=18 if references else 6)
        panel.set_xlim(min(0.0, *ends), max(ends) + room)
        panel.set_ylim(len(rows) - 0.45, -0.75)
        panel.set_yticks(range(len(rows)), rows if column == 0 else [""] * len(rows))
        panel.tick_params(axis="y", length=0)
        panel.spines["left"].set_visible(False)
        label, ticks = axis_of(unit, max(ends))
        panel.xaxis.set_major_formatter(ticks)
        panel.set_xlabel(label)
        for name, threshold in (references or {}).items():
            panel.axvline(threshold, **REFERENCE)
            panel.annotate(
                name, (threshold, 1.0), xycoords=panel.get_xaxis_transform(), xytext=(4, 3),
                textcoords="offset points", ha="right", va="bottom", fontsize=8, color=MUTED,
            )  # fmt: skip
        for position, quantity in enumerate(panels[title].values()):
            _row(panel, position, quantity, references or {})
            record(ax, quantity)
    return ax


def _units(panels: Mapping[str, Mapping[str, Quantity]]) -> set[str]:
    units = {quantity.unit for panel in panels.values() for quantity in panel.values()}
    if len(units) != 1:
        raise DisplayError(f"panels: expected one unit, found {', '.join(sorted(units)) or 'no quantities'}")
    return units


def _row(ax: Axes, position: int, quantity: Quantity, references: Mapping[str, float]) -> None:
    """One number as a bar between its ends; dark where it lies past every threshold, whatever the rounding."""
    low, right = quantity.bounds.low, ax.get_xlim()[1]
    high = quantity.bounds.high if math.isfinite(quantity.bounds.high) else right
    past = bool(references) and low > max(references.values())
    ink = INK if past else MUTED
    ax.plot([low, high], [position, position], color=ink, linewidth=7, solid_capstyle="butt")
    ax.plot([low, high], [position, position], color=ink, linestyle="none", marker="|", markersize=7)  # seen if narrow
    ax.annotate(
        quantity.bounds_text, (min((low + high) / 2, right * 0.78), position), xytext=(0, 7), fontsize=8.5,
        textcoords="offset points", ha="center", color=INK, fontweight="bold" if past else "normal",
        bbox=CLEAR,
    )  # fmt: skip

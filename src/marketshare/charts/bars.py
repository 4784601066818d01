"""Bars side by side: amounts that must not be stacked."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from marketshare.charts.intervals import axis_of
from marketshare.charts.style import INK, axes, colour, readable_on, record, rounding, styled
from marketshare.errors import DisplayError
from marketshare.quantity import Quantity
from marketshare.quantity.arguments import refuse_plain

__all__ = ["bars"]


@styled
def bars(quantities: Mapping[str, Quantity], *, ax: Axes | None = None, limit: float | None = None) -> Axes:
    """One bar a row, from zero, with its rounding as a whisker: for shares of different wholes, or for counts.

    Args:
        quantities: By row label; all of one unit, each with a value.
        ax: Axes to draw on; new ones of a fitting height, if None.
        limit: Right end of the axis, for instance 100 for percent; None leaves room for the labels.

    Raises:
        DisplayError: none at all; different units; a quantity without a value.
    """
    refuse_plain(quantities, "quantities", by=("row",))
    units = {quantity.unit for quantity in quantities.values()}
    if len(units) != 1:
        raise DisplayError(f"quantities: expected one unit, found {', '.join(sorted(units)) or 'no quantities'}")
    blank = [quantity.id for quantity in quantities.values() if quantity.value is None]
    if blank:
        raise DisplayError(f"quantities: no single value for {', '.join(blank)}; show them with interval_bars")
    ax = ax or axes(height=0.5 + 0.6 * len(quantities))
    highest = max(quantity.value or 0 for quantity in quantities.values())
    right = limit or highest * 1.25
    for position, (name, quantity) in enumerate(quantities.items()):
        _bar(ax, position, name, quantity, right)
        record(ax, quantity)
    label, ticks = axis_of(units.pop(), right)
    ax.set_yticks(range(len(quantities)), list(quantities))
    ax.set_ylim(len(quantities) - 0.4, -0.6)
    ax.set_xlim(0, right)
    ax.xaxis.set_major_formatter(ticks)
    ax.set_xlabel(label)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return ax


def _bar(ax: Axes, position: int, name: str, quantity: Quantity, right: float) -> None:
    value, bounds, fill = quantity.value or 0.0, quantity.bounds, colour(quantity, name)
    ax.barh(position, value, height=0.56, color=fill)
    words = quantity.text
    if not bounds.is_exact and not bounds.is_one_sided:
        ax.errorbar(value, position, xerr=rounding(quantity), fmt="none", ecolor=INK, elinewidth=1, capsize=3)
        words += f"  ({quantity.bounds_text})"
    inside = value > right * 0.55
    ax.annotate(
        words, (0 if inside else max(value, bounds.high if not bounds.is_one_sided else value), position),
        xytext=(6, 0), textcoords="offset points", ha="left", va="center", fontsize=8.5,
        color=readable_on(fill) if inside else INK,
    )  # fmt: skip

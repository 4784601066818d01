"""Charts of what is known of a number: an interval with its ends, an arrow where it has none."""

import math
from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from marketshare.charts.style import CLEAR, INK, MUTED, REFERENCE, axes, colour, keep_names_clear, record, styled
from marketshare.errors import DisplayError
from marketshare.quantity import Quantity
from marketshare.quantity.arguments import refuse_plain
from marketshare.wording import render_value
from marketshare.wording.vocabulary import CURRENCY_CODES

__all__ = ["axis_of", "interval_bars"]

AXIS_LABELS = {
    "percent": "percent",
    "percentage_point": "percentage points",
    "hhi_point": "HHI, points",
    "per_mille": "per mille",
    "basis_point": "basis points",
    "ratio": "ratio",
    "count": "number",
    **{code: code for code in CURRENCY_CODES},
}
"""Axis labels of units that are shown unscaled."""


@styled
def interval_bars(
    quantities: Mapping[str, Quantity],
    *,
    ax: Axes | None = None,
    references: Mapping[str, float] | None = None,
    from_zero: bool = False,
    log: bool = False,
) -> Axes:
    """One row a number: its bounds as a bar, its value as a dot, an open end hollow, an endless one an arrow.

    Args:
        quantities: By row label; all of one unit.
        ax: Axes to draw on; new ones of a fitting height, if None.
        references: Thresholds to draw as lines, by their label, in the same unit.
        from_zero: Start the axis at 0.
        log: Logarithmic axis, for ratios: twice and half are as far from 1.

    Raises:
        DisplayError: none at all; quantities of different units.
    """
    refuse_plain(quantities, "quantities", by=("row",))
    units = {quantity.unit for quantity in quantities.values()}
    if len(units) != 1:
        raise DisplayError(f"quantities: expected one unit, found {', '.join(sorted(units)) or 'no quantities'}")
    (unit,) = units
    references = dict(references or {})
    low, high = _log_range(quantities, references) if log else _range(quantities, references, from_zero=from_zero)
    ax = ax or axes(height=0.8 + 0.6 * len(quantities))
    ax.set_xscale("log" if log else "linear")
    for position, (name, quantity) in enumerate(quantities.items()):
        _row(ax, position, name, quantity, high)
        record(ax, quantity)
    for name, threshold in references.items():
        ax.axvline(threshold, **REFERENCE)
        ax.annotate(
            name, (threshold, 1.0), xycoords=ax.get_xaxis_transform(), xytext=(0, 3), textcoords="offset points",
            ha="center", va="bottom", fontsize=8.5, color=MUTED,
        )  # fmt: skip
    ax.set_yticks(range(len(quantities)), list(quantities))
    ax.set_ylim(len(quantities) - 0.45, -0.6)
    ax.set_xlim(low, high)
    label, ticks = axis_of(unit, high)
    ax.xaxis.set_major_formatter(ticks)
    ax.set_xlabel(label)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    keep_names_clear(ax)
    return ax


def _row(ax: Axes, position: int, name: str, quantity: Quantity, right: float) -> None:
    bounds, ink = quantity.bounds, colour(quantity, name)
    endless = math.isinf(bounds.high)
    if not bounds.is_exact:
        reach = [bounds.low, right if endless else bounds.high]
        ax.plot(reach, [position, position], color=ink, linewidth=5, alpha=0.35, solid_capstyle="butt")
        for end, closed in ((bounds.low, bounds.low_closed), (bounds.high, bounds.high_closed)):
            if math.isfinite(end):
                ax.plot(end, position, marker="o", markersize=6, color=ink, markerfacecolor=ink if closed else "white")
    if endless:
        ax.annotate(
            "", (right, position), (bounds.low, position), arrowprops={"arrowstyle": "-|>", "color": ink, "lw": 1.6}
        )
    elif quantity.value is not None:
        ax.plot(quantity.value, position, marker="D", markersize=5, color=ink)
    words = quantity.text
    if quantity.value is not None and not bounds.is_exact and not bounds.is_one_sided:
        words += f"  ({quantity.bounds_text})"
    middle = bounds.low if endless else (bounds.low + bounds.high) / 2
    if ax.get_xscale() == "log" and not endless:
        middle = math.sqrt(bounds.low * bounds.high)
    ax.annotate(
        words, (middle, position), xytext=(5 if endless else 0, 8), textcoords="offset points", color=INK, fontsize=8.5,
        ha="left" if endless else "center", va="bottom", bbox=CLEAR,
    )  # fmt: skip


def _range(quantities: Mapping[str, Quantity], references: dict[str, float], *, from_zero: bool) -> tuple[float, float]:
    ends = [end for q in quantities.values() for end in (q.bounds.low, q.bounds.high) if math.isfinite(end)]
    ends += references.values()
    low, high = (0.0 if from_zero else min(ends)), max(ends)
    room = (high - low or abs(high) or 1) * 0.25
    return (0.0 if from_zero else low - room), high + room


def _log_range(quantities: Mapping[str, Quantity], references: dict[str, float]) -> tuple[float, float]:
    ends = [end for q in quantities.values() for end in (q.bounds.low, q.bounds.high) if math.isfinite(end)]
    ends += references.values()
    if min(ends) <= 0:
        raise DisplayError("log: an end at or below 0 cannot be drawn on a logarithmic axis")
    return min(ends) / 2, max(ends) * 2


def axis_of(unit: str, high: float) -> tuple[str, FuncFormatter]:
    """The axis label, with the scale that keeps tick labels short, and the ticks in that scale."""
    scales = ((1e9, "billion "), (1e6, "million "), (1.0, ""))
    size, word = next(scale for scale in scales if high >= scale[0]) if unit not in AXIS_LABELS else (1.0, "")
    places = 0 if unit in {"percent", "percentage_point", "hhi_point"} else None

    def tick(value: float, _position: object) -> str:
        return f"{value / size:g}" if size > 1 else render_value(value, unit, places)

    return AXIS_LABELS.get(unit) or f"{word}{unit}s", FuncFormatter(tick)

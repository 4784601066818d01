"""Charts of shares: parts of a whole, and one share over time."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from marketshare.charts.style import INK, MUTED, NOT_REPORTED, colour, readable_on, record, styled
from marketshare.errors import DisplayError
from marketshare.quantity import Derivation, Quantity
from marketshare.quantity.containers import refuse_plain
from marketshare.wording import render_bounds

__all__ = ["shares_over_time", "stacked_shares"]

NARROWEST_LABELLED = 13
"""Width of the narrowest segment, percent, that its label fits into."""


@styled
def stacked_shares(rows: Mapping[str, Mapping[str, Quantity]], residuals: Mapping[str, Quantity], *, ax: Axes) -> Axes:
    """Bars of 100 %: what is reported by firm, and hatched what is not.

    Args:
        rows: By row label, the shares (percent) by segment label, drawn from the left.
        residuals: By row label, what the shares leave.
        ax: Axes to draw on.

    Raises:
        DisplayError: the rows of `residuals` are not those of `rows`.
    """
    refuse_plain(rows, "rows", by=("row", "segment"))
    refuse_plain(residuals, "residuals", by=("row",))
    if list(rows) != list(residuals):
        raise DisplayError(f"residuals: expected the rows {list(rows)}, found {list(residuals)}")
    for position, (row, segments) in enumerate(rows.items()):
        left = 0.0
        for name, share in segments.items():
            width = _value(share)
            ax.barh(position, width, left=left, height=0.62, color=colour(share), edgecolor="white", linewidth=1)
            _segment_label(ax, name, share, left, width, position)
            left += width
            record(ax, share)
        rest = residuals[row]
        width = 100 - left
        ax.barh(position, width, left=left, height=0.62, **NOT_REPORTED)
        _segment_label(ax, "not reported", rest, left, width, position)
        record(ax, rest)
    ax.set_yticks(range(len(rows)), list(rows))
    ax.invert_yaxis()
    ax.set_ylim(len(rows) - 0.5, -0.75)
    ax.set_xlim(0, 100)
    ax.set_xlabel("percent")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return ax


def _segment_label(ax: Axes, name: str, share: Quantity, left: float, width: float, position: int) -> None:
    number = share.text
    middle = left + width / 2
    residual = isinstance(share.origin, Derivation)
    if residual and not share.bounds.is_exact:
        number += f" ({render_bounds(share.bounds, share.unit, 1)})"
    if width >= NARROWEST_LABELLED:
        ink = INK if residual else readable_on(colour(share))
        box = {"facecolor": "#f4f4f4", "edgecolor": "none", "pad": 1.5} if residual else None
        ax.text(middle, position, f"{name}\n{number}", ha="center", va="center", color=ink, fontsize=8.5, bbox=box)
        return
    ax.annotate(
        f"{name} {number}",
        xy=(middle, position - 0.31),
        xytext=(min(middle, 99), position - 0.5),
        ha="right" if middle > 80 else "center",
        va="bottom",
        fontsize=8.5,
        color=INK,
        arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.8},
    )


@styled
def shares_over_time(series: Mapping[str, Mapping[int, Quantity]], years: Sequence[int], *, ax: Axes) -> Axes:
    """Shares by year as points with their rounding; a year without a figure stays empty and says so.

    No line joins the points: between two of them nothing is known.

    Args:
        series: By label, the shares (percent) by year.
        years: Every year of the axis, reported or not.
        ax: Axes to draw on.
    """
    refuse_plain(series, "series", by=("label", "year"))
    for year in years:
        absent = [name for name, shares in series.items() if year not in shares]
        if absent and len(absent) < len(series):
            ax.text(
                year, 0.97, f"{', '.join(absent)}:\nnot reported", ha="center", va="top", color=MUTED, fontsize=8.5,
                transform=ax.get_xaxis_transform(),
            )  # fmt: skip
        elif absent:
            ax.axvspan(year - 0.32, year + 0.32, facecolor="#f4f4f4", edgecolor="#9a9a9a", hatch="////", linewidth=0)
            ax.text(
                year, 0.5, f"{year}\nnot reported", ha="center", va="center", color=INK, fontsize=8.5,
                transform=ax.get_xaxis_transform(), bbox={"facecolor": "#f4f4f4", "edgecolor": "none", "pad": 2},
            )  # fmt: skip
    for name, shares in series.items():
        for year, share in shares.items():
            value = _value(share)
            reach = [[value - share.bounds.low], [share.bounds.high - value]]
            ax.errorbar(year, value, yerr=reach, fmt="o", markersize=7, capsize=4, color=colour(share))
            ax.annotate(
                f"{name} {share.text}",
                (year, value), xytext=(0, 10), textcoords="offset points", ha="center", fontweight="bold",
            )  # fmt: skip
            record(ax, share)
    top = max(_value(share) for shares in series.values() for share in shares.values())
    ax.set_xlim(min(years) - 0.5, max(years) + 0.5)
    ax.set_ylim(0, top * 1.25)
    ax.set_xticks(list(years), [str(year) for year in years])
    ax.set_ylabel("percent of the market")
    return ax


def _value(share: Quantity) -> float:
    if share.value is None:
        raise DisplayError(f"{share.id} has no single value to draw; show it with interval_bars")
    return share.value

"""Charts of shares: parts of a whole, and one share over time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from matplotlib.axes import Axes

from marketshare.charts.style import (
    CLEAR,
    INK,
    MUTED,
    NOT_REPORTED,
    OTHERS,
    axes,
    colour,
    readable_on,
    record,
    rounding,
    share_value,
    styled,
)
from marketshare.errors import DisplayError
from marketshare.market import Market, Series
from marketshare.quantity import Derivation, Passage, Quantity
from marketshare.quantity.arguments import refuse_plain
from marketshare.wording import render_bounds

__all__ = ["shares_over_time", "stacked_shares"]

BAR, GAP = 0.62, 0.19
"""Height of a bar, and from there to a label above it, where rows are 1 apart."""

AIR = 1.0
"""Percent that stay free on either side of a label."""


@styled
def stacked_shares(
    rows: Mapping[str, Market | Mapping[str, Quantity]],
    residuals: Mapping[str, Quantity] | None = None,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Bars of 100 %: what is reported by firm, plain what is stated of all others, and hatched what is not reported.

    Args:
        rows: By row label, a market, or the shares (percent) by segment label, drawn from the left.
        residuals: By row label, what the shares leave: a figure of its own (Others), or computed. A market knows it.
        ax: Axes to draw on; new ones of a fitting height, if None.

    Raises:
        DisplayError: the rows of `residuals` are not those of `rows` that are no markets.
    """
    plain = {name: shares for name, shares in rows.items() if not isinstance(shares, Market)}
    refuse_plain(plain, "rows", by=("row", "segment"))
    left = residuals or {}
    refuse_plain(left, "residuals", by=("row",))
    if list(plain) != list(left):
        raise DisplayError(f"residuals: expected the rows {list(plain)}, found {list(left)}")
    markets = {name: market for name, market in rows.items() if isinstance(market, Market)}
    shares = {**rows, **{name: market.by_name for name, market in markets.items()}}
    left = {**left, **{name: market.rest for name, market in markets.items()}}
    ax = ax or axes(height=1.2 + 0.7 * len(rows))
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set_xlim(0, 100)
    ax.set_xlabel("percent")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    parts = [part for row, name in enumerate(rows) for part in _parts(row, shares[name], left[name])]
    middles = _label(ax, parts)
    for part in parts:
        ax.barh(middles[part.row], part.width, left=part.left, height=BAR, **part.look)
        record(ax, part.share)
    ax.set_yticks(middles, list(rows))
    return ax


@dataclass(frozen=True)
class _Part:
    """A segment of a bar: of which row, whose, where it begins and how wide it is, in percent."""

    row: int
    name: str
    share: Quantity
    left: float
    width: float
    is_rest: bool = False

    @property
    def colour(self) -> str:
        return colour(self.share, self.name, is_firm=True)

    @property
    def look(self) -> dict[str, Any]:
        if not self.is_rest:
            return {"color": self.colour, "edgecolor": "white", "linewidth": 1}
        return OTHERS if _is_stated(self.share) else NOT_REPORTED

    @property
    def number(self) -> str:
        rounded = isinstance(self.share.origin, Derivation) and not self.share.bounds.is_exact
        bounds = self.share.marked(render_bounds(self.share.bounds, self.share.unit, 1))
        return self.share.text + f" ({bounds})" * rounded


def _parts(row: int, shares: Mapping[str, Quantity], rest: Quantity) -> Iterator[_Part]:
    left = 0.0
    for name, share in shares.items():
        yield _Part(row, name, share, left, share_value(share))
        left += share_value(share)
    yield _Part(row, "others" if _is_stated(rest) else "not reported", rest, left, 100 - left, is_rest=True)


def _is_stated(rest: Quantity) -> bool:
    """Whether the note has a figure for Others; else it is what the named firms leave."""
    return isinstance(rest.origin, Passage)


def _label(ax: Axes, parts: Sequence[_Part]) -> list[float]:
    """Put each label into its segment where it fits, else above it, one over another where two would touch.

    Returns:
        Where each row's bar has its middle: rows move apart as their labels need it.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None  # axes() has made one
    figure.draw_without_rendering()  # only then is it known how many pixels a percent has
    place = ax.get_window_extent()
    ends: dict[tuple[int, int], float] = {}  # of the last label, by row and level
    labels = []
    line = 0.0  # pixels
    for part in parts:
        ink = INK if part.is_rest else readable_on(part.colour)
        box = {"facecolor": "#f4f4f4", "edgecolor": "none", "pad": 1.5} if part.is_rest else None
        middle = part.left + part.width / 2
        words = f"{part.name}\n{part.number}"
        label = ax.text(middle, 0, words, ha="center", va="center", color=ink, fontsize=8.5, bbox=box)
        level = None
        if label.get_window_extent().width / place.width * 100 + 2 * AIR > part.width:
            label.remove()
            label = ax.text(middle, 0, " ".join(words.split()), ha="center", va="bottom", fontsize=8.5, bbox=CLEAR)
            extent = label.get_window_extent()
            half = extent.width / place.width * 50
            middle = max(min(middle, 100 - half), half)
            level = next(n for n in count() if ends.get((part.row, n), -AIR) + AIR <= middle - half)
            ends[part.row, level] = middle + half
            line = max(line, extent.height * 1.2)
        labels.append((part, label, middle, level))
    rows = parts[-1].row + 1
    first = max((level + 1 for row, level in ends if row == 0), default=0)
    others = max((level + 1 for row, level in ends if row > 0), default=0)
    pitch = BAR + GAP + 0.08 if others else 1.0  # to which each level adds a line
    top = BAR / 2 + GAP if first > 1 else 0.75
    fixed, lines = (rows - 1) * pitch + top + 0.5, (rows - 1) * others + first * (first > 1)
    step = line * fixed / max(place.height - line * lines, place.height / 4)
    middles = [row * (pitch + others * step) for row in range(rows)]
    ax.set_ylim(middles[-1] + 0.5, -top - first * (first > 1) * step)
    for part, label, middle, level in labels:
        y = middles[part.row]
        if level is not None:
            top, y = y - BAR / 2, y - BAR / 2 - GAP - level * step
            ax.plot([part.left + part.width / 2, middle], [top, y], color=MUTED, linewidth=0.8)
        label.set_position((middle, y))
    return middles


@styled
def shares_over_time(
    series: Series | Mapping[str, Mapping[int, Quantity]], years: Sequence[int], *, ax: Axes | None = None
) -> Axes:
    """Shares by year as points with their rounding; a year without a figure stays empty and says so.

    No line joins the points: between two of them nothing is known.

    Args:
        series: A market over its years; or by label, the shares (percent) by year.
        years: Every year of the axis, reported or not.
        ax: Axes to draw on; new ones, if None.

    Raises:
        DisplayError: a period that is no year; a share without a single value.
    """
    if not isinstance(series, Series):
        refuse_plain(series, "series", by=("label", "year"))
    shares_of = _by_year(series) if isinstance(series, Series) else series
    ax = ax or axes(height=3.4)
    for year in years:
        absent = [name for name, shares in shares_of.items() if year not in shares]
        if absent and len(absent) < len(shares_of):
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
    for name, shares in shares_of.items():
        for year, share in shares.items():
            ink = colour(share, name, is_firm=True)
            value = share_value(share)
            ax.errorbar(year, value, yerr=rounding(share), fmt="o", markersize=7, capsize=4, color=ink)
            ax.annotate(
                f"{name} {share.text}",
                (year, value), xytext=(0, 10), textcoords="offset points", ha="center", fontweight="bold",
            )  # fmt: skip
            record(ax, share)
    top = max(share_value(share) for shares in shares_of.values() for share in shares.values())
    ax.set_xlim(min(years) - 0.5, max(years) + 0.5)
    ax.set_ylim(0, top * 1.25)
    ax.set_xticks(list(years), [str(year) for year in years])
    ax.set_ylabel("percent of the market")
    return ax


def _by_year(series: Series) -> dict[str, dict[int, Quantity]]:
    if wrong := [period for period in series if not period.isdecimal()]:
        raise DisplayError(f"series: {wrong[0]} is no year; pick the shares of whole years, or show them otherwise")
    return {name: {int(year): share for year, share in shares.items()} for name, shares in series.by_name.items()}

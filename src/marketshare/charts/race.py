"""Chart of a race between two firms: years to parity over both growth rates."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from marketshare.charts.style import CLEAR, INK, MUTED, axes, record, render, styled, value_of
from marketshare.claims import Case
from marketshare.quantity import Quantity

__all__ = ["MovingPoint", "moving_point", "parity_map"]

LINES = (1, 2, 3, 5)
"""Years to parity that are drawn as lines."""

Place = tuple[float, float]
"""Two growth rates: the leader's and the challenger's, percent a year."""


@styled
def parity_map(cases: Sequence[Case], *, ax: Axes | None = None) -> Axes:
    """Years to parity over both growth rates, each combination of readings as a point.

    Hatched is where both shares would pass 100 % before they are level; grey, where the challenger is not faster.

    Args:
        cases: Combinations of readings of one race.
        ax: Axes to draw on; new ones, if None.
    """
    ax = ax or axes(height=4.2)
    right = max(case.leader_growth.bounds.high for case in cases) * 1.25
    top = max(case.challenger_growth.bounds.high for case in cases) * 1.15
    shares = value_of(cases[0].leader), value_of(cases[0].challenger)
    out_of_room = _out_of_room(shares, value_of(cases[0].challenger_growth), value_of(cases[0].market_growth), right)
    if out_of_room:
        ax.add_patch(Polygon(out_of_room, facecolor="none", edgecolor="#9a9a9a", hatch="////", linewidth=0))
    _ground(ax, shares, right, top)
    _points(ax, cases)
    return ax


@dataclass(frozen=True)
class MovingPoint:
    """A map of parity as a picture, over which a point is drawn wherever it moves to.

    Attributes:
        png: The map: lines of equal years, and where the challenger is never level.
        width: Of the picture on the screen, pixels.
        height: The same.
        inner: Left, top, width and height of the plotted area in it, pixels.
        shares: The leader's and the challenger's, percent.
        limit: Growth at the ends of both axes, percent a year.
    """

    png: bytes
    width: float
    height: float
    inner: tuple[float, float, float, float]
    shares: tuple[float, float]
    limit: float

    def at(self, leader_growth: float, challenger_growth: float, market_growth: float) -> str:
        """The point and, hatched, where both would have the whole market before they are level, as SVG."""
        left, top, width, height = self.inner

        def on_screen(place: Place) -> Place:
            return place[0] / self.limit * width, height - place[1] / self.limit * height

        corners = _out_of_room(self.shares, challenger_growth, market_growth, self.limit)
        outline = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(on_screen, corners))
        x, y = on_screen((leader_growth, challenger_growth))
        return (
            f'<svg width="{self.width:g}" height="{self.height:g}" style="display:block"><defs>'
            '<pattern id="no-room" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            '<line x1="0" y1="0" x2="0" y2="7" stroke="#9a9a9a" stroke-width="1"/></pattern></defs>'
            f'<svg x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}">'
            f'<polygon points="{outline}" fill="url(#no-room)"/></svg>'
            f'<circle cx="{left + x:.1f}" cy="{top + y:.1f}" r="6" fill="{INK}" stroke="white" stroke-width="2"/></svg>'
        )


@styled
def moving_point(leader: Quantity, challenger: Quantity, limit: float) -> MovingPoint:
    """A map of parity for a point that moves.

    Args:
        leader: The leader's share now, percent.
        challenger: The challenger's share now, percent.
        limit: Growth at the ends of both axes, percent a year.
    """
    ax, shares = axes(height=4.2), (value_of(leader), value_of(challenger))
    _ground(ax, shares, limit, limit)
    png = render(ax, "png")
    figure = ax.get_figure(root=True)
    assert figure is not None  # axes() has made one
    inner = ax.get_position()
    width, height = figure.get_size_inches() * 96  # the picture has more pixels than that: it is sharp on any screen
    place = (inner.x0 * width, (1 - inner.y1) * height, inner.width * width, inner.height * height)
    return MovingPoint(png, width, height, place, shares, limit)


def _ground(ax: Axes, shares: tuple[float, float], right: float, top: float) -> None:
    """What a map has whatever the market: lines of equal years, and grey where the challenger is not faster."""
    ax.fill_between([0, right], 0, [0, right], color="#ececec", linewidth=0)
    ax.set_xlim(0, right)
    ax.set_ylim(0, top)
    ax.set_xlabel("growth of the leader, percent a year")
    ax.set_ylabel("growth of the challenger, percent a year")
    words = "grey: the challenger is not faster, never level\nhatched: both would have 100% before they are level"
    ax.text(right * 0.98, top * 0.03, words, ha="right", va="bottom", fontsize=8.5, color=INK, linespacing=1.5)
    for years in LINES if shares[0] > shares[1] else ():
        (_, low), (_, high) = _level_after(years, shares, 0), _level_after(years, shares, right)
        ax.plot([0, right], [low, high], color=MUTED, linewidth=1)
        tried = (_level_after(years, shares, right * part) for part in (0.22, 0.05))
        for x, y in [place for place in tried if place[1] < top][:1]:
            ax.text(
                x, y, "1 year" if years == 1 else f"{years} years", fontsize=8, color=MUTED, ha="center", va="center",
                rotation=math.degrees(math.atan((high - low) / right)), transform_rotates_text=True,
                rotation_mode="anchor", bbox=CLEAR,
            )  # fmt: skip


def _level_after(years: float, shares: tuple[float, float], slow: float) -> Place:
    """The growth of the challenger that makes it level after so many years: the formula of parity, solved."""
    return slow, (1 + slow / 100) * (shares[0] / shares[1]) ** (1 / years) * 100 - 100


def _out_of_room(
    shares: tuple[float, float], challenger_growth: float, market_growth: float, right: float
) -> list[Place]:
    """The corners of the area in which both would have the whole market before they are level; none if there is none.

    The market is taken to grow as much less than the challenger as it does at these rates, wherever the challenger is:
    its share then grows by one factor a year, and if it is level with the leader just when both have 100 %, it has 50.
    """
    gain = math.log((1 + challenger_growth / 100) / (1 + market_growth / 100))
    if gain <= 0 or not shares[1] < shares[0] < 100 - shares[1]:
        return []
    years = math.log(50 / shares[1]) / gain
    return [_level_after(years, shares, 0), _level_after(years, shares, right), (right, right), (0, 0)]


def _points(ax: Axes, cases: Sequence[Case]) -> None:
    named: set[str] = set()
    for case in cases:
        x, y = value_of(case.leader_growth), value_of(case.challenger_growth)
        ax.plot(x, y, marker="o", markersize=6, color=INK, markeredgecolor="white")
        if case.challenger_reading not in named:
            named.add(case.challenger_reading)
            ax.annotate(
                f"read as {case.challenger_reading}", (x, y), xytext=(-6, 8), textcoords="offset points", ha="right",
                fontsize=8.5, fontweight="bold", color=INK, bbox=CLEAR,
            )  # fmt: skip
        record(ax, case.leader_growth, case.challenger_growth, *filter(None, (case.full, case.parity)))

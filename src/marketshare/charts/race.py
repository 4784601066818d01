"""Chart of a race between two firms: years to parity over both growth rates."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from marketshare.charts.style import CLEAR, INK, MUTED, record, styled
from marketshare.claims import Case
from marketshare.errors import DisplayError
from marketshare.metrics import years_to_full, years_to_parity
from marketshare.quantity import Quantity
from marketshare.quantity.containers import refuse_plain

__all__ = ["parity_map"]

CONTOURS = (1, 2, 3, 5)
"""Years to parity that are drawn as lines."""

STEPS = 90


@styled
def parity_map(cases: Sequence[Case], leader: Quantity, challenger: Quantity, *, ax: Axes) -> Axes:
    """Years to parity over both growth rates, each combination of readings as a point.

    Hatched is where both shares would pass 100 % before they are level; grey, where the challenger is not faster.

    Args:
        cases: Combinations of readings.
        leader: The leader's share now, percent.
        challenger: The challenger's share now, percent.
        ax: Axes to draw on.
    """
    refuse_plain(leader, "leader")
    refuse_plain(challenger, "challenger")
    right = max(case.leader_growth.bounds.high for case in cases) * 1.25
    top = max(case.challenger_growth.bounds.high for case in cases) * 1.15
    leader_rates, challenger_rates = np.linspace(1, right, STEPS), np.linspace(1, top, STEPS)
    drag = _market_drag(cases)
    years = np.full((STEPS, STEPS), math.inf)
    passes = np.zeros((STEPS, STEPS))
    for row, fast in enumerate(challenger_rates):
        for column, slow in enumerate(leader_rates):
            if fast <= slow:
                continue
            market = (1 + fast / 100) * drag * 100 - 100
            rates = (_value(leader), _value(challenger), float(slow), float(fast))
            years[row, column] = years_to_parity(*rates)
            passes[row, column] = years_to_full(*rates, market) < years[row, column]
    if passes.any():
        ax.contourf(leader_rates, challenger_rates, passes, levels=[0.5, 1.5], colors="none", hatches=["////"])
    ax.fill_between(leader_rates, 0, leader_rates, color="#ececec", linewidth=0)
    shown = np.where(passes > 0.5, np.nan, np.minimum(years, 99))
    _contours(ax, leader_rates, challenger_rates, shown, (leader, challenger))
    words = "grey: the challenger is not faster, never level\nhatched: both would have 100% before they are level"
    ax.text(right * 0.98, top * 0.03, words, ha="right", va="bottom", fontsize=8.5, color=INK, linespacing=1.5)
    _points(ax, cases)
    ax.set_xlim(0, right)
    ax.set_ylim(0, top)
    ax.set_xlabel("growth of the leader, percent a year")
    ax.set_ylabel("growth of the challenger, percent a year")
    return ax


def _contours(
    ax: Axes,
    leader_rates: NDArray[np.float64],
    challenger_rates: NDArray[np.float64],
    years: NDArray[np.float64],
    shares: tuple[Quantity, Quantity],
) -> None:
    """Lines of equal years to parity, labelled, as far as there are any: a close race has none."""
    reached = years[np.isfinite(years)]
    levels = [level for level in CONTOURS if reached.size and reached.min() < level < reached.max()]
    if not levels:
        return
    lines = ax.contour(leader_rates, challenger_rates, years, levels=levels, colors=MUTED, linewidths=1)
    right, top = leader_rates.max(), challenger_rates.max()
    places = []
    for level, path in zip(levels, lines.get_paths(), strict=True):
        tried = [_on_contour(level, *shares, right * part) for part in (0.22, 0.05)]
        places += [place for place in tried if place[1] < top and np.size(path.vertices)][:1]
    if places:
        ax.clabel(lines, fmt=lambda level: "1 year" if level == 1 else f"{level:g} years", fontsize=8, manual=places)


def _on_contour(years: float, leader: Quantity, challenger: Quantity, slow: float) -> tuple[float, float]:
    """The point at which a contour of years to parity has a growth of the leader: the formula of parity, solved."""
    ratio = (_value(leader) / _value(challenger)) ** (1 / years)
    return slow, (1 + slow / 100) * ratio * 100 - 100


def _market_drag(cases: Sequence[Case]) -> float:
    """Market growth per growth of the challenger, as factors: what its gain of share leaves of it."""
    case = cases[0]
    return (1 + _value(case.market_growth) / 100) / (1 + _value(case.challenger_growth) / 100)


def _points(ax: Axes, cases: Sequence[Case]) -> None:
    named: set[str] = set()
    for case in cases:
        x, y = _value(case.leader_growth), _value(case.challenger_growth)
        ax.plot(x, y, marker="o", markersize=6, color=INK, markeredgecolor="white")
        if case.challenger_reading not in named:
            named.add(case.challenger_reading)
            ax.annotate(
                f"read as {case.challenger_reading}", (x, y), xytext=(-6, 8), textcoords="offset points", ha="right",
                fontsize=8.5, fontweight="bold", color=INK, bbox=CLEAR,
            )  # fmt: skip
        record(ax, case.leader_growth, case.challenger_growth, *filter(None, (case.full, case.parity)))


def _value(quantity: Quantity) -> float:
    if quantity.value is None:
        raise DisplayError(f"{quantity.id} has no single value to draw")
    return quantity.value

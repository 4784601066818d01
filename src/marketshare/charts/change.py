"""Chart of a change of share between two dates: two points on one line, and what lies between them."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from marketshare.charts.style import (
    INK,
    MUTED,
    axes,
    colour,
    keep_names_clear,
    record,
    rounding,
    share_value,
    styled,
)
from marketshare.errors import DisplayError
from marketshare.market import Series
from marketshare.quantity import Quantity
from marketshare.quantity.arguments import refuse_plain

__all__ = ["share_changes"]


@styled
def share_changes(
    rows: Series | Mapping[str, tuple[Quantity, Quantity, Quantity]], *, start: str, end: str, ax: Axes | None = None
) -> Axes:
    """A dumbbell a firm: its share at two dates, and the change between them.

    The bar between the points is the change; it says nothing of the way from one to the other.

    Args:
        rows: A market over time, of which each firm with both shares is drawn; or by firm, the share (percent) at the
            start and at the end, and the change (percentage points).
        start: The first date, as a label.
        end: The second date.
        ax: Axes to draw on; new ones of a fitting height, if None.

    Raises:
        DisplayError: no rows; a share without a single value.
    """
    if isinstance(rows, Series):
        early, late = rows[start], rows[end]
        both = [firm for firm in late if firm in early]
        rows = {late.named(firm): (early[firm], late[firm], rows.change(firm, start, end)) for firm in both}
    refuse_plain(rows, "rows", by=("firm",))
    if not rows:
        raise DisplayError("rows: expected at least one firm, found none")
    ax = ax or axes(height=1.1 + 0.6 * len(rows))
    for position, (name, (before, after, change)) in enumerate(rows.items()):
        first, last = share_value(before), share_value(after)
        if change.unit != "percentage_point":
            raise DisplayError(f"rows: {change.id} is in {change.unit}; the change of a share is in percentage points")
        ink = colour(after, name, is_firm=True)
        ax.plot([first, last], [position, position], color=ink, linewidth=3, alpha=0.45, solid_capstyle="butt")
        ax.errorbar(first, position, xerr=rounding(before), fmt="o", markersize=8, capsize=4, color=ink, mfc="white")
        ax.errorbar(last, position, xerr=rounding(after), fmt="o", markersize=8, capsize=4, color=ink)
        rises = last >= first
        for value, share, date, outside in ((first, before, start, not rises), (last, after, end, rises)):
            ax.annotate(
                f"{share.text} in {date}", (value, position), xytext=(12 if outside else -12, 0),
                textcoords="offset points", ha="left" if outside else "right", va="center", color=INK,
            )  # fmt: skip
        words = f"{'+' if rises else ''}{change.text}"
        middle = (first + last) / 2
        ax.annotate(
            words, (middle, position), xytext=(0, 9), textcoords="offset points", ha="center", color=ink,
            fontweight="bold",
        )  # fmt: skip
        ax.annotate(
            f"({change.bounds_text})", (middle, position), xytext=(0, -9), textcoords="offset points", ha="center",
            va="top", color=MUTED, fontsize=8.5,
        )  # fmt: skip
        record(ax, before, after, change)
    ends = [end for row in rows.values() for share in row[:2] for end in (share.bounds.low, share.bounds.high)]
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, max(ends) * 1.35)
    ax.set_xlabel("percent of the market")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    keep_names_clear(ax)
    return ax

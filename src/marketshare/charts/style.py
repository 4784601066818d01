"""The one look of all charts: font, colours by entity, hatching for what is not reported."""

import io
import math
import textwrap
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import matplotlib as mpl
import matplotlib.style
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from marketshare.errors import CallerError, DisplayError, called
from marketshare.font import FAMILY, FOLDER
from marketshare.ledger.colours import luminance, palette
from marketshare.quantity import Passage, Quantity
from marketshare.quantity.arguments import shown
from marketshare.quantity.quantity import MARK

__all__ = [
    "NOT_REPORTED", "axes", "colour", "keep_names_clear", "plotted", "readable_on", "record", "rounding", "share_value",
    "styled", "value_of",
]  # fmt: skip

P = ParamSpec("P")
R = TypeVar("R")

INK = "#222222"
MUTED = "#5f5f5f"
NOT_REPORTED: dict[str, Any] = {"facecolor": "#f4f4f4", "edgecolor": "#9a9a9a", "hatch": "////", "linewidth": 0.6}
"""How a part that nobody reported is drawn."""
OTHERS: dict[str, Any] = {"facecolor": "#e3e3e3", "edgecolor": "white", "linewidth": 1}
"""How firms without a figure of their own are drawn, of which what they have together is reported."""
REFERENCE: dict[str, Any] = {"color": MUTED, "linewidth": 1, "linestyle": (0, (4, 3)), "zorder": 1}
"""How a threshold is drawn: behind what is compared with it."""
CLEAR: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
"""What a label stands on, so that no line crosses it."""

LETTERS_AN_INCH = 18
"""Of the size that a note below a chart has."""

STYLE: dict[Any, Any] = {
    "font.family": [FAMILY],
    "font.size": 9.5,
    "text.color": INK,
    "text.parse_math": False,  # a name between dollar signs is a name
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "hatch.color": "#9a9a9a",
    "hatch.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
    "svg.hashsalt": "marketshare",
}

_plotted: WeakKeyDictionary[Axes, list[Quantity]] = WeakKeyDictionary()

_free, _given = palette(), dict[str, str]()
"""Colours of entities that no study knows."""


def styled(function: Callable[P, R]) -> Callable[P, R]:
    """Run a chart function under the style sheet, whatever the caller's own settings are."""

    @wraps(function)
    def under_style(*args: P.args, **kwargs: P.kwargs) -> R:
        if "ax" in kwargs and not isinstance(kwargs["ax"], Axes):
            raise DisplayError(f"ax: expected axes, such as charts.axes() gives, found {shown(kwargs['ax'])}")
        _register_font()
        with mpl.style.context(["default", STYLE]):
            try:
                return called(function, *args, **kwargs)
            except CallerError:
                raise
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
                raise DisplayError(f"{function.__name__}: what it was given cannot be drawn: {error}") from error

    return under_style


def _register_font() -> None:
    if not any(entry.name == FAMILY for entry in font_manager.fontManager.ttflist):
        for path in sorted(FOLDER.glob("*.otf")):
            font_manager.fontManager.addfont(path)


@styled
def axes(*, width: float = 6.4, height: float = 2.6) -> Axes:
    """Empty axes on a figure of their own, inches; nothing is displayed until `show.chart`."""
    return Figure(figsize=(width, round(height, 3)), layout="constrained").add_subplot()


def colour(quantity: Quantity, name: str, *, is_firm: bool = False) -> str:
    """The colour of the entity that a quantity belongs to: one entity, one colour, in every chart.

    Args:
        quantity: What is drawn.
        name: What the chart calls it: a number that somebody gives belongs to what goes by that name.
        is_firm: True if a number computed from several belongs to that, too; else it is grey.
    """
    origin = quantity.origin
    if isinstance(origin, Passage):
        return origin.colour or _of_no_study(origin.entity)
    if len(origin.inputs) == 1:
        return colour(origin.inputs[0], name, is_firm=is_firm)
    return MUTED if origin.inputs and not is_firm else _of_no_study(name)


def _of_no_study(name: str) -> str:
    """The colour of an entity without a study: the next one that no other had, from its first chart on."""
    if name not in _given:
        _given[name] = next(_free)
    return _given[name]


def value_of(quantity: Quantity) -> float:
    """What a chart draws that has no place for bounds alone.

    Raises:
        DisplayError: the quantity has no single value.
    """
    if quantity.value is None:
        raise DisplayError(f"{quantity.id} has no single value to draw; show it with interval_bars")
    return quantity.value


def rounding(quantity: Quantity) -> list[list[float]]:
    """How far its bounds reach to either side of its value, as error bars want it."""
    value = value_of(quantity)
    return [[value - quantity.bounds.low], [quantity.bounds.high - value]]


def share_value(share: Quantity) -> float:
    """The value of a share, percent.

    Raises:
        DisplayError: it has none, or is in another unit.
    """
    if share.unit != "percent":
        raise DisplayError(f"{share.id} is in {share.unit}; a share is in percent")
    return value_of(share)


def readable_on(background: str) -> str:
    """White or ink, whichever is easier to read on a colour, ``#rrggbb``."""
    ground = luminance(background) + 0.05
    return "white" if luminance("#ffffff") + 0.05 > ground**2 / (luminance(INK) + 0.05) else INK


def keep_names_clear(ax: Axes) -> None:
    """Move the names of rows to the left, as far as labels in the chart would else be printed over them."""
    figure = ax.get_figure(root=True)
    assert figure is not None  # axes() has made one
    pad = mpl.rcParams["ytick.major.pad"]
    for _ in range(3):  # names that move leave less room for the rest, so that labels move as well
        figure.draw_without_rendering()
        names = [name.get_window_extent() for name in ax.get_yticklabels()]
        labels = [label.get_window_extent() for label in ax.texts if label.get_text()]
        beside = ((name, label) for name in names for label in labels if name.y0 < label.y1 and label.y0 < name.y1)
        over = max((name.x1 - label.x0 for name, label in beside), default=-math.inf) * 72 / figure.dpi + 4
        if over <= 0:
            break
        pad += over
        ax.tick_params(axis="y", pad=pad)


def record(ax: Axes, *quantities: Quantity) -> None:
    """Note which numbers an axes shows, in order."""
    _plotted.setdefault(ax, []).extend(quantities)


def plotted(ax: Axes) -> list[Quantity]:
    """The numbers that an axes shows, in the order in which they were drawn."""
    return list({quantity.id: quantity for quantity in _plotted.get(ax, ())}.values())


def _name_assumptions(figure: Figure, quantities: Iterable[Quantity]) -> None:
    """Below a chart of a what-if, what is assumed: the note to the asterisks at its numbers."""
    labels = {assumed.id: assumed.label for quantity in quantities for assumed in quantity.assumptions}
    if labels:
        words = textwrap.fill(f"{MARK} {'; '.join(labels.values())}", int(figure.get_figwidth() * LETTERS_AN_INCH))
        figure.supxlabel(words, x=0.01, ha="left", fontsize=8, color=INK)


def render(ax: Axes, kind: str) -> bytes:
    """The picture of an axes' figure, ``png`` or ``svg``, the same bytes on every run."""
    out = io.BytesIO()
    metadata: dict[str, Any] = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    _register_font()
    with mpl.style.context(["default", STYLE]):
        figure = ax.get_figure(root=True)
        assert figure is not None  # axes() has made one
        _name_assumptions(figure, plotted(ax))
        if figure.get_layout_engine() is not None:
            # Laid out once and then kept: a second pass would move things by a hair, and pictures must not differ.
            figure.draw_without_rendering()
            figure.set_layout_engine("none")
        figure.savefig(out, format=kind, dpi=144, metadata=metadata)
    return out.getvalue()

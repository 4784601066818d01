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
from marketshare.quantity import Derivation, Quantity
from marketshare.quantity.arguments import shown
from marketshare.quantity.quantity import MARK

__all__ = ["NOT_REPORTED", "axes", "colour", "keep_names_clear", "plotted", "record", "styled"]

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

# What may touch in a bar differs in lightness, for greyscale prints and colour-blind readers, and carries white or ink
# at 4.5 to 1: tests/charts/test_colours.py.
_BLUES = ("#07406a", "#4996ca", "#a9d0ec")
_ORANGE = "#c0540d"
_OTHERS = ("#4d7a3a", "#5b3f8c", "#7d6118", "#7fa3aa")
_FAMILIES = {
    "alibaba": _ORANGE,
    "alibaba-cloud": _ORANGE,
    "alipay": _ORANGE,
    "tencent": _BLUES[0],
    "tencent-cloud": _BLUES[0],
    "tenpay": _BLUES[0],
    "tencent-vas": _BLUES[0],
    "tencent-fintech-business": _BLUES[1],
    "tencent-online-advertising": _BLUES[2],
    "mini-programs": "#2f7d4f",
    "content-mini-programs": "#2f7d4f",
    "wechat": "#1d5b39",
    "chinese-top-500": _ORANGE,
    "chinese-listed-companies": _ORANGE,
    "chinese-technology-companies": _ORANGE,
    "games": _OTHERS[1],
    "retail-in-the-broad-sense": _OTHERS[3],
    "tools": _OTHERS[2],
}

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


def colour(quantity: Quantity) -> str:
    """The colour of the entity that a quantity belongs to: one entity, one colour, in every chart."""
    origin = quantity.origin
    if isinstance(origin, Derivation):
        inputs = origin.inputs
        return colour(inputs[-1]) if len(inputs) == 1 else MUTED
    known = _FAMILIES.get(origin.entity)
    return known or _OTHERS[sum(map(ord, origin.entity)) % len(_OTHERS)]


def share_value(share: Quantity) -> float:
    """The value of a share, percent.

    Raises:
        DisplayError: it has none, or is in another unit.
    """
    if share.unit != "percent":
        raise DisplayError(f"{share.id} is in {share.unit}; a share is in percent")
    if share.value is None:
        raise DisplayError(f"{share.id} has no single value to draw; show it with interval_bars")
    return share.value


def readable_on(background: str) -> str:
    """White or ink, whichever is easier to read on a colour."""
    ground = _luminance(background) + 0.05
    return "white" if _luminance("white") + 0.05 > ground**2 / (_luminance(INK) + 0.05) else INK


def _luminance(name: str) -> float:
    """Relative luminance from 0 to 1; (a + 0.05) / (b + 0.05) is the contrast of two (WCAG 2.2)."""
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in mpl.colors.to_rgb(name))
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


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

"""The one look of all charts: font, colours by entity, hatching for what is not reported."""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from marketshare.font import FAMILY, FOLDER
from marketshare.quantity import Derivation, Quantity

__all__ = ["NOT_REPORTED", "axes", "colour", "plotted", "record", "styled"]

P = ParamSpec("P")
R = TypeVar("R")

INK = "#222222"
MUTED = "#5f5f5f"
NOT_REPORTED: dict[str, Any] = {"facecolor": "#f4f4f4", "edgecolor": "#9a9a9a", "hatch": "////", "linewidth": 0.6}
"""How a part that nobody reported is drawn."""

_BLUES = ("#0b5a8f", "#3f8cc0", "#8fbfe0")
_ORANGES = ("#c85a11", "#e39a5f")
_OTHERS = ("#4d7a3a", "#7b5aa6", "#8a6d1f", "#4b6f76")
_FAMILIES = {
    "alibaba": _ORANGES[0],
    "alibaba-cloud": _ORANGES[0],
    "alipay": _ORANGES[0],
    "tencent": _BLUES[0],
    "tencent-cloud": _BLUES[0],
    "tenpay": _BLUES[0],
    "tencent-vas": _BLUES[0],
    "tencent-fintech-business": _BLUES[1],
    "tencent-online-advertising": _BLUES[2],
    "mini-programs": "#2f7d4f",
    "content-mini-programs": "#2f7d4f",
    "wechat": "#1d5b39",
    "chinese-top-500": _ORANGES[0],
    "chinese-listed-companies": _ORANGES[0],
    "chinese-technology-companies": _ORANGES[0],
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
        _register_font()
        with mpl.rc_context(STYLE):
            return function(*args, **kwargs)

    return under_style


def _register_font() -> None:
    if not any(entry.name == FAMILY for entry in font_manager.fontManager.ttflist):
        for path in sorted(FOLDER.glob("*.otf")):
            font_manager.fontManager.addfont(path)


@styled
def axes(*, width: float = 6.4, height: float = 2.6) -> Axes:
    """Empty axes on a figure of their own, inches; nothing is displayed until `show.chart`."""
    return Figure(figsize=(width, height), layout="constrained").add_subplot()


def colour(quantity: Quantity) -> str:
    """The colour of the entity that a quantity belongs to: one entity, one colour, in every chart."""
    origin = quantity.origin
    if isinstance(origin, Derivation):
        inputs = origin.inputs
        return colour(inputs[-1]) if len(inputs) == 1 else MUTED
    known = _FAMILIES.get(origin.entity)
    return known or _OTHERS[sum(map(ord, origin.entity)) % len(_OTHERS)]


def readable_on(background: str) -> str:
    """White or ink, whichever is easier to read on a colour."""
    red, green, blue = (channel**2.2 for channel in mpl.colors.to_rgb(background))
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.3 else INK


def record(ax: Axes, *quantities: Quantity) -> None:
    """Note which numbers an axes shows, in order."""
    _plotted.setdefault(ax, []).extend(quantities)


def plotted(ax: Axes) -> list[Quantity]:
    """The numbers that an axes shows, in the order in which they were drawn."""
    return list({quantity.id: quantity for quantity in _plotted.get(ax, ())}.values())


def render(ax: Axes, kind: str) -> bytes:
    """The picture of an axes' figure, ``png`` or ``svg``, the same bytes on every run."""
    out = io.BytesIO()
    metadata: dict[str, Any] = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    _register_font()
    with mpl.rc_context(STYLE):
        figure = ax.get_figure(root=True)
        assert figure is not None  # axes() has made one
        if figure.get_layout_engine() is not None:
            # Laid out once and then kept: a second pass would move things by a hair, and pictures must not differ.
            figure.draw_without_rendering()
            figure.set_layout_engine("none")
        figure.savefig(out, format=kind, dpi=144, metadata=metadata)
    return out.getvalue()

"""A what-if with sliders, for JupyterLab; a report shows the chart beside it instead."""

import math
import re

import ipywidgets as widgets
from IPython.display import display

from marketshare.captions import assumed
from marketshare.charts.race import moving_point
from marketshare.charts.style import value_of
from marketshare.claims import Case
from marketshare.errors import DisplayError
from marketshare.metrics import ShareError, years_to_full, years_to_parity
from marketshare.quantity import Quantity
from marketshare.quantity.arguments import shown
from marketshare.show.outputs import assumptions, marked
from marketshare.wording import render_value

__all__ = ["race_sliders", "race_words", "reach_of"]

_shown: dict[str, widgets.Widget] = {}
"""What stands in a notebook, by its id."""


def race_sliders(case: Case) -> None:
    """Sliders for both growth rates and the market's, with a point that they move over the map of years to parity.

    Below it stands what follows: years to parity, or why there is none.

    Args:
        case: Where the sliders start, and the shares and the market growth that go with it.

    Raises:
        DisplayError: something else.
    """
    if not isinstance(case, Case):
        raise DisplayError(
            f"case: expected a combination of readings, such as claims.cases(study, race) gives, found {shown(case)}"
        )
    leader, challenger, limit = case.leader, case.challenger, reach_of(case)
    look = {"layout": widgets.Layout(width="32rem"), "style": {"description_width": "10rem"}}
    start = {
        "Leader, % a year": case.leader_growth,
        "Challenger, % a year": case.challenger_growth,
        "Market, % a year": case.market_growth,
    }
    sliders = [
        widgets.FloatSlider(value=round(value_of(growth)), min=0, max=limit, step=5, description=words, **look)
        for words, growth in start.items()
    ]
    point = moving_point(leader, challenger, limit)
    size = {"width": f"{point.width:g}px", "height": f"{point.height:g}px", "margin": "0", "grid_area": "map"}
    ground = widgets.Image(value=point.png, layout=widgets.Layout(**size))
    over = widgets.HTML(layout=widgets.Layout(**size))  # drawn over the picture, which is sent once
    answer = widgets.HTML()
    below = assumed(assumptions([leader, challenger]))

    def update(_change: object = None) -> None:
        rates = [slider.value for slider in sliders]
        over.value = point.at(*rates)
        answer.value = race_words(leader, challenger, *rates) + below

    for slider in sliders:
        slider.observe(update, names="value")
    update()
    chart = widgets.GridBox([ground, over], layout=widgets.Layout(grid_template_areas='"map"'))
    # An id of its own would be another one in each kernel, and change the notebook whenever it is run.
    key = "-".join(re.findall(r"[a-z0-9]+", f"race {leader.id} {challenger.id} {case.name}".lower()))
    if key in _shown:
        _shown[key].close()
    _shown[key] = widgets.VBox([*sliders, chart, answer], model_id=key)
    bundle = _shown[key]._repr_mimebundle_()
    display({**bundle, "text/plain": f"Sliders. {answer.value}"}, raw=True)


def reach_of(case: Case) -> float:
    """Growth a year, percent, at the right end of the sliders and of the map: hundreds, a quarter above the highest.

    Raises:
        DisplayError: a rate is below 0, where the map begins, or has no single value.
    """
    rates = [value_of(growth) for growth in (case.leader_growth, case.challenger_growth, case.market_growth)]
    if min(rates) < 0:
        raise DisplayError(f"{case.name}: a growth of {min(rates):.1f}% a year is below 0, where the map begins")
    return max(100.0, math.ceil(max(rates) * 1.25 / 100) * 100.0)


def race_words(
    leader: Quantity, challenger: Quantity, leader_growth: float, challenger_growth: float, market: float
) -> str:
    """What follows from two growth rates and that of the market, in a sentence; with a mark if a what-if has a say."""
    return marked(_follows(leader, challenger, leader_growth, challenger_growth, market), (leader, challenger))


def _follows(
    leader: Quantity, challenger: Quantity, leader_growth: float, challenger_growth: float, market: float
) -> str:
    shares = (leader.value or 0.0, challenger.value or 0.0)
    if challenger_growth <= leader_growth:
        return "The challenger does not grow faster: it never draws level."
    full = render_value(years_to_full(*shares, leader_growth, challenger_growth, market), "year")
    try:
        years = years_to_parity(*shares, leader_growth, challenger_growth, market)
    except ShareError:
        return (
            f"Both would have the whole market after {full} years, before they are level: not reachable at these rates."
        )
    return f"Level after {render_value(years, 'year')} years at these rates."

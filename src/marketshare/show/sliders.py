"""A what-if with sliders, for JupyterLab; a report shows the chart beside it instead."""

import ipywidgets as widgets
from IPython.display import display

from marketshare.claims import Case
from marketshare.metrics import ShareError, years_to_full, years_to_parity
from marketshare.quantity import Quantity
from marketshare.wording import render_value

__all__ = ["race_sliders", "race_words"]


def race_sliders(case: Case, leader: Quantity, challenger: Quantity) -> None:
    """Sliders for both growth rates, and what follows: years to parity, or why there is none.

    Args:
        case: Where the sliders start, and the market growth that goes with it.
        leader: The leader's share now, percent.
        challenger: The challenger's share now, percent.
    """
    look = {"layout": widgets.Layout(width="32rem"), "style": {"description_width": "10rem"}}
    start = {
        "Leader, % a year": case.leader_growth,
        "Challenger, % a year": case.challenger_growth,
        "Market, % a year": case.market_growth,
    }
    sliders = [
        widgets.FloatSlider(value=round(growth.value or 0), min=0, max=400, step=5, description=words, **look)
        for words, growth in start.items()
    ]
    answer = widgets.HTML()

    def update(_change: object = None) -> None:
        answer.value = race_words(leader, challenger, *(slider.value for slider in sliders))

    for slider in sliders:
        slider.observe(update, names="value")
    update()
    display(widgets.VBox([*sliders, answer]))


def race_words(
    leader: Quantity, challenger: Quantity, leader_growth: float, challenger_growth: float, market: float
) -> str:
    """What follows from two growth rates and that of the market, in one sentence."""
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

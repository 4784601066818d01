"""A quantity in words: its value, or its bounds, with as many places as are known."""

import pytest

from marketshare.interval import Interval
from marketshare.quantity import Derivation, Passage, Quantity

PASSAGE = Passage("note", "1", "…", "…", "", "entity", "measure")
DERIVATION = Derivation("share_change", "end − start", {})


def quantity(value, low, high, unit="percent", *, origin=PASSAGE, decimals=None):
    return Quantity("id", "Label", unit, value, Interval(low, high), origin, decimals)


def test_a_value_outside_its_bounds_is_not_shown_as_the_number():
    """60多: 61 to 69."""
    assert quantity(60, 61, 69, "count").text == "61 to 69"
    assert quantity(60, 60, 69, "count").text == "60"


def test_a_lower_bound_is_shown_as_one():
    more_than = Quantity("id", "Label", "user", 2.5e8, Interval.at_least(2.5e8, closed=False), PASSAGE)
    assert more_than.text == "more than 250 million"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (quantity(42.9, 42.85, 42.95, decimals=1), "42.85 to 42.95%"),  # a printed figure: its rounding
        (quantity(3.5, 3.45, 3.55, "ratio", decimals=1), "3.45 to 3.55"),
        (quantity(42.9, 42.85, 42.95, decimals=1, origin=DERIVATION), "42.9 to 43.0%"),
        (quantity(42.4, 41.6, 43.2, decimals=0, origin=DERIVATION), "41.6 to 43.2%"),
        (quantity(42.45, 41.62, 43.28, decimals=2, origin=DERIVATION), "41.62 to 43.28%"),
        (quantity(2.4, 1.6, 3.2, "ratio", decimals=0, origin=DERIVATION), "1.6 to 3.2"),
        (quantity(42.9, 42.9, 42.9, decimals=1), "42.9%"),  # nothing is rounded
        (Quantity("id", "Label", "percent", 42.9, Interval.at_least(42.9), PASSAGE, 1), "at least 42.9%"),
        (quantity(2000, 1974.2, 2499.4, "hhi_point", decimals=0), "1,974 to 2,499"),
    ],
)
def test_bounds_show_a_place_more_where_rounding_made_them(given, expected):
    assert given.bounds_text == expected


def test_a_quantity_with_a_value_is_a_float():
    assert float(quantity(11.8, 11.75, 11.85)) == 11.8


def test_a_quantity_without_a_value_is_none():
    with pytest.raises(TypeError, match=r"^id has no one value, only bounds: 1,974\.0 to 2,499\.0; take \.bounds\.low"):
        float(quantity(None, 1974, 2499, "hhi_point"))


def test_in_html_a_quantity_has_its_sentence_and_those_of_its_inputs():
    passage = Passage("note", "7", "a <b> of 11.8%", "11.8%", "", "entity", "measure")
    given = quantity(11.8, 11.75, 11.85, origin=passage, decimals=1)
    derived = quantity(88.2, 88.15, 88.25, origin=Derivation("residual", "100 − Σ", {"shares": (given,)}), decimals=1)
    assert given._repr_html_() == (
        "<div><b>11.8%</b> Label <code>id</code><br>"
        "bounds [11.75, 11.85] percent; “a &lt;b&gt; of 11.8%” (note, line 7)</div>"
    )
    assert derived._repr_html_() == (
        "<details open><summary><b>88.2%</b> Label <code>id</code></summary>"
        "bounds [88.15, 88.25] percent; 100 − Σ: residual(shares=[id])"
        f"<ul><li>{given._repr_html_()}</li></ul></details>"
    )

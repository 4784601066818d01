"""Colours of entities: those of the data, and distinct ones for all others."""

from itertools import combinations, islice, pairwise

import pytest
from coloraide import Color

from marketshare.charts.style import INK
from marketshare.ledger.colours import colours, luminance, palette
from marketshare.ledger.tables import Row


def figures(**entities):
    """Rows of figures, each the share of an entity in a market."""
    return [
        Row(number, {"id": f"f{number}", "entity": entity, "market": market, "measure": "market-share"})
        for number, (entity, market) in enumerate(entities.items())
    ]


def entities(**colour):
    return {key: Row(0, {"id": key, "colour": given}) for key, given in colour.items()}


def test_an_entity_has_the_colour_that_its_row_has():
    assert colours(entities(a="#C0540D", b="#c0540d"), figures(a="m", b="n")) == {"a": "#c0540d", "b": "#c0540d"}


def test_entities_without_a_colour_have_different_ones_and_none_that_is_set():
    first, second = islice(palette(), 2)
    found = colours(entities(set=second, a="", b="", c=""), figures(a="m", b="m", c="m", set="m"))
    assert (found["set"], found["a"]) == (second, first)
    assert len(set(found.values())) == 4


def test_a_schema_without_the_column_leaves_all_colours_to_the_program():
    found = colours({key: Row(0, {"id": key}) for key in "ab"}, figures(a="m", b="m"))
    assert len(set(found.values())) == 2


def test_firms_of_one_market_have_colours_that_follow_each_other():
    found = colours(entities(), figures(a="m", x="", b="n", c="m"))
    assert [found[key] for key in ("a", "c", "b", "x")] == list(islice(palette(), 4))


def test_no_two_of_two_thousand_are_the_same():
    assert len(set(islice(palette(), 2000))) == 2000


def test_the_first_ten_are_told_apart_at_a_glance():
    """A CIEDE2000 of 1 is just noticeable side by side."""
    found = [Color(each) for each in islice(palette(), 10)]
    assert min(one.delta_e(other, method="2000") for one, other in combinations(found, 2)) > 15


def test_colours_that_follow_each_other_differ_in_greyscale():
    light = [Color(each).convert("lab-d65")["lightness"] for each in islice(palette(), 20)]
    assert min(abs(one - other) for one, other in pairwise(light)) > 15


@pytest.mark.parametrize("colour", list(islice(palette(), 24)))
def test_white_or_ink_can_be_read_on_it(colour):
    assert max(Color(ink).contrast(Color(colour)) for ink in ("white", INK)) >= 4.5


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ff0000", "#c0540d", "#0a0a0a"])
def test_luminance_is_that_of_the_web_guidelines(colour):
    assert luminance(colour) == pytest.approx(Color(colour).luminance(), abs=1e-3)

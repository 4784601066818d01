import pytest

from marketshare.font import FAMILY, FOLDER, missing_characters


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_both_weights_are_named_as_charts_and_pdf_ask_for_them(weight):
    from fontTools.ttLib import TTFont

    with TTFont(FOLDER / f"NotoSansSC-{weight}.otf", lazy=True) as font:
        names = font["name"]
        assert (names.getDebugName(16) or names.getDebugName(1)) == FAMILY


def test_gb_2312_and_big5_level_1_are_there():
    assert missing_characters("啊齄一龜乙纛") == []


def test_a_character_that_it_lacks_is_named():
    assert missing_characters("ok 𝄞") == ["𝄞"]


def test_every_formula_of_a_metric_can_be_drawn():
    import marketshare.metrics
    from marketshare.quantity import declared

    formulas = []
    for name in marketshare.metrics.__all__:
        try:
            formulas.append(declared(name).formula)
        except ValueError:
            continue  # not a metric: an exception, a type, compare
    assert len(formulas) > 10
    assert missing_characters("".join(formulas)) == []


def test_its_licence_stands_beside_it():
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text("utf-8")

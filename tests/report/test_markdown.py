import base64
import io
import re

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from marketshare.report.markdown import UnknownReferenceError, convert, markdown_blocks

PLACES = {"figure-hhi": "Figure 3", "table-shares": "Table 1"}


def converted(source, attachments=None):
    blocks = list(markdown_blocks("03_cloud", source, attachments))
    convert(blocks, PLACES)
    return blocks[0]


def test_a_reference_bears_the_number_that_it_has_in_the_report():
    block = converted("See [the chart](#figure-hhi).")
    assert block["html"] == '<p>See <a href="#figure-hhi" rel="noopener noreferrer">Figure 3</a>.</p>'
    assert block["typst"] == "See #link(<figure-hhi>)[Figure 3]."


def test_all_references_that_lead_nowhere_are_named():
    with pytest.raises(UnknownReferenceError) as caught:
        converted("See [it](#figure-hi) and [that](#table-x).")
    assert str(caught.value).splitlines() == [
        "notebooks/03_cloud.ipynb: [it](#figure-hi) leads nowhere; known are figure-hhi, table-shares",
        "notebooks/03_cloud.ipynb: [that](#table-x) leads nowhere; known are figure-hhi, table-shares",
    ]


def test_a_heading_inside_code_is_no_heading():
    (block,) = markdown_blocks("x", "```\n# not a heading\n```")
    assert block["kind"] == "markdown"


# Lists to tick


def test_a_list_to_tick_keeps_its_ticks_in_both():
    block = converted("- [x] done\n- [ ] open\n- ☐ typed")
    soup = BeautifulSoup(block["html"], "html.parser")
    assert [item.get_text(strip=True) for item in soup.find_all("li")] == ["☒ done", "☐ open", "☐ typed"]
    assert "\\[x\\] done" in block["typst"]
    assert "\\[ \\] open" in block["typst"]


# Formulas


@pytest.mark.parametrize(
    "formula",
    [
        "$100\\%$", "$a*b*c$", "$a\\,b$", "$x_1 + y_1$", "$\\{a\\}$", "$ a*b*c $", "$$\\sum_i s_i^2$$", "$<b>$",
        "$$\na \\\\\nb\n$$", "\\begin{align}\na &= b \\\\\n&= *c*\n\\end{align}", "\\\\(a*b*c\\\\)", "\\\\[a_b_c\\\\]",
        "$\\text{a `b` c}$", "$[x](y)$", "$a$ und $*b*$", "$#hash @at$", "*$a*b$*",
    ],
)  # fmt: skip
def test_a_formula_keeps_its_source_in_both(formula):
    block = converted(f"Before {formula} after")
    shown = BeautifulSoup(block["html"].replace("<br>", "\n"), "html.parser").get_text()
    wanted = formula.strip("*") if formula.startswith("*$") else formula
    assert "".join(shown.split()) == "".join(f"Before {wanted} after".split())
    plain = re.sub(r"\\(.)", r"\1", block["typst"].replace(" \\\n", " ")).replace("#emph[", "")
    assert "".join(re.sub(r"\W", "", wanted)) in re.sub(r"\W", "", plain)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("From $60 to *about* $80", "From $60 to about $80"),
        ("`$a*b$` and *c*", "$a*b$ and c"),
        ("```\n$a*b$ `x`\n```", "$a*b$ `x`"),
        ("~~~\n$a*b$\n~~~", "$a*b$"),
        ("    $a*b$", "$a*b$"),
        ("Escaped \\$5 and *x* \\$6", "Escaped $5 and x $6"),
        ("One $ and\n\n*two* $", "One $ and\ntwo $"),
        ("US$5, *then* 6$", "US$5, *then* 6$"),  # as Jupyter has it: a formula
        ("| a | b |\n|---|---|\n| $x_1$ | *y* |", "a\nb\n$x_1$\ny"),
    ],
)
def test_dollars_and_code_that_are_no_formula_are_read_as_ever(source, shown):
    text = BeautifulSoup(converted(source)["html"], "html.parser").get_text("\n", strip=True)
    assert "".join(text.split()) == "".join(shown.split())


# Pictures


def picture(size=(3, 2)):
    held = io.BytesIO()
    Image.new("RGB", size, "red").save(held, "PNG")
    return base64.b64encode(held.getvalue()).decode()


def test_an_attachment_is_shown_with_its_words_in_both():
    block = converted("See ![A *red* card](attachment:my%20card.png)!", {"my card.png": {"image/png": picture()}})
    image = BeautifulSoup(block["html"], "html.parser").img
    assert (image["src"], image["alt"]) == (f"data:image/png;base64,{picture()}", "A red card")
    ((name, content),) = block["pictures"].items()
    assert base64.b64decode(content) == base64.b64decode(picture())
    assert f'#picture("{name}", "A red card")' in block["typst"]


def test_a_picture_that_an_address_holds_is_shown():
    block = converted(f"![A card](data:image/png;base64,{picture()})")
    assert BeautifulSoup(block["html"], "html.parser").img["alt"] == "A card"
    assert len(block["pictures"]) == 1


def test_a_drawing_may_be_attached():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    block = converted("![A square](attachment:a.svg)", {"a.svg": {"image/svg+xml": drawing}})
    assert BeautifulSoup(block["html"], "html.parser").img["src"].startswith("data:image/svg+xml;base64,")
    assert ".svg" in block["typst"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("![A map](attachment:gone.png)", "A map (a picture that the cell does not hold: gone.png)"),
        ("![A map](attachment:bad.png)", "A map (a picture that cannot be read as PNG)"),
        ("![A map](attachment:run.svg)", "A map (a picture that has the element 'script', which draws nothing)"),
        ("![A map](attachment:page.html)", "A map (a picture that is of a kind that is not shown)"),
        ("![A map](map.png)", "A map (map.png)"),
        ("![A map](https://a.example/map.png)", "A map (https://a.example/map.png)"),
        ("![A map](data:image/png;base64,AAAA)", "A map (a picture that cannot be read as PNG)"),
    ],
)
def test_a_picture_that_is_not_shown_keeps_its_words_and_says_why(source, shown):
    attached = {"bad.png": {"image/png": "AAAA"}, "page.html": {"text/html": "<b>"}}
    attached["run.svg"] = {"image/svg+xml": "<svg><script>f()</script></svg>"}
    block = converted(source, attached)
    assert BeautifulSoup(block["html"], "html.parser").get_text() == shown
    assert block["pictures"] == {}


def test_words_of_a_picture_are_never_code_of_the_pdf():
    block = converted('![a "b" \\\\ #panic()](attachment:x.png)', {"x.png": {"image/png": picture()}})
    assert '"a \\"b\\" \\\\ #panic()")' in block["typst"]


def test_an_attachment_of_one_cell_is_not_that_of_another():
    blocks = [*markdown_blocks("a", "![x](attachment:x.png)", {"x.png": {"image/png": picture()}})]
    blocks += markdown_blocks("a", "![x](attachment:x.png)")
    convert(blocks, PLACES)
    assert ["<img" in block["html"] for block in blocks] == [True, False]

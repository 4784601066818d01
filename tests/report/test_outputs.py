"""Outputs that `show` did not make: what a reader of the page and of the PDF sees of each."""

import base64
import io
import json
import time

import nbformat
import pandas as pd
import pypdf
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from marketshare.report.document import document
from marketshare.report.html import render_html
from marketshare.report.pdf import COLUMNS, render_pdf
from marketshare.stored_form import WIDGET

FOREIGN_WORDS = "Straight from a cell of the notebook: nothing in it is linked or checked."


@pytest.fixture
def seen(study):
    """What a reader sees of a cell with such outputs: the section of the page, and the PDF."""

    def of(*outputs, source="x", tags=(), pdf=True):
        cell = nbformat.v4.new_code_cell(source, outputs=list(outputs), execution_count=1, metadata={"tags": [*tags]})
        return of_cells(cell, pdf=pdf)

    def of_cells(*cells, pdf=True):
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Why?"), *cells])
        content = document([("00_x", notebook)], study, title="x")
        section = BeautifulSoup(render_html(content), "html.parser").find(id="00_x")
        for code in section.select("details.source"):
            code.decompose()
        return section, pypdf.PdfReader(io.BytesIO(render_pdf(content))).pages[0] if pdf else None

    of.cells = of_cells
    return of


def display(**data):
    """An output with representations, by media type with underscores."""
    names = {"html": "text/html", "plain": "text/plain", "markdown": "text/markdown", "latex": "text/latex"}
    names |= {"svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif"}
    names |= {"json": "application/json", "script": "application/javascript", "pdf": "application/pdf"}
    names |= {"plotly": "application/vnd.plotly.v1+json", "widget": WIDGET}
    return nbformat.v4.new_output("display_data", {names[key]: value for key, value in data.items()})


def printed(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


def picture(form, size=(3, 2)):
    held = io.BytesIO()
    Image.new("RGB", size, "red").save(held, form)
    return base64.b64encode(held.getvalue()).decode()


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text x="1" y="20">Half 中</text>'
    '<rect x="1" y="1" width="9" height="9"/></svg>'
)


def bare(text):
    return "".join(text.split())


# Pictures


@pytest.mark.parametrize("form", ["png", "jpeg", "gif"])
def test_a_picture_is_shown_in_page_and_pdf_and_its_words_beside_it(seen, form):
    section, page = seen(display(**{form: picture(form.upper()), "plain": "A red card"}))
    assert section.img["src"].startswith(f"data:image/{form};base64,")
    assert section.img["alt"] == "A red card"
    assert [Image.open(io.BytesIO(image.data)).size for image in page.images] == [(3, 2)]


def test_a_drawing_is_shown_in_page_and_pdf(seen):
    section, page = seen(display(svg=DRAWING, plain="A drawing"))
    assert base64.b64decode(section.img["src"].removeprefix("data:image/svg+xml;base64,")).decode() == DRAWING
    assert "Half 中" in page.extract_text()


def test_a_drawing_without_the_namespace_that_pages_need_is_given_it(seen):
    section, page = seen(display(svg=DRAWING.replace(' xmlns="http://www.w3.org/2000/svg"', "")))
    assert base64.b64decode(section.img["src"].removeprefix("data:image/svg+xml;base64,")).decode() == DRAWING
    assert "Half 中" in page.extract_text()


def test_a_picture_of_plain_matplotlib_is_in_the_pdf(seen):
    from matplotlib.figure import Figure

    held = io.BytesIO()
    Figure(figsize=(2, 1), dpi=50).savefig(held, format="png")
    _, page = seen(display(png=base64.b64encode(held.getvalue()).decode(), plain="<Figure size 100x50 with 0 Axes>"))
    assert [Image.open(io.BytesIO(image.data)).size for image in page.images] == [(100, 50)]


def test_the_words_that_a_cell_gives_to_a_picture_are_those_of_the_page(seen):
    output = display(png=picture("PNG"), plain="<IPython.core.display.Image object>")
    output.metadata["image/png"] = {"alt": "A red card"}
    assert seen(output, pdf=False)[0].img["alt"] == "A red card"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"png": "AAAA"}, "image/png, which cannot be read as PNG"),
        ({"png": picture("PNG")[:60]}, "image/png, which cannot be read as PNG"),
        ({"png": picture("GIF")}, "image/png, which cannot be read as PNG"),
        ({"gif": "!"}, "image/gif, which cannot be read as GIF"),
        ({"png": picture("PNG", (10_000, 5_001))}, "image/png, which has 50,010,000 dots, expected at most 50,000,000"),
        ({"svg": "<svg><script>f()</script></svg>"}, "which has the element 'script', which draws nothing"),
        ({"svg": '<svg xmlns="http://www.w3.org/2000/svg"><path></svg>'}, "image/svg+xml, which cannot be drawn"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_named_in_its_place(seen, data, said):
    section, page = seen(display(**data, plain="Its words"))
    assert section.img is None
    assert said in section.find("p", class_="omission", string=lambda words: "Left out" in words).string
    assert section.pre.string == "Its words"
    assert bare(said) in bare(page.extract_text())


def test_a_picture_stands_for_a_drawing_that_cannot_be_shown(seen):
    section, _ = seen(display(svg="<svg><script/></svg>", png=picture("PNG")), pdf=False)
    assert section.img["src"].startswith("data:image/png")


# Tables, and other HTML


def test_a_table_of_pandas_stands_in_rows_and_columns_in_both(seen):
    frame = pd.DataFrame({"firm": ["Alibaba & Co", "腾讯"], "share": [42.9, 11.8]})
    section, page = seen(display(html=frame._repr_html_(), plain=str(frame)))
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in section.table.find_all("tr")]
    assert rows == [["", "firm", "share"], ["0", "Alibaba & Co", "42.9"], ["1", "腾讯", "11.8"]]
    lines = page.extract_text(extraction_mode="layout").splitlines()
    head, first, second = (next(line for line in lines if word in line) for word in ("firm", "42.9", "11.8"))
    assert (first.split(), second.split()) == (["0", "Alibaba", "&", "Co", "42.9"], ["1", "腾讯", "11.8"])
    assert head.index("firm") == first.index("Alibaba")
    assert head.index("share") == first.index("42.9")


def test_a_table_with_heads_of_two_levels_is_set(seen):
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")]))
    _, page = seen(display(html=frame._repr_html_()))
    assert page.extract_text().count("a\n") == 1


ODD_HTML = [
    "<table></table>x", "<table><tr></tr></table>x", "<table><tr><td></td></tr></table>x",
    "<table><thead><tr><th>h</th></tr></thead></table>", "<ul></ul>x", "<ol start=-3><li>x</ol>", "<h1></h1>x",
    "<table><tr><td colspan=9 rowspan=9>x</td></tr><tr><td>y</td></tr></table>", "<a href='#nowhere'>x</a>",
    "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>", "<blockquote></blockquote>x", "<hr>x",
    "<details><summary>x</summary>y</details>", "<dl><dt>x</dt></dl>", "x<sub>2</sub>",
    "<p>#panic() $x$ @y <z></p>x",
    "<table><tr><td colspan=0>x</td></tr></table>", "<table><tr><td rowspan=0>x</td></tr></table>",
    "<table><caption>x</caption><tr><td>y</td><td></td></tr><tr><td>z</td></tr></table>", "<pre>x\n  y</pre>",
]  # fmt: skip
"""HTML of which pandoc makes what Typst refuses, or might."""


def test_any_html_can_be_typeset(seen):
    _, page = seen(*(display(html=markup) for markup in ODD_HTML))
    assert page.extract_text().count(FOREIGN_WORDS) > 5


@pytest.mark.parametrize("markup", ["<q><del><div>one</div></del></q> two", "<q><img alt=x></q><p>one</p>two"])
def test_html_that_pandoc_cannot_read_is_text_in_the_pdf_and_takes_nothing_else_with_it(seen, markup):
    frame = "<table><tr><td>a</td><td>b</td></tr></table>"
    _, page = seen(display(html=markup), display(html=frame))
    assert bare("one two") in bare(page.extract_text())
    assert "a b" in page.extract_text()


@pytest.mark.parametrize(
    ("markup", "lost"),
    [
        ("<p>kept</p><svg><path/></svg>", "svg"),
        ("<p>kept</p><script>f()</script><iframe src=x></iframe>", "iframe, script"),
        ("<p>kept</p><img src=http://a.example/x.png>", "1 picture that would be loaded from elsewhere"),
        ("<p>kept</p><video src=x></video>", "video"),
    ],
)
def test_what_html_loses_is_named_below_it(seen, markup, lost):
    section, page = seen(display(html=markup))
    assert section.find("div", class_="foreign").get_text() == "kept"
    words = f"Left out here, of the output above: {lost}."
    assert words in [p.string for p in section.find_all("p", class_="omission")]
    assert bare(words) in bare(page.extract_text())


def test_html_of_which_nothing_is_left_is_named_and_its_text_stands_for_it(seen):
    section, _ = seen(display(html="<div><script>draw()</script></div>", plotly={}, plain="Figure({})"), pdf=False)
    assert section.pre.string == "Figure({})"
    assert (
        "Left out here: text/html, which holds nothing but what would run, load or be styled; "
        "application/vnd.plotly.v1+json." in section.get_text()
    )


def test_a_picture_within_html_is_in_the_pdf(seen):
    section, page = seen(display(html=f"<img alt='A card' src='data:image/png;base64,{picture('PNG')}'>"))
    assert section.img["alt"] == "A card"
    assert len(page.images) == 1


def test_a_damaged_picture_within_html_is_named(seen):
    section, page = seen(display(html="kept <img alt='A card' src='data:image/png;base64,AAAA'>"))
    assert "1 picture that would be loaded from elsewhere" in section.get_text()
    assert len(page.images) == 0


# Other kinds


def test_markdown_of_a_cell_is_set_as_markdown(seen):
    section, page = seen(display(markdown="# Big\n\n- **one**", plain="<IPython.core.display.Markdown object>"))
    assert [tag.string for tag in section.find_all("strong")] == ["Big", "one"]
    assert "<IPython" not in section.get_text() + page.extract_text()


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"latex": "$\\frac{a}{b}$"}, "$\\frac{a}{b}$"),
        ({"json": {"a": [1, "中"]}}, '{\n  "a": [\n    1,\n    "中"\n  ]\n}'),
        ({"json": "text"}, '"text"'),
        ({"plain": "a  b\n   c"}, "a  b\n   c"),
    ],
)
def test_source_and_data_are_shown_as_text(seen, data, shown):
    section, page = seen(display(**{"plain": "<object>", **data}))
    assert section.pre.string == shown
    assert bare(shown) in bare(page.extract_text())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"widget": {"model_id": "0"}}, "Left out here: a control, which works only where the notebook runs."),
        ({"script": "f()"}, "Left out here: a script."),
        ({"pdf": "JVBERg=="}, "Left out here: a PDF."),
        ({"plotly": {"data": []}}, "Left out here: application/vnd.plotly.v1+json."),
    ],
)
def test_what_nothing_can_show_is_named_in_its_place(seen, data, said):
    section, page = seen(display(**data))
    assert [p.string for p in section.find_all("p", class_="omission")] == [said]
    assert bare(said) in bare(page.extract_text())


def test_a_raw_cell_is_shown_as_text(seen):
    section, page = seen.cells(nbformat.v4.new_raw_cell("---\ntitle: <b>x</b>"))
    assert section.pre.string == "---\ntitle: <b>x</b>"
    assert "title: <b>x</b>" in page.extract_text()


# Printed text


def test_colours_of_a_terminal_are_left_out_of_the_text(seen):
    section, page = seen(printed("\x1b[1;31mred\x1b[0m and \x1b[38;5;208morange\x1b[39m"))
    assert section.pre.string == "red and orange"
    assert "red and orange" in page.extract_text()


def test_of_a_progress_bar_the_end_is_shown(seen):
    section, page = seen(*(printed(f"\r{done:3}%|bar", "stderr") for done in range(0, 101, 5)), printed("\n", "stderr"))
    assert section.pre.string.strip() == "100%|bar"
    assert page.extract_text().count("%") == 1


def test_windows_line_ends_are_line_ends(seen):
    assert seen(printed("a\r\nb\r\n"), pdf=False)[0].pre.string == "a\nb\n"


def test_what_is_printed_in_pieces_stands_in_one(seen):
    section, _ = seen(printed("a"), printed("b\n"), printed("c", "stderr"), printed("d"), pdf=False)
    assert [pre.string for pre in section.find_all("pre", class_="foreign")] == ["ab\n", "c", "d"]


def test_of_ten_megabytes_the_beginning_is_shown_and_the_rest_counted(seen):
    begin = time.monotonic()
    section, page = seen(printed("0123456789" * 1_000_000))
    assert len(section.pre.string) == 20_000
    words = "Left out here: 9,980,000 of 10,000,000 characters."
    assert words in section.get_text()
    assert time.monotonic() - begin < 20
    assert page.extract_text()


@pytest.mark.parametrize(("lines", "left_out"), [(199, False), (200, False), (201, True)])
def test_of_many_lines_the_first_ones_are_shown(seen, lines, left_out):
    section, _ = seen(printed("line\n" * lines), pdf=False)
    assert section.pre.string.count("line") == min(lines, 200)
    assert ("Left out here: 5 of 1,005 characters" in section.get_text()) == left_out


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_long_markup_is_not_shown_but_its_text_is(seen, kind):
    section, _ = seen(display(**{kind: "<b>x</b>" * 200_000, "plain": "short"}), pdf=False)
    assert section.pre.string == "short"
    assert "1,600,000 characters, expected at most" in section.get_text()


def test_columns_that_were_aligned_by_spaces_stay_aligned_in_the_pdf(seen):
    _, page = seen(printed("iiiiii 1\nWWWWWW 2\n中文中 3"))
    fonts = {font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()}
    assert any("DejaVuSansMono" in font for font in fonts)


@pytest.mark.parametrize("char", ["W", "中"])
def test_a_line_wider_than_the_page_goes_on_in_the_next_one(seen, char):
    _, page = seen(printed(char * 300))
    edges = []
    page.extract_text(visitor_text=lambda text, _, at, __, size: edges.append((at[4], text.strip(), size)))
    lines = [text for _, text, _ in edges if text and set(text) <= {char, "\n"}]
    assert sum(text.count(char) for text in lines) == 300
    longest = max(len(line) for text in lines for line in text.split("\n"))
    assert longest <= COLUMNS // (2 if char == "中" else 1)


# What is said of them


def test_what_is_not_linked_says_so_and_the_page_does_too(seen):
    section, page = seen(printed("42.9"))
    assert FOREIGN_WORDS in [p.string for p in section.find_all("p", class_="omission")]
    assert bare(FOREIGN_WORDS) in bare(page.extract_text())
    assert "Outputs that come straight from a cell say so; nothing in them is linked." in page.extract_text().replace(
        "\n", " "
    )
    assert section.select("a.number") == []


def test_a_page_without_such_outputs_does_not_speak_of_them(seen):
    section, page = seen()
    assert "straight from a cell" not in section.get_text().lower() + page.extract_text().lower()


def test_a_cell_that_is_not_to_be_run_shows_nothing_as_if_it_had(seen):
    section, page = seen(printed("old"), tags=["skip-execution"])
    words = "A cell was left out here: its tag skip-execution says that it is not to be run."
    assert [p.string for p in section.find_all("p", class_="omission")] == [words]
    assert "old" not in section.get_text()
    assert bare(words) in bare(page.extract_text())


def test_a_notebook_that_was_not_run_says_so_first(seen):
    cells = [nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_code_cell(" "), nbformat.v4.new_code_cell("x")]
    cells.append(nbformat.v4.new_code_cell("y", execution_count=1))
    section, page = seen.cells(*cells)
    words = "This notebook was not run, or not to its end: 2 of its 3 code cells have no outputs."
    assert section.h2.find_next_sibling().string == words
    assert bare(words) in bare(page.extract_text())


def test_an_error_that_a_cell_was_allowed_is_shown(seen):
    section, _ = seen(nbformat.v4.new_output("error", ename="KeyError", evalue="\x1b[31m'x'", traceback=[]), pdf=False)
    assert section.pre.string == "KeyError: 'x'"


def test_names_of_notebooks_become_addresses_that_a_page_can_have(study):
    cell = nbformat.v4.new_markdown_cell("# Why?\n\n## Limits")
    pairs = [(name, nbformat.v4.new_notebook(cells=[cell])) for name in ("00_a b", "00_a (b", "00_a-b", "01_中.文")]
    content = document(pairs, study, title="x")
    assert [section["id"] for section in content["sections"]] == ["00_a-b", "00_a-b-2", "00_a-b-3", "01_中-文"]
    page = BeautifulSoup(render_html(content), "html.parser")
    found = [tag["id"] for tag in page.find_all(id=True)]
    assert len(found) == len(set(found))
    assert {"00_a-b--limits", "00_a-b-2--limits"} <= set(found)
    assert json.dumps(found).count(" ") == len(found) - 1
    assert render_pdf(content).startswith(b"%PDF")

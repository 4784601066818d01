import base64
import io
import re
from itertools import pairwise

import nbformat
import pypdf
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from PIL import Image

from marketshare import notebooks
from marketshare.font import FOLDER
from marketshare.report.document import document
from marketshare.report.html import render_html
from marketshare.report.pdf import render_pdf


@pytest.fixture(scope="module")
def content(root, study):
    stored = [(path.stem, notebooks.read(path)) for path in notebooks.paths(root)]
    return document(stored, study, title="Tencent against Alibaba")


@pytest.fixture(scope="module")
def pdf(content):
    return pypdf.PdfReader(io.BytesIO(render_pdf(content)))


@pytest.fixture(scope="module")
def pages(pdf):
    return [page.extract_text() for page in pdf.pages]


@pytest.fixture(scope="module")
def runs(pdf):
    """Each run of text with where it begins, in points."""
    found = []

    def seen(words, page, line, _font, _size):
        if words.strip():
            found.append((words.strip(), page[0] * line[4] + page[4]))

    for page in pdf.pages:
        page.extract_text(visitor_text=seen)
    return found


@pytest.fixture(scope="module")
def text(pages):
    return re.sub(r"\s", "", "".join(pages))


def bare(words):
    return re.sub(r"[\s⏎]", "", words)


def test_every_quote_can_be_copied_out_character_for_character(text, study):
    assert [f.id for f in study.ledger.figures.values() if bare(f["quote"]) not in text] == []


def test_every_line_of_the_note_is_in_it(text, study):
    (note,) = study.ledger.notes.values()
    assert [line for line in note.lines if bare(line) not in text] == []


def test_every_number_of_the_report_is_in_it(text, content):
    numbers = [
        segment["text"]
        for section in content["sections"]
        for block in section["blocks"]
        for segment in (s for paragraph in block.get("paragraphs", ()) for s in paragraph)
        if "number" in segment
    ]
    assert numbers
    assert [number for number in numbers if bare(number) not in text] == []


def test_every_caption_is_in_it(text, content):
    captions = [
        "".join(segment["text"] for segment in block["caption"])
        for section in content["sections"]
        for block in section["blocks"]
        if "caption" in block
    ]
    assert [caption for caption in captions if bare(caption) not in text] == []


def test_it_is_tagged_and_tells_title_and_language(pdf):
    catalog = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].startswith("en")
    assert catalog["/StructTreeRoot"]["/K"]
    assert pdf.metadata.title == "Tencent against Alibaba"


def test_it_has_a_bookmark_for_each_section(pdf, content):
    titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    assert titles[0] == "In short"
    assert [section["title"] for section in content["sections"]] == titles[1 : len(content["sections"]) + 1]


def test_it_declares_pdf_ua_1(pdf):
    assert b"pdfuaid:part>1" in pdf.trailer["/Root"]["/Metadata"].get_data().replace(b'="1"', b">1")


def test_a_long_table_repeats_its_head_on_every_page(pages):
    pages = [re.sub(r"\s+", " ", page) for page in pages]
    (first,) = [number for number, words in enumerate(pages) if "Statements that would need a figure" in words]
    last = next(number for number, words in enumerate(pages) if "The claims stand in data/claims.csv" in words)
    assert last - first > 3
    assert all("Claim Because" in words for words in pages[first:last])


@pytest.mark.parametrize(("head", "following"), [("Measured", "Threshold"), ("Threshold", "Met"), ("Bounds", "Line")])
def test_no_head_of_a_column_touches_the_next_one(runs, head, following):
    """Where a column takes little of a table's width, its head still fits into it."""
    with TTFont(FOLDER / "NotoSansSC-Bold.otf") as font:
        glyphs, widths = font.getBestCmap(), font["hmtx"]
        wide = sum(widths[glyphs[ord(letter)]][0] for letter in head) / font["head"].unitsPerEm * 8
    pairs = [pair for pair in pairwise(runs) if (pair[0][0], pair[1][0]) == (head, following)]
    assert pairs
    assert min(second[1] - first[1] for first, second in pairs) > wide + 4


def test_a_tall_table_begins_below_the_words_before_it(pages):
    (page,) = [page for page in pages if "Merger guidelines draw lines on the HHI. They speak of mergers; here" in page]
    assert "SAMR, guideline" in page


def test_every_page_has_its_number(pages):
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page


def test_its_fonts_are_embedded(pdf):
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("NotoSansSC" in name for name in fonts)


def test_it_is_the_same_bytes_each_time(content):
    assert render_pdf(content) == render_pdf(content)


CODE = ['#panic("typst")', "$sys.version$", "= heading", "`#raw`", "\\LaTeX{}", "@label <b>"]


@pytest.mark.parametrize("source", CODE)
def test_typst_and_latex_code_in_a_cell_is_text(study, source):
    cells = [nbformat.v4.new_markdown_cell("# Why?"), nbformat.v4.new_markdown_cell(source)]
    output = nbformat.v4.new_output("stream", name="stdout", text=source)
    cells.append(nbformat.v4.new_code_cell("x", outputs=[output]))
    made = render_pdf(document([("x", nbformat.v4.new_notebook(cells=cells))], study, title=source))
    assert bare(source) in bare("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages))


# What HTML says, PDF says too, in the same order


def dense(words):
    return re.sub(r"\s", "", words).replace("•", "·")  # one glyph in the font; pypdf reads it as the other


@pytest.fixture(scope="module")
def html(content):
    return BeautifulSoup(render_html(content), "html.parser").main


@pytest.fixture(scope="module")
def printed(pages, content):
    """Its text after the contents, without running heads and page numbers."""
    whole = dense("".join(re.sub(rf"^{content['title']}\s|\d+ / \d+\s*$", "", page) for page in pages))
    return whole[whole.index("Contents") :]


def first_out_of_order(wanted, text):
    """The first of these that does not come after the ones before it; None if all do."""
    start = 0
    for words in wanted:
        found = text.find(dense(words), start)
        if found < 0:
            return words
        start = found + len(dense(words))
    return None


def test_captions_stand_in_the_same_order(html, printed):
    captions = [caption.get_text() for caption in html.find_all("figcaption")]
    assert len(captions) > 40
    assert first_out_of_order(captions, printed) is None


def test_headings_stand_in_the_same_order(html, printed, content):
    sections = [html.find(id=section["id"]) for section in content["sections"]]
    headings = [heading.get_text() for section in sections for heading in section.find_all(["h2", "h3"])]
    assert len(headings) > 40
    assert first_out_of_order(headings, printed[printed.index("Thenote,linebyline") :]) is None


def test_numbers_stand_in_the_same_order(html, printed, content):
    sections = [html.find(id=section["id"]) for section in content["sections"]]
    numbers = [
        link.get_text()
        for section in sections
        for link in section.find_all("a", class_="number")
        if not link.find_parent("table")
    ]
    assert len(numbers) > 30
    assert first_out_of_order(numbers, printed[printed.index("Thenote,linebyline") :]) is None


def test_every_cell_of_a_table_and_of_the_data_under_a_chart_is_in_both(html, printed):
    cells = [cell.get_text() for table in html.find_all("figure") for cell in table.find_all(["th", "td"])]
    assert len(cells) > 1000
    assert [cell for cell in cells if dense(cell) not in printed] == []


def test_the_summary_gives_the_answers_again(html):
    answers = [paragraph.get_text() for box in html.find_all(class_="answer") for paragraph in box.find_all("p")]
    assert [paragraph.get_text() for paragraph in html.find(id="summary").find_all("p")] == answers


def test_a_reference_in_the_text_bears_the_number_of_the_figure(html):
    references = [link for link in html.select("section p a[href^='#figure-']") if not link.find_parent("figure")]
    assert references
    for link in references:
        caption = html.find(id=link["href"].removeprefix("#")).figcaption.b.get_text()
        assert link.get_text() + "." == caption


def test_lists_within_lists_have_signs_that_the_font_has(study):
    cell = nbformat.v4.new_markdown_cell("# Why?\n\n- a\n  - b\n    - c\n      - d\n        1. e")
    made = document([("x", nbformat.v4.new_notebook(cells=[cell]))], study, title="x")
    text = pypdf.PdfReader(io.BytesIO(render_pdf(made))).pages[0].extract_text()
    assert re.findall(r"[•–] ?\s*[a-d]", text) == ["• a", "– b", "• c", "– d"]


def test_what_markdown_holds_is_in_it(study):
    held = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(held, "PNG")
    source = "# Why?\n\n$100\\%$ and $a*b*c$ and $a\\,b$\n\n- [x] done\n- [ ] open\n\n![A card](attachment:a.png)"
    cell = nbformat.v4.new_markdown_cell(source)
    cell["attachments"] = {"a.png": {"image/png": base64.b64encode(held.getvalue()).decode()}}
    made = document([("x", nbformat.v4.new_notebook(cells=[cell]))], study, title="x")
    page = pypdf.PdfReader(io.BytesIO(render_pdf(made))).pages[0]
    text = page.extract_text()
    assert "$100\\%$ and $a*b*c$ and $a\\,b$" in text
    assert ["[x] done" in text, "[ ] open" in text] == [True, True]
    assert [Image.open(io.BytesIO(image.data)).size for image in page.images] == [(3, 2)]

"""What one form of the report says, the other says too, in the same order."""

import io
import re

import pypdf
import pytest
from bs4 import BeautifulSoup

from marketshare import notebooks
from marketshare.report.document import document
from marketshare.report.html import render_html
from marketshare.report.pdf import render_pdf
from marketshare.studies import Study


def bare(words):
    return re.sub(r"\s", "", words).replace("•", "·")  # one glyph in the font; pypdf reads it as the other


@pytest.fixture(scope="module")
def content(request):
    root = request.config.rootpath
    stored = [(path.stem, notebooks.read(path)) for path in notebooks.paths(root)]
    return document(stored, Study.at(root), title="Report")


@pytest.fixture(scope="module")
def html(content):
    return BeautifulSoup(render_html(content), "html.parser").main


@pytest.fixture(scope="module")
def pdf(content):
    """Its text after the contents, without running heads and page numbers."""
    pages = pypdf.PdfReader(io.BytesIO(render_pdf(content))).pages
    texts = [re.sub(r"^Report\s|\d+ / \d+\s*$", "", page.extract_text()) for page in pages]
    whole = bare("".join(texts))
    return whole[whole.index("Contents") :]


def first_out_of_order(wanted, text):
    """The first of these that does not come after the ones before it; None if all do."""
    start = 0
    for words in wanted:
        found = text.find(bare(words), start)
        if found < 0:
            return words
        start = found + len(bare(words))
    return None


def test_captions_stand_in_the_same_order(html, pdf):
    captions = [caption.get_text() for caption in html.find_all("figcaption")]
    assert len(captions) > 40
    assert first_out_of_order(captions, pdf) is None


def test_headings_stand_in_the_same_order(html, pdf, content):
    sections = [html.find(id=section["id"]) for section in content["sections"]]
    headings = [heading.get_text() for section in sections for heading in section.find_all(["h2", "h3"])]
    assert len(headings) > 40
    assert first_out_of_order(headings, pdf[pdf.index("Thenote,linebyline") :]) is None


def test_numbers_stand_in_the_same_order(html, pdf, content):
    sections = [html.find(id=section["id"]) for section in content["sections"]]
    numbers = [
        link.get_text()
        for section in sections
        for link in section.find_all("a", class_="number")
        if not link.find_parent("table")
    ]
    assert len(numbers) > 30
    assert first_out_of_order(numbers, pdf[pdf.index("Thenote,linebyline") :]) is None


def test_every_cell_of_a_table_and_of_the_data_under_a_chart_is_in_both(html, pdf):
    cells = [cell.get_text() for table in html.find_all("figure") for cell in table.find_all(["th", "td"])]
    assert len(cells) > 1000
    assert [cell for cell in cells if bare(cell) not in pdf] == []


def test_the_summary_gives_the_answers_again(html):
    answers = [paragraph.get_text() for box in html.find_all(class_="answer") for paragraph in box.find_all("p")]
    assert [paragraph.get_text() for paragraph in html.find(id="summary").find_all("p")] == answers


def test_a_reference_in_the_text_bears_the_number_of_the_figure(html):
    references = [link for link in html.select("section p a[href^='#figure-']") if not link.find_parent("figure")]
    assert references
    for link in references:
        caption = html.find(id=link["href"].removeprefix("#")).figcaption.b.get_text()
        assert link.get_text() + "." == caption

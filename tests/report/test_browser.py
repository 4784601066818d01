"""The HTML report in a browser, as a reader meets it."""

import io
import threading
from pathlib import Path
from unicodedata import normalize

import pypdf
import pytest
from chromium import needs_chromium

from marketshare import notebooks
from marketshare.report.document import document
from marketshare.report.html import render_html
from marketshare.report.pages import Pages
from marketshare.studies import Study

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(root, tmp_path_factory):
    return written(notebooks.paths(root), root, tmp_path_factory)


@pytest.fixture(scope="module")
def short_address(root, tmp_path_factory):
    """A report of two notebooks, which has every kind of element that the whole has, and fewer of each."""
    return written(notebooks.paths(root)[:2], root, tmp_path_factory)


def written(paths, root, tmp_path_factory):
    stored = [(path.stem, notebooks.read(path)) for path in paths]
    html = render_html(document(stored, Study.at(root), title="Report"))
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html, "utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser):
    """A function that opens an address, and keeps what the page complains of and asks for."""
    pages = []

    def at(address):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(address)
        pages.append(page)
        return page

    yield at
    for page in pages:
        page.close()


@pytest.fixture
def page(opened, short_address):
    return opened(short_address)


@pytest.fixture
def whole(opened, address):
    return opened(address)


def test_a_click_on_a_number_opens_its_card(page):
    page.locator("a.number").first.click()
    assert page.locator("dialog").evaluate("card => card.open")
    assert "阿里云稳居国内云计算行业龙头" in page.locator("dialog").inner_text()


def test_the_keyboard_opens_a_card_and_leads_on_to_the_passage(page):
    page.locator('a.number[data-id="cloud-share-tencent-2018"]').first.focus()
    page.keyboard.press("Enter")
    page.locator("dialog a", has_text="line 89").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#source-cloud-share-tencent-2018")
    assert not page.locator("dialog").evaluate("card => card.open")


def test_a_card_leads_from_a_derived_number_to_its_inputs(page):
    page.locator('a.number[data-id="china-cloud-2018-hhi"]').first.click()
    page.locator("dialog a", has_text="Tencent Cloud, market share").first.click()
    assert "腾讯云以位居第二（11.8%）" in page.locator("dialog").inner_text()


def test_the_card_of_a_derived_number_quotes_its_figures_and_leads_to_their_lines(whole):
    whole.locator('a.number[data-id="china-cloud-2018-lead"]').first.click()
    assert "阿里云稳居国内云计算行业龙头" in whole.locator("dialog").inner_text()
    whole.locator("dialog a", has_text="line 89").first.click()
    assert whole.url.endswith("#source-cloud-share-alibaba-2018")


def test_escape_closes_a_card(page):
    page.locator("a.number").first.click()
    page.keyboard.press("Escape")
    assert not page.locator("dialog").evaluate("card => card.open")


def test_nothing_is_asked_of_the_network_and_nothing_complained_of(whole):
    whole.locator("a.number").first.click()
    assert [url for url in whole.asked if not url.startswith(("file:", "data:"))] == []
    assert whole.said == []


def test_contents_follow_the_reader(whole):
    whole.locator("#\\30 3_cloud h2").scroll_into_view_if_needed()
    whole.evaluate("document.getElementById('03_cloud').scrollIntoView()")
    whole.wait_for_selector('nav a[href="#03_cloud"][aria-current]')
    assert whole.locator("nav a[aria-current]").count() == 1


def test_nothing_is_wider_than_the_page(whole):
    def overflows(width):
        whole.set_viewport_size({"width": width, "height": 900})
        return whole.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    assert [width for width in (360, 768, 1440) if overflows(width)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_breaks_no_rule_of_accessibility(page, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    # what is dark differs in its colours alone
    only = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if scheme == "dark" else None
    found = Axe().run(page, options=only)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []


@pytest.mark.soak
def test_the_whole_report_breaks_no_rule_of_accessibility(whole):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(whole)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []


def test_without_javascript_links_still_lead(browser, short_address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(short_address)
    page.locator('a.number[data-id="cloud-share-tencent-2018"]').first.click()
    assert page.url.endswith("#number-cloud-share-tencent-2018")
    page.locator("#number-cloud-share-tencent-2018 a").click()
    assert page.url.endswith("#source-cloud-share-tencent-2018")
    context.close()


def test_one_file_of_less_than_two_megabytes(address):
    assert Path(address.removeprefix("file://")).stat().st_size < 2_000_000


def test_on_paper_the_summary_is_one_page_and_what_is_closed_stays_away(whole):
    printed = pypdf.PdfReader(io.BytesIO(whole.pdf(prefer_css_page_size=True, page_ranges="1-2")))
    summary, first = (page.extract_text() for page in printed.pages)
    last = whole.locator("#summary p").last.inner_text()
    assert "".join(last.split()) in "".join(normalize("NFKC", summary).split())  # ligatures
    assert "The answer" not in summary
    assert "The answer" in first
    assert "Data of this figure" not in first


def test_a_watched_page_that_is_built_anew_keeps_its_place_and_what_was_opened(opened, short_address, tmp_path):
    html = Path(short_address.removeprefix("file://")).read_text("utf-8")
    pages = Pages(tmp_path)
    threading.Thread(target=pages.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        pages.show(html.encode())
        page = opened(pages.address)
        place = "el => el.getBoundingClientRect().top"
        part = page.locator("details.data").last
        part.locator("summary").click()
        page.evaluate("window.scrollBy(0, 37)")
        before = part.evaluate(place)
        longer = html.replace('<p class="lead">', '<p id="new">' + "New words. " * 300 + '</p><p class="lead">', 1)
        pages.show(longer.encode())
        page.wait_for_selector("#new", state="attached")
        page.wait_for_function("document.readyState === 'complete'")
        page.wait_for_timeout(100)
        assert page.evaluate("document.querySelectorAll('details[open]').length") == 1
        assert part.evaluate("el => el.open")
        assert abs(part.evaluate(place) - before) < 3
        pages.tell("data/x.csv:3: <b>wrong</b>")
        assert page.locator("#build-error").inner_text() == "data/x.csv:3: <b>wrong</b>"
        pages.show(longer.encode())
        page.wait_for_selector("#build-error", state="detached")
        assert [said for said in page.said if "favicon" not in said and "404" not in said] == []
    finally:
        pages.shutdown()
        pages.server_close()

import base64
import hashlib
import re
from html.parser import HTMLParser

import nbformat
import pytest

from marketshare import notebooks, show
from marketshare.report.document import document
from marketshare.report.html import render_html


@pytest.fixture(scope="module")
def content(root, study):
    stored = [(path.stem, notebooks.read(path)) for path in notebooks.paths(root)]
    return document(stored, study, title="Report")


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.text = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def attributes(self, name):
        return [attrs[name] for _, attrs in self.tags if name in attrs]


@pytest.fixture(scope="module")
def page(content):
    return Page(render_html(content))


def test_figures_and_tables_are_numbered_through(content):
    blocks = [block for section in content["sections"] for block in section["blocks"]]
    for kind in ("chart", "table"):
        positions = [block["position"] for block in blocks if block["kind"] == kind]
        assert positions == list(range(1, len(positions) + 1))


def test_each_notebook_is_a_section_titled_by_its_question(content):
    assert [section["id"] for section in content["sections"]][:2] == ["00_overview", "01_revenue_mix"]
    assert all(section["title"].endswith("?") for section in content["sections"])


def test_each_line_of_the_note_is_printed_whole(content, study):
    (note,) = content["notes"]
    printed = ["".join(piece["text"] for piece in line["pieces"]) for line in note["lines"]]
    lines = list(study.ledger.notes[note["id"]].lines)
    assert printed == lines[: len(printed)]
    assert not any(lines[len(printed) :])


def test_each_figure_is_marked_where_it_is_printed(content, study):
    marked = {
        key: (line["number"], piece["text"])
        for line in content["notes"][0]["lines"]
        for piece in line["pieces"]
        for key in piece["ids"]
    }
    (note,) = study.ledger.notes.values()
    assert marked == {
        key: (note.place(figure["line"], figure["quote"], figure["printed"])[0], figure["printed"])
        for key, figure in study.ledger.figures.items()
    }


def test_every_link_leads_to_a_place_on_the_page(page):
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    links = page.attributes("href")
    assert links
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= set(ids)


def test_every_number_links_to_its_derivation(page):
    numbers = [attrs for tag, attrs in page.tags if tag == "a" and attrs.get("class") == "number"]
    assert len(numbers) > 50
    assert all(attrs["href"] == f"#number-{attrs['data-id']}" for attrs in numbers)


def test_every_number_hovers_its_sentence_or_formula(page):
    hints = {a["data-id"]: a["title"] for t, a in page.tags if t == "a" and a.get("class") == "number"}
    assert hints["cloud-share-tencent-2018"] == "Line 89: 腾讯云以位居第二（11.8%）"
    assert hints["china-cloud-2016-2018-change-tencent-cloud"] == "end − start = 4.4 to 4.6 pp"


def test_a_derivation_leads_to_the_figures_and_they_to_the_note(page):
    links = page.attributes("href")
    assert "#number-cloud-share-tencent-2018" in links
    assert "#source-cloud-share-tencent-2018" in links


def test_the_page_asks_for_nothing_outside_itself(page, content):
    html = render_html(content)
    assert not re.findall(r"""(?:src|href|action|data|poster)=["'](?!#|data:image/|data:text/csv)""", html)
    assert not re.findall(r"@import|url\((?!data:)|<link|<iframe|<object", html)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.S)
    assert f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in html
    (policy,) = [a["content"] for t, a in page.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy


def test_each_chart_has_its_numbers_as_alternative_text(page):
    alts = [attrs["alt"] for tag, attrs in page.tags if tag == "img"]
    assert any("Alibaba Cloud, market share in China's cloud market, 2018 | 42.9%" in alt for alt in alts)
    assert all(re.search(r"\d", alt) for alt in alts)


def test_each_chart_names_lines_and_dates_of_its_figures(content):
    blocks = [block for section in content["sections"] for block in section["blocks"]]
    sources = {block["name"]: block["source"] for block in blocks if block["kind"] == "chart"}
    assert sources["cloud-shares"] == "Source: the note, line 89; as of 2018."
    assert sources["revenue-mix"] == "Source: the note, lines 17, 19, 21; no period stated."
    users = "Source: the note, lines 25, 39 (first said by 阿拉丁); as of 2018-06, 2019-H1."
    assert sources["mini-program-users"] == users


def test_each_table_and_chart_can_be_saved_as_csv_that_no_spreadsheet_runs(study):
    output = nbformat.v4.new_output("display_data", {"text/plain": "c\na\n=1+1", show.MIME: {"numbers": [], "block": {
        "kind": "table", "name": "t", "caption": [{"text": "c"}], "columns": ["a"], "rows": [[[{"text": "=1+1"}]]],
    }}})  # fmt: skip
    cell = nbformat.v4.new_code_cell("x", outputs=[output])
    made = document([("x", hostile(cell))], study, title="x")
    (block,) = [block for block in made["sections"][0]["blocks"] if block["kind"] == "table"]
    assert base64.b64decode(block["csv"].partition(",")[2]).decode("utf-8-sig") == "a\r\n'=1+1\r\n"


def test_chinese_is_marked_as_chinese(page):
    assert {attrs["lang"] for _, attrs in page.tags if "lang" in attrs} == {"en", "zh"}


def test_code_is_there_but_hidden(page):
    sources = [attrs for tag, attrs in page.tags if tag == "details" and attrs.get("class") == "source"]
    assert sources
    assert all("open" not in attrs for attrs in sources)
    assert "hhi_bounds" in "".join(page.text)


def hostile(*cells):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Why?"), *cells])


def rendered(study, *cells):
    return render_html(document([("99_hostile", hostile(*cells))], study, title="<script>alert(1)</script>"))


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "# <script>alert(1)</script>",
    ],
)
def test_markup_in_markdown_never_runs(study, source):
    html = rendered(study, nbformat.v4.new_markdown_cell(source))
    live = Page(html)
    assert [tag for tag, _ in live.tags].count("script") == 1  # the report's own
    assert not [tag for tag, attrs in live.tags if "onerror" in attrs]
    assert not [link for link in live.attributes("href") if link.startswith("javascript:")]


def test_html_output_that_is_not_ours_is_sanitised(study):
    output = nbformat.v4.new_output("display_data", {"text/html": "<b>fine</b><script>alert(1)</script>"})
    live = Page(rendered(study, nbformat.v4.new_code_cell("x", outputs=[output])))
    assert ("b", {}) in live.tags
    assert [tag for tag, _ in live.tags].count("script") == 1  # the report's own


def test_two_notebooks_that_give_one_id_to_two_numbers_are_refused(root, study):
    first, second = (notebooks.read(root / "notebooks" / "03_cloud.ipynb") for _ in range(2))
    for payload in notebooks.payloads(second):
        for entry in payload["numbers"]:
            entry["label"] = entry["label"].replace("HHI", "Index")
    with pytest.raises(notebooks.ConflictingNumbersError, match="china-cloud-2018-hhi"):
        document([("a", first), ("b", second)], study, title="x")


def test_notebooks_run_on_other_data_are_refused(root, study):
    stored = notebooks.read(root / "notebooks" / "03_cloud.ipynb")
    for payload in notebooks.payloads(stored):
        for entry in payload["numbers"]:
            if entry["id"] == "china-cloud-2018-lead":
                entry["value"] = 31.2
    with pytest.raises(
        notebooks.ConflictingNumbersError,
        match=r"other numbers than the data yield: china-cloud-2018-lead \(03_cloud\)",
    ):
        document([("03_cloud", stored)], study, title="x")


# Titles and headings


def sections(study, *sources):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source) for source in sources])
    (section,) = document([("99_x", notebook)], study, title="x")["sections"]
    headings = [
        (block["text"], block["level"], block["id"]) for block in section["blocks"] if block["kind"] == "heading"
    ]
    return section["title"], headings


def test_the_first_heading_is_the_title_wherever_it_stands(study):
    assert sections(study, "Intro words\n\n# Who leads?", "## Method") == (
        "Who leads?", [("Method", 2, "99_x--method")],
    )  # fmt: skip


def test_a_first_heading_of_a_lower_level_is_the_title_and_not_said_twice(study):
    assert sections(study, "## Who leads?") == ("Who leads?", [])


def test_headings_that_read_the_same_have_an_anchor_each(study):
    assert sections(study, "# Who?", "## Limits", "## Limits")[1] == [
        ("Limits", 2, "99_x--limits"), ("Limits", 2, "99_x--limits-2"),
    ]  # fmt: skip

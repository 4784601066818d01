"""Hostile content in data, notes and notebooks: shown as text, never run, in HTML, PDF, workbook, CSV and terminal."""

import base64
import csv
import hashlib
import io
import os
import re
import shutil
import sys
import unicodedata
from dataclasses import replace

import nbformat
import openpyxl
import pypdf
import pytest
from bs4 import BeautifulSoup

from marketshare import notebooks, show
from marketshare.changes import Cause, Changes, Move, as_page, as_text, read_baseline
from marketshare.charts import axes, bars
from marketshare.claims import judge
from marketshare.claims import to_csv as claims_csv
from marketshare.cli import main
from marketshare.ledger import DataError, read_ledger
from marketshare.payload import plain_text
from marketshare.register import to_csv
from marketshare.report.document import document
from marketshare.report.html import render_html
from marketshare.report.pdf import render_pdf
from marketshare.report.workbook import render_workbook
from marketshare.spreadsheet import is_formula
from marketshare.studies import Study
from marketshare.terminal import progress, say

PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(8)).decode()
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

SHOWN = [
    "<script>alert(document.domain)</script>",
    "<img src=x onerror=alert(document.domain)>",
    "<svg/onload=alert(document.domain)>",
    '" onmouseover="alert(document.domain)',
    "' autofocus onfocus='alert(document.domain)",
    "</style><b>loose</b>",
    "</script><b>loose</b>",
    "]]><b>loose</b>",
    "<!--",
    "{{ document.title }}",
    "{% include 'report.css' %}",
    "[x](javascript:alert(document.domain))",
    "![x](data:text/html;base64,PHNjcmlwdD4=)",
    "#panic()",
    '#import "/etc/passwd"',
    '#read("/etc/passwd")',
    "$sys.version$",
    "$\\frac{$",
    "`raw`",
    "= heading",
    "@label <label>",
    "\\input{/etc/passwd}",
    "../../etc/passwd",
    "..\\..\\windows",
    "/etc/passwd",
    "CON",
    "W" * 300,
]
"""What would do something if it were markup, code or a path."""

FORMULAS = ["=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-cmd|' /C calc'!A0", "@SUM(A1)", "=HYPERLINK(A1)", "＝DDE"]

UNSEEN = {
    "an ANSI colour": "\x1b[31m",
    "a title escape": "\x1b]0;owned\x07",
    "a hyperlink escape": "\x1b]8;;http://a.example\x1b\\",
    "a control sequence in one character": "\x9b31m",
    "a turned direction": "\u202e",
    "a zero-width space": "\u200b",
    "a NUL": "\0",
    "a line separator": "\u2028",
    "a Hangul filler": "\u3164",
    "a Braille blank": "\u2800",
    "a Hangul initial filler": "\u115f",
    "a half-width Hangul filler": "\uffa0",
    "a variation selector": "\ufe0f",
    "an ideographic variation selector": "\U000e0100",
    "a combining grapheme joiner": "\u034f",
    "a Mongolian variation selector": "\u180b",
}
"""What a reader does not see, and a terminal or a browser obeys."""

ALL = " ¦ ".join(SHOWN)
NOTE = re.sub(r"\d", "", ALL)  # every number of a note would have to be a figure

FREE_TEXT = {
    "entities": ("tencent-cloud", "name_en name_zh"),
    "markets": ("china-cloud", "name_en name_zh definition"),
    "measures": ("market-share", "name_en name_zh definition"),
    "cloud_share": ("cloud-share-tencent-2018", "primary_source note"),
    "claims": ("line-004-1", "gloss claim"),
    "readings": ("app-ratio-maoyan-kfc", "meaning"),
    "sources": ("tencent-note", "title publisher rights"),
    "tensions": ("line-004-1", "why"),
    "rules": ("cn-aml-dominance-1", "condition citation remark"),
    "set_aside": ("tencent-note", "reason"),
}
"""By table: a row, and the columns in which anything may stand that a reader can see."""


def fill(study, payload):
    """Put a payload into every free-text column of one row of every table."""
    for table, (key, columns) in FREE_TEXT.items():
        path = study / "data" / f"{table}.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
        row = next(row for row in rows if next(iter(row.values())) == key)
        row |= dict.fromkeys(columns.split(), payload)
        row |= {"gloss": re.sub(r"\d", "", payload)} if "gloss" in columns else {}  # no number that the quote has not
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def shown(kind, data, numbers=()):
    """What an output of `show` holds, its picture included."""
    block = {"kind": kind, **data}
    bundle = {"text/plain": plain_text(block), show.MIME: {"block": block, "numbers": show.outputs.records(numbers)}}
    return {**bundle, "image/png": PICTURE} if kind == "chart" else bundle


def hostile_notebook(study, payload):
    """A notebook with a payload everywhere: Markdown, title, prose, columns, captions, outputs of all kinds."""
    figure = study["cloud-share-tencent-2018"]
    second = study["cloud-share-second"] if "cloud-share-second" in study.ledger.figures else figure
    text, number = {"text": payload}, show.outputs.number(figure)
    head = {"name": "hostile", "caption": [text, number], "columns": [payload, payload], "rows": [[[text], [number]]]}
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text=payload),
        nbformat.v4.new_output("error", ename=payload, evalue=payload, traceback=[payload]),
        nbformat.v4.new_output("display_data", {"text/plain": payload}),
        nbformat.v4.new_output("display_data", {"text/plain": payload, "text/html": payload}),
        nbformat.v4.new_output("display_data", shown("table", head, [figure, second])),
        nbformat.v4.new_output(
            "display_data", shown("prose", {"style": "answer", "paragraphs": [[text, number]]}, [figure])
        ),
    ]
    cells = [nbformat.v4.new_markdown_cell(f"# Why {payload.splitlines()[0]}?")]
    cells += [nbformat.v4.new_markdown_cell(source) for source in (payload, f"## {payload}", *SHOWN, "```\nnot closed")]
    cells += [nbformat.v4.new_code_cell(f"# {payload}", outputs=outputs)]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(scope="module")
def hostile(root, tmp_path_factory):
    """A study with payloads in its data, in a second note and in its notebook."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("data", "seeds"):
        shutil.copytree(root / name, folder / name)
    fill(folder, f"{FORMULAS[0]} {ALL}")
    line = f"{NOTE}腾讯云占12.1%{NOTE}\u2028\x85\x1c\n".encode()
    (folder / "seeds" / "second.txt").write_bytes(line)
    with (folder / "data" / "sources.csv").open("a", encoding="utf-8", newline="") as out:
        digest = hashlib.sha256(line).hexdigest()
        csv.writer(out, lineterminator="\n").writerow(
            ["second", "seeds/second.txt", ALL, "", "", "zh-CN", "", digest, "Own"]
        )
    with (folder / "data" / "cloud_share.csv").open("a", encoding="utf-8", newline="") as out:
        quote = f"<!--{NOTE.partition('<!--')[2]}腾讯云占12.1%{NOTE.partition(']]>')[0]}"
        row = [
            "cloud-share-second",
            "tencent-cloud",
            "china-cloud",
            "market-share",
            "2017",
            "12.1%",
            "12.1",
            "",
            "stated",
        ]
        csv.writer(out, lineterminator="\n").writerow(
            [*row, "second", "1", quote, f"{NOTE} 12.1", "", ALL, "", "", ALL]
        )
    return Study.at(folder)


@pytest.fixture(scope="module")
def content(hostile):
    return document([("99_hostile", hostile_notebook(hostile, ALL))], hostile, title=ALL)


@pytest.fixture(scope="module")
def html(content):
    return render_html(content)


def bare(words):
    return re.sub(r"\s", "", words)


def dangers(page):
    """What in a page could run, load, or lead elsewhere."""
    soup = BeautifulSoup(page, "html.parser")
    yield from (tag.name for tag in soup.find_all(["iframe", "object", "embed", "link", "base", "form", "svg"]))
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            if name.startswith("on") or name in {"srcdoc", "formaction", "style", "autofocus"}:
                yield f"{tag.name} {name}"
            if name in {"href", "src", "cite", "action"} and not re.match(
                r"#|https?://|mailto:|data:image/(png|svg\+xml);base64,|data:text/csv;charset=utf-8;base64,", value
            ):
                yield f"{tag.name} {name}={value[:40]}"


def raw(text):
    """Characters of a text that command a terminal or hide in it."""
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    blank = "\u3164\u2800\u115f\uffa0\ufe0f\U000e0100\u034f\u180b"
    return {char for char in text if unicodedata.category(char) in kinds or char in blank} - {"\n", "\t"}


# HTML


def test_no_payload_runs_in_the_page(html):
    assert list(dangers(html)) == []
    assert [script.string[:13] for script in BeautifulSoup(html, "html.parser").find_all("script")] == ["// Cards for "]


def test_white_space_of_a_note_that_is_a_control_character_is_shown_by_its_code_point(html):
    assert raw(html) == set()
    assert "[U+2028][U+0085][U+001C]" in BeautifulSoup(html, "html.parser").find(id="note-second").get_text()


def test_each_place_shows_its_payload_as_text(html):
    soup = BeautifulSoup(html, "html.parser")
    wanted = bare(ALL)
    section = soup.find(id="99_hostile")
    assert wanted in bare(soup.title.string)
    assert wanted in bare(section.h2.get_text())
    assert wanted in bare(section.h3.get_text())
    assert wanted in bare(section.find("div", class_="answer").get_text())
    assert wanted in bare(section.figcaption.get_text())
    assert [wanted in bare(cell.get_text()) for cell in section.table.find_all("th")] == [True] * 3
    assert sum(wanted in bare(pre.get_text()) for pre in section.find_all("pre", class_="foreign")) == 3
    assert wanted in bare(section.find("pre", class_="code").get_text())
    assert bare(NOTE) in bare(soup.find(id="note-second").get_text())
    assert bare(soup.find(id="sources").get_text()).count(wanted) == 3
    assert wanted in bare(soup.find(id="number-cloud-share-second").get_text())
    assert wanted in bare(soup.find(id="number-cloud-share-tencent-2018").h3.get_text())


MARKDOWN = {
    "<script>alert()</script>": "<script>alert()</script>",
    "a <b onclick=alert()>c</b>": "a <b onclick=alert()>c</b>",
    "<div>\n**x**\n</div>": "<div>\n**x**\n</div>",
    "[x](javascript:alert())": "x (javascript:alert())",
    "[x](JaVaScRiPt:alert())": "x (JaVaScRiPt:alert())",
    "<javascript:alert()>": "javascript:alert() (javascript:alert())",
    "[x](data:text/html,y)": "x (data:text/html,y)",
    "[x](file:///etc/passwd)": "x (file:///etc/passwd)",
    "[x](//a.example)": "x (//a.example)",
    "[x](../../etc/passwd)": "x (../../etc/passwd)",
    "[x](#nowhere)": "x (#nowhere)",
    "![x](http://a.example/b.png)": "x (http://a.example/b.png)",
    "![x](../../etc/passwd)": "x (../../etc/passwd)",
    "`#panic()`{=typst}": "#panic(){=typst}",
    "```{=typst}\n#panic()\n```": "#panic()",
    "```math\n\\input{/etc/passwd}\n```": "\\input{/etc/passwd}",
    "$`\\input{/etc/passwd}`$": "$\\input{/etc/passwd}$",
    "x[^1]\n\n[^1]: y": "x^1 (y)",
    "> #### deep": "deep",
    "under\n=====": "under",
    "[a](http://a.example)𝄞": "a",
    '![](<x.png> "t")': "(x.png)",
    "&#x202e;&#27;x": "[U+202E][U+001B]x",
    "[z]: javascript:alert()": "",
    "```\n[z]": "[z]",
    '[x](http://a.example/" onclick="alert())': '[x](http://a.example/" onclick="alert())',
    ":::{onclick=alert()}\nx\n:::": ":::{onclick=alert()}\nx\n:::",
    "---\ntitle: x\n---": "title: x",
}
"""Markdown, and what a reader of the page sees of it."""


@pytest.fixture(scope="module")
def markdown(study):
    cells = [nbformat.v4.new_markdown_cell(source) for source in ("# Why?", *MARKDOWN)]
    return document([("x", nbformat.v4.new_notebook(cells=cells))], study, title="x")


@pytest.mark.parametrize("source", MARKDOWN)
def test_markdown_that_would_do_something_is_text(markdown, source):
    blocks = markdown["sections"][0]["blocks"]
    found = [block["html"] for block in blocks if block.get("text") == source]
    page = "".join(found)
    assert list(dangers(page)) == []
    assert BeautifulSoup(page, "html.parser").find(["script", "img", "input"]) is None
    assert bare(MARKDOWN[source]) in bare(BeautifulSoup(page, "html.parser").get_text())


def test_the_same_markdown_is_text_in_the_pdf(markdown):
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(markdown)))
    text = bare("".join(page.extract_text() for page in reader.pages))
    assert [words for words in MARKDOWN.values() if bare(words) not in text] == []
    links = {
        str(note.get_object()["/A"]["/URI"])
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/URI" in note.get_object().get("/A", {})
    }
    assert links == {"http://a.example", "http://a.example/"}


FOREIGN = [
    "<script>alert()</script>",
    "<img src=x onerror=alert()>",
    "<img src=http://a.example/x.png>",
    "<img src='data:image/svg+xml,<svg onload=alert()>'>",
    "<a href=javascript:alert()>x</a>",
    "<a href=' java\nscript:alert()'>x</a>",
    "<a href=../../etc/passwd>x</a>",
    "<iframe src=x></iframe><object data=x></object><embed src=x>",
    "<form action=http://a.example><button formaction=x>y</button></form>",
    "<style>@import 'http://a.example'</style><link rel=stylesheet href=x>",
    "<p style='background:url(http://a.example)'>x</p>",
    "<svg><script>alert()</script></svg><math><mtext><img src=x onerror=alert()></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert()>'></noscript>",
    "<p title='中><img src=x onerror=alert()>'>x</p>",
    "<base href=http://a.example><meta http-equiv=refresh content=0>",
    "<p id=card class=number>x</p>",
]


@pytest.mark.parametrize("markup", FOREIGN)
def test_html_of_others_is_sanitised(markup, study):
    output = nbformat.v4.new_output("display_data", {"text/html": f"{markup}<b>kept</b>"})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    page = render_html(document([("x", notebook)], study, title="x"))
    found = BeautifulSoup(page, "html.parser").find("div", class_="foreign")
    assert list(dangers(str(found))) == []
    assert not found.find_all(["script", "style", "meta", "button"])
    assert not found.select("[id], [class], [src]")
    assert found.find("b", string="kept")


@pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"), reason="no Chromium; CI has one, and there it is required"
)
def test_a_browser_runs_asks_and_complains_of_nothing(html, tmp_path):
    from playwright.sync_api import sync_playwright

    (tmp_path / "report.html").write_text(html, "utf-8")
    said, asked, dialogs = [], [], []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto((tmp_path / "report.html").as_uri())
        page.locator("a.number").first.click()
        assert SHOWN[0] in page.locator("dialog").inner_text()
        assert page.evaluate("document.querySelectorAll('script').length") == 1
        browser.close()
    assert (said, dialogs) == ([], [])
    assert [url for url in asked if not url.startswith("data:")] == [(tmp_path / "report.html").as_uri()]


def test_the_page_of_what_moved_shows_text():
    move = Move("number", ALL, ALL, ALL, ALL, (Cause("row", ALL, ALL),))
    page = as_page(Changes((move, Move("chart", ALL, ALL, "", "")), {"number": 1}, {}, {}), title=ALL)
    assert list(dangers(page)) == []
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find("script") is None
    assert soup.get_text().count(SHOWN[0]) == 9


def test_what_jupyterlab_shows_is_escaped(hostile, monkeypatch):
    bundles = []
    monkeypatch.setattr("marketshare.show.outputs.display", lambda bundle, raw: bundles.append((bundle, raw)))
    quantity = replace(hostile["cloud-share-tencent-2018"], id=SHOWN[3].replace(" ", ""))
    show.say("{words} {share}", words=ALL, share=quantity)
    show.figures(quantity, name="hostile", caption=NOTE.replace("{", "{{").replace("}", "}}"))
    for bundle, _ in bundles:
        assert list(dangers(bundle["text/html"].replace(' style="text-align:left"', ""))) == []
        assert BeautifulSoup(bundle["text/html"], "html.parser").find(["script", "img"]) is None


# PDF


def test_the_pdf_shows_every_payload_as_text(content):
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(content)))
    text = bare("".join(page.extract_text() for page in reader.pages))
    assert text.count(bare(SHOWN[13])) > 10
    assert [payload for payload in SHOWN if bare(payload) not in text] == []
    assert "root:x" not in text


def test_heading_levels_that_were_skipped_are_filled(study):
    cells = [nbformat.v4.new_markdown_cell(source) for source in ("# Why?", "###### deep", "## b", "#### c")]
    made = document([("x", nbformat.v4.new_notebook(cells=cells))], study, title="x")
    assert [block["level"] for block in made["sections"][0]["blocks"]] == [2, 2, 3]
    assert render_pdf(made).startswith(b"%PDF")


def test_a_table_in_markdown_is_not_counted_among_those_of_the_report(study):
    made = hostile_notebook(study, "x")
    made.cells.insert(1, nbformat.v4.new_markdown_cell("| a |\n|---|\n| b |"))
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(document([("x", made)], study, title="x"))))
    assert re.findall(r"Table (\d)\.", "".join(page.extract_text() for page in reader.pages)) == ["1"]


# Charts


def test_a_name_between_dollar_signs_is_no_formula_in_a_chart(hostile):
    ax = bars({"$\\frac{$": hostile["cloud-share-tencent-2018"]}, ax=axes())
    assert show.pictures.render(ax, "png").startswith(b"\x89PNG")


# Spreadsheets


def sheets(quantities, cells):
    """A workbook of one table with these cells, read back."""
    rows = [[[{"text": cell}]] for cell in cells]
    block = {"kind": "table", "name": "hostile", "columns": [cells[0]], "rows": rows}
    made = render_workbook({"sections": [{"blocks": [block]}]}, quantities)
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.mark.parametrize(
    "payload", [*FORMULAS, "\t=A1", "\r=A1", "\n=A1", *UNSEEN.values(), "x" * 40_000, "\ud800", "\uffff"]
)
def test_a_cell_of_the_workbook_is_text(payload, hostile):
    figure = hostile["cloud-share-tencent-2018"]
    book = sheets({figure.id: figure}, [payload, payload])
    for cell in (cell for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)):
        assert cell.data_type == "s"
        assert cell.quotePrefix == is_formula(cell.value)
    assert [cell.value[:1] for cell in book["hostile"]["A"] if is_formula(payload) and not raw(payload)] in (
        [],
        [payload[0]] * 3,
    )


def cells(text):
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def test_no_cell_of_a_csv_file_begins_like_a_formula(hostile, html):
    written = [to_csv(list(hostile), {}), claims_csv(judge(hostile))]
    links = [link["href"] for link in BeautifulSoup(html, "html.parser").select("a[download]")]
    written += [base64.b64decode(link.partition(",")[2]).decode("utf-8-sig") for link in links]
    assert [cell for text in written for cell in cells(text) if is_formula(cell)] == []
    assert ["'=cmd" in text for text in written] == [True, True, False]


@pytest.mark.parametrize("payload", [*FORMULAS, "\t=A1", "-1a"])
def test_a_downloaded_table_has_no_formula(payload, study):
    made = document([("x", hostile_notebook(study, payload))], study, title="x")
    (block,) = [block for block in made["sections"][0]["blocks"] if block["kind"] == "table"]
    found = cells(base64.b64decode(block["csv"].partition(",")[2]).decode("utf-8-sig"))
    assert found == [f"'{payload}", f"'{payload}", f"'{payload}", "11.8%"]


def test_what_was_accepted_is_read_back_without_the_guard(hostile, tmp_path):
    folder = tmp_path / "reports" / "baseline"
    folder.mkdir(parents=True)
    (folder / "numbers.csv").write_text(to_csv(list(hostile), {}), "utf-8")
    (folder / "claims.csv").write_text(claims_csv(judge(hostile)), "utf-8")
    accepted = read_baseline(tmp_path)
    label = hostile["cloud-share-tencent-2018"].label
    assert label.startswith("=cmd")
    assert accepted.numbers["cloud-share-tencent-2018"].cells["label"] == label
    assert accepted.claims["line-004-1"]["claim"].startswith("=cmd")


# What nobody sees


@pytest.mark.parametrize("payload", UNSEEN.values(), ids=UNSEEN)
def test_data_refuse_what_nobody_sees_and_name_it_in_print(payload, copy, run):
    fill(copy, f"x{payload}y")
    code, out, err = run(copy, "check")
    assert code == 1
    assert out == ""
    assert raw(err) == set()
    named = [line.partition(":")[0] for line in err.splitlines() if f"U+{ord(payload[0]):04X}" in line]
    assert {f"data/{table}.csv" for table in FREE_TEXT} <= set(named)


# The font has a half-width Hangul filler, blank: a note may hold it, and documents show its code point.
@pytest.mark.parametrize("payload", [text for text in UNSEEN.values() if not text[0].isspace() and text != "\uffa0"])
def test_a_note_that_holds_what_nobody_sees_is_refused_in_print(payload, copy, add_note, run):
    add_note("later", f"a few words{payload[0]}y\n")
    code, _, err = run(copy, "check")
    assert code == 1
    print_of = payload[0].encode("unicode_escape").decode()
    assert f"seeds/later.txt:1: '{print_of}' (U+{ord(payload[0]):04X}): " in err
    assert raw(err) == set()


@pytest.mark.parametrize("payload", UNSEEN.values(), ids=UNSEEN)
def test_a_notebook_that_holds_what_nobody_sees_shows_its_code_point(payload, study):
    made = document([("x", hostile_notebook(study, f"x{payload}y"))], study, title=payload)
    page = render_html(made)
    assert raw(page) == set()
    assert page.count(f"[U+{ord(payload[0]):04X}]") > 10


def test_the_pdf_shows_the_code_points_of_what_nobody_sees(study):
    payload = "".join(UNSEEN.values()) + "\ud800\x1c\x85\uffff"
    made = document([("x", hostile_notebook(study, payload))], study, title="x")
    text = bare("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_pdf(made))).pages))
    assert [char for char in payload if raw(char) and f"[U+{ord(char):04X}]" not in text] == []


# The terminal


@pytest.mark.parametrize("payload", ["\x1b]0;owned\x07", "\x9b31m\u202e"])
@pytest.mark.parametrize(
    "command", [("explain",), ("find",), ("explain", "x", "--set"), ("nothing",), ("diff", "--html=x")]
)
def test_an_argument_is_repeated_in_print(payload, command, copy, run):
    given = [*command, payload] if command != ("explain", "x", "--set") else [*command, f"{payload}=1%"]
    try:
        code, out, err = run(copy, *given)
    except SystemExit as error:
        code, out, err = error.code, "", ""
    assert code in {1, 2}
    assert raw(out + err) == set()


def test_what_argparse_says_is_printable(run, copy, capsys):
    with pytest.raises(SystemExit):
        run(copy, "check", "\x1b[31m\u202e")
    assert "unrecognized arguments: \\x1b[31m\\u202e" in capsys.readouterr().err


def test_control_characters_are_shown_never_sent(capsys):
    moved = Changes((Move("number", "a\x1b]0;t\x07", "\u202eb", "\x9b1m", "\r"),), {"number": 1}, {}, {})
    say(as_text(moved))
    progress("\x1b[2J\tfine\n")
    said = capsys.readouterr()
    assert said.out.splitlines()[:3] == ["number a\\x1b]0;t\\x07: \\u202eb", "  was  \\x9b1m", "  now  \\r"]
    assert said.err == "\\x1b[2J\tfine\n\n"


def test_a_failure_of_a_notebook_is_told_in_print(copy, run):
    study = Study.at(copy)
    figure = study["cloud-share-tencent-2018"]
    first, second = (show.outputs.records([figure]) for _ in range(2))
    for entry in (*first, *second):
        entry["id"] = "\x9b31mred"
    second[0]["label"] = "other"
    block = {"kind": "prose", "style": "text", "paragraphs": []}
    outputs = [
        nbformat.v4.new_output("display_data", {"text/plain": "", show.MIME: {"block": block, "numbers": records}})
        for records in (first, second)
    ]
    (copy / "notebooks").mkdir()
    cells = [nbformat.v4.new_code_cell("x", outputs=outputs)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), copy / "notebooks" / "00_x.ipynb")
    code, _, err = run(copy, "explain", "x")
    assert code == 1
    assert err.startswith("the number \\x9b31mred is ")
    assert raw(err) == set()


@pytest.mark.parametrize("to_a_terminal", [True, False])
def test_a_panel_sends_a_terminal_nothing_that_commands_it(to_a_terminal, tmp_path, capsys, monkeypatch):
    (tmp_path / "sales.csv").write_text("market,firm,sales\nx\x1b[31m,a,60\nx\x1b[31m,b,40\n")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: to_a_terminal)
    table = ["--by", "market", "--firm", "firm", "--value", "sales", "--metrics", "lead"]
    assert main(["panel", str(tmp_path / "sales.csv"), *table]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("x\\x1b[31m," if to_a_terminal else "x\x1b[31m,")


def test_nothing_but_the_terminal_module_prints(repository):
    package = repository / "src" / "marketshare"
    commands = [package / "cli.py", package / "panel_command.py", *(package / "report").glob("*.py")]
    assert [
        path.name for path in commands if re.search(r"(?<![\w.])print\(|std(out|err)\.write", path.read_text())
    ] == []


# Paths


NAMES = [
    "../cloud",
    "..\\cloud",
    "/etc/passwd",
    "a/b",
    "C:x",
    "con",
    "lpt1",
    "Cloud",
    "a.b",
    "",
    "a" * 81,
    "\x1b[31m",
    None,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_not_called_what_no_file_can_be_called(name, study):
    grid = {"name": name, "caption": [], "columns": ["a"], "rows": []}
    with pytest.raises(ValueError, match=r"^chart .*name"):
        show.outputs.output({"kind": "chart", **grid}, [], {"image/png": PICTURE})
    output = nbformat.v4.new_output("display_data", shown("chart", grid))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    assert dict(notebooks.pictures([notebook])) == {}
    block = document([("00_x", notebook)], study, title="x")["sections"][0]["blocks"][1]
    assert block["kind"] == "text"
    assert block["text"].startswith("This output says that it was made by marketshare.show, and it was not (")
    assert raw(block["text"]) == set()


def test_two_charts_of_one_name_are_refused(study):
    grid = {"name": "shares", "caption": [], "columns": ["a"], "rows": []}
    output = nbformat.v4.new_output("display_data", shown("chart", grid))
    cell = nbformat.v4.new_code_cell("x", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    with pytest.raises(notebooks.NameFaultError) as caught:
        document([("00_x", notebook), ("01_y", notebook)], study, title="x")
    assert str(caught.value) == (
        "notebooks/01_y.ipynb: cell 1: chart 'shares' is called like the one in notebooks/00_x.ipynb: cell 1; "
        "give one another name"
    )


@pytest.mark.parametrize("path", ["../outside.csv", "/etc/passwd", "..", "a\\b.csv", "C:x.csv", "a\0.csv"])
def test_a_table_outside_data_is_refused(path, edit, problems):
    edit("data/datapackage.json", '"path": "entities.csv"', f'"path": "{path.encode("unicode_escape").decode()}"'
         if "\0" not in path else '"path": "a\\u0000.csv"')  # fmt: skip
    assert any(
        "(entities) has the path" in problem and "the name of a file in data/" in problem for problem in problems()
    )


@pytest.mark.parametrize(
    "file", ["../outside.txt", "/etc/passwd", "seeds/../../outside.txt", "data/claims.csv", "a\u202e"]
)
def test_a_note_outside_seeds_is_refused(file, append, problems):
    row = append("data/sources.csv", f"later,{file},A note,,,,,{'0' * 64},Free.")
    found = [problem for problem in problems() if problem.startswith(f"data/sources.csv:{row}: file: ")]
    assert len(found) == 1
    assert raw(found[0]) == set()


@pytest.mark.parametrize("file", ["data/claims.csv", "data/datapackage.json", "data/figures.schema.json"])
def test_a_link_that_leads_out_of_the_study_is_refused(file, copy, tmp_path):
    outside = tmp_path / "outside"
    (copy / file).rename(outside)
    (copy / file).symlink_to(outside)
    with pytest.raises(DataError, match=re.escape(f"{file}: a link to {str(outside)!r}, outside the study")):
        read_ledger(copy)


def test_a_note_that_is_a_link_out_of_seeds_is_refused(copy, tmp_path, add_note, problems):
    file = add_note("later", "x\n")
    (copy / file).rename(tmp_path / "outside.txt")
    (copy / file).symlink_to(tmp_path / "outside.txt")
    assert any(problem.endswith("'seeds/later.txt' is not in seeds/; notes are kept there") for problem in problems())

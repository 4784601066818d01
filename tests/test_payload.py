"""Payloads: what `show` makes is believed, field by field, and nothing else."""

import base64
import copy
import json

import nbformat
import pytest
from bs4 import BeautifulSoup

from marketshare.notebooks import ConflictingNumbersError, numbers_of, paths, payloads, read, refuse_other_data
from marketshare.payload import MIME, PNG, SVG, payload_fault, payload_of, plain_text
from marketshare.register import replay
from marketshare.report.document import document
from marketshare.report.html import HtmlReport, render_html
from marketshare.studies import Study
from marketshare.svg import svg_fault

DOT = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(8)).decode()
FIGURE = {"id": "a", "label": "A", "unit": "percent", "value": 5.0, "low": 4.5, "high": 5.5, "ends": "[]"}
SUM = {
    **FIGURE, "id": "b", "formula": "hhi(shares=[a])", "inputs": ["a"], "metric": "hhi", "at_printed": False,
    "arguments": {"shares": {"ids": ["a"]}}, "across_sources": False, "decimals": None, "rests_on": [],
}  # fmt: skip


def bundle(block=None, numbers=(FIGURE, SUM), **more):
    """The representations of an output; by default a table of one cell."""
    block = block or {
        "kind": "table", "name": "shares", "caption": [{"text": "Shares"}], "columns": ["Share"],
        "rows": [[[{"text": "5%", "number": "a"}]]],
    }  # fmt: skip
    return {"text/plain": plain_text(block), MIME: {"block": block, "numbers": list(numbers)}, **more}


def changed(path, value):
    """A sound bundle with one member put, or removed where the value is ``...``."""
    made = copy.deepcopy(bundle(numbers=[dict(FIGURE), copy.deepcopy(SUM)]))
    at = made[MIME]
    *way, last = path
    for key in way:
        at = at[key]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return made


def test_every_output_of_the_study_is_believed(root):
    outputs = [
        output for path in paths(root) for cell in read(path).cells for output in cell.get("outputs", ())
        if MIME in output.get("data", {})
    ]  # fmt: skip
    assert len(outputs) > 50
    assert {payload_fault(output.data) for output in outputs} == {""}


def test_a_sound_payload_has_no_fault():
    assert payload_fault(bundle()) == ""


FORGED = [
    (["block", "kind"], "html", "the kind of its block is 'html', expected prose, table or chart"),
    (["block", "kind"], "markdown", "the kind of its block is 'markdown'"),
    (["block", "kind"], ["table"], "the kind of its block is"),
    (["block"], "table", "the kind of its block is None"),
    (["block", "html"], "<style>", "block must not contain {'html'} properties"),
    (["block", "rows", 0, 0, 0, "html"], "x", "must not contain {'html'} properties"),
    (["block", "rows", 0, 0, 0, "text"], 5, "must be string"),
    (["block", "rows", 0, 0, 0, "number"], "a b", "must match pattern"),
    (["block", "rows", 0, 0, 0, "number"], "zzz", "it prints the number zzz, which it does not record"),
    (["block", "rows", 0], [], "must contain at least 1 items"),
    (["block", "rows", 0], [[], []], "a row has not the 1 cells that there are columns"),
    (["block", "columns"], [5], "must be string"),
    (["block", "caption"], "x", "must be array"),
    (["block", "caption"], ..., "must contain ['caption'] properties"),
    (["block", "name"], "../x", "a name is small letters and digits"),
    (["block", "name"], "con", "Windows keeps this name"),
    (["numbers"], {}, "numbers must be array"),
    (["numbers", 0, "low"], "5", "low is not what show writes there"),
    (["numbers", 0, "low"], True, "low is not what show writes there"),
    (["numbers", 0, "ends"], "][", "ends must be one of"),
    (["numbers", 0, "value"], [5], "value is not what show writes there"),
    (["numbers", 0, "quote"], "x", "must not contain {'quote'} properties"),
    (["numbers", 0, "metric"], "hhi", "must contain"),
    (["numbers", 1, "decimals"], 10**9, "decimals is not what show writes there"),
    (["numbers", 1, "arguments"], {"shares": [1]}, "shares is not what show writes there"),
    (["numbers", 1, "arguments"], {"shares": {"value": [[1]]}}, "shares is not what show writes there"),
    (["numbers", 1, "arguments"], {"shares": {"id": "a", "ids": []}}, "shares is not what show writes there"),
    (["numbers", 1, "id"], "a", "it records a number twice"),
    (["extra"], 1, "must not contain {'extra'} properties"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "said"), FORGED, ids=[f"{path[-1]}={value!r}" for path, value, _ in FORGED])
def test_a_field_that_show_never_makes_is_named(path, value, said):
    assert said in payload_fault(changed(path, value))


@pytest.mark.parametrize("payload", [None, [], "x", 5, {}, {"block": {}}])
def test_what_is_no_payload_at_all_is_said(payload):
    assert payload_fault({MIME: payload, "text/plain": "x"}).startswith("the kind of its block is None")


def test_the_text_beside_a_block_is_that_of_the_block():
    assert payload_fault(bundle() | {"text/plain": "Shares\nShare\n6%"}) == "its text is not that of its block"


CHART = {"kind": "chart", "name": "c", "caption": [], "columns": ["a"], "rows": []}


@pytest.mark.parametrize("picture", [None, 5, "", "x", base64.b64encode(b"GIF89a" + bytes(8)).decode(), "iVBORw0KGgo="])
def test_the_picture_of_a_chart_is_a_png(picture):
    given = {} if picture is None else {PNG: picture}
    assert payload_fault(bundle(CHART, **given)) == "its picture is no PNG"


def test_a_chart_with_a_png_has_no_fault():
    assert payload_fault(bundle(CHART, **{PNG: DOT})) == ""


SVG_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
DOING = [
    "<script>f()</script>",
    "<x:script xmlns:x='http://www.w3.org/2000/svg'>f()</x:script>",
    "<foreignObject><p/></foreignObject>",
    "<path onload='f()'/>",
    "<path d='>' onload='f()'/>",
    "<path ONLOAD = 'f()'/>",
    "<a xlink:href='http://a.example'><path/></a>",
    "<use xlink:href='http://a.example/x.svg#y'/>",
    "<use href=' javascript:f()'/>",
    "<use href='&#106;avascript:f()'/>",
    "<image href='file:///etc/passwd'/>",
    "<image href='data:image/svg+xml;base64,AAAA'/>",
    "<style>@import 'http://a.example'</style>",
    "<style>path { fill: url(http://a.example) }</style>",
    "<path style='fill: url( \"http://a.example\")'/>",
    "<path style='fill: \\75rl(http://a.example)'/>",
    "<animate attributeName='href'/>",
    "<set attributeName='href'/>",
    "<?xml-stylesheet href='#x'?>",
    "<!DOCTYPE svg [<!ENTITY x 'y'>]>",
    "<![CDATA[<script>]]>",
    "<path d='",
    "<!-- a --><script>f()</script><!-- b -->",
]


@pytest.mark.parametrize("element", DOING)
def test_a_picture_that_does_something_is_refused(element):
    assert svg_fault(f"{SVG_HEAD}{element}</svg>").startswith("its picture ")
    assert payload_fault(bundle(CHART, **{PNG: DOT, SVG: f"{SVG_HEAD}{element}</svg>"})).startswith("its picture ")


@pytest.mark.parametrize(
    "element",
    ["<path d='M 0 0' style='fill: url(#h)' clip-path='url(#p)'/>", "<use xlink:href='#g'/>", "<!-- <script> -->",
     "<image xlink:href='data:image/png;base64,AAAA'/>", "<title>on time = javascript: href=x</title>"],
)  # fmt: skip
def test_a_picture_that_only_draws_is_kept(element):
    assert svg_fault(f"{SVG_HEAD}{element}</svg>") == ""


@pytest.mark.parametrize("picture", [None, 5, "", "<p></p>"])
def test_what_is_no_svg_is_said(picture):
    assert svg_fault(picture) == "its picture is no SVG"


@pytest.mark.parametrize("sign", ["<", "<a ", "<!--", '<"', "<'", "url("])
def test_a_picture_is_looked_through_in_time_that_grows_with_its_size(sign):
    svg_fault(sign * 200_000 + "</svg>")  # a pattern that goes back on itself would need hours


# In a report


def notebook(*bundles):
    outputs = [nbformat.v4.new_output("display_data", data) for data in bundles]
    cells = [nbformat.v4.new_markdown_cell("# Why?"), nbformat.v4.new_code_cell("x", outputs=outputs)]
    return nbformat.v4.new_notebook(cells=cells)


HEAD = "<style>*{display:none}</style><meta http-equiv=refresh content='0;url=http://a.example'><b>x</b>"


def test_a_forged_block_is_text_and_its_numbers_are_none(root):
    forged = {"text/plain": "seen", MIME: {"block": {"kind": "html", "html": HEAD, "text": ""}, "numbers": [FIGURE]}}
    study = Study.at(root)
    made = notebook(forged)
    assert list(payloads(made)) == []
    soup = BeautifulSoup(render_html(document([("x", made)], study, title="x")), "html.parser")
    said = soup.find("pre", class_="foreign").get_text()
    assert said.startswith(
        "This output says that it was made by marketshare.show, and it was not (the kind of its block"
    )
    assert said.endswith("seen")
    assert len(soup.find_all("style")) == 1
    assert [tag.get("http-equiv") for tag in soup.find_all("meta") if tag.get("http-equiv")] == [
        "Content-Security-Policy"
    ]


def test_nbconvert_lets_no_forged_payload_reach_the_head_of_the_page(small):
    forged = {"text/plain": HEAD, MIME: {"block": {"kind": "html", "html": HEAD, "text": HEAD}, "numbers": []}}
    nbformat.write(notebook(forged), small / "notebooks" / "00_forged.ipynb")
    page, _ = HtmlReport().from_filename(str(small / "notebooks" / "00_forged.ipynb"))  # as nbconvert calls it
    soup = BeautifulSoup(page, "html.parser")
    assert HEAD in soup.find("pre", class_="foreign").get_text()
    assert [tag for tag in soup.find_all("meta") if "refresh" in str(tag)] == []
    assert "display:none}" not in "".join(str(tag) for tag in soup.find_all("style"))


def printed(study, key, words):
    """A notebook whose prose prints words for a figure."""
    from marketshare.register import records

    block = {"kind": "prose", "style": "text", "paragraphs": [[{"text": words, "number": key}]]}
    return [("03_cloud", notebook(bundle(block, records([study[key]]))))]


@pytest.mark.parametrize("words", ["42.9%", "42.85 to 42.95%"])
def test_the_words_of_a_number_are_its_value_or_its_bounds(words, root):
    study = Study.at(root)
    assert numbers_of(printed(study, "cloud-share-alibaba-2018", words), study).misprinted == ()


@pytest.mark.parametrize("words", ["62.9%", "42.9", "42.9% ", "", "42.9% (62.9%)"])
def test_words_that_a_number_has_not_are_an_error(words, root):
    study = Study.at(root)
    numbers = numbers_of(printed(study, "cloud-share-alibaba-2018", words), study)
    with pytest.raises(ConflictingNumbersError) as caught:
        refuse_other_data(numbers)
    assert str(caught.value).startswith(
        f"notebooks/03_cloud.ipynb: cell 2: prints {words!r} for cloud-share-alibaba-2018, which is 42.9%"
    )


def test_a_stored_run_that_was_edited_is_not_believed(reported, run):
    (stored,) = (reported / "reports" / ".executed").iterdir()
    content = json.loads(stored.read_text("utf-8"))
    page = (reported / "reports" / "report.html").read_bytes()
    text = json.dumps(content, ensure_ascii=False)
    assert "54%" in text
    stored.write_text(text.replace("54%", "64%"), "utf-8")
    (reported / "reports" / "report.html").unlink()
    code, _, said = run(reported, "report")
    assert code == 0
    assert "01_revenue_mix: what was stored of its last run is damaged, or was changed by hand; it is run again" in said
    assert (reported / "reports" / "report.html").read_bytes() == page


def test_a_stored_run_that_was_edited_with_its_digest_prints_no_other_number(reported, run):
    import hashlib

    (stored,) = (reported / "reports" / ".executed").iterdir()
    forged = stored.read_bytes().replace(b'"text": "54%"', b'"text": "64%"').replace(b"54%", b"64%")
    stored.with_name(f"{stored.stem[:-16]}{hashlib.sha256(forged).hexdigest()[:16]}.ipynb").write_bytes(forged)
    (reported / "reports" / "report.html").unlink()
    assert run(reported, "report")[0] == 0  # of two stored runs, neither is believed
    (run_anew,) = (reported / "reports" / ".executed").iterdir()
    assert run_anew.name == stored.name
    stored.with_name(f"{stored.stem[:-16]}{hashlib.sha256(forged).hexdigest()[:16]}.ipynb").write_bytes(forged)
    stored.unlink()
    (reported / "reports" / "report.html").unlink()
    code, _, said = run(reported, "report")
    assert code == 1
    assert "prints '64%' for revenue-share-vas, which is 54%" in said
    assert not (reported / "reports" / "report.html").exists()


# Records


def test_a_number_that_is_computed_from_itself_is_refused():
    one = {**SUM, "id": "x", "inputs": ["y"], "arguments": {"shares": {"ids": ["y"]}}}
    two = {**SUM, "id": "y", "inputs": ["x"], "arguments": {"shares": {"ids": ["x"]}}}
    done, refused = replay({"x": one, "y": two}, {}.__getitem__)
    assert done == {}
    assert set(refused.values()) == {"x is computed from itself"}


def test_a_chain_of_numbers_without_end_is_refused(root):
    share = Study.at(root)["cloud-share-alibaba-2018"]
    entries = {
        str(n): {**SUM, "id": str(n), "inputs": [str(n + 1)], "arguments": {"shares": {"ids": [str(n + 1)]}}}
        for n in range(3_000)
    }
    done, refused = replay(entries, lambda _: share)
    assert len(done) + len(refused) == 3_001
    assert refused["0"] == "it rests on more numbers, one on another, than any computation has"


@pytest.mark.parametrize(
    "entry",
    [{"metric": "nothing"}, {"arguments": {"nothing": {"value": 1}}}, {"arguments": {}},
     {"arguments": {"shares": {"value": "x"}}}, {"arguments": {"shares": {"value": None}}}],
)  # fmt: skip
def test_a_record_of_no_computation_is_refused(entry, root):
    study = Study.at(root)
    given = {"x": {**SUM, "id": "x", "inputs": [], "arguments": {}, **entry}}
    done, refused = replay(given, study.__getitem__)
    assert (done, set(refused)) == ({}, {"x"})


def test_an_output_without_a_payload_has_none():
    assert payload_of(nbformat.v4.new_output("stream", text="x")) is None

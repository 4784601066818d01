import pytest

from marketshare.report.markdown import UnknownReferenceError, convert, markdown_blocks

PLACES = {"figure-hhi": "Figure 3", "table-shares": "Table 1"}


def converted(source):
    blocks = list(markdown_blocks("03_cloud", source))
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

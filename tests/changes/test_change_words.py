"""How changes are told: in the terminal, on the page."""

from marketshare.changes import Cause, Changes, Move, as_page, as_text

ROW = Cause("row", "data/cloud_share.csv:3", "cloud-share-alibaba-2018: 42.9% → 44.9%")
LEAD = Move("number", "cloud-lead-2018", "Lead", "31.1 pp", "33.1 pp", (ROW,))


def found(*moves):
    return Changes(moves, {"number": 3, "verdict": 2, "chart": 1, "sentence": 4}, {}, {})


def test_the_terminal_tells_old_new_and_why():
    assert as_text(found(LEAD)) == (
        "number cloud-lead-2018: Lead\n  was  31.1 pp\n  now  33.1 pp\n"
        "  why  row data/cloud_share.csv:3: cloud-share-alibaba-2018: 42.9% → 44.9%\n\n"
        "1 of 3 numbers, 0 of 2 verdicts, 0 of 1 charts, 0 of 4 sentences moved"
    )


def test_the_page_shows_markup_of_the_data_as_text():
    page = as_page(found(Move("number", "<script>", "<b>", "1", "2", (ROW,))), title="<x>")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_asks_for_nothing_outside_itself():
    page = as_page(found(LEAD), title="What moved")
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page

"""How changes are told: in the terminal, on the page."""

from marketshare.changes import Cause, Changes, Move, as_page, as_text

ROW = Cause("row", "data/cloud_share.csv:3", "cloud-share-alibaba-2018: 42.9% → 44.9%")
LEAD = Move("number", "china-cloud-2018-lead", "Lead", "31.1 pp", "33.1 pp", (ROW,))


def found(*moves):
    return Changes(moves, {"number": 3, "verdict": 2, "chart": 1, "sentence": 4}, {}, {})


def test_the_terminal_tells_old_new_and_why():
    assert as_text(found(LEAD)) == (
        "number china-cloud-2018-lead: Lead\n  was  31.1 pp\n  now  33.1 pp\n"
        "  why  row data/cloud_share.csv:3: cloud-share-alibaba-2018: 42.9% → 44.9%\n\n"
        "1 of 3 numbers, 0 of 2 verdicts, 0 of 0 rules, 0 of 1 chart, 0 of 0 tables, 0 of 4 sentences moved"
    )


def test_the_terminal_counts_one_as_one_and_tells_a_new_chart_and_one_that_is_gone():
    charts = [Move("chart", "a", "", "", "Alibaba | 42.9%"), Move("chart", "b", "", "Alibaba | 42.9%", "")]
    told = as_text(Changes(tuple(charts), {"number": 1, "chart": 1}, {}, {}))
    assert "chart a\n  was  nothing: it is new\n  now  Alibaba | 42.9%\n" in told
    assert "chart b\n  was  Alibaba | 42.9%\n  now  nothing: it is gone\n" in told
    assert "0 of 1 number, " in told
    assert "1 of 1 chart and 1 gone, " in told


def test_the_terminal_names_stale_notebooks():
    told = as_text(Changes((), {"number": 1}, {}, {}, ("03_cloud",)))
    assert told.splitlines()[0].startswith("notebooks/03_cloud.ipynb: its stored outputs are not what a run yields")
    assert "nothing moved: 1 number, " in told


def test_the_page_shows_markup_of_the_data_as_text():
    page = as_page(found(Move("number", "<script>", "<b>", "1", "2", (ROW,))), title="<x>")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_asks_for_nothing_outside_itself():
    page = as_page(found(LEAD), title="What moved")
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page

"""How changes are told: in the changelog, in the terminal, on the page."""

from marketshare.changes import Cause, Changes, Move, as_page, as_text
from marketshare.changes.changelog import with_entry

ROW = Cause("row", "data/cloud_share.csv:3", "cloud-share-alibaba-2018: 42.9% → 44.9%")
LEAD = Move("number", "cloud-lead-2018", "Lead", "31.1 pp", "33.1 pp", (ROW,))


def found(*moves):
    return Changes(moves, {"number": 3, "verdict": 2, "chart": 1, "sentence": 4}, {}, {})


def test_an_entry_comes_first_under_the_newest_heading():
    old = "# Changelog\n\n## 0.2\n\n- **code**: older.\n\n## 0.1\n\n- **code**: oldest.\n"
    assert with_entry(old, found(LEAD), "errata") == (
        "# Changelog\n\n## 0.2\n\n- **figures**: errata.\n  - `cloud-lead-2018`: 31.1 pp → 33.1 pp\n"
        "- **code**: older.\n\n## 0.1\n\n- **code**: oldest.\n"
    )


def test_an_entry_counts_what_it_does_not_name():
    moves = [Move("number", f"n{number}", "", "1", "2") for number in range(15)]
    assert "  - and 3 numbers more\n" in with_entry("", found(*moves), "errata")
    assert "  - and 1 number more\n" in with_entry("", found(*moves[:13]), "errata")


def test_an_entry_tells_new_charts_from_those_that_are_drawn_anew_and_those_that_are_gone():
    charts = [Move("chart", "a", "", "", "x"), Move("chart", "b", "", "x", "y"), Move("chart", "c", "", "x", "")]
    entry = with_entry("", found(*charts), "more")
    assert "  - new charts: `a`\n  - charts drawn anew: `b`\n  - charts that are gone: `c`\n" in entry


def test_an_entry_tells_a_legal_outcome_that_moved():
    entry = with_entry("", found(Move("rule", "cloud-rules", "One firm", "Met: true", "Met: false")), "a new law")
    assert "  - `cloud-rules`: Met: true → Met: false\n" in entry


def test_an_entry_counts_one_sentence_as_one():
    moves = [Move("sentence", "03_cloud", "", "a", "b"), Move("table", "t", "", "a", "b")]
    assert "  - stated otherwise: 1 sentence\n" in with_entry("", found(*moves[:1]), "words")
    assert "  - stated otherwise: 1 table row and 1 sentence\n" in with_entry("", found(*moves), "words")


def test_an_entry_tells_a_verdict_that_turned_from_one_with_another_reason():
    turned = Move("verdict", "line-1", "", "supported: 3 > 2", "contradicted: 1 < 2")
    kept = Move("verdict", "line-2", "", "supported: 3 > 2", "supported: 4 > 2")
    entry = with_entry("", found(turned, kept), "errata")
    assert "  - verdict of `line-1`: supported → contradicted\n" in entry
    assert "  - same verdict for another reason: `line-2`\n" in entry


def test_an_entry_says_what_is_new_and_what_is_gone():
    entry = with_entry("", found(Move("number", "a", "", "", "5"), Move("number", "b", "", "6", "")), "more")
    assert "  - `a`: new, 5\n  - `b`: gone, was 6\n" in entry


def test_a_reason_over_several_lines_is_one_sentence():
    assert "- **figures**: first second!\n" in with_entry("", found(LEAD), "first\n second!")


def test_the_terminal_tells_old_new_and_why():
    assert as_text(found(LEAD)) == (
        "number cloud-lead-2018: Lead\n  was  31.1 pp\n  now  33.1 pp\n"
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

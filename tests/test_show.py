from dataclasses import replace

import pandas as pd
import pytest

from marketshare import charts, show
from marketshare.claims import Judged
from marketshare.claims.verdict import Verdict
from marketshare.interval import Interval
from marketshare.market import Market
from marketshare.metrics import residual, share_change
from marketshare.payload import CHART_FORMAT_VARIABLE
from marketshare.quantity import Passage, Quantity, derive
from marketshare.studies import Study

SHARE = Quantity(
    "tencent", "Tencent Cloud", "percent", 11.8, Interval(11.75, 11.85),
    Passage("note", "89", "腾讯云以位居第二（11.8%）", "11.8%", "", "tencent-cloud", "market-share"), 1,
)  # fmt: skip


@pytest.fixture
def shown(monkeypatch):
    bundles = []
    monkeypatch.setattr("marketshare.show.outputs.display", lambda bundle, raw: bundles.append(bundle) if raw else None)
    return bundles


def block(shown):
    return shown[-1][show.MIME]["block"]


@pytest.mark.parametrize(
    ("field", "words"), [("{share}", "11.8%"), ("{share:bounds}", "11.75 to 11.85%"), ("{share:printed}", "11.8%")]
)
def test_a_field_becomes_the_words_of_its_number(shown, field, words):
    show.say(f"Tencent has {field}.", share=SHARE)
    assert block(shown)["paragraphs"] == [
        [{"text": "Tencent has "}, {"text": words, "number": "tencent"}, {"text": "."}]
    ]


@pytest.mark.parametrize("typed", ["It has 12 percent.", "It has ４２％.", "In 2018 it had 11.8%."])
def test_a_number_typed_into_prose_is_refused(typed):
    with pytest.raises(ValueError, match="a number typed into prose"):
        show.say(typed)


def test_years_and_quarters_may_be_typed(shown):
    show.say("Between 2016 and 2018 Q1 and H1 2019.")
    assert len(shown) == 1


def test_an_unknown_field_is_refused():
    with pytest.raises(ValueError, match=r"\{share\} stands for nothing"):
        show.say("Tencent has {share}.")


CLOUD = Market({"alibaba-cloud": 42.9, "tencent-cloud": 11.8}, ranks={"tencent-cloud": 2})


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("{cloud[tencent-cloud]}", "11.8%"),
        ("{cloud.rest}", "45.3%"),
        ("{cloud.ranks[tencent-cloud]}", "2"),
    ],
)
def test_a_field_leads_into_a_market(shown, field, words):
    show.say(f"It is {field}.", cloud=CLOUD)
    (paragraph,) = block(shown)["paragraphs"]
    assert paragraph[1]["text"] == words
    assert paragraph[1]["number"] in {record["id"] for record in shown[0][show.MIME]["numbers"]}


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("{cloud[tencent]}", "did you mean tencent-cloud"),
        ("{cloud.share}", "stands for nothing: .*no attribute 'share'"),
        ("{cloud}", "expected a quantity, .*found Market"),
        ("{cloud.id}", "expected a quantity, .*found 'market'"),  # a text of numbers would have no address
        ("{cloud.count}", "expected a quantity, .*found None"),
        ("{cloud.hhi}", "expected a quantity, .*found <bound method Market.hhi"),
    ],
)
def test_a_field_that_leads_to_no_quantity_is_refused(field, reason):
    with pytest.raises(ValueError, match=reason):
        show.say(f"It is {field}.", cloud=CLOUD)


def test_a_chart_is_displayed_under_its_own_name_as_it_is_drawn(shown):
    show.interval_bars({"Tencent": SHARE}, from_zero=True, name="one", caption="One share.")
    drawn = charts.interval_bars({"Tencent": SHARE}, from_zero=True)
    show.chart(drawn, name="one", caption="One share.")
    assert shown[0] == shown[2]
    assert block(shown[:1])["name"] == "one"


def test_a_line_break_that_a_chart_has_in_a_label_is_a_space_in_a_table(shown):
    show.numbers({"Tencent\nCloud": SHARE}, name="one", caption="One share.")
    assert block(shown)["rows"][0][0] == [{"text": "Tencent Cloud"}]


def test_several_figures_by_name_are_a_row_each(shown):
    other = replace(SHARE, id="other", label="Another")
    show.figures({"a": SHARE, "b": other}, SHARE, name="figures")
    assert [row[0][0]["text"] for row in block(shown)["rows"]] == ["Tencent Cloud", "Another", "Tencent Cloud"]


def test_claims_can_be_those_of_some_verdicts(shown):
    judged = [
        Judged(verdict, "opinion", "1", "x", "", "y", verdict, "z", Verdict(verdict, "z", ()))
        for verdict in ("supported", "untestable")
    ]
    show.claims(judged, verdicts=["untestable"], name="claims", caption="Claims.")
    assert [row[0][0]["text"] for row in block(shown)["rows"]] == ["untestable"]


def test_an_unknown_aspect_is_refused():
    with pytest.raises(ValueError, match="'colour' is no aspect"):
        show.say("{share:colour}", share=SHARE)


def test_each_output_carries_a_record_of_its_numbers(shown):
    show.say("{share}", share=SHARE)
    (record,) = shown[0][show.MIME]["numbers"]
    assert (record["id"], record["value"], record["low"], record["high"]) == ("tencent", 11.8, 11.75, 11.85)


def test_hovering_a_number_shows_its_sentence(shown):
    show.say("{share}", share=SHARE)
    assert 'title="line 89: 腾讯云以位居第二（11.8%）"' in shown[0]["text/html"]


def test_hovering_a_computed_number_shows_the_sentences_that_it_rests_on(shown):
    earlier = replace(SHARE, id="earlier", label="Tencent Cloud, 2016", value=7.3, bounds=Interval(7.25, 7.35))
    earlier = replace(earlier, origin=replace(SHARE.origin, line="91", period="2016"))
    later = replace(SHARE, origin=replace(SHARE.origin, period="2018"))
    rests = [derive(residual, id=f"rest-{q.id}", label=f"Rest, {q.label}", shares=[q]) for q in (earlier, later)]
    show.say("{gain}", gain=derive(share_change, id="gain", label="Gain of the others", start=rests[0], end=rests[1]))
    assert "\nTencent Cloud, 2016: 7.3%; line 91: 腾讯云以位居第二（11.8%）" in shown[0]["text/html"]
    assert "\nTencent Cloud: 11.8%; line 89: 腾讯云以位居第二（11.8%）" in shown[0]["text/html"]


def test_a_link_to_a_table_leads_to_it(shown):
    show.figures(SHARE, name="sources", caption="c")
    assert '<table id="table-sources">' in shown[0]["text/html"]


def test_a_caption_stands_under_its_chart(shown):
    show.chart(charts.interval_bars({"Tencent": SHARE}, ax=charts.axes()), name="cloud", caption="A & B.")
    assert [sorted(bundle) for bundle in shown] == [
        [show.MIME, "image/png", "text/plain"], ["text/html", "text/plain"],
    ]  # fmt: skip
    assert 'id="figure-cloud"' in shown[1]["text/html"]
    assert "A &amp; B." in shown[1]["text/html"]
    assert shown[1]["text/plain"] == "A & B."


def test_markup_in_a_table_is_shown_as_text(shown):
    frame = pd.DataFrame({"<script>": ["<b>bold</b>"]}, index=pd.Index(["<i>row</i>"], name="&"))
    show.table(frame, name="hostile", caption="<u>caption</u>")
    assert not any(tag in shown[0]["text/html"] for tag in ("<script>", "<b>bold", "<i>row", "<u>caption"))


def test_a_missing_cell_is_a_dash(shown):
    show.table(pd.DataFrame({"a": [None]}, index=["x"]), name="t", caption="c")
    assert block(shown)["rows"] == [[[{"text": "x"}], [{"text": "–"}]]]


def test_a_table_of_figures_quotes_each_sentence(shown):
    show.figures(SHARE, name="t", caption="c")
    assert block(shown)["rows"][0][-2:] == [[{"text": "89"}], [{"text": "腾讯云以位居第二（11.8%）"}]]


def test_the_plain_text_of_a_chart_holds_the_numbers_that_it_plots(shown):
    show.chart(charts.interval_bars({"Tencent": SHARE}, ax=charts.axes()), name="c", caption="A chart.")
    assert "Tencent Cloud | 11.8% | 11.75 to 11.85%" in shown[0]["text/plain"]


def test_a_stored_chart_is_png_and_a_report_adds_svg(shown, monkeypatch):
    ax = charts.interval_bars({"Tencent": SHARE}, ax=charts.axes())
    show.chart(ax, name="c", caption="A chart.")
    monkeypatch.setenv(CHART_FORMAT_VARIABLE, "svg")
    show.chart(ax, name="c", caption="A chart.")
    pictures = [bundle for bundle in shown if show.MIME in bundle]
    assert ["image/svg+xml" in bundle for bundle in pictures] == [False, True]
    assert all("image/png" in bundle for bundle in pictures)


def test_a_chart_without_recorded_numbers_is_refused():
    with pytest.raises(ValueError, match="no numbers were drawn"):
        show.chart(charts.axes(), name="empty", caption="c")


RANK = Quantity(
    "rank", "Tencent Cloud, rank", "rank", 2, Interval(2, 2),
    Passage("note", "89", "腾讯云以位居第二（11.8%）", "第二", "", "tencent-cloud", "rank"), 0,
)  # fmt: skip


def judged(because, *inputs, gloss=""):
    verdict = Verdict("supported", because, inputs)
    return Judged("line-1-1", "conclusion", "1", "位居第二", gloss, "It is second.", "supported", because, verdict)


def row(shown, *claims):
    show.claims(claims, name="claims", caption="Claims.")
    return dict(zip(block(shown)["columns"], block(shown)["rows"][0], strict=True))


def linked(because, *inputs):
    """The reason as it is shown, and the numbers that stand apart from it."""
    bundles = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("marketshare.show.outputs.display", lambda bundle, raw: bundles.append(bundle) if raw else None)
        cells = row(bundles, judged(because, *inputs))
    apart = [piece["number"] for piece in cells.get("Numbers", []) if "number" in piece]
    return "".join(f"[{piece['text']}]" if "number" in piece else piece["text"] for piece in cells["Because"]), apart


def test_a_claim_has_the_words_of_the_note_in_english_behind_them(shown):
    cells = row(shown, judged("so", gloss="stands second"))
    assert cells["What the note says"] == [{"text": "位居第二 (stands second)"}]


def test_a_claim_without_a_gloss_has_the_words_of_the_note_alone(shown):
    assert row(shown, judged("so"))["What the note says"] == [{"text": "位居第二"}]


def test_a_number_that_a_reason_tells_is_a_link_where_it_stands():
    assert linked("its share is 11.8%, below 111.8%", SHARE) == ("its share is [11.8%], below 111.8%", [])


def test_a_number_with_its_label_is_a_link_however_short_it_is():
    assert linked("of 2 firms; 2, Tencent Cloud, rank", RANK) == ("of 2 firms; [2], Tencent Cloud, rank", [])


def test_a_number_that_might_be_any_other_stands_apart():
    assert linked("of 2 firms", RANK) == ("of 2 firms", ["rank"])


def test_a_number_told_twice_stands_apart():
    assert linked("11.8% and 11.8%", SHARE) == ("11.8% and 11.8%", ["tencent"])


def test_numbers_that_read_the_same_stand_apart():
    assert linked("its share is 11.8%", SHARE, replace(SHARE, id="other")) == (
        "its share is 11.8%", ["tencent", "other"],
    )  # fmt: skip


def test_links_stand_in_the_order_of_the_words():
    half = replace(SHARE, id="half", value=50.0, bounds=Interval(50, 50))
    assert linked("50.0% is above 11.8%", SHARE, half) == ("[50.0%] is above [11.8%]", [])


# rules


@pytest.fixture
def rules_of(root, shown):
    """The rows of a table of rules, on a market of 60, 30 and 10 unless another is given."""
    study = Study.at(root)

    def rows(prefix, *shares, measured=None, **market):
        given = [exactly(f"share-{place}", share) for place, share in enumerate(shares or (60, 30, 10))]
        wanted = study.rules(prefix)
        show.rules(wanted, given, unnamed="any", measured=measured, **market, name="rules", caption="Rules.")
        return ["".join(piece["text"] for piece in cell) for cell in block(shown)["rows"][0]]

    return rows


def exactly(key, value, unit="percent"):
    passage = Passage("note", "1", f"{value}", f"{value}", "", key, "market-share")
    return Quantity(key, key, unit, value, Interval.exactly(value), passage, 0)


def test_a_rule_has_one_row_with_all_its_conditions_and_one_answer(rules_of):
    words, measured, line, met, source = rules_of("us-2023-hhi", merging=[1, 2])
    assert "by more than 100. HHI above 1,800 after the merger" in words
    assert words.endswith("Where met: It is presumed to lessen competition; rebuttable.")
    assert line == "rise of the HHI > 100 and HHI > 1,800"
    assert measured == "600.0; 5,200.0"  # 2 · 30 · 10, and 60² + 40²
    assert met == "true"
    assert source == "US DOJ and FTC, Merger Guidelines 2023, guideline 1 (from an account of it)."


def test_a_rule_about_a_merger_has_no_answer_without_one(rules_of):
    assert rules_of("us-2023-hhi")[3] == "asks for a merger; HHI > 1,800: true"
    assert rules_of("eu-2004-low")[3] == "asks for a merger; HHI < 1,000: false, if that is the line"
    assert rules_of("us-2023-share")[1:4] == ["–", "rise of the HHI > 100 and share > 30%", "asks for a merger"]


def test_a_rule_that_was_not_verified_says_so(rules_of):
    assert rules_of("us-2010-moderate", merging=[1, 2])[3] == "false, if that is the line"


def test_a_text_without_thresholds_says_so(rules_of):
    assert rules_of("uk-cma-2021")[1:4] == ["–", "none", "no threshold"]


def test_a_replaced_rule_says_until_when_it_was_in_force(rules_of):
    assert "In force until 2023-12-17." in rules_of("us-2010-high")[4]


def test_a_draft_says_that_it_was_not_adopted(rules_of):
    assert "A draft only, never adopted with these thresholds" in rules_of("cn-pboc-2021-dominance-1")[4]


def test_what_was_measured_may_be_a_number_of_the_report(rules_of, shown):
    rules_of("cn-aml-dominance-1", measured={"concentration-ratio of 1": exactly("largest", 60)})
    assert block(shown)["rows"][0][1] == [{"text": "60%", "number": "largest"}]
    assert [entry["id"] for entry in shown[-1][show.MIME]["numbers"]] == ["largest"]


def test_a_number_of_another_market_is_refused(rules_of):
    other = {"concentration-ratio of 1": exactly("largest", 61)}
    message = r"largest is \[61, 61\], but by these shares the concentration-ratio of 1 is \[60, 60\]; is it of this"
    with pytest.raises(ValueError, match=message):
        rules_of("cn-aml-dominance-1", measured=other)

import re

import pytest

from frozen import ROOT
from marketshare import charts, show
from marketshare.claims import judge
from marketshare.cli import main
from marketshare.ledger import DataError
from marketshare.metrics import hhi_bounds, residual
from marketshare.quantity import derive


def test_a_hypothetical_figure_is_read_like_a_printed_one(study):
    figure = study.replacing({"cloud-share-tencent-2018": "超过40%"})["cloud-share-tencent-2018"]
    assert (figure.value, str(figure.bounds)) == (40, "(40, ∞)")


def test_everything_downstream_moves_and_is_marked(study):
    what_if = study.replacing({"cloud-share-tencent-2018": "41.8%"})
    shares = [what_if["cloud-share-alibaba-2018"], what_if["cloud-share-tencent-2018"]]
    index = derive(hhi_bounds, id="h", label="HHI", shares=shares, unnamed="smaller")
    assert index.hypothetical
    assert index.bounds.low == pytest.approx(42.85**2 + 41.75**2)


def test_the_study_itself_stays_as_it_is(study):
    study.replacing({"cloud-share-tencent-2018": "41.8%"})
    assert study["cloud-share-tencent-2018"].value == 11.8
    assert study.hypothetical == {}


def test_an_ambiguous_figure_may_be_settled(study):
    assert study.replacing({"cloud-growth-alibaba": "30倍"})["cloud-growth-alibaba"].value == 30


@pytest.mark.parametrize(
    ("assumed", "message"),
    [
        ({"cloud-share-tencent-2081": "41.8%"}, "no figure has this id; did you mean cloud-share-tencent-2018"),
        ({"cloud-share-tencent-2018": "many"}, "'many': no word known here; '42.9%' would be taken"),
        ({"cloud-share-tencent-2018": 41.8}, "expected the words that are printed, '41.8%', found 41.8"),
        ({"mini-program-dau-2018-06": 3e8}, r"that are printed, such as '2\.6 亿', found 300000000\.0"),
        ({"cloud-share-tencent-2018": True}, "that are printed, such as '11.8%', found True"),
        ({5: "41.8%"}, "what-if: 5: expected the id of a figure, such as 'app-ratio-jd', found 5"),
        (
            [("cloud-share-tencent-2018", "41.8%")],
            r"expected printed words by id of a figure, such as \{'app-ratio-jd'",
        ),
        ({"cloud-share-tencent-2018": "61.8%"}, "sum to at least 104.6, above 100"),
    ],
)
def test_an_impossible_assumption_is_refused(study, assumed, message):
    with pytest.raises(DataError, match=message):
        study.replacing(assumed)


def test_explain_shows_the_hypothetical_number_and_says_so(capsys):
    assert (
        main(["--root", str(ROOT), "explain", "china-cloud-2018-hhi", "--set", "cloud-share-tencent-2018=41.8%"]) == 0
    )
    out = capsys.readouterr().out
    assert "3,579.2 to 3,827.2" in out
    assert "hypothetical: 41.8% instead of 11.8%" in out
    assert "Hypothetical: what if cloud-share-tencent-2018 were 41.8%." in out


def test_explain_does_not_show_an_assumption_as_printed(capsys):
    assumed = "cloud-share-tencent-2018=41.8%"
    assert main(["--root", str(ROOT), "explain", "cloud-share-tencent-2018", "--set", assumed]) == 0
    assert "\n  assumed  41.8%\n" in capsys.readouterr().out


def test_a_number_that_an_assumed_rank_no_longer_allows_is_refused(capsys):
    assert main(["--root", str(ROOT), "explain", "china-cloud-2018-lead", "--set", "cloud-rank-tencent-2018=第三"]) == 1
    assert "it rests on cloud-rank-tencent-2018, which the what-if changes" in capsys.readouterr().err


def test_an_assumed_rank_moves_the_bounds_that_it_is_an_input_of(capsys):
    assert main(["--root", str(ROOT), "explain", "china-cloud-2018-hhi", "--set", "cloud-rank-tencent-2018=第三"]) == 0
    # 42.85² + 11.75² + 45.4²: one unnamed firm may be larger than Tencent Cloud, and have all the rest
    assert "1,974.2 to 4,035.3" in capsys.readouterr().out


def test_explain_names_what_an_argument_rests_on(capsys):
    assert main(["--root", str(ROOT), "explain", "china-cloud-2018-lead"]) == 0
    assert "  rests on cloud-rank-tencent-2018" in capsys.readouterr().out


def test_a_number_that_does_not_depend_on_the_assumption_says_so(capsys):
    assumed = "payment-share-alipay-2018-q1=49.8%"
    assert main(["--root", str(ROOT), "explain", "china-cloud-2018-hhi", "--set", assumed]) == 0
    assert "This number does not depend on it." in capsys.readouterr().out


def test_a_hypothetical_number_is_set_beside_the_printed_one(capsys):
    assert (
        main(["--root", str(ROOT), "explain", "china-cloud-2018-hhi", "--set", "cloud-share-tencent-2018=41.8%"]) == 0
    )
    assert "As printed: 1,974.2 to 2,499.5" in capsys.readouterr().out


def test_settling_an_ambiguous_figure_settles_all_its_readings(capsys):
    assumed = "cloud-growth-alibaba=30倍"
    assert main(["--root", str(ROOT), "explain", "cloud-cagr-alibaba-by-intervals", "--set", assumed]) == 0
    assert "97.4%" in capsys.readouterr().out  # 30 ** (1 / 5) is 1.974


def test_find_lists_computed_numbers_too(capsys):
    assert main(["--root", str(ROOT), "find", "hhi"]) == 0
    assert (
        "china-cloud-2018-hhi: 1,974.2 to 2,499.5, computed in notebooks/00_overview.ipynb" in capsys.readouterr().out
    )


def test_an_assumption_without_an_equals_sign_is_wrong_usage(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["--root", str(ROOT), "explain", "china-cloud-2018-hhi", "--set", "41.8%"])
    assert "expected ID=PRINTED" in capsys.readouterr().err


def test_find_lists_ids_values_and_lines(capsys):
    assert main(["--root", str(ROOT), "find", "腾讯云"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "cloud-share-tencent-2018: 11.8%, line 89 of tencent-note: 腾讯云以位居第二（11.8%）" in lines
    assert any(line.startswith("cloud-growth-tencent-2017: 195% (ambiguous), line 91-92") for line in lines)


def test_find_says_when_there_is_nothing(capsys):
    assert main(["--root", str(ROOT), "find", "火星"]) == 1
    assert "no figure or number has '火星'" in capsys.readouterr().err


def test_a_topic_is_a_table_and_tab_completes_its_name(study):
    assert "cloud_share" in dir(study)
    assert study.cloud_share.loc["cloud-share-tencent-2018", "value"] == 11.8


def test_an_unknown_table_is_named_with_those_that_there_are(study):
    with pytest.raises(AttributeError, match="its tables are active_users, cloud_business, cloud_share"):
        _ = study.cloud_shares


def test_a_quantity_shows_value_bounds_quote_and_line(study):
    words = str(study["cloud-share-tencent-2018"])
    assert all(part in words for part in ("11.8%", "[11.75, 11.85]", "腾讯云以位居第二（11.8%）", "line 89"))


@pytest.mark.parametrize(
    ("assumed", "said"),
    [
        ("cloud-share-alibaba-2018=−12%", "'−12%' is below 0; a share lies between 0 and 100"),
        ("cloud-growth-alibaba-years=0年", "years: 0 must be above 0"),
    ],
)
def test_a_hypothesis_by_which_claims_cannot_be_judged_is_refused(capsys, assumed, said):
    assert main(["--root", str(ROOT), "explain", "china-cloud-2018-hhi", "--set", assumed]) == 1
    assert said in capsys.readouterr().err


# What a what-if shows of itself

LABEL = "Tencent Cloud, market share in China's cloud market, 2018 (hypothetical: 41.8% instead of 11.8%)"


@pytest.fixture
def shown(monkeypatch):
    outputs = []
    monkeypatch.setattr(show.outputs, "display", lambda bundle, **_: outputs.append(bundle))
    return outputs


@pytest.fixture(scope="module")
def shares(study):
    what_if = study.replacing({"cloud-share-tencent-2018": "41.8%"})
    return what_if["cloud-share-alibaba-2018"], what_if["cloud-share-tencent-2018"]


@pytest.fixture(scope="module")
def rest(shares):
    return derive(residual, id="rest", label="The rest", shares=shares)


def test_a_what_if_study_names_what_was_replaced(study):
    what_if = study.replacing({"cloud-share-tencent-2018": "41.8%", "revenue-share-vas": "52%"})
    assert repr(what_if).splitlines()[1] == (
        "what if cloud-share-tencent-2018 were 41.8% instead of 11.8%; revenue-share-vas were 52% instead of 54%?"
    )
    assert "what if" not in repr(study)


def test_a_figure_that_is_replaced_twice_says_what_the_note_prints(study):
    once = study.replacing({"cloud-share-tencent-2018": "31.8%"})
    assert once.replacing({"cloud-share-tencent-2018": "41.8%"})["cloud-share-tencent-2018"].label == LABEL


def test_all_words_for_a_number_that_a_what_if_changes_have_an_asterisk(rest):
    """42.9 and 41.8 leave 15.3, each of the two being 0.05 more or less."""
    assert (rest.text, rest.bounds_text) == ("15.3%*", "15.2 to 15.4%*")
    assert str(rest).endswith(f"; * {LABEL}")


def test_prose_marks_what_follows_from_a_what_if_and_names_it(shown, shares, rest):
    show.say("{rest} is left by {own}, printed {own:printed}, and {other}.", rest=rest, own=shares[1], other=shares[0])
    assert shown[0]["text/plain"] == "15.3%* is left by 41.8%*, printed 41.8%*, and 42.9%."
    assert f"<p><small>* {LABEL.replace(chr(39), '&#x27;')}</small></p>" in shown[0]["text/html"]


def test_tables_of_derived_numbers_mark_what_follows_from_a_what_if(shown, rest, shares):
    show.numbers({"rest": rest, "other": shares[0]}, name="rest", caption="What is left.")
    assert shown[0]["text/plain"].splitlines()[2:] == [
        "rest | 15.3%* | 15.2 to 15.4%* | 100 − Σ share",
        "other | 42.9% | 42.85 to 42.95% | as printed",
    ]
    assert "(hypothetical: 41.8% instead of 11.8%)" in shown[0]["text/html"]


def test_rules_mark_answers_that_follow_from_a_what_if(study, shown, shares):
    show.rules(study.rules("de-gwb-18-4"), shares, unnamed="smaller", firm=1, name="rules", caption="Rules.")
    assert "| true* |" in shown[0]["text/plain"]
    assert re.search(r"\| 41\.\d+ to 41\.\d+%\* \|", shown[0]["text/plain"])


def test_verdicts_that_follow_from_a_what_if_are_marked(study, shown):
    what_if = study.replacing({"cloud-share-tencent-2018": "41.8%"})
    claims = {claim.id: claim for claim in judge(what_if)}
    show.claims([claims["line-085-1"], claims["line-014-2"]], name="claims", caption="Claims.")
    assert "| contradicted* |" in shown[0]["text/plain"]


@pytest.mark.usefixtures("shown")
def test_a_chart_marks_what_follows_from_a_what_if_and_names_it_below(rest, shares):
    ax = charts.axes()
    charts.stacked_shares({"2018": dict(zip("at", shares, strict=True))}, {"2018": rest}, ax=ax)
    show.chart(ax, name="shares", caption="Shares.")
    figure = ax.get_figure()
    assert figure.get_supxlabel().replace("\n", " ") == f"* {LABEL}"
    assert {text.get_text() for text in ax.texts} >= {"a\n42.9%", "t\n41.8%*"}


@pytest.mark.usefixtures("shown")
def test_a_chart_of_what_is_printed_has_no_such_note(study):
    ax = charts.axes()
    charts.bars({"a": study["cloud-share-alibaba-2018"]}, ax=ax)
    show.chart(ax, name="shares", caption="Shares.")
    assert ax.get_figure().get_supxlabel() == ""

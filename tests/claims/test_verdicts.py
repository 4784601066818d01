"""Each test of a claim, with figures for every outcome that it can have."""

import pytest

from frozen import ROOT
from marketshare.claims import faulty_tests, judge, to_csv
from marketshare.claims.evaluate import _run as run
from marketshare.claims.verdict import Verdict, joined, over_all
from marketshare.studies import Study

LEADS = "leads(cloud-share-alibaba-2018; cloud-share-tencent-2018; second=cloud-rank-tencent-2018)"
HALF = "at_most_part(cloud-share-tencent-2018; cloud-share-alibaba-2018; 1/2)"
GAINED = "gained(cloud-share-tencent-2016; cloud-share-tencent-2018)"
GREW = "grew(50; cloud-growth-tencent-2017; cloud-growth-tencent-2018)"
YEARLY = "grew_a_year(50; cloud-growth-tencent-2017; cloud-growth-tencent-2018)"
SECOND = "ranked(2; cloud-share-tencent-2018; cloud-share-alibaba-2018)"
MANY = "exceeds(mini-program-dau-2019-h1; 100000000)"
RACE = (
    "parity_beyond(3; cloud-share-alibaba-2018; cloud-share-tencent-2016; cloud-share-tencent-2018; "
    "cloud-growth-alibaba; cloud-growth-alibaba-years; cloud-growth-tencent-2017; cloud-growth-tencent-2018)"
)


@pytest.mark.parametrize(
    ("call", "assumed", "outcome"),
    [
        (LEADS, {}, "supported"),
        (LEADS, {"cloud-share-alibaba-2018": "11.8%"}, "undetermined"),  # 11.75 to 11.85 against the same
        (LEADS, {"cloud-share-alibaba-2018": "10.8%"}, "contradicted"),
        (LEADS, {"cloud-rank-tencent-2018": "第三"}, "undetermined"),  # a firm without a figure: up to 45.4
        (HALF, {}, "supported"),
        (HALF, {"cloud-share-tencent-2018": "21.45%"}, "undetermined"),  # 21.455 / 42.85 is just above a half
        (HALF, {"cloud-share-tencent-2018": "41.8%"}, "contradicted"),
        (GAINED, {}, "supported"),
        (GAINED, {"cloud-share-tencent-2016": "11.8%"}, "undetermined"),
        (GAINED, {"cloud-share-tencent-2016": "12.8%"}, "contradicted"),
        (GREW, {}, "supported"),  # 95 at the least, as a level
        (GREW, {"cloud-growth-tencent-2017": "20%", "cloud-growth-tencent-2018": "30%"}, "contradicted"),
        (GREW, {"cloud-growth-tencent-2017": "20%"}, "undetermined"),
        (YEARLY, {}, "supported"),  # 120 a year at the least, if both rates are against 2016
        (YEARLY, {"cloud-growth-tencent-2017": "20%", "cloud-growth-tencent-2018": "30%"}, "contradicted"),
        (YEARLY, {"cloud-growth-tencent-2018": "110%"}, "undetermined"),  # 45 a year if against 2016
        (SECOND, {}, "undetermined"),  # a firm without a figure: up to 45.4
        (SECOND, {"cloud-share-alibaba-2018": "9%"}, "undetermined"),
        (SECOND, {"cloud-share-tencent-2018": "41.8%"}, "supported"),  # the rest is 15.4 at the most
        ("ranked(1; cloud-share-tencent-2018; cloud-share-alibaba-2018)", {}, "contradicted"),
        (MANY, {}, "supported"),
        (MANY, {"mini-program-dau-2019-h1": "9000万"}, "contradicted"),
        (MANY, {"mini-program-dau-2019-h1": "1亿"}, "undetermined"),
        (RACE, {}, "undetermined"),
        (RACE, {"cloud-growth-tencent-2018": "60%"}, "supported"),  # slower than the leader: never level
        (RACE, {"cloud-growth-tencent-2017": "900%", "cloud-growth-tencent-2018": "900%"}, "contradicted"),
        ("rate_known(mini-programs)", {}, "undetermined"),
        ("rate_known(mini-programs)", {"mini-program-transaction-growth-2018": "600%"}, "supported"),
        ("rate_known(qq)", {}, "untestable"),
        ("stated_apart(tencent-fintech-business; tencent-fintech; tencent-business-services)", {}, "undetermined"),
        ("stated_apart(tencent-fintech-business; tencent-vas; tencent-online-advertising)", {}, "supported"),
        ("stated_apart(qq; jd; tools)", {}, "untestable"),
        ("missing(developers; developers of mini programs)", {}, "untestable"),
        ("missing(market-share; shares)", {}, "undetermined"),  # there are such figures
    ],
)
def test_a_test_has_the_outcome_that_its_figures_give(study, call, assumed, outcome):
    assert run(study.replacing(assumed) if assumed else study, call).outcome == outcome


def test_a_verdict_names_the_numbers_that_decide_it(study):
    verdict = run(study, HALF)
    assert verdict.because == "11.8% is 0.275 times 42.9%, at most 1/2"
    assert {quantity.id for quantity in verdict.inputs} >= {"cloud-share-tencent-2018", "cloud-share-alibaba-2018"}


def test_an_untestable_claim_names_the_missing_figure(study):
    assert run(study, "missing(developers; developers)").because == "no figure in the note: developers"


def test_figures_that_bear_on_an_untestable_claim_are_named(study):
    verdict = run(study, "missing(app-use; use of apps; bears=app-ratio-jd,app-ratio-maoyan-kfc)")
    assert "what bears on it: 0.25, JD.com" in verdict.because
    assert [q.id for q in verdict.inputs] == ["app-ratio-jd", "app-ratio-maoyan-kfc--by", "app-ratio-maoyan-kfc--to"]


def test_parity_hangs_on_how_growth_is_read(study):
    because = run(study, RACE).because
    assert "in 4.0 to 4.3 years, or never if growth is read as level" in because
    assert "in 2.0 to 2.9 years if growth is read as yearly" in because
    assert because.endswith("it hangs on the reading")


def test_a_sentence_of_two_claims_is_as_weak_as_its_weaker_one():
    strong, weak = Verdict("supported", "a"), Verdict("undetermined", "b")
    assert joined([strong, weak]).outcome == "undetermined"
    assert joined([strong, Verdict("contradicted", "c"), weak]).outcome == "contradicted"
    assert joined([strong, weak]).because == "a; b"


def test_one_outcome_for_all_cases_or_none():
    assert over_all(["supported", "supported"]) == "supported"
    assert over_all(["supported", "contradicted"]) == "undetermined"


def test_every_claim_and_question_has_a_verdict(study):
    judged = judge(study)
    assert [claim.id for claim in judged] == list(study.ledger.claims)
    words = {claim.kind == "question": set() for claim in judged}
    for claim in judged:
        words[claim.kind == "question"].add(claim.verdict)
    assert words[True] <= {"answered", "open"}
    assert words[False] <= {"supported", "contradicted", "undetermined", "untestable"}


def test_no_verdict_is_typed_in_the_data(study):
    words = {"supported", "contradicted", "undetermined", "untestable"}
    assert not [key for key, row in study.ledger.claims.items() if words & set(row["test"].replace("(", " ").split())]


def with_test(study, tmp_path, test):
    import shutil

    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path = tmp_path / "data" / "claims.csv"
    old = study.ledger.claims["line-117-1"]["test"]
    assert path.read_text("utf-8").count(f",{old}\n") == 1
    path.write_text(path.read_text("utf-8").replace(f",{old}\n", f",{test}\n"), "utf-8")
    return [str(problem) for problem in faulty_tests(Study.at(tmp_path))]


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("", "a claim needs a test"),
        ("leeds(cloud-share-alibaba-2018)", "there is no test 'leeds'"),
        ("leads", "'leads' is not of the form name(argument; argument)"),
        ("exceeds(no-such-figure; 1)", "no figure has the id 'no-such-figure'"),
        ("exceeds(cloud-share-alibaba-2018)", "exceeds takes figure; amount: missing a required argument"),
        ("exceeds()", "exceeds takes figure; amount: missing a required argument"),
        ("parity_beyond(3; cloud-share-alibaba-2018)", "parity_beyond takes years and leader; start; challenger; "),
    ],
)
def test_a_claim_whose_test_cannot_run_is_a_problem_of_its_row(study, tmp_path, test, words):
    row = study.ledger.claims["line-117-1"].line
    (problem,) = with_test(study, tmp_path, test)
    assert problem.startswith(f"data/claims.csv:{row}: test: {test or 'blank'}: {words}")


def test_claims_as_csv_have_the_columns_of_the_contract(study):
    lines = to_csv(judge(study)).splitlines()
    assert lines[0] == "id,line,kind,claim,verdict,because,inputs"
    assert len(lines) == 1 + len(study.ledger.claims)


def test_figures_of_different_sources_leave_a_verdict_undetermined(study):
    from dataclasses import replace

    figure = study.ledger.figures["cloud-share-tencent-2016"]
    other = replace(figure.quantity, origin=replace(figure.quantity.origin, source="second-note"))
    figures = {**study.ledger.figures, figure.id: replace(figure, quantity=other)}
    verdict = run(Study(replace(study.ledger, figures=figures)), GAINED)
    assert verdict.outcome == "undetermined"
    assert "second-note" in verdict.because

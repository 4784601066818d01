"""Claims whose test sets figures against each other that cannot be: refused by row, not answered."""

import shutil

import pytest

from frozen import ROOT
from marketshare.claims import Race, cases, faulty_tests
from marketshare.claims.comparable import refuse_no_firms_of_one_market, refuse_no_two_dates
from marketshare.claims.evaluate import _run as run
from marketshare.studies import Study

EARLY, LATE, LEADER = "cloud-share-tencent-2016", "cloud-share-tencent-2018", "cloud-share-alibaba-2018"
ALIPAY, TENPAY, PAIR = (f"payment-share-{who}-2018-q1" for who in ("alipay", "tenpay", "pair"))
RANK, OTHER_RANK = "cloud-rank-tencent-2018", "payment-rank-tenpay-2018-q1"
FIRST, SECOND = "cloud-growth-tencent-2017", "cloud-growth-tencent-2018"
MULTIPLE, YEARS = "cloud-growth-alibaba", "cloud-growth-alibaba-years"


def race(**changed):
    given = {
        "leader": LEADER, "start": EARLY, "challenger": LATE, "leader_multiple": MULTIPLE, "leader_years": YEARS,
        "first_growth": FIRST, "second_growth": SECOND,
    }  # fmt: skip
    return "; ".join({**given, **changed}.values())


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            f"gained({LATE}; {EARLY})",
            f"{LATE} is of 2018, {EARLY} is of 2016: the earlier one comes first; exchange them",
        ),
        (f"gained({LATE}; {LATE})", f"{LATE} is of 2018, {LATE} is of 2018: they are of one date; name the other one"),
        (
            f"gained({EARLY}; {LEADER})",
            f"{EARLY} is of tencent-cloud, {LEADER} is of alibaba-cloud; expected two dates",
        ),
        (f"gained({EARLY}; {TENPAY})", f"{EARLY} is of tencent-cloud, {TENPAY} is of tenpay; expected two dates"),
        (f"gained({EARLY}; {RANK})", f"{EARLY} is of market-share, {RANK} is of rank; expected two dates of one thing"),
        (
            f"at_most_part({LATE}; {ALIPAY}; 1/2)",
            f"{LATE} is of china-cloud, {ALIPAY} is of china-third-party-payments",
        ),
        (f"at_most_part({EARLY}; {LEADER}; 1/2)", f"{EARLY} is of 2016, {LEADER} is of 2018; expected shares of one"),
        (f"at_most_part({LATE}; {LATE}; 1/2)", f"{LATE} and {LATE} are both of tencent-cloud; expected two firms"),
        (f"at_most_part({ALIPAY}; {PAIR}; 1/2)", f"{ALIPAY} and {PAIR} overlap: alipay is a part of "),
        (
            f"leads({LEADER}; {EARLY}; second={RANK})",
            f"{LEADER} is of 2018, {EARLY} is of 2016; expected shares of one",
        ),
        (f"leads({LEADER}; {ALIPAY}; second={RANK})", f"{LEADER} is of china-cloud, {ALIPAY} is of china-third-party"),
        (f"leads({LEADER}; {LATE}; second={OTHER_RANK})", f"{LATE} is of tencent-cloud, {OTHER_RANK} is of tenpay; "),
        (f"leads({LEADER}; {LATE}; second={LATE})", f"second: {LATE} is no rank; expected that of {LATE}"),
        (f"leads({LEADER}; second={RANK})", "leads takes the firm's share and those of its rivals, found no rival"),
        (f"ranked(2; {LATE}; {EARLY})", f"{LATE} is of 2018, {EARLY} is of 2016; expected shares of one market"),
        (f"ranked(2; {LATE}; {TENPAY})", f"{LATE} is of china-cloud, {TENPAY} is of china-third-party-payments"),
        (
            f"grew_a_year(50; {SECOND}; {FIRST})",
            f"{SECOND} is of 2018, {FIRST} is of 2017: the earlier one comes first",
        ),
        (f"grew_a_year(50; {FIRST}; {MULTIPLE})", f"{FIRST} is of tencent-cloud, {MULTIPLE} is of alibaba-cloud; "),
        (f"parity_beyond(3; {race(start=LATE, challenger=EARLY)})", f"{LEADER} is of 2018, {EARLY} is of 2016; "),
        (f"parity_beyond(3; {race(leader=TENPAY)})", f"{TENPAY} is of china-third-party-payments, {LATE} is of china-"),
        (f"parity_beyond(3; {race(start=LATE)})", f"{LATE} is of 2018, {LATE} is of 2018: they are of one date; "),
        (
            f"parity_beyond(3; {race(first_growth=SECOND, second_growth=FIRST)})",
            "the earlier one comes first; exchange",
        ),
        (f"parity_beyond(3; {race(leader_multiple=FIRST)})", f"{LEADER} is of alibaba-cloud, {FIRST} is of tencent-"),
        ("exceeds(cloud-customers-alibaba; nan)", "'nan' is no number; expected for instance 50 or 1000000"),
        ("exceeds(cloud-customers-alibaba; 1/0)", "'1/0' is no number"),
        (f"grew(inf; {FIRST})", "'inf' is no number"),
        (f"at_most_part({LATE}; {LEADER}; 1/0)", "'1/0' is no part of a whole; expected for instance 1/2"),
        (f"ranked(0; {LATE}; {LEADER})", "'0' is no place; expected 1 for the largest, 2, and so on"),
        ("rate_known(mini-program)", "no entity has the id 'mini-program'; did you mean mini-programs"),
        (
            "stated_apart(fintech-business; a; b)",
            "no entity has the id 'fintech-business'; did you mean tencent-fintech",
        ),
    ],
)
def test_figures_that_cannot_be_set_against_each_other_are_refused(study, call, said):
    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (the words are compared)
        run(study, call)
    assert said in str(refusal.value)


def test_a_refusal_is_a_problem_of_the_row(study, tmp_path):
    for folder in ("data", "seeds"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    path, row = tmp_path / "data" / "claims.csv", study.ledger.claims["line-085-1"]
    text = path.read_text("utf-8")
    assert text.count(f"gained({EARLY}; {LATE})") == 1
    path.write_text(text.replace(f"gained({EARLY}; {LATE})", f"gained({LATE}; {EARLY})"), "utf-8")
    (problem,) = faulty_tests(Study.at(tmp_path))
    assert (problem.file, problem.row, problem.column) == ("data/claims.csv", row.line, "test")
    assert "the earlier one comes first; exchange them" in problem.message


def test_a_race_in_a_notebook_is_refused_alike(study):
    with pytest.raises(ValueError, match="is of tencent-cloud; expected figures of one firm"):
        next(cases(study, Race(LEADER, EARLY, LATE, FIRST, YEARS, FIRST, SECOND)))


# Periods, on figures made up for it


class Made(dict):
    """A study of one firm's shares by id and period."""

    def __init__(self, **periods):
        columns = {"market": "m", "measure": "market-share", "supersedes": ""}
        rows = {key: Row(columns | {"id": key, "entity": "firm", "period": when}) for key, when in periods.items()}
        super().__init__(rows)
        self.ledger = self
        self.figures, self.entities = rows, {"firm": {"parent": ""}}


class Row(dict):
    @property
    def id(self):
        return self["id"]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2016", "2018-Q1", ""),
        ("FY2016", "FY2018", ""),
        ("2018-Q1", "2018", "these overlap, or may do so"),
        ("FY2018", "2018", "these overlap, or may do so"),
        ("", "2018", "one is of no period, other is of 2018: which is earlier cannot be told"),
        ("2018", "", "which is earlier cannot be told"),
        ("", "", "they are of one date"),
    ],
)
def test_dates_are_in_order_or_refused(start, end, said):
    if not said:
        refuse_no_two_dates(Made(one=start, other=end), "one", "other")
        return
    with pytest.raises(ValueError, match=said):
        refuse_no_two_dates(Made(one=start, other=end), "one", "other")


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2016", "2018", True),
        ("2016-Q1", "2018-Q1", True),
        ("FY2016", "FY2018", True),
        ("2016-06-30", "2018-06-30", True),
        ("2015", "2018", False),
        ("2016-Q1", "2018-Q2", False),
        ("2016", "2018-06", False),
        ("2016", "FY2020", False),
    ],
)
def test_dates_are_as_far_apart_as_a_race_takes_them_to_be(start, end, fits):
    if fits:
        refuse_no_two_dates(Made(one=start, other=end), "one", "other", years=2)
        return
    with pytest.raises(ValueError, match="expected 2 years between them"):
        refuse_no_two_dates(Made(one=start, other=end), "one", "other", years=2)


def test_shares_of_no_period_are_of_one():
    made = Made(one="", other="")
    made.figures["other"]["entity"] = "rival"
    made.entities["rival"] = {"parent": ""}
    refuse_no_firms_of_one_market(made, "one", "other")

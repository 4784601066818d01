"""Rows of rules.csv that do not go together, each refused by row and column."""

import json

import pytest

FILE = "data/rules.csv"
HEADER = (
    "id,rule,name,jurisdiction,standing,in_force_from,in_force_until,about,market,outcome,measure,firms,operator,"
    "threshold,condition,citation,verified,remark"
)


@pytest.fixture
def problems_of(copy, problems):
    """What is wrong with rules that are made of two rows, in lines 2 and 3, changed column by column."""

    def found(first=None, second=None):
        columns = HEADER.split(",")
        row = dict.fromkeys(columns, "") | {
            "rule": "r", "name": "R", "jurisdiction": "US", "standing": "in force", "in_force_from": "2020-01-01",
            "about": "merger", "outcome": "It is looked at.", "condition": "So.", "citation": "There.",
            "verified": "no",
        }  # fmt: skip
        level = {"id": "a", "measure": "hhi", "firms": "1", "operator": ">", "threshold": "1800"}
        rise = {"id": "b", "measure": "merger-delta", "firms": "1", "operator": ">", "threshold": "100"}
        rows = [row | level | (first or {}), row | rise | (second or {})]
        lines = [HEADER, *(",".join(cells[column] for column in columns) for cells in rows)]
        (copy / FILE).write_text("\n".join(lines) + "\n", "utf-8")
        return [problem.removeprefix(f"{FILE}:") for problem in problems()]

    return found


def test_two_conditions_of_one_rule_have_no_problem(problems_of):
    assert problems_of() == []


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("name", "S", "S, but row 2 says R"),
        ("jurisdiction", "EU", "EU, but row 2 says US"),
        ("in_force_from", "2021-01-01", "2021-01-01, but row 2 says 2020-01-01"),
        ("in_force_from", "", "blank, but row 2 says 2020-01-01"),
        ("outcome", "It is not.", "It is not., but row 2 says It is looked at."),
    ],
)
def test_rows_of_one_rule_agree(problems_of, column, cell, said):
    expected = f"3: {column}: {said}, and both are of the rule r; its rows agree, or it is two rules"
    assert problems_of(second={column: cell}) == [expected]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"measure": "hhii"}, "measure: 'hhii' is none of market-share, concentration-ratio, hhi, merger-delta, "),
        ({"operator": "≥"}, "operator: '≥' is none of >=, >, <, <="),
        ({"operator": ""}, "operator: blank; a condition on hhi needs it"),
        ({"threshold": ""}, "threshold: blank; a condition on hhi needs it"),
        ({"firms": ""}, "firms: blank; a condition on hhi needs it"),
        ({"firms": "2"}, "firms: 2, but hhi is of one firm or of the market: write 1"),
        ({"threshold": "1/2"}, "threshold: 1/2, expected points, above 0 and at most 10000"),
        ({"threshold": "18000"}, "threshold: 18000, expected points, above 0 and at most 10000"),
        ({"measure": "market-share", "threshold": "30"}, "threshold: 30, expected a fraction of the market such as "),
        ({"measure": "market-share", "threshold": "0.3"}, "threshold: 0.3, expected a fraction of the market such as "),
        ({"measure": "market-share", "threshold": "3/2"}, "threshold: 3/2, expected a fraction of the market such as "),
        ({"measure": "none"}, "firms: 1, but the measure is none: leave it blank, or name what is compared"),
        (
            {"measure": "member-share", "operator": "<", "threshold": "1/10"},
            "measure: exempts a member of a group, but",
        ),
        ({"measure": "merger-delta"}, ""),
    ],
)
def test_a_condition_that_is_none_is_named(problems_of, changed, said):
    first = problems_of(first=changed)
    if said:
        assert first[0].startswith(f"2: {said}")
    else:
        expected = "3: operator: > 100, and row 2 bounds it on the same side; keep one, or make them rules of their own"
        assert first == [expected]


def test_a_text_without_thresholds_has_no_other_row(problems_of):
    nothing = {"measure": "none", "firms": "", "operator": "", "threshold": ""}
    assert problems_of(first=nothing) == ["2: measure: none, but the rule r has other rows with thresholds"]


def test_an_exemption_needs_a_group_and_a_share_below_a_line(problems_of):
    group = {"measure": "concentration-ratio", "firms": "2", "operator": ">=", "threshold": "2/3"}
    member = {"measure": "member-share", "operator": "<", "threshold": "1/10"}
    assert problems_of(first=group, second=member) == []
    (problem,) = problems_of(first=group | {"firms": "1"}, second=member)
    assert problem == (
        "3: measure: exempts a member of a group, but the rule r has no condition about several firms: "
        "a concentration-ratio of 2 or more"
    )
    (problem,) = problems_of(first=group, second=member | {"operator": ">"})
    assert problem == "3: operator: >, but a member is exempt below a share: write <"


@pytest.mark.parametrize(
    ("low", "high", "fits"),
    [
        (">= 1800", "<= 1800", True),
        (">= 1000", "< 1800", True),
        ("> 1800", "<= 1800", False),
        (">= 1800", "< 1800", False),
        ("> 2000", "< 1000", False),
    ],
)
def test_conditions_that_no_number_meets_together_are_named(problems_of, low, high, fits):
    first, second = (dict(zip(("operator", "threshold"), line.split(), strict=True)) for line in (low, high))
    expected = [] if fits else [f"3: threshold: {low} and {high} (row 2) are never met together"]
    assert problems_of(first=first, second={"measure": "hhi", **second}) == expected


@pytest.mark.parametrize(
    ("standing", "start", "end", "said"),
    [
        ("draft", "2020-01-01", "", "in_force_from: 2020-01-01, but the rule is draft; expected blank"),
        ("in force", "", "", "in_force_from: blank, but the rule is in force; expected a day"),
        (
            "in force",
            "2020-01-01",
            "2021-01-01",
            "in_force_until: 2021-01-01, but the rule is in force; expected blank",
        ),
        ("replaced", "2020-01-01", "", "in_force_until: blank, but the rule is replaced; expected a day"),
        ("replaced", "2020-01-01", "2019-01-01", "in_force_until: 2019-01-01 is before 2020-01-01, its first day"),
    ],
)
def test_the_days_in_force_go_with_the_standing(problems_of, standing, start, end, said):
    changed = {"standing": standing, "in_force_from": start, "in_force_until": end}
    assert problems_of(first=changed, second=changed) == [f"2: {said}"]


def test_a_rise_of_the_hhi_is_about_a_merger(problems_of):
    changed = {"about": "market"}
    expected = "3: about: market, but only a merger raises the HHI: write merger"
    assert problems_of(first=changed, second=changed) == [expected]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        (
            "measure",
            "hhii",
            "'hhii' is none of market-share, concentration-ratio, member-share, hhi, merger-delta, none",
        ),
        ("operator", "≥", "'≥' is none of >=, >, <, <="),
        ("verified", "yes", "'yes' is none of no, secondary, primary"),
        ("firms", "1.5", "'1.5' is no number of firms; write 1, 2, 3"),
        ("threshold", "1e999999999", "'1e999999999' is neither points nor a fraction such as 2/3"),
        ("threshold", "1.5/2", "'1.5/2' is neither points nor a fraction such as 2/3"),
    ],
)
def test_a_schema_that_lets_everything_pass_does_not(copy, problems_of, column, cell, said):
    package = json.loads((copy / "data/datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        for field in resource["schema"]["fields"] if resource["name"] == "rules" else ():
            field.pop("constraints", None)
            field["type"] = "string"
    (copy / "data/datapackage.json").write_text(json.dumps(package), "utf-8")
    assert problems_of(first={column: cell})[0] == f"2: {column}: {said}"

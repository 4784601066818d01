"""Patterns of a schema: the whole cell, ASCII classes, and no pattern that hangs."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare.ledger.patterns import _STANDARD, _found, matches, pattern_fault


@pytest.mark.parametrize("pattern", sorted(_STANDARD))
def test_a_standard_pattern_takes_no_time_either(pattern):
    for piece in ("a", "0", "1-", "1;", "[ ", "[0 ,", "2018-"):
        matches(pattern, piece * 20_000)


@pytest.mark.parametrize("pattern", sorted(_STANDARD))
@settings(max_examples=20, derandomize=True)
@given(data=st.data())
def test_it_agrees_with_python_on_patterns_that_both_know(pattern, data):
    cell = data.draw(st.one_of(st.text(max_size=12), st.from_regex(pattern, fullmatch=True)))
    assert _found(f"^(?:{pattern})$", cell) == (
        re.fullmatch(pattern, cell, re.ASCII) is not None and "\x0b" not in cell
    )


@pytest.mark.parametrize(
    ("pattern", "cell", "answer"),
    [("a", "a\n", False), (".", "中", True), ("a|ab", "ab", True), (r"\d", "٣", False), ("", "", True),
     ("a", "\ud800", False),     ("[A-Z]{3}", "ABC", True)],
)  # fmt: skip
def test_the_whole_cell_is_matched(pattern, cell, answer):
    assert matches(pattern, cell) is answer


@pytest.mark.parametrize("pattern", [r"([A-Za-z ]+)+!|[^!]*", "(a+)+b", "(a|a)*b", "(.*)*x", r"(\w+\s?)*y"])
def test_a_pattern_that_goes_back_on_itself_takes_no_time(pattern):
    matches(pattern, "a" * 100_000)  # Python's engine needs longer than there will be time


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("(", "missing )"), ("(?=a)b", "invalid perl operator"), (r"(a)\1", "invalid escape sequence"), (5, "no text"),
     ("a)|(b", "unexpected )"), ("a" * 501, "501 characters"), ("(a{1000}){1000}", "invalid repetition size")],
)  # fmt: skip
def test_what_cannot_be_matched_in_time_is_refused_with_the_reason(pattern, said):
    assert said in pattern_fault(pattern)


def test_a_schema_with_such_a_pattern_is_named(copy, problems):
    path = copy / "data" / "figures.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    next(field for field in schema["fields"] if field["name"] == "note")["constraints"] = {"pattern": "(?=a)b"}
    path.write_text(json.dumps(schema), "utf-8")
    said = "has for note the pattern '(?=a)b', which is none that can be matched in time: invalid perl operator: (?="
    assert any(problem.startswith("data/figures.schema.json: ") and problem.endswith(said) for problem in problems())


def test_a_study_whose_pattern_would_hang_python_is_checked(copy, run):
    path = copy / "data" / "figures.schema.json"
    schema = json.loads(path.read_text("utf-8"))
    next(field for field in schema["fields"] if field["name"] == "note")["constraints"] = {
        "pattern": r"([A-Za-z ]+)+!|[^!]*"
    }
    path.write_text(json.dumps(schema), "utf-8")
    assert run(copy, "check")[0] == 0

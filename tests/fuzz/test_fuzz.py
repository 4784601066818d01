"""Fuzzing, the quick part: no exception but the documented ones. ``make soak-fuzz`` goes on where this ends."""

import random
import subprocess
import sys
from pathlib import Path

import fuzz_inputs as inputs
import fuzz_targets as targets
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketshare.ledger.cells import fault
from marketshare.ledger.differences import alike, differences

SOAK = Path(__file__).with_name("soak.py")
SPECS = [
    {"name": "value", "type": "number"},
    {"name": "firms", "type": "integer", "constraints": {"minimum": 1}},
    {"name": "date", "type": "date"},
    {"name": "period", "type": "string", "constraints": {"pattern": "[0-9]{4}|[0-9]{4}-[0-9]{2}(-[0-9]{2})?"}},
    {"name": "status", "type": "string", "constraints": {"enum": ["stated", "ambiguous"]}},
    {"name": "id", "type": "string", "constraints": {"pattern": "[a-z0-9]+(-[a-z0-9]+)*"}},
    {"name": "note", "type": "string"},
]
CELLS = st.one_of(st.text(max_size=30), st.sampled_from(inputs.CELLS), st.from_regex(r"[-+]?[0-9.,eE%/ ]{1,20}"))


@pytest.fixture(scope="module")
def damaged():
    with targets.made(targets.Studies) as found:
        yield found


@pytest.fixture(scope="module")
def outputs():
    return targets.outputs()


@pytest.mark.parametrize("seed", range(2))
def test_a_phrase_is_read_or_refused(seed):
    dice = random.Random(f"wording {seed}")
    ends = {targets.wording(*inputs.phrase(dice)) for _ in range(1_000)}
    assert ends == {targets.READ, targets.REFUSED}


@pytest.mark.parametrize("seed", range(2))
def test_a_period_is_read_or_refused(seed):
    dice = random.Random(f"period {seed}")
    ends = {targets.period(inputs.period(dice)) for _ in range(1_000)}
    assert ends == {targets.READ, targets.REFUSED}


@pytest.mark.parametrize("seed", range(2))
def test_a_csv_file_is_read_or_refused(seed):
    dice = random.Random(f"csv {seed}")
    ends = {targets.csv_file(inputs.csv_bytes(dice)) for _ in range(1_000)}
    assert ends == {targets.READ, targets.REFUSED}


@pytest.mark.parametrize("seed", range(2))
def test_a_damaged_study_is_read_or_refused(damaged, seed):
    dice = random.Random(f"ledger {seed}")
    ends = {damaged.study(inputs.damage(damaged.files, dice)) for _ in range(25)}
    assert ends <= {targets.READ, targets.REFUSED}


def test_a_damaged_payload_is_shown_or_told_in_text(outputs):
    dice = random.Random("payload")
    ends = {targets.payload(inputs.payload(outputs, dice)) for _ in range(300)}
    assert ends == {targets.READ, targets.REFUSED}


def test_a_report_is_built_beside_damaged_files_or_refused():
    dice = random.Random("reports")
    with targets.made(targets.Reports) as reports:
        ends = {reports.reports(inputs.reports(reports.files, dice)) for _ in range(8)}
    assert ends <= {targets.READ, targets.REFUSED}


@settings(derandomize=True)
@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_problems(raw):
    assert targets.csv_file(raw) in {targets.READ, targets.REFUSED}


@settings(derandomize=True, max_examples=200)
@given(CELLS, st.sampled_from(SPECS))
def test_what_is_suggested_for_a_cell_may_stand_in_it(cell, spec):
    said = fault(cell, spec)
    meant = said.rpartition(": write ")[2]
    assert ": write " not in said or fault(meant, spec) == ""


@settings(derandomize=True)
@given(st.text(max_size=40), st.text(max_size=80))
def test_any_two_texts_can_be_compared(part, text):
    found = alike(part, text)
    assert found is None or found in text
    assert differences(part, text) == "" or part not in text


@settings(derandomize=True)
@given(st.permutations("一二三四五六七八九十"), st.data())
def test_one_changed_character_is_named_with_what_stands_there(characters, data):
    text = "".join(characters)
    at = data.draw(st.integers(0, len(text) - 1))
    said = differences(text[:at] + "億" + text[at + 1 :], text)
    assert "億 (U+5104)" in said
    assert f"{text[at]} (U+{ord(text[at]):04X})" in said


def test_the_soak_prints_its_counts():
    ended = subprocess.run(
        [sys.executable, str(SOAK), "--inputs", "2000", "--seed", "3", "--only", "period"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("period: 2,000 inputs, ")
    assert " read, " in ended.stdout
    assert " refused, 0 other" in ended.stdout

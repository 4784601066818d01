"""The gate of mutants: which changes are made, that a bad one is caught, that one which no test sees is reported."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from mutants import mutants

SCRIPT = Path(__file__).with_name("mutate_code.py")
LIST = Path(__file__).with_name("survivors.csv")

SOURCE = '''\
"""Part of a whole."""

LIMIT = 100


def part(share, whole):
    """Part of a whole, cut at a limit."""
    if whole <= 0:
        raise ValueError("whole: 1 or more, not less than 1")
    return min(LIMIT, 100 * share / whole)


def larger(a, b):
    """The larger of two: which of two equal ones is the same."""
    return a if a > b else b
'''
TESTS = """\
import pytest
from sample.parts.shares import larger, part


def test_a_part_by_hand():
    assert part(1, 4) == 25
    assert part(1, 0.5) == 100
    assert part(2, 1) == 100
    assert larger(1, 2) == larger(2, 1) == 2


def test_no_whole():
    with pytest.raises(ValueError):
        part(1, 0)
"""


def changes(tmp_path, source):
    path = tmp_path / "module.py"
    path.write_text(source, "utf-8")
    return [mutant.change for mutant in mutants(path, "module")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = a < b", ["a < b → a <= b"]),
        ("x = a + b", ["a + b → a - b"]),
        ("x = 'a' + b", []),
        ("x = a and b", ["a and b → a or b"]),
        ("x = not a", ["not a → not not a"]),
        ("x = f(3)", ["f(3) → f(4)"]),
        ("x = f(True)", ["f(True) → f(False)"]),
        ("x = box.low", ["box.low → box.high"]),
        ("x = min(a, b)", ["min(a, b) → max(a, b)"]),
        ("if a:\n    b = c", ["if a: b = c → if not a: b = c"]),
        ("def f():\n    refuse(a)", ["refuse(a) → None"]),
        ("def f():\n    return g(a, key=b)", ["g(a, key=b) → g(a)"]),
        ("x = re.match('a+', b)", ["re.match('a+', b) → re.match('a', b)"]),
        ("WORDS = 'one two three'\nLIST = WORDS.split()", ["'one two three' → 'one two'"]),
        ("WORDS = {'unit': 'one two three'}", []),
        ("@metric(unit='percent', rises=('a',), formula='2 · a')\ndef f(a: int = 1): pass", [
            "unit='percent' → unit='ratio'", "rises=('a',) → falls=('a',)", "1 → 2",
        ]),
        ("def f(a: Literal[3]) -> 'str':\n    '''At 3.'''\n    raise Error(f'{a:.3f} is above 3')", []),
        ("__all__ = ['one two three']", []),
    ],
)  # fmt: skip
def test_what_is_changed_in_a_line(tmp_path, source, expected):
    assert sorted(changes(tmp_path, source)) == sorted(expected)


def test_the_same_change_twice_in_a_line_has_two_names(tmp_path):
    assert changes(tmp_path, "x = (f(1), f(1))") == ["f(1) → f(2)", "f(1) → f(2) (2)"]


def mutate(*arguments, **environment):
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)],
        capture_output=True, text=True, check=False, env=os.environ | environment,
    )  # fmt: skip
    return done.returncode, done.stdout.splitlines(), done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A package with one module, its tests, and what mutants of it came to."""
    root = tmp_path_factory.mktemp("project")
    for file, text in {
        "src/sample/__init__.py": "",
        "src/sample/parts/__init__.py": "",
        "src/sample/parts/shares.py": SOURCE,
        "tests/test_parts_of_a_sample.py": TESTS,
    }.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, "utf-8")
    given = ("parts", "--root", root, "--package", "sample", "--tests", "tests")

    def run(*more):
        return mutate(*given, *more, PYTHONPATH=str(root / "src"))

    return root, run


def test_changes_that_tests_see_are_killed_and_one_that_none_can_see_is_reported_until_it_is_explained(project):
    root, run = project
    left, explained = root / "left.csv", root / "explained.csv"
    stale = "sample.parts.shares,part,if whole <= 0:,whole <= 0 → whole < 0,it was never true\n"
    explained.write_text(f"module,function,line_text,change,reason\n{stale}", "utf-8")
    status, lines, _ = run("--survivors", explained, "--write", left)
    with left.open(encoding="utf-8", newline="") as file:
        survivors = list(csv.DictReader(file))
    assert [row["change"] for row in survivors] == ["a > b → a >= b"]  # of two equal numbers either is the larger
    assert "  src/sample/parts/shares.py:15: a > b → a >= b" in lines
    assert "survivors.csv: fits no surviving mutant: sample.parts.shares, part, if whole <= 0:" in "\n".join(lines)
    assert lines[-1] == "7 of 8 killed or explained"
    assert status == 1

    explained.write_text(left.read_text("utf-8").rstrip() + "equivalent: either of two equal numbers\n", "utf-8")
    status, lines, _ = run("--survivors", explained)
    assert lines[-2].split() == ["parts/shares", "8", "7", "1", "0"]
    assert lines[-1] == "8 of 8 killed or explained"
    assert status == 0


def test_mutants_are_not_taken_for_killed_where_the_tests_fail_anyway(project):
    root, _ = project
    broken = root / "tests" / "broken_sample.py"
    broken.write_text("def test_it():\n    assert False\n", "utf-8")
    given = ("parts", "--root", root, "--package", "sample", "--tests", broken)
    status, _, error = mutate(*given, PYTHONPATH=str(root / "src"))
    assert status == 2
    assert "the tests fail with nothing changed" in error


def test_a_sample_of_mutants_of_the_package_is_killed():
    status, lines, error = mutate("metrics/parity", "--tests", "tests/metrics/test_substitution.py", "--every", 90)
    assert status == 0, "\n".join([*lines, error])


def test_every_reason_for_a_survivor_is_given_and_names_a_line_that_is_there():
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    source = SCRIPT.parents[2] / "src"
    assert rows == sorted(rows, key=lambda row: list(row.values()))
    for row in rows:
        assert len(row["reason"]) > 20
        lines = (source / row["module"].replace(".", "/")).with_suffix(".py").read_text("utf-8").splitlines()
        assert row["line_text"] in [line.strip() for line in lines], row

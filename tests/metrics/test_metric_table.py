"""The generated table, and what each declaration promises."""

import inspect
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import marketshare.metrics
from marketshare.font import missing_characters
from marketshare.metrics import table
from marketshare.quantity import DerivationError, declared

FUNCTIONS = {
    name: function
    for name in marketshare.metrics.__all__
    if inspect.isfunction(function := getattr(marketshare.metrics, name))
}

SEVERAL_NUMBERS = {
    "compare", "completions", "entry_exit", "logistic_fit", "merged",
    "palepu_entropy", "presumption", "rule_evaluation", "shift_share",
}  # fmt: skip
"""Functions that are no metric, since they return several numbers or none."""

METRICS = sorted(set(FUNCTIONS) - SEVERAL_NUMBERS)


def is_declared(name):
    try:
        declared(FUNCTIONS[name])
    except DerivationError:
        return False
    return True


def test_the_table_in_the_readme_is_the_generated_one():
    assert table.PATH.read_text("utf-8") == table.document(), "run python -m marketshare.metrics.table"


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
@pytest.mark.parametrize("name", ["__main__", "marketshare.metrics.table"])
def test_the_readme_is_written_when_the_module_is_run_and_not_when_it_is_imported(monkeypatch, name):
    written = []
    monkeypatch.setattr(Path, "write_text", lambda path, text, **_: written.append((path, text)))
    runpy.run_module("marketshare.metrics.table", run_name=name)
    assert written == ([(table.PATH, table.document())] if name == "__main__" else [])


def test_every_public_function_has_one_row():
    assert sorted(row[0].strip("`") for row in table.rows()) == sorted(FUNCTIONS)


def test_no_cell_is_empty_and_none_breaks_the_table():
    assert {len(row) for row in table.rows()} == {len(table.COLUMNS)}
    cells = [cell for row in table.rows() for cell in row]
    assert [cell for cell in cells if not cell.strip() or "\n" in cell or cell.endswith(".")] == []


def test_every_docstring_names_each_argument_what_is_returned_and_what_is_refused():
    untold = {}
    for name, function in FUNCTIONS.items():
        text = inspect.getdoc(function)
        told = {argument for names in re.findall(r"^ {4}([\w, ]+): ", text, re.M) for argument in names.split(", ")}
        untold[name] = set(inspect.signature(function).parameters) - told
        untold[name] |= {section for section in ("Args", "Returns", "Raises") if f"\n{section}:\n" not in text}
    assert {name: missing for name, missing in untold.items() if missing} == {}


def test_every_docstring_has_an_example():
    without = {name for name, function in FUNCTIONS.items() if ">>> " not in inspect.getdoc(function)}
    assert without == set()


def test_every_function_of_a_single_number_is_a_declared_metric():
    assert {name for name in FUNCTIONS if not is_declared(name)} == SEVERAL_NUMBERS


def test_a_declaration_gives_a_direction_or_bounds_for_each_quantity():
    for name in METRICS:
        known = declared(name)
        assert known.bounds is not None or known.rises | known.falls == set(known.takes), name
        assert (known.rises | known.falls) <= set(known.takes), name
        assert not known.rises & known.falls, name


def test_a_formula_can_be_set_in_the_bundled_font():
    assert all(declared(name).formula for name in METRICS)
    assert missing_characters("".join(declared(name).formula for name in METRICS)) == []


@pytest.mark.parametrize(
    "name",
    ["Kolm", "Margalef", "Palma", "Ellison–Glaeser", "Bounds of the dominance index", "dropped, clipped or rescaled"],
)
def test_the_readme_says_what_is_left_out(name):
    assert name in table.document()


@pytest.mark.parametrize(
    "name",
    sorted(SEVERAL_NUMBERS - {"compare", "presumption", "rule_evaluation"}),
)
def test_the_readme_says_how_to_derive_what_several_numbers_hold(name):
    section = table.document().split("## Functions that return several numbers")[1]
    assert f"`{name}`" in section


def test_what_has_safe_bounds_only_is_marked_and_told_in_the_readme():
    safe = {name for name in METRICS if declared(name).sharp is not True}
    assert {row[0].strip("`") for row in table.rows() if row[2].endswith(", bounds safe only")} == safe
    assert {name for name in METRICS if f"\n  - `{name}`. " in table.document()} == safe


def test_the_metrics_need_neither_numpy_nor_pandas_until_they_meet_them():
    code = "import sys, marketshare.metrics; print(sorted({'numpy', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


RANGES = {
    "[0, 1]": ("dominance gini grs hall_tideman hannah_kay hhi_normalised kwoka relative_entropy simpson"),
    "[0, 100]": (
        "concentration_ratio entry_share exit_share gap_to_leader part_of penetration penetration_share residual "
        "share_from_components share_of_requirements shares_of stickiness turnover"
    ),
    "[0, 200]": "instability",
    "[0, 10000]": "merger_delta",
    "[−100, 100]": "share_change",
    "[0, ∞)": (
        "brand_development_index category_development_index entropy fewest_unnamed_firms heavy_usage_index "
        "implied_earlier_share linda multiple_of_growths per related_entropy renyi takeover_time theil "
        "unrelated_entropy value_ratio years_to_full years_to_parity"
    ),
    "[1, ∞)": "effective_firms",
    "[−100, ∞)": "cagr contribution_to_growth implied_market_growth relative_change",
    "(−∞, 50]": "stenbacka_threshold",
}
"""What the formulas allow: a share is 0 to 100 percent, an index of inequality 0 to 1, a growth -100 percent and up."""


def test_a_declared_range_is_what_the_formula_allows():
    stated = {metric: words for words, names in RANGES.items() for metric in names.split()}
    assert {name: str(declared(name).range) for name in METRICS} == {
        name: stated.get(name, "(−∞, ∞)") for name in METRICS
    }

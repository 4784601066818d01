"""The rules that the committed notebooks of this study keep, and the numbers and verdicts that come out of them."""

import ast
import json
import re

import pytest

from marketshare import notebooks
from marketshare.claims import judge, to_csv
from marketshare.gate import notebook_faults
from marketshare.register import to_csv as register_csv
from marketshare.stored_form import KERNEL, form_faults


def pytest_generate_tests(metafunc):
    if "notebook" in metafunc.fixturenames:
        found = sorted((metafunc.config.rootpath / "notebooks").glob("*.ipynb"))  # in the report or not
        metafunc.parametrize("notebook", [notebooks.read(path) for path in found], ids=[path.stem for path in found])


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def markdown_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def test_the_gate_finds_no_fault_in_it(notebook):
    assert [str(fault) for fault in notebook_faults("notebook", notebook)] == []


def test_its_title_is_a_question(notebook):
    assert re.fullmatch(r"# .+\?", notebook.cells[0].source)


def test_its_first_code_cell_imports_and_nothing_else(notebook):
    tree = ast.parse(code_cells(notebook)[0].source)
    assert all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in tree.body)


def test_it_is_short(notebook):
    lines = [line for cell in code_cells(notebook) for line in cell.source.splitlines()]
    assert len(notebook.cells) <= 40
    assert max(map(len, lines)) <= 100


def test_the_overview_has_the_least_code_of_all(request):
    stored = {path.stem: notebooks.read(path) for path in notebooks.paths(request.config.rootpath)}
    sizes = {name: sum(len("".join(cell.source.split())) for cell in code_cells(of)) for name, of in stored.items()}
    assert min(sizes, key=sizes.get) == "00_overview"


def test_prose_comes_before_each_code_cell_but_the_imports(notebook):
    pairs = list(zip(notebook.cells, notebook.cells[1:], strict=False))
    bare = [after.source for before, after in pairs[1:] if (before.cell_type, after.cell_type) == ("code", "code")]
    assert bare == []


def test_it_says_limits_and_things_to_try(notebook):
    headings = re.findall(r"^## (.+)$", "\n".join(cell.source for cell in markdown_cells(notebook)), re.M)
    assert {"The answer", "Where it comes from", "Limits", "Things to try"} <= set(headings)


def test_its_metadata_do_not_depend_on_the_machine(notebook):
    assert notebook.metadata.kernelspec == KERNEL
    assert set(notebook.metadata) == {"kernelspec", "language_info"}  # of the language, only its version may differ
    assert not [cell for cell in notebook.cells if cell.metadata]


@pytest.fixture(scope="module")
def numbers(root, study):
    stored = [(path.stem, notebooks.read(path)) for path in notebooks.paths(root)]
    return notebooks.numbers_of(stored, study)


def test_recorded_numbers_are_what_the_data_yield(numbers):
    assert numbers.moved == ()


@pytest.mark.parametrize(
    ("number", "low", "high"),
    [
        ("china-cloud-2018-hhi", 1974.2, 2499.5),
        ("china-cloud-2018-hhi-printed", 1979.65, 2495.38),
        ("china-third-party-payments-2018-q1-hhi-without-total", 4137.4, 4242.1),
        ("china-third-party-payments-2018-q1-hhi-without-total-printed", 4146.50, 4234.86),
        ("china-third-party-payments-2018-q1-hhi", 4141.5, 4238.9),
        ("revenue-residual", 0.5, 3.5),
        ("china-cloud-2018-concentration-ratio-3", 54.6, 66.65),
    ],
)
def test_the_careful_readers_numbers_come_out(numbers, number, low, high):
    bounds = numbers.quantities[number].bounds
    assert (bounds.low, bounds.high) == (pytest.approx(low, abs=0.06), pytest.approx(high, abs=0.06))


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("china-third-party-payments-2018-q1-concentration-ratio-2", 90.6),
        ("china-third-party-payments-2018-q1-residual", 9.4),
        ("china-cloud-2018-residual", 45.3),
        ("china-cloud-2018-fewest-unnamed-firms", 4),
        ("china-cloud-2016-2018-change-tencent-cloud", 4.5),
        ("revenue-residual", 2),
    ],
)
def test_the_careful_readers_values_come_out(numbers, number, value):
    assert numbers.quantities[number].value == pytest.approx(value, abs=1e-9)


def test_users_between_two_sources_have_no_change_but_a_lower_bound_of_one(numbers):
    change = numbers.quantities["mini-program-dau-change"]
    assert change.value is None
    assert change.bounds.low == pytest.approx(-5.7, abs=0.05)
    assert change.origin.across_sources


def stored_text(root, name):
    stored = notebooks.read(root / "notebooks" / f"{name}.ipynb")
    return "\n".join(o.data["text/plain"] for c in stored.cells for o in c.get("outputs", ()))


def test_payments_presume_dominance_of_two_firms_not_of_one(root):
    text = stored_text(root, "04_payments")
    assert "of one firm is certainly not reached, that of two together is certainly" in text


def test_no_presumption_is_met_in_cloud_computing(root):
    text = stored_text(root, "03_cloud")
    rows = [line for line in text.splitlines() if "presumption of dominance, " in line and "China" in line]
    assert [row.split(" | ")[3] for row in rows] == ["false", "false", "false"]


def test_every_notebook_has_the_form_that_is_stored(root):
    found = [*notebooks.paths(root), root / "notebooks" / "panel_example.ipynb"]
    assert [str(fault) for path in found for fault in form_faults(path.name, json.loads(path.read_text("utf-8")))] == []


def test_the_committed_baseline_is_what_the_committed_notebooks_say(root, numbers):
    accepted = (root / "reports" / "baseline" / "numbers.csv").read_text("utf-8")
    assert register_csv(numbers.quantities.values(), numbers.notebooks) == accepted
    assert not re.search(r"\bnan\b", accepted)


def test_the_committed_verdicts_are_those_of_the_data(root, study):
    assert (root / "reports" / "baseline" / "claims.csv").read_text("utf-8") == to_csv(judge(study))

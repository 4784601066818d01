import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys

import nbformat
import pytest

from marketshare.cli import main
from marketshare.location import ROOT_VARIABLE
from marketshare.report.workbook import _sheet_name

FILES = {"report.html", "report.pdf", "numbers.csv", "claims.csv", "tables.xlsx", "manifest.json"}


def rows_of(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_it_writes_report_register_figures_and_manifest(built):
    assert {path.name for path in (built / "reports").iterdir()} >= FILES
    assert {path.suffix for path in (built / "reports" / "figures").iterdir()} == {".png", ".svg"}


def test_the_manifest_names_the_hash_of_every_file(built):
    reports = built / "reports"
    manifest = json.loads((reports / "manifest.json").read_text())
    assert FILES - {"manifest.json"} <= set(manifest)
    assert all(hashlib.sha256((reports / name).read_bytes()).hexdigest() == digest for name, digest in manifest.items())


def test_charts_in_the_report_are_vector_graphics(built):
    assert "data:image/svg+xml" in (built / "reports" / "report.html").read_text("utf-8")


def test_the_register_holds_every_figure_and_every_derived_number(built):
    rows = {row["id"]: row for row in rows_of(built / "reports" / "numbers.csv")}
    figures = {
        row["id"]
        for name in ("active_users", "cloud_share", "payment_share", "revenue_mix")
        for row in rows_of(built / "data" / f"{name}.csv")
    }
    assert figures <= set(rows)
    residual = rows["revenue-residual"]
    assert (residual["value"], residual["low"], residual["high"]) == ("2", "0.5", "3.5")
    assert residual["notebook"] == "01_revenue_mix"


def test_every_input_in_the_register_has_a_row_of_its_own(built):
    rows = rows_of(built / "reports" / "numbers.csv")
    ids = {row["id"] for row in rows}
    assert {given for row in rows for given in row["inputs"].split()} <= ids


def test_the_workbook_has_typed_numbers_and_frozen_heads(built):
    import openpyxl

    book = openpyxl.load_workbook(built / "reports" / "tables.xlsx")
    register = {row[0]: row for row in book["numbers"].iter_rows(values_only=True)}
    assert register["revenue-residual"][2:5] == (2, 0.5, 3.5)
    assert all(sheet.freeze_panes == "B2" for sheet in book)
    assert book["revenue-numbers"]["B2"].value == 54


def test_names_of_sheets_are_those_that_excel_takes():
    names = []
    for name in ("a" * 40, "A" * 40, "numbers", "x/y"):
        names.append(_sheet_name(name, {"numbers", *(name.casefold() for name in names)}))
    assert names == ["a" * 31, "A" * 29 + "-2", "numbers-2", "x-y"]


def test_two_builds_are_the_same_bytes_elsewhere_and_in_another_language(built, tmp_path):
    root = tmp_path / "another folder"
    for folder in ("data", "seeds", "notebooks"):
        shutil.copytree(built / folder, root / folder)
    environment = {**os.environ, "TZ": "Asia/Shanghai", "LANG": "C", "LC_ALL": "C", "HOME": str(tmp_path)}
    environment["PYTHONHASHSEED"] = "1"  # sets are ordered otherwise than here, where each process draws its own
    command = [sys.executable, "-m", "marketshare.cli", "--root", str(root), "report"]
    subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    first, second = ((folder / "reports" / "manifest.json").read_text() for folder in (built, root))
    assert json.loads(first) == json.loads(second)


def test_notebooks_are_not_edited(built, root):
    name = "notebooks/01_revenue_mix.ipynb"
    assert (built / name).read_bytes() == (root / name).read_bytes()


def test_an_unchanged_report_runs_no_notebook_and_writes_the_same_bytes(built, capsys):
    before = {path: path.read_bytes() for path in (built / "reports").rglob("*") if path.is_file()}
    assert main(["--root", str(built), "report"]) == 0
    assert "nothing changed since the report was written" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (built / "reports").rglob("*") if path.is_file()} == before


def test_wrong_data_leave_the_report_as_it_was(reported, capsys):
    mix = reported / "data" / "revenue_mix.csv"
    mix.write_text(mix.read_text("utf-8").replace(",54,", ",55,"), "utf-8")
    before = {path: path.read_bytes() for path in (reported / "reports").rglob("*") if path.is_file()}
    assert main(["--root", str(reported), "report"]) == 1
    assert "data/revenue_mix.csv:4: value: 55, but '54%' in percent says 54" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (reported / "reports").rglob("*") if path.is_file()} == before


def test_a_cell_that_raises_is_named_and_leaves_the_report_as_it_was(reported, capsys):
    path = reported / "notebooks" / "01_revenue_mix.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].source += "\nstudy['no-such-figure']"
    nbformat.write(notebook, path)
    before = (reported / "reports" / "report.html").read_bytes()
    assert main(["--root", str(reported), "report"]) == 1
    error = capsys.readouterr().err
    assert "notebooks/01_revenue_mix.ipynb: cell 2: UnknownIdError" in error
    assert "Traceback" not in error
    assert (reported / "reports" / "report.html").read_bytes() == before


def test_refresh_stores_outputs_and_baseline(reported):
    path = reported / "notebooks" / "01_revenue_mix.ipynb"
    stored = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, path)
    assert main(["--root", str(reported), "refresh"]) == 0
    fresh = nbformat.reads(path.read_text("utf-8"), as_version=4)
    assert [c.get("outputs", []) and c.outputs[0].data["text/plain"] for c in fresh.cells] == [
        c.get("outputs", []) and c.outputs[0].data["text/plain"] for c in nbformat.reads(stored, as_version=4).cells
    ]
    assert (reported / "reports" / "baseline" / "numbers.csv").read_text("utf-8").startswith("id,label,value")


@pytest.mark.parametrize(
    ("exporter", "start"), [("marketshare_html", b"<!DOCTYPE html>"), ("marketshare_pdf", b"%PDF-")]
)
def test_nbconvert_knows_the_exporters_and_jupyterlab_offers_them(built, exporter, start):
    from nbconvert.exporters import get_exporter

    found = get_exporter(exporter)
    assert found.export_from_notebook
    made, _ = found().from_filename(str(built / "notebooks" / "01_revenue_mix.ipynb"))
    assert (made.encode() if isinstance(made, str) else made).startswith(start)


def test_notebooks_run_from_any_working_directory(built, tmp_path):
    code = "from marketshare import study; print(study['revenue-share-vas'].value)"
    environment = {ROOT_VARIABLE: str(built), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "54.0\n"


SEEDS = [(str(seed), locale) for seed in range(6) for locale in ("C", "C.UTF-8")]
"""Orders of sets, as Python draws them anew in each process, and locales."""


def under(seed, locale, *command):
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "LANG": locale}
    return subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.soak
def test_a_report_does_not_depend_on_the_order_of_sets_or_on_the_locale(root, tmp_path):
    manifests = set()
    for number, (seed, locale) in enumerate(SEEDS):
        study = tmp_path / str(number)
        for folder in ("data", "seeds", "notebooks"):
            shutil.copytree(root / folder, study / folder)
        under(seed, locale, "-m", "marketshare.cli", "--root", str(study), "report")
        manifests.add((study / "reports" / "manifest.json").read_text())
    assert len(manifests) == 1

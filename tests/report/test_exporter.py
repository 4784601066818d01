"""The exporters for nbconvert and JupyterLab: the options and the root that they take, and what they warn of."""

import io
import subprocess
import sys

import nbformat
import pypdf
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import Exporter
from traitlets.config import Config

from marketshare.location import ROOT_VARIABLE
from marketshare.report.html import HtmlReport
from marketshare.report.pdf import PdfReport


@pytest.fixture
def stored(root):
    """A notebook of this repository, as it is stored."""
    return nbformat.read(root / "notebooks" / "01_revenue_mix.ipynb", 4)


def exported(notebook, folder, **options):
    """The page of a notebook, exported as nbconvert does it with options for its own exporters."""
    exporter = HtmlReport(config=Config({"TemplateExporter": options}))
    page, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": "01_x", "path": str(folder)}})
    return BeautifulSoup(page, "html.parser").find(id="01_x")


def test_code_is_there_unless_it_is_left_out(stored, root):
    assert exported(stored, root).select("details.source")
    assert not exported(stored, root, exclude_input=True).select("details.source")


def test_what_code_shows_stays_where_code_is_left_out(stored, root):
    assert exported(stored, root, exclude_input=True).select("a.number")


@pytest.mark.parametrize(
    ("option", "selected"),
    [("exclude_output", "a.number"), ("exclude_code_cell", "a.number, details.source"), ("exclude_markdown", "h3")],
)
def test_other_parts_may_be_left_out(stored, root, option, selected):
    assert exported(stored, root).select(selected)
    assert not exported(stored, root, **{option: True}).select(selected)


def test_raw_cells_may_be_left_out(stored, root):
    stored.cells.append(nbformat.v4.new_raw_cell("raw words"))
    assert "raw words" in exported(stored, root).get_text()
    assert "raw words" not in exported(stored, root, exclude_raw=True).get_text()


def test_cells_are_left_out_by_their_tags(stored, root):
    stored.cells[0].metadata["tags"] = ["gone"]
    title = stored.cells[0].source.splitlines()[0].removeprefix("# ")
    config = Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": {"gone"}}})
    page, _ = HtmlReport(config=config).from_notebook_node(stored, {"metadata": {"name": "01_x", "path": str(root)}})
    assert title not in BeautifulSoup(page, "html.parser").find(id="01_x").get_text()


def test_nbconvert_hands_its_options_on_and_a_notebook_that_was_not_run_is_warned_of(stored, root, tmp_path):
    path = tmp_path / "01_revenue_mix.ipynb"
    for cell in stored.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(stored, path)
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "marketshare_html", "--no-input", path]
    command += [f"--HtmlReport.root={root}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    words = "This notebook was not run, or not to its end:"
    assert f"01_revenue_mix: {words}" in done.stderr
    assert "not recognized" not in done.stderr
    page = BeautifulSoup(path.with_suffix(".html").read_text("utf-8"), "html.parser")
    assert words in page.find("p", class_="omission").string
    assert not page.select("details.source")


def test_the_same_holds_for_the_pdf(root):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x")])
    content, _ = PdfReport().from_notebook_node(notebook, {"metadata": {"name": "x", "path": str(root)}})
    text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().replace("\n", " ")
    assert "This notebook was not run, or not to its end: 1 of its 1 code cells have no outputs." in text


def test_a_cell_that_is_not_to_be_run_shows_no_numbers_of_its_earlier_run(stored, root):
    for cell in stored.cells:
        cell.metadata["tags"] = ["skip-execution"]
    assert not exported(stored, root).select("a.number")


# Where the study is


def resources(folder):
    return {"metadata": {"name": "01_x", "path": str(folder)}}


def test_a_notebook_outside_of_a_study_is_told_how_to_name_one(stored, tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        HtmlReport().from_notebook_node(stored, resources(tmp_path))
    assert str(caught.value) == (
        f"no study here: neither {tmp_path} nor a folder above it has data/datapackage.json; name it: "
        f"--HtmlReport.root=FOLDER, or the variable {ROOT_VARIABLE}"
    )


def test_the_root_that_the_message_names_is_taken(stored, tmp_path, root):
    config = Config({"HtmlReport": {"root": str(root)}})
    page, _ = HtmlReport(config=config).from_notebook_node(stored, resources(tmp_path))
    assert "number-revenue-residual" in page


def test_the_variable_that_the_message_names_is_taken(stored, tmp_path, root, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(root))
    page, _ = HtmlReport().from_notebook_node(stored, resources(tmp_path))
    assert "number-revenue-residual" in page


def test_a_root_that_is_none_is_refused(stored, tmp_path):
    config = Config({"HtmlReport": {"root": str(tmp_path)}})
    with pytest.raises(FileNotFoundError, match=r"^no study at "):
        HtmlReport(config=config).from_notebook_node(stored, resources(tmp_path))


def test_both_are_exporters_of_nbconvert():
    assert issubclass(HtmlReport, Exporter)
    assert issubclass(PdfReport, Exporter)

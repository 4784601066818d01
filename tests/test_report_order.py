"""Names of notebooks: what is in the report, and what is not, is never left to be found out."""

import nbformat
import pytest

from marketshare.report_order import NoNotebooksError, left_out, paths, paths_of_report


@pytest.fixture
def study(tmp_path):
    def made(*names):
        for name in names:
            path = tmp_path / "notebooks" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("{}")
        return tmp_path

    return made


@pytest.mark.parametrize("name", ["00_my notebook", "00_a.b", "00_x (1)", "00_中文", "00_-", "99_o'Neill & Söhne"])
def test_two_digits_and_an_underscore_are_in_the_report_whatever_follows(study, name):
    root = study(f"{name}.ipynb")
    assert [path.stem for path in paths(root)] == [name]
    assert list(left_out(root)) == []


def test_they_come_in_the_order_of_their_names(study):
    root = study("01_b.ipynb", "00_a b.ipynb", "00_a.ipynb", "00_a.b.ipynb")
    assert [path.stem for path in paths(root)] == ["00_a", "00_a b", "00_a.b", "01_b"]


@pytest.mark.parametrize("name", ["1_x", "100_x", "00-x", "00_", "x", "Untitled1", "٠١_x", "00 x", "_00_x"])
def test_another_name_is_left_out_and_said(study, name):
    root = study(f"{name}.ipynb")
    assert paths(root) == []
    assert list(left_out(root)) == [
        f"notebooks/{name}.ipynb: not in the report: its name does not begin with two digits and an underscore, "
        "as in 01_cloud.ipynb"
    ]


def test_a_notebook_in_a_folder_of_its_own_is_left_out_and_said(study):
    root = study("sub/deep/00_x.ipynb", "sub/y.ipynb")
    assert paths(root) == []
    why = "not in the report: it lies in a folder of its own; only those in notebooks/ itself are"
    assert list(left_out(root)) == [f"notebooks/sub/y.ipynb: {why}", f"notebooks/sub/deep/00_x.ipynb: {why}"]


def test_capitals_at_the_end_of_a_name_are_left_out_and_said(study):
    assert list(left_out(study("00_x.IPYNB"))) == [
        "notebooks/00_x.IPYNB: not in the report: its name ends in .IPYNB, expected .ipynb"
    ]


def test_what_jupyter_keeps_for_itself_is_no_notebook_of_anybody(study):
    root = study(".ipynb_checkpoints/00_x-checkpoint.ipynb", "._00_x.ipynb", "00_x.ipynb", "data.csv")
    assert list(left_out(root)) == []


@pytest.mark.parametrize("names", [(), ("x.ipynb",)])
def test_a_report_of_no_notebook_is_refused(study, names):
    told = []
    with pytest.raises(NoNotebooksError, match=r"^notebooks/: no notebook of the report is there; expected names of"):
        paths_of_report(study(*names), told.append)
    assert len(told) == len(names)


def test_a_report_says_what_is_left_out_every_time(excerpt, run):
    folder = excerpt()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Why?")])
    nbformat.write(notebook, folder / "notebooks" / "01_Umsatz & Mix (1).b.ipynb")
    (folder / "notebooks" / "sub").mkdir()
    (folder / "notebooks" / "sub" / "02_more.ipynb").write_text("{}")
    why = "notebooks/sub/02_more.ipynb: not in the report: it lies in a folder of its own"
    for expected in ("wrote", "nothing changed since the report was written"):
        code, _, said = run(folder, "report")
        assert (code, why in said, expected in said or expected == "wrote") == (0, True, True)
    page = (folder / "reports" / "report.html").read_text("utf-8")
    assert '<section id="01_Umsatz-Mix-1-b">' in page
    assert why in run(folder, "check", "--notebooks")[1]


@pytest.mark.parametrize("command", [("report",), ("refresh",), ("check", "--notebooks")])
def test_commands_say_so_of_an_empty_folder(excerpt, run, command):
    code, _, said = run(excerpt(), *command)
    assert code == 1
    assert "notebooks/: no notebook of the report is there" in said

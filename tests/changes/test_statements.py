"""The rows of statements.csv and inputs.csv: what a report states, and from what."""

import pytest

from marketshare.changes import read_baseline
from marketshare.changes.inputs import Input, inputs_of
from marketshare.changes.inputs import to_csv as inputs_csv
from marketshare.changes.moves import stated_by
from marketshare.changes.statements import Statement
from marketshare.changes.statements import to_csv as statements_csv
from marketshare.errors import StudyError
from marketshare.notebooks import numbers_of, paths, payloads, read
from marketshare.payload import segments_of
from marketshare.studies import Study

NUMBERS = "id,label,value,low,high,ends,unit,entity,market,measure,period,formula,inputs,source,line,quote,notebook\n"


@pytest.fixture
def baseline_of(tmp_path):
    """A function that makes a baseline of texts; its folder has no numbers and no claims."""

    def made(**texts):
        folder = tmp_path / "reports" / "baseline"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in {
            "numbers": NUMBERS,
            "claims": "id,verdict,because\n",
            "charts": "name,sha256,plotted\n",
            **texts,
        }.items():
            (folder / f"{name}.csv").write_text(text, "utf-8")
        return read_baseline(tmp_path)

    return made


@pytest.fixture(scope="module")
def whole(root):
    study, notebooks = Study.at(root), {path.stem: read(path) for path in paths(root)}
    return study, notebooks, stated_by(notebooks, study, numbers_of(notebooks.items(), study))


def test_all_that_show_displays_is_stated(whole):
    _, notebooks, stated = whole
    told = "\n".join(one.text for one in stated)
    shown = [
        piece["text"] for nb in notebooks.values() for load in payloads(nb) for piece in segments_of(load["block"])
    ]
    assert len(shown) > 1000
    assert [text for text in shown if " ".join(text.split()) not in told] == []


def test_every_word_of_markdown_is_stated_and_no_code_is(whole):
    _, notebooks, stated = whole
    told = "\n".join(one.text for one in stated)
    for cell in (cell for notebook in notebooks.values() for cell in notebook.cells):
        lines = [" ".join(line.lstrip("# ").split()) for line in cell.source.splitlines() if line.strip()]
        if cell.cell_type == "markdown":
            assert [line for line in lines if line not in told] == []
        else:
            assert not any(line in told for line in lines if "=" in line)


def test_what_is_stored_is_read_back_alike(baseline_of):
    stated = (
        Statement("03_cloud", "", "markdown", '- =1+1, with "quotes"; 中文'),
        Statement("03_cloud", "table-a", "row", "=1+1 | @b"),
        Statement("numbers", "cloud-lead", "value", "-5.66"),
    )
    given = (Input("marketshare", "version", "1.2"), Input("data/a.csv", "=x", "0123", "b"))
    found = baseline_of(statements=statements_csv(stated), inputs=inputs_csv(given))
    assert (found.statements, found.inputs, found.version) == (stated, given, "1.2")


def test_a_baseline_of_before_states_nothing_so_that_all_is_new(baseline_of):
    found = baseline_of()
    assert (found.statements, found.inputs, found.version) == ((), (), "")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"statements": "place,name,kind,text\n"}, "inputs.csv: the file does not exist; restore it"),
        ({"inputs": "file,key,content,corrects\n"}, "statements.csv: the file does not exist; restore it"),
        ({"statements": "place,text\na,b\n", "inputs": ""}, "statements.csv:2: expected the columns place,name,"),
        (
            {"statements": "", "inputs": "file,key,content,corrects\na.csv,b,1,\na.csv,b,2,\n"},
            "inputs.csv:3: a.csv b stands on line 2 already; restore it",
        ),
        (
            {"statements": "place,name,kind,text\n<<<<<<< ours\n", "inputs": ""},
            "statements.csv:2: '<<<<<<<' marks a merge that was not finished",
        ),
    ],
)  # fmt: skip
def test_a_file_that_refresh_did_not_write_is_named(baseline_of, texts, said):
    with pytest.raises(StudyError) as caught:
        baseline_of(**texts)
    assert said in str(caught.value)


def test_every_row_of_data_and_every_cell_is_an_input_once(whole):
    study, notebooks, _ = whole
    given = inputs_of(study, notebooks)
    keys = [(one.file, one.key) for one in given]
    assert len(set(keys)) == len(keys)
    figures = [one for one in given if one.key in study.ledger.figures and "/" in one.file]
    assert {one.key for one in figures} >= set(study.ledger.figures)
    cells = sum(one.file.endswith(".ipynb") for one in given)
    assert cells == sum(bool(cell.source.strip()) for notebook in notebooks.values() for cell in notebook.cells)
    assert {"data/rules.csv", "data/entities.csv", "data/tensions.csv", "data/datapackage.json"} <= {f for f, _ in keys}
    assert any(file.startswith("seeds/") for file, _ in keys)

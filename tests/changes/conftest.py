"""A function that makes a study to edit, whose notebooks run in this process, without a kernel."""

import os

import matplotlib.pyplot as plt
import nbformat
import pytest
from changed_study import BASELINE, Edited

from marketshare.notebooks import read
from marketshare.show import outputs, sliders
from marketshare.studies import Study

ACCEPTED = {}
"""Files of the baselines of the unedited study, by the notebooks that they accept."""


@pytest.fixture
def edited(excerpt, monkeypatch):
    """A function that makes an accepted copy of the study with these notebooks."""
    shown = []
    monkeypatch.setattr(outputs, "display", lambda data, raw: shown.append(data))  # noqa: ARG005
    monkeypatch.setattr(sliders, "display", lambda _: None)

    def run(path, study):
        notebook, names = read(path), {}
        monkeypatch.setattr(Study, "nearest", lambda: study)  # which a notebook imports; it is read already
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, os.fspath(path), "exec"), names)
                cell.outputs = [nbformat.v4.new_output("display_data", dict(data)) for data in shown]
                shown.clear()
        plt.close("all")
        return notebook

    def made(*notebooks):
        study = Edited(excerpt(*notebooks), run)
        if notebooks not in ACCEPTED:
            study.accept()
            kept = [path for path in (study.root / BASELINE).rglob("*") if path.is_file()]
            ACCEPTED[notebooks] = {str(path.relative_to(study.root / BASELINE)): path.read_bytes() for path in kept}
        return study.keep(ACCEPTED[notebooks])

    return made

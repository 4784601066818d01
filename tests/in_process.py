"""Notebooks run in this process, without a kernel, on a study that is given: seconds less for each."""

import os
from unittest.mock import patch

import matplotlib.pyplot as plt
import nbformat

from marketshare.notebooks import read
from marketshare.show import outputs, sliders
from marketshare.studies import Study

__all__ = ["run"]


def run(path, study):
    """A notebook as a run on this study leaves it; controls of ipywidgets show nothing."""
    notebook, names, shown = read(path), {}, []

    def display(data, raw=False):
        shown.extend([data] if raw else [])

    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    here = patch.object(outputs, "display", display), patch.object(sliders, "display", display)
    with here[0], here[1], patch.object(Study, "nearest", lambda: study):  # which a notebook imports
        for number, cell in enumerate(code, 1):
            exec(compile(cell.source, os.fspath(path), "exec"), names)
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("display_data", dict(data)) for data in shown]
            shown.clear()
    plt.close("all")
    return notebook

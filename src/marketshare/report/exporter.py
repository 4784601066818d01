"""What the two exporters for nbconvert and JupyterLab share: options, the study, and a word if nothing was run."""

import os
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool, Unicode

from marketshare.location import ROOT_VARIABLE, nearest_root, root_at
from marketshare.notebooks import forget_skipped
from marketshare.report.blocks import not_run
from marketshare.report.document import Document, document
from marketshare.studies import Study

__all__ = ["NotebookExporter"]


class NotebookExporter(Exporter):
    """One executed notebook as a document of its own.

    It takes the options of nbconvert's own exporters that leave out parts, as ``--no-input`` sets them.
    """

    root = Unicode("", help=f"The root of the study; else {ROOT_VARIABLE}, else the nearest one.").tag(config=True)
    exclude_input = Bool(False, help="Leave out code.").tag(config=True)
    exclude_code_cell = Bool(False, help="Leave out code and what it shows.").tag(config=True)
    exclude_markdown = Bool(False, help="Leave out cells of Markdown.").tag(config=True)
    exclude_raw = Bool(False, help="Leave out raw cells.").tag(config=True)
    exclude_output = Bool(False, help="Leave out what code shows.").tag(config=True)
    exclude_input_prompt = Bool(False, help="There are none in this document.").tag(config=True)
    exclude_output_prompt = Bool(False, help="There are none in this document.").tag(config=True)

    @classmethod
    def section_names(cls) -> list[str]:
        """Sections of the configuration that hold for this exporter: that of nbconvert's own ones too."""
        return ["TemplateExporter", *super().section_names()]

    def document_of(
        self, nb: NotebookNode, resources: dict[str, Any] | None, **kwargs: Any
    ) -> tuple[Document, dict[str, Any]]:
        """The document of a notebook, with the study that it belongs to.

        Raises:
            FileNotFoundError: it belongs to none; the message says how to name one.
        """
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        metadata = resources.get("metadata", {})
        name = metadata.get("name", "notebook")
        forget_skipped(nb)
        if words := not_run(nb):
            self.log.warning("%s: %s Run it first, or export it with --execute.", name, words)
        self._leave_out(nb)
        found = document([(name, nb)], self._study(metadata.get("path")), title=name, whole=False)
        return {**found, "title": found["sections"][0]["title"]}, resources

    def _leave_out(self, nb: NotebookNode) -> None:
        left = {"code": self.exclude_code_cell, "markdown": self.exclude_markdown, "raw": self.exclude_raw}
        nb.cells = [cell for cell in nb.cells if not left[cell.cell_type]]
        for cell in nb.cells:
            if self.exclude_input:
                cell.transient = {**cell.get("transient", {}), "remove_source": True}
            if self.exclude_output and cell.cell_type == "code":
                cell.outputs = []

    def _study(self, folder: str | None) -> Study:
        if self.root or os.environ.get(ROOT_VARIABLE):
            return Study.at(root_at(Path(self.root)) if self.root else nearest_root())
        try:
            return Study.at(nearest_root(Path(folder) if folder else None))
        except FileNotFoundError as error:
            where = f"--{type(self).__name__}.root=FOLDER, or the variable {ROOT_VARIABLE}"
            raise FileNotFoundError(f"{str(error).partition('; ')[0]}; name it: {where}") from error

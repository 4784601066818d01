"""nbconvert exporter ``marketshare_pdf``: the same document, typeset by Typst as tagged PDF/UA-1."""

import base64
import json
import shutil
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from marketshare.font import FOLDER, drawable
from marketshare.report.blocks import rewritten
from marketshare.report.document import Document
from marketshare.report.html import single_notebook

__all__ = ["PdfReport", "render_pdf"]


class PdfReport(Exporter):
    """One executed notebook as a PDF with its own derivations and the note."""

    export_from_notebook = "Market-share report (PDF)"
    file_extension = ".pdf"
    output_mimetype = "application/pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Typeset an executed notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        return render_pdf(single_notebook(nb, resources)), resources


def render_pdf(content: Document) -> bytes:
    """A document as PDF.

    The template reads the document as JSON, so no text of a note or a cell is ever Typst code.
    """
    with tempfile.TemporaryDirectory() as folder:
        workplace = Path(folder)
        with as_file(files("marketshare.report") / "templates" / "report.typ") as template:
            shutil.copy(template, workplace / "report.typ")
        content = rewritten(content, drawable)
        for section in content["sections"]:
            for block in section["blocks"]:
                if block["kind"] == "chart":
                    _write_picture(block, workplace)
        (workplace / "document.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        return bytes(
            typst.compile(
                str(workplace / "report.typ"),
                root=str(workplace),
                font_paths=[str(FOLDER)],
                ignore_system_fonts=True,
                pdf_standards=["ua-1"],
            )
        )


def _write_picture(block: dict[str, Any], workplace: Path) -> None:
    name = block["name"] + (".svg" if block["svg"] else ".png")
    (workplace / name).write_bytes(block["svg"].encode() if block["svg"] else base64.b64decode(block["png"]))
    block["picture"] = name

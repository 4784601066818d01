"""nbconvert exporter ``marketshare_pdf``: the same document, typeset by Typst as tagged PDF/UA-1."""

import base64
import hashlib
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst
from nbformat import NotebookNode

from marketshare.font import FOLDER, drawable
from marketshare.report.blocks import rewritten
from marketshare.report.document import Document
from marketshare.report.embedded import content_of
from marketshare.report.exporter import NotebookExporter
from marketshare.report.foreign import text_of

__all__ = ["PdfReport", "render_pdf"]


class PdfReport(NotebookExporter):
    """One executed notebook as a PDF with its own derivations and the note."""

    export_from_notebook = "Market-share report (PDF)"
    file_extension = ".pdf"
    output_mimetype = "application/pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Typeset an executed notebook."""
        content, resources = self.document_of(nb, resources, **kwargs)
        return render_pdf(content), resources


def render_pdf(content: Document) -> bytes:
    """A document as PDF.

    The template reads the document as JSON, so no text of a note or a cell is ever Typst code.
    """
    with tempfile.TemporaryDirectory() as folder:
        workplace = Path(folder)
        with as_file(files("marketshare.report") / "templates") as templates:
            for name in ("report.typ", "markup.typ", "trial.typ"):
                shutil.copy(templates / name, workplace)
        content = rewritten(content, drawable)
        for block in (block for section in content["sections"] for block in section["blocks"]):
            _write_pictures(block, workplace)
            if block["kind"] == "html" and not _can_be_typeset(block, workplace):
                block["kind"], block["text"] = "text", "\n".join(_wrapped(drawable(text_of(block["html"]))))
        (workplace / "document.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        return _typeset(workplace, "report.typ")


def _typeset(workplace: Path, name: str) -> bytes:
    return bytes(
        typst.compile(
            str(workplace / name),
            root=str(workplace),
            font_paths=[str(FOLDER)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    )


def _can_be_typeset(block: dict[str, Any], workplace: Path) -> bool:
    """True for HTML of which Typst can make something; some tables, whose cells overlap, it refuses."""
    alone = re.sub(r"#link\(<[^<>]*>\)", "#text", block["typst"])  # what links lead to is elsewhere
    (workplace / "block.json").write_text(json.dumps({"typst": alone}), "utf-8")
    try:
        _typeset(workplace, "trial.typ")
    except typst.TypstError:
        return False
    return True


def _write_pictures(block: dict[str, Any], workplace: Path) -> None:
    """Write the pictures of a block where the template finds them, and name them in the block."""
    pictures = {name: base64.b64decode(content) for name, content in block.pop("pictures", {}).items()}
    if block["kind"] == "chart":
        block["picture"] = block["name"] + (".svg" if block["svg"] else ".png")
        pictures[block["picture"]] = block["svg"].encode() if block["svg"] else base64.b64decode(block["png"])
    elif block["kind"] == "image":
        ending, content = content_of(block["uri"])
        block["picture"] = f"{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
        pictures[block["picture"]] = content
    elif block["kind"] == "text":
        block["text"] = "\n".join(_wrapped(block["text"]))
    for name, content in pictures.items():
        (workplace / name).write_bytes(content)


COLUMNS = 108
"""Letters of a fixed width that a line of the page takes."""


def _wrapped(text: str) -> Iterator[str]:
    """Lines that fit on the page: what is longer goes on in the next line."""
    for line in text.expandtabs().split("\n"):
        begun, width = 0, 0
        for place, char in enumerate(line):
            wide = 1 + (unicodedata.east_asian_width(char) in "WF")
            if width + wide > COLUMNS:
                yield line[begun:place]
                begun, width = place, 0
            width += wide
        yield line[begun:]

"""nbconvert exporter ``marketshare_html``: one file, no network, every number a link to its derivation."""

import base64
import hashlib
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from marketshare.location import nearest_root
from marketshare.report.document import Document, document
from marketshare.report.page import template
from marketshare.studies import Study

__all__ = ["HtmlReport", "render_html"]

_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’·《》、。]*[\u2e80-\u9fff\uf900-\ufaff]"
                  r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’·《》、。]*")  # fmt: skip
_TAG = re.compile(r"(<[^>]*>)")


class HtmlReport(Exporter):
    """One executed notebook as a self-contained HTML page with its own derivations and the note."""

    export_from_notebook = "Market-share report (HTML)"
    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render an executed notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        return render_html(single_notebook(nb, resources)), resources


def single_notebook(nb: NotebookNode, resources: dict[str, Any]) -> Document:
    """The document of one notebook, with the study that the notebook's folder belongs to."""
    metadata = resources.get("metadata", {})
    folder = metadata.get("path")
    study = Study.at(nearest_root(Path(folder) if folder else None))
    name = metadata.get("name", "notebook")
    found = document([(name, nb)], study, title=name)
    return {**found, "title": found["sections"][0]["title"]}


def render_html(content: Document) -> str:
    """A document as HTML."""
    filters = {"zh": _with_language, "zh_html": _with_language_in_html, "python": _highlighted}
    formatter = HtmlFormatter(style="default")
    code_css = Markup(formatter.get_style_defs(".code"))
    script = (files("marketshare.report") / "templates" / "report.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return template("marketshare.report", "report.html.j2", **filters).render(
        document=content, code_css=code_css, script=Markup(script), script_hash=f"sha256-{digest}"
    )


def _with_language(text: str) -> Markup:
    """Text, escaped, with its Chinese runs marked as Chinese."""
    return Markup(_HAN.sub(r'<span lang="zh">\g<0></span>', str(escape(text))))


def _with_language_in_html(markup: str) -> Markup:
    """The same for HTML that pandoc made and nh3 has cleaned."""
    parts = _TAG.split(markup)
    marked = [part if part.startswith("<") else _HAN.sub(r'<span lang="zh">\g<0></span>', part) for part in parts]
    return Markup("".join(marked))


def _highlighted(source: str) -> Markup:
    return Markup(highlight(source, PythonLexer(), HtmlFormatter(nowrap=True)))

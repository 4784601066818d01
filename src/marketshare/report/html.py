"""nbconvert exporter ``marketshare_html``: one file, no network, every number a link to its derivation."""

import base64
import hashlib
import re
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from marketshare.report.document import Document
from marketshare.report.exporter import NotebookExporter
from marketshare.report.page import template

__all__ = ["HtmlReport", "render_html"]

_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’·《》、。]*[\u2e80-\u9fff\uf900-\ufaff]"
                  r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’·《》、。]*")  # fmt: skip
_TAG = re.compile(r"(<[^>]*>)")


class HtmlReport(NotebookExporter):
    """One executed notebook as a self-contained HTML page with its own derivations and the note."""

    export_from_notebook = "Market-share report (HTML)"
    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render an executed notebook."""
        content, resources = self.document_of(nb, resources, **kwargs)
        return render_html(content), resources


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

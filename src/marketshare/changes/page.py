"""Changes as one offline page, with charts before and after."""

import base64

from markupsafe import Markup

from marketshare.changes.move import KINDS, Changes
from marketshare.changes.text import summary
from marketshare.report.page import template

__all__ = ["as_page"]


def as_page(found: Changes, *, title: str) -> str:
    """What moved as HTML: one file, no script, no request to anywhere.

    Args:
        found: What moved.
        title: Title of the page.
    """
    return template("marketshare.changes", "changes.html.j2", picture=_picture).render(
        title=title, summary=summary(found), found=found, kinds=KINDS
    )


def _picture(png: bytes) -> Markup:
    return Markup("data:image/png;base64,") + base64.b64encode(png).decode()

"""Changes as one offline page, for somebody who reads no terminal: what moved, why, who accepted it."""

import base64

from markupsafe import Markup

from marketshare.changes.against import Since
from marketshare.changes.grouped import edited, flips, groups, line_changes
from marketshare.changes.move import Changes
from marketshare.changes.text import summary
from marketshare.report.page import template

__all__ = ["as_page"]

SHOWN = 12
"""How many moved numbers of one cause are shown before the others are folded."""


def as_page(found: Changes, *, title: str, since: Since | None = None) -> str:
    """What moved as HTML: one file, no script, no request to anywhere.

    Args:
        found: What moved.
        title: Of the study.
        since: What it was compared with, if that was a commit: its dates, reasons and notebooks.
    """
    return template("marketshare.changes", "changes.html.j2", picture=_picture, lines=line_changes).render(
        SHOWN=SHOWN,
        title=title,
        summary=summary(found),
        found=found,
        flips=flips(found),
        groups=groups(found, since),
        since=since,
        edited=edited(since) if since else [],
    )


def _picture(png: bytes) -> Markup:
    return Markup("data:image/png;base64,") + base64.b64encode(png).decode()

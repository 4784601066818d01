"""Changes as one offline page, with charts before and after."""

import base64

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from marketshare.changes.moves import Changes
from marketshare.changes.text import KINDS, summary

__all__ = ["as_page"]


def as_page(found: Changes, *, title: str) -> str:
    """What moved as HTML: one file, no script, no request to anywhere.

    Args:
        found: What moved.
        title: Title of the page.
    """
    environment = Environment(
        loader=PackageLoader("marketshare.changes"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["picture"] = _picture
    return environment.get_template("changes.html.j2").render(
        title=title, summary=summary(found), found=found, kinds=KINDS
    )


def _picture(png: bytes) -> Markup:
    return Markup("data:image/png;base64,") + base64.b64encode(png).decode()

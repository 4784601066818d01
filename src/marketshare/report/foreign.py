"""HTML that is not ours: of other libraries, and what pandoc makes of Markdown."""

import html
import re

import nh3

from marketshare.report.embedded import NotShownError, content_of
from marketshare.unseen import visible

__all__ = ["cleaned", "leads_out", "text_of"]

_LINK = re.compile(r"(https?://|mailto:)[^\s\\]+", re.IGNORECASE)
_LINE_END = re.compile(r"</(?:tr|p|div|li|h[1-6]|dt|dd|caption|summary|pre|blockquote)>|<br[^>]*>")
_CELL_END = re.compile(r"</t[dh]>")
_TAG = re.compile(r"<[^>]*>")
_SCHEMES = {"http", "https", "mailto", "data"}
"""Of ``data:``, only pictures are let through."""


def leads_out(address: str) -> bool:
    """True for the address of a web page or of a mailbox; a reader may follow it.

    Example:
        >>> [leads_out(address) for address in ("https://a.org/b", "javascript:f()", "file:///etc/passwd", "../x")]
        [True, False, False, False]
    """
    return _LINK.fullmatch(address) is not None


def cleaned(markup: str) -> str:
    """HTML without what runs, loads, or leads anywhere but to a web page, a mailbox or a place on this page.

    Example:
        >>> cleaned('<b onclick="f()">fine</b><script>alert(1)</script><img src="http://x/y.png" alt="z">')
        '<b>fine</b><img alt="z">'
    """
    return nh3.clean(visible(markup), url_schemes=_SCHEMES, attribute_filter=_attribute)


def text_of(markup: str) -> str:
    r"""HTML as plain text: a row or a paragraph is a line.

    Example:
        >>> text_of("<table><tr><td>a &amp; b</td><td>1</td></tr><tr><td>c</td><td>2</td></tr></table>")
        'a & b  1\nc  2'
    """
    lines = _LINE_END.sub("\n", _CELL_END.sub("  ", markup))
    return "\n".join(line.strip() for line in html.unescape(_TAG.sub("", lines)).split("\n") if line.strip())


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute, if it may stay."""
    if name == "src":
        return value if tag == "img" and _is_picture(value) else None
    if name in {"href", "cite"}:
        return value if value.startswith("#") or leads_out(value) else None
    return visible(value)


def _is_picture(address: str) -> bool:
    try:
        return bool(content_of(address)[0])
    except NotShownError:
        return False

"""Markup that is not ours: HTML of other libraries, and the HTML and Typst that pandoc makes of Markdown."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import nh3

from marketshare.unseen import visible

__all__ = ["as_text", "cleaned", "retold"]

_SCHEMES = {"http", "https", "mailto"}
_LINK = re.compile(r"(https?://|mailto:)[^\s\\]+", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]+")
_LONGEST = 200

Node = dict[str, Any]


def cleaned(markup: str) -> str:
    """HTML without what runs, loads or leads anywhere but to a web page, a mail address or this page.

    Example:
        >>> cleaned('<b onclick="f()">fine</b><script>alert(1)</script><img src="http://x/y.png" alt="z">')
        '<b>fine</b><img alt="z">'
    """
    schemes = {*_SCHEMES, "data"}  # of which only pictures are let through
    return nh3.clean(visible(markup), url_schemes=schemes, attribute_filter=_attribute)


def retold(
    blocks: list[Node], places: Mapping[str, str], unknown: Callable[[str, str], None], change: Callable[[str], str]
) -> list[Node]:
    """Blocks of pandoc in which nothing but text, emphasis, lists, tables, code and honest links is left.

    Raw HTML and formulas become the text that they were written as; a picture its words and address; a link that leads
    neither to the web nor to a chart or table of this report its words and address.

    Args:
        blocks: Of pandoc's tree.
        places: What a chart or table is called in this report, by the target of its links.
        unknown: Told words and target of a link to a chart or table that is not there.
        change: What is done to every text, to characters that cannot be shown for instance.
    """

    def text(words: str) -> Node:
        return {"t": "Str", "c": change(words)}

    def lines(words: str) -> list[Node]:
        parts: list[Node] = []
        for line in words.strip("\n").split("\n"):
            parts += [{"t": "LineBreak"}] * bool(parts) + [text(line)]
        return parts

    def addressed(inside: list[Node], target: str) -> list[Node]:
        address = target if len(target) <= _LONGEST else f"{target[:_LONGEST]}…"
        return [*inside, text(f" ({address})" if inside else f"({address})")]

    def link(node: Node) -> list[Node]:
        inside, target = walk(node["c"][1]), node["c"][2][0]
        key = target.removeprefix("#")
        if target.startswith("#") and key in places:
            return [_link([text(places[key])], f"#{key}")]
        if target.startswith("#"):
            if re.match(r"(figure|table)-", key):
                unknown(as_text(node["c"][1]), key)
            return addressed(inside, f"#{key}")
        return [_link(inside, visible(target))] if _LINK.fullmatch(target) else addressed(inside, target)

    def one(node: Node) -> list[Node]:
        kind, content = node["t"], node.get("c")
        if kind == "Link":
            return link(node)
        if kind == "Image":
            return addressed(walk(content[1]), content[2][0])
        if kind == "RawInline":
            return lines(content[1])
        if kind == "RawBlock":
            return [{"t": "Para", "c": lines(content[1])}]
        if kind == "Math":
            return lines(f"$${content[1]}$$" if content[0]["t"] == "DisplayMath" else f"${content[1]}$")
        if kind == "Header":  # one that is no heading of the report: in a quotation, or underlined
            return [{"t": "Para", "c": [{"t": "Strong", "c": walk(content[2])}]}]
        if kind in {"Code", "CodeBlock"}:
            return [{"t": kind, "c": [["", [], []], change(content[1])]}]
        if kind in {"Div", "Span"}:
            return walk(content[1])
        if kind == "Str":
            return [text(content)]
        return [{**node, "c": walk(content)}] if content is not None else [node]

    def walk(content: Any) -> Any:
        if isinstance(content, dict):
            return one(content)[0] if "t" in content else {key: walk(value) for key, value in content.items()}
        if isinstance(content, list):
            found: list[Any] = []
            for part in content:
                found += one(part) if isinstance(part, dict) and "t" in part else [walk(part)]
            return found
        return content

    found: list[Node] = walk(blocks)
    return found


def as_text(content: Any) -> str:
    """The words in a part of pandoc's tree."""
    if isinstance(content, list):
        return "".join(map(as_text, content))
    if not isinstance(content, dict):
        return ""
    if content["t"] in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    inside = content.get("c", "")
    return inside if isinstance(inside, str) else as_text(inside)


def _link(inside: list[Node], target: str) -> Node:
    return {"t": "Link", "c": [["", [], []], inside, [target, ""]]}


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute, if it may stay."""
    if name == "src":
        return value if tag == "img" and _PICTURE.fullmatch(value) else None
    if name in {"href", "cite"}:
        return value if value.startswith("#") or _LINK.fullmatch(value) else None
    return value

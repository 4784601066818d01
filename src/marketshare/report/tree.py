"""Pandoc's tree of a Markdown cell, told again with nothing in it that would run, load or lead astray.

What stays is text, emphasis, lists, tables, code, honest links, and pictures that the notebook itself holds.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from marketshare.report.embedded import NotShownError, content_of, data_address
from marketshare.report.foreign import leads_out

__all__ = ["ForTypst", "Node", "Retold"]

Node = dict[str, Any]
"""Of pandoc's tree: its kind under ``t``, what it holds under ``c``."""

NO_WORDS = "A picture without a description"

TICKS = {"☐": "[ ]", "☒": "[x]"}
"""How a list to tick begins its lines, and what is set where the font has no such sign.

Pandoc makes a button of one that comes first, and no button may pass; so it never comes first.
"""

LONGEST_ADDRESS = 200
"""Characters of an address that is shown as text."""

_NO_ATTRIBUTES: list[Any] = ["", [], []]


class Retold:
    """Tells blocks again.

    Raw HTML becomes the text that it was written as. A picture that is not in the notebook becomes its words and its
    address; so does a link that leads neither to the web nor to a chart or table of the report. A heading, here one in
    a quotation or an underlined one, becomes strong text.

    Attributes:
        attachments: The pictures that the cell holds, by name: Base64 by media type.
        unknown: Words and target of each link to a chart or table that is not in the report.
    """

    def __init__(self, places: Mapping[str, str], change: Callable[[str], str]) -> None:
        """Tell how charts and tables are called, by the target of links to them, and what is done to every text."""
        self.attachments: Mapping[str, Mapping[str, str]] = {}
        self.unknown: list[tuple[str, str]] = []
        self._places = places
        self._change = change

    def blocks(self, nodes: list[Node]) -> list[Node]:
        """Blocks, told again."""
        found: list[Node] = self._within(nodes)
        return found

    def _within(self, content: Any) -> Any:
        if not isinstance(content, list):
            return self._one(content)[0] if _is_node(content) else content
        found: list[Any] = []
        for part in content:
            found += self._one(part) if _is_node(part) else [self._within(part)]
        return found

    def _one(self, node: Node) -> list[Node]:
        kind = node["t"]
        if hasattr(self, f"_{kind.lower()}"):
            told: list[Node] = getattr(self, f"_{kind.lower()}")(node["c"])
            return told
        return [{**node, "c": self._within(node["c"])}] if "c" in node else [node]

    def _str(self, words: str) -> list[Node]:
        if "\n" in words:
            return self._lines(words)
        told: list[Node] = [{"t": "Str", "c": self._change(words)}]
        return [{"t": "Str", "c": ""}, *told] if words in TICKS else told

    def _code(self, content: Any) -> list[Node]:
        return [{"t": "Code", "c": [_NO_ATTRIBUTES, self._change(content[1])]}]

    def _codeblock(self, content: Any) -> list[Node]:
        return [{"t": "CodeBlock", "c": [_NO_ATTRIBUTES, self._change(content[1])]}]

    def _rawinline(self, content: Any) -> list[Node]:
        return self._lines(content[1])

    def _rawblock(self, content: Any) -> list[Node]:
        return [{"t": "Para", "c": self._lines(content[1])}]

    def _header(self, content: Any) -> list[Node]:
        return [{"t": "Para", "c": [{"t": "Strong", "c": self._within(content[2])}]}]

    def _div(self, content: Any) -> list[Node]:
        return self.blocks(content[1])

    def _span(self, content: Any) -> list[Node]:
        return self.blocks(content[1])

    def _image(self, content: Any) -> list[Node]:
        words, (target, _) = self._within(content[1]), content[2]
        try:
            if address := self._held(target):
                return [{"t": "Image", "c": [_NO_ATTRIBUTES, words, [address, ""]]}]
        except NotShownError as error:
            return [*words, *self._str(f" (a picture that {error})")]
        return self._addressed(words, target)

    def _held(self, target: str) -> str:
        """The address that holds a picture of the notebook; nothing for a picture that is elsewhere."""
        if not target.startswith("attachment:"):
            return target if content_of(target)[0] else ""
        name = unquote(target.removeprefix("attachment:"))
        if name not in self.attachments:
            raise NotShownError(f"the cell does not hold: {name}")
        kind, content = next(iter(self.attachments[name].items()), ("", ""))
        return data_address(kind, content)

    def _link(self, content: Any) -> list[Node]:
        target = content[2][0]
        key = target.removeprefix("#")
        if target.startswith("#") and key in self._places:
            return [_link_to(target, self._str(self._places[key]))]
        if target.startswith(("#figure-", "#table-")):
            self.unknown.append((_words(content[1]), target))
        inside = self._within(content[1])
        return [_link_to(target, inside)] if leads_out(target) else self._addressed(inside, target)

    def _addressed(self, inside: list[Node], target: str) -> list[Node]:
        address = target if len(target) <= LONGEST_ADDRESS else f"{target[:LONGEST_ADDRESS]}…"
        return [*inside, *self._str(f" ({address})" if inside else f"({address})")]

    def _lines(self, words: str) -> list[Node]:
        found: list[Node] = []
        for line in words.strip("\n").split("\n"):
            found += [{"t": "LineBreak"}] * bool(found) + self._str(line)
        return found


class ForTypst(Retold):
    """Tells blocks that were told again once more, as Typst can set them.

    Attributes:
        pictures: The pictures in them, in Base64, by the names of the files that they are to be.
    """

    def __init__(self, places: Mapping[str, str], change: Callable[[str], str]) -> None:
        """See `Retold`."""
        super().__init__(places, change)
        self.pictures: dict[str, str] = {}

    def _str(self, words: str) -> list[Node]:
        return super()._str(TICKS.get(words, words))

    def _image(self, content: Any) -> list[Node]:
        ending, picture = content_of(content[2][0])
        name = f"{hashlib.sha256(picture).hexdigest()[:16]}.{ending}"
        self.pictures[name] = base64.b64encode(picture).decode()
        words = json.dumps(self._change(_words(content[1]).strip() or NO_WORDS), ensure_ascii=False)
        return [{"t": "RawInline", "c": ["typst", f'#picture("{name}", {words})']}]


def _is_node(content: Any) -> bool:
    return isinstance(content, dict) and "t" in content


def _link_to(target: str, inside: list[Node]) -> Node:
    return {"t": "Link", "c": [_NO_ATTRIBUTES, inside, [target, ""]]}


def _words(content: Any) -> str:
    """The words in a part of the tree."""
    if isinstance(content, list):
        return "".join(map(_words, content))
    if not _is_node(content):
        return ""
    inside = content.get("c", " ")  # a space or a line break holds nothing
    return inside if isinstance(inside, str) else _words(inside)

"""What an output of `show` carries beside what is seen: its one schema, by which it is written and read.

A notebook may come from anybody, so that a payload is believed only as far as it has the shape that `show` gives it;
whatever else calls itself one is shown as text. Nothing is drawn to read it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import fastjsonschema

from marketshare.svg import svg_fault

__all__ = [
    "CHART_FORMAT_VARIABLE",
    "COLUMNS_OF_RULES",
    "MIME",
    "PNG",
    "SVG",
    "name_fault",
    "payload_fault",
    "payload_of",
    "plain_text",
    "segments_of",
    "text_of_segments",
]

MIME = "application/vnd.marketshare+json"
"""Type of the payload: a block as data, and the records of its numbers."""

PNG, SVG = "image/png", "image/svg+xml"

CHART_FORMAT_VARIABLE = "MARKETSHARE_CHART_FORMAT"
"""Environment variable: ``svg`` while a report is built, which adds vector graphics to the PNG that is stored."""

COLUMNS_OF_RULES = ["Rule", "Measured", "Threshold", "Met", "Citation"]
"""What a table of legal rules says of each; by this head it is known for one."""

LONGEST_NAME = 80
"""Characters of the longest name of a chart or a table; files are called by it."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")
_PNG = re.compile(r"iVBORw0KGgo[A-Za-z0-9+/\n]+=*\n?")
"""The signature of a PNG file, and the rest of it, in Base64."""


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """A JSON object that has these members and no others."""
    members = {**required, **(optional or {})}
    return {"type": "object", "required": list(required), "properties": members, "additionalProperties": False}


def _list(items: dict[str, Any], least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least, "maxItems": 100_000}


_TEXT = {"type": "string", "maxLength": 100_000}
_WORD = {"type": "string", "minLength": 1, "maxLength": 1_000}
_ID = {"type": "string", "pattern": r"^[^\s\x00-\x1f]{1,300}$"}
_END = {"anyOf": [{"type": "number"}, {"enum": ["inf", "-inf"]}]}
_SEGMENTS = _list(_object({"text": _TEXT}, {"number": _ID, "hypothetical": {"const": "yes"}}))
_GRID = {"name": _TEXT, "caption": _SEGMENTS, "columns": _list(_TEXT, 1), "rows": _list(_list(_SEGMENTS, 1))}
_SCALAR = {"type": ["number", "string", "boolean", "null"], "maxLength": 1_000}
_NAME_OF_FIRM = {"type": ["string", "integer"], "maxLength": 1_000}
_ARGUMENT = {
    "anyOf": [
        _object({"id": _ID}),
        _object({"ids": _list(_ID)}),
        _object({"names": _list(_NAME_OF_FIRM), "ids": _list(_ID)}),
        _object({"names": _list(_NAME_OF_FIRM), "values": _list(_SCALAR)}),
        _object({"value": {"anyOf": [_SCALAR, _list(_SCALAR)]}}),
    ]
}
_NUMBER = {
    "id": _ID, "label": _TEXT, "unit": _WORD, "value": {"anyOf": [_END, {"type": "null"}]}, "low": _END, "high": _END,
    "ends": {"enum": ["[]", "(]", "[)", "()"]},
}  # fmt: skip
_DERIVED = {
    "formula": _TEXT, "inputs": _list(_ID), "metric": _WORD, "at_printed": {"type": "boolean"},
    "arguments": {"type": "object", "additionalProperties": _ARGUMENT}, "across_sources": {"type": "boolean"},
    "decimals": {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 12}, {"type": "null"}]}, "rests_on": _list(_ID),
}  # fmt: skip
_HYPOTHETICAL = {"hypothetical": {"const": True}}

BLOCKS = {
    "prose": {"style": {"enum": ["text", "answer"]}, "paragraphs": _list(_SEGMENTS)},
    "table": _GRID,
    "chart": _GRID,
}
"""What `show` makes, by kind: JSON schemas of the members that a block has beside its kind."""


@cache  # a compiled schema; most commands read no notebook and need none
def _check(kind: str) -> Any:
    figure, derived = _object(_NUMBER, _HYPOTHETICAL), _object({**_NUMBER, **_DERIVED}, _HYPOTHETICAL)
    records = _list({"if": {"required": ["metric"]}, "then": derived, "else": figure})
    schema = _object({"block": _object({"kind": {"const": kind}, **BLOCKS[kind]}), "numbers": records})
    return fastjsonschema.compile({"$schema": "http://json-schema.org/draft-07/schema#", **schema})


def payload_fault(data: Mapping[str, Any]) -> str:
    """What keeps the payload of an output from being one of `show`; nothing if it is one.

    Args:
        data: The output's representations by media type; `MIME` is among them.

    Example:
        >>> payload_fault({MIME: {"block": {"kind": "html", "html": "<style>"}, "numbers": []}})
        "the kind of its block is 'html', expected prose, table or chart"
    """
    payload = data[MIME]
    block = payload.get("block") if isinstance(payload, dict) else None
    kind = block.get("kind") if isinstance(block, dict) else None
    if not isinstance(kind, str) or kind not in BLOCKS:
        return f"the kind of its block is {repr(kind)[:LONGEST_NAME]}, expected prose, table or chart"
    try:
        _check(kind)(payload)
    except fastjsonschema.JsonSchemaValueException as error:
        words = str(error.message).replace("cannot be validated by any definition", "is not what show writes there")
        return words[:200].replace("data.", "")
    return _inner_fault(payload["block"], payload["numbers"]) or _seen_fault(data, payload["block"])


def payload_of(output: Mapping[str, Any]) -> dict[str, Any] | None:
    """The payload of an output of a notebook, if it has one that `show` could have made."""
    data = output.get("data", {})
    return data[MIME] if MIME in data and not payload_fault(data) else None


def segments_of(block: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The pieces of text of a block, in order."""
    if block["kind"] == "prose":
        yield from (piece for paragraph in block["paragraphs"] for piece in paragraph)
    else:
        yield from block["caption"]
        yield from (piece for row in block["rows"] for cell in row for piece in cell)


def plain_text(block: Mapping[str, Any]) -> str:
    """A block as text: what a terminal shows of it, and the words that stand for a chart."""
    if block["kind"] == "prose":
        return "\n".join(map(text_of_segments, block["paragraphs"]))
    lines = [" | ".join(block["columns"]), *(" | ".join(map(text_of_segments, row)) for row in block["rows"])]
    return "\n".join([text_of_segments(block["caption"]), *lines])


def text_of_segments(pieces: Iterable[Mapping[str, str]]) -> str:
    """The text of a paragraph, a cell or a caption."""
    return "".join(piece["text"] for piece in pieces)


def name_fault(name: object) -> str:
    """Why a chart or a table cannot have a name; nothing if it can. Links lead to it, and files are called by it.

    Example:
        >>> name_fault("../cloud")
        "'../cloud': a name is small letters and digits with hyphens between, for instance cloud-shares"
        >>> name_fault("cloud-shares")
        ''
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        shown = repr(name) if len(repr(name)) <= LONGEST_NAME else f"{repr(name)[:LONGEST_NAME]}…"
        return f"{shown}: a name is small letters and digits with hyphens between, for instance cloud-shares"
    if len(name) > LONGEST_NAME:
        return f"{name[:LONGEST_NAME]!r}…: a name of {len(name):,} characters, expected at most {LONGEST_NAME}"
    return f"{name!r}: Windows keeps this name for a device; take another" if _DEVICE.fullmatch(name) else ""


def _inner_fault(block: dict[str, Any], numbers: list[dict[str, Any]]) -> str:
    """What in a payload does not fit together."""
    recorded = [entry["id"] for entry in numbers]
    if len(set(recorded)) < len(recorded):
        return "it records a number twice"
    if "name" in block and (fault := name_fault(block["name"])):
        return fault
    columns = len(block.get("columns", ()))
    if any(len(row) != columns for row in block.get("rows", ())):
        return f"a row has not the {columns} cells that there are columns"
    printed = {piece["number"] for piece in segments_of(block) if "number" in piece}
    if unknown := sorted(printed - set(recorded)):
        return f"it prints the number {unknown[0][:LONGEST_NAME]}, which it does not record"
    return ""


def _seen_fault(data: Mapping[str, Any], block: dict[str, Any]) -> str:
    """What is wrong with the text or the picture beside a block."""
    if data.get("text/plain") != plain_text(block):
        return "its text is not that of its block"
    if block["kind"] != "chart":
        return ""
    if not (isinstance(data.get(PNG), str) and _PNG.fullmatch(data[PNG])):
        return "its picture is no PNG"
    return svg_fault(data[SVG]) if SVG in data else ""

"""What stands under a chart in a notebook: its caption, and the place to which links to the chart lead.

A picture has neither, so that each chart of `show` is followed by an output of its own for them. All that it says
stands in the chart's payload as well; who reads the payload passes it over, where it says just that.
"""

import base64
import html
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from marketshare.payload import MIME, PNG, payload_of, text_of_segments

__all__ = ["anchor", "caption", "without_captions"]

Output = TypeVar("Output", bound=Mapping[str, Any])

ABOVE = 24
"""Pixels that a link leads to above the upper edge of a picture, so that nothing is cut off."""


def anchor(block: Mapping[str, Any]) -> str:
    """The target of links to a chart or a table: ``figure-NAME`` or ``table-NAME``.

    Example:
        >>> anchor({"kind": "chart", "name": "cloud-shares"})
        'figure-cloud-shares'
    """
    return f"{'figure' if block['kind'] == 'chart' else block['kind']}-{block['name']}"


def caption(block: Mapping[str, Any], png: str) -> dict[str, str]:
    """The output that follows a chart; a link to the chart leads to the upper edge of its picture.

    Args:
        block: The chart, as its payload has it.
        png: Its picture, in Base64.
    """
    words = text_of_segments(block["caption"])
    up = f"position:absolute;top:-{_height(png) + ABOVE}px"
    place = f'<span id="{anchor(block)}" style="{up}"></span>'
    return {
        "text/html": f'<div style="position:relative">{place}{html.escape(words)}</div>',
        "text/plain": words,
    }


def without_captions(outputs: Iterable[Output]) -> list[Output]:
    """The outputs of a cell without those that only repeat the caption of the chart before them.

    They do so above a picture of another height, too, as where a merge kept the picture of one side.
    """
    kept: list[Output] = []
    expected: Mapping[str, str] | None = None
    for output in outputs:
        data = output.get("data", {})
        if expected is not None and _unplaced(data) == _unplaced(expected):
            expected = None
            continue
        kept.append(output)
        payload = payload_of(output) if MIME in data else None
        is_chart = payload is not None and payload["block"]["kind"] == "chart"
        expected = caption(payload["block"], data[PNG]) if payload is not None and is_chart else None
    return kept


def _unplaced(data: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: re.sub(r"top:-\d+px", "", str(content)) for kind, content in data.items()}


def _height(png: str) -> int:
    """Pixels of a PNG from top to bottom, which it says of itself; 0 if it is none."""
    try:
        return int.from_bytes(base64.b64decode(png.replace("\n", "")[:32])[20:24])
    except ValueError:
        return 0

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
from marketshare.quantity.quantity import MARK

__all__ = ["anchor", "assumed", "caption", "without_captions"]

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


def assumed(labels: Iterable[str]) -> str:
    """What a what-if assumes, as the note to the asterisks at numbers; nothing if it assumes nothing."""
    words = html.escape("; ".join(dict.fromkeys(labels)))
    return f"<p><small>{MARK} {words}</small></p>" if words else ""


def caption(payload: Mapping[str, Any], png: str) -> dict[str, str]:
    """The output that follows a chart, to whose upper edge its links lead; with what a what-if assumes.

    Args:
        payload: Block and numbers of the chart.
        png: Its picture, in Base64.
    """
    block = payload["block"]
    words = text_of_segments(block["caption"])
    note = assumed(each["label"] for each in payload["numbers"] if each.get("hypothetical") and "metric" not in each)
    up = f"position:absolute;top:-{_height(png) + ABOVE}px"
    place = f'<span id="{anchor(block)}" style="{up}"></span>'
    return {
        "text/html": f'<div style="position:relative">{place}{html.escape(words)}</div>{note}',
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
        expected = caption(payload, data[PNG]) if payload is not None and is_chart else None
    return kept


def _unplaced(data: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: re.sub(r"top:-\d+px", "", str(content)) for kind, content in data.items()}


def _height(png: str) -> int:
    """Pixels of a PNG from top to bottom, which it says of itself; 0 if it is none."""
    try:
        return int.from_bytes(base64.b64decode(png.replace("\n", "")[:32])[20:24])
    except ValueError:
        return 0

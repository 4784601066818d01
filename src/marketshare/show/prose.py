"""Prose whose numbers come from quantities, never from the keyboard."""

from string import Formatter
from typing import Any

from marketshare.quantity import Quantity
from marketshare.show.outputs import output, resolved, segments

__all__ = ["say"]


def say(*paragraphs: str, answer: bool = False, **fields: Any) -> None:
    """Display prose; its numbers come from quantities, never from the keyboard.

    Args:
        paragraphs: Text with fields: ``{share}`` is the value, or the bounds if that is all there is;
            ``{share:bounds}`` always the bounds; ``{share:printed}`` the figure as its note prints it. A market's
            number is ``{cloud[tencent-cloud]}`` or ``{cloud.rest}``, a figure ``{study[wechat-mau-2019-06]}``.
        answer: True for the answer that opens a notebook.
        fields: What the fields stand for: quantities, or words that were computed from some; or a market, a series
            or a study that has them.

    Raises:
        DisplayError: a digit typed into the prose that is no year or quarter; an unknown field or aspect.
    """
    block = {
        "kind": "prose",
        "style": "answer" if answer else "text",
        "paragraphs": [segments(paragraph, fields) for paragraph in paragraphs],
    }
    named = [field for text in paragraphs for _, field, _, _ in Formatter().parse(text) if field is not None]
    output(block, [content for field in named if isinstance(content := resolved(field, fields), Quantity)])

"""Prose whose numbers come from quantities, never from the keyboard."""

from marketshare.quantity import Quantity
from marketshare.show.outputs import output, segments

__all__ = ["say"]


def say(*paragraphs: str, answer: bool = False, **fields: Quantity | str) -> None:
    """Display prose; its numbers come from quantities, never from the keyboard.

    Args:
        paragraphs: Text with fields: ``{share}`` is the value, or the bounds if that is all there is;
            ``{share:bounds}`` always the bounds; ``{share:printed}`` the figure as its note prints it.
        answer: True for the answer that opens a notebook.
        fields: What the fields stand for: quantities, or words that were computed from some.

    Raises:
        DisplayError: a digit typed into the prose that is no year or quarter; an unknown field or aspect.
    """
    block = {
        "kind": "prose",
        "style": "answer" if answer else "text",
        "paragraphs": [segments(paragraph, fields) for paragraph in paragraphs],
    }
    output(block, [content for content in fields.values() if isinstance(content, Quantity)])

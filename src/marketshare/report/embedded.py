"""Pictures that a notebook brings along: told as data addresses, if a page and a PDF can both show them."""

import base64
import io
import re

import typst
from PIL import Image

from marketshare.payload import PNG, SVG
from marketshare.svg import svg_fault

__all__ = ["PICTURES", "NotShownError", "content_of", "data_address"]

PICTURES = {SVG: "SVG", PNG: "PNG", "image/jpeg": "JPEG", "image/gif": "GIF"}
"""Types of pictures that are shown, the best first, and the names of their formats."""

NAMESPACE = "http://www.w3.org/2000/svg"

MOST_DOTS = 50_000_000
"""Dots of the largest picture that is shown: ten times what a screen has."""

_ADDRESS = re.compile(r"data:(image/(?:svg\+xml|png|jpeg|gif));base64,([A-Za-z0-9+/=\s]+)")


class NotShownError(ValueError):
    """Something that neither page nor PDF can show; the message says why, without a subject."""


def data_address(kind: str, content: object) -> str:
    """The address that holds a picture itself.

    Args:
        kind: Its media type.
        content: A drawing (SVG) as it is, any other picture in Base64, as notebooks have them.

    Raises:
        NotShownError: it is damaged, too large, of another kind, or a drawing that would do something.
    """
    if kind not in PICTURES:
        raise NotShownError("is of a kind that is not shown")
    if not isinstance(content, str):
        raise NotShownError("is no picture")
    if kind == SVG:
        if NAMESPACE not in content:  # a notebook shows such a drawing, but no page does
            content = content.replace("<svg", f'<svg xmlns="{NAMESPACE}"', 1)
        _refuse_drawing(content)
        return f"data:{kind};base64,{base64.b64encode(content.encode()).decode()}"
    _refuse_picture(content, PICTURES[kind])
    return f"data:{kind};base64,{''.join(content.split())}"


def content_of(address: str) -> tuple[str, bytes]:
    """Ending and bytes of the picture that an address holds; of one that holds none, both are empty.

    Raises:
        NotShownError: it holds a picture that cannot be shown.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return "", b""
    kind, packed = match.groups()
    try:
        content = base64.b64decode(packed)
        data_address(kind, content.decode() if kind == SVG else packed)
    except ValueError as error:
        raise error if isinstance(error, NotShownError) else NotShownError("is damaged") from error
    return {SVG: "svg", "image/jpeg": "jpg"}.get(kind, kind.removeprefix("image/")), content


def _refuse_picture(packed: str, name: str) -> None:
    try:
        with Image.open(io.BytesIO(base64.b64decode(packed)), formats=[name]) as picture:
            dots = picture.width * picture.height
            if dots <= MOST_DOTS:
                picture.load()
    except Exception as error:  # whatever a damaged picture does to the library that reads it
        raise NotShownError(f"cannot be read as {name}") from error
    if dots > MOST_DOTS:
        raise NotShownError(f"has {dots:,} dots, expected at most {MOST_DOTS:,}")


def _refuse_drawing(content: str) -> None:
    if fault := svg_fault(content):
        raise NotShownError(fault.removeprefix("its picture "))
    page = b'#set page(width: auto, height: auto)\n#image(bytes(sys.inputs.drawing), format: "svg")'
    try:
        typst.compile(page, sys_inputs={"drawing": content}, ignore_system_fonts=True)
    except Exception as error:  # the typesetter says of a drawing by an error that it cannot draw it
        raise NotShownError("cannot be drawn") from error

"""SVG pictures: whether one is a drawing and nothing else, so that it may stand in a report and in a file."""

import re

__all__ = ["svg_fault"]

DRAWN = {
    "svg", "g", "defs", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "clipPath", "mask", "pattern", "marker", "symbol", "image", "style", "title", "desc", "metadata", "linearGradient",
    "radialGradient", "stop", "rdf:RDF", "cc:Work",
}  # fmt: skip
"""Elements of a drawing; with the prefix ``dc:``, what is said about it."""

LARGEST = 50_000_000
"""Characters of the largest picture that is looked at."""

_TAG = re.compile(r"""<(?:"[^"<]*"|'[^'<]*'|[^<>"'])*>""")
_NAME = re.compile(r"</?([^\s<>/]+)")
_PROLOGUE = re.compile(r"""<\?xml\s[^<>]*\?>|<!DOCTYPE svg PUBLIC\s+"[^"<\[]*"\s+"[^"<\[]*">""")
_DOING = re.compile(r"""\bon\w+\s*=|xml:base|&#|href\s*=(?!\s*["'](?:#|data:image/png;base64,))""", re.IGNORECASE)
_LOADING = re.compile(r"@|url\(\s*[\"']?(?!#)|\\", re.IGNORECASE)


def svg_fault(picture: object) -> str:
    """Why a picture is no mere drawing: it would run, load or lead somewhere; nothing if it is one.

    Example:
        >>> svg_fault('<svg xmlns="http://www.w3.org/2000/svg"><script>f()</script></svg>')
        "its picture has the element 'script', which draws nothing"
        >>> svg_fault('<svg xmlns="http://www.w3.org/2000/svg"><path d="M 0 0 L 1 1"/></svg>')
        ''
    """
    if not isinstance(picture, str) or len(picture) > LARGEST or not picture.rstrip().endswith("</svg>"):
        return "its picture is no SVG"
    before, *commented = picture.split("<!--")
    if any("-->" not in piece for piece in commented):
        return "its picture is no SVG: a comment in it does not end"
    drawing = _PROLOGUE.sub("", before + "".join(piece.partition("-->")[2] for piece in commented))
    tags = _TAG.findall(drawing)
    between = _TAG.sub(" ", drawing)
    if "<" in between:
        return "its picture is no SVG: a tag in it does not end"
    names = {match[1] if (match := _NAME.match(tag)) else tag for tag in tags}
    if strange := sorted(name for name in names if name not in DRAWN and not name.startswith("dc:")):
        return f"its picture has the element {strange[0][:40]!r}, which draws nothing"
    for pattern, texts in ((_DOING, tags), (_LOADING, [*tags, between])):
        for found in filter(None, map(pattern.search, texts)):
            return f"its picture has {found[0].strip()[:40]!r}, which runs, loads or leads somewhere"
    return ""

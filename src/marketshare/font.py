"""The bundled font, Noto Sans SC: one face for charts and PDF, so that both look the same on every machine.

The two files in ``fonts/`` are subsets of Noto Sans CJK SC: GB 2312, Big5 level 1, Latin, and every character of the
study's notes and data. ``python -m marketshare.font FOLDER`` (``make font``) makes them anew from a folder that holds
``NotoSansCJK-Regular.ttc`` and ``NotoSansCJK-Bold.ttc``.
"""

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

__all__ = ["FAMILY", "FOLDER", "drawable", "missing_characters"]

FAMILY = "Noto Sans SC"
FOLDER = Path(__file__).parent / "fonts"
WEIGHTS = {"Regular": "NotoSansSC-Regular.otf", "Bold": "NotoSansSC-Bold.otf"}


def missing_characters(text: str) -> list[str]:
    """Printable characters of `text` that the bundled font cannot draw, sorted, each once.

    Example:
        >>> missing_characters("超过2.5亿 users")
        []
        >>> missing_characters("𝄞")
        ['𝄞']
    """
    return sorted(char for char in set(text) if ord(char) not in _codepoints() and not char.isspace())


def drawable(text: str) -> str:
    """Text in which characters that the bundled font lacks are named: Typst refuses to draw a box.

    Example:
        >>> drawable("key 𝄞")
        'key [U+1D11E]'
    """
    for char in missing_characters(text):
        text = text.replace(char, f"[U+{ord(char):04X}]")
    return text


@cache
def _codepoints() -> frozenset[int]:
    # Imported here: only `check` and the report ask, and a notebook's first import should not wait for it.
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(FOLDER / WEIGHTS["Regular"], lazy=True) as font:
        return frozenset(font.getBestCmap())


def repertoire(texts: Iterable[str]) -> set[int]:
    """Code points that the subset holds: GB 2312, Big5 level 1, Latin, common symbols, and those of `texts`."""

    def two_byte(leads: range, codec: str) -> str:
        pairs = (bytes((lead, trail)) for lead in leads for trail in range(0x40, 0xFF))
        return "".join(pair.decode(codec, errors="ignore") for pair in pairs)

    gb2312 = two_byte(range(0xA1, 0xF8), "gb2312")
    big5_level_1 = two_byte(range(0xA4, 0xC7), "big5")
    ranges = [(0x20, 0x17F), (0x2000, 0x206F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0xFF00, 0xFFEF)]
    points = {point for low, high in ranges for point in range(low, high + 1)}
    return points | {ord(char) for text in (gb2312, big5_level_1, *texts) for char in text}


def make_subsets(source: Path, texts: Iterable[str]) -> None:
    """Write both weights into the package from the collections in the folder `source`."""
    from fontTools import subset  # noqa: PLC0415
    from fontTools.ttLib import TTCollection  # noqa: PLC0415

    points = repertoire(texts)
    for weight, name in WEIGHTS.items():
        collection = TTCollection(source / f"NotoSansCJK-{weight}.ttc")
        (font,) = (f for f in collection if f["name"].getDebugName(1) == "Noto Sans CJK SC")
        options = subset.Options(hinting=False, layout_features=["kern", "palt", "ccmp"], notdef_outline=True)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=points)
        subsetter.subset(font)
        for record in font["name"].names:
            if record.nameID in {1, 3, 4, 6, 16}:
                text = record.toUnicode().replace("Noto Sans CJK SC", FAMILY).replace("NotoSansCJKsc", "NotoSansSC")
                record.string = text
        font.save(FOLDER / name)
        print(f"{FOLDER / name}: {len(font.getBestCmap())} characters, {(FOLDER / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1], "NotoSansCJK-Regular.ttc").is_file():
        sys.exit("usage: python -m marketshare.font FOLDER   (with NotoSansCJK-Regular.ttc and NotoSansCJK-Bold.ttc)")
    study_texts = [p.read_text("utf-8") for folder in ("seeds", "data") for p in sorted(Path(folder).glob("*.*"))]
    make_subsets(Path(sys.argv[1]), study_texts)

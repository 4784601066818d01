"""Changes in words, for the terminal."""

from collections.abc import Iterator

from marketshare.changes.moves import Changes, Move

__all__ = ["KINDS", "as_text", "summary"]

KINDS = ("number", "verdict", "chart", "sentence")


def as_text(found: Changes) -> str:
    """What moved, from what to what, and why; the last line counts."""
    return "\n".join(line for line in _lines(found))


def summary(found: Changes) -> str:
    """How much was compared, and how much of it moved."""
    if not found.moves:
        compared = ", ".join(f"{found.compared.get(kind, 0)} {kind}s" for kind in KINDS)
        return f"nothing moved: {compared} are what was accepted"
    return ", ".join(f"{len(found.of(kind))} of {found.compared.get(kind, 0)} {kind}s" for kind in KINDS) + " moved"


def _lines(found: Changes) -> Iterator[str]:
    for move in found.moves:
        yield from _move(move)
        yield ""
    yield summary(found)


def _move(move: Move) -> Iterator[str]:
    yield f"{move.kind} {move.id}" + (f": {move.label}" if move.label else "")
    if move.kind != "chart":
        yield f"  was  {move.old or 'nothing: it is new'}"
        yield f"  now  {move.new or 'nothing: it is gone'}"
    for cause in move.causes:
        yield f"  why  {cause}"

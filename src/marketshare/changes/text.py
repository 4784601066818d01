"""Changes in words, for the terminal."""

from collections.abc import Iterator

from marketshare.changes.move import KINDS, Changes, Move, counted

__all__ = ["as_text", "summary"]


def as_text(found: Changes) -> str:
    """What moved, from what to what, and why; the last line counts."""
    return "\n".join(line for line in _lines(found))


def summary(found: Changes) -> str:
    """How much was compared, and how much of it moved."""
    if not found.moves:
        compared = ", ".join(counted(found.compared.get(kind, 0), kind) for kind in KINDS)
        return f"nothing moved: {compared} are what was accepted"
    return f"{', '.join(_part(found, kind) for kind in KINDS)} moved"


def _part(found: Changes, kind: str) -> str:
    """How much of a kind moved; what is gone is counted beside what there is now."""
    moves = found.of(kind)
    gone = sum(not move.new for move in moves)
    words = f"{len(moves) - gone} of {counted(found.compared.get(kind, 0), kind)}"
    return f"{words} and {gone} gone" if gone else words


def _lines(found: Changes) -> Iterator[str]:
    for move in found.moves:
        yield from _move(move)
        yield ""
    for name in found.stale:
        yield f"notebooks/{name}.ipynb: its stored outputs are not what a run yields; run marketshare refresh"
    yield summary(found)


def _move(move: Move) -> Iterator[str]:
    yield f"{move.kind} {move.id}" + (f": {move.label}" if move.label else "")
    yield f"  was  {move.old or 'nothing: it is new'}"
    yield f"  now  {move.new or 'nothing: it is gone'}"
    for cause in move.causes:
        yield f"  why  {cause}"

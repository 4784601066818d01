"""Cells: what was changed in the notebooks themselves, code and prose, whatever that did to their numbers."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from nbformat import NotebookNode

from marketshare.changes.move import Move

__all__ = ["cell_moves"]

ALIKE = 0.5
"""How alike two cells of different ids must be, of 1, to be one that was edited."""


def cell_moves(before: Mapping[str, NotebookNode], after: Mapping[str, NotebookNode]) -> list[Move]:
    """Cells that are new, gone, edited or elsewhere, notebook by notebook; outputs do not count.

    Args:
        before: Notebooks by name.
        after: The same, later; either may lack some.
    """
    nothing = NotebookNode(cells=[])
    names = sorted({*before, *after})
    return [move for name in names for move in _moves(name, before.get(name, nothing), after.get(name, nothing))]


def _moves(name: str, before: NotebookNode, after: NotebookNode) -> Iterator[Move]:
    old, new = list(enumerate(before.cells, 1)), list(enumerate(after.cells, 1))
    blocks = SequenceMatcher(None, [_said(cell) for _, cell in old], [_said(cell) for _, cell in new], autojunk=False)
    gone: dict[int, NotebookNode] = dict(old)
    come: dict[int, NotebookNode] = dict(new)
    for block in blocks.get_matching_blocks():
        for step in range(block.size):
            del gone[block.a + step + 1], come[block.b + step + 1]
    moves: dict[tuple[int, int], Move] = {}
    for place, cell in come.items():
        was = _same(cell, gone)
        earlier = gone.pop(was) if was else None
        if earlier is not None and _said(earlier) == _said(cell):
            sides = f"cell {was}", f"cell {place}: {cell.source}"
        else:
            sides = (earlier.source if earlier is not None else ""), cell.source
        moves[place, 1] = Move("cell", name, f"{cell.cell_type} cell {place}", *sides)
    for place, cell in gone.items():
        moves[place, 0] = Move("cell", name, f"{cell.cell_type} cell {place} of then", cell.source, "")
    yield from (moves[key] for key in sorted(moves))


def _said(cell: NotebookNode) -> tuple[str, str]:
    return cell.cell_type, cell.source


def _same(cell: NotebookNode, among: Mapping[int, NotebookNode]) -> int | None:
    """Number of the cell that this one was: the same words, the same id, or the most alike of its type."""
    for place, other in among.items():
        if _said(other) == _said(cell):
            return place
    for place, other in among.items():
        if other.get("id") and other.get("id") == cell.get("id") and other.cell_type == cell.cell_type:
            return place
    likeness = {
        place: SequenceMatcher(None, other.source, cell.source, autojunk=False).ratio()
        for place, other in among.items()
        if other.cell_type == cell.cell_type
    }
    best = max(likeness, key=lambda place: likeness[place], default=None)
    return best if best is not None and likeness[best] >= ALIKE else None

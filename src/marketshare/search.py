"""Search: the figures in whose names or sentence a text occurs, and what is like it where it occurs in none."""

from collections.abc import Callable
from difflib import get_close_matches

from marketshare.ledger import Figure, Ledger, superseded

__all__ = ["Found", "matching"]

MOST = 3
"""Near misses that are offered."""


class Found(list[Figure]):
    """Figures by id, which print a line each; where there are none, what the text may have meant.

    Attributes:
        near: Words of names, or ids of figures, that are like the text; empty if something was found.
        lines: Each figure in one line.
    """

    def __init__(self, figures: list[Figure], text: str, near: list[str], lines: list[str]) -> None:
        super().__init__(figures)
        self.near, self.lines, self._text = near, lines, text

    def __repr__(self) -> str:
        hint = f"; did you mean {' or '.join(self.near)}?" if self.near else ""
        return "\n".join(self.lines) or f"no figure has {self._text!r} in its names or its sentence{hint}"


def matching(ledger: Ledger, text: str, in_force: Callable[[str], str]) -> Found:
    """The figures in whose id, names, measure or sentence a text occurs, and the corrections of those.

    Args:
        ledger: Where they are.
        text: What to look for; small and capital letters are one.
        in_force: The id of the figure that stands for another.
    """
    wanted = text.casefold()
    words = {figure_id: _words(ledger, figure).casefold() for figure_id, figure in ledger.figures.items()}
    ids = {figure_id for figure_id, said in words.items() if wanted in said}
    ids |= {in_force(figure_id) for figure_id in ids & superseded(ledger.figures.values())}
    figures = [ledger.figures[figure_id] for figure_id in sorted(ids)]
    near = [] if figures else _near(ledger, wanted, words)
    return Found(figures, text, near, [_told(figure, in_force(figure.id)) for figure in figures])


def _told(figure: Figure, standing: str) -> str:
    """A figure in one line: its number, what corrects it, and its sentence."""
    text = figure.quantity.text if figure["status"] == "stated" else f"{figure['printed']} ({figure['status']})"
    text += f" (corrected by {standing}, which is in force)" if standing != figure.id else ""
    return f"{figure.id}: {text}, line {figure['line']} of {figure['source']}: {figure['quote']}"


def _names(ledger: Ledger, figure: Figure) -> list[str]:
    rows = (ledger.entities[figure["entity"]], ledger.measures[figure["measure"]])
    return [row[column] for row in rows for column in ("name_en", "name_zh")]


def _words(ledger: Ledger, figure: Figure) -> str:
    return " ".join([figure.id, figure["quote"], figure["note"], *_names(ledger, figure)])


def _near(ledger: Ledger, wanted: str, words: dict[str, str]) -> list[str]:
    """Ids of figures that have each of several words, or else names, and words of them, that are written alike."""
    parts = wanted.split()
    if every := [figure_id for figure_id, said in words.items() if parts and all(part in said for part in parts)]:
        return every[:MOST]
    names = {name.casefold() for figure in ledger.figures.values() for name in _names(ledger, figure)}
    names |= {word for name in (*names, *(figure_id.replace("-", " ") for figure_id in words)) for word in name.split()}
    return get_close_matches(wanted, sorted(names), n=MOST)

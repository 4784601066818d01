"""What-if: hypothetical figures laid over those of a ledger, read like printed ones."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

from marketshare.ledger import DataError, Figure, Ledger, Problem, above_the_whole, settled
from marketshare.quantity import Passage
from marketshare.quantity.arguments import shown
from marketshare.wording import WordingError, read

__all__ = ["in_words", "laid_over"]

SUFFIX = " (hypothetical: "


def laid_over(ledger: Ledger, printed: Any, standing: Callable[[str], Figure]) -> Ledger:
    """A ledger with hypothetical figures instead of its own.

    Args:
        ledger: As the notes have it, or with other figures laid over it already.
        printed: By id of a figure, what its note might have printed instead.
        standing: The figure that is in force for an id; raises KeyError for one that there is not.

    Raises:
        DataError: everything that is wrong with what was given.
    """
    if not isinstance(printed, Mapping):
        example = f"{{{next(iter(ledger.figures), 'id')!r}: …}}"
        message = f"expected printed words by id of a figure, such as {example}, found {shown(printed)}"
        raise DataError([Problem("what-if", 0, "", message)])
    figures, problems = dict(ledger.figures), []
    asked: dict[str, str] = {}
    for key, phrase in printed.items():
        try:
            known = standing(key)
            _refuse_twice(known, asked.setdefault(known.id, key), key)
            figures[known.id] = _hypothetical(known, phrase)
        except KeyError as error:
            problems.append(Problem("what-if", 0, str(key), str(error.args[0]).replace(f"the id {key!r}", "this id")))
        except ValueError as error:  # of the words
            problems.append(Problem("what-if", 0, key, str(error)))
    if not problems:
        above = above_the_whole(figures, ledger.entities)
        problems = [Problem("what-if", 0, ", ".join(printed), problem.message) for problem in above]
    if problems:
        raise DataError(problems)
    readings = {
        key: settled(figures[key]) if figures[key].quantity.hypothetical else given
        for key, given in ledger.readings.items()
    }
    return replace(ledger, figures=figures, readings=readings)


def in_words(figures: Mapping[str, Figure]) -> str:
    """What is assumed, in words: ``…-2018 were 41.8% instead of 11.8%``; nothing if all figures are as printed."""
    assumed = [figure for figure in figures.values() if figure.quantity.hypothetical]
    return "; ".join(f"{figure.id} were {figure['printed']} instead of {figure.printed_in_note}" for figure in assumed)


def _refuse_twice(known: Figure, first: str, key: str) -> None:
    if first != key:
        raise ValueError(f"is one figure with {first}: {known.id} is in force for both; assume it once")


def _hypothetical(figure: Figure, printed: Any) -> Figure:
    """A figure as it would be if its note had printed something else."""
    known = figure.quantity
    if not isinstance(printed, str):
        raise WordingError(f"expected {_example(figure, printed)}, found {shown(printed)}")
    phrase = read(printed, known.unit, kind=figure.kind, locale=figure.locale)
    assert isinstance(known.origin, Passage)  # a figure's origin
    label = known.label.partition(SUFFIX)[0]
    quantity = replace(
        known,
        label=f"{label}{SUFFIX}{printed} instead of {figure.printed_in_note})",
        value=None if phrase.value is None else float(phrase.value),
        bounds=phrase.bounds,
        origin=replace(known.origin, printed=printed),
        decimals=None if phrase.value is None else max(0, -int(phrase.value.as_tuple().exponent)),
        hypothetical=True,
    )
    return replace(figure, quantity=quantity, cells={**figure.cells, "printed": printed, "status": "stated"})


def _example(figure: Figure, number: object) -> str:
    """What would be taken instead of a number: the printed words with that number in them, if they then say it."""
    if isinstance(number, int | float) and not isinstance(number, bool):
        words = re.sub(r"[0-9]+(\.[0-9]+)?", str(number), figure.printed_in_note, count=1)
        with suppress(WordingError):
            if read(words, figure.quantity.unit, kind=figure.kind, locale=figure.locale).value == Decimal(str(number)):
                return f"the words that are printed, {words!r}"
    return f"the words that are printed, such as {figure.printed_in_note!r}"

"""Verdict: what the note's own figures say of one of its claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from marketshare.quantity import Quantity

__all__ = ["Outcome", "Verdict", "joined", "over_all"]

Outcome = Literal["supported", "contradicted", "undetermined", "untestable"]


@dataclass(frozen=True)
class Verdict:
    """What figures say of a claim.

    Attributes:
        outcome: ``supported`` or ``contradicted`` only if it holds over the whole of the bounds and over every reading;
            ``undetermined`` where it hangs on one of them; ``untestable`` where a figure is missing.
        because: Why, in one sentence with its numbers.
        inputs: The numbers that decide it.
    """

    outcome: Outcome
    because: str
    inputs: tuple[Quantity, ...] = ()


def over_all(outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome for several cases of one question: that of all of them, or undetermined."""
    return outcomes[0] if len(set(outcomes)) == 1 else "undetermined"


def joined(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on several claims made in one sentence: as weak as its weakest part."""
    order: tuple[Outcome, ...] = ("contradicted", "undetermined", "untestable", "supported")
    outcome = min((verdict.outcome for verdict in verdicts), key=order.index)
    inputs = {quantity.id: quantity for verdict in verdicts for quantity in verdict.inputs}
    return Verdict(outcome, "; ".join(verdict.because for verdict in verdicts), tuple(inputs.values()))

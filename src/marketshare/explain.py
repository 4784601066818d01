"""A number's derivation in words, down to the sentences of the note."""

from marketshare.claims import Judged
from marketshare.quantity import Derivation, Passage, Quantity
from marketshare.studies import Study

__all__ = ["claim_explanation", "explanation"]


def explanation(quantity: Quantity, notebook: str = "") -> str:
    """Everything that leads to a number: value, bounds, formula, inputs, and the quotes with their lines.

    Args:
        quantity: The number.
        notebook: Where it is shown first, if anywhere.
    """
    return "\n".join(_lines(quantity, notebook))


def claim_explanation(claim: Judged, study: Study, as_printed: Judged) -> str:
    """A claim's verdict, why, and what it rests on.

    Args:
        claim: The claim, judged.
        study: What it was judged on; perhaps a what-if.
        as_printed: The same claim, judged on what the note prints.
    """
    lines = [
        f"{claim.id}: {claim.claim} ({claim.kind})",
        f"  line {claim.line}: {claim.quote}",
        *([f"  in English: {claim.gloss}"] if claim.gloss else []),
        f"  verdict  {claim.verdict}",
        f"  because  {claim.because}",
    ]
    if study.hypothetical:
        assumed = ", ".join(f"{key} were {printed}" for key, printed in study.hypothetical.items())
        turned = "turns" if claim.verdict != as_printed.verdict else "does not turn"
        lines.append(f"  what if  {assumed}: the verdict {turned}; as printed it is {as_printed.verdict},")
        lines.append(f"           because {as_printed.because}")
    if claim.given.inputs:
        lines.append("  inputs")
    for given in claim.given.inputs:
        lines += ["    " + line for line in _lines(given)]
    return "\n".join(lines)


def _lines(quantity: Quantity, notebook: str = "") -> list[str]:
    lines = [f"{quantity.id}: {quantity.label}"]
    if quantity.value is not None:
        lines.append(f"  value    {quantity.text}")
    lines.append(f"  bounds   {quantity.bounds_text}   {quantity.bounds} {quantity.unit.replace('_', ' ')}")
    origin = quantity.origin
    if not isinstance(origin, Derivation):
        said = f", first said by {origin.primary_source}" if origin.primary_source else ""
        return [
            *lines,
            f"  {'assumed' if quantity.hypothetical else 'printed'}  {origin.printed}",
            f"  line {origin.line} of {origin.source}{said}: {origin.quote}",
            *([f"  in English: {origin.gloss}"] if origin.gloss else []),
            *([f"  corrects {_corrected(origin.corrects)}"] if origin.corrects else []),
        ]
    lines += [f"  formula  {origin.formula}", f"  call     {origin.call}"]
    if origin.rests_on:
        lines.append(f"  rests on {', '.join(figure.id for figure in origin.rests_on)}")
    if origin.outer:
        lines.append(f"  outer    {origin.outer}: the bounds are safe, but may be wider than need be")
    if origin.across_sources:
        lines.append("  caution  compares figures of different sources")
    if notebook:
        lines.append(f"  shown in notebooks/{notebook}.ipynb")
    lines.append("  inputs")
    for given in origin.inputs:
        lines += ["    " + line for line in _lines(given)]
    return lines


def _corrected(figure: Quantity) -> str:
    origin = figure.origin
    assert isinstance(origin, Passage)  # what is corrected is a figure
    return f"{figure.id}: {origin.printed}, line {origin.line} of {origin.source}"

"""A number's derivation in words, down to the sentences of the note."""

from marketshare.quantity import Derivation, Quantity

__all__ = ["explanation"]


def explanation(quantity: Quantity, notebook: str = "") -> str:
    """Everything that leads to a number: value, bounds, formula, inputs, and the quotes with their lines.

    Args:
        quantity: The number.
        notebook: Where it is shown first, if anywhere.
    """
    return "\n".join(_lines(quantity, notebook))


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
            f"  printed  {origin.printed}",
            f"  line {origin.line} of {origin.source}{said}: {origin.quote}",
        ]
    lines += [f"  formula  {origin.formula}", f"  call     {origin.call}"]
    if origin.outer:
        lines.append("  outer    two inputs share a figure: the bounds are safe, but may be wider than need be")
    if origin.across_sources:
        lines.append("  caution  compares figures of different sources")
    if notebook:
        lines.append(f"  shown in notebooks/{notebook}.ipynb")
    lines.append("  inputs")
    for given in origin.inputs:
        lines += ["    " + line for line in _lines(given)]
    return lines

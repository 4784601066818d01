"""The words of a report that a newcomer to market shares has to know."""

__all__ = ["GLOSSARY"]

GLOSSARY = (
    ("bounds", "All values that the printed words and their rounding allow: 42.9% lies between 42.85% and 42.95%."),
    ("closed, open end", "An end of bounds that can be reached [ ], or only approached ( )."),
    ("concentration ratio", "The joint share of the largest firms of a market: of one, two, three, …"),
    ("figure", "One number printed in the note, with the sentence that it stands in."),
    ("HHI", "Herfindahl-Hirschman index: the sum of the squared shares, 10,000 for a monopoly, near 0 for many firms."),
    ("lead", "The share of the largest firm less that of the second, in percentage points."),
    ("lower bound", "A number of which only the low end is known: more than 250 million."),
    ("parity", "The moment at which two firms have the same share."),
    ("percentage point (pp)", "The difference of two percentages: from 20% to 25% are five points."),
    ("reading", "One of several ways to understand an ambiguous figure; each is carried through on its own."),
    ("relative share", "A firm's share divided by that of its largest competitor."),
    ("residual", "What stated shares leave of the whole; it is not a firm, and nobody says how many share it."),
    ("undetermined", "The figures allow both answers; the verdict says what it hangs on."),
    ("untestable", "The note has no figure that could decide; the missing one is named."),
)
"""Terms and what they mean, in alphabetical order."""

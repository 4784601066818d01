"""Glosses: the English of a quote must not say another number than the quote does."""

import math
import re
from collections.abc import Iterator

from marketshare.ledger.problems import Problem
from marketshare.ledger.tables import Row

__all__ = ["invented_numbers", "misglosses"]

NUMBER = re.compile(r"(\d+)/(\d+)|(\d[\d,]*(?:\.\d+)?)(?: (thousand|million|billion|trillion)\b)?")
SCALES = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def misglosses(file: str, row: Row, value: float | None) -> Iterator[Problem]:
    """Where a figure is printed in digits, and its gloss tells numbers without it.

    Ordinals and measure words in Chinese (第二, 一倍) become words in English, too: they are left to the eye.
    """
    told = list(NUMBER.finditer(row["gloss"]))
    if value is None or not re.search(r"\d", row["printed"]) or not row["gloss"]:
        return
    if row["printed"] not in row["quote"]:
        return  # the gloss is of the quote, and that is at fault
    if not any(math.isclose(_number(match), value, rel_tol=1e-9) for match in told):
        words = ", ".join(match[0][:40] for match in told[:10]) or "no number"
        message = f"tells {words}, but {row['printed']!r} is {value:,.10g}; write the number of the quote in digits"
        yield Problem(file, row.line, "gloss", message)


def invented_numbers(file: str, row: Row) -> Iterator[Problem]:
    """Where the gloss of a claim tells a number in digits that its quote does not."""
    if told := sorted(set(re.findall(r"\d+", row["gloss"])) - set(re.findall(r"\d+", row["quote"]))):
        message = f"tells {', '.join(number[:40] for number in told[:10])}, which the quote does not; say what it says"
        yield Problem(file, row.line, "gloss", message)


def _number(match: re.Match[str]) -> float:
    over, under, digits, scale = match.groups()
    if over:
        return float(over) / float(under) if float(under) else math.nan
    return float(digits.replace(",", "")) * SCALES[scale or ""]

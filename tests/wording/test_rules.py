"""Each rule of bounds on phrases worked out by hand, in both languages; see rules.txt."""

from decimal import Decimal
from pathlib import Path

import pytest

from marketshare.interval import Interval
from marketshare.wording import WordingError, read

LINES = Path(__file__).with_name("rules.txt").read_text("utf-8").splitlines()
ROWS = [tuple(part.strip() for part in line.split("|")) for line in LINES if line and line[0] != "#"]


@pytest.mark.parametrize(
    ("kind", "locale", "printed", "unit", "value", "bounds"), ROWS, ids=[" ".join(row[:4]).strip() for row in ROWS]
)
def test_a_phrase_has_the_bounds_of_its_rule_or_is_refused(kind, locale, printed, unit, value, bounds):
    if value == "refused":
        with pytest.raises(WordingError):
            read(printed, unit, kind=kind, locale=locale)
        return
    phrase = read(printed, unit, kind=kind, locale=locale)
    assert phrase.value == (None if value == "–" else Decimal(value))
    assert phrase.bounds.ends == Interval.written(bounds).ends
    assert (phrase.bounds.low, phrase.bounds.high) == pytest.approx(
        (Interval.written(bounds).low, Interval.written(bounds).high), rel=1e-12
    )

"""Phrases and periods as releases of analysts, statistical offices and firms print them, row by row.

`expect` is ``read``, ``refuse`` or the period; `low` and `high` must lie within the bounds.
"""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from marketshare.wording import WordingError, read, read_period

ROWS = list(csv.DictReader(Path(__file__).with_name("phrases_field.csv").read_text("utf-8").splitlines()))
PHRASES = [row for row in ROWS if row["unit"] != "period"]
PERIODS = [row for row in ROWS if row["unit"] == "period"]

NINE_MONTHS = {"1Q-3Q 2019": "2019-9M", "9M19": "2019-9M", "2019年前三季度": "2019-9M"}
"""Rows that are older than the notation of nine months."""


def ids(rows):
    return [f"{row['phrase']} in {row['unit']}" for row in rows]


@pytest.mark.parametrize("row", PHRASES, ids=ids(PHRASES))
def test_a_phrase_of_the_field_is_read_rightly_or_refused(row):
    if row["expect"] == "refuse":
        with pytest.raises(WordingError):
            read(row["phrase"], row["unit"])
        return
    phrase = read(row["phrase"], row["unit"])
    if row["value"]:
        assert phrase.value == pytest.approx(Decimal(row["value"]), rel=Decimal("1e-3"))
    else:
        assert phrase.value is None
    assert phrase.bounds.low <= float(row["low"])
    assert float(row["high"]) <= phrase.bounds.high


@pytest.mark.parametrize("row", PERIODS, ids=ids(PERIODS))
def test_a_period_of_the_field_is_read_rightly_or_refused(row):
    expected = NINE_MONTHS.get(row["phrase"], row["expect"])
    if expected == "refuse" or "refusal" in expected:
        with pytest.raises(WordingError):
            read_period(row["phrase"])
    else:
        assert read_period(row["phrase"]) == expected

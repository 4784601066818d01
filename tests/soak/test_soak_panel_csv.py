"""Damaged CSV files: each is refused in words, or read as Python's csv module reads it."""

import csv
import io
import random
import re
from collections import defaultdict

import pytest

from marketshare import panel
from marketshare.metrics import ShareError
from marketshare.panel.connections import connection

pytestmark = pytest.mark.soak

INPUTS = 20_000
FILES = [
    b'market,firm,sales\na,x,60\na,y,40\nb,\'t Hoen,1.5\nb,"q, ""r""",2\n',
    "market;firm;sales\r\n市场;é;60\r\n市场;007;40\r\n".encode(),
    b"\xef\xbb\xbfsales\tfirm\tmarket\n60\tx\ta\n40\ty\ta\n",
]
PIECES = [b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"1e999", b"-", b"nan", b"NULL", b" ",
          b"\\", b"\xef\xbb\xbf", b"=1+1", b"sales", b"#", b"\x1a", b"0" * 50]  # fmt: skip
BYTES = b"abxy0123456789,.;\n\r\t\"' -+eE"
UNUSUAL = re.compile(r'(^|[,;\t|\r\n]) +"')
"""Quotes after a space, which DuckDB takes for quotes and Python for text."""


def damaged(dice):
    text = bytearray(dice.choice(FILES))
    for _ in range(dice.randint(1, 4)):
        start = dice.choice([0, 18, 18, 18])  # mostly below the header, without which nothing is read
        place, way = dice.randint(start, len(text)), dice.random()
        if way < 0.5:
            text[place:place] = dice.choice(PIECES)
        elif way < 0.7:
            del text[place : place + dice.randint(1, 5)]
        else:
            text[place : place + 1] = bytes([dice.choice(BYTES)])
    return bytes(text)


def by_hand(text):
    """HHI and leader of each market."""
    first = text.splitlines()[0]
    separator = max(",;\t|", key=lambda each: len(next(csv.reader([first], delimiter=each))))
    header, *rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True) if row]
    market, firm, sales = map(header.index, ("market", "firm", "sales"))
    markets = defaultdict(lambda: defaultdict(float))
    for row in rows:
        markets[row[market]][row[firm]] += float(row[sales])
    return {
        name: (
            pytest.approx(10_000 * sum((amount / sum(firms.values())) ** 2 for amount in firms.values())),
            min(firm for firm, amount in firms.items() if amount == max(firms.values())),
        )
        for name, firms in markets.items()
    }


def test_whatever_happens_to_a_file_it_is_refused_or_read_as_it_is_written(tmp_path):
    dice, source, file, read = random.Random(16), connection(), tmp_path / "sales.csv", 0
    for _ in range(INPUTS):
        content = damaged(dice)
        file.write_bytes(content)
        try:
            sales = panel.read(file, types={"sales": "number"}, on=source)
            found = panel.concentration(sales, by="market", firm="firm", value="sales", metrics=["hhi", "leader"])
            rows = {market: (hhi, leader) for market, hhi, leader in found.fetchall()}
        except ShareError:
            continue
        text = content.decode("utf-8-sig")
        try:
            expected = by_hand(text)
        except csv.Error:
            continue
        if not UNUSUAL.search(text):
            assert rows == expected, content
            read += 1
    assert read > INPUTS / 50

"""Whether accounting for a note takes time in proportion to its length, whatever stands in it.

One line of 100 kB and one of 1 MB of each text that was hard for some part of the scanner; the processor's time, the
best of several runs. The ratio may be 11 at most.
"""

import time

from marketshare.ledger.coverage import coverage
from marketshare.ledger.notes import Note

WORST = {
    "one numeral": "一",
    "numerals apart": "一，",
    "numerals that are no number": "万亿千",
    "points": "点",
    "years": "2018 ",
    "dates": "2018年6月",
    "separators": "1,",
    "dashes": "1-",
    "number words": "one hundred million ",
    "halves of years": "first half of ",
    "ordinals": "third ",
    "letters": "a ",
    "space": " ",
    "all of it": "第一百万分之三点五亿 June 2018, half of 1/2; 过亿，in the second quarter of 2025 ",
}
SMALL, LARGE, MOST = 100_000, 1_000_000, 11


def seconds(text: str, size: int, runs: int) -> float:
    """The least time in which so many bytes of a text, repeated on one line, are accounted for."""
    line = text * (size // len(text.encode()))
    note = Note("note", "seeds/note.txt", "", "", (line,))
    taken = []
    for _ in range(runs):
        start = time.process_time()
        coverage([note], [], None)
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> int:
    """Print the table; 1 if a text takes more than its share."""
    print(f"{'text':30} {'100 kB':>9} {'1 MB':>9} {'ratio':>6}")
    ratios = []
    for name, text in WORST.items():
        small, large = seconds(text, SMALL, 3), seconds(text, LARGE, 2)
        ratios.append(large / small)
        print(f"{name:30} {small:8.2f}s {large:8.2f}s {ratios[-1]:6.1f}", flush=True)
    return int(max(ratios) > MOST)


if __name__ == "__main__":
    raise SystemExit(main())

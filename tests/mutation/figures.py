"""Changes each figure by one unit of its last printed digit, and asks which check goes red: `make mutate-figures`.

The change is made wherever it must be for the data to stay in order with each other: in the note, its sha256, the
figure's row, every quote that holds the same words, and the gloss. What is left to catch it are the baseline of all
numbers and the stored notebooks.
"""

import argparse
import csv
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from marketshare.ledger import DataError, Ledger, read_ledger
from marketshare.ledger.notes import LINE_BREAK
from marketshare.ledger.readings import MOVES
from marketshare.notebooks import numbers_of, paths, payloads, read
from marketshare.register import to_csv
from marketshare.studies import Study
from marketshare.wording import read as read_words

ROOT = Path(__file__).resolve().parents[2]

OTHER_WORDS = {
    "第一": "第二", "第二": "第三", "十年": "九年", "五年": "六年", "五项": "六项", "十数个": "几十个",
    "十几个": "几十个", "几个": "十几个", "几十倍": "几百倍", "超过一倍": "超过101%", "上亿": "上万", "远超": "超过2倍",
}  # fmt: skip
"""What a figure that is printed in words becomes."""


@dataclass(frozen=True)
class Mutant:
    """A figure printed otherwise.

    Attributes:
        figure: Its id.
        printed: What the note prints.
        changed: What it prints in the mutant.
        unit: Its unit.
    """

    figure: str
    printed: str
    changed: str
    unit: str


def mutants(ledger: Ledger) -> Iterator[Mutant]:
    """One for each figure."""
    for key, figure in ledger.figures.items():
        printed = figure["printed"]
        yield Mutant(key, printed, OTHER_WORDS.get(printed) or next_digit(printed), figure.quantity.unit)


def next_digit(printed: str) -> str:
    """The same words with the last printed digit one higher, or one lower where it is a nine.

    多 counts in the lowest place that is not zero, so that is the place that changes.

    Example:
        >>> next_digit("42.9%"), next_digit("700亿"), next_digit("8000 多家"), next_digit("1/4")
        ('42.8%', '701亿', '9000 多家', '1/5')
    """
    digits = "[1-9]" if "多" in printed else "[0-9]"
    position = [match.start() for match in re.finditer(digits, printed)][-1]
    digit = int(printed[position])
    other = digit - 1 if digit == 9 else digit + 1
    return printed[:position] + str(other) + printed[position + 1 :]


def apply(mutant: Mutant, study: Path) -> None:
    """Make the change in a copy of the study, wherever the words stand."""
    ledger = read_ledger(study)
    figure = ledger.figures[mutant.figure]
    note = ledger.notes[figure["source"]]
    text = (study / note.file).read_bytes().decode()
    spans = sorted(_spans(figure, note, text))
    changed = _replaced(text, spans, mutant.changed)
    (study / note.file).write_bytes(changed.encode())
    old, new = (hashlib.sha256(content.encode()).hexdigest() for content in (text, changed))
    sources = study / "data" / "sources.csv"
    sources.write_bytes(sources.read_bytes().replace(old.encode(), new.encode()))
    for path in sorted((study / "data").glob("*.csv")):
        _rewrite(path, mutant, note, text, spans)


def _spans(figure, note, text):
    """Where the note prints the figure: on its own line, and where it says it again."""
    line, start = note.place(figure["line"], figure["quote"], figure["printed"])
    starts = [0]
    for words in text.split("\n"):
        starts.append(starts[-1] + len(words) + 1)
    yield starts[line - 1] + start, starts[line - 1] + start + len(figure["printed"])
    for other in filter(None, figure["also_on"].split(";")):
        first = starts[int(other) - 1] + note.lines[int(other) - 1].index(figure["printed"])
        yield first, first + len(figure["printed"])


def _replaced(text: str, spans: list[tuple[int, int]], words: str) -> str:
    for start, end in reversed(spans):
        text = text[:start] + words + text[end:]
    return text


def _rewrite(path, mutant, note, text, spans):
    """Rows whose quote holds the changed words are quoted anew; the figure's own row is printed and valued anew."""
    with path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    for cells in rows:
        row = dict(zip(header, cells, strict=True))
        if row.get("figure") == mutant.figure:
            _read_anew(row, mutant)
        if row.get("source") == note.id and "quote" in row:
            row["quote"] = _quoted_anew(row, text, spans, mutant)
        if row.get("id") == mutant.figure:
            _valued_anew(row, mutant)
        cells[:] = [row[column] for column in header]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    path.write_bytes(out.getvalue().encode())


def _quoted_anew(row, text, spans, mutant):
    quote = row["quote"].replace(LINE_BREAK, "\n")
    first = sum(len(line) + 1 for line in text.split("\n")[: int(row["line"].partition("-")[0]) - 1])
    start = text.index(quote, first)
    end = start + len(quote)
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    moved = [(left - start, right - start) for left, right in inside]
    return _replaced(quote, moved, mutant.changed).replace("\n", LINE_BREAK)


def _read_anew(row, mutant):
    """A reading of an ambiguous figure moves as its figure does."""
    move = MOVES.get((mutant.unit, row["reading"]), 0)
    phrase = read_words(mutant.changed, mutant.unit)
    if phrase.value is None:
        row["bounds"] = f"[{phrase.bounds.low + move:g}, {phrase.bounds.high + move:g}]"
    else:
        row["value"] = f"{phrase.value + move:f}"


def _valued_anew(row, mutant):
    row["printed"] = mutant.changed
    if row["status"] == "stated":
        value = read_words(mutant.changed, mutant.unit).value
        row["value"] = "" if value is None else f"{Decimal(str(value)):f}"
        row["bounds"] = ""
    row["gloss"] = ""  # the English of the old words


def caught_by(study: Path, stored: dict, accepted: str) -> str:
    """The first check that goes red: the ledger, or the baseline of all numbers; empty if none does."""
    try:
        numbers = numbers_of(stored.items(), Study.at(study))
    except DataError as error:
        return f"ledger ({error.problems[0].column or error.problems[0].file})"
    if numbers.moved or numbers.refused or to_csv(numbers.quantities.values(), numbers.notebooks) != accepted:
        return "baseline"
    return ""


def nbval_is_red(study: Path, figure: str, stored: dict) -> str:
    """Whether nbval, alone, sees it in the first notebook that shows the figure or what rests on it."""
    showing = [name for name, notebook in stored.items() if figure in _ids(notebook)]
    if not showing:
        return "not shown"
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--nbval", "-p", "no:cacheprovider", "-c", "/dev/null"]
    done = subprocess.run(
        [*command, f"notebooks/{showing[0]}.ipynb"], cwd=study, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:
        raise RuntimeError(f"nbval could not run {showing[0]}:\n{done.stdout}{done.stderr}")
    return f"{'red' if done.returncode else 'green'} in {showing[0]}"


def _ids(notebook):
    return {entry["id"].partition("--")[0] for payload in payloads(notebook) for entry in payload["numbers"]}


def copied(root: Path, folder: Path) -> Path:
    """A copy of the study at a root in a folder."""
    for name in ("data", "seeds", "notebooks"):
        shutil.copytree(root / name, folder / name)
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--no-nbval", action="store_true", help="ask the baseline only: seconds instead of minutes")
    options = parser.parse_args()
    stored = {path.stem: read(path) for path in paths(ROOT)}
    accepted = (ROOT / "reports" / "baseline" / "numbers.csv").read_text("utf-8")
    found = list(mutants(read_ledger(ROOT)))
    caught = seen_by_nbval = 0
    print(f"{'figure':44} {'printed':14} {'mutant':14} {'caught by':22} nbval alone")
    for mutant in found:
        with tempfile.TemporaryDirectory() as folder:
            study = copied(ROOT, Path(folder) / "study")
            apply(mutant, study)
            check = caught_by(study, stored, accepted)
            seen = "-" if options.no_nbval else nbval_is_red(study, mutant.figure, stored)
        caught += bool(check)
        seen_by_nbval += seen.startswith("red")
        words = f"{mutant.figure:44} {mutant.printed:14} {mutant.changed:14} {check or 'NOT CAUGHT':22} {seen}"
        print(words, flush=True)
    if not options.no_nbval:
        print(f"nbval alone, without the baseline, would have caught {seen_by_nbval} of {len(found)}")
    print(f"{caught} of {len(found)} caught")
    return 0 if caught == len(found) else 1


if __name__ == "__main__":
    sys.exit(main())

"""How many of the field's phrases with one value are read, and how many rightly, beside other libraries.

``python tests/benchmarks/bench_reading.py --peers FOLDER`` installs the others in a virtual environment there, once.
Each gets the same phrases; it finds a phrase's number if it finds any, and reads it rightly if one of its values is
that of the phrase, whatever its sign, in percent or as it stands. Only `marketshare` also says the bounds.
"""

import argparse
import csv
import json
import subprocess
import sys
import time
import venv
from pathlib import Path

from marketshare.wording import WordingError, read

ROWS = Path(__file__).resolve().parents[1] / "wording" / "phrases_field.csv"
PEERS = ("quantulum3==0.10.0", "cn2an==0.5.24", "text2num==3.1.0", "recognizers-text-suite==1.0.2a2", "emoji<2")

PEER = r"""
import json, re, sys, time
name, phrases = sys.argv[1], json.load(sys.stdin)

def numbers(text):
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", str(text))]

def quantulum3(text, language):
    from quantulum3 import parser
    return [quantity.value for quantity in parser.parse(text)]

def cn2an(text, language):
    from cn2an import transform
    return numbers(transform(text, "cn2an"))

def text2num(text, language):
    from text_to_num import alpha2digit
    return numbers(alpha2digit(text, "en"))

def recognizers(text, language):
    from recognizers_number import recognize_number, recognize_percentage
    culture = "zh-cn" if language == "zh" else "en-us"
    found = recognize_percentage(text, culture) + recognize_number(text, culture)
    return [value for result in found for value in numbers((result.resolution or {}).get("value", ""))]

answers, start = [], time.perf_counter()
for text, language in phrases:
    try:
        answers.append(globals()[name](text, language))
    except Exception:
        answers.append([])
json.dump({"answers": answers, "seconds": time.perf_counter() - start}, sys.stdout)
"""


def phrases() -> list[dict[str, str]]:
    """The rows of the field with one value, in two languages."""
    rows = csv.DictReader(ROWS.read_text("utf-8").splitlines())
    return [
        {**row, "lang": "zh" if row["lang"].startswith("zh") else "en"}
        for row in rows
        if row["value"] and row["unit"] != "period" and row["lang"][:2] in {"en", "zh"}
    ]


def ours(rows: list[dict[str, str]]) -> tuple[list[list[float]], float]:
    """What `read` finds, and in how many seconds."""
    answers, start = [], time.perf_counter()
    for row in rows:
        try:
            value = read(row["phrase"], row["unit"]).value
        except WordingError:
            value = None
        answers.append([] if value is None else [float(value)])
    return answers, time.perf_counter() - start


def theirs(rows: list[dict[str, str]], name: str, python: Path) -> tuple[list[list[float]], float]:
    """What another library finds."""
    given = json.dumps([(row["phrase"], row["lang"]) for row in rows])
    done = subprocess.run([python, "-c", PEER, name], input=given, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return found["answers"], found["seconds"]


def right(value: float, unit: str, answers: list[float]) -> bool:
    """True if one of the answers is the value in its unit, in percent or as a ratio, whatever its sign."""
    scales = (1, 100, 0.01) if unit in {"percent", "percentage_point", "ratio"} else (1,)
    return any(abs(abs(answer) * scale - abs(value)) <= 2e-3 * abs(value) for answer in answers for scale in scales)


def installed(folder: Path) -> Path:
    """The interpreter of an environment with the other libraries."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        for peer in PEERS:  # one by one: what does not install leaves the others
            subprocess.run([python, "-m", "pip", "install", "--quiet", peer], check=False)
    return python


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", type=Path, required=True, help="a folder for their virtual environment")
    python = installed(parser.parse_args().peers)
    rows = phrases()
    print("| library | English: found | right | Chinese: found | right | bounds | ms a phrase |")
    print("|---|---|---|---|---|---|---|")
    for name in ("marketshare", "recognizers", "quantulum3", "text2num", "cn2an"):
        answers, seconds = ours(rows) if name == "marketshare" else theirs(rows, name, python)
        cells = []
        for language in ("en", "zh"):
            pairs = [(row, found) for row, found in zip(rows, answers, strict=True) if row["lang"] == language]
            good = sum(right(float(row["value"]), row["unit"], found) for row, found in pairs)
            cells += [f"{sum(bool(found) for _, found in pairs)} of {len(pairs)}", str(good)]
        bounds = "yes" if name == "marketshare" else "no"
        print(f"| {name} | {' | '.join(cells)} | {bounds} | {1000 * seconds / len(rows):.2g} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Edits at random, and after each: is the report that was built on the last one that of a build from nothing?

python tests/soak/incremental.py [--edits 100] [--seed 9]
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ROOT = REPOSITORY / "tests" / "frozen_study"
NOTEBOOKS = ("01_revenue_mix", "04_payments")

EDITS = {
    "a note on a row": ("data/payment_share.csv", r"(A stated total)[^;\n]*", r"\1 {word}"),
    "a name of an entity": ("data/entities.csv", r"(alipay,Alipay)\w*", r"\1{word}"),
    "a definition": ("data/measures.csv", r"^(market-share,[^,]*,)[^,]*", r"\1Market share {word}"),
    "prose of a notebook": ("notebooks/01_revenue_mix.ipynb", r"(What they leave is computed)[^\"]*", r"\1 {word}."),
    "a caption of a chart": ("notebooks/04_payments.ipynb", r"(what the figures allow)[^\\\"]*", r"\1 {word}"),
    "a computation": ("notebooks/04_payments.ipynb", r"(at=\\\"printed\\\", decimals=)\d", r"\g<1>{digit}"),
    "the ink of charts": ("src/marketshare/charts/style.py", r"INK = \"#\w+\"", 'INK = "#22{digits}"'),
    "a heading of tables": (
        "src/marketshare/show/tables.py",
        r"\"Bounds\w*\", \"Formula\"",
        '"Bounds{word}", "Formula"',
    ),
    "a docstring": ("src/marketshare/metrics/share.py", r"\A\"\"\"", '"""{word} '),
    "the style of the page": ("src/marketshare/report/templates/report.css", r"\A", "/* {word} */\n"),
    "the page of the PDF": ("src/marketshare/report/templates/report.typ", r"top: [\d.]+cm", "top: 2.{digit}cm"),
    "the glossary": ("src/marketshare/report/glossary.py", r"\A\"\"\"", '"""{word} '),
    "the lock": ("requirements.lock", r"\A", "# {word}\n"),
}


def workplace(folder: Path, notebooks: tuple[str, ...] = NOTEBOOKS) -> Path:
    """A study with its own copy of the library."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(REPOSITORY / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "notebooks").mkdir()
    for name in notebooks:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder / "notebooks")
    shutil.copy(REPOSITORY / "requirements.lock", folder)
    return folder


def report(study: Path) -> dict[str, str]:
    """Build the report of a study with its own library; the hashes of its files."""
    environment = {**os.environ, "PYTHONPATH": str(study / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "marketshare.cli", "--root", str(study), "report"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=study)
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads((study / "reports" / "manifest.json").read_text())


def from_nothing(study: Path, folder: Path) -> dict[str, str]:
    """The same report, built in another folder where nothing is cached."""
    shutil.copytree(study, folder, ignore=shutil.ignore_patterns("reports", "__pycache__"))
    try:
        return report(folder)
    finally:
        shutil.rmtree(folder)


def edit(study: Path, kind: str, chance: random.Random) -> bool:
    """Make an edit; False if it left the file as it was."""
    name, pattern, new = EDITS[kind]
    path = study / name
    old = path.read_text("utf-8")
    word = "".join(chance.choices("abcdefghij", k=6))
    digits = "".join(chance.choices("0123456789", k=4))
    filled = new.replace("{word}", word).replace("{digits}", digits).replace("{digit}", digits[:1])
    text, count = re.subn(pattern, filled, old, count=1, flags=re.M)
    assert count, f"{kind}: nothing in {name} fits"
    path.write_text(text, "utf-8")
    return text != old


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--edits", type=int, default=100, help="default: 100")
    parser.add_argument("--seed", type=int, default=9)
    options = parser.parse_args()
    chance, wrong, changed = random.Random(options.seed), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        study = workplace(Path(folder) / "study")
        before = report(study)
        for count in range(1, options.edits + 1):
            kind = chance.choice(list(EDITS))
            edit(study, kind, chance)
            after = report(study)
            changed += after != before
            before = after
            if after != from_nothing(study, Path(folder) / "cold"):
                wrong += 1
                print(f"\n{kind}: the report differs from one built from nothing")
            print(f"\r{count} of {options.edits} edits, {wrong} wrong", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"edits: {options.edits}, {changed} of which changed the report, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

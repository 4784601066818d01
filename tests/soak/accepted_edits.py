"""Accepts edits of this repository's study in a copy, and runs the whole suite there: which tests go red?

python tests/soak/accepted_edits.py [--keep FOLDER] [PYTEST ARGUMENTS]

Only tests of the study itself, in `tests/study`, may: the others stand on the frozen study. The examples of the README
and the numbers of its careful readers are among those, and are to be brought up to date by whoever edits the data.
"""

import argparse
import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTE = "更正：2018年腾讯云的市场份额为12.1%。\n2018年百度云的市场份额为6.2%，进步很快。\n"
CORRECTED = {
    "id": "cloud-share-tencent-2018-corrected", "entity": "tencent-cloud", "market": "china-cloud",
    "measure": "market-share", "period": "2018", "printed": "12.1%", "value": "12.1", "status": "stated",
    "source": "errata", "line": "1", "quote": "2018年腾讯云的市场份额为12.1%", "supersedes": "cloud-share-tencent-2018",
}  # fmt: skip
ADDED = CORRECTED | {
    "id": "cloud-share-baidu-2018", "entity": "baidu-cloud", "printed": "6.2%", "value": "6.2", "line": "2",
    "quote": "2018年百度云的市场份额为6.2%", "supersedes": "",
}  # fmt: skip
CLAIM = {
    "id": "errata-2-1", "kind": "opinion", "source": "errata", "line": "2", "quote": "进步很快",
    "claim": "Baidu Cloud makes fast progress.", "test": "missing(progress; an earlier share of Baidu Cloud)",
}  # fmt: skip
ROWS = {
    "sources": {
        "id": "errata", "file": "seeds/errata.txt", "title": "Errata", "locale": "zh-CN", "rights": "Own",
        "sha256": hashlib.sha256(NOTE.encode()).hexdigest(),
    },
    "entities": {"id": "baidu-cloud", "name_en": "Baidu Cloud", "name_zh": "百度云"},
    "claims": CLAIM,
}  # fmt: skip
WORDS = {
    "a renamed firm": ("entities", "alibaba-cloud,Alibaba Cloud,", "alibaba-cloud,Aliyun,"),
    "a gloss": ("payment_share", "Alipay is first with a market share of", "Alipay leads with a market share of"),
    "a title": ("sources", "(untitled, in Chinese)", "(in Chinese, without a title)"),
    "a definition": ("measures", "as it counts them.", "as each of them counts."),
}


def with_row(text: str, **cells: str) -> str:
    """A table with a row more, in the order of its keys."""
    header, *rows = csv.reader(io.StringIO(text))
    rows = sorted([*rows, [cells.get(column, "") for column in header]])
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def copied(folder: Path) -> Path:
    """A copy of what git knows of this repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


def edit(study: Path) -> None:
    """Make all edits: a correction and a figure from a second note, a claim of it, and words here and there."""
    (study / "seeds" / "errata.txt").write_bytes(NOTE.encode())
    shares = study / "data" / "cloud_share.csv"
    shares.write_bytes(with_row(with_row(shares.read_text("utf-8"), **CORRECTED), **ADDED).encode())
    for name, cells in ROWS.items():
        path = study / "data" / f"{name}.csv"
        path.write_bytes(with_row(path.read_text("utf-8"), **cells).encode())
    for kind, (name, old, new) in WORDS.items():
        path = study / "data" / f"{name}.csv"
        text = path.read_text("utf-8")
        assert old in text, f"{kind}: {path.name} has no {old!r}"
        path.write_bytes(text.replace(old, new).encode())


def red(study: Path, arguments: list[str]) -> tuple[list[str], str]:
    """Tests that fail in a copy, and what pytest said last."""
    environment = {**os.environ, "PYTHONPATH": str(study / "src")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no", *arguments]
    done = subprocess.run(command, cwd=study, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stdout + done.stderr)
    return re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, re.M), done.stdout.splitlines()[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", type=Path, help="make the copy here, and leave it")
    options, arguments = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        study = copied(options.keep or Path(folder) / "study")
        edit(study)
        command = [sys.executable, "-m", "marketshare.cli", "--root", str(study), "refresh", "--because", "errata"]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": str(study / "src")}, check=True)
        whole = ["-n", "auto", "--dist", "loadscope", "--nbval", "tests", "src", "notebooks"]
        failed, said = red(study, arguments or whole)
    print(said)
    for test in failed:
        print(f"{'of the study' if test.startswith('tests/study/') else 'OF THE PRODUCT'}: {test}")
    wrong = sum(not test.startswith("tests/study/") for test in failed)
    print(f"{wrong} tests of the product failed after an accepted edit of the study's data")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""Changes the words and the rules that a report states, and asks whether `diff` sees each: `make mutate-words`.

Each threshold of a rule is changed in a copy of its own. Words (of rules, glosses, names, labels of numbers, captions)
get a made-up word each, all those of one kind in one copy: what is stated with that word must be told as moved by it.
What no report states, such as a name that no figure has, can move nothing, and is counted apart.
"""

import argparse
import ast
import csv
import io
import itertools
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from unittest.mock import patch

import nbformat

import in_process
from frozen import stub
from marketshare.changes import Move, changes, read_baseline
from marketshare.changes.accept import accepted_files
from marketshare.changes.baseline import FOLDER
from marketshare.claims import judge
from marketshare.ledger.tables import read_tables
from marketshare.notebooks import numbers_of, paths, read
from marketshare.show import pictures
from marketshare.studies import Study

ROOT = Path(__file__).resolve().parents[2]
WORDS = {
    "words of a rule": {"rules": ("condition", "citation")},
    "gloss": {"": ("gloss",)},
    "name": {"entities": ("name_en",), "markets": ("name_en",), "measures": ("name_en",)},
}
"""Columns that hold words, by kind and table; a blank table is each that has such a column."""


@dataclass(frozen=True)
class Mutant:
    """Something that is said otherwise.

    Attributes:
        kind: ``rule``, a key of `WORDS`, ``label`` or ``caption``.
        file: From the root of the study.
        place: A row and a column, or a cell and where in it.
        word: The word that was put in; of a rule, its new threshold.
    """

    kind: str
    file: str
    place: tuple[int, str] | tuple[int, int]
    word: str


def made_up_words() -> Iterator[str]:
    """Words that no study has."""
    return (f"zq{''.join(letters)}qz" for letters in itertools.product("abcdefghij", repeat=3))


def mutants(study: Path) -> Iterator[Mutant]:
    """All of a study."""
    words = made_up_words()
    yield from of_tables(study, words)
    yield from of_notebooks(study, words)


def of_tables(study: Path, words: Iterator[str]) -> Iterator[Mutant]:
    """Thresholds, and words of rows."""
    tables, _ = read_tables(study)
    for table in tables.values():
        name = Path(table.file).stem
        for row in table.rows:
            if name == "rules" and row["threshold"]:
                yield Mutant("rule", table.file, (row.line, "threshold"), lower(row["threshold"]))
            for kind, columns in WORDS.items():
                told = [column for column in columns.get(name, columns.get("", ())) if row.cells.get(column)]
                yield from (Mutant(kind, table.file, (row.line, column), next(words)) for column in told)


def of_notebooks(study: Path, words: Iterator[str]) -> Iterator[Mutant]:
    """Labels and captions; a number that two notebooks derive keeps one label."""
    given: dict[str, str] = {}
    for path in paths(study):
        code = [(place, cell.source) for place, cell in enumerate(read(path).cells) if cell.cell_type == "code"]
        for place, source in code:
            for kind, text, end in texts(source):
                word = given.setdefault(text, next(words))
                yield Mutant(kind, f"notebooks/{path.name}", (place, end), word)


def lower(threshold: str) -> str:
    """A threshold of three quarters of another one: a fraction of one, a whole number of one.

    Example:
        >>> lower("1/2"), lower("1800"), lower("150")
        ('3/8', '1350', '112')
    """
    less = Fraction(threshold) * 3 / 4
    return str(less if less < 1 else int(less))


def texts(source: str) -> Iterator[tuple[str, str, int]]:
    """Labels and captions that a cell writes, each with its code and the place of its last quotation mark."""
    lines = [0, *itertools.accumulate(len(line.encode()) for line in source.splitlines(keepends=True))]
    for node in ast.walk(ast.parse(source)):
        for name, value in named(node):
            if name in {"label", "caption"} and isinstance(value, ast.Constant | ast.JoinedStr):
                yield name, ast.unparse(value), lines[value.end_lineno - 1] + value.end_col_offset - 1


def named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """What a node gives a name to: an argument, a variable, a member of a dict."""
    if isinstance(node, ast.keyword):
        yield str(node.arg), node.value
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=True))
            yield from ((name.id, value) for name, value in pairs if isinstance(name, ast.Name))
    elif isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        yield from ((str(key.value), value) for key, value in pairs if isinstance(key, ast.Constant))


def apply(found: list[Mutant], study: Path) -> None:
    """Make the changes in a copy of the study."""
    for file in {mutant.file for mutant in found}:
        places = {mutant.place: mutant for mutant in found if mutant.file == file}
        path = study / file
        if path.suffix == ".ipynb":
            notebook = read(path)
            for (number, end), mutant in sorted(places.items(), reverse=True):
                source = notebook.cells[number].source.encode()
                notebook.cells[number].source = (source[:end] + f" {mutant.word}".encode() + source[end:]).decode()
            nbformat.write(notebook, path)
            continue
        lines = csv.reader(io.StringIO(path.read_bytes().decode(), newline=""))
        header = next(lines)
        rows = [(lines.line_num, cells) for cells in lines]
        for line, cells in rows:
            for column, name in enumerate(header):
                if mutant := places.get((line, name)):
                    cells[column] = mutant.word if mutant.kind == "rule" else f"{cells[column]} {mutant.word}"
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([header, *(cells for _, cells in rows)])
        path.write_bytes(out.getvalue().encode())


class Copy:
    """A copy of a study, accepted, with pictures that cost nothing."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = folder
        for name in ("data", "seeds", "notebooks"):
            shutil.copytree(root / name, folder / name)
        self.before = {}
        self.kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        study, notebooks = self.ran()
        self.before = {
            name: notebook for name, notebook in notebooks.items() if "rules(" not in nbformat.writes(notebook)
        }
        numbers = numbers_of(notebooks.items(), study)
        for name, content in accepted_files(notebooks, study, numbers, judge(study)).items():
            path = folder / FOLDER / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def ran(self, known=()):
        """The study as it now is, and its notebooks, just run; those of which the run is known are taken from there."""
        study = Study.at(self.root)
        with patch.object(pictures, "render", lambda ax, kind: stub(kind)):  # noqa: ARG005
            return study, {
                path.stem: known[path.stem] if path.stem in known else in_process.run(path, study)
                for path in paths(self.root)
            }

    def moved(self, found: list[Mutant]) -> tuple[list[Move], str]:
        """What moves by mutants, and all that is then stated."""
        apply(found, self.root)
        study, notebooks = self.ran(self.before if {mutant.kind for mutant in found} == {"rule"} else ())
        numbers, judged = numbers_of(notebooks.items(), study), judge(study)
        stated = accepted_files(notebooks, study, numbers, judged)
        moves = changes(read_baseline(self.root), study, numbers, judged, stored=notebooks, fresh=notebooks).moves
        kept = "\n".join(stated[name].decode() for name in ("numbers.csv", "claims.csv", "statements.csv"))
        for path, content in self.kept.items():
            path.write_bytes(content)
        return list(moves), kept


def seen(mutant: Mutant, batch: list[Mutant], moves: list[Move], stated: str, before: str) -> str:
    """How a mutant is told: by what kind of move, and whether its row or cell is named as the cause.

    Args:
        mutant: Which.
        batch: All those in its copy.
        moves: What moved.
        stated: What is stated with them.
        before: What was stated.
    """
    told, is_stated = moves, stated != before
    if mutant.kind != "rule":
        told = [move for move in moves if mutant.word in f"{move.label} {move.new}"]
        is_stated = mutant.word in stated
    if not told:
        return "NOT CAUGHT" if is_stated else "not stated"
    places = {place_of(other) for other in batch if other.word == mutant.word}
    blamed = any(cause.place in places for move in told for cause in move.causes)
    return told[0].kind if blamed else f"{told[0].kind}, NOT BLAMED"


def place_of(mutant: Mutant) -> str:
    """Where it is, as causes have it."""
    line = mutant.place[0]
    return f"{mutant.file}, cell {line + 1}" if mutant.file.endswith(".ipynb") else f"{mutant.file}:{line}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        study = Copy(ROOT, Path(folder) / "study")
        _, before = study.moved([])
        found: dict[str, list[Mutant]] = {}
        for mutant in mutants(study.root):
            found.setdefault(mutant.kind, []).append(mutant)
        rules = found.pop("rule")
        batches = [*found.values(), *([rule] for rule in rules)]  # thresholds have no word of their own
        results: list[str] = []
        for batch in batches:
            moves, stated = study.moved(batch)
            for mutant in batch:
                results.append(seen(mutant, batch, moves, stated, before))
                print(f"{mutant.kind:16} {place_of(mutant):44} {mutant.word:10} {results[-1]}", flush=True)
    unstated = results.count("not stated")
    faults = sum("NOT" in result for result in results)
    print(f"{len(results) - unstated - faults} of {len(results) - unstated} caught; {unstated} that no report states")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

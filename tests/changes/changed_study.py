"""A study that is edited and compared with what was accepted."""

import csv
import hashlib
import io
import re

import nbformat
import numpy as np
from matplotlib import image

from marketshare.changes import changes, read_baseline
from marketshare.changes.accept import accepted_files
from marketshare.changes.baseline import FOLDER as BASELINE
from marketshare.claims import judge
from marketshare.notebooks import numbers_of, paths, read
from marketshare.studies import Study


class Edited:
    """A copy of a study: accept it, edit it, and see what moved."""

    def __init__(self, root, run):
        self.root, self._run = root, run

    def accept(self):
        """Make what the study now says its baseline."""
        study, notebooks, numbers = self._now()
        return self.keep(accepted_files(notebooks, study, numbers, judge(study)))

    def keep(self, files):
        """Store the files of a baseline."""
        for name, content in files.items():
            path = self.root / BASELINE / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return self

    def changes(self, stored=None):
        """What moved since."""
        study, notebooks, numbers = self._now()
        stored = stored or notebooks
        return changes(read_baseline(self.root), study, numbers, judge(study), stored=stored, fresh=notebooks)

    def moves(self, kind):
        """Moves of one kind by id."""
        return {move.id: move for move in self.changes().of(kind)}

    def ran(self, study=None):
        """Its notebooks, just run, by name."""
        study = study or Study.at(self.root)
        return {path.stem: self._run(path, study) for path in paths(self.root)}

    def _now(self):
        study = Study.at(self.root)
        notebooks = self.ran(study)
        return study, notebooks, numbers_of(notebooks.items(), study)

    def edit(self, file, old, new, count=1):
        """Replace a text that occurs so often in a file; returns the line of the first."""
        text = (self.root / file).read_bytes().decode()
        assert text.count(old) == count, f"{old!r} occurs {text.count(old)} times in {file}"
        (self.root / file).write_bytes(text.replace(old, new).encode())
        return text[: text.index(old)].count("\n") + 1

    def cell(self, notebook, old, new):
        """Edit the one cell of a notebook that has this text; returns its number."""
        path = self.root / "notebooks" / f"{notebook}.ipynb"
        content = read(path)
        ((number, cell),) = [(n, cell) for n, cell in enumerate(content.cells, 1) if old in cell.source]
        cell.source = cell.source.replace(old, new)
        nbformat.write(content, path)
        return number

    def add_row(self, table, /, **cells):
        """Append a row; returns its line."""
        path = self.root / "data" / table
        lines = path.read_bytes().decode()
        header = next(csv.reader(lines.splitlines()))
        assert set(cells) <= set(header)
        with path.open("a", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerow([cells.get(column, "") for column in header])
        return lines.count("\n") + 1

    def delete_row(self, file, key):
        """Delete the row of that id."""
        path = self.root / "data" / file
        text = path.read_bytes().decode()
        (line,) = re.findall(rf"^{re.escape(key)},.*\n", text, re.M)
        path.write_bytes(text.replace(line, "").encode())


def correct_tencent(study):
    """Let a second note correct the share of Tencent Cloud from 11.8 to 12.4 %; returns the line of the correction."""
    note = "更正：2018年腾讯云市场份额应为12.4%。\n".encode()
    (study.root / "seeds" / "errata.txt").write_bytes(note)
    digest = hashlib.sha256(note).hexdigest()
    study.add_row("sources.csv", id="errata", file="seeds/errata.txt", title="Errata", sha256=digest, rights="Free.")
    return study.add_row(
        "cloud_share.csv", id="cloud-share-tencent-2018-corrected", entity="tencent-cloud", market="china-cloud",
        measure="market-share", period="2018", printed="12.4%", value="12.4", status="stated", source="errata",
        line="1", quote="腾讯云市场份额应为12.4%", supersedes="cloud-share-tencent-2018",
    )  # fmt: skip


def cut_out(png, height, width):
    """A picture without what stands in a rectangle of its middle."""
    pixels = image.imread(io.BytesIO(png), format="png").copy()
    dark = np.argwhere(pixels[:, :, :3].mean(axis=2) < 0.5)
    row, column = dark[len(dark) // 2]
    pixels[row : row + height, column : column + width, :3] = (
        1 - pixels[row : row + height, column : column + width, :3]
    )
    out = io.BytesIO()
    image.imsave(out, pixels, format="png")
    return out.getvalue()

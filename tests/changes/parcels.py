"""A small study that two analysts keep: parcels, two firms, one notebook; and what they do to it."""

import csv
import hashlib
import json
import shutil

import nbformat

from frozen import ROOT
from marketshare.notebooks import read
from marketshare.stored_form import as_stored

NOTEBOOK = "00_parcels"

ROWS = {
    "entities": [
        {"id": "alder", "name_en": "Alder", "name_zh": "桤木"},
        {"id": "birch", "name_en": "Birch", "name_zh": "白桦"},
    ],
    "markets": [{"id": "parcels", "name_en": "parcels", "name_zh": "包裹", "definition": "Parcels delivered."}],
    "measures": [
        {"id": "market-share", "unit": "percent", "kind": "level", "name_en": "market share", "name_zh": "市场份额",
         "definition": "Share of one firm in a market."},
    ],
    "rules": [
        {"id": "one-firm", "rule": "one-firm", "name": "Presumption, one firm", "jurisdiction": "CN",
         "standing": "in force", "in_force_from": "2008-08-01", "about": "market", "outcome": "Dominant.",
         "measure": "concentration-ratio", "firms": "1", "operator": ">=", "threshold": "2/5",
         "condition": "One firm holds two fifths or more.", "citation": "Parcel act, art. 1", "verified": "primary"},
    ],
    "claims": [
        {"id": "line-002-1", "kind": "conclusion", "source": "first", "line": "2", "quote": "Alder is far ahead",
         "claim": "Birch has at most two thirds of what Alder has.",
         "test": "at_most_part(parcels-birch-2026-q1; parcels-alder-2026-q1; 2/3)"},
    ],
}  # fmt: skip

CELLS = (
    "# Who carries the parcels?",
    "from marketshare import charts, show, study\n"
    'first = study.market("parcels", "2026-Q1").supposing(unnamed="smaller")',
    "## The answer",
    'show.say("Alder is {lead} ahead of Birch.", answer=True, lead=first.lead())',
    "## Shares",
    'ax = charts.bars({"Alder": first["alder"], "Birch": first["birch"]}, ax=charts.axes(height=1.6), limit=100)\n'
    'show.chart(ax, name="first-quarter", caption="Parcels in the first quarter.")',
    "## Is anybody presumed dominant?",
    'measured = {"concentration-ratio of 1": first.concentration_ratio(1, decimals=2)}\n'
    'caption = "The presumption, on the bounds."\n'
    'show.rules(study.rules("one-firm"), first, measured=measured, name="presumption", caption=caption)',
)
"""Of the notebook; prose begins with a capital or a sign, code does not."""


class Parcels:
    """The study in a folder, and the edits of two analysts."""

    def __init__(self, folder):
        self.root = folder
        (folder / "data").mkdir(parents=True)
        (folder / "notebooks").mkdir()
        for path in sorted((ROOT / "data").iterdir()):
            shutil.copy(path, folder / "data")
            if path.suffix == ".csv":
                header = path.read_text("utf-8").partition("\n")[0]
                (folder / "data" / path.name).write_text(f"{header}\n", "utf-8")
        package = folder / "data" / "datapackage.json"
        content = json.loads(package.read_text("utf-8"))
        package.write_text(json.dumps({**content, "title": "Parcels", "description": "Parcels."}), "utf-8")
        for table, rows in ROWS.items():
            for row in rows:
                self.add(table, **row)
        self.note("first", "Alder carried 40.2% of all parcels and Birch 25.1%.", "Alder is far ahead.")
        self.share("parcels-alder-2026-q1", "first", "Alder carried 40.2%", "2026-Q1")
        self.share("parcels-birch-2026-q1", "first", "Birch 25.1%", "2026-Q1")
        kinds = {True: nbformat.v4.new_markdown_cell, False: nbformat.v4.new_code_cell}
        self.keep([kinds[text[0] == "#"](text, id=f"cell-{place}") for place, text in enumerate(CELLS)])

    def keep(self, cells):
        """Store the notebook with these cells."""
        self.path.write_bytes(as_stored(nbformat.v4.new_notebook(cells=cells)))

    @property
    def path(self):
        """The notebook."""
        return self.root / "notebooks" / f"{NOTEBOOK}.ipynb"

    def add(self, table, /, **cells):
        """Append a row."""
        path = self.root / "data" / f"{table}.csv"
        header = next(csv.reader([path.read_text("utf-8").partition("\n")[0]]))
        assert set(cells) <= set(header)
        with path.open("a", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerow([cells.get(column, "") for column in header])

    def note(self, name, *lines):
        """A note of these lines."""
        (self.root / "seeds").mkdir(exist_ok=True)
        text = "".join(f"{line}\n" for line in lines)
        file = f"seeds/{name}.txt"
        (self.root / file).write_text(text, "utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        self.add("sources", id=name, file=file, title=f"Note {name}", locale="en", sha256=digest, rights="Own.")

    def share(self, key, note, quote, period, *, supersedes=""):
        """A share that stands at the end of a quote on the first line of a note."""
        printed = quote.split()[-1]
        firm = key.split("-")[1]
        self.add(
            "cloud_share", id=key, entity=firm, market="parcels", measure="market-share", period=period,
            printed=printed, value=printed.rstrip("%"), status="stated", source=note, line="1", quote=quote,
            supersedes=supersedes,
        )  # fmt: skip

    def correct(self, firm, figure, share, note):
        """A note that corrects the share of a firm in a quarter, or an earlier correction of it."""
        self.note(note, f"{firm.title()} carried {share}% of them.")
        quarter = figure.partition("-")[0]
        names = {"key": f"parcels-{firm}-2026-{quarter}-{note}", "supersedes": f"parcels-{firm}-2026-{figure}"}
        self.share(note=note, quote=f"{firm.title()} carried {share}%", period=f"2026-{quarter.upper()}", **names)

    def withdraw(self, note):
        """Take a note and its rows out again."""
        (self.root / "seeds" / f"{note}.txt").unlink()
        for name in ("sources", "cloud_share"):
            path = self.root / "data" / f"{name}.csv"
            lines = path.read_text("utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if f",{note}," not in f",{line}"), "utf-8")

    def edit(self, table, old, new):
        """Replace a text that occurs once in a table."""
        path = self.root / "data" / f"{table}.csv"
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    def draw(self):
        """A new chart, at the end."""
        text = (
            'series = {"Alder": {1: first["alder"], 2: study["parcels-alder-2026-q2"]}}\n'
            "ax = charts.shares_over_time(series, [1, 2], ax=charts.axes(height=2.4))\n"
            'show.chart(ax, name="two-quarters", caption="Alder in two quarters.")'
        )
        words = nbformat.v4.new_markdown_cell("## Since then", id="since")
        self.keep([*read(self.path).cells, words, nbformat.v4.new_code_cell(text, id="two-quarters")])

    def draw_no_more(self):
        """The notebook without that chart."""
        self.keep([cell for cell in read(self.path).cells if cell.id not in {"since", "two-quarters"}])
